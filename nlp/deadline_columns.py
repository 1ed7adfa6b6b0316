"""A table's column of deadlines: "Ngày chậm nhất phải hoàn thành", and a bare day in each row.

A day counts that is all of a cell in the column below such a head. A table that a page parts goes
on in the next page's, which has no head of its own as a rule; prose in between ends it.
"""

import re

from dispatch.document import Line
from nlp.deadlines import Deadline, read_deadline

_NUMBERS = re.compile(r"\W*(?:so )?(?:s?tt|thu tu)\W*")
_REST = r"(?!.{0,20}\b(?:thuc te|nghia vu|hop dong|tien|vien|dien|bay)\b)[^.;:\d]{0,30}"
_HEAD = re.compile(
    r"\W*(?:thoi gian|thoi han|han|ngay|moc)(?: (?:phai|du kien|cham nhat|cuoi|can|de)){0,2}"
    rf" (?:hoan (?:thanh|tat)|phai (?:gui|nop|xong)){_REST}"
    rf"|\W*(?:thoi gian|thoi han|han|ngay) (?:phai )?nop\b{_REST}"
    rf"|\W*(?:thoi gian|thoi han|han|ngay) cham nhat{_REST}"
    rf"|\W*(?:thoi han|han) (?:phai )?(?:gui|trinh|bao cao|xong)\b{_REST}"
    rf"|\W*thoi gian (?:phai )?gui bao cao{_REST}"
    r"|\W*(?:han (?:chot|cuoi)|thoi han)\W*"
)
_MOST_YEARS = 2  # from the letter to what it asks for; a term of forty years is no deadline
_DAY = re.compile(
    r"\W*(?:(?:xong\s)?(?P<before>truoc\s)|(?:cham nhat|den het|den|het)\s(?:la\s)?)?"
    r"(?:\d{1,2}\s?(?:h|g|gio)\s?(?:\d\d)?['’]?,?\s)?(?:ngay\s)?"
    r"(?P<day>\d{1,2})"
    r"(?:\s?[/\-]\s?(?P<month>\d{1,2})(?:\s?[/\-]\s?(?P<year>\d{4}))?"
    r"|\s?thang\s?(?P<Month>\d{1,2})(?:\snam\s(?P<Year>\d{4}))?)[^\w:]*"
)


class DeadlineColumn:
    """Follows the paragraphs of a document and tells which of them are such days."""

    def __init__(self) -> None:
        self._columns: set[int] = set()  # of the table, with such heads

    def look(self, line: Line, folded: str, issued: str) -> Deadline | None:
        """Return the deadline that the paragraph is which begins with ``line``, or None."""
        if line.cell is None or _NUMBERS.fullmatch(folded):
            self._columns.clear()  # no table, or the head of the next one
            return None
        if _HEAD.fullmatch(folded):
            self._columns.add(line.cell)
            return None
        match = _DAY.fullmatch(folded) if line.cell in self._columns else None
        period = read_deadline(match, issued, before=bool(match["before"])) if match else None
        if match is None or period is None or not _is_near(period.end or "", issued):
            return None
        return Deadline(period, match.span())


def _is_near(day: str, issued: str) -> bool:
    """Tell whether a day lies within the time for which letters set days."""
    return day >= issued and (not issued or int(day[:4]) - int(issued[:4]) <= _MOST_YEARS)
