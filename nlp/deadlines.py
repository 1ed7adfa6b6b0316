"""Thời hạn: "trước ngày 15/11/2023" becomes a deadline with its bound.

``before`` keeps the operator of "trước ngày" (the printed day itself is too late), ``by`` that of
"chậm nhất", "không quá", "đến hết ngày".
"""

import re
from dataclasses import dataclass

from dispatch.record import Period
from nlp.findings import Span
from nlp.period_grammar import whole_day

_CUE = re.compile(
    r"\b(?:(?P<before>truoc)|(?P<by>cham nhat|muon nhat|khong qua|den het|truoc va trong))"
    r"(?:\s(?:la|vao|den|het|trong|luc))?(?:\s\d{1,2}\s?(?:gio|h|g)\s?(?:\d{2})?(?:\sphut)?,?)?"
    r"\s(?:ngay\s)?(?P<day>\d{1,2})"
    r"(?:\s?[/.\-]\s?(?P<month>\d{1,2})(?:\s?[/.\-]\s?(?P<year>\d{4}))?(?![\d/])"
    r"|\s?thang\s(?P<Month>\d{1,2})(?:\snam\s(?P<Year>\d{4}))?)"
)
_RECURRING = re.compile(r"\b(?:hang|hang\s(?:nam|quy|thang)|dinh ky)\b[^.;]{0,60}$")
_RANGE_BEFORE = re.compile(r"\btu\s[^.;]{0,60}$")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline and where it stands in its paragraph."""

    period: Period
    span: Span


def find_deadlines(text: str, folded: str, issued: str | None) -> list[Deadline]:
    """Return the deadlines that the paragraph itself sets; what stands in quotes is another's."""
    found = []
    for match in _CUE.finditer(folded):
        before = folded[max(0, match.start() - 90) : match.start()]
        if _RECURRING.search(before) or _is_quoted(text, match.start()):
            continue
        if match["by"] == "den het" and _RANGE_BEFORE.search(before):
            continue
        year = match["year"] or match["Year"] or (issued or "")[:4]
        month = match["month"] or match["Month"]
        if not year:
            continue
        day = whole_day(int(match["day"]), int(month), int(year))
        if day is not None:
            period = Period(
                end=day.isoformat(), kind="deadline", bound="before" if match["before"] else "by"
            )
            found.append(Deadline(period, match.span()))
    return found


def _is_quoted(text: str, position: int) -> bool:
    return text.rfind("“", 0, position) > text.rfind("”", 0, position)
