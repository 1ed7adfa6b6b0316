"""Campaigns become a drawing over time: one row a campaign, one bar from its first to its last
day. Only places are worked out here; the template prints them as SVG, beside a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.campaigns import CampaignNode

ROW, TOP, LEFT, MONTH = 44, 34, 12, 58
_LEAST_MONTHS = 12
_BAR = 26
_LETTER, _PAD, _LONGEST = 7, 8, 60
"""Pixels of an average letter, before a label; letters of the longest label."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A campaign's place; an open side of its period has no end cap."""

    campaign: CampaignNode
    x: int
    y: int
    width: int
    is_open: bool
    label: str
    label_x: int


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a month; a year's name stands at its first shown month."""

    x: int
    month: int
    year: int | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars and months with the size of the whole."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int
    bar: int = _BAR


def timeline(campaigns: Sequence[CampaignNode], name: Callable[[CampaignNode], str]) -> Timeline:
    """Return the drawing of the campaigns that have a period, the earliest first; ``name`` gives
    what each is called."""
    dated = sorted(
        (one for one in campaigns if one.start or one.end),
        key=lambda one: (one.start or one.end or "", one.id),
    )
    if not dated:
        return Timeline((), (), 0, 0)
    days = [date.fromisoformat(day) for one in dated for day in (one.start, one.end) if day]
    first = min(days).replace(day=1)
    months = max((max(days).year - first.year) * 12 + max(days).month - first.month + 1, 1)
    months = max(months, _LEAST_MONTHS)
    end = _month(first, months)
    bars = tuple(
        _bar(one, name(one), TOP + index * ROW, first, end - timedelta(days=1))
        for index, one in enumerate(dated)
    )
    ticks = tuple(_tick(first, index) for index in range(months))
    reach = max(bar.label_x + len(bar.label) * _LETTER for bar in bars)
    width = max(2 * LEFT + months * MONTH, reach + LEFT)
    return Timeline(bars, ticks, width, TOP + len(bars) * ROW + 8)


def _bar(one: CampaignNode, label: str, y: int, first: date, last: date) -> Bar:
    start = date.fromisoformat(one.start) if one.start else first
    end = date.fromisoformat(one.end) if one.end else last
    x = _place(start, first)
    width = max(6, _place(end + timedelta(days=1), first) - x)
    is_open = not (one.start and one.end)
    short = label if len(label) <= _LONGEST else label[: _LONGEST - 1].rstrip() + "…"
    # Within its bar where it fits, else behind it: an edge through letters is hard to read.
    is_within = len(short) * _LETTER + 2 * _PAD <= width
    return Bar(one, x, y, width, is_open, short, x + _PAD + (0 if is_within else width))


def _tick(first: date, index: int) -> Tick:
    day = _month(first, index)
    return Tick(LEFT + index * MONTH, day.month, day.year if index == 0 or day.month == 1 else None)


def _place(day: date, first: date) -> int:
    months = (day.year - first.year) * 12 + day.month - first.month
    length = (_month(day.replace(day=1), 1) - day.replace(day=1)).days
    return LEFT + int((months + (day.day - 1) / length) * MONTH)


def _month(first: date, more: int) -> date:
    years, month = divmod(first.month - 1 + more, 12)
    return date(first.year + years, month + 1, 1)
