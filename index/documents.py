"""Records become documents: renditions are grouped, and each document's rows follow its best one.

A document's id is a hash of the record that was seen first of it, so it stays when renditions
join, when a file is replaced by a newer version, and answers on after a merge. Everything here
works on a whole batch: a statement for each document would cost more than the writing itself.
"""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from index.base import Prepared, Record
from index.bodies import known_bodies
from index.known_bodies import KnownBodies
from index.neighbours import Touched, group_anew
from index.records import marks, select_in
from index.traits import document_id_of, issuer_of

_COLUMNS = (
    "seen", "record_id", "version", "founder", "founded", "bucket", "quality", "number", "issuer",
    "parent", "subject", "signer", "sketch", "is_copy", "day", "notation", "matter",
)  # fmt: skip
_INSERT = (
    f"INSERT INTO renditions ({', '.join(_COLUMNS)}, is_live) VALUES ({marks(len(_COLUMNS))}, 1)"
)
# By their places: SQLite looks up names for every row anew.
_in_columns = itemgetter(*_COLUMNS)
_UPDATE = (
    "UPDATE renditions SET version = :version, bucket = :bucket, quality = :quality, "
    "number = :number, issuer = :issuer, parent = :parent, subject = :subject, "
    "signer = :signer, sketch = :sketch, is_copy = :is_copy, day = :day, notation = :notation, "
    "matter = :matter, is_live = 1 WHERE record_id = :record_id"
)


@dataclass(slots=True)
class Changes:
    """What a transaction has touched so far: ``keys`` are (key, skeleton, year, first and last day,
    issuer) of documents whose citations must be looked at again; ``records`` are those at hand,
    ``prepared`` and ``compounds`` what was made of them; ``created`` are the rows of documents
    that are not written yet, with the founder of each."""

    touched: Touched = field(default_factory=Touched)
    documents: set[int] = field(default_factory=set)
    created: dict[int, str] = field(default_factory=dict)
    keys: set[tuple[str, str, str, str, str, str]] = field(default_factory=set)
    records: dict[str, Record] = field(default_factory=dict)
    prepared: dict[str, Prepared] = field(default_factory=dict)
    compounds: dict[str, str] = field(default_factory=dict)
    relinked: int = 0
    bodies: KnownBodies | None = None
    bodies_before: KnownBodies | None = None  # where the directory itself has changed
    acted: set[int] = field(default_factory=set)  # what old links acted upon
    campaigns: set[str] = field(default_factory=set)  # what papers written anew belonged to
    alone: dict[int, str] = field(default_factory=dict)  # documents created of one record at hand
    is_worded: bool = False  # the words of documents are written in the same transaction

    def has(self, record_id: str, version: str) -> bool:
        """Tell whether that version of a record is at hand."""
        record = self.records.get(record_id)
        return record is not None and record["extractor"]["version"] == version


def bodies_of(connection: sqlite3.Connection, changes: Changes) -> KnownBodies:
    """Return the directory, read once for a transaction."""
    if changes.bodies is None:
        changes.bodies = known_bodies(connection)
    return changes.bodies


def text_of(row: Mapping[str, Any] | sqlite3.Row) -> str:
    """Return what a document's row of words is to be made from: one version of one record."""
    return f"{row['record_id']} {row['version']}"


def next_seq(connection: sqlite3.Connection, count: int = 1) -> int:
    """Reserve ``count`` sequence numbers and return the first."""
    row = connection.execute(
        "UPDATE meta SET value = CAST(value AS INTEGER) + ? WHERE key = 'seq' RETURNING value",
        (count,),
    ).fetchall()[0]
    return int(row[0]) - count + 1


