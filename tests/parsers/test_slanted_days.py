"""Days that a document system prints in italics, read again where Tesseract doubted them."""

import numpy as np
import pytest
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.ocr import read_tesseract
from parsers.pixel_words import PixelWord
from parsers.preparation import Image
from parsers.slanted_days import read_days

FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Italic.ttf"
TOP, SIZE = 60, 58


def page(day: str) -> tuple[Image, list[PixelWord]]:
    """Draw "ngày … tháng" with the day a little raised; the day's word says what was misread."""
    picture = Picture.new("L", (900, 200), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, SIZE)
    words, x = [], 60.0
    for text, rise in (("ngày", 0), (day, 7), ("tháng", 0)):
        draw.text((x, TOP - rise), text, fill=0, font=font)
        end = x + draw.textlength(text, font=font)
        words.append(PixelWord(text, x, TOP + 4, end, TOP + SIZE, 0.96, 1))
        x = end + 24
    return np.asarray(picture, dtype=np.uint8), words


def misread(words: list[PixelWord], text: str, confidence: float) -> list[PixelWord]:
    before, day, after = words
    return [before, PixelWord(text, day.x0, day.top, day.x1, day.bottom, confidence, 1), after]


@pytest.mark.ocr
@pytest.mark.parametrize(
    ("day", "seen", "confidence", "told"),
    [
        ("09", "22", 0.66, "09"),
        ("17", "77", 0.55, "17"),
        ("15", "/#Š", 0.19, "15"),
        ("28", "28", 0.5, "28"),
        # read surely, or no day at all: nothing is changed
        ("09", "22", 0.93, "22"),
        ("……", "……", 0.4, "……"),
    ],
)
def test_a_doubted_day_is_read_set_upright(
    day: str, seen: str, confidence: float, told: str
) -> None:
    image, words = page(day)
    found = read_days(image, misread(words, seen, confidence), read_tesseract, DEFAULT_LIMITS)
    assert [word.text for word in found] == ["ngày", told, "tháng"]


def test_readings_that_disagree_change_nothing() -> None:
    image, words = page("09")
    said = iter(["09", "08", "06"])

    def read(strip: Image, mode: int, limits: Limits) -> list[PixelWord]:
        return [PixelWord(text, 0, 0, 9, 9, 0.9, 0) for text in ("ngày", next(said), "tháng")]

    doubted = misread(words, "22", 0.6)
    assert read_days(image, doubted, read, DEFAULT_LIMITS) == doubted
