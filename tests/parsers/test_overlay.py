"""What document systems lay over a page takes its place in the printed line."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from dispatch.document import Block, Origin, ParsedDocument
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import read_pdf
from parsers.source import source_file
from tests.parsers.pdf_builder import HEIGHT, LETTER, WIDTH, draw, fill_in, lay_over


def read(data: bytes) -> ParsedDocument:
    return read_pdf(source_file("letter.pdf", data), data, DEFAULT_LIMITS)


def test_without_overlay_the_number_is_blank() -> None:
    assert "Số: /BQL-VP" in read(draw(LETTER)).text


@pytest.mark.parametrize(
    ("rise", "day_x"),
    [
        (0, 366),  # on the baseline
        (5, 366),  # above it, as most systems put it
        (-4, 366),
        (0, 369),  # touching the next word
    ],
)
def test_number_and_day_stand_in_their_lines(rise: float, day_x: float) -> None:
    data = lay_over(draw(LETTER), [(120, 115 - rise, "379"), (day_x, 116 - rise, "15")])
    document = read(data)
    assert "Số: 379 /BQL-VP" in document.text
    assert "ngày 15 tháng 7" in document.text
    laid = [word for word in document.words if word.origin is Origin.OVERLAY]
    assert [word.text for word in laid] == ["379", "15"]
    assert all(word.box is not None and word.box.page == 1 for word in laid)


def test_values_of_form_fields_stand_in_their_lines() -> None:
    data = fill_in(draw(LETTER), [(120, 115, 40, "379"), (366, 116, 20, "15")])
    document = read(data)
    assert "Số: 379 /BQL-VP" in document.text
    assert "ngày 15 tháng 7" in document.text


def test_letters_that_a_fields_font_lacks_come_from_its_value() -> None:
    data = fill_in(draw(LETTER[:-1]), [(370, 420, 200, "Nguyễn Thị Ửng"), (120, 115, 40, "379")])
    document = read(data)
    assert document.text.rstrip().endswith("Nguyễn Thị Ửng")
    name = document.words[-3:]
    assert [word.text for word in name] == ["Nguyễn", "Thị", "Ửng"]
    assert all(word.box is not None and 365 < word.box.x0 < 575 for word in name)
    assert "Số: 379 /BQL-VP" in document.text


def test_a_panel_stands_beside_the_prose() -> None:
    panel = [
        (420, 30, "Nguoi ky: Uy ban nhan dan"),
        (420, 45, "Co quan: Tinh Bac Kan"),
        (420, 60, "Thoi gian ky: 20.07.2023 08:15:02 +07:00"),
    ]
    document = read(lay_over(draw(LETTER), panel, size=8))
    esign = [line for line in document.lines if line.block is Block.ESIGN]
    assert len(esign) == 3
    assert document.lines.index(esign[0]) > document.lines.index(
        next(line for line in document.lines if "Khởi" in document.text[line.start : line.end])
    )
    shown = document.signatures[0]
    assert shown.time == "2023-07-20T08:15:02+07:00"
    assert shown.text is not None
    assert shown.text.startswith("Nguoi ky:")
    assert [document.text[start:end] for start, end in shown.spans] == shown.text.split("\n")


def test_a_rule_and_a_leaning_letter_are_no_figure_in_the_gap() -> None:
    """Seen: the rule under the motto and an italic letter's end were taken for a pen's figure."""
    draw(LETTER)  # registers the fonts
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.setFont("italic", 11)
    canvas.drawString(295, HEIGHT - 116, "An Giang, ngày")
    canvas.drawString(420, HEIGHT - 116, "tháng 5")
    for line in range(20):
        canvas.drawString(85, HEIGHT - 200 - 20 * line, "các đơn vị tổ chức thực hiện")
    end = 295 + canvas.stringWidth("An Giang, ngày", "italic", 11)
    canvas.line(300, HEIGHT - 103, 500, HEIGHT - 103)
    canvas.line(end, HEIGHT - 117, end + 1.5, HEIGHT - 107)
    canvas.save()
    document = read(file.getvalue())
    assert "ngày tháng 5" in document.text.replace("\n", " ")
    assert "□" not in document.text
