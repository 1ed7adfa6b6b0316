"""Kính gửi in the head of the form: its line and the list below it, up to the running text."""

import re
from collections.abc import Sequence

from nlp.roles import Piece, Role
from nlp.zone_phrases import BULLET, OPENING, SALUTES

INVITES = re.compile(r"\b(?:tran trong|kinh) (?:kinh moi|moi|gioi thieu|thong bao)\b")


def label_addressees(
    pieces: Sequence[Piece], roles: list[Role | None], end: int, limit: int
) -> int:
    """Mark the list under Kính gửi; return where it ends, ``end`` where there is none."""
    first = next((at for at in range(limit) if roles[at] is Role.ADDRESSEE), None)
    if first is None:
        return end
    last = first
    for at in range(first + 1, min(len(pieces), first + 40)):
        piece, before = pieces[at], pieces[last]
        narrow = max(len(before.text), len(piece.text)) < _NARROW
        if roles[at] is Role.ADDRESSEE and (before.folded == "kinh" or narrow):
            last = at  # Kính / gửi: / Sở …
            continue
        if roles[at] in (Role.PAGE_NUMBER, Role.RULE) or (last == first and roles[at] in _RIGHT):
            continue
        if PARTICULARS.match(piece.folded):
            break
        if roles[at] is None and SALUTES.match(piece.folded):
            roles[at] = Role.BODY
            break
        if roles[at] is not None or not _goes_on(before, piece, only_head=last == first):
            break
        roles[at] = Role.ADDRESSEE
        last = at
    return max(end, last + 1)


# What is told of the addressee under its name: "Mã số thuế: 5801234567".
PARTICULARS = re.compile(r"\W*(?:ma so thue|mst|dia chi|dien thoai|email|so dien thoai|cccd)\b")
_RIGHT = (Role.NATIONAL_NAME, Role.MOTTO, Role.PLACE_DATE)
"""What a reader without columns may tell after "Kính gửi:", before those it is sent to."""


_NARROW = 12  # characters
_CITES = re.compile(r"\bnhan duoc\b|\bso:? ?\d{1,5}[/-]|\bngay \d{1,2}/\d")
"""What no addressee's name holds: a sentence that plain text leaves right below it does."""


_AS_FOLLOWS = re.compile(r"\b(?:nhu sau|cu the)\W*$")


_OF_THEM = re.compile(r"\W*(?:truc thuoc|thuoc|tren dia ban|truc tiep|va cac)\b")
_ALSO = re.compile(r"\W*dong kinh gui\b")


def _goes_on(before: Piece, piece: Piece, *, only_head: bool) -> bool:
    if _ALSO.match(piece.folded):
        return True
    if not piece.line.starts_paragraph:
        least = 40 if OPENING.match(piece.folded) else 60  # "Ngày 09 tháng 6 năm 2018, Chính phủ …"
        opens = piece.text[0].isupper() and len(piece.text) >= least
        closed = before.text.rstrip().endswith(".")  # the last of the list, by Nghị định 30/2020
        speaks = any(words.search(piece.folded) for words in (_CITES, INVITES, _AS_FOLLOWS))
        return not (opens and (closed or OPENING.match(piece.folded) or speaks))
    if BULLET.match(piece.folded) and len(piece.text) < 200:
        return not OPENING.match(piece.folded.lstrip("-+•*– "))
    if only_head and before.text.rstrip().endswith(":"):
        return not OPENING.match(piece.folded) or len(piece.text) < 60
    ended = before.text.rstrip()[-1:] in ".;:"
    if not piece.blank_before and max(len(before.text), len(piece.text)) < _NARROW:
        return not ended  # a cell of one or two words a line
    opens = OPENING.match(piece.folded) is not None or INVITES.search(piece.folded) is not None
    wraps = piece.text[0].islower() and (len(piece.text) < 60 or len(before.text) > 60)
    wraps = wraps and (
        len(before.text) > 60 or not only_head or _OF_THEM.match(piece.folded) is not None
    )
    if wraps and not (ended or opens or piece.blank_before):
        return True  # "… thành phố trực thuộc Trung / ương"
    if OPENING.match(piece.folded) or piece.blank_before:
        return False
    if before.text.rstrip().endswith((",", ";")) and len(piece.text) < 120:
        return _CITES.search(piece.folded) is None
    if before.line.centered != piece.line.centered or INVITES.search(piece.folded):
        return False
    # In a table the list is narrow, and an entry is broken where a line of text would go on.
    in_item = BULLET.match(before.folded) is not None and piece.text.rstrip().endswith(
        (".", ";", ",")
    )
    broken = len(before.text) > 45 or (in_item and _AS_FOLLOWS.search(piece.folded) is None)
    return not ended and len(piece.text) < 60 and broken
