"""The messages of bulk ingest, quarantine and reprocessing."""

TABLE: dict[str, tuple[str, str]] = {}
