"""Asterisks of a head, a page's number, the slash of a role: told by their shapes."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.close_look import by_shape, looked_at_closely
from parsers.head_marks import with_marks
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.ocr import read_tesseract
from parsers.pixel_words import PixelWord

FACES = "/usr/share/fonts/truetype/dejavu/DejaVu"
FONT = ImageFont.truetype(f"{FACES}Serif.ttf", 48)
Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def sheet(*prints: tuple[int, int, str], font: ImageFont.FreeTypeFont = FONT) -> Pixels:
    """A page of 2480 × 3508 pixels (A4 at 300 dpi) with each text at its left and top."""
    page = Image.new("L", (2480, 3508), 255)
    draw = ImageDraw.Draw(page)
    for left, top, text in prints:
        draw.text((left, top), text, font=font, fill=0)
    return np.asarray(page)


def word(text: str, left: int, top: int, *, confidence: float = 0.9) -> PixelWord:
    width = FONT.getlength(text)
    return PixelWord(text, left, top + 8, left + width, top + 60, confidence, 1)


def nothing(_image: Pixels, _mode: int, _limits: Limits) -> list[PixelWord]:
    return []


@pytest.mark.parametrize(
    ("mark", "misread"),
    [("*", None), ("*", ("x", 0.4)), ("***", None), ("***", ("3k›k+", 0.2))],
)
def test_asterisks_under_a_bodys_name(mark: str, misread: tuple[str, float] | None) -> None:
    name = word("TỈNH ỦY BẮC KẠN", 300, 300)
    page = sheet((300, 300, "TỈNH ỦY BẮC KẠN"), (500, 370, mark))
    end = 500 + FONT.getlength(mark)
    words = [name, *([PixelWord(misread[0], 500, 378, end, 410, misread[1], 2)] if misread else [])]
    found = with_marks(page, words, nothing, DEFAULT_LIMITS)
    assert [w.text for w in found] == [name.text, mark]
    assert abs(found[1].x0 - 500) < 20


def test_a_footnotes_asterisk_and_letters_are_no_mark_of_a_head() -> None:
    page = sheet((300, 300, "Kế hoạch*"), (300, 500, "x X K ж"))
    words = [word("Kế hoạch*", 300, 300)]
    assert with_marks(page, words, nothing, DEFAULT_LIMITS) == words


def test_specks_of_a_sheet_with_a_name_alone_are_no_marks() -> None:
    specks = [(200 + 300 * at, 120 + 170 * at, "*") for at in range(5)]
    page = sheet((1400, 250, "Lê Văn Hải"), *specks)
    words = [word("Lê Văn Hải", 1400, 250)]
    assert with_marks(page, words, nothing, DEFAULT_LIMITS) == words


@pytest.mark.ocr
@pytest.mark.parametrize("number", ["2", "14"])
def test_a_pages_number_in_the_margin(number: str) -> None:
    page = sheet((1220, 150, number), (300, 400, "Tổ chức thực hiện"))
    words = [word("Tổ chức thực hiện", 300, 400)]
    found = with_marks(page, words, read_tesseract, DEFAULT_LIMITS)
    assert [w.text for w in found] == [number, words[0].text]


@pytest.mark.ocr
@pytest.mark.parametrize("drawn", ["-", "(ký)"])
def test_what_is_no_figure_is_no_pages_number(drawn: str) -> None:
    page = sheet((1220, 150, drawn), (300, 400, "Tổ chức thực hiện"))
    words = [word("Tổ chức thực hiện", 300, 400)]
    assert with_marks(page, words, read_tesseract, DEFAULT_LIMITS) == words


@pytest.mark.parametrize("face", ["Serif", "Sans", "SerifCondensed"])
@pytest.mark.parametrize(
    ("printed", "read", "told"),
    [
        ("(t/h);", "(th);", "(t/h);"),
        ("(th);", "(th);", "(th);"),
        ("t/h);", "th);", "t/h);"),
        ("(b/c);", "(b/C);", "(b/c);"),
    ],
)
def test_the_slash_of_a_role_shows_in_its_width(
    face: str, printed: str, read: str, told: str
) -> None:
    font = ImageFont.truetype(f"{FACES}{face}.ttf", 44)
    page = sheet((300, 2800, printed), font=font)
    role = PixelWord(read, 300, 2800, 300 + font.getlength(printed), 2852, 0.9, 1)
    assert [w.text for w in by_shape(page, [role])] == [told]


TIMES = "/usr/share/fonts/truetype/liberation2/LiberationSerif-"


@pytest.mark.parametrize(
    "face",
    [f"{FACES}Serif", f"{FACES}Sans", f"{FACES}SerifCondensed", f"{TIMES}Regular", f"{TIMES}Bold",
     f"{TIMES}BoldItalic"],
)  # fmt: skip
@pytest.mark.parametrize("printed", ["chi", "chỉ", "Chi;", "nghỉ"])
def test_a_dot_is_told_from_a_hook_by_its_ink(face: str, printed: str) -> None:
    font = ImageFont.truetype(f"{face}.ttf", 56)
    page = sheet((300, 2800, printed), font=font)
    left, top, right, bottom = font.getbbox(printed)
    box = (300 + left, 2800 + top, 300 + right, 2800 + bottom)
    read = PixelWord(printed.replace("chi", "chỉ").replace("Chi", "Chỉ"), *box, 0.9, 1)
    assert [w.text for w in by_shape(page, [read])] == [printed]


@pytest.mark.parametrize(("seen", "confidence"), [("16/KH-BQL", 0.97), ("46/KH-BQL", 0.5)])
def test_a_code_that_reads_otherwise_in_full_size_is_doubtful(seen: str, confidence: float) -> None:
    code = word("16/KH-BQL", 300, 300, confidence=0.97)

    def read(_image: Pixels, _mode: int, _limits: Limits) -> list[PixelWord]:
        return [PixelWord(seen, 20, 20, 200, 60, 0.9, 1)]

    found = looked_at_closely(sheet(), [code], read, DEFAULT_LIMITS)
    assert [w.confidence for w in found] == [confidence]
