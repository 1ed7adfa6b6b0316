"""Boxes of a page that was straightened for reading go back to the page as it is shown.

OCR reads, and lines are arranged, on the upright and level page; evidence names places on the page
that a person sees, which may lie on its side and askew.
"""

import math
from collections.abc import Iterable
from dataclasses import replace

from parsers.assemble import RawLine, RawWord

Box = tuple[float, float, float, float]


def show(
    lines: Iterable[RawLine], *, width: float, height: float, skew: float, rotation: int
) -> list[RawLine]:
    """Return ``lines`` with their boxes on the shown page.

    ``width`` and ``height`` are the upright page's in points, ``skew`` the degrees that it was
    turned back about its centre, ``rotation`` the degrees (0, 90, 180, 270) that it was first
    turned clockwise.
    """
    moved = list(lines)
    if skew == 0.0 and rotation == 0:
        return moved
    return [
        replace(
            line,
            words=[
                _shown(word, width, height, skew=skew, rotation=rotation) for word in line.words
            ],
        )
        for line in moved
    ]


def _shown(word: RawWord, width: float, height: float, *, skew: float, rotation: int) -> RawWord:
    if word.x0 is None or word.top is None or word.x1 is None or word.bottom is None:
        return word
    box = _tilt((word.x0, word.top, word.x1, word.bottom), width, height, skew)
    x0, top, x1, bottom = _lay(box, width, height, rotation)
    return word._replace(x0=x0, top=top, x1=x1, bottom=bottom)


def _tilt(box: Box, width: float, height: float, skew: float) -> Box:
    """Undo the turn by ``skew``: the rectangle round the four turned corners."""
    if skew == 0.0:
        return box
    sine, cosine = math.sin(math.radians(skew)), math.cos(math.radians(skew))
    x0, top, x1, bottom = box
    corners = [
        (x - width / 2, y - height / 2)
        for x, y in ((x0, top), (x1, top), (x0, bottom), (x1, bottom))
    ]
    across = [x * cosine - y * sine + width / 2 for x, y in corners]
    down = [x * sine + y * cosine + height / 2 for x, y in corners]
    return min(across), min(down), max(across), max(down)


def _lay(box: Box, width: float, height: float, rotation: int) -> Box:
    """Undo the clockwise quarter turns."""
    x0, top, x1, bottom = box
    if rotation == 90:
        return top, width - x1, bottom, width - x0
    if rotation == 180:
        return width - x1, height - bottom, width - x0, height - top
    if rotation == 270:
        return height - bottom, x0, height - top, x1
    return box
