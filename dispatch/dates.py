"""Days as printed: parse one date, whole or in part. Periods are built on this in nlp.

Numeric dates are always day-month (Nghị định 30/2020, Phụ lục I, Mục II). A blank day gives month
precision, never day 1.
"""

import re
from dataclasses import dataclass
from datetime import date

_BLANK = r"[\s.…_]*"
_SEP = r"\s*[/.\-\u2010-\u2015]\s*"
# Long form: "ngày 20 tháng 7 năm 2023"; the day or both may be blank (dots, underscores, blanks).
LONG = re.compile(
    rf"ng[àa]y{_BLANK}(?P<day>\d{{1,2}})?{_BLANK}th[áa]ng{_BLANK}(?P<month>\d{{1,2}})?{_BLANK}"
    rf"(?:n[ăa]m|th[áa]ng){_BLANK}(?P<year>\d{{4}})",
    re.IGNORECASE,
)
SHORT = re.compile(
    rf"(?<![\d/])(?P<day>\d{{1,2}}){_SEP}(?P<month>\d{{1,2}}){_SEP}(?P<year>(?:19|20)\d\d)(?!\d)"
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed: each part None where blank; ``span`` in the text it was found in."""

    day: int | None
    month: int | None
    year: int | None
    span: tuple[int, int]

    @property
    def iso(self) -> str | None:
        """The whole day as YYYY-MM-DD; None if a part is blank or there is no such day."""
        if self.day is None or self.month is None or self.year is None:
            return None
        try:
            return date(self.year, self.month, self.day).isoformat()
        except ValueError:
            return None

    @property
    def partial(self) -> str | None:
        """YYYY-MM or YYYY where the day is not whole, else None."""
        if self.iso is not None or self.year is None:
            return None
        if self.month is not None and 1 <= self.month <= 12 and self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}" if self.month is None else None

    @property
    def is_invalid(self) -> bool:
        """True for a day that no calendar has (31 tháng 9)."""
        complete = None not in (self.day, self.month, self.year)
        return complete and self.iso is None


def parse_date(text: str) -> PrintedDate | None:
    """Return the first date in ``text``, long or short form; None if there is none."""
    found = [match for pattern in (LONG, SHORT) if (match := pattern.search(text))]
    if not found:
        return None
    match = min(found, key=lambda item: item.start())
    day, month, year = (match[name] for name in ("day", "month", "year"))
    return PrintedDate(
        day=int(day) if day else None,
        month=int(month) if month else None,
        year=int(year) if year else None,
        span=match.span(),
    )
