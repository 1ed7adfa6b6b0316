"""What a range of days is of: a campaign, an event, a report, a validity, or nobody's time.

The words before it in its passage tell, then its heading, then the type of the document.
"""

import re
from dataclasses import dataclass
from datetime import date

from dispatch.document import Paragraph
from dispatch.record import Period, PeriodKind
from nlp.exams import are_sat_then
from nlp.findings import Finding, Span
from nlp.period_grammar import Range

NORMATIVE = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Hiến pháp"})
"""Types whose days bind everybody for good: they set validity, not deadlines or events."""

NO_PLANS = NORMATIVE | {"Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng"}
"""Types whose ranges of days to come are others' or only proposed, unless their words say more."""

_GRANTS = frozenset({"Giấy ủy quyền", "Giấy giới thiệu", "Giấy phép", "Giấy nghỉ phép"})
"""Types that hold within the days they name."""

PLANNED = frozenset({"Kế hoạch", "Chương trình", "Hướng dẫn", "Phương án"})
"""Types whose section Thời gian tells when the planned activity runs."""

# What the words before a range say of its kind; the first match wins.
_KINDS: tuple[tuple[PeriodKind, re.Pattern[str]], ...] = (
    (
        "reporting",
        re.compile(
            r"\b(?:so lieu|ky bao cao|moc thoi gian|bao cao ket qua"
            r"|thoi (?:ky|diem) (?:thanh|kiem|giam))\b"
        ),
    ),
    (
        "validity",
        re.compile(
            r"\b(?:co hieu luc|co gia tri|thoi (?:han (?:uy quyen|hop dong)|gian uy quyen))\b"
        ),
    ),
    (
        "campaign",
        re.compile(
            r"\b(?:thi dua|phong trao|dot cao diem|phat dong|chien dich|(?<!trong )tuan le"
            r"|thang (?:hanh dong|cong nhan|thanh nien|cao diem|an toan|ve sinh|ra quan))\b"
        ),
    ),
    ("event", re.compile(r"\bthoi gian nghi\b")),
    ("campaign", re.compile(r"\bthoi gian cao diem\b")),
    ("campaign", re.compile(r"\bthoi gian (?:phat dong|thuc hien|trien khai|dang ky)\b")),
)
TIME = re.compile(r"\bthoi gian\b")
_ITS_HOUR = re.compile(r"(?<!\btrong )\bthoi gian\b(?! (?:toi|qua|vua|sap)\b)")
"""The same of a meeting; "nhiệm vụ thời gian tới" calls for none."""
_DONE = re.compile(r"\b(?:da (?:phat dong|to chuc|trien khai|mo|thuc hien)|huong ung)\b")
"""What a report tells of beside what it is on."""
_ARISEN = re.compile(
    r"\b(?:thong ke|tong hop|ra soat|bao cao|danh gia)\b[^.;]{0,160}"
    r"\b(?:phat sinh|xay ra|thiet hai|thuc hien)\s$"
)
"""What is to be counted of days gone by: "thống kê diện tích thiệt hại phát sinh từ ngày …"."""
_FIGURES_OF = re.compile(r"\b(?:tinh tu|ky bao cao|moc thoi gian|thoi (?:ky|diem))\b|\btinh\s$")
_REPORTED = re.compile(r"\W{0,3}\((?:tinh |so lieu |ky bao cao )?tu\b")
"""The time that a report is on, in brackets under its title."""

_FORECAST = re.compile(
    r"\b(?:du bao|ban tin|co mua|mua (?:to|lon|dong)|bao so"
    r"|nang nong|ret|khong khi lanh|thuy trieu)\b"
)
"""The weather's days to come are nobody's activity."""

_TERM = re.compile(r"\bnhiem ky\b")
"""A term of office is nobody's activity (domain notes 3)."""

_ROUND = re.compile(r"\bdot\s(?:\d{1,2}|[ivxl]{1,4})\b[^.;]{0,12}$")
_OPENED = re.compile(
    r",?\s(?:mo|phat dong|to chuc|thuc hien|trien khai)\s"
    r"(?:\w+\s){0,2}?(?:dot cao diem|chien dich|phong trao|thi dua|tuan le)\b"
)
"""What a range opens: "từ nay đến hết ngày 31/12/2025, mở đợt cao điểm …"."""

