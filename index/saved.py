"""Searches that people keep, with the documents that have come since: the source of their feeds.

A feed tells documents, not changes: what was in the archive when the search was saved never
appears. What comes is looked up by sequence number, so only new documents are searched.
"""

import secrets
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from dispatch.errors import QueryError
from index.archive import Archive
from index.query import Query
from index.records import select_in

MAX_SAVED = 500
KEPT_HITS = 100
"""New documents that a feed lists; older ones leave it."""
_PAGE = 200
_TABLES = (
    "CREATE TABLE IF NOT EXISTS saved (id TEXT PRIMARY KEY, name TEXT NOT NULL, "
    "address TEXT NOT NULL, author TEXT NOT NULL, made TEXT NOT NULL, first_row INTEGER NOT NULL, "
    "seq INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS saved_hits (saved TEXT NOT NULL, document INTEGER NOT NULL, "
    "found TEXT NOT NULL, PRIMARY KEY (saved, document)) WITHOUT ROWID",
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A search with the name it was given; ``address`` is its query string."""

    id: str
    name: str
    address: str
    author: str
    made: str


@dataclass(frozen=True, slots=True)
class NewHit:
    """A document that a saved search found after it was saved, and when."""

    document_id: str
    found: str


def save(archive: Archive, name: str, address: str, *, author: str) -> Saved:
    """Keep a search under a name.

    Raises:
        QueryError: there are too many already.
    """
    connection = archive.connection
    made = Saved(secrets.token_hex(8), name, address, author, _now())
    with archive.transaction():
        for statement in _TABLES:
            connection.execute(statement)
        if connection.execute("SELECT count(*) FROM saved").fetchone()[0] >= MAX_SAVED:
            raise QueryError(
                f"There are {MAX_SAVED} saved searches already: delete one first.",
                vi=f"Đã có {MAX_SAVED} tìm kiếm được lưu: hãy xóa bớt.",
            )
        connection.execute(
            "INSERT INTO saved VALUES (?, ?, ?, ?, ?, "
            "(SELECT coalesce(max(row), 0) FROM documents), "
            "(SELECT value FROM meta WHERE key = 'seq'))",
            (made.id, name, address, author, made.made),
        )
    return made


def every(connection: sqlite3.Connection) -> list[Saved]:
    """Return the saved searches by name."""
    if not _has_tables(connection):
        return []
    rows = connection.execute("SELECT * FROM saved ORDER BY name, id")
    return [_saved(row) for row in rows]


def saved_at(connection: sqlite3.Connection, id: str) -> Saved | None:
    """Return one saved search; None where there is none of that id."""
    if not _has_tables(connection):
        return None
    row = connection.execute("SELECT * FROM saved WHERE id = ?", (id,)).fetchone()
    return _saved(row) if row else None


def forget(archive: Archive, id: str) -> None:
    """Delete a saved search."""
    if _has_tables(archive.connection):
        with archive.transaction():
            archive.connection.execute("DELETE FROM saved WHERE id = ?", (id,))
            archive.connection.execute("DELETE FROM saved_hits WHERE saved = ?", (id,))


def new_hits(archive: Archive, saved: Saved, query: Query) -> list[NewHit]:
    """Return what ``query``, the meaning of ``saved``, has found since it was saved, newest
    first; looks only at documents that came or changed since it was asked last."""
    connection = archive.connection
    row = connection.execute("SELECT * FROM saved WHERE id = ?", (saved.id,)).fetchone()
    reached = archive.view.position()
    if row is not None and reached > row["seq"]:
        found = _documents(archive, replace(query, changed_after=row["seq"]), row["first_row"])
        with archive.transaction():
            now = _now()
            connection.executemany(
                "INSERT OR IGNORE INTO saved_hits VALUES (?, ?, ?)",
                [(saved.id, document, now) for document in found],
            )
            connection.execute("UPDATE saved SET seq = ? WHERE id = ?", (reached, saved.id))
    rows = connection.execute(
        "SELECT d.document_id, h.found FROM saved_hits h JOIN documents d ON d.row = h.document "
        "WHERE h.saved = ? AND d.state = 'live' ORDER BY h.found DESC, h.document DESC LIMIT ?",
        (saved.id, KEPT_HITS),
    )
    return [NewHit(row["document_id"], row["found"]) for row in rows]


def _documents(archive: Archive, query: Query, after_row: int) -> list[int]:
    """Return the rows of the documents that ``query`` finds and that are newer than
    ``after_row``."""
    found: list[int] = []
    asked = replace(query, limit=_PAGE, sort="newest", facets=(), after=None)
    while True:
        results = archive.search(asked)
        rows = select_in(
            archive.connection,
            "SELECT row FROM documents WHERE document_id IN ({})",
            [hit.document_id for hit in results.hits],
        )
        found += [row["row"] for row in rows if row["row"] > after_row]
        if results.after is None:
            return found
        asked = replace(asked, after=results.after)


def _saved(row: sqlite3.Row) -> Saved:
    return Saved(row["id"], row["name"], row["address"], row["author"], row["made"])


def _has_tables(connection: sqlite3.Connection) -> bool:
    sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'saved'"
    return connection.execute(sql).fetchone() is not None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
