"""What another source says a document's value is: kept beside the record, for a person to accept.

A proposal is never laid over anything; accepting one is a correction like every other.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

_TABLE = (
    "CREATE TABLE IF NOT EXISTS proposals (document_id TEXT NOT NULL, path TEXT NOT NULL, "
    "value TEXT NOT NULL, source TEXT NOT NULL, made TEXT NOT NULL, "
    "PRIMARY KEY (document_id, path, value)) WITHOUT ROWID"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for the field at ``path``, and where it was found."""

    document_id: str
    path: str
    value: str
    source: str


def put(connection: sqlite3.Connection, proposals: Iterable[Proposal]) -> None:
    """Keep proposals, within the caller's transaction; the newest source of a value stands."""
    connection.execute(_TABLE)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.executemany(
        "INSERT OR REPLACE INTO proposals VALUES (?, ?, ?, ?, ?)",
        [(one.document_id, one.path, one.value, one.source, now) for one in proposals],
    )


def is_kept(connection: sqlite3.Connection) -> bool:
    """Tell whether anything was ever proposed: the table is made with the first proposal."""
    sql = "SELECT 1 FROM sqlite_master WHERE name = 'proposals'"
    return connection.execute(sql).fetchone() is not None


def of_document(connection: sqlite3.Connection, document_id: str) -> list[Proposal]:
    """Return what is proposed for a document."""
    if not is_kept(connection):
        return []
    rows = connection.execute(
        "SELECT document_id, path, value, source FROM proposals WHERE document_id = ? "
        "ORDER BY path, made DESC, value",
        (document_id,),
    )
    return [Proposal(*row) for row in rows]
