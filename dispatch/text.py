"""Vietnamese text as characters: one composed form, tone-mark placement, folding, sentence case.

Only the first function may touch a text before it is frozen; the others make keys for matching.
"""

import re
import unicodedata

# Look-alikes that stand in for Vietnamese letters in real files: eth (U+00D0) for Đ, the letter
# gha (U+01A2/3, "Lƣu trữ") for Ư, Cyrillic and Greek capitals left by fonts and by OCR.
_LOOK_ALIKES = str.maketrans(
    {
        "Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ƣ": "ư", "Ƣ": "Ư",
        "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P",
        "С": "C", "Т": "T", "Х": "X", "Α": "A", "Β": "B", "Ε": "E", "Η": "H", "Ι": "I",
        "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Χ": "X",
        "\u2044": "/", "\u2215": "/", "\uff0f": "/",  # the slashes of fractions, as OCR sees them
        "\u2010": "-", "\u2011": "-",  # the hyphens that must or must not break
        # Bullets of Symbol and Wingdings, which stand in the private area.
        "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf0fc": "•", "\uf076": "•", "\uf02d": "-",
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u00ad": None, "\u200b": None,
        "\u200c": None, "\u200d": None, "\ufeff": None, "\u2060": None,
        # What turns the direction of writing, which copies from web pages and mails carry.
        **dict.fromkeys("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
        "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    }
)  # fmt: skip

_LOOKS_ALIKE = re.compile(f"[{''.join(map(re.escape, map(chr, _LOOK_ALIKES)))}]")
_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d\u00af\u2500]")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "«": '"', "»": '"'})
_QUOTED = re.compile(f"[{''.join(map(chr, _QUOTES))}]")
_TONE = "\u0300\u0301\u0303\u0309\u0323"
# oà/òa and friends at the end of a syllable: the mark moves to the first vowel (open oa, oe, uy);
# after q the u is no vowel of its own, so quý stays.
# What follows must be neither a letter nor the hat of the same vowel (tuệ).
_OLD_STYLE = re.compile(
    rf"(?<![qQ])([oOuU])([aAeEyY])([{_TONE}])(?![^\W\d_]|[\u0302\u0306\u031b])", re.UNICODE
)
_TONED = "".join(unicodedata.normalize("NFC", vowel + mark) for vowel in "aAeEyY" for mark in _TONE)
_MAY_BE_OLD_STYLE = re.compile(f"[oOuU][{_TONED}]")  # looked for in NFC, which costs less


def compose(text: str) -> str:
    """Return ``text`` in NFC with look-alike letters replaced and invisible characters removed.

    This is the only change that a text undergoes before it is frozen.
    """
    composed = unicodedata.normalize("NFC", text)
    if not _LOOKS_ALIKE.search(composed):
        return composed
    return unicodedata.normalize("NFC", composed.translate(_LOOK_ALIKES))


def place_tones(text: str) -> str:
    """Return ``text`` with the tone mark of open oa, oe, uy on the first vowel (hoà → hòa).

    >>> place_tones("uỷ ban, hoà bình, quý, thuý")
    'ủy ban, hòa bình, quý, thúy'
    """
    composed = unicodedata.normalize("NFC", text)
    if not _MAY_BE_OLD_STYLE.search(composed):
        return composed
    marks = unicodedata.normalize("NFD", composed)
    return unicodedata.normalize("NFC", _OLD_STYLE.sub(r"\1\3\2", marks))


def unify(text: str) -> str:
    """Return the form used to compare words exactly: case folded, tones placed, plain dashes and
    quotes, single blanks. Diacritics stay."""
    plain = _DASHES.sub("-", compose(text))
    if _QUOTED.search(plain):
        plain = plain.translate(_QUOTES)
    return " ".join(place_tones(plain).casefold().split())


class _BareTable(dict[int, str]):
    """Character → itself without its marks: ``str.translate`` runs in C."""

    def __missing__(self, code: int) -> str:
        marked = unicodedata.normalize("NFD", chr(code))
        self[code] = bare = "".join(char for char in marked if not unicodedata.combining(char))
        return bare


_BARE_TABLE = _BareTable({ord("đ"): "d"})


def fold(text: str) -> str:
    """Return the form used to find words without diacritics: ``unify`` and then no marks, đ → d.

    Idempotent. Never an identity: ``HĐ`` and ``HD`` fold alike.
    """
    return unicodedata.normalize("NFC", unify(text).translate(_BARE_TABLE))


class _FoldTable(dict[int, str]):
    """Character → its folded form, filled as characters are met: ``str.translate`` runs in C."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


_FOLD_TABLE = _FoldTable()


def fold_same_length(text: str) -> str:
    """Return ``text`` (NFC) folded character by character, so that offsets stay valid."""
    return text.translate(_FOLD_TABLE)


def _fold_char(char: str) -> str:
    if char.isascii():
        return char.lower()
    if _DASHES.match(char):
        return "-"
    base = unicodedata.normalize("NFD", char)[0].lower().translate(_QUOTES)
    base = "d" if base == "đ" else base
    return base if len(base) == 1 else char


_SYLLABLE = re.compile(r"[^\W_]+", re.UNICODE)


def contradicts(printed: str, meant: str) -> bool:
    """True where the marks of ``printed`` tell it from ``meant``, which folds alike: marks that OCR
    lost or one that it misread prove nothing while another agrees.

    >>> contradicts("VÂN PHONG", "Văn phòng"), contradicts("VAN PHÒNG", "Văn phòng")
    (True, False)
    """
    one, other = unify(printed), unify(meant)
    if fold(one) != fold(other) or len(one) != len(other):
        return False
    marked = [(a, b) for a, b in zip(one, other, strict=True) if _fold_char(a) != a]
    return bool(marked) and all(a != b for a, b in marked)


def holds_marks_of(whole: str, read: str) -> bool:
    """True where ``read`` may be ``whole`` with marks lost: the same letters, none with a mark that
    ``whole`` has not.

    >>> holds_marks_of("Cường", "Cương"), holds_marks_of("Cương", "Cường")
    (True, False)
    """
    if fold(whole) != fold(read):
        return False
    pairs = zip(_marked(read), _marked(whole), strict=True)
    return all(seen <= meant for seen, meant in pairs)


def _marked(text: str) -> list[frozenset[str]]:
    """Each letter with its marks, in small letters."""
    return [frozenset(unicodedata.normalize("NFD", letter)) for letter in unify(text).lower()]


def syllables(text: str) -> list[str]:
    """Return the blank- and punctuation-separated units of ``text``, as printed."""
    return _SYLLABLE.findall(text)
