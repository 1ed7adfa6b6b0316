"""Where the foot of the form is over: at an appendix, a copy block, an annex with its own head."""

import re
from collections.abc import Sequence

from dispatch.document import Column
from nlp.pieces import NATIONAL, NATIONAL_BROKEN
from nlp.roles import Piece, Role
from nlp.zone_phrases import APPENDIX, ARCHIVE, COPY, COPY_NUMBER
from nlp.zone_words import is_capitals, is_name, is_office


def leaves_foot(pieces: Sequence[Piece], roles: list[Role | None], at: int) -> bool:
    """True where the foot is over: an appendix, a copy block, or a heading behind the signature."""
    piece = pieces[at]
    if APPENDIX.match(piece.folded) or is_copy(piece):
        return True
    recent = roles[max(0, at - 40) : at]
    if _SIGNERS.isdisjoint(recent):
        return False
    if NATIONAL.search(piece.folded) or (
        NATIONAL_BROKEN.match(piece.folded) and is_capitals(piece.text)
    ):
        return True
    if _is_letterhead_again(pieces, roles, at):
        return True
    if HEADS_LIST.match(piece.folded) and is_capitals(piece.text):
        return True  # under KT. THỦ TƯỚNG of a copy that leaves out who signed
    if piece.column is not Column.FULL or not is_capitals(piece.text) or is_office(piece.text):
        return False
    if ARCHIVE.match(piece.folded):
        return False  # "- Lưu: VT, HCSN (BTC)" is nearly all capitals
    if roles[at - 1] in (Role.AUTHORITY, Role.POSITION) or is_name(piece.text):
        return False
    listed = Role.ARCHIVE in recent or Role.RECIPIENTS in recent
    return listed and (Role.SIGNER in recent or piece.line.page > pieces[at - 1].line.page)


def _is_letterhead_again(pieces: Sequence[Piece], roles: Sequence[Role | None], at: int) -> bool:
    """True for the first line of the letterhead that opens an annex with a head of its own: the
    State's name stands just below."""
    if not is_capitals(pieces[at].text):
        return False
    words = _bare(pieces[at])
    below = pieces[at + 1 : at + _LETTERHEAD_LINES]
    head = next((n for n, piece in enumerate(below) if NATIONAL.search(piece.folded)), None)
    if head is None or any(_bare(piece) == words for piece in below[:head]):
        return False  # BỘ TRƯỞNG / BỘ VĂN HÓA - THÔNG TIN / the name: the head comes below it
    issuers = (piece for piece, role in zip(pieces, roles, strict=False) if role is Role.ISSUER)
    return any(_bare(piece) == words for piece in issuers)


def _bare(piece: Piece) -> str:
    return piece.folded.strip(" -–.,:")


_LETTERHEAD_LINES = 7
_SIGNERS = frozenset({Role.SIGNER, Role.AUTHORITY, Role.POSITION})
HEADS_LIST = re.compile(r"\W*danh sach\b")


def is_copy(piece: Piece) -> bool:
    """True where the block of a copy begins: SAO Y, or its number (NĐ 30/2020, Phụ lục I)."""
    named = COPY.match(piece.folded) is not None and is_capitals(piece.text)
    return named or COPY_NUMBER.match(piece.folded) is not None
