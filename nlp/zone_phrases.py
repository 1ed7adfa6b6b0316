"""What a piece says of itself: the anchored phrases of the form, folded and tolerant of OCR."""

import re
from collections.abc import Sequence

from dispatch.document import Block, Column
from dispatch.letters import LOWER, UPPER
from dispatch.vocabulary import types_by_code
from nlp.noise import is_scrawl
from nlp.pieces import MOTTO, NATIONAL, NATIONAL_BROKEN, PARTY, RECIPIENTS
from nlp.roles import Piece, Role
from nlp.zone_words import is_capitals, type_of_title

HEAD_PIECES = 70

NUMBER = re.compile(
    r"^\W*(?:(?:luat|nghi quyet|phap lenh|nghi dinh|thong tu)\s+)?s[o06e]\b\s*[:.;]?\s*[^a-z]{0,24}"
    r"(?:[/-]\s*[^\W\d_]|$|[a-z]{1,6}\s?[/-])"
    r"|^\W*s[o06e]\s*[:;][^/]{0,12}/\s*[^\W\d_]{1,8}\s*-"
    r"|^\W*[a-z\d]{1,3}\s*[:;]\s*\d{0,6}\s*/\s*[^\W\d_]{1,8}\s*-"  # "D0: /KH-UBND"
    r"|^\W*so\d{1,5}\s?/\s*[^\W\d_]{1,8}\s*-"  # its blank lost
)
BARE_NUMBER = re.compile(r"^\W*\d{0,6}[a-z]?\s*/\s*(?:\d{4}\s*/\s*)?[^\W\d_]{1,10}\s*-\s*\w")
# OCR glues what was written by pen to the words beside it: "ngày4†tháng 01 năm".
DATE = re.compile(  # communes bear numbers since July 2025: "Bảo Lâm 3, ngày …"
    r"^[^\d:;()]{0,60}?(?:\b\d{1,2}(?:, ?| (?=[a-z]))[^\d:;()]{0,40}?)?"
    r"(?:hoi \d{1,2}\s?(?:h|g|gio|:)\s?(?:\d{2})?['’]?(?: phut)?,? )?"
    r"(?<![a-z])ng[ao0]?y(?![a-z])[^(;]{0,28}?th[a-z]?ng"
    r".{0,24}?(?:n[a-z]?m(?![a-z])|thang\b|\d{4})"
    r"|^[^\d:;()]{2,40},\sng?\S{1,6}(?:\s\S{1,3})?\s?thang\s\d{1,2}\snam\s\d{4}\W*$"
    r"|^[^\d:;()]{2,50}[,.]\s*ngay\s*\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\W*$"
)
_ANY_DATE = re.compile(r"ng[ao0]?y|thang\s\d")
"""What every form of ``DATE`` holds: it costs little to see that a line has neither."""

