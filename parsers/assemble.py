"""Readers' raw lines become one frozen document: offsets are given here and nowhere else.

A reader (pdf, ocr, word …) yields pages of lines of words in reading order; ``assemble`` composes
each word (NFC, look-alikes), joins words by one blank and lines by one line feed, and keeps for
every word where it went.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate, repeat
from operator import is_, itemgetter
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
    cell: int | None = None


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
    raws = page.lines
    words = [word for raw in raws for word in raw.words]
    texts = list(map(_composed, map(_TEXT, words)))
    if not all(texts):
        raws = [replace(raw, words=list(filter(_has_text, raw.words))) for raw in raws]
        words = [word for raw in raws for word in raw.words]
        texts = list(filter(None, texts))
    raws = [raw for raw in raws if raw.words]
    ends = list(accumulate([len(raw.words) for raw in raws], initial=0))
    sizes = [len(text) + 1 for text in texts]
    for raw, first in zip(raws, ends, strict=False):
        if raw.blank_before and (parts or first):
            if first:
                sizes[first - 1] += 1
            else:
                parts.append("\n")
                offset += 1
    starts = list(accumulate(sizes, initial=offset))
    placed = _placed(words, texts, starts, number)
    lines = []
    for raw, first, end in zip(raws, ends, ends[1:], strict=False):
        text = " ".join(texts[first:end])
        if raw.blank_before and first:
            parts.append("\n")
        parts += (text, "\n")
        start = starts[first]
        lines.append(
            Line(
                placed[first:end],
                start,
                start + len(text),
                number,
                raw.block,
                raw.column,
                raw.group,
                raw.starts_paragraph,
                raw.centered,
                raw.cell,
            )
        )
    return tuple(lines), starts[-1]


_TEXT = itemgetter(0)


@lru_cache(maxsize=8192)  # a document has few different words
def _composed(text: str) -> str:
    return compose(text).strip()


def _has_text(word: RawWord) -> bool:
    return bool(_composed(word.text))


def _placed(
    words: list[RawWord], texts: list[str], starts: list[int], page: int
) -> tuple[Word, ...]:
    """Return the page's words, made column by column: a call for each would cost thrice as much.
    ``starts`` has one more, the end of the last."""
    if not words:
        return ()
    _, *sides, origins, confidences, bold, italic, sizes, candidates = zip(*words, strict=True)
    boxes: Iterable[Box | None] = _made(Box, zip(repeat(page), *sides, strict=False))
    if any(map(is_, sides[0], repeat(None))):
        boxes = [None if box[0] is None else Box(page, *box) for box in zip(*sides, strict=True)]
    columns = texts, starts, boxes, origins, confidences, bold, italic, sizes, candidates
    return tuple(_made(Word, zip(*columns, strict=False)))


def _made(kind: type[_Made], rows: Iterable[tuple[Any, ...]]) -> Iterator[_Made]:
    """Yield a named tuple for each row: what ``_make`` does, which is Python code, at half its
    cost."""
    return map(tuple.__new__, repeat(kind), rows)
