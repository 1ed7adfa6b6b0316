"""What a first reading left doubtful or passed over, on a page printed for the purpose."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.ocr import read_tesseract
from parsers.part_reader import Reader
from parsers.pixel_words import PixelWord
from parsers.second_look import look_again
from parsers.two_rows import rows_apart
from parsers.underlined import read_underlined
from parsers.unread_print import unread_print

FONT = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", 48)
LEFT = 150
TOPS = (100, 400, 1600, 1670, 1740)
LINES = ("Số: 1849/QĐ-UBND", "Căn cứ ý kiến", "Nơi nhận:", "- Sở Nội vụ;", "- Lưu: Văn thư.")

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


@pytest.fixture(scope="module")
def page() -> Pixels:
    sheet = Image.new("L", (1600, 2200), 255)
    draw = ImageDraw.Draw(sheet)
    for top, text in zip(TOPS, LINES, strict=True):
        draw.text((LEFT, top), text, font=FONT, fill=0)
    draw.line((900, 1600, 1400, 1900), fill=0, width=7)  # a stroke of a signature
    return np.asarray(sheet)


def read_as(texts: list[str], *, confidence: float = 0.96) -> list[PixelWord]:
    """Return the page's lines as a first reading that saw ``texts`` there."""
    words = []
    for line, (top, truth, text) in enumerate(zip(TOPS, LINES, texts, strict=True)):
        edge = float(LEFT)
        for print_, word in zip(truth.split(), text.split(), strict=True):
            end = edge + FONT.getlength(print_)
            words.append(PixelWord(word, edge, top + 8, end, top + 66, confidence, line))
            edge = end + FONT.getlength(" ")
    return words


def text_of(words: list[PixelWord]) -> str:
    return " ".join(word.text for word in words)


def look(page: Pixels, words: list[PixelWord]) -> str:
    return text_of(look_again(page, words, read_tesseract, DEFAULT_LIMITS))


@pytest.mark.ocr
def test_a_doubtful_code_is_read_anew_and_a_sure_one_left(page: Pixels) -> None:
    misread = "Số: 1649/QĐ-UBND"
    sure = read_as([misread, *LINES[1:]])
    assert misread in look(page, sure)
    doubtful = [
        PixelWord(w.text, w.x0, w.top, w.x1, w.bottom, 0.61 if "1649" in w.text else 0.96, w.line)
        for w in sure
    ]
    assert look(page, doubtful).startswith(LINES[0])


@pytest.mark.ocr
def test_a_row_of_which_nothing_was_read_is_read_anew(page: Pixels) -> None:
    first = read_as(list(LINES))
    row = [word for word in first if word.line == 3]
    hopeless = [
        PixelWord("mm...", row[0].x0, row[0].top, row[1].x1, row[0].bottom, 0.0, 3),
        PixelWord("5", row[2].x0, row[2].top, row[-1].x1, row[-1].bottom, 0.3, 3),
    ]
    spoilt = [word for word in first if word.line < 3] + hopeless + first[-4:]
    assert "Nơi nhận: - Sở Nội vụ; - Lưu: Văn thư." in look(page, spoilt)


@pytest.mark.ocr
def test_a_sign_in_whose_box_a_whole_row_stands_is_no_reading_of_it(page: Pixels) -> None:
    first = read_as(list(LINES))
    row = [word for word in first if word.line == 3]
    edge, end = row[0].x0 - 28, row[-1].x1 + 9
    spoilt = [word for word in first if word.line != 3]
    spoilt.append(PixelWord("`", edge, row[0].top - 6, end, row[0].bottom + 24, 0.03, 3))
    read = look(page, spoilt)
    assert "Sở Nội vụ;" in read
    assert "`" not in read


