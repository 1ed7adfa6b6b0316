"""Rows with wide white in several places are a table: its cells, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.rows import Row, Spot, build_rows, segments

_WIDE = 1.3  # of the font size: white that parts two cells

_LEAST_GUTTER = 3.0  # points


@dataclass(slots=True)
class Cell:
    """The printed rows of one cell."""

    rows: list[Row]


def find_tables(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Return the half-open ranges of rows that form a table."""
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(rows):
        last = _table_end(rows, index)
        if last > index:
            found.append((index, last))
        index = max(last, index + 1)
    return found


def _table_end(rows: Sequence[Row], first: int) -> int:
    """Return the end of the table that starts at ``first``, or ``first`` where none does."""
    if len(segments(rows[first], _WIDE * rows[first].size)) < 2:
        return first
    cells = segments(rows[first], _WIDE * rows[first].size)
    gutters = _gutters(cells)
    divided = 1
    last = first + 1
    while last < len(rows):
        row = rows[last]
        parts = segments(row, _WIDE * row.size)
        kept = [gutter for gutter in (_clear(gutter, row) for gutter in gutters) if gutter]
        if len(kept) < len(gutters) or row.top - rows[last - 1].bottom > 3 * row.height:
            break
        gutters = kept
        divided += len(parts) > 1
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


def read_table(rows: Sequence[Row]) -> list[Cell]:
    """Return the cells of a table row by row.

    A new table row starts where the first column has words or the step is wide.
    """
    edges = _edges(rows)
    groups: list[list[Row]] = []
    for index, row in enumerate(rows):
        starts = row.x0 < edges[0] if edges else True
        if not groups or starts or row.top - rows[index - 1].bottom > row.height:
            groups.append([])
        groups[-1].append(row)
    cells: list[Cell] = []
    for group in groups:
        columns: list[list[Spot]] = [[] for _ in range(len(edges) + 1)]
        for row in group:
            for spot in row.spots:
                columns[sum(spot.x0 >= edge for edge in edges)].append(spot)
        cells.extend(Cell(build_rows(column)) for column in columns if column)
    return cells


def _edges(rows: Sequence[Row]) -> list[float]:
    """Return the x that part the columns: the middles of what all rows leave white."""
    gutters: list[tuple[float, float]] | None = None
    for row in rows:
        if gutters is None:
            parts = segments(row, _WIDE * row.size)
            gutters = _gutters(parts) if len(parts) > 1 else None
            continue
        gutters = [cleared for cleared in (_clear(gutter, row) for gutter in gutters) if cleared]
    return [(low + high) / 2 for low, high in gutters or []]
