"""The messages of search backends: reindex, suggestions, similar documents."""

TABLE: dict[str, tuple[str, str]] = {}