@pytest.mark.ocr
def test_marks_below_that_became_a_row_are_joined_to_their_letters() -> None:
    sheet = Image.new("L", (1600, 2200), 255)
    ImageDraw.Draw(sheet).text((LEFT, 300), "CHỦ TỊCH", font=FONT, fill=0)
    end = LEFT + FONT.getlength("CHỦ ")
    width = FONT.getlength("TỊCH")
    words = [
        PixelWord("CHỦ", LEFT, 296, end - 15, 346, 0.95, 0),
        PixelWord("TICH", end, 308, end + width, 346, 0.9, 0),
        PixelWord(":", end + 50, 350, end + 58, 357, 0.8, 1),
    ]
    assert look(np.asarray(sheet), words) == "CHỦ TỊCH"


@pytest.mark.ocr
def test_a_label_above_close_lines_is_read_anew(page: Pixels) -> None:
    first = read_as(list(LINES))
    spoilt = [
        PixelWord({"Nơi": "ST", "nhận:": "Xe,"}[w.text], w.x0, w.top, w.x1, w.bottom, 0.2, w.line)
        if w.text in ("Nơi", "nhận:")
        else w
        for w in first
    ]
    assert "Nơi nhận: - Sở Nội vụ;" in look(page, spoilt)


@pytest.mark.ocr
def test_a_line_passed_over_is_read_and_a_signature_is_not(page: Pixels) -> None:
    passed_over = [word for word in read_as(list(LINES)) if word.line != 4]
    assert look(page, passed_over) == " ".join(LINES)


@pytest.mark.ocr
def test_one_letter_read_twice_is_written_once(page: Pixels) -> None:
    assert "QĐ-" in text_of(read_tesseract(page[80:200], 6, DEFAULT_LIMITS))


def test_only_rows_of_glyphs_are_unread_print(page: Pixels) -> None:
    assert unread_print(page, read_as(list(LINES))) == []
    missing = [word for word in read_as(list(LINES)) if word.line != 1]
    (box,) = unread_print(page, missing)
    assert LEFT - 12 < box[0] < LEFT + 12
    assert abs(box[1] - TOPS[1]) < 24
    assert unread_print(np.full((400, 300), 255, np.uint8), []) == []


@pytest.mark.ocr
def test_marks_read_as_a_line_of_their_own_go_back_to_their_letters() -> None:
    sheet = Image.new("L", (1600, 900), 255)
    ImageDraw.Draw(sheet).text((LEFT, 300), "CHÁNH VĂN PHÒNG", font=FONT, fill=0)
    bare = [("CHANH", 322, 0), ("VAN", 322, 0), ("PHONG", 322, 0)]
    words, edge = [], float(LEFT)
    for text, top, line in bare:
        end = edge + FONT.getlength(text)
        words.append(PixelWord(text, edge, top - 14, end, top + 26, 0.93, line))
        words.append(PixelWord("^", edge + 40, top - 24, edge + 60, top - 16, 0.6, 1))
        edge = end + FONT.getlength(" ")
    words.sort(key=lambda word: -word.line)
    assert look(np.asarray(sheet), words) == "CHÁNH VĂN PHÒNG"


@pytest.mark.ocr
def test_a_name_under_a_grey_seal_is_read(page: Pixels) -> None:
    sheet = Image.fromarray(page.copy())
    draw = ImageDraw.Draw(sheet)
    draw.ellipse((LEFT - 320, 1440, LEFT + 110, 1860), outline=130, width=9)
    sealed = np.minimum(np.asarray(sheet), page)
    passed_over = [word for word in read_as(list(LINES)) if word.line != 4]
    assert look(sealed, passed_over).endswith("Lưu: Văn thư.")


@pytest.mark.ocr
def test_a_code_of_which_nothing_was_read_is_no_code(page: Pixels) -> None:
    first = read_as(list(LINES))
    row = [word for word in first if word.line == 0]
    spoilt = PixelWord("S-11/TĐBVĐ", row[0].x0, row[0].top, row[-1].x1, row[-1].bottom, 0.02, 0)
    assert LINES[0] in look(page, [spoilt, *(word for word in first if word.line)])


