"""One page of an open PDF: as its content has it, and as a person sees it.

What annotations and signature widgets lay over a page belongs to it. PDFium makes it part of the
page by flattening, and reads it from the page loaded once more; that is done where an appearance
holds text, or when the page is looked at as a picture.
"""

import ctypes
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium_c

from parsers.assemble import RawWord
from parsers.drawn_marks import drawn_marks
from parsers.drawn_rules import Rules, read_rules
from parsers.form_values import field_values, with_values
from parsers.limits import Limits
from parsers.pdf_words import TextLayer, frame_of, read_words


class Sheet:
    """A loaded page; close it."""

    def __init__(
        self, document: Any, index: int, *, flat_fonts: frozenset[str] = frozenset()
    ) -> None:
        self._flat_fonts = flat_fonts
        self._document = document
        self._index = index
        self._page = document[index]
        self.frame = frame_of(self._page)
        self._is_annotated = pdfium_c.FPDFPage_GetAnnotCount(self._page) > 0

    def close(self) -> None:
        self._page.close()

    def as_seen(self) -> Any:
        """Return the page with all that is laid over it, for rendering and for its images."""
        self._flatten()
        return self._page

    def read(self) -> TextLayer:
        """Return the words of the page and of what is laid over it."""
        overlay = frozenset[int]()
        values: list[tuple[tuple[float, float, float, float], str]] = []
        if self._is_annotated and _annotations_print(self._page):
            values = field_values(self._page, self.frame)  # flattening takes the fields away
            base = pdfium_c.FPDFPage_CountObjects(self._page)
            self._flatten()
            overlay = _text_objects_from(self._page, base)
        layer = read_words(self._page, self.frame, overlay=overlay, flat_fonts=self._flat_fonts)
        return replace(layer, words=with_values(layer.words, values)) if values else layer

    def rules(self) -> Rules:
        """Return the lines drawn on the page."""
        return read_rules(self._page, self.frame)

    def drawn_marks(self, limits: Limits) -> list[RawWord]:
        """Return the words of a watermark that the page draws as curves."""
        return drawn_marks(self._page, self.frame, limits)

    def _flatten(self) -> None:
        if not self._is_annotated:
            return
        self._is_annotated = False
        if pdfium_c.FPDFPage_Flatten(self._page, pdfium_c.FLAT_NORMALDISPLAY) == 1:
            self._page.close()
            self._page = self._document[self._index]


def _annotations_print(page: Any) -> bool:
    """Tell whether the appearance of any annotation holds text."""
    for at in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, at)
        if not annotation:
            continue
        try:
            count = pdfium_c.FPDFAnnot_GetObjectCount(annotation)
            if _text_objects(annotation, pdfium_c.FPDFAnnot_GetObject, range(count)):
                return True
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return False


def _text_objects_from(page: Any, first: int) -> frozenset[int]:
    """Return the addresses of the text objects within the page's objects from ``first`` on."""
    indices = range(first, pdfium_c.FPDFPage_CountObjects(page))
    return frozenset(_text_objects(page, pdfium_c.FPDFPage_GetObject, indices))


def _text_objects(holder: Any, get: Callable[[Any, int], Any], indices: range) -> list[int]:
    found: list[int] = []
    waiting = [get(holder, at) for at in indices]
    while waiting:
        item = waiting.pop()
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            found.append(ctypes.cast(item, ctypes.c_void_p).value or 0)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            count = pdfium_c.FPDFFormObj_CountObjects(item)
            waiting.extend(pdfium_c.FPDFFormObj_GetObject(item, at) for at in range(count))
    return found
