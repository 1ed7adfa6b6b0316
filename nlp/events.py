"""Thời gian họp: "Thời gian: 08 giờ 00, ngày 28/7/2023 (thứ Sáu)" becomes an event of one day."""

import re
from dataclasses import dataclass
from datetime import date

from dispatch.record import Period
from nlp.findings import Span
from nlp.period_grammar import whole_day

_WEEKDAY = r"\(?(?:ngay\s)?(?:thu\s(?P<{0}>hai|bay|ba|tu|nam|sau|[2-7])|(?P<{0}s>chu nhat))\)?"
_DAY = (
    r"ngay\s(?P<day>\d{1,2})"
    r"(?:\s?[/.\-]\s?(?P<month>\d{1,2})(?:\s?[/.\-]\s?(?P<year>\d{4}))?(?![\d/])"
    r"|\s?thang\s(?P<Month>\d{1,2})(?:\snam\s(?P<Year>\d{4}))?)"
)
# Behind an hour a whole day needs no word: "08h00, thứ Ba, 15/8/2023".
_DAY_BY_HOUR = _DAY.replace(r"ngay\s", r"(?:ngay\s|(?=\d{1,2}/\d{1,2}/\d{4}))", 1)
_DAY_BY_SESSION = _DAY.replace(
    r"ngay\s", r"(?:(?:sang|chieu|toi)\s)?(?:ngay\s|(?<=\s)(?=\d{1,2}/\d{1,2}/\d{4}))", 1
)
_DAY_BY_WEEKDAY = _DAY.replace(r"ngay\s", r"(?:ngay\s)?", 1)
_EVENT = re.compile(
    r"(?:(?:\btu\s)?(?:luc\s)?\b\d{1,2}\s?(?:gio|h|g|:|\.(?=\d\d\b))\s?(?:\d{2})?(?:\s?phut)?"
    r"\s?(?:den|[-–])\s)?"  # the army writes 07.30
    r"\b(?P<hour>\d{1,2})\s?(?:gio|h|g|:|\.(?=\d\d\b))\s?(?:\d{2})?(?:\s?phut)?['’]?[,\s]{0,3}"
    rf"(?:(?:sang|chieu|toi)[,\s]{{1,3}})?(?:{_WEEKDAY.format('before')}[,\s]{{0,3}})?"
    rf"(?:\(?(?:sang|chieu|toi)\)?[,\s]{{1,3}})?\(?{_DAY_BY_HOUR}"
    rf"(?:[,\s]{{0,3}}{_WEEKDAY.format('after')})?"
)
# Without an hour before it only the heading itself says that a day is the meeting's.
_TIMED = re.compile(
    r"\bthoi gian(?! (?:hoan|bao|gui|nop|chot|tra|ky)\b)[^:.;\d]{0,30}:\s"
    r"(?:(?:vao|buoi|sang|chieu|toi|trong|luc|du kien|\d{1,2}\s(?:ngay|buoi))[,\s(]{1,2}){0,3}"
    rf"(?:{_WEEKDAY.format('before')}[,\s]{{1,3}})?(?:(?:sang|chieu|toi)[,\s]{{1,2}})?{_DAY}"
    rf"(?:[,\s]{{0,3}}{_WEEKDAY.format('after')})?"
)
_HELD_ON = re.compile(
    r"\b(?:(?:khai giang|khai mac|be mac|ra quan|khoi cong|khanh thanh)\b[^.;:\d]{0,20}?:?\s"
    r"|(?:to chuc|hoi nghi|dai hoi|cuoc hop|le|dien ra|khoi hanh|tien hanh|bat dau|lam viec"
    r"|kiem tra|hop (?:truc tuyen|ban|giao ban|tham dinh|xet)|mo thau|dau gia|tap huan)\b"
    r"[^.;:]{0,90}?(?<!cham nhat)(?<!muon nhat)\s(?:vao|trong)\s"
    r"(?:buoi\s)?|\b(?:to chuc|dien ra)\s(?:dong loat\s)?)"
    rf"(?:{_WEEKDAY.format('before')}[,\s(]{{1,3}})?{_DAY_BY_SESSION}"
    rf"(?:[,\s]{{0,3}}{_WEEKDAY.format('after')})?"
)
"""What is held on a day, wherever the text says so: "Lễ khởi công tổ chức vào ngày 19/8/2025"."""

