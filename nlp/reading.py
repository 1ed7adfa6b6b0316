"""How surely a stretch of the text was read: text layer, overlay, OCR or pen strokes."""

from dispatch.document import PEN_MARK, Origin, ParsedDocument, Word
from nlp.findings import Span

_UNSURE = frozenset({Origin.OCR, Origin.OVERLAY})


def confidence(document: ParsedDocument, spans: tuple[Span, ...], base: float) -> float:
    """Return ``base`` weakened by the least sure word that the spans touch."""
    sure = base
    if document.origins.isdisjoint(_UNSURE):
        return round(sure, 4)
    for start, end in spans:
        for word in document.words_in(start, end):
            if word.origin is Origin.OCR:
                sure = min(sure, base * (0.5 + 0.5 * word.confidence))
            elif word.origin is Origin.OVERLAY:
                sure = min(sure, base * 0.99)
    return round(sure, 4)


def after_repair(sure: float, raw: str | None) -> float:
    """Return ``sure``, lowered where the print ``raw`` had to be mended."""
    return sure if raw is None else round(sure * 0.9, 4)


def pen_word(document: ParsedDocument, start: int, end: int) -> Word | None:
    """Return the first word within that stands for pen strokes, or None."""
    if Origin.PEN not in document.origins and PEN_MARK not in document.text:
        return None
    for word in document.words_in(start, end):
        if word.origin is Origin.PEN or PEN_MARK in word.text:
            return word
    return None


def is_read(document: ParsedDocument, start: int, end: int) -> bool:
    """True where OCR read any word within."""
    return Origin.OCR in document.origins and any(
        word.origin is Origin.OCR for word in document.words_in(start, end)
    )
