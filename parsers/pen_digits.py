"""The ink of one gap becomes readings: pieces of stroke, cut where digits may touch, grouped into
digits by the best paths through a lattice of a small convolutional net's probabilities.

The net's weights are built by ``train/handwriting.py``; the forward pass is numpy alone.
"""

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "data" / "pen_digits.npz"
SIDE = 28  # pixels of a normalised digit, of which the ink takes INNER
INNER = 20
REJECT = 10  # the net's class for what is no digit
_MOST_PIECES = 26
_MOST_JOINED = 6  # pieces that may make one digit
_BEAM = 40
_FLOOR = 1e-6
_PASSED = 2.5  # log cost of a tall piece that no digit takes
_TURNED = 2.5  # … of figures read only when set upright
_BETWEEN = 5.0  # … and of digits on both sides of it
_UNSURE = 0.5  # share of belief of the best reading below which pieces are cut finer
_FINER = 2.5  # log cost of what is read of those alone
_MOST_SIDES = 4
_BREAK = "·"
_LEANS = (0.0, 0.25, 0.45)  # width over height by which a hand slants its figures


@dataclass(frozen=True, slots=True)
class Piece:
    """One connected stroke or a slice of it, in the gap's pixels."""

    mask: Mask
    x0: int
    x1: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Digits with the share of belief among all readings of the gap."""

    text: str
    probability: float


def read_digits(ink: Mask, *, height: float, prior: Callable[[str], float]) -> list[Reading]:
    """Return the readings of ``ink`` (255 is ink), best first; empty where nothing is a digit.

    ``height`` is that of a printed digit in pixels; ``prior`` gives each string its weight before
    anything is seen, 0 for the impossible.
    """
    return read_with(load_net(), ink, height=height, prior=prior)


def read_with(
    net: "Net", ink: Mask, *, height: float, prior: Callable[[str], float]
) -> list[Reading]:
    """Read as ``read_digits`` does, by a net of the caller's."""
    height = written_height(ink, height)
    paths: dict[str, float] = {}
    for lean in _LEANS:
        for text, score in _paths_of(net, _sheared(ink, lean), height).items():
            _keep(paths, text, score - (_TURNED if lean else 0.0))
    if not paths:
        return []
    temperature = net.temperature
    readings = _ranked(paths, temperature, prior)
    if not readings or readings[0].probability < _UNSURE:
        for text, score in _finer_paths(net, ink, height).items():
            _keep(paths, text, score - _FINER)
        readings = _ranked(paths, temperature, prior)
    return readings


def _ranked(
    paths: dict[str, float], temperature: float, prior: Callable[[str], float]
) -> list[Reading]:
    weights = {
        text: math.exp(score / temperature) * prior(text) for text, score in paths.items() if text
    }
    nothing = math.exp(paths.get("", -60.0) / temperature)
    total = sum(weights.values()) + nothing
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    return [Reading(text, weight / total) for text, weight in ranked if weight > 0][:8]


def _finer_paths(net: "Net", ink: Mask, height: float) -> dict[str, float]:
    """Paths over pieces cut at the sides of upright strokes too, where digits lie close together
    without a thin place between them; scores as if the pieces were as few as the others."""
    found: dict[str, float] = {}
    for lean in _LEANS:
        sheared = _sheared(ink, lean)
        few, many = cut_pieces(sheared, height), cut_pieces(sheared, height, finer=True)
        if len(many) <= len(few):
            continue
        for text, score in _paths_through(net, many, height).items():
            _keep(found, text, score * len(few) / len(many))
    return found


def _paths_of(net: "Net", ink: Mask, height: float) -> dict[str, float]:
    return _paths_through(net, cut_pieces(ink, height), height)


def _paths_through(net: "Net", pieces: list[Piece], height: float) -> dict[str, float]:
    if not pieces:
        return {}
    spans = joined_spans(pieces, height)
    chances = net.probabilities(np.stack([normalise(pieces[i:j]) for i, j in spans]))
    return _best_paths(pieces, spans, chances, height)


def _sheared(ink: Mask, lean: float) -> Mask:
    """Set strokes that lean to the right by ``lean`` upright: cuts are, so slanted figures that
    touch or reach over each other part only then."""
    if not lean:
        return ink
    rows, columns = ink.shape
    wider = columns + int(lean * rows) + 1
    matrix = np.array([[1, lean, 0], [0, 1, 0]], dtype=np.float64)
    turned = cv2.warpAffine(ink, matrix, (wider, rows), flags=cv2.INTER_LINEAR)
    return np.where(turned > 127, 255, 0).astype(np.uint8)


