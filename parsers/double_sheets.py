"""Two pages on one sheet: a booklet of A3 laid open, or two letters side by side on the glass.

Each half is a page of its own; told by a gutter as wide as two margins that no word crosses, with
prose on either side. A table's columns, and those of a head, stand nearer to each other. The last
page of an odd number has nothing beside it, and the end of a letter little to tell it by.
"""

from collections.abc import Iterable, Sequence

from parsers.assemble import RawWord
from parsers.rows import build_rows, spots_of

_LYING = 1.2  # times its height that the sheet is wide
_GUTTER = 0.05  # of its width: two margins of 15 mm and more are 0.07 and more of A3
_AROUND_MIDDLE = (0.4, 0.6)  # of its width: where the gutter's middle lies
_PROSE = 0.55  # of a half's width: a row of prose is wider
_LEAST_ROWS = 6  # of prose in either half
_MARGINS = 0.08  # of the sheet's width: a gutter that parts a page of prose from the end of one
_FEW_ROWS = 3  # of prose that tell a page which stands alone in its half


def middle_of_double(words: Sequence[RawWord], width: float, height: float) -> float | None:
    """Return where the gutter of two pages side by side has its middle (points from the left);
    None where the sheet is one page."""
    if width < _LYING * height:
        return None
    edges = sorted((word.x0, word.x1) for word in words if word.x0 is not None and word.x1)
    gaps = []
    end = edges[0][1] if edges else 0.0
    for x0, x1 in edges:
        middle = (end + x0) / 2
        if _AROUND_MIDDLE[0] * width < middle < _AROUND_MIDDLE[1] * width:
            gaps.append((x0 - end, middle))
        end = max(end, x1)
    if edges and (end <= width / 2 or edges[0][0] >= width / 2):
        return width / 2 if _rows_of_prose(words, width / 2) >= _FEW_ROWS else None
    wide, middle = max(gaps, default=(0.0, 0.0))
    if wide < _GUTTER * width:
        return None
    rows = [_rows_of_prose(half, width / 2) for half in halves_at(words, middle)]
    if min(rows) >= _LEAST_ROWS or (wide >= _MARGINS * width and max(rows) >= _LEAST_ROWS):
        return middle
    return None


def halves_at(words: Iterable[RawWord], middle: float) -> tuple[list[RawWord], list[RawWord]]:
    """Return the words left of the gutter's middle and those behind it."""
    left: list[RawWord] = []
    right: list[RawWord] = []
    for word in words:
        (right if word.x0 is not None and word.x0 > middle else left).append(word)
    return left, right


def moved(words: Iterable[RawWord], across: float) -> list[RawWord]:
    """Return the words ``across`` points farther to the right."""
    return [
        word
        if word.x0 is None or word.x1 is None
        else word._replace(x0=word.x0 + across, x1=word.x1 + across)
        for word in words
    ]


def _rows_of_prose(half: Sequence[RawWord], width: float) -> int:
    rows = build_rows(spots_of(half))
    return sum(row.x1 - row.x0 > _PROSE * width for row in rows)
