"""The name below an office, crossed by a grey seal's ring or a pen, on a page printed for it."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.ocr import read_tesseract
from parsers.pixel_words import PixelWord
from parsers.signed_names import inked, read_signed_name

FOLDER = "/usr/share/fonts/truetype/liberation2/LiberationSerif-{}.ttf"
BOLD = ImageFont.truetype(FOLDER.format("Bold"), 58)
MIDDLE, OFFICE_TOP, NAME_TOP = 1800, 900, 1300

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def sheet(name: str, *, seal: int | None) -> Pixels:
    """Draw the office and the name; the ring, of the grey ``seal``, crosses the name's left."""
    image = Image.new("L", (2480, 1700), 250)
    draw = ImageDraw.Draw(image)
    draw.text((MIDDLE, OFFICE_TOP), "PHÓ CHỦ TỊCH", font=BOLD, fill=25, anchor="ma")
    draw.text((MIDDLE, NAME_TOP), name, font=BOLD, fill=25, anchor="ma")
    plain = np.asarray(image)
    if seal is None:
        return plain
    left = MIDDLE - BOLD.getlength(name) / 2
    over = Image.new("L", image.size, 250)
    for reach, wide in ((212, 8), (140, 4)):
        box = (left - 130 - reach, 1160 - reach, left - 130 + reach, 1160 + reach)
        ImageDraw.Draw(over).ellipse(box, outline=seal, width=wide)
    return np.minimum(plain, np.asarray(over))


def office() -> list[PixelWord]:
    words, x = [], MIDDLE - BOLD.getlength("PHÓ CHỦ TỊCH") / 2
    for text in ("PHÓ", "CHỦ", "TỊCH"):
        end = x + BOLD.getlength(text)
        words.append(PixelWord(text, x, OFFICE_TOP, end, OFFICE_TOP + 50, 0.96, 1))
        x = end + BOLD.getlength(" ")
    return words


def word(text: str, x0: float, x1: float, sure: float) -> PixelWord:
    return PixelWord(text, x0, NAME_TOP + 8, x1, NAME_TOP + 50, sure, 2)


