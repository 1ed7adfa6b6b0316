"""Lines of the head that were broken off go on: Quốc hiệu, the place with its day, a notation; and
what a wrapped trích yếu cites is no line of the form."""

import re
from collections.abc import Sequence

from dispatch.document import Column
from dispatch.letters import LOWER, UPPER
from nlp.pieces import MOTTO, NATIONAL, NATIONAL_BROKEN
from nlp.roles import Piece, Role
from nlp.zone_phrases import follows

_NAME_REST = re.compile(r"(?:(?:(?:chu )?nghia )?viet )?nam")
_OTHER_NAM = re.compile(r"\b(?:quang|ha|mien|viet)\W*$")  # QUẢNG / NAM
_DATE_REST = re.compile(r"(?:\d{1,2} nam )?(?:19|20)\d\d\W?")
_OPEN_DAY = re.compile(r"[^:;()/]{2,50},\s*ngay\W*$")
_DATE_TAIL = re.compile(r"\W*(?:\d{1,2}\s)?thang\b.{0,8}?nam\s*(?:\d{4})?\W*")
_MONTH = re.compile(r"\W*thang(?:\s\d{1,2})?\W*")
_YEAR = re.compile(r"\W*nam\s*(?:\d{4})?\W*")
_NOTATION_REST = re.compile(r"[A-ZĐ][A-ZĐa-z\d&.]*(?:[-/][A-ZĐa-z\d&.]+)*")


_DATED_WHOLE = re.compile(
    r"[^\W\d][^:;()/]{1,40}, ?(?:hoi \d\S* (?:\S+ )?)?"
    r"ngay [\d.… ]{0,9}thang [\d.… ]{0,9}nam (?:19|20)\d\d\W*"
)
_WHOLE = (
    (NATIONAL, Role.NATIONAL_NAME, True),
    (MOTTO, Role.MOTTO, False),
    (_DATED_WHOLE, Role.PLACE_DATE, False),
    (re.compile(r"kinh gui\s?:.*"), Role.ADDRESSEE, False),
    (re.compile(r"so\s?[:.]\s?\d{1,6}[a-z]?\s?/\s?[a-z\d][a-z\d&./\-]{1,30}"), Role.NUMBER, False),
)
_PLACE_AND_DAY = re.compile(
    r"(?:[a-z]+ ){1,2}[a-z]+,? ngay [\d.… ]{0,9}thang [\d.… ]{0,9}(?:nam (?:19|20)\d\d)?\W*"
)
_FIRST_WORD = re.compile(rf"[{UPPER}][{LOWER}]{{1,6}}")
_OWN_LINE = 80  # characters


def rejoin(pieces: Sequence[Piece], roles: list[Role | None], limit: int) -> None:
    """A line of the form that was broken over two or three, as text copied from a narrow column of
    a web page is: its parts mean nothing alone and are the whole line together."""
    for at in range(limit):
        joined = pieces[at].folded
        for count in (2, 3):
            if at + count > limit:
                break
            last = pieces[at + count - 1]
            if last.column is not pieces[at].column or last.blank_before:
                break
            joined = f"{joined} {last.folded}"
            if len(joined) > _OWN_LINE:
                break
            part = pieces[at : at + count]
            free = {*roles[at : at + count]} <= {Role.PLACE_DATE, None}
            if free and count == 2 and _parts_a_name(part[0].text, part[1].text, joined):
                roles[at : at + 2] = [Role.PLACE_DATE] * 2
            for pattern, role, capitals in _WHOLE:
                if not pattern.fullmatch(joined) or any(
                    pattern.fullmatch(piece.folded) for piece in part
                ):
                    continue
                shouted = all(piece.text.isupper() for piece in part)
                if {*roles[at : at + count]} <= {role, None} and (shouted or not capitals):
                    roles[at : at + count] = [role] * count


def _parts_a_name(first: str, second: str, joined: str) -> bool:
    """True where the first line is one word of the place, which reads as a place without it too:
    "Hà / Nội, ngày …"."""
    return (
        _FIRST_WORD.fullmatch(first) is not None
        and second[:1].isupper()
        and _PLACE_AND_DAY.fullmatch(joined) is not None
    )


