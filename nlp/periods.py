"""Thời gian: the times in which the document's own activity runs become periods.

Days of citations are none, nor the years in a programme's name; quoted text speaks of others'
times. A range printed with days beats one inferred from words.
"""

import re
from dataclasses import dataclass

from dispatch.document import Paragraph, ParsedDocument
from dispatch.record import Period, PeriodKind
from dispatch.text import fold_same_length
from nlp.deadlines import find_deadlines
from nlp.events import find_event
from nlp.findings import Finding, Findings, Span
from nlp.period_grammar import Range, find_ranges
from nlp.validity import find_validity
from nlp.zones import Role, Zones

READ_IN = (Role.TITLE, Role.SUBJECT, Role.HEADLINE, Role.ADDRESSEE, Role.BASIS, Role.BODY)

# What the words before a range say of its kind; the first match wins.
_KINDS: tuple[tuple[PeriodKind, re.Pattern[str]], ...] = (
    ("reporting", re.compile(r"\b(?:so lieu|ky bao cao|moc thoi gian|thong ke)\b")),
    ("validity", re.compile(r"\b(?:hieu luc|gia tri|ap dung)\b")),
    ("campaign", re.compile(r"\b(?:thi dua|phong trao|dot cao diem|thoi gian phat dong)\b")),
)
_TIME_HEADING = re.compile(r"\bthoi gian\b")
_CAMPAIGN = re.compile(
    r"\b(?:phat dong|phong trao|dot)\b.{0,40}\bthi dua\b|\bthi dua\b.{0,40}\bdot\b"
)


@dataclass(frozen=True, slots=True)
class _Passage:
    paragraph: Paragraph
    folded: str
    heading: str  # the folded paragraph before, where it is short enough for a heading


def find_periods(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report the document's periods in the order of their first span."""
    issued = next((str(item.value) for item in findings.of("date") if item.value), None)
    passages = _passages(zones)
    is_campaign = any(_CAMPAIGN.search(item.folded) for item in passages[:6])
    found: list[Finding] = []
    for passage in passages:
        for item in find_ranges(passage.folded, issued):
            kind = _kind(passage, item, is_campaign=is_campaign)
            if kind:
                found.append(_finding(passage.paragraph, item, kind))
        for deadline in find_deadlines(passage.paragraph.text, passage.folded, issued):
            found.append(_deadline(passage.paragraph, deadline.period, deadline.span))
        if validity := find_validity(passage.folded, issued):
            found.append(_deadline(passage.paragraph, validity.period, validity.span))
        if event := find_event(passage.folded, passage.heading):
            found.append(_deadline(passage.paragraph, event.period, event.span))
    seen: list[object] = []
    for finding in sorted(found, key=lambda item: item.spans[0]):
        if finding.value not in seen:
            seen.append(finding.value)
            findings.add([finding])


def _passages(zones: Zones) -> list[_Passage]:
    result: list[_Passage] = []
    heading = ""
    for paragraph in zones.paragraphs(*READ_IN):
        folded = fold_same_length(paragraph.text)
        result.append(_Passage(paragraph, folded, heading))
        heading = folded if len(folded) < 80 else ""
    return result


def _kind(passage: _Passage, item: Range, *, is_campaign: bool) -> PeriodKind | None:
    before = passage.folded[max(0, item.start - 120) : item.start]
    context = f"{passage.heading} {before}"
    for kind, pattern in _KINDS:
        if pattern.search(context):
            return kind
    if is_campaign and _TIME_HEADING.search(context):
        return "campaign"
    return None


def _finding(paragraph: Paragraph, item: Range, kind: PeriodKind) -> Finding:
    period = Period(start=item.first, end=item.last, kind=kind, source=item.source)
    return _deadline(paragraph, period, (item.start, item.end))


def _deadline(paragraph: Paragraph, period: Period, span: Span) -> Finding:
    return Finding(
        field="period",
        value=period,
        spans=paragraph.spans(*span),
        confidence=0.9 if period.source == "explicit" else 0.7,
        method=f"rule:{period.kind}",
    )
