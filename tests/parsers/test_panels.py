"""E-signature panels and the stamp ĐẾN leave the reading order, whatever they are printed over."""

import pytest

from dispatch.document import Block, Origin
from parsers.assemble import RawWord
from parsers.layout import arrange
from tests.parsers.test_layout import BODY, HEIGHT, RIGHT_HEAD, WIDTH, centered, text_of, words

LEFT_HEAD = (
    centered(160, 60, "UBND TỈNH BẮC KẠN", size=12),
    centered(160, 76, "BAN QUẢN LÝ CÁC KCN"),
    centered(160, 106, "Số: 12/BQL-VP"),
)
LETTER = [word for group in (*LEFT_HEAD, *RIGHT_HEAD, *BODY) for word in group]


def read(*extra: list[RawWord]) -> dict[Block, list[str]]:
    found: dict[Block, list[str]] = {}
    for line in arrange([*LETTER, *(word for group in extra for word in group)], WIDTH, HEIGHT):
        found.setdefault(line.block, []).append(text_of(line))
    return found


def scanned(made: list[RawWord]) -> list[RawWord]:
    """The same words as OCR gives them: no type size."""
    return [word._replace(size=None, origin=Origin.OCR, confidence=0.8) for word in made]


@pytest.mark.parametrize(
    "lines",
    [
        ["Ký bởi: Ủy ban nhân dân tỉnh", "Cơ quan: Tỉnh Bắc Kạn",
         "Thời gian ký: 17/03/2025 09:41:26"],
        ["TRUNG TÂM CÔNG BÁO", "congbao@example.vn", "21.01.2025 09:27:35", "+07:00"],
        ["Người ký: Sở Nội vụ", "Email: snv@example.vn", "Thời gian ký: 21.01.2025",
         "09:27:35 +07:00"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("as_scan", [False, True])
@pytest.mark.parametrize(("x", "top"), [(470, 8), (300, 20), (90, 20)])
def test_printed_panel_is_esign(lines: list[str], as_scan: bool, x: float, top: float) -> None:
    panel = [words(x, top + 8 * at, line, size=6) for at, line in enumerate(lines)]
    found = read(*(map(scanned, panel) if as_scan else panel))
    assert found[Block.ESIGN] == lines
    assert found[Block.PROSE] == read()[Block.PROSE]


def test_labels_in_the_prose_are_prose() -> None:
    assert Block.ESIGN not in read(words(85, 300, "Người ký: theo quy định của pháp luật"))
    assert Block.ESIGN not in read(words(85, 300, "Cuộc họp kết thúc lúc 11:30:00 cùng ngày"))


@pytest.mark.parametrize(
    "stamp",
    [
        # one under the other
        [(300, 150, "ĐẾN", 16.0), (280, 172, "Số: 1524", 12.0),
         (280, 188, "Ngày: 24/7/2023", 12.0), (280, 204, "Chuyển: Phòng VHXH", 12.0)],
        # the word beside the entries
        [(250, 150, "CÔNG VĂN ĐẾN", 11.0), (348, 146, "Số: 1524", 11.0),
         (348, 160, "Ngày: 24/7/2023", 11.0), (348, 174, "Chuyển: Phòng VHXH", 11.0)],
        # left blank
        [(85, 134, "ĐẾN", 14.0), (85, 150, "Số: ........", 11.0),
         (85, 164, "Ngày: ..../..../....", 11.0)],
    ],
)  # fmt: skip
@pytest.mark.parametrize("as_scan", [False, True])
def test_stamp_of_arrival_leaves_the_head(
    stamp: list[tuple[float, float, str, float]], as_scan: bool
) -> None:
    printed = [words(x, top, text, size=size) for x, top, text, size in stamp]
    found = read(*(map(scanned, printed) if as_scan else printed))
    assert sorted(" ".join(found[Block.STAMP]).split()) == sorted(
        " ".join(text for _, _, text, _ in stamp).split()
    )
    assert found[Block.PROSE] == read()[Block.PROSE]


def test_the_letters_own_number_is_never_the_stamps() -> None:
    found = read(words(130, 128, "ĐẾN", size=14), words(120, 146, "Ngày: 24/7/2023", size=11))
    assert "Số: 12/BQL-VP" in found[Block.PROSE]
