"""What a parser hands on: one frozen text, and for each word of it where it stands on which page.

Coordinates are PDF points (1/72 inch) from the shown page's top left, after CropBox and Rotate.
``text`` is joined from the lines in reading order, one line feed after each; nothing changes it
later, so a pair of offsets is good evidence for ever.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from dispatch.text import fold_same_length


class Origin(StrEnum):
    """How a word came to be known."""

    TEXT = "text"  # the file's own text layer or markup
    OCR = "ocr"
    OVERLAY = "overlay"  # laid over the page by an annotation or a signature widget's appearance
    PEN = "pen"  # pen strokes in a printed gap; the word is □ and the guesses are its candidates


class Block(StrEnum):
    """What a line is by geometry alone; roles of the form are nlp's business."""

    PROSE = "prose"
    PAGE_NUMBER = "page_number"
    RUNNING = "running"  # running head or foot, repeated on pages
    STAMP = "stamp"  # a stamp such as ĐẾN, outside the reading order
    ESIGN = "esign"  # an e-signature panel (Ký bởi: … Thời gian ký: …)
    FOOTNOTE = "footnote"


class Column(StrEnum):
    """Which column of the form's two-column head or foot a line stands in."""

    FULL = "full"
    LEFT = "left"
    RIGHT = "right"


PEN_MARK = "□"
"""Stands in the text for something written by pen that no reading is sure of."""


