"""Nơi nhận and Lưu: entries in print order with role and delivery; the archive's units apart."""

import re
from collections.abc import Sequence

from dispatch.document import ParsedDocument
from dispatch.record import Recipient
from dispatch.text import fold
from nlp import reading
from nlp.archive import find_archive
from nlp.findings import Finding, Findings
from nlp.mending import mend
from nlp.passage import Passage, join
from nlp.pieces import RECIPIENTS
from nlp.roles import Piece, Role
from nlp.zone_phrases import ARCHIVE
from nlp.zones import Zones

_ITEM = re.compile(r"^\s*[-+•*–—_·¬~]+\s*(?=\S)")  # ¬ ~: dashes beside specks
_ELECTRONIC = re.compile(
    r"\b(?:van ban|vb|ban) (?:dien tu|mem)\b|\bvbdt\b|\bqua (?:mang|truc|email|he thong)"
    r"|\bvnptioffice\b"
)
_PAPER = re.compile(r"\bban (?:giay|cung|chinh)\b")
_SEND = re.compile(r"^gui (?:ban|qua)\b")
# What stands in brackets is a role where it says what the entry is to do with the paper.
_ROLE = re.compile(
    r"^(?:de\b|thay (?:b|tra loi\b)|(?:b|ph?|th?) ?/ ?[a-z]{1,5}\b|d ?/ ?(?!c\b)[a-z]{1,5}\b|"
    r"bao cao|thuc hien|thi hanh|"
    r"phoi hop|biet|theo doi|chi dao|gop y|cu\b|ket noi|chuan bi|dang|dua tin|niem yet|"
    r"cong bo|kiem tra|giam sat|tham muu|trien khai|tong hop|xem xet|b\.c|"
    r"xin y kien|lam viec|thong bao|bo tri|bao dam|dam bao|dua tin|c/bi\b|"
    r"vbdt\b|(?:van ban|vb|ban) (?:dien tu|mem|giay)|[a-z ]{0,24}\bsao gui\b)"
)
_BRACKET = re.compile(r"[(“\"]\s*(?P<role>[^()“”\"]{1,120})[)”\"]?\s*[.;,:]*\s*$")
_COLON_ROLE = re.compile(r"[:,]\s*(?P<role>(?:để|b/c|t/h|p/h|thay)\b[^:;]{0,40})$")
# OCR drops the slash of the short roles: (t/h) becomes (th), (Uh), (/h); (b/c) (bíc), (đ/c).
_SHORT_ROLE = re.compile(
    r"\(\s*(?P<role>[tufi]?[/l1|]?h|b[íi]?[/l1|]?[c©€]|[đ]?/[c©€])\s*\)\W*$", re.I
)
_AS_ABOVE = re.compile(r"(?:n\w{0,2}[ưuứừ]|h?[ưứừ])\s?tr[êeếề]n", re.IGNORECASE)  # its N lost
# It stands alone on its line: a few signs before or behind it are a seal's or a stroke's.
_AS_ABOVE_STAINED = re.compile(r"(?:\S{1,3}\W+)?như trên(?:\s?[;:,.]\s?\S{0,8})?", re.IGNORECASE)
# "Các Sở, ngành: TC; XD; NN&MT;" goes on with codes on the next line.
_CODES = re.compile(r":\s?(?:[A-ZĐ&, ]{1,16};\s?)+$")
_CODE = re.compile(r"\W?[A-ZĐ&]{1,8}\s?[,;]")
_SIGNED_BY = re.compile(r"\W*(?:chung thu so|to chuc chung thuc|thoi gian ky|nguoi ky|ky boi)\b")
# What OCR left of "Nơi nhận:", joined with the entry that comes first everywhere.
_HEADING_REST = re.compile(r"\W*\w{1,10}\W{1,4}(?=[-–]\s?Như\b)")
_SERIAL = re.compile(r"[A-Za-z][\w.\-]{1,11}\s?[:#]\s?\d{3,}")
_END = re.compile(r"[;.]\s*$")


