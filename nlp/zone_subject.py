"""Trích yếu in the head of the form: under V/v, under the title, or right under the number.

Where it ends is told by type, case and blank lines, and by the line that names who decides.
"""

import re
from collections.abc import Sequence

from dispatch.document import Column
from dispatch.letters import LOWER
from nlp.roles import Piece, Role
from nlp.zone_addressees import INVITES
from nlp.zone_phrases import ABOUT, DETAIL, OPENING, follows
from nlp.zone_print import same_case, same_type, turns_plain
from nlp.zone_words import is_capitals, type_of_title

_WHO = (
    r"(?:uy ban|hoi dong|chu tich|bo truong|giam doc|thu tuong|chinh phu|quoc hoi|"
    r"ban(?!\s(?:hanh|dau gia|giao|sao|tin))|truong(?!\shop)|chanh|"
    r"tong(?!\s(?:ket|hop|ra soat|dieu tra|kiem(?! toan)))|cuc truong|vu truong|"
    r"hieu truong|hat truong|doi truong|chi cuc truong|chi huy truong|thu truong|chanh an|tu lenh|"
    r"chu nhiem|thuong truc|bi thu|dang uy|tinh uy|thanh uy|doan(?!\sket)|"
    r"tong lien doan|lien doan|vien truong|thong doc)\b"
)


def opens_text(piece: Piece, before: Role | None) -> bool:
    """True for the first line of running text: a long line in the text's own type."""
    if is_capitals(piece.text) or piece.is_bold or piece.line.centered or before is Role.TITLE:
        return False
    if not piece.line.starts_paragraph or OPENING.match(piece.folded) is None:
        return False
    if piece.text[:1].islower():  # "… Thông tư số 03/2015/TT-NHNN / ngày 20 tháng 3 năm 2015 …"
        return False
    return piece.blank_before or (len(piece.text) > 40 and piece.column is Column.FULL)


def continue_subject(
    pieces: Sequence[Piece], roles: list[Role | None], first: int, stop: int
) -> int:
    """Mark the lines that go on from the first of a trích yếu under V/v; return where they end."""
    last = first
    opening = pieces[first]
    for at in range(first + 1, stop):
        piece = pieces[at]
        if roles[at] in (Role.PAGE_NUMBER, Role.RULE):
            continue
        if roles[at] is not None or piece.column is not opening.column:
            break
        runs_on = (
            piece.text[:1].islower() and pieces[last].text[-1:] not in ".;:"
        )  # over a blank line
        if (piece.line.starts_paragraph and not runs_on) and (
            piece.blank_before or not same_type(opening, piece) or opens_text(piece, None)
        ):
            break
        if not is_capitals(opening.text) and (
            is_enacting(piece) or _is_other_body(piece, pieces[last])
        ):
            break
        if turns_plain(opening, piece):
            break
        full = piece.column is Column.FULL and not runs_on
        if full and _is_first_sentence(piece, pieces[last], under=True):
            break
        roles[at] = Role.SUBJECT
        last = at
    return last + 1


def _is_other_body(piece: Piece, above: Piece) -> bool:
    """True for a line of capitals that begins anew below a trích yếu in small letters."""
    words = piece.text.split()
    return is_capitals(piece.text) and len(words) > 2 and not _is_open_ended(above)


