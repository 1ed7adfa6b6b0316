"""Print that a reading passed over: rows of glyphs that no word's box covers.

Tesseract's analysis of a page drops lines beside a seal or a signature, and short last lines of a
column. Only size and shape are looked at, so a reading must show whether it was print.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from parsers.pixel_words import PixelWord
from parsers.preparation import Image

Box = tuple[float, float, float, float]

_SHRINK = 4  # the page is looked at in a quarter of its size: 75 dpi
_GLYPH = (2, 20)  # pixels of width and height of a glyph there
_TALLEST = 18
_ROW = (5, 22)  # height of a row of glyphs there
_LEAST_WIDTH = 12
_LEAST_GLYPHS = 3
_BLANK = 9  # pixels of white that may stand between two words of a row
_COVER = 1  # pixels round a read word that belong to it


def unread_print(image: Image, words: Sequence[PixelWord]) -> list[Box]:
    """Return the boxes, in pixels of the grey ``image``, of rows of print not among ``words``."""
    small = cv2.resize(image, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA)
    level, _ = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, ink = cv2.threshold(small, level + 20, 255, cv2.THRESH_BINARY_INV)
    glyphs = _glyphs(np.asarray(ink, dtype=np.uint8), words)
    joined = cv2.morphologyEx(glyphs, cv2.MORPH_CLOSE, np.ones((1, _BLANK), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_CLOSE, np.ones((4, 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = []
    for left, top, width, height, _ in stats[1:count].tolist():
        if width < _LEAST_WIDTH or not _ROW[0] <= height <= _ROW[1] or width < 1.5 * height:
            continue
        part = np.ascontiguousarray(glyphs[top : top + height, left : left + width])
        if cv2.connectedComponents(part)[0] > _LEAST_GLYPHS:
            boxes.append((left, top, left + width, top + height))
    # The widest first: a page's readings are limited, and specks are narrow.
    boxes.sort(key=lambda box: box[0] - box[2])
    return [
        (x0 * _SHRINK, top * _SHRINK, x1 * _SHRINK, bottom * _SHRINK)
        for x0, top, x1, bottom in boxes
    ]


def _glyphs(ink: Image, words: Sequence[PixelWord]) -> Image:
    """Return the ink without what was read, rules, specks and strokes too long for a glyph."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    size = (stats[:, 2] <= _GLYPH[1]) & (stats[:, 3] <= _TALLEST) & (stats[:, 3] >= _GLYPH[0])
    size[0] = False
    rest = np.where(size[labels], 255, 0).astype(np.uint8)
    for word in words:
        rest[
            max(int(word.top) // _SHRINK - _COVER, 0) : int(word.bottom) // _SHRINK + _COVER + 1,
            max(int(word.x0) // _SHRINK - _COVER, 0) : int(word.x1) // _SHRINK + _COVER + 1,
        ] = 0
    return rest
