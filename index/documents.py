"""Records become documents: renditions are grouped, and each document's rows follow its best one.

A document's id is a hash of the record that was seen first of it, so it stays when renditions
join, when a file is replaced by a newer version, and answers on after a merge.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from index.analysis import sketch
from index.base import Record
from index.bodies import known_bodies
from index.campaigns import part_of
from index.corrections import corrected
from index.grouping import Rendition, partition
from index.known_bodies import KnownBodies
from index.records import load, select_in
from index.standing import acted_upon
from index.traits import (
    bucket_of,
    citations_of,
    confidence_of,
    days_of,
    document_id_of,
    issuer_of,
    key_of,
    law_title,
    not_after,
    periods_of,
    quality_of,
    signer_of,
    skeleton_of,
    subject_key,
    year_of,
)


@dataclass(slots=True)
class Changes:
    """What a transaction has touched so far: ``keys`` are (key, skeleton, year, first and last day)
    of documents whose citations must be looked at again, ``records`` the records at hand."""

    buckets: set[str] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    created: set[int] = field(default_factory=set)
    keys: set[tuple[str, str, str, str, str]] = field(default_factory=set)
    records: dict[str, Record] = field(default_factory=dict)
    relinked: int = 0
    bodies: KnownBodies | None = None
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


def put_rendition(
    connection: sqlite3.Connection, record: Record, changes: Changes, *, heir_of: str | None
) -> None:
    """Write the row that compares ``record``; an heir takes the place of an older version."""
    number = key_of(record["number"])
    values = {
        "record_id": record["id"],
        "version": record["extractor"]["version"],
        "bucket": bucket_of(record),
        "quality": quality_of(record),
        "number": number,
        "issuer": issuer_of(record, bodies_of(connection, changes)),
        "subject": subject_key(record["subject"]),
        "signer": subject_key(signer_of(record)),
        "sketch": sketch(record["text"]),
        "is_copy": record["copy"] is not None,
    }
    old = connection.execute(
        "SELECT bucket FROM renditions WHERE record_id = ?", (record["id"],)
    ).fetchone()
    if old:
        changes.buckets.add(old["bucket"])
        connection.execute(
            "UPDATE renditions SET version = :version, bucket = :bucket, quality = :quality, "
            "number = :number, issuer = :issuer, subject = :subject, signer = :signer, "
            "sketch = :sketch, is_copy = :is_copy, is_live = 1 WHERE record_id = :record_id",
            values,
        )
    else:
        connection.execute(
            "INSERT INTO renditions (record_id, version, founder, founded, is_live, bucket, "
            "quality, number, issuer, subject, signer, sketch, is_copy) "
            "VALUES (:record_id, :version, :record_id, 0, 1, :bucket, :quality, :number, :issuer, "
            ":subject, :signer, :sketch, :is_copy)",
            values,
        )
        connection.execute(
            "UPDATE renditions SET founded = seen WHERE record_id = ?", (record["id"],)
        )
    if heir_of is not None:
        connection.execute(
            "UPDATE renditions SET (founder, founded) = (SELECT founder, founded FROM renditions "
            "WHERE record_id = ?) WHERE record_id = ? AND EXISTS "
            "(SELECT 1 FROM renditions WHERE record_id = ?)",
            (heir_of, record["id"], heir_of),
        )
    changes.buckets.add(values["bucket"])
    changes.records[record["id"]] = record


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
    """Group the renditions of every touched bucket anew and rebuild the documents concerned."""
    rows = select_in(
        connection, "SELECT * FROM renditions WHERE bucket IN ({})", sorted(changes.buckets)
    )
    by_bucket: dict[str, list[sqlite3.Row]] = {}
    for row in rows:
        if row["document"] is not None:
            changes.documents.add(row["document"])
        if row["is_live"]:
            by_bucket.setdefault(row["bucket"], []).append(row)
    rendition_rows = {row["record_id"]: row for row in rows}
    for members in by_bucket.values():
        for cluster in partition([_rendition(row) for row in members]):
            document = _document_row(connection, cluster[0].founder, changes)
            changes.documents.add(document)
            moved = [
                one.record_id
                for one in cluster
                if rendition_rows[one.record_id]["document"] != document
            ]
            connection.executemany(
                "UPDATE renditions SET document = ? WHERE record_id = ?",
                [(document, record_id) for record_id in moved],
            )
    for document in sorted(changes.documents):
        rebuild(connection, document, changes)


def rebuild(connection: sqlite3.Connection, document: int, changes: Changes) -> None:
    """Write a document's rows from its best live rendition, or take it out where it has none."""
    old = connection.execute(
        "SELECT document_id, key, skeleton, title, year, first_day, last_day, state FROM documents "
        "WHERE row = ?",
        (document,),
    ).fetchone()
    if old["state"] == "live":
        _note_key(changes, old)
    best = connection.execute(
        "SELECT record_id, version FROM renditions WHERE document = ? AND is_live "
        "ORDER BY quality DESC, record_id LIMIT 1",
        (document,),
    ).fetchone()
    changes.acted |= acted_upon(connection, [document])
    connection.execute("DELETE FROM refs WHERE document = ?", (document,))
    connection.execute("DELETE FROM periods WHERE document = ?", (document,))
    connection.execute("DELETE FROM campaign_parts WHERE document = ?", (document,))
    if best is None:
        _take_out(connection, document)
        return
    record = changes.records.get(best["record_id"])
    if record is None or record["extractor"]["version"] != best["version"]:
        record = load(connection, best["record_id"], best["version"])
    record = corrected(connection, old["document_id"], record)
    bodies = bodies_of(connection, changes)
    values = _document_values(record, bodies)
    connection.execute(
        "UPDATE documents SET seq = :seq, state = 'live', merged_into = NULL, "
        "record_id = :record_id, version = :version, number = :number, key = :key, "
        "skeleton = :skeleton, day = :day, first_day = :first_day, last_day = :last_day, "
        "year = :year, document_type = :document_type, issuing_body = :issuing_body, "
        "issuer = :issuer, subject = :subject, subject_key = :subject_key, signer = :signer, "
        "confidence = :confidence, "
        "title = :title WHERE row = :row",
        {**values, "row": document, "seq": next_seq(connection)},
    )
    _note_key(changes, values)
    _put_parts(connection, document, record, bodies)


