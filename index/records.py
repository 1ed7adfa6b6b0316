"""Records in the store: compressed JSON by record and extractor version, never edited."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from isal import isal_zlib

from index.base import Record

# ISA-L writes the zlib format: at level 1 as small as zlib does, in a third of its time.
_LEVEL = 1
_HEAD = (
    "id", "extractor", "notation", "date", "date_partial", "issuing_body", "parent_body", "draft",
)  # fmt: skip
CHUNK = 500
"""Values in one SQL list; well under SQLite's limit on parameters."""


class Packed(Mapping[str, Any]):
    """A record as it is stored, with its ``head`` at hand: it is read once another field is asked
    for, which seldom happens while it is written.

    A record is a thousand objects, and making those of a whole batch costs the one process that
    writes as much as writing them.
    """

    def __init__(self, data: bytes, head: Mapping[str, Any]) -> None:
        self._data = data
        self._known = head
        self._is_read = False

    def __getitem__(self, name: str) -> Any:
        return self._known[name] if name in self._known else self._read()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def _read(self) -> Mapping[str, Any]:
        if not self._is_read:
            self._known, self._is_read = unpack(self._data), True
        return self._known


def head_of(record: Record) -> dict[str, Any]:
    """Return the fields of ``record`` that are asked for while it is written."""
    return {name: record[name] for name in _HEAD}


def pack(record: Record) -> bytes:
    """Return the stored form of a record."""
    return packed(orjson.dumps(record))


def packed(data: bytes) -> bytes:
    """Return the compressed form of some JSON."""
    return isal_zlib.compress(data, _LEVEL)


def unpack(data: bytes) -> dict[str, Any]:
    """Return the record of a stored form."""
    record: dict[str, Any] = orjson.loads(unpacked(data))
    return record


def unpacked(data: bytes) -> bytes:
    """Return the JSON of a stored form."""
    return isal_zlib.decompress(data)


def load(connection: sqlite3.Connection, record_id: str, version: str) -> dict[str, Any]:
    """Return one record; it must be there."""
    row = connection.execute(
        "SELECT data FROM records WHERE id = ? AND version = ?", (record_id, version)
    ).fetchone()
    return unpack(row["data"])


def load_many(
    connection: sqlite3.Connection, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return records by (id, version); those that are there."""
    pairs = set(wanted)
    rows = select_in(
        connection,
        "SELECT id, version, data FROM records WHERE id IN ({})",
        sorted({record_id for record_id, _ in pairs}),
    )
    return {
        (row["id"], row["version"]): unpack(row["data"])
        for row in rows
        if (row["id"], row["version"]) in pairs
    }


def marks(count: int) -> str:
    """Return ``count`` parameter marks for an SQL list."""
    return ",".join("?" * count)


def select_in(
    connection: sqlite3.Connection, sql: str, values: Iterable[object]
) -> list[sqlite3.Row]:
    """Run ``sql`` with its ``{}`` filled by lists of ``values``, some hundred at a time."""
    wanted = list(values)
    rows: list[sqlite3.Row] = []
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        rows.extend(connection.execute(sql.format(marks(len(part))), part))
    return rows


def select_with(
    connection: sqlite3.Connection, sql: str, rows: Sequence[Sequence[object]]
) -> list[sqlite3.Row]:
    """Run ``sql`` with its ``{}`` (after VALUES) filled by ``rows``, some hundred at a time."""
    found: list[sqlite3.Row] = []
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        filled = sql.format(",".join([f"({marks(len(part[0]))})"] * len(part)))
        found.extend(connection.execute(filled, [value for row in part for value in row]))
    return found
