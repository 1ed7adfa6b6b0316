"""A table's columns of times: under "Hạn nộp" a day is a deadline, under "Thời gian tổ chức" what
the row tells of is held on it.

A day counts that is all of a cell in the column below such a head. A table that a page parts goes
on in the next page's, which has no head of its own as a rule; prose in between ends it.
"""

import re
from typing import Literal

from dispatch.document import Line
from dispatch.record import Period
from nlp.deadlines import Deadline, read_deadline

Column = Literal["due", "held", "from", "to"]

_NUMBERS = re.compile(r"\W*(?:(?:so )?s?tt|so thu tu)\W*")  # thứ tư is a day too
_REST = r"(?!.{0,20}\b(?:thuc te|nghia vu|hop dong|tien|vien|dien|bay)\b)[^.;:\d]{0,30}"
_DUE = re.compile(
    r"\W*(?:thoi gian|thoi han|han|ngay|moc)(?: (?:phai|du kien|cham nhat|cuoi|can|de)){0,2}"
    rf" (?:hoan (?:thanh|tat)|phai (?:gui|nop|xong)){_REST}"
    rf"|\W*(?:thoi gian|thoi han|han|ngay) (?:phai )?nop\b{_REST}"
    rf"|\W*(?:thoi gian|thoi han|han|ngay) cham nhat{_REST}"
    rf"|\W*(?:thoi han|han) (?:phai )?(?:gui|trinh|bao cao|xong)\b{_REST}"
    rf"|\W*thoi gian (?:phai )?gui bao cao{_REST}"
    r"|\W*(?:han (?:chot|cuoi)|thoi han)\W*"
)
_DONE_THEN = (
    r"(?:thuc hien|to chuc|trien khai|tien hanh|dien ra|kiem tra|giam sat|khao sat|lam viec|hop"
    r"|hoc|thi|thi dau|tap huan|tiem|mat dien|cat dien|ngung (?:cap )?dien|du kien|cu the"
    r"|khai mac)"
)
_HELD = re.compile(
    rf"\W*(?:thoi gian|thoi diem|ngay|lich)(?:,? {_DONE_THEN}){{1,2}}\W*|\W*thoi gian\W*"
)
_FROM = re.compile(
    r"\W*(?:tu(?: ngay)?|(?:thoi gian |ngay |thoi diem )?bat dau|(?:thoi gian )?(?:ngung|cat|mat)"
    r"(?: (?:cap|cung cap))? (?:dien|nuoc))\W*"
)
_TO = re.compile(
    r"\W*(?:den(?: ngay)?|(?:thoi gian |ngay |thoi diem )?ket thuc"
    r"|(?:thoi gian )?(?:cap|co|dong|mo) (?:dien|nuoc)(?: tro)? lai)\W*"
)
"""The two columns of what begins and ends: "Từ ngày | Đến ngày"."""
_BARE = re.compile(r"\W*(?:(?:thu|gio|buoi)\W{1,3})?ngay(?:\W{1,3}(?:thang|thu|gio|buoi))?\W*")
"""A head that says of what the days are only beside others."""
_BESIDE_BARE = re.compile(
    r"\W*(?:thoi gian|gio|buoi|ca|dia diem|khu vuc (?:mat|ngung|cat)\b.*|noi dung"
    r"|noi dung (?:cong viec|cong tac|thuc hien|hoat dong))\W*"
)
_OF_OTHERS = re.compile(
    r"\W*(?:ho (?:va |,? ?chu dem )?ten|nguoi (?:truc|lao dong)|lanh dao truc|truc|ngay sinh"
    r"|nam sinh|tuoi|luong|muc|bac|he so|moc nang|don gia|thanh tien|so tien|gia tri|gia\b"
    r"|kinh phi chi|hop dong|so hop|ngay ky|ngay het|het han|thua|to ban do|bien so"
    r"|ten (?:dich vu|thiet bi|phuong tien|goi thau)|so dien thoai|dien thoai|trich yeu"
    r"|so,? ky hieu|cccd|ngay vao)\b.*"
)
"""A head beside which the days are of persons, contracts, prices or papers."""
_MOST_YEARS = 2  # from the letter to what it asks for; a term of forty years is no deadline
_WHOLE_DAY = (
    r"(?P<day>\d{1,2})"
    r"(?:\s?[/\-]\s?(?P<month>\d{1,2})(?:\s?[/\-]\s?(?P<year>\d{4}))?(?!\d)"
    r"|\s?thang\s?(?P<Month>\d{1,2})(?:\snam\s(?P<Year>\d{4}))?)"
)
_CLOCK = r"\d{1,2}\s?(?:h|g|gio)\s?(?:\d\d)?(?:\sphut)?['’]?"
_DUE_DAY = re.compile(
    r"\W*(?:(?:xong\s)?(?P<before>truoc\s)|(?:cham nhat|den het|het)\s(?:la\s)?)?"
    rf"(?:{_CLOCK},?\s)?(?:ngay\s)?{_WHOLE_DAY}[^\w:]*"
)
_DUE_HELD = re.compile(r"\W*(?:xong\s|truoc\s|cham nhat|den het|het\s)")
"""What falls due in a column of what is held."""
_WEEKDAY = r"\(?(?:thu\s(?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)\)?"
_HELD_DAY = re.compile(
    rf"\W*(?:(?:ca ngay|sang|chieu|toi)[,\s]{{1,2}})?"
    rf"(?:{_CLOCK}(?:\s?[-–]\s?{_CLOCK})?[,\s]{{1,3}})?(?:{_WEEKDAY}[,\s]{{1,3}})?(?:ngay\s)?{_WHOLE_DAY}"
    rf"(?:[,\s(]{{1,3}}{_WEEKDAY})?(?:[,\s(]{{1,3}}(?:tu\s)?{_CLOCK}(?:\s?[-–]\s?{_CLOCK})?)?\W*"
)


