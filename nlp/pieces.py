"""Lines become pieces: a line in which two columns of the form were mixed is cut between them.

Text without coordinates, and rows that a reader could not part, hold the left and the right
column on one line; only the form's own phrases tell where one ends.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from dispatch.document import Block, Line, ParsedDocument
from dispatch.letters import LOWER, UPPER
from dispatch.text import fold
from dispatch.vocabulary import rows
from nlp.roles import Piece
from nlp.zone_words import (
    is_body_in_full,
    is_name,
    is_office,
    is_table_office,
    signing_form,
)

# Quốc hiệu, Tiêu ngữ and the Party's and the Youth Union's lines; folding takes misprints such as
# CÔNG HÒA, and the loose middles take OCR and broken font maps (HÕA, HỒ XÃ). All open with letters,
# what may not stand before them behind the first: so the search skips along a line far faster.
NATIONAL = re.compile(
    r"c[o0][nu]g\s+h[o0]\w?\s+x\w{0,2}\s+h\w{1,3}\s+ch\w\s+ng\w{2,4}\s+v\w{2,3}t\s+n\w{2}\b"
    r"|v(?<!\wv)iet nam dan chu c[o0]ng hoa\b"  # until 1976
)
NATIONAL_BROKEN = re.compile(
    r"c[o0][nu]g\s+h[o0]\w?\s+x\w{0,2}\s+h\w{1,3}"
    r"(?:\s+ch\w(?:\s+ng\w{2,4}(?:\s+v\w{2,3}t)?)?)?\s*$"
)
"""Quốc hiệu that runs out of its line; a long parent body beside it leaves it no room."""
MOTTO = re.compile(r"[dp](?<!\w[dp])[o0]c\s*l\w[pb]\W*t\w\s?d\w\W*h\w?nh\s*ph\w{1,3}\b")
PARTY = re.compile(
    r"dang c[o0]ng san viet nam|doan tncs ho chi minh"
    r"|doan thanh nien c[o0]ng san ho chi minh"
)
# What makes the line a body's name: TRUNG ƯƠNG ĐOÀN TNCS HỒ CHÍ MINH.
# Or one of the bodies of a joint letter: SỞ GIÁO DỤC VÀ ĐÀO TẠO - ĐOÀN TNCS HỒ CHÍ MINH.
_WITHIN = re.compile(r"(?:\b(?:trung uong|chap hanh|bch|tw|cua|va)|[-–&,]) $")
# "… GIỮA CHÍNH PHỦ NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM VÀ …" is the subject of a treaty.
_STATE = re.compile(r"(?<!\bnha )(?<!\bcap )(?<!\bthoat )(?<!\bnguyen )\bnuoc\W+$")
# Both columns of the Central Committee's head on one line.
_CENTRAL = re.compile(r"\W*ban chap hanh trung uong ")
_HEAD_LINES = 40
_LONGEST = 240
_DATE = re.compile(r"\bngay.{0,24}(?:thang|\d[/.-]\d{4}$)")
_ORNAMENT = re.compile(r"\s[-–—*=]{2,}\s?o[o0]{0,2}\s?[-–—*=]{2,}$")  # -----oOo-----
_ABOUT = re.compile(r" v/v ")
# Law portals tell first what a paper is: "Công văn 5/A-B năm 2021 … do Bộ A ban hành. BỘ A".
_TEASER = re.compile(
    rf"[{UPPER}][{LOWER}]+ [{LOWER}]+ \d\S*[/-]\S+ (?:.{{0,300}} )?(?:ban hành|năm \d{{4}})\. "
    rf"(?=[{UPPER}]{{2}})"
)
_BEHIND_DAY = re.compile(
    r"\b[Nn]gày \d{1,2} tháng \d{1,2} năm \d{4} (?=(?:Kính [Gg]ửi|KÍNH GỬI)\b)"
)
_PROPER = rf"[{UPPER}][{LOWER}]+"
_DATED_PLACE = re.compile(
    rf"(?<!\w)(?:(?:TP\.?|Thành phố|Tx\.) ?)?{_PROPER}"
    rf"(?:(?: - | |-){_PROPER}| \d{{1,2}}(?=\W)){{0,5}}[.,]? [Nn]gày\b"
)
_LEFT_HEAD = re.compile(
    r"^\W*(?:(?:luat |phap lenh |nghi quyet )?s[o0]\b|/|\d{1,5} ?[/-]|v/v\b|v/ v\b)"
)
RECIPIENTS = re.compile(r"^[\W_]*n[o0]i\s?(?:nh\w{1,2}n\b|gui\s*:)\W*")
"""Nơi nhận, and Nơi gửi as it was printed until the nineties."""
_ENTRY = re.compile(
    r"^\W*[-+•*~]\s?|^\W*n[o0]i nh[ao]n\b|^l[uo]u\b\s?:"
    r"|^\W*nhu (?:tren|kinh gui|dieu)\b|^\((?:de )?(?:b/c|bao cao|t/h|p/h|phoi hop|thuc hien)\)"
)
_AS_ABOVE = re.compile(r"\W*nhu (?:tren|kinh gui|dieu \d{1,2})[;.,]?\s(?=\S)")


_HANDED_IN = re.compile(r"(?:bai|ho so|tac pham|san pham|don|phieu|bao gia|dang ky)\b")


def heads_recipients(piece: Piece) -> bool:
    """True for the heading of Nơi nhận, also "Nơi nhận văn bản:"; "Nơi nhận bài dự thi" tells
    where something is handed in."""
    found = RECIPIENTS.match(piece.folded)
    return found is not None and not _HANDED_IN.match(piece.folded, found.end())


def cut(document: ParsedDocument, folded: str) -> Iterator[tuple[Line, int, int, int]]:
    """Yield (line, its index, start, end) for every piece in reading order."""
    for index, line in enumerate(document.lines):
        text, plain = document.text[line.start : line.end], folded[line.start : line.end]
        points: tuple[int, ...] = (0, len(text))
        if line.block is Block.PROSE and len(text) <= _LONGEST:
            inner = _foot_cuts(text, plain) | _signed_cuts(text)
            if index < _HEAD_LINES:
                inner |= _head_cuts(text, plain)
            if inner:
                points = tuple(sorted(inner.union(points)))
        for low, high in pairwise(points):
            while low < high and text[low] == " ":
                low += 1
            while high > low and text[high - 1] == " ":
                high -= 1
            if low < high:
                yield line, index, line.start + low, line.start + high


def _head_cuts(text: str, plain: str) -> set[int]:
    points: set[int] = set()
    if parent := _parents().match(plain) if text.isupper() else None:
        points.add(parent.end())
    for pattern in (NATIONAL, NATIONAL_BROKEN, MOTTO, PARTY):
        match = pattern.search(plain)
        if match is None or _STATE.search(plain, 0, match.start()):
            continue
        within = pattern is PARTY and _WITHIN.search(plain, 0, match.start())
        if within and not _CENTRAL.fullmatch(plain, 0, match.start()):
            continue
        if pattern is MOTTO or text[match.start() : match.end()].isupper():
            points |= {match.start(), match.end()}
    place = _DATED_PLACE.search(text) if "gày" in text else None
    beside = place and (_LEFT_HEAD.match(plain) or _is_body(text[: place.start()]))
    beside = beside and place is not None and " cua " not in plain[: place.start()]
    if place and place.start() > 0 and _DATE.search(plain) and beside:
        points.add(place.start())
    if ornament := _ORNAMENT.search(plain):
        points.add(ornament.start())
    for behind in (_TEASER.match(text), _BEHIND_DAY.search(text)):
        if behind:
            points.add(behind.end())
    about = _ABOUT.search(plain)
    if about and about.start() > 0 and _LEFT_HEAD.match(plain):
        points.add(about.start() + 1)
    return points


@cache
def _parents() -> re.Pattern[str]:
    """A parent body with its own on one line: BỘ CÔNG THƯƠNG TRƯỜNG ĐẠI HỌC ĐIỆN LỰC."""
    bodies = [fold(row["name"]) for row in rows("body_words")]
    ministries = "|".join(re.escape(name) for name in bodies if name.startswith("bo "))
    provinces = "|".join(re.escape(fold(row["name"])) for row in rows("provinces"))
    return re.compile(
        rf"(?:{ministries}|bo nong nghiep (?:&|va) ptnt|bo lao dong,? ?-? ?thuong binh va xa hoi)\s"
        r"(?=(?:truong|hoc vien|dai hoc|tong cuc|cuc|vu|vien|benh vien|thanh tra|trung tam)\s\w)"
        rf"|(?:ubnd|uy ban nhan dan) (?:tinh|thanh pho|tp\.?) ?(?:{provinces})\s"
        r"(?=(?:so|ban|thanh tra|truong|trung tam|chi cuc|van phong|benh vien)\s\w)"
    )


def _is_body(text: str) -> bool:
    """True for a body of the letterhead, in capitals to its last word."""
    words = text.split()
    return len(words) > 2 and all(word.isupper() for word in words if word[0].isalpha())


def _signed_cuts(text: str) -> set[int]:
    """Cut a signature typed on one line: KT. GIÁM ĐỐC - PHÓ GIÁM ĐỐC Lê Văn A (đã ký)."""
    signed = _SIGNED_LINE.match(text)
    if signed and is_office(signed["office"].strip(_DASHES)) and is_name(signed["name"]):
        office = signed["office"]
        points = {signed.start("name"), signed.end("name")}
        points |= {at for dash in _DASH.finditer(office) for at in dash.span()}
        return points | _office_cuts(office.rstrip())
    mark = _SIGNED_BY.match(text)
    if mark and is_name(text[mark.end() :]):
        return {0, mark.end()}
    return _office_cuts(text)


_DASHES = " -–—,:"
_SIGNED_LINE = re.compile(
    rf"(?P<office>\W*[{UPPER}][^{LOWER}\d;]{{4,90}}?[\s,:–—-])\s?"
    rf"(?P<name>{_PROPER}(?:\s{_PROPER}){{1,4}})(?:\s*\([Đđ]ã ký(?:,[^()]*)?\))?\W*$"
)
_DASH = re.compile(r"(?<=\w)\s[-–—]\s(?=(?:PHÓ|THỨ)\s)")


def _office_cuts(text: str) -> set[int]:
    """Cut between the head who is replaced and the office of who signs: KT THỦ TƯỚNG PHÓ THỦ
    TƯỚNG on one line, TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH."""
    form = signing_form(text) if _FORM_LINE.match(text) else None
    if form is None:
        return set()
    points: set[int] = set()
    low = form.end()
    if is_table_office(text[low:]):
        return points
    for blank in re.finditer(r"\s(?=\S)", text[low:]):
        at = form.end() + blank.start()
        rest = text[at:].strip()
        if text[at - 1] == ",":
            continue  # BỘ TRƯỞNG, CHỦ NHIỆM is one office
        if rest.startswith(f"PHÓ {text[low:].split()[0]} "):
            return points | {at}  # KT. TRƯỞNG PHÒNG QL ĐÀO TẠO PHÓ TRƯỞNG PHÒNG
        heads = is_table_office(rest) and (_LEADS.match(rest) or not is_body_in_full(rest))
        if form["form"] == "tm" and heads and _is_collective(text[low:at]):
            return points | {at}  # TM. HỘI ĐỒNG QUẢN TRỊ CHỦ TỊCH
        if not is_table_office(text[low:at]):
            continue
        if next_form := signing_form(rest) if _FORM_LINE.match(rest) else None:
            points.add(at)
            low = at + 1 + next_form.end()
        elif _HEADS.match(rest) and (
            is_table_office(rest)
            or rest.startswith("PHÓ ")
            or (form["form"] in ("tl", "tuq") and _SUBORDINATES.match(rest))
        ):
            return points | {at}
    return points


_LEADS = re.compile(r"(?:CHỦ TỊCH|THỦ TƯỚNG)\b")  # CHỦ TỊCH NƯỚC issues as a body does


def _is_collective(text: str) -> bool:
    """True for a body that signs through its head; ĐOÀN CHỦ TỊCH and BAN GIÁM ĐỐC are bodies with
    the office."""
    words = text.split()
    return len(words) > 2 and words[-1] not in ("ĐOÀN", "BAN", "HỘI", "VIÊN")


# Who may sign by himself; a HỘI ĐỒNG THÀNH VIÊN is one body.
_HEADS = re.compile(
    r"(?:PHÓ|THỨ TRƯỞNG|CHỦ TỊCH|BÍ THƯ|GIÁM ĐỐC|HIỆU TRƯỞNG|TRƯỞNG|CHÁNH"
    r"|(?:TỔNG )?(?:CHI )?(?:VỤ|CỤC|VIỆN|TỔNG CỤC) TRƯỞNG) ?"
)
_SUBORDINATES = re.compile(r"(?:(?:VỤ|CỤC) TRƯỞNG|TRƯỞNG (?:PHÒNG|KHOA)|CHÁNH|GIÁM ĐỐC) ")
_FORM_LINE = re.compile(r"\W*(?:KT|TM|TL|TUQ|T/M|K/T|T/L)(?:[. ]|$)")


_SIGNED_BY = re.compile(r"\W*[Đđ]ã [Kk]ý\s?:\s+")  # Đã ký: Lê Văn A
_FILED = re.compile(r"\W*l[uo]u\b")
_SIGNED_LAST = re.compile(r"\s\([Đđ]ã [Kk]ý(?:,[^()]{1,30})?\)\W*$")
_SIGNED = re.compile(r"\([Đđ]ã [Kk]ý(?:,[^()]{1,30})?\)\W*")


def _foot_cuts(text: str, plain: str) -> set[int]:
    """Cut the signer's column off an entry of Nơi nhận."""
    if _FILED.match(plain) and (signed := _SIGNED_LAST.search(text)):
        return {signed.start()}
    if not _ENTRY.match(plain):
        return set()
    head = RECIPIENTS.match(plain)
    if head and is_office(text[head.end() :].strip()):
        return {head.end()}
    whole = _AS_ABOVE.match(plain)
    if whole and is_office(text[whole.end() :].strip()):
        return {whole.end()}
    for match in re.finditer(r"[;.,] ?(?=\S)", text):
        rest = text[match.end() :].strip()
        glued = not match.group().endswith(" ")
        if is_office(rest) or _SIGNED.fullmatch(rest) or (is_name(rest) and not glued):
            return {match.end()}
    return set()
