"""Which of a document's signatures is its signer's: a joint document and minutes have several."""

import re
from itertools import takewhile

from nlp.roles import Piece, Role
from nlp.zone_words import is_capitals
from nlp.zones import Zones

_SECRETARY = re.compile(
    r"\b(?:thu ky|(?:nguoi|ben) duoc uy quyen|nguoi (?:lap|ghi|de nghi|bao cao))\b"
)
_CHAIR = re.compile(r"\b(?:chu tri|chu toa|chu tich|truong doan)\b")
Block = list[tuple[Piece, Role]]
BLOCK = (Role.AUTHORITY, Role.POSITION, Role.SIGNER, Role.SIGNED_MARK)


def blocks_of(zones: Zones) -> list[Block]:
    """Signature blocks in order: a new one begins with an office after a name."""
    blocks: list[Block] = []
    named = True
    for piece, role in zip(zones.pieces, zones.piece_roles, strict=True):
        if role not in BLOCK:
            continue
        opens = role in (Role.AUTHORITY, Role.POSITION) and named
        if not blocks or opens:
            blocks.append([])
            named = False
        blocks[-1].append((piece, role))
        named = named or role is Role.SIGNER
    return blocks


def chosen(zones: Zones, blocks: list[Block]) -> Block:
    """Of several signers the chair (minutes: the secretary signs beside), else the one for the
    body that the letterhead of a joint document names first, else the first."""
    others = [block for block in blocks if not _SECRETARY.search(block[0][0].folded)]
    if len(others) in (0, len(blocks)):
        return _of_lead_body(zones, blocks)
    return next((block for block in others if _CHAIR.search(_office_words(block))), others[0])


def _joint_letterhead(zones: Zones) -> list[str]:
    """Return the words of a joint document's letterhead, none of another's."""
    bodies = zones.of(Role.ISSUER, Role.PARENT_BODY)
    joint = any(_JOINED_BODIES.search(piece.text) for piece in bodies) or any(
        _JOINT_TITLE.search(piece.folded) for piece in zones.of(Role.TITLE)
    )
    return " ".join(piece.folded for piece in bodies).split() if joint else []


# SỐ 12/QĐ-SYT joins none.
_JOINED_BODIES = re.compile(r"^(?!.*\d/).*[^\W\d_] ?[-–] ?(?:[^\W\d_]|$)")
_JOINT_TITLE = re.compile(r"\blien (?:tich|bo|nganh)\b|\bphoi hop\b")


def _office_words(block: Block) -> str:
    return " ".join(piece.folded for piece, role in block if role is not Role.SIGNER)


def _of_lead_body(zones: Zones, blocks: list[Block]) -> Block:
    """The lead body stands first in the letterhead and often signs on the right, which is read
    last: BỘ TÀI CHÍNH - BỘ Y TẾ over KT. BỘ TRƯỞNG BỘ Y TẾ | KT. BỘ TRƯỞNG BỘ TÀI CHÍNH. Who
    names no body there signs for the lead one where another signs for a later one."""
    letterhead = _joint_letterhead(zones)
    if len(blocks) == 1:
        return blocks[0]
    if not letterhead:
        return next((block for block in blocks if not _is_of_another(zones, block)), blocks[0])
    told = [_place_in(letterhead, _for_whom(zones, block).split()) for block in blocks]
    places = [len(letterhead) / 2 if place is None else place for place in told]
    return blocks[places.index(min(places))]


def _is_of_another(zones: Zones, block: Block) -> bool:
    """True where the block stands for a body that the letterhead does not name: TM. BAN CHẤP HÀNH
    CÔNG ĐOÀN on a paper of the firm that the Giám đốc signs beside."""
    forms = " ".join(piece.folded for piece, role in block if role is Role.AUTHORITY)
    bodies = " ".join(piece.folded for piece in zones.of(Role.ISSUER, Role.PARENT_BODY))
    return bool(bodies) and any(
        body.match(forms) and not named.search(bodies) for body, named in _BESIDE
    )


_BESIDE = tuple(
    (re.compile(rf"\W*t/?m\W+(?:.*\W)?(?:{body})\b"), re.compile(rf"\b(?:{named})\b"))
    for body, named in (
        ("cong doan", r"cong doan|lien doan lao dong|ldld|cd\w{0,2}"),
        ("dang uy|chi bo", r"dang|chi bo|(?:tinh|thanh|huyen|thi|khu|quan) uy"),
        ("doan thanh nien|doan tncs", r"doan|tncs|dtn"),
        ("hoi (?:lien hiep )?phu nu|hoi lhpn", r"phu nu|lhpn|hpn"),
        ("hoi nong dan", r"nong dan|hnd"),
    )
)
"""Whom another beside the head of a body signs for, and what its own letterhead would say; TM. ỦY
BAN NHÂN DÂN is the body's own."""


def _for_whom(zones: Zones, block: Block) -> str:
    """The block's offices, and the body that a line of capitals above them names."""
    first = zones.pieces.index(block[0][0])
    above = zones.pieces[first - 1] if first else block[0][0]
    name = f"{above.folded} " if is_capitals(above.text) and above.text.isupper() else ""
    return name + _office_words(block)


def _place_in(letterhead: list[str], words: list[str]) -> int | None:
    """Return where the longest run of ``words`` begins in ``letterhead``, counted from 1; None
    where no two of them stand there side by side."""
    best = (1, 0)
    for at in range(len(letterhead)):
        for start in range(len(words)):
            pairs = zip(letterhead[at:], words[start:], strict=False)
            length = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
            if length > best[0]:
                best = (length, at + 1)
    return best[1] or None
