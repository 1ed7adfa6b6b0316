"""Stamps and marks: urgency, secrecy, circulation, Dự thảo, and the receiver's stamp ĐẾN."""

import re

from dispatch.dates import PrintedDate, parse_date
from dispatch.document import ParsedDocument
from dispatch.record import Arrival
from dispatch.text import fold
from dispatch.vocabulary import rows
from nlp import reading
from nlp.findings import Finding, Findings
from nlp.passage import join
from nlp.roles import Role
from nlp.zones import Zones

_STAMPS = {fold(row["words"]): (row["field"], row["words"]) for row in rows("stamps")}
_NUMBER = re.compile(r"\bs[o06]\s*[:.]?\s*(?P<number>\d{1,6})\b")
_SHORT_YEAR = re.compile(
    r"\b(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d\d)(?!\d)"
)
_TO = re.compile(r"\bchuyen\s*[:.]?\s*(?P<to>[^\n:]{1,60}?)\s*(?:$|\bluu\b|\bso va\b|\bngay\b)")


def find_stamps(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report urgency, secrecy, circulation and draft."""
    for piece in zones.of(Role.STAMP):
        words = " ".join(re.findall(r"[^\W\d_]+", piece.folded))
        found = _STAMPS.get(words)
        if found is None:
            continue
        field, value = found
        sure = reading.confidence(document, (piece.span,), 0.97)
        findings.add([Finding(field, value, (piece.span,), sure, "rule:stamp")])
        if field == "secrecy":
            findings.warn("secrecy-stamp", "/secrecy", secrecy=value)
    for piece in zones.of(Role.DRAFT_MARK)[:1]:
        findings.add([Finding("draft", True, (piece.span,), 0.97, "rule:draft_mark")])


def find_arrival(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report the stamp ĐẾN of the receiving office."""
    pieces = zones.of(Role.ARRIVAL)
    passage = join(pieces)
    if "den" not in passage.folded.split():
        return
    number = _NUMBER.search(passage.folded)
    printed = parse_date(passage.text) or _short_date(passage.text)
    to = _TO.search(passage.folded)
    parts = {}
    if number:
        parts["number"] = passage.spans(*number.span("number"))
    if printed:
        parts["date"] = passage.spans(*printed.span)
    if to:
        parts["to"] = passage.spans(*passage.trimmed(*to.span("to"), ".…_ "))
    value = Arrival(
        number=number["number"] if number else None,
        date=printed.iso if printed else None,
        to=(passage.text[slice(*to.span("to"))].strip(" .…_") or None) if to else None,
    )
    sure = reading.confidence(document, passage.spans(), 0.9)
    findings.add([Finding("arrival", value, passage.spans(), sure, "rule:arrival", parts=parts)])


def _short_date(text: str) -> PrintedDate | None:
    """Return the day of a stamp that prints the year with two figures: "16/8/23"."""
    match = _SHORT_YEAR.search(text)
    if match is None:
        return None
    day, month, year = (int(match[name]) for name in ("day", "month", "year"))
    return PrintedDate(day, month, 2000 + year, match.span())
