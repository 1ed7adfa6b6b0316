"""Documents in the store become the entries that a search view is fed with."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from index.base import Cited, Entry, Overlay, Prepared, Record
from index.corrections import are_any, corrected
from index.directory import body_key, exact_body
from index.documents import Changes
from index.kept_words import Place, are_any_kept, forget, keep, kept
from index.neighbours import rivals
from index.prepared import words_in
from index.records import select_in, select_with, unpacked
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
        entries = entries_of(connection, [row for row in rows if row["state"] == "live"])
        yield entries, [row["document_id"] for row in rows if row["state"] != "live"], position


def entries_of(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> list[Entry]:
    """Return the entries of live documents, a statement for all of them at a time."""
    beside = _read_beside(connection, rows)
    has_corrections = are_any(connection)
    return [
        _entry(connection, row, beside, _told(connection, row, beside, has_corrections))
        for row in rows
    ]


def keep_words(connection: sqlite3.Connection, changes: Changes, *, is_fed: bool) -> None:
    """Keep the words of the documents that show records at hand, for a view that ``is_fed`` from
    the store; where none is, drop what was kept of them."""
    if not is_fed and not are_any_kept(connection):
        return
    words = {}
    for row, record_id, version in select_in(
        connection,
        "SELECT row, record_id, version FROM documents WHERE state = 'live' AND row IN ({})",
        sorted(changes.documents) if changes.prepared else (),
    ):
        if changes.has(record_id, version):
            made, compounds = changes.prepared[record_id], changes.compounds[record_id]
            words[row, record_id, version] = words_of(changes.records[record_id], compounds, made)
    if is_fed:
        keep(connection, words)
    else:
        forget(connection, [row for row, _, _ in words])


def _told(
    connection: sqlite3.Connection, row: sqlite3.Row, beside: "_Beside", has_corrections: bool
) -> tuple[bytes, bytes]:
    """Return a document's record as it is sent, and its words; a record of which the words are kept
    is sent as it is stored, without being read."""
    data, compounds = beside.records[row["record_id"], row["version"]]
    stored = unpacked(data)
    if has_corrections:
        read = orjson.loads(stored)
        known = corrected(connection, row["document_id"], read)
        if known is not read:
            return orjson.dumps(known), orjson.dumps(words_of(known, compounds))
    words = beside.words.get((row["row"], row["record_id"], row["version"]))
    return stored, words or orjson.dumps(words_of(orjson.loads(stored), compounds))


def _entry(
    connection: sqlite3.Connection,
    row: sqlite3.Row,
    beside: "_Beside",
    told: tuple[bytes, bytes],
) -> Entry:
    document = row["row"]
    links = beside.links.get(document, [])
    doubts = _Doubts(beside.twins.get(document, []), _open_forms(connection, row))
    data, words = told
    sketches = beside.sketches[document]
    return Entry(
        row=document,
        seq=row["seq"],
        document_id=row["document_id"],
        record=data,
        overlay=_overlay(connection, row, links, doubts),
        renditions=tuple(sketches),
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
        sketch=sketches[row["record_id"]],
        words=words,
        periods=tuple(
            (max(first, FIRST), min(last, LAST))
            for _, first, last in beside.periods.get(document, ())
        ),
        references=tuple(
            Cited(relation, key, label, date, status, target)
            for _, _, relation, key, label, date, status, _, target in links
        ),
        warnings=_warnings(row, doubts),
        standing=row["standing"],
    )


@dataclass(frozen=True, slots=True)
class _Doubts:
    """Other documents by their ids: ``twins`` have the same number, year and issuer; ``forms`` are
    several of which this one, without number and day, may be a draft."""

    twins: Sequence[str]
    forms: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What lies beside the records of some documents, by their rows; ``sketches`` by record id, the
    best rendition first."""

    records: dict[tuple[str, str], tuple[bytes, str]]
    words: dict[Place, bytes]
    sketches: dict[int, dict[str, bytes]]
    links: dict[int, list[sqlite3.Row]]
    periods: dict[int, list[sqlite3.Row]]
    twins: dict[int, list[str]]


