"""A table's column of deadlines: "Ngày chậm nhất phải hoàn thành", and a bare day in each row.

A day counts that is all of a cell in the column below such a head. A table that a page parts goes
on in the next page's, which has no head of its own as a rule; prose in between ends it.
"""

import re

from dispatch.document import Line
from nlp.deadlines import Deadline, read_deadline

_HEAD = re.compile(
    r"\W*(?:thoi gian|thoi han|han|ngay|moc)\b[^.;:\d]{0,30}?"
    r"\b(?:hoan thanh|cham nhat|phai (?:gui|nop|xong))\b[^.;:\d]{0,30}"
    r"|\W*(?:thoi gian|thoi han|han|ngay)\s(?:phai\s)?(?:nop|gui|trinh|bao cao|xong)\b"
    r"[^.;:\d]{0,30}"
    r"|\W*(?:han (?:chot|cuoi)|thoi han)\W*"
)
_DAY = re.compile(
    r"\W*(?P<before>truoc\s)?(?:\d{1,2}\s?(?:h|g|gio)\s?(?:\d\d)?['’]?,?\s)?(?:ngay\s)?"
    r"(?P<day>\d{1,2})"
    r"(?:\s?[/\-]\s?(?P<month>\d{1,2})(?:\s?[/\-]\s?(?P<year>\d{4}))?"
    r"|\s?thang\s?(?P<Month>\d{1,2})(?:\snam\s(?P<Year>\d{4}))?)[^\w:]*"
)


class DeadlineColumn:
    """Follows the paragraphs of a document and tells which of them are such days."""

    def __init__(self) -> None:
        self._column: int | None = None  # of the table, with such a head

    def look(self, line: Line, folded: str, issued: str) -> Deadline | None:
        """Return the deadline that the paragraph is which begins with ``line``, or None."""
        if line.cell is None:
            self._column = None
            return None
        if _HEAD.fullmatch(folded):
            self._column = line.cell
            return None
        match = _DAY.fullmatch(folded) if line.cell == self._column else None
        period = read_deadline(match, issued, before=bool(match["before"])) if match else None
        if match is None or period is None or (period.end or "") < issued:
            return None
        return Deadline(period, match.span())
