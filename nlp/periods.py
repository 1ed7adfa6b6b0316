"""Thời gian: the times in which the document's own activity runs become periods.

Days of citations are none, nor the years in a programme's name; quoted text speaks of others'
times. A range printed with days beats one inferred from words.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from dispatch.document import ParsedDocument
from dispatch.record import Period, PeriodKind
from dispatch.text import fold
from nlp.day_lists import find_day_lists
from nlp.deadlines import find_deadlines, is_quoted
from nlp.events import find_event
from nlp.exams import is_on_exams, without_days_within
from nlp.findings import Finding, Findings, Span
from nlp.period_grammar import find_ranges, may_hold_day
from nlp.period_kinds import (
    HEADS_HAPPENING,
    ITS_TIME,
    NORMATIVE,
    PLANNED,
    TIME,
    Context,
    Passage,
    is_phase,
    kind_ahead,
    kind_of,
)
from nlp.period_words import (
    find_headed_ranges,
    find_ranges_to_words,
    find_worded_ranges,
    find_year_ranges,
)
from nlp.prose import ProseParagraph
from nlp.timetable import read_timetable
from nlp.validity import find_validity
from nlp.zones import Role, Zones

_NO_LAUNCH = NORMATIVE | {"Giấy mời", "Báo cáo", "Biên bản"}
"""Types that run no campaign of their own: a quarter in their words is another's time."""

_REWARDS = re.compile(
    r"^ket luan\b|\b(?:tang (?:thuong|bang|giay|co|ky|danh)|khen thuong (?:cho|cac|tap))\b"
)
"""A trích yếu that rewards what was done within the years it names, or tells what a meeting came
to: neither launches."""

_REPORT_TIME = re.compile(r"\b(?:bao cao|so ket|tong ket|binh xet|gui ve|nop)\b[^.;]{0,40}$")
"""What is to be done after the campaign, or about it, has a time of its own."""

_COVERS_PLAN = re.compile(
    r"(?:phe duyet|ban hanh|dieu chinh)\s(?:(?:kem theo|bo sung|cac)\s)?"
    r"(?:ke hoach|chuong trinh|phuong an)\b(?! (?:lua chon|su dung dat|boi thuong|boi duong)\b)"
)
"""A decision that is a plan's cover, by its trích yếu."""
_LISTED = re.compile(r"\s*(?:[-+•]|[a-zđ]\))")
_CAMPAIGN = re.compile(r"\bthi dua\b|\bphong trao\b|\bdot cao diem\b")
_DRIVE = re.compile(
    r"\bchien dich\b|\btuan le\b|\bthang (?:hanh dong|cong nhan|thanh nien|cao diem|an toan)\b"
)
"""What a trích yếu names that runs within the time of the item Thời gian; a quarter in words is no
launch's."""
_MEETING = re.compile(
    r"\b(?:hoi nghi|cuoc hop|moi (?:du )?hop|tap huan|dai hoi|hoi thi|hoi thao|toa dam|le hoi"
    r"|le ky niem|giai (?:dau|thi dau)|trien lam"
    r"|lop (?:boi duong|dao tao|hoc|day|nghiep vu|ky nang|quan ly|can bo|chuyen de|ngan han"
    r"|(?:so|trung|cao) cap)|(?:mo|khai giang) (?:\w+ )?lop)\b"
)
_PLANNED_ITEM = re.compile(rf"\W*(?:\d{{1,2}}[.)]|[a-zđ][.)]|[ivx]{{1,4}}\.)?\W*{ITS_TIME}")
HEADING_LENGTH = 80
ROW_LENGTH = 300
_TITLE_PARAGRAPHS = 6
OPENING_PARAGRAPHS = 8
"""How many of the first paragraphs say what the document is about."""


