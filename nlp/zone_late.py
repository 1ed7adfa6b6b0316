"""What stands where no form puts it, looked for where the form's own place is empty: trích yếu
below Kính gửi or behind the list of recipients, a day without the word ngày."""

import re
from collections.abc import Sequence

from dispatch.letters import LOWER, UPPER
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


# "Hà Nội, 12-3-1995", as letters were dated before forms were laid down.
_BARE_DATE = re.compile(
    rf"\W*(?!Ngày|Từ|Đến|Sáng|Chiều|Trước|Sau|Năm|Tháng|Kỳ|Thứ)(?:TP\.? ?)?[{UPPER}][{LOWER}]+"
    rf"(?: [{UPPER}][{LOWER}]*){{0,3}}, \d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?\d{{4}}\W*"
)
_HEAD_LINES = 20


def label_bare_date(pieces: Sequence[Piece], roles: list[Role | None], end: int) -> None:
    """Mark the only line of the head, up to ``end``, that is a place and a day without ngày."""
    head = range(min(end, _HEAD_LINES, len(pieces)))
    if Role.PLACE_DATE in roles[: len(head)]:
        return
    found = [
        at
        for at in head
        if len(pieces[at].text) < _LONGEST_DATE and _BARE_DATE.fullmatch(pieces[at].text)
        # The second line of what a letter or a title is about ends with such a day too.
        and roles[at] in (None, Role.ISSUER) and (at == 0 or roles[at - 1] is not Role.SUBJECT)
    ]  # fmt: skip
    if len(found) == 1:
        roles[found[0]] = Role.PLACE_DATE


_LONGEST_DATE = 60  # characters
