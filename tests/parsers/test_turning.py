"""Boxes go back to where the words stand on the page as it is shown."""

import cv2
import numpy as np
import pytest

from parsers.assemble import RawLine, RawWord
from parsers.preparation import turn
from parsers.turning import show


def moved(
    box: tuple[float, float, float, float], **how: float
) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = box
    line = RawLine([RawWord("a", x0=x0, top=top, x1=x1, bottom=bottom)])
    rotation = int(how.get("rotation", 0))
    (shown,) = show([line], width=400, height=600, skew=how.get("skew", 0.0), rotation=rotation)
    word = shown.words[0]
    assert word.x0 is not None and word.top is not None
    assert word.x1 is not None and word.bottom is not None
    return word.x0, word.top, word.x1, word.bottom


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, 2.0, -1.5])
def test_a_blot_is_found_where_it_lies_on_the_shown_page(rotation: int, skew: float) -> None:
    upright = np.full((600, 400), 255, np.uint8)
    cv2.rectangle(upright, (60, 100), (120, 112), 0, -1)
    # As the scanner gave it: the upright page askew, then lying.
    shown = np.rot90(turn(upright, -skew), rotation // 90)
    x0, top, x1, bottom = moved((60, 100, 121, 113), rotation=rotation, skew=skew)
    rows, columns = np.nonzero(shown < 128)
    assert (columns.min(), rows.min()) == pytest.approx((x0, top), abs=2.5)
    assert (columns.max(), rows.max()) == pytest.approx((x1, bottom), abs=2.5)


def test_words_without_a_box_stay_so() -> None:
    (line,) = show([RawLine([RawWord("a")])], width=1, height=1, skew=1.0, rotation=90)
    assert line.words[0].x0 is None
