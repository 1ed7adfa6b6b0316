"""Số và ký hiệu: parse what is printed, print it canonically, make the key that matches it.

Shapes (Nghị định 30/2020, Phụ lục I and III; HD 36-HD/VPTW for the Party):
state ``16/KH-BQL``, normative ``30/2020/NĐ-CP``, law ``33/2024/QH15``, công văn ``12/UBND-VX``,
Party ``12-KH/TU``, Youth Union ``298 KH/TWĐTN``. Real texts put blanks and any dash anywhere.
Since 2025 the Government numbers what carries out a resolution of the Politburo by that one:
``66.2/2025/NQ-CP``.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dispatch.text import compose, fold
from dispatch.vocabulary import rows, types_by_code

LETTER = "A-Za-zÀ-ỹĐđ"
DASH = "\\-\u2010-\u2015\u2212"

# The initials of a ministry's, department's or division's second field, which typists set apart:
# TT-BGD ĐT, QĐ-SNN PTNT.
PARTED_END = (
    r"(?:(?:(?<=[BSP]GD)\sĐT|(?<=[BSP]KH)\s(?:ĐT|CN)|(?<=[BSP]TN)\sMT|(?<=[BSP]NN)\s(?:PTNT|MT)"
    r"|(?<=[BSP]VH)\s(?:TT|TTDL)|(?<=[BSP]VHTT)\sDL|(?<=[BSP]LĐTB)\sXH|(?<=[BSP]GT)\sVT"
    r"|(?<=[BSP]TT)\sTT)(?![\w/\-]))"
)
_GROUP = rf"[{LETTER}][{LETTER}0-9.&+]*(?:\([{LETTER}0-9]+\))?"
_YEAR = r"(?:19|20)\d\d"
# Companies and clubs end with the year: "06/PĐ-2025".
_GROUPS = rf"{_GROUP}(?:\s*[{DASH}/]\s*{_GROUP})*(?:[{DASH}/]{_YEAR}|{PARTED_END})?"
OF_ANOTHER = r"\.\d{1,2}(?=\s?/\s?20(?:2[5-9]|[3-9]\d)\s?/)"
"""What follows a number that is counted within another's: the .2 of 66.2/2025/NQ-CP."""

THOUSANDS = r"\d{1,2}\.\d{3}(?=\s?/\s?[A-ZĐa-zđ])"
"""Figures with the point that sets thousands apart, as some typists write 1.234/QĐ-UBND."""

_STATE = re.compile(
    rf"(?P<number>\d{{1,7}}|{THOUSANDS})(?:(?P<suffix>[a-zđA-ZĐ]|{OF_ANOTHER})|\s+(?P<apart>[a-zđ]))?\s*/\s*"
    rf"(?:(?P<year>{_YEAR})\s*/\s*)?(?P<notation>{_GROUPS})"
)
_PARTY = re.compile(
    rf"(?P<number>\d{{1,6}})(?P<suffix>[a-zđ])?\s*(?:[{DASH}]\s*|\s)"
    rf"(?P<type>{_GROUP}(?:[{DASH}]{_GROUP}){{0,3}})\s*/\s*"
    rf"(?P<notation>{_GROUP}(?:\s*[{DASH}]\s*{_GROUP})*)"
)
_UNSLASHED = re.compile(
    rf"(?P<digits>\d{{1,5}})(?:\s|\s?[{DASH}]\s?|)"
    rf"(?P<notation>(?P<code>[{LETTER}]{{2,4}})[.{DASH}][{LETTER}]{{2,8}}(?:[{DASH}][{LETTER}]{{2,8}})?)"
)
_MANY_D = re.compile(r"[A-ZĐ]*Đ{2,}[A-ZĐ]*")
_BLANKS = re.compile(r"\s+")
_DASHES = re.compile(f"[{DASH}]")

Order = Literal["state", "party"]


@dataclass(frozen=True, slots=True)
class Number:
    """A parsed number: ``digits`` as printed (leading zeros kept), lower-case suffix, the ``.2`` of
    66.2/2025/NQ-CP, or empty.

    ``notation`` has no blanks and plain hyphens: ``KH-BQL`` (state), ``KH/TU`` (Party).
    ``year`` is the year of a normative number.
    """

    digits: str
    suffix: str
    year: str | None
    notation: str
    order: Order

    @property
    def value(self) -> int:
        return int(self.digits)

    @property
    def groups(self) -> tuple[str, ...]:
        """The notation's groups in print order."""
        return tuple(part for part in re.split("[-/]", self.notation) if part)

    @property
    def type_code(self) -> str | None:
        """The first group where it is spelt like a type's code, else None (a công văn)."""
        first = self.groups[0] if self.groups else ""
        return first if first in types_by_code() else None

    def __str__(self) -> str:
        head = f"{self.digits}{self.suffix}"
        if self.order == "party":
            return f"{head}-{self.notation}"
        year = f"{self.year}/" if self.year else ""
        return f"{head}/{year}{self.notation}"

    @property
    def key(self) -> str:
        """The match key: no leading zeros, upper case, diacritics kept (HD is not HĐ)."""
        year = f"{self.year}/" if self.year else ""
        joint = "-" if self.order == "party" else "/"
        return f"{self.value}{self.suffix.upper()}{joint}{year}{self.notation.upper()}"


