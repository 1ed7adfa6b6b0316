"""A tenth of the layout measurement of ``make verify``: the columns of head and foot stay apart."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from layout_accuracy import compose, measure, nearest


@pytest.mark.parametrize(
    ("wanted", "text", "edits"),
    [("abc", "xxabcxx", 0), ("abc", "xxabxcxx", 1), ("abc", "", 3), ("abc", "xyz", 3)],
)
def test_the_nearest_part_of_a_text(wanted: str, text: str, edits: int) -> None:
    assert nearest(wanted, text) == edits


@pytest.mark.ocr
@pytest.mark.office
@pytest.mark.timeout(280)
def test_columns_stay_apart_and_pages_are_read(tmp_path: Path) -> None:
    figures = measure(compose(tmp_path, 6))
    for name in ("docx", "pdf-digital"):
        one = figures[name]
        assert one.documents >= 4
        assert (one.heads, one.feet) == (one.documents, one.documents), one.failed
    scans = [one for name, one in figures.items() if name.startswith("scan")]
    assert sum(one.documents for one in scans) == 6
    assert sum(one.heads for one in scans) >= 5
    assert sum(one.feet for one in scans) >= 5
    wrong, letters = sum(one.wrong for one in scans), sum(one.letters for one in scans)
    assert wrong <= 0.05 * letters
