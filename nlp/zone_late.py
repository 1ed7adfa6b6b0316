"""Trích yếu that stands where no form puts it: V/v below Kính gửi, or behind the list of recipients
where a converter told the left column last."""

import re
from collections.abc import Sequence

from nlp.roles import Piece, Role

_ABOUT = re.compile(r"^\W*v\s?/\s?v\b")
_LONGEST = 300  # characters
_FREE = (None, Role.BODY, Role.RECIPIENTS, Role.ADDRESSEE)


def label_late_subject(pieces: Sequence[Piece], roles: list[Role | None]) -> None:
    """Mark the only line that opens with V/v, where neither title nor trích yếu was found."""
    if any(role in (Role.SUBJECT, Role.TITLE) for role in roles):
        return
    found = [
        at
        for at, piece in enumerate(pieces)
        if roles[at] in _FREE and len(piece.text) < _LONGEST and _ABOUT.match(piece.folded)
        and piece.line.starts_paragraph
    ]  # fmt: skip
    if len(found) != 1:
        return
    at = found[0]
    roles[at] = Role.SUBJECT
    for following in range(at + 1, len(pieces)):
        if pieces[following].line.starts_paragraph or roles[following] not in _FREE:
            return
        roles[following] = Role.SUBJECT
