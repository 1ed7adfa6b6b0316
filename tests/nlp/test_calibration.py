"""The shipped curves are probabilities that rise; a fit on thin or perfect data stays modest."""

import json
from importlib.resources import files
from itertools import pairwise
from typing import Literal

import pytest

from nlp.calibration import calibrate
from train.calibration import SUREST, TRUST, fit

CURVES = json.loads((files("nlp") / "data" / "calibration.json").read_text(encoding="utf-8"))
KINDS: tuple[Literal["digital", "scan"], ...] = ("digital", "scan")


@pytest.mark.parametrize("name", sorted(CURVES))
def test_a_shipped_curve_rises_and_never_claims_certainty(name: str) -> None:
    points = CURVES[name]
    for (x0, y0), (x1, y1) in pairwise(points):
        assert x0 < x1 and y0 <= y1
    assert points[0][1] >= 0.0
    assert points[-1][1] <= SUREST


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("score", [0.0, 0.333, 0.955, 1.0])
def test_a_score_becomes_a_probability(kind: Literal["digital", "scan"], score: float) -> None:
    assert 0.0 <= calibrate("references", score, kind) <= SUREST


def test_a_field_without_a_curve_keeps_its_score() -> None:
    assert calibrate("no-such-field", 0.42, "scan") == 0.42


@pytest.mark.parametrize("kind", KINDS)
def test_a_flawless_corpus_gives_no_certainty(kind: Literal["digital", "scan"]) -> None:
    curve = dict(fit([(0.97, True)] * 500, TRUST[kind]))
    assert 0.97 < curve[0.97] <= SUREST


def test_a_field_that_claims_too_much_is_stated_lower() -> None:
    curve = dict(fit([(0.98, index % 2 == 0) for index in range(500)], TRUST["digital"]))
    assert curve[0.98] < 0.8
