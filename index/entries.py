"""Documents in the store become the entries that a search view is fed with."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from index.base import Cited, Entry, Prepared, Record
from index.corrections import corrected
from index.directory import body_key, exact_body
from index.prepared import words_in
from index.records import load
from index.standing import standing_of
from index.traits import FIRST, LAST

BATCH = 500


def feed_after(
    connection: sqlite3.Connection, position: int, *, size: int = BATCH
) -> Iterator[tuple[list[Entry], list[str], int]]:
    """Yield (entries, documents that left, last sequence number) of everything after ``position``,
    in order and in pieces that fit a request."""
    while True:
        rows = connection.execute(
            "SELECT * FROM documents WHERE seq > ? ORDER BY seq LIMIT ?", (position, size)
        ).fetchall()
        if not rows:
            return
        position = rows[-1]["seq"]
        entries = [entry_of(connection, row) for row in rows if row["state"] == "live"]
        yield entries, [row["document_id"] for row in rows if row["state"] != "live"], position


def entry_of(connection: sqlite3.Connection, row: sqlite3.Row) -> Entry:
    """Return the entry of the live document ``row``."""
    read = load(connection, row["record_id"], row["version"])
    known = corrected(connection, row["document_id"], read)
    return Entry(
        row=row["row"],
        seq=row["seq"],
        document_id=row["document_id"],
        record=laid_over(connection, row, known),
        renditions=tuple(renditions_of(connection, row["row"])),
        number=row["number"],
        key=row["key"],
        folded=row["skeleton"],
        day=row["day"],
        first_day=row["first_day"],
        last_day=row["last_day"],
        year=row["year"],
        document_type=row["document_type"],
        issuing_body=row["issuing_body"],
        subject=row["subject"],
        signer=row["signer"],
        confidence=row["confidence"],
        sketch=sketch_of(connection, row),
        words=words_of(known, compounds_of(connection, row)),
        periods=_periods(connection, row["row"]),
        references=_references(connection, row["row"]),
        warnings=warnings_of(connection, row),
        standing=row["standing"],
    )


def compounds_of(connection: sqlite3.Connection, row: sqlite3.Row) -> str:
    """Return the joined words that came with a document's record."""
    found: str = connection.execute(
        "SELECT compounds FROM records WHERE id = ? AND version = ?",
        (row["record_id"], row["version"]),
    ).fetchone()["compounds"]
    return found


def sketch_of(connection: sqlite3.Connection, row: sqlite3.Row) -> bytes:
    """Return the fingerprint of a document's text."""
    found: bytes = connection.execute(
        "SELECT sketch FROM renditions WHERE record_id = ?", (row["record_id"],)
    ).fetchone()["sketch"]
    return found


def words_of(record: Record, compounds: str, made: Prepared | None = None) -> dict[str, str]:
    """Return the analysed words of a record by column of the view; ``made`` is what was prepared
    of it."""
    return {
        **(made.words if made else words_in(record)),
        "compounds": compounds,
        "issuer": exact_body(record["issuing_body"]),
        "issuer_folded": body_key(record["issuing_body"]),
    }


def laid_over(connection: sqlite3.Connection, row: sqlite3.Row, record: Record) -> dict[str, Any]:
    """Return ``record`` with its document's id, links, renditions' number and warnings laid on."""
    shown = dict(corrected(connection, row["document_id"], record))
    shown["document_id"] = row["document_id"]
    links = connection.execute(
        "SELECT r.position, r.status, r.candidates, d.document_id FROM refs r "
        "LEFT JOIN documents d ON d.row = r.target WHERE r.document = ? ORDER BY r.position",
        (row["row"],),
    ).fetchall()
    if row["record_id"] == record["id"] and links:
        references = [dict(reference) for reference in shown["references"]]
        for link in links:
            references[link["position"]].update(
                status=link["status"],
                resolved_id=link["document_id"],
                candidates=orjson.loads(link["candidates"]),
            )
        shown["references"] = references
    doubled = twins(connection, row)
    if doubled:
        shown["warnings"] = [*shown["warnings"], _twin_warning(row["number"], doubled)]
    if row["standing"] != "in_force":
        shown["warnings"] = [*shown["warnings"], _standing_warning(connection, row)]
    return shown


def renditions_of(connection: sqlite3.Connection, document: int) -> list[str]:
    """Return the ids of a document's live records, the best one first."""
    rows = connection.execute(
        "SELECT record_id FROM renditions WHERE document = ? AND is_live "
        "ORDER BY quality DESC, record_id",
        (document,),
    )
    return [row["record_id"] for row in rows]


def twins(connection: sqlite3.Connection, row: sqlite3.Row) -> list[str]:
    """Return other documents with this document's number, year and issuer: one of them is wrong,
    or the office numbered twice."""
    if not row["key"] or not row["issuer"] or not row["year"]:
        return []
    others = connection.execute(
        "SELECT document_id FROM documents WHERE key = ? AND year = ? AND issuer = ? "
        "AND state = 'live' AND row <> ? ORDER BY document_id",
        (row["key"], row["year"], row["issuer"], row["row"]),
    )
    return [other["document_id"] for other in others]


def warnings_of(connection: sqlite3.Connection, row: sqlite3.Row) -> tuple[str, ...]:
    """Return the codes of what the archive itself warns of about a document."""
    against = (row["standing"],) if row["standing"] != "in_force" else ()
    return ((TWIN,) if twins(connection, row) else ()) + against


TWIN = "number-twice"


def _twin_warning(number: str, others: Sequence[str]) -> dict[str, Any]:
    return {
        "code": TWIN,
        "message": f"Số {number} của cùng cơ quan trong cùng năm còn ở văn bản khác.",
        "path": "/number",
        "params": {"documents": " ".join(others)},
    }


def _standing_warning(connection: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    standing = standing_of(connection, row["document_id"])
    return {
        "code": standing.state,
        "message": f"Văn bản {standing.reason()}.",
        "path": None,
        "params": {
            "documents": " ".join(act.document_id for act in standing.acts if not act.is_void),
            "current": standing.current or "",
        },
    }


def _periods(connection: sqlite3.Connection, document: int) -> tuple[tuple[str, str], ...]:
    rows = connection.execute(
        "SELECT first_day, last_day FROM periods WHERE document = ? ORDER BY rowid", (document,)
    )
    return tuple((max(row["first_day"], FIRST), min(row["last_day"], LAST)) for row in rows)


def _references(connection: sqlite3.Connection, document: int) -> tuple[Cited, ...]:
    rows = connection.execute(
        "SELECT r.relation, r.key, r.label, r.date, r.status, d.document_id FROM refs r "
        "LEFT JOIN documents d ON d.row = r.target WHERE r.document = ? ORDER BY r.position",
        (document,),
    )
    return tuple(
        Cited(
            row["relation"],
            row["key"],
            row["label"],
            row["date"],
            row["status"],
            row["document_id"],
        )
        for row in rows
    )
