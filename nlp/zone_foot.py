"""The foot of the form: from Nơi nhận or the first signing form to the end of the file."""

import re
from collections.abc import Sequence

from dispatch.document import Block, Column, Origin
from nlp.pieces import RECIPIENTS, heads_recipients
from nlp.roles import Piece, Role
from nlp.surnames import opens_with_surname, repair_surname, without_strays
from nlp.zone_after_foot import HEADS_LIST, is_copy, leaves_foot
from nlp.zone_phrases import APPENDIX, ARCHIVE, BASIS, BULLET, SIGNED, follows
from nlp.zone_words import (
    is_abbreviation,
    is_capitals,
    is_misread_office,
    is_name,
    is_office,
    is_syllable,
    looks_like_name,
    signing_form,
    split_rank,
    starts_office,
)


def label_foot(pieces: Sequence[Piece], roles: list[Role | None], start: int) -> None:
    """Fill in the roles from Nơi nhận or the first signing form to the end."""
    anchor = _foot(pieces, roles, start)
    if anchor is None:
        _label_bare_name(pieces, roles, start)
        return
    listing = False
    _label_list_of_lost_heading(pieces, roles, anchor)
    for at in range(anchor, len(pieces)):
        if roles[at] is not None and roles[at] is not Role.RULE:
            continue
        if roles[at - 1] in (Role.AUTHORITY, Role.POSITION) and _STATE.match(pieces[at].folded):
            roles[at] = roles[at - 1]
            continue
        if leaves_foot(pieces, roles, at):
            _label_rest(pieces, roles, at)
            return
        role = _foot_role(pieces, roles, at, listing=listing)
        if role in (Role.RECIPIENTS, Role.ARCHIVE):
            listing = True
        roles[at] = role


def _label_list_of_lost_heading(
    pieces: Sequence[Piece], roles: list[Role | None], anchor: int
) -> None:
    """Mark what stands right above "Lưu" and ends as entries do, where the heading Nơi nhận was not
    read and the list has no dashes."""
    if any(RECIPIENTS.match(piece.folded) for piece in pieces[anchor:]):
        return
    archive = next(
        (at for at in range(len(pieces) - 1, anchor, -1) if _FILED.match(pieces[at].folded)), anchor
    )
    entries: list[int] = []
    for at in range(archive - 1, anchor, -1):
        if roles[at] is not None or not _is_entry(pieces[at]):
            break
        entries.append(at)
    if len(entries) > 1:
        for at in entries:
            roles[at] = Role.RECIPIENTS


def _is_entry(piece: Piece) -> bool:
    """True for a short line read by OCR that ends as entries do, and is no one who signs."""
    text = piece.text.rstrip()
    read = any(word.origin is Origin.OCR for word in piece.line.words[:1])
    ends = text.endswith((";", ",")) and len(text) <= _ENTRY_LENGTH
    bare = text.rstrip(";, ")
    signs = is_office(bare) or is_name(bare) or signing_form(bare) is not None
    return read and ends and not signs and piece.column is not Column.RIGHT


_FILED = re.compile(r"\W*l[uo]u\W{0,3}(?:(?:vt|hs|ub\w*|vp\w*)\b|$)")
_ENTRY_LENGTH = 80  # characters
# TM. HỘI ĐỒNG NHÀ NƯỚC / NƯỚC CỘNG HÒA …: the State for which one signs opens no other paper.
_STATE = re.compile(r"\W*nuoc cong hoa xa hoi chu nghia viet nam\W*$")


def _label_bare_name(pieces: Sequence[Piece], roles: list[Role | None], start: int) -> None:
    """Mark a full name alone behind the last sentence: papers of the National Assembly and many
    copies on the web name no office, some have (Đã ký) above the name or below it."""
    free = [at for at in range(start, len(pieces)) if roles[at] in (None, Role.BODY)]
    for at in free[-_MENU_LINES:]:
        # A portal's words may follow; the mark beside the name tells it.
        if not _is_signed_mark(pieces[at]):
            continue
        for beside in (at - 1, at + 1):
            if beside in free and is_name(pieces[beside].text):
                roles[beside], roles[at] = Role.SIGNER, Role.SIGNED_MARK
                return
    if len(free) < 2 or not is_name(pieces[free[-1]].text):
        return
    name, above = pieces[free[-1]], pieces[free[-2]]
    long = len(name.text.split()) > 2  # Trần Phú and Lê Lợi are streets
    if long and name.blank_before and above.text.endswith((".", "/")):
        roles[free[-1]] = Role.SIGNER


