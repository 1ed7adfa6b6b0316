"""Files given up for good: out of quarantine, with who did it and why kept in the ledger."""

from collections.abc import Sequence
from dataclasses import replace

from index.archive import Archive
from index.base import FileEntry
from index.ledger import put


def discard(archive: Archive, entries: Sequence[FileEntry], *, reason: str, author: str) -> None:
    """Mark quarantined files as skipped; the same bytes at the same place are not read again."""
    with archive.transaction():
        for entry in entries:
            why = f"{reason} ({author}; {entry.code})"
            put(archive.connection, replace(entry, state="skipped", code="discarded", message=why))