_MEETS = re.compile(
    r"\b(?:to chuc|tien hanh|dien ra|hop)\s(?:\w+\s){0,2}?"
    r"(?:hoi nghi|cuoc hop|dai hoi|hoi thi|hoi thao|toa dam)\b"
    r"(?!.*\b(?:mo|phat dong|thoi gian|trien khai|chao mung)\b)[^.;:]{0,60}$"
)
"""Who meets within the days that follow, whatever they meet for: "Các Khối thi đua tổ chức hội nghị
tổng kết từ ngày …"; what hails a congress or follows a meeting is no meeting."""
_PHASE = re.compile(
    r"(?:^|[.;]\s)\W*(?:\d{1,2}[.)]|[a-zđ][.)])?\W*"
    r"(?:giai doan|buoc|chang|dot|chuong trinh|chien dich|tuan (?:le|cao diem)|thang cao diem)\b"
    r"(?!\s(?:hoi|dai hoi|tap huan|kiem tra|giam sat|thi(?! dua)|le)\b)"
    r"[^.:;]{0,90}:\s(?:thuc hien |to chuc |trien khai )?$"
)
"""A step of the activity that tells when it runs: "2. Giai đoạn 2 (ra quân): từ ngày …"."""
ITS_TIME = r"thoi gian(?: (?:thuc hien|trien khai|to chuc))?\s?:"
"""How an item begins that tells when the whole activity runs; a pattern."""
_DRIVE_TIME = re.compile(rf"\b{ITS_TIME}\s$")
_COURSE = re.compile(r"\b(?:lop|khoa|dot|vong|dia diem)\s(?:thu\s\w{2,4}|so\s\d+|\d{1,2})\s?:\s$")
_TIMED_ITEM = re.compile(
    r"\W*(?:\d{1,2}[.)]|[a-zđ][.)])?\W*"
    r"thoi gian(?! (?:hoan|bao|gui|nop|chot|tra|ky))[^:.;\d]{0,40}\s?:"
)
"""An item of the text that tells when: what it says of days is the activity's own."""
_HEADED = re.compile(
    r"\bthoi gian (?:tam |ngung|ngat|cat|to chuc|dien ra|thi cong|treo|nghi)[^.;:]{0,40}:\s?$"
)
_TAKEN = re.compile(
    r"\bthời (?:gian|hạn)\b(?:,? ?(?:và )?địa điểm\b)? ?"
    r"(?:mở(?! (?:lớp|thầu|phiên|hội|trại))|tiếp(?! (?:xúc|đoàn|dân|công dân|sóng))"
    r"|nhận(?! lớp)|thu|đăng ký|nộp|bán|phát hành|xem)\b[^.;:]{0,60}[:\s][^.;:]{0,40}$"
)
"""When something is handed out or in: files, fees, entries; in printed small letters."""
_HELD = re.compile(
    r"\b(?:treo co|treo quoc ky|khai mac|ra quan|nghi tet|nghi le|nghi bu"
    r"|tam dung|phan luong|cap dien|cat dien)\b[^.;:]{0,90}$"
)
"""What is done within the days that follow, whatever the document calls it."""
_TAKES_PLACE = re.compile(r"\b(?:to chuc|dien ra)\b[^.;:]{0,90}$")
"""The same of what people come together for; work that is organised for days is none."""

