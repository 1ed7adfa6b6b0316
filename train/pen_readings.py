"""Read generated pages in full, OCR and pen, and tell how surely each figure was read and how
rightly: what the calibration of pen readings is fitted on and what the bench prints.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache

from dispatch.document import PEN_MARK, Origin
from train.handwriting import Scans, load_scans
from train.pen_pages import pen_page


@dataclass(frozen=True, slots=True)
class PenReading:
    """One figure: ``field`` (number, day), what is written, the readings with their chances, and
    whether the first was stated. No candidates: the gap was not found."""

    field: str
    truth: str
    candidates: tuple[tuple[str, float], ...]
    stated: bool

    @property
    def is_right(self) -> bool:
        return bool(self.candidates) and self.candidates[0][0] == self.truth


def pen_readings(pages: int, seed: int) -> Iterator[PenReading]:
    """Yield the readings of number and day of so many generated pages, read on every core."""
    with ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        for found in pool.map(_read, range(pages), [seed] * pages):
            yield from found


@cache
def _scans() -> Scans:
    return load_scans()[1]


def _read(index: int, seed: int) -> list[PenReading]:
    from parsers.ocr import read_page_image

    page = pen_page(index, seed, _scans())
    words = read_page_image(page.image, 300.0).words
    pens = [word for word in words if word.origin is Origin.PEN]
    middle = page.image.shape[1] * 72 / 300 / 2
    found = []
    for field, truth, is_left in (("number", page.number, True), ("day", page.day, False)):
        pen = next((word for word in pens if ((word.x0 or 0) < middle) == is_left), None)
        candidates = pen.candidates if pen else ()
        stated = pen is not None and pen.text != PEN_MARK
        found.append(PenReading(field, truth, candidates, stated))
    return found
