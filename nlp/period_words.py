"""Times given in words: quarters, halves of a year, months, "từ nay đến hết quý III/2023".

Each is whole: its first and last day follow from the calendar, a missing year from the day of
issue, so every period made of them is inferred.
"""

import re
from calendar import monthrange
from datetime import date

from nlp.period_grammar import FROM_DAY, Range, read_day, whole_day

_YEAR = r"(?:,?\s?(?:cua\s)?(?:nam\s|/\s?)(?P<year>(?:19|20)\d\d))?"
_QUARTER = rf"qu?y\s?[./]?\s?(?P<quarter>iii|ii|iv|i|[1-4])(?![a-z\d]){_YEAR}"
_HALF = r"0?6\sthang\s(?P<half>dau|cuoi)\snam(?:\s(?P<half_year>(?:19|20)\d\d))?"
_NINE = r"0?9\sthang\s(?P<nine>dau)\snam(?:\s(?P<nine_year>(?:19|20)\d\d))?"
_MONTH = r"(?:trong\s|het\s)?thang\s(?P<month>\d{1,2})(?:/|\snam\s)(?P<month_year>(?:19|20)\d\d)"
_WORDED = re.compile(
    r"\b(?:(?P<now>tu nay)\s(?:cho\s)?den\s(?:het\s|cuoi\s)?)?"
    rf"(?:{_QUARTER}|{_HALF}|{_NINE}|{_MONTH})"
)
_FROM_DAY = re.compile(
    rf"{FROM_DAY}(?:(?:het|cuoi)\s)?"
    rf"(?:{_QUARTER}|{_HALF}|{_NINE}|{_MONTH}|(?:het|cuoi)\snam\s(?P<whole>(?:19|20)\d\d))"
)
_YEARS = re.compile(
    r"\b(?:giai doan|thoi ky|tu nam|trong cac nam|cac nam)\s(?:nam\s|tu nam\s)?"
    r"(?P<from>(?:19|20)\d\d)(?:\s?[-–—−]\s?|\sden\s(?:het\s)?(?:nam\s)?)(?P<to>(?:19|20)\d\d)"
    r"(?![\d/\-])"
)
_OTHERS_YEARS = re.compile(
    r"\b(?:chuong trinh|ke hoach|de an|chien luoc|nghi quyet|muc tieu|du an|quy hoach|ngan sach"
    r"|dau tu cong|dai hoi|so ket|tong ket|ket qua)\b[^.;:”\"]*$"
)
_DAY = re.compile(r"\d\s?$")  # of "ngày 15 tháng 01 năm 2025"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def find_worded_ranges(folded: str, issued: str) -> list[Range]:
    """Return the times that words give in ``folded``, in order.

    >>> [(item.first, item.last) for item in find_worded_ranges("quy iii nam 2023", "2023-07-20")]
    [('2023-07-01', '2023-09-30')]
    """
    return [
        found for match in _WORDED.finditer(folded)
        if not _DAY.search(folded, max(0, match.start() - 4), match.start())
        and (found := _range(match, issued))
    ]  # fmt: skip


def find_ranges_to_words(folded: str, issued: str) -> list[Range]:
    """Return the ranges from a printed day to the end of what words name: "từ ngày 03/4/2023 đến
    hết tháng 12/2023"."""
    found = []
    for match in _FROM_DAY.finditer(folded):
        whole = match["whole"]
        end = (
            f"{whole}-12-31"
            if whole
            else (until.last if (until := _range(match, issued)) else None)
        )
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
    printed = match["year"] or match["half_year"] or match["nine_year"] or match["month_year"]
    year = int(printed or issued[:4] or 0)
    if not year:
        return None
    months = _months(match)
    if not 1 <= months[0] <= months[1] <= 12:
        return None
    last = date(year, months[1], monthrange(year, months[1])[1])
    now = match.groupdict().get("now")
    first = issued if now else date(year, months[0], 1).isoformat()
    if now and len(issued) != 10:
        return None
    return Range(*match.span(), first, last.isoformat(), "inferred")


def _months(match: re.Match[str]) -> tuple[int, int]:
    """Return the first and last month."""
    if match["quarter"]:
        quarter = _ROMAN.get(match["quarter"]) or int(match["quarter"])
        return 3 * quarter - 2, 3 * quarter
    if match["half"]:
        return (1, 6) if match["half"] == "dau" else (7, 12)
    if match["nine"]:
        return 1, 9
    month = int(match["month"])
    return month, month
