"""Heads of dispatches with number and day written by pen: print by a serif font, figures from the
digits that the training held back, in blue or black, thick or thin, on paper, on dots or a rule,
under a stamp, blurred and compressed as a scanner does.
"""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from train.handwriting import Scans
from train.pen_strokes import HEIGHT, write

_SIZE = (2480, 1754)
# The second edition has the Vietnamese letters, the first has not.
_FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-{}.ttf"
_EM = 54  # pixels: 13 points at 300 dpi
_CODES = ("QĐ-UBND", "TTr-UBND", "KH-BQL", "TB-SNV", "CT-UBND", "BC-STC")
_INKS = ((25, 25, 30), (25, 25, 30), (35, 55, 160), (20, 30, 110))
_LINES = ("", "", "dots", "rule")


@dataclass(frozen=True, slots=True)
class PenPage:
    """One page at 300 dpi and what is written on it."""

    image: NDArray[np.uint8]
    number: str
    day: str


def pen_page(index: int, seed: int, scans: Scans) -> PenPage:
    """Return page ``index`` of those that ``seed`` gives."""
    rng = np.random.default_rng((seed, index))
    number = f"{int(10 ** rng.uniform(0.3, 3.6)):02d}"
    day = f"{int(rng.integers(1, 32)):02d}"
    return PenPage(_page(rng, number, day, scans), number, day)


def _page(rng: np.random.Generator, number: str, day: str, scans: Scans) -> NDArray[np.uint8]:
    page = Image.new("RGB", _SIZE, (250, 249, 246))
    draw = ImageDraw.Draw(page)
    upright, slanted = (ImageFont.truetype(_FONT.format(s), _EM) for s in ("Regular", "Italic"))
    bold = ImageFont.truetype(_FONT.format("Bold"), _EM)
    draw.text((260, 240), "ỦY BAN NHÂN DÂN", "black", bold)
    draw.text((1080, 240), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "black", bold)
    draw.text((1330, 310), "Độc lập - Tự do - Hạnh phúc", "black", bold)
    ink = _INKS[rng.integers(len(_INKS))]
    line = _LINES[rng.integers(len(_LINES))]
    room = int(rng.uniform(0.55, 0.8) * _EM * len(number) + rng.uniform(20, 80))
    code = _CODES[rng.integers(len(_CODES))]
    _row(rng, page, 300, ("Số: ", f"/{code}"), room, upright, (number, ink, line, scans))
    month = int(rng.choice([1, 3, 5, 7, 8, 10, 12]))
    end = f" tháng {month:02d} năm 2024"
    room = int(rng.uniform(70, 125))
    _row(rng, page, 1180, ("Chợ Mới, ngày", end), room, slanted, (day, ink, line, scans))
    for at in range(3):
        words = "Căn cứ Luật Tổ chức chính quyền địa phương và đề nghị"
        draw.text((300, 800 + 90 * at), words, "black", upright)
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
    pen: tuple[str, tuple[int, int, int], str, Scans],
) -> None:
    digits, ink, line, scans = pen
    draw = ImageDraw.Draw(page)
    base = 480
    before, after = print_parts
    draw.text((x, base), before, "black", font, anchor="ls")
    gap = x + draw.textlength(before, font)
    writing = write(rng, tuple(int(d) for d in digits), scans, clean=True)
    rows, columns = np.nonzero(writing.labels)
    mask = writing.labels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] > 0
    start = int(gap + rng.uniform(2, 14))
    room = max(room, mask.shape[1] + int(rng.uniform(2, 50)))
    top = base - mask.shape[0] + int(rng.uniform(-0.1, 0.35) * HEIGHT)
    page.paste(ink, (start, top), Image.fromarray((mask * 255).astype(np.uint8)))
    if line == "dots":
        for dot in range(int(gap), int(gap) + room, 9):
            draw.ellipse((dot, base, dot + 3, base + 3), fill="black")
    elif line == "rule":
        draw.line((gap, base + 3, gap + room, base + 3), fill="black", width=2)
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