class TimeColumns:
    """Follows the paragraphs of a document and tells which of them are such days."""

    def __init__(self) -> None:
        self._columns: dict[int, Column] = {}
        self._bare: int | None = None  # a column that is told by the heads beside it
        self._is_told = False  # such a head was there
        self._is_of_others = False
        self._last = -1  # the column of the cell before
        self._in_heads = False

    def look(self, line: Line, folded: str) -> Column | None:
        """Return what the paragraph's column holds that begins with ``line``; None for a head,
        outside of a table, and in any other column."""
        if line.cell is None or _NUMBERS.fullmatch(folded):
            # No table, or the head of the next one.
            self._columns.clear()
            self._bare, self._is_told, self._in_heads = None, False, line.cell is not None
            self._is_of_others = False
            self._last = -1 if line.cell is None else line.cell
            return None
        self._in_heads = (self._in_heads or self._last == -1) and line.cell > self._last
        self._last = line.cell
        if self._in_heads and _OF_OTHERS.fullmatch(folded):
            self._is_of_others = True
        if (kind := _head(folded)) is not None:
            self._columns[line.cell] = kind
            if kind != "held":
                return None
        if self._in_heads:
            is_bare = _BARE.fullmatch(folded) is not None
            self._bare = line.cell if is_bare else self._bare
            self._is_told = self._is_told or _BESIDE_BARE.fullmatch(folded) is not None
            if self._bare is not None and self._is_told:
                self._columns[self._bare] = "held"
            return None
        told = None if kind else self._columns.get(line.cell)
        return None if self._is_of_others and told != "due" else told


def _head(folded: str) -> Column | None:
    heads: tuple[tuple[Column, re.Pattern[str]], ...] = (
        ("due", _DUE),
        ("held", _HELD),
        ("from", _FROM),
        ("to", _TO),
    )
    return next((kind for kind, head in heads if head.fullmatch(folded)), None)


def day_in(folded: str, issued: str) -> Deadline | None:
    """Return the day that is all of a cell, as a deadline; None where it is none."""
    match = _HELD_DAY.fullmatch(folded)
    period = read_deadline(match, issued, before=False) if match else None
    return Deadline(period, match.span()) if match and period else None


def day_of(column: Column, folded: str, issued: str) -> Deadline | None:
    """Return the deadline, or the day of what is held, that is all of a cell of ``column``; None
    where it is none or lies behind ``issued`` or far ahead."""
    if column == "held" and not _DUE_HELD.match(folded):
        day = day_in(folded, issued)
        if day is None or not _is_near(day.period.end or "", issued):
            return None
        return Deadline(Period(start=day.period.end, end=day.period.end, kind="event"), day.span)
    match = _DUE_DAY.fullmatch(folded)
    period = read_deadline(match, issued, before=bool(match["before"])) if match else None
    if match is None or period is None or not _is_near(period.end or "", issued):
        return None
    return Deadline(period, match.span())


def _is_near(day: str, issued: str) -> bool:
    """Tell whether a day lies within the time for which letters set days."""
    return day >= issued and (not issued or int(day[:4]) - int(issued[:4]) <= _MOST_YEARS)
