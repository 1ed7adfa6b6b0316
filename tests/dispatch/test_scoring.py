"""Scoring: what counts as right, what is set apart, and the interval."""

from typing import Any

import pytest

from dispatch.scoring import Score, add, calibration_error, wilson


def scored(got: dict[str, Any], answer: dict[str, Any]) -> Score:
    score = Score()
    add(score, "a", got, answer)
    return score


@pytest.mark.parametrize(
    ("field", "got", "answer", "right"),
    [
        ("issuing_body", "Uỷ ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh", True),
        ("number", "16 / KH-BQL", "16/KH–BQL", True),
        ("number", "16/HD-BQL", "16/HĐ-BQL", False),
        ("subject", "về thi đua.", "Về thi đua", True),
        ("place", None, "Chợ Mới", False),
    ],
)
def test_values_compare_unified(field: str, got: str | None, answer: str, right: bool) -> None:
    tally = scored({field: got}, {field: answer}).tallies[field]
    assert (tally.right, tally.missed) == ((1, 0) if right else (0, 1))


def test_a_rightly_empty_number_is_counted_apart() -> None:
    score = scored({"number": None}, {"number": None})
    assert score.tallies["number (null)"].right == 1
    assert "number" not in score.tallies


def test_an_invented_number_is_wrong() -> None:
    score = scored({"number": "7/KH-BQL"}, {"number": None})
    assert (score.tallies["number (null)"].wrong, score.tallies["number (null)"].missed) == (1, 1)
    assert score.tallies["number"].wrong == 1


@pytest.mark.parametrize("field", ["date", "place", "subject", "addressees", "references"])
def test_every_field_that_is_rightly_empty_is_counted_apart(field: str) -> None:
    empty: object = [] if field in ("addressees", "references") else None
    score = scored({field: empty}, {field: empty})
    assert score.tallies[f"{field} (null)"].right == 1
    assert field not in score.tallies


def test_coverage_is_what_is_stated_of_what_is_there() -> None:
    score = Score()
    for got in ("Chợ Mới", "Chợ Cũ", None, None):
        add(score, "a", {"place": got}, {"place": "Chợ Mới"})
    tally = score.tallies["place"]
    assert (tally.coverage, tally.precision, tally.recall) == (0.5, 0.5, 0.25)
    assert tally.f1_interval[0] < tally.f1 < tally.f1_interval[1]


def test_a_record_is_right_when_all_its_fields_are() -> None:
    answer = {"place": "Chợ Mới", "signer": {"name": "A B", "position": None, "authority": []}}
    score = Score()
    add(score, "a", answer, answer)
    add(score, "b", {**answer, "signer": {"name": "C D"}}, answer)
    assert (score.heads_right, score.records_right) == (2, 1)


def test_values_by_pen_are_a_field_of_their_own() -> None:
    score = scored({"number": "7/KH-BQL"}, {"number": "7/KH-BQL", "handwritten": ["number"]})
    assert list(score.tallies) == ["handwritten number"]


def test_the_interval_holds_the_share_and_narrows() -> None:
    low, high = wilson(95, 100)
    assert low < 0.95 < high
    wide = wilson(19, 20)
    assert wide[1] - wide[0] > high - low


def test_perfect_calibration_has_no_error() -> None:
    stated = [("number", 0.75, index % 4 != 0) for index in range(400)]
    assert calibration_error(stated) == pytest.approx(0.0)


def test_a_file_that_could_not_be_read_has_nothing_right_and_nothing_wrong() -> None:
    score = Score()
    add(score, "a", None, {"number": None, "place": "Chợ Mới"})
    assert {name: (t.right, t.wrong, t.missed) for name, t in score.tallies.items()} == {
        "number (null)": (0, 0, 1),
        "place": (0, 0, 1),
    }
    assert score.heads_right == 0
