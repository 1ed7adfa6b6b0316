"""Whether two readers of a PDF see the same words: pdfplumber's and ours, page by page.

What annotations lay over a page is left out: pdfplumber does not see it.
"""

import io
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain

import pdfplumber
import pypdfium2 as pdfium

from dispatch.document import Origin
from parsers.pdf_glyphs import fonts_without_descent
from parsers.pdf_sheet import Sheet
from parsers.pdf_words import TextLayer

TOLERANCE = 1.0  # points

Box = tuple[float, float, float, float]
Found = list[tuple[str, Box]]


@dataclass(slots=True)
class Agreement:
    """How far the readers agree on one file; words are pdfplumber's."""

    words: int = 0
    other_characters: int = 0
    cut_otherwise: list[str] = field(default_factory=list)
    off: list[str] = field(default_factory=list)  # box farther off than the tolerance


def compare(data: bytes) -> Agreement:
    """Compare the two readers on one file."""
    agreement = Agreement()
    for ours, theirs in zip(our_words(data), pdfplumber_words(data), strict=True):
        _compare_page(ours, theirs, agreement)
    return agreement


def our_words(data: bytes) -> list[Found]:
    """Return each page's printed words as our reader gives them."""
    return [
        [
            (word.text, (word.x0 or 0, word.top or 0, word.x1 or 0, word.bottom or 0))
            for word in (*layer.words, *layer.slanted, *chain(*layer.sideways.values()))
            if word.origin is Origin.TEXT
        ]
        for layer in read_layers(data)
    ]


def read_layers(data: bytes) -> list[TextLayer]:
    """Read the text layer of each page, and nothing else."""
    document = pdfium.PdfDocument(data)
    document.init_forms()
    flat = fonts_without_descent(data)
    layers: list[TextLayer] = []
    try:
        for index in range(len(document)):
            sheet = Sheet(document, index, flat_fonts=flat)
            layers.append(sheet.read())
            sheet.close()
    finally:
        document.close()
    return layers


def pdfplumber_words(data: bytes) -> list[Found]:
    """Return each page's words as pdfplumber gives them."""
    pages: list[Found] = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            pages.append(
                [
                    (word["text"], (word["x0"], word["top"], word["x1"], word["bottom"]))
                    for word in page.extract_words()
                ]
            )
            page.close()
    return pages


def _compare_page(ours: Found, theirs: Found, agreement: Agreement) -> None:
    free: dict[str, list[Box]] = defaultdict(list)
    for text, box in ours:
        free[unicodedata.normalize("NFC", text)].append(box)
    agreement.words += len(theirs)
    mine, other = _characters(ours), _characters(theirs)
    agreement.other_characters += ((mine - other) + (other - mine)).total()
    for text, box in theirs:
        boxes = free[unicodedata.normalize("NFC", text)]
        if not boxes:
            agreement.cut_otherwise.append(text)
            continue
        nearest = min(boxes, key=lambda known: _distance(known, box))
        boxes.remove(nearest)
        if _distance(nearest, box) > TOLERANCE:
            agreement.off.append(text)


def _characters(words: Found) -> Counter[str]:
    return Counter(unicodedata.normalize("NFC", "".join(text for text, _ in words)))


def _distance(one: Box, other: Box) -> float:
    return max(abs(here - there) for here, there in zip(one, other, strict=True))