def read(page: Pixels, words: list[PixelWord]) -> list[str]:
    found = read_signed_name(page, words, read_tesseract, DEFAULT_LIMITS)
    return [one.text for one in sorted(found, key=lambda one: (one.top // 100, one.x0))]


@pytest.mark.parametrize("name", ["Lương Hoài Đức", "Phan Thị Kim Oanh"])
@pytest.mark.parametrize("seal", [80, 120])
def test_a_name_that_a_grey_ring_crosses_is_read(name: str, seal: int) -> None:
    assert read(sheet(name, seal=seal), office())[3:] == name.split()


def test_what_was_read_of_it_is_replaced_and_the_rest_stays() -> None:
    page = sheet("Lương Hoài Đức", seal=80)
    left = MIDDLE - BOLD.getlength("Lương Hoài Đức") / 2
    seen = [*office(), word("Lu0g", left + 10, left + 150, 0.4), word("-", 300, 320, 0.9)]
    assert read(page, seen)[3:] == ["-", "Lương", "Hoài", "Đức"]


def test_a_name_read_well_is_not_read_again() -> None:
    left = MIDDLE - BOLD.getlength("Lương Hoài") / 2
    middle = left + BOLD.getlength("Lương ")
    seen = [*office(), word("LƯƠNG", left, middle - 14, 0.9)]
    seen.append(word("Hòa", middle, middle + BOLD.getlength("Hoài"), 0.9))
    assert read(sheet("Lương Hoài", seal=None), seen)[3:] == ["LƯƠNG", "Hòa"]


@pytest.mark.parametrize("misread", ["THị", "ThƒHoài", "Lương-Thị"])
def test_what_is_no_syllable_of_a_name_is_read_again_however_sure(misread: str) -> None:
    left = MIDDLE - BOLD.getlength("Lương Thị Hoài") / 2
    middle, end = left + BOLD.getlength("Lương "), left + BOLD.getlength("Lương Thị Hoài")
    seen = [*office(), word("Lương", left, middle - 14, 0.95), word(misread, middle, end, 0.95)]
    assert read(sheet("Lương Thị Hoài", seal=None), seen)[3:] == ["Lương", "Thị", "Hoài"]


def test_a_rank_before_the_name_is_read_with_it() -> None:
    name = "Thượng tá Lương Hoài Đức"
    assert read(sheet(name, seal=80), office())[3:] == name.split()


@pytest.mark.parametrize("text", ["trân trọng./.", "Độc lập - Tự do", "12 345 678"])
def test_other_rows_below_capitals_are_no_name(text: str) -> None:
    assert read(sheet(text, seal=None), office())[3:] == []


def test_a_signature_is_no_name() -> None:
    image = Image.fromarray(sheet("", seal=None).copy())
    points = [(MIDDLE - 200 + 45 * i, 1250 + 80 * (i % 2)) for i in range(9)]
    ImageDraw.Draw(image).line(points, fill=30, width=7)
    assert read(np.asarray(image), office())[3:] == []


def test_a_page_without_capitals_on_its_right_stays_as_it_is() -> None:
    words = [word("Kính", 300, 400, 0.4)]
    page = sheet("Lương Hoài Đức", seal=80)
    assert read_signed_name(page, words, read_tesseract, DEFAULT_LIMITS) == words


def test_the_wash_leaves_ink_and_takes_the_seal() -> None:
    strip = np.full((40, 90), 250, np.uint8)
    strip[:, 20:30], strip[:, 60:70] = 30, 100
    washed = inked(strip)
    assert washed[20, 25] < 60
    assert washed[20, 65] > 200


def test_a_name_with_its_middle_name_read_well_is_not_read_again() -> None:
    name = ("Lương", "Thị", "Hoài")
    words, x = [], MIDDLE - BOLD.getlength(" ".join(name)) / 2
    for text in name:
        words.append(word(text, x, x + BOLD.getlength(text), 0.9))
        x += BOLD.getlength(f"{text} ")
    assert is_left(sheet(" ".join(name), seal=None), [*office(), *words])


@pytest.mark.parametrize(
    ("line", "sure"),
    [
        ("về việc phát động phong trào", 0.96),  # below the title of a plan
        ("Ban hướng dẫn và kiểm tra", 0.9),
    ],
)
def test_a_line_of_prose_below_a_title_is_not_read_as_a_name(line: str, sure: float) -> None:
    words, x = [], MIDDLE - BOLD.getlength(line) / 2
    for text in line.split():
        words.append(word(text, x, x + BOLD.getlength(text), sure))
        x += BOLD.getlength(f"{text} ")
    assert is_left(sheet(line, seal=None), [*office(), *words])


def is_left(page: Pixels, words: list[PixelWord]) -> bool:
    """Tell whether the words stay as they are and the engine is not asked."""
    asked: list[int] = []

    def count(image: Pixels, mode: int, limits: Limits) -> list[PixelWord]:
        asked.append(mode)
        return read_tesseract(image, mode, limits)

    return read_signed_name(page, words, count, DEFAULT_LIMITS) == words and not asked


@pytest.mark.parametrize(
    ("washed", "first"), [("trương", "Trương"), ("rương", "Hoài"), ("lập", "Hoài")]
)
def test_a_surname_that_lost_its_capital_to_the_ring_is_the_name_s(washed: str, first: str) -> None:
    """Only what is a surname: what else begins small beside a name is the ring's."""

    def engine(image: Pixels, mode: int, limits: Limits) -> list[PixelWord]:
        return [
            PixelWord(text, x0, 40, x0 + 140, 90, 0.9, 1)
            for text, x0 in ((washed, 200), ("Hoài", 350), ("Đức", 500))
        ]

    page = sheet("Trương Hoài Đức", seal=None)
    found = read_signed_name(page, office(), engine, DEFAULT_LIMITS)
    assert [one.text for one in found][3:][0] == first
