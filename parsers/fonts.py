"""Text typed with the fonts of before Unicode becomes Unicode: TCVN3 (.VnTime …) and VNI.

The font's name says which encoding a run is in; the run's letters must agree, since converters
sometimes keep an old font's name over text that is Unicode already.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TCVN3_BYTES = (
    "A1A2A3A4A5A6A7A8A9AAABACADAE"
    "B5B6B7B8B9BBBCBDBEC6C7C8C9CACBCCCECFD0D1D2D3D4D5D6D7D8DCDDDEDFE1E2E3E4E5E6E7E8E9"
    "EAEBECEDEEEFF1F2F3F4F5F6F7F8F9FAFBFCFDFE"
)
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = dict(zip(bytes.fromhex(_TCVN3_BYTES), _TCVN3_LETTERS, strict=True))
"""TCVN 5712:1993, third table (VN3), as the .Vn fonts carry it at the codes of Latin-1."""

# A VNI letter is a base letter and a mark that follows it; these letters have codes of their own.
_VNI_SINGLE = {
    "ñ": "đ", "Ñ": "Đ", "ö": "ư", "Ö": "Ư", "ô": "ơ", "Ô": "Ơ", "í": "í", "ì": "ì", "æ": "ỉ",
    "ó": "ĩ", "ò": "ị", "Í": "Í", "Ì": "Ì", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "î": "ỵ", "Î": "Ỵ",
}  # fmt: skip
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _HAT, "á": _HAT + _ACUTE, "à": _HAT + _GRAVE, "å": _HAT + _HOOK, "ã": _HAT + _TILDE,
    "ä": _HAT + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_PAIR = re.compile("([AEOUYÔÖaeouyôö])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])")

_VN_FONT = re.compile(r"(?:^|\+)\.?Vn(?=[A-Z3])([\w ]*?)(H?)(?:[,\-+ ].*)?$")
_VNI_FONT = re.compile(r"(?:^|\+)VNI[\-\s_]?\w")


@dataclass(frozen=True, slots=True)
class LegacyEncoding:
    """``tcvn3`` or ``vni``; ``capitals`` for a .Vn…H font: its small letters print as capitals."""

    name: str
    capitals: bool = False


@lru_cache(maxsize=256)  # a file has few fonts, and asks of each run
def legacy_encoding(font_name: str) -> LegacyEncoding | None:
    """Return the encoding that a font of this name implies, None for a Unicode font.

    >>> legacy_encoding("ABCDEF+.VnTimeH,Bold")
    LegacyEncoding(name='tcvn3', capitals=True)
    """
    match = _VN_FONT.search(font_name)
    if match:
        return LegacyEncoding("tcvn3", capitals=bool(match[2]))
    return LegacyEncoding("vni") if _VNI_FONT.search(font_name) else None


def decode_tcvn3(text: str, *, capitals: bool = False) -> str:
    """Return TCVN3 text as Unicode."""
    decoded = text.translate(_TCVN3)
    return decoded.upper() if capitals else decoded


def decode_vni(text: str) -> str:
    """Return VNI text as Unicode."""
    decoded = _VNI_PAIR.sub(_join_vni, text)
    # What the pairs left are the letters with codes of their own; joined letters are
    # decomposed until here, so that none is taken for such a code.
    return unicodedata.normalize("NFC", "".join(_VNI_SINGLE.get(char, char) for char in decoded))


def _join_vni(match: re.Match[str]) -> str:
    base = _VNI_SINGLE.get(match[1], match[1])
    return unicodedata.normalize("NFD", base) + _VNI_MARKS[match[2].lower()]


def decode_word(text: str, encoding: str, *, capitals: bool = False) -> str:
    """Return one run's text as Unicode; a run with letters beyond Latin-1 was Unicode already."""
    if any(ord(char) > 0xFF and not _is_punctuation(char) for char in text):
        return text
    return decode_tcvn3(text, capitals=capitals) if encoding == "tcvn3" else decode_vni(text)


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PSZ"