_OF_A_NAME = re.compile(r"SỐ\s+\d{1,3}\W*")
"""The end of a body's name on a line of its own: BAN QUẢN LÝ DỰ ÁN / SỐ 3."""
_CITED_DATE = re.compile(r"\d/\d{4}/|\bso\s*:?\s*\d+\s*[/-]")
SUBJECT = re.compile(
    r"^\W*v\s?/\s?[vw]\b|^[\W_]*v[il1]?[vw](?:\s*:|\s(?=[a-z]))|^\W*ve ?viec\b|^\W*v\.v\b"
    r"|^\W*ve\s?:"
)
ABOUT = re.compile(r"^\W*(?:v\s?/\s?[vw]|ve viec|ve)\b")
"""V/v, Về việc or a bare Về at the head of a trích yếu; OCR reads V/w for the first."""
ADDRESSEE = re.compile(
    r"^\W*k\w?nh (?:g\w{1,2}i|trinh|chuyen)\b\s*(?::|$|[^a-z])|^.{4,80}\bdien:\s*$"
)
BASIS = re.compile(r"^\W*(?:can c\w\b|xet\b|theo de nghi\b)")
_AWARDS = re.compile(
    r"\W*Xét (?:tặng|tuyển|công nhận|thăng (?:hạng|hàm)|nâng (?:lương|ngạch|bậc)|chọn|khen"
    r"|cấp (?:phép|phát|học bổng)|phong (?:tặng|hàm))\b[^;]*[^;,]$"
)
"""A trích yếu that opens with what is to be awarded: "Xét tặng danh hiệu …"; no base."""
# "V/v gia hạn nhận hồ sơ / xét thưởng …": begun small, it is of the line above.
_OF_LINE_ABOVE = re.compile(r"xét (?!đề nghị|tờ trình|báo cáo|công văn|văn bản|đơn|kết quả)")
OPENING = re.compile(
    r"^\W*(?:can c\w\b|xet de nghi|xet to trinh|thuc hien|thi hanh|trien khai|theo\b|phuc dap|"
    r"tra loi|ngay \d|tiep theo|dieu 1\b|i\.|1\.|a\.|phan thu|chuong i\b|trong thoi gian|hom nay|"
    r"thoi gian (?:qua|gan day)\b|hien nay,|"
    r"(?:trong )?(?:nhung|may|cac|nhieu) (?:nam|thang|ngay) (?:qua|vua qua|gan day)\b|"
    r"nham\b|de\b|ngay (?:sau|tu|khi|trong|tai|dau)\b|vua qua|qua\b|"
    r"sau (?:khi|(?:hon |gan )?\w+ nam\b)"
    r"|tran trong kinh moi|nhan duoc|ban hanh kem"
    r"|nhan dip\b|hoi nghi lan thu \w+ ban chap hanh\b)"
)
# What invitations and minutes say under the trích yếu in its type; notes to it in brackets.
DETAIL = re.compile(
    r"\W*(?:thoi gian|dia diem|thanh phan|hom nay|chu tri|chu toa|noi dung|toi du|thu ky"
    r"|cap cho|ho va ten|ho ten|ong|ba|chuc vu|don vi|ma so|dia chi|duoc cu)\b"
    r"(?:[^:]{0,30}:|,)"
    r"|(?:1|i|a|phan (?:thu nhat|mot|i)|chuong i|dieu 1)\s?[.):/]\s?[^\W\d]"
    r"|\(\s*(?:so lieu|tinh den|tu ngay|(?:ban hanh|phe duyet)? ?kem theo|dinh kem"
    r"|trinh (?:tai|ky|phien|hoi))\b"
)
ARCHIVE = re.compile(r"^\W*(?:l[uư]u\b|l\w{1,3}\s?[:;.]\s?v[tp]\b)")  # OCR: Luru: VT
APPENDIX = re.compile(r"^\W*phu luc\b|^\W*\(?(?:ban hanh )?kem theo\b.{0,40}\b(?:so|van ban|nay)\b")
COPY = re.compile(r"^\W*(?:sao y|sao luc|trich sao|ban sao)\b")
COPY_NUMBER = re.compile(r"^\W*so\s*:?\s*\d{1,5}\s?[/-]\s?(?:sy|trs|sl|bs)\s?[/-]")
SIGNED = re.compile(r"^\W*(?:da ky|daky|ky ten|(?:chu )?ky, dong dau|ky, ghi ro|signed)\W*")
DRAFT = re.compile(
    r"^\W*(?:\(?\s*)?du thao\b(?:\s*(?:lan|\d|\()?.{0,14})?$"
    r"|^\W*\(\s*du thao (?:trinh|lan|ngay)\b[^()]{0,60}\)\W*$"
)
STAMPS = re.compile(
    r"^\W*(?:hoa toc(?: hen gio)?|thuong khan|khan|tuyet mat|toi mat|mat|xem xong tra lai|"
    r"luu hanh noi bo|tai lieu hoi nghi|khong pho bien)\W*$"
)
BULLET = re.compile(r"^\W*[-+•*–]\s*\S|^\W*\d{1,2}[.)]\s")
SALUTES = re.compile(r"\W*kinh (?:thua|chao)\b")
"""Whom the text speaks to: "Kính thưa quí vị!" is no addressee of the form."""

PANEL = re.compile(r"\w@\w|\d{1,2}[./]\d{1,2}[./]\d{4},? \d{1,2}:\d{2}")
_PARTY_LINE = re.compile(rf"\W*(?:{PARTY.pattern})")
"""The line alone: TRUNG ƯƠNG ĐOÀN TNCS HỒ CHÍ MINH is a body of the letterhead."""
_ESIGN = re.compile(r"^\W*(?:ky boi|nguoi ky|thoi gian ky|ky ngay|digitally signed)\b")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_ORNAMENT = re.compile(r"[\W_]{2,}[o0]{1,3}[\W_]{2,}|[\W_]+[o0]{3}[\W_]+")  # -----o0o-----
_BLOCKS = {
    Block.PAGE_NUMBER: Role.PAGE_NUMBER,
    Block.RUNNING: Role.PAGE_NUMBER,
    Block.ESIGN: Role.ESIGN,
    Block.FOOTNOTE: Role.FOOTNOTE,
}
CAPITAL_DAY = r"\d{1,2}(?:[-/.]\d{1,2}[-/.]|\s+THÁNG\s+\d{1,2}\s+NĂM\s+)\d{4}"
"""A day as titles in capitals print it: 21-10-1982, 21 THÁNG 10 NĂM 1982."""
# NGHỊ QUYẾT SỐ 58 NQ/HĐNN8 NGÀY 11-3-1988
_SAYS_DAY = re.compile(rf"\sSỐ\s(?:\d{{1,5}}\s)?\S{{3,32}},?\sNGÀY\s{CAPITAL_DAY}\b")
# What OCR left of a blank number: "GD: - /TB-TTYT", "Xe KH-THTQT".
_LEFT_OF_NUMBER = re.compile(
    rf"(?:[{UPPER}{LOWER}\d]{{1,3}}[:;.]?[\s.…_-]+/?|[\s.…_-]*/)"
    rf"(?:{'|'.join(sorted(types_by_code(), key=len, reverse=True))})"
    rf"-[{UPPER}][{UPPER}\d&-]{{1,12}}\W*$"
)
_BEHIND_DATE = 25  # characters behind the day of the date's line: a year, a bracket
_DEPARTMENT = re.compile(r"\W*S[ởỞ]\s(?![\d:./])")  # SỞ GD-ĐT LAI CHÂU, no Số
_MAY_BE_MARK = (Block.RUNNING, Block.STAMP)


