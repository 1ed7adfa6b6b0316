"""Where paragraphs start: by indent, short line, step and mark; also over a page break."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from dispatch.document import Block, Column
from parsers.assemble import RawLine, RawPage
from parsers.rows import Row, middle, spots_of

_ITEM = re.compile(r"([-–+•*]|\d{1,2}(\.\d{1,2}){0,3}[.)]|[a-zđ][.)]|[IVX]{1,5}[.)])(\s|$)")
_HEADING = re.compile(
    r"(Điều|Chương|Mục|Phần|Phụ lục|PHỤ LỤC|CHƯƠNG|ĐIỀU)\s+[\dIVX]|Số ?:|V/v\b|Về việc\b|Kính gửi"
)
_ENDS = re.compile(r"[.;:!?/]\W*$")
_INDENT = 8.0  # points
_CENTERED_INSET = 0.08  # of the region's width, on both sides of a centred line
_CENTERED_OFF = 0.12  # … and how unequal the two may be
_MARGIN = 0.08  # of the page's height
_TITLE_OFF = 0.03  # the same for a bold line that nearly fills the width


@dataclass(frozen=True, slots=True)
class _Region:
    """What the lines of one region share."""

    left: float
    right: float
    step: float  # the usual distance from one line to the next
    is_column: bool
    is_list: bool
    is_ragged: bool  # a column whose lines start at one x: none of them is centred


def mark_paragraphs(lines: Sequence[RawLine], rows: Sequence[Row], *, is_column: bool) -> None:
    """Set ``starts_paragraph`` and ``centered`` on the lines of one region."""
    items = [_ITEM.match(row.text) is not None for row in rows]
    region = _describe(rows, is_column=is_column, is_list=sum(items) >= 2)
    for index, (line, row, is_item) in enumerate(zip(lines, rows, items, strict=True)):
        line.centered = not is_item and _is_centered(row, region)
        if index:
            above = rows[index - 1]
            is_item = is_item and not _is_wrapped_dash(above, row, region)
            both = line.centered and lines[index - 1].centered
            line.starts_paragraph = (
                _starts_centered(above, row) if both else is_item or _starts(above, row, region)
            )


def _describe(rows: Sequence[Row], *, is_column: bool, is_list: bool) -> _Region:
    left = min(row.x0 for row in rows)
    steps = [below.top - above.top for above, below in pairwise(rows)]
    return _Region(
        left=left,
        right=max(row.x1 for row in rows),
        step=middle(steps) if steps else 0.0,
        is_column=is_column,
        is_list=is_list,
        is_ragged=is_column
        and _spread([row.x0 for row in rows]) < 0.5 * _spread([row.center for row in rows]),
    )


def _spread(values: list[float]) -> float:
    """Return the mean distance from the median; what is less than two points is no spread."""
    usual = middle(values)
    return max(fmean([abs(value - usual) for value in values]) - 2.0, 0.0)


def _is_centered(row: Row, region: _Region) -> bool:
    before, after = row.x0 - region.left, region.right - row.x1
    off, room = abs(before - after), region.right - region.left
    if region.is_column:
        return not region.is_ragged and off < 2.5 * row.size
    if min(before, after) > _CENTERED_INSET * room and off < _CENTERED_OFF * room:
        return True
    is_set_so = min(before, after) > 0.5 * row.size and off < _TITLE_OFF * room
    return is_set_so and _style(row)[0]


def _starts(above: Row, row: Row, region: _Region) -> bool:
    if _HEADING.match(row.text):
        return True
    if region.is_column and region.is_list:
        return _ENDS.search(above.text) is not None
    if row.top - above.top > 1.5 * region.step:
        return True
    if row.x0 > region.left + _INDENT and row.x0 > above.x0 + _INDENT:
        return True
    first = row.spots[0]
    # The next word would still have fitted on the line above: that line was ended on purpose.
    return region.right - above.x1 > first.x1 - first.x0 + 0.5 * row.size


def _is_wrapped_dash(above: Row, row: Row, region: _Region) -> bool:
    """Tell whether a line opens with a name's dash ("Đội Tuyên truyền - Hỗ trợ / - Nghiệp vụ"): the
    one above is full and ends no sentence, and an item would be indented."""
    return (
        row.spots[0].text in ("-", "–")
        and not region.is_column
        and row.x0 <= region.left + 0.25 * row.size
        and region.right - above.x1 < 0.5 * row.size
        and _ENDS.search(above.text) is None
        and not above.text.endswith(",")
    )


def _starts_centered(above: Row, row: Row) -> bool:
    """Tell whether the second of two centred lines is a title of its own."""
    if _HEADING.match(row.text) or _ENDS.search(above.text):
        return True
    return _style(above) != _style(row) or row.top - above.bottom > 1.2 * row.height


def _style(row: Row) -> tuple[bool, bool, bool]:
    bold = sum([spot.word.bold for spot in row.spots]) * 2 > len(row.spots)
    italic = sum([spot.word.italic for spot in row.spots]) * 2 > len(row.spots)
    return bold, italic, row.text.upper() == row.text


def join_pages(pages: list[RawPage]) -> None:
    """Mark running heads and feet, and the lines that continue a paragraph of the page before."""
    _mark_running(pages)
    for before, after in pairwise(pages):
        join_parts(before.lines, after.lines)


def join_parts(before: Sequence[RawLine], after: Sequence[RawLine]) -> None:
    """Mark the first line of prose in ``after`` where it goes on with what ``before`` ends with."""
    last, first = _first_prose(reversed(before)), _first_prose(after)
    if last is not None and first is not None and _goes_over(last, first, before):
        first.starts_paragraph = False


def _mark_running(pages: list[RawPage]) -> None:
    """Set apart the line in the margin that all pages, but perhaps the first, begin or end with."""
    for at in (0, -1):
        seen: dict[str, list[tuple[RawPage, RawLine]]] = {}
        for page in pages:
            line = _first_prose(page.lines if at == 0 else reversed(page.lines))
            if line is not None and _is_in_margin(line, page):
                seen.setdefault(" ".join(word.text for word in line.words), []).append((page, line))
        for found in seen.values():
            if len(found) < max(len(pages) - 1, 2):
                continue
            for page, line in found:
                line.block = Block.RUNNING
                page.lines.remove(line)
                page.lines.append(line)


def _is_in_margin(line: RawLine, page: RawPage) -> bool:
    if page.height is None or line.column is not Column.FULL:
        return False
    return any(
        spot.bottom < _MARGIN * page.height or spot.top > (1 - _MARGIN) * page.height
        for spot in spots_of(line.words[:1])
    )


def _first_prose(lines: Iterable[RawLine]) -> RawLine | None:
    return next((line for line in lines if line.block is Block.PROSE), None)


def _prose(lines: Sequence[RawLine]) -> list[RawLine]:
    return [line for line in lines if line.block is Block.PROSE]


def _goes_over(last: RawLine, first: RawLine, lines: Sequence[RawLine]) -> bool:
    if last.column is not Column.FULL or first.column is not Column.FULL:
        return False
    if last.centered or first.centered:
        return False
    text = " ".join(word.text for word in last.words)
    start = " ".join(word.text for word in first.words)
    if _ENDS.search(text) or _ITEM.match(start) or _HEADING.match(start):
        return False
    ends_of = (word for line in _prose(lines) for word in line.words[-1:])
    edges = [spot.x1 for spot in spots_of(ends_of)]
    ends = [spot.x1 for spot in spots_of(last.words[-1:])]
    words = spots_of(first.words[:1])
    if not (edges and ends and words):
        return False
    return max(edges) - ends[0] < (words[0].x1 - words[0].x0) + words[0].size
