"""What OCR makes of seals, signatures and rules beside the words of head and foot."""

import re

from dispatch.document import Column, Line, Origin, Word
from nlp.zone_words import is_capitals, is_name, is_syllable

DOUBTED = 0.35
"""OCR states less than this of ink that is no writing, rarely of a word."""

_MARKS = re.compile(r"[^\w□…./,-]+|[_.ˆ]+")
_NUMBERED = re.compile(r"[/\d□]")
_CODED = re.compile(r"[/□]")
_TOKEN = re.compile(r"\S+")


def core(line: Line, start: int, text: str) -> tuple[int, int]:
    """Return where ``text`` (at ``start``, within ``line``) begins and ends without the noise at
    its edges; all of it where nothing else stands there."""
    end = start + len(text)
    if line.column is Column.FULL or all(word.origin is not Origin.OCR for word in line.words):
        return start, end
    tokens = [(start + found.start(), start + found.end()) for found in _TOKEN.finditer(text)]
    capitals = sum(char.isupper() for char in text) > sum(char.islower() for char in text)
    kept = list(tokens)
    for edge in (0, -1):
        while kept and _is_noise(
            line, kept[edge], text[kept[edge][0] - start : kept[edge][1] - start], capitals=capitals
        ):
            kept.pop(edge)
    if not kept or kept == tokens:
        return start, end
    rest = text[kept[0][0] - start : kept[-1][1] - start]
    # Entries of a list and numbers begin with marks of their own; bodies, offices and names do not.
    if _NUMBERED.search(text) or not (is_capitals(rest) or is_name(rest)):
        return start, end
    return kept[0][0], kept[-1][1]


def is_scrawl(line: Line, *, hard: bool = False) -> bool:
    """True for a line in which OCR doubts every word: it is ink and no writing, or dots to write
    on, or a drawn rule. ``hard`` asks that it doubts them far more: a line across the page may be
    text."""
    if not line.words:
        return False
    if 2 * sum(map(_is_flat, line.words)) >= len(line.words):
        return True
    limit = DOUBTED if hard else DOUBTED + 0.15
    return all(
        word.origin is Origin.OCR and word.confidence < limit and not _CODED.search(word.text)
        for word in line.words
    )


def _is_flat(word: Word) -> bool:
    """True for letters read in what is far too low for any: a drawn rule, in pieces."""
    if word.origin is not Origin.OCR or word.box is None or not any(map(str.isalnum, word.text)):
        return False
    return word.box.bottom - word.box.top < _FLAT


_FLAT = 2.2  # points; the small letters of the smallest print are higher


def _is_noise(line: Line, span: tuple[int, int], text: str, *, capitals: bool) -> bool:
    """A mark that begins or ends nothing, or a doubted word that does not go with the others."""
    word = next((word for word in line.words if word.start <= span[0] < word.end), None)
    if word is None or word.origin is not Origin.OCR:
        return False
    if _MARKS.fullmatch(text):
        return not text.startswith(("*", "+", "•", "(", "“", '"'))
    if word.confidence >= DOUBTED or any(char.isdigit() for char in text):
        return False
    letters = sum(map(str.isalpha, text))
    return letters < 3 or not is_syllable(text) or (capitals and not text.isupper())