def own_role(piece: Piece, *, in_head: bool) -> Role | None:
    """Return the role that the piece's own words give it, whatever stands round it."""
    if piece.line.block in _MAY_BE_MARK and DRAFT.match(piece.folded):
        return Role.DRAFT_MARK  # DỰ THẢO across the page, stamped, or in the running head
    if piece.line.block in _BLOCKS:
        return _BLOCKS[piece.line.block]
    if piece.line.block is Block.STAMP:
        return Role.STAMP if STAMPS.match(piece.folded) else Role.ARRIVAL
    text, folded = piece.text, piece.folded
    if is_scrawl(piece.line, hard=piece.column is Column.FULL) and not _is_listed(folded):
        return Role.RULE
    if not _LETTER_OR_DIGIT.search(text) or _ORNAMENT.fullmatch(folded):
        return Role.RULE if "□" not in text else None
    if _ESIGN.match(folded):
        return Role.ESIGN
    if not in_head:
        return None
    if len(text) > 260:  # a căn cứ of Word is one line, however long
        return Role.BASIS if BASIS.match(folded) and not is_capitals(text) else None
    return _head_role(piece, text, folded)


def _is_no_base(text: str) -> bool:
    return _OF_LINE_ABOVE.match(text) is not None or _AWARDS.match(text) is not None


def _is_listed(folded: str) -> bool:
    """True for an entry of a list, its heading, or the number's line."""
    return any(pattern.match(folded) for pattern in (RECIPIENTS, BULLET, NUMBER))


def _is_doubted(piece: Piece) -> bool:
    """True where OCR hardly read the first word: VỤ KH-TC is a body."""
    return any(word.confidence < _DOUBTED for word in piece.line.words[:1])


_DOUBTED = 0.5


def _head_role(piece: Piece, text: str, folded: str) -> Role | None:
    if len(text) < 60 and NATIONAL.search(folded):
        return Role.NATIONAL_NAME
    if NATIONAL_BROKEN.match(folded) and is_capitals(text):
        return Role.NATIONAL_NAME
    if len(text) < 50 and MOTTO.search(folded):
        return Role.MOTTO
    if len(text) < 50 and _PARTY_LINE.match(folded) and text.isupper():
        return Role.PARTY_NAME
    if STAMPS.match(folded) and text.upper() == text:
        return Role.STAMP
    if len(text) < 40 and DRAFT.match(folded):
        return Role.DRAFT_MARK
    if SUBJECT.match(folded) and not is_capitals(text[:1] * 2 + text):
        return Role.SUBJECT
    numbered = len(text) < 70 and (
        NUMBER.match(folded)
        or BARE_NUMBER.match(folded)
        or (_is_doubted(piece) and _LEFT_OF_NUMBER.match(text))
    )
    if numbered and not _OF_A_NAME.fullmatch(text) and not _DEPARTMENT.match(text):
        return Role.TITLE if _SAYS_DAY.search(text) and _is_title(piece) else Role.NUMBER
    if BASIS.match(folded) and not is_capitals(text) and not _is_no_base(text):
        return Role.BASIS
    dated = DATE.match(folded) if len(text) < 90 and _ANY_DATE.search(folded) else None
    behind = folded[dated.end() :] if dated else ""
    ends = " cua " not in behind and len(behind.strip()) < _BEHIND_DATE
    if dated and ends and not _CITED_DATE.search(folded):
        return Role.PLACE_DATE
    if ADDRESSEE.match(folded):
        return Role.ADDRESSEE
    if _is_title(piece):
        return Role.TITLE
    return None


def _is_title(piece: Piece) -> bool:
    if len(piece.text) > 140 or piece.column is Column.LEFT:
        return False
    marked = len(piece.text) < 30 and (piece.line.centered or piece.is_bold)
    if not marked and not is_capitals(piece.text):
        return False
    return type_of_title(piece.text) is not None


def follows(pieces: Sequence[Piece], at: int) -> bool:
    """True where piece ``at`` can go on with what the one before it began."""
    return (
        pieces[at].line.page == pieces[at - 1].line.page
        and pieces[at].column is pieces[at - 1].column
        and (not pieces[at].blank_before or not pieces[at].line.starts_paragraph)
    )
