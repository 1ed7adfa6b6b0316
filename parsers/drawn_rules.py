"""The straight lines drawn on a page of a PDF: the borders of its tables.

White between words tells where a table's columns are, but not where a row ends whose cells have
several lines; the borders do. They are looked for only on a page that has a table.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium_c

from parsers.pdf_words import Frame

Side = tuple[float, float, float]
"""A line along one way of the page, in points: where it lies, from where to where."""
_Point = tuple[float, float]

_THIN = 3.0  # points: a drawn thing no thicker is a line
_LONG = 8.0  # points: a shorter one is a sign or a corner
_MOST_PATHS = 4000  # a page with more is a map or a drawing
_MOST_POINTS = 400  # of one path


@dataclass(frozen=True, slots=True)
class Rules:
    """Lines in points from the shown page's top left: ``across`` (y, x0, x1), ``down`` (x, top,
    bottom)."""

    across: Sequence[Side] = ()
    down: Sequence[Side] = ()

    def part(self, above: float, below: float, x0: float, x1: float) -> bool:
        """Tell whether a line is drawn between two heights, over a part of x0 to x1."""
        return any(
            above <= y <= below and min(end, x1) - max(start, x0) >= _LONG
            for y, start, end in self.across
        )

    def edges(self, height: float, x0: float, x1: float) -> list[float]:
        """Return the x of the lines that pass ``height`` between x0 and x1, each once."""
        return self.sides(height, height, x0, x1)

    def sides(self, above: float, below: float, x0: float, x1: float) -> list[float]:
        """Return the x of the lines that pass anywhere between two heights, and between x0 and x1,
        each once."""
        found: list[float] = []
        for x in sorted(x for x, top, bottom in self.down if top < below and bottom > above):
            if x0 < x < x1 and (not found or x - found[-1] > _THIN):
                found.append(x)
        return found


def read_rules(page: Any, frame: Frame) -> Rules:
    """Return the lines of the page's own content."""
    across: list[Side] = []
    down: list[Side] = []
    for one, other in _lines(page):
        x0, top, x1, bottom = frame.box(
            min(one[0], other[0]), min(one[1], other[1]),
            max(one[0], other[0]), max(one[1], other[1]),
        )  # fmt: skip
        if bottom - top <= _THIN and x1 - x0 >= _LONG:
            across.append(((top + bottom) / 2, x0, x1))
        elif x1 - x0 <= _THIN and bottom - top >= _LONG:
            down.append(((x0 + x1) / 2, top, bottom))
    return Rules(across, down)


def _lines(page: Any) -> Iterator[tuple[_Point, _Point]]:
    """Yield two corners of each thin thing drawn, in user space."""
    paths = 0
    for at in range(pdfium_c.FPDFPage_CountObjects(page)):
        item = pdfium_c.FPDFPage_GetObject(page, at)
        if pdfium_c.FPDFPageObj_GetType(item) != pdfium_c.FPDF_PAGEOBJ_PATH:
            continue
        paths += 1
        if paths > _MOST_PATHS:
            return
        sides = [ctypes.c_float() for _ in range(4)]
        if not pdfium_c.FPDFPageObj_GetBounds(item, *sides):
            continue
        x0, y0, x1, y1 = (side.value for side in sides)
        if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
            yield (x0, y0), (x1, y1)
        elif _is_stroked(item):
            yield from _strokes(item)


def _is_stroked(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)) and stroke.value != 0


def _strokes(path: Any) -> Iterator[tuple[_Point, _Point]]:
    """Yield the straight strokes of a frame, or of a grid drawn as one path."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(path, matrix)
    count = pdfium_c.FPDFPath_CountSegments(path)
    start = last = None
    for at in range(count if count <= _MOST_POINTS else 0):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, at)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO and last is not None:
            yield last, point
        if start is not None and pdfium_c.FPDFPathSegment_GetClose(segment):
            yield point, start
        last = point
