"""The head of the form: from the letterhead to the addressees, up to the running text.

Columns and bold type help where a reader saw them; phrases and blank lines do without.
"""

import re
from collections.abc import Sequence

from dispatch.document import Column, Origin
from nlp.noise import is_scrawl
from nlp.pieces import RECIPIENTS
from nlp.roles import Piece, Role
from nlp.zone_addressees import label_addressees
from nlp.zone_phrases import HEAD_PIECES, PANEL, follows
from nlp.zone_print import turns_plain
from nlp.zone_subject import continue_subject, is_enacting, left_subject, opens_text, title_subject
from nlp.zone_words import is_abbreviation, is_capitals, is_office, is_syllable
from nlp.zone_wraps import drop_citations, rejoin, wrap


def label_head(pieces: Sequence[Piece], roles: list[Role | None]) -> int:
    """Fill in the roles of the head and return the position of the first piece behind it."""
    limit = min(HEAD_PIECES, len(pieces))
    drop_citations(pieces, roles, limit)
    _keep_bodies(pieces, roles, limit)
    rejoin(pieces, roles, limit)
    wrap(pieces, roles, limit)
    opening = _opening(pieces, roles, limit)
    anchors = [
        at for at in range(opening)
        if roles[at] in (Role.NUMBER, Role.TITLE, Role.PLACE_DATE, Role.SUBJECT, Role.NATIONAL_NAME,
                         Role.MOTTO, Role.PARTY_NAME)
    ]  # fmt: skip
    if not anchors:  # a copy without its head begins with Kính gửi
        return label_addressees(pieces, roles, 0, limit)
    _keep_first(roles, Role.TITLE, opening)
    _wires(pieces, roles, opening)
    opening = _opening(pieces, roles, limit)
    _letterhead(pieces, roles, anchors)
    end = max(anchors) + 1
    for at in anchors:
        if roles[at] is Role.SUBJECT:
            end = max(end, continue_subject(pieces, roles, at, opening))
    titles = [at for at in anchors if roles[at] is Role.TITLE]
    if titles:
        end = max(end, title_subject(pieces, roles, titles[0], opening))
    elif not any(role is Role.SUBJECT for role in roles[:opening]):
        end = max(end, left_subject(pieces, roles, anchors, opening))
    if not titles:
        end = max(end, _headline(pieces, roles, end, opening))
    return label_addressees(pieces, roles, end, limit)


_JOINS = re.compile(r"[^\W\d_] (?:-|–|&|VÀ)\s*$")


def _keep_bodies(pieces: Sequence[Piece], roles: list[Role | None], limit: int) -> None:
    """The second body of a joint letter, on a line of its own: SỞ GIÁO DỤC VÀ ĐÀO TẠO - / ĐOÀN
    TNCS HỒ CHÍ MINH / TỈNH …."""
    for at in range(1, limit):
        if roles[at] is not Role.PARTY_NAME or not follows(pieces, at):
            continue
        if _JOINS.search(pieces[at - 1].text):
            roles[at] = Role.ISSUER


def _opening(pieces: Sequence[Piece], roles: list[Role | None], limit: int) -> int:
    """Return the position where the running text or the addressees begin."""
    seen = False
    before: Role | None = None
    for at in range(limit):
        piece, role = pieces[at], roles[at]
        if role in (Role.ADDRESSEE, Role.BASIS):
            return at
        if role is None:
            if piece.folded.startswith("dieu 1") or (
                RECIPIENTS.match(piece.folded) and len(piece.text) < 60
            ):
                return at
            if seen and opens_text(piece, before):
                return at
        seen = seen or role in (Role.NUMBER, Role.TITLE, Role.PLACE_DATE, Role.NATIONAL_NAME)
        before = role if role is not Role.RULE else before
    return limit


def _keep_first(roles: list[Role | None], role: Role, end: int) -> None:
    seen = False
    for at, found in enumerate(roles):
        if found is role:
            if seen or at >= end:
                roles[at] = None
            seen = True


