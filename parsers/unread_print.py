"""Print that a reading passed over: rows of glyphs that no word's box covers.

Tesseract's analysis of a page drops lines beside a seal or a signature, and short last lines of a
column. Only size and shape are looked at, so a reading must show whether it was print.
"""

from collections.abc import Sequence
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

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
_HANGING = 36  # pixels that ink beside a row may add to it
_GAP = 2  # pixels of white within such ink
_SURE = 0.80  # confidence from which a low word is print: a comma, a dash
_SURE_FLAT = 0.5
_FLAT = frozenset("-–—._")
_LOW = 0.45  # of the usual height of a word
_COVER = 1  # pixels round a read word that belong to it


def unread_print(image: Image, words: Sequence[PixelWord]) -> list[Box]:
    """Return the boxes, in pixels of the grey ``image``, of rows of print not among ``words``."""
    small = cv2.resize(image, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA)
    level, _ = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, ink = cv2.threshold(small, level + 20, 255, cv2.THRESH_BINARY_INV)
    unread = _uncovered(np.asarray(ink, dtype=np.uint8), words)
    glyphs = _glyphs(unread)
    joined = cv2.morphologyEx(glyphs, cv2.MORPH_CLOSE, np.ones((1, _BLANK), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_CLOSE, np.ones((4, 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = []
    for left, top, width, height, _ in stats[1:count].tolist():
        if width < _LEAST_WIDTH or not _ROW[0] <= height <= _ROW[1] or width < 1.5 * height:
            continue
        part = np.ascontiguousarray(glyphs[top : top + height, left : left + width])
        if cv2.connectedComponents(part)[0] > _LEAST_GLYPHS:
            row = np.asarray(unread[top : top + height].any(axis=0))
            boxes.append((_edge(row, left, -1), top, _edge(row, left + width - 1, 1) + 1, height))
    # The widest first: a page's readings are limited, and specks are narrow.
    boxes.sort(key=lambda box: box[0] - box[2])
    return [
        (x0 * _SHRINK, top * _SHRINK, x1 * _SHRINK, (top + height) * _SHRINK)
        for x0, top, x1, height in boxes
    ]


def _edge(row: NDArray[np.bool_], edge: int, step: int) -> int:
    """Return how far ink goes on from ``edge``: a first letter may hang on a seal's ring."""
    end, white = edge, 0
    for place in range(edge + step, edge + step * _HANGING, step):
        if not 0 <= place < len(row) or white > _GAP:
            break
        white = 0 if row[place] else white + 1
        end = place if row[place] else end
    return end


def _uncovered(ink: Image, words: Sequence[PixelWord]) -> Image:
    """Return the ink without what was read; fragments of letters were not."""
    rest = ink.copy()
    heights = [word.bottom - word.top for word in words]
    usual = median(heights) if heights else 0.0
    for word in words:
        if not is_fragment(word, usual):
            rest[
                max(int(word.top) // _SHRINK - _COVER, 0) : int(word.bottom) // _SHRINK
                + _COVER
                + 1,
                max(int(word.x0) // _SHRINK - _COVER, 0) : int(word.x1) // _SHRINK + _COVER + 1,
            ] = 0
    return rest


def is_fragment(word: PixelWord, usual: float) -> bool:
    """Tell a tone mark or a speck that was read as a word from print of the ``usual`` height."""
    return (
        word.confidence < _SURE
        and word.bottom - word.top < _LOW * usual
        and not (word.text in _FLAT and word.confidence > _SURE_FLAT)
    )


def _glyphs(ink: Image) -> Image:
    """Return the ink without rules, specks and strokes too long for a glyph."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    size = (stats[:, 2] <= _GLYPH[1]) & (stats[:, 3] <= _TALLEST) & (stats[:, 3] >= _GLYPH[0])
    size[0] = False
    return np.where(size[labels], 255, 0).astype(np.uint8)
