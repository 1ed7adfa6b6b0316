"""Confidence as a probability: what the finders' scores were worth on documents held back.

``data/calibration.json`` maps field and source kind to an isotonic curve, points of (score,
probability), fitted by ``train/calibration.py``; a score between two points is interpolated.
"""

import json
from bisect import bisect_left
from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import Literal

Curve = list[tuple[float, float]]


@cache
def _curves() -> dict[str, Curve]:
    resource = files("nlp") / "data" / "calibration.json"
    if not resource.is_file():
        return {}
    loaded = json.loads(resource.read_text(encoding="utf-8"))
    return {name: [(float(x), float(y)) for x, y in points] for name, points in loaded.items()}


def calibrate(field: str, score: float, kind: Literal["digital", "scan"]) -> float:
    """Return the probability that a value of ``field`` with ``score`` is right.

    Without a curve for the field and kind, the score itself.
    """
    curve = _curves().get(f"{field}:{kind}")
    if not curve:
        return score
    place = bisect_left(curve, score, key=itemgetter(0))
    if place == 0:
        return curve[0][1]
    if place == len(curve):
        return curve[-1][1]
    (x0, y0), (x1, y1) = curve[place - 1], curve[place]
    return y0 + (y1 - y0) * (score - x0) / (x1 - x0) if x1 > x0 else y1
