"""The ledger: every file seen has one state, every run gives each file one outcome.

A row is one sighting of bytes at a path; the same path with other bytes is another row, and the
older becomes superseded. All functions run inside the caller's transaction.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dispatch.exchange import header_from
from index.base import FILE_STATES, FileEntry, FileState, Outcome, Sighting, Written

CONTAINER = "container"
"""The code of an archive's or mail's own row (state ``skipped``), written after its parts' rows."""

_RUN_CACHE_KB = 16_384
"""SQLite's own cache in a run: it writes as fast as with the 64 MB of a search, which go on growing
with the archive for the first thousands of files."""

_ENTRY = (
    "SELECT path, container, file_id, size, mtime_ns, inode, state, code, message, version, "
    "attempts, header FROM sightings "
)
_INSERT = "INSERT INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(slots=True)
class Move:
    """Bytes known from ``old`` that are now at ``new``."""

    old: Sighting
    new: Sighting
    file_id: str


@dataclass(slots=True)
class Deeds:
    """What one batch of a run does to the ledger, written in one transaction.

    ``entries`` are files without a record: quarantined, skipped, containers. ``unchanged`` is only
    a number, of the whole run so far: a row for each would outgrow the archive in a year of nightly
    runs.
    """

    files: Sequence[Written] = ()
    entries: Sequence[tuple[FileEntry, Outcome]] = ()
    moves: Sequence[Move] = ()
    outcomes: Sequence[tuple[Sighting, Outcome]] = field(default=())
    unchanged: int = 0


def entry_at(connection: sqlite3.Connection, path: str, container: str = "") -> FileEntry | None:
    """Return what the ledger holds now of ``path``; superseded bytes do not count."""
    row = connection.execute(
        _ENTRY + "WHERE path = ? AND container = ? AND state <> 'superseded'", (path, container)
    ).fetchone()
    return _entry(row) if row else None


def seen_before(connection: sqlite3.Connection, sighting: Sighting) -> FileEntry | None:
    """Return the entry of the same path with the same size, time and inode: nothing changed."""
    entry = entry_at(connection, sighting.path, sighting.container)
    return entry if entry and entry.sighting == sighting else None


def parts_of(connection: sqlite3.Connection, path: str, container: str = "") -> list[FileEntry]:
    """Return what the ledger holds now of the parts of the container at ``path``, or of the one
    that lies in it at ``container``."""
    first = f"{container}!" if container else ""
    rows = connection.execute(
        _ENTRY + "WHERE path = ? AND container > ? AND state <> 'superseded' ORDER BY container",
        (path, first),
    )
    found = (_entry(row) for row in rows)
    return [one for one in found if one.sighting.container.startswith(first)]


def under(
    connection: sqlite3.Connection, root: str, *, size: int = 2000
) -> Iterator[list[FileEntry]]:
    """Yield, in pieces, the rows of what a folder or file ``root`` held when it was last seen."""
    folder = root.rstrip("/") + "/"
    place, inner = "", ""
    while True:
        rows = connection.execute(
            _ENTRY + "WHERE (path = ? OR (path > ? AND path < ?)) AND state <> 'superseded' "
            "AND (path, container) > (?, ?) ORDER BY path, container LIMIT ?",
            (root, folder, folder[:-1] + "0", place, inner, size),
        ).fetchall()
        if not rows:
            return
        place, inner = rows[-1]["path"], rows[-1]["container"]
        yield [_entry(row) for row in rows]


def entries_of(connection: sqlite3.Connection, file_id: str) -> list[FileEntry]:
    """Return every sighting of the bytes."""
    rows = connection.execute(_ENTRY + "WHERE file_id = ? ORDER BY path, container", (file_id,))
    return [_entry(row) for row in rows]


def entries(
    connection: sqlite3.Connection,
    *,
    state: FileState | None = None,
    code: str | None = None,
    limit: int = -1,
) -> list[FileEntry]:
    """Return the ledger's rows, of one state or with one error code; the first ``limit`` of them,
    or all."""
    rows = connection.execute(
        _ENTRY + "WHERE (? IS NULL OR state = ?) AND (? IS NULL OR code = ?) ORDER BY path LIMIT ?",
        (state, state, code, code, limit),
    )
    return [_entry(row) for row in rows]


def put(connection: sqlite3.Connection, entry: FileEntry) -> list[str]:
    """Write the row of ``entry``; return the files that it supersedes at its path.

    A row without bytes (``file_id`` '': they could not be read) makes way for one with bytes.
    """
    sighting = entry.sighting
    place = (sighting.path, sighting.container, entry.file_id)
    connection.execute(
        "DELETE FROM sightings WHERE path = ? AND container = ? AND file_id = '' AND file_id <> ?",
        place,
    )
    older = connection.execute(
        "SELECT file_id FROM sightings WHERE path = ? AND container = ? AND file_id <> ? "
        "AND state <> 'superseded'",
        place,
    ).fetchall()
    if older and entry.file_id:
        connection.execute(
            "UPDATE sightings SET state = 'superseded' "
            "WHERE path = ? AND container = ? AND file_id <> ?",
            place,
        )
    connection.execute(
        _INSERT + " ON CONFLICT (path, container, file_id) DO UPDATE SET size = excluded.size, "
        "mtime_ns = excluded.mtime_ns, inode = excluded.inode, state = excluded.state, "
        "code = excluded.code, message = excluded.message, version = excluded.version, "
        "attempts = excluded.attempts, header = coalesce(excluded.header, header)",
        _row(entry),
    )
    return [row["file_id"] for row in older] if entry.file_id else []


