"""What follows a citation's number and day: the body that issued it and its subject (trích yếu).

Both are cut where the phrase ends in print: names of bodies may hold "và" and commas ("Sở Văn hóa,
Thể thao và Du lịch"), subjects run on over inner citations to a mark, a line or a new clause.
"""

import re

Span = tuple[int, int]

ISSUER_LIMIT = 140
SUBJECT_LIMIT = 600

_OF = re.compile(r"[\s,]{0,3}(?:cua|do)\s")
_ISSUER_STOP = re.compile(
    r"[;:.()\"“”]|\s(?:ve viec|ve|v/v|ban hanh|quy dinh|phe duyet|thuc hien|huong dan|tai|ngay"
    r"|va (?:cac )?(?:quyet dinh|cong van|nghi|thong tu|ke hoach|to trinh|chi thi|luat|van ban"
    r"|bao cao|ket luan|huong dan|thong bao)|de nghi|yeu cau|thong bao|bao cao|trinh|gui|kem theo"
    r"|sua doi|bo sung|trien khai|thong qua|cong bo|giao|xin|tra loi|chi dao|duoc|da|co|de|nham"
    r"|trong|tren|cho|theo|thi|la|den|phat dong|to chuc|thanh lap|cong nhan|bai bo"
    r"|thay the)(?=[\s,])"
    r"|\sso\s\d"
)
_COMMA = re.compile(r",\s?")
_NAME_GOES_ON = re.compile(r"[^,;.]{1,40}\sva\s")
_BODY = (
    r"(?:ban|bo|so|ubnd|hdnd|uy ban|hoi dong|hoi|van phong|cong ty|chu tich|pho chu tich|phong"
    r"|trung tam|tong cuc|tong cong ty|cuc|chi cuc|thanh tra|cong an|doan|lien doan|tinh doan"
    r"|tinh uy|thanh uy|huyen uy|dang uy|thu tuong|chinh phu|quoc hoi|giam doc|truong|hiep hoi"
    r"|vien|toa an|vien kiem sat|bhxh|lien minh|bch|btv|bql|nha|kho bac|ngan hang)"
)
_NEW_CLAUSE = re.compile(
    rf",\s(?={_BODY}\s[^,;.]{{0,110}}?(?:de nghi|phat dong|yeu cau|bao cao|thong bao|ban hanh"
    r"|xay dung|co y kien|kinh|tran trong|dieu chinh|trien khai|to chuc|da|quyet dinh|huong dan"
    r"|gui|giao|xin|nhan|tra loi|thay|nhat tri|thong nhat|trinh)\s)"
)
_ABOUT = re.compile(r"[\s,]{0,3}(?:ve viec|v/v|ve)[\s:]\s?|[\s,]{0,3}(?=(?:quy dinh|sua doi)[\s,])")
_MARK = re.compile(r"[;\n]|\.\s*/|\.(?=\s)|\.$|\)|”")
_ABBREVIATION = re.compile(r"(?:\b(?:tp|tx|tt|ths|ts|kt|tm|tl|p|q|h)|\b\d{1,2})$")
_NEXT_ITEM = re.compile(
    r"(?:,\s(?:va\s)?|\sva\s)(?=(?:cac\s)?(?:quyet dinh|cong van|nghi dinh|nghi quyet|thong tu"
    r"|ke hoach|to trinh|chi thi|van ban|bao cao|ket luan|huong dan|thong bao|cong dien|luat"
    r"|y kien)\s[^,;.]{0,60}?\d|so\s\d)|,\s(?=can cu\s|theo de nghi\s|xet\s)"
)


def issuer_span(text: str, folded: str, start: int) -> Span | None:
    """Return the span of the body named after "của" at ``start``, or None."""
    opening = _OF.match(folded, start)
    if opening is None:
        return None
    begin = opening.end()
    limit = min(len(folded), begin + ISSUER_LIMIT)
    stop = _ISSUER_STOP.search(folded, begin, limit)
    end = stop.start() if stop else limit
    end = _cut_at_comma(text, folded, begin, end)
    end = begin + len(text[begin:end].rstrip(" ,"))
    return (begin, end) if end > begin else None


def _cut_at_comma(text: str, folded: str, begin: int, end: int) -> int:
    """Cut at the first comma that no part of a name follows ("Văn hóa, Thể thao và Du lịch")."""
    for comma in _COMMA.finditer(folded, begin, end):
        after = text[comma.end() : comma.end() + 1]
        is_body = re.match(rf"{_BODY}\b", folded[comma.end() : comma.end() + 20])
        goes_on = _NAME_GOES_ON.match(folded[comma.end() : end])
        if not after.isupper() or is_body or not goes_on:
            return comma.start()
    return end


def subject_span(text: str, folded: str, start: int) -> Span | None:
    """Return the span of the subject that "về", "về việc" or "V/v" opens at ``start``, or None."""
    opening = _ABOUT.match(folded, start)
    if opening is None:
        return None
    begin = opening.end()
    limit = min(len(folded), begin + SUBJECT_LIMIT)
    end = limit
    for mark in _MARK.finditer(folded, begin, limit):
        if _closes(text, folded, begin, mark):
            end = mark.start()
            break
    for pattern in (_NEW_CLAUSE, _NEXT_ITEM):
        if found := pattern.search(folded, begin, end):
            end = found.start()
    end = begin + len(text[begin:end].rstrip(" ,.:"))
    return (begin, end) if end > begin else None


def _closes(text: str, folded: str, begin: int, mark: re.Match[str]) -> bool:
    """True where the mark ends the subject: no abbreviation's point, no bracket it opened."""
    if mark[0] == ")":
        return "(" not in folded[begin : mark.start()]
    if mark[0] == ".":
        after = text[mark.end() : mark.end() + 4].lstrip()[:1]
        short = _ABBREVIATION.search(folded[max(begin, mark.start() - 4) : mark.start()])
        return not after or (after.isupper() and short is None)
    return True
