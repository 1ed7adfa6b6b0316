"""Words with boxes become lines in reading order: rows, columns of head and foot, paragraphs.

Works on geometry, for the words of a text layer and for those of OCR alike. In the two-column
head and foot the whole left column comes before the right one; what is not the page's prose
(panels, stamps, page numbers, footnotes) stands after it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from dispatch.document import Block, Column, Origin
from parsers.assemble import RawLine, RawWord
from parsers.blocks import Aside, take_asides
from parsers.columns import find_regions
from parsers.double_sheets import halves_at, middle_of_double, moved
from parsers.drawn_rules import Rules
from parsers.gutters import Region
from parsers.panels import take_arrivals, take_panels
from parsers.paragraphs import join_parts, mark_paragraphs
from parsers.rows import Row, Spot, build_rows, spots_of
from parsers.tables import find_tables, read_table

_DRAWN_RULE = re.compile(r"[_\s]{3,}|[-–—\s]{4,}")
"""A rule under a name or a motto that somebody typed instead of drawing it."""


_ASTERISKS = re.compile(r"\*{1,5}")
"""The mark under a body's name in the heads of Party and Youth Union."""

_SURE_MARK = 0.7  # confidence from which OCR's asterisks are no speck


def arrange(
    words: Sequence[RawWord],
    width: float,
    height: float,
    *,
    stamps: Sequence[Sequence[RawWord]] = (),
    rules: Callable[[], Rules] = Rules,
) -> list[RawLine]:
    """Return the page's lines in reading order; ``words`` come in any order, in points from the
    shown page's top left. ``stamps`` were read apart, each by itself; ``rules`` is asked for the
    page's drawn lines where it has a table. Two pages on one sheet come one after the other."""
    middle = middle_of_double(words, width, height)
    if middle is None:
        return _arrange_page(words, width, height, stamps, rules)
    left, right = halves_at(words, middle)
    of_left = [stamp for stamp in stamps if halves_at(stamp, middle)[0]]
    of_right = [moved(stamp, -middle) for stamp in stamps if not halves_at(stamp, middle)[0]]
    first = _arrange_page(left, middle, height, of_left, rules)
    # Drawn lines are the whole sheet's: on the right half they would stand in the wrong place.
    second = _arrange_page(moved(right, -middle), width - middle, height, of_right, Rules)
    join_parts(first, second)
    groups = 1 + max((line.group for line in first), default=0)
    return [
        *first,
        *(
            replace(line, words=moved(line.words, middle), group=line.group + groups)
            for line in second
        ),
    ]


def _arrange_page(
    words: Sequence[RawWord],
    width: float,
    height: float,
    stamps: Sequence[Sequence[RawWord]],
    rules: Callable[[], Rules],
) -> list[RawLine]:
    spots, panels = take_panels(spots_of(words))
    spots, arrivals = take_arrivals(spots, height)
    rows = [row for row in build_rows(spots) if not _is_no_text(row)]
    rows, asides = take_asides(rows, width, height)
    builder = _Builder(width, rules)
    done = 0
    for region in find_regions(rows, width):
        builder.add_prose(rows[done : region.first])
        builder.add_columns(rows, region)
        done = region.last
    builder.add_prose(rows[done:])
    stamped = [Aside(Block.STAMP, spots_of(stamp)) for stamp in stamps]
    for aside in (*asides, *arrivals, *stamped, *panels):
        builder.add_aside(aside)
    return builder.lines


def _is_no_text(row: Row) -> bool:
    """Tell whether the row is a typed rule, or specks and strokes that OCR took for signs."""
    if _DRAWN_RULE.fullmatch(row.text):
        return True
    if row.spots[0].word.origin is not Origin.OCR:
        return False
    return all(
        spot.word.origin is Origin.OCR
        and not any(char.isalnum() for char in spot.text)
        and not (_ASTERISKS.fullmatch(spot.text) and spot.word.confidence > _SURE_MARK)
        for spot in row.spots
    )


class _Builder:
    """Collects lines and hands out group numbers."""

    def __init__(self, width: float, rules: Callable[[], Rules]) -> None:
        self.lines: list[RawLine] = []
        self._width = width
        self._rules = cache(rules)
        self._group = 0

    def add_prose(self, rows: Sequence[Row]) -> None:
        done = 0
        for first, last in find_tables(rows, self._rules):
            self._add_rows(rows[done:first])
            for cell in read_table(rows[first:last], self._rules()):
                self._add_rows(cell.rows, cell=cell.column)
            done = last
        self._add_rows(rows[done:])

    def add_columns(self, rows: Sequence[Row], region: Region) -> None:
        left: list[Spot] = []
        right: list[Spot] = []
        for index in range(region.first, region.last):
            of_left, of_right = region.split(index, rows[index])
            left.extend(of_left)
            right.extend(of_right)
        self._add_rows(build_rows(left), column=Column.LEFT)
        self._add_rows(build_rows(right), column=Column.RIGHT)

    def add_aside(self, aside: Aside) -> None:
        self._add_rows(build_rows(aside.spots), block=aside.block)

    def _add_rows(
        self,
        rows: Sequence[Row],
        *,
        column: Column = Column.FULL,
        block: Block = Block.PROSE,
        cell: int | None = None,
    ) -> None:
        if not rows:
            return
        lines = [
            RawLine([spot.word for spot in row.spots], block, column, self._group, cell=cell)
            for row in rows
        ]
        mark_paragraphs(lines, rows, is_column=column is not Column.FULL)
        self.lines.extend(lines)
        self._group += 1
