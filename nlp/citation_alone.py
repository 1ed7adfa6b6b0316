"""Which numbers cite a document without a noun before them, and which count something else.

Streets, telephones, forms and a court's cases have numbers, too.
"""

import re

from dispatch.vocabulary import types_by_code
from nlp.citation_parts import NumberToken

_PLACE = re.compile(
    r"(?:duong|ngo|hem|kiet|nha|dien thoai|dt|fax|to|thua|khu|phuong)"
    r"[\s.:]*(?:so)?\s?$"
)
_OF_A_FORM = re.compile(r"\b(?:mau|bieu|bang)\s(?:so\s?:?\s?)?$")  # "Mẫu số 02/BNV-TĐ"
_OF_A_CASE = re.compile(r"\b(?:vu an|vu viec|ho so|thu ly)\b[^.;,]{0,40}\bso\s?:?\s?$")
"""What a court or a desk counts by numbers of its own: "vụ án dân sự số 221/2025/TLST-DS"."""
_NUMBER_WORD = re.compile(r"\bso\s?:?\s?$")


def is_of_a_form(folded: str, start: int) -> bool:
    """True where the number at ``start`` is a form's: "Mẫu số 02/BNV-TĐ"."""
    return _OF_A_FORM.search(folded, max(0, start - 12), start) is not None


def stands_alone(folded: str, number: NumberToken) -> bool:
    """True for a number that is one without a noun: no street's number, no part of a fraction."""
    lead = folded[max(0, number.start - 14) : number.start]
    notation = number.notation or ""
    coded = re.split("[-/.]", notation)[0] in types_by_code() or notation.startswith(
        ("QH", "UBTVQH")
    )
    shaped = coded or ("-" in notation and _NUMBER_WORD.search(lead) is not None)
    if _OF_A_CASE.search(folded, max(0, number.start - 70), number.start):
        return False
    return shaped and number.regular and _PLACE.search(lead) is None
