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


_NO_SUBJECT = re.compile(
    r"\W*(?:kinh|can cu|thuc hien|ngay|thu|so\b|tel|dien thoai|fax|email|website|dia chi|noi nhan"
    r"|lan\b|hoa toc|khan|mat\b|sao y|den\b|ban hanh|to\b|trang\b)|.*(?:@|[:?]$)"
)
_LONGEST_SUBJECT, _SUBJECT_LINES = 200, 4


def label_unmarked_subject(pieces: Sequence[Piece], roles: list[Role | None]) -> None:
    """Mark what stands between the head's last box and Kính gửi as what a letter is about, where
    neither V/v nor a title says so: "Rà soát, chỉnh trang vỉa hè" alone below its number."""
    if any(role in (Role.SUBJECT, Role.TITLE, Role.HEADLINE) for role in roles):
        return
    end = next((at for at, role in enumerate(roles) if role is Role.ADDRESSEE), 0)
    first = next((at for at in range(end - 1, -1, -1) if roles[at] in _HEAD_BOXES), end)
    free = [at for at in range(first + 1, end) if roles[at] is not Role.RULE]
    lines = [pieces[at] for at in free]
    if not free or len(free) > _SUBJECT_LINES or any(roles[at] is not None for at in free):
        return
    words = " ".join(piece.folded for piece in lines)
    is_told = len(words.split()) > 2 and words[0].isalpha() and len(words) < _LONGEST_SUBJECT
    if not is_told or any(piece.text.isupper() for piece in lines) or _NO_SUBJECT.match(words):
        return
    for at in free:
        roles[at] = Role.SUBJECT


_HEAD_BOXES = (
    Role.NUMBER, Role.PLACE_DATE, Role.MOTTO, Role.NATIONAL_NAME, Role.PARTY_NAME,
)  # fmt: skip


# "Hà Nội, 12-3-1995", "Nam Định ngày 20-8-1998", "Ngày 5/3/2014": as letters were dated before
# forms were laid down, and small offices still do.
_BARE_DATE = re.compile(
    rf"\W*(?!Ngày|Từ|Đến|Sáng|Chiều|Trước|Sau|Năm|Tháng|Kỳ|Thứ)(?:TP\.? ?)?[{UPPER}][{LOWER}]+"
    rf"(?: [{UPPER}][{LOWER}]*){{0,3}}(?:,|,? ngày) "
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}\W*"
    r"|\W*Ngày \d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}\W*"
)
_HEAD_LINES = 20


def label_bare_date(pieces: Sequence[Piece], roles: list[Role | None], end: int) -> None:
    """Mark the head's only line, up to ``end``, that is a day in figures, with its place or not."""
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
