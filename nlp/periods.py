"""Thời gian: the times in which the document's own activity runs become periods.

Days of citations are none, nor the years in a programme's name; quoted text speaks of others'
times. A range printed with days beats one inferred from words.
"""

import re
from dataclasses import dataclass, replace

from dispatch.document import Paragraph, ParsedDocument
from dispatch.record import Period, PeriodKind
from dispatch.text import fold
from nlp.day_lists import find_day_lists
from nlp.deadlines import find_deadlines, is_quoted
from nlp.events import find_event
from nlp.findings import Finding, Findings, Span
from nlp.period_grammar import Range, find_ranges, may_hold_day
from nlp.period_words import (
    find_headed_ranges,
    find_ranges_to_words,
    find_worded_ranges,
    find_year_ranges,
)
from nlp.validity import find_validity
from nlp.zones import Role, Zones

NORMATIVE = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Hiến pháp"})
"""Types whose days bind everybody for good: they set validity, not deadlines or events."""

_NO_LAUNCH = NORMATIVE | {"Giấy mời", "Báo cáo", "Biên bản"}
"""Types that run no campaign of their own: a quarter in their words is another's time."""

_REWARDS = re.compile(
    r"^ket luan\b|\b(?:tang (?:thuong|bang|giay|co|ky|danh)|khen thuong (?:cho|cac|tap))\b"
)
"""A trích yếu that rewards what was done within the years it names, or tells what a meeting came
to: neither launches."""

_TOLD = NORMATIVE | {"Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng"}
"""Types whose ranges of days to come are others' or only proposed, unless their words say more."""

_GRANTS = frozenset({"Giấy ủy quyền", "Giấy giới thiệu", "Giấy phép", "Giấy nghỉ phép"})
"""Types that hold within the days they name."""

_PLANNED = frozenset({"Kế hoạch", "Chương trình", "Hướng dẫn", "Phương án"})
"""Types whose section Thời gian tells when the planned activity runs."""

# What the words before a range say of its kind; the first match wins.
_KINDS: tuple[tuple[PeriodKind, re.Pattern[str]], ...] = (
    (
        "reporting",
        re.compile(
            r"\b(?:so lieu|ky bao cao|moc thoi gian|bao cao ket qua"
            r"|thoi (?:ky|diem) (?:thanh|kiem|giam))\b"
        ),
    ),
    ("validity", re.compile(r"\b(?:co hieu luc|co gia tri|thoi han (?:uy quyen|hop dong))\b")),
    (
        "campaign",
        re.compile(
            r"\b(?:thi dua|phong trao|dot cao diem|phat dong|chien dich|tuan le"
            r"|thang (?:hanh dong|cong nhan|thanh nien|cao diem|an toan|ve sinh|ra quan))\b"
        ),
    ),
    ("event", re.compile(r"\bthoi gian nghi\b")),
    ("campaign", re.compile(r"\bthoi gian cao diem\b")),
    ("campaign", re.compile(r"\bthoi gian (?:phat dong|thuc hien|trien khai|dang ky)\b")),
)
_TIME = re.compile(r"\bthoi gian\b")
_REPORT_TIME = re.compile(r"\b(?:bao cao|so ket|tong ket|binh xet|gui ve|nop)\b[^.;]{0,40}$")
"""What is to be done after the campaign, or about it, has a time of its own."""

_REPORTED = re.compile(r"\W{0,3}\((?:tinh |so lieu |ky bao cao )?tu\b")
"""The time that a report is on, in brackets under its title."""

_FORECAST = re.compile(
    r"\b(?:du bao|ban tin|co mua|mua (?:to|lon|dong)|bao so"
    r"|nang nong|ret|khong khi lanh|thuy trieu)\b"
)
"""The weather's days to come are nobody's activity."""

_TERM = re.compile(r"\bnhiem ky\b")
"""A term of office is nobody's activity (domain notes 3)."""

