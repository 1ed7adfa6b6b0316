"""Values of form fields of which the page's picture shows but a part of the letters.

A field that a program filled in often has no appearance. PDFium then sets its value in the form's
own font, which is Helvetica as a rule and has half of the Vietnamese letters: ``Sở Nội vụ`` becomes
``S Ni v``. The value itself is whole, and is what other viewers show.
"""

import ctypes
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium_c

from dispatch.document import Origin
from parsers.assemble import RawWord
from parsers.pdf_words import Frame

_Box = tuple[float, float, float, float]
_LONGEST = 4096  # bytes of a value; more is no line on a page


def field_values(page: Any, frame: Frame) -> list[tuple[_Box, str]]:
    """Return box and value of each field of the page that holds more than Latin letters."""
    found = []
    for at in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, at)
        if not annotation:
            continue
        try:
            if _may_hold_text(annotation, page.formenv):
                value = _value(annotation)
                if any(ord(char) > 255 for char in value):
                    found.append((_box(annotation, frame), value))
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return found


def with_values(words: list[RawWord], values: Sequence[tuple[_Box, str]]) -> list[RawWord]:
    """Return the words with whole values in place of what was laid over the page of them."""
    for box, value in values:
        laid = [word for word in words if word.origin is Origin.OVERLAY and _is_in(word, box)]
        if laid and _is_rest("".join(word.text for word in laid), value):
            first = next(at for at, word in enumerate(words) if word is laid[0])
            rest = [word for word in words if not any(word is part for part in laid)]
            words = [*rest[:first], *_spread(value, laid), *rest[first:]]
    return words


def _may_hold_text(annotation: Any, form: Any) -> bool:
    """Tell whether the annotation is a field of a form, but no signature: what a signature holds is
    its bytes, and reading them costs as much as a page."""
    if pdfium_c.FPDFAnnot_GetSubtype(annotation) != pdfium_c.FPDF_ANNOT_WIDGET:
        return False
    if form is None:
        return True
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation)
    return bool(kind != pdfium_c.FPDF_FORMFIELD_SIGNATURE)


def _value(annotation: Any) -> str:
    buffer = (ctypes.c_ushort * (_LONGEST // 2))()
    size = pdfium_c.FPDFAnnot_GetStringValue(annotation, b"V", buffer, _LONGEST)
    if not 2 < size <= _LONGEST:
        return ""
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _box(annotation: Any, frame: Frame) -> _Box:
    rectangle = pdfium_c.FS_RECTF()
    pdfium_c.FPDFAnnot_GetRect(annotation, rectangle)
    return frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def _is_in(word: RawWord, box: _Box) -> bool:
    x0, top, x1, bottom = word.x0 or 0, word.top or 0, word.x1 or 0, word.bottom or 0
    return box[0] <= (x0 + x1) / 2 <= box[2] and box[1] <= (top + bottom) / 2 <= box[3]


def _is_rest(shown: str, value: str) -> bool:
    """Tell whether ``shown`` is what is left of the value without some of its letters."""
    letters = iter("".join(value.split()))
    return all(char in letters for char in shown)


def _spread(value: str, laid: Sequence[RawWord]) -> list[RawWord]:
    """Return the value's words over the width of what was laid, by their lengths."""
    x0, x1 = min(word.x0 or 0 for word in laid), max(word.x1 or 0 for word in laid)
    line = " ".join(value.split())
    step = (x1 - x0) / len(line)
    words, start = [], 0
    for text in line.split():
        end = start + len(text)
        words.append(laid[0]._replace(text=text, x0=x0 + start * step, x1=x0 + end * step))
        start = end + 1
    return words
