"""Thời gian họp: "Thời gian: 08 giờ 00, ngày 28/7/2023 (thứ Sáu)" becomes an event of one day."""

import re
from dataclasses import dataclass
from datetime import date

from dispatch.record import Period
from nlp.findings import Span
from nlp.period_grammar import whole_day

_WEEKDAY = r"\(?(?:ngay\s)?(?:thu\s(?P<{0}>hai|ba|tu|nam|sau|bay|[2-7])|(?P<{0}s>chu nhat))\)?"
_EVENT = re.compile(
    r"\b(?P<hour>\d{1,2})\s?(?:gio|h|g|:)\s?(?:\d{2})?(?:\s?phut)?['’]?[,\s]{0,3}"
    rf"(?:(?:sang|chieu|toi)[,\s]{{1,3}})?(?:{_WEEKDAY.format('before')}[,\s]{{0,3}})?"
    r"(?:\(?(?:sang|chieu|toi)\)?[,\s]{1,3})?\(?ngay\s(?P<day>\d{1,2})"
    r"(?:\s?[/.\-]\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>\d{4})(?![\d/])"
    r"|\s?thang\s(?P<Month>\d{1,2})\snam\s(?P<Year>\d{4}))"
    rf"(?:[,\s]{{0,3}}{_WEEKDAY.format('after')})?"
)
# Without an hour only the heading itself says that a day is the meeting's.
_TIMED = re.compile(
    r"\bthoi gian(?:\s(?:hop|to chuc|du kien))?:\s"
    r"(?:(?:vao|buoi|sang|chieu|trong|chu nhat|thu\s\w{1,4})[,\s]{1,2}){0,4}ngay\s(?P<day>\d{1,2})"
    r"(?:\s?[/.\-]\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>\d{4})(?![\d/])"
    r"|\s?thang\s(?P<Month>\d{1,2})\snam\s(?P<Year>\d{4}))"
)
_MEETING = re.compile(r"\bthoi gian\b|\bhop\b|\bhoi nghi\b|\bkhai mac\b|\bto chuc\b|\bdu\b")
_BOUND = re.compile(r"\b(?:truoc|cham nhat|muon nhat|khong qua|truoc\sluc|den het)\s$")
_DAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}


@dataclass(frozen=True, slots=True)
class Event:
    """An event, where it stands, and whether its printed weekday is another day's."""

    period: Period
    span: Span
    weekday_conflict: bool


def find_event(folded: str, heading: str, issued: str, *, meeting: bool = False) -> Event | None:
    """Return the first meeting to come in the paragraph, or None.

    ``issued`` is the day or month of issue, or empty: what lies before it is told, not called.
    A day without an hour counts only where the document calls a ``meeting``.
    """
    for match in _EVENT.finditer(folded):
        lead = folded[max(0, match.start() - 30) : match.start()]
        around = f"{heading} {folded[max(0, match.start() - 300) : match.start()]}"
        if _BOUND.search(lead) or not _MEETING.search(around):
            continue
        if day := _day(match, issued):
            named = _weekday(match)
            conflict = named is not None and named != day.weekday()
            return Event(_whole(day), match.span(), conflict)
    timed = _TIMED.search(folded) if meeting else None
    day = _day(timed, issued) if timed else None
    return Event(_whole(day), timed.span(), False) if timed and day else None


def _day(match: re.Match[str], issued: str) -> date | None:
    day = whole_day(
        int(match["day"]),
        int(match["month"] or match["Month"]),
        int(match["year"] or match["Year"]),
    )
    return day if day and day.isoformat() >= issued else None


def _whole(day: date) -> Period:
    return Period(start=day.isoformat(), end=day.isoformat(), kind="event")


def _weekday(match: re.Match[str]) -> int | None:
    if match["befores"] or match["afters"]:
        return 6
    name = match["before"] or match["after"]
    if name is None:
        return None
    return int(name) - 2 if name.isdigit() else _DAYS[name]