_ROUND = re.compile(r"\bdot\s(?:\d{1,2}|[ivxl]{1,4})\b[^.;]{0,12}$")
_LISTED = re.compile(r"\s*(?:[-+•]|[a-zđ]\))")
_OPENED = re.compile(
    r",?\s(?:mo|phat dong|to chuc|thuc hien|trien khai)\s"
    r"(?:\w+\s){0,2}?(?:dot cao diem|chien dich|phong trao|thi dua|tuan le)\b"
)
"""What a range opens: "từ nay đến hết ngày 31/12/2025, mở đợt cao điểm …"."""

_CAMPAIGN = re.compile(r"\bthi dua\b|\bphong trao\b|\bdot cao diem\b")
_MEETING = re.compile(
    r"\b(?:hoi nghi|cuoc hop|moi (?:du )?hop|tap huan|lop|dai hoi|hoi thi|hoi thao|toa dam|le hoi"
    r"|le ky niem|giai (?:dau|thi dau)|trien lam)\b"
)
_COURSE = re.compile(r"\b(?:lop|khoa|dot|vong|dia diem)\s(?:thu\s\w{2,4}|so\s\d+|\d{1,2})\s?:\s$")
_TIMED_ITEM = re.compile(
    r"\W*(?:\d{1,2}[.)]|[a-zđ][.)])?\W*"
    r"thoi gian(?! (?:hoan|bao|gui|nop|chot|tra|ky))[^:.;\d]{0,40}\s?:"
)
"""An item of the text that tells when: what it says of days is the activity's own."""
_PLANNED_ITEM = re.compile(
    r"\W*(?:\d{1,2}[.)]|[a-zđ][.)]|[ivx]{1,4}\.)?\W*"
    r"thoi gian(?: (?:thuc hien|trien khai|to chuc))?\s?:"
)
_HEADED = re.compile(
    r"\bthoi gian (?:tam |ngung|ngat|cat|to chuc|dien ra|thi cong|treo|nghi"
    r"|mo|tiep|nhan|thu|dang ky|nop)[^.;:]{0,40}:\s?$"
)
_HELD = re.compile(
    r"\b(?:treo co|treo quoc ky|to chuc|dien ra|khai mac|ra quan|nghi tet|nghi le|nghi bu"
    r"|tam dung|phan luong|cap dien|cat dien)\b[^.;:]{0,90}$"
)
"""What is done within the days that follow, whatever the document calls it."""

HEADING_LENGTH = 80
_TITLE_PARAGRAPHS = 6
OPENING_PARAGRAPHS = 8
"""How many of the first paragraphs say what the document is about."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What the whole document says of its times; ``issued`` is a day, a month or empty."""

    issued: str
    kind: str | None
    is_campaign: bool
    is_meeting: bool


@dataclass(frozen=True, slots=True)
class _Passage:
    paragraph: Paragraph
    folded: str
    heading: str  # the folded paragraph before, or its end, where it is short enough for one

    def finding(self, period: Period, span: Span) -> Finding:
        return Finding(
            field="period",
            value=period,
            spans=self.paragraph.spans(*span),
            confidence=0.93 if period.source == "explicit" else 0.6,
            method=f"rule:{period.kind}",
        )


