"""A page's glyphs as PDFium knows them: text, boxes, and the face they are set in.

PDFium answers for one glyph at a time. The same questions for thousands of glyphs go through
``map``, a loop in C that writes into one buffer; a page then costs a few array operations.
"""

import ctypes
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from parsers.fonts import LegacyEncoding, legacy_encoding

Column = NDArray[np.float64]
Numbers = NDArray[np.int64]
Yes = NDArray[np.bool_]

_HYPHENS = "\x02\ufffe"
"""What PDFium makes of a hyphen that ends a line, as in ``143/STC-`` before ``HCSN``."""

_NO_DESCENT = re.compile(
    rb"/FontName\s*/(?:[A-Z]{6}\+)?([^\s/<>()\[\]]+)[^<>]{0,300}?/Ascent\s+0\s*/Descent\s+0\b"
)
_ASCENT = b"/Ascent 0"
_DESCRIPTOR = 512  # bytes that a font's descriptor reaches before and behind its ascent
_TILT = 0.1  # how far from upright text may lean to be read as a line
_LEAST_SIZE = 0.5  # points

_FILL, _INVISIBLE = 0, 3  # text render modes: filled alone; neither filled nor stroked
_CLIPPING = 4  # the modes from it on do the same and clip what follows
_LIGHT = 200  # from this value of its darkest colour on print may be as light as the page
_CLEAR = 25  # opacity, of 255, up to which print hardly shows
_FILL_STROKE = 2  # how Word prints a bold face that the font lacks
_BOLD_WEIGHT = 600
_ITALIC_FLAG = 1 << 6
_FORCE_BOLD_FLAG = 1 << 18


pointer_to = ctypes.c_void_p.from_param
"""An address as ``asked`` functions take it: converted once, where a pointer object would be
converted by each call it is given to, a quarter of what asking costs."""


def asked(function: Any, result: Any) -> Any:
    """Return PDFium's ``function``, to be given C ints as Python's and all else as ``pointer_to``
    or another type of C makes it: naming the arguments' types would cost as much as the call."""
    return ctypes.cast(function, ctypes.PYFUNCTYPE(result))


_text_object_at = asked(pdfium_c.FPDFText_GetTextObject, ctypes.c_size_t)
_loose_box = asked(pdfium_c.FPDFText_GetLooseCharBox, None)
_matrix_at = asked(pdfium_c.FPDFText_GetMatrix, None)
_origin_at = asked(pdfium_c.FPDFText_GetCharOrigin, None)
_colour_at = asked(pdfium_c.FPDFText_GetFillColor, None)
_font_size_at = asked(pdfium_c.FPDFText_GetFontSize, ctypes.c_double)
_width_of = asked(pdfium_c.FPDFFont_GetGlyphWidth, None)
_descent_of = asked(pdfium_c.FPDFFont_GetDescent, None)
_base_name_of = asked(pdfium_c.FPDFFont_GetBaseFontName, None)
_flags_of = asked(pdfium_c.FPDFFont_GetFlags, ctypes.c_int)
_weight_of = asked(pdfium_c.FPDFFont_GetWeight, ctypes.c_int)
_font_at = asked(pdfium_c.FPDFTextObj_GetFont, ctypes.c_size_t)
_render_mode = asked(pdfium_c.FPDFTextObj_GetTextRenderMode, ctypes.c_int)
_ONE_POINT = ctypes.c_float.from_param(1.0)


_IN_TWO = (0, 8)  # doubles of one row
_IN_FOUR = (0, 4, 8, 12)  # whole numbers of 32 bits


class _Room:
    """Where PDFium writes what it answers of glyphs: a row each, of eight floats, four doubles or
    four whole numbers.

    The pointers to the rows are made once, since making one costs as much as asking. PDFium answers
    one thread at a time, so one room is enough.
    """

    def __init__(self, rows: int) -> None:
        self._answers = np.zeros((rows, 4))
        start, step = self._answers.ctypes.data, self._answers.strides[0]
        self._places = {
            at: [pointer_to(start + step * row + at) for row in range(rows)]
            for at in {*_IN_TWO, *_IN_FOUR}
        }

    def ask(
        self, question: Any, page: Any, indices: Sequence[int], places: Sequence[int] = (0,)
    ) -> Column:
        """Return the rows that ``question`` writes for the glyphs, as doubles; ``places`` are the
        bytes of a row that it takes pointers to. Where PDFium knows nothing they are 0."""
        pointers = [self._places[place] for place in places]
        parts = [self._answers[:0]]
        for first in range(0, len(indices), len(self._answers)):
            some = indices[first : first + len(self._answers)]
            self._answers[: len(some)] = 0
            deque(map(question, repeat(page), some, *pointers), maxlen=0)
            parts.append(self._answers[: len(some)].copy())
        return parts[1] if len(parts) == 2 else np.concatenate(parts)

    def widths(self, fonts: Sequence[int], codes: Sequence[int]) -> Column:
        """Return the widths that fonts, told by their addresses, have for signs, in ems."""
        parts = [self._answers[:0, 0]]
        for first in range(0, len(fonts), len(self._answers)):
            some = slice(first, first + len(self._answers))
            count = len(fonts[some])
            self._answers[:count] = 0
            handles = map(pointer_to, fonts[some])
            answered = map(_width_of, handles, codes[some], repeat(_ONE_POINT), self._places[0])
            deque(answered, maxlen=0)
            parts.append(self._answers.view(np.float32)[:count, 0].astype(np.float64))
        return parts[1] if len(parts) == 2 else np.concatenate(parts)


