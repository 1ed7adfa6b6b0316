"""The rules of the form: anchored phrases give roles to the pieces of head, foot and what follows.

Three passes: what a piece says of itself, then the head up to the running text, then the foot from
Nơi nhận or the first signing form on. Columns and bold type help where a reader saw them.
"""

import re
from collections.abc import Sequence

from dispatch.document import Block, Column
from nlp.pieces import MOTTO, NATIONAL, PARTY
from nlp.roles import Piece, Role
from nlp.zone_words import (
    is_capitals,
    is_name,
    is_office,
    looks_like_name,
    signing_form,
    starts_office,
    type_of_title,
)

HEAD_PIECES = 70

NUMBER = re.compile(
    r"^\W*(?:(?:luat|nghi quyet|phap lenh|nghi dinh|thong tu)\s+)?s[o06e]\b\s*[:.;]?\s*[^a-z]{0,24}"
    r"(?:[/-]\s*[^\W\d_]|$|[a-z]{1,6}\s?[/-])"
    r"|^\W*s[o06e]\s*[:;][^/]{0,12}/\s*[^\W\d_]{1,8}\s*-"
)
BARE_NUMBER = re.compile(r"^\W*\d{0,6}[a-z]?\s*/\s*(?:\d{4}\s*/\s*)?[^\W\d_]{1,10}\s*-\s*\w")
# OCR glues what was written by pen to the words beside it: "ngày4†tháng 01 năm".
DATE = re.compile(
    r"^[^\d:;()]{0,60}?(?<![a-z])ng[ao0]?y(?![a-z])[^(;]{0,28}?th[a-z]?ng"
    r".{0,24}?(?:n[a-z]?m\b|thang\b|\d{4})"
    r"|^[^\d:;()]{2,50}[,.]\s*ngay\s*\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\W*$"
)
_CITED_DATE = re.compile(r"\d/\d{4}/|\bso\s*:?\s*\d+\s*[/-]")
SUBJECT = re.compile(r"^\W*v\s?/\s?v\b|^\W*vv\s*:|^\W*ve ?viec\b|^\W*v\.v\b")
ADDRESSEE = re.compile(
    r"^\W*k\w?nh (?:g\w{1,2}i|trinh|chuyen)\b\s*(?::|$|[^a-z])|^.{4,80}\bdien:\s*$"
)
BASIS = re.compile(r"^\W*(?:can c\w\b|xet\b|theo de nghi\b)")
OPENING = re.compile(
    r"^\W*(?:can c\w\b|xet de nghi|xet to trinh|thuc hien|trien khai|theo\b|phuc dap|tra loi|"
    r"ngay \d|tiep theo|dieu 1\b|i\.|1\.|a\.|phan thu|chuong i\b|trong thoi gian|hom nay|nham\b|de\b|"
    r"ngay\b|sau khi|vua qua|qua\b|tran trong kinh moi|nhan duoc|ban hanh kem)"
)
RECIPIENTS = re.compile(r"^\W*n[o0]i\s?nh[aâo]n\b\W*")
ARCHIVE = re.compile(r"^\W*l[uư]u\b")
APPENDIX = re.compile(r"^\W*phu luc\b|^\W*\(?(?:ban hanh )?kem theo\b.{0,40}\b(?:so|van ban|nay)\b")
COPY = re.compile(r"^\W*(?:sao y|sao luc|trich sao|ban sao)\b")
SIGNED = re.compile(r"^\W*(?:da ky|daky|ky ten|ky, dong dau|ky, ghi ro|signed)\W*")
DRAFT = re.compile(r"^\W*(?:\(?\s*)?du thao\b(?:\s*(?:lan|\d|\()?.{0,14})?$")
STAMPS = re.compile(
    r"^\W*(?:hoa toc(?: hen gio)?|thuong khan|khan|tuyet mat|toi mat|mat|xem xong tra lai|"
    r"luu hanh noi bo|tai lieu hoi nghi|khong pho bien)\W*$"
)
_ESIGN = re.compile(r"^\W*(?:ky boi|nguoi ky|thoi gian ky|ky ngay|digitally signed)\b")
_BLOCKS = {
    Block.PAGE_NUMBER: Role.PAGE_NUMBER,
    Block.RUNNING: Role.PAGE_NUMBER,
    Block.ESIGN: Role.ESIGN,
    Block.FOOTNOTE: Role.FOOTNOTE,
}


