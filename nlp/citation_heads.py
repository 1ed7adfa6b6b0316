"""A list's heading names the body of all its items: "các văn bản của UBND tỉnh: Công văn số …; …".

The body is given to an item only where the item's notation spells it (UBND, BNV for Bộ Nội vụ).
"""

import re
from collections.abc import Iterator

from dispatch.letters import UPPER
from nlp.citation_tail import BODY, issuer_from

Span = tuple[int, int]

_PAPERS = (
    r"(?:các|những|một số|0?\d)\s(?:văn bản|công văn|Công văn|kế hoạch|Kế hoạch|quyết định"
    r"|Quyết định|tờ trình|Tờ trình|chỉ thị|Chỉ thị|thông báo|Thông báo|báo cáo|Báo cáo)"
)
_OF_PAPERS = re.compile(rf"\b{_PAPERS}\b[^.;:\d]{{0,60}}?\scủa\s(?={BODY}\b)")
_IN_PAPERS = re.compile(
    rf"\scủa\s(?={BODY}\b)(?=[^.;:\d]{{3,90}}\stại\s{_PAPERS}[^.;:\d]{{0,30}}:)"
)
_OPENS = re.compile(
    r"(?:\s(?:về|tại)\s[^.;:\d]{2,90})?[\s,]{0,2}(?:sau(?: đây)?|gồm|cụ thể)?\s?:\s"
)
_ENDS = re.compile(rf"\.\s(?=[{UPPER}])|\n")


def headed_lists(text: str) -> list[tuple[Span, Span]]:
    """Return where the items of each headed list stand, in order and apart, and where the body of
    its heading does."""
    if ":" not in text:
        return []
    found = sorted(item for pattern in (_OF_PAPERS, _IN_PAPERS) for item in _lists(text, pattern))
    if not found:
        return []
    nexts = [start for (start, _), _ in found[1:]] + [len(text)]
    return [
        ((start, min(end, following)), body)
        for ((start, end), body), following in zip(found, nexts, strict=True)
    ]


def _lists(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[Span, Span]]:
    for match in pattern.finditer(text):
        body = issuer_from(text, match.end())
        opening = _OPENS.match(text, body[1]) if body else None
        if body and opening:
            end = _ENDS.search(text, opening.end())
            yield (opening.end(), end.start() if end else len(text)), body


def spells(body: str, printed: str) -> bool:
    """True where the letters of a notation, ``printed``, are ``body``'s abbreviation.

    >>> spells("UBND tỉnh Lào Cai", "UBND"), spells("Bộ Nội vụ", "BNV"), spells("Sở Y tế", "STC")
    (True, True, False)
    """
    words = body.replace("-", " ").split()
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    initials = "".join(word[0] for word in words if word[0].isalpha()).upper()
    return printed in capitals or (len(printed) > 1 and initials.startswith(printed))
