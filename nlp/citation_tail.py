"""What follows a citation's number and day: the body that issued it and its subject (trích yếu).

Both are cut where the phrase ends in print: names of bodies may hold "và" and commas ("Sở Văn hóa,
Thể thao và Du lịch"), subjects run on over inner citations to a mark, a line or a new clause.
Words are compared with their marks, for "giao" ends an issuer and "giáo" does not.
"""

import re

from dispatch.letters import LOWER, UPPER

Span = tuple[int, int]

ISSUER_LIMIT = 140
SUBJECT_LIMIT = 600

_OF = re.compile(r"[\s,]{0,3}(?:của|cuả|CỦA|do(?=\s(?:[A-ZĐỦỶ]|phòng\s|ban\s|tỉnh\s)))\s")
_NOUNS = (
    r"(?:[Qq]uyết định|[Cc]ông văn|[Nn]ghị định|[Nn]ghị quyết|[Tt]hông tư|[Kk]ế hoạch|[Tt]ờ trình"
    r"|[Cc]hỉ thị|[Vv]ăn bản|[Bb]áo cáo|[Kk]ết luận|[Tt]hông báo|[Cc]ông điện|Luật|Bộ luật"
    r"|[Hh]ướng dẫn(?!\s(?:thi hành|thực hiện|chi tiết))|Pháp lệnh|Hiến pháp|[Cc]hương trình)"
)
_ISSUER_STOP = re.compile(
    r"[;:.()\"“”]|\s(?:(?:về|kèm|V/v|v/v|ban hành|quy định|phê duyệt|thực hiện|hướng dẫn|tại|ngày"
    r"|đề nghị|yêu cầu|thông báo|báo cáo|(?<!công )(?<!quy )(?<!chương )trình|gửi|kèm theo"
    r"|sửa đổi|bổ sung|triển khai|thông qua"
    r"|công bố|chuyển(?!\s(?:giao|đổi)\b)|giao(?!\s(?:thông|dịch|lưu)\b)|xin|trả lời|chỉ đạo"
    r"|được|đã|có|để|nhằm|trong|trên|cho"
    r"|theo|thì|là|đến|phát động|tổng hợp|Thông báo [kKýÝ]"
    r"|(?<!Ban )(?<!Phòng )(?<!Vụ )tổ chức|thành lập|công nhận|bãi bỏ|hủy bỏ|huỷ bỏ|thay thế"
    r"|mà|và ý kiến|VỀ|Về(?=\sviệc)"
    r"|truyền đạt|bị|như sau|hết hiệu lực|kể từ|nêu|này|không|chưa|dự thảo|với|khi|sẽ"
    r"|phải|hợp nhất|đính chính|thu hồi|đình chỉ|hỏi|[ủu][ỷy] nhiệm"
    r"|[ủu][ỷy] quyền)(?=[\s,.;:]|$)"
    rf"|(?:và|hoặc|kèm) (?:các |tiếp theo )?{_NOUNS}|số\s\d|(?:Điều|điều|Chương|Mục)\s[\dIVXivx])"
)
_COMMA = re.compile(r",\s?")
_NAME_GOES_ON = re.compile(r"[^,;.]{1,40}\svà\s")
BODY = (
    r"(?:Ban|Bộ|Sở|UBND|HĐND|[ỦU]y ban|Uỷ ban|Hội|Văn phòng|Công ty|Chủ tịch|Phó Chủ tịch|Phòng"
    r"|Trung tâm|Tổng|Cục|Chi cục|Thanh tra|Công an|Đoàn|Liên|Tỉnh|Thành|Huyện|Đảng|Thủ tướng"
    r"|Chính phủ|Quốc hội|Giám đốc|Phó Giám đốc|Trưởng|Bí thư|Hiệp hội|Viện|Tòa án|Toà án|BHXH|BCH"
    r"|BTV|BQL|Chi nhánh|Cụm|Bệnh viện|Trường"
    r"|Kho bạc|Ngân hàng|Chánh|Thường trực|Bộ trưởng|Thứ trưởng|Tổng cục)"
)
_NEW_CLAUSE = re.compile(
    rf"[,:]\s(?=(?:{BODY}|Công đoàn|Liên đoàn|Mặt trận|Học viện)\s[^,;.]{{0,110}}?"
    r"(?:đề nghị|phát động|yêu cầu|báo cáo|thông báo|ban hành"
    r"|xây dựng|có ý kiến|kính|trân trọng|điều chỉnh|triển khai|tổ chức|đã|quyết định|hướng dẫn"
    r"|gửi|giao|xin|nhận|trả lời|thay|nhất trí|thống nhất|trình|có)(?:[\s:.;,]|$))"
    r"|,\s(?=(?:để|nhằm|trong đó|theo đó|nay|trên cơ sở|sau khi|căn cứ|theo đề nghị|xét|đồng thời"
    r"|tiếp theo"
    r"|đề nghị|yêu cầu)\s)"
)
# ", Phó Thủ tướng … có ý kiến như sau": who speaks now, whatever the office is called.
_SPEAKER = re.compile(
    r",\s(?=[A-ZĐ][^,;.\d]{3,90}\s(?:có ý kiến|yêu cầu|đề nghị|báo cáo|thông báo|chỉ đạo|giao)\s)"
    rf"|,?\s(?=[{UPPER}]{{2,}}(?:\s[{UPPER}]{{2,}}){{2,}}\s(?:QUYẾT|NGHỊ|THÔNG BÁO|YÊU CẦU)\b)"
)
# "sửa đổi một số điều của Nghị định số … và Nghị định số …": both are of the one subject.
# A list of laws by name runs long; a decree has a clause of its own, behind which a new one begins.
_AMENDED = re.compile(
    r"một số (?:điều|khoản|nội dung)\s(?:của|tại)\s(?:các\s)?"
    rf"(?:(?:Luật|Bộ luật|Pháp lệnh)[^;]{{0,300}}|{_NOUNS}[^;]{{0,90}})$"
)
# "Thông tư … hướng dẫn thi hành Luật … và Nghị định số …": a circular guides both.
_GUIDED = re.compile(
    r"(?:hướng dẫn|quy định) (?:thi hành|thực hiện|chi tiết)[^;:]{0,60}\s(?:Luật|Pháp lệnh)\s"
    r"[^;:]{0,120}$"
)
# What brackets tell of the document, and not of what it is about.
_ASIDE = re.compile(
    r"\s?\((?=(?:sau đây|gọi (?:tắt|chung)|viết tắt|đã (?:được|bị)|được|bị|nay là"
    r"|(?:sửa đổi|bổ sung|thay thế|đính chính)[^()]{0,60}\s(?:tại|bởi|theo|số)"
    r"|(?:có|hết) hiệu lực|kèm theo|ban hành kèm)\s)"
)
# "Thông tư … hướng dẫn thi hành Nghị định số …, Nghị định số …": of one subject as well.
_GUIDED_DECREES = re.compile(
    r"(?:hướng dẫn|quy định) (?:thi hành|thực hiện|chi tiết)[^;:]{0,60}?\sNghị định\s[^;:]{0,120}$"
)
_NEXT_DECREE = re.compile(r"(?:Nghị định\s|số\s\d)")
_SENT_ALONG = re.compile(r"\s\((?:sao )?(?:gửi|đính) kèm(?: theo)?\)?$|\s\(kèm theo\)?$")
_AS_FOLLOWS = re.compile(r",?\s(?:cụ thể\s)?như sau$")
_NEXT_ITEM = re.compile(
    r"(?:[,;]\s(?:và\s)?|(?<=\)):\s|\svà\s)"
    rf"(?=(?:các\s|tiếp theo\s){{0,2}}(?:{_NOUNS}|ý kiến|Ý kiến)\s[^,;.]{{0,60}}?"
    r"(?:số\s?:?\s?\d|\d{1,5}(?:/[A-ZĐ\d]|-[A-ZĐ])|ngày\s\d)"
    r"|số\s\d|ý kiến của\s)"
    # "… và Điều 2 Quyết định số …", but "Điều 3 và Điều 5 Nghị định số …" are of one.
    r"|(?<!\d)\svà\s(?=(?:(?:[Đđ]iểm|[Kk]hoản|[Mm]ục|[Đđ]iều)\s\w{1,3},?\s(?:của\s)?){1,4}"
    rf"{_NOUNS}\s[^,;.]{{0,60}}?số\s?:?\s?\d)"
)
_ABOUT = re.compile(
    r"(?:\s?\((?:sau đây|gọi tắt|viết tắt|nay là|trước đây|cũ)[^()]{0,90}\))?"
    r"[\s,]{0,3}[“\"]?(?:[Vv]ề việc|V/v|v/v|[Vv]ề|VỀ VIỆC|VỀ)[\s:]\s?"
)
_ACTING = re.compile(
    rf"(?:\s\([{UPPER}][{UPPER}{LOWER}&]{{1,11}}\))?"  # của Bộ Giáo dục và Đào tạo (GDĐT) quy định
    r"\s(?=(?:quy định|sửa đổi|ban hành|phê duyệt|hướng dẫn|công bố|Ban hành|Quy định|bãi bỏ"
    r"|thực hiện|triển khai|tăng cường|thành lập|phân công|điều chỉnh|QUY ĐỊNH|BAN HÀNH|SỬA ĐỔI)"
    r"[\s,])"
)
# ", được sửa đổi, bổ sung bởi …" tells what became of the document, unless of one in its subject.
# "thủ tục hành chính được sửa đổi, bổ sung thuộc lĩnh vực …" tells which ones a decision is about.
_CHANGED = r"(?:sửa đổi|bổ sung|thay thế|đính chính|bãi bỏ|hủy bỏ|huỷ bỏ)"
_LATER_AMENDED = re.compile(
    rf",?\s(?=(?:đã )?(?:được|bị) {_CHANGED}"
    rf"(?:(?:,|,? và|,? hoặc)?\s(?:(?:đã )?(?:được|bị) )?{_CHANGED})*"
    r"(?:\s(?:một số|một phần|các)\s[^,;]{1,60}?)?"
    r"(?:\s(?:bởi|tại|theo|bằng|năm|ngày|lần|trong các văn bản)\s"
    rf"|,(?!\s(?:(?:đã )?(?:được|bị) )?{_CHANGED})|[;.)]|\s?\(|\s?$))",
    re.IGNORECASE,
)
_RULES = re.compile(r"quy định\s")  # what an article of a law says: the law's name is its subject
_MARK = re.compile(r"[;\n]|\.\s*/|\.(?=\s)|\.$|\)|”")
_ABBREVIATION = re.compile(r"(?:\b(?:[Tt][Pp]|[Tt][Xx]|TT|ThS|TS|KT|TM|TL|[PQHph])|\b\d{1,2})$")


