"""A day in slanted figures between "ngày" and "tháng" is read again set upright.

Document systems print number and day of issue in italics, a little off the line (Nghị định 30/2020
asks for the whole line in italics), and Tesseract takes slanted figures for others: 09 for 22, 17
for 77. Sheared back they are read as they are; a reading counts where two of three agree.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from parsers.italics import upright
from parsers.limits import Limits
from parsers.pixel_words import PixelWord
from parsers.preparation import Image

_SURE = 0.8  # a figure that was read as surely stays
_WAYS = ((0.27, 0.7), (0.33, 0.7), (0.33, 1.0))  # slant, scale
_AGREED = 0.8  # what a day is worth on which the readings agree
_SINGLE_LINE = 7
_RIM = 16  # pixels of paper round a strip
_FIGURES = str.maketrans("lIiíìÌjJ|/!ŠSsš§OoQZz?B", "11111111111" + "55555" + "000" + "222" + "8")
_READING = Callable[[Image, int, Limits], list[PixelWord]]


def read_days(
    image: Image, words: Sequence[PixelWord], read: _READING, limits: Limits
) -> list[PixelWord]:
    """Return ``words`` with a doubted day of the head read anew, where its readings agree."""
    result = list(words)
    for at in range(1, len(result) - 1):
        before, day, after = result[at - 1], result[at], result[at + 1]
        if before.text.lower() != "ngày" or not after.text.lower().startswith("th"):
            continue
        if day.line == before.line == after.line and day.confidence < _SURE and len(day.text) < 4:
            found = _read_again(image, before, after, read, limits)
            if found is not None:
                result[at] = replace(day, text=found, confidence=_AGREED)
    return result


def _read_again(
    image: Image, before: PixelWord, after: PixelWord, read: _READING, limits: Limits
) -> str | None:
    top, bottom = int(min(before.top, after.top)) - 8, int(max(before.bottom, after.bottom)) + 4
    strip = image[max(0, top) : bottom, max(0, int(before.x0) - 6) : int(after.x1) + 6]
    if not strip.size:
        return None
    days: Counter[str] = Counter()
    for slant, scale in _WAYS:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        set_upright = cv2.resize(upright(strip, slant), None, fx=scale, fy=scale, interpolation=way)
        framed = cv2.copyMakeBorder(
            set_upright, _RIM, _RIM, _RIM, _RIM, cv2.BORDER_CONSTANT, value=(255,)
        )
        if day := _day(read(np.asarray(framed, dtype=np.uint8), _SINGLE_LINE, limits)):
            days[day] += 1
        if days and max(days.values()) == 2:
            return days.most_common(1)[0][0]
    return None


def _day(words: Sequence[PixelWord]) -> str | None:
    """Return the day that stands alone between "ngày" and the month, with two figures."""
    if len(words) != 3 or words[0].text.lower() != "ngày":
        return None
    figures = words[1].text.translate(_FIGURES)
    return (
        figures if len(figures) == 2 and figures.isdecimal() and 1 <= int(figures) <= 31 else None
    )