def own_role(piece: Piece, *, in_head: bool) -> Role | None:
    """Return the role that the piece's own words give it, whatever stands round it."""
    if piece.line.block in _BLOCKS:
        return _BLOCKS[piece.line.block]
    if piece.line.block is Block.STAMP:
        return Role.STAMP if STAMPS.match(piece.folded) else Role.ARRIVAL
    text, folded = piece.text, piece.folded
    if not any(char.isalnum() for char in text):
        return Role.RULE if "□" not in text else None
    if _ESIGN.match(folded):
        return Role.ESIGN
    if not in_head or len(text) > 260:
        return None
    return _head_role(piece, text, folded)


def _head_role(piece: Piece, text: str, folded: str) -> Role | None:
    if NATIONAL.search(folded) and len(text) < 60:
        return Role.NATIONAL_NAME
    if MOTTO.search(folded) and len(text) < 50:
        return Role.MOTTO
    if PARTY.search(folded) and len(text) < 50 and text.isupper():
        return Role.PARTY_NAME
    if STAMPS.match(folded) and text.upper() == text:
        return Role.STAMP
    if DRAFT.match(folded) and len(text) < 40:
        return Role.DRAFT_MARK
    if SUBJECT.match(folded) and not is_capitals(text[:1] * 2 + text):
        return Role.SUBJECT
    if len(text) < 70 and (NUMBER.match(folded) or BARE_NUMBER.match(folded)):
        return Role.NUMBER
    if len(text) < 90 and DATE.search(folded) and not _CITED_DATE.search(folded):
        return Role.PLACE_DATE
    if ADDRESSEE.match(folded):
        return Role.ADDRESSEE
    if BASIS.match(folded) and not is_capitals(text):
        return Role.BASIS
    if _is_title(piece):
        return Role.TITLE
    return None


def _is_title(piece: Piece) -> bool:
    if len(piece.text) > 140 or piece.column is Column.LEFT:
        return False
    kind = type_of_title(piece.text)
    if kind is None:
        return False
    if is_capitals(piece.text):
        return True
    return len(piece.text) < 30 and (piece.line.centered or piece.is_bold)


def label_head(pieces: Sequence[Piece], roles: list[Role | None]) -> int:
    """Fill in the roles of the head and return the position of the first piece behind it."""
    limit = min(HEAD_PIECES, len(pieces))
    opening = _opening(pieces, roles, limit)
    anchors = [
        at for at in range(opening)
        if roles[at] in (Role.NUMBER, Role.TITLE, Role.PLACE_DATE, Role.SUBJECT, Role.NATIONAL_NAME,
                         Role.MOTTO, Role.PARTY_NAME)
    ]  # fmt: skip
    if not anchors:
        return 0
    _keep_first(roles, Role.TITLE, opening)
    _letterhead(pieces, roles, anchors)
    end = max(anchors) + 1
    for at in anchors:
        if roles[at] is Role.SUBJECT:
            end = max(end, _continue_subject(pieces, roles, at, opening))
    titles = [at for at in anchors if roles[at] is Role.TITLE]
    if titles:
        end = max(end, _title_subject(pieces, roles, titles[0], opening))
    elif not any(role is Role.SUBJECT for role in roles[:opening]):
        end = max(end, _left_subject(pieces, roles, anchors, opening))
    if not titles:
        end = max(end, _headline(pieces, roles, end, opening))
    return _addressees(pieces, roles, end, limit)


def _opening(pieces: Sequence[Piece], roles: list[Role | None], limit: int) -> int:
    """Return the position where the running text or the addressees begin."""
    seen = False
    before: Role | None = None
    for at in range(limit):
        piece, role = pieces[at], roles[at]
        if role in (Role.ADDRESSEE, Role.BASIS):
            return at
        if role is None:
            if piece.folded.startswith("dieu 1") or (
                RECIPIENTS.match(piece.folded) and len(piece.text) < 60
            ):
                return at
            if seen and _opens_text(piece, before):
                return at
        seen = seen or role in (Role.NUMBER, Role.TITLE, Role.PLACE_DATE, Role.NATIONAL_NAME)
        before = role if role is not Role.RULE else before
    return limit


def _opens_text(piece: Piece, before: Role | None) -> bool:
    """True for the first line of running text: a long line in the text's own type."""
    if is_capitals(piece.text) or piece.is_bold or piece.line.centered or before is Role.TITLE:
        return False
    if not piece.line.starts_paragraph or OPENING.match(piece.folded) is None:
        return False
    return piece.blank_before or (len(piece.text) > 40 and piece.column is Column.FULL)


