"""Lines get their roles from a trained sequence model where the rules leave a box of the form open.

A linear-chain CRF (``train/roles.py`` fits it on pages that it composes and damages) reads the
lines of head and foot with what each line's words, type and place show, and with the role that the
rules gave it. The rules stay the guard: a role that a line's own words rule out is never taken.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from dispatch.document import Column, Origin
from dispatch.text import fold
from nlp.noise import is_scrawl
from nlp.pieces import RECIPIENTS
from nlp.roles import Piece, Role
from nlp.zone_phrases import DETAIL, SALUTES
from nlp.zone_words import (
    is_capitals,
    is_name,
    is_office,
    looks_like_name,
    signing_form,
    starts_office,
    type_of_title,
)

if TYPE_CHECKING:
    from pycrfsuite import Tagger

MODEL = "roles.crfsuite"
HEAD_PIECES = 45
FOOT_PIECES = 70
SURE = 0.9
"""The least probability at which the model's role is taken instead of the rules'."""

FORM = frozenset({
    Role.ISSUER, Role.NUMBER, Role.PLACE_DATE, Role.TITLE, Role.SUBJECT, Role.ADDRESSEE,
    Role.RECIPIENTS, Role.ARCHIVE, Role.AUTHORITY, Role.POSITION, Role.SIGNER, Role.BASIS,
    Role.ENACTING,
})  # fmt: skip
"""The roles that the model knows beside the running text; all others are the rules' alone."""
_DATED = re.compile(r"\bngay\b.*\bthang\b.*\d{4}")
_CODED = re.compile(r"[/-]\s?[A-ZĐ]{2}")
_ADDRESSED = re.compile(
    r"^\W*(?:k\w{2,4}\s)?[gq]\w{1,2}i\b|^\W*k[il1]nh\s(?!phi\b|te\b|doanh\b|nghiem\b)"
)
_CLOSING = re.compile(r"\.\s*/\s*\.?$|!\s*$")  # "./." ends the text (NĐ 30/2020, Phụ lục I)
_ITEM_MARK = re.compile(r"\W*(?:[a-z]|\d{1,2})[.)]\s")
_OPEN = (Role.BODY, Role.RULE)
_BOXES = (Role.ISSUER, Role.NUMBER, Role.PLACE_DATE, Role.RECIPIENTS, Role.SIGNER)
"""The boxes that every signed dispatch fills (Nghị định 30/2020, Phụ lục I, Phần I, Mục IV)."""


def amend(pieces: Sequence[Piece], found: list[Role | None]) -> None:
    """Fill in roles where a box of the form is empty or OCR read the page."""
    if not _is_needed(pieces, found):
        return
    places = window(len(pieces))
    chosen = [pieces[at] for at in places]
    given = [found[at] or Role.BODY for at in places]
    for at, (role, chance) in zip(places, tag(chosen, given), strict=True):
        rule = found[at] or Role.BODY
        if role is rule or chance < SURE or rule not in _OPEN or role not in FORM:
            continue
        if allows(role, at, pieces, found):
            found[at] = role


def window(count: int) -> list[int]:
    """Return the positions of head and foot among ``count`` pieces; long texts lie between."""
    foot = max(HEAD_PIECES, count - FOOT_PIECES)
    return [*range(min(HEAD_PIECES, count)), *range(foot, count)]


def tag(pieces: Sequence[Piece], given: Sequence[Role]) -> list[tuple[Role, float]]:
    """Return each piece's likeliest role with its probability."""
    tagger = _tagger()
    labels = tagger.tag(list(features(pieces, given)))
    return [(Role(label), tagger.marginal(label, at)) for at, label in enumerate(labels)]


def features(pieces: Sequence[Piece], given: Sequence[Role]) -> Iterator[list[str]]:
    """Yield what the model sees of each piece: its own marks and those of its neighbours."""
    own = [_marks(piece) for piece in pieces]
    count = len(pieces)
    for at, piece in enumerate(pieces):
        row = [*own[at], f"rule={given[at].value}", f"top={min(at, 12) // 2}"]
        row.append(f"end={min(count - 1 - at, 12) // 2}")
        for step in (-2, -1, 1, 2):
            if 0 <= at + step < count:
                row.append(f"{step}rule={given[at + step].value}")
                row += [f"{step}{mark}" for mark in own[at + step][:4]]
            else:
                row.append(f"{step}edge")
        if piece.blank_before:
            row.append("blank")
        yield row


