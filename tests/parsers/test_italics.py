"""The line of place and day, set in italics as Nghị định 30/2020 asks, on grain like a scan's."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.italics import slant_of, upright
from parsers.limits import DEFAULT_LIMITS
from parsers.ocr import read_tesseract
from parsers.pixel_words import PixelWord
from parsers.second_look import look_again

FOLDER = "/usr/share/fonts/truetype/liberation/"
LEFT, TOP, SIZE = 900, 300, 58
WORDS = ("Trà", "Cú,", "ngày", "07", "tháng", "9", "năm", "2024")

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def sheet(face: str) -> Pixels:
    font = ImageFont.truetype(f"{FOLDER}{face}", SIZE)
    page = Image.new("L", (2480, 900), 245)
    ImageDraw.Draw(page).text((LEFT, TOP), " ".join(WORDS), font=font, fill=20)
    grain = np.random.default_rng(3).normal(0, 9, (900, 2480))
    return np.clip(np.asarray(page) + grain, 0, 255).astype(np.uint8)


def first_reading(day: str, confidence: float) -> list[PixelWord]:
    font = ImageFont.truetype(f"{FOLDER}LiberationSerif-Italic.ttf", SIZE)
    words, edge = [], float(LEFT)
    for word in WORDS:
        end = edge + font.getlength(word)
        text, sure = (day, confidence) if word == "07" else (word, 0.97)
        words.append(PixelWord(text, edge, TOP + 8, end, TOP + 70, sure, 0))
        edge = end + font.getlength(" ")
    return words


def strip(page: Pixels) -> Pixels:
    return page[TOP : TOP + 80, LEFT - 20 : LEFT + 900]


def test_only_leaning_type_leans() -> None:
    assert slant_of(strip(sheet("LiberationSerif-Regular.ttf"))) == 0.0
    assert slant_of(strip(sheet("LiberationSerif-Bold.ttf"))) == 0.0
    lean = slant_of(strip(sheet("LiberationSerif-Italic.ttf")))
    assert 0.16 <= lean <= 0.32
    assert slant_of(upright(strip(sheet("LiberationSerif-Italic.ttf")), lean)) == 0.0
    assert slant_of(np.full((60, 400), 240, np.uint8)) == 0.0
    assert slant_of(np.zeros((0, 0), np.uint8)) == 0.0


@pytest.mark.ocr
@pytest.mark.parametrize(("day", "confidence"), [("27", 0.9), ("Ø7", 0.89), ("»", 0.3)])
def test_a_day_in_italics_is_read_upright(day: str, confidence: float) -> None:
    words = look_again(
        sheet("LiberationSerif-Italic.ttf"), first_reading(day, confidence), read_tesseract,
        DEFAULT_LIMITS,
    )  # fmt: skip
    assert " ".join(word.text for word in words) == " ".join(WORDS)


@pytest.mark.ocr
def test_a_day_read_for_sure_is_left() -> None:
    page = sheet("LiberationSerif-Italic.ttf")
    words = look_again(page, first_reading("27", 0.96), read_tesseract, DEFAULT_LIMITS)
    assert "27" in [word.text for word in words]