def put_fresh(connection: sqlite3.Connection, entries: Sequence[FileEntry]) -> None:
    """Write rows of which neither the bytes nor the path were ever seen."""
    connection.executemany(_INSERT, map(_row, entries))


def _row(entry: FileEntry) -> tuple[object, ...]:
    sighting = entry.sighting
    return (
        sighting.path,
        sighting.container,
        entry.file_id,
        sighting.size,
        sighting.mtime_ns,
        sighting.inode,
        entry.state,
        entry.code,
        entry.message,
        entry.version,
        entry.attempts,
        entry.header.as_json() if entry.header else None,
    )


def move(connection: sqlite3.Connection, one: Move) -> None:
    """Give the bytes' row at ``one.old`` the place ``one.new``."""
    old, new = one.old, one.new
    connection.execute(
        "DELETE FROM sightings WHERE path = ? AND container = ? AND (file_id = ? OR file_id = '')",
        (new.path, new.container, one.file_id),
    )
    connection.execute(
        "UPDATE sightings SET path = ?, container = ?, size = ?, mtime_ns = ?, inode = ? "
        "WHERE path = ? AND container = ? AND file_id = ?",
        (
            *(new.path, new.container, new.size, new.mtime_ns, new.inode),
            *(old.path, old.container, one.file_id),
        ),
    )


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of files by state and their sum as ``seen``."""
    found = dict(
        connection.execute("SELECT state, count(*) FROM sightings GROUP BY state").fetchall()
    )
    return {"seen": sum(found.values()), **{state: found.get(state, 0) for state in FILE_STATES}}


def causes(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of quarantined files by error code, the most frequent first."""
    rows = connection.execute(
        "SELECT code, count(*) AS files FROM sightings WHERE state = 'quarantined' "
        "GROUP BY code ORDER BY files DESC, code"
    )
    return {row["code"] or "unknown": row["files"] for row in rows}


def begin_run(connection: sqlite3.Connection, arguments: str) -> int:
    """Open a run and return its id; the connection's memory stands still from then on."""
    connection.execute(f"PRAGMA cache_size = -{_RUN_CACHE_KB}")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS run_counts "
        "(run INTEGER NOT NULL, outcome TEXT NOT NULL, files INTEGER NOT NULL, "
        "PRIMARY KEY (run, outcome)) WITHOUT ROWID"
    )
    cursor = connection.execute(
        "INSERT INTO runs (started, arguments) VALUES (?, ?)", (_now(), arguments)
    )
    return int(cursor.lastrowid or 0)


def end_run(connection: sqlite3.Connection, run: int) -> dict[str, int]:
    """Close a run and return the number of files by outcome."""
    connection.execute("UPDATE runs SET ended = ? WHERE id = ?", (_now(), run))
    return outcomes_of(connection, run)


def outcomes_of(connection: sqlite3.Connection, run: int) -> dict[str, int]:
    """Return a run's files by outcome, those that are only counted among them."""
    found = dict(
        connection.execute(
            "SELECT outcome, count(*) FROM outcomes WHERE run = ? GROUP BY outcome", (run,)
        ).fetchall()
    )
    if _has_counts(connection):
        rows = connection.execute("SELECT outcome, files FROM run_counts WHERE run = ?", (run,))
        for row in rows:
            found[row["outcome"]] = found.get(row["outcome"], 0) + row["files"]
    return found


def count_outcome(connection: sqlite3.Connection, run: int, outcome: Outcome, files: int) -> None:
    """Set how many files have had this outcome in the run so far, without naming them."""
    if files:
        connection.execute(
            "INSERT OR REPLACE INTO run_counts VALUES (?, ?, ?)", (run, outcome, files)
        )


def record_outcomes(
    connection: sqlite3.Connection, run: int, outcomes: Sequence[tuple[Sighting, Outcome]]
) -> None:
    """Give each file its outcome in the run; the last word stands."""
    connection.executemany(
        "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?)",
        [(run, seen.path, seen.container, outcome) for seen, outcome in outcomes],
    )


def _has_counts(connection: sqlite3.Connection) -> bool:
    # A store whose runs were all made before they were counted has no such table.
    return bool(
        connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'run_counts'").fetchone()
    )


def _entry(row: sqlite3.Row) -> FileEntry:
    sighting = Sighting(
        row["path"], row["size"], row["mtime_ns"], row["inode"], container=row["container"]
    )
    return FileEntry(
        sighting,
        row["file_id"],
        row["state"],
        row["code"],
        row["message"],
        row["version"],
        row["attempts"],
        header_from(row["header"]) if row["header"] else None,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
