"""Printed numbers beside the pen's gap: drawn in the faces that offices print with."""

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from dispatch.document import Origin
from parsers.assemble import RawWord
from parsers.handwriting import read_pen_gaps
from parsers.pen_gaps import Kind, Opening, find_gaps
from parsers.pen_rows import rows_of

DPI = 200
SCALE = DPI / 72
BASE = 130.0
FACES = (
    "liberation2/LiberationSerif-Regular.ttf",
    "liberation2/LiberationSans-Regular.ttf",
    "dejavu/DejaVuSerif.ttf",
)


def face(name: str, points: float = 13.0) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(f"/usr/share/fonts/truetype/{name}", points * SCALE)


def printed(
    words: Sequence[tuple[str, str, float]], font: ImageFont.FreeTypeFont
) -> tuple[np.ndarray, list[RawWord]]:
    """Print words (what is printed, what OCR read, how surely) in a row; boxes are the ink's."""
    page = Image.new("RGB", (1654, 2339), "white")
    draw = ImageDraw.Draw(page)
    found, x = [], 100 * SCALE
    for text, read, sure in words:
        draw.text((x, BASE * SCALE), text, "black", font, anchor="ls")
        box = [side / SCALE for side in draw.textbbox((x, BASE * SCALE), text, font, anchor="ls")]
        found.append(RawWord(read, box[0], box[1], box[2], box[3], Origin.OCR, sure))
        x += draw.textlength(text, font) + 4 * SCALE
    return np.asarray(page, np.uint8), found


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("number", ["15/TB-UBND", "406/CĐVC-VP", "2310/QĐ-HĐND", "71/BC-SNV"])
@pytest.mark.parametrize("sure", [0.5, 0.91])
def test_print_glued_to_its_notation_stays_print_in_every_face(
    name: str, number: str, sure: float
) -> None:
    image, words = printed([("Số:", "Số:", 0.93), (number, number, sure)], face(name))
    assert read_pen_gaps(image, words, DPI) == words


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("code", ["/MTTQ-BTT", "/UBND-NC", "/TTr-STC"])
def test_a_blank_before_the_slash_is_blank_in_every_face(name: str, code: str) -> None:
    image, words = printed([("Số:      ", "Số:", 0.96), (code, code, 0.78)], face(name))
    assert read_pen_gaps(image, words, DPI) == words


@pytest.mark.parametrize("sign", ["f", "l", "|", "I"])
def test_a_slash_that_its_ink_shows_is_read_as_one(sign: str) -> None:
    parts = [("Số:", "Số:", 0.97), ("52", "52", 0.97), ("/QĐ-UBND", f"{sign}QĐ-UBND", 0.53)]
    image, words = printed(parts, face(FACES[0]))
    *_, code = read_pen_gaps(image, words, DPI)
    assert (code.text, code.confidence) == ("/QĐ-UBND", 0.53)


def test_a_slash_that_ocr_doubled_is_one() -> None:
    parts = [("Số:", "Số:", 0.97), ("20/UBND-NC", "20//UBND-NC", 0.5)]
    image, words = printed(parts, face(FACES[0]))
    assert [word.text for word in read_pen_gaps(image, words, DPI)] == ["Số:", "20/UBND-NC"]


def test_a_letter_of_the_notation_is_no_slash() -> None:
    image, words = printed(
        [("Số:", "Số:", 0.97), ("52", "52", 0.97), ("lQĐ-NC", "lQĐ-NC", 0.53)], face(FACES[0])
    )
    assert read_pen_gaps(image, words, DPI) == words


def word(text: str, x0: float, top: float, bottom: float) -> RawWord:
    return RawWord(text, x0, top, x0 + 6 * len(text), bottom, Origin.OCR, 0.9)


def test_rows_of_columns_that_are_not_level_keep_to_their_own_neighbours() -> None:
    """The motto stands half a line above the number, and a rule lies under the pen's figures."""
    words = [
        word("Số:", 100, 97.7, 109.2), word("2310/QĐ-UBND", 130, 98.9, 110.9),
        word("Độc", 330, 91.0, 103.0), word("lập", 352, 91.2, 103.0),
        word("ngày", 340, 108.0, 120.0), word("__", 120, 122.0, 122.4),
    ]  # fmt: skip
    texts = [row.text for row in rows_of(words, 400)]
    assert texts == ["Độc lập", "Số: 2310/QĐ-UBND", "ngày", "__"]


@pytest.mark.parametrize("dots", ["....", "." * 40])
def test_a_dotted_line_glued_to_its_word_is_a_gap_however_long(dots: str) -> None:
    end = 340 + 3 * len(dots)
    words = [RawWord(f"ngày{dots}", 318, 121, end, 132, Origin.OCR, 0.6)]
    words += [word("tháng", end + 4, 121, 132), word("03", end + 40, 121, 130)]
    words += [word("năm", end + 56, 121, 130), word("2024", end + 80, 121, 130)]
    assert [gap.kind for gap in find_gaps(words, 842)] == [Kind.DAY, Kind.MONTH]


@pytest.mark.parametrize(("room", "found"), [(52.0, True), (5.0, False), (200.0, False)])
def test_a_day_whose_word_ocr_lost_has_its_gap_where_there_is_room(
    room: float, found: bool
) -> None:
    words = [word("Chợ", 280, 121, 132), word("Mới,", 302, 121, 130)]
    at = 326 + room
    words += [word("tháng", at, 121, 132), word("10", at + 34, 121, 130)]
    words += [word("năm", at + 50, 121, 130), word("2024", at + 72, 121, 130)]
    gaps = find_gaps(words, 842)
    assert [(gap.kind, gap.opening) for gap in gaps][:1] == (
        [(Kind.DAY, Opening.LOST)] if found else []
    )
