"""Records read anew wait here until all are there and somebody has seen what they change.

The waiting rows stay until the end, so that whoever was interrupted, reading or writing, goes on
where it stopped: a file that waits is not read again, one that is written shows no difference.
"""

import base64
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from isal import isal_zlib

from index.archive import Archive
from index.base import Record, Sighting, Written
from index.corrections import corrected
from index.documents import Changes
from index.records import load, select_in
from index.stamping import changes_of, stamp
from index.writing import put_parsed, put_records

_TABLE = (
    "CREATE TABLE IF NOT EXISTS staged "
    "(file_id TEXT PRIMARY KEY, rules TEXT NOT NULL, data BLOB NOT NULL) WITHOUT ROWID"
)
_NOWHERE = Sighting("", 0, 0, 0)
"""Where a file lies does not change by reading it again."""
_LIVE = "SELECT record_id, version, document FROM renditions WHERE is_live AND "


@dataclass(frozen=True, slots=True)
class Reread:
    """A file's records by the rules of now; ``parsed`` only where the file itself was read."""

    file_id: str
    records: tuple[Record, ...]
    compounds: tuple[tuple[str, ...], ...]
    parsed: tuple[bytes, ...] = ()
    parse_key: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A record as it is shown and as it would be, a person's corrections laid over both; None
    where one of them does not exist."""

    record_id: str
    old: Record | None
    new: Record | None


def live_files(connection: sqlite3.Connection, documents: Sequence[str] | None) -> list[str]:
    """Return the files whose records are shown: of all documents, or of ``documents`` by id."""
    if documents is None:
        rows = connection.execute("SELECT record_id FROM renditions WHERE is_live").fetchall()
    else:
        rows = select_in(
            connection,
            "SELECT r.record_id FROM renditions r JOIN documents d ON d.row = r.document "
            "WHERE r.is_live AND d.document_id IN ({})",
            documents,
        )
    return sorted({row["record_id"].partition("#")[0] for row in rows})


def stored_parts(connection: sqlite3.Connection, file_id: str) -> list[bytes]:
    """Return the newest stored ParsedDocument of each of a file's records, in order."""
    rows = connection.execute(
        "SELECT record_id, data, max(rowid) FROM parsed WHERE record_id = ? "
        "OR (record_id > ? AND record_id < ?) GROUP BY record_id",
        (file_id, f"{file_id}#", f"{file_id}$"),
    ).fetchall()
    shown = {row["record_id"] for row in _live(connection, file_id)}
    known = [row for row in rows if row["record_id"] in shown]
    return [row["data"] for row in sorted(known, key=lambda row: _ordinal(row["record_id"]))]


def staged(archive: Archive, rules: str) -> set[str]:
    """Return the files that wait, read by the same rules; what other rules read is dropped."""
    with archive.transaction():
        archive.connection.execute(_TABLE)
        archive.connection.execute("DELETE FROM staged WHERE rules <> ?", (rules,))
        rows = archive.connection.execute("SELECT file_id FROM staged").fetchall()
    return {row["file_id"] for row in rows}


def stage(archive: Archive, items: Iterable[Reread], *, rules: str) -> None:
    """Let files wait."""
    with archive.transaction():
        archive.connection.execute(_TABLE)
        archive.connection.executemany(
            "INSERT OR REPLACE INTO staged VALUES (?, ?, ?)",
            [(item.file_id, rules, _packed(item)) for item in items],
        )


def waiting(connection: sqlite3.Connection, file_id: str) -> Reread:
    """Return the waiting file ``file_id``; it must be there."""
    row = connection.execute("SELECT data FROM staged WHERE file_id = ?", (file_id,)).fetchone()
    read = orjson.loads(isal_zlib.decompress(row["data"]))
    return Reread(
        file_id,
        tuple(read["records"]),
        tuple(tuple(words) for words in read["compounds"]),
        tuple(base64.b64decode(part) for part in read["parsed"]),
        read["parse_key"],
    )


