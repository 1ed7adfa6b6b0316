"""Readers' raw lines become one frozen document: offsets are given here and nowhere else.

A reader (pdf, ocr, word …) yields pages of lines of words in reading order; ``assemble`` composes
each word (NFC, look-alikes), joins words by one blank and lines by one line feed, and keeps for
every word where it went.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dispatch.document import (
    Block,
    Box,
    Column,
    Line,
    Origin,
    Page,
    ParsedDocument,
    Remark,
    Signature,
    SourceFile,
    Word,
)
from dispatch.text import compose


@dataclass(slots=True)
class RawWord:
    """A word as a reader saw it; the box is None for a format without pages.

    Nobody changes one. It is not frozen, since a page has hundreds and that makes each five times
    as costly.
    """

    text: str
    x0: float | None = None
    top: float | None = None
    x1: float | None = None
    bottom: float | None = None
    origin: Origin = Origin.TEXT
    confidence: float = 1.0
    bold: bool = False
    italic: bool = False
    size: float | None = None
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(slots=True)
class RawLine:
    """A line in reading order; ``blank_before`` asks for an empty line in the text before it."""

    words: list[RawWord]
    block: Block = Block.PROSE
    column: Column = Column.FULL
    group: int = 0
    starts_paragraph: bool = True
    centered: bool = False
    blank_before: bool = False


@dataclass(slots=True)
class RawPage:
    """A page's lines in reading order, and the shown page's size in points where it has one."""

    lines: list[RawLine]
    width: float | None = None
    height: float | None = None
    read_by_ocr: bool = False
    skew: float = 0.0
    remarks: list[Remark] = field(default_factory=list)


def assemble(
    source: SourceFile,
    pages: Sequence[RawPage],
    *,
    signatures: Sequence[Signature] = (),
    remarks: Sequence[Remark] = (),
) -> ParsedDocument:
    """Freeze ``pages`` into a document; empty words and empty lines vanish."""
    parts: list[str] = []
    offset = 0
    built: list[Page] = []
    noted = list(remarks)
    for number, page in enumerate(pages, start=1):
        lines: list[Line] = []
        for raw in page.lines:
            composed = [(word, text) for word in raw.words if (text := _composed(word.text))]
            if not composed:
                continue
            if raw.blank_before and parts:
                parts.append("\n")
                offset += 1
            words: list[Word] = []
            start = end = offset
            for word, text in composed:
                words.append(_place(word, text, end, number))
                end += len(text) + 1
            parts.append(" ".join([text for _, text in composed]))
            lines.append(
                Line(
                    words=tuple(words),
                    start=start,
                    end=end - 1,
                    page=number,
                    block=raw.block,
                    column=raw.column,
                    group=raw.group,
                    starts_paragraph=raw.starts_paragraph,
                    centered=raw.centered,
                )
            )
            parts.append("\n")
            offset = end
        noted.extend(page.remarks)
        built.append(
            Page(number, tuple(lines), page.width, page.height, page.read_by_ocr, page.skew)
        )
    return ParsedDocument(
        source=source,
        pages=tuple(built),
        text="".join(parts),
        page_count=len(built),
        signatures=tuple(signatures),
        remarks=tuple(noted),
    )


@lru_cache(maxsize=8192)  # a document has few different words
def _composed(text: str) -> str:
    return compose(text).strip()


def _place(word: RawWord, text: str, start: int, page: int) -> Word:
    x0, top, x1, bottom = word.x0, word.top, word.x1, word.bottom
    if x0 is None or top is None or x1 is None or bottom is None:
        box = None
    else:
        box = Box(page, x0, top, x1, bottom)
    return Word(
        text,
        start,
        box,
        word.origin,
        word.confidence,
        word.bold,
        word.italic,
        word.size,
        word.candidates,
    )
