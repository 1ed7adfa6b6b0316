"""Print that two readings of one page gave twice is told once.

A second look at a region may leave a word within another that covers the same print: TỊC within
TỊCH, or LÂM at the end of TỈNHLÂM. No two words of a page stand in each other. Tesseract itself
reads a line again where it took the line's marks (the hook of Ủ) for a line: the same words, in
boxes round those; or where it took the tails of y and g for one: some words of the line again, and
figures for the other tails.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from dispatch.text import fold
from parsers.pixel_words import PixelWord

_WITHIN = 0.9  # share of the inner word's width that the outer one covers
_ACROSS = 0.5  # … where another of the engine's lines has it: one row read as two, 202 and 2026
_BESIDE = 0.6  # share of its height
_NARROWER = 0.7  # of a word's width: the most that its marks alone are wide
_MARKS_WITHIN = 0.7  # share of them within it
_MARKS_OFF = 0.15  # of its height: white between them and it
_DOUBTED = 0.65  # OCR's confidence in what it made of some strokes of a word
_SPECKS = frozenset("+`´'’^~*_=|°•¬")
_EDGE = 0.12  # of the outer word's width: how near an end of it the inner one ends
_ROW = 32  # pixels: words are sought in rows of this height and the two beside


def without_lines_of_tails(words: Sequence[PixelWord]) -> list[PixelWord]:
    """Return ``words``, as the engine read them, without the lines that it read again by the tails
    of their letters: what they repeat, and what would stand in a blank of the line read first."""
    by_middle = sorted(words, key=_middle)
    middles = list(map(_middle, by_middle))
    tails: set[int] = set()
    for first in map(_Row.of, _by_line(words).values()):
        # Most of a tail lies on the line, so its middle does.
        near = by_middle[bisect_left(middles, first.top) : bisect_right(middles, first.bottom)]
        along = [word for word in near if word.line != first.line and _is_along(word, first)]
        for row in _by_line(along).values():
            tails.update(map(id, _repeated(row, first)))
    return [word for word in words if id(word) not in tails]


def _middle(word: PixelWord) -> float:
    return (word.top + word.bottom) / 2


def _by_line(words: Sequence[PixelWord]) -> dict[int, list[PixelWord]]:
    lines: dict[int, list[PixelWord]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    return lines


@dataclass(frozen=True, slots=True)
class _Row:
    """One of the engine's lines, and where most of its words stand."""

    words: Sequence[PixelWord]
    line: int
    x0: float
    x1: float
    top: float
    bottom: float

    @classmethod
    def of(cls, words: Sequence[PixelWord]) -> "_Row":
        return cls(
            words,
            words[0].line,
            min(word.x0 for word in words),
            max(word.x1 for word in words),
            median(word.top for word in words),
            median(word.bottom for word in words),
        )


def _is_along(word: PixelWord, first: _Row) -> bool:
    """Tell whether ``word``, of another line, lies on the line ``first``, within its ends."""
    shared = min(word.bottom, first.bottom) - max(word.top, first.top)
    is_within = word.x0 > first.x0 and word.x1 < first.x1
    return is_within and shared >= _ALONG * (word.bottom - word.top)


def _repeated(along: Sequence[PixelWord], first: _Row) -> list[PixelWord]:
    """Return the words of ``along`` that ``first`` has in the same place or leaves no room for, if
    any of them is the very word that ``first`` has there."""
    if _count(along) >= _count(first.words):
        return []
    room = _ROOM * (first.bottom - first.top)
    met = [
        [other for other in first.words if word.x0 < other.x1 + room and other.x0 < word.x1 + room]
        for word in along
    ]
    is_same = any(
        _letters(word.text) == _letters(other.text) != ""
        for word, others in zip(along, met, strict=True)
        for other in others
    )
    return [word for word, others in zip(along, met, strict=True) if others] if is_same else []


def _count(words: Sequence[PixelWord]) -> int:
    return sum(len(word.text) for word in words)


_ALONG = 0.6  # share of a tail's height that lies on the line it is of
_ROOM = 0.2  # of its height: the least white beside a word


