"""Print that nobody sees is none of the page; what only looks as if it might be unseen is."""

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from dispatch.document import ParsedDocument
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import read_pdf
from parsers.source import source_file
from tests.parsers.pdf_builder import HEIGHT, LETTER, NARROW, WIDTH, draw

Mark = Callable[[Canvas], None]
HIDDEN = "Số: 999/KH-UBND"


def letter(mark: Mark) -> ParsedDocument:
    """Read a letter that a program wrote something more on."""
    draw(LETTER)  # registers the fonts
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    for x, baseline, text, *style in LETTER:
        font, size = style or ("serif", 13.0)
        canvas.setFont(font, size * NARROW)
        canvas.drawString(x, HEIGHT - baseline, text)
    canvas.setFont("serif", 12)
    mark(canvas)
    canvas.save()
    data = file.getvalue()
    return read_pdf(source_file("letter.pdf", data), data, DEFAULT_LIMITS)


def write(canvas: Canvas, mode: int = 0) -> None:
    text = canvas.beginText(100, 250)
    text.setTextRenderMode(mode)
    text.textOut(HIDDEN)
    canvas.drawText(text)


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    write(canvas)


def nearly_white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.99, 0.98, 0.99)
    write(canvas)


def clear(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    write(canvas)


def invisible(canvas: Canvas) -> None:
    write(canvas, mode=3)


def only_a_clip(canvas: Canvas) -> None:
    canvas.saveState()
    write(canvas, mode=7)
    canvas.restoreState()


def white_on_dark(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.1, 0.2, 0.5)
    canvas.rect(90, 240, 200, 30, fill=1)
    white(canvas)


def grey(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.85, 0.85, 0.85)
    write(canvas)


def invisible_over_its_picture(canvas: Canvas) -> None:
    write(canvas)
    write(canvas, mode=3)


@pytest.mark.parametrize("mark", [white, nearly_white, clear, invisible, only_a_clip])
def test_what_nobody_sees_is_not_read(mark: Mark) -> None:
    document = letter(mark)
    assert "999/KH-UBND" not in document.text
    assert "Số: /BQL-VP" in document.text
    (remark,) = document.remarks
    assert (remark.code, remark.params) == (
        "unseen-print", {"page": "1", "count": "2", "words": HIDDEN}
    )  # fmt: skip


@pytest.mark.parametrize("mark", [white_on_dark, grey, invisible_over_its_picture])
def test_what_is_seen_is_read(mark: Mark) -> None:
    document = letter(mark)
    assert "999/KH-UBND" in document.text
    assert document.remarks == ()


def test_a_page_of_invisible_print_over_nothing_is_no_text() -> None:
    draw(LETTER)
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.setFont("serif", 12)
    canvas.drawString(100, 700, "Trang này chỉ có một dòng chữ.")
    for line in range(20):
        text = canvas.beginText(100, 600 - 20 * line)
        text.setTextRenderMode(3)
        text.textOut("Ban Quản lý các khu công nghiệp thông báo kết quả kiểm tra")
        canvas.drawText(text)
    canvas.save()
    data = file.getvalue()
    document = read_pdf(source_file("letter.pdf", data), data, DEFAULT_LIMITS)
    assert document.text.strip() == "Trang này chỉ có một dòng chữ."