def find_periods(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report the document's periods in the order of their first span."""
    passages = _passages(zones)
    context = _context(passages, findings)
    found: list[Finding] = []
    steps: list[Finding] = []
    ahead: list[Finding] = []
    table = read_timetable(passages, context)
    for index, passage in enumerate(passages):
        dated = may_hold_day(passage.folded)
        timed = index in table.timed
        ranges = _ranges(passage, context, timed=timed) if dated else _Ranges([], [], [], [])
        found.extend(ranges.cued)
        steps.extend(ranges.steps)
        ahead.extend(ranges.ahead)
        if validity := find_validity(passage.folded, _day(context), kind=context.kind):
            found.append(passage.finding(validity.period, validity.span))
        if context.kind in NORMATIVE or not dated:
            continue
        found.extend(
            passage.finding(item.period, item.span)
            for item in find_deadlines(
                passage.paragraph.text, passage.folded, context.issued, heading=passage.heading
            )
        )
        if index in table.days:
            found.append(table.days[index])
            continue
        event = find_event(
            passage.folded, passage.heading, context.issued, meeting=context.is_meeting
        )
        if event is None:
            continue
        told = passage.finding(event.period, event.span)
        begins, ends = event.span
        apart = _CEREMONY.search(passage.folded, max(0, begins - _NEAR), begins) is not None
        begun = any(low <= begins < high for low, high in ranges.untold)
        known = (*ranges.cued, *ranges.steps, *ranges.ahead)
        if not begun and not any(_covers(item, told, apart) for item in known):
            found.append(told)
            if event.weekday_conflict:
                text = passage.paragraph.text[begins:ends]
                findings.warn("weekday-conflict", "/period", text=text)
    found.extend(ahead)
    found.extend(steps)
    rewards = any(_REWARDS.search(fold(str(item.value))) for item in findings.of("subject"))
    is_launch = context.is_campaign and context.kind not in _NO_LAUNCH and not rewards
    if is_launch and not any(_is(item, "campaign") for item in found):
        found.extend(_worded(passages, context))
    elif context.kind in PLANNED and not any(_is(item, "campaign") for item in found):
        found.extend(_planned(passages, context))
    elif context.kind == "Báo cáo" and not any(_is(item, "reporting") for item in found):
        found.extend(_titled(passages, context, findings))
    found.extend(table.months)
    if context.is_exam:
        found = without_days_within(found, table.days.values())
    _add(found, context, findings)


def _passages(zones: Zones) -> list[Passage]:
    read = [item for item in zones.prose if item.role not in (Role.FOOTNOTE, Role.APPENDIX)]
    numbers = _rows(read)
    cells: dict[int, list[tuple[int, str]]] = {}  # what is kept of each row
    for at, number in enumerate(numbers):
        kept = cells.setdefault(number, [])
        if number and sum(len(text) for _, text in kept) < ROW_LENGTH:
            kept.append((at, read[at].text[:ROW_LENGTH].lower()))
    result: list[Passage] = []
    heading = section = ""
    for at, (item, number) in enumerate(zip(read, numbers, strict=True)):
        folded = item.folded
        listed = _LISTED.match(folded) is not None
        above = f"{section} {heading}" if listed and heading != section else heading
        row = " ".join(text for place, text in cells[number] if place != at)
        result.append(Passage(item.paragraph, folded, above, row, number))
        heading = _heading(folded)
        section = section if listed else heading
    return result


def _rows(read: Sequence[ProseParagraph]) -> list[int]:
    """Return the number of the table's row that each paragraph stands in, 0 outside of tables."""
    numbers: list[int] = []
    count = 0
    last: int | None = None
    group = (0, 0)
    for item in read:
        first = item.paragraph.lines[0]
        cell, place = first.cell, (first.page, first.group)
        begins = last is None or (cell or 0) < last or (cell == last and place != group)
        count += cell is not None and begins
        numbers.append(count if cell is not None else 0)
        last, group = cell, place
    return numbers


def _heading(folded: str) -> str:
    """Return what a paragraph says of the next one: all of a short one, and "Thời gian:" at the
    end of a long one."""
    if len(folded) < HEADING_LENGTH:
        return folded
    last = folded.rpartition(". ")[2]
    if not last.endswith(":"):
        return ""
    return last if len(last) < HEADING_LENGTH else f"{last.partition(':')[0][:HEADING_LENGTH]}:"


def _context(passages: list[Passage], findings: Findings) -> Context:
    opening = " ".join(item.folded[:300] for item in passages[:OPENING_PARAGRAPHS])
    dates = [str(item.value) for item in findings.of("date") if item.value]
    partial = [str(item.value) for item in findings.of("date_partial") if item.value]
    kinds = [str(item.value) for item in findings.of("document_type") if item.value]
    printed = [str(item.value) for item in findings.of("subject")]
    subjects = list(map(fold, printed))
    kind = next(iter(kinds), None)
    is_cover = kind == "Quyết định" and any(map(_COVERS_PLAN.match, subjects))
    return Context(
        issued=next(iter(dates + partial), ""),
        kind=kind,
        is_plan=kind in PLANNED or is_cover,
        is_happening=any(map(HEADS_HAPPENING.search, subjects)),
        is_campaign=_CAMPAIGN.search(opening) is not None,
        is_drive=any(map(_DRIVE.search, subjects)),
        is_meeting="Giấy mời" in kinds or _MEETING.search(opening) is not None,
        is_exam=is_on_exams(printed),
        is_authority=any(map(_AUTHORITY.match, subjects)),
    )


_AUTHORITY = re.compile(r"uy quyen (?:chi dao|dieu hanh|giai quyet|phu trach|thuc hien|cho)\b")


def _day(context: Context) -> str | None:
    return context.issued if len(context.issued) == 10 else None


def _ranges(passage: Passage, context: Context, *, timed: bool) -> "_Ranges":
    found = _Ranges([], [], [], [])
    issued = context.issued
    ranges = (
        *find_ranges(passage.folded, issued, timed=timed),
        *find_ranges_to_words(passage.folded, issued),
    )
    taken = [(item.start, item.end) for item in ranges]
    listed = [
        item for item in find_day_lists(passage.folded, issued)
        if not any(start <= item.start < end for start, end in taken)
    ]  # fmt: skip
    for item in (*ranges, *listed):
        before = max(0, item.start - 60)
        if is_quoted(passage.paragraph.text, item.start) or _FORMER.search(
            passage.folded, before, item.start
        ):
            continue
        told = found.cued
        kind = kind_of(passage, item, context)
        if kind is None:
            kind = kind_ahead(passage, item, context)
            is_step = context.is_plan and is_phase(passage, item)
            told = found.steps if is_step else found.ahead
        if kind:
            period = Period(start=item.first, end=item.last, kind=kind, source=item.source)
            finding = passage.finding(period, (item.start, item.end))
            if told is found.ahead:
                finding = replace(finding, confidence=min(finding.confidence, _UNCUED))
            told.append(finding)
        elif item.first != item.last:
            found.untold.append((item.start, item.end))
    return found


_FORMER = re.compile(
    r"\b(?:thay (?:cho|vi|the cho)|truoc (?:day|kia) la)\s(?:thoi gian\s|lich\s|dot\s|khoang\s)?$"
)
"""What was to run then is put off: "…, thay cho thời gian từ ngày …"."""


class _Ranges(NamedTuple):
    cued: list[Finding]  # their words tell what they are of
    steps: list[Finding]  # of a plan's steps, named before them
    ahead: list[Finding]  # they only lie ahead
    untold: list[Span]  # within the passage: nothing tells what these are of


_UNCUED = 0.8
"""What a range is worth that only lies ahead: no word tells what it is the time of."""


_CITING = re.compile(
    r"\W*(?:\d{1,2}[.)])?\W*(?:(?:de|nham)(?: tiep tuc)? )?"
    r"(?:thuc hien|trien khai|tiep theo|theo)\b[^.;]{0,60}\bso\s?:?\s?\d"
    r"(?!.*,\s(?!ngay\b)(?:(?!\bve\b)[^.;,]){2,60}\s"
    r"(?:phat dong|ban hanh|to chuc|trien khai|xay dung)\b)"
)
"""The years that it names stand in the title of what it cites."""
_BASED = re.compile(r"\W*can cu\b")  # the times of what is cited there are another paper's


def _worded(passages: list[Passage], context: Context) -> list[Finding]:
    """Return the campaign's time as words give it: the section Thời gian first, then the title."""
    timed = [item for item in passages if TIME.search(f"{item.heading} {item.folded[:60]}")]
    opening = [item for item in passages[:3] if not _BASED.match(item.folded)]
    for passage in [*timed, *opening]:
        years = [
            item for item in find_year_ranges(passage.folded)
            if not _CITING.match(_sentence(passage.folded, item.start))
        ]  # fmt: skip
        named = (
            *find_worded_ranges(passage.folded, context.issued),
            *years,
            *find_headed_ranges(passage.folded, context.issued, heading=passage.heading),
        )
        for item in sorted(named, key=lambda item: item.start):
            if _REPORT_TIME.search(passage.folded, max(0, item.start - 60), item.start):
                continue
            period = Period(start=item.first, end=item.last, kind="campaign", source="inferred")
            return [passage.finding(period, (item.start, item.end))]
    return []


def _sentence(folded: str, end: int) -> str:
    """Return the sentence up to ``end``, its last stretch of a very long one."""
    first = max(0, end - _LONGEST)
    before = max(folded.rfind(mark, first, end) for mark in (". ", "; "))
    return folded[before + 2 if before >= 0 else first : end]


_LONGEST = 600


def _planned(passages: list[Passage], context: Context) -> list[Finding]:
    """Return the time of a plan that one item alone gives in words: "Thời gian: Quý III/2023".
    Where several tell theirs, each is a step's time and none the plan's."""
    told = []
    for passage in passages:
        if _PLANNED_ITEM.match(passage.folded):
            told += _worded([passage], context)[:1]
    return told if len(told) == 1 else []


def _titled(passages: list[Passage], context: Context, findings: Findings) -> list[Finding]:
    """Return the quarter, half-year or months that a report's trích yếu names as its own."""
    start = next((item.spans[0][0] for item in findings.of("subject")), -1)
    for passage in passages[:_TITLE_PARAGRAPHS]:
        lines = passage.paragraph.lines
        if not lines[0].start <= start < lines[-1].end:
            continue
        first, *others = find_worded_ranges(passage.folded, context.issued) or (None,)
        if first and all(_TO_COME.search(passage.folded, first.end, one.start) for one in others):
            period = Period(start=first.first, end=first.last, kind="reporting", source="inferred")
            return [passage.finding(period, (first.start, first.end))]
    return []


_TO_COME = re.compile(r"\b(?:nhiem vu|phuong huong|ke hoach|chuong trinh|giai phap|trong tam)\b")
"""What a report's trích yếu names behind its own time: "… 6 tháng đầu năm, nhiệm vụ 6 tháng cuối
năm 2026"."""


def _covers(finding: Finding, event: Finding, apart: bool) -> bool:
    """True where the range that ``finding`` reports holds the event's day and tells of it, as in
    "từ 7h30 ngày 05/9 đến …"; another day of it has words of its own, and so have the first and
    the last where a ceremony is held on them ``apart``: "Lễ khai mạc lúc 8 giờ ngày …"."""
    value, day = finding.value, event.value
    if not isinstance(value, Period) or not isinstance(day, Period):
        return False
    if not (value.start and day.start) or value.kind not in ("event", "campaign"):
        return False
    if not value.start <= day.start <= (value.end or day.start):
        return False
    (start, end), (first, last) = finding.spans[0], event.spans[0]
    near = abs(first - end) < _NEAR or (value.kind == "event" and not apart)
    at_its_end = day.start in (value.start, value.end) and near
    return at_its_end or (start < last and first < end)


_CEREMONY = re.compile(r"\b(?:le|khai mac|be mac|ra quan|tong ket|trao giai|phat dong)\b")
_NEAR = 60
"""Signs between a range and a day of it that only says the hour of its beginning."""


def _is(finding: Finding, kind: PeriodKind) -> bool:
    return isinstance(finding.value, Period) and finding.value.kind == kind


def _add(found: list[Finding], context: Context, findings: Findings) -> None:
    seen: set[Period] = set()
    for finding in sorted(found, key=lambda item: item.spans[0]):
        period = finding.value
        if not isinstance(period, Period) or period in seen:
            continue
        text = f"{period.start}..{period.end}"
        if period.start and period.end and period.start > period.end:
            findings.warn("period-reversed", f"/period/{len(seen)}", text=text)
            finding = replace(finding, confidence=0.4)
        elif period.end and period.kind != "reporting" and period.end < context.issued:
            findings.warn("period-before-issue", f"/period/{len(seen)}", text=text)
        seen.add(period)
        findings.add([finding])
