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
    left = _list_left(pieces[first])
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
        beside = _stands_in_list(before, piece, left)
        goes_on = beside or _goes_on(before, piece, only_head=last == first)
        if roles[at] is not None or not goes_on:
            break
        roles[at] = Role.ADDRESSEE
        last = at
    return max(end, last + 1)


def _list_left(head: Piece) -> float | None:
    """Return where the list begins on the line of Kính gửi, in points from the page's left; None
    where nothing stands behind its colon, or the format has no pages."""
    words = [word for word in head.line.words if head.start <= word.start < head.end]
    behind = next((at + 1 for at, word in enumerate(words) if word.text.endswith(":")), len(words))
    boxes = [words[at].box for at in (0, behind) if at < len(words)]
    if len(boxes) < 2 or boxes[0] is None or boxes[1] is None:
        return None
    return boxes[1].x0


def _stands_in_list(before: Piece, piece: Piece, left: float | None) -> bool:
    """True for a line below that begins no further left than the list does: the wrapped rest of an
    entry, or the next one. Running text begins at the page's margin; a full stop ends the list, and
    a heading in capitals is none of it."""
    box = next((word.box for word in piece.line.words if word.start >= piece.start), None)
    if left is None or box is None or box.x0 < left - _ASKEW:
        return False
    if before.text.rstrip().endswith(".") or (piece.text.isupper() and not before.text.isupper()):
        return False
    return not (piece.line.centered and OPENING.match(piece.folded))


_ASKEW = 4.0  # points


# What is told of the addressee under its name: "Mã số thuế: 5801234567".
PARTICULARS = re.compile(
    r"\W*(?:ma so thue|mst|dia chi|d/(?:chi|c)|dien thoai|email|so dien thoai|cccd)\b"
)
_RIGHT = (Role.NATIONAL_NAME, Role.MOTTO, Role.PLACE_DATE)
"""What a reader without columns may tell after "Kính gửi:", before those it is sent to."""


_NARROW = 12  # characters
_FULL = 60  # characters of a line that is full
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
    if only_head and piece.line.centered and len(before.text) > _FULL and not ended:
        return len(piece.text) < _FULL  # Kính gửi itself is centred, and fills its line
    if before.line.centered != piece.line.centered or INVITES.search(piece.folded):
        return False
    # In a table the list is narrow, and an entry is broken where a line of text would go on.
    in_item = BULLET.match(before.folded) is not None and piece.text.rstrip().endswith(
        (".", ";", ",")
    )
    broken = len(before.text) > 45 or (in_item and _AS_FOLLOWS.search(piece.folded) is None)
    return not ended and len(piece.text) < 60 and broken