def _letterhead(pieces: Sequence[Piece], roles: list[Role | None], anchors: list[int]) -> None:
    """The capitals before the number (or before the title where there is no number)."""
    stops = [at for at in anchors if roles[at] is Role.NUMBER] or [
        at for at in anchors if roles[at] in (Role.TITLE, Role.SUBJECT)
    ]
    stop = stops[0] if stops else max(anchors) + 1
    one_column = not any(piece.column is Column.LEFT for piece in pieces[: stop + 1])
    for at in range(stop):
        piece = pieces[at]
        if PANEL.search(piece.text):
            _mark_panel(pieces, roles, at)
            continue
        if roles[at] is not None or (piece.column is Column.RIGHT and not one_column):
            continue
        left = piece.column is Column.LEFT
        centred = piece.line.centered and piece.column is Column.FULL and at > 0
        below = centred and (
            Role.TITLE in roles[:at] or any(before.column is Column.LEFT for before in pieces[:at])
        )
        if below or (at > 0 and not left and _OTHER_TITLE.match(piece.folded)):
            continue  # a title that is no type's: GIẤY ĐỀ NGHỊ under the head
        if _TERM.fullmatch(piece.folded):
            continue
        if _is_drawn(piece):
            roles[at] = Role.RULE
            continue
        if len(piece.text) <= 120 and (left or is_capitals(piece.text)):
            roles[at] = Role.ISSUER


_OTHER_TITLE = re.compile(
    r"\W*(?:giay|phieu|don|bang (?!giang)|danh sach"
    r"|ban (?:kiem diem|cam ket|tuong trinh|cam doan))\b"
)


def _is_drawn(piece: Piece) -> bool:
    """True for what OCR makes of a row of asterisks under the issuer: "3k sk >k sk", in doubt or
    without any syllable."""
    read = [word for word in piece.line.words if word.origin is Origin.OCR]
    if not read or len(read) < len(piece.line.words):
        return False
    words = piece.text.split()
    named = sum((len(word) > 1 and is_syllable(word)) or is_abbreviation(word) for word in words)
    mostly = 2 * named < len(words) and not is_capitals(piece.text)
    return mostly or is_scrawl(piece.line)  # PETROLIMEX is a name too, and surely read


# Of which term or session a council's paper is, under its name: KHÓA XII - KỲ HỌP THỨ 3.
_IN_TERM = (
    r"(?:khoa\s(?:thu\s)?(?:[ivxl]{1,6}|\d{1,2})|nhiem ky\s\d{4}\s?[-–]\s?\d{4}"
    r"|ky hop\s(?:thu\s)?(?:[ivxl]{1,6}|\d{1,2}|(?:muoi\s)?\w{2,4}|bat thuong|chuyen de)"
    r"(?:\s\(?(?:bat thuong|chuyen de|thuong le)[^()]{0,30}\)?)?)"
)
_TERM = re.compile(rf"\W*{_IN_TERM}(?:\W+{_IN_TERM}){{0,2}}\W*")


def _wires(pieces: Sequence[Piece], roles: list[Role | None], stop: int) -> None:
    """Who wires, in capitals over the list of those he wires to, with or without a colon: CHỦ TỊCH
    ỦY BAN NHÂN DÂN TỈNH … ĐIỆN (NĐ 30/2020, Phụ lục III, mẫu công điện)."""
    wired = False
    for at in range(stop):
        piece = pieces[at]
        wired = wired or (roles[at] is Role.TITLE and piece.folded.strip().startswith("cong dien"))
        if wired and roles[at] is None and is_enacting(piece) and _WIRES.search(piece.folded):
            roles[at] = Role.ADDRESSEE
            return


_WIRES = re.compile(r"\bdien\W*$")


def _mark_panel(pieces: Sequence[Piece], roles: list[Role | None], at: int) -> None:
    """A mail address or a time above the letterhead ends the panel of an electronic signature."""
    roles[at] = Role.ESIGN
    for before in range(at - 1, -1, -1):
        if pieces[before].column is not pieces[at].column:
            continue  # a stamp over the right column ends nothing of the left one
        if roles[before] not in (Role.ISSUER, Role.ESIGN, None):
            return
        roles[before] = Role.ESIGN


def _headline(pieces: Sequence[Piece], roles: list[Role | None], end: int, stop: int) -> int:
    """A heading that is no type of document (PHÁT ĐỘNG THI ĐUA …) and the lines under it."""
    at = end
    while at < stop and roles[at] in (Role.RULE, Role.PAGE_NUMBER, Role.STAMP):
        at += 1
    if at >= stop or roles[at] is not None or not is_capitals(pieces[at].text):
        return end
    first = pieces[at]
    roles[at] = Role.HEADLINE
    at += 1
    while at < stop and roles[at] is None and follows(pieces, at) and len(pieces[at].text) < 120:
        if turns_plain(first, pieces[at]) or is_office(pieces[at].text):
            break
        roles[at] = Role.HEADLINE
        at += 1
    return at