def put_renditions(
    connection: sqlite3.Connection, records: Sequence[tuple[Record, Prepared]], changes: Changes
) -> None:
    """Write the rows by which ``records`` (no two of one id) are compared with others."""
    bodies = bodies_of(connection, changes)
    known = set()
    for row in select_in(
        connection,
        "SELECT record_id, bucket, matter, day, document FROM renditions WHERE record_id IN ({})",
        [record["id"] for record, _ in records],
    ):
        known.add(row["record_id"])
        changes.touched.add(row)
    seen = connection.execute("SELECT coalesce(max(seen), 0) FROM renditions").fetchone()[0]
    new, old = [], []
    for record, prepared in records:
        values = _compared(record, prepared, bodies)
        changes.touched.records.add(record["id"])
        changes.touched.buckets.add(values["bucket"])
        changes.touched.matters.add(values["matter"])
        changes.records[record["id"]] = record
        changes.prepared[record["id"]] = prepared
        if record["id"] in known:
            old.append(values)
        else:
            seen += 1
            own = {"seen": seen, "founded": seen, "founder": record["id"]}
            new.append(_in_columns({**values, **own}))
    connection.executemany(_INSERT, new)
    connection.executemany(_UPDATE, old)


def inherit(connection: sqlite3.Connection, record_id: str, older: str) -> None:
    """Give a record the founder of the ``older`` one whose place it takes: the same document."""
    connection.execute(
        "UPDATE renditions SET (founder, founded) = (SELECT founder, founded FROM renditions "
        "WHERE record_id = ?) WHERE record_id = ? AND EXISTS "
        "(SELECT 1 FROM renditions WHERE record_id = ?)",
        (older, record_id, older),
    )


def _compared(record: Record, prepared: Prepared, bodies: KnownBodies) -> dict[str, Any]:
    return {
        **prepared.traits,
        "record_id": record["id"],
        "issuer": issuer_of(record, bodies),
        "sketch": prepared.sketch,
    }


def retire(connection: sqlite3.Connection, file_id: str, changes: Changes) -> None:
    """Take the records of ``file_id`` out of their documents; they stay in the store."""
    rows = connection.execute(
        "UPDATE renditions SET is_live = 0 WHERE record_id = ? OR "
        "(record_id > ? AND record_id < ?) RETURNING bucket, matter, day, document",
        (file_id, f"{file_id}#", f"{file_id}$"),
    ).fetchall()
    for row in rows:
        changes.touched.add(row)
    changes.documents.update(row["document"] for row in rows if row["document"] is not None)


def regroup(connection: sqlite3.Connection, changes: Changes) -> None:
    """Group what was touched of the renditions anew: the documents whose renditions are others
    than before, those not yet there too, are in ``changes`` afterwards, for ``rebuild``."""
    grouped = group_anew(connection, changes.touched)
    documents = _document_rows(connection, [one[0].founder for one in grouped.clusters], changes)
    moved = []
    shared = Counter(documents[cluster[0].founder] for cluster in grouped.clusters)
    for cluster in grouped.clusters:
        document = documents[cluster[0].founder]
        if document in changes.created and len(cluster) == shared[document] == 1:
            changes.alone[document] = cluster[0].record_id
        for one in cluster:
            home = grouped.homes[one.record_id]
            if one.record_id in changes.records:
                changes.documents.add(document)
            if home != document:
                moved.append((document, one.record_id))
                changes.documents.update({document} if home is None else {document, home})
    # What they may be forms of is warned of, and may be others now.
    changes.documents.update(documents[one[0].founder] for one in grouped.open_drafts)
    connection.executemany("UPDATE renditions SET document = ? WHERE record_id = ?", moved)


def _document_rows(
    connection: sqlite3.Connection, founders: Sequence[str], changes: Changes
) -> dict[str, int]:
    """Return the row of each founder's document; ``changes`` notes those that must be made."""
    ids = {document_id_of(founder): founder for founder in founders}
    found = {
        ids[row["document_id"]]: int(row["row"])
        for row in select_in(
            connection, "SELECT row, document_id FROM documents WHERE document_id IN ({})", ids
        )
    }
    last = connection.execute("SELECT coalesce(max(row), 0) FROM documents").fetchone()[0]
    for founder in founders:
        if founder not in found:
            last += 1
            found[founder] = last
            changes.created[last] = founder
    return found