def _keep_first(roles: list[Role | None], role: Role, end: int) -> None:
    seen = False
    for at, found in enumerate(roles):
        if found is role:
            if seen or at >= end:
                roles[at] = None
            seen = True


def _letterhead(pieces: Sequence[Piece], roles: list[Role | None], anchors: list[int]) -> None:
    """The capitals before the number (or before the title where there is no number)."""
    stops = [at for at in anchors if roles[at] is Role.NUMBER] or [
        at for at in anchors if roles[at] in (Role.TITLE, Role.SUBJECT)
    ]
    stop = stops[0] if stops else max(anchors) + 1
    for at in range(stop):
        piece = pieces[at]
        if roles[at] is not None or piece.column is Column.RIGHT:
            continue
        left = piece.column is Column.LEFT
        if len(piece.text) <= 120 and (left or is_capitals(piece.text)):
            roles[at] = Role.ISSUER


def _follows(pieces: Sequence[Piece], at: int) -> bool:
    """True where piece ``at`` can go on with what the one before it began."""
    return (
        pieces[at].line.page == pieces[at - 1].line.page
        and pieces[at].column is pieces[at - 1].column
        and (not pieces[at].blank_before or not pieces[at].line.starts_paragraph)
    )


def _continue_subject(
    pieces: Sequence[Piece], roles: list[Role | None], first: int, stop: int
) -> int:
    last = first
    opening = pieces[first]
    for at in range(first + 1, stop):
        piece = pieces[at]
        if roles[at] in (Role.PAGE_NUMBER, Role.RULE):
            continue
        if roles[at] is not None or piece.column is not opening.column:
            break
        if piece.line.starts_paragraph and (
            piece.blank_before or not _same_type(opening, piece) or _opens_text(piece, None)
        ):
            break
        if is_enacting(piece) and not is_capitals(opening.text):
            break
        roles[at] = Role.SUBJECT
        last = at
    return last + 1


def _title_subject(pieces: Sequence[Piece], roles: list[Role | None], title: int, stop: int) -> int:
    """The lines under the title in its own type (bold, centred), up to the text."""
    last = title
    first: Piece | None = None
    for at in range(title + 1, stop):
        piece = pieces[at]
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
        if first is None and pieces[title].is_bold > (piece.is_bold or piece.line.centered):
            break
        if first is not None and not _same_type(first, piece):
            break
        if is_enacting(piece):
            for position in range(at, stop):
                if roles[position] is None and is_capitals(pieces[position].text):
                    roles[position] = Role.ENACTING
            break
        first = first or piece
        roles[at] = Role.SUBJECT
        last = at
    return last + 1


def _same_type(first: Piece, piece: Piece) -> bool:
    if first.is_bold != piece.is_bold:
        return False
    if (
        first.line.centered
        and not piece.line.centered
        and (not piece.is_bold or OPENING.match(piece.folded))
    ):
        return False
    return not (piece.blank_before and piece.line.starts_paragraph and not piece.is_bold)


_DECIDERS = re.compile(
    r"^\W*(?:uy ban|hoi dong|chu tich|bo truong|giam doc|thu tuong|chinh phu|quoc hoi|ban|"
    r"truong|chanh|tong|cuc truong|vu truong|hieu truong|bi thu|dang uy|tinh uy|thanh uy|doan|"
    r"tong lien doan|lien doan|vien truong|thong doc)\b"
)


def is_enacting(piece: Piece) -> bool:
    """True for the line that names who decides: ỦY BAN NHÂN DÂN TỈNH X, BỘ TRƯỞNG BỘ Y."""
    return is_capitals(piece.text) and _DECIDERS.match(piece.folded) is not None


def _left_subject(
    pieces: Sequence[Piece], roles: list[Role | None], anchors: list[int], stop: int
) -> int:
    """Trích yếu without V/v (as the Party prints it): the lines right under the number."""
    numbers = [at for at in anchors if roles[at] is Role.NUMBER]
    last = -1
    for at in range(numbers[0] + 1 if numbers else stop, stop):
        piece = pieces[at]
        if roles[at] is Role.RULE:
            continue
        if roles[at] is not None or piece.column is not Column.LEFT:
            break
        roles[at] = Role.SUBJECT
        last = at
    return last + 1