def _is_signed_mark(piece: Piece) -> bool:
    return SIGNED.match(piece.folded) is not None and len(piece.text) < _SIGNED_LENGTH


def _foot(pieces: Sequence[Piece], roles: list[Role | None], start: int) -> int | None:
    """Return where the foot begins: at Nơi nhận, or the block of offices that stands before it."""
    heads = [
        at for at in range(start, len(pieces))
        if roles[at] is None and len(pieces[at].text) < 80 and heads_recipients(pieces[at])
    ]  # fmt: skip
    # "- Nơi nhận: Phòng Tổng hợp, số 24 …" in the text is where to hand in, where the list's own
    # heading stands alone below.
    heads = [at for at in heads if RECIPIENTS.fullmatch(pieces[at].folded)] or heads
    heads = heads or [at for at in range(start, len(pieces)) if _is_unheaded(pieces, roles, at)]
    offices = [
        at for at in range(start, len(pieces))
        if roles[at] is None and len(pieces[at].text) < 120 and is_office(pieces[at].text)
        and not is_enacting_again(pieces, at)
    ]  # fmt: skip
    if heads:
        near = [at for at in offices if heads[0] - 16 <= at < heads[0] and _closed(pieces, at)]
        return min([heads[0], *near])
    signed = [at for at in offices if _is_signed(pieces, at)]
    signed = signed or [
        at for at in range(start, len(pieces))
        if roles[at] is None and typed_office(pieces, at) is not None
    ]  # fmt: skip
    if not signed and offices[-1:] == [len(pieces) - 1] and _stands_alone(pieces[-1]):
        return offices[-1]  # a draft's, of no one yet
    return signed[0] if signed else None


def _stands_alone(piece: Piece) -> bool:
    apart = piece.column is Column.RIGHT or (piece.is_bold and piece.blank_before)
    return apart and is_capitals(piece.text)


def typed_office(pieces: Sequence[Piece], at: int) -> Role | None:
    """Return the role of a line that stands right above (Đã ký), or above other such lines: what
    law portals type in small letters (KT. Chủ tịch / Phó Chủ tịch / (Đã ký)); None for others."""
    role = _typed_role(pieces[at].text)
    for below in pieces[at + 1 : at + 1 + _TYPED_LINES] if role else ():
        if _is_signed_mark(below):
            return role
        if _typed_role(below.text) is None:
            break
    return None


def _typed_role(text: str) -> Role | None:
    if len(text) > _OFFICE_LENGTH or text.endswith((".", ";", ":")) or text.isupper():
        return None
    if signing_form(text):
        return Role.AUTHORITY
    return Role.POSITION if text[:1].isupper() and starts_office(text) else None


def _is_unheaded(pieces: Sequence[Piece], roles: Sequence[Role | None], at: int) -> bool:
    """True for an entry in the left column of a list that ends in Lưu, its heading not read."""
    left = pieces[at].column is Column.LEFT and roles[at] is None
    return left and _is_listed_on(pieces, at)


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


