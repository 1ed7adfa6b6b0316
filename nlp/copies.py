"""Sao y, trích sao, sao lục: the block of a copy behind the signature (NĐ 30/2020, Điều 25), or the
line that an electronic copy bears at its top."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Literal

from dispatch.dates import parse_date
from dispatch.document import Block, Line, ParsedDocument
from dispatch.letters import LOWER, UPPER
from dispatch.record import Copy
from dispatch.text import fold
from nlp import reading
from nlp.case import sentence_case
from nlp.findings import Finding, Findings, Span
from nlp.passage import join
from nlp.roles import Piece, Role
from nlp.zone_words import is_capitals, is_name, is_office
from nlp.zones import Zones

_FORMS: tuple[tuple[str, Literal["SY", "TrS", "SL"]], ...] = (
    ("trich sao", "TrS"), ("sao luc", "SL"), ("sao y", "SY"), ("ban sao", "SY"),
)  # fmt: skip
_NUMBER = re.compile(
    r"\bs[oốôO0]\s*[:.]?\s*(?P<number>\d{1,6}\s*[/-]\s*(?:SY|TrS|SL|BS)\s*[/-]\s*[^\s,;]+)", re.I
)
_ELECTRONIC = re.compile(
    r"\W*(?P<form>sao\s+y|trích\s+sao|sao\s+lục)(?:\s+bản\s+chính)?\s*[;,.:–-]?\s+"
    r"(?:(?:cơ quan|tổ chức|ký bởi|người ký)\s*:\s*)?(?P<body>[^;:\d]{4,160}?)\s*[;,.]?\s*"
    r"(?:(?:thời gian|ngày)(?:\s+ký)?\s*:\s*)?"
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4}))"
    r"[ ,;T]+\d{1,2}:\d\d:\d\d",
    re.IGNORECASE,
)
_PLACE = re.compile(rf"[{UPPER}][{LOWER}]+(?:[ -][{UPPER}][{LOWER}]+){{0,4}}$")


def find_copy(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report the copy block with its own number, day, place, body and signer."""
    pieces = zones.of(Role.COPY)
    if not pieces:
        _find_electronic(document, findings)
        return
    passage = join(pieces)
    form = next((code for words, code in _FORMS if words in passage.folded), None)
    if form is None:
        return
    parts: dict[str, tuple[Span, ...]] = {}
    number = _NUMBER.search(passage.text)
    if number:
        parts["number"] = passage.spans(*number.span("number"))
    printed = parse_date(passage.text)
    place = None
    if printed:
        parts["date"] = passage.spans(*printed.span)
        before = passage.text[: printed.span[0]].rstrip(" ,")
        found = _PLACE.search(before)
        place = found.group().strip() if found else None
    body, signer = _body(pieces), _signer(pieces)
    value = Copy(
        form=form,
        number="".join(number["number"].split()) if number else None,
        date=printed.iso if printed else None,
        place=place,
        body=sentence_case(body, document.text) if body else None,
        signer=signer,
    )
    sure = reading.confidence(document, passage.spans(), 0.9)
    findings.add([Finding("copy", value, passage.spans(), sure, "rule:copy", parts=parts)])


def _find_electronic(document: ParsedDocument, findings: Findings) -> None:
    """Report what an electronic copy says of itself: form, copying body and time of signing in one
    line (NĐ 30/2020, Phụ lục I, Phần II), which may be a panel of several."""
    for lines in _told_together(document):
        start, end = lines[0].start, lines[-1].end
        match = _ELECTRONIC.match(document.text[start:end])
        if match is None:
            continue
        form = next(code for words, code in _FORMS if words in fold(match["form"]))
        day = match["iso"] or "-".join((match["y"], f"{match['m']:0>2}", f"{match['d']:0>2}"))
        body = " ".join(match["body"].split()).strip(" -–.,;:")
        value = Copy(form=form, date=day, body=body)
        spans = tuple((line.start, line.end) for line in lines)
        sure = reading.confidence(document, spans, 0.9)
        findings.add([Finding("copy", value, spans, sure, "rule:copy-electronic")])
        return


def _told_together(document: ParsedDocument) -> Iterator[list[Line]]:
    """Yield each line that stands by itself, and the lines of each panel."""
    for _, group in groupby(document.lines, key=lambda line: (line.page, line.block, line.group)):
        lines = list(group)
        if lines[0].block is Block.ESIGN:
            yield lines
        elif lines[0].block is Block.PROSE:
            yield from ([line] for line in lines)


def _body(pieces: list[Piece]) -> str | None:
    for piece in pieces[1:]:
        words = piece.text.strip()
        if is_capitals(words) and not is_office(words) and "/" not in words and len(words) > 5:
            if "CỘNG H" in words or any(code in piece.folded for code, _ in _FORMS):
                continue
            return words
    return None


def _signer(pieces: list[Piece]) -> str | None:
    seen = False
    for piece in pieces:
        seen = seen or is_office(piece.text)
        if seen and is_name(piece.text):
            return piece.text.strip()
    return None