_ROOM = _Room(1024)


@dataclass(frozen=True, slots=True)
class Font:
    """What a font says of all its glyphs."""

    address: int
    descent: float  # negative, in ems
    bold: bool
    italic: bool
    encoding: LegacyEncoding | None  # by the font's name


_UNKNOWN = Font(0, -0.216, bold=False, italic=False, encoding=None)
_CODE_BITS = 21  # of a sign's code
_ANY_CODE = (1 << _CODE_BITS) - 1
_USUAL_SIZE = 12.0  # of glyphs that belong to no text object


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes of many glyphs in user space, a column a side."""

    x0: Column
    y0: Column
    x1: Column
    y1: Column

    @property
    def sides(self) -> tuple[Column, Column, Column, Column]:
        return self.x0, self.y0, self.x1, self.y1


@dataclass(frozen=True, slots=True)
class Faces:
    """What the glyphs of each text object share; a row an object."""

    fonts: list[Font]
    font: Numbers  # which of ``fonts``
    size: Column
    width: Column  # of an em, in points
    baseline: Column  # in user space; meant for upright text only
    upright: Yes
    turn: Numbers  # degrees to turn the text clockwise to read it; -1 for other angles
    bold: Yes
    invisible: Yes
    faint: Yes  # invisible, or of a colour that may be the page's own
    shown_size: Column  # to 0.01 points

    def font_of(self, row: int) -> Font:
        """Return the font of one text object."""
        return self.fonts[int(self.font[row])]


class Glyphs:
    """The glyphs of one open text page, told by their index."""

    def __init__(self, text_page: Any, flat_fonts: frozenset[str] = frozenset()) -> None:
        self._flat_fonts = flat_fonts
        self.count = int(pdfium_c.FPDFText_CountChars(text_page))
        self._text_page = text_page
        self._pointer = pointer_to(ctypes.addressof(text_page.contents))
        self._fonts: dict[int, Font] = {0: _UNKNOWN}

    def text(self) -> str:
        """Return one character for each glyph, so that offsets are indices."""
        count = self.count
        buffer = (ctypes.c_ushort * (count + 1))()
        if pdfium_c.FPDFText_GetText(self._text_page, 0, count, buffer) == count + 1:
            text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
            if len(text) == count:
                return _hyphenated(text)
        # Characters without Unicode are left out of the text in one piece.
        codes = (pdfium_c.FPDFText_GetUnicode(self._text_page, at) for at in range(count))
        return _hyphenated("".join(chr(code) if code < 0x110000 else " " for code in codes))

    def owners(self, indices: Sequence[int]) -> Numbers:
        """Return the addresses of the glyphs' text objects, 0 for a glyph that has none."""
        found = map(_text_object_at, repeat(self._pointer), indices)
        return np.fromiter(found, np.int64, len(indices))

    def boxes(self, indices: Sequence[int]) -> Boxes:
        """Return the glyphs' boxes: advance wide, ascent and descent high."""
        answers = _ROOM.ask(_loose_box, self._pointer, indices).view(np.float32)
        left, top, right, bottom = answers[:, :4].T.astype(np.float64)  # FS_RECTF's order
        return Boxes(left, bottom, right, top)

    def origins(self, indices: Sequence[int]) -> tuple[Column, Column]:
        """Return x and y of the glyphs' origins."""
        answers = _ROOM.ask(_origin_at, self._pointer, indices, _IN_TWO)
        return answers[:, 0], answers[:, 1]

    def faces(self, owners: Numbers, indices: Sequence[int]) -> Faces:
        """Return the faces of text objects, each given with one of its glyphs."""
        answers = _ROOM.ask(_matrix_at, self._pointer, indices).view(np.float32)
        a, b, c, d, _, baseline = answers[:, :6].T.astype(np.float64)
        points = map(_font_size_at, repeat(self._pointer), indices)
        em = np.abs(np.fromiter(points, np.float64, len(indices)))
        size = em * np.sqrt(c * c + d * d)
        size = np.where(size > _LEAST_SIZE, size, _LEAST_SIZE)
        upright = (np.abs(b) < _TILT * np.abs(a)) & (a > 0) & (d > 0)
        unknown = owners == 0
        size[unknown], baseline[unknown], upright[unknown] = _USUAL_SIZE, 0.0, True
        drawn = list(map(pointer_to, owners.tolist()))
        modes = np.fromiter(map(_render_mode, drawn), np.int64, len(drawn))
        fonts, font = self._fonts_of(drawn)
        paints = modes % _CLIPPING
        invisible = paints == _INVISIBLE
        colours = _ROOM.ask(_colour_at, self._pointer, indices, _IN_FOUR).view(np.uint32)
        is_light = (colours[:, :3].min(axis=1) >= _LIGHT) | (colours[:, 3] <= _CLEAR)
        sizes = size.tolist()
        shown = {points: round(points, 2) for points in {*sizes}}
        return Faces(
            fonts=fonts,
            font=font,
            size=size,
            width=em * np.sqrt(a * a + b * b),
            baseline=baseline,
            upright=upright,
            turn=np.where(upright, 0, 0 if upright.all() else _turns(a, b)),
            bold=np.array([font.bold for font in fonts])[font] | (modes == _FILL_STROKE),
            invisible=invisible,
            faint=invisible | (is_light & (paints == _FILL)),
            shown_size=np.array([shown[points] for points in sizes]),
        )

    def advances(self, fonts: Sequence[Font], font: Numbers, codes: Numbers) -> Column:
        """Return how far ``font``, of ``fonts``, moves on after each sign, in ems; 0 where it does
        not say. Each pair is asked about once."""
        pairs, place = np.unique(font << _CODE_BITS | codes, return_inverse=True)
        addresses = [fonts[number].address for number in (pairs >> _CODE_BITS).tolist()]
        return _ROOM.widths(addresses, (pairs & _ANY_CODE).tolist())[place]

    def _fonts_of(self, drawn: Sequence[Any]) -> tuple[list[Font], Numbers]:
        """Return the fonts that text objects are set in, and which of them each is set in."""
        addresses = list(map(_font_at, drawn))
        known = self._fonts
        numbers: dict[int, int] = {}
        for address in {*addresses}:
            numbers[address] = len(numbers)
            if address not in known:
                known[address] = _read_font(address, self._flat_fonts)
        font = np.array([numbers[address] for address in addresses])
        return [known[address] for address in numbers], font


