"""A page of a PDF becomes words with boxes, read by PDFium.

Boxes are the glyphs' advance boxes from descent to one em above it, as pdfplumber gives them, in
points from the shown page's top left (after CropBox and Rotate). A word ends at a blank, at a gap
wider than pdfplumber's tolerance, and where the text steps to another line.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium_c

from dispatch.document import Origin
from parsers.assemble import RawWord
from parsers.fonts import decode_word, legacy_encoding

GAP = 3.0
"""Points of white between two glyphs that part two words (pdfplumber's x_tolerance)."""

_MARKS: dict[int, str] = {**dict.fromkeys(range(32), " "), 0x02: "-", 0xFFFE: "-"}
"""Control characters part words, but for what PDFium makes of a hyphen that ends a line, as in
``143/STC-`` before ``HCSN``."""

_TOKEN = re.compile(r"\S+")
_WIDEST = 1.4  # ems a glyph may take before its word is looked at glyph by glyph
_TILT = 0.1  # how far from upright text may lean to be read as a line

_INVISIBLE = 3  # text render mode: neither filled nor stroked
_FILL_STROKE = 2  # how Word prints a bold face that the font lacks
_BOLD_WEIGHT = 600
_ITALIC_FLAG = 1 << 6
_FORCE_BOLD_FLAG = 1 << 18


# The same functions with plain addresses: thousands of calls a page, and wrapping each result in a
# pointer object costs more than the call.
_text_object_at = ctypes.cast(
    pdfium_c.FPDFText_GetTextObject,
    ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int),
)
_font_at = ctypes.cast(
    pdfium_c.FPDFTextObj_GetFont, ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)
)
_loose_box = ctypes.cast(
    pdfium_c.FPDFText_GetLooseCharBox,
    ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p),
)
_matrix_at = ctypes.cast(
    pdfium_c.FPDFText_GetMatrix,
    ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p),
)
_font_size_at = ctypes.cast(
    pdfium_c.FPDFText_GetFontSize,
    ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_void_p, ctypes.c_int),
)
_render_mode = ctypes.cast(
    pdfium_c.FPDFTextObj_GetTextRenderMode, ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
)


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
class _Font:
    """What a font says of all its glyphs."""

    descent: float  # negative, in ems
    bold: bool
    italic: bool
    encoding: str | None  # legacy encoding, by the font's name
    capitals: bool  # a TCVN3 font whose small letters print as capitals


