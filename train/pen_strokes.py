"""Figures as pens write them in offices: strings of digits with what surrounds them in a gap.

MNIST was written by Americans with ballpoints; Vietnamese clerks write 1 with a long flag, 7 with
a bar, 4 open at the top and 2 with a loop. Those shapes are drawn here from their strokes.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Points = tuple[tuple[float, float], ...]

HEIGHT = 38  # pixels of a printed digit at 300 dpi, 13 points
FOREIGN = 99

# Each row: the digit and its strokes in a box 1 high, x to the right, y down.
STROKES: tuple[tuple[int, tuple[Points, ...]], ...] = (
    (
        0,
        (
            (
                (0.35, 0.0),
                (0.08, 0.3),
                (0.1, 0.8),
                (0.35, 1.0),
                (0.6, 0.7),
                (0.58, 0.2),
                (0.3, 0.02),
            ),
        ),
    ),
    (0, (((0.4, 0.05), (0.1, 0.25), (0.05, 0.8), (0.3, 1.0), (0.6, 0.6), (0.5, 0.1), (0.2, 0.1)),)),
    (1, (((0.0, 0.35), (0.2, 0.15), (0.35, 0.0)), ((0.35, 0.0), (0.33, 0.5), (0.3, 1.0)))),
    (1, (((-0.15, 0.55), (0.15, 0.25), (0.4, 0.0)), ((0.4, 0.0), (0.33, 0.5), (0.27, 1.0)))),
    (1, (((-0.3, 0.65), (0.1, 0.3), (0.4, 0.0)), ((0.4, 0.0), (0.38, 0.5), (0.36, 1.0)))),
    (1, (((0.1, 0.2), (0.3, 0.0)), ((0.3, 0.0), (0.3, 1.0)), ((0.1, 1.0), (0.5, 1.0)))),
    (1, (((0.3, 0.0), (0.28, 0.5), (0.25, 1.0)),)),
    (
        2,
        (
            ((0.05, 0.25), (0.3, 0.0), (0.55, 0.25), (0.35, 0.6), (0.0, 0.98)),
            ((0.0, 0.98), (0.3, 0.92), (0.62, 0.97)),
        ),
    ),
    (
        2,
        (
            (
                (0.1, 0.2),
                (0.35, 0.0),
                (0.55, 0.25),
                (0.3, 0.7),
                (0.05, 0.95),
                (0.02, 0.8),
                (0.2, 0.8),
                (0.45, 1.0),
                (0.7, 0.9),
            ),
        ),
    ),
    (
        3,
        (
            ((0.05, 0.1), (0.35, 0.0), (0.5, 0.2), (0.2, 0.45)),
            ((0.2, 0.45), (0.55, 0.6), (0.45, 0.95), (0.0, 0.95)),
        ),
    ),
    (
        3,
        (
            ((0.05, 0.02), (0.55, 0.0)),
            ((0.55, 0.0), (0.2, 0.4)),
            ((0.2, 0.4), (0.6, 0.6), (0.4, 1.0), (0.0, 0.9)),
        ),
    ),
    (
        4,
        (
            ((0.35, 0.0), (0.18, 0.35), (0.0, 0.65)),
            ((0.0, 0.65), (0.7, 0.62)),
            ((0.5, 0.3), (0.45, 1.0)),
        ),
    ),
    (4, (((0.5, 0.0), (0.0, 0.68)), ((0.0, 0.68), (0.75, 0.66)), ((0.5, 0.0), (0.47, 1.0)))),
    (4, (((0.15, 0.0), (0.02, 0.5)), ((0.02, 0.5), (0.65, 0.47)), ((0.6, 0.0), (0.48, 1.0)))),
    (
        4,
        (((0.2, 0.1), (0.05, 0.6), (0.3, 0.6), (0.6, 0.5)), ((0.58, 0.05), (0.5, 0.5), (0.4, 1.0))),
    ),
    (
        5,
        (
            ((0.2, 0.0), (0.12, 0.42)),
            ((0.12, 0.42), (0.5, 0.45), (0.5, 0.9), (0.0, 0.97)),
            ((0.2, 0.02), (0.65, 0.0)),
        ),
    ),
    (
        5,
        (
            ((0.25, 0.05), (0.15, 0.45)),
            ((0.15, 0.45), (0.55, 0.5), (0.45, 0.95), (0.0, 0.9)),
            ((0.3, 0.05), (0.9, -0.08)),
        ),
    ),
    (
        6,
        (
            (
                (0.5, 0.0),
                (0.15, 0.35),
                (0.05, 0.8),
                (0.3, 1.0),
                (0.55, 0.75),
                (0.35, 0.52),
                (0.08, 0.7),
            ),
        ),
    ),
    (6, (((0.35, 0.0), (0.08, 0.45), (0.12, 0.95), (0.5, 0.95), (0.5, 0.6), (0.12, 0.65)),)),
    (7, (((0.0, 0.05), (0.55, 0.0)), ((0.55, 0.0), (0.35, 0.5), (0.25, 1.0)))),
    (
        7,
        (
            ((0.0, 0.05), (0.5, 0.0)),
            ((0.5, 0.0), (0.38, 0.5), (0.3, 1.0)),
            ((0.1, 0.5), (0.68, 0.45)),
        ),
    ),
    (
        7,
        (
            ((0.02, 0.2), (0.08, 0.05), (0.3, 0.08), (0.55, 0.0)),
            ((0.55, 0.0), (0.4, 0.5), (0.35, 1.0)),
            ((0.12, 0.52), (0.75, 0.5)),
        ),
    ),
    (7, (((-0.05, 0.1), (0.45, 0.02)), ((0.45, 0.02), (0.42, 1.0)), ((0.15, 0.48), (0.75, 0.42)))),
    (
        8,
        (
            (
                (0.5, 0.12),
                (0.25, 0.0),
                (0.1, 0.2),
                (0.35, 0.48),
                (0.55, 0.75),
                (0.3, 1.0),
                (0.05, 0.8),
                (0.3, 0.48),
                (0.52, 0.15),
            ),
        ),
    ),
    (
        8,
        (
            (
                (0.6, 0.08),
                (0.25, 0.05),
                (0.2, 0.3),
                (0.5, 0.65),
                (0.35, 1.0),
                (0.02, 0.85),
                (0.3, 0.5),
                (0.6, 0.1),
            ),
        ),
    ),
    (
        9,
        (
            ((0.5, 0.1), (0.2, 0.0), (0.05, 0.3), (0.3, 0.5), (0.5, 0.2)),
            ((0.52, 0.1), (0.5, 0.6), (0.42, 1.0)),
        ),
    ),
    (
        9,
        (
            ((0.5, 0.15), (0.2, 0.02), (0.08, 0.35), (0.35, 0.45), (0.52, 0.15)),
            ((0.52, 0.12), (0.48, 0.75), (0.3, 1.0), (0.02, 0.9)),
        ),
    ),
)
# Pieces of print and of other ink that reach into a gap; never part of a digit.
FRAGMENTS: tuple[tuple[Points, ...], ...] = (
    ((((0.1, 0.05), (0.05, 0.9), (0.2, 1.0))), (((-0.05, 0.3), (0.25, 0.3)))),
    ((((0.0, 0.5), (0.3, 0.5))),),
    ((((0.0, 0.95), (0.02, 1.0), (-0.05, 1.15))),),
    ((((0.0, 0.4), (0.02, 0.45))), (((0.0, 0.95), (0.02, 1.0)))),
    ((((-0.5, 1.15), (0.6, 1.15))),),
    ((((0.4, 0.3), (0.1, 0.5), (0.1, 0.95), (0.4, 0.95))),),
)


@dataclass(frozen=True, slots=True)
class Writing:
    """What a gap holds: its label map (digit k is k + 1, FOREIGN no digit, 0 paper) and digits."""

    labels: Gray
    digits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hand:
    """One clerk's pen: thickness in heights, slant, height, and the share of drawn shapes."""

    thickness: float
    slant: float
    tall: float
    wide: float
    drawn: float

    @staticmethod
    def pick(rng: np.random.Generator) -> "Hand":
        return Hand(
            thickness=float(rng.uniform(0.07, 0.19)),
            slant=float(rng.normal(0.12, 0.16)),
            tall=float(rng.uniform(0.85, 1.6)),
            wide=float(rng.uniform(0.75, 1.3)),
            drawn=float(rng.choice([0.0, 0.5, 0.9])),
        )


