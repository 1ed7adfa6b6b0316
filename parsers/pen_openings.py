"""The printed ``Số:`` that OCR did not read, found by its ink: a capital, a small round letter and
the two points behind it, from which the pen's gap reaches to the notation.
"""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.pen_gaps import Gap

_REACH = 9.0  # ems left of the notation in which Số: may stand
_ABOVE, _BELOW = 1.1, 0.3  # ems round the baseline that are looked at
_FEET = 0.3  # ems by which letters of one line may stand off it
_CAPITAL = (0.3, 0.62, 0.55, 0.82)  # least and most width, least and most height of S, in ems
_ROUND = (0.3, 0.62, 0.34, 1.05)  # … of ố, whose marks may hang together with it
_POINT = 0.2  # most of either side of a point of the colon, in ems
_BESIDE = 0.3  # ems from one letter to the next
_LEAST = 0.05
_DARKER = 35  # grey levels by which ink differs from paper at least


class Opening(NamedTuple):
    """Where ``Số:`` stands, in pixels."""

    x0: int
    x1: int
    top: int
    bottom: int


class _Glyph(NamedTuple):
    x0: int
    x1: int
    top: int
    bottom: int

    def fits(self, size: tuple[float, float, float, float], em: float) -> bool:
        wide, tall = (self.x1 - self.x0) / em, (self.bottom - self.top) / em
        return size[0] <= wide <= size[1] and size[2] <= tall <= size[3]


def find_opening(dark: NDArray[np.uint8], gap: Gap, scale: float) -> Opening | None:
    """Return where ``Số:`` is printed left of the gap's end, None where nothing looks like it."""
    em, base = gap.em * scale, gap.baseline * scale
    left, right = max(int(gap.x1 * scale - _REACH * em), 0), int(gap.x1 * scale)
    top, bottom = max(int(base - _ABOVE * em), 0), int(base + _BELOW * em)
    glyphs = _glyphs(np.ascontiguousarray(dark[top:bottom, left:right]), left, top)
    standing = [glyph for glyph in glyphs if abs(glyph.bottom - base) <= _FEET * em]
    for capital in standing:
        if not capital.fits(_CAPITAL, em):
            continue
        for letter in standing:
            beside = -_LEAST * em <= letter.x0 - capital.x1 <= _BESIDE * em
            if beside and letter.fits(_ROUND, em) and letter.top >= capital.top - 0.35 * em:
                end = _behind_points(glyphs, letter, em)
                return Opening(capital.x0, end, capital.top, capital.bottom)
    return None


def _glyphs(strip: NDArray[np.uint8], left: int, top: int) -> list[_Glyph]:
    if strip.size == 0:
        return []
    level, _ = cv2.threshold(strip, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    level = min(level, float(np.percentile(strip, 85)) - _DARKER)
    ink = np.where(strip < level, 255, 0).astype(np.uint8)
    *_, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = [
        _Glyph(left + x, left + x + wide, top + y, top + y + tall)
        for x, y, wide, tall, _ in stats[1:].tolist()
    ]
    return sorted(found)


def _behind_points(glyphs: Sequence[_Glyph], letter: _Glyph, em: float) -> int:
    """Return where the points of the colon end, or the letter where there are none."""
    end = letter.x1
    for glyph in glyphs:
        small = max(glyph.x1 - glyph.x0, glyph.bottom - glyph.top) <= _POINT * em
        inside = (
            letter.top - _LEAST * em <= glyph.top and glyph.bottom <= letter.bottom + _POINT * em
        )
        if small and inside and letter.x1 - _LEAST * em <= glyph.x0 <= letter.x1 + _BESIDE * em:
            end = max(end, glyph.x1)
    return end
