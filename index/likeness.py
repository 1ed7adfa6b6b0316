"""Two folded texts are compared as a person would who knows that one of them was read by OCR.

A difference is a reading error where it leaves no Vietnamese syllable; between two real syllables
(Quảng Nam, Quảng Ngãi) it is a difference. Figures and Roman numerals must be equal in any case:
đợt I is not đợt II, 2023 not 2024.
"""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

NEAR_WORD = 0.5
"""Two of five letters may be misread; Trị and Ngãi have none in common."""
_ONSET = r"(?:ngh|gh|k)(?=[eiy])|(?:ng|g|c)(?![eiy])|gi|qu|ch|kh|nh|ph|th|tr|[bdhlmnprstvx]"
_NUCLEUS = (
    r"uyeu|uye|uya|uyu|uay|uoi|uou|oai|oay|oao|oeo|ieu|yeu|oa|oe|oi|oo|ai|ao|au|ay|eo|eu|ia|ie|iu|"
    r"ua|ue|ui|uo|uu|uy|ye|[aeiouy]"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_NUCLEUS})(?:ch|nh|ng|[cmnpt])?")
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_ROMAN = {numeral: str(value) for value, numeral in enumerate(_NUMERALS, start=1)}
_ROMAN |= {"l": "1", "ll": "2", "lll": "3"}  # as OCR reads them
_COUNTED = frozenset({"dot", "quy", "phan", "lan", "ky", "so", "khoa", "chuong", "phu", "luc"})
"""Words after which a Roman numeral counts; elsewhere ``vi`` and ``xi`` are syllables."""


def alike(one: str, other: str, limit: float) -> bool:
    """Tell whether two folded texts share so many letters, in order, that ``limit`` is reached."""
    if one == other:
        return True
    # What bounds the ratio is asked first: the lengths, then the letters in any order. Laying out
    # a text for the matcher costs more than both.
    both = len(one) + len(other)
    if 2 * min(len(one), len(other)) / both < limit:
        return False
    if 2 * (_letters(one) & _letters(other)).total() / both < limit:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= limit


@lru_cache(maxsize=50_000)
def _letters(text: str) -> Counter[str]:
    return Counter(text)


def same_words(one: str, other: str, limit: float) -> bool:
    """Tell whether two folded texts are one but for reading errors, their figures being equal."""
    return one == other or (figures(one) == figures(other) and alike(one, other, limit))


@lru_cache(maxsize=100_000)
def figures(text: str) -> tuple[str, ...]:
    """Return the figures of a folded text in order, Roman ones as Arabic.

    >>> figures("phat dong dot ll nam 2023") == figures("phat dong dot 2 nam 2023")
    True
    """
    words = text.split()
    found = []
    for index, word in enumerate(words):
        if word.isdecimal():
            found.append(word)
        elif word in _ROMAN and index and words[index - 1] in _COUNTED:
            found.append(_ROMAN[word])
    return tuple(found)


def is_misread(one: str, other: str) -> bool:
    """Tell whether every difference between two folded names may be a reading error."""
    for left, right in _differences(one.split(), other.split()):
        if left and right and all(map(is_syllable, (*left, *right))):
            return False
        if not left or not right:
            return False
    return True


def is_near(one: str, other: str) -> bool:
    """Tell whether the shorter of two folded names may be the beginning of the other, badly read:
    word by word mostly the same letters. It says something only where all else agrees.

    >>> is_near("uy ban nhan dan tinc", "uy ban nhan dan tinh lam dong")
    True
    """
    pairs = list(zip(one.split(), other.split(), strict=False))
    return bool(pairs) and all(left == right or _is_near(left, right) for left, right in pairs)


def is_figure_for_letter(one: str, other: str) -> bool:
    """Tell whether two keys of numbers differ only in places where one has a figure and the other a
    letter, which no two numbers of a body do; a diacritic (HD, HĐ) makes another number.

    >>> is_figure_for_letter("O5/KH-BQL", "5/KH-BQL"), is_figure_for_letter("5/HD-A", "5/HĐ-A")
    (True, False)
    """
    left, right = one.lstrip("0O"), other.lstrip("0O")
    pairs = [(a, b) for a, b in zip(left, right, strict=False) if a != b]
    return (
        one != other
        and len(left) == len(right)
        and all(a.isdecimal() != b.isdecimal() for a, b in pairs)
    )


def _is_near(left: str, right: str) -> bool:
    if len(left) <= 3 or len(right) <= 3:
        return len(left) == len(right) and any(map(str.__eq__, left, right))
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= NEAR_WORD


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Tell whether a folded word could be a Vietnamese syllable.

    >>> is_syllable("nghiep"), is_syllable("nghicp"), is_syllable("khn")
    (True, False, False)
    """
    return _SYLLABLE.fullmatch(word) is not None


def shared(one: str, other: str) -> float:
    """Return the share of the shorter text's words that the longer one has too."""
    few, many = sorted((set(one.split()), set(other.split())), key=len)
    return len(few & many) / len(few) if few else 0.0


def _differences(one: list[str], other: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for kind, low, high, low2, high2 in matcher.get_opcodes():
        if kind != "equal":
            yield one[low:high], other[low2:high2]