def write(
    rng: np.random.Generator, digits: tuple[int, ...], scans: dict[int, list[Gray]], *, clean: bool
) -> Writing:
    """Write ``digits`` as one hand would; ``scans`` holds MNIST-like images by digit."""
    hand = Hand.pick(rng)
    labels = np.zeros((HEIGHT * 4, HEIGHT * (len(digits) + 4)), np.uint8)
    x = float(HEIGHT * rng.uniform(0.8, 1.2))
    base = HEIGHT * rng.uniform(2.5, 2.9)
    spread = float(rng.choice([-0.12, 0.0, 0.1, 0.25], p=[0.2, 0.3, 0.35, 0.15]))
    for index, digit in enumerate(digits):
        mask = _one(rng, hand, digit, scans)
        base += rng.normal(0, 0.04) * HEIGHT
        lay(labels, mask, int(x), int(base) - mask.shape[0], index + 1)
        x += mask.shape[1] + HEIGHT * (spread + rng.normal(0, 0.05))
    if not clean:
        _surround(rng, labels, x)
    return Writing(labels, digits)


def lay(labels: Gray, mask: Gray, x: int, y: int, label: int) -> None:
    """Put ``mask`` over the label map, cut off where it leaves the map."""
    rows, columns = labels.shape
    top, left = max(0, -y), max(0, -x)
    part = mask[top : max(0, rows - y), left : max(0, columns - x)]
    if part.size == 0:
        return
    view = labels[y + top : y + top + part.shape[0], x + left : x + left + part.shape[1]]
    view[part > 0] = label


