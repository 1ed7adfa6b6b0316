"""A code that OCR doubted is read as the same paper prints it elsewhere: 4G/L/TE is 4G/LTE.

Short forms of programmes, indices and offices are said again in the text. Only one that stands
there surely read, and differs by a slash or one letter that looks alike, is what was meant.
"""

import re

from dispatch.document import Origin, ParsedDocument
from dispatch.letters import UPPER
from nlp.findings import Span

_CODE = re.compile(rf"(?:\d{{1,2}})?[{UPPER}][{UPPER}\d&/.]*[{UPPER}\d]")
_ROUND = "()[]“”\"'.,;:"
_DOUBTED, _SURE = 0.6, 0.8  # OCR's confidence
_LEAST, _LEAST_FOR_SLIP = 3, 4  # letters
_ALIKE = ({*"TIF1"}, {*"CGOQ"}, {*"EF"})  # an office's PCTN is no misread PCTT


def as_printed_elsewhere(document: ParsedDocument, text: str, spans: tuple[Span, ...]) -> str:
    """Return ``text`` (printed at ``spans``) with its doubted codes as the document prints them."""
    sure: tuple[str, ...] | None = None
    for span in spans:
        for word in document.words_in(*span):
            if word.origin is not Origin.OCR or word.confidence > _DOUBTED:
                continue
            code = word.text.strip(_ROUND)
            if not _CODE.fullmatch(code) or code not in text:
                continue
            sure = _sure_codes(document) if sure is None else sure
            if code in sure:
                continue
            meant = [known for known in sure if _may_be(code, known)]
            if len(meant) == 1:
                text = text.replace(code, meant[0])
    return text


def _sure_codes(document: ParsedDocument) -> tuple[str, ...]:
    codes = {
        code: None
        for word in document.words
        if word.confidence >= _SURE and _CODE.fullmatch(code := word.text.strip(_ROUND))
    }
    return tuple(codes)


def _may_be(code: str, known: str) -> bool:
    if code == known or len(known) < _LEAST:
        return False
    if code.replace("/", "") == known.replace("/", ""):
        return True
    slips = [pair for pair in zip(code, known, strict=False) if pair[0] != pair[1]]
    same = len(code) == len(known) >= _LEAST_FOR_SLIP and len(slips) == 1
    return same and any(set(slips[0]) <= alike for alike in _ALIKE)