def wrap(pieces: Sequence[Piece], roles: list[Role | None], limit: int) -> None:
    """The rest of Quốc hiệu or of a notation that was broken off at the end of its line."""
    names = [
        piece.folded.rstrip()
        for piece, role in zip(pieces[:limit], roles, strict=False)
        if role is Role.NATIONAL_NAME
    ]
    broken = not any(name.endswith("nam") for name in names) and any(
        NATIONAL_BROKEN.match(name) for name in names
    )
    for at in range(1, limit):
        before, piece = pieces[at - 1], pieces[at]
        if roles[at] is not None:
            continue
        if broken and _NAME_REST.fullmatch(piece.folded) and not _OTHER_NAM.search(before.folded):
            roles[at] = Role.NATIONAL_NAME  # it came to stand under the letterhead
            broken = False
        if _OPEN_DAY.match(before.folded) and _DATE_TAIL.fullmatch(piece.folded):
            roles[at - 1] = roles[at] = Role.PLACE_DATE  # parted at the blank for the day
        elif _OPEN_DAY.match(before.folded) and _MONTH.fullmatch(piece.folded):
            if at + 1 < limit and _YEAR.fullmatch(pieces[at + 1].folded):
                roles[at - 1 : at + 2] = [Role.PLACE_DATE] * 3  # and at the blank for the month
        elif roles[at - 1] is Role.NATIONAL_NAME and NATIONAL_BROKEN.match(before.folded):
            roles[at] = Role.NATIONAL_NAME if _NAME_REST.fullmatch(piece.folded) else None
        elif roles[at - 1] is Role.PLACE_DATE and before.folded.endswith((" nam", " thang")):
            same = piece.column is before.column
            rest = _DATE_REST.fullmatch(piece.folded)
            alone = rest is not None and rest[0][:2] in ("19", "20") and before.folded[-1] == "m"
            roles[at] = Role.PLACE_DATE if rest and (same or alone) else None
        elif roles[at - 1] is Role.NUMBER and before.text.endswith(("-", "/")):
            same = piece.column is before.column and not piece.blank_before
            rest = _NOTATION_REST.fullmatch(piece.text) if same else None
            roles[at] = Role.NUMBER if rest else None


def drop_citations(pieces: Sequence[Piece], roles: list[Role | None], limit: int) -> None:
    """Numbers and days that a wrapped trích yếu cites are no anchors: a dispatch has one number,
    and its own day stands behind a place."""
    numbered = dated = titled = False
    for at in range(limit):
        if roles[at] is Role.NUMBER:
            if numbered:
                roles[at] = None
            cites = at > 0 and _OPEN_CITATION.search(pieces[at - 1].folded) is not None
            # BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ / Số: 12/KH-BCĐ: the number has its own word.
            if cites and follows(pieces, at) and not _OWN_WORD.match(pieces[at].folded):
                roles[at] = None
                continue
            numbered = numbered or "/" in pieces[at].text or "-" in pieces[at].text
        wraps = at > 0 and roles[at - 1] in (Role.SUBJECT, None) and follows(pieces, at)
        if roles[at] is Role.SUBJECT and wraps and _runs_on(pieces[at - 1], pieces[at]):
            roles[at] = None
        if roles[at] is Role.PLACE_DATE and wraps:
            # "… phát triển / thương mại điện tử ngày 03 tháng 10 năm 2022" ends a title.
            runs = dated and (titled or pieces[at].text[:1].islower())
            if runs or pieces[at].folded.startswith("ngay"):
                roles[at] = None
        dated = dated or roles[at] is Role.PLACE_DATE
        titled = titled or roles[at] is Role.TITLE
        if roles[at] is Role.NATIONAL_NAME and wraps and not pieces[at].text.isupper():
            roles[at] = None  # V/v … Ngày Pháp luật nước / Cộng hòa xã hội chủ nghĩa Việt Nam


# A title that breaks within what it cites: "… THEO NQ SỐ / 12/NQ-HĐND".
_OWN_WORD = re.compile(r"\W*so\b")
_OPEN_CITATION = re.compile(r"\w\s+(?:\w+\s+)so\s?:?\s*$")


def _runs_on(before: Piece, piece: Piece) -> bool:
    """True for a line of running text that a wrapped citation's "về việc …" happens to open."""
    wrapped = not piece.line.starts_paragraph and piece.column is Column.FULL
    return wrapped and piece.text[:1].islower() and len(before.text) > 50 and not before.is_bold
