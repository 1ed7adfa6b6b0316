"""The rows that a record gives its document and that hang on the record alone.

The process that read the file makes them; what hangs on the directory of bodies comes when they
are written.
"""

from typing import Any

from index.base import CitationRow, OwnRows, Record
from index.campaign_papers import part_of
from index.directory import body_key
from index.traits import (
    FIRST,
    LAST,
    confidence_of,
    days_of,
    key_of,
    law_number,
    law_title,
    signer_of,
    skeleton_of,
    subject_key,
    title_key,
    year_of,
)


def own_rows(record: Record) -> OwnRows:
    """Return the rows that ``record`` gives by itself."""
    return OwnRows(
        _document(record),
        tuple([_citation(record, reference) for reference in record["references"]]),
        _periods(record),
        part_of(record),
    )


def _document(record: Record) -> dict[str, Any]:
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
        "subject": record["subject"] or "",
        "subject_key": subject_key(record["subject"]),
        "signer": signer_of(record),
        "title": law_title(record),
        "confidence": confidence_of(record),
    }


def _citation(record: Record, reference: dict[str, Any]) -> CitationRow:
    day = reference["date"] or reference["date_partial"] or ""
    number = reference["number"] or law_number(reference["title"], day)
    key = key_of(number)
    return CitationRow(
        relation=reference["relation"],
        label=reference["number"] or reference["title"],
        key=key or title_key(reference["title"]),
        skeleton=skeleton_of(key),
        date=reference["date"],
        year=year_of(number, reference["date"], reference["date_partial"]),
        issuer=body_key(reference["issuing_body"]),
        subject=subject_key(reference["subject"]),
        scope=reference["scope"],
        day=day or record["date"] or "",
    )


def _periods(record: Record) -> tuple[tuple[str, str, str], ...]:
    """Return the periods with open sides closed; a deadline runs from the issue."""
    rows = []
    for period in record["period"]:
        start = period["start"]
        if start is None and period["kind"] == "deadline":
            start = days_of(record)[0]
        rows.append((start or FIRST, period["end"] or LAST, period["kind"]))
    return tuple(rows)
