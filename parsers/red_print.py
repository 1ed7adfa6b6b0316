"""Red print on a scanned page: the stamps HỎA TỐC, MẬT, ĐẾN that washing takes for seal ink.

Found by shape alone: print is a wide region of many strokes, the office's seal a round one.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.preparation import glance, turn

Image = NDArray[np.uint8]

_RED = 48  # grey levels by which red ink's red exceeds its other channels
_LOOK = 4  # every such pixel is looked at first
_LEAST = 0.00008  # share of red pixels beneath which nothing is printed in red
_COARSE_DPI = 75.0  # resolution at which regions are sought
_WIDTH = (0.3, 3.4)  # inches a stamp measures
_HEIGHT = (0.11, 1.7)
_WIDER = 1.25  # times its height: what a round seal never is
_FULL = (0.03, 0.75)  # share of a region that is ink
_MOST = 4  # regions a page that are read
_FRAME = 0.55  # of a region's width or height: a line that long is its frame
_MARGIN = 0.06  # inches of white round a region


@dataclass(frozen=True, slots=True)
class RedRegion:
    """One region of red print, as dark print on white, and where it stands in the page's pixels."""

    image: Image
    left: int
    top: int


def red_regions(image: Image, dpi: float, *, rotation: int, skew: float) -> list[RedRegion]:
    """Return the regions of red print of a page, turned upright and straight as it is read."""
    if image.ndim == 2:
        return []
    excess = _excess_of_red(glance(image, _LOOK))
    if np.count_nonzero(excess > _RED) < _LEAST * excess.size:
        return []
    scale = _COARSE_DPI / dpi
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    boxes = _boxes(_as_read(np.asarray(small, dtype=np.uint8), rotation, skew), scale)
    if not boxes:
        return []
    margin = round(_MARGIN * dpi)
    boxes = boxes[:_MOST]
    page = _as_read(image, rotation, skew, rows=max(box[3] for box in boxes) + margin)
    return [_cut(page, box, margin) for box in boxes]


def _as_read(image: Image, rotation: int, skew: float, rows: int | None = None) -> Image:
    """Return the red ink alone, dark on white, upright and straight; ``rows`` of it at least."""
    page = np.ascontiguousarray(255 - np.rot90(_red_ink(image), -(rotation // 90)))
    return turn(page, skew, rows=rows) if skew else page


def _red_ink(image: Image) -> Image:
    excess = _excess_of_red(image)
    # Stretched so that ink of middling strength is black: stamps are pale and uneven.
    return np.asarray(cv2.convertScaleAbs(excess, alpha=255.0 / (3 * _RED)), dtype=np.uint8)


def _excess_of_red(image: Image) -> Image:
    red, green, blue = cv2.split(np.ascontiguousarray(image))
    return np.asarray(cv2.subtract(red, cv2.max(green, blue)), dtype=np.uint8)


def _boxes(small: Image, scale: float) -> list[tuple[int, int, int, int]]:
    """Return left, top, right, bottom of what may be print, from the top of the page down."""
    _, ink = cv2.threshold(small, 255 - _RED, 255, cv2.THRESH_BINARY_INV)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((7, 19), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for left, top, width, height, _ in stats[1:count].tolist():
        inside = ink[top : top + height, left : left + width]
        full = cv2.countNonZero(inside) / (width * height)
        if (
            _WIDTH[0] < width / _COARSE_DPI < _WIDTH[1]
            and _HEIGHT[0] < height / _COARSE_DPI < _HEIGHT[1]
            and width > _WIDER * height
            and _FULL[0] < full < _FULL[1]
        ):
            found.append((top, left, left + width, top + height))
    found.sort()
    return [
        (round(left / scale), round(top / scale), round(right / scale), round(bottom / scale))
        for top, left, right, bottom in found
    ]


def _cut(page: Image, box: tuple[int, int, int, int], margin: int) -> RedRegion:
    left, top = max(box[0] - margin, 0), max(box[1] - margin, 0)
    crop = page[top : box[3] + margin, left : box[2] + margin].copy()
    _, ink = cv2.threshold(crop, 160, 255, cv2.THRESH_BINARY_INV)
    rows, columns = crop.shape
    for kernel in ((max(int(_FRAME * columns), 1), 1), (1, max(int(_FRAME * rows), 1))):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(kernel[::-1], np.uint8))
        crop[cv2.dilate(lines, np.ones((5, 5), np.uint8)) > 0] = 255
    return RedRegion(crop, left, top)
