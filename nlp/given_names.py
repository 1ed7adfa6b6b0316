"""Given names as OCR left them: ``Hông`` is no syllable of a name, ``Hồng`` is.

Any syllable may be a name, so only one that no name of the table has is mended, the last one only
where OCR itself doubted it, and only by marks that Tesseract loses: all that was read must be in
what is meant. Two that are about as frequent stay as read. Between a Vietnamese surname and the
last name stand few syllables, all of the table but very rare ones, so OCR's certainty is not asked.
"""

import re
from collections.abc import Collection
from functools import cache

from dispatch.letters import LOWER, UPPER
from dispatch.text import fold, holds_marks_of, unify
from dispatch.vocabulary import rows

_COMMON = 5  # times in the table from which a syllable is meant though OCR was sure of another
_TIMES = 4  # as often as the next one must the syllable that is meant be given
_GLUED = re.compile(rf"(?<=[{LOWER}])(?=[{UPPER}])")
_TWO_CAPITALS = re.compile(rf"[{UPPER}]{{2,}}[{LOWER}]+$")
_MIDDLE = "Văn"  # of most men's names, so every Ván or Vấn between surname and name is one


def is_given(name: str) -> bool:
    """True where every syllable of ``name`` is one that names are known to have."""
    return all(map(_is_known, name.split()))


def repair_given(name: str, doubted: Collection[str]) -> str:
    """Return ``name`` with the marks that OCR lost of its middle and last syllables; ``doubted``
    are the words, as printed, that OCR was hardly sure of.

    >>> repair_given("Trần Hông Hải", ["Hông"]), repair_given("MaKhác Tú", ["MaKhác"])
    ('Trần Hồng Hải', 'Ma Khắc Tú')
    >>> repair_given("Trần Khác Hông", []), repair_given("Y Hông Niê", [])
    ('Trần Khắc Hông', 'Y Hông Niê')
    """
    surname, *given = _GLUED.sub(" ", name).split(" ")
    given = [word if word.isupper() or word.istitle() else _cased(word) for word in given]
    is_vietnamese = len(surname) > 1 and _is_known(surname)  # Y and H' open names of the Highlands
    mended = []
    for at, word in enumerate(given, 1):
        is_last = at == len(given)
        if any(word in shown for shown in doubted):
            word = _meant(word, is_last=is_last)
        elif is_vietnamese and not is_last:
            word = _whole(word, least=_COMMON)
        mended.append(word)
    return " ".join([surname, *mended])


def _cased(word: str) -> str:
    """Write THị as Thị: names have one capital a syllable."""
    return word.capitalize() if _TWO_CAPITALS.match(word) else word


def _meant(word: str, *, is_last: bool) -> str:
    if not _is_known(word) and word.istitle() and not is_last and fold(word) == fold(_MIDDLE):
        return _MIDDLE
    return _whole(word)


def _whole(word: str, *, least: int = 1) -> str:
    """Return the syllable of names, ``least`` as often given, of which ``word`` is what is left
    without its lost marks, or whose D a stroke of the pen made Đ."""
    if _is_known(word) or not word.istitle():
        return word
    if word.startswith("Đ") and _is_known(f"D{word[1:]}"):
        return f"D{word[1:]}"
    likely = sorted(
        (
            (count, syllable)
            for syllable, count in _by_letters().get(fold(word), ())
            if count >= least and holds_marks_of(syllable, word)
        ),
        reverse=True,
    )
    if not likely or (len(likely) > 1 and likely[0][0] < _TIMES * likely[1][0]):
        return word
    return likely[0][1]


def _is_known(word: str) -> bool:
    return unify(word).lower() in _known()


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
