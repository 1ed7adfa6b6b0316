"""The messages of the watched inbox."""

TABLE: dict[str, tuple[str, str]] = {}
