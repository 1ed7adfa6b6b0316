"""A tenth of the layout measurement of ``make verify``: the columns of head and foot stay apart."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from layout_accuracy import all_tasks, measure, nearest, table
from layout_scans import SCANS
from layout_set import COUNT, RENDERERS


@pytest.mark.parametrize(
    ("wanted", "text", "edits"),
    [("abc", "xxabcxx", 0), ("abc", "xxabxcxx", 1), ("abc", "", 3), ("abc", "xyz", 3)],
)
def test_the_nearest_part_of_a_text(wanted: str, text: str, edits: int) -> None:
    assert nearest(wanted, text) == edits


def test_every_document_has_every_form_once() -> None:
    tasks = all_tasks(COUNT)
    assert len(tasks) == len(set(tasks)) == COUNT * (2 + len(SCANS))
    # A run that is stopped after one scan a document has seen each kind and resolution alike.
    first = [form for _, form in tasks[2 * COUNT : 3 * COUNT]]
    assert {first.count(f"{kind} {dpi}") for kind, dpi in SCANS} == {COUNT // len(SCANS)}


@pytest.mark.ocr
@pytest.mark.office
@pytest.mark.timeout(280)
def test_columns_stay_apart_and_pages_are_read(tmp_path: Path) -> None:
    count = 6
    rows = list(measure(tmp_path, all_tasks(count)[: 3 * count]))
    digital = [row for row in rows if row.form in ("docx", *RENDERERS)]
    scans = [row for row in rows if row not in digital]
    assert len(digital) == 2 * count and len(scans) == count
    assert {row.form for row in digital} == {"docx", *RENDERERS}
    assert all(row.head and row.foot for row in digital), digital
    assert sum(row.head and row.foot for row in scans) >= count - 1, scans
    wrong, letters = sum(row.wrong for row in scans), sum(row.letters for row in scans)
    assert wrong <= 0.02 * letters
    assert f"{count} of {count * len(SCANS)} scans" in table(rows, count)
