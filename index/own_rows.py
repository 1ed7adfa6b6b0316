"""The rows that a record gives its document and that hang on the record alone.

The process that read the file makes them; what hangs on the directory of bodies comes when they
are written.
"""

from dataclasses import dataclass
from typing import Any

from index.base import Record
from index.campaign_papers import Part, part_of
from index.directory import body_key
from index.known_bodies import KnownBodies
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


@dataclass(frozen=True, slots=True)
class CitationRow:
    """What the archive keeps of one reference; ``issuer`` and ``subject`` are folded, the issuer as
    printed.

    ``key`` is the match key of the number, ``~`` and the folded title where a law is named
    without one, or ''; ``day`` is what is known of the cited day, of the citing one else.
    """

    relation: str
    label: str | None
    key: str
    skeleton: str
    date: str | None
    year: str
    issuer: str
    subject: str
    scope: str | None
    day: str

    def issued_by(self, bodies: KnownBodies, own: tuple[str, ...]) -> str:
        """Return the key of the body as the directory knows it; ``own`` are the citing paper's."""
        return bodies.canonical(self.issuer, day=self.day, own=own)


@dataclass(frozen=True, slots=True)
class OwnRows:
    """``document`` by column, one row for each reference in order, (first day, last day, kind) of
    each period, and the part in a campaign."""

    document: dict[str, Any]
    citations: tuple[CitationRow, ...]
    periods: tuple[tuple[str, str, str], ...]
    part: Part | None


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