_REPORTS = re.compile(r"\W*(?:tinh hinh|ket qua|so lieu)\b")


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole document says of its times; ``issued`` is a day, a month or empty."""

    issued: str
    kind: str | None
    is_plan: bool  # by its type, or a decision that is a plan's cover
    is_happening: bool  # its trích yếu names what people come together for or what is stopped
    is_campaign: bool
    is_drive: bool
    is_meeting: bool
    is_exam: bool  # pupils sit for what it is on
    is_authority: bool  # somebody acts for another within its time


@dataclass(frozen=True, slots=True)
class Passage:
    paragraph: Paragraph
    folded: str
    heading: str  # the folded paragraph before, or its end, where it is short enough for one
    row: str = ""  # the other cells of its row of a table, in small letters with their marks
    row_number: int = 0  # of the row; 0 outside of tables

    def finding(self, period: Period, span: Span) -> Finding:
        return Finding(
            field="period",
            value=period,
            spans=self.paragraph.spans(*span),
            confidence=0.93 if period.source == "explicit" else 0.6,
            method=f"rule:{period.kind}",
        )


_LONGEST_MEETING = 15  # days; what runs longer beside "nhiệm kỳ" is the term of office
_LONG_DAYS = 4  # from the first to the last: shorter may be a meeting whose word is not known
_REACH = 120  # signs before and behind a range in which such a word tells of it
_TOGETHER = (
    r"hội (?:nghị|thảo|thi|diễn|trại)|ngày hội|đại hội|(?<!nghỉ )(?<!ngày )(?<!tuần )lễ|liên hoan"
    r"|tập huấn|bồi dưỡng|huấn luyện|diễn tập|họp|thi đấu"
)
"""What people come together for; a pattern."""
_HAPPENS = re.compile(
    rf"\b(?:{_TOGETHER}|hội (?:chợ|sách|khỏe|khoẻ|báo|xuân)|festival|triển lãm|lớp|khoá|khóa"
    r"|giải (?!quyết|pháp|ngân|phóng|trình|thích|tỏa|toả|thưởng)\w+"
    r"|thi (?:tốt nghiệp|học kỳ|tuyển|nâng)|(?:kỳ|cuộc) thi|(?:đi|theo) học|tham quan"
    r"|tựu trường|trại|(?<!ngày )nghỉ|treo|tạm|ngừng|ngưng|dừng|cắt|cấm|chặn|đóng cửa|gián đoạn"
    r"|mất (?:điện|nước)|phân luồng|đoàn (?:công tác|đại biểu))\b"
)
"""Told with its marks: folded, nghỉ is nghị and tạm is tâm."""
HEADS_HAPPENING = re.compile(
    r"\b(?:hoi (?:nghi|thao|thi|cho|dien|khoe)|ngay hoi|dai hoi|le hoi|festival|trien lam|tap huan"
    r"|huan luyen|dien tap|tam (?:ngung|dung)|(?:ngung|dung|cat|mat) (?:cap|cung cap|dien|nuoc)"
    r"|phan luong|cam duong)\b"
)
"""What of it no other word folds to, for the heading and the cell before."""
_SENTENCE = re.compile(r"(?<!thời gian)[.;]\s")
_LONGEST_CELL = 200  # days, of a bare range: what is longer is how long something holds
_LASTING = 20  # signs before a range in which a number of days stands
_AROUND = 4
"""Signs beside a range that is all of a table's cell or of an item."""


def kind_ahead(passage: Passage, item: Range, context: Context) -> PeriodKind | None:
    """Return the kind of a range of days that no word explains: what is to come is the document's
    own activity, what lies behind it is told."""
    near = max(0, item.start - 60)
    if _days(item) > _LONGEST_MEETING and _TERM.search(passage.folded, near, item.start):
        return None
    reports = context.kind == "Báo cáo"  # its last part tells what its office goes on to do
    if (context.kind in NO_PLANS and not reports) or not context.issued:
        return None
    if reports and not (_is_long(passage, item, context) and _is_own_work(passage, item)):
        return None
    # A plan may be issued when the first of the steps that it lists is under way.
    is_row = context.is_plan and _is_cell(passage, item)
    if ((item.last if is_row else item.first) or "") < context.issued:
        return None
    begins = _BEGINS.match(passage.folded, item.start) is not None
    if item.source == "inferred" and item.first != context.issued and not begins:
        return None
    if _FORECAST.search(passage.folded, max(0, item.start - 120), item.end + 120):
        return None
    if context.kind in _GRANTS or (context.is_authority and not _gathers(passage, item)):
        return "validity"
    bare = _is_cell(passage, item) and not passage.folded.startswith("tu ")
    if bare and _days(item) > _LONGEST_CELL:
        return None
    low = max(0, item.start - _LASTING)
    if _days(item) < _LONG_DAYS and _LASTS.search(passage.folded, low, item.start):
        return "event"
    if context.is_plan and _days(item) < _LONG_DAYS and _gathers(passage, item):
        return "event"
    planned = context.kind in PLANNED or (context.is_plan and not _happens(passage, item, context))
    invited = context.kind == "Giấy mời"
    works = planned or reports or (not invited and _is_long(passage, item, context))
    return "campaign" if works else "event"