def fonts_without_descent(data: bytes) -> frozenset[str]:
    """Return the names of the fonts whose descriptor (ISO 32000-1, 9.8) gives 0 for ascent and
    descent, as LibreOffice writes them: PDFium then takes the descent of any one glyph, which
    differs from style to style within a line."""
    # Nearly every byte of a file is packed; looking for the one word costs less than the pattern.
    names = set()
    at = data.find(_ASCENT)
    while at >= 0:
        for name in _NO_DESCENT.findall(data, max(at - _DESCRIPTOR, 0), at + _DESCRIPTOR):
            names.add(name.decode("latin-1"))
        at = data.find(_ASCENT, at + 1)
    return frozenset(names)


def _turns(a: Column, b: Column) -> Numbers:
    """Return by how many right angles, in degrees, text of these matrices leans to the left."""
    level, steep = np.abs(b) < _TILT * np.abs(a), np.abs(a) < _TILT * np.abs(b)
    turned: Numbers = np.select(
        [steep & (b > 0), level & (a < 0), steep & (b < 0)], [90, 180, 270], -1
    )
    return turned


def _hyphenated(text: str) -> str:
    for mark in _HYPHENS:
        text = text.replace(mark, "-")
    return text


def _read_font(address: int, flat_fonts: frozenset[str]) -> Font:
    handle = pointer_to(address)
    descent = ctypes.c_float()
    _descent_of(handle, _ONE_POINT, ctypes.byref(descent))
    buffer = ctypes.create_string_buffer(256)
    _base_name_of(handle, buffer, ctypes.c_size_t(256))
    name = buffer.value.decode("utf-8", "replace")
    flags = _flags_of(handle)
    lower = name.lower()
    return Font(
        address=address,
        descent=0.0 if name in flat_fonts else min(descent.value, 0.0),
        bold="bold" in lower
        or "black" in lower
        or flags & _FORCE_BOLD_FLAG != 0
        or _weight_of(handle) >= _BOLD_WEIGHT,
        italic="italic" in lower or "oblique" in lower or flags & _ITALIC_FLAG != 0,
        encoding=legacy_encoding(name),
    )