def pairs(connection: sqlite3.Connection, item: Reread) -> Iterator[Pair]:
    """Yield each record of a file beside the one that is shown now."""
    ids = {
        row["record_id"]: (row["version"], row["document_id"])
        for row in select_in(
            connection,
            "SELECT r.record_id, r.version, d.document_id FROM renditions r "
            "JOIN documents d ON d.row = r.document WHERE r.is_live AND r.record_id IN ({})",
            [row["record_id"] for row in _live(connection, item.file_id)],
        )
    }
    new = {record["id"]: record for record in item.records}
    for record_id in sorted(ids.keys() | new.keys(), key=_ordinal):
        version, document_id = ids.get(record_id, ("", ""))
        old = load(connection, record_id, version) if version else None
        yield Pair(
            record_id,
            corrected(connection, document_id, old) if old else None,
            corrected(connection, document_id, new[record_id]) if record_id in new else None,
        )


def switch(archive: Archive, items: Iterable[Reread]) -> int:
    """Show the records of ``items`` instead of the older ones, in one transaction, linked anew;
    return how many links changed. Documents keep their ids, and with them people's corrections. Of
    a file that reads as before only the version is written."""
    connection = archive.connection
    with archive.transaction():
        changes = Changes()
        alike, read = _parted(connection, items)
        stamp(connection, [record for item in alike for record in item.records])
        put_parsed(connection, map(_written, alike))
        put_records(connection, [_written(item) for item in read], changes)
        for item in read:
            _retire_lost(connection, item, changes)
        _forget_words(connection, changes)
        archive.follow(changes)
    archive.catch_up()
    return changes.relinked


def _parted(
    connection: sqlite3.Connection, items: Iterable[Reread]
) -> tuple[list[Reread], list[Reread]]:
    """Return the files whose records are as those that are shown, whatever people laid over them,
    and all others."""
    alike: list[Reread] = []
    others: list[Reread] = []
    for item in items:
        live = {row["record_id"]: row["version"] for row in _live(connection, item.file_id)}
        is_alike = live.keys() == {record["id"] for record in item.records} and not any(
            any(changes_of(load(connection, record["id"], live[record["id"]]), record))
            for record in item.records
        )
        (alike if is_alike else others).append(item)
    return alike, others


def clear(archive: Archive) -> None:
    """Drop what waited."""
    with archive.transaction():
        archive.connection.execute("DROP TABLE IF EXISTS staged")


def _written(item: Reread) -> Written:
    return Written(
        item.file_id,
        _NOWHERE,
        item.records,
        parse_key=item.parse_key,
        parsed=item.parsed,
        compounds=item.compounds,
    )


def _retire_lost(connection: sqlite3.Connection, item: Reread, changes: Changes) -> None:
    """Take out what a file read again no longer holds."""
    kept = {record["id"] for record in item.records}
    for row in _live(connection, item.file_id):
        if row["record_id"] not in kept:
            lost = connection.execute(
                "UPDATE renditions SET is_live = 0 WHERE record_id = ? "
                "RETURNING bucket, matter, day, document",
                (row["record_id"],),
            ).fetchall()
            for one in lost:
                changes.touched.add(one)
            changes.documents.add(row["document"])


def _forget_words(connection: sqlite3.Connection, changes: Changes) -> None:
    """Have the words indexed anew: a record of the same version may hold other ones now."""
    select_in(
        connection,
        "UPDATE documents SET text_of = '' WHERE record_id IN ({})",
        sorted(changes.records),
    )


def _live(connection: sqlite3.Connection, file_id: str) -> list[sqlite3.Row]:
    return connection.execute(
        _LIVE + "(record_id = ? OR (record_id > ? AND record_id < ?))",
        (file_id, f"{file_id}#", f"{file_id}$"),
    ).fetchall()


def _packed(item: Reread) -> bytes:
    kept: dict[str, Any] = {
        "records": item.records,
        "compounds": item.compounds,
        "parsed": [base64.b64encode(part).decode() for part in item.parsed],
        "parse_key": item.parse_key,
    }
    return isal_zlib.compress(orjson.dumps(kept), 1)


def _ordinal(record_id: str) -> int:
    return int(record_id.partition("#")[2] or 1)