def _marks(piece: Piece) -> list[str]:
    text, words = piece.text, piece.folded.split()
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    marks = [
        f"caps={4 * capitals // max(1, len(letters))}",
        f"length={min(len(text) // 15, 6)}",
        f"shape={_shape(text)}",
        f"column={piece.column.value}",
        f"words={min(len(words), 7)}",
        f"begin={text[:1] if not text[:1].isalnum() else 'a'}",
        f"last={text[-1:] if not text[-1:].isalnum() else 'a'}",
        f"digits={any(char.isdigit() for char in text)}",
    ]
    marks += [f"w0={word}" for word in words[:1]] + [f"w1={word}" for word in words[1:2]]
    marks += [f"wz={word}" for word in words[-1:]]
    if piece.is_bold:
        marks.append("bold")
    if piece.line.centered:
        marks.append("centered")
    return marks


def _shape(text: str) -> str:
    """Return the strongest thing that the words alone say: an office, a name, neither."""
    if signing_form(text):
        return "form"
    if is_office(text):
        return "office"
    if starts_office(text):
        return "post"
    return "name" if looks_like_name(text) else "other"


def _is_needed(pieces: Sequence[Piece], found: Sequence[Role | None]) -> bool:
    roles = set(found)
    if any(box not in roles for box in _BOXES):
        return True
    words = (word for piece in (*pieces[:6], *pieces[-6:]) for word in piece.line.words[:1])
    return any(word.origin is Origin.OCR for word in words)


def allows(role: Role, at: int, pieces: Sequence[Piece], found: Sequence[Role | None]) -> bool:
    """Tell whether the piece's own words and place admit the role: the rules' guard."""
    piece, text = pieces[at], pieces[at].text
    if role in (Role.RECIPIENTS, Role.ARCHIVE) and (
        not _is_listed(at, found) or _is_above_list(at, pieces, found)
    ):
        return False
    if is_scrawl(piece.line):
        return False
    if role is Role.SIGNER:
        return is_name(text) and role not in found
    if role in (Role.AUTHORITY, Role.POSITION):
        return is_capitals(text) and (is_office(text) or starts_office(fold(text)))
    if role is Role.ISSUER:
        capitals = is_capitals(text) and len(text) <= 120
        return capitals and role not in found and piece.column is not Column.RIGHT
    if role is Role.TITLE:
        return role not in found and type_of_title(text) is not None
    if role is Role.PLACE_DATE:
        return role not in found and _DATED.search(piece.folded) is not None
    if role is Role.NUMBER:
        return role not in found and _CODED.search(text) is not None
    if role is Role.SUBJECT:
        titled = Role.TITLE in found and Role.HEADLINE not in found
        aside = DETAIL.match(piece.folded) is not None or text.count(")") > text.count("(")
        return role not in found and titled and not aside
    if role is Role.ADDRESSEE:
        if SALUTES.match(piece.folded):
            return False
        addressed = _ADDRESSED.search(piece.folded) is not None
        return len(text) < 260 and (addressed or Role.ADDRESSEE in found[max(0, at - 3) : at])
    if role is Role.BASIS and _ITEM_MARK.match(piece.folded):
        return False  # "a) Quyết định số …" below "Quyết định này bãi bỏ:"
    if role is Role.RECIPIENTS:
        cites = _CODED.search(text) is not None
        ends = _CLOSING.search(text) is not None
        return len(text) < 160 and piece.column is not Column.RIGHT and not (cites or ends)
    return len(text) < 260


def _is_listed(at: int, found: Sequence[Role | None]) -> bool:
    """True where the list of Nơi nhận stands round the piece."""
    return any(one in (Role.RECIPIENTS, Role.ARCHIVE) for one in found[max(0, at - 2) : at + 3])


def _is_above_list(at: int, pieces: Sequence[Piece], found: Sequence[Role | None]) -> bool:
    """True for a line of the text right above the heading Nơi nhận, which no entry stands above but
    in a scan whose rows are mixed."""
    if Role.RECIPIENTS in found[max(0, at - 2) : at] or pieces[at].column is not Column.FULL:
        return False
    heads = [piece for piece in pieces[at + 1 : at + 3] if RECIPIENTS.match(piece.folded)]
    read = any(word.origin is Origin.OCR for word in pieces[at].line.words)
    return bool(heads) and (not read or heads[0].column is Column.LEFT)


@cache
def _tagger() -> "Tagger":
    from pycrfsuite import Tagger

    tagger = Tagger()
    with as_file(files("nlp") / "data" / MODEL) as path:
        tagger.open(str(path))
    return tagger
