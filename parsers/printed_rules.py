"""The straight lines printed on a scanned page: the borders of its tables.

As in a PDF (``parsers.drawn_rules``) they tell a table's rows and columns where white alone does
not, and which signs were read from the lines themselves: Tesseract makes ``|`` of a piece of one.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.assemble import RawWord
from parsers.drawn_rules import Rules, Side
from parsers.preparation import Image, glance
from parsers.rows import middle

_STEP = 8  # pixels of a line that are looked at together
_ALL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_LONG = 15.0  # points: higher than any letter, shorter than the side of a cell
_BRIDGED = 5.0  # points of a line that may be missing
_THIN = 3.0  # points: what is thicker is a bar or a picture
_MOST_LINES = 200  # of a way; a page with more is a drawing
_FEW = 10  # columns of a table of figures
_STRAIGHT = 0.03  # of its length that a line may lie askew
_MEETS = 4.0  # points between the ends of two lines that meet
_GLANCE = 6  # every such pixel tells how light paper and print are
_BLACKEST = 1.0  # per cent of a page's pixels that its print has at least
_LEAST_CONTRAST = 0.17  # of the print's with the paper, for lines that a scan has made grey
_NARROW = 7.0  # points: wider signs are print
_SIGNS = frozenset("|¦[]{}!lIí1ìÌÍ:;.,'’‘`-_~\"")  # what is made of a piece of a border
_LETTER = re.compile(r"[^\W_]")
_DOUBTED = 0.4  # OCR's confidence in what it made of the line between two rows
_DAY = re.compile(r"\W*\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?\W*")
_SURE = 0.8  # confidence from which a figure beside a border is print
_ALONG = 0.8  # of a word's width that a border runs through
_PIPES = ("|", "¦")


def printed_rules(image: Image, scale: float) -> Rules:
    """Return the lines of a level page image (grey); ``scale`` is its pixels' size in points.

    Only lines that meet one of the other way are a table's: what stands alone is a rule below a
    name, a fold of the paper, or a scanner's streak.
    """
    rows, columns = (side // _STEP * _STEP for side in image.shape)
    if not rows or not columns:
        return Rules()
    black, paper = np.percentile(glance(image, _GLANCE), (_BLACKEST, 80))
    level = float(paper - _LEAST_CONTRAST * (paper - black))
    whole = np.ascontiguousarray(image[:rows, :columns])
    _, dark = cv2.threshold(whole, level, 255, cv2.THRESH_BINARY_INV)
    # Eight pixels of a row at a time, and then eight rows: print has no strokes so broad.
    stretches = np.asarray(dark, dtype=np.uint8).view(np.uint64) == _ALL
    across = _lines(stretches, scale)
    if not across:
        return Rules()
    bands = np.bitwise_and.reduce(np.reshape(dark, (rows // _STEP, _STEP, columns)), axis=1)
    down = _lines(bands.T > 0, scale)
    if max(len(across), len(down)) > _MOST_LINES or _are_dense(down):
        return Rules()
    return Rules(
        tuple(line for line in across if _meets(line, down)),
        tuple(line for line in down if _meets(line, across)),
    )


def _are_dense(down: Sequence[Side]) -> bool:
    """Tell squared paper, whose lines stand nearer to one another than columns of print."""
    places = sorted(x for x, _, _ in down)
    steps = [right - left for left, right in pairwise(places) if right - left > _THIN]
    return len(steps) > _FEW and middle(steps) < _LONG


def without_borders(words: Sequence[RawWord], rules: Rules) -> list[RawWord]:
    """Return ``words`` without the signs that were read from the borders of a table."""
    return [told for word in words if (told := _without_border(word, rules)) is not None]


def _without_border(word: RawWord, rules: Rules) -> RawWord | None:
    x0, top, x1, bottom = word.x0 or 0.0, word.top or 0.0, word.x1 or 0.0, word.bottom or 0.0
    if _is_doubted(word, bottom - top) and any(
        top < y < bottom and min(end, x1) - max(start, x0) >= _ALONG * (x1 - x0)
        for y, start, end in rules.across
    ):
        return None
    height = (top + bottom) / 2
    near = [x for x, start, end in rules.down if start - _MEETS < height < end + _MEETS]
    if _SIGNS.issuperset(word.text) and x1 - x0 < _NARROW:
        # A figure that is surely read stands beside the border.
        reach = 0.0 if word.confidence > _SURE and word.text not in _PIPES else _THIN / 2
        return None if any(x0 - reach < x < x1 + reach for x in near) else word
    if word.text.endswith(_PIPES) and any(abs(x - x1) < _MEETS for x in near):
        return word._replace(text=word.text.rstrip("".join(_PIPES)))
    if word.text.startswith(_PIPES) and any(abs(x - x0) < _MEETS for x in near):
        return word._replace(text=word.text.lstrip("".join(_PIPES)))
    return word


def _is_doubted(word: RawWord, height: float) -> bool:
    if height < _THIN or not _LETTER.search(word.text):
        return True
    return word.confidence < _DOUBTED and not _DAY.fullmatch(word.text)


def may_hold_borders(words: Sequence[RawWord]) -> bool:
    """Tell at a glance whether a sign may have been read from a border."""
    return any(pipe in word.text for word in words for pipe in _PIPES)


def _lines(dark: NDArray[np.bool_], scale: float) -> list[Side]:
    """Return what is long and thin along the rows of ``dark``: where all of a stretch is print."""
    step = scale * _STEP
    length, gap = (max(round(points / step), 1) for points in (_LONG, _BRIDGED))
    filled = np.ascontiguousarray(dark).astype(np.uint8)
    opened = cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    joined = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((1, gap | 1), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines:
        left, top, width, height = cv2.boundingRect(outline)
        thickness = 1 + cv2.contourArea(outline) / width
        if thickness * scale <= _THIN and (height - thickness) <= _STRAIGHT * width * _STEP:
            found.append(((top + height / 2) * scale, left * step, (left + width) * step))
    return found


def _meets(line: Side, others: Sequence[Side]) -> bool:
    at, start, end = line
    return any(
        start - _MEETS <= place <= end + _MEETS and begin - _MEETS <= at <= stop + _MEETS
        for place, begin, stop in others
    )