def find_recipients(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report the recipients in order and the archive."""
    delivery: str | None = None
    for group in _entries(document, zones.of(Role.RECIPIENTS, Role.ARCHIVE)):
        passage = join(group)
        start = _start(passage)
        end = passage.trimmed(start, len(passage.text), " ")[1]
        if start >= end:
            continue
        if ARCHIVE.match(passage.folded[start:]):
            find_archive(document, passage, start, findings)
            continue
        head = _delivery(passage.folded[start:])
        if head is not None and _is_subhead(passage, start, end):
            delivery = head
            continue
        for low, high in _parts(passage, start, end):
            _report(document, passage, (low, high), delivery, findings)


def _is_subhead(passage: Passage, start: int, end: int) -> bool:
    """Tell "Gửi bản điện tử:" from an entry: it ends in a colon, or, where OCR has lost the colon,
    opens with the verb and has no dash."""
    if passage.text[:end].endswith(":"):
        return True
    return start == 0 and _SEND.match(passage.folded) is not None


def _delivery(folded: str) -> str | None:
    if _ELECTRONIC.search(folded):
        return "electronic"
    return "paper" if _PAPER.search(folded) else None


def _start(passage: Passage) -> int:
    start = 0
    head = RECIPIENTS.match(passage.folded)
    if head:
        start = head.end()
    elif rest := _HEADING_REST.match(passage.text):
        start = rest.end()
    item = _ITEM.match(passage.text[start:])
    return start + item.end() if item else start


def _entries(document: ParsedDocument, pieces: list[Piece]) -> list[list[Piece]]:
    """Join wrapped lines: a line goes on with the one above unless it opens an entry of its own. On
    scans a capital behind a semicolon opens one too: its dash was lost."""
    groups: list[list[Piece]] = []
    marked = sum(bool(_ITEM.match(piece.text)) for piece in pieces)
    dashed = marked >= 2
    listed = [piece for piece in pieces if not ARCHIVE.match(piece.folded)]
    closed = 2 * sum(_END.search(piece.text) is not None for piece in listed) > len(listed)
    for piece in pieces:
        opens = (
            not groups
            or _ITEM.match(piece.text) is not None
            or RECIPIENTS.match(piece.folded) is not None
            or ARCHIVE.match(piece.folded) is not None
            or RECIPIENTS.fullmatch(join(groups[-1]).folded) is not None
            or piece.text.rstrip().endswith(":")
            or (not dashed and _END.search(groups[-1][-1].text) is not None)
            or (not (marked or closed) and _stands_alone(groups[-1], piece))
            or (
                _is_closed(groups[-1][-1])
                and _lost_its_dash(document, piece)
                and not _goes_on_in_codes(groups[-1], piece)
            )
        )
        if opens:
            groups.append([piece])
        else:
            groups[-1].append(piece)
    return groups


def _stands_alone(above: Sequence[Piece], piece: Piece) -> bool:
    """True for an entry of a list without dashes and marks: a paragraph of its own, or whatever is
    below "Như trên", which is whole."""
    opens = piece.text[:1].isupper()
    return opens and (
        piece.line.starts_paragraph or _AS_ABOVE.fullmatch(above[-1].text.strip(" .;,")) is not None
    )


def _goes_on_in_codes(group: list[Piece], piece: Piece) -> bool:
    return bool(_CODES.search(join(group).text) and _CODE.match(piece.text))


def _is_closed(piece: Piece) -> bool:
    return piece.text.rstrip().endswith(";")


def _lost_its_dash(document: ParsedDocument, piece: Piece) -> bool:
    return piece.text[:1].isupper() and reading.is_read(document, *piece.span)


def _parts(passage: Passage, start: int, end: int) -> list[tuple[int, int]]:
    """Cut at a semicolon and dash that begin another entry on the same line."""
    cuts = [start]
    cuts.extend(
        match.end() for match in re.finditer(r"[;.]\s+[-+–—:~=¬]\s*", passage.text[start:end])
    )
    cuts = [cuts[0], *(start + cut for cut in cuts[1:])]
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _report(
    document: ParsedDocument, passage: Passage, bounds: tuple[int, int], delivery: str | None,
    findings: Findings,
) -> None:  # fmt: skip
    low, high = passage.trimmed(*bounds, ";,.-–—+_*•:|`'~^")
    if sum(char.isalpha() for char in passage.text[low:high]) < 2:
        return
    if _SERIAL.fullmatch(passage.text, low, high):
        return  # the document system's own count of the paper, no one who gets it
    if _SIGNED_BY.match(passage.folded, low, high):
        return  # a signature's panel, printed into the list
    if ARCHIVE.match(passage.folded[low:high]):
        find_archive(document, passage, low, findings)
        return
    role, name_end, role_span = _role(document, passage, low, high)
    spans = passage.spans(low, high)
    printed = " ".join(passage.text[low:name_end].split())
    name = mend(document, printed, spans)
    above = _AS_ABOVE.fullmatch(name) or _AS_ABOVE_STAINED.fullmatch(name)
    if above and any(reading.is_read(document, *span) for span in spans):
        name = "Như trên"
    delivery = (_delivery(fold(role)) if role else None) or delivery
    value = Recipient(
        name=name, role=role,
        delivery="electronic" if delivery == "electronic" else "paper" if delivery else None,
    )  # fmt: skip
    parts = {"name": passage.spans(low, name_end)}
    if role_span:
        parts["role"] = passage.spans(*passage.trimmed(*role_span, " .;,"))
    raw = printed if printed != name else None
    sure = reading.after_repair(reading.confidence(document, spans, 0.97), raw)
    findings.add(
        [
            Finding(
                "recipients",
                value,
                spans,
                sure,
                "rule:recipients",
                parts=parts,
                raw=raw,
            )
        ]
    )


def _role(
    document: ParsedDocument, passage: Passage, low: int, high: int
) -> tuple[str | None, int, tuple[int, int] | None]:
    """Return the role behind an entry, where the name ends, and the role's place."""
    for pattern in (_BRACKET, _COLON_ROLE):
        match = pattern.search(passage.text, low, high)
        if match and match.start() > low and _ROLE.match(passage.folded[match.start("role") :]):
            end = passage.trimmed(low, match.start(), ";,.-–")[1]
            return match["role"].strip(" .;,"), end, match.span("role")
    match = _SHORT_ROLE.search(passage.text, low, high)
    if match is None or match.start() <= low:
        return None, high, None
    if match["role"].isupper() and "/" not in match["role"]:  # (TH) names a unit
        return None, high, None
    if not any(reading.is_read(document, *span) for span in passage.spans(*match.span("role"))):
        return None, high, None
    end = passage.trimmed(low, match.start(), ";,.-–")[1]
    return ("t/h" if match["role"][-1] in "hH" else "b/c"), end, match.span("role")
