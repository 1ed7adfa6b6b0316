"""Sentence case for names printed in capitals: ``BAN QUẢN LÝ`` → ``Ban Quản lý``.

Knows the bodies and provinces of the tables and whatever the document itself writes in small
letters; what nothing tells gets a capital at its start and after the word that names its kind.
"""

import re
from functools import cache

from dispatch.text import contradicts, fold, unify
from dispatch.vocabulary import rows

_UNITS = (
    "thanh pho",
    "tp",
    "tx",
    "thi tran",
    "thi xa",
    "dac khu",
    "tinh",
    "huyen",
    "quan",
    "xa",
    "phuong",
)
# The word after these begins the body's own name (NĐ 30/2020, Phụ lục II, Mục IV).
_NAMED = re.compile(
    r"(?:huyen|thi|thanh|tinh|quan) (?:uy|doan)|thpt|thcs|tieu hoc|mam non|mau giao"
    r"|khu kinh te|vuon quoc gia|khu du lich"
)
"""After these the body's own name follows to its end: Huyện ủy Vị Xuyên, Trường THPT Lê Lợi."""
_KINDS = frozenset(
    ("so", "bo", "cuc", "vu", "phong", "ban", "vien", "truong", "tong", "chi", "trung", "thanh",
     "doi", "to", "hat", "quy", "hoi")
)  # fmt: skip
_GLUED = re.compile(r"\bTP\.(?=\w)")  # TP.HỒ CHÍ MINH
_WORD = re.compile(r"\S+")


@cache
def _known() -> dict[str, str]:
    known = {unify(row["name"]): row["name"] for row in rows("body_words")}
    known |= {unify(row["name"]): row["name"] for row in rows("provinces")}
    return known


@cache
def _known_folded() -> dict[str, str]:
    return {_bare(name): name for name in reversed(_known().values())}


def _bare(name: str) -> str:
    return " ".join(word for word in fold(name).replace(",", "").split() if word != "-")


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row["# short"] for row in rows("abbreviations"))


_NUMBER = re.compile(r"\d+/[A-ZĐ][\w-]+")


def sentence_case(name: str, text: str = "", *, loose: bool = False) -> str:
    """Return ``name`` in sentence case; ``text`` is the document, whose own spelling goes first.

    ``loose`` finds the tables' names also where OCR lost their marks (ÚY BAN, UY BAN).
    """
    if not _is_capitals(name):
        return name
    built = _own_spelling(name, text) or _built(name, text, loose=loose)
    if number := _NUMBER.search(name):  # … THEO QUYẾT ĐỊNH SỐ 12/QĐ-SYT
        built = re.sub(re.escape(number[0]), number[0], built, flags=re.IGNORECASE)
    return built


def _is_capitals(name: str) -> bool:
    first, _, rest = name.partition(" ")
    if rest and first[:1].isupper() and first[1:].islower():
        return False  # "Ban QLDA": the abbreviation is short for words written small
    letters = [char for char in name if char.isalpha()]
    return sum(char.isupper() for char in letters) > 0.7 * len(letters)


def _own_spelling(name: str, text: str) -> str | None:
    words = name.split()
    if len(words) < 3 or len(name) > 160 or not text:
        return None
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)
    for match in pattern.finditer(text):
        found = " ".join(match.group().split())
        if not _is_capitals(found) and sum(char.isupper() for char in found) > 1:
            return found[0].upper() + found[1:]
    return None


def _built(name: str, text: str, *, loose: bool) -> str:
    words = _GLUED.sub("TP. ", name).split()
    folded = [fold(word).strip(",.;") for word in words]
    unified = [unify(word) for word in words]
    result: list[str] = []
    at = 0
    proper = 0
    while at < len(words):
        known, length = _longest(words, unified, at, loose=loose)
        if known is not None:
            result.extend(known.split())
            at += length
            proper = 0
            continue
        unit = _unit(words, folded, at)
        if unit and at:
            short = len(folded[at]) == 2 and folded[at] != "xa"  # TP., TX.
            result.extend(word if short else word.lower() for word in words[at : at + unit])
            at += unit
            proper = 5
            continue
        if _is_named(folded, at):
            proper = 5
        result.append(_word(words, folded, at, proper=proper > 0))
        proper -= 1
        at += 1
    joined = " ".join(_with_own_capitals(result, text))
    if "TP. " not in name:
        joined = joined.replace("TP. ", "TP.")  # glued in print
    return joined[:1].upper() + joined[1:]


