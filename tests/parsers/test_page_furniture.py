"""What is drawn or printed round a page's prose: borders of tables, the office's foot, notes."""

import io
from collections.abc import Sequence
from itertools import pairwise

import pytest
from reportlab.pdfgen.canvas import Canvas

from dispatch.document import Block, ParsedDocument
from parsers.assemble import RawLine, RawWord
from parsers.layout import arrange
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import read_pdf
from parsers.source import source_file
from tests.parsers.test_layout import BODY, HEIGHT, WIDTH, text_of, words

# Three columns and two rows, as LibreOffice sets them: no white parts the rows, only the borders.
CELLS = ((85, "Don vi"), (205, "Noi dung"), (385, "Han"))
ROWS = (
    (300, ("So Noi vu chu", "ra soat ho so cua", "thang 5")),
    (315, ("tri, phoi hop", "cac don vi", "")),
    (330, ("So Tai chinh", "bo tri kinh phi tu", "thang 6")),
    (345, ("chu tri", "nguon ngan sach", "nam nay")),
)
READ = [
    "So Noi vu chu", "tri, phoi hop", "ra soat ho so cua", "cac don vi", "thang 5",
    "So Tai chinh", "chu tri", "bo tri kinh phi tu", "nguon ngan sach", "thang 6", "nam nay",
]  # fmt: skip


def table(draw_borders: str) -> ParsedDocument:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.setFont("Helvetica", 12)
    for x, text in CELLS:
        canvas.drawString(x, HEIGHT - 285, text)
    for top, texts in ROWS:
        for (x, _), text in zip(CELLS, texts, strict=True):
            canvas.drawString(x, HEIGHT - top, text)
    levels, edges = (272, 289, 319, 349), (80, 200, 380, 500)
    for row, (top, bottom) in enumerate(pairwise(levels)):
        for left, right in pairwise(edges):
            if draw_borders == "frames":
                canvas.rect(left, HEIGHT - bottom, right - left, bottom - top)
            elif draw_borders == "lines":
                canvas.line(left, HEIGHT - top, right, HEIGHT - top)
                canvas.line(left, HEIGHT - top, left, HEIGHT - bottom)
            else:  # Word fills thin boxes
                canvas.rect(left, HEIGHT - top, right - left, 0.5, stroke=0, fill=1)
                canvas.rect(left, HEIGHT - bottom, 0.5, bottom - top, stroke=0, fill=1)
        if row == 2:
            canvas.line(80, HEIGHT - bottom, 500, HEIGHT - bottom)
    canvas.save()
    data = file.getvalue()
    return read_pdf(source_file("table.pdf", data), data, DEFAULT_LIMITS)


@pytest.mark.parametrize("borders", ["lines", "frames", "fills"])
def test_the_lines_of_a_cell_stay_together_between_borders(borders: str) -> None:
    document = table(borders)
    found = [document.text[line.start : line.end] for line in document.lines]
    assert found == [text for _, text in CELLS] + READ


def blocks(lines: Sequence[RawLine]) -> dict[str, Block]:
    return {text_of(line): line.block for line in lines}


ADDRESS = "Địa chỉ: số 12 đường Trần Phú; điện thoại: 0209 3855 016"


def page(*more: list[RawWord]) -> dict[str, Block]:
    prose = [word for line in BODY for word in line]
    for number in range(9):
        prose += words(85, 300 + 20 * number, "các đơn vị tổ chức thực hiện nghiêm túc, đúng hạn")
    return blocks(arrange([*prose, *(word for line in more for word in line)], WIDTH, HEIGHT))


def test_the_address_at_the_foot_is_not_prose() -> None:
    """Ô 13 of Nghị định 30/2020: seen taken for a recipient, a hundred points above it."""
    recipients = [
        words(85, 640, "Nơi nhận:", size=12),
        words(85, 655, "- Như trên;", size=11),
        words(85, 668, "- Lưu: VT.", size=11),
        words(380, 640, "CHỦ TỊCH"),
        words(380, 720, "Trần Văn Sơn"),
    ]
    found = page(*recipients, words(85, 794, ADDRESS, size=11))
    assert found[ADDRESS] is Block.RUNNING
    assert found["- Lưu: VT."] is found["Trần Văn Sơn"] is Block.PROSE


def test_a_name_at_the_foot_stays_a_signer() -> None:
    found = page(words(380, 700, "CHỦ TỊCH"), words(370, 780, "Trần Văn Sơn"))
    assert found["Trần Văn Sơn"] is Block.PROSE


def test_a_foot_that_goes_on_overleaf_is_no_running_foot() -> None:
    """Only its first row had room on the page: "Nơi nhận:" and the authority beside it."""
    found = page(words(85, 770, "Nơi nhận:", size=12), words(370, 770, "KT. GIÁM ĐỐC"))
    assert found["Nơi nhận:"] is found["KT. GIÁM ĐỐC"] is Block.PROSE


@pytest.mark.parametrize("address", [[], [words(85, 794, ADDRESS)]], ids=["alone", "over a foot"])
def test_a_note_whose_number_is_as_large_as_its_text(address: list[list[RawWord]]) -> None:
    """LibreOffice's footnotes: only the mark in the text is small."""
    note = "1 Theo quy định hiện hành về chế độ báo cáo của các cơ quan"
    mark = words(480, 280, "1", size=7.5)
    found = page(mark, words(85, 770, note, size=10), *address)
    assert found[note] is Block.FOOTNOTE
    # Without a mark in the text it may be the first row of a table in small print.
    assert page(words(85, 770, note, size=10))[note] is Block.PROSE
