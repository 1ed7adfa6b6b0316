"""Files with their records go into the store: one batch, one transaction, never the same twice."""

import sqlite3
from collections.abc import Iterable, Sequence

from index.analysis import joined
from index.base import FileEntry, FileState, Written
from index.documents import Changes, inherit, put_renditions, retire
from index.ledger import put, put_fresh
from index.prepared import prepared_of
from index.records import select_in

TAKEN: tuple[FileState, ...] = ("indexed", "duplicate")


def withdraw(connection: sqlite3.Connection, record_ids: Sequence[str], reason: str) -> list[str]:
    """Mark the files of ``record_ids`` as withdrawn wherever they were seen; return the files.

    Their bytes are not taken in again: whoever withdrew them would find them back.
    """
    file_ids = sorted({record_id.partition("#")[0] for record_id in record_ids})
    connection.executemany(
        "UPDATE sightings SET state = 'withdrawn', code = 'withdrawn', message = ? "
        "WHERE file_id = ? AND state <> 'superseded'",
        [(reason, file_id) for file_id in file_ids],
    )
    return file_ids


def put_files(connection: sqlite3.Connection, items: Sequence[Written], changes: Changes) -> int:
    """Write the ledger rows of a batch and, where bytes or their extraction are new, the records;
    return the number of files of which more than a sighting was written.

    Files of which neither the bytes nor the path were ever seen are written all at once, the
    others one by one after them.
    """
    fresh, others = _parted(connection, items)
    connection.executemany(
        "INSERT INTO files VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
        [(item.file_id, item.media_type, item.sighting.size) for item in fresh],
    )
    put_fresh(
        connection,
        [FileEntry(one.sighting, one.file_id, "indexed", header=one.header) for one in fresh],
    )
    put_records(connection, fresh, changes)
    return len(fresh) + sum(_put_file(connection, item, changes) for item in others)


def _parted(
    connection: sqlite3.Connection, items: Sequence[Written]
) -> tuple[list[Written], list[Written]]:
    """Return the files of which nothing is known, each once, and all others, in their order."""
    known = {
        row["file_id"]
        for row in select_in(
            connection,
            "SELECT file_id FROM sightings WHERE file_id IN ({})",
            [item.file_id for item in items],
        )
    }
    taken = {
        (row["path"], row["container"])
        for row in select_in(
            connection,
            "SELECT path, container FROM sightings WHERE path IN ({})",
            [item.sighting.path for item in items],
        )
    }
    fresh: list[Written] = []
    others: list[Written] = []
    for item in items:
        place = (item.sighting.path, item.sighting.container)
        is_fresh = item.file_id not in known and place not in taken
        (fresh if is_fresh else others).append(item)
        known.add(item.file_id)
        taken.add(place)
    return fresh, others


def _put_file(connection: sqlite3.Connection, item: Written, changes: Changes) -> bool:
    """Write one file of which something is known; tell whether anything but a sighting was."""
    if reason := _withdrawn(connection, item.file_id):
        entry = FileEntry(item.sighting, item.file_id, "withdrawn", "withdrawn", reason)
        put_failure(connection, entry, changes)
        return False
    holders = _holders(connection, item)
    is_copy = bool(holders) and (item.sighting.path, item.sighting.container) not in holders
    state: FileState = "duplicate" if is_copy else "indexed"
    older = put(connection, FileEntry(item.sighting, item.file_id, state, header=item.header))
    connection.execute(
        "INSERT INTO files VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (item.file_id, item.media_type, item.sighting.size),
    )
    retired = [file_id for file_id in older if _release(connection, file_id, changes)]
    if holders and _has_records(connection, item):
        return False
    put_records(connection, [item], changes)
    if retired:
        for record in item.records:
            suffix = record["id"].removeprefix(item.file_id)
            inherit(connection, record["id"], f"{retired[0]}{suffix}")
    return True


def put_records(connection: sqlite3.Connection, items: Sequence[Written], changes: Changes) -> None:
    """Write the records of files with what was parsed of them, and the rows that compare them."""
    rows, compared = [], []
    for item in items:
        prepared = prepared_of(item)
        for ordinal, record in enumerate(item.records):
            version = record["extractor"]["version"]
            compounds = joined(item.compounds[ordinal]) if ordinal < len(item.compounds) else ""
            rows.append((record["id"], version, prepared[ordinal].data, compounds))
            compared.append((record, prepared[ordinal]))
            changes.compounds[record["id"]] = compounds
    connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)", rows)
    put_parsed(connection, items)
    put_renditions(connection, compared, changes)


def put_parsed(connection: sqlite3.Connection, items: Iterable[Written]) -> None:
    """Write what was parsed of files, where they bring it."""
    connection.executemany(
        "INSERT OR REPLACE INTO parsed VALUES (?, ?, ?)",
        [
            (record["id"], item.parse_key, parsed)
            for item in items
            # A file whose stored text was read again brings records alone.
            for record, parsed in zip(item.records, item.parsed, strict=False)
        ],
    )


def put_failure(connection: sqlite3.Connection, entry: FileEntry, changes: Changes) -> None:
    """Write the row of a file that gives no record; what it replaced at its path leaves search."""
    for file_id in put(connection, entry):
        _release(connection, file_id, changes)


def _withdrawn(connection: sqlite3.Connection, file_id: str) -> str | None:
    """Return why the bytes were withdrawn; None where they were not."""
    row = connection.execute(
        "SELECT message FROM sightings WHERE file_id = ? AND +state = 'withdrawn'", (file_id,)
    ).fetchone()
    return row["message"] if row else None


def _holders(connection: sqlite3.Connection, item: Written) -> Sequence[tuple[str, str]]:
    """Return the places whose bytes stand for the file already."""
    # The plus keeps SQLite from the index on states, where most of the archive is one state.
    rows = connection.execute(
        "SELECT path, container FROM sightings WHERE file_id = ? AND +state = 'indexed'",
        (item.file_id,),
    )
    return [(row["path"], row["container"]) for row in rows]


def _has_records(connection: sqlite3.Connection, item: Written) -> bool:
    return all(
        connection.execute(
            "SELECT 1 FROM records r JOIN renditions d ON d.record_id = r.id "
            "WHERE r.id = ? AND r.version = ? AND d.is_live",
            (record["id"], record["extractor"]["version"]),
        ).fetchone()
        for record in item.records
    )


def _release(connection: sqlite3.Connection, file_id: str, changes: Changes) -> bool:
    """Take a superseded file's records out, unless a copy of its bytes still stands elsewhere."""
    copies = connection.execute(
        "SELECT path, container, state FROM sightings WHERE file_id = ? AND +state IN (?, ?) "
        "ORDER BY state DESC, path",
        (file_id, *TAKEN),
    ).fetchall()
    if copies:
        if copies[0]["state"] != "indexed":
            connection.execute(
                "UPDATE sightings SET state = 'indexed' "
                "WHERE path = ? AND container = ? AND file_id = ?",
                (copies[0]["path"], copies[0]["container"], file_id),
            )
        return False
    retire(connection, file_id, changes)
    return True
