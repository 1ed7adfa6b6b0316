"""Thời gian họp: "Thời gian: 08 giờ 00, ngày 28/7/2023 (thứ Sáu)" becomes an event of one day."""

import re
from dataclasses import dataclass

from dispatch.record import Period
from nlp.findings import Span
from nlp.period_grammar import whole_day

_EVENT = re.compile(
    r"\b(?:vao luc|luc|tu|thoi gian)?:?\s?(?P<hour>\d{1,2})\s?(?:gio|h|g)\s?(?:\d{2})?(?:\sphut)?"
    r"[,\s]{0,3}(?:\((?:thu|chu)[^)]{1,20}\)|thu \w{1,4}|sang|chieu|toi)?[,\s(]{0,3}"
    r"ngay\s(?P<day>\d{1,2})(?:\s?[/.\-]\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>\d{4})(?![\d/])"
    r"|\s?thang\s(?P<Month>\d{1,2})\snam\s(?P<Year>\d{4}))"
)
_MEETING = re.compile(r"\bthoi gian\b|\bhop\b|\bhoi nghi\b|\bkhai mac\b|\bto chuc\b")


@dataclass(frozen=True, slots=True)
class Event:
    """An event and where it stands in its paragraph."""

    period: Period
    span: Span


def find_event(folded: str, heading: str) -> Event | None:
    """Return the first meeting with an hour and a day in the paragraph, or None."""
    match = _EVENT.search(folded)
    if match is None or not _MEETING.search(f"{heading} {folded[: match.end()]}"):
        return None
    day = whole_day(
        int(match["day"]),
        int(match["month"] or match["Month"]),
        int(match["year"] or match["Year"]),
    )
    if day is None:
        return None
    period = Period(start=day.isoformat(), end=day.isoformat(), kind="event")
    return Event(period, match.span())
