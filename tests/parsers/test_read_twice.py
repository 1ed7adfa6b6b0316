"""What a second look left within a word that covers the same print, and what only stands near."""

from dataclasses import replace

import pytest

from parsers.pixel_words import PixelWord
from parsers.read_twice import told_once, without_lines_of_tails


def word(text: str, x0: float, x1: float, top: float = 100) -> PixelWord:
    return PixelWord(text, x0, top, x1, top + 40, 0.9, 0)


def marks(text: str, x0: float, x1: float, top: float) -> PixelWord:
    return PixelWord(text, x0, top, x1, top + 6, 0.95, 0)


def doubted(text: str, x0: float, x1: float) -> PixelWord:
    return replace(word(text, x0, x1), confidence=0.5)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([word("TỊCH", 449, 485), word("TỊC", 459, 473)], ["TỊCH"]),
        ([word("TỊCH", 449, 485), word("Ị", 459, 464)], ["TỊCH"]),
        ([word("UBND", 91, 128), word("TỈNHLÂM", 132, 198), word("LÂM", 168, 198)],
         ["UBND", "TỈNH", "LÂM"]),
        # other letters, or beside it, or in another row
        ([word("TỊCH", 449, 485), word("ỦY", 459, 473)], ["TỊCH", "ỦY"]),
        ([word("TỊCH", 449, 485), word("TỊC", 490, 520)], ["TỊCH", "TỊC"]),
        ([word("TỊCH", 449, 485), word("TỊC", 459, 473, top=160)], ["TỊCH", "TỊC"]),
        ([word("tỉnh", 100, 140), word("tỉnh", 150, 190)], ["tỉnh", "tỉnh"]),
        # a line read again by the marks above it, and the same word in the next row
        ([word("ủy,", 100, 140), marks("ủy,", 110, 116, 92)], ["ủy,"]),
        ([marks("b/c);", 120, 145, 110), word("b/c)", 100, 140)], ["b/c);"]),
        ([word("tỉnh", 100, 140), marks("tỉnh", 110, 124, 150)], ["tỉnh", "tỉnh"]),
        ([word("tỉnh", 100, 140), marks("huyện", 110, 124, 95)], ["tỉnh", "huyện"]),
        # a row that two of the engine's lines have, each cut short on one side
        ([word("202", 2154, 2241), replace(word("2026", 2185, 2271), line=1)], ["2026"]),
        ([word("202", 2154, 2241), replace(word("2026", 2215, 2301), line=1)], ["202", "2026"]),
        ([word("202", 2154, 2241), word("2026", 2185, 2271)], ["202", "2026"]),
        # what was made of some strokes of a word, in doubt: letters of it in their order, or signs
        ([word("TRƯỞNG", 422, 484), doubted("TỞNG", 448, 483)], ["TRƯỞNG"]),
        ([word("GIÁM", 408, 447), doubted("+", 415, 431), word("ĐỐC", 452, 481)], ["GIÁM", "ĐỐC"]),
        ([word("TRƯỞNG", 422, 484), word("TỞNG", 448, 483)], ["TRƯỞNG", "TỞNG"]),
        ([word("TRƯỞNG", 422, 484), doubted("GIAO", 448, 483)], ["TRƯỞNG", "GIAO"]),
        ([word("QĐUBND", 408, 447), doubted("-", 420, 426)], ["QĐUBND", "-"]),
        ([], []),
    ],
)  # fmt: skip
def test_print_is_told_once(given: list[PixelWord], told: list[str]) -> None:
    assert [one.text for one in told_once(given)] == told


def line(number: int, top: float, *words: tuple[str, float, float]) -> list[PixelWord]:
    return [PixelWord(text, x0, top, x1, top + 39, 0.95, number) for text, x0, x1 in words]


DATE = line(
    0, 611, ("Long", 1302, 1385), ("Mỹ,", 1430, 1555), ("ngày", 1585, 1606), ("16", 1655, 1691),
    ("tháng", 1717, 1808), ("4", 1856, 1877), ("năm", 1893, 1981),
)  # fmt: skip


@pytest.mark.parametrize(
    ("second", "left"),
    [
        # the tails of g, y, g and g
        (line(1, 621, ("6", 1389, 1414), ("Mỹ,", 1476, 1502), ("ngày", 1559, 1634),
              ("8", 1811, 1836)), []),
        # … on the engine's line of the left column, which stands lower
        (line(1, 651, ("Số:", 555, 621)) + line(1, 621, ("6", 1389, 1414), ("Mỹ,", 1476, 1502)),
         ["Số:"]),
        # nothing is repeated; another row; a word in the white that the first line leaves
        (line(1, 621, ("6", 1389, 1414), ("8", 1811, 1836)), ["6", "8"]),
        (line(1, 660, ("Mỹ,", 1476, 1502), ("ngày", 1559, 1634)), ["Mỹ,", "ngày"]),
        (line(1, 621, ("Mỹ,", 1476, 1502), ("số", 1618, 1640)), ["số"]),
    ],
)  # fmt: skip
def test_a_line_read_again_by_its_tails_goes(second: list[PixelWord], left: list[str]) -> None:
    told = [one.text for one in without_lines_of_tails([*second, *DATE])]
    assert told == [*left, *(one.text for one in DATE)]


def test_what_is_cut_off_a_word_leaves_its_box() -> None:
    left, right = told_once([word("TỈNHLÂM", 132, 198), word("LÂM", 168, 198)])
    assert (left.x0, left.x1, right.x0, right.x1) == (132, 168, 168, 198)
