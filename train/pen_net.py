"""Train the small convolutional net of ``parsers.pen_digits`` in numpy: Adam, a falling rate."""

import numpy as np
from numpy.typing import NDArray

from parsers.pen_digits import Floats, windows

_FILTERS = (12, 24)
_DENSE = 96
_CLASSES = 11
_BATCH = 128
_SMOOTH = 0.02  # share of belief spread over all classes: keeps the net from certainty


def train_net(
    images: Floats, labels: NDArray[np.int64], *, epochs: int, seed: int
) -> dict[str, Floats]:
    """Return the layers after ``epochs`` runs over the samples."""
    rng = np.random.default_rng(seed)
    layers = _first_layers(rng)
    first = {name: np.zeros_like(value) for name, value in layers.items()}
    second = {name: np.zeros_like(value) for name, value in layers.items()}
    steps, total = 0, epochs * (len(labels) // _BATCH)
    for epoch in range(epochs):
        order = rng.permutation(len(labels))
        losses = []
        for low in range(0, len(order) - _BATCH + 1, _BATCH):
            chosen = order[low : low + _BATCH]
            loss, slopes = _gradients(layers, images[chosen], labels[chosen])
            steps += 1
            rate = 0.0015 * 0.5 * (1 + np.cos(np.pi * steps / total)) + 1e-5
            for name, slope in slopes.items():
                first[name] += 0.1 * (slope - first[name])
                second[name] += 0.001 * (slope * slope - second[name])
                mean = first[name] / (1 - 0.9**steps)
                spread = second[name] / (1 - 0.999**steps)
                layers[name] -= (rate * mean / (np.sqrt(spread) + 1e-8)).astype(np.float32)
            losses.append(loss)
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
    return layers


def _first_layers(rng: np.random.Generator) -> dict[str, Floats]:
    one, two = _FILTERS
    shapes = {"w1": (25, one), "w2": (25 * one, two), "w3": (16 * two, _DENSE)}
    shapes["w4"] = (_DENSE, _CLASSES)
    layers: dict[str, Floats] = {}
    for name, shape in shapes.items():
        layers[name] = (rng.normal(0, np.sqrt(2 / shape[0]), shape)).astype(np.float32)
        layers["b" + name[1]] = np.zeros(shape[1], np.float32)
    return layers


def _gradients(
    layers: dict[str, Floats], images: Floats, labels: NDArray[np.int64]
) -> tuple[float, dict[str, Floats]]:
    n = len(labels)
    seen1 = windows(images[:, :, :, None])
    full1 = np.maximum(seen1 @ layers["w1"] + layers["b1"], 0)
    x1, where1 = _pooled(full1)
    seen2 = windows(x1)
    full2 = np.maximum(seen2 @ layers["w2"] + layers["b2"], 0)
    x2, where2 = _pooled(full2)
    flat = x2.reshape(n, -1)
    hidden = np.maximum(flat @ layers["w3"] + layers["b3"], 0)
    scores = hidden @ layers["w4"] + layers["b4"]
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances = scores / scores.sum(axis=1, keepdims=True)
    target = np.full_like(chances, _SMOOTH / _CLASSES)
    target[np.arange(n), labels] += 1 - _SMOOTH
    loss = float(-np.log(chances[np.arange(n), labels] + 1e-9).mean())
    back = (chances - target) / n
    slopes = {"w4": hidden.T @ back, "b4": back.sum(axis=0)}
    back = (back @ layers["w4"].T) * (hidden > 0)
    slopes |= {"w3": flat.T @ back, "b3": back.sum(axis=0)}
    back = _unpooled((back @ layers["w3"].T).reshape(x2.shape), where2) * (full2 > 0)
    slopes |= _convolution_slopes("2", seen2, back)
    before = _spread(back @ layers["w2"].T, x1.shape)
    back = _unpooled(before, where1) * (full1 > 0)
    slopes |= _convolution_slopes("1", seen1, back)
    return loss, slopes


def _convolution_slopes(layer: str, seen: Floats, back: Floats) -> dict[str, Floats]:
    rows = back.reshape(-1, back.shape[-1])
    return {
        f"w{layer}": seen.reshape(-1, seen.shape[-1]).T @ rows,
        f"b{layer}": rows.sum(axis=0),
    }


def _pooled(images: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    n, rows, columns, channels = images.shape
    blocks = images.reshape(n, rows // 2, 2, columns // 2, 2, channels)
    best = blocks.max(axis=(2, 4), keepdims=True)
    return best[:, :, 0, :, 0, :], blocks == best


def _unpooled(back: Floats, where: NDArray[np.bool_]) -> Floats:
    n, rows, _, columns, _, channels = where.shape
    spread = where * back[:, :, None, :, None, :]
    return np.asarray(spread.reshape(n, rows * 2, columns * 2, channels), dtype=np.float32)


def _spread(columns: Floats, shape: tuple[int, ...]) -> Floats:
    """Add each window's slopes back to the pixels it saw."""
    n, rows, wide, channels = shape
    size = rows - columns.shape[1] + 1
    parts = columns.reshape(n, rows - size + 1, wide - size + 1, size, size, channels)
    out = np.zeros(shape, np.float32)
    for i in range(size):
        for j in range(size):
            out[:, i : i + rows - size + 1, j : j + wide - size + 1] += parts[:, :, :, i, j]
    return out
