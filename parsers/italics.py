"""Italics set upright before they are read: Tesseract's figures are learnt from upright type.

The lean is measured on the strip itself: sheared back by just as much, its strokes stand in the
fewest columns, as a page turned straight has its print in the fewest rows.
"""

import cv2
import numpy as np

from parsers.preparation import Image

_LEANS = (0.0, 0.08, 0.16, 0.2, 0.24, 0.28, 0.32)  # width over height; Times leans by 0.28
_LEAST = 0.14  # below it type is upright, or a scan is a little askew
_SURER = 1.06  # times as sharp as upright that leaning type is, set upright
_SHEET = 400_000  # pixels of a strip beyond which it is no line


def slant_of(strip: Image) -> float:
    """Return how far the print of a grey strip leans to the right, 0 where it is upright."""
    if strip.size == 0 or strip.size > _SHEET:
        return 0.0
    paper = float(np.percentile(strip, 90))
    ink = np.clip(paper - 30.0 - strip.astype(np.float32), 0, 255).astype(np.uint8)
    scores = [_sharpness(_sheared(ink, lean, 0.0)) for lean in _LEANS]
    best = int(np.argmax(scores))
    if _LEANS[best] < _LEAST or scores[best] < _SURER * scores[0]:
        return 0.0
    return _LEANS[best]


def upright(strip: Image, slant: float) -> Image:
    """Return the strip sheared back by ``slant`` about its middle row; the size stays."""
    return _sheared(strip, slant, float(np.percentile(strip, 90)))


def _sheared(strip: Image, slant: float, rim: float) -> Image:
    rows, columns = strip.shape
    matrix = np.array([[1, slant, -slant * rows / 2], [0, 1, 0]], dtype=np.float64)
    sheared = cv2.warpAffine(
        strip, matrix, (columns, rows), flags=cv2.INTER_LINEAR, borderValue=(rim,)
    )
    return np.asarray(sheared, dtype=np.uint8)


def _sharpness(ink: Image) -> float:
    columns = np.asarray(cv2.reduce(ink, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32F)).ravel()
    steps = np.diff(columns)
    return float((steps * steps).sum())