@dataclass(frozen=True, slots=True)
class _Face:
    """What one text object's glyphs share."""

    font: _Font
    size: float
    baseline: float  # in user space; meant for upright text only
    bold: bool
    invisible: bool
    upright: bool


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The words of one page, and how much of its text is drawn invisibly over an image."""

    words: list[RawWord]
    characters: int
    invisible: int


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
        reader = _Reader(handle, frame, overlay_from)
        words = list(reader.words())
        return TextLayer(words, reader.characters, reader.invisible)
    finally:
        pdfium_c.FPDFText_ClosePage(handle)


def count_characters(page: Any) -> int:
    """Return how many characters, generated blanks included, PDFium sees on the page."""
    handle = pdfium_c.FPDFText_LoadPage(page)
    try:
        return int(pdfium_c.FPDFText_CountChars(handle))
    finally:
        pdfium_c.FPDFText_ClosePage(handle)


class _Reader:
    """Cuts one page's characters into words; holds PDFium's buffers while it does."""

    def __init__(self, handle: Any, frame: Frame, overlay_from: int | None) -> None:
        self.characters = 0
        self.invisible = 0
        self._handle = handle
        self._frame = frame
        self._address = ctypes.cast(handle, ctypes.c_void_p).value
        self._count = int(pdfium_c.FPDFText_CountChars(handle))
        self._overlay_from = self._count if overlay_from is None else overlay_from
        self._rectangle = pdfium_c.FS_RECTF()
        self._rectangle_at = ctypes.addressof(self._rectangle)
        self._matrix = pdfium_c.FS_MATRIX()
        self._matrix_pointer = ctypes.addressof(self._matrix)
        self._faces: dict[int, _Face] = {}
        self._fonts: dict[int, _Font] = {}

    def words(self) -> Iterator[RawWord]:
        """Yield the words in the content stream's order."""
        text = self._text()
        overlay_from = self._overlay_from
        for match in _TOKEN.finditer(text):
            start, end = match.span()
            if start < overlay_from < end:
                yield from self._token(text, start, overlay_from)
                start = overlay_from
            yield from self._token(text, start, end)

    def _text(self) -> str:
        """Return one character for each of PDFium's, so that offsets are its indices."""
        count = self._count
        buffer = (ctypes.c_ushort * (count + 1))()
        if pdfium_c.FPDFText_GetText(self._handle, 0, count, buffer) == count + 1:
            text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
            if len(text) == count:
                return text.translate(_MARKS)
        # Characters without Unicode are left out of the text in one piece.
        codes = (pdfium_c.FPDFText_GetUnicode(self._handle, at) for at in range(count))
        return "".join(chr(code) if code < 0x110000 else " " for code in codes).translate(_MARKS)

    def _token(self, text: str, start: int, end: int) -> Iterator[RawWord]:
        """Yield the words of a run without blanks: nearly always one."""
        first = self._box(start)
        last = first if end - start == 1 else self._box(end - 1)
        face = self._face(start)
        # A word that runs straight in one size is cut nowhere; its inner glyphs need no look.
        if face.upright and self._is_straight(first, last, end - start, face):
            yield self._word(text[start:end], start, face, (first[0], last[2]), first)
            return
        yield from self._glyph_by_glyph(text, start, end)

    def _is_straight(
        self,
        first: tuple[float, float, float, float],
        last: tuple[float, float, float, float],
        count: int,
        face: _Face,
    ) -> bool:
        # A footnote's mark at the end is smaller than its word, and the box tells.
        height = first[3] - first[1]
        if abs(last[3] - last[1] - height) > 0.15 * height:
            return False
        on_line = last[1] < (first[1] + first[3]) / 2 < last[3]
        return on_line and -GAP < last[2] - first[0] <= count * face.size * _WIDEST

    def _glyph_by_glyph(self, text: str, start: int, end: int) -> Iterator[RawWord]:
        begin = start
        box = self._box(start)
        face = self._face(start)
        x0, x1 = box[0], box[2]
        for at in range(start + 1, end):
            now = self._box(at)
            if self._continues(box, (x0, x1), now, face) and self._is_as_large(at, face):
                x0, x1 = min(x0, now[0]), max(x1, now[2])
                if not face.upright:
                    box = (
                        min(box[0], now[0]),
                        min(box[1], now[1]),
                        max(box[2], now[2]),
                        max(box[3], now[3]),
                    )
                continue
            yield self._word(text[begin:at], begin, face, (x0, x1), box)
            begin, box, face = at, now, self._face(at)
            x0, x1 = now[0], now[2]
        yield self._word(text[begin:end], begin, face, (x0, x1), box)

    def _continues(
        self,
        box: tuple[float, float, float, float],
        across: tuple[float, float],
        now: tuple[float, float, float, float],
        face: _Face,
    ) -> bool:
        if not face.upright:
            return (
                now[0] - box[2] < GAP
                and box[0] - now[2] < GAP
                and now[1] - box[3] < GAP
                and box[1] - now[3] < GAP
            )
        if not now[1] < (box[1] + box[3]) / 2 < now[3]:
            return False
        # A glyph may start a little before the last one ended (kerning, marks that stand back).
        return across[0] - GAP <= now[0] <= across[1] + GAP

    def _is_as_large(self, at: int, face: _Face) -> bool:
        return abs(self._face(at).size / face.size - 1) < 0.2

    def _box(self, index: int) -> tuple[float, float, float, float]:
        _loose_box(self._address, index, self._rectangle_at)
        box = self._rectangle
        return box.left, box.bottom, box.right, box.top

    def _word(
        self,
        text: str,
        index: int,
        face: _Face,
        across: tuple[float, float],
        box: tuple[float, float, float, float],
    ) -> RawWord:
        self.characters += len(text)
        self.invisible += len(text) if face.invisible else 0
        font = face.font
        if font.encoding is not None:
            text = decode_word(text, font.encoding, capitals=font.capitals)
        y0, y1 = box[1], box[3]
        if face.upright:
            y0 = face.baseline + font.descent * face.size
            y1 = y0 + face.size
        x0, top, x1, bottom = self._frame.box(across[0], y0, across[1], y1)
        origin = Origin.OVERLAY if index >= self._overlay_from else Origin.TEXT
        return RawWord(
            text, x0, top, x1, bottom, origin, 1.0, face.bold, font.italic, round(face.size, 2)
        )

    def _face(self, index: int) -> _Face:
        address = _text_object_at(self._address, index)
        if not address:
            return _UNKNOWN_FACE
        face = self._faces.get(address)
        if face is None:
            face = self._faces[address] = self._read_face(index, address)
        return face

    def _read_face(self, index: int, text_object: int) -> _Face:
        matrix = self._matrix
        _matrix_at(self._address, index, self._matrix_pointer)
        points = _font_size_at(self._address, index)
        size = abs(points) * (matrix.c**2 + matrix.d**2) ** 0.5
        address = _font_at(text_object) or 0
        font = self._fonts.get(address)
        if font is None:
            font = self._fonts[address] = _read_font(address) if address else _UNKNOWN_FACE.font
        mode = _render_mode(text_object)
        return _Face(
            font=font,
            size=size if size > 0.5 else 0.5,
            baseline=matrix.f,
            bold=font.bold or mode == _FILL_STROKE,
            invisible=mode == _INVISIBLE,
            upright=abs(matrix.b) < _TILT * abs(matrix.a) and matrix.a > 0 and matrix.d > 0,
        )


def _read_font(address: int) -> _Font:
    handle = ctypes.cast(address, pdfium_c.FPDF_FONT)
    descent = ctypes.c_float()
    pdfium_c.FPDFFont_GetDescent(handle, 1.0, descent)
    buffer = ctypes.create_string_buffer(256)
    pdfium_c.FPDFFont_GetBaseFontName(handle, buffer, 256)
    name = buffer.value.decode("utf-8", "replace")
    flags = pdfium_c.FPDFFont_GetFlags(handle)
    lower = name.lower()
    encoding = legacy_encoding(name)
    return _Font(
        descent=min(descent.value, 0.0),
        bold="bold" in lower
        or "black" in lower
        or flags & _FORCE_BOLD_FLAG != 0
        or pdfium_c.FPDFFont_GetWeight(handle) >= _BOLD_WEIGHT,
        italic="italic" in lower or "oblique" in lower or flags & _ITALIC_FLAG != 0,
        encoding=None if encoding is None else encoding.name,
        capitals=encoding is not None and encoding.capitals,
    )


_UNKNOWN_FACE = _Face(_Font(-0.216, False, False, None, False), 12.0, 0.0, False, False, True)
