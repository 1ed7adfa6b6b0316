"""Given names as OCR left them: ``Hông`` is no syllable of a name, ``Hồng`` is.

Any syllable may be a name, so only one that OCR itself doubted and no name of the table has is
mended, and only by marks that Tesseract loses: all that was read must be in what is meant. Two that
are about as frequent stay as read.
"""

import re
from collections.abc import Collection
from functools import cache
from unicodedata import normalize

from dispatch.text import fold, unify
from dispatch.vocabulary import rows
from nlp.zone_words import LOWER

_TIMES = 4  # as often as the next one must the syllable that is meant be given
_GLUED = re.compile(rf"(?<=[{LOWER}])(?=[A-ZĐ])")
_MIDDLE = "Văn"  # of most men's names, so every Ván or Vấn between surname and name is one


def repair_given(name: str, doubted: Collection[str]) -> str:
    """Return ``name`` with the marks that OCR lost of its middle and last syllables; ``doubted``
    are the words, as printed, that OCR was hardly sure of.

    >>> repair_given("Trần Hông Hải", ["Hông"]), repair_given("MaKhác Tú", ["MaKhác"])
    ('Trần Hồng Hải', 'Ma Khắc Tú')
    >>> repair_given("Trần Hông Hải", []), repair_given("Trần Tô Mười", ["Mười"])
    ('Trần Hông Hải', 'Trần Tô Mười')
    """
    surname, *given = _GLUED.sub(" ", name).split(" ")
    mended = [
        _meant(word, is_last=at == len(given)) if any(word in shown for shown in doubted) else word
        for at, word in enumerate(given, 1)
    ]
    return " ".join([surname, *mended])


def _meant(word: str, *, is_last: bool) -> str:
    if unify(word).lower() in _known() or not word.istitle():
        return word
    if not is_last and fold(word) == fold(_MIDDLE):
        return _MIDDLE
    read = _letters(word)
    likely = sorted(
        (
            (count, syllable)
            for syllable, count in _by_letters().get(fold(word), ())
            if all(seen <= whole for seen, whole in zip(read, _letters(syllable), strict=True))
        ),
        reverse=True,
    )
    if not likely or (len(likely) > 1 and likely[0][0] < _TIMES * likely[1][0]):
        return word
    return likely[0][1]


def _letters(word: str) -> list[frozenset[str]]:
    """Each letter with its marks."""
    return [frozenset(normalize("NFD", letter)) for letter in unify(word).lower()]


@cache
def _known() -> frozenset[str]:
    """Syllables of names, those that are surnames too: many are middle names."""
    given = [row["syllable"] for row in rows("given_names")]
    family = [part for row in rows("surnames") for part in row["surname"].split()]
    return frozenset(unify(word).lower() for word in (*given, *family))


@cache
def _by_letters() -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for row in rows("given_names"):
        entry = (row["syllable"], int(row["count"]))
        found.setdefault(fold(row["syllable"]), []).append(entry)
    return found
