"""Names in the head that are underlined: a rule that touches its letters hides them from Tesseract.

Typewriters knew no bold, and many offices still underline their name. Each such row is read anew
without its rule; a rule that stands free below a name (Nghị định 30/2020, Phụ lục I) is left alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from parsers.limits import Limits
from parsers.part_reader import Read, Reader
from parsers.pixel_words import PixelWord, mean_confidence
from parsers.preparation import Image
from parsers.unread_print import Box

_HEAD = 0.35  # share of the page's height that the head may take
_SHRINK = 2  # rules are looked for in half the page's size: 150 dpi
_LONG, _THICK = 50, 5  # pixels there: least length and most thickness of such a rule
_TOUCHING = 3  # pixels above a rule in which its letters end
_SHARE = 0.25  # of the rule's length over which they do
_UP, _DOWN = 1.5, 0.25  # usual heights of a word above and below the rule that are its row's
_READ, _COVERED = 0.90, 0.85  # confidence of words, and their share of the rule, that are enough
_SURE = 0.80  # mean confidence of a reading that is believed
_LEAST = 0.6  # … and of each word in it: less is the row above
_WITHIN = 0.4  # of a crop's width from which a row of ink in it is a rule


def read_underlined(
    image: Image, words: list[PixelWord], read: Read, limits: Limits
) -> list[PixelWord]:
    """Return ``words`` with the underlined rows of the page's head read without their rules."""
    usual = median(word.bottom - word.top for word in words) if words else 0.0
    reader = Reader(image, read, limits)
    for x0, top, x1, bottom in _rules(image):
        row = (x0, top - _UP * usual, x1, bottom + _DOWN * usual)
        inside = [word for word in words if _stands_in(word, row)]
        wide = sum(word.x1 - word.x0 for word in inside if word.confidence >= _READ)
        if wide >= _COVERED * (x1 - x0 - usual * max(len(inside) - 1, 0) / 2):
            continue
        others = [word for word in words if word not in inside]
        found = reader.line(row, 1.0, others, wash=_unruled)
        found = [word for word in found if word.confidence >= _LEAST]
        if mean_confidence(found) < _SURE or _letters(found) <= _letters(inside):
            continue
        number = max((word.line for word in words), default=0) + 1
        words = [*others, *(replace(word, line=number) for word in found)]
    return words


def _rules(image: Image) -> list[Box]:
    """Return the boxes of the rules in the head that letters stand on."""
    part = image[: int(image.shape[0] * _HEAD)]
    head = cv2.resize(part, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA)
    _, ink = cv2.threshold(head, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _LONG), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(rules)
    boxes: list[Box] = []
    for left, top, width, height, _ in stats[1:count].tolist():
        above = ink[max(top - _TOUCHING, 0) : top, left : left + width]
        if height <= _THICK and above.any(axis=0).mean() >= _SHARE:
            box = (left, top, left + width, top + height)
            boxes.append((box[0] * _SHRINK, box[1] * _SHRINK, box[2] * _SHRINK, box[3] * _SHRINK))
    return boxes


def _unruled(crop: Image) -> Image:
    """Return the crop with paper in place of the ink that goes on as a rule."""
    _, ink = cv2.threshold(crop, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    length = max(int(crop.shape[1] * _WITHIN), 1)
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    rules = cv2.dilate(rules, np.ones((3, 3), np.uint8))
    return np.where(rules > 0, np.uint8(np.percentile(crop, 90)), crop)


def _stands_in(word: PixelWord, box: Box) -> bool:
    across, down = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _letters(words: Sequence[PixelWord]) -> int:
    return sum(len(word.text) for word in words if word.confidence >= _SURE)
