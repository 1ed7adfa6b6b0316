"""Sao y, trích sao, sao lục: the block of a copy behind the signature (NĐ 30/2020, Điều 25)."""

import re
from typing import Literal

from dispatch.dates import parse_date
from dispatch.document import ParsedDocument
from dispatch.record import Copy
from nlp import reading
from nlp.case import sentence_case
from nlp.findings import Finding, Findings, Span
from nlp.passage import join
from nlp.roles import Piece, Role
from nlp.zone_words import LOWER, UPPER, is_capitals, is_name, is_office
from nlp.zones import Zones

_FORMS: tuple[tuple[str, Literal["SY", "TrS", "SL"]], ...] = (
    ("trich sao", "TrS"), ("sao luc", "SL"), ("sao y", "SY"), ("ban sao", "SY"),
)  # fmt: skip
_NUMBER = re.compile(
    r"\bs[oốôO0]\s*[:.]?\s*(?P<number>\d{1,6}\s*[/-]\s*(?:SY|TrS|SL|BS)\s*[/-]\s*[^\s,;]+)", re.I
)
_PLACE = re.compile(rf"[{UPPER}][{LOWER}]+(?:[ -][{UPPER}][{LOWER}]+){{0,4}}$")


def find_copy(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report the copy block with its own number, day, place, body and signer."""
    pieces = zones.of(Role.COPY)
    if not pieces:
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
