"""Single words read again at two sizes."""

import numpy as np
import pytest

from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.pixel_words import PixelWord
from parsers.word_votes import voted

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
SHEET = np.full((400, 900), 255, np.uint8)


def told(
    first: str, readings: list[str], *, confidence: float = 0.8, seen: float = 0.95
) -> tuple[str, int]:
    """Return the word after voting, and how many further readings it took."""
    asked: list[int] = []

    def read(image: Pixels, _mode: int, _limits: Limits) -> list[PixelWord]:
        asked.append(1)
        text = readings[len(asked) - 1]
        return [PixelWord(text, 20, 20, image.shape[1] - 20, image.shape[0] - 20, seen, 0)]

    word = PixelWord(first, 100, 100, 300, 150, confidence, 0)
    (found,) = voted(SHEET, [word], read, DEFAULT_LIMITS)
    return found.text, len(asked)


@pytest.mark.parametrize(
    ("first", "readings", "meant"),
    [
        ("Tất", ["Tết", "Tết"], ("Tết", 2)),
        ("dần", ["dân", "dân"], ("dân", 2)),  # a mark that was made up
        ("2016;", ["2018;", "2018;"], ("2018;", 2)),
        ("tê", ["tế", "té"], ("tê", 2)),  # two witnesses who disagree
        ("Tất", ["Tất", "Tết"], ("Tất", 1)),  # confirmed at once
        ("CHỦ", ["CHÚ", "CHÚ"], ("CHỦ", 2)),  # a hook is never seen in an acute's place
        ("Tất", ["Bốn", "Bốn"], ("Tất", 2)),  # another word altogether
        ("(th);", ["(t/h);", "(t/h);"], ("(th);", 0)),  # told by its shape
        ("16/KH-BQL", ["46/KH-BQL", "46/KH-BQL"], ("16/KH-BQL", 0)),
    ],
)
def test_a_doubtful_word(first: str, readings: list[str], meant: tuple[str, int]) -> None:
    assert told(first, readings) == meant


def test_a_mark_is_not_given_up_for_readings_that_are_unsure() -> None:
    assert told("nguồn", ["nguôn", "nguôn"], seen=0.9) == ("nguồn", 2)


def test_a_sure_word_is_not_read_again() -> None:
    assert told("Tất", ["Tết", "Tết"], confidence=0.95) == ("Tất", 0)
