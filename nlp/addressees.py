"""Kính gửi: whom the dispatch speaks to, one on the line or one an item, wrapped lines joined."""

import re
from itertools import pairwise

from dispatch.document import ParsedDocument
from nlp import reading
from nlp.findings import Finding, Findings
from nlp.mending import mend
from nlp.passage import Passage, join
from nlp.roles import Piece, Role
from nlp.zone_addressees import PARTICULARS
from nlp.zones import Zones

_HEAD = re.compile(
    r"^\W*k\w?nh (?:g\w{1,2}i|trinh|chuyen)\s*:?\s*|^.{0,80}\bdien:\s*$|^\W*dien\s?:\s*"
    r"|^(?:chu tich|thu tuong|bo truong)\b.{0,80}\bdien\s*$"
)
_ITEM = re.compile(r"^\s*(?:[-+•*–—]+\s*|\d{1,2}[.)]\s+|[a-zđ][.)]\s+)")
_INNER = re.compile(r";\s+(?=[-+•*–—]?\s*[^\W\d_])|(?<=\S)\s+[-+•–—]\s+(?=[^\W\d_a-z])")
_ALSO = re.compile(r"(?:^|\s)\(?[Đđ]ồng kính gửi\s?:?\s?")
_ALIAS = re.compile(r"\W*\((?:sau day )?(?:goi (?:chung|tat)|viet tat)\b")
"""What the text will call those above: "(sau đây gọi chung là BHXH các tỉnh)"."""
# Where a firm has its seat: "Công ty TNHH X (Lô 5, KCN Y, thị trấn Z, tỉnh T)"; (Việt Nam) is its
# name's.
_SEAT = re.compile(
    r"\s*\(\s*(?:(?:dia chi|d/c|tru so|ma so thue|mst|dien thoai)\b"
    r"|(?:lo|kcn|khu cong nghiep|so(?: nha)? \d|duong|thon|to \d|ap|tang)\b[^()]*,"
    r"|[^()]*\b(?:phuong|xa|thi tran|thi xa|huyen|quan)\b[^()]*,[^()]*\b(?:tinh|tp|thanh pho)\b)"
    r"[^()]*\)?\W*$"
)
_EDGES = ".,;:*_-–—+•~|\"'` "


def find_addressees(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report the addressees, one finding each, in print order."""
    for passage, start in _entries(zones.of(Role.ADDRESSEE)):
        for low, high in _parts(passage, start):
            low, high = passage.trimmed(low, high, _EDGES)
            if seat := _SEAT.search(passage.folded, low, high):
                low, high = passage.trimmed(low, seat.start(), _EDGES)
            if _ALIAS.match(passage.folded, low) or PARTICULARS.match(passage.folded[low:]):
                continue
            if sum(char.isalpha() for char in passage.text[low:high]) < 2:
                continue
            spans = passage.spans(low, high)
            sure = reading.confidence(document, spans, 0.97)
            printed = " ".join(passage.text[low:high].split())
            value = mend(document, printed, spans)
            raw = printed if printed != value else None
            sure = reading.after_repair(sure, raw)
            findings.add([Finding("addressees", value, spans, sure, "rule:addressee", raw=raw)])


def _entries(pieces: list[Piece]) -> list[tuple[Passage, int]]:
    """Join wrapped lines and return each entry with the offset behind its head or dash."""
    groups: list[list[Piece]] = []
    for at, piece in enumerate(pieces):
        head = _HEAD.match(piece.folded)
        item = _ITEM.match(piece.text)
        bare = head is not None and head.end() >= len(piece.text.rstrip())
        listed = at and pieces[at - 1].text.rstrip().endswith(";")
        if at and not (item or head or listed) and groups and groups[-1]:
            groups[-1].append(piece)
            continue
        groups.append([] if bare else [piece])
    found = []
    for group in groups:
        if not group:
            continue
        passage = join(group)
        match = _HEAD.match(passage.folded) or _ITEM.match(passage.text)
        found.append((passage, match.end() if match else 0))
    return found


def _parts(passage: Passage, start: int) -> list[tuple[int, int]]:
    """Cut an entry at semicolons and at dashes that begin another one on the same line."""
    cuts = [start]
    for match in _INNER.finditer(passage.text, start):
        if passage.text[match.start()] == ";":
            cuts.append(match.end())
    also = _ALSO.search(passage.text, start)
    if also is None:
        return list(pairwise([*cuts, len(passage.text)]))
    before = [cut for cut in cuts if cut < also.start()]
    end = len(passage.text.rstrip(" .)")) if "(" in also[0] else len(passage.text)
    behind = [cut for cut in cuts if cut > also.end()]
    return [*pairwise([*before, also.start()]), *pairwise([also.end(), *behind, end])]
