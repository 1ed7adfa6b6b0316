"""The part of a document that a citation names before it: "khoản 2 Điều 3" of a decision."""

import re

Span = tuple[int, int]

_SCOPE = re.compile(
    r"(?:(?:diem|khoan|muc|phan)\s(?:[a-z]|\d{1,3})(?:\s?,\s?(?:diem\s|khoan\s)?(?:[a-z]|\d{1,3})){0,6}"
    r"(?:\s?,|\sva)?\s){0,4}(?:dieu|khoan|chuong|muc|phu luc)\s(?:\d{1,3}[a-z]?|[ivx]{1,6})"
    r"(?:(?:,|\sva)\s(?:dieu\s)?\d{1,3}){0,6}(?:\schuong\s[ivx\d]{1,5})?,?\s"
    r"(?:(?:cua|tai|(?:(?:cua|tai)\s)?(?:quy che|quy dinh|dieu le|quy trinh|de an|danh muc)\s"
    r"[^,;.:]{0,60}?(?:duoc )?ban hanh kem theo|ban hanh kem theo)\s)?$"
)
_SCOPE_TAIL = re.compile(
    r",?\s(?:(?:cua|tai)\s?)?(?:(?:quy che|quy dinh|dieu le|quy trinh|de an|danh muc)\s[^,;.:]*?)?"
    r"(?:(?:duoc )?ban hanh kem theo)?\s?$"
)
_LOOK_BEHIND = 150  # characters


def scope_span(folded: str, start: int) -> Span | None:
    """Return where the part stands that a citation beginning at ``start`` is limited to, or None;
    ``folded`` is the paragraph folded in place."""
    low = max(0, start - _LOOK_BEHIND)
    found = _SCOPE.search(folded[low:start])
    if found is None:
        return None
    printed = _SCOPE_TAIL.sub("", found[0])
    return low + found.start(), low + found.start() + len(printed.rstrip(" ,"))
