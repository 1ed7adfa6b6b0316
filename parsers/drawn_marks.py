"""A watermark that a page draws as curves becomes words: Word and LibreOffice export one so.

``DỰ THẢO`` across a page is then no text but one light shape, or one for each letter. What is
large, light and drawn in many strokes is taken out of the page's picture by its shade, turned level
and read by OCR; an emblem or a map gives no word and is left.
"""

import ctypes
from collections.abc import Iterator
from itertools import compress, repeat
from typing import Any

import cv2
import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from dispatch.document import Origin
from parsers.assemble import RawWord
from parsers.limits import Limits
from parsers.pdf_glyphs import asked, pointer_to
from parsers.pdf_words import Frame

Image = NDArray[np.uint8]
_Box = tuple[float, float, float, float]

_DEEPEST = 3  # forms in forms
_MOST_OBJECTS = 4000  # a page with more is a drawing
_STROKES = 8  # of a letter; a frame or a shaded cell has fewer
_LEAST = 14.0  # points: lower than that is no letter of a watermark
_SPAN = 0.3  # of the page's width that a watermark reaches over
_SCALE = 2.0  # pixels a point
_SHADES = (130, 246)  # grey levels between print and paper
_NEAR = 10  # grey levels that one shade may spread over
_READ_HEIGHT = 90  # pixels of a letter with its marks
_ASKEW = tuple(np.arange(-8.0, 8.1, 1.0).tolist())  # degrees round the first guess
_LOOK = 300  # pixels of the picture by which the line is levelled
_RIM = 24
_LEAST_LETTERS = 3
_SURE = 0.7  # confidence of each word; the lines of text cut through its letters
_LINE = 7  # Tesseract's mode for one line


def drawn_marks(page: Any, frame: Frame, limits: Limits) -> list[RawWord]:
    """Return the words of a watermark drawn over the page, with the box of all of it each."""
    boxes = [box for box in _light_shapes(page, frame) if box[3] - box[1] > _LEAST]
    if not boxes:
        return []
    whole = (
        # Dots and hooks may be shapes of their own, too small to count.
        max(min(box[0] for box in boxes) - _LEAST, 0.0),
        max(min(box[1] for box in boxes) - _LEAST, 0.0),
        min(max(box[2] for box in boxes) + _LEAST, frame.width),
        min(max(box[3] for box in boxes) + _LEAST, frame.height),
    )
    if whole[2] - whole[0] < _SPAN * frame.width or whole[3] <= whole[1]:
        return []
    level = _level(_shade(page, frame, whole))
    if level is None:
        return []
    # Loading the OCR engine costs more than reading a digital PDF.
    from parsers.ocr import read_tesseract
    from parsers.set_forms import in_set_forms

    words = in_set_forms(read_tesseract(level, _LINE, limits))
    sure = [word for word in words if word.confidence > _SURE]
    if len(sure) < len(words) or sum(map(len, (word.text for word in sure))) < _LEAST_LETTERS:
        return []
    step = (whole[2] - whole[0]) / len(sure)
    return [
        RawWord(word.text, whole[0] + at * step, whole[1], whole[0] + (at + 1) * step, whole[3],
                Origin.OCR, word.confidence)
        for at, word in enumerate(sure)
        if word.text.isalpha() and word.text.isupper()
    ]  # fmt: skip


def _light_shapes(page: Any, frame: Frame) -> Iterator[_Box]:
    """Yield the boxes of what is drawn in many strokes and filled with a light colour."""
    count = pdfium_c.FPDFPage_CountObjects(page)
    if count > _MOST_OBJECTS:
        return
    holder = pointer_to(ctypes.cast(page.raw, ctypes.c_void_p).value)
    # Nearly all objects are text; asking them one by one would cost as much as their words.
    items = list(map(_object_at, repeat(holder), range(count)))
    drawn = compress(items, map(_DRAWN.__contains__, map(_kind_of, map(pointer_to, items))))
    waiting: list[tuple[Any, int, _Box | None]] = [
        (ctypes.cast(item, pdfium_c.FPDF_PAGEOBJECT), 0, None) for item in drawn
    ]
    while waiting:
        item, depth, around = waiting.pop()
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            box = around or _bounds(item, frame)
            inner = range(min(pdfium_c.FPDFFormObj_CountObjects(item), _MOST_OBJECTS))
            waiting += [(pdfium_c.FPDFFormObj_GetObject(item, at), depth + 1, box) for at in inner]
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH and _is_light(item):
            yield around or _bounds(item, frame)


