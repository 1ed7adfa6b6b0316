"""Words whose boxes are two rows high, as the first reading of close rows gives them.

Where it took two rows for one, hardly a word of them was read: their box is cut where the least
ink lies between the rows, and each row is read by itself. Where a word was read well and only its
box reaches into the other row, the box is cut.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from parsers.part_reader import Reader, box_of, is_legible, stands_in
from parsers.pixel_words import PixelWord
from parsers.unread_print import Box

_HIGH = 1.7  # times the usual height of a word that two rows are high at least
_APART = 4.0  # … of white that may stand between two such words
_BESIDE = 0.5  # share of a word's width that stands above or below the tall one
_LONG = 3.0  # times its own height that their box is long
_UNREAD = 0.6  # confidence of such a word at most


def rows_apart(words: list[PixelWord], reader: Reader) -> list[PixelWord]:
    """Return ``words`` with two rows in place of what was read of them as one."""
    usual = median(word.bottom - word.top for word in words) if words else 0.0
    words = [_cut(word, words, usual) for word in words]
    for run in _runs(words, usual):
        box = box_of(run)
        if box[2] - box[0] < _LONG * (box[3] - box[1]):
            continue
        others = [word for word in words if not stands_in(word, box)]
        rows = _read(box, others, reader)
        if all(map(is_legible, rows)):
            last = max((word.line for word in words), default=0)
            lines = enumerate(rows, last + 1)
            words = [*others, *(replace(word, line=at) for at, row in lines for word in row)]
    return words


def _cut(tall: PixelWord, words: Sequence[PixelWord], usual: float) -> PixelWord:
    """Return the word with its box cut where another one stands in its upper or lower half."""
    if tall.bottom - tall.top <= _HIGH * usual:
        return tall
    middle = (tall.top + tall.bottom) / 2
    for other in words:
        across = min(tall.x1, other.x1) - max(tall.x0, other.x0)
        if other is tall or across < _BESIDE * (other.x1 - other.x0):
            continue
        if other.bottom - other.top > _HIGH * usual:
            continue
        if tall.top - usual / 2 < other.top and other.bottom <= middle:
            tall = replace(tall, top=max(tall.top, other.bottom))
        elif middle <= other.top and other.bottom < tall.bottom + usual / 2:
            tall = replace(tall, bottom=min(tall.bottom, other.top))
    return tall


def _runs(words: Sequence[PixelWord], usual: float) -> list[list[PixelWord]]:
    """Return the words of twice the usual height that were hardly read, side by side."""
    runs: list[list[PixelWord]] = []
    tall = (
        word
        for word in words
        if word.bottom - word.top > _HIGH * usual and word.confidence < _UNREAD
    )
    for word in sorted(tall, key=lambda one: (one.line, one.x0)):
        last = runs[-1][-1] if runs else None
        near = last is not None and word.line == last.line and word.x0 - last.x1 < _APART * usual
        if near:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _read(box: Box, others: list[PixelWord], reader: Reader) -> list[list[PixelWord]]:
    x0, top, x1, bottom = box
    middle = top + _least_ink(reader, box)
    halves = ((x0, top, x1, middle), (x0, middle, x1, bottom))
    return [reader.line(half, 1.0, others) for half in halves]


def _least_ink(reader: Reader, box: Box) -> int:
    """Return the row of pixels in the middle third of the box that the least ink crosses."""
    x0, top, x1, bottom = (int(side) for side in box)
    crop = np.ascontiguousarray(reader.image[top:bottom, x0:x1])
    _, ink = cv2.threshold(crop, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    third = int(crop.shape[0]) // 3
    crossed = np.count_nonzero(ink[third : 2 * third], axis=1)
    return third + int(np.argmin(crossed))
