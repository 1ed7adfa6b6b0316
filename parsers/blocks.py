"""What stands on a page in rows of its own and is not its prose: page numbers and footnotes."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from dispatch.document import Block
from dispatch.text import fold
from parsers.rows import Row, Spot, middle

_PAGE_NUMBER = re.compile(r"(trang )?[-–—]? ?\d{1,4} ?[-–—]?(\.|( ?/ ?| ?of ?)\d{1,4})?")
_FOOTNOTE_MARK = re.compile(r"[\[(]?(\d{1,2}|\*{1,3})[\])]?$")
_READ_MARK = re.compile(r"[\[(]?(\d{1,2}|\*{1,3}|['’“\"”°!])[\])]?$")
_LISTED = re.compile(r"\W*(?:noi (?:nhan|gui)|luu)\b|[-–—+•]\s?\w")
_LEAST_READ = 8  # rows of a scan from which their heights tell what is usual
_NOTE_WIDTH = 0.6  # of the page's print: a seal's scraps are narrower
_MARGIN = 0.1  # of the page's height
_FOOT = 0.09  # of the page's height: where the office's address stands
_FOOT_ROWS = 3
_FOOT_STEP = 1.2  # line heights of white above it
_SMALL = 0.87  # of the page's usual font size: what footnotes are set in
_RAISED = 0.8  # of its row's size: a note's mark in the text


@dataclass(slots=True)
class Aside:
    """Words that stand outside the reading order."""

    block: Block
    spots: list[Spot]


def take_asides(rows: list[Row], width: float, height: float) -> tuple[list[Row], list[Aside]]:
    """Return the rows of the prose, and what else stands on the page in rows of its own."""
    asides: list[Aside] = []
    for index in (0, -1):
        if rows and _is_page_number(rows[index], height):
            row = rows.pop(index)
            asides.append(Aside(Block.PAGE_NUMBER, row.spots))
            break
    feet = _feet(rows, width, height)
    if feet:
        rows = rows[: -len(feet)]
        asides.append(Aside(Block.RUNNING, [spot for row in feet for spot in row.spots]))
    rows, notes = _take_footnotes(rows)
    return rows, [*asides, *notes]


def _feet(rows: list[Row], width: float, height: float) -> list[Row]:
    """Return the rows of the page's foot: the office's address and telephone (ô 13 of Nghị định
    30/2020, Phụ lục I), across the middle of the bottom margin and far below the text."""
    left = min((row.x0 for row in rows), default=0.0)
    for count in range(1, min(_FOOT_ROWS, len(rows) - 1) + 1):
        above, row = rows[-count - 1], rows[-count]
        mark = _FOOTNOTE_MARK if row.spots[0].word.size else _READ_MARK
        if row.top < (1 - _FOOT) * height or mark.match(row.spots[0].text):
            break
        if _LISTED.match(fold(row.text)):  # the form's own foot, of which the rest is overleaf
            break
        # A signer's name may stand as low and as far below, but in the right half alone.
        opens = row.x0 < left + 0.01 * width or (row.x0 < 0.45 * width and row.x1 > 0.55 * width)
        is_wide = row.x1 - row.x0 > 0.25 * width
        if not (opens and is_wide):
            continue
        apart = row.top - above.bottom > _FOOT_STEP * row.height
        # Footnotes end where the foot begins, and are smaller.
        if apart or (above.size < _SMALL * row.size and _take_footnotes(rows[:-count])[1]):
            return rows[-count:]
    return []


def _is_page_number(row: Row, height: float) -> bool:
    if _MARGIN * height < row.bottom and row.top < (1 - _MARGIN) * height:
        return False
    return len(row.spots) < 5 and _PAGE_NUMBER.fullmatch(fold(row.text)) is not None


def _take_footnotes(rows: list[Row]) -> tuple[list[Row], list[Aside]]:
    """Cut off the small print at the page's end that begins with a mark and fills the width."""
    sizes = [row.size for row in rows if all(spot.word.size for spot in row.spots[:1])]
    if len(sizes) < 4:
        return _take_read_footnotes(rows) if not sizes else (rows, [])
    usual = middle(sizes)
    if rows[-1].size > _SMALL * usual:
        return rows, []
    marks = {spot.text for row in rows for spot in row.spots[1:] if spot.size < _RAISED * row.size}
    first = len(rows)
    for index in range(len(rows) - 1, 0, -1):
        row = rows[index]
        if row.size > _SMALL * usual:
            break
        if _is_note_start(row, marks) and row.spots[0].x0 < rows[0].x0 + 0.5 * (row.x1 - row.x0):
            first = index
    if first == len(rows):
        return rows, []
    spots = [spot for row in rows[first:] for spot in row.spots]
    return rows[:first], [Aside(Block.FOOTNOTE, spots)]


def _take_read_footnotes(rows: list[Row]) -> tuple[list[Row], list[Aside]]:
    """Cut off a scan's footnotes: its letters' heights tell small print, and the mark, in smaller
    figures still, is often read as a quote or stands as a row of its own."""
    if len(rows) < _LEAST_READ:
        return rows, []
    small = _SMALL * middle([row.size for row in rows])
    first = len(rows)
    for index in range(len(rows) - 1, 0, -1):
        row = rows[index]
        if row.size > small or _LISTED.match(fold(row.text)):
            break  # lists of recipients are small print too
        below = rows[index + 1] if index + 1 < len(rows) else None
        if _READ_MARK.match(row.spots[0].text) and _stands_above(row, below):
            first = index
    width = max(row.x1 for row in rows) - min(row.x0 for row in rows)
    if not any(row.x1 - row.x0 > _NOTE_WIDTH * width for row in rows[first:]):
        return rows, []
    return rows[:first], [
        Aside(Block.FOOTNOTE, [spot for row in rows[first:] for spot in row.spots])
    ]


def _stands_above(row: Row, note: Row | None) -> bool:
    """True where a row's first word is raised above the second, or the whole row above the next,
    which it is left of."""
    if len(row.spots) > 1:
        return _is_raised(row)
    return note is not None and (
        note.top <= row.bottom + 0.2 * note.size and row.x1 <= note.x0 + note.size
    )


def _is_raised(row: Row) -> bool:
    mark, word = row.spots[:2]
    return mark.size < _RAISED * word.size or mark.bottom < word.bottom - 0.25 * word.size


def _is_note_start(row: Row, marks: Collection[str]) -> bool:
    """Tell whether the row begins with a note's mark: one that is small or raised, or that the
    text above has in small (LibreOffice prints the number before the note as large as the note)."""
    mark = row.spots[0]
    if len(row.spots) < 2 or not _FOOTNOTE_MARK.match(mark.text):
        return False
    if mark.size < 0.9 * row.spots[1].size or mark.bottom < row.spots[1].bottom - 1.5:
        return True
    return mark.text in marks
