"""Where words stand on a digital PDF.

Found by place, not by the order of the content: where a font lacks a letter, LibreOffice prints it
in another font after the line's other letters, and a search through the stream finds no ``Số:``.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pdfplumber

Rect = tuple[float, float, float, float]


def places(pdf: Path, text: str) -> Iterator[tuple[int, Rect]]:
    """Yield page index and box (points from the top left) of each place of ``text``."""
    pattern = r"\s+".join(map(re.escape, text.split()))
    with pdfplumber.open(pdf) as document:
        for index, page in enumerate(document.pages):
            for hit in page.search(pattern, return_groups=False):
                yield index, (hit["x0"], hit["top"], hit["x1"], hit["bottom"])