def issuer_span(text: str, start: int) -> Span | None:
    """Return the span of the body named after "của" at ``start``, or None."""
    opening = _OF.match(text, start)
    return issuer_from(text, opening.end()) if opening else None


def issuer_from(text: str, begin: int) -> Span | None:
    """Return the span of the body whose name begins at ``begin``, or None."""
    limit = min(len(text), begin + ISSUER_LIMIT)
    shown = text[begin:limit]
    stop = _ISSUER_STOP.search(shown.lower() if shown[:24].isupper() else shown)
    end = _cut_at_comma(text, begin, begin + stop.start() if stop else limit)
    end = begin + len(re.sub(r"\s(?:và|hoặc)$", "", text[begin:end].rstrip(" ,")))
    return (begin, end) if end > begin else None


def _cut_at_comma(text: str, begin: int, end: int) -> int:
    """Cut at the first comma that no part of a name follows ("Văn hóa, Thể thao và Du lịch")."""
    for comma in _COMMA.finditer(text, begin, end):
        after = text[comma.end() : comma.end() + 1]
        is_body = re.match(rf"{BODY}\b", text[comma.end() : comma.end() + 20])
        goes_on = _NAME_GOES_ON.match(text[comma.end() : end])
        if text[: comma.end()].endswith("Bộ trưởng, ") and text.startswith(
            "Chủ nhiệm", comma.end()
        ):
            continue  # one office: Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ
        if not after.isupper() or is_body or not goes_on:
            return comma.start()
    return end


