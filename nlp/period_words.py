"""Times given in words: quarters, parts of a year, months, "từ nay đến hết quý III/2023".

Each is whole: its first and last day follow from the calendar, a missing year from the day of
issue, so every period made of them is inferred.
"""

import re
from dataclasses import replace

from nlp.calendar_words import MONTHS, months_named
from nlp.period_grammar import FROM_DAY, NOW, Range, read_day, whole_day

_YEAR = r"(?:19|20)\d\d"
_WORDED = re.compile(rf"\b(?:(?P<now>tu\s{NOW})\s(?:cho\s)?den\s(?:het\s|cuoi\s)?)?(?:{MONTHS})")
_TO_YEAR_END = re.compile(
    rf"\btu\s{NOW}\s(?:cho\s)?den\s(?:het\s|cuoi\s)?nam(?:\s(?P<whole>{_YEAR}))?(?![\s]?\d)"
)
_FROM_DAY = re.compile(
    rf"{FROM_DAY}(?:(?:het|cuoi)\s)?(?:{MONTHS}|(?:het|cuoi)\snam\s(?P<whole>{_YEAR}))"
)
_HEADED = r"\bthoi gian[^:.;\d]{0,40}:\s?"
_HEADED_YEAR = re.compile(
    rf"{_HEADED}(?:trong\s|ca\s){{0,2}}nam\s(?P<year>{_YEAR})(?![\d\s]*[-–/])"
)
_HEADED_MONTHS = re.compile(
    rf"{_HEADED}(?:trong\s)?(?:cac\s)?thang\s(?P<from>\d{{1,2}})(?:(?:\s?,\s?\d{{1,2}}){{0,6}}"
    r"(?:\s?,\s?|\s?[-–]\s?|\sva\s|\sden\s(?:het\s)?)(?:thang\s)?(?P<to>\d{1,2}))?(?=\s?[.;]|$)"
)
_YEARS = re.compile(
    rf"\b(?:(?:giai doan|thoi ky|tu nam|trong cac nam|cac nam)\s(?:nam\s|tu nam\s)?|nam\s\()"
    rf"(?P<from>{_YEAR})(?:\s?[-–—−]\s?|\sden\s(?:het\s)?(?:nam\s)?)(?P<to>{_YEAR})(?![\d/\-])"
)
_OTHERS_YEARS = re.compile(
    r"\b(?:chuong trinh|ke hoach|de an|chien luoc|nghi quyet|muc tieu|du an|quy hoach|ngan sach"
    r"|dau tu cong|dai hoi|so ket|tong ket|ket qua)\b[^.;:”\"]*$"
)
_DAY = re.compile(r"\d\s?$")  # of "ngày 15 tháng 01 năm 2025"


def find_worded_ranges(folded: str, issued: str) -> list[Range]:
    """Return the times that words give in ``folded``, in order.

    >>> [(item.first, item.last) for item in find_worded_ranges("quy iii nam 2023", "2023-07-20")]
    [('2023-07-01', '2023-09-30')]
    """
    found = [
        item for match in _WORDED.finditer(folded)
        if not _DAY.search(folded, max(0, match.start() - 4), match.start())
        and (item := _range(match, issued))
    ]  # fmt: skip
    found += [item for match in _TO_YEAR_END.finditer(folded) if (item := _to_end(match, issued))]
    return sorted(found, key=lambda item: item.start)


def find_headed_ranges(folded: str, issued: str, *, heading: str = "") -> list[Range]:
    """Return what stands right behind a heading of time and is too plain elsewhere: "Thời gian:
    năm 2024", "Thời gian thực hiện: tháng 7, 8"; ``heading`` is the line before."""
    lead = f"{heading} " if heading.endswith(":") else ""
    return [
        replace(item, start=max(0, item.start - len(lead)), end=item.end - len(lead))
        for item in _headed(lead + folded, issued)
        if item.end > len(lead)
    ]


