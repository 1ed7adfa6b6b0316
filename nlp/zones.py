"""Thể thức: every line of a document gets its role in the form, and mixed lines are cut in pieces.

Boxes and their order: Nghị định 30/2020, Phụ lục I, Phần I, Mục IV; Party: HD 36-HD/VPTW.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from dispatch.document import Column, Line, Paragraph, ParsedDocument, paragraphs
from dispatch.text import fold_same_length


class Role(StrEnum):
    """What a line is in the form; ``body`` is all running text."""

    PARENT_BODY = "parent_body"
    ISSUER = "issuer"
    NUMBER = "number"
    PLACE_DATE = "place_date"
    NATIONAL_NAME = "national_name"
    MOTTO = "motto"
    PARTY_NAME = "party_name"  # ĐẢNG CỘNG SẢN VIỆT NAM, ĐOÀN TNCS HỒ CHÍ MINH
    TITLE = "title"
    SUBJECT = "subject"
    HEADLINE = "headline"  # a centred heading of the text that is no type of document
    ADDRESSEE = "addressee"
    ENACTING = "enacting"  # the body or office that decides, in capitals between title and basis
    BASIS = "basis"
    BODY = "body"
    RECIPIENTS = "recipients"
    ARCHIVE = "archive"
    AUTHORITY = "authority"
    POSITION = "position"
    SIGNED_MARK = "signed_mark"  # (Đã ký), [daky]
    SIGNER = "signer"
    APPENDIX = "appendix"
    STAMP = "stamp"  # urgency, secrecy, circulation
    ARRIVAL = "arrival"
    COPY = "copy"
    ESIGN = "esign"
    DRAFT_MARK = "draft_mark"
    FOOTNOTE = "footnote"
    PAGE_NUMBER = "page_number"
    RULE = "rule"  # asterisks, dashes and underscores drawn under a line


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or one of the parts of a line in which two columns of the form were mixed.

    ``folded`` is the text without diacritics and in lower case, character for character.
    """

    line: Line
    index: int  # of the line in document.lines
    start: int
    end: int
    text: str
    folded: str
    blank_before: bool = False

    @property
    def column(self) -> Column:
        return self.line.column

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


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
        return [self.pieces[position] for role in wanted for position in self._places.get(role, ())]

    @cached_property
    def _places(self) -> dict[Role, list[int]]:
        places: dict[Role, list[int]] = {}
        for position, role in enumerate(self.piece_roles):
            places.setdefault(role, []).append(position)
        return places

    def span(self, *wanted: Role) -> tuple[int, int] | None:
        """Return the span from the first to the last line of the wanted roles, None without any."""
        chosen = self.lines(*wanted)
        return (chosen[0].start, chosen[-1].end) if chosen else None

    def paragraphs(self, *wanted: Role) -> list[Paragraph]:
        """Return the lines of the wanted roles joined into paragraphs over their line breaks."""
        return paragraphs(self.document, tuple(self.lines(*wanted)))


def label(document: ParsedDocument) -> Zones:
    """Give every line of ``document`` its role."""
    folded = fold_same_length(document.text)
    pieces = tuple(
        Piece(
            line=line, index=index, start=line.start, end=line.end,
            text=document.text[line.start : line.end], folded=folded[line.start : line.end],
        )
        for index, line in enumerate(document.lines)
    )  # fmt: skip
    roles: Sequence[Role] = [Role.BODY] * len(pieces)
    return Zones(document, tuple(roles), pieces, tuple(roles), folded)
