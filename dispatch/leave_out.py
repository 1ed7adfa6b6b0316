"""Is the stated confidence true of an office that nothing was fitted on?

Each office's values are put on a logistic curve fitted on the other offices alone: what is then
stated at 0.95 or more, and how often it is right, is what a new office may expect.
"""

import math
from collections.abc import Mapping, Sequence

Stated = tuple[str, float, bool]
"""Field, confidence, right."""
Curve = tuple[float, float]
"""Slope and offset over the log odds of the confidence."""

_STEPS = 60
_LONGEST = 0.5  # of one step: a full one may overshoot where the curve is flat
_HOLD = 2.0
"""How hard a curve is held at the confidence itself (1, 0): few values move it little."""
_EDGE = 0.0005


def left_out(offices: Mapping[str, Sequence[Stated]]) -> list[Stated]:
    """Return every value with the confidence that the other offices' curve gives it."""
    found: list[Stated] = []
    for office, stated in offices.items():
        others = [item for name, items in offices.items() if name != office for item in items]
        curve = fit(others)
        found += [(field, on_curve(curve, sure), right) for field, sure, right in stated]
    return found


def fit(stated: Sequence[Stated]) -> Curve:
    """Fit slope and offset by Newton's steps, held near (1, 0)."""
    slope, offset = 1.0, 0.0
    points = [(_log_odds(sure), float(right)) for _, sure, right in stated]
    for _ in range(_STEPS):
        g0, g1 = _HOLD * offset, _HOLD * (slope - 1)
        h00, h01, h11 = _HOLD, 0.0, _HOLD
        for x, truth in points:
            chance = _chance(slope * x + offset)
            weight = chance * (1 - chance)
            g0, g1 = g0 + chance - truth, g1 + (chance - truth) * x
            h00, h01, h11 = h00 + weight, h01 + weight * x, h11 + weight * x * x
        size = h00 * h11 - h01 * h01
        steps = (h11 * g0 - h01 * g1) / size, (h00 * g1 - h01 * g0) / size
        if slope <= steps[1]:  # surer is never worse
            slope, steps = 0.0, (g0 / h00, 0.0)
        shorter = _LONGEST / max(*map(abs, steps), _LONGEST)
        offset, slope = offset - shorter * steps[0], slope - shorter * steps[1]
    return slope, offset


def on_curve(curve: Curve, confidence: float) -> float:
    """Return the probability that a value stated at ``confidence`` is right."""
    return _chance(curve[0] * _log_odds(confidence) + curve[1])


def _log_odds(share: float) -> float:
    share = min(max(share, _EDGE), 1 - _EDGE)
    return math.log(share / (1 - share))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))