def _headline(pieces: Sequence[Piece], roles: list[Role | None], end: int, stop: int) -> int:
    """A heading that is no type of document (PHÁT ĐỘNG THI ĐUA …) and the lines under it."""
    at = end
    while at < stop and roles[at] in (Role.RULE, Role.PAGE_NUMBER, Role.STAMP):
        at += 1
    if at >= stop or roles[at] is not None or not is_capitals(pieces[at].text):
        return end
    roles[at] = Role.HEADLINE
    at += 1
    while at < stop and roles[at] is None and _follows(pieces, at) and len(pieces[at].text) < 120:
        roles[at] = Role.HEADLINE
        at += 1
    return at


_BULLET = re.compile(r"^\W*[-+•*–]\s*\S|^\W*\d{1,2}[.)]\s")


def _addressees(pieces: Sequence[Piece], roles: list[Role | None], end: int, limit: int) -> int:
    first = next((at for at in range(limit) if roles[at] is Role.ADDRESSEE), None)
    if first is None:
        return end
    last = first
    for at in range(first + 1, min(len(pieces), first + 40)):
        piece, before = pieces[at], pieces[last]
        if roles[at] in (Role.PAGE_NUMBER, Role.RULE):
            continue
        if roles[at] is not None or not _goes_on(before, piece, only_head=last == first):
            break
        roles[at] = Role.ADDRESSEE
        last = at
    return max(end, last + 1)


def _goes_on(before: Piece, piece: Piece, *, only_head: bool) -> bool:
    if not piece.line.starts_paragraph:
        return True
    if _BULLET.match(piece.folded) and len(piece.text) < 200:
        return not OPENING.match(piece.folded.lstrip("-+•*– "))
    if only_head and before.text.rstrip().endswith(":"):
        return not OPENING.match(piece.folded) or len(piece.text) < 60
    if OPENING.match(piece.folded) or piece.blank_before:
        return False
    if before.text.rstrip().endswith(",") and len(piece.text) < 90:
        return True
    if before.line.centered != piece.line.centered:
        return False
    ended = before.text.rstrip()[-1:] in ".;:"
    return not ended and len(piece.text) < 60 and len(before.text) > 45


def label_foot(pieces: Sequence[Piece], roles: list[Role | None], start: int) -> None:
    """Fill in the roles from Nơi nhận or the first signing form to the end."""
    anchor = _foot(pieces, roles, start)
    if anchor is None:
        return
    listing = False
    for at in range(anchor, len(pieces)):
        if roles[at] is not None and roles[at] is not Role.RULE:
            continue
        if _leaves(pieces, roles, at):
            _label_rest(pieces, roles, at)
            return
        role = _foot_role(pieces, roles, at, listing=listing)
        if role in (Role.RECIPIENTS, Role.ARCHIVE):
            listing = True
        roles[at] = role


def _foot(pieces: Sequence[Piece], roles: list[Role | None], start: int) -> int | None:
    """Return where the foot begins: at Nơi nhận, or the block of offices that stands before it."""
    heads = [
        at for at in range(start, len(pieces))
        if roles[at] is None and len(pieces[at].text) < 80 and RECIPIENTS.match(pieces[at].folded)
    ]  # fmt: skip
    offices = [
        at for at in range(start, len(pieces))
        if roles[at] is None and len(pieces[at].text) < 120 and is_office(pieces[at].text)
        and not is_enacting_again(pieces, at)
    ]  # fmt: skip
    if heads:
        near = [at for at in offices if heads[0] - 16 <= at < heads[0] and _closed(pieces, at)]
        return min([heads[0], *near])
    signed = [at for at in offices if _is_signed(pieces, at)]
    return signed[0] if signed else None


def is_enacting_again(pieces: Sequence[Piece], at: int) -> bool:
    """True for an office in capitals within the preamble (CHỦ TỊCH ỦY BAN … then Căn cứ)."""
    following = pieces[at + 1 : at + 4]
    return any(BASIS.match(piece.folded) for piece in following)


def _closed(pieces: Sequence[Piece], at: int) -> bool:
    """True where only the lines of a signature stand between ``at`` and the next Nơi nhận."""
    for piece in pieces[at + 1 :]:
        if RECIPIENTS.match(piece.folded):
            return True
        if len(piece.text) > 70 and not is_capitals(piece.text):
            return False
    return False


def _is_signed(pieces: Sequence[Piece], at: int) -> bool:
    following = pieces[at + 1 : at + 9]
    return signing_form(pieces[at].text) is not None or any(
        is_name(piece.text) for piece in following
    )


