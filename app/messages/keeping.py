"""The messages of keeping originals: verify, erase, the office's register."""

TABLE: dict[str, tuple[str, str]] = {}
