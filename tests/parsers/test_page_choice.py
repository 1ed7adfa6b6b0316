"""Text layer or image: each page is read from the one that tells more."""

import io
import re

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from dispatch.document import Origin, ParsedDocument
from parsers import parse
from parsers.source import source_file
from tests.parsers.pdf_builder import (
    BODY,
    HEIGHT,
    LETTER,
    NARROW,
    WIDTH,
    Print,
    draw,
    draw_in_pictures,
)

_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
_PANEL = "Ký bởi: Ban Quản lý. Cơ quan: Tỉnh Bắc Kạn. Thời gian ký: 17/03/2025 09:41:26 +07:00"
_NOISE = "Cong hoa xa h0i chu nghla Vlet Narn Dqc lqp Tg do Hqnh phuc "


def read(data: bytes) -> ParsedDocument:
    return parse(source_file("letter.pdf", data), data)


def picture(data: bytes) -> Image.Image:
    with pdfium.PdfDocument(data) as document:
        shown: Image.Image = document[0].render(scale=200 / 72).to_pil()
        return shown.convert("L")


def scan(image: Image.Image, *, invisible: str = "", shown: str = "") -> bytes:
    """A page that is an image, with an invisible OCR layer or a line of print over it."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)
    text = canvas.beginText(60, HEIGHT - 200)
    text.setTextRenderMode(3)
    for line in range(30 if invisible else 0):
        text.setTextOrigin(60, HEIGHT - 60 - 14 * line)
        text.textLine(invisible)
    canvas.drawText(text)
    canvas.drawString(300, HEIGHT - 20, shown)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def joined(*files: bytes) -> bytes:
    whole = pdfium.PdfDocument.new()
    for data in files:
        with pdfium.PdfDocument(data) as part:
            whole.import_pages(part)
    output = io.BytesIO()
    whole.save(output)
    whole.close()
    return output.getvalue()


def test_print_is_read_from_its_text_layer() -> None:
    assert not read(draw(LETTER)).pages[0].read_by_ocr


def test_letters_that_another_font_lends_break_no_text_layer() -> None:
    plain: list[Print] = []
    lent: list[Print] = []
    draw(BODY)  # registers the fonts
    for x, y, text, *style in BODY:
        face, size = (str(style[0]), float(style[1])) if style else ("serif", 13.0)
        at = float(x)
        for part in re.split(r"(?<=[à-ỹÀ-Ỹ])|(?=[à-ỹÀ-Ỹ])", text):
            own = part.isascii() or not part.isalpha()
            (plain if own else lent).append((at, y, part, face, size))
            at += pdfmetrics.stringWidth(part, face, size * NARROW)
    document = read(draw([*plain, *lent]))
    assert not document.pages[0].read_by_ocr
    assert "phát động thi đua" in document.text


@pytest.mark.ocr
def test_pages_are_chosen_one_by_one() -> None:
    letter = draw(LETTER)
    document = read(joined(letter, scan(picture(letter)), letter))
    assert [page.read_by_ocr for page in document.pages] == [False, True, False]
    assert all("BAN QUẢN LÝ CÁC KCN" in _text(document, at) for at in range(3))


@pytest.mark.ocr
@pytest.mark.parametrize(
    "layer", [{"shown": _PANEL.encode("ascii", "ignore").decode()}, {"invisible": _NOISE}]
)
def test_a_poor_layer_over_a_scan_proves_nothing(layer: dict[str, str]) -> None:
    document = read(scan(picture(draw(LETTER)), **layer))
    assert document.pages[0].read_by_ocr
    assert "Độc lập - Tự do - Hạnh phúc" in document.text
    assert "Narn" not in document.text


def without_maps(data: bytes) -> bytes:
    return re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found[0]), data)


@pytest.mark.ocr
@pytest.mark.parametrize(
    "data",
    [draw_in_pictures(LETTER), without_maps(draw(LETTER))],
    ids=["type-3", "no-map"],
)
def test_fonts_that_name_no_letters_are_read_from_the_page(data: bytes) -> None:
    document = read(data)
    assert [page.read_by_ocr for page in document.pages] == [True]
    assert "Thực hiện kế hoạch về phát động thi đua" in document.text
    assert "Độc lập - Tự do - Hạnh phúc" in document.text


@pytest.mark.ocr
def test_number_shown_as_a_picture_fills_its_gap() -> None:
    figures = Image.new("L", (120, 60), 255)
    ImageDraw.Draw(figures).text((4, 0), "145", fill=0, font=ImageFont.truetype(_FONT, 50))
    with pdfium.PdfDocument(draw(LETTER)) as letter:
        image = pdfium.PdfImage.new(letter)
        image.set_bitmap(pdfium.PdfBitmap.from_pil(figures))
        image.set_matrix(pdfium.PdfMatrix().scale(28, 14).translate(117, HEIGHT - 119))
        page = letter[0]
        page.insert_obj(image)
        page.gen_content()
        output = io.BytesIO()
        letter.save(output)
    document = read(output.getvalue())
    assert "Số: 145 /BQL-VP" in document.text
    assert not document.pages[0].read_by_ocr
    assert next(word for word in document.words if word.text == "145").origin is Origin.OCR
    assert "ngày tháng 7" in document.text


def _text(document: ParsedDocument, at: int) -> str:
    lines = document.pages[at].lines
    return "\n".join(document.text[line.start : line.end] for line in lines)