def _read_beside(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> _Beside:
    documents = [row["row"] for row in rows]
    records = select_in(
        connection,
        "SELECT id, version, data, compounds FROM records WHERE id IN ({})",
        [row["record_id"] for row in rows],
    )
    renditions = select_in(
        connection,
        "SELECT document, record_id, sketch FROM renditions WHERE is_live AND document IN ({}) "
        "ORDER BY quality DESC, record_id",
        documents,
    )
    periods = select_in(
        connection,
        "SELECT document, first_day, last_day FROM periods WHERE document IN ({}) ORDER BY rowid",
        documents,
    )
    sketches: dict[int, dict[str, bytes]] = {}
    for document, record_id, sketch in renditions:
        sketches.setdefault(document, {})[record_id] = sketch
    return _Beside(
        {(name, version): (data, compounds) for name, version, data, compounds in records},
        kept(connection, documents),
        sketches,
        _by_document(_links(connection, documents)),
        _by_document(periods),
        _all_twins(connection, rows),
    )


def _by_document(rows: Iterable[sqlite3.Row]) -> dict[int, list[sqlite3.Row]]:
    found: dict[int, list[sqlite3.Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _links(connection: sqlite3.Connection, documents: Sequence[int]) -> list[sqlite3.Row]:
    return select_in(
        connection,
        "SELECT r.document, r.position, r.relation, r.key, r.label, r.date, r.status, "
        "r.candidates, d.document_id FROM refs r LEFT JOIN documents d ON d.row = r.target "
        "WHERE r.document IN ({}) ORDER BY r.document, r.position",
        documents,
    )


def compounds_of(connection: sqlite3.Connection, row: sqlite3.Row) -> str:
    """Return the joined words that came with a document's record."""
    found: str = connection.execute(
        "SELECT compounds FROM records WHERE id = ? AND version = ?",
        (row["record_id"], row["version"]),
    ).fetchone()["compounds"]
    return found


def words_of(record: Record, compounds: str, made: Prepared | None = None) -> dict[str, str]:
    """Return the analysed words of a record by column of the view; ``made`` is what was prepared
    of it."""
    words = made.words if made else words_in(record)
    return {**words, **_words_beside(record["issuing_body"], compounds)}


def _words_beside(issuing_body: str | None, compounds: str) -> dict[str, str]:
    return {
        "compounds": compounds,
        "issuer": exact_body(issuing_body),
        "issuer_folded": body_key(issuing_body),
    }


def laid_over(connection: sqlite3.Connection, row: sqlite3.Row, record: Record) -> dict[str, Any]:
    """Return ``record`` with its document's id, links, renditions' number and warnings laid on."""
    known = corrected(connection, row["document_id"], record)
    is_shown = row["record_id"] == known["id"]  # the links are those of the best rendition
    links = _links(connection, [row["row"]]) if is_shown else []
    overlay = _overlay(connection, row, links, _doubts(connection, row))
    return laid(known, orjson.loads(overlay))


def laid(record: Record, overlay: Overlay) -> dict[str, Any]:
    """Return ``record`` with what the archive says beside it: ``references`` are by position."""
    shown = {**record, "document_id": overlay["document_id"]}
    if overlay["references"]:
        references = [dict(reference) for reference in record["references"]]
        for position, link in overlay["references"]:
            references[position].update(link)
        shown["references"] = references
    if overlay["warnings"]:
        shown["warnings"] = [*record["warnings"], *overlay["warnings"]]
    return shown


def _overlay(
    connection: sqlite3.Connection,
    row: sqlite3.Row,
    links: Sequence[sqlite3.Row],
    doubts: _Doubts,
) -> bytes:
    """Return the overlay of a document as JSON; see ``Overlay``."""
    warnings = [_twin_warning(row["number"], doubts.twins)] if doubts.twins else []
    if doubts.forms:
        warnings.append(_form_warning(doubts.forms))
    if row["standing"] != "in_force":
        warnings.append(_standing_warning(connection, row))
    references = [
        (
            position,
            {"status": status, "resolved_id": target, "candidates": orjson.Fragment(candidates)},
        )
        for _, position, _, _, _, _, status, candidates, target in links
    ]
    return orjson.dumps(
        {"document_id": row["document_id"], "references": references, "warnings": warnings}
    )


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
    return _all_twins(connection, [row]).get(row["row"], [])


def _all_twins(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in select_with(
        connection,
        "WITH wanted (own, key, year, issuer) AS (VALUES {}) SELECT own, d.document_id "
        "FROM wanted w CROSS JOIN documents d ON d.key = w.key AND d.year = w.year "
        "AND d.issuer = w.issuer AND d.state = 'live' AND d.row <> own ORDER BY d.document_id",
        [
            (row["row"], row["key"], row["year"], row["issuer"])
            for row in rows
            if row["key"] and row["issuer"] and row["year"]
        ],
    ):
        found.setdefault(row["own"], []).append(row["document_id"])
    return found


def warnings_of(connection: sqlite3.Connection, row: sqlite3.Row) -> tuple[str, ...]:
    """Return the codes of what the archive itself warns of about a document."""
    return _warnings(row, _doubts(connection, row))


def _doubts(connection: sqlite3.Connection, row: sqlite3.Row) -> _Doubts:
    return _Doubts(twins(connection, row), _open_forms(connection, row))


def _open_forms(connection: sqlite3.Connection, row: sqlite3.Row) -> list[str]:
    return rivals(connection, row["row"]) if not (row["day"] or row["key"]) else []


def _warnings(row: sqlite3.Row, doubts: _Doubts) -> tuple[str, ...]:
    against = (row["standing"],) if row["standing"] != "in_force" else ()
    own = ((TWIN,) if doubts.twins else ()) + ((OPEN_FORM,) if doubts.forms else ())
    return own + against


TWIN, OPEN_FORM = "number-twice", "draft-of-several"


def _twin_warning(number: str, others: Sequence[str]) -> dict[str, Any]:
    return {
        "code": TWIN,
        "message": f"Số {number} của cùng cơ quan trong cùng năm còn ở văn bản khác.",
        "path": "/number",
        "params": {"documents": " ".join(others)},
    }


def _form_warning(others: Sequence[str]) -> dict[str, Any]:
    return {
        "code": OPEN_FORM,
        "message": f"Bản chưa có số và ngày này hợp với {len(others)} văn bản nên để riêng.",
        "path": None,
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
