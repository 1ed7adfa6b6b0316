"""Red stamps are read before they are washed away; the round seal is not."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from dispatch.document import Block
from dispatch.text import fold
from parsers.layout import arrange
from parsers.ocr import read_page_image
from parsers.red_print import red_regions

DPI = 200
_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf"
_RED = (205, 40, 50)

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def sheet(stamp: str, *, seal: bool = False, skew: float = 0.0) -> Pixels:
    """A scanned letter with a framed red stamp under its number."""
    page = Image.new("RGB", (1654, 2339), (250, 249, 246))
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(_FONT, 30)
    for row in range(20):
        pen.text((230, 700 + 60 * row), "Thực hiện kế hoạch của Ủy ban nhân dân tỉnh",
                 fill=(25, 25, 25), font=font)  # fmt: skip
    if stamp:
        large = ImageFont.truetype(_FONT, 38)
        box = pen.textbbox((260, 420), stamp, font=large)
        pen.text((260, 420), stamp, fill=_RED, font=large)
        pen.rectangle((box[0] - 18, box[1] - 14, box[2] + 18, box[3] + 14), outline=_RED, width=4)
    if seal:
        for radius in (140, 120, 60):
            pen.ellipse((1200 - radius, 1800 - radius, 1200 + radius, 1800 + radius),
                        outline=_RED, width=6)  # fmt: skip
        pen.text((1110, 1780), "BAN CHỈ", fill=_RED, font=font)
    pixels = np.asarray(page)
    matrix = cv2.getRotationMatrix2D((827, 1169), -skew, 1.0)
    turned = cv2.warpAffine(pixels, matrix, (1654, 2339), borderValue=(250, 249, 246))
    return np.asarray(cv2.GaussianBlur(turned, (0, 0), 0.8), dtype=np.uint8)


@pytest.mark.ocr
@pytest.mark.parametrize("words", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "HỎA TỐC", "KHẨN", "THƯỢNG KHẨN"])
@pytest.mark.parametrize("skew", [0.0, 1.5])
def test_red_stamp_is_read(words: str, skew: float) -> None:
    page = read_page_image(sheet(words, seal=True, skew=skew), DPI)
    lines = arrange(page.words, page.width, page.height, stamps=page.stamps)
    stamps = [line for line in lines if line.block is Block.STAMP]
    assert [fold(" ".join(word.text for word in line.words)) for line in stamps] == [fold(words)]
    assert (stamps[0].words[0].x0 or 0) == pytest.approx(260 * 72 / DPI, abs=15)
    assert (stamps[0].words[0].top or 0) == pytest.approx(425 * 72 / DPI, abs=15)


def test_seal_and_black_print_are_no_red_print() -> None:
    assert red_regions(sheet("", seal=True), DPI, rotation=0, skew=0.0) == []
    assert red_regions(sheet(""), DPI, rotation=0, skew=0.0) == []
