"""The borders of tables on scanned pages: found in the picture, told from print and other rules."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from parsers.assemble import RawLine, RawWord
from parsers.drawn_rules import Rules
from parsers.layout import arrange
from parsers.ocr import read_page_image
from parsers.printed_rules import printed_rules, without_borders

Pixels = NDArray[np.uint8]
DPI = 300
SCALE = 72 / DPI
ACROSS, DOWN = (100.0, 130.0, 190.0, 235.0), (60.0, 100.0, 290.0, 420.0)
CELLS = (
    ("STT", "Nội dung công việc", "Hạn nộp"),
    ("1", "Rà soát, lập danh sách cán bộ\nđến kỳ bổ sung hồ sơ của từng\nđơn vị", "20/3/2025"),
    ("2", "Báo cáo kết quả về Sở Nội vụ\nđể tổng hợp", "10/6/2025"),
)


def table_page(*, dark: int = 0, width: int = 2, noise: float = 0.0, skew: float = 0.0) -> Pixels:
    """A sheet with a table whose lines lie at ``ACROSS`` and ``DOWN``, in points."""
    image = Image.new("L", (1900, 1300), 250)
    drawn = ImageDraw.Draw(image)
    face = ImageFont.truetype("DejaVuSerif.ttf", 44)
    drawn.text((260, 200), "Các đơn vị thực hiện theo bảng sau:", font=face, fill=dark)
    drawn.line((260, 262, 700, 262), fill=dark, width=width)  # underlined, and no table's
    for y in ACROSS:
        drawn.line((DOWN[0] / SCALE, y / SCALE, DOWN[-1] / SCALE, y / SCALE), dark, width)
    for x in DOWN:
        drawn.line((x / SCALE, ACROSS[0] / SCALE, x / SCALE, ACROSS[-1] / SCALE), dark, width)
    for row, top in zip(CELLS, ACROSS, strict=False):
        for text, left in zip(row, DOWN, strict=False):
            place = (left / SCALE + 18, top / SCALE + 12)
            drawn.multiline_text(place, text, font=face, fill=dark, spacing=8)
    page = np.asarray(image, dtype=np.float64)
    if skew:
        matrix = cv2.getRotationMatrix2D((950, 650), skew, 1.0)
        page = cv2.warpAffine(page, matrix, (1900, 1300), borderValue=(250,))
    page = page + np.random.default_rng(7).normal(0, noise, page.shape)
    return np.asarray(np.clip(page, 0, 255), dtype=np.uint8)


@pytest.mark.parametrize(
    "wear",
    [{}, {"width": 1}, {"width": 5}, {"dark": 130}, {"noise": 14.0}, {"skew": 0.1}],
    ids=str,
)
def test_the_lines_of_a_table_are_found(wear: dict[str, float]) -> None:
    rules = printed_rules(table_page(**wear), SCALE)  # type: ignore[arg-type]
    assert sorted(y for y, _, _ in rules.across) == pytest.approx(ACROSS, abs=1.5)
    assert sorted(x for x, _, _ in rules.down) == pytest.approx(DOWN, abs=1.5)
    for _, start, end in rules.across:
        assert (start, end) == pytest.approx((DOWN[0], DOWN[-1]), abs=6)
    for _, start, end in rules.down:
        assert (start, end) == pytest.approx((ACROSS[0], ACROSS[-1]), abs=6)


@pytest.mark.parametrize(
    "page",
    [
        np.full((1300, 1900), 250, np.uint8),
        np.full((5, 5), 250, np.uint8),
        np.zeros((1300, 1900), np.uint8),
        table_page()[:380],  # print and the rule below it
        cv2.line(np.full((1300, 1900), 250, np.uint8), (900, 0), (900, 1299), (0,), 3),  # a streak
    ],
    ids=["blank", "tiny", "black", "underlined", "streak"],
)
def test_what_is_no_table_has_no_borders(page: Pixels) -> None:
    assert printed_rules(np.asarray(page, dtype=np.uint8), SCALE) == Rules()


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (("|", 99.0, 110.0, 101.0, 120.0, 0.9), None),
        (("l", 98.0, 110.0, 101.5, 120.0, 0.6), None),
        (("l", 80.0, 110.0, 83.5, 120.0, 0.6), "l"),  # no line there
        (("|", 99.0, 310.0, 101.0, 320.0, 0.9), "|"),  # below the table
        (("danh|", 70.0, 110.0, 100.5, 120.0, 0.9), "danh"),
        (("|Rà", 99.5, 110.0, 115.0, 120.0, 0.9), "Rà"),
        (("|A|", 70.0, 110.0, 80.0, 120.0, 0.9), "|A|"),
        (("VUÊG", 150.0, 121.0, 190.0, 136.0, 0.1), None),  # read from the line itself
        (("SiC2f-/74/120.-2010", 110.0, 121.0, 280.0, 136.0, 0.0), None),
        (("12/5", 150.0, 121.0, 190.0, 136.0, 0.35), "12/5"),  # a day is worth its doubt
        (("cũng", 400.0, 121.0, 460.0, 136.0, 0.39), "cũng"),  # beyond the border's end
        (("1", 101.3, 110.0, 106.0, 120.0, 0.95), "1"),  # a sure figure beside a border
        (("—", 150.0, 128.0, 190.0, 132.0, 0.9), None),
        (("việc", 150.0, 121.0, 190.0, 131.0, 0.95), "việc"),  # print that touches it
        (("việc", 150.0, 105.0, 190.0, 115.0, 0.1), "việc"),
    ],
)
def test_signs_read_from_borders_go(word: tuple[str, float, float, float, float, float],
                                    told: str | None) -> None:  # fmt: skip
    text, x0, top, x1, bottom, confidence = word
    rules = Rules(
        tuple((y, DOWN[0], DOWN[-1]) for y in ACROSS), tuple((x, 100.0, 235.0) for x in DOWN)
    )
    found = without_borders([RawWord(text, x0, top, x1, bottom, confidence=confidence)], rules)
    assert [one.text for one in found] == ([told] if told else [])


@pytest.mark.parametrize("skew", [0.0, 1.2])
def test_a_scanned_table_is_read_cell_by_cell(skew: float) -> None:
    page = read_page_image(table_page(skew=skew), DPI)
    lines = arrange(page.words, page.width, page.height, rules=page.rules)
    cells: list[tuple[int | None, str]] = []
    for line in lines[1:]:
        text = " ".join(word.text for word in line.words)
        if cells and not line.starts_paragraph:
            cells[-1] = (cells[-1][0], f"{cells[-1][1]} {text}")
        else:
            cells.append((line.cell, text))
    first = min(column for column, _ in cells if column is not None)
    assert [((column or 0) - first, text) for column, text in cells] == [
        (at, text.replace("\n", " ")) for row in CELLS for at, text in enumerate(row)
    ]


def words(x: float, top: float, text: str) -> list[RawWord]:
    """The words of a line of print that begins at ``x``."""
    found = []
    for word in text.split():
        found.append(RawWord(word, x, top, x + 6.0 * len(word), top + 13, size=13))
        x += 6.0 * len(word) + 4
    return found


def test_a_table_goes_on_as_far_as_its_inner_lines() -> None:
    """Its last row has no white that is wide, and the prose below stands under its columns."""

    table = [
        *words(85, 300, "TT"), *words(130, 300, "Tên đơn vị"), *words(380, 300, "Số lượng"),
        *words(85, 320, "1"), *words(130, 320, "Phòng Kế hoạch"), *words(380, 320, "15"),
        *words(85, 340, "2"), *words(100, 340, "Văn phòng Ban Quản lý và các phòng thuộc Sở"),
        *words(380, 340, "7"),
        *words(85, 380, "Các đơn vị thực hiện những việc sau đây theo kế hoạch này./."),
    ]  # fmt: skip
    down = tuple((x, 295.0, 356.0) for x in (80.0, 98.0, 372.0, 500.0))
    across = tuple((y, 80.0, 500.0) for y in (295.0, 315.0, 336.0, 356.0))
    lines = arrange(table, 595, 842, rules=lambda: Rules(across, down))
    assert [_text(line) for line in lines if line.cell is not None][-3:] == [
        "2",
        "Văn phòng Ban Quản lý và các phòng thuộc Sở",
        "7",
    ]
    assert lines[-1].cell is None


def test_a_row_of_heads_and_the_text_below_are_told_by_the_lines() -> None:
    """White alone misses a centred head over an entry that begins at its cell's edge, and takes a
    sentence below for a row."""

    table = [
        *words(88, 300, "TT"), *words(200, 300, "Nội dung"), *words(430, 300, "Thời gian"),
        *words(94, 320, "1"), *words(118, 320, "Những điểm mới; phần mềm hỗ trợ kê khai"),
        *words(390, 320, "Ngày 06/3/2013"),
        *words(94, 340, "2"), *words(118, 340, "Quyết toán thuế"), *words(390, 340, "08/3/2013"),
        *words(120, 366, "Đơn vị nào có nhu cầu xin gửi phiếu đăng ký theo mẫu đính kèm"),
    ]  # fmt: skip
    down = tuple((x, 295.0, 358.0) for x in (80.0, 114.0, 386.0, 528.0))
    across = tuple((y, 80.0, 528.0) for y in (295.0, 315.0, 336.0, 358.0))
    lines = arrange(table, 595, 842, rules=lambda: Rules(across, down))
    assert [(line.cell, _text(line)) for line in lines][:3] == [
        (0, "TT"), (1, "Nội dung"), (2, "Thời gian"),
    ]  # fmt: skip
    assert [line.cell for line in lines] == [0, 1, 2, 0, 1, 2, 0, 1, 2, None]


def _text(line: RawLine) -> str:
    return " ".join(word.text for word in line.words)
