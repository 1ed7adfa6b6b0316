"""Records become documents: renditions are grouped, and each document's rows follow its best one.

A document's id is a hash of the record that was seen first of it, so it stays when renditions
join, when a file is replaced by a newer version, and answers on after a merge. Everything here
works on a whole batch: a statement for each document would cost more than the writing itself.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from index.base import Prepared, Record
from index.bodies import known_bodies
from index.grouping import Rendition, partition
from index.known_bodies import KnownBodies
from index.records import select_in
from index.traits import (
    bucket_of,
    document_id_of,
    issuer_of,
    key_of,
    quality_of,
    signer_of,
    subject_key,
)

_INSERT = (
    "INSERT INTO renditions (seen, record_id, version, founder, founded, is_live, bucket, "
    "quality, number, issuer, subject, signer, sketch, is_copy) VALUES (:seen, :record_id, "
    ":version, :record_id, :seen, 1, :bucket, :quality, :number, :issuer, :subject, :signer, "
    ":sketch, :is_copy)"
)
_COMPARED = "record_id, founder, founded, number, issuer, subject, signer, sketch"
"""The fields of a ``Rendition`` in their order."""
_UPDATE = (
    "UPDATE renditions SET version = :version, bucket = :bucket, quality = :quality, "
    "number = :number, issuer = :issuer, subject = :subject, signer = :signer, "
    "sketch = :sketch, is_copy = :is_copy, is_live = 1 WHERE record_id = :record_id"
)


@dataclass(slots=True)
class Changes:
    """What a transaction has touched so far: ``keys`` are (key, skeleton, year, first and last day,
    issuer) of documents whose citations must be looked at again; ``records`` are those at hand,
    ``prepared`` and ``compounds`` what was made of them; ``created`` are the rows of documents
    that are not written yet, with the founder of each."""

    buckets: set[str] = field(default_factory=set)
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


def bodies_of(connection: sqlite3.Connection, changes: Changes) -> KnownBodies:
    """Return the directory, read once for a transaction."""
    if changes.bodies is None:
        changes.bodies = known_bodies(connection)
    return changes.bodies


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
    known = {
        row["record_id"]: row["bucket"]
        for row in select_in(
            connection,
            "SELECT record_id, bucket FROM renditions WHERE record_id IN ({})",
            [record["id"] for record, _ in records],
        )
    }
    seen = connection.execute("SELECT coalesce(max(seen), 0) FROM renditions").fetchone()[0]
    new, old = [], []
    for record, prepared in records:
        values = _compared(record, prepared, bodies)
        changes.buckets.add(values["bucket"])
        changes.records[record["id"]] = record
        changes.prepared[record["id"]] = prepared
        if record["id"] in known:
            changes.buckets.add(known[record["id"]])
            old.append(values)
        else:
            seen += 1
            new.append({**values, "seen": seen})
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
        "record_id": record["id"],
        "version": record["extractor"]["version"],
        "bucket": bucket_of(record),
        "quality": quality_of(record),
        "number": key_of(record["number"]),
        "issuer": issuer_of(record, bodies),
        "subject": subject_key(record["subject"]),
        "signer": subject_key(signer_of(record)),
        "sketch": prepared.sketch,
        "is_copy": record["copy"] is not None,
    }


def retire(connection: sqlite3.Connection, file_id: str, changes: Changes) -> None:
    """Take the records of ``file_id`` out of their documents; they stay in the store."""
    rows = connection.execute(
        "UPDATE renditions SET is_live = 0 WHERE record_id = ? OR "
        "(record_id > ? AND record_id < ?) RETURNING bucket, document",
        (file_id, f"{file_id}#", f"{file_id}$"),
    ).fetchall()
    changes.buckets.update(row["bucket"] for row in rows)
    changes.documents.update(row["document"] for row in rows if row["document"] is not None)


def regroup(connection: sqlite3.Connection, changes: Changes) -> None:
    """Group the renditions of every touched bucket anew: the documents whose renditions are others
    than before, those not yet there too, are in ``changes`` afterwards, for ``rebuild``.

    What stands beside them in the bucket stays as it is: a day's letters of one notation are many.
    """
    rows = select_in(
        connection,
        f"SELECT {_COMPARED}, is_copy, document, is_live, bucket FROM renditions "
        "WHERE bucket IN ({})",
        sorted(changes.buckets),
    )
    by_bucket: dict[str, list[Rendition]] = {}
    homes: dict[str, int | None] = {}
    for row in rows:
        homes[row["record_id"]] = row["document"]
        if row["is_live"]:
            by_bucket.setdefault(row["bucket"], []).append(_rendition(row))
    clusters = [cluster for members in by_bucket.values() for cluster in partition(members)]
    documents = _document_rows(connection, [cluster[0].founder for cluster in clusters], changes)
    moved = []
    for cluster in clusters:
        document = documents[cluster[0].founder]
        for one in cluster:
            home = homes[one.record_id]
            if one.record_id in changes.records:
                changes.documents.add(document)
            if home != document:
                moved.append((document, one.record_id))
                changes.documents.update({document} if home is None else {document, home})
    connection.executemany("UPDATE renditions SET document = ? WHERE record_id = ?", moved)


def _rendition(row: sqlite3.Row) -> Rendition:
    record_id, founder, founded, number, issuer, subject, signer, sketch, is_copy, _, _, _ = row
    return Rendition(
        record_id, founder, founded, number, issuer, subject, signer, sketch, bool(is_copy)
    )


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
