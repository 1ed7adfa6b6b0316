"""Text that another program's OCR made of a scan looks like any text; what it made of names that
everybody writes alike tells it: ỦY BAN NHÀN DÂN, BAN CHÁP HÀNH TRUNG ƯƠNG."""

import re
from functools import cache

from dispatch.text import fold, fold_same_length, unify
from dispatch.vocabulary import rows

CONFIDENCE = 0.85
"""What its words are worth: their own confidences are lost."""
_SAMPLE = 20_000  # characters
_LEAST = 3  # syllables of a name: two have homographs (Hải quan, Hải quân)
_LONG = 5  # syllables of a name whose first one can be no end of another word


@cache
def _names() -> dict[str, str]:
    """Return the tables' long names by their folded form, if no two differ by marks alone."""
    found: dict[str, set[str]] = {}
    tables = (("body_words", "name"), ("position_words", "words"), ("laws", "title"))
    for table, column in tables:
        for row in rows(table):
            if len(row[column].split()) >= _LEAST:
                found.setdefault(fold(row[column]), set()).add(unify(row[column]))
    return {name: next(iter(forms)) for name, forms in found.items() if len(forms) == 1}


@cache
def _pattern() -> re.Pattern[str]:
    ordered = sorted(_names(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b")


def is_read_by_others(text: str) -> bool:
    """Tell whether ``text`` writes a name that it knows with other marks than all others do, while
    it has marks at all.

    >>> is_read_by_others("Ủy ban nhàn dân tỉnh"), is_read_by_others("các văn bản chỉ đạo")
    (True, False)
    """
    text = text[:_SAMPLE]
    if text.isascii():
        return False
    for match in _pattern().finditer(fold_same_length(text)):
        printed = unify(match_text := text[match.start() : match.end()]).split()
        known = _names()[match.group()].split()
        if len(printed) != len(known) or match_text.isascii():
            continue
        # "văn bản chỉ đạo" and "địa bàn quản lý" begin with the end of another word.
        first = 0 if len(known) >= _LONG else 1
        if printed[first:] != known[first:]:
            return True
    return False
