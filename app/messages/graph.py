"""The messages of bodies, campaigns, missing numbers and links."""

TABLE: dict[str, tuple[str, str]] = {}