def _note_key(changes: Changes, row: Mapping[str, Any] | sqlite3.Row) -> None:
    if row["key"]:
        changes.keys.add(
            (row["key"], row["skeleton"], row["year"], row["first_day"], row["last_day"])
        )
    if row["title"]:
        changes.keys.add((row["title"], "", row["year"], row["first_day"], row["last_day"]))


def _rendition(row: sqlite3.Row) -> Rendition:
    return Rendition(
        row["record_id"],
        row["founder"],
        row["founded"],
        row["number"],
        row["issuer"],
        row["subject"],
        row["signer"],
        row["sketch"],
        is_copy=bool(row["is_copy"]),
    )


def _document_row(connection: sqlite3.Connection, founder: str, changes: Changes) -> int:
    document_id = document_id_of(founder)
    found = connection.execute(
        "SELECT row FROM documents WHERE document_id = ?", (document_id,)
    ).fetchone()
    if found:
        return int(found["row"])
    cursor = connection.execute(
        "INSERT INTO documents (document_id, founder, seq, state, record_id, version, text_row, "
        "text_of, key, skeleton, day, first_day, last_day, year, document_type, issuing_body, "
        "issuer, subject, subject_key, signer) "
        "VALUES (?, ?, ?, 'new', '', '', 0, '', '', '', '', '', '', '', '', '', '', '', '', '')",
        (document_id, founder, next_seq(connection)),
    )
    row = int(cursor.lastrowid or 0)
    changes.created.add(row)
    return row


def _document_values(record: Record, bodies: KnownBodies) -> dict[str, Any]:
    key = key_of(record["number"])
    first_day, last_day = days_of(record)
    return {
        "record_id": record["id"],
        "version": record["extractor"]["version"],
        "number": record["number"],
        "key": key,
        "skeleton": skeleton_of(key),
        "day": record["date"] or "",
        "first_day": first_day,
        "last_day": last_day,
        "year": year_of(record["number"], record["date"], record["date_partial"]),
        "document_type": record["document_type"],
        "issuing_body": record["issuing_body"] or "",
        "issuer": issuer_of(record, bodies),
        "subject": record["subject"] or "",
        "subject_key": subject_key(record["subject"]),
        "signer": signer_of(record),
        "confidence": confidence_of(record),
        "title": law_title(record),
    }


def _put_parts(
    connection: sqlite3.Connection, document: int, record: Record, bodies: KnownBodies
) -> None:
    connection.executemany(
        "INSERT INTO periods VALUES (?, ?, ?, ?)",
        [(document, *period) for period in periods_of(record)],
    )
    latest = not_after(record)
    connection.executemany(
        "INSERT INTO refs VALUES "
        "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'stub', NULL, '[]', 0, 'none', ?)",
        [
            (
                document,
                position,
                row.relation,
                row.label,
                row.key,
                row.skeleton,
                row.date,
                row.year,
                row.issuer,
                row.subject,
                latest,
                row.scope,
            )
            for position, row in enumerate(citations_of(record, bodies))
        ],
    )
    if part := part_of(record):
        connection.execute(
            "INSERT INTO campaign_parts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (document, *part)
        )


def _take_out(connection: sqlite3.Connection, document: int) -> None:
    """Mark a document that has no live rendition: merged where its founder lives on elsewhere."""
    heir = connection.execute(
        "SELECT home.document_id FROM documents d JOIN renditions r ON r.founder = d.founder "
        "JOIN documents home ON home.row = r.document WHERE d.row = ? AND r.is_live",
        (document,),
    ).fetchone()
    home = heir["document_id"] if heir else None
    connection.execute(
        "UPDATE documents SET seq = ?, state = ?, merged_into = ? WHERE row = ?",
        (next_seq(connection), "merged" if home else "gone", home, document),
    )
