"""Days and months that are written out: mồng hai, tháng Giêng, ngày hai mươi mốt."""

import re

_UNITS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9,
}  # fmt: skip
_MONTHS = {"gieng": 1, "chap": 12}
_FIRST_TEN = re.compile(r"^(?:mong|mung)\s+")
_TENS = re.compile(r"(?:(?P<tens>hai|ba)\s+)?muoi(?:\s+(?P<units>\w+))?")


def number_in_words(folded: str) -> int | None:
    """Return the number from 1 to 39 that folded words name, None where they name none.

    >>> number_in_words("mong hai"), number_in_words("hai muoi mot"), number_in_words("gieng")
    (2, 21, 1)
    """
    words = _FIRST_TEN.sub("", " ".join(folded.split()))
    if words.isdigit():
        return int(words) if words != folded.strip() and 1 <= int(words) <= 10 else None
    if words in _MONTHS:
        return _MONTHS[words]
    if tens := _TENS.fullmatch(words):
        units = _UNITS.get(tens["units"]) if tens["units"] else 0
        return None if units is None else 10 * _UNITS.get(tens["tens"] or "mot", 1) + units
    return _UNITS.get(words)
