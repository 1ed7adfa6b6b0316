"""Marks that Tesseract reads as letters or not at all: the asterisks of a head, a page's number.

Under the name of a Party body stands ``*``, of a body of the Youth Union ``***`` (Hướng dẫn
36-HD/VPTW; 29-HD/TWĐTN-VP); pages are numbered by a lone figure in the middle of the upper margin
(Nghị định 30/2020, Phụ lục I, Mục I.6). Both are too small to be found as lines.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from parsers.limits import Limits
from parsers.part_reader import LINE, Read, Reader
from parsers.pixel_words import PixelWord, mean_confidence
from parsers.preparation import Image
from parsers.unread_print import Box

_HEAD = 0.3  # share of the page's height in which a head's asterisks stand
_LEFT = 0.6  # share of its width that an office's name may take
_STAR = (14, 34)  # pixels of width and height of an asterisk at 300 dpi
_ARMS = (5, 6)
_RADII = (0.7, 0.8)  # of half its size: there an asterisk's arms stand apart
_NEAR = 2.0  # widths of an asterisk that part those of one mark
_ALONE = 4.0  # widths of white round a mark
_MOST = 3  # marks in a head
_SURE = 0.9  # confidence of a mark told by its shape
_READABLE = 0.5  # … of a longer word whose glyphs are no marks
_KEPT = 0.93  # … of a word in its place from which that is believed
_MARGIN = 0.085  # of the page's height: where a page's number stands
_MIDDLE = (0.42, 0.58)  # of its width
_FIGURE = (16, 60)  # pixels of height of a figure at 300 dpi
_FIGURES = 3
_READ = 0.8  # confidence that a page's number needs
_PRINT = 0.8  # … of the print under it


def with_marks(image: Image, words: list[PixelWord], read: Read, limits: Limits) -> list[PixelWord]:
    """Return the words of the grey page ``image`` (300 dpi) with the marks that they lack."""
    return _with_number(image, _with_asterisks(image, words), read, limits)


def _with_asterisks(image: Image, words: list[PixelWord]) -> list[PixelWord]:
    rows, columns = image.shape
    head = image[: int(rows * _HEAD), : int(columns * _LEFT) + _STAR[1]]
    boxes = [box for box in _glyphs(head) if _in_size(box, _STAR, square=True)]
    long = [w for w in words if w.x1 - w.x0 > 2 * _STAR[1] and w.confidence > _READABLE]
    alone = [box for box in boxes if not any(_stands_in(box, word) for word in long)]
    stars = [box for box in alone if _arms(image, box) in _ARMS]
    number = max((word.line for word in words), default=0)
    marks = _in_rows(stars)
    if len(marks) > _MOST:
        return words  # specks of a sheet with nothing else on it are of any shape
    for mark in marks:
        x0, top, x1, bottom = _round(mark)
        white = _ALONE * (bottom - top)
        inside = [w for w in words if _overlaps(w, (x0 - white, top, x1 + white, bottom))]
        wide = any(w.x1 - w.x0 > 2 * (x1 - x0) or w.confidence > _KEPT for w in inside)
        if wide or x0 > columns * _LEFT:
            continue  # a footnote's mark, or print
        number += 1
        star = PixelWord("*" * len(mark), x0, top, x1, bottom, _SURE, number)
        words = [word for word in words if word not in inside] + [star]
    return words


def _with_number(
    image: Image, words: list[PixelWord], read: Read, limits: Limits
) -> list[PixelWord]:
    rows, columns = image.shape
    left, right = (int(columns * edge) for edge in _MIDDLE)
    tops = [word.top for word in words if word.confidence > _PRINT]
    above = int(min([rows * _MARGIN, *tops]))
    if above < _FIGURE[0]:
        return words
    found = [
        (x0 + left, top, x1 + left, bottom)
        for x0, top, x1, bottom in _glyphs(image[:above, left:right])
        if _FIGURE[0] <= bottom - top <= _FIGURE[1] and x1 - x0 <= _FIGURE[1] and top > 0
    ]
    if not 1 <= len(found) <= _FIGURES:
        return words
    reader = Reader(image, read, limits)
    box = _round(found)
    readings = [reader.line(box, scale, (), mode=LINE) for scale in (0.8, 1.25)]
    figures = {
        text: mean_confidence(reading)
        for reading in readings
        if (text := "".join(word.text for word in reading)).isdecimal() and len(text) == len(found)
    }
    if len(figures) != 1 or max(figures.values()) < _READ:
        return words
    ((text, sure),) = figures.items()
    number = max((word.line for word in words), default=0) + 1
    return [PixelWord(text, *box, sure, number), *words]


def _glyphs(part: Image) -> list[Box]:
    """Return the boxes of connected ink."""
    level, _ = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, ink = cv2.threshold(part, level, 255, cv2.THRESH_BINARY_INV)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    return [(x, y, x + width, y + height) for x, y, width, height, _ in stats[1:count].tolist()]


def _in_size(box: Box, size: tuple[int, int], *, square: bool) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    fits = size[0] <= width <= size[1] and size[0] <= height <= size[1]
    return fits and (not square or 0.7 < width / height < 1.43)


def _arms(image: Image, box: Box) -> int:
    """Return how many strokes leave the middle of a glyph, 0 where two circles count unlike."""
    x0, top, x1, bottom = (int(edge) for edge in box)
    glyph = image[top:bottom, x0:x1]
    level, _ = cv2.threshold(glyph, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    ink = glyph <= level
    ys, xs = np.nonzero(ink)
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    counts = set()
    for share in _RADII:
        radius = share * max(ink.shape) / 2
        x = np.clip(np.round(xs.mean() + radius * np.cos(angles)), 0, ink.shape[1] - 1).astype(int)
        y = np.clip(np.round(ys.mean() + radius * np.sin(angles)), 0, ink.shape[0] - 1).astype(int)
        on = ink[y, x]
        counts.add(int(np.count_nonzero(on & ~np.roll(on, 1))))
    return counts.pop() if len(counts) == 1 else 0


def _in_rows(boxes: Sequence[Box]) -> list[list[Box]]:
    """Gather asterisks that stand side by side."""
    marks: list[list[Box]] = []
    for box in sorted(boxes):
        width = box[2] - box[0]
        last = marks[-1][-1] if marks else None
        beside = last is not None and box[0] - last[2] < _NEAR * width
        if beside and last is not None and abs(box[1] - last[1]) < width / 2:
            marks[-1].append(box)
        else:
            marks.append([box])
    return marks


def _round(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _stands_in(box: Box, word: PixelWord) -> bool:
    """Tell a glyph of a longer word: no mark, whatever its shape."""
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return word.x0 < middle[0] < word.x1 and word.top < middle[1] < word.bottom


def _overlaps(word: PixelWord, box: Box) -> bool:
    across = min(word.x1, box[2]) - max(word.x0, box[0])
    down = min(word.bottom, box[3]) - max(word.top, box[1])
    return across > 0 and down > 0.3 * min(word.bottom - word.top, box[3] - box[1])
