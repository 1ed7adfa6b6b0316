"""Measures the pen reader on generated heads: print by a serif font, figures from digits that the
training held back, in blue or black, on paper, on dots, under a stamp, blurred and compressed.

    python -m bench.pen_pages [PAGES]

Real Tesseract reads each page first. Generated pages rank changes; they promise nothing for scans.
"""

import io
import sys
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from dispatch.document import PEN_MARK, Origin
from parsers.ocr import read_page_image
from train.handwriting import Scans, load_scans
from train.pen_strokes import HEIGHT, write

SEED = 7
_SIZE = (2480, 1754)
# The second edition has the Vietnamese letters, the first has not.
_FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-{}.ttf"
_EM = 54  # pixels: 13 points at 300 dpi
_CODES = ("QĐ-UBND", "TTr-UBND", "KH-BQL", "TB-SNV", "CT-UBND", "BC-STC")
_INKS = ((25, 25, 30), (25, 25, 30), (35, 55, 160), (20, 30, 110))


def main(pages: int) -> int:
    """Print right, stated and first three for numbers and days."""
    _, held = load_scans()
    counts = {name: np.zeros(5, int) for name in ("number", "day")}
    for page, number, day in _pages(pages, held):
        words = read_page_image(page, 300.0).words
        middle = page.shape[1] * 72 / 300 / 2
        for name, truth, left in (("number", number, True), ("day", day, False)):
            pen = next(
                (w for w in words if w.origin is Origin.PEN and ((w.x0 or 0) < middle) == left),
                None,
            )
            readings = [text for text, _ in pen.candidates] if pen else []
            stated = bool(pen and pen.text != PEN_MARK)
            right = bool(readings and readings[0] == truth)
            counts[name] += [1, pen is not None, truth in readings[:3], stated, stated and right]
    for name, (every, found, three, stated, right) in counts.items():
        print(
            f"{name}: {every} pages, found {found / every:.2f}, first three {three / every:.2f}, "
            f"stated {stated / every:.2f}, of these right {right / max(stated, 1):.3f}"
        )
    return 0


def _pages(count: int, held: Scans) -> Iterator[tuple[NDArray[np.uint8], str, str]]:
    rng = np.random.default_rng(SEED)
    for _ in range(count):
        number = f"{int(10 ** rng.uniform(0.3, 3.6)):02d}"
        day = f"{int(rng.integers(1, 32)):02d}"
        yield _page(rng, number, day, held), number, day


def _page(rng: np.random.Generator, number: str, day: str, held: Scans) -> NDArray[np.uint8]:
    page = Image.new("RGB", _SIZE, (250, 249, 246))
    draw = ImageDraw.Draw(page)
    upright, slanted = (ImageFont.truetype(_FONT.format(s), _EM) for s in ("Regular", "Italic"))
    bold = ImageFont.truetype(_FONT.format("Bold"), _EM)
    draw.text((260, 240), "ỦY BAN NHÂN DÂN", "black", bold)
    draw.text((1080, 240), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "black", bold)
    draw.text((1330, 310), "Độc lập - Tự do - Hạnh phúc", "black", bold)
    ink = _INKS[rng.integers(len(_INKS))]
    dotted = bool(rng.random() < 0.25)
    room = int(rng.uniform(0.55, 0.8) * _EM * len(number) + rng.uniform(20, 80))
    code = _CODES[rng.integers(len(_CODES))]
    _row(rng, page, 300, ("Số: ", f"/{code}"), room, upright, (number, ink, dotted, held))
    month = int(rng.integers(1, 13))
    end = f" tháng {month:02d} năm 2024"
    room = int(rng.uniform(70, 125))
    _row(rng, page, 1180, ("Chợ Mới, ngày", end), room, slanted, (day, ink, dotted, held))
    for line in range(3):
        y = 800 + 90 * line
        draw.text(
            (300, y), "Căn cứ Luật Tổ chức chính quyền địa phương và đề nghị", "black", upright
        )
    if rng.random() < 0.2:
        draw.ellipse((330, 330, 700, 700), outline=(225, 40, 50), width=9)
    return _worn(rng, page)


def _row(
    rng: np.random.Generator,
    page: Image.Image,
    x: int,
    print_parts: tuple[str, str],
    room: int,
    font: ImageFont.FreeTypeFont,
    pen: tuple[str, tuple[int, int, int], bool, Scans],
) -> None:
    digits, ink, dotted, held = pen
    draw = ImageDraw.Draw(page)
    base = 480
    before, after = print_parts
    draw.text((x, base), before, "black", font, anchor="ls")
    gap = x + draw.textlength(before, font)
    writing = write(rng, tuple(int(d) for d in digits), held, clean=True)
    rows, columns = np.nonzero(writing.labels)
    mask = writing.labels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] > 0
    start = int(gap + rng.uniform(2, 14))
    room = max(room, mask.shape[1] + int(rng.uniform(2, 50)))
    top = base - mask.shape[0] + int(rng.uniform(-0.1, 0.35) * HEIGHT)
    page.paste(ink, (start, top), Image.fromarray((mask * 255).astype(np.uint8)))
    if dotted:
        for dot in range(int(gap), int(gap) + room, 9):
            draw.ellipse((dot, base, dot + 3, base + 3), fill="black")
    draw.text((gap + room + 6, base), after, "black", font, anchor="ls")


def _worn(rng: np.random.Generator, page: Image.Image) -> NDArray[np.uint8]:
    page = page.rotate(
        float(rng.normal(0, 0.5)), Image.Resampling.BICUBIC, fillcolor=(250, 249, 246)
    )
    page = page.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.4, 1.1))))
    noisy = np.asarray(page, np.float32) + rng.normal(0, 4, (_SIZE[1], _SIZE[0], 1))
    buffer = io.BytesIO()
    worn = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
    worn.save(buffer, "JPEG", quality=int(rng.integers(45, 90)))
    return np.asarray(Image.open(buffer).convert("RGB"), np.uint8)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 80))