def find_periods(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report the document's periods in the order of their first span."""
    passages = _passages(zones)
    context = _context(passages, findings)
    found: list[Finding] = []
    ahead: list[Finding] = []
    for passage in passages:
        dated = may_hold_day(passage.folded)
        ranges, uncued = _ranges(passage, context) if dated else ([], [])
        found.extend(ranges)
        ahead.extend(uncued)
        if validity := find_validity(passage.folded, _day(context), kind=context.kind):
            found.append(passage.finding(validity.period, validity.span))
        if context.kind in NORMATIVE or not dated:
            continue
        found.extend(
            passage.finding(item.period, item.span)
            for item in find_deadlines(passage.paragraph.text, passage.folded, context.issued)
        )
        event = find_event(
            passage.folded, passage.heading, context.issued, meeting=context.is_meeting
        )
        if event and not any(_covers(item, event.period) for item in (*ranges, *uncued)):
            found.append(passage.finding(event.period, event.span))
            if event.weekday_conflict:
                text = passage.paragraph.text[event.span[0] : event.span[1]]
                findings.warn("weekday-conflict", "/period", text=text)
    if context.kind not in _PLANNED or not any(_is(item, "campaign") for item in found):
        found.extend(ahead)
    rewards = any(_REWARDS.search(fold(str(item.value))) for item in findings.of("subject"))
    is_launch = context.is_campaign and context.kind not in _NO_LAUNCH and not rewards
    if is_launch and not any(_is(item, "campaign") for item in found):
        found.extend(_worded(passages, context))
    elif context.kind in _PLANNED and not any(_is(item, "campaign") for item in found):
        found.extend(_planned(passages, context))
    elif context.kind == "Báo cáo" and not any(_is(item, "reporting") for item in found):
        found.extend(_titled(passages, context, findings))
    _add(found, context, findings)


def _passages(zones: Zones) -> list[_Passage]:
    result: list[_Passage] = []
    heading = section = ""
    for item in zones.prose:
        if item.role in (Role.FOOTNOTE, Role.APPENDIX):
            continue
        folded = item.folded
        listed = _LISTED.match(folded) is not None
        above = f"{section} {heading}" if listed and heading != section else heading
        result.append(_Passage(item.paragraph, folded, above))
        heading = _heading(folded)
        section = section if listed else heading
    return result


def _heading(folded: str) -> str:
    """Return what a paragraph says of the next one: all of a short one, and "Thời gian:" at the
    end of a long one."""
    if len(folded) < HEADING_LENGTH:
        return folded
    last = folded.rpartition(". ")[2]
    if not last.endswith(":"):
        return ""
    return last if len(last) < HEADING_LENGTH else f"{last.partition(':')[0][:HEADING_LENGTH]}:"


def _context(passages: list[_Passage], findings: Findings) -> _Context:
    opening = " ".join(item.folded[:300] for item in passages[:OPENING_PARAGRAPHS])
    dates = [str(item.value) for item in findings.of("date") if item.value]
    partial = [str(item.value) for item in findings.of("date_partial") if item.value]
    kinds = [str(item.value) for item in findings.of("document_type") if item.value]
    return _Context(
        issued=next(iter(dates + partial), ""),
        kind=next(iter(kinds), None),
        is_campaign=_CAMPAIGN.search(opening) is not None,
        is_meeting="Giấy mời" in kinds or _MEETING.search(opening) is not None,
    )


def _day(context: _Context) -> str | None:
    return context.issued if len(context.issued) == 10 else None


def _ranges(passage: _Passage, context: _Context) -> tuple[list[Finding], list[Finding]]:
    """Return the ranges whose words tell what they are of, and those that only lie ahead."""
    cued: list[Finding] = []
    ahead: list[Finding] = []
    issued = context.issued
    ranges = (*find_ranges(passage.folded, issued), *find_ranges_to_words(passage.folded, issued))
    taken = [(item.start, item.end) for item in ranges]
    listed = [
        item for item in find_day_lists(passage.folded, issued)
        if not any(start <= item.start < end for start, end in taken)
    ]  # fmt: skip
    for item in (*ranges, *listed):
        if is_quoted(passage.paragraph.text, item.start):
            continue
        kind = _kind(passage, item, context)
        told, kind = (cued, kind) if kind else (ahead, _kind_ahead(passage, item, context))
        if kind:
            period = Period(start=item.first, end=item.last, kind=kind, source=item.source)
            found = passage.finding(period, (item.start, item.end))
            if told is ahead:
                found = replace(found, confidence=min(found.confidence, _UNCUED))
            told.append(found)
    return cued, ahead


_UNCUED = 0.8
"""What a range is worth that only lies ahead: no word tells what it is the time of."""


def _kind_ahead(passage: _Passage, item: Range, context: _Context) -> PeriodKind | None:
    """Return the kind of a range of days that no word explains: what is to come is the document's
    own activity, what lies behind it is told."""
    if _TERM.search(passage.folded, max(0, item.start - 60), item.start):
        return None
    if context.kind in _TOLD or not context.issued or (item.first or "") < context.issued:
        return None
    if item.source == "inferred" and item.first != context.issued:
        return None
    if _FORECAST.search(passage.folded, max(0, item.start - 120), item.end + 120):
        return None
    if context.kind in _GRANTS:
        return "validity"
    return "campaign" if context.kind in _PLANNED else "event"


def _kind(passage: _Passage, item: Range, context: _Context) -> PeriodKind | None:
    """Return what the range is of, None where it is no time of this document's activity."""
    before = passage.folded[max(0, item.start - 120) : item.start]
    own = _TIMED_ITEM.match(passage.folded) is not None
    words = before if own else f"{passage.heading} {before}"
    kind = next((name for name, pattern in _KINDS if pattern.search(words)), None)
    if kind is None and _OPENED.match(passage.folded, item.end):
        kind = "campaign"
    if kind is None and context.is_campaign and (_TIME.search(words) or _ROUND.search(before)):
        kind = "campaign"
    if kind is None and context.is_meeting and _TIME.search(words):
        kind = "event"
    timed = context.kind in _PLANNED and (item.source == "explicit" or item.first == context.issued)
    if kind is None and timed and _TIME.search(words):
        kind = "campaign"
    held = _HELD.search(before) or _HEADED.search(before) or _COURSE.search(before)
    if kind is None and (own or held) and item.source == "explicit":
        kind = "event"
    if kind == "campaign" and context.kind == "Báo cáo":
        kind = "reporting"
    printed = passage.paragraph.text[: item.start].lower()  # "tỉnh từ ngày …" counts nothing
    counted = _REPORTED.match(passage.folded) or printed.endswith("tính ")
    reports = context.kind == "Báo cáo" or _REPORTS.match(passage.heading)
    if kind is None and reports and counted:
        kind = "reporting"
    over = item.last is not None and item.last < context.issued
    return None if over and kind in ("campaign", "event") else kind


_BASED = re.compile(r"\W*can cu\b")  # the times of what is cited there are another paper's
_REPORTS = re.compile(r"\W*(?:tinh hinh|ket qua|so lieu)\b")


def _worded(passages: list[_Passage], context: _Context) -> list[Finding]:
    """Return the campaign's time as words give it: the section Thời gian first, then the title."""
    timed = [item for item in passages if _TIME.search(f"{item.heading} {item.folded[:60]}")]
    opening = [item for item in passages[:3] if not _BASED.match(item.folded)]
    for passage in [*timed, *opening]:
        named = (
            *find_worded_ranges(passage.folded, context.issued),
            *find_year_ranges(passage.folded),
            *find_headed_ranges(passage.folded, context.issued, heading=passage.heading),
        )
        for item in sorted(named, key=lambda item: item.start):
            if _REPORT_TIME.search(passage.folded, max(0, item.start - 60), item.start):
                continue
            period = Period(start=item.first, end=item.last, kind="campaign", source="inferred")
            return [passage.finding(period, (item.start, item.end))]
    return []


def _planned(passages: list[_Passage], context: _Context) -> list[Finding]:
    """Return the time of a plan that one item alone gives in words: "Thời gian: Quý III/2023".
    Where several tell theirs, each is a step's time and none the plan's."""
    told = []
    for passage in passages:
        if _PLANNED_ITEM.match(passage.folded):
            told += _worded([passage], context)[:1]
    return told if len(told) == 1 else []


def _titled(passages: list[_Passage], context: _Context, findings: Findings) -> list[Finding]:
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


def _covers(finding: Finding, day: Period) -> bool:
    """True where the range that ``finding`` reports holds the day: "từ 7h30 ngày 05/9 đến …"."""
    value = finding.value
    if not isinstance(value, Period) or not (value.start and day.start):
        return False
    held = value.kind in ("event", "campaign")
    return held and value.start <= day.start <= (value.end or day.start)


def _is(finding: Finding, kind: PeriodKind) -> bool:
    return isinstance(finding.value, Period) and finding.value.kind == kind


def _add(found: list[Finding], context: _Context, findings: Findings) -> None:
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
