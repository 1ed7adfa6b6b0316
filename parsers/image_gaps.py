"""Numbers and days that a digital page shows only as a picture, in the gap left for them.

Some document systems lay the number over ``Số:     /UBND`` as an image; the text layer has a blank
there, the page as seen has not.
"""

from collections.abc import Iterator, Sequence
from itertools import compress, count, product
from math import inf
from operator import itemgetter

import cv2
import numpy as np

from dispatch.document import PEN_MARK, Origin
from dispatch.text import fold
from parsers.assemble import RawWord
from parsers.limits import Limits
from parsers.pdf_sheet import Sheet
from parsers.preparation import Image
from parsers.rows import Spot, spots_of

_OPENS = {"số:": "/", "số": "/", "ngày": "thang", "tháng": "nam"}
"""Word before a gap → how the word after it begins, folded."""

_OPEN = frozenset(  # in any mix of capitals and small letters, so that no word is put in small ones
    "".join(letters)
    for word in _OPENS
    for letters in product(*({letter, letter.upper()} for letter in word))
)
_TEXT = itemgetter(0)
_HEAD = 0.45  # of the page's height: where the number and the date are
_LEAST_GAP = 9.0  # points
_LEAST_INK = 4.0  # points: lower than that is a rule or dots
_DARK = 150  # grey level
_SURE = 0.6  # confidence from which a reading stands in the text
_RULE = 2.0  # points: what is flatter is a rule, as under the motto
_OVERHANG = 3.0  # points that an italic letter reaches beyond its width
_RISE, _DROP = 0.35, 0.3  # of the line's height that a picture may reach above and below it


def fill_gaps(sheet: Sheet, words: list[RawWord], limits: Limits) -> list[RawWord]:
    """Return ``words`` with what is seen in the head's blank gaps: figures, or □ where they
    cannot be read."""
    floor = _HEAD * sheet.frame.height
    found = [
        word
        for before, after in _gaps(words, floor)
        if (word := _read_gap(sheet, before, after, limits)) is not None
    ]
    return [*words, *found] if found else words


def _gaps(words: Sequence[RawWord], floor: float) -> Iterator[tuple[Spot, Spot]]:
    if _OPEN.isdisjoint(map(_TEXT, words)):
        return
    openings = [
        words[at]
        for at in compress(count(), map(_OPEN.__contains__, map(_TEXT, words)))
        if (words[at].bottom or inf) < floor and not _is_followed(words[at], words[at + 1 : at + 2])
    ]
    if not openings:
        return
    head = [word for word in words if word.bottom is not None and word.bottom < floor]
    _, *sides, _, _, _, _, _, _ = zip(*head, strict=True)
    left, top, _, bottom = np.array(sides, np.float64)  # NaN where a word has no box
    for spot in spots_of(openings):
        edge, middle = spot.x1, (spot.top + spot.bottom) / 2
        beside = (left >= edge) & (top < middle) & (middle < bottom)
        right = spots_of([head[at] for at in np.flatnonzero(beside).tolist()])
        after = min(right, key=lambda other: other.x0, default=None)
        if after is None or after.x0 - edge <= _LEAST_GAP:
            continue
        if fold(after.text).startswith(_OPENS[spot.text.lower()]):
            yield spot, after


def _is_followed(word: RawWord, following: Sequence[RawWord]) -> bool:
    """Tell whether the word that the file sets next stands right behind, as after nearly every
    opening: then no gap is there to be looked for among all words."""
    if not following:
        return False
    _, _, top, edge, bottom, *_ = word
    text, x0, above, _, below, *_ = following[0]
    if not text or top is None or edge is None or bottom is None:
        return False
    if x0 is None or above is None or below is None:
        return False
    return above < (top + bottom) / 2 < below and 0 <= x0 - edge <= _LEAST_GAP


def _without_neighbours(gray: Image, scale: float) -> Image:
    """Return the gap without rules drawn over it and what letters beside it reach into it."""
    dark = (gray < _DARK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    cleaned = gray.copy()
    for part in range(1, count):
        x, _, width, height = (int(side) for side in stats[part][:4])
        is_rule = height < _RULE * scale and width > 3 * height
        at_edge = x == 0 or x + width == gray.shape[1]
        if is_rule or (at_edge and width < _OVERHANG * scale):
            cleaned[labels == part] = 255
    return cleaned


def _read_gap(sheet: Sheet, before: Spot, after: Spot, limits: Limits) -> RawWord | None:
    frame = sheet.frame
    height = before.bottom - before.top
    x0, x1 = before.x1 + 0.5, after.x0 - 0.5
    top, bottom = before.top - _RISE * height, before.bottom + _DROP * height
    scale = limits.ocr_dpi / 72
    crop = (x0, frame.height - bottom, frame.width - x1, top)
    page = sheet.as_seen()
    seen = page.render(scale=scale, crop=crop, grayscale=True, may_draw_forms=True).to_numpy()
    gray = _without_neighbours(seen.reshape(seen.shape[:2]).astype(np.uint8), scale)
    rows, columns = np.nonzero(gray < _DARK)
    if rows.size == 0 or rows.max() - rows.min() < _LEAST_INK * scale:
        return None
    # Loading the OCR engine costs more than reading a digital PDF.
    from parsers.ocr import read_figures

    framed = cv2.copyMakeBorder(gray, 12, 12, 12, 12, cv2.BORDER_CONSTANT, value=(255,))
    text, confidence = read_figures(np.asarray(framed, dtype=np.uint8), limits)
    word = RawWord(
        text,
        x0 + float(columns.min()) / scale,
        before.top,
        x0 + float(columns.max()) / scale,
        before.bottom,
        origin=Origin.OCR,
        confidence=confidence,
    )
    if text.isdigit() and confidence >= _SURE:
        return word
    return word._replace(text=PEN_MARK, origin=Origin.PEN)
