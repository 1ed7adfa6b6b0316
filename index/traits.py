"""One record becomes the rows the archive compares, filters and links by."""

import calendar
import hashlib
from dataclasses import dataclass
from typing import Any

from dispatch.notation import match_key, parse_number
from index.analysis import exact, folded, skeleton
from index.base import Record
from index.directory import body_key, exact_body
from index.query import Query

FIRST, LAST = "0001-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class CitationRow:
    """What the archive keeps of one reference; subject and issuer are folded.

    ``key`` is the match key of the number, ``~`` and the folded title where a law is named
    without one, or ''.
    """

    relation: str
    label: str | None
    key: str
    skeleton: str
    date: str | None
    year: str
    issuer: str
    subject: str


def document_id_of(founder: str) -> str:
    """Return the id of the document that was first seen as record ``founder``."""
    return hashlib.sha256(f"document:{founder}".encode()).hexdigest()[:24]


def key_of(number: str | None) -> str:
    """Return the match key, '' for no number."""
    return match_key(number) if number else ""


def title_key(title: str | None) -> str:
    """Return the key of a law that is named without a number."""
    words = folded(title or "")
    return f"~{words}" if words else ""


def skeleton_of(key: str) -> str:
    """Return the OCR-tolerant form of a key, '' for no key."""
    return skeleton(key) if key else ""


def name_words(query: Query) -> list[tuple[str, str, str]]:
    """Return (column, folded words, exact words) of each name that a query asks for."""
    names = []
    if query.signer and folded(query.signer):
        names.append(("signer", folded(query.signer), exact(query.signer)))
    if query.issuer and body_key(query.issuer):
        names.append(("issuer", body_key(query.issuer), exact_body(query.issuer)))
    return names


def bucket_of(record: Record) -> str:
    """Return the bucket within which renditions of one document are looked for.

    Without a whole day the number and the issuer lead to the others, without these the subject.
    """
    if record["date"]:
        return f"{record['date']}|{skeleton_of(record['notation'] or '')}"
    issuer, partial = body_key(record["issuing_body"]), record["date_partial"] or ""
    if record["number"] and issuer:
        return f"number|{issuer}|{skeleton_of(key_of(record['number']))}|{partial}"
    if record["subject"] and issuer:
        return f"subject|{issuer}|{subject_key(record['subject'])}|{partial}"
    return f"alone|{record['id']}"


def quality_of(record: Record) -> int:
    """Rank renditions of one document: a number first, then text that was not read by OCR."""
    signer = record["signer"]
    return (
        8 * bool(record["number"])
        + 4 * (not record["source"]["ocr_pages"])
        + 2 * bool(record["issuing_body"])
        + bool(signer and signer["name"])
    )


def signer_of(record: Record) -> str:
    """Return the signer's name as printed, '' for none."""
    return (record["signer"] or {}).get("name") or ""


def subject_key(subject: str | None) -> str:
    """Return the folded subject that subjects are compared by."""
    return folded(subject or "")


def days_of(record: Record) -> tuple[str, str]:
    """Return the first and last day that the record's date may be; '' where nothing is known."""
    if record["date"]:
        return record["date"], record["date"]
    partial = record["date_partial"] or ""
    if len(partial) == 7 and partial[5:].isdecimal() and 1 <= int(partial[5:]) <= 12:
        last = calendar.monthrange(int(partial[:4]), int(partial[5:]))[1]
        return f"{partial}-01", f"{partial}-{last:02d}"
    if len(partial) == 4 and partial.isdecimal():
        return f"{partial}-01-01", f"{partial}-12-31"
    return "", ""


def year_of(number: str | None, date: str | None, partial: str | None) -> str:
    """Return the year that a date, a partial date or a normative number gives, else ''."""
    for day in (date, partial):
        if day and day[:4].isdecimal():
            return day[:4]
    parsed = parse_number(number) if number else None
    return (parsed.year if parsed else None) or ""


def citations_of(record: Record) -> list[CitationRow]:
    """Return one row for each reference, in order."""
    return [_citation(record, reference) for reference in record["references"]]


def _citation(record: Record, reference: dict[str, Any]) -> CitationRow:
    key = key_of(reference["number"])
    return CitationRow(
        relation=reference["relation"],
        label=reference["number"] or reference["title"],
        key=key or title_key(reference["title"]),
        skeleton=skeleton_of(key),
        date=reference["date"],
        year=year_of(reference["number"], reference["date"], reference["date_partial"]),
        issuer=_fuller(body_key(reference["issuing_body"]), record),
        subject=subject_key(reference["subject"]),
    )


def _fuller(cited: str, record: Record) -> str:
    """Complete a generic name (``UBND tỉnh``, ``Ban Quản lý``) from the document's own bodies."""
    if cited:
        for name in (record["issuing_body"], record["parent_body"]):
            own = body_key(name)
            if own.startswith(cited + " "):
                return own
    return cited


def not_after(record: Record) -> str:
    """Return the day after which nothing can have been cited; drafts are dated loosely."""
    return "" if record["draft"] else days_of(record)[1]


def periods_of(record: Record) -> list[tuple[str, str, str]]:
    """Return (first day, last day, kind), open sides closed; a deadline runs from the issue."""
    rows = []
    for period in record["period"]:
        start = period["start"]
        if start is None and period["kind"] == "deadline":
            start = days_of(record)[0]
        rows.append((start or FIRST, period["end"] or LAST, period["kind"]))
    return rows
