"""Single words that a reading is not sure of are read again, with their neighbours, at two sizes.

Tesseract drops, adds and swaps marks at one size and not at another (Tết, dân, Ủy, 2018), and says
so: eight in ten of the wrong words have a confidence below 0.9, of the right ones one in forty.
Where both further readings see the same other word, that is taken.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from dispatch.text import fold
from parsers.limits import Limits
from parsers.part_reader import Read, Reader, box_of, is_in
from parsers.pixel_words import PixelWord, mean_confidence
from parsers.preparation import Image
from parsers.second_look import is_code, stretches_of

HOOK, ACUTE, TILDE = "\u0309", "\u0301", "\u0303"
ALIKE = {HOOK, ACUTE, TILDE}  # tone marks that are taken for each other
_DOUBTFUL = 0.9  # confidence of a word below which it is read again
_SCALES = (0.75, 1.25)  # smaller first: it differs most from the first reading
_SURE = 0.6  # confidence that a word read twice needs
_SURE_BARE = 0.93  # … that lacks a mark or letter of the first reading: they are lost easily
_MOST = 14  # words a page, so that a hopeless page stays affordable


def voted(image: Image, words: list[PixelWord], read: Read, limits: Limits) -> list[PixelWord]:
    """Return the words of the grey page ``image`` with those outvoted by two further readings."""
    reader = Reader(image, read, limits)
    stretches = stretches_of(words)
    doubtful = sorted(
        (word.confidence, line, at)
        for line, stretch in enumerate(stretches)
        for at, word in enumerate(stretch)
        if word.confidence < _DOUBTFUL and _is_word(word)
    )
    for _, line, at in doubtful[:_MOST]:
        stretches[line][at] = _outvoted(stretches[line], at, reader)
    return [word for stretch in stretches for word in stretch]


def _is_word(word: PixelWord) -> bool:
    is_text = any(map(str.isalnum, word.text)) and len(word.text) > 1
    # Of a code or a role (t/h) only its shapes tell: parsers.close_look.
    return is_text and not is_code(word) and not set(word.text) & set("/(")


def _outvoted(stretch: Sequence[PixelWord], at: int, reader: Reader) -> PixelWord:
    word = stretch[at]
    box = box_of(stretch[max(at - 1, 0) : at + 2])
    other: PixelWord | None = None
    for scale in _SCALES:
        seen = [one for one in reader.line(box, scale, ()) if is_in(one, word)]
        if len(seen) != 1 or seen[0].text == word.text or mean_confidence(seen) < _SURE:
            return word
        if other is not None and seen[0].text != other.text:
            return word
        other = min((other or seen[0], seen[0]), key=lambda one: one.confidence)
    if other is None or not _may_be(word.text, other.text):
        return word
    if _length(other.text) < _length(word.text) and other.confidence < _SURE_BARE:
        return word
    return replace(word, text=other.text, confidence=other.confidence)


def _may_be(word: str, other: str) -> bool:
    """Tell whether two readings differ in marks, one letter or a sign at the end, no more.

    A hook is taken for an acute at any size (Chú for Chủ), an acute never for a hook.
    """
    if _hooks(word) > _hooks(other) and _bare(word) == _bare(other):
        return False
    first, second = fold(word), fold(other)
    if first == second:
        return True
    return abs(len(first) - len(second)) <= 1 and _steps(first, second) <= 1


def _length(word: str) -> int:
    return len(unicodedata.normalize("NFD", word))


def _hooks(word: str) -> int:
    return unicodedata.normalize("NFD", word).count(HOOK)


def _bare(word: str) -> str:
    """Return the word without the tone marks that are taken for each other."""
    return "".join(char for char in unicodedata.normalize("NFD", word) if char not in ALIKE)


def _steps(first: str, second: str) -> int:
    """Return by how many letters two words differ between their common start and end."""
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    end = 0
    while end < min(len(first), len(second)) - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return max(len(first), len(second)) - start - end
