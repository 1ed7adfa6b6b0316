"""Text becomes the words that are searched, the same for every backend, and back into marks.

A word is one syllable as printed between blanks and punctuation, in two forms: exact (case folded,
tone marks in one place) and folded (no diacritics). Figures lose leading zeros, so 05 is 5. The
backends get blank-separated words and analyse nothing themselves.
"""

import re
import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from zlib import crc32

from dispatch.notation import folded_key
from dispatch.text import compose, fold, unify
from index.base import Snippet
from index.language import Phrase

ANALYSIS_VERSION = "2"
"""Part of a view's schema: another analysis needs ``congvan reindex``."""

SNIPPET_WORDS = 36
SKETCH_SIZE, SKETCH_LEAST = 64, 24
_MOST_FORMS = 200_000
_SYLLABLE = re.compile(r"[^\W_]+")
# What OCR takes for one another in numbers, on the folded upper-case key.
_CONFUSED = str.maketrans({"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "S": "5", "B": "8"})


class _Forms(dict[str, str]):
    """Printed syllable → its form, made once; emptied when it has grown past any language."""

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, syllable: str) -> str:
        if len(self) >= _MOST_FORMS:
            self.clear()
        self[syllable] = made = self._form(syllable)
        return made


def _exact(syllable: str) -> str:
    if syllable.isdecimal():
        return syllable.lstrip("0") or "0"
    return unify(syllable)


exact_word: Callable[[str], str] = _Forms(_exact).__getitem__
"""Return the exact form of one printed syllable."""

folded_word: Callable[[str], str] = _Forms(lambda syllable: fold(exact_word(syllable))).__getitem__
"""Return the form of one printed syllable without diacritics."""


def printed(text: str) -> list[str]:
    """Return the syllables of what a person typed, composed first."""
    return _SYLLABLE.findall(compose(text))


def exact(text: str) -> str:
    """Return the exact words of ``text``, blank-separated."""
    return " ".join(map(exact_word, printed(text)))


def folded(text: str) -> str:
    """Return the folded words of ``text``, blank-separated."""
    return " ".join(map(folded_word, printed(text)))


def both(text: str) -> tuple[str, str]:
    """Return the exact and the folded words of a frozen text, which is composed already."""
    syllables = _SYLLABLE.findall(text)
    return " ".join(map(exact_word, syllables)), " ".join(map(folded_word, syllables))


def has_marks(words: Iterable[str]) -> bool:
    """Tell whether any word carries a diacritic, so that the exact form says more."""
    return any(exact_word(word) != folded_word(word) for word in words)


def joined(words: Iterable[str]) -> str:
    """Return compounds (``phát_động`` or ``phát động``) as folded words of one token each."""
    return " ".join(part for part in map(_compound, words) if part)


@lru_cache(maxsize=8192)  # headings are made of few compounds
def _compound(word: str) -> str:
    return folded(word.replace("_", " ")).replace(" ", "_")


@lru_cache(maxsize=8192)  # a batch asks for its own keys; an archive has one for each file
def skeleton(key: str) -> str:
    """Return the form of a match key in which OCR's confusions are equal; decides nothing alone.

    >>> skeleton("l6/KH-B0L") == skeleton("16/KH-BQL")
    True
    """
    return folded_key(key).translate(_CONFUSED)


class _AllForms(dict[str, tuple[str, str, bytes]]):
    """What stands between blanks → its exact words, its folded words and the hashes of these, four
    bytes each: one look-up for each, and looking up is most of analysing a text."""

    def __missing__(self, piece: str) -> tuple[str, str, bytes]:
        if len(self) >= _MOST_FORMS:
            self.clear()
        syllables = _SYLLABLE.findall(piece)
        folded_words = list(map(folded_word, syllables))
        hashes = b"".join(crc32(word.encode()).to_bytes(4, sys.byteorder) for word in folded_words)
        made = " ".join(map(exact_word, syllables)), " ".join(folded_words), hashes
        self[piece] = made
        return made


_all_forms = _AllForms().__getitem__


def sketch(text: str) -> bytes:
    """Return a fingerprint of a text by which two readings of it are known: the smallest hashes
    of its folded word pairs (bottom-k sketch); empty for a text too short to tell."""
    return words_and_sketch(text)[2]


def words_and_sketch(text: str) -> tuple[str, str, bytes]:
    """Return the exact words, the folded words and the sketch of a frozen text in one pass."""
    forms = list(map(_all_forms, text.split()))
    exact_words = " ".join([exact_form for exact_form, _, _ in forms if exact_form])
    folded_words = " ".join([folded_form for _, folded_form, _ in forms if folded_form])
    return exact_words, folded_words, _sketch(b"".join([hashes for _, _, hashes in forms]))


def _sketch(words: bytes) -> bytes:
    import numpy as np  # a search needs no sketch and starts without it

    hashes = np.frombuffer(words, np.uint32)
    # Two odd factors keep the order of the words in the pair; the shift mixes high bits down.
    pairs = hashes[:-1] * np.uint32(0x9E3779B1) + hashes[1:] * np.uint32(0x85EBCA6B)
    found = np.sort((pairs ^ (pairs >> np.uint32(15))) * np.uint32(0x2C1B3C6D))
    is_first = np.ones(len(found), bool)
    np.not_equal(found[1:], found[:-1], out=is_first[1:])
    lowest = found[is_first]
    return lowest[:SKETCH_SIZE].tobytes() if len(lowest) >= SKETCH_LEAST else b""


def resemblance(one: bytes, other: bytes) -> float | None:
    """Return the share of word pairs that two texts have in common; None where one is too short.

    Reading one page twice with an error in every tenth word still gives 0.66.
    """
    if not one or not other:
        return None
    first, second = array("I", one), array("I", other)
    lowest = set(sorted({*first, *second})[: min(SKETCH_SIZE, max(len(first), len(second)))])
    return len(lowest & set(first) & set(second)) / len(lowest)


def snippet(text: str, wanted: Sequence[Phrase], *, size: int = SNIPPET_WORDS) -> Snippet | None:
    """Return the stretch of ``text`` with most of the ``wanted`` phrases, marks on the original.

    Line feeds become blanks, one for one, so the marks are offsets into the snippet's text.
    """
    found = list(_SYLLABLE.finditer(text))
    if not found:
        return None
    bare = [folded_word(match.group()) for match in found]
    marked = _occurrences(bare, wanted)
    first = _best_start(marked, size)
    last = min(len(found), first + size) - 1
    start, end = found[first].start(), found[last].end()
    marks = [
        (found[low].start() - start, found[high].end() - start)
        for low, high, _ in marked
        if low >= first and high <= last
    ]
    shown = re.sub(r"\s", " ", text[start:end])
    return Snippet(shown, tuple(sorted(set(marks))))


def _occurrences(bare: list[str], wanted: Sequence[Phrase]) -> list[tuple[int, int, int]]:
    """Return (first word, last word, phrase) of every occurrence, in order."""
    places: dict[str, list[int]] = {}
    for position, word in enumerate(bare):
        places.setdefault(word, []).append(position)
    result = []
    for index, phrase in enumerate(wanted):
        words = [folded_word(word) for word in phrase.words]
        for position in places.get(words[0], ()):
            if bare[position : position + len(words)] == words:
                result.append((position, position + len(words) - 1, index))
    return sorted(result)


def _best_start(marked: list[tuple[int, int, int]], size: int) -> int:
    best, best_count, low = 0, 0, 0
    for high in range(len(marked)):
        while marked[high][1] - marked[low][0] >= size:
            low += 1
        count = len({phrase for _, _, phrase in marked[low : high + 1]})
        if count > best_count:
            best, best_count = marked[low][0], count
    return max(0, best - 4) if best_count else 0