_OFF_ON = re.compile(
    r"(?<!de )(?<!kien )(?<!hoi )(?<!khi )(?<!lich )(?<!hoach )(?<!sach )"
    r"\bnghi (?:hoc|le|lam(?: viec)?|tet|bu|day|giao dich)\b"
    r"(?:(?!\b(?:thay cho|hoc bu|lam bu|bu cho|truoc|sau|cham nhat|muon nhat|lai|di|nop|gui|chot"
    r"|xong|tu|de|huong|cho|thong bao)\b)[^.;:,]){0,80}?[\s(]"
    rf"(?:ngay\s)?{_WEEKDAY.format('before')}[,\s(]{{1,3}}{_DAY_BY_WEEKDAY}"
    rf"(?:[,\s]{{1,3}}{_WEEKDAY.format('after')})?"
)
"""When pupils and staff are free: "nghỉ Lễ … 01 ngày vào thứ Hai (02/4/2012)"."""
_SET_FOR = re.compile(
    r"(?<!truoc )(?<!sau )(?<!tu )(?<!den )"
    r"\bngay (?:bau cu|to chuc (?:hoi|le|dai hoi|cuoc|ky)|khai mac|khai giang|be mac|mo thau"
    r"|dai hoi)\b(?:(?!\b(?:truoc|sau|cham nhat|muon nhat|niem yet)\b)[^.;:,]){0,100}?\sla\s"
    rf"(?:{_WEEKDAY.format('before')}[,\s(]{{1,3}})?{_DAY}"
    rf"(?:[,\s]{{0,3}}{_WEEKDAY.format('after')})?"
)
"""What a day is set for: "ngày bầu cử Trưởng ấp … là ngày 27 tháng 12 năm 2015"."""

_HELD_ITEM = re.compile(
    r"(?:hoi nghi|hoi thao|hoi thi|le|dai hoi|tap huan|toa dam|giao ban|hop|phat dong|khai mac"
    r"|be mac|ra quan|(?:chung|ban) ket|trao (?:giai|thuong)|tong ket)\b"
    r"(?:(?!\b(?:gui|nop|nhan|bao cao)\b)[^.;:]){0,80}:\s"
    rf"(?:\d{{1,2}}\s(?:buoi|ngay)[,\s(]{{1,2}})?(?:{_WEEKDAY.format('before')}[,\s]{{1,3}})?"
    rf"{_DAY_BY_SESSION}(?:[,\s]{{0,3}}{_WEEKDAY.format('after')})?"
)
"""An item that is the meeting itself: "1. Hội nghị cán bộ chủ chốt: 01 buổi, ngày 03/10/2025"."""

_MEETING = re.compile(
    r"\bthoi gian\b|\bhop\b|\bhoi nghi\b|\bkhai mac\b|\bto chuc\b"
    r"|\bdu\b(?!\s(?:bao(?!\sve\s(?:luan|khoa|do an|de tai))|kien|thao(?!\sluan\stai)|an|toan"
    r"|phong)\b)"
    r"|\b(?:tam (?:ngung|dung)|(?:ngung|cat|ngat) (?:cap|cung cap|dien|nuoc|may))\b"
    r"|\b(?:tap trung|co mat|dien ra|bat dau|mo thau|dau gia|lam viec|tap huan|le)\b"
)
_DAY_ITEM = re.compile(
    rf"(?:{_WEEKDAY.format('before')}[,\s]{{1,3}})?{_DAY}"
    rf"(?:[,\s]{{0,3}}{_WEEKDAY.format('after')})?\s?:\s(?!.{{0,20}}\bhan\b)"
)
"""An item headed by its day: "- Ngày 15/8/2025: khai mạc Hội thi"."""