_OPENS = {")": "(", "”": "“"}


def subject_span(text: str, start: int, kind: str | None, *, has_issuer: bool) -> Span | None:
    """Return the span of the subject that opens at ``start``, or None, of a document of ``kind``.

    "Về", "về việc" and "V/v" open it; after the issuer also the verb that a decree's own subject
    begins with ("của Chính phủ quy định chi tiết …").
    """
    opening = _ABOUT.match(text, start) or (_ACTING.match(text, start) if has_issuer else None)
    if opening is None or (kind in ("Luật", "Bộ luật") and _RULES.match(text, opening.end())):
        return None
    begin = opening.end()
    limit = min(len(text), begin + SUBJECT_LIMIT)
    end = limit
    for mark in _MARK.finditer(text, begin, limit):
        if _closes(text, begin, mark):
            end = mark.start()
            break
    for pattern in (_NEW_CLAUSE, _SPEAKER):
        if found := pattern.search(text, begin, end):
            end = found.start()
    if aside := _ASIDE.search(text, begin, end):
        end = aside.start()
    later = _LATER_AMENDED.search(text, begin, end)
    if later and re.search(rf"{_NOUNS}\s[^;]*\d", text[begin : later.start()]) is None:
        end = later.start()
    for found in _NEXT_ITEM.finditer(text, begin, end):
        guided = kind == "Thông tư" and found[0].strip() == "và"
        pattern = _GUIDED if guided else _AMENDED
        nested = pattern.search(text, begin, found.start()) or (
            guided and _AMENDED.search(text, begin, found.start())
        )
        if kind == "Thông tư" and ";" not in found[0] and _NEXT_DECREE.match(text, found.end()):
            nested = nested or _GUIDED_DECREES.search(text, begin, found.start())
        if not nested or _ranks_below(text, found, kind):
            end = found.start()
            break
    end = begin + len(_SENT_ALONG.sub("", text[begin:end].rstrip(" ,.:")))
    end = begin + len(_AS_FOLLOWS.sub("", text[begin:end].rstrip(" ,.:")))
    if text[begin:end].count('"') % 2 and text[end - 1] == '"':  # it opened before "Về"
        end -= 1
    return (begin, end) if end > begin else None


def _ranks_below(text: str, item: re.Match[str], kind: str | None) -> bool:
    """True where the next item cannot be what a decree's own subject names: a decree details laws
    and amends decrees, but no decision (Luật Ban hành văn bản quy phạm pháp luật, Điều 4)."""
    noun = re.compile(_NOUNS).match(text, item.end())
    ranks = [_RANKS.get((name or "").capitalize(), 0) for name in (noun and noun[0], kind)]
    return 0 < ranks[1] < ranks[0]


_RANKS = {"Luật": 1, "Bộ luật": 1, "Pháp lệnh": 2, "Nghị định": 3, "Quyết định": 4, "Thông tư": 5}


def _closes(text: str, begin: int, mark: re.Match[str]) -> bool:
    """True where the mark ends the subject: no abbreviation's point, no bracket it opened."""
    if mark[0] in ")”":
        return _OPENS[mark[0]] not in text[begin : mark.start()]
    if mark[0] == ".":
        after = text[mark.end() : mark.end() + 4].lstrip()[:1]
        short = _ABBREVIATION.search(text[max(begin, mark.start() - 4) : mark.start()])
        return not after or (after.isupper() and short is None)
    return True