def _label_rest(pieces: Sequence[Piece], roles: list[Role | None], at: int) -> None:
    role = Role.COPY if is_copy(pieces[at]) else Role.APPENDIX
    beside = pieces[at].column is Column.LEFT and not any(found in _SIGNING for found in roles[:at])
    for position in range(at, len(pieces)):
        if beside and pieces[position].column is Column.RIGHT and roles[position] is None:
            roles[position] = _foot_role(pieces, roles, position, listing=False)
        running = pieces[position].line.block is Block.RUNNING
        if roles[position] in (None, Role.RULE, Role.BASIS, Role.DRAFT_MARK) and not running:
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
    if not listing and _is_unheaded(pieces, roles, at):
        return Role.RECIPIENTS
    if before is Role.ARCHIVE and _SERIAL.match(piece.folded):
        return None
    if ARCHIVE.match(piece.folded) and len(piece.text) < 90:
        signs = before in _SIGNING and is_name(piece.text) and not BULLET.match(piece.folded)
        return Role.SIGNER if signs else Role.ARCHIVE
    if _is_signed_mark(piece):
        return Role.SIGNED_MARK
    if typed := typed_office(pieces, at):
        return typed
    named = at + 1 < len(pieces) and is_name(pieces[at + 1].text)
    named = named and not any(is_office(below.text) for below in pieces[at + 2 : at + 6])
    if before is Role.ARCHIVE and named and (typed := _typed_role(piece.text)):
        return typed  # Chủ tịch / Lê Văn A: typed in small letters below the list
    beside_head = at > 0 and pieces[at - 1].index == piece.index
    # Where a text's lines were all taken for the left column's, who signs stands below the list.
    below = before is Role.ARCHIVE or before in _SIGNING
    if piece.column is not Column.LEFT or beside_head or not listing or below:
        beside = before if follows(pieces, at) and roles[at - 1] is before else None
        role = _signature_role(piece, beside, signing=_awaits_name(roles, at))
        if role is Role.SIGNER and before in (Role.AUTHORITY, Role.POSITION):
            return before if _is_before_name(pieces, at) else role
        if role is not None:
            return role
    if listing and piece.column is Column.RIGHT and before is not Role.SIGNER:
        # A long list goes on in a second column of its own, beside the signature's or with it.
        return Role.RECIPIENTS if _is_listed_on(pieces, at) else None
    if listing and piece.column is not Column.RIGHT and len(piece.text) < 200:
        if before is Role.ARCHIVE and not piece.folded.lstrip().startswith(("-", "+", "*", "•")):
            return Role.ARCHIVE if not piece.line.starts_paragraph else None
        if before is Role.SIGNER and not _DASHED.match(piece.folded):
            return None  # "(1) Công văn số …": a note below the signature
        if piece.column is Column.FULL and _last_listed(pieces, roles, at) is Column.LEFT:
            return Role.RECIPIENTS if _is_listed_on(pieces, at) else None
        return Role.RECIPIENTS
    return None


_LONGEST_NAME = 5  # words
_SURE_REST = 0.85  # confidence of a short word that ends a wrapped office
_MENU_LINES = 12
_TYPED_LINES = 3  # TM. … / KT. … / Phó …
_OFFICE_LENGTH, _SIGNED_LENGTH = 60, 40  # characters
_DASHED = re.compile(r"\W*[-+•*–]\s*\S")
_SERIAL = re.compile(r"\W*(?:so )?e-?pas\b")  # the National Assembly's register, below Lưu


def _is_before_name(pieces: Sequence[Piece], at: int) -> bool:
    """True for the wrapped rest of an office that might be a name in capitals, were there not a
    full name in small letters right below it."""
    text = pieces[at].text
    if not text.isupper():
        return False
    long = len(text.split()) > _LONGEST_NAME
    is_own_name = not long and "-" not in text and opens_with_surname(text)
    rest = range(at + 1, min(at + 1 + (1 if is_own_name else _REST_LINES), len(pieces)))
    # VỤ TRƯỞNG VỤ THỰC HÀNH QUYỀN / CÔNG TỐ VÀ KIỂM SÁT ĐIỀU TRA / ÁN MA TÚY / the name
    under = next(
        (n for n in rest if not (_is_signed_mark(pieces[n]) or _goes_on_office(pieces, n))), None
    )
    if under is None:
        return False
    below = pieces[under]
    named = below.text != below.text.upper() and is_name(below.text)
    # VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO, and the deputy's office below: no name has so many words.
    held = long and is_office(below.text)
    return below.column is pieces[at].column and (named or held)


_REST_LINES = 3


def _goes_on_office(pieces: Sequence[Piece], at: int) -> bool:
    """True for a short line of capitals right below, that is neither a name's nor an office's."""
    piece, text = pieces[at], pieces[at].text
    if piece.blank_before or piece.column is not pieces[at - 1].column:
        return False
    if APPENDIX.match(piece.folded) or HEADS_LIST.match(piece.folded):
        return False
    return text.isupper() and len(text) < _SIGNED_LENGTH and not (is_name(text) or is_office(text))


def _last_listed(pieces: Sequence[Piece], roles: list[Role | None], at: int) -> Column | None:
    for position in range(at - 1, -1, -1):
        if roles[position] in (Role.RECIPIENTS, Role.ARCHIVE):
            return pieces[position].column
    return None


