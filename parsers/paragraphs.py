"""Where paragraphs start: by indent, short line, step and mark; also over a page break."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from dispatch.document import Block, Column
from parsers.assemble import RawLine, RawPage
from parsers.rows import Row, spots_of

_ITEM = re.compile(r"([-–+•*]|\d{1,2}(\.\d{1,2}){0,3}[.)]|[a-zđ][.)]|[IVX]{1,5}[.)])(\s|$)")
_HEADING = re.compile(r"(Điều|Chương|Mục|Phần|Phụ lục|PHỤ LỤC|CHƯƠNG|ĐIỀU)\s+[\dIVX]")
_ENDS = re.compile(r"[.;:!?/]\W*$")
_INDENT = 8.0  # points
_SHORT = 1.02  # of the next word's width must have been free for a line to be short


def mark_paragraphs(lines: Sequence[RawLine], rows: Sequence[Row], *, is_column: bool) -> None:
    """Set ``starts_paragraph`` and ``centered`` on the lines of one region."""
    left = min(row.x0 for row in rows)
    right = max(row.x1 for row in rows)
    steps = [below.top - above.top for above, below in pairwise(rows)]
    step = median(steps) if steps else 0.0
    for index, (line, row) in enumerate(zip(lines, rows, strict=True)):
        line.centered = _is_centered(row, left, right, is_column=is_column)
        if index:
            above = rows[index - 1]
            line.starts_paragraph = _starts(
                above, row, (left, right), steps[index - 1] > 1.5 * step
            ) and not _goes_on_centered(lines[index - 1], line, above, row)


def _is_centered(row: Row, left: float, right: float, *, is_column: bool) -> bool:
    inset_left, inset_right = row.x0 - left, right - row.x1
    if is_column:
        return abs(inset_left - inset_right) < 2.5 * row.size
    room = right - left
    return (
        min(inset_left, inset_right) > 0.08 * room and abs(inset_left - inset_right) < 0.12 * room
    )


def _starts(above: Row, row: Row, edges: tuple[float, float], wide_step: bool) -> bool:
    left, right = edges
    if wide_step or _ITEM.match(row.text) or _HEADING.match(row.text):
        return True
    if row.x0 > left + _INDENT and row.x0 > above.x0 + _INDENT:
        return True
    first = row.spots[0]
    return right - above.x1 > _SHORT * (first.x1 - first.x0) + 0.5 * row.size


def _goes_on_centered(above: RawLine, line: RawLine, over: Row, row: Row) -> bool:
    """Tell whether two centred lines are one title: same style, nothing ended."""
    if not (above.centered and line.centered):
        return False
    return _style(over) == _style(row) and not _ENDS.search(over.text) and not _ITEM.match(row.text)


def _style(row: Row) -> tuple[bool, bool, bool]:
    bold = sum(spot.word.bold for spot in row.spots) * 2 > len(row.spots)
    italic = sum(spot.word.italic for spot in row.spots) * 2 > len(row.spots)
    return bold, italic, row.text.upper() == row.text


def join_pages(pages: list[RawPage]) -> None:
    """Mark running heads and feet, and the lines that continue a paragraph of the page before."""
    for before, after in pairwise(pages):
        last = _prose(before)[-1:]
        first = _prose(after)[:1]
        if last and first and _goes_over(last[0], first[0], _prose(before)):
            first[0].starts_paragraph = False


def _prose(page: RawPage) -> list[RawLine]:
    return [line for line in page.lines if line.block is Block.PROSE]


def _goes_over(last: RawLine, first: RawLine, lines: list[RawLine]) -> bool:
    if last.column is not Column.FULL or first.column is not Column.FULL:
        return False
    if last.centered or first.centered:
        return False
    text = " ".join(word.text for word in last.words)
    start = " ".join(word.text for word in first.words)
    if _ENDS.search(text) or _ITEM.match(start) or _HEADING.match(start):
        return False
    edges = [spot.x1 for line in lines for spot in spots_of(line.words[-1:])]
    ends = [spot.x1 for spot in spots_of(last.words[-1:])]
    words = spots_of(first.words[:1])
    if not (edges and ends and words):
        return False
    return max(edges) - ends[0] < (words[0].x1 - words[0].x0) + words[0].size
