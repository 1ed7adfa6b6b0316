"""Number and day of the head, read again where Tesseract doubted them."""

import numpy as np
import pytest
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from parsers.head_figures import read_figures_again
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.ocr import read_tesseract
from parsers.pixel_words import PixelWord
from parsers.preparation import Image

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
        ("17", "77", 0.95, "17"),  # no month has so many days, however surely it was read
        # read surely, or no day at all: nothing is changed
        ("09", "22", 0.93, "22"),
        ("……", "……", 0.4, "……"),
    ],
)
def test_a_doubted_day_is_read_set_upright(
    day: str, seen: str, confidence: float, told: str
) -> None:
    image, words = page(day)
    seen_words = misread(words, seen, confidence)
    found = read_figures_again(image, seen_words, read_tesseract, DEFAULT_LIMITS)
    assert [word.text for word in found] == ["ngày", told, "tháng"]


def test_readings_that_disagree_change_nothing() -> None:
    image, words = page("09")
    said = iter(["09", "08", "06"])

    def read(strip: Image, mode: int, limits: Limits) -> list[PixelWord]:
        return [PixelWord(text, 0, 0, 9, 9, 0.9, 0) for text in ("ngày", next(said), "tháng")]

    doubted = misread(words, "22", 0.6)
    assert read_figures_again(image, doubted, read, DEFAULT_LIMITS) == doubted


@pytest.mark.ocr
@pytest.mark.parametrize(
    ("seen", "confidence", "told"),
    [
        (("Số:55", "/TB-UBND"), 0.37, "Số:565"),
        (("Số:", "55", "/TB-UBND"), 0.6, "565"),
        (("Số:", "55", "/TB-UBND"), 0.9, "55"),  # read surely
        (("Sở:", "55", "/TB-UBND"), 0.6, "55"),
    ],
)
def test_a_doubted_number_is_read_at_other_sizes(
    seen: tuple[str, ...], confidence: float, told: str
) -> None:
    picture = Picture.new("L", (1400, 1800), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(FONT.replace("-Italic", "-Regular"), SIZE)
    words, x = [], 60.0
    form = ("Số:565",) if len(seen) == 2 else ("Số:", "565")
    for printed, text in zip(form, seen, strict=False):
        draw.text((x, TOP), printed, fill=0, font=font)
        end = x + draw.textlength(printed, font=font)
        words.append(PixelWord(text, x, TOP + 4, end, TOP + SIZE, confidence, 1))
        x = end + 14
    draw.text((x, TOP), "/TB-UBND", fill=0, font=font)
    end = x + draw.textlength("/TB-UBND", font=font)
    words.append(PixelWord(seen[-1], x, TOP + 4, end, TOP + SIZE, 0.8, 1))
    image = np.asarray(picture, dtype=np.uint8)
    found = read_figures_again(image, words, read_tesseract, DEFAULT_LIMITS)
    assert found[-2].text == told