class Box(NamedTuple):
    """A rectangle on a page: page from 1, points from the shown page's top left.

    A tuple, as ``Word`` is: a file has thousands, and a frozen dataclass costs five times as much.
    """

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Word(NamedTuple):
    """One blank-separated run of characters.

    ``start`` is its offset in the document's text; ``confidence`` the reader's own (1.0 for a text
    layer, Tesseract's 0–1 for OCR); ``candidates`` are other readings with their probabilities.
    """

    text: str
    start: int
    box: Box | None = None
    origin: Origin = Origin.TEXT
    confidence: float = 1.0
    bold: bool = False
    italic: bool = False
    size: float | None = None  # font size in points
    candidates: tuple[tuple[str, float], ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (or one logical line of a format without pages).

    ``starts_paragraph`` is False where the line continues the paragraph of the prose line before
    it, also over a page break. ``group`` numbers the cell or region the line belongs to within the
    page: two lines with different groups were never one column of print.
    ``cell`` is the column of its table, from 0, that a line in a table's cell stands in.
    """

    words: tuple[Word, ...]
    start: int
    end: int
    page: int
    block: Block = Block.PROSE
    column: Column = Column.FULL
    group: int = 0
    starts_paragraph: bool = True
    centered: bool = False
    cell: int | None = None

    @property
    def box(self) -> Box | None:
        """The rectangle round the line's words; None for a format without pages."""
        return union(word.box for word in self.words if word.box is not None)


@dataclass(frozen=True, slots=True)
class Page:
    """One page; width and height are None for a format without pages."""

    number: int  # from 1
    lines: tuple[Line, ...]
    width: float | None = None
    height: float | None = None
    read_by_ocr: bool = False
    skew: float = 0.0  # degrees turned back before reading


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file's bytes and where they were seen; ``id`` is their SHA-256 in hex."""

    id: str
    path: str
    media_type: str
    bytes: int
    container: str | None = None  # path inside the containing archive or mail, '!'-joined


@dataclass(frozen=True, slots=True)
class Signature:
    """One electronic signature of the file; ``valid`` is intact, altered or unknown-root."""

    name: str | None
    organization: str | None
    time: str | None  # ISO 8601 with offset
    text: str | None  # the panel's text as shown on the page
    certificate: str | None  # the certificate's subject, human readable
    valid: str | None
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the parser wants a person to know; becomes a warning of the record."""

    code: str
    message: str  # Vietnamese
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ParsedDocument:
    """One document of a file, read: the meeting point of parsers and nlp.

    ``ordinal`` is 1 for the first document of the file; ``first_page`` its first page in the file.
    """

    source: SourceFile
    pages: tuple[Page, ...]
    text: str
    page_count: int  # pages of the whole file
    ordinal: int = 1
    signatures: tuple[Signature, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def record_id(self) -> str:
        """The record's id: the bytes' hash, with ``#2`` … for the further documents of a file."""
        return self.source.id if self.ordinal == 1 else f"{self.source.id}#{self.ordinal}"

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines in the text's order."""
        return tuple([line for page in self.pages for line in page.lines])

    @cached_property
    def folded(self) -> str:
        """``text`` folded character for character, so that offsets stay valid."""
        return fold_same_length(self.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words in the text's order."""
        return tuple([word for line in self.lines for word in line.words])

    @cached_property
    def origins(self) -> frozenset[Origin]:
        """How any of the words came to be known."""
        return frozenset([word.origin for word in self.words])

    @cached_property
    def _word_ends(self) -> list[int]:
        return [word.start + len(word.text) for word in self.words]

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """Return the words that overlap ``text[start:end]``."""
        words = self.words
        first = last = bisect_right(self._word_ends, start)
        while last < len(words) and words[last].start < end:
            last += 1
        return words[first:last]

    @cached_property
    def _line_ends(self) -> list[int]:
        return [line.end for line in self.lines]

    def line_at(self, start: int) -> Line | None:
        """Return the line that holds ``text[start]``, or the next one; None behind the last."""
        index = bisect_right(self._line_ends, start)
        return self.lines[index] if index < len(self.lines) else None

    def locate(self, start: int, end: int) -> tuple[Box, ...]:
        """Return one box for each printed line that ``text[start:end]`` touches, in order."""
        boxes: list[Box] = []
        for index in range(bisect_right(self._line_ends, start), len(self.lines)):
            line = self.lines[index]
            if line.start >= end:
                break
            low, high = max(start, line.start), min(end, line.end)
            known = [word.box for word in self.words_in(low, high) if word.box is not None]
            if (box := union(known)) is not None:
                boxes.append(box)
        return tuple(boxes)


def union(boxes: Iterator[Box] | list[Box] | tuple[Box, ...]) -> Box | None:
    """Return the smallest box round ``boxes`` (of one page), or None where there is none."""
    known = list(boxes)
    if len(known) < 2:
        return known[0] if known else None
    pages, x0s, tops, x1s, bottoms = zip(*known, strict=True)
    return Box(pages[0], min(x0s), min(tops), max(x1s), max(bottoms))


@dataclass(frozen=True)
class Paragraph:
    """Consecutive lines of one paragraph, with a text in which each line break is one blank.

    ``text`` has one character for each character of the document's text it covers, so offsets
    translate piece by piece; use ``spans`` to come back to the document.
    """

    lines: tuple[Line, ...]
    text: str

    def spans(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return the document's spans that ``self.text[start:end]`` covers, one a line touched,
        merged where lines follow each other directly in the text."""
        result: list[tuple[int, int]] = []
        first = max(0, bisect_right(self._offsets, start) - 1)
        for position in range(first, len(self.lines)):
            line, offset = self.lines[position], self._offsets[position]
            if offset >= end:
                break
            low, high = max(start, offset), min(end, offset + line.end - line.start)
            if low < high:
                span = (line.start + low - offset, line.start + high - offset)
                if result and span[0] - result[-1][1] <= 1:
                    result[-1] = (result[-1][0], span[1])
                else:
                    result.append(span)
        return tuple(result)

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each line begins in ``text``."""
        lengths = (line.end - line.start + 1 for line in self.lines[:-1])
        return list(accumulate(lengths, initial=0))


def paragraphs(document: ParsedDocument, lines: tuple[Line, ...] | None = None) -> list[Paragraph]:
    """Join the prose lines (all, or those given) into paragraphs; blocks beside the prose are
    stepped over, so a sentence cut by a page number is whole again."""
    chosen = document.lines if lines is None else lines
    grouped: list[list[Line]] = []
    for line in chosen:
        if line.block is not Block.PROSE or line.start == line.end:
            continue
        if grouped and not line.starts_paragraph:
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return [
        Paragraph(tuple(group), " ".join(document.text[line.start : line.end] for line in group))
        for group in grouped
    ]