def _leaves(pieces: Sequence[Piece], roles: list[Role | None], at: int) -> bool:
    """True where the foot is over: an appendix, a copy block, or a heading behind the signature."""
    piece = pieces[at]
    if APPENDIX.match(piece.folded) or (COPY.match(piece.folded) and is_capitals(piece.text)):
        return True
    recent = roles[max(0, at - 40) : at]
    if not any(role in (Role.SIGNER, Role.AUTHORITY, Role.POSITION) for role in recent):
        return False
    if NATIONAL.search(piece.folded):
        return True
    if piece.column is not Column.FULL or not is_capitals(piece.text) or is_office(piece.text):
        return False
    if roles[at - 1] in (Role.AUTHORITY, Role.POSITION) or is_name(piece.text):
        return False
    listed = Role.ARCHIVE in recent or Role.RECIPIENTS in recent
    return listed and (Role.SIGNER in recent or piece.line.page > pieces[at - 1].line.page)


def _label_rest(pieces: Sequence[Piece], roles: list[Role | None], at: int) -> None:
    role = Role.COPY if COPY.match(pieces[at].folded) else Role.APPENDIX
    for position in range(at, len(pieces)):
        if roles[position] is None or roles[position] is Role.RULE:
            if role is Role.COPY and APPENDIX.match(pieces[position].folded):
                role = Role.APPENDIX
            roles[position] = role


def _foot_role(
    pieces: Sequence[Piece], roles: list[Role | None], at: int, *, listing: bool
) -> Role | None:
    piece = pieces[at]
    before = next(
        (role for role in reversed(roles[:at]) if role not in (None, Role.RULE, Role.PAGE_NUMBER)),
        None,
    )
    if RECIPIENTS.match(piece.folded):
        return Role.RECIPIENTS
    if ARCHIVE.match(piece.folded) and len(piece.text) < 90:
        return Role.ARCHIVE
    if SIGNED.match(piece.folded) and len(piece.text) < 40:
        return Role.SIGNED_MARK
    if piece.column is not Column.LEFT or not listing:
        beside = before if _follows(pieces, at) and roles[at - 1] is before else None
        role = _signature_role(piece, beside, signing=_awaits_name(roles, at))
        if role is not None:
            return role
    if listing and piece.column is not Column.RIGHT and len(piece.text) < 200:
        if before is Role.ARCHIVE and not piece.folded.lstrip().startswith(("-", "+", "*", "•")):
            return Role.ARCHIVE if not piece.line.starts_paragraph else None
        if before is Role.SIGNER and not _BULLET.match(piece.folded):
            return None
        if piece.column is Column.FULL and _last_listed(pieces, roles, at) is Column.LEFT:
            return None
        return Role.RECIPIENTS
    return None


def _last_listed(pieces: Sequence[Piece], roles: list[Role | None], at: int) -> Column | None:
    for position in range(at - 1, -1, -1):
        if roles[position] in (Role.RECIPIENTS, Role.ARCHIVE):
            return pieces[position].column
    return None


_SIGNING = (Role.AUTHORITY, Role.POSITION, Role.SIGNED_MARK)


def _is_office_rest(piece: Piece, text: str) -> bool:
    """True for the rest of a wrapped office: words in capitals, not the scrawl OCR makes of ink."""
    letters = sum(char.isalpha() or char.isspace() for char in text)
    return is_capitals(text) and 5 <= len(text) < 90 and letters > 0.85 * len(text)


def _awaits_name(roles: list[Role | None], at: int) -> bool:
    """True where an office was printed and no name since."""
    for role in reversed(roles[max(0, at - 40) : at]):
        if role is Role.SIGNER:
            return False
        if role in _SIGNING:
            return True
    return False


def _signature_role(piece: Piece, before: Role | None, *, signing: bool) -> Role | None:
    text = piece.text
    if text.lstrip().startswith(("-", "+", "•")):
        return None
    if signing_form(text):
        return Role.AUTHORITY
    if is_capitals(text) and starts_office(text) and not is_name(text):
        return Role.POSITION
    if is_name(text) and (signing or piece.column is Column.RIGHT):
        return Role.SIGNER
    if before in (Role.AUTHORITY, Role.POSITION) and _is_office_rest(piece, text):
        return before
    if piece.column is Column.RIGHT and (looks_like_name(text) or starts_office(text)):
        return Role.SIGNER if looks_like_name(text) else Role.POSITION
    return None
