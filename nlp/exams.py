"""Kỳ thi, kỳ kiểm tra: a school's paper on its exams tells when these are held.

What an inspector checks for a week is work (``docs/decisions/kinds-of-period.md``), what pupils sit
for is an event; its tables name the days by subject and need no head for them.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from dispatch.record import Period
from nlp.findings import Finding

_EXAM = re.compile(
    r"\b(?:thi(?! (?:đua|hành|công)\b)|(?:kiểm tra|khảo sát)"
    r"(?! (?:công tác|chuyên môn|việc|hoạt động|sức khỏe|hồ sơ)\b))(?: \w+){0,4}? "
    r"(?:học (?:kỳ|kì)|(?:giữa|cuối|định) (?:kỳ|kì|năm|khóa)"
    r"|chất lượng (?:học|đầu|giữa|cuối|các môn|văn hóa)"
    r"|tốt nghiệp|tuyển sinh|học sinh giỏi|(?<!chuyên )môn|năm học|văn hóa)\b"
)
_SAT = re.compile(
    r"(?<!đề )(?<!lịch )(?<!phí )(?<!bài )(?<!tra )(?<!sơ )(?<!dự )(?<!quả )(?<!trận )"
    r"\b(?:thi(?! (?:đua|hành|công)\b)|kiểm tra(?! hồ sơ\b)|khảo sát|làm bài)\b"
)
"""Pupils sit; đề kiểm tra, lệ phí thi, hồ sơ dự thi are made, paid and handed in."""
_AS_SCHEDULED = re.compile(r"\W*theo lịch (?:thi|kiểm tra|khảo sát)\b")
_PREPARED = re.compile(
    r"\b(?:ra đề|duyệt|in đề|nộp|đăng ký|ôn|chấm|vào điểm|báo cáo|niêm phong|phúc khảo|ma trận"
    r"|thông báo|thu|nhận|thanh tra|tổng hợp)\b"
)


def is_on_exams(subjects: Iterable[str]) -> bool:
    """True where a trích yếu, in its own marks, is on pupils' exams."""
    return any(_EXAM.search(subject.lower()) for subject in subjects)


def are_sat_then(before: str, behind: str) -> bool:
    """True where the words round a range, in small letters with their marks, say that exams are
    sat within it; what is named last before it counts: "ra đề và kiểm tra từ ngày …"."""
    sat = max((match.end() for match in _SAT.finditer(before)), default=-1)
    prepared = max((match.end() for match in _PREPARED.finditer(before)), default=-1)
    told_behind = _SAT.search(behind) is not None or _AS_SCHEDULED.match(behind) is not None
    return sat > prepared or (prepared < 0 and told_behind)


def without_days_within(found: Sequence[Finding], tabled: Collection[Finding]) -> list[Finding]:
    """Return ``found`` without the days of tables that lie within an event of several days: the
    table only says which exam is on which of them."""
    told = [item.value for item in found if isinstance(item.value, Period)]
    ranges = [
        (item.start, item.end) for item in told
        if item.kind == "event" and item.start and item.end and item.start < item.end
    ]  # fmt: skip
    within = {
        id(item) for item in tabled
        if isinstance(item.value, Period) and item.value.start
        and any(first <= item.value.start <= last for first, last in ranges)
    }  # fmt: skip
    return [item for item in found if id(item) not in within]