def written_height(ink: Mask, printed: float) -> float:
    """The height to measure strokes by: the print's, or more where the pen wrote larger."""
    *_, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    tallest = float(stats[1:, cv2.CC_STAT_HEIGHT].max()) if len(stats) > 1 else 0.0
    return min(max(printed, 0.85 * tallest), 1.7 * printed)


def cut_pieces(ink: Mask, height: float, *, finer: bool = False) -> list[Piece]:
    """Return the connected strokes from left to right, wide ones cut at their thin places and
    (``finer``) at the sides of their upright strokes."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = 0.004 * height * height
    pieces: list[Piece] = []
    for label in range(1, count):
        x, y, width, tall, area = (int(value) for value in stats[label])
        if area < least or (width < 0.12 * height and tall < 0.12 * height):
            continue
        mask = np.where(labels[y : y + tall, x : x + width] == label, 255, 0).astype(np.uint8)
        pieces.extend(_slices(mask, x, y, height, finer=finer))
    pieces.sort(key=lambda piece: piece.x0 + piece.x1)
    return pieces[:_MOST_PIECES]


def _slices(mask: Mask, x: int, y: int, height: float, *, finer: bool) -> list[Piece]:
    cuts = _cuts(mask, height)
    if finer:
        cuts = sorted({*cuts, *_sides(mask, height, cuts)})
    bounds = [0, *cuts, mask.shape[1]]
    found: list[Piece] = []
    for low, high in itertools.pairwise(bounds):
        part = mask[:, low:high]
        rows = np.flatnonzero(part.any(axis=1))
        columns = np.flatnonzero(part.any(axis=0))
        if rows.size == 0:
            continue
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        left, right = int(columns[0]), int(columns[-1]) + 1
        shift = x + low
        found.append(
            Piece(part[top:bottom, left:right], shift + left, shift + right, y + top, y + bottom)
        )
    return found


def _cuts(mask: Mask, height: float) -> list[int]:
    """Columns where a wide stroke may be two digits: little ink, fewer than the neighbours have."""
    width = mask.shape[1]
    if width < 0.55 * height:
        return []
    profile = (mask > 0).sum(axis=0).astype(np.float64)
    window = max(3, round(height * 0.06) | 1)
    smooth = np.convolve(profile, np.ones(window) / window, mode="same")
    apart = max(3, round(height * 0.14))
    thin = 0.62 * height
    order = sorted(range(apart, width - apart), key=lambda column: smooth[column])
    chosen: list[int] = []
    for column in order:
        if smooth[column] > thin or len(chosen) >= 7:
            break
        low, high = max(0, column - apart), min(width, column + apart + 1)
        lowest = smooth[column] <= smooth[low:high].min() + 1e-9
        if lowest and all(abs(column - other) >= apart for other in chosen):
            chosen.append(column)
    return sorted(chosen)


def _sides(mask: Mask, height: float, cuts: Sequence[int]) -> list[int]:
    """Columns where the ink grows or falls fastest: the sides of an upright stroke."""
    width = mask.shape[1]
    if width < 0.4 * height:
        return []
    profile = (mask > 0).sum(axis=0).astype(np.float64)
    window = max(3, round(height * 0.06) | 1)
    steep = np.abs(np.gradient(np.convolve(profile, np.ones(window) / window, mode="same")))
    apart = max(3, round(height * 0.1))
    chosen: list[int] = []
    for column in sorted(range(apart, width - apart), key=lambda column: -steep[column]):
        if len(chosen) >= _MOST_SIDES:
            break
        if all(abs(column - other) >= apart for other in (*chosen, *cuts)):
            chosen.append(column)
    return chosen


def joined_spans(pieces: Sequence[Piece], height: float) -> list[tuple[int, int]]:
    """Return which consecutive pieces may be one digit: not wider than any digit is written."""
    spans: list[tuple[int, int]] = []
    for start in range(len(pieces)):
        for end in range(start + 1, min(len(pieces), start + _MOST_JOINED) + 1):
            group = pieces[start:end]
            wide = max(p.x1 for p in group) - min(p.x0 for p in group)
            if end > start + 1 and wide > 1.6 * height:
                break
            spans.append((start, end))
    return spans


def normalise(pieces: Sequence[Piece]) -> Floats:
    """Return the pieces as one image of SIDE pixels, ink 1, its larger side INNER, centred."""
    x0, top = min(p.x0 for p in pieces), min(p.top for p in pieces)
    width = max(p.x1 for p in pieces) - x0
    tall = max(p.bottom for p in pieces) - top
    whole = np.zeros((tall, width), np.uint8)
    for piece in pieces:
        view = whole[piece.top - top : piece.bottom - top, piece.x0 - x0 : piece.x1 - x0]
        np.maximum(view, piece.mask, out=view)
    return fit(whole)


def fit(whole: Mask) -> Floats:
    """Scale one mask into the middle of a SIDE × SIDE image."""
    tall, width = whole.shape
    scale = INNER / max(tall, width)
    size = (max(1, round(width * scale)), max(1, round(tall * scale)))
    small = cv2.resize(whole, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    out = np.zeros((SIDE, SIDE), np.float32)
    y, x = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
    out[y : y + size[1], x : x + size[0]] = small.astype(np.float32) / 255
    return out


def _best_paths(
    pieces: Sequence[Piece], spans: Sequence[tuple[int, int]], chances: Floats, height: float
) -> dict[str, float]:
    """Return for each string of digits the log belief of its best path over the pieces.

    A digit counts by how many pieces it covers, so that strings of different length compare. A
    slice of a digit is no digit either, so passing over a piece costs more than the net says, and
    most between digits, where nothing is printed.
    """
    states: list[dict[str, float]] = [{} for _ in range(len(pieces) + 1)]
    states[0] = {"": 0.0}
    logs = np.log(np.maximum(chances, _FLOOR))
    starting: dict[int, list[int]] = {}
    for index, (start, _) in enumerate(spans):
        starting.setdefault(start, []).append(index)
    for start in range(len(pieces)):
        before = sorted(states[start].items(), key=lambda item: -item[1])[:_BEAM]
        tall = min(1.0, (pieces[start].bottom - pieces[start].top) / height)
        for index in starting[start]:
            end = spans[index][1]
            for text, score in before:
                if end == start + 1:
                    skipped = score + (float(logs[index, REJECT]) - _PASSED) * tall
                    marked = text if tall < 0.3 or not text else text.rstrip(_BREAK) + _BREAK
                    _keep(states[end], marked, skipped)
                within = _BETWEEN if text.endswith(_BREAK) else 0.0
                for digit in range(10):
                    longer = score - within + float(logs[index, digit]) * (end - start)
                    _keep(states[end], text.rstrip(_BREAK) + str(digit), longer)
    final: dict[str, float] = {}
    for text, score in states[-1].items():
        _keep(final, text.rstrip(_BREAK), score)
    return final


def _keep(state: dict[str, float], text: str, score: float) -> None:
    if len(text) <= 7 and score > state.get(text, -math.inf):
        state[text] = score


@dataclass(frozen=True)
class Net:
    """Two convolutions, two dense layers; ``temperature`` evens the lattice's certainty and
    ``calibration`` (slope, offset) turns the log odds of the best reading into a probability."""

    layers: dict[str, Floats]

    @property
    def temperature(self) -> float:
        return float(self.layers["temperature"])

    def calibrated(self, share: float) -> float:
        """Return how often a reading with this share of belief is right."""
        slope, offset = (float(value) for value in self.layers["calibration"])
        share = min(max(share, 1e-5), 1 - 1e-5)
        return 1 / (1 + math.exp(-(slope * math.log(share / (1 - share)) + offset)))

    def probabilities(self, images: Floats) -> Floats:
        """Return for each SIDE × SIDE image the chances of the ten digits and of no digit."""
        layers = self.layers
        x = _pool(_convolve(images[:, :, :, None], layers["w1"], layers["b1"]))
        x = _pool(_convolve(x, layers["w2"], layers["b2"]))
        x = np.maximum(x.reshape(len(x), -1) @ layers["w3"] + layers["b3"], 0)
        x = x @ layers["w4"] + layers["b4"]
        x = np.exp(x - x.max(axis=1, keepdims=True))
        return np.asarray(x / x.sum(axis=1, keepdims=True), dtype=np.float32)


def windows(images: Floats, size: int = 5) -> Floats:
    """Lay out every size × size window of (n, rows, columns, channels) as one row of values."""
    n, rows, columns, channels = images.shape
    view = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    flat = view.transpose(0, 1, 2, 4, 5, 3).reshape(
        n, rows - size + 1, columns - size + 1, size * size * channels
    )
    return np.ascontiguousarray(flat, dtype=np.float32)


def _convolve(images: Floats, weights: Floats, bias: Floats) -> Floats:
    return np.asarray(np.maximum(windows(images) @ weights + bias, 0), dtype=np.float32)


def _pool(images: Floats) -> Floats:
    n, rows, columns, channels = images.shape
    return np.asarray(
        images.reshape(n, rows // 2, 2, columns // 2, 2, channels).max(axis=(2, 4)),
        dtype=np.float32,
    )


@lru_cache(maxsize=1)
def load_net() -> Net:
    """Load the committed weights once a process."""
    with np.load(WEIGHTS) as stored:
        return Net({name: stored[name].astype(np.float32) for name in stored.files})
