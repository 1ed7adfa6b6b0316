"""Words that are misread without doubt: codes, and the roles of Nơi nhận.

A code read by itself costs a hundredth of a page; where it reads otherwise than in its line, the
word is made doubtful, and the second look decides. Of a role in brackets (``t/h``) only its width
tells the slash, whatever size it is read at.
"""

import re
from dataclasses import replace

import cv2
import numpy as np

from parsers.limits import Limits
from parsers.part_reader import LINE, Read, Reader
from parsers.pixel_words import PixelWord
from parsers.preparation import Image
from parsers.second_look import is_code

_DOUBT = 0.5  # confidence of a code that a closer look reads otherwise
_MOST = 24  # codes a page
_ROLE = re.compile(r"(?P<open>\(?)th(?P<close>\)[;,.]*)")
_MIXED = re.compile(r"(?P<letter>[bp])/(?P<other>[A-Z])(?=\)[;,.]*$)")
_HOOKED = re.compile(r"\w*[Cc]hỉ[.,;:]?|\w*ghỉ[.,;:]?")
_DOT = 0.0215  # of the tallest letter's height squared: a dot's ink; a hook's is 0.025 to 0.032
_FILLED = 0.65  # share of its box that a dot inks
_BOLD_DOT = 0.033  # … and from here on it is a bold dot's
_WITH_SLASH = 1.35  # times its height that t/h is wide; th is 1.1 in Times, 1.25 in Verdana
_BRACKET = 0.36  # times its height that a bracket is wide at most


def looked_at_closely(
    image: Image, words: list[PixelWord], read: Read, limits: Limits
) -> list[PixelWord]:
    """Return the words of the grey page ``image`` with doubtful codes marked as such."""
    reader = Reader(image, read, limits)
    codes = [at for at, word in enumerate(words) if is_code(word)][:_MOST]
    told = list(words)
    for at in codes:
        told[at] = _held_against(words[at], reader)
    return told


def by_shape(image: Image, words: list[PixelWord]) -> list[PixelWord]:
    """Return the words of the grey page ``image`` with slashes and dots that only shape tells."""
    return [_with_dot(image, _with_slash(image, word)) for word in words]


def _held_against(code: PixelWord, reader: Reader) -> PixelWord:
    box = (code.x0, code.top, code.x1, code.bottom)
    text = "".join(word.text for word in reader.line(box, 1.0, (), mode=LINE))
    if text.strip(".,;:()") == code.text.strip(".,;:()"):
        return code
    return replace(code, confidence=min(code.confidence, _DOUBT))


def _with_slash(image: Image, word: PixelWord) -> PixelWord:
    """Return a role of Nơi nhận with the slash that its width shows, its letters small."""
    text = _MIXED.sub(lambda role: role[0].lower(), word.text)
    role = _ROLE.fullmatch(text)
    if role is None:
        return word if text == word.text else replace(word, text=text)
    if _width_of_letters(image, word) < _WITH_SLASH:
        return word
    return replace(word, text=f"{role['open']}t/h{role['close']}")


def _with_dot(image: Image, word: PixelWord) -> PixelWord:
    """Return chỉ as chi where a dot stands over its i: of a hook's ink there is half as much again,
    of a bold dot's more yet."""
    if _HOOKED.fullmatch(word.text) is None:
        return word
    glyphs = _glyphs(image, word)
    tall = max((height for *_, height, _ in glyphs), default=0)
    above = [
        (width, height, ink)
        for _, top, width, height, ink in glyphs
        if top + height < 0.5 * tall and height > 2
    ]
    if len(above) != 1:
        return word
    width, height, ink = above[0]
    share = ink / tall**2
    is_round = width <= 1.1 * height and ink >= _FILLED * width * height
    is_dot = share <= _DOT or (share >= _BOLD_DOT and is_round)
    return replace(word, text=word.text.replace("ỉ", "i")) if is_dot else word


def _glyphs(image: Image, word: PixelWord) -> list[tuple[int, int, int, int, int]]:
    """Return left, top, width, height and pixels of the word's connected ink, a little beyond its
    box."""
    part = image[int(word.top) - 2 : int(word.bottom) + 3, int(word.x0) - 2 : int(word.x1) + 3]
    if part.size == 0:
        return []
    level, _ = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    ink = np.where(part <= level, 255, 0).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    return [tuple(row) for row in stats[1:count].tolist()]


def _width_of_letters(image: Image, word: PixelWord) -> float:
    """Return how wide the letters within the brackets are, of the height of the tallest."""
    glyphs = _glyphs(image, word)
    tall = max((height for *_, height, _ in glyphs), default=0)
    letters = [
        (x, x + width, height)
        for x, _, width, height, _ in glyphs
        if height > 0.5 * tall and width > _BRACKET * height
    ]
    if not letters:
        return 0.0
    width = max(end for _, end, _ in letters) - min(start for start, _, _ in letters)
    return float(width / max(height for _, _, height in letters))