@pytest.mark.ocr
@pytest.mark.parametrize("sure", [0.2, 0.55])
def test_letters_too_few_for_the_row_they_stand_for_are_no_reading(
    page: Pixels, sure: float
) -> None:
    first = read_as(list(LINES))
    row = [word for word in first if word.line == 3]
    spoilt = [word for word in first if word.line != 3]
    spoilt.append(PixelWord("g", row[0].x0, row[0].top, row[-1].x1, row[-1].bottom, sure, 3))
    assert "Sở Nội vụ;" in look(page, spoilt)


OFFICES = ("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")


@pytest.mark.ocr
@pytest.mark.parametrize("sure", [0.1, 0.9])
def test_two_rows_read_as_one_are_read_apart_unless_they_were_read_surely(sure: float) -> None:
    sheet = Image.new("L", (1600, 2200), 255)
    draw = ImageDraw.Draw(sheet)
    draw.text((LEFT, 300), "TL. CHỦ TỊCH", font=FONT, fill=0)
    words, edge = [], float(LEFT)
    for text in ("TL.", "CHỦ", "TỊCH"):
        end = edge + FONT.getlength(text)
        words.append(PixelWord(text, edge, 306, end, 356, 0.95, 0))
        edge = end + FONT.getlength(" ")
    for top, office in zip((1500, 1562), OFFICES, strict=True):
        draw.text((LEFT, top), office, font=FONT, fill=0)
    last = LEFT + FONT.getlength(OFFICES[1])
    third = (last - LEFT) / 3
    words += [
        PixelWord(text, LEFT + at * third, 1500, LEFT + (at + 1) * third - 30, 1626, sure, 1)
        for at, text in enumerate(("sp", "ĐC8", "ae"))
    ]
    read = look(np.asarray(sheet), words)
    assert all(office in read for office in OFFICES) == (sure < 0.5)


@pytest.mark.parametrize(
    ("tall", "cut"),
    [
        ((100, 188), (133, 188)),  # reaches up into Ủy's row
        ((100, 140), (100, 140)),  # no higher than others
    ],
)
def test_a_box_that_reaches_into_the_row_above_is_cut(
    tall: tuple[float, float], cut: tuple[float, float]
) -> None:
    def nothing(image: Pixels, mode: int, limits: Limits) -> list[PixelWord]:
        return []

    words = [
        PixelWord("Ủy", 384, 97, 412, 133, 0.96, 0),
        PixelWord("ban", 460, 97, 520, 133, 0.96, 0),
        PixelWord("Đại", 384, tall[0], 445, tall[1], 0.95, 1),
        PixelWord("biểu", 460, 150, 520, 188, 0.95, 1),
        PixelWord("Huyện", 540, 150, 620, 188, 0.95, 1),
    ]
    sheet = np.full((400, 700), 255, np.uint8)
    found = rows_apart(words, Reader(sheet, nothing, DEFAULT_LIMITS))
    assert next((word.top, word.bottom) for word in found if word.text == "Đại") == cut


@pytest.mark.ocr
@pytest.mark.parametrize(("gap", "is_read"), [(0, True), (40, False)])
def test_a_row_that_stands_on_a_rule_is_read_without_it(gap: int, is_read: bool) -> None:
    """A rule that stands free below a name hides nothing: its row is left as it was read."""
    sheet = Image.new("L", (1600, 2200), 255)
    draw = ImageDraw.Draw(sheet)
    draw.text((LEFT, 300), "TỈNH ĐẮK NÔNG", font=FONT, fill=0)
    foot = 300 + FONT.getbbox("N")[3] + gap
    end = LEFT + FONT.getlength("TỈNH ĐẮK NÔNG")
    draw.line((LEFT, foot, end, foot), fill=0, width=4)
    words = [
        PixelWord("TỈNH", LEFT, 306, LEFT + FONT.getlength("TỈNH"), 356, 0.91, 0),
        PixelWord("NÔN", end - 150, 306, end - 20, 356, 0.89, 0),
    ]
    found = read_underlined(np.asarray(sheet), words, read_tesseract, DEFAULT_LIMITS)
    assert (text_of(found) == "TỈNH ĐẮK NÔNG") == is_read
