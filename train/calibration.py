"""Fit what the finders' scores are worth: an isotonic curve for each field and kind of source.

    python bench/layout_corpus.py CORPUS --count 150 --seed 4242 --scans 0.6
    python -m train.calibration CORPUS [--pens 160] [--only scan]

Several corpora may be named. ``--only`` fits one kind of source anew and keeps the other's curves,
as ``--pens 0`` keeps the pen's, fitted on so many generated heads (``train/pen_pages.py``).
Composed documents are easier than real ones, so few errors on them must not give certainty: part of
a digital curve is the finder's own score. Their worn scans are misread as often as real ones, and
count whole. Nothing is stated surer than ``SUREST``.
"""

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.isotonic import IsotonicRegression

from app.accuracy import Case, cases
from dispatch.errors import DispatchError
from dispatch.scoring import Score, add
from nlp.decide import PEN
from train.pen_readings import pen_readings

TARGET = Path(__file__).resolve().parents[1] / "nlp" / "data" / "calibration.json"
GRID = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.84, 0.88, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97,
        0.98, 0.99, 1.0)  # fmt: skip
SUREST = 0.995
TRUST = {"digital": 0.7, "scan": 1.0}
"""Weight of what the composed corpus shows against the finder's own score."""
PRIOR = 1.0
"""Observations that each point of the grid adds for the score itself, so thin data moves little."""
FEWEST = 30
PEN_SEED = 20240811  # of pages that neither the net's training nor the bench sees
Stated = dict[str, list[tuple[float, bool]]]
# The scorer's name of a value → the field of its finding.
_FIELD = {"signer_position": "signer"}


def main() -> int:
    """Run the finders without calibration over a corpus, fit and write the curves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--only", choices=("digital", "scan"), help="fit this kind alone")
    parser.add_argument("--pens", type=int, default=160, help="heads with figures by pen")
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args()
    wanted = [case for corpus in options.corpus for case in cases(corpus)]
    stated = observe([case for case in wanted if options.only in (None, case.kind)])
    stated[f"{PEN}:scan"] = [
        (reading.candidates[0][1], reading.is_right)
        for reading in (pen_readings(options.pens, PEN_SEED) if options.pens else ())
        if reading.candidates
    ]
    kept = json.loads(TARGET.read_text(encoding="utf-8"))
    fitted = {
        name: fit(pairs, TRUST["digital" if name.startswith(PEN) else name.rpartition(":")[2]])
        for name, pairs in stated.items()
        if len(pairs) >= FEWEST
    }
    curves = dict(sorted((kept | fitted).items()))
    rows = [f'"{name}": {json.dumps(points)}' for name, points in curves.items()]
    options.out.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    for name, pairs in sorted(stated.items()):
        right = sum(right for _, right in pairs)
        print(f"{name:24} {len(pairs):5} stated, {right:5} right", file=sys.stderr)
    return 0


def observe(wanted: list[Case]) -> Stated:
    """Return (score, right) of every value stated, by field and kind of source."""
    stated: Stated = defaultdict(list)
    for case, record in _records(wanted):
        score = Score()
        add(score, case.id, record, case.answer)
        for name, confidence, right in score.stated:
            stated[f"{_FIELD.get(name, name)}:{case.kind}"].append((confidence, right))
    return stated


def _records(wanted: list[Case]) -> Iterator[tuple[Case, dict[str, Any] | None]]:
    paths = [case.path for case in wanted]
    with ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        yield from zip(wanted, pool.map(_record, paths, chunksize=4), strict=True)


def _record(path: Path) -> dict[str, Any] | None:
    from nlp.decide import decide
    from nlp.pipeline import annotate
    from nlp.split import split
    from parsers import parse
    from parsers.source import open_file

    try:
        document = split(parse(*open_file(path)))[0]
    except DispatchError:
        return None
    findings = annotate(document)._.findings
    record = decide(document, findings, version="", calibrate=lambda field, score, kind: score)
    return record.to_json()


def fit(pairs: list[tuple[float, bool]], trust: float) -> list[tuple[float, float]]:
    """Return the curve's points, rising, for one field and kind; ``trust`` is its weight against
    the score itself."""
    scores = np.array([score for score, _ in pairs] + list(GRID))
    truth = np.array([float(right) for _, right in pairs] + list(GRID))
    weights = np.array([1.0] * len(pairs) + [PRIOR] * len(GRID))
    curve = IsotonicRegression(out_of_bounds="clip").fit(scores, truth, sample_weight=weights)
    seen = curve.predict(np.array(GRID))
    shown = trust * seen + (1 - trust) * np.array(GRID)
    return [
        (point, round(min(float(value), SUREST), 4))
        for point, value in zip(GRID, shown, strict=True)
    ]


if __name__ == "__main__":
    sys.exit(main())
