"""A document's text leaves the archive for good: every table, the words, the view, the file itself.

What stays is a tombstone: which bytes, who, when, why, so that the same bytes are not taken in
again. The originals on disk are not the archive's to destroy; their places are told.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from index import reading
from index.archive import Archive
from index.base import FileState
from index.corrections import corrected
from index.documents import Changes, retire
from index.entries import compounds_of, words_of
from index.rebuilding import drop_unused_names
from index.records import load, marks, select_in
from index.renewal import drop_copies
from index.schema import TABLES, WORD_COLUMNS, unavailable

TOMBSTONES = (
    "CREATE TABLE IF NOT EXISTS erasures (file_id TEXT PRIMARY KEY, document_id TEXT NOT NULL, "
    "author TEXT NOT NULL, reason TEXT NOT NULL, erased TEXT NOT NULL) WITHOUT ROWID"
)
_KEPT = frozenset({"documents", "sightings", "erasures"})
"""Tables whose rows stay: emptied, marked or new."""
_IDENTITY = frozenset({"document_id", "founder", "state", "merged_into", "record_id", "version"})
"""What a document's row keeps, so that views hear that it is gone; none of it tells its text."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took: files by id, and where their originals still lie."""

    files: tuple[str, ...]
    originals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """How the ledger goes on showing files whose text is gone."""

    state: FileState
    code: str
    message: str