def clean(text: str) -> str:
    """Return ``text`` composed, without blanks, with plain hyphens."""
    return _DASHES.sub("-", _BLANKS.sub("", compose(text)))


def single_d(text: str) -> str:
    """Return ``text`` as OCR read it with one Đ where it doubled or trebled the print's.

    >>> single_d("QĐĐ-HĐĐĐND"), single_d("12/ĐĐBQH-VP"), single_d("25/ĐĐN-QLĐĐ")
    ('QĐ-HĐND', '12/ĐĐBQH-VP', '25/ĐĐN-QLĐĐ')
    """
    return _MANY_D.sub(_with_one_d, text)


def _with_one_d(match: re.Match[str]) -> str:
    once = re.sub("Đ{2,}", "Đ", match[0])
    is_own = match[0] == "ĐĐBQH"  # đại biểu Quốc hội, behind Đoàn
    return once if not is_own and (once in _with_single_d() or "ĐĐĐ" in match[0]) else match[0]


@cache
def _with_single_d() -> frozenset[str]:
    """The codes that OCR prints with a Đ twice; with two of their own are QLĐĐ, ĐĐN, HĐĐTW."""
    return frozenset(row["code"] for row in rows("codes_with_d"))


def parse_number(text: str) -> Number | None:
    """Parse exactly one printed number with its notation; None if ``text`` is anything else.

    >>> str(parse_number("05 / KH - BQL")), parse_number("05/KH-BQL").key
    ('05/KH-BQL', '5/KH-BQL')
    >>> str(parse_number("298 KH/TWĐTN"))
    '298-KH/TWĐTN'
    """
    text = compose(text).strip()
    if match := _STATE.fullmatch(text):
        return Number(
            digits=match["number"].replace(".", ""),
            suffix=(match["suffix"] or match["apart"] or "").lower(),
            year=match["year"],
            notation=clean(match["notation"]),
            order="state",
        )
    if match := _PARTY.fullmatch(text):
        return Number(
            digits=match["number"],
            suffix=(match["suffix"] or "").lower(),
            year=None,
            notation=clean(f"{match['type']}/{match['notation']}"),
            order="party",
        )
    return None


def parse_unslashed(text: str) -> Number | None:
    """Parse a number of typewriters that has a blank, a dash or nothing for its slash; None if
    ``text`` is anything else. Only behind a type's code can that be told.

    >>> parse_unslashed("45 QĐ-UB").key, parse_unslashed("45QĐ-UB").key, parse_unslashed("5 SNV-VP")
    ('45/QĐ-UB', '45/QĐ-UB', None)
    """
    match = _UNSLASHED.fullmatch(compose(text).strip())
    if match is None or match["code"].upper() not in _capital_codes():
        return None
    return parse_number(f"{match['digits']}/{match['notation']}")


@cache
def _capital_codes() -> frozenset[str]:
    return frozenset(code.upper() for code in types_by_code())


def match_key(text: str) -> str:
    """Return the key under which ``text`` is matched; of odd shapes, the cleaned upper-case form.

    ``16 / kh-bql``, ``016/KH-BQL``, ``16/KH–BQL`` and ``16 KH-BQL`` share one key; ``16/KH-BQL``
    and ``16-KH/BQL`` do not.
    """
    parsed = parse_number(text) or parse_unslashed(text)
    if parsed:
        return parsed.key
    printed = clean(clean(text).upper()).lstrip("0")
    glued = _GLUED.fullmatch(printed)  # 1054TCT/NV5 is 1054-TCT/NV5 in another's letter
    return f"{glued[1]}-{glued[2]}" if glued else printed


_GLUED = re.compile(r"(\d{1,6})([A-ZĐ]{2,8}/\S+)")
_ALSO_BODIES = frozenset(("TC", "CT", "TT", "PC", "CĐ", "HĐ"))
"""Types' codes that offices bore too, before 2005: a letter 24187CT/ĐTNN is a Cục Thuế's, TC/TCT
of the Ministry of Finance."""
_COMMITTEES = re.compile(r"[A-ZĐ]*TW|[THĐQ]U|[A-ZĐ]{2,4}[TH]U")


def is_of_body(code: str, host: str, *, is_letter: bool) -> bool:
    """Tell an office's letters between number and slash from a type's code: numbers of the old
    kind (1054TCT/NV5, 642 NN/TCCB) have no dash before them, those of the Party (298 KH/TWĐTN) do.
    ``host`` stands behind the slash; ``is_letter`` says that the paper is a công văn, which bears
    no type's code.
    """
    if _COMMITTEES.fullmatch(host):
        return False  # 12 TC/TW is a Thông cáo
    return code not in types_by_code() or code == "TC" or (is_letter and code in _ALSO_BODIES)


def folded_key(text: str) -> str:
    """Return the key without diacritics: for proposing candidates, never for identity."""
    return fold(match_key(text)).upper()