def _with_own_capitals(words: list[str], text: str) -> list[str]:
    """Return the words with the capitals of a name of two syllables that ``text`` writes with both:
    the place in Công ty Lâm nghiệp Bến Hải."""
    result = list(words)
    for at in range(1, len(words) - 1):
        pair = words[at : at + 2]
        named = [word[:1].upper() + word[1:] for word in pair]
        if all(map(str.islower, pair)) and re.search(
            rf"(?<!\w){re.escape(' '.join(named))}\b", text
        ):
            result[at : at + 2] = named
    return result


def _longest(
    words: list[str], unified: list[str], at: int, *, loose: bool
) -> tuple[str | None, int]:
    for length in range(min(10, len(words) - at), 1, -1):
        phrase = " ".join(filter(None, unified[at : at + length]))
        tail = "," if phrase.endswith(",") else ""
        known = _known().get(phrase.rstrip(","))
        if known is None and loose and not {words[at], words[at + length - 1]} & {"-", "–"}:
            known = _known_folded().get(_bare(phrase))
            if known and contradicts(phrase, known):
                known = None
        if known is not None:
            return known + tail, length
    return None, 0


def _unit(words: list[str], folded: list[str], at: int) -> int:
    for unit in _UNITS:
        parts = unit.split()
        if folded[at : at + len(parts)] == parts and not _is_no_unit(words, folded, at):
            return len(parts)
    return 0


def _is_no_unit(words: list[str], folded: list[str], at: int) -> bool:
    """True for the QUAN of HẢI QUAN and of QUẢN LÝ, which is no QUẬN, and for the XÃ of XÃ HỘI."""
    other = folded[at] == "quan" and unify(words[at]) not in ("quận", "quan")  # QUẢN LÝ
    customs = folded[at] == "quan" and at > 0 and folded[at - 1] in ("hai", "co")
    return other or customs or (folded[at] == "xa" and folded[at + 1 : at + 2] == ["hoi"])


def _is_named(folded: list[str], at: int) -> bool:
    """True where the word at ``at`` is the first of a body's own name."""
    before = (" ".join(folded[max(0, at - count) : at]) for count in (1, 2, 3))
    return folded[at] not in ("va", "-", "–") and any(map(_NAMED.fullmatch, before))


def _word(words: list[str], folded: list[str], at: int, *, proper: bool) -> str:
    word = words[at]
    bare = word.strip(",.;()")
    if bare in _abbreviations() or _is_abbreviation(bare):
        return word
    if at > 0 and folded[at - 1] in _COUNTED and _ROMAN.fullmatch(bare):
        return word  # KHU VỰC XXIX
    lowered = word.lower()
    opens = at == 0 or words[at - 1].endswith(",") or words[at - 1] in "-–"
    after_kind = at > 0 and folded[at - 1] in _KINDS and at <= 2 and folded[at] != "nhanh"
    after_and = at > 1 and folded[at - 1] == "va" and folded[0] in ("so", "bo", "phong", "cuc")
    after_branch = at > 0 and folded[at - 1] == "nganh"
    is_committee = folded[at] == "uy" and folded[at + 1 : at + 2] == ["ban"]
    if is_committee or proper or opens or after_kind or after_and or after_branch:
        return lowered[:1].upper() + lowered[1:]
    return lowered


_COUNTED = frozenset(("vuc", "khoa", "thu", "lan", "so", "ky"))
_ROMAN = re.compile(r"[IVXL]{1,7}")


def _is_abbreviation(word: str) -> bool:
    """True for a run of capitals that no Vietnamese syllable looks like (CCHC, UBND, GD&ĐT)."""
    folded = fold(word)
    return len(word) > 1 and (not any(char in "aeiouy" for char in folded) or "&" in word)