def _is_listed_on(pieces: Sequence[Piece], at: int) -> bool:
    """True for an entry in a list whose columns broke off, at a page's end for one: dashed, with
    Lưu still to come."""
    following = pieces[at + 1 : at + 20]
    return BULLET.match(pieces[at].folded) is not None and any(
        ARCHIVE.match(piece.folded) for piece in following
    )


_SIGNING = (Role.AUTHORITY, Role.POSITION, Role.SIGNED_MARK)


def _is_office_rest(piece: Piece, text: str) -> bool:
    """True for the rest of a wrapped office: words in capitals, not the scrawl OCR makes of ink."""
    letters = sum(char.isalpha() or char.isspace() for char in text)
    read = any(word.origin is Origin.OCR for word in piece.line.words[:1])
    sure = all(word.confidence >= _SURE_REST for word in piece.line.words[:1])
    whole = is_syllable(text) or is_abbreviation(text)
    least = (3 if sure else 4) if read else 2  # … VP CHÍNH / PHỦ
    long = len(text) >= 5 or (len(text) >= least and whole)
    return is_capitals(text) and long and len(text) < 90 and letters > 0.85 * len(text)


def _awaits_name(roles: list[Role | None], at: int) -> bool:
    """True where an office was printed and no name since."""
    for role in reversed(roles[max(0, at - 40) : at]):
        if role is Role.SIGNER:
            return False
        if role in _SIGNING:
            return True
    return False


def _is_unlisted_name(text: str) -> bool:
    """True for a full name of any surname, where an office or a signed mark stands above it."""
    words = split_rank(text.strip(" .,;:*_"))[1].split()
    # A opens names of men among the Xơ Đăng, and is no initial.
    written = [
        word for at, word in enumerate(words) if not word.isupper() or (not at and word == "A")
    ]
    return 2 <= len(words) == len(written) <= 5 and looks_like_name(text)


def _core(text: str) -> str:
    """The capitalised words of a short line, without a stray word that OCR made of ink beside."""
    words = without_strays(text).split()
    if len(words) > 6:
        return " ".join(words) if split_rank(text)[0] else text
    for edge in (0, -1):
        stray = words and (not words[edge][:1].isupper() or words[edge].isupper())
        if len(words) > 2 and stray and not text.isupper():
            words.pop(edge)
    return " ".join(words)


_ASIDE = re.compile(r"\([^()]*\)\s*\w")  # "(Giám đốc) tổ chức tín dụng" goes on with a sentence


def _signature_role(piece: Piece, before: Role | None, *, signing: bool) -> Role | None:
    text = piece.text
    if piece.column is Column.RIGHT and is_office(text.lstrip("-¬~ ")):
        text = text.lstrip("-¬~ ")  # what OCR made of a seal's ring; no entry stands on this side
    if text.lstrip().startswith(("-", "+", "•")) or _ASIDE.match(text):
        return None
    if signing_form(text):
        return Role.AUTHORITY
    if is_capitals(text) and starts_office(text) and not is_name(text):
        return Role.POSITION
    beside = signing or piece.column is Column.RIGHT
    if beside and (is_name(text) or ("'" in text and is_name(without_strays(text)))):
        return Role.SIGNER
    if before in _SIGNING and text[:1].isupper() and len(text) < 60 and starts_office(text):
        return Role.POSITION  # typewriters had no bold type: "K/T GIÁM ĐỐC / Phó Giám đốc"
    read = any(word.origin is Origin.OCR for word in piece.line.words)
    if before is Role.AUTHORITY and read and is_misread_office(text):
        return Role.POSITION
    if (
        before in (Role.AUTHORITY, Role.POSITION)
        and text.isupper()
        and _is_office_rest(piece, text)
    ):
        return before  # ỦY BAN NHÂN / DÂN TỈNH, before DÂN is taken for an ĐAN whose mark is lost
    core = _core(text)
    if signing and any(map(is_name, (core, repair_surname(core), repair_surname(text)))):
        return Role.SIGNER
    if (before in _SIGNING or signing) and _is_unlisted_name(text):
        return Role.SIGNER
    if before in (Role.AUTHORITY, Role.POSITION) and _is_office_rest(piece, text):
        return before
    if read and is_misread_office(text):
        return Role.POSITION
    if piece.column is Column.RIGHT and (looks_like_name(text) or starts_office(text)):
        return Role.SIGNER if looks_like_name(text) else Role.POSITION
    return None
