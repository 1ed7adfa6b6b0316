"""Thể thức: every line of a document gets its role in the form, and mixed lines are cut in pieces.

Boxes and their order: Nghị định 30/2020, Phụ lục I, Phần I, Mục IV; Party: HD 36-HD/VPTW.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dispatch.document import Line, Paragraph, ParsedDocument, paragraphs
from nlp.noise import core
from nlp.pieces import cut
from nlp.prose import ProseParagraph, read_prose
from nlp.role_model import amend
from nlp.roles import Piece, Role
from nlp.zone_arrival import label_arrival
from nlp.zone_foot import label_foot
from nlp.zone_head import label_head
from nlp.zone_late import label_bare_date, label_late_subject, label_unmarked_subject
from nlp.zone_phrases import HEAD_PIECES, own_role


@dataclass(frozen=True)
class Zones:
    """The roles of a document's lines (``roles``, aligned with ``document.lines``) and of the
    pieces that those lines were cut into (``piece_roles``, aligned with ``pieces``)."""

    document: ParsedDocument
    roles: tuple[Role, ...]
    pieces: tuple[Piece, ...]
    piece_roles: tuple[Role, ...]
    folded: str  # document.text folded character for character

    def lines(self, *wanted: Role) -> list[Line]:
        """Return the lines of the wanted roles in reading order."""
        return [
            line for line, role in zip(self.document.lines, self.roles, strict=True)
            if role in wanted
        ]  # fmt: skip

    def of(self, *wanted: Role) -> list[Piece]:
        """Return the pieces of the wanted roles in reading order."""
        chosen = [position for role in wanted for position in self._places.get(role, ())]
        if len(wanted) > 1:
            chosen.sort()
        return [self.pieces[position] for position in chosen]

    @cached_property
    def _places(self) -> dict[Role, list[int]]:
        places: dict[Role, list[int]] = {}
        for position, role in enumerate(self.piece_roles):
            places.setdefault(role, []).append(position)
        return places

    @cached_property
    def prose(self) -> list[ProseParagraph]:
        """The running text in paragraphs, then the notes, as citations and times are read from."""
        return read_prose(self.document, self.roles)

    def span(self, *wanted: Role) -> tuple[int, int] | None:
        """Return the span from the first to the last line of the wanted roles, None without any."""
        chosen = self.lines(*wanted)
        return (chosen[0].start, chosen[-1].end) if chosen else None

    def paragraphs(self, *wanted: Role) -> list[Paragraph]:
        """Return the lines of the wanted roles joined into paragraphs over their line breaks."""
        return paragraphs(self.document, tuple(self.lines(*wanted)))


def label(document: ParsedDocument) -> Zones:
    """Give every line of ``document`` its role."""
    folded = document.folded
    pieces, found = rule_roles(document, folded)
    amend(pieces, found)
    roles = tuple(role or Role.BODY for role in found)
    return Zones(document, _line_roles(document, pieces, roles), pieces, roles, folded)


def rule_roles(
    document: ParsedDocument, folded: str
) -> tuple[tuple[Piece, ...], list[Role | None]]:
    """Return the pieces of ``document`` and the role that the rules give to each."""
    pieces = tuple(_pieces(document, folded))
    found: list[Role | None] = [
        own_role(piece, in_head=at < HEAD_PIECES) for at, piece in enumerate(pieces)
    ]
    _leave_cited_numbers(pieces, found)
    _label_telegrams(pieces, found)
    label_arrival(pieces, found)
    end = label_head(pieces, found)
    label_bare_date(pieces, found, end)
    for at in range(end, len(pieces)):
        if found[at] in _HEAD_ROLES:
            found[at] = None
    label_foot(pieces, found, end)
    _continue_basis(pieces, found)
    label_late_subject(pieces, found)
    label_unmarked_subject(pieces, found)
    return pieces, found


def _label_telegrams(pieces: tuple[Piece, ...], found: list[Role | None]) -> None:
    """Mark whom a telegram is sent to, below its title: CÔNG ĐIỆN KHẨN / ĐIỆN: Bộ Công Thương."""
    title = next((at for at, role in enumerate(found) if role is Role.TITLE), len(found))
    if title == len(found) or not pieces[title].folded.lstrip().startswith("cong dien"):
        return
    for at in range(title + 1, min(title + _TELEGRAM_LINES, len(found))):
        if found[at] is None and _SENT_TO.match(pieces[at].text):
            found[at] = Role.ADDRESSEE


_TELEGRAM_LINES = 5
_SENT_TO = re.compile(r"\W*(?:Đ(?:iện|IỆN)\s?:\s*[^\W\d]|[Đđ]iện\s?:\W*$)")
"""Alone on its line where the office that sends it fills the one above."""


def _leave_cited_numbers(pieces: tuple[Piece, ...], found: list[Role | None]) -> None:
    """ĐOÀN KIỂM TRA / THEO QUYẾT ĐỊNH / SỐ 12/QĐ-SYT is a body's name over three lines."""
    for at in range(1, min(HEAD_PIECES, len(pieces))):
        if found[at] is Role.NUMBER and _BY_A_PAPER.search(pieces[at - 1].folded):
            found[at] = None


_BY_A_PAPER = re.compile(r"\btheo (?:quyet dinh|ke hoach|thong bao|cong van|nghi quyet)\W*$")


def _continue_basis(pieces: tuple[Piece, ...], found: list[Role | None]) -> None:
    """The wrapped lines of a basis are basis too."""
    for at in range(1, len(pieces)):
        wraps = found[at] is None and not pieces[at].line.starts_paragraph
        if wraps and found[at - 1] is Role.BASIS:
            found[at] = Role.BASIS


_HEAD_ROLES = frozenset(
    (Role.NUMBER, Role.PLACE_DATE, Role.NATIONAL_NAME, Role.MOTTO, Role.PARTY_NAME, Role.TITLE,
     Role.SUBJECT, Role.ISSUER, Role.ADDRESSEE)
)  # fmt: skip


def _pieces(document: ParsedDocument, folded: str) -> Iterator[Piece]:
    previous: Line | None = None
    for line, index, start, end in cut(document, folded):
        start, end = core(line, start, document.text[start:end])
        gap = document.text[previous.end : line.start] if previous and previous is not line else ""
        is_whole = start <= line.start and line.end <= end
        words = line.words if is_whole else document.words_in(start, end)
        yield Piece(
            line=line,
            index=index,
            start=start,
            end=end,
            text=document.text[start:end],
            folded=folded[start:end],
            blank_before=gap.count("\n") > 1,
            is_bold=2 * sum([word.bold for word in words]) > len(words),
        )
        previous = line


def _line_roles(
    document: ParsedDocument, pieces: tuple[Piece, ...], roles: tuple[Role, ...]
) -> tuple[Role, ...]:
    """A line has the role of its first piece that is no part of the national name."""
    found: dict[int, Role] = {}
    for piece, role in zip(pieces, roles, strict=True):
        if piece.index not in found or found[piece.index] in (Role.NATIONAL_NAME, Role.MOTTO):
            found[piece.index] = role
    return tuple(found.get(index, Role.BODY) for index in range(len(document.lines)))


__all__ = ["Piece", "Role", "Zones", "label"]
