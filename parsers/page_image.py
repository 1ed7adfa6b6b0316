"""The picture of a PDF page for OCR: the one embedded scan itself where there is one, else a
rendering of all that is seen."""

from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from parsers.limits import Limits
from parsers.pdf_words import Frame

Image = NDArray[np.uint8]

_COVERS = 0.5  # of the page: an image that is the page rather than on it
_FILLS = 0.02  # of the page's width or height: how far a scan's edges may lie off the page's
_LEAST_DPI = 140  # a coarser scan is read better enlarged by the renderer
_BLANK_SCALE = 0.5
_BLANK_SPREAD = 12  # grey levels between paper and its own noise


def shows_image(page: Any, frame: Frame) -> bool:
    """Tell whether images cover most of the page."""
    area = 0.0
    for image in _images(page):
        left, bottom, right, top = image.get_bounds()
        area += max(right - left, 0.0) * max(top - bottom, 0.0)
    return area > _COVERS * frame.width * frame.height


def is_blank(page: Any) -> bool:
    """Tell whether nothing at all is seen on the page."""
    grey = page.render(scale=_BLANK_SCALE, grayscale=True).to_numpy()
    return int(grey.max()) - int(grey.min()) < _BLANK_SPREAD


def page_image(page: Any, frame: Frame, limits: Limits) -> tuple[Image, float]:
    """Return the page as RGB or grey pixels, with their resolution in dots per inch."""
    embedded = _embedded_scan(page, frame, limits)
    if embedded is not None:
        return embedded
    dpi = float(limits.ocr_dpi)
    pixels = frame.width * frame.height * (dpi / 72) ** 2
    if pixels > limits.pixels:
        dpi *= (limits.pixels / pixels) ** 0.5 * 0.99
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True, may_draw_forms=True)
    pixels_rgb = bitmap.to_numpy()[:, :, :3]
    return np.ascontiguousarray(pixels_rgb, dtype=np.uint8), dpi


def _images(page: Any) -> list[Any]:
    return list(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _embedded_scan(page: Any, frame: Frame, limits: Limits) -> tuple[Image, float] | None:
    """Return the page's only image where the page shows nothing else."""
    objects = list(page.get_objects(max_depth=1))
    images = [item for item in objects if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE]
    if frame.rotation or len(images) != 1 or len(objects) > 2:
        return None
    image = images[0]
    matrix = image.get_matrix()
    bounds = image.get_bounds()
    box = frame.box(*bounds)
    if matrix.b or matrix.c or matrix.a <= 0 or matrix.d <= 0 or not _fills(box, frame):
        return None
    width, height = image.get_px_size()
    dpi = width / frame.width * 72
    if dpi < _LEAST_DPI or abs(height / frame.height * 72 / dpi - 1) > _FILLS:
        return None
    if width * height > limits.pixels:
        return None
    bitmap = image.get_bitmap()
    pixels = bitmap.to_numpy()
    if pixels.ndim == 3 and pixels.shape[2] >= 3:
        pixels = pixels[:, :, 2::-1]
    elif pixels.ndim == 3:
        pixels = pixels[:, :, 0]
    return np.ascontiguousarray(pixels, dtype=np.uint8), dpi


def _fills(box: tuple[float, float, float, float], frame: Frame) -> bool:
    x0, top, x1, bottom = box
    across, down = _FILLS * frame.width, _FILLS * frame.height
    return (
        abs(x0) < across
        and abs(top) < down
        and abs(x1 - frame.width) < across
        and abs(bottom - frame.height) < down
    )
