"""A page of a PDF becomes words with boxes, read by PDFium.

Boxes are the glyphs' advance boxes from descent to one em above it, as pdfplumber gives them, in
points from the shown page's top left (after CropBox and Rotate). A word ends at a blank, at a gap
wider than pdfplumber's tolerance, and where the text steps to another line.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium_c

from dispatch.document import Origin
from parsers.assemble import RawWord
from parsers.fonts import decode_word, legacy_encoding

GAP = 3.0
"""Points of white between two glyphs that part two words (pdfplumber's x_tolerance)."""

_HYPHEN = "-"
_LINE_END_HYPHENS = (0x02, 0xFFFE)
"""What PDFium makes of a hyphen that ends a line, as in ``143/STC-`` before ``HCSN``."""

_INVISIBLE = 3  # text render mode: neither filled nor stroked
_FILL_STROKE = 2  # how Word prints a bold face that the font lacks
_BOLD_WEIGHT = 600
_ITALIC_FLAG = 1 << 6
_FORCE_BOLD_FLAG = 1 << 18


@dataclass(frozen=True, slots=True)
class Frame:
    """The shown page: its size, and how a point of user space becomes one of ours."""

    width: float
    height: float
    left: float  # of the crop box, in user space
    bottom: float
    rotation: int  # clockwise degrees

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Turn a rectangle of user space into (x0, top, x1, bottom) of the shown page."""
        x0, x1 = x0 - self.left, x1 - self.left
        y0, y1 = y0 - self.bottom, y1 - self.bottom
        if self.rotation == 90:
            return y0, x0, y1, x1
        if self.rotation == 180:
            return self.width - x1, y0, self.width - x0, y1
        if self.rotation == 270:
            return self.width - y1, self.height - x1, self.width - y0, self.height - x0
        return x0, self.height - y1, x1, self.height - y0


@dataclass(frozen=True, slots=True)
class Face:
    """What one text object's glyphs share."""

    size: float
    descent: float  # negative, in points
    bold: bool
    italic: bool
    invisible: bool
    upright: bool
    encoding: str | None  # legacy encoding of the font, by its name
    capitals: bool  # a TCVN3 font whose small letters print as capitals


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The words of one page, and how much of its text is drawn invisibly over an image."""

    words: list[RawWord]
    characters: int
    invisible: int


@dataclass(slots=True)
class _Run:
    """A word in the making, in user space."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    face: Face
    origin: Origin


def frame_of(page: Any) -> Frame:
    """Return the shown page's frame."""
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation()
    width, height = right - left, top - bottom
    if rotation in (90, 270):
        width, height = height, width
    return Frame(width, height, left, bottom, rotation)


def read_words(page: Any, frame: Frame, *, overlay_from: int | None = None) -> TextLayer:
    """Read the page's words in the order of its content stream.

    Characters from index ``overlay_from`` on were laid over the page by annotations.
    """
    handle = pdfium_c.FPDFText_LoadPage(page)
    try:
        words: list[RawWord] = []
        characters = invisible = 0
        for run in _runs(handle, overlay_from):
            characters += len(run.text)
            invisible += len(run.text) if run.face.invisible else 0
            words.append(_word(run, frame))
        return TextLayer(words, characters, invisible)
    finally:
        pdfium_c.FPDFText_ClosePage(handle)


def count_characters(page: Any) -> int:
    """Return how many characters, generated blanks included, PDFium sees on the page."""
    handle = pdfium_c.FPDFText_LoadPage(page)
    try:
        return int(pdfium_c.FPDFText_CountChars(handle))
    finally:
        pdfium_c.FPDFText_ClosePage(handle)


def _runs(handle: Any, overlay_from: int | None) -> Iterator[_Run]:
    faces: dict[int, Face] = {}
    box = pdfium_c.FS_RECTF()
    reference = ctypes.byref(box)
    run: _Run | None = None
    for index in range(pdfium_c.FPDFText_CountChars(handle)):
        code = pdfium_c.FPDFText_GetUnicode(handle, index)
        text = _HYPHEN if code in _LINE_END_HYPHENS else chr(code) if code < 0x110000 else ""
        if not text.strip() or not code:
            if run is not None:
                yield run
            run = None
            continue
        pdfium_c.FPDFText_GetLooseCharBox(handle, index, reference)
        x0, x1, y0, y1 = box.left, box.right, box.bottom, box.top
        origin = (
            Origin.OVERLAY if overlay_from is not None and index >= overlay_from else Origin.TEXT
        )
        if run is not None and run.origin is origin and _continues(run, x0, x1, y0, y1):
            run.text += text
            run.x1 = max(run.x1, x1)
            run.x0 = min(run.x0, x0)
            continue
        if run is not None:
            yield run
        face = _face(handle, index, faces)
        baseline = _baseline(handle, index)
        if face.upright:
            y0 = baseline + face.descent
            y1 = y0 + face.size
        run = _Run(text, x0, x1, y0, y1, face, origin)
    if run is not None:
        yield run


def _is_legacy(run: _Run | None) -> bool:
    return run is not None and run.face.encoding is not None


def _continues(run: _Run, x0: float, x1: float, y0: float, y1: float) -> bool:
    if not run.face.upright:
        return abs(x0 - run.x0) < run.face.size and min(abs(y0 - run.y1), abs(y1 - run.y0)) < GAP
    if not (y0 < (run.y0 + run.y1) / 2 < y1):
        return False
    # A glyph may start a little before the last one ended (kerning, marks that stand back).
    return run.x0 - GAP <= x0 <= run.x1 + GAP and x1 > run.x0


def _baseline(handle: Any, index: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetCharOrigin(handle, index, ctypes.byref(x), ctypes.byref(y))
    return y.value


def _face(handle: Any, index: int, known: dict[int, Face]) -> Face:
    text_object = pdfium_c.FPDFText_GetTextObject(handle, index)
    if not text_object:
        return Face(12.0, -2.6, False, False, False, True, None, False)
    key = ctypes.cast(text_object, ctypes.c_void_p).value or 0
    if key not in known:
        known[key] = _read_face(handle, index, text_object)
    return known[key]


def _read_face(handle: Any, index: int, text_object: Any) -> Face:
    matrix, points = pdfium_c.FS_MATRIX(), ctypes.c_float()
    pdfium_c.FPDFPageObj_GetMatrix(text_object, matrix)
    pdfium_c.FPDFTextObj_GetFontSize(text_object, points)
    size = abs(points.value) * (matrix.c**2 + matrix.d**2) ** 0.5
    font = pdfium_c.FPDFTextObj_GetFont(text_object)
    descent = ctypes.c_float()
    pdfium_c.FPDFFont_GetDescent(font, size, descent)
    buffer = ctypes.create_string_buffer(256)
    pdfium_c.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace")
    flags = pdfium_c.FPDFFont_GetFlags(font)
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(text_object)
    lower = name.lower()
    encoding = legacy_encoding(name)
    angle = pdfium_c.FPDFText_GetCharAngle(handle, index)
    return Face(
        size=size,
        descent=descent.value,
        bold="bold" in lower
        or "black" in lower
        or mode == _FILL_STROKE
        or flags & _FORCE_BOLD_FLAG != 0
        or pdfium_c.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT,
        italic="italic" in lower or "oblique" in lower or flags & _ITALIC_FLAG != 0,
        invisible=mode == _INVISIBLE,
        upright=not 0.1 < angle % 3.1416 < 3.0416,
        encoding=None if encoding is None else encoding.name,
        capitals=encoding is not None and encoding.capitals,
    )


def _word(run: _Run, frame: Frame) -> RawWord:
    x0, top, x1, bottom = frame.box(run.x0, run.y0, run.x1, run.y1)
    face = run.face
    text = run.text
    if face.encoding is not None:
        text = decode_word(text, face.encoding, capitals=face.capitals)
    return RawWord(
        text,
        x0,
        top,
        x1,
        bottom,
        origin=run.origin,
        bold=face.bold,
        italic=face.italic,
        size=round(face.size, 2),
    )
