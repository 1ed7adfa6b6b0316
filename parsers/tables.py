"""Rows with wide white in several places are a table: its cells, row by row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from parsers.drawn_rules import Rules, Side
from parsers.rows import Row, Spot, build_rows, segments

_WIDE = 1.3  # of the font size: white that parts two cells

_LEAST_GUTTER = 3.0  # points
_LEAST_ROWS = 2
_JOINED = 3.0  # points between two pieces of one drawn line


@dataclass(slots=True)
class Cell:
    """The printed rows of one cell, and the column of the table that it begins in."""

    rows: list[Row]
    column: int


def find_tables(rows: Sequence[Row], rules: Callable[[], Rules]) -> list[tuple[int, int]]:
    """Return the half-open ranges of rows that form a table: found by their white, and as high as
    the lines between its columns are drawn. ``rules`` is asked where there is one."""
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(rows):
        last = _table_end(rows, index)
        if last > index:
            floor = found[-1][1] if found else 0
            first, last = _within_lines(rows, (index, last), floor, rules())
            found.append((first, last))
        index = max(last, index + 1)
    return found


def _within_lines(
    rows: Sequence[Row], table: tuple[int, int], floor: int, rules: Rules
) -> tuple[int, int]:
    """Return the table with the rows beside which the lines between its columns go on, as far as no
    print crosses them, and without the rows of text below the lines' end."""
    first, last = table
    sides = [
        side
        for low, high in _gutters(segments(rows[first], _WIDE * rows[first].size))
        if (side := _line_between(rules, low, high, _middle(rows[first])))
    ]
    end = max((bottom for _, _, bottom in sides), default=0.0)
    within = sum(_middle(row) < end for row in rows[first:last])
    if within < _LEAST_ROWS:
        return table
    last = first + within
    while first > floor and _is_parted(rows[first - 1], sides):
        first -= 1
    while last < len(rows) and _is_parted(rows[last], sides):
        last += 1
    return first, last


def _line_between(rules: Rules, low: float, high: float, top: float) -> Side | None:
    """Return the line that is drawn between two x at the height ``top``, with what goes on above
    and below it."""
    pieces = [piece for piece in rules.down if low - _JOINED <= piece[0] <= high + _JOINED]
    begin = end = top
    for _, start, stop in sorted(pieces, key=itemgetter(1)):
        if start <= end + _JOINED:
            end = max(end, stop)
    for _, start, stop in sorted(pieces, key=itemgetter(2), reverse=True):
        if stop >= begin - _JOINED:
            begin = min(begin, start)
    return (pieces[0][0], begin, end) if pieces and begin < top < end else None


def _is_parted(row: Row, sides: Sequence[Side]) -> bool:
    """Tell whether a line goes on beside the row and none of the row's words stands across one."""
    here = [x for x, top, bottom in sides if top < _middle(row) < bottom]
    return bool(here) and not any(spot.x0 < x < spot.x1 for spot in row.spots for x in here)


def _table_end(rows: Sequence[Row], first: int) -> int:
    """Return the end of the table that starts at ``first``, or ``first`` where none does."""
    cells = segments(rows[first], _WIDE * rows[first].size)
    if len(cells) < 2:
        return first
    gutters = _gutters(cells)
    divided = 1
    last = first + 1
    while last < len(rows):
        row = rows[last]
        kept = [gutter for gutter in (_clear(gutter, row) for gutter in gutters) if gutter]
        if len(kept) < len(gutters) or row.top - rows[last - 1].bottom > 3 * row.height:
            break
        gutters = kept
        divided += len(segments(row, _WIDE * row.size)) > 1
        last += 1
    return last if divided >= 2 and divided * 3 >= last - first else first


def _gutters(cells: list[list[Spot]]) -> list[tuple[float, float]]:
    return [(max(spot.x1 for spot in left), right[0].x0) for left, right in pairwise(cells)]


def _clear(gutter: tuple[float, float], row: Row) -> tuple[float, float] | None:
    """Return the part of ``gutter`` that the row leaves white."""
    low, high = gutter
    for spot in row.spots:
        if spot.x1 <= low or spot.x0 >= high:
            continue
        if spot.x0 - low < _WIDE * row.size:
            low = max(low, spot.x1)  # the left cell's text runs on
        else:
            high = spot.x0  # the right cell begins further left here
            break
    return (low, high) if high - low >= _LEAST_GUTTER else None


def read_table(rows: Sequence[Row], rules: Rules) -> list[Cell]:
    """Return the cells of a table row by row.

    A new table row starts at a drawn line; where none is drawn, where the first column has words
    or the step is wide.
    """
    edges = _edges(rows)
    x0, x1 = min(row.x0 for row in rows), max(row.x1 for row in rows)
    sides = rules.sides(rows[0].top, rows[-1].bottom, x0, x1) or edges
    cells: list[Cell] = []
    for group, is_ruled in _table_rows(rows, edges, rules, (x0, x1)):
        middle = (group[0].top + group[-1].bottom) / 2
        parts = (rules.edges(middle, x0, x1) if is_ruled else []) or edges
        columns: list[list[Spot]] = [[] for _ in range(len(parts) + 1)]
        for row in group:
            for spot in row.spots:
                columns[sum((spot.x0 + spot.x1) / 2 >= edge for edge in parts)].append(spot)
        cells.extend(
            Cell(build_rows(column), sum(side < start + _LEAST_GUTTER for side in sides))
            for start, column in zip((x0, *parts), columns, strict=True)
            if column
        )
    return cells


def _table_rows(
    rows: Sequence[Row], edges: list[float], rules: Rules, width: tuple[float, float]
) -> Iterator[tuple[list[Row], bool]]:
    """Yield the printed rows of each row of the table, and whether lines are drawn round it."""
    lines = [rules.part(low, high, *width) for low, high in _steps(rows)]
    drawn = [index for index, is_drawn in enumerate(lines) if is_drawn]
    group = [rows[0]]
    for index, (above, row) in enumerate(pairwise(rows), start=1):
        # Beyond its outermost lines a table goes on without any.
        if drawn and drawn[0] < index <= drawn[-1]:
            starts = lines[index]
        else:
            starts = not edges or row.x0 < edges[0] or row.top - above.bottom > row.height
        if starts:
            yield group, bool(drawn)
            group = []
        group.append(row)
    yield group, bool(drawn)


def _steps(rows: Sequence[Row]) -> Iterator[tuple[float, float]]:
    """Yield the heights between which a line parts a row from the one above, the last from what
    follows it."""
    yield rows[0].top - rows[0].height, _middle(rows[0])
    for above, below in pairwise(rows):
        yield _middle(above), _middle(below)
    yield _middle(rows[-1]), rows[-1].bottom + rows[-1].height


def _middle(row: Row) -> float:
    return (row.top + row.bottom) / 2


def _edges(rows: Sequence[Row]) -> list[float]:
    """Return the x that part the columns: the middles of what all rows leave white."""
    return [(low + high) / 2 for low, high in _white(rows)]


def _white(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return the stretches between columns that all rows leave white."""
    gutters: list[tuple[float, float]] | None = None
    for row in rows:
        if gutters is None:
            parts = segments(row, _WIDE * row.size)
            gutters = _gutters(parts) if len(parts) > 1 else None
            continue
        gutters = [cleared for cleared in (_clear(gutter, row) for gutter in gutters) if cleared]
    return gutters or []