def _headed(folded: str, issued: str) -> list[Range]:
    found = []
    for match in _HEADED_YEAR.finditer(folded):
        year = match["year"]
        found.append(Range(*match.span(), f"{year}-01-01", f"{year}-12-31", "inferred"))
    for match in _HEADED_MONTHS.finditer(folded) if issued else ():
        named = re.compile(MONTHS).fullmatch(
            f"thang {match['from']} den {match['to'] or match['from']}/{issued[:4]}"
        )
        months = months_named(named, issued) if named else None
        if months:
            first, last = months.first.isoformat(), months.last.isoformat()
            found.append(Range(*match.span(), first, last, "inferred"))
    return found


def months_of_cell(folded: str, issued: str) -> Range | None:
    """Return the month, months or quarter that is all of a table's cell; without a year it is that
    of the day of issue."""
    plain = _CELL.fullmatch(folded)
    if plain is None or not issued:
        return None
    printed = plain["months"]
    if "," in printed or " va " in printed:
        return None  # "Quý I, quý III"
    bare = _BARE_MONTHS.fullmatch(printed)
    if bare:
        printed = f"thang {bare['from']} den {bare['to'] or bare['from']}/{issued[:4]}"
    named = re.fullmatch(MONTHS, printed)
    months = months_named(named, issued) if named else None
    if months is None:
        return None
    first, last = months.first.isoformat(), months.last.isoformat()
    return Range(*plain.span("months"), first, last, "inferred")


_CELL = re.compile(r"\W*(?:trong\s|tu\s)?(?P<months>(?:cac\s)?(?:thang|qu[yi]|q)\b.{1,40}?)\W*")
_BARE_MONTHS = re.compile(
    r"(?:cac\s)?thang\s(?P<from>\d{1,2})(?:(?:\s?,\s?|\s?[-–]\s?|\sva\s|\sden\s(?:het\s)?)"
    r"(?:thang\s)?(?P<to>\d{1,2}))?"
)


def find_ranges_to_words(folded: str, issued: str) -> list[Range]:
    """Return the ranges from a printed day to the end of what words name: "từ ngày 03/4/2023 đến
    hết tháng 12/2023"."""
    found = []
    for match in _FROM_DAY.finditer(folded):
        end = f"{match['whole']}-12-31" if match["whole"] else None
        if end is None and (until := months_named(match, issued)):
            end = until.last.isoformat()
        day, month, year = read_day(match, "a")
        first = whole_day(day, month, year or (int(end[:4]) if end else None))
        if first and end and first.isoformat() <= end:
            found.append(Range(*match.span(), first.isoformat(), end, "inferred"))
    return found


def find_year_ranges(folded: str) -> list[Range]:
    """Return the whole years that words name: "giai đoạn 2021 - 2025", "từ năm 2024 đến năm 2026".

    A phrase that belongs to the name of a programme, a plan or a goal is that one's time.

    >>> [(item.first, item.last) for item in find_year_ranges("phong trao giai doan 2021 - 2025")]
    [('2021-01-01', '2025-12-31')]
    """
    return [
        Range(*match.span(), f"{match['from']}-01-01", f"{match['to']}-12-31", "inferred")
        for match in _YEARS.finditer(folded)
        if match["from"] < match["to"]
        and not _OTHERS_YEARS.search(folded, max(0, match.start() - 120), match.start())
    ]


def _range(match: re.Match[str], issued: str) -> Range | None:
    months = months_named(match, issued)
    if months is None or (match["now"] and len(issued) != 10):
        return None
    first = issued if match["now"] else months.first.isoformat()
    return Range(*match.span(), first, months.last.isoformat(), "inferred")


def _to_end(match: re.Match[str], issued: str) -> Range | None:
    if len(issued) != 10:
        return None
    return Range(*match.span(), issued, f"{match['whole'] or issued[:4]}-12-31", "inferred")
