"""Thời hạn: "trước ngày 15/11/2023" becomes a deadline with its bound.

``before`` keeps the operator of "trước ngày" (the printed day itself is too late), ``by`` that of
"chậm nhất", "không quá", "đến hết ngày".
"""

import re
from dataclasses import dataclass

from dispatch.record import Period
from nlp.findings import Span
from nlp.period_grammar import whole_day

_HOUR = r"(?:\s\d{1,2}(?:\s?(?:gio|h|g)\s?(?:\d{2})?(?:\s?phut)?|[.:]\d{2})['’]?,?)?"
# "rước ngày" has lost its T to OCR.
_CUE = re.compile(
    r"\b(?:(?P<by>truoc (?:va|hoac)(?: trong)?|trong(?= (?:buoi )?(?:sang |chieu )?ngay)"
    r"|cham nhat|muon nhat|khong (?:cham|muon) (?:hon|qua)|khong qua|den het"
    r"|han (?:cuoi|chot)(?: cung)?(?:[^.;:\d]{0,100}?(?=\sla\s)|(?:\s\w{1,8}){0,4}?)"
    r"|(?<!co )(?<!het )thoi (?:han|gian (?=hoan thanh|bao cao|gui|nop))"
    r"(?: ?cuoi)?(?:\s?\w{1,8}){0,5}?(?: la)?"
    r"|(?<!gioi )(?<!gia )(?<!qua )han (?:nop|gui|dang ky|tra|nhan)\b"
    r"(?:(?:\s\w{1,8}){0,3}?|(?:(?!nhu sau)[^.:;,]){0,80}(?=:)))|(?P<before>truoc|ruoc(?= ngay)))"
    r"(?:\s(?:la|vao|den|het|trong|luc|thoi diem|truoc)){0,3}"
    r"(?::(?:\s(?:vao|den|het|trong|luc)){0,2})?"
    rf"{_HOUR}(?:\s(?:cuoi\s)?gio\s(?:lam viec|hanh chinh))?(?:\s(?:buoi\s)?(?:sang|chieu))?"
    r"(?:\s(?:thu\s\w{1,4}|chu nhat),?)?(?:\s\(?(?:het\s)?ngay(?:\slam viec)?\s?|\s)"
    r"(?P<day>\d{1,2})"
    r"(?:\s?[/.\-]\s?(?P<month>\d{1,2})(?:\s?[/.\-]\s?(?P<year>\d{4}|[7-9]\d))?(?![\d/])"
    r"|\s?thang\s?(?P<Month>\d{1,2})(?:\s(?:nam|/)\s?(?P<Year>\d{4}))?)"
)
# "trước ngày 15/4/2019 và ngày 15/10/2019": the cue reaches over a list of days.
_HOPED = re.compile(r"\b(?:phan dau|uoc|du kien)\s(?:[^.;,]{1,30}\s)?$")
"""What a report hopes to have reached by a day asks nobody."""

_NEXT_DAY = re.compile(
    r"(?:\s\([^()]{1,40}\)|\s(?:doi voi|cho)\s[^.;,\d]{1,60})?\s?(?:,|;|va|,?\sva)\s"
    r"(?:truoc\s)?(?:ngay\s|(?=\d{1,2}[/.]\d{1,2}[/.]\d{4}))(?P<day>\d{1,2})"
    r"(?:\s?[/.\-]\s?(?P<month>\d{1,2})(?:\s?[/.\-]\s?(?P<year>\d{4}))?(?![\d/])"
    r"|\s?thang\s?(?P<Month>\d{1,2})(?:\s(?:nam|/)\s?(?P<Year>\d{4}))?)"
)
_RECURRING = re.compile(
    r"\b(?:hang|dinh ky)\s?(?:ngay|tuan|thang|quy|nam)?\b[^.;]{0,60}$"
    r"|\bhang (?:tuan|thang|quy|nam);[^.;]{0,60}$"
)
# "- Báo cáo năm: các đơn vị gửi trước ngày 15/12; Sở tổng hợp trước ngày 20/12": every year.
_YEARLY = re.compile(
    r"\bbao cao (?:dinh ky )?(?:(?:0?[69]|sau|chin) thang|nam|quy|thang|tuan)\s?:[^.]{0,220}$"
)
# With a year of its own it is one day: "báo cáo hằng quý (…), báo cáo năm trước ngày 10/12/2024".
_RECURRING_HERE = re.compile(
    r"(?:^|[.;:,\-]\s?|\b(?:bao cao|gui)\s)(?:hang|(?<!bao cao )dinh ky)\s?"
    r"(?:ngay|tuan|thang|quy|nam)?\b,?[^.;,)]{0,60}$"
)
_EVERY = re.compile(r"\s?(?:cua\s)?(?:hang|moi)\s(?:thang|quy|nam)")
_VALID = re.compile(r"\bco (?:gia tri|hieu luc|thoi han)\b[^.;]{0,24}$")
"""How long a paper holds is no deadline."""
_FORMER = re.compile(
    r"\b(?:cũ|trước đây) ?:|\b(?:hạn|gian|nộp|gửi|nhận) (?:cũ|trước đây) (?:là|đến|vào) ",
    re.IGNORECASE,
)
"""What was the deadline until now, named beside the new one: "Thời hạn cũ: 30/11/2016"."""
_RANGE_BEFORE = re.compile(
    r"\b(?:tu|ke tu)\s[^.;]{0,60}$|\bbat dau\s(?:ngay\s)?\d[^.;]{0,60}$"
    r"|\bthoi gian nghi\b[^.;]{0,70}\d[/.-]\d[^.;]{0,45}$"
)
# A deadline asks for something; "được ban hành trước ngày …" tells of the past.
_ASKS = re.compile(
    r"\b(?:thoi (?:gian|han)|gui|bao cao|hoan thanh|hoan thien|dang ky|nop|trinh|thuc hien|to chuc"
    r"|de nghi|yeu cau|xong|phan hoi|y kien|cung cap|cap nhat|tong hop|xac nhan|giai quyet"
    r"|tra loi|trien khai"
    r"|ban hanh|thong bao|ve|gop y|tham gia|cong bo|niem yet|ra soat|xu ly|ban giao|hoan tat"
    r"|thanh toan|quyet toan|khac phuc|cham dut|chi tra|giai ngan|nghiem thu|khoi cong"
    r"|tiep nhan|nhan ho so|bo sung|phe duyet|dut diem|kiem tra"
    r"|danh gia|tham muu|de xuat|dieu chinh|bo tri|sap xep|ket thuc"
    r"|thu hoi|chuyen|lap|cu|giai trinh|lam ro|dang tai|tham dinh|thong ke|tiep thu|chuan bi)\b"
)
_SETS = re.compile(
    r"(?:(?:cham|muon) nhat|han (?:(?:cuoi|chot)(?: cung)? )?(?:nhan|nop|gui|dang ky))\b"
)
"""Nothing is told with these words."""
_PROMISED = re.compile(r"\b(?:cam ket|hop dong|sinh|tra no|da)\b")
_HANDED_IN = re.compile(
    r"\b(?:gui|bao cao|hoan thanh|nop|trinh|xong|tra loi|phan hoi|cung cap|cap nhat|dang ky)\b"
    r"[^.;]{0,80}$"
)
"""What "trong ngày" must follow to ask for something: an event, too, is held within a day."""