def erase(archive: Archive, name: str, *, reason: str, author: str) -> Erased:
    """Erase the document ``name``, withdrawn or not, with all files that it was read from.

    Raises:
        QueryError: ``name`` means no document, or several.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    mark = Mark("withdrawn", "erased", f"{reason} ({author}, {now})")
    with archive.transaction():
        archive.connection.execute(TOMBSTONES)
        document_id, files = _files_of(archive.connection, name)
        originals = forget(archive, files, mark)
        archive.connection.executemany(
            # Whoever erased first stands; a second call only finishes what was interrupted.
            "INSERT OR IGNORE INTO erasures VALUES (?, ?, ?, ?, ?)",
            [(file_id, document_id, author, reason, now) for file_id in files],
        )
    archive.catch_up()
    purge(archive)
    return Erased(tuple(files), tuple(originals))


def forget(archive: Archive, files: Sequence[str], mark: Mark) -> list[str]:
    """Within a transaction, take everything that was read from ``files`` out of the store; return
    where the files lie. The pages that held it are overwritten by ``purge``."""
    connection = archive.connection
    changes = Changes()
    rows = _renditions(connection, files)
    for file_id in files:
        retire(connection, file_id, changes)
    archive.follow(changes)
    documents = sorted({row["document"] for row in rows if row["document"] is not None})
    gone = select_in(
        connection,
        "SELECT row, document_id FROM documents WHERE state <> 'live' AND row IN ({})",
        documents,
    )
    _delete(connection, "file_id", files)
    _delete(connection, "record_id", [row["record_id"] for row in rows])
    _delete(connection, "document_id", [row["document_id"] for row in gone])
    _delete(connection, "document", [row["row"] for row in gone])
    _delete_where(connection, "records", "id", [row["record_id"] for row in rows])
    _delete_where(connection, "files", "id", files)
    _empty(connection, [row["row"] for row in gone])
    drop_unused_names(connection)
    return _mark(connection, files, mark)


def purge(archive: Archive) -> None:
    """Make what was deleted unreadable in the files on disk as well: words are indexed anew, the
    store is written anew, and the view does the like."""
    connection = archive.connection
    with archive.transaction():
        drop_copies(connection)
        connection.execute("DROP TABLE words")
        connection.execute(next(one for one in TABLES.split(";") if "VIRTUAL TABLE words" in one))
        _refill(connection)
    try:
        connection.execute("VACUUM")
        # In WAL mode VACUUM writes to the log; only a truncated log has nothing of the old pages.
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        raise unavailable(archive.path, error) from error
    if busy:
        raise unavailable(archive.path, sqlite3.OperationalError("another process reads it"))
    archive.view.purge()


def tombstones(connection: sqlite3.Connection) -> list[dict[str, str]]:
    """Return who erased which file, when and why, oldest first."""
    if not _has_table(connection, "erasures"):
        return []
    rows = connection.execute("SELECT * FROM erasures ORDER BY erased, file_id")
    return [dict(row) for row in rows]


def _files_of(connection: sqlite3.Connection, name: str) -> tuple[str, list[str]]:
    """Return a document's id and the files of all its renditions, also of those that were
    superseded."""
    found = reading.find(connection, name) or [
        row["document_id"]
        for row in connection.execute(
            "SELECT DISTINCT d.document_id FROM documents d JOIN renditions r "
            "ON r.document = d.row WHERE d.document_id = ? OR r.record_id = ?",
            (name, name),
        )
    ]
    if not found:
        return _erased_before(connection, name)
    if len(found) != 1:
        raise reading.not_one(name, len(found))
    rows = connection.execute(
        "SELECT r.record_id FROM renditions r JOIN documents d ON d.row = r.document "
        "WHERE d.document_id = ?",
        (found[0],),
    )
    return found[0], sorted({row["record_id"].partition("#")[0] for row in rows})


def _erased_before(connection: sqlite3.Connection, name: str) -> tuple[str, list[str]]:
    rows = connection.execute(
        "SELECT document_id, file_id FROM erasures WHERE document_id = ? OR file_id = ?",
        (name, name),
    ).fetchall()
    if not rows:
        raise reading.not_one(name, 0)
    return rows[0]["document_id"], [row["file_id"] for row in rows]


def _renditions(connection: sqlite3.Connection, files: Sequence[str]) -> list[sqlite3.Row]:
    rows: list[sqlite3.Row] = []
    for file_id in files:
        rows += connection.execute(
            "SELECT record_id, document FROM renditions "
            "WHERE record_id = ? OR (record_id > ? AND record_id < ?)",
            (file_id, f"{file_id}#", f"{file_id}$"),
        ).fetchall()
    return rows


def _delete(connection: sqlite3.Connection, column: str, values: Iterable[object]) -> None:
    """Delete from every table that has ``column``: whoever adds one need not think of it here."""
    wanted = list(values)
    tables = connection.execute(
        "SELECT t.name FROM sqlite_master t JOIN pragma_table_info(t.name) c "
        "WHERE t.type = 'table' AND c.name = ?",
        (column,),
    ).fetchall()
    for table in tables:
        if table["name"] not in _KEPT:
            _delete_where(connection, table["name"], column, wanted)


def _delete_where(
    connection: sqlite3.Connection, table: str, column: str, values: Iterable[object]
) -> None:
    select_in(connection, f"DELETE FROM {table} WHERE {column} IN ({{}})", values)


def _empty(connection: sqlite3.Connection, rows: Sequence[int]) -> None:
    """Give every text of the document rows its empty value."""
    columns = connection.execute("SELECT * FROM pragma_table_info('documents')").fetchall()
    wanted = [
        column for column in columns if column["type"] == "TEXT" and column["name"] not in _IDENTITY
    ]
    values = [one["dflt_value"] or ("''" if one["notnull"] else "NULL") for one in wanted]
    empty = ", ".join(f"{one['name']} = {value}" for one, value in zip(wanted, values, strict=True))
    select_in(connection, f"UPDATE documents SET {empty} WHERE row IN ({{}})", rows)


def _refill(connection: sqlite3.Connection) -> None:
    """Index the words of every live document anew, each in the row that it had."""
    insert = (
        f"INSERT INTO words (rowid, {', '.join(WORD_COLUMNS)}) "
        f"VALUES (?, {marks(len(WORD_COLUMNS))})"
    )
    rows = connection.execute("SELECT * FROM documents WHERE state = 'live' AND text_of <> ''")
    for row in rows.fetchall():
        read = load(connection, row["record_id"], row["version"])
        known = corrected(connection, row["document_id"], read)
        words = words_of(known, compounds_of(connection, row))
        connection.execute(insert, (row["text_row"], *map(words.get, WORD_COLUMNS)))


def _mark(connection: sqlite3.Connection, files: Sequence[str], mark: Mark) -> list[str]:
    places: list[str] = []
    for file_id in files:
        rows = connection.execute(
            "UPDATE sightings SET state = ?, code = ?, message = ?, header = NULL "
            "WHERE file_id = ? RETURNING path",
            (mark.state, mark.code, mark.message, file_id),
        ).fetchall()
        places += [row["path"] for row in rows]
    return sorted(set(places))


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    row = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    return row is not None
