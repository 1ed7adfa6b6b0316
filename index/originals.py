"""The files on disk that the archive was read from, as the ledger knows them."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from index.ledger import CONTAINER

_WANTED = (
    "container = '' AND file_id <> '' AND (state IN ('indexed', 'duplicate', 'quarantined') "
    f"OR code = '{CONTAINER}')"
)


@dataclass(frozen=True, slots=True)
class Original:
    """A file on disk and what its bytes were; parts of containers lie in theirs."""

    path: str
    file_id: str
    size: int


def originals(connection: sqlite3.Connection, *, sample: int | None = None) -> Iterator[Original]:
    """Yield the originals in the order of their paths, or ``sample`` of them at random."""
    order = "path" if sample is None else "random()"
    rows = connection.execute(
        f"SELECT path, file_id, size FROM sightings WHERE {_WANTED} ORDER BY {order} LIMIT ?",
        (-1 if sample is None else sample,),
    )
    for row in rows:
        yield Original(row["path"], row["file_id"], row["size"])


def is_known(connection: sqlite3.Connection, path: str) -> bool:
    """Tell whether the ledger has a file at ``path``."""
    row = connection.execute("SELECT 1 FROM sightings WHERE path = ? LIMIT 1", (path,)).fetchone()
    return row is not None