def _is_cell(passage: Passage, item: Range) -> bool:
    return len(passage.folded) - (item.end - item.start) <= _AROUND


def _days(item: Range) -> int:
    if item.first is None or item.last is None:
        return 0
    return (date.fromisoformat(item.last) - date.fromisoformat(item.first)).days


def _is_long(passage: Passage, item: Range, context: Context) -> bool:
    """Tell whether what is done within the range is work of days, and nothing that people come
    together for or that is stopped meanwhile."""
    return _days(item) >= _LONG_DAYS and not _happens(passage, item, context)


def _happens(passage: Passage, item: Range, context: Context) -> bool:
    in_row = bool(passage.row) and _is_cell(passage, item) and _days(item) <= _LONGEST_MEETING
    if in_row and (context.is_meeting or _HAPPENS.search(passage.row)):
        return True
    before, behind = _own_sentence(passage, item)
    around = f"{before} {behind}"
    return (
        context.is_happening
        or _HAPPENS.search(around) is not None
        or HEADS_HAPPENING.search(passage.heading) is not None
    )


def _is_own_work(passage: Passage, item: Range) -> bool:
    """Tell whether a report's sentence says what its office goes on to do within the range."""
    before, behind = _own_sentence(passage, item)
    told = f"{before} {behind}"
    return _WORKS.search(told) is not None and _OF_OTHERS.search(told) is None


_WORKS = re.compile(
    r"\b(?:tiếp tục|tổ chức|triển khai|mở|tập trung|ra quân|kiểm tra|rà soát|đẩy mạnh|vận động"
    r"|thi công|sơ tuyển|chi trả|phối hợp"
    r"|tuyên truyền|tiêm|huấn luyện|khắc phục|thanh tra|giám sát)\b"
)
_OF_OTHERS = re.compile(
    r"\b(?:hợp đồng|giấy phép|thời hạn|gia hạn|thu hoạch|điều trị|đề nghị|xin|được giao|thời điểm"
    r"|nghỉ|bộ)\b"
)


def _own_sentence(passage: Passage, item: Range) -> tuple[str, str]:
    """Return what stands before and behind the range in its sentence, within reach and in small
    letters; the one before too where the range opens its own."""
    text = passage.paragraph.text
    parts = _SENTENCE.split(text[max(0, item.start - 2 * _REACH) : item.start].lower())
    before = parts[-1][-_REACH:]
    if len(parts) > 1 and len(before) < _SHORT_LEAD:
        before = f"{parts[-2]}. {before}"
    return before, _SENTENCE.split(text[item.end : item.end + _REACH].lower(), maxsplit=1)[0]


_SHORT_LEAD = 25  # signs: "Cụ thể từ ngày …", "Thời gian: 02 ngày (…"


def _gathers(passage: Passage, item: Range) -> bool:
    """Tell whether the range's own sentence, or its row of a table, names what people come together
    for: a course of two days within a plan."""
    in_row = bool(passage.row) and _is_cell(passage, item)
    told = passage.row if in_row else _own_sentence(passage, item)[0]
    return _GATHERING.search(told) is not None and _PREPARES.search(told) is None


