"""What the page itself knows of a figure written by pen: what a form can hold there, the printed
month, the day of the week, the times of e-signatures, the arrival stamp, OCR's own reading.

All of it are weights: a reading's share of belief is multiplied, never replaced.
"""

import calendar
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dispatch.text import fold
from parsers.assemble import RawWord
from parsers.pen_digits import Reading

_SIGNED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](20\d\d)")
_PRINTED = re.compile(r"thang\s*(?P<month>\d{1,2})?\D{0,6}nam\s*(?P<year>(?:19|20)\d\d)")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d[:.]\d\d")
_WEEKDAY = re.compile(r"(?<![a-z])(?:thu\s+(hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat))(?![a-z])")
# The stamp's own capitals: in sentences "đến ngày" is a deadline.
_ARRIVAL = re.compile(
    r"\bĐ[ẾÊE]N\b.{0,60}?N[gG][àaÀA][yY]\s*[:.]?\s*"
    r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(20\d\d)"
)

_DAYS_OF_WEEK = {
    "hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5,
    "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5,
}  # fmt: skip
_SUNDAY = 6
_SIGNED_AFTER = (4.0, 3.0, 2.0, 2.0, 2.0)  # signed that day, the day after …
_ARRIVED_AFTER = 2.0  # weight of a day within the week before the paper came in
_CAME_BEFORE = 0.05  # … and of one after it: a clerk's stamp is seldom set wrong
_RIGHT_WEEKDAY, _OTHER_WEEKDAY = 4.0, 0.15
_NO_SUCH_DAY = 0.01
_WEEK = 7

TOLD = 0.35  # OCR's confidence under which its figures say nothing of a pen's
_WEIGHT = 40.0
"""How much more a reading counts for each figure that OCR saw in its place, per confidence."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is printed round the day: the month and the year (None where unknown), its line."""

    month: int | None
    year: int | None
    line: str  # folded


def known_of(row: str, *, month: str | None = None) -> Known:
    """Read what ``row``, the date's line, says beside the day; ``month`` is the pen's, if sure."""
    line = fold(row)
    match = _PRINTED.search(line)
    printed = (match["month"] if match else None) or month or ""
    number = int(printed) if printed.isdigit() and 1 <= int(printed) <= 12 else None
    return Known(number, int(match["year"]) if match else None, line)


def weights_of_days(
    words: Sequence[RawWord], stamps: Iterable[Sequence[RawWord]], known: Known
) -> dict[str, float]:
    """Return for each day of the month (``"07"``) how much more likely the page makes it."""
    days = {f"{day:02d}": 1.0 for day in range(1, 32)}
    for weights in (
        days_by_signing(words, known),
        days_by_arrival([words, *stamps], known),
        days_by_calendar(known),
    ):
        for day, weight in weights.items():
            days[day] *= weight
    return {day: weight for day, weight in days.items() if weight != 1.0}


def days_by_signing(words: Sequence[RawWord], known: Known) -> dict[str, float]:
    """Weigh days by the first e-signature panel of the page: signed that day or soon after.

    Weak on purpose: papers are signed weeks later too, and the printed day is what counts.
    """
    for word, after in itertools.pairwise(words):
        signed = _day_of(_SIGNED.fullmatch(word.text.strip(" ,;")))
        if signed is not None and _CLOCK.match(after.text):
            break
    else:
        return {}
    found: dict[str, float] = {}
    for day in _days_of_month(signed, known):
        later = (signed - day).days
        if 0 <= later < len(_SIGNED_AFTER):
            found[f"{day.day:02d}"] = _SIGNED_AFTER[later]
    return found


def days_by_arrival(groups: Iterable[Sequence[RawWord]], known: Known) -> dict[str, float]:
    """Weigh days by the stamp ĐẾN: a paper comes in on its day or in the days after it."""
    for group in groups:
        arrived = _day_of(_ARRIVAL.search(" ".join(word.text for word in group)))
        if arrived is not None:
            break
    else:
        return {}
    found: dict[str, float] = {}
    for day in _days_of_month(arrived, known):
        later = (arrived - day).days
        if later < 0:
            found[f"{day.day:02d}"] = _CAME_BEFORE
        elif later <= _WEEK:
            found[f"{day.day:02d}"] = _ARRIVED_AFTER
    return found


def days_by_calendar(known: Known) -> dict[str, float]:
    """Weigh days by the length of the printed month and by a weekday in the date's line."""
    if known.month is None or known.year is None:
        return {}
    length = calendar.monthrange(known.year, known.month)[1]
    found = {f"{day:02d}": _NO_SUCH_DAY for day in range(length + 1, 32)}
    match = _WEEKDAY.search(known.line)
    if match is None:
        return found
    wanted = _SUNDAY if match[2] else _DAYS_OF_WEEK[match[1]]
    for day in range(1, length + 1):
        is_it = date(known.year, known.month, day).weekday() == wanted
        found[f"{day:02d}"] = _RIGHT_WEEKDAY if is_it else _OTHER_WEEKDAY
    return found


def _day_of(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:  # misread: no such day
        return None


def _days_of_month(near: date, known: Known) -> list[date]:
    """The days of the paper's month; that of ``near`` where the page does not say."""
    year, month = known.year or near.year, known.month or near.month
    return [date(year, month, day + 1) for day in range(calendar.monthrange(year, month)[1])]


def weigh(readings: Sequence[Reading], context: Mapping[str, float]) -> list[Reading]:
    """Combine readings with what else is known: weights by text, 1 where nothing is said."""
    weights = [reading.probability * context.get(reading.text, 1.0) for reading in readings]
    unread = max(1.0 - sum(reading.probability for reading in readings), 0.0)
    total = sum(weights) + unread
    weighed = [Reading(r.text, weight / total) for r, weight in zip(readings, weights, strict=True)]
    return sorted(weighed, key=lambda reading: -reading.probability)


def weights_by_ocr(readings: Sequence[Reading], guess: str, sure: float) -> dict[str, float]:
    """Weigh readings by the figures that OCR saw in their places: ``4‡`` speaks for 47, not 17.

    Of a guess of another length nothing is known: OCR made two strokes of one, or one of two.
    """
    force = 1.0 + _WEIGHT * max(sure - TOLD, 0.0)
    weights: dict[str, float] = {}
    for reading in readings:
        if len(reading.text) != len(guess):
            continue
        alike = sum(
            seen == figure
            for seen, figure in zip(guess, reading.text, strict=True)
            if seen.isdigit()
        )
        weights[reading.text] = force**alike
    return weights


def prior_of_number(text: str) -> float:
    """1 to 5 digits; a zero leads only in numbers below ten (Nghị định 30/2020, Phụ lục I)."""
    if text.startswith("0") and (len(text) != 2 or text == "00"):
        return 0.002
    return {1: 0.1, 2: 0.8, 3: 1.0, 4: 0.8, 5: 0.1}.get(len(text), 0.0)


def prior_of_day(text: str) -> float:
    """01 to 31; a zero is to lead below ten, and hands mostly write it."""
    return _prior_up_to(31, text)


def prior_of_month(text: str) -> float:
    """01 to 12; a zero leads in January and February alone by the rule, elsewhere by habit."""
    if len(text) == 1 and text in "3456789":
        return 1.0
    return _prior_up_to(12, text)


def _prior_up_to(most: int, text: str) -> float:
    if not 1 <= len(text) <= 2 or not 1 <= int(text) <= most:
        return 0.0
    return 1.0 if len(text) == 2 else 0.1