_ANY_HOUR = re.compile(r"\d\s?(?:[hg:]|\.\d\d)")
_ANY_NAMED_DAY = re.compile(r"ngay\s\d")
"""What all forms with an hour hold, and all without: few paragraphs hold either."""

_ANY_SESSION = re.compile(r"\b(?:sang|chieu|toi)\s\d")
_ANY_WEEKDAY = re.compile(r"\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)[,\s(]{1,3}\d")
_ITEM = re.compile(r"\W*(?:\d{1,2}(?:\.\d)?[.)]|[a-zđ][.)])?\W*")
_LABELLED = re.compile(
    _ITEM.pattern + r"(?:le|tong ket|so ket|trao (?:giai|thuong)|(?:chung|ban) ket|khai mac|be mac"
    r"|phat dong|ra quan|mit tinh|gap mat|dang (?:hoa|huong)|hoi (?:nghi|thi|thao|dien)|cong bo)\b"
    r"[^.:;\d]{0,60}:\s"
)
"""An item that says what takes place before it says when: "3. Tổng kết, khen thưởng: 14 giờ …"."""
_DUE = re.compile(
    r"\b(?:han (?:cuoi|chot)|gop y|phan hoi|tra loi|gui|nop|nhan (?:bai|ho so)|khoa so|du bao"
    r"|hieu luc|ap dung)\b[^.;:]{0,40}:\s$"
)
"""What falls due, or holds, at an hour of a day."""
_PLACED = re.compile(
    r"[\s,;:()]{1,3}(?:dia diem\s?: ?)?tai\s"
    r"(?!(?:cong (?:thong tin|dich vu)|website|trang|vung|vi tri|tram|khu vuc)\b)"
)
"""Behind the hour of whatever takes place somewhere: "… 13h30 ngày 28/5/2019 tại …"."""
_NO_PLACE = re.compile(
    r"\b(?:du bao|do bo|muc nuoc|chot|han|nop|dang tai|dang tin|cap nhat|hieu luc|thoi diem"
    r"|ban giao|gui|hoan thanh|bao cao)\b|\b(?:hoi|tu)\s$"
)
"""What has an hour and a place too: weather, what falls due, what begins and goes on."""
_HOUR_CELL = re.compile(r"\W{0,4}(?:luc |tu )?\d{1,2}\s?(?:h|g|gio)[^:]*")
"""All of a table's cell, an hour and its day; with a colon it is a clock's or a panel's print."""
_HELD_SOMEWHERE = re.compile(
    r"(?:^|[.;]\s)[^\w.;]{0,8}(?:\d{1,2}(?:\.\d)?[.)]|[a-zđ][.)])?[^\w.;]{0,8}"
    r"(?![^.:;]{0,40}\b(?:han|nop|gui|nhan|tra|bao cao|hoan thanh|ky|niem yet|cong bo)\b)"
    r"[^.:;\d]{3,60}:\s(?:du kien\s|\d{1,2}\s(?:dot|buoi|ngay)[,\s(]{1,2}(?:du kien\s)?)"
    rf"(?:{_WEEKDAY.format('before')}[,\s]{{1,3}})?{_DAY}"
    rf"(?:[,\s]{{0,3}}{_WEEKDAY.format('after')})?(?=[\s,]{{1,2}}tai\s)"
)
"""The same without an hour, of an item: "3. Hiến máu: 01 đợt, ngày 17/7/2011 tại …"."""
_DAY_CELL = re.compile(
    rf"\W*(?:\d{{1,2}}(?:,5)?\s(?:buoi|ngay)[,\s(]{{1,3}}|(?:sang|chieu|toi)\s)"
    rf"(?:{_WEEKDAY.format('before')}[,\s]{{1,3}})?{_DAY}"
    rf"(?:[,\s]{{0,3}}{_WEEKDAY.format('after')})?\W*"
)
"""All of a table's cell: "01 ngày, ngày 20/11/2020 (thứ Sáu)", "Sáng ngày 20/11/2020"."""
_CALLED_OFF = re.compile(
    r"(?:(?!\b(?:neu|thay cho|bu cho)\b)[^.;(),\d]){0,40}"
    r"\b(?:khong (?:to chuc|dien ra)(?: nua)?\s?(?:[.;)]|$)|bi huy|tam hoan|duoc hoan)"
)
_BOUND = re.compile(
    r"\b(?:sau|qua|den|truoc|(?:cham nhat|muon nhat)(?:\s(?:la|vao|truoc|den))?|khong qua"
    r"|truoc\sluc|den het)\s$"
)
_CELL_LENGTH = 60
_DAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}


