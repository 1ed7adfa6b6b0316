"""Names in the head that are underlined: a rule that touches its letters hides them from Tesseract.

Typewriters knew no bold, and many offices still underline their name. Each such row is read anew
without its rule; a rule that stands free below a name (Nghị định 30/2020, Phụ lục I) is left alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from dispatch.text import fold
from parsers.limits import Limits
from parsers.part_reader import Read, Reader, covers, stands_in
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
_APART, _LEVEL = 2.0, 8  # usual heights between pieces of one rule, pixels that they differ by
_LEAST = 0.6  # … and of each word in it: less is the row above
_LEAST_MORE = 2  # letters that a reading must have beside what was read
_WITHIN = 0.4  # of a crop's width from which a row of ink in it is a rule


def read_underlined(
    image: Image, words: list[PixelWord], read: Read, limits: Limits
) -> list[PixelWord]:
    """Return ``words`` with the underlined rows of the page's head read without their rules."""
    usual = median(word.bottom - word.top for word in words) if words else 0.0
    reader = Reader(image, read, limits)
    for x0, top, x1, bottom in _joined(_rules(image), _APART * usual):
        row = (x0, top - _UP * usual, x1, bottom + _DOWN * usual)
        inside = [word for word in words if stands_in(word, row)]
        if any(word.x0 < x0 - usual or word.x1 > x1 + usual for word in inside):
            continue
        wide = sum(word.x1 - word.x0 for word in inside if word.confidence >= _READ)
        if wide >= _COVERED * (x1 - x0 - usual * max(len(inside) - 1, 0) / 2):
            continue
        others = [word for word in words if word not in inside]
        found = reader.line(row, 1.0, others, wash=_unruled)
        found = [word for word in found if word.confidence >= _LEAST]
        if mean_confidence(found) < _SURE or not _tells_more(found, inside):
            continue
        number = max((word.line for word in words), default=0) + 1
        left = [word for word in inside if not any(covers(one, word) for one in found)]
        row_words = sorted([*left, *found], key=lambda one: one.x0)
        words = [*others, *(replace(word, line=number) for word in row_words)]
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


def _joined(rules: Sequence[Box], apart: float) -> list[Box]:
    """Return the rules with what a letter's tail or mark cut in pieces joined again."""
    joined: list[Box] = []
    for rule in sorted(rules, key=lambda one: one[0]):
        for at, other in enumerate(joined):
            if abs(rule[1] - other[1]) <= _LEVEL and rule[0] - other[2] <= apart:
                top, bottom = min(rule[1], other[1]), max(rule[3], other[3])
                joined[at] = (other[0], top, rule[2], bottom)
                break
        else:
            joined.append(rule)
    return joined


def _unruled(crop: Image) -> Image:
    """Return the crop with paper in place of the ink that goes on as a rule."""
    _, ink = cv2.threshold(crop, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    length = max(int(crop.shape[1] * _WITHIN), 1)
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    rules = cv2.dilate(rules, np.ones((3, 3), np.uint8))
    return np.where(rules > 0, np.uint8(np.percentile(crop, 90)), crop)


def _tells_more(found: Sequence[PixelWord], inside: Sequence[PixelWord]) -> bool:
    """True where the reading has all that was read surely of the row, and letters beside it."""
    sure = [word for word in inside if word.confidence >= _SURE]
    kept = all(any(_is_same(word, one) for one in found) for word in sure)
    more = sum(map(_letters, found)) - sum(map(_letters, sure))
    return more >= _LEAST_MORE and (kept or more > sum(map(_letters, sure)))


def _is_same(word: PixelWord, found: PixelWord) -> bool:
    """True for the word itself, or where a rule cut off its end (NÔN of NÔNG)."""
    near = found.x0 <= (word.x0 + word.x1) / 2 <= found.x1
    return near and fold(found.text.strip(".,")).startswith(fold(word.text.strip(".,")))


def _letters(word: PixelWord) -> int:
    return sum(map(str.isalnum, word.text))
