"""Days that stand before the numbers they are of.

"Ngày 05/8/2025, … có Văn bản số …", "…; cùng ngày, Sở Y có Văn bản số …", "Các ngày 20/5 và
03/6/2024, Ban lần lượt ban hành các Văn bản số …".
"""

import re
from bisect import bisect_right

from nlp.citation import Citation, Parts, Span
from nlp.citation_parts import DateToken
from nlp.days_in_turn import days_before

ISSUING = re.compile(
    r"(?:ban hanh|(?:lai )?co|da ra|trinh|ky|tham muu|phat hanh|gui|lap)"
    r"(?:\s(?:kem theo|cac|01|02))?\s?$"
)
_ISSUING_TELLS = re.compile(r"\b(?:ban hanh|co|gui|trinh|ky|phat hanh|bao cao)\b")
_ON_THAT_DAY = re.compile(r"\bcung ngay(?P<told>(?!\s?\d),?\s[^.;]{2,90})$")
_GOES_ON = re.compile(r",?\s(?:lai|tiep tuc|moi)\s")
_SETTLED_BY = re.compile(
    r"\b(?:phe duyet|ban hanh|quyet dinh|thong qua|cho phep|thanh lap|cong nhan|chap thuan|thong"
    r" nhat|co y kien|chi dao|bao cao|trinh|giao)\b.{0,160}\b(?:tai|bang|theo)(?:\scac)?\s?$"
    r"|\b(?:tra loi|phuc dap|thong bao)\b.{0,160}\b(?:tai|bang)(?:\scac)?\s?$"
)
_SETTLED = re.compile(
    r"\b(?:phe duyet|quyet dinh|ban hanh|chap thuan|cho phep|cong nhan)\b"
    r"(?:(?!\bva\b)[^.;,]){0,40}\s$"
)
"""What was settled on a day whose number follows in a bracket: "… ngày 25/5 (Quyết định …)"."""
_SINCE = re.compile(r"\b(?:trước|từ|đến|sau|hết)\s?$")  # told with its marks: đầu tư
_OWN_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_NOT_ISSUE_DAY = re.compile(r"\b(?:nhan duoc|tiep nhan|truoc|tu|den|sau|het|ke tu)\s?$")
_UP_TO_A_DAY = re.compile(r"(?:^|[.;]\s)(?:den|sau do)\s$")  # "Đến ngày 03/12/2025, … có …"

LOOK_BEHIND = 260
"""How far before its number a citation's date is looked for, in characters."""


def dates_before_in_turn(parts: Parts, found: list[Citation]) -> None:
    """Give several numbers the days listed before them, one each, where they are as many; of fewer
    or more days none is anybody's."""
    run: list[Citation] = []
    for index, item in enumerate(found):
        run = [*run, item] if run and item.chained else [item]
        goes_on = index + 1 < len(found) and found[index + 1].chained
        if goes_on or len(run) < 2 or any(one.date or one.unpaired for one in run):
            continue
        low = max(0, run[0].start - LOOK_BEHIND)
        listed = days_before(parts.folded, low, run[0].start)
        if listed is None or not _are_issue_days(parts.folded[listed.end : run[0].start]):
            continue
        if len(listed.days) == len(run):
            for one, day in zip(run, listed.days, strict=True):
                one.date, one.date_span = day, day.span
        else:
            for one in run:
                one.unpaired = listed.days[0].span[0], listed.end


def _are_issue_days(between: str) -> bool:
    in_turn = "lan luot" in between and _ISSUING_TELLS.search(between) is not None
    return in_turn or ISSUING.search(between) is not None


def date_before(parts: Parts, found: list[Citation]) -> None:
    """Find "Ngày 05/8/2025, … có văn bản số …": the day of issue before the number."""
    taken = {item.date_span for item in found}
    floor = 0
    for item in found:
        if item.date is None and item.number is not None and not item.unpaired:
            day = _last_day(parts, item)
            if day is not None and _tells_issue(parts, item, day, floor, taken):
                item.date, item.date_span = day.date, (day.start, day.end)
        floor = max(floor, item.start)


def _last_day(parts: Parts, item: Citation) -> DateToken | None:
    """Return the last day before the number, None where that bears another year itself."""
    position = bisect_right(parts.date_starts, item.start) - 1
    if position < 0:
        return None
    day = parts.dates[position]
    year = _OWN_YEAR.search((item.number and item.number.value) or "")
    return None if year and int(year[1]) != day.date.year else day


def _tells_issue(
    parts: Parts, item: Citation, day: DateToken, floor: int, taken: set[Span | None]
) -> bool:
    low = max(floor, item.start - LOOK_BEHIND)
    lead = parts.folded[max(0, day.start - 90) : day.start]
    same = _ON_THAT_DAY.search(parts.folded, low, item.start)  # "; cùng ngày, Sở Y có Văn bản số"
    if same and ISSUING.search(same["told"]):
        return _NOT_ISSUE_DAY.search(lead[-12:]) is None
    if day.start < low or (day.start, day.end) in taken:
        return False
    between = parts.folded[day.end : item.start]
    if between == " (":
        since = _SINCE.search(parts.text[max(0, day.start - 12) : day.start].lower())
        return bool(_SETTLED.search(lead)) and since is None
    return _is_issue_day(lead[-12:], between)


def _is_issue_day(lead: str, between: str) -> bool:
    told = _UP_TO_A_DAY.search(lead) is not None and between.startswith(",")
    told = told or (lead.endswith("den ") and _GOES_ON.match(between) is not None)
    if (_NOT_ISSUE_DAY.search(lead) and not told) or ";" in between or "nhan duoc" in between:
        return False
    return bool(ISSUING.search(between) or _SETTLED_BY.search(between))
