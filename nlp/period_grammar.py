"""Ranges of days in print: "Từ ngày 20 tháng 7 năm 2023 đến ngày 30 tháng 10 năm 2023".

Both ends are inclusive. A missing year is taken from the other end, then from the day of issue;
an end before its start means that the year turned between them.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

_GAP = r"[\s.…]{0,20}"
# What may stand before a day: "17h30 ngày 17/10", "thứ Tư, ngày 30/4".
_HOUR = r"(?:\d{{1,2}}\s?(?:h|g|gio|:)\s?(?:\d{{2}})?(?:\s?phut)?['’]?,?\s)?"
_WEEKDAY = r"(?:(?:thu\s\w{{1,4}}|chu nhat)[,\s]{{1,2}})?"
_DAY = (
    rf"{_HOUR}{_WEEKDAY}(?:ngay\s)?(?P<{{0}}d>\d{{{{1,2}}}})"
    rf"(?:\s?[/.\-]\s?(?P<{{0}}m>\d{{{{1,2}}}})(?:\s?[/.\-]\s?(?P<{{0}}y>\d{{{{4}}}}))?(?![\d/])"
    rf"|{_GAP}thang{_GAP}(?P<{{0}}M>\d{{{{1,2}}}})(?:{_GAP}nam{_GAP}(?P<{{0}}Y>\d{{{{4}}}}))?)"
).replace("{0,20}", "{{0,20}}")
NOW = (
    r"(?:nay|(?:khi|ngay)\s(?:ky(?:\sban hanh)?|ban hanh|phat dong|(?:ra\s)?thong bao)"
    r"(?:\s(?:ke hoach|van ban|cong van|thong bao|huong dan|chuong trinh))?(?:\snay)?"
    r"|ngay\s(?:quyet dinh|van ban|giay uy quyen|thong bao)\snay\sco hieu luc(?:\sthi hanh)?)"
)
"""What stands for the day of issue: "từ nay", "kể từ ngày ký ban hành", "từ ngày phát động", and of
papers that hold from their signing "kể từ ngày Quyết định này có hiệu lực"."""

# "từ ngày 25/1/2011 (tức ngày 22 tháng chạp) đến …": the lunar day beside it.
_TO = (
    r"(?:\s?\([^()]{1,60}\))?,?\s?(?:va\s)?(?:cho\s)?(?:den|toi|[-–—−]|ket thuc)\s?"
    r"(?:(?:vao|truoc)\s)?"
)
# The first day may leave its month to the last one: "từ ngày 01 đến ngày 15 tháng 8 năm 2023".
_BARE_DAY = rf"(?:ngay\s)?(?P<only>\d{{1,2}})(?={_TO})"
FROM_DAY = rf"\btu\s(?:het\s)?{_DAY.format('a')}{_TO}"
_HEADING = r"\bthoi gian(?:[^:.;\d]{0,40}:\s?|\snghi\s(?:le|tet|he|bu|hoc|dong)\b[^:.;\d]{0,25}\s)"
_OPENS = rf"(?:\b(?:tu|bat dau)\s(?:het\s)?|(?P<heading>{_HEADING})|\bdip\s)"
_RANGE = re.compile(
    rf"{_OPENS}(?P<now>{NOW})?(?:{_DAY.format('a')}|{_BARE_DAY})?{_TO}(?:het\s)?{_DAY.format('b')}"
)
# All of a table's cell: "09/11 - 16/11/2018".
_CELL = re.compile(rf"\W*(?:{_DAY.format('a')}|{_BARE_DAY}){_TO}(?:het\s)?{_DAY.format('b')}\W*")
# "(01/12 - 02/12/2025)" behind what runs then.
_BRACKETED = re.compile(rf"\(\s?(?:tu\s)?{_DAY.format('a')}{_TO}(?:het\s)?{_DAY.format('b')}\s?\)")
_LABEL = re.compile(r"\W*[^\d:]{2,30}:\s")  # "Nhận bài: 01/4 đến 19/4/2024", all of a cell
_CELL_LENGTH = 60
_YEAR = re.compile(r"[12]\d{3}")  # without one "10.2 - 12.8" may be measures
# "từ 05 giờ 00 ngày 24/9/2025 cho đến khi có thông báo mới": the end is left open.
_OPEN = re.compile(
    rf"\btu\s{_DAY.format('a')},?\s(?:de\s(?:(?!ngay\s)[^.;]){{1,60}}?\s)?"
    r"(?:cho\s)?(?:den|toi)\s(?:khi|luc)\s(?:co|het)\s"
)
_OF_YEAR = re.compile(r"(?:^|[.;]\s)\W{0,3}(?:mua \w{1,5} |tet [\w ]{1,20})?nam (\d{4}),?\s?$")
"""The year that days without one are of: "Mùa lũ năm 2018, từ ngày 18/7 đến ngày 02/9 …"."""
_ANY_DAY = re.compile(rf"\d(?:\s?[/.\-]\s?\d|{_GAP}thang)")


def may_hold_day(folded: str) -> bool:
    """True where a day may be printed in ``folded``. Most paragraphs print none, and to see that
    costs far less than to look for each form that a time may take."""
    return _ANY_DAY.search(folded) is not None


@dataclass(frozen=True, slots=True)
class Range:
    """A range found at ``start:end`` of the paragraph."""

    start: int
    end: int
    first: str | None
    last: str | None
    source: Literal["explicit", "inferred"]


def find_ranges(folded: str, issued: str, *, timed: bool = False) -> list[Range]:
    """Return the ranges of printed days in ``folded``, the open ones last; ``timed`` says that it
    is a cell under a head that calls for a time, where "18 - 19/3" needs no year."""
    closed = [found for match in _RANGE.finditer(folded) if (found := _range(match, issued))]
    short = not closed and len(folded) < _CELL_LENGTH
    label = _LABEL.match(folded) if short and timed else None
    cell = _CELL.fullmatch(folded, label.end() if label else 0) if short else None
    if not closed and "(" in folded:
        closed = [
            found for match in _BRACKETED.finditer(folded)
            if match["by"] and (found := _range(match, issued)) and _runs_then(match, found)
        ]  # fmt: skip
    if cell and (timed or _YEAR.search(folded)) and (found := _range(cell, issued)):
        closed.append(found)
    return closed + [found for match in _OPEN.finditer(folded) if (found := _open(match, issued))]


def _runs_then(match: re.Match[str], item: Range) -> bool:
    """Tell whether a range in a bracket is the time of what stands before it: no anniversary
    ("140 năm Ngày … (01/5/1886 - 01/5/2026)"), no term and no school year."""
    before = match.string[max(0, match.start() - 100) : match.start()]
    first, last = date.fromisoformat(item.first or ""), date.fromisoformat(item.last or "")
    return (last - first).days <= _LONGEST_ASIDE and _ASIDE_OF_OTHERS.search(before) is None


_LONGEST_ASIDE = 62  # days
_ASIDE_OF_OTHERS = re.compile(
    r"\b(?:thoi han|hop dong|thu viec|bao hiem|nam hoc|ky niem|nien do|thai san|giay phep)\b"
)


def _open(match: re.Match[str], issued: str) -> Range | None:
    day, month, year = read_day(match, "a")
    first = whole_day(day, month, year or _year_of(issued))
    return Range(*match.span(), first.isoformat(), None, "explicit") if first else None


def _range(match: re.Match[str], issued: str) -> Range | None:
    day, month, year = read_day(match, "b")
    named = _OF_YEAR.search(match.string, max(0, match.start() - 40), match.start())
    if year is None and named:
        year = int(named[1])
    first_day, first_month, first_year = read_day(match, "a")
    given = match.groupdict()
    if given.get("only"):
        first_day, first_month, first_year = int(given["only"]), month, year
    inferred = False
    if year is None:
        year, inferred = first_year or _year_of(issued), True
    last = whole_day(day, month, year)
    if last is None:
        return None
    span = (match.end("heading") if given.get("heading") else match.start(), match.end())
    if given.get("now"):
        start = issued if len(issued) == 10 else None
        return Range(*span, start, last.isoformat(), "inferred")
    if first_day is None:
        return None
    first = whole_day(first_day, first_month, first_year or year)
    if first is None:
        return None
    if first > last and first_year is None:
        first = whole_day(first_day, first_month, first.year - 1)
    elif first > last and inferred:
        last = whole_day(day, month, last.year + 1)
    if first is None or last is None:
        return None  # a 29 February of another year
    return Range(*span, first.isoformat(), last.isoformat(), "explicit")


def read_day(match: re.Match[str], side: str) -> tuple[int | None, int | None, int | None]:
    """Return day, month and year of one end, None where not printed."""
    parts = (
        match[f"{side}d"],
        match[f"{side}m"] or match[f"{side}M"],
        match[f"{side}y"] or match[f"{side}Y"],
    )
    day, month, year = (int(part) if part else None for part in parts)
    return day, month, year


def whole_day(day: int | None, month: int | None, year: int | None) -> date | None:
    """Return the day, None where a part is missing or no calendar has it."""
    if day is None or month is None or year is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_of(issued: str) -> int | None:
    return int(issued[:4]) if issued else None