def _one(rng: np.random.Generator, hand: Hand, digit: int, scans: dict[int, list[Gray]]) -> Gray:
    height = HEIGHT * hand.tall * rng.uniform(0.9, 1.1)
    if rng.random() < hand.drawn:
        shapes = [strokes for name, strokes in STROKES if name == digit]
        return draw(rng, hand, shapes[rng.integers(len(shapes))], height)
    if rng.random() < 0.05:
        return _type(rng, digit, height)
    pool = scans[digit]
    return _warp(rng, hand, pool[rng.integers(len(pool))], height)


def draw(rng: np.random.Generator, hand: Hand, strokes: tuple[Points, ...], height: float) -> Gray:
    """Draw strokes given in a unit box with a shaking hand; the result is cropped to its ink."""
    scale = 2.0 * height  # drawn at double size, then reduced
    canvas = np.zeros((int(scale * 2), int(scale * 3)), np.uint8)
    thick = max(2, round(hand.thickness * rng.uniform(0.85, 1.15) * scale))
    shake = rng.uniform(0.015, 0.05)
    shear = hand.slant + rng.normal(0, 0.06)
    wide = hand.wide * rng.uniform(0.85, 1.15)
    # Ends that meet in the template meet in the drawing, within the shake of a hand.
    moved: dict[tuple[float, float], tuple[float, float]] = {}
    for stroke in strokes:
        points = []
        for x, y in stroke:
            if (x, y) not in moved:
                moved[x, y] = (x * wide + rng.normal(0, shake), y + rng.normal(0, shake))
            u, v = moved[x, y]
            points.append(((u + shear * (1 - v)) * scale + scale, v * scale + scale * 0.4))
        smooth = _curve(np.array(points))
        cv2.polylines(canvas, [np.round(smooth).astype(np.int32)], False, 255, thick, cv2.LINE_AA)
    small = cv2.resize(canvas, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return crop(np.where(small > 110, 255, 0).astype(np.uint8))


def _type(rng: np.random.Generator, digit: int, height: float) -> Gray:
    """A printed digit: where OCR was not sure of print, the print comes here too."""
    canvas = np.zeros((80, 80), np.uint8)
    thick = int(rng.integers(2, 5))
    cv2.putText(canvas, str(digit), (20, 60), cv2.FONT_HERSHEY_COMPLEX, 1.8, 255, thick)
    mask = crop(canvas)
    size = (max(2, round(mask.shape[1] * height / mask.shape[0])), max(2, round(height)))
    return crop(np.where(cv2.resize(mask, size) > 110, 255, 0).astype(np.uint8))


def _curve(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A Catmull-Rom curve through the points."""
    if len(points) < 3:
        return points
    padded = np.vstack([points[:1], points, points[-1:]])
    parts = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        t = np.linspace(0, 1, 9)[:, None]
        parts.append(
            0.5
            * (
                2 * b
                + (c - a) * t
                + (2 * a - 5 * b + 4 * c - d) * t**2
                + (3 * b - a - 3 * c + d) * t**3
            )
        )
    return np.vstack(parts)


def _warp(rng: np.random.Generator, hand: Hand, image: Gray, height: float) -> Gray:
    """Enlarge one small image with its own slant, width and pen; the result is cropped."""
    rows, columns = image.shape
    factor = 2.0 * height / rows * (28 / 20 if rows == 28 else 1.0)
    shear = hand.slant * 0.6 + rng.normal(0, 0.06)
    angle = rng.normal(0, 0.05)
    wide = hand.wide * rng.uniform(0.85, 1.15)
    linear = factor * np.array([[wide, -shear + angle], [-angle * wide, 1.0]])
    side = int(4.2 * height)
    offset = np.array([side / 2, side / 2]) - linear @ np.array([columns / 2, rows / 2])
    matrix = np.hstack([linear, offset[:, None]])
    large = cv2.warpAffine(image, matrix, (side, side), flags=cv2.INTER_CUBIC)
    mask = np.where(large > rng.uniform(90, 160), 255, 0).astype(np.uint8)
    change = rng.normal(0, 0.035) * 2 * height
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * (abs(int(change)) // 2) + 1,) * 2)
    if change > 1:
        mask = np.asarray(cv2.dilate(mask, kernel), dtype=np.uint8)
    elif change < -1:
        thin = np.asarray(cv2.erode(mask, kernel), dtype=np.uint8)
        mask = thin if thin.sum() > 0.5 * mask.sum() else mask
    small = cv2.resize(mask, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return crop(np.where(small > 110, 255, 0).astype(np.uint8))


def _surround(rng: np.random.Generator, labels: Gray, right: float) -> None:
    """Add what stands in a real gap: ends of print at its sides, a rest of the rule, specks."""
    before = np.zeros_like(labels)
    for side in (HEIGHT * rng.uniform(0.0, 0.9), right + HEIGHT * rng.uniform(-0.1, 0.8)):
        if rng.random() < 0.3:
            print_hand = Hand(rng.uniform(0.05, 0.1), 0.0, 1.0, 1.0, 1.0)
            strokes = FRAGMENTS[rng.integers(len(FRAGMENTS))]
            mask = draw(rng, print_hand, strokes, HEIGHT * rng.uniform(0.8, 1.2))
            lay(before, mask, int(side), int(HEIGHT * rng.uniform(1.4, 1.8)), FOREIGN)
    if rng.random() < 0.2:
        y = int(HEIGHT * rng.uniform(2.5, 2.9))
        step = int(rng.integers(4, 14))
        for x in range(0, labels.shape[1] - step, step):
            if rng.random() < 0.5:
                before[y : y + 2, x : x + int(rng.integers(2, step))] = FOREIGN
    for _ in range(int(rng.poisson(0.8))):
        centre = (int(rng.integers(labels.shape[1])), int(rng.integers(HEIGHT, HEIGHT * 3)))
        cv2.circle(before, centre, int(rng.integers(1, 5)), FOREIGN, -1)
    labels[(labels == 0) & (before > 0)] = FOREIGN


def crop(mask: Gray) -> Gray:
    """Cut a mask to its ink."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return mask[:1, :1]
    return np.ascontiguousarray(mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