_GATHERING = re.compile(
    rf"\b(?:{_TOGETHER}|hội thao|(?:mở|khai giảng|các) lớp|lớp (?:tập|bồi|đào)|gặp mặt|tọa đàm"
    r"|giao lưu)\b"
)
_PREPARES = re.compile(r"\b(?:chuẩn bị|phục vụ|trang trí|sau|tài liệu|vệ sinh|hoàn thiện)\b")
"""What is done for a meeting, or when it is over, is no meeting."""
_BEGINS = re.compile(r"tu (?:ngay )?\d{1,2}/\d")  # "từ ngày 16/10 đến hết tháng 12/2019"
_LASTS = re.compile(r"\b\d{1,2}(?:,5)?\s(?:ngay|buoi),\s$")
"""How long people come together: "1,5 ngày, từ ngày 23 - 24/11/2020"."""


def is_phase(passage: Passage, item: Range) -> bool:
    """Tell whether the range is that of a step of the activity, named before it."""
    before = passage.folded[max(0, item.start - 120) : item.start]
    return (
        item.source == "explicit"
        and _PHASE.search(before) is not None
        and _COURSE.search(before) is None
    )


def kind_of(passage: Passage, item: Range, context: Context) -> PeriodKind | None:
    """Return what the range is of, None where it is no time of this document's activity."""
    sat = context.is_exam and are_sat_then(*_own_sentence(passage, item))
    if sat and _days(item) <= _LONGEST_MEETING and (item.first or "") >= context.issued:
        return "event"
    before = passage.folded[max(0, item.start - 120) : item.start]
    own = _TIMED_ITEM.match(passage.folded) is not None
    words = before if own else f"{passage.heading} {before}"
    kind = next((name for name, pattern in _KINDS if pattern.search(words)), None)
    to_come = context.kind != "Báo cáo" and (item.first or "") >= context.issued
    if kind == "reporting" and to_come and not _FIGURES_OF.search(words):
        kind = None  # figures that are still to be gathered or compared
    if kind == "campaign" and context.kind != "Báo cáo" and _MEETS.search(before):
        kind = "event"
    launched = context.is_campaign and not context.is_plan
    if kind is None and launched and is_phase(passage, item):
        kind = "campaign"
    if kind is None and _OPENED.match(passage.folded, item.end):
        kind = "campaign"
    if kind is None and context.is_campaign and (TIME.search(words) or _ROUND.search(before)):
        kind = "campaign"
    if kind is None and context.is_drive and _DRIVE_TIME.search(before):
        kind = "campaign"
    is_new = own or (item.first or "") >= context.issued  # not what was set before
    # With its marks: "tỉnh từ ngày …" counts nothing, and "ban đầu từ ngày …" sells nothing.
    printed = passage.paragraph.text[max(0, item.start - 120) : item.start].lower()
    if kind is None and is_new and _TAKEN.search(printed):
        kind = "campaign"
    if kind is None and context.is_meeting and _ITS_HOUR.search(words):
        kind = "event"
    if kind is None and context.is_plan and _days(item) < _LONG_DAYS and _gathers(passage, item):
        kind = "event" if (item.first or "") >= context.issued else None
    timed = context.is_plan and (item.source == "explicit" or item.first == context.issued)
    if kind is None and timed and TIME.search(words):
        kind = "campaign"
    is_long = _is_long(passage, item, context)
    meets = _TAKES_PLACE.search(before) and (context.is_meeting or not is_long)
    held = meets or _HELD.search(before) or _HEADED.search(before) or _COURSE.search(before)
    if kind is None and (own or held) and item.source == "explicit":
        works = is_long and not (context.is_meeting or _HELD.search(before))
        kind = "campaign" if works else "event"
    if kind == "campaign" and context.kind == "Báo cáo" and (item.first or "") < context.issued:
        kind = None if _DONE.search(before) else "reporting"
    counted = _REPORTED.match(passage.folded) or printed.endswith("tính ")
    reports = context.kind == "Báo cáo" or _REPORTS.match(passage.heading)
    if kind is None and reports and counted:
        kind = "reporting"
    if (
        kind is None
        and (item.last or "9") < context.issued
        and _ARISEN.search(passage.folded, max(0, item.start - 200), item.start)
    ):
        kind = "reporting"
    over = item.last is not None and item.last < context.issued
    return None if over and kind in ("campaign", "event") else kind