def title_subject(pieces: Sequence[Piece], roles: list[Role | None], title: int, stop: int) -> int:
    """The lines under the title in its own type (bold, centred), up to the text."""
    last = title
    first: Piece | None = None
    named = type_of_title(pieces[title].text)
    behind = pieces[title].folded[named[1] :].strip() if named else ""
    whole = len(behind) > _REST_OF_TITLE and _OF_WHOM.match(behind) is None
    letterhead = " ".join(
        piece.folded for piece, role in zip(pieces[:title], roles, strict=False)
        if role is Role.ISSUER
    )  # fmt: skip
    joint = _JOINT_TITLE.search(pieces[title].folded) is not None
    whose = joint or _OF_WHOM.match(behind) is not None
    for at in range(title + 1, stop):
        piece = pieces[at]
        whose = whose or (first is None and _OF_WHOM.match(piece.folded.strip()) is not None)
        if roles[at] in (Role.PAGE_NUMBER, Role.RULE, Role.STAMP, Role.DRAFT_MARK):
            if roles[at] is Role.RULE and first is not None:
                break
            continue
        if roles[at] is Role.SUBJECT:
            first = first or piece
            last = at
            continue
        if roles[at] is not None:
            break
        if _PART.match(piece.folded):
            break
        if first is None and _is_of_who_decides(pieces, roles, at):
            continue
        if first is None and whose and _is_of_letterhead(piece, letterhead):
            continue
        detail = DETAIL.match(piece.folded) is not None
        if first is None and not detail and _is_before_basis(pieces, roles, at):
            first, last, roles[at] = piece, at, Role.SUBJECT
            continue
        if detail or _is_first_sentence(piece, pieces[last], under=first is not None):
            break
        above = pieces[at - 1].folded
        open_end = first is not None and _is_open_ended(pieces[at - 1])
        listed = first is not None and pieces[at - 1].text.rstrip().endswith((",", ";"))
        listed = listed and _runs_to_basis(pieces, roles, at)
        if _tells_of(piece, letterhead) and not (open_end or listed):
            break
        if first is None and whole and not (is_capitals(piece.text) or ABOUT.match(piece.folded)):
            break
        wraps = open_end or (first is not None and _SESSION.match(above) is not None)
        if (is_enacting(piece) or _is_issuer_again(piece, letterhead)) and not wraps:
            for rest in range(at, stop):
                if roles[rest] is None and is_capitals(pieces[rest].text):
                    roles[rest] = Role.ENACTING
            break
        if first is None and pieces[title].is_bold > (piece.is_bold or piece.line.centered):
            break
        opens_small = piece.text.lstrip('"“(')[:1].islower()
        runs_on = opens_small and above.rstrip()[-1:].isalnum()  # over a blank line
        same = first is None or (same_type(first, piece) and same_case(first, piece))
        counts = open_end and _COUNTS.search(above) is not None and follows(pieces, at)
        carried = first is not None and above.rstrip().endswith("ban hanh kem theo")
        held = first is not None and first.line.centered and _is_held(pieces, at, stop)
        goes_on = same or runs_on or counts or carried or held or listed
        goes_on = goes_on or _WHEN.fullmatch(piece.folded) is not None
        under = pieces[title + 1 : at]
        if not goes_on and not _goes_on_over_blank(pieces, at, under if first else (), stop):
            break
        first = first or piece
        roles[at] = Role.SUBJECT
        last = at
    return last + 1


def _is_held(pieces: Sequence[Piece], at: int, stop: int) -> bool:
    """True for a line so long that it is not seen to be centred, between a trích yếu's first line
    and another centred one, or the line that names who decides."""
    text, below = pieces[at].text.rstrip(), pieces[at + 1 : min(at + 2, stop)]
    if text.endswith((".", ":", ";", "/")) or OPENING.match(pieces[at].folded):
        return False
    return any(
        piece.line.centered and (is_enacting(piece) or _GOES_ON.match(piece.text) is not None)
        for piece in below
    )


_GOES_ON = re.compile(rf"\(|[{LOWER}]")


def _goes_on_over_blank(
    pieces: Sequence[Piece], at: int, above: Sequence[Piece], stop: int
) -> bool:
    """True where portals that set every line apart broke a trích yếu in capitals, of which the
    lines ``above`` are read: within a quote, or before the line that names who decides."""
    if not above or not all(is_capitals(piece.text) for piece in (*above, pieces[at])):
        return False
    text = " ".join(piece.text for piece in above)
    quoted = text.count('"') % 2 == 1 or text.count("“") > text.count("”")
    return quoted or any(map(is_enacting, pieces[at + 1 : min(at + 3, stop)]))


def _is_of_who_decides(pieces: Sequence[Piece], roles: Sequence[Role | None], at: int) -> bool:
    """True for the rest of a title, which names who decides: QUYẾT ĐỊNH / CỦA TỔNG CỤC TRƯỞNG … /
    Ban hành Quy định …. On the title's own line or the trích yếu's, ``nlp.subject`` cuts it."""
    folded, below = pieces[at].folded.strip(), pieces[at + 1 : at + 2]
    told = " ve " in folded or any(map(str.isdigit, folded))  # the trích yếu, or number and day
    named = is_capitals(pieces[at].text) and _OF_WHOM.match(folded) is not None and not told
    return named and any(
        roles[at + 1] in (None, Role.SUBJECT) and not is_enacting(piece) for piece in below
    )


_JOINT_TITLE = re.compile(r"\blien (?:bo|tich)\W*$")  # THÔNG TƯ LIÊN BỘ / LAO ĐỘNG - …
_REST_OF_TITLE = 12  # characters behind the type that are a trích yếu
_OF_WHOM = re.compile(rf"cua (?:ubnd|hdnd|bo|so|tong cuc)\b|cua {_WHO}")


def _is_of_letterhead(piece: Piece, letterhead: str) -> bool:
    """True for the rest of the name of who decides, each word of it in the letterhead: CỦA TỔNG CỤC
    TRƯỞNG TỔNG CỤC TIÊU CHUẨN - ĐO LƯỜNG / CHẤT LƯỢNG."""
    words = re.findall(r"\w+", piece.folded)
    return is_capitals(piece.text) and set(words) <= set(re.findall(r"\w+", letterhead))


