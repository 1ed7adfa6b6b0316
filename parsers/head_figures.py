"""Number and day of the head are read again where the first reading doubts them, or cannot be.

Document systems print them in another type than the form, in italics for one, a little off the line
(Nghị định 30/2020 asks for the whole line in italics), and Tesseract takes slanted figures for
others: 09 for 22, 77 for 17. Sheared back, or at another size, they are read as they are; the
reading counts on which two agree first.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from parsers.italics import upright
from parsers.limits import Limits
from parsers.pixel_words import PixelWord
from parsers.preparation import Image

_SURE = 0.8  # figures of a day that were read as surely stay
_SURE_NUMBER = 0.7  # … and those of a number
_OF_DAYS = ((0.27, 0.7), (0.33, 0.7), (0.33, 1.0))  # slant, scale
_OF_NUMBERS = ((0.0, 0.7), (0.0, 1.0), (0.0, 1.25), (0.0, 0.8), (0.0, 1.5))
_AGREED = 0.8  # what figures are worth on which the readings agree
_SINGLE_LINE = 7
_RIM = 16  # pixels of paper round a strip
_HEAD = 0.35  # of the page's height
_DAYS = 31
_FIGURES = str.maketrans("lIiíìÌjJ|/!ŠSsš§OoQZz?B", "11111111111" + "55555" + "000" + "222" + "8")
_MONTH = re.compile(r"th[áàãâaảạ]ng.*", re.IGNORECASE)
_OPENING = re.compile(r"(?P<so>S[ốóoôồỗòổộ]\s?[:.;])(?P<figures>\d{0,6})")
_NUMBER = re.compile(r"S\w[:.;]+\s?(?P<figures>[^\s/]{1,6})[^\w/]*/")

_READING = Callable[[Image, int, Limits], list[PixelWord]]


def read_figures_again(
    image: Image, words: Sequence[PixelWord], read: _READING, limits: Limits
) -> list[PixelWord]:
    """Return ``words`` with a doubted number and day of the head read anew, where the readings
    agree."""
    result = list(words)
    for at, word in enumerate(words):
        if word.text.lower() == "ngày":
            _read_day(image, result, at, read, limits)
        elif word.bottom < _HEAD * image.shape[0] and (opening := _OPENING.fullmatch(word.text)):
            _read_number(image, result, at, opening, read, limits)
    return result


def _read_day(
    image: Image, words: list[PixelWord], at: int, read: _READING, limits: Limits
) -> None:
    """Read the day behind "ngày" again; the month's word may be glued to it."""
    before, day, after = words[at], *[*words[at + 1 : at + 3], None, None][:2]
    if day is None or day.line != before.line:
        return
    glued = _MONTH.search(day.text)
    figures, rest = (day.text[: glued.start()], glued[0]) if glued else (day.text, "")
    month = day if glued else after
    if month is None or month.line != before.line or not figures or len(figures) > 3:
        return
    if not month.text[-len(rest) :].lower().startswith("th"):
        return
    impossible = figures.isdecimal() and not 1 <= int(figures) <= _DAYS
    if day.confidence < _SURE or impossible:
        found = _agreed(_strip(image, before, month), _OF_DAYS, _day, read, limits)
        if found is not None:
            words[at + 1] = replace(day, text=f"{found}{rest}", confidence=_AGREED)


def _read_number(
    image: Image, words: list[PixelWord], at: int, opening: re.Match[str], read: _READING,
    limits: Limits,
) -> None:  # fmt: skip
    """Read the figures behind "Số:" again, glued to it or a word of their own."""
    own = at if opening["figures"] else at + 1
    row = [word for word in words[at : at + 3] if word.line == words[at].line]
    last = next((word for word in row if "/" in word.text), None)
    if last is None or own >= len(words):
        return
    figures = opening["figures"] or words[own].text
    if not figures.isdecimal() or words[own].confidence >= _SURE_NUMBER:
        return
    found = _agreed(_strip(image, words[at], last), _OF_NUMBERS, _number, read, limits)
    if found is not None and found != figures:
        text = f"{opening['so']}{found}" if own == at else found
        words[own] = replace(words[own], text=text, confidence=_AGREED)


def _strip(image: Image, first: PixelWord, last: PixelWord) -> Image:
    top, bottom = int(min(first.top, last.top)) - 8, int(max(first.bottom, last.bottom)) + 4
    return image[max(0, top) : bottom, max(0, int(first.x0) - 6) : int(last.x1) + 6]


def _agreed(
    strip: Image,
    ways: Sequence[tuple[float, float]],
    figures_of: Callable[[Sequence[PixelWord]], str | None],
    read: _READING,
    limits: Limits,
) -> str | None:
    """Return the figures that two readings of the strip agree on, None where none do."""
    if not strip.size:
        return None
    found: Counter[str] = Counter()
    for slant, scale in ways:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        straight = upright(strip, slant) if slant else strip
        sized = cv2.resize(straight, None, fx=scale, fy=scale, interpolation=way)
        framed = cv2.copyMakeBorder(
            sized, _RIM, _RIM, _RIM, _RIM, cv2.BORDER_CONSTANT, value=(255,)
        )
        if figures := figures_of(read(np.asarray(framed, dtype=np.uint8), _SINGLE_LINE, limits)):
            found[figures] += 1
        if found and max(found.values()) == 2:
            return found.most_common(1)[0][0]
    return None


def _day(words: Sequence[PixelWord]) -> str | None:
    """Return the day that stands between "ngày" and the month, with two figures."""
    if not 1 < len(words) < 4 or words[0].text.lower() != "ngày":
        return None
    month = _MONTH.search(words[1].text)
    if (month is None) == (len(words) == 2):
        return None
    figures = words[1].text[: month.start() if month else None].translate(_FIGURES)
    possible = len(figures) == 2 and figures.isdecimal() and 1 <= int(figures) <= _DAYS
    return figures if possible else None


def _number(words: Sequence[PixelWord]) -> str | None:
    """Return the figures that stand between "Số:" and the slash."""
    match = _NUMBER.match(" ".join(word.text for word in words))
    figures = match["figures"].translate(_FIGURES) if match else ""
    return figures if figures.isdecimal() else None
