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
_WORD = (60, 5, 14)  # most width, least and most height of letters in one piece
_RULE = 40  # pixels that no glyph is wide
_ROW = (5, 22)  # height of a row of glyphs there
_LEAST_WIDTH = 12
_LEAST_GLYPHS = 3
_BLANK = 9  # pixels of white that may stand between two words of a row
_HANGING = 36  # pixels that ink beside a row may add to it
_GAP = 2  # pixels of white within such ink
_SURE = 0.80  # confidence from which a low word is print: a comma, a dash
_SURE_FLAT = 0.5
_WITHIN = 0.35  # heights of print that are white between letters at most, and no blank
_UNREAD = 0.3  # confidence in what is no reading of the print in its box
_TOO_WIDE = 2.0  # heights that no sign is wide
_FAR_TOO_WIDE = 3.5  # … however readily it was read
_FLAT = frozenset("-–—._")
_LOW = 0.45  # of the usual height of a word
_COVER = 1  # pixels round a read word that belong to it


def unread_print(image: Image, words: Sequence[PixelWord]) -> list[Box]:
    """Return the boxes, in pixels of the grey ``image``, of rows of print not among ``words``."""
    small = cv2.resize(image, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA)
    level, _ = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, ink = cv2.threshold(small, level + 20, 255, cv2.THRESH_BINARY_INV)
    # A name underlined hangs together by its rule.
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _RULE), np.uint8))
    ink = cv2.subtract(ink, rules)
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
            edges = _edge(row, left, -1), _edge(row, left + width - 1, 1) + 1
            if _cuts_words(edges, (top, top + height), words):
                row = np.asarray(ink[top : top + height].any(axis=0))
                edges = (
                    _edge(row, left, -1, gap=_BLANK, reach=len(row)),
                    _edge(row, left + width - 1, 1, gap=_BLANK, reach=len(row)) + 1,
                )
            boxes.append((edges[0], top, edges[1], height))
    # The widest first: a page's readings are limited, and specks are narrow.
    boxes.sort(key=lambda box: box[0] - box[2])
    return [
        (x0 * _SHRINK, top * _SHRINK, x1 * _SHRINK, (top + height) * _SHRINK)
        for x0, top, x1, height in boxes
    ]


def _cuts_words(edges: tuple[int, int], rows: tuple[int, int], words: Sequence[PixelWord]) -> bool:
    """True where a read word ends, or begins, within a word of the unread print: HP and INH, all
    that was read of THÀNH PHỐ HỒ CHÍ MINH, which is underlined."""
    left, right, top, bottom = (_SHRINK * side for side in (*edges, *rows))
    near = _WITHIN * (bottom - top)
    for word in words:
        down = min(word.bottom, bottom) - max(word.top, top)
        if down > 0.5 * (bottom - top) and (
            abs(left - word.x1) < near or abs(word.x0 - right) < near
        ):
            return True
    return False


def _edge(
    row: NDArray[np.bool_], edge: int, step: int, *, gap: int = _GAP, reach: int = _HANGING
) -> int:
    """Return how far ink goes on from ``edge``: a first letter may hang on a seal's ring."""
    end, white = edge, 0
    for place in range(edge + step, edge + step * reach, step):
        if not 0 <= place < len(row) or white > gap:
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
    """Tell a tone mark or a speck that was read as a word from print of the ``usual`` height, and
    the one sign that a whole row was read as."""
    return is_no_reading(word) or (
        word.confidence < _SURE
        and word.bottom - word.top < _LOW * usual
        and not (word.text in _FLAT and word.confidence > _SURE_FLAT)
    )


def is_no_reading(word: PixelWord) -> bool:
    """Tell a sign or two in whose box a whole row stands, unread."""
    wide = (word.x1 - word.x0) / (len(word.text) * max(word.bottom - word.top, 1.0))
    doubtful = word.confidence < (_UNREAD if wide < _FAR_TOO_WIDE else _SURE)
    return doubtful and wide > _TOO_WIDE and word.text not in _FLAT


def _glyphs(ink: Image) -> Image:
    """Return the ink without rules, specks and strokes too long for a glyph."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    wide, tall = stats[:, 2], stats[:, 3]
    # Letters that touch each other make a word of one piece; strokes that wide are taller or flat.
    touching = (wide <= _WORD[0]) & (tall >= _WORD[1]) & (tall <= _WORD[2])
    size = ((wide <= _GLYPH[1]) & (tall <= _TALLEST) & (tall >= _GLYPH[0])) | touching
    size[0] = False
    return np.where(size[labels], 255, 0).astype(np.uint8)
