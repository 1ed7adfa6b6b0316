"""What OCR lost of known names comes back from the tables: ``Cồng an tĩnh`` → ``Công an tỉnh``.

Only where a word was read by OCR, only phrases of two words and more that the tables hold, and the
print stays with the finding as ``raw``.
"""

import re
from functools import cache

from dispatch.document import ParsedDocument
from dispatch.text import fold, fold_same_length
from dispatch.vocabulary import rows
from nlp import reading
from nlp.findings import Span

_UNITS = ("tỉnh", "huyện", "thành phố", "thị xã", "phường", "xã")

_QUARTER = re.compile(r"(\b(?:[Qq]u[ýy]|[Qq]úy)\s+)(H|HI|IH|HH)\b")


@cache
def _phrases() -> dict[str, str]:
    names = [row["name"] for table in ("body_words", "provinces") for row in rows(table)]
    names += [row["words"] for row in rows("position_words")]
    names += [
        f"{unit} {row['name']}" for unit in _UNITS for row in rows("provinces")
    ]  # fmt: skip
    found: dict[str, str] = {}
    for name in names:
        if len(name.split()) > 1:
            found.setdefault(fold(name), name)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    ordered = sorted(_phrases(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b")


def mend(document: ParsedDocument, text: str, spans: tuple[Span, ...]) -> str:
    """Return ``text`` (printed at ``spans``) with the marks of known phrases restored."""
    if not any(reading.is_read(document, *span) for span in spans):
        return text
    folded = fold_same_length(text)
    parts: list[str] = []
    at = 0
    for match in _pattern().finditer(folded):
        printed = text[match.start() : match.end()].split()
        known = _phrases()[match.group()].split()
        if len(printed) != len(known):
            continue
        parts.append(text[at : match.start()])
        parts.append(" ".join(map(_in_case_of, printed, known)))
        at = match.end()
    return "".join([*parts, text[at:]])


def mend_quarter(text: str) -> str:
    """Restore the Roman numeral of a quarter, which has only I to IV: OCR reads III as HI or HH.

    >>> mend_quarter("công tác quý HI năm 2024")
    'công tác quý III năm 2024'
    """
    return _QUARTER.sub(lambda match: match[1] + min(match[2].replace("H", "II"), "III"), text)


def _in_case_of(printed: str, known: str) -> str:
    if printed.isupper():
        return known.upper()
    return known[:1].upper() + known[1:].lower() if printed[:1].isupper() else known.lower()