def told_once(words: Sequence[PixelWord]) -> list[PixelWord]:
    """Return ``words`` in their order, without those that only repeat letters of a wider one; what
    glues the next word to the one before it is cut off there."""
    kept: list[PixelWord | None] = list(words)
    rows: dict[int, list[int]] = defaultdict(list)
    for at, word in enumerate(words):
        rows[int(word.top + word.bottom) // 2 // _ROW].append(at)
    for at, inner in enumerate(words):
        row = int(inner.top + inner.bottom) // 2 // _ROW
        for other in (*rows.get(row - 1, ()), *rows[row], *rows.get(row + 1, ())):
            outer = kept[other]
            if other == at or kept[at] is None or outer is None:
                continue
            if _is_by_its_marks(inner, outer):
                kept[other], kept[at] = _surer(outer, inner), None
                continue
            if not _repeats(inner, outer):
                continue
            cut = _cut(outer, inner)
            kept[other], kept[at] = (outer, None) if cut is None else (cut, inner)
    return [word for word in kept if word is not None]


def _is_by_its_marks(inner: PixelWord, outer: PixelWord) -> bool:
    """True where ``inner`` has the letters of ``outer`` in the box of some of its marks."""
    width, high = inner.x1 - inner.x0, outer.bottom - outer.top
    if width > _NARROWER * (outer.x1 - outer.x0):
        return False
    if min(inner.x1, outer.x1) - max(inner.x0, outer.x0) < _MARKS_WITHIN * width:
        return False
    if max(inner.top, outer.top) - min(inner.bottom, outer.bottom) > _MARKS_OFF * high:
        return False
    letters = _letters(inner.text)
    return letters == _letters(outer.text) and len(letters) > 1


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _surer(outer: PixelWord, inner: PixelWord) -> PixelWord:
    """Return ``outer`` as the surer of the two readings has it."""
    if inner.confidence <= outer.confidence:
        return outer
    return replace(outer, text=inner.text, confidence=inner.confidence)


def _repeats(inner: PixelWord, outer: PixelWord) -> bool:
    """True where ``inner`` stands within ``outer`` and has letters of it alone."""
    across = inner.line != outer.line
    wider = inner.x1 - inner.x0 >= outer.x1 - outer.x0
    if len(inner.text) >= len(outer.text) or (wider and not across):
        return False
    wide = min(inner.x1, outer.x1) - max(inner.x0, outer.x0)
    high = min(inner.bottom, outer.bottom) - max(inner.top, outer.top)
    least = _ACROSS if across else _WITHIN
    within = wide >= least * (inner.x1 - inner.x0) and high >= _BESIDE * (inner.bottom - inner.top)
    if not within:
        return False
    if inner.text.isalnum() and fold(inner.text) in fold(outer.text):
        return True
    return inner.confidence < min(outer.confidence, _DOUBTED) and (
        _is_speck(inner.text) or _is_thinned(_letters(inner.text), _letters(outer.text))
    )


def _is_speck(text: str) -> bool:
    """True for signs that no form prints within a word."""
    return set(text) <= _SPECKS


def _is_thinned(letters: str, whole: str) -> bool:
    """True where ``letters`` are those of ``whole`` in their order, some left out: TỞNG, TRƯỞNG."""
    rest = iter(whole)
    return len(letters) > 2 and all(letter in rest for letter in letters)


def _cut(outer: PixelWord, inner: PixelWord) -> PixelWord | None:
    """Return ``outer`` without ``inner`` at its end, None where that is no word of its own."""
    rest = outer.text[: -len(inner.text)]
    ends = fold(outer.text).endswith(fold(inner.text)) and len(rest) > 1
    edge = _EDGE * (outer.x1 - outer.x0)
    if not ends or abs(outer.x1 - inner.x1) > edge or not rest[-1].isalnum():
        return None
    share = (inner.x1 - inner.x0) / (outer.x1 - outer.x0)
    if abs(share - len(inner.text) / len(outer.text)) > 0.2:
        return None
    return replace(outer, text=rest, x1=inner.x0)
