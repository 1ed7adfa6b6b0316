"""Days named one after another: "các ngày 12, 13 và 14/8/2023", "02 ngày (12 - 13/8/2023)".

Only the last day prints its month, and it is all the others'. Days that follow one another are one
range; days with a gap between them are a range each.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from nlp.period_grammar import Range, whole_day

_SPAN = r"\s?[-–—−]\s?|\s(?:den|toi)\s(?:het\s)?(?:ngay\s)?"
_JOINT = rf"\s?[,;&]\s?(?:va\s)?(?:ngay\s)?|\s(?:va|cung)\s(?:ngay\s)?|{_SPAN}"
_LISTED = re.compile(
    r"(?:\b(?:ngay|(?:la|vao|trong)\scac ngay)\s"
    r"|\b(?:\d{1,2}|hai|ba|bon|nam|sau|bay)\sngay[\s:,(]{1,3}"
    r"(?:(?:la|gom|tu)\s)?(?:cac\s)?(?:ngay\s)?|\bthoi gian[^:.;\d]{0,40}:\s"
    r"|(?<=[a-z]:)\s(?=\d{1,2}\s?[-–]\s?\d{1,2}/\d{1,2}/\d{4}))"
    rf"(?P<days>\d{{1,2}}(?:(?:{_JOINT})\d{{1,2}}){{1,6}})"
    r"(?:\s?[/.\-]\s?(?P<month>\d{1,2})(?:\s?[/.\-]\s?(?P<year>\d{4}))?(?![\d/])"
    r"|\s?thang\s(?P<Month>\d{1,2})(?:(?:\snam\s|/)(?P<Year>\d{4}))?)"
)
_ANY_LIST = re.compile(rf"\d(?:{_JOINT})\d{{1,2}}(?:\s?[/.\-]\s?\d|\s?thang\s\d)")
"""The end of every list: it tells at small cost that a paragraph holds none."""

_DAY = re.compile(rf"(?P<joint>{_JOINT}|^)(?P<day>\d{{1,2}})")
_OF_MONTH = re.compile(r"\bthang (?P<month>\d{1,2})(?:/| nam )(?P<year>\d{4}) \($")
"""The month that days in brackets are of: "tháng 10/2025 (ngày 14 - 15/10)"."""
_BOUNDED = re.compile(r"\b(?:truoc|sau|cham nhat|muon nhat|khong qua|den het|han)\b[^.;,]{0,24}$")


def find_day_lists(folded: str, issued: str) -> list[Range]:
    """Return the ranges of the days listed in ``folded``, a missing year taken from ``issued``.

    >>> [(one.first, one.last) for one in find_day_lists("cac ngay 12, 13 va 15/8/2023", "")]
    [('2023-08-12', '2023-08-13'), ('2023-08-15', '2023-08-15')]
    """
    found: list[Range] = []
    if not _ANY_LIST.search(folded):
        return found
    for match in _LISTED.finditer(folded):
        if _BOUNDED.search(folded, max(0, match.start() - 40), match.start()):
            continue
        month = int(match["month"] or match["Month"])
        named = _OF_MONTH.search(folded, max(0, match.start() - 20), match.start())
        known = named["year"] if named and int(named["month"]) == month else issued[:4]
        year = match["year"] or match["Year"] or known
        days = [whole_day(day, month, int(year)) for day in _numbers(match["days"])] if year else []
        whole = [day for day in days if day is not None]
        if len(whole) == len(days) and whole == sorted(set(whole)):
            found += [
                Range(
                    match.start("days"),
                    match.end(),
                    first.isoformat(),
                    last.isoformat(),
                    "explicit",
                )
                for first, last in _runs(whole)
            ]
    return found


def _numbers(printed: str) -> Iterator[int]:
    """Yield the days of "12, 13" and of "12 - 14"."""
    last = 0
    for part in _DAY.finditer(printed):
        day = int(part["day"])
        if re.fullmatch(_SPAN, part["joint"]):
            yield from range(last + 1, day)
        yield day
        last = day


def _runs(days: list[date]) -> Iterator[tuple[date, date]]:
    """Yield the first and the last of the days that follow one another."""
    first = 0
    for index, day in enumerate(days):
        if index + 1 == len(days) or days[index + 1] != day + timedelta(days=1):
            yield days[first], day
            first = index + 1
