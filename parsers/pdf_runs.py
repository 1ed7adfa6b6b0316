"""Runs of glyphs without blanks: which of them are one straight word, and where others are cut.

Nearly every run goes straight in one size; it is told by its first and its last glyph. What bends,
steps or changes its size is cut glyph by glyph.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from parsers.pdf_glyphs import Boxes, Column, Faces, Numbers, Yes

Box = tuple[float, float, float, float]

GAP = 3.0
"""Points of white between two glyphs that part two words (pdfplumber's x_tolerance)."""

_WIDEST = 1.4  # ems a glyph may take before its word is looked at glyph by glyph
_OTHER_HEIGHT = 0.15  # of a glyph's height: from here on it is of another size
_OTHER_SIZE = 0.2  # the same, of the font size


@dataclass(frozen=True, slots=True)
class Spans:
    """Some runs: the first glyph of each, and the glyph behind its last."""

    first: Numbers
    end: Numbers

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.first.tolist(), self.end.tolist(), strict=True)

    def some(self, which: Sequence[int]) -> "Spans":
        """Return those of these numbers."""
        return Spans(self.first[which], self.end[which])


def spans_of(pairs: Iterable[tuple[int, int]]) -> Spans:
    """Return the runs that are given one by one."""
    both = np.array([*pairs], np.int64).reshape(-1, 2)
    return Spans(both[:, 0], both[:, 1])


@dataclass(frozen=True, slots=True)
class Typed:
    """Some glyphs with the faces they are set in: ``rows`` names each one's row in ``faces``."""

    owners: Numbers
    rows: Numbers
    faces: Faces


@dataclass(frozen=True, slots=True)
class Ends:
    """The first and the last glyph of some runs: boxes and origins."""

    first: Boxes
    last: Boxes
    begin: tuple[Column, Column]
    finish: tuple[Column, Column]


def stretches(glyphs: range, key: Callable[[int], int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of glyphs that are alike."""
    for _, part in groupby(glyphs, key=key):
        alike = list(part)
        yield alike[0], alike[-1] + 1


def is_run_through(ends: Ends, is_large: Yes) -> bool:
    """Tell whether other print stands within the boxes of the large runs."""
    x = (ends.first.x0 + ends.last.x1) / 2
    y = (ends.first.y0 + ends.first.y1) / 2
    return any(
        bool(np.any(~is_large & (x0 < x) & (x < x1) & (y0 < y) & (y < y1)))
        for x0, x1, y0, y1 in zip(
            *(
                side[is_large]
                for side in (ends.first.x0, ends.last.x1, ends.first.y0, ends.first.y1)
            ),
            strict=True,
        )
    )


def are_straight(
    counts: Numbers, typed: Typed, ends: Ends, are_one: Callable[[Numbers], Yes]
) -> Yes:
    """Tell which runs go straight in one size from the first glyph to the last: such a word is cut
    nowhere, and its inner glyphs need no look. ``are_one`` tells of some runs whether one text
    object drew both ends, in one size on one line."""
    first, last = ends.first, ends.last
    height = first.y1 - first.y0
    middle = (first.y0 + first.y1) / 2
    across = last.x1 - first.x0
    size = typed.faces.size[typed.rows]
    # A footnote's mark at the end is smaller than its word, and the box tells.
    is_level = (
        ~(np.abs(last.y1 - last.y0 - height) > _OTHER_HEIGHT * height)
        & (last.y0 < middle)
        & (middle < last.y1)
    )
    straight: Yes = (
        typed.faces.upright[typed.rows] & (across > -GAP) & (across <= counts * size * _WIDEST)
    )
    # Where the font names no descent each glyph's box has a height of its own.
    steps = np.abs(ends.finish[1] - ends.begin[1])
    unsure = (straight & ~is_level & (steps < _OTHER_HEIGHT * size)).nonzero()[0]
    is_level[unsure] = are_one(unsure)
    return straight & is_level


def cuts(boxes: Sequence[Box], rows: Sequence[int], faces: Faces) -> Iterator[tuple[int, int, Box]]:
    """Yield where each word of a run begins and ends, and its box, glyph by glyph."""
    begin, box = 0, boxes[0]
    for at in range(1, len(boxes)):
        joined = _joined(box, boxes[at], is_upright=bool(faces.upright[rows[begin]]))
        size = faces.size[rows[at]] / faces.size[rows[begin]]
        if joined is not None and abs(size - 1) < _OTHER_SIZE:
            box = joined
            continue
        yield begin, at, box
        begin, box = at, boxes[at]
    yield begin, len(boxes), box


def _joined(box: Box, now: Box, *, is_upright: bool) -> Box | None:
    """Return the word's box with its next glyph; None where another word starts there."""
    x0, y0, x1, y1 = box
    if is_upright:
        if not now[1] < (y0 + y1) / 2 < now[3]:
            return None
        # A glyph may start a little before the last one ended (kerning, marks that stand back).
        if not x0 - GAP <= now[0] <= x1 + GAP:
            return None
        return min(x0, now[0]), y0, max(x1, now[2]), y1
    if now[0] - x1 >= GAP or x0 - now[2] >= GAP or now[1] - y1 >= GAP or y0 - now[3] >= GAP:
        return None
    return min(x0, now[0]), min(y0, now[1]), max(x1, now[2]), max(y1, now[3])
