"""Hiệu lực thi hành: "có hiệu lực thi hành từ ngày 01/01/2024" becomes an open period of validity.

"Kể từ ngày ký" prints no day and is no period; "sau 10 ngày kể từ ngày ký" is counted from the
day of issue, the next day being the first (Bộ luật Dân sự 2015, Điều 147), hence inferred.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dispatch.record import Period
from nlp.findings import Span
from nlp.period_grammar import whole_day

_TYPE = r"(?P<type>van ban|luat|nghi dinh|thong tu|quyet dinh|nghi quyet|quy che|quy dinh)"
_SELF = rf"(?:nay|{_TYPE})"
_DAY = (
    r"(?P<day>\d{1,2})(?:\s?[/.\-]\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>\d{4})(?!\d)"
    r"|\s?thang\s(?P<Month>\d{1,2})\snam\s(?P<Year>\d{4}))"
)
_FROM = re.compile(
    rf"\b{_SELF}\s(?:nay\s)?(?:bat dau\s|(?:da\s)?duoc\s[^;]{{10,200}}?\sva\s)?"
    r"co hieu luc(?:\sthi hanh)?,?\s(?:ke\s)?tu\s(?:ngay\s)?"
    rf"{_DAY}"
)
_AFTER = re.compile(
    rf"\b{_SELF}\s(?:nay\s)?co hieu luc(?:\sthi hanh)?\ssau\s(?P<count>\d{{1,3}})"
    r"(?:\s?\([^)]{1,40}\))?\sngay,?\s(?:ke\s)?tu ngay (?:ky|ban hanh)"
)
# Of a council: "… thông qua ngày 15/12/2016 và có hiệu lực thi hành từ ngày thông qua".
_ADOPTED = re.compile(
    rf"\bnay\s[^;]{{0,200}}?\b(?:thong qua|bieu quyet)\s(?:vao\s)?ngay\s{_DAY}[^;.]{{0,40}}?"
    r"\s(?:va\s)?co hieu luc(?:\sthi hanh)?,?\s(?:ke\s)?tu\s(?:ngay\s)?(?:duoc\s)?thong qua"
)
_UNTIL = re.compile(
    r"\b(?:giay|van ban|phieu|the|giay phep)\s(?:moi\s|uy quyen\s|gioi thieu\s|di duong\s)?nay\s"
    r"co gia tri(?:\ssu dung)?,?\s(?:cho\s)?den\s(?:het\s)?(?:ngay\s)?"
    rf"{_DAY}"
)
_PROPOSING = frozenset({"Tờ trình", "Báo cáo", "Công văn", "Đề án"})
_TO = re.compile(r"\sden\s(?:het\s)?(?:ngay\s)?\d")


@dataclass(frozen=True, slots=True)
class Validity:
    """A period of validity and where it stands in its paragraph."""

    period: Period
    span: Span


def find_validity(folded: str, issued: str | None, *, kind: str | None = None) -> Validity | None:
    """Return the document's own validity as the paragraph states it, or None.

    ``kind`` is its type: what a proposal says of "Nghị quyết" without "này", or a letter quotes,
    is another's validity.
    """
    if "co hieu luc" not in folded and "co gia tri" not in folded:
        return None  # without these words, which are rare, no form below matches
    match = _FROM.search(folded)
    if match and match["type"] and kind in _PROPOSING:
        quoted = folded[: match.start()].rstrip()[-1:] in ('"', "“")
        if quoted or " nay" not in match[0]:
            return None
    if match:
        if _TO.match(folded, match.end()):
            return None  # a range with both ends: the grammar of ranges reads it
        day = _printed(match)
        return Validity(_open(day), match.span()) if day else None
    if adopted := _ADOPTED.search(folded):
        day = _printed(adopted)
        return Validity(_open(day), adopted.span()) if day else None
    if until := _UNTIL.search(folded):
        day = _printed(until)
        last = Period(end=day.isoformat(), kind="validity") if day else None
        return Validity(last, until.span()) if last else None
    match = _AFTER.search(folded)
    if match and issued:
        day = date.fromisoformat(issued) + timedelta(days=int(match["count"]))
        period = Period(start=day.isoformat(), kind="validity", source="inferred")
        return Validity(period, match.span())
    return None


def _printed(match: re.Match[str]) -> date | None:
    return whole_day(
        int(match["day"]),
        int(match["month"] or match["Month"]),
        int(match["year"] or match["Year"]),
    )


def _open(day: date) -> Period:
    return Period(start=day.isoformat(), kind="validity")