def _is_before_basis(pieces: Sequence[Piece], roles: Sequence[Role | None], at: int) -> bool:
    """True for a line right under the title that is no sentence, with the text's first one below
    it: KẾ HOẠCH / Thực hiện Quyết định số … phê duyệt Đề án “…” / Căn cứ …."""
    if roles[at] is not None or OPENING.match(pieces[at].folded) is None:
        return False
    if pieces[at].text.rstrip().endswith((",", ";")):
        return _runs_to_basis(pieces, roles, at + 1)
    below = at + 1
    while below < at + 3 and below < len(pieces) and pieces[below].text[:1].islower():
        below += 1  # where it is wrapped
    if below >= len(pieces) or pieces[below - 1].text.rstrip()[-1:] in ".,;:/":
        return False
    if roles[below] is Role.RULE:  # what is drawn under it
        return True
    piece = pieces[below]
    opens = piece.line.starts_paragraph and OPENING.match(piece.folded) is not None
    return roles[below] is Role.BASIS or (
        roles[below] is None and opens and piece.text[0].isupper()
    )


def _runs_to_basis(pieces: Sequence[Piece], roles: Sequence[Role | None], at: int) -> bool:
    """True where the few lines from ``at`` stand right above căn cứ or Kính gửi and none ends a
    sentence."""
    for below in range(at, min(at + _LISTED_LINES, len(pieces))):
        if roles[below] in (Role.BASIS, Role.ENACTING, Role.ADDRESSEE):
            return below > at
        text = pieces[below].text.rstrip()
        if roles[below] is Role.RULE:
            continue
        if roles[below] is not None or len(text) > _WIDE or text.endswith((".", ":", "/")):
            return False
    return False


_LISTED_LINES = 6
_PART = re.compile(r"\W*(?:phan|chuong|muc) (?:thu )?(?:nhat|mot|i|1)\W*$")
# The title's last line says of when it is: BÁO CÁO / KẾT QUẢ … / Năm 2025.
_WHEN = re.compile(
    r"\W*(?:thoi diem |tinh den |den )?"
    r"(?:(?:\d{1,2}|sau|chin) thang|(?:het )?ngay|nam(?: hoc)?|quy|thang|giai doan|nhiem ky|hoc ky"
    r"|dot)\b"
    r"[\w ,./–-]{0,36}\b(?:19|20)\d\d(?: ?[-–] ?(?:19|20)\d\d)?\W*"
)
_SESSION = re.compile(r"\W*(?:hoi nghi|ky hop|phien hop)\s+(?:lan )?thu \w+(?: \w+)?\W*$")
# "… tiến độ triển khai thực hiện 02 / Chương trình MTQG": what is counted stands on the next line.
_COUNTS = re.compile(r"\b(?:hien|khai|voi|va|cac|gom|cua|ve|tai|ban hanh|sung|doi)\s\d{1,2}\s*$")


def _is_open_ended(piece: Piece) -> bool:
    if _ANNOUNCES_NAME.search(piece.folded):
        return True
    return _WRAPS.search(piece.folded) is not None and _NO_DO.search(piece.text) is None


# "… để thực hiện dự án: / Nâng cấp, mở rộng Đường huyện 28": the name stands on the next line.
_ANNOUNCES_NAME = re.compile(
    r"\b(?<!cac )(?<!nhung )(?:du an|tieu du an|cong trinh|hang muc|goi thau|nhiem vu"
    r"|de tai|de an|chuyen de|chu de|do an|hop phan|mo hinh|san pham|he thong"
    r"|hoi thao|hoi thi|cuoc thi|cuoc van dong)\s?:\s*$"
)
_NO_DO = re.compile(r"\bđ\w{1,2}\s*$", re.IGNORECASE)  # phương tiện đo, máy đo độ: no "do"
_WRAPS = re.compile(rf"\b(?:cua|va|ve|do|cac|cua ban|voi|thuoc|kem theo)\s*$|{_COUNTS.pattern}")


def _is_first_sentence(piece: Piece, above: Piece, *, under: bool) -> bool:
    """True for the text's first sentence where no type tells it from the trích yếu above; what
    stands ``under`` a first line of it and opens anew with a capital need not be long."""
    text = piece.text.rstrip()
    if piece.is_bold or piece.line.centered or is_capitals(text):
        return False
    if len(text) <= _WIDE and _ANNOUNCES_NAME.search(piece.folded):
        return False
    tells = piece.line.starts_paragraph and _TELLS_OF_ACT.match(piece.folded) is not None
    tells = tells and _GOVERNS.search(above.folded) is None
    least = 55 if tells else 70 if under else 90
    long = len(text) > least or text.endswith((".", ";", ":"))
    if under and len(text) > _SENTENCE and text[:1].isupper() and text.endswith("."):
        return True
    opens = (tells or OPENING.match(piece.folded) is not None) and text[:1].isupper() and long
    return text.endswith(("./.", ":")) or opens or INVITES.search(piece.folded) is not None


