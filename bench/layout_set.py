"""The layout test set: dispatches of every head and foot shape, by three renderers, in each form.

Seed, shapes, fonts and wear are fixed here and in layout_shapes, layout_print and layout_scans. A
document is known by its index alone, so any process can make any of its forms again.
"""

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from layout_documents import Truth, compose
from layout_print import by_chromium, by_reportlab
from layout_shapes import FEET, HEADS
from sample_docx import to_pdf, write_docx
from sample_overlay import lay_over
from sample_sheet import sheet

SEED = 20261128
COUNT = 60
RENDERERS = ("libreoffice", "reportlab", "chromium")
FONTS = ("Liberation Serif", "Liberation Sans", "Liberation Serif", "DejaVu Serif", "DejaVu Sans")


@cache
def truth_of(index: int) -> Truth:
    """Return the dispatch with its shapes; each pair of shapes meets another renderer and font."""
    truth = compose(SEED, index)
    HEADS[index % len(HEADS)](truth)
    FEET[index % len(FEET)](truth)
    return truth


def renderer_of(index: int) -> str:
    """Return which renderer prints the document: not always the same one for a head's shape."""
    return RENDERERS[(index + index // len(HEADS)) % len(RENDERERS)]


def font_of(index: int) -> str:
    return FONTS[index % len(FONTS)]


def write_set(folder: Path, indexes: Sequence[int]) -> None:
    """Write NNNNN.docx and NNNNN.pdf of each document that the folder lacks."""
    wanted = [index for index in indexes if not digital(folder, index).exists()]
    office = []
    for index in wanted:
        rng = random.Random(f"print/{SEED}/{index}")
        page = sheet(
            f"{index:05d}",
            truth_of(index).source,
            size=rng.choice((13, 13.5, 14)),
            after=rng.choice((2, 4, 6)),
        )
        font, word = font_of(index), digital(folder, index).with_suffix(".docx")
        write_docx(page, word, font=font, tabbed=rng.random() < 0.08)
        if renderer_of(index) == "libreoffice":
            office.append(word)
        else:
            write = by_reportlab if renderer_of(index) == "reportlab" else by_chromium
            write(page, digital(folder, index), font=font)
    if office:
        to_pdf(office, folder)
    for index in wanted:
        if truth_of(index).overlay:
            path = digital(folder, index)
            path.write_bytes(lay_over(path, truth_of(index).overlay))


def digital(folder: Path, index: int) -> Path:
    """Return where the document's digital PDF stands; its Word file stands beside it."""
    return folder / f"{index:05d}.pdf"
