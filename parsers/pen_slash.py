"""The printed slash between the number's gap and its notation, found by its ink.

Where OCR glued figures and notation, or read the slash as another sign, the gap's end is only an
estimate by the widths of Times. The slash itself is a thin straight stroke from the line to the
height of capitals that leans to the right.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

_TALL = (0.6, 0.98)  # ems from the slash's foot to its top, in Times, Arial, DejaVu
_FOOT = (-0.08, 0.26)  # ems by which its foot may hang below the baseline
_LEAN = (0.25, 0.65)  # width over height
_RIGHTWARD = 0.85  # correlation of rows and columns of its ink at least
_OFF = 0.04  # ems by which its ink lies off a straight line, on the average
_THIN = 0.13  # ems across, on the average
_BESIDE = 0.45  # ems to the notation's first letter


@dataclass(frozen=True, slots=True)
class Slash:
    """Its columns in the ink (end excluded) and which pixels are its."""

    x0: int
    x1: int
    mask: NDArray[np.bool_]


def find_slash(
    ink: NDArray[np.uint8], span: tuple[float, float], baseline: float, em: float
) -> Slash | None:
    """Return the last slash whose middle lies in ``span`` (columns of ``ink``, 255 where there is
    ink) and behind which print stands, None where nothing looks like one.

    ``baseline`` is a row of ``ink``; ``em`` the type's size in pixels.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found: Slash | None = None
    for label in range(1, count):
        x, y, wide, tall, area = (int(value) for value in stats[label])
        placed = span[0] <= x + wide / 2 <= span[1] and (found is None or x > found.x0)
        foot = (y + tall - baseline) / em
        shaped = _TALL[0] * em <= tall <= _TALL[1] * em and _FOOT[0] <= foot <= _FOOT[1]
        leans = _LEAN[0] * tall <= wide <= _LEAN[1] * tall
        if not (placed and shaped and leans and area <= _THIN * em * np.hypot(wide, tall)):
            continue
        mask = labels == label
        behind = ink[y : y + tall, x + wide : x + wide + int(_BESIDE * em)]
        if _is_straight(mask, em) and (behind.any() or _is_met(ink, mask, x + wide)):
            found = Slash(x, x + wide, mask)
    return found


def _is_straight(mask: NDArray[np.bool_], em: float) -> bool:
    rows, columns = np.nonzero(mask)
    together = float(np.corrcoef(rows, columns)[0, 1])
    off = float(np.std(columns)) * float(np.sqrt(max(1 - together**2, 0.0)))
    return together <= -_RIGHTWARD and off <= _OFF * em


def _is_met(ink: NDArray[np.uint8], mask: NDArray[np.bool_], end: int) -> bool:
    """Tell whether the next letter begins under the slash's top."""
    below = np.where(mask, 0, ink)[:, max(end - 3, 0) : end]
    return bool(below.any())
