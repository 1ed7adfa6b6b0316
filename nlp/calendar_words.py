"""Words for whole months of a year: "quý III, IV năm 2023", "6 tháng cuối năm", "tháng 7, 8/2023".

One pattern names the months, ``months_named`` reads a match of it. Patterns run on folded text;
OCR reads the Roman figures of a quarter as small letters ("quý lII").
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_YEAR = r"(?:19|20)\d\d"
_ROMAN = r"(?:[il]{1,3}|[il]v|[1-4])"
_AND = r"(?:\s?,\s?|\s?[-–—−]\s?|\sva\s|\sden\s(?:het\s)?)"
_QUARTER = (
    rf"(?:qu?[yi]\s?[./]?\s?|q\.?\s?(?=[il]{{1,3}}v?\b))(?P<quarter>{_ROMAN})"
    rf"(?:{_AND}(?:quy\s)?(?P<to_quarter>{_ROMAN}))?(?![a-z\d])"
    rf"(?:,?\s?(?:cua\s)?(?:nam\s|/\s?)(?P<quarter_year>{_YEAR}))?"
)
_COUNTS = {"ba": 3, "bon": 4, "nam": 5, "sau": 6, "chin": 9}
_SHARE = (
    rf"(?P<count>0?[1-9]|1[01]|{'|'.join(_COUNTS)})\sthang\s(?P<share>dau|cuoi)\snam"
    rf"(?:\s(?P<share_year>{_YEAR}))?"
)
_MONTHS = (
    r"(?:(?P<part>dau|giua|cuoi)\s)?(?:cac\s)?thang\s(?P<month>\d{1,2})"
    rf"(?:(?:/|\snam\s)(?P<from_year>{_YEAR})(?=\s?(?:den|toi|[-–—−])\s?))?"
    rf"(?:(?:\s?,\s?\d{{1,2}}){{0,6}}(?:{_AND}|\stoi\s)(?:thang\s)?(?P<to_month>\d{{1,2}}))?"
    rf"(?:\s?/\s?|\snam\s)(?P<month_year>{_YEAR})"
)
MONTHS = rf"(?:{_QUARTER}|{_SHARE}|{_MONTHS})"
"""What ``months_named`` reads; in a larger pattern it stands once, for its groups have names."""

_PARTS = {"dau": (1, 10), "giua": (11, 20), "cuoi": (21, 31)}
"""Convention: the beginning, middle and end of a month are its thirds."""


@dataclass(frozen=True, slots=True)
class Months:
    """The first and the last day that words name."""

    first: date
    last: date


def months_named(match: re.Match[str], issued: str) -> Months | None:
    """Return the days that a match of ``MONTHS`` names, a missing year taken from ``issued``;
    None where no year is known or no calendar has the months."""
    printed = match["quarter_year"] or match["share_year"] or match["month_year"]
    year = int(printed or issued[:4] or 0)
    first, last = _numbers(match)
    if not year or not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    start_year = int(match["from_year"] or year)
    if (start_year, first) > (year, last):
        return None
    end = monthrange(year, last)[1]
    if match["part"] and first == last:
        low, high = _PARTS[match["part"]]
        return Months(date(year, first, low), date(year, first, min(high, end)))
    return Months(date(start_year, first, 1), date(year, last, end))


def _numbers(match: re.Match[str]) -> tuple[int, int]:
    """Return the first and last month."""
    if match["quarter"]:
        first = _quarter(match["quarter"])
        last = _quarter(match["to_quarter"]) if match["to_quarter"] else first
        return 3 * first - 2, 3 * last
    if match["share"]:
        count = _COUNTS.get(match["count"]) or int(match["count"])
        return (1, count) if match["share"] == "dau" else (13 - count, 12)
    first = int(match["month"])
    return first, int(match["to_month"] or first)


def _quarter(printed: str) -> int:
    if printed.isdigit():
        return int(printed)
    return 4 if printed.endswith("v") else len(printed)
