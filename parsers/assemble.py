"""Readers' raw lines become one frozen document: offsets are given here and nowhere else.

A reader (pdf, ocr, word …) yields pages of lines of words in reading order; ``assemble`` composes
each word (NFC, look-alikes), joins words by one blank and lines by one line feed, and keeps for
every word where it went.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, repeat
from operator import is_
from typing import Any, NamedTuple, TypeVar

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

_Made = TypeVar("_Made", bound=NamedTuple)


class RawWord(NamedTuple):
    """A word as a reader saw it; the box is None for a format without pages.

    A tuple, as ``Word`` is: a page has hundreds, and tuples are made from columns at a third of
    the cost.
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


def raw_words(*columns: Iterable[Any]) -> list[RawWord]:
    """Return the words whose texts, boxes … are given as columns; the shortest column ends them."""
    return list(_made(RawWord, zip(*columns, strict=False)))


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
        lines, offset = _freeze(page, number, offset, parts)
        noted.extend(page.remarks)
        built.append(Page(number, lines, page.width, page.height, page.read_by_ocr, page.skew))
    return ParsedDocument(
        source=source,
        pages=tuple(built),
        text="".join(parts),
        page_count=len(built),
        signatures=tuple(signatures),
        remarks=tuple(noted),
    )


def _freeze(
    page: RawPage, number: int, offset: int, parts: list[str]
) -> tuple[tuple[Line, ...], int]:
    """Return the page's lines from ``offset`` of the text on, and the offset behind them; what
    they add to the text goes to ``parts``."""
    words: list[RawWord] = []
    texts: list[str] = []
    starts: list[int] = []
    kept: list[tuple[RawLine, int, int, slice]] = []
    for raw in page.lines:
        composed = [_composed(word[0]) for word in raw.words]
        is_whole = "" not in composed
        if not is_whole:
            composed = [text for text in composed if text]
        if not composed:
            continue
        if raw.blank_before and parts:
            parts.append("\n")
            offset += 1
        line = " ".join(composed)
        kept.append(
            (raw, offset, offset + len(line), slice(len(texts), len(texts) + len(composed)))
        )
        words += raw.words if is_whole else filter(_has_text, raw.words)
        starts += accumulate([len(text) + 1 for text in composed[:-1]], initial=offset)
        texts += composed
        parts += (line, "\n")
        offset += len(line) + 1
    placed = _placed(words, texts, starts, number)
    lines = [
        Line(
            placed[part],
            start,
            end,
            number,
            raw.block,
            raw.column,
            raw.group,
            raw.starts_paragraph,
            raw.centered,
        )
        for raw, start, end, part in kept
    ]
    return tuple(lines), offset


@lru_cache(maxsize=8192)  # a document has few different words
def _composed(text: str) -> str:
    return compose(text).strip()


def _has_text(word: RawWord) -> bool:
    return bool(_composed(word.text))


def _placed(
    words: list[RawWord], texts: list[str], starts: list[int], page: int
) -> tuple[Word, ...]:
    """Return the page's words, made column by column: a call for each would cost thrice as much."""
    if not words:
        return ()
    _, *sides, origins, confidences, bold, italic, sizes, candidates = zip(*words, strict=True)
    boxes: Iterable[Box | None] = _made(Box, zip(repeat(page), *sides, strict=False))
    if any(map(is_, sides[0], repeat(None))):
        boxes = [None if box[0] is None else Box(page, *box) for box in zip(*sides, strict=True)]
    columns = texts, starts, boxes, origins, confidences, bold, italic, sizes, candidates
    return tuple(_made(Word, zip(*columns, strict=True)))


def _made(kind: type[_Made], rows: Iterable[tuple[Any, ...]]) -> Iterator[_Made]:
    """Yield a named tuple for each row: what ``_make`` does, which is Python code, at half its
    cost."""
    return map(tuple.__new__, repeat(kind), rows)
