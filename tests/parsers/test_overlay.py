"""What document systems lay over a page takes its place in the printed line."""

import pytest

from dispatch.document import Block, Origin, ParsedDocument
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import read_pdf
from parsers.source import source_file
from tests.parsers.pdf_builder import LETTER, draw, lay_over


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