_object_at = asked(pdfium_c.FPDFPage_GetObject, ctypes.c_size_t)
_kind_of = asked(pdfium_c.FPDFPageObj_GetType, ctypes.c_int)
_DRAWN = frozenset([pdfium_c.FPDF_PAGEOBJ_FORM, pdfium_c.FPDF_PAGEOBJ_PATH])


def _is_light(path: Any) -> bool:
    if pdfium_c.FPDFPath_CountSegments(path) < _STROKES:
        return False
    colour = [ctypes.c_uint() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetFillColor(path, *colour):
        return False
    red, green, blue, alpha = (part.value for part in colour)
    shade = 255 - (255 - (red + green + blue) / 3) * alpha / 255
    return _SHADES[0] < shade < _SHADES[1]


def _bounds(item: Any, frame: Frame) -> _Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetBounds(item, *sides)
    x0, y0, x1, y1 = (side.value for side in sides)
    return frame.box(x0, y0, x1, y1)


def _shade(page: Any, frame: Frame, box: _Box) -> Image:
    """Return the part of the page's picture in the commonest shade between print and paper, black
    on white."""
    x0, top, x1, bottom = box
    crop = (x0, frame.height - bottom, frame.width - x1, top)
    seen = page.render(scale=_SCALE, crop=crop, grayscale=True).to_numpy()
    grey = seen.reshape(seen.shape[:2])
    counts = np.bincount(grey.ravel(), minlength=256)[_SHADES[0] : _SHADES[1]]
    shade = _SHADES[0] + int(counts.argmax())
    marked = np.abs(grey.astype(np.int16) - shade) <= _NEAR
    ink = np.where(marked, 255, 0).astype(np.uint8)
    # The rims of the print's letters have that shade too, a pixel wide.
    opened = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    return np.asarray(255 - closed, dtype=np.uint8)


def _level(shade: Image) -> Image | None:
    """Return the mark turned level, its letters as high as OCR reads best; None where there is
    none."""
    points = cv2.findNonZero(255 - shade)
    if points is None:
        return None
    (x, y), (width, height), angle = cv2.minAreaRect(points)
    if width < height:
        width, height, angle = height, width, angle - 90
    angle = (angle + 90) % 180 - 90  # nobody sets a mark upside down
    if min(width, height) < _LEAST * _SCALE:
        return None
    # The dot below one letter and the hook over another turn the rectangle round them.
    angle = max((angle + at for at in _ASKEW), key=lambda one: _rows_apart(shade, (x, y), one))
    return _turned(shade, (x, y), angle, (width, height), _READ_HEIGHT / height)


def _rows_apart(shade: Image, centre: tuple[float, float], angle: float) -> float:
    """Tell how much the rows of the turned mark differ in ink: most where its line is level."""
    size = max(shade.shape)
    small = _turned(shade, centre, angle, (size, size), min(_LOOK / size, 1.0))
    return float(np.var((255 - small).sum(axis=1, dtype=np.float64)))


def _turned(
    shade: Image,
    centre: tuple[float, float],
    angle: float,
    size: tuple[float, float],
    factor: float,
) -> Image:
    """Return the picture turned about ``centre``, cut to ``size`` and enlarged by ``factor``."""
    columns, rows = (int(side * factor) + 2 * _RIM for side in size)
    matrix = cv2.getRotationMatrix2D(centre, angle, factor)
    matrix[:, 2] += np.array([columns / 2 - centre[0], rows / 2 - centre[1]])
    turned = cv2.warpAffine(shade, matrix, (columns, rows), borderValue=(255,))
    return np.asarray(turned, dtype=np.uint8)
