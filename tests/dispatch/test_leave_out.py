"""A curve that other offices teach: it moves towards the truth, and little on thin data."""

import pytest

from dispatch.leave_out import Stated, fit, left_out, on_curve


def values(sure: float, right: int, total: int) -> list[Stated]:
    return [("place", sure, index < right) for index in range(total)]


def test_true_confidence_is_left_as_it_is() -> None:
    curve = fit([*values(0.9, 180, 200), *values(0.6, 120, 200), *values(0.98, 196, 200)])
    for sure in (0.6, 0.9, 0.98):
        assert on_curve(curve, sure) == pytest.approx(sure, abs=0.02)


def test_confidence_that_claims_too_much_is_lowered() -> None:
    assert on_curve(fit(values(0.95, 100, 200)), 0.95) == pytest.approx(0.5, abs=0.03)


def test_few_values_move_it_little() -> None:
    assert on_curve(fit(values(0.9, 1, 1)), 0.9) == pytest.approx(0.9, abs=0.03)


def test_an_office_has_no_part_in_its_own_curve() -> None:
    offices = {"boastful": values(0.9, 10, 100), "true": values(0.9, 90, 100)}
    found = left_out(offices)
    assert found[0][1] > 0.85  # the boastful office by the true one's curve
    assert found[-1][1] < 0.2


def test_without_values_nothing_moves() -> None:
    assert on_curve(fit([]), 0.7) == pytest.approx(0.7)
    assert left_out({}) == []