_WIDE = 100  # characters of a line
_SENTENCE = 160
"""Characters from which a line with a full stop is no trích yếu's second one."""
_GOVERNS = re.compile(
    rf"\b(?:hien|triet|khai|hanh|ket|theo|so|tai|boi|nhu|cung|giai|sanh)\s*$|{_WRAPS.pattern}"
)
_TELLS_OF_ACT = re.compile(r"\W*(?:nghi quyet|chi thi|ket luan|quy dinh|luat)\b.{3,60}\bngay \d")
_PLACE = re.compile(r"(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)\s(?!uy\b)")


def _is_issuer_again(piece: Piece, letterhead: str) -> bool:
    """True for the letterhead's own words between trích yếu and căn cứ: TÒA ÁN NHÂN DÂN …."""
    words = piece.folded.strip(" -–.,:")
    if _PLACE.match(words):  # TẠI TRUNG TÂM … / TỈNH KIÊN GIANG: its end, no body by itself
        return False
    return is_capitals(piece.text) and len(words) > 12 and words in letterhead


def _tells_of(piece: Piece, letterhead: str) -> bool:
    """True for a sentence that begins with the issuer's name, in the text's own type."""
    words = piece.folded.split()
    if piece.is_bold or piece.line.centered or is_capitals(piece.text) or len(words) < 6:
        return False
    if len(piece.text) < _NAME:  # the name alone: … quản lý chất lượng / Bệnh viện Nội tiết X
        return False
    return " ".join(words[:4]) in letterhead


_NAME = 40  # characters; a sentence that begins with a name is longer
_DECIDERS = re.compile(rf"^\W*(?:quyen\s)?{_WHO}")


def is_enacting(piece: Piece) -> bool:
    """True for the line that names who decides: ỦY BAN NHÂN DÂN TỈNH X, BỘ TRƯỞNG BỘ Y."""
    return is_capitals(piece.text) and _DECIDERS.match(piece.folded) is not None


def left_subject(
    pieces: Sequence[Piece], roles: list[Role | None], anchors: list[int], stop: int
) -> int:
    """Trích yếu without V/v (as the Party prints it): the lines right under the number, in its
    column, or without columns under that of a Party's letter, or where they begin with the name of
    a type or with Về."""
    numbers = [at for at in anchors if roles[at] is Role.NUMBER]
    party = bool(numbers) and _PARTY_LETTER.search(pieces[numbers[0]].text) is not None
    last = -1
    for at in range(numbers[0] + 1 if numbers else stop, stop):
        piece = pieces[at]
        if roles[at] is Role.RULE:
            continue
        if roles[at] is not None or piece.blank_before:
            break
        named = last >= 0 or party or _names_subject(piece.folded)
        if piece.column is Column.RIGHT or (piece.column is Column.FULL and not named):
            break
        roles[at] = Role.SUBJECT
        last = at
    return last + 1 if last >= 0 else _subject_above_addressees(pieces, roles, max(anchors) + 1)


_PARTY_LETTER = re.compile(r"[-–]\s?CV/[A-ZĐ]")  # HD 36-HD/VPTW: Số 12-CV/TU


def _subject_above_addressees(pieces: Sequence[Piece], roles: list[Role | None], start: int) -> int:
    """Trích yếu without V/v that a reader without columns tells last of the head: the lines from
    the name of a type, or a bare Về, to Kính gửi."""
    end = start
    while end < len(pieces) and end < start + 6 and roles[end] in (None, Role.RULE, Role.STAMP):
        end += 1
    named = end < len(pieces) and roles[end] is Role.ADDRESSEE and end > start
    if not named or not _names_subject(pieces[start].folded):
        return 0
    if any(len(piece.text) > 90 for piece in pieces[start:end]):
        return 0
    roles[start:end] = [role or Role.SUBJECT for role in roles[start:end]]
    return end


def _names_subject(folded: str) -> bool:
    """True for words that open a trích yếu: a type's name, or a bare Về."""
    return _TYPE_FIRST.match(folded) is not None or ABOUT.match(folded) is not None


_TYPE_FIRST = re.compile(
    r"^\W*(?:huong dan|thong bao|bao cao|ke hoach|chuong trinh|to trinh|quy dinh|ket luan)\b"
)
