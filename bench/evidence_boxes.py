"""Crops every box of the evidence from the shown page and reads it again: is it the text quoted?

    python -m bench.evidence_boxes FOLDER [--least 0.97]

FOLDER holds PDFs and images (``samples``, or ``files`` of a folder with answers). Each line of a
value is cut out of the picture that people see and read by Tesseract as one line; of a value in
pen only the ink is asked. Also: the text at the spans must be the evidence's text.
"""

import argparse
import io
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.ocr_accuracy import distance
from dispatch.document import PEN_MARK, ParsedDocument
from dispatch.errors import DispatchError
from dispatch.record import Dispatch, Evidence, EvidenceBox
from dispatch.scoring import wilson
from dispatch.text import fold
from nlp import extract
from parsers import parse
from parsers.limits import DEFAULT_LIMITS
from parsers.ocr import read_tesseract
from parsers.page_picture import has_pictures, page_picture
from parsers.preparation import prepare
from parsers.source import open_file

ALIKE = 0.75
"""Share of letters and figures that a second reading must have in common with the text: what OCR
reads of one line alone differs by more than of a page."""
_WIDTH = 2480  # pixels of A4 at 300 dpi
_MARGIN = 2.5  # points round a box: a line cut to its ink is read badly
_MODES = (7, 6)  # Tesseract's: one line; a block, where a skewed line's box holds its neighbours
_REST = 16  # letters of a word that may stand before a value in its box
_A4 = 595.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as people see it; ``scale`` is its pixels for each point."""

    picture: NDArray[np.uint8]
    scale: float


@dataclass(frozen=True, slots=True)
class Checked:
    """One value: where, what it quotes, what its boxes read, and whether they agree."""

    file: str
    pointer: str
    text: str
    again: str
    is_right: bool


def main(arguments: list[str] | None = None) -> int:
    """Print the values whose boxes read otherwise, and the count; 1 below ``--least``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--least", type=float, default=0.97)
    options = parser.parse_args(arguments)
    paths = sorted(path for path in options.folder.iterdir() if path.is_file())
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        checked = [item for items in pool.map(check_file, paths) for item in items]
    for item in checked:
        if not item.is_right:
            print(f"{item.file} {item.pointer}: {item.text!r} reads {item.again!r}")
    right = sum(item.is_right for item in checked)
    low, high = wilson(right, len(checked))
    share = right / max(len(checked), 1)
    files = len({item.file for item in checked})
    print(
        f"{right} of {len(checked)} values in {files} files read again as quoted: "
        f"{share:.4f} ({low:.4f}–{high:.4f})"
    )
    return int(share < options.least)


def check_file(path: Path) -> list[Checked]:
    """Check every value of the first record of a file; a file that cannot be read has none."""
    try:
        source, data = open_file(path)
        if not has_pictures(source.media_type):
            return []
        document = parse(source, data)
    except DispatchError:
        return []
    return list(check(document, extract(document)[0]))


def check(document: ParsedDocument, record: Dispatch) -> Iterator[Checked]:
    """Yield every value of ``record`` that has boxes, each stretch of print once."""
    pages: dict[int, Shown] = {}
    seen: dict[Any, str] = {}
    for pointer, evidence in record.evidence.items():
        text = evidence.text or ""
        quoted = " ".join(record.text[start:end] for start, end in evidence.spans)
        if not evidence.boxes or not text:
            continue
        if evidence.spans not in seen:
            for number in {box.page for box in evidence.boxes} - pages.keys():
                pages[number] = _shown(document, number)
            readings = [_again(pages, evidence, mode) for mode in _MODES]
            seen[evidence.spans] = max(readings, key=partial(alike, text))
        again = seen[evidence.spans]
        is_right = quoted == text and (_is_by_pen(evidence) or alike(text, again) >= ALIKE)
        yield Checked(Path(document.source.path).name, pointer, text, again, is_right)


def _is_by_pen(evidence: Evidence) -> bool:
    return evidence.method == "handwriting" or PEN_MARK in (evidence.text or "")


def alike(text: str, again: str) -> float:
    """One less the edit distance of the letters and figures, for each of ``text``; boxes are those
    of whole words, so at both ends the rest of a word may stand."""
    wanted, found = (
        "".join(char for char in fold(item) if char.isalnum()) for item in (text, again)
    )
    spare = min(len(found) - len(wanted), _REST)
    windows = [found, *(found[at : at + len(wanted)] for at in range(spare + 1))]
    return 1 - min(distance(wanted, part) for part in windows) / max(len(wanted), 1)


def _shown(document: ParsedDocument, number: int) -> Shown:
    picture = Image.open(io.BytesIO(page_picture(document.source, number, width=_WIDTH)))
    points = next(page.width for page in document.pages if page.number == number) or _A4
    return Shown(np.asarray(picture, np.uint8), picture.width / points)


def _again(pages: dict[int, Shown], evidence: Evidence, mode: int) -> str:
    return " ".join(_read(pages[box.page], box, mode) for box in evidence.boxes)


def _read(page: Shown, box: EvidenceBox, mode: int) -> str:
    scale = page.scale
    x0, top, x1, bottom = box.bbox
    rows = slice(max(int((top - _MARGIN) * scale), 0), int((bottom + _MARGIN) * scale))
    columns = slice(max(int((x0 - _MARGIN) * scale), 0), int((x1 + _MARGIN) * scale))
    crop = np.ascontiguousarray(page.picture[rows, columns])
    if crop.size == 0:
        return ""
    framed = cv2.copyMakeBorder(crop, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    gray = prepare(np.asarray(framed, np.uint8), scale=1.0).image
    return " ".join(word.text for word in read_tesseract(gray, mode, DEFAULT_LIMITS))


if __name__ == "__main__":
    sys.exit(main())
