"""What stands on a page in rows of its own and is not its prose: page numbers and footnotes."""

import re
from dataclasses import dataclass
from statistics import median

from dispatch.document import Block
from dispatch.text import fold
from parsers.rows import Row, Spot

_PAGE_NUMBER = re.compile(r"(trang )?[-–—]? ?\d{1,4} ?[-–—]?(\.|( ?/ ?| ?of ?)\d{1,4})?")
_FOOTNOTE_MARK = re.compile(r"[\[(]?(\d{1,2}|\*{1,3})[\])]?$")
_MARGIN = 0.1  # of the page's height
_SMALL = 0.87  # of the page's usual font size: what footnotes are set in


@dataclass(slots=True)
class Aside:
    """Words that stand outside the reading order."""

    block: Block
    spots: list[Spot]


def take_asides(rows: list[Row], height: float) -> tuple[list[Row], list[Aside]]:
    """Return the rows of the prose, and what else stands on the page in rows of its own."""
    asides: list[Aside] = []
    for index in (0, -1):
        if rows and _is_page_number(rows[index], height):
            row = rows.pop(index)
            asides.append(Aside(Block.PAGE_NUMBER, row.spots))
            break
    rows, notes = _take_footnotes(rows)
    return rows, [*asides, *notes]


def _is_page_number(row: Row, height: float) -> bool:
    if _MARGIN * height < row.bottom and row.top < (1 - _MARGIN) * height:
        return False
    return len(row.spots) < 5 and _PAGE_NUMBER.fullmatch(fold(row.text)) is not None


def _take_footnotes(rows: list[Row]) -> tuple[list[Row], list[Aside]]:
    """Cut off the small print at the page's end that begins with a mark and fills the width."""
    sizes = [row.size for row in rows if all(spot.word.size for spot in row.spots[:1])]
    if len(sizes) < 4:
        return rows, []
    usual = median(sizes)
    first = len(rows)
    for index in range(len(rows) - 1, 0, -1):
        row = rows[index]
        if row.size > _SMALL * usual:
            break
        if _is_note_start(row) and row.spots[0].x0 < rows[0].x0 + 0.5 * (row.x1 - row.x0):
            first = index
    if first == len(rows):
        return rows, []
    spots = [spot for row in rows[first:] for spot in row.spots]
    return rows[:first], [Aside(Block.FOOTNOTE, spots)]


def _is_note_start(row: Row) -> bool:
    mark = row.spots[0]
    if len(row.spots) < 2 or not _FOOTNOTE_MARK.match(mark.text):
        return False
    return mark.size < 0.9 * row.spots[1].size or mark.bottom < row.spots[1].bottom - 1.5
