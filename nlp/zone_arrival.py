"""The receiver's stamp ĐẾN where no reader saw its frame: its lines stand among those of the head.

The stamp holds ĐẾN, Số, Ngày, Chuyển, Số và ký hiệu HS in this order (Nghị định 30/2020, Phụ lục
IV, Mục I); the receiver's name may stand above.
"""

import re
from collections.abc import Sequence

from nlp.roles import Piece, Role
from nlp.zone_phrases import HEAD_PIECES
from nlp.zone_words import is_capitals

_OPENS = re.compile(r"^\W*(?:(?:CÔNG VĂN|VĂN BẢN|CV)\s)?[ĐD][ÊEẾÉ]N\b(?![^\W\d_])", re.IGNORECASE)
_SHOUTED = re.compile(r"[ĐD][ÊEẾÉ]N\b")
_FIELD = re.compile(
    r"\W*(?:so va ky hieu(?: hs| ho so)?\b.{0,30}"
    r"|(?:so|ngay|gio)\b(?: den)?(?:[\W\d_]|thang|nam){0,24}"
    r"|(?:chuyen|luu ho so)\b[^/]{0,60})$"
)
_IN_LINE = re.compile(r"\b(?:so|ngay|chuyen)\b")
_LINES = 7


def label_arrival(pieces: Sequence[Piece], roles: list[Role | None]) -> None:
    """Give the lines of the stamp their role, before any of them is taken for the head's own."""
    limit = min(HEAD_PIECES, len(pieces))
    for at in range(limit):
        if roles[at] in (Role.ARRIVAL, Role.BASIS) or not _opens(pieces[at]):
            continue
        end = _end(pieces, at, limit)
        folded = " ".join(piece.folded for piece in pieces[at:end])
        if len(set(_IN_LINE.findall(folded))) < 2:
            continue
        first = at - 1 if _is_receiver(pieces, roles, at, end) else at
        roles[first:end] = [Role.ARRIVAL] * (end - first)
        return


def _opens(piece: Piece) -> bool:
    match = _OPENS.match(piece.text)
    if match is None or _SHOUTED.search(match[0]) is None:
        return False
    rest = piece.folded[match.end() :].strip(" :.…_")
    return not rest or _IN_LINE.match(rest) is not None


def _end(pieces: Sequence[Piece], start: int, limit: int) -> int:
    at = start + 1
    while at < min(limit, start + _LINES) and _FIELD.match(pieces[at].folded):
        at += 1
    return at


def _is_receiver(
    pieces: Sequence[Piece], roles: Sequence[Role | None], start: int, end: int
) -> bool:
    """True where the line above is the receiver's name: the sender's head stands elsewhere."""
    above = start - 1
    if above < 0 or roles[above] is not None or not is_capitals(pieces[above].text):
        return False
    if pieces[above].column is not pieces[start].column:
        return False
    told_before = any(role in (Role.NUMBER, Role.PLACE_DATE) for role in roles[:start])
    return told_before or any(
        role is None and is_capitals(piece.text)
        for role, piece in zip(roles[end : end + 4], pieces[end : end + 4], strict=True)
    )
