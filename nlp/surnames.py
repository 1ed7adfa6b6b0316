"""A signer's surname as it must have been printed, where OCR or a seal took a part of it.

Surnames are few and the form says where one stands, so a single wrong sign is told by the table;
given names are not: any syllable may be one.
"""

from functools import cache

from dispatch.text import fold, unify
from dispatch.vocabulary import rows
from nlp.known_acts import is_slip
from nlp.tones import MIDDLE_NAMES, is_marked_syllable

_SPECKS = '“”"‘*|~^_«»<>'
_LONG = 4  # letters that a surname has of which one was misread


def _is_before_middle(first: str, second: str) -> bool:
    """True for a syllable that a surname can be, however rare, before Thị or Văn."""
    return (
        second in MIDDLE_NAMES and first.istitle() and len(first) > 2 and is_marked_syllable(first)
    )


def repair_surname(name: str) -> str:
    """Give the surname its marks where OCR lost them and only one surname has these letters, its
    first letters where a seal's ring took them and a letter that was misread; a stray word before
    a surname goes.

    >>> repair_surname("Nguyên Văn A"), repair_surname("rần Văn A"), repair_surname("Irần Văn A")
    ('Nguyễn Văn A', 'Trần Văn A', 'Trần Văn A')
    """
    first, _, rest = name.partition(" ")
    if first[:1].islower() and (whole := _ending_in(first)):
        return f"{whole} {rest}"
    second = rest.partition(" ")[0]
    if fold(first) not in _spellings():
        stray = fold(second) in _spellings() and rest.count(" ") > 1
        if not stray and (meant := _misread(first)):
            return f"{meant.upper() if first.isupper() else meant} {rest}"
        if " " in rest and fold(second) in _spellings() and not _is_before_middle(first, second):
            return repair_surname(rest)
    known = _spellings().get(fold(first), ())
    if len(known) != 1 or first.casefold() == known[0].casefold():
        return name
    return f"{known[0].upper() if first.isupper() else known[0]} {rest}"


def opens_with_surname(name: str) -> bool:
    """True where the first word of ``name`` is spelt as a surname."""
    first = unify(name.partition(" ")[0])
    return any(unify(known) == first for known in _spellings().get(fold(first), ()))


def without_strays(name: str) -> str:
    """Return a name without the single small letters and marks that OCR made of strokes between
    its words, or of a serif before one.

    >>> without_strays("ằ Phạm m Văn A"), without_strays("Phạm 'Thị K'Brèm")
    ('Phạm Văn A', "Phạm Thị K'Brèm")
    """
    words = [word.strip(_SPECKS).lstrip("'‘’") or word for word in name.split(" ")]
    kept = [word for word in words if len(word) > 1 or not word.islower()]
    return " ".join(kept) if len(kept) > 1 else name


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows("surnames"):
        found.setdefault(fold(row["surname"]), []).append(row["surname"])
    return {key: tuple(names) for key, names in found.items()}


def _ending_in(end: str) -> str | None:
    """Return the only surname that ends in these letters, one or two letters longer; one that has
    their marks before one that has not."""
    if len(end) < 3:
        return None
    for form in (unify, fold):
        found = {
            spelt
            for spellings in _spellings().values()
            for spelt in spellings
            if form(spelt).endswith(form(end)) and 1 <= len(spelt) - len(end) <= 2
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _misread(first: str) -> str | None:
    """Return the only surname that differs from ``first`` in one sign, its marks aside where no
    surname has them. Words in capitals may be an office's: CHÁNH is no Cháng."""
    if first.isupper():
        return None
    for form in (unify, fold):
        found = {
            spelt
            for known, spellings in _spellings().items()
            for spelt in spellings
            if len(known) >= _LONG
            and len(spelt) == len(first)
            and is_slip(form(spelt), form(first))
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None
