"""Words as an OCR engine gives them: pixel boxes in the image read, before anything is arranged."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PixelWord:
    """One word of an engine: pixel box in the image given, confidence 0–1, the engine's line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float
    line: int


def mean_confidence(words: Sequence[PixelWord]) -> float:
    """Return the confidence of a page, each word weighing as many characters as it has."""
    weight = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / weight if weight else 0.0