_CARRIED_OUT = re.compile(r"\b(?:thuc hien|hoan thanh|trien khai)\b")
"""Without such a word "tính đến ngày" says how old a certificate may be by then."""

QUOTATION_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline and where it stands in its paragraph."""

    period: Period
    span: Span


def find_deadlines(text: str, folded: str, issued: str, *, heading: str = "") -> list[Deadline]:
    """Return the deadlines that the paragraph itself sets; what stands in quotes is another's.

    A table's cell that is nothing else says what is due in the one before it, the ``heading``.
    ``issued`` is the day or month of issue, or empty: a day before it was no deadline.
    """
    found = []
    whole = len(folded.strip(" .;,"))
    asked = _ASKS.search(heading) is not None
    for match in _CUE.finditer(folded):
        period = read_deadline(match, issued, before=bool(match["before"]))
        before = folded[max(0, match.start() - 250) : match.start()]
        if period is None or period.end is None or period.end < issued:
            continue
        recurring = _RECURRING_HERE if match["year"] or match["Year"] else _RECURRING
        yearly = _YEARLY.search(before) if recurring is _RECURRING else None
        if yearly or recurring.search(before[-90:]) or _EVERY.match(folded, match.end()):
            continue
        if match["by"] == "trong" and not _HANDED_IN.search(before):
            continue
        if match["by"] == "den het" and _HOPED.search(before[-50:]):
            continue
        ends = match["by"] == "den het" or before.endswith("den ")
        if ends and _RANGE_BEFORE.search(before[-120:]):
            continue
        if _FORMER.search(text, *match.span()):
            continue
        if _VALID.search(before) or before.endswith("thay vi "):
            continue
        if "tinh den" in match[0] and not _CARRIED_OUT.search(match[0]):
            continue
        is_cell = (asked or match[0].startswith("han ")) and match.end() - match.start() >= whole
        around = before + folded[match.start() : match.end() + 80]
        asks = is_cell or _sets(match[0], before) or _ASKS.search(around)
        if asks and not is_quoted(text, match.start()):
            found.append(Deadline(period, match.span()))
            found.extend(_further(match, folded, issued))
    return found


def _sets(told: str, before: str) -> bool:
    return _SETS.match(told) is not None and _PROMISED.search(before[-60:]) is None


def _further(first: re.Match[str], folded: str, issued: str) -> list[Deadline]:
    """Return the deadlines of the days listed behind ``first``, under its cue."""
    found: list[Deadline] = []
    end = first.end()
    while match := _NEXT_DAY.match(folded, end):
        period = read_deadline(match, issued, before=bool(first["before"]))
        if period is not None and (period.end or "") >= issued:
            found.append(Deadline(period, match.span()))
        end = match.end()
    return found


def read_deadline(match: re.Match[str], issued: str, *, before: bool) -> Period | None:
    """Return the deadline on the day that ``match`` names in its groups, None where no calendar
    has it."""
    year = match["year"] or match["Year"] or issued[:4]
    if len(year) == 2:
        year = f"19{year}"
    month = match["month"] or match["Month"]
    day = whole_day(int(match["day"]), int(month), int(year)) if year else None
    if day is None:
        return None
    return Period(end=day.isoformat(), kind="deadline", bound="before" if before else "by")


def is_quoted(text: str, position: int) -> bool:
    """True inside quotes that opened within the reach of one quotation; straight ones in pairs."""
    low = max(0, position - QUOTATION_LIMIT)
    if text.rfind("“", low, position) > text.rfind("”", low, position):
        return True
    return text.count('"', low, position) % 2 == 1 and '"' in text[position : position + 300]
