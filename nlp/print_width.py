"""How wide a word must be printed: a sign that OCR doubled or made up shows against its line.

Widths are those of Times, the type that the decree wants (Nghị định 30/2020, Phụ lục I, Mục I);
a line's own words give its size, so another type only makes the test blunter.
"""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from dispatch.document import ParsedDocument, Word

_WIDTHS = {
    letter: width
    for width, letters in {
        0.278: "ijlt/:;", 0.333: "rfI-()", 0.389: "sJ", 0.25: ".,", 0.444: "aecz", 0.556: "PSF",
        0.611: "ELTZ", 0.667: "BCR", 0.722: "ADGHKNOQUVXYw", 0.778: "m&", 0.889: "M", 0.944: "W",
    }.items()
    for letter in letters
}  # fmt: skip
_OTHER = 0.5  # every figure, and most small letters
_HORN = 0.06
_LEAST_WORDS = 3  # that a line must have to tell its size
_SURE = 0.6


def width_of(text: str) -> float:
    """Return the width of ``text`` in em."""
    total = 0.0
    for char in text:
        parts = unicodedata.normalize("NFD", char.replace("Đ", "D").replace("đ", "d"))
        total += _WIDTHS.get(parts[0], _OTHER) + _HORN * ("\u031b" in parts)
    return total


def misfit(document: ParsedDocument, start: int, read: str, text: str) -> float | None:
    """Return by how many em the word at ``start`` is wider than it would be with ``text`` in place
    of ``read``, None where the page does not tell: no boxes, too few words beside it.

    OCR's boxes are cut short now and then, so the room between the words beside it speaks too.
    """
    line = document.line_at(start)
    at = next((at for at, word in enumerate(line.words) if word.end > start), 0) if line else 0
    if line is None or line.words[at].box is None:
        return None
    size = _size(document, start)
    if size is None:
        return None
    word = line.words[at]
    wanted = width_of(word.text.replace(read, text))
    found = [_breadth(word) / size - wanted]
    if (room := _room(line.words, at)) is not None:
        found.append(room / size - wanted)
    return min(found, key=abs)


def _size(document: ParsedDocument, start: int) -> float | None:
    """Return the type's size (points an em) by the words of the line, or of those round it."""
    line = document.line_at(start)
    around = [document.line_at(line.start - 2), document.line_at(line.end + 1)] if line else []
    words: list[Word] = []
    for beside in (line, *around):
        words += beside.words if beside is not None else ()
        sizes = [
            _breadth(word) / width_of(word.text)
            for word in words
            if word.box and len(word.text) > 2 and word.text.isalpha() and word.confidence > _SURE
        ]
        if len(sizes) >= _LEAST_WORDS:
            return median(sizes)
    return None


def _room(words: Sequence[Word], at: int) -> float | None:
    """Return the room between the words on both sides, two of the line's blanks taken off."""
    boxes = [word.box for word in words]
    blanks = [
        right.x0 - left.x1
        for left, right in pairwise(boxes)
        if left is not None and right is not None
    ]
    if (
        not 0 < at < len(words) - 1
        or len(blanks) < len(words) - 1
        or len(blanks) < _LEAST_WORDS + 2
    ):
        return None
    before, after = boxes[at - 1], boxes[at + 1]
    return after.x0 - before.x1 - 2 * median(blanks) if before and after else None


def _breadth(word: Word) -> float:
    return word.box.x1 - word.box.x0 if word.box else 0.0
