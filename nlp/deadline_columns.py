"""A table's column of deadlines: "Ngày chậm nhất phải hoàn thành", and a bare day in each row.

Cells come as paragraphs, row by row, and empty ones do not come. So a day counts only in a table
whose rows are numbered: as many cells behind its row's number as the column's head stands behind
the head of the numbers.
"""

import re

from dispatch.document import Line
from nlp.deadlines import Deadline, read_deadline

_NUMBERS = re.compile(r"\W*(?:so )?(?:s?tt|thu tu)\W*")
_NUMBER = re.compile(r"\W*(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)]?\W*")
_HEAD = re.compile(
    r"\W*(?:thoi gian|thoi han|han|ngay|moc)\b[^.;:\d]{0,30}?"
    r"\b(?:hoan thanh|cham nhat|phai (?:gui|nop|xong))\b[^.;:\d]{0,30}|\W*han (?:chot|cuoi)\W*"
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
        self._behind = -1  # cells between the row's number and this one; -1 outside of a table
        self._column = 0  # the same of the column's head; 0 while none was met

    def look(self, line: Line, folded: str, issued: str) -> Deadline | None:
        """Return the deadline that the paragraph is which begins with ``line``, or None."""
        if line.group == 0:
            self._behind, self._column = -1, 0
            return None
        if _NUMBERS.fullmatch(folded):
            self._behind, self._column = 0, 0
            return None
        if self._behind < 0:
            return None
        if self._column and _NUMBER.fullmatch(folded):
            self._behind = 0
            return None
        self._behind += 1
        if not self._column and _HEAD.fullmatch(folded):
            self._column = self._behind
            return None
        match = _DAY.fullmatch(folded) if self._behind == self._column else None
        period = read_deadline(match, issued, before=bool(match["before"])) if match else None
        if match is None or period is None or (period.end or "") < issued:
            return None
        return Deadline(period, match.span())