@dataclass(frozen=True, slots=True)
class Event:
    """An event, where it stands, and whether its printed weekday is another day's."""

    period: Period
    span: Span
    weekday_conflict: bool


def find_event(folded: str, heading: str, issued: str, *, meeting: bool = False) -> Event | None:
    """Return the first meeting to come in the paragraph, or None.

    ``issued`` is the day or month of issue, or empty: what lies before it is told, not called.
    A day without an hour counts where the document calls a ``meeting``, where the item is headed by
    its time, and where the text says that something is held on it.
    """
    is_cell = (
        len(folded) < _CELL_LENGTH
        and _HOUR_CELL.fullmatch(folded) is not None
        and _NO_PLACE.search(heading) is None
    )
    for match in _EVENT.finditer(folded) if _ANY_HOUR.search(folded) else ():
        lead = folded[max(0, match.start() - 30) : match.start()]
        after = folded[match.end() : match.end() + 60]
        around = f"{heading} {folded[max(0, match.start() - 300) : match.start()]} {after}"
        heads = _ITEM.fullmatch(folded, 0, match.start()) and after.lstrip().startswith(":")
        labelled = _LABELLED.fullmatch(folded, 0, match.start())
        if _BOUND.search(lead) or _DUE.search(folded, max(0, match.start() - 80), match.start()):
            continue
        placed = is_cell or _PLACED.match(after) is not None
        if _NO_PLACE.search(folded, max(0, match.start() - 60), match.start()):
            placed = False
        if not (heads or labelled or placed or _MEETING.search(around)):
            continue
        if found := _event(match, issued):
            return found
    if not any(may.search(folded) for may in (_ANY_NAMED_DAY, _ANY_SESSION, _ANY_WEEKDAY)):
        return None
    item = _ITEM.match(folded)
    start = item.end() if item else 0
    timed = _TIMED.search(folded) if meeting else _TIMED.match(folded, start)
    held = (
        timed
        or _HELD_ON.search(folded)
        or _OFF_ON.search(folded)
        or _SET_FOR.search(folded)
        or _DAY_ITEM.match(folded, start)
        or _DAY_CELL.fullmatch(folded)
        or _HELD_ITEM.match(folded, start)
        or _HELD_SOMEWHERE.search(folded)
    )
    return _event(held, issued) if held else None


def _event(match: re.Match[str], issued: str) -> Event | None:
    if _CALLED_OFF.match(match.string, match.end()):
        return None
    year = match["year"] or match["Year"] or issued[:4]
    month = int(match["month"] or match["Month"])
    day = whole_day(int(match["day"]), month, int(year)) if year else None
    if day is None or day.isoformat() < issued:
        return None
    named = _weekday(match)
    return Event(_whole(day), match.span(), named is not None and named != day.weekday())


def _whole(day: date) -> Period:
    return Period(start=day.isoformat(), end=day.isoformat(), kind="event")


def _weekday(match: re.Match[str]) -> int | None:
    if match["befores"] or match["afters"]:
        return 6
    name = match["before"] or match["after"]
    if name is None:
        return None
    return int(name) - 2 if name.isdigit() else _DAYS[name]
