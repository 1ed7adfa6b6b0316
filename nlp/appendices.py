"""Phụ lục and whatever is issued with the dispatch: label, title and span of each part behind."""

import re

from dispatch.document import ParsedDocument
from dispatch.record import Appendix
from nlp import reading
from nlp.findings import Finding, Findings
from nlp.roles import Piece, Role
from nlp.zone_words import is_capitals, type_of_title
from nlp.zones import Zones

_LABEL = re.compile(r"^\W*(?P<label>phu luc(?:\s+(?:so\s+)?(?:[ivxlc]{1,6}|\d{1,3}|[a-z])\b)?)")
_WITH = re.compile(r"^\W*\(?(?:ban hanh )?kem theo\b")
_HEADS = re.compile(r"^\W*(?:danh sach|bieu|mau so|bang|quy che|quy dinh|dieu le|noi dung)\b")


def find_appendices(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report each appendix; the lines up to the next one are its span."""
    pieces = zones.of(Role.APPENDIX)
    starts = [at for at in range(len(pieces)) if _begins(pieces, at)]
    if pieces and not starts:
        starts = [0]
    for position, at in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else len(pieces)
        _report(document, pieces[at:end], findings)


def _begins(pieces: list[Piece], at: int) -> bool:
    piece = pieces[at]
    if _LABEL.match(piece.folded) and len(piece.text) < 120 and _is_heading(piece):
        return True
    if not is_capitals(piece.text) or len(piece.text) > 120:
        return False
    if not (_HEADS.match(piece.folded) or type_of_title(piece.text)):
        return False
    before = pieces[max(0, at - 2) : at]
    if any(_LABEL.match(item.folded) for item in before):
        return False
    return any(_WITH.match(item.folded) for item in pieces[at + 1 : at + 5])


def _is_heading(piece: Piece) -> bool:
    return piece.line.starts_paragraph and (
        is_capitals(piece.text) or piece.line.centered or len(piece.text) < 40
    )


def _report(document: ParsedDocument, pieces: list[Piece], findings: Findings) -> None:
    first = pieces[0]
    match = _LABEL.match(first.folded)
    label = first.text[slice(*match.span("label"))].strip() if match else None
    kind = type_of_title(first.text)
    if match is None and kind is not None:
        label = kind[0]
    title_spans: list[tuple[int, int]] = []
    taken = match.end() if match else kind[1] if kind else 0
    rest = first.text[taken:].strip(" .:-–")
    if len(rest) > 2:
        at = first.text.find(rest)
        title_spans.append((first.start + at, first.start + at + len(rest)))
    for piece in pieces[1:6]:
        if _WITH.match(piece.folded) or len(piece.text) > 200 or not _is_title_line(piece):
            break
        title_spans.append(piece.span)
    title = " ".join(document.text[low:high] for low, high in title_spans) or None
    span = (first.start, pieces[-1].end)
    parts = {"title": tuple(title_spans)} if title_spans else {}
    sure = reading.confidence(document, (first.span,), 0.9)
    value = Appendix(label=label, title=title, span=span)
    findings.add([Finding("appendices", value, (span,), sure, "rule:appendix", parts=parts)])


def _is_title_line(piece: Piece) -> bool:
    return is_capitals(piece.text) or piece.is_bold
