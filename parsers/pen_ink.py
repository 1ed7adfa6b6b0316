"""The ink that stands in a gap of the form: without rules, other lines and the print beside it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.pen_gaps import Gap
from parsers.pen_slash import Slash, find_slash

Image = NDArray[np.uint8]

_UP, _DOWN = 1.45, 0.75  # ems above and below the baseline that a pen may reach
_BARS = (0.75, 0.12)  # ems above the baseline between which figures have their bars
_THICKEST_RULE = 0.1  # ems
_SEEN_RULE = 0.4  # share of a rule that no stroke hides
_REACH, _GLUED_REACH = 0.8, 1.4  # ems round the gap's end in which the slash is looked for


@dataclass(frozen=True, slots=True)
class GapInk:
    """Pixels of the gap, 255 where there is ink, and where they lie on the page; ``has_slash``
    where the notation's slash was seen behind them."""

    pixels: Image
    left: int
    top: int
    has_slash: bool


def ink_of_gap(dark: Image, gap: Gap, scale: float) -> GapInk:
    """Return the ink in the gap of the grey page ``dark``, ``scale`` pixels to a point."""
    em = gap.em * scale
    pad = int((_GLUED_REACH + 0.6) * em)
    left = max(int(gap.x0 * scale) - pad, 0)
    right = min(int(gap.x1 * scale) + pad, dark.shape[1])
    top = max(int(gap.baseline * scale - _UP * em), 0)
    bottom = min(int(gap.baseline * scale + _DOWN * em), dark.shape[0])
    crop = np.ascontiguousarray(dark[top:bottom, left:right])
    if crop.size == 0:
        return GapInk(np.zeros((1, 1), np.uint8), left, top, has_slash=False)
    level, _ = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    paper = float(np.percentile(crop, 85))
    level = min(max(level, paper - 110), paper - 35)
    ink = np.where(crop < level, 255, 0).astype(np.uint8)
    ink = _without_rules(ink, em, gap.baseline * scale - top)
    low, high = gap.x0 * scale - left, gap.x1 * scale - left
    low = _snapped(ink, low, em) if gap.glued[0] else int(low)
    slash = _slash_behind(ink, gap, (low, high, gap.baseline * scale - top), em)
    if slash is not None:
        ink = np.where(slash.mask, 0, ink).astype(np.uint8)
        high = (slash.x0 + slash.x1) / 2
    elif gap.glued[1]:
        high = _snapped(ink, high, em)
    inside = _inside(ink, (low, int(high)), gap.baseline * scale - top, em)
    return GapInk(inside, left, top, has_slash=slash is not None)


def _slash_behind(
    ink: Image, gap: Gap, edges: tuple[float, float, float], em: float
) -> Slash | None:
    """The notation's own slash near the gap's end: farther off where the end is an estimate."""
    low, high, baseline = edges
    if gap.closes is None:
        return None
    reach = (_GLUED_REACH if gap.glued[1] else _REACH) * em
    return find_slash(ink, (max(low, high - reach), high + reach), baseline, em)


def _without_rules(ink: Image, em: float, baseline: float) -> Image:
    """Take out printed rules and rows of dots, thin and long, and mend the strokes they crossed.

    At half the height of the figures a long bar is the pen's: that of a 4 runs on into a 7.
    """
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(3, int(0.12 * em))), np.uint8))
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, int(1.3 * em)), np.uint8))
    high, low = (max(int(baseline - share * em), 0) for share in _BARS)
    long[high:low] = 0
    thick = cv2.morphologyEx(long, cv2.MORPH_OPEN, np.ones((max(3, int(0.1 * em)), 1), np.uint8))
    rules = cv2.dilate(cv2.subtract(long, thick), np.ones((3, 1), np.uint8))
    if not rules.any():
        return ink
    runs = _upright_runs(ink)
    over = (rules > 0) & (ink > 0)
    thickness = float(np.percentile(runs[over], 20)) if over.any() else np.inf
    # Where a stroke crosses the rule or lies on it, the ink is higher than the rule alone.
    alone = over & (runs <= 1.4 * thickness + 1)
    seen = over.any(axis=0).sum()
    if thickness > _THICKEST_RULE * em or alone.any(axis=0).sum() < _SEEN_RULE * seen:
        return ink  # strokes of a pen that run on into each other
    return np.where(alone, 0, ink).astype(np.uint8)


def _upright_runs(ink: Image) -> NDArray[np.int32]:
    """Return for each pixel how many pixels of ink stand on each other there."""
    above = np.zeros(ink.shape, np.int32)
    below = np.zeros(ink.shape, np.int32)
    marked = ink > 0
    for row in range(ink.shape[0]):
        above[row] = np.where(marked[row], (above[row - 1] if row else 0) + 1, 0)
    for row in range(ink.shape[0] - 1, -1, -1):
        last = row == ink.shape[0] - 1
        below[row] = np.where(marked[row], (0 if last else below[row + 1]) + 1, 0)
    return np.asarray(above + below - 1, dtype=np.int32)


def _snapped(ink: Image, edge: float, em: float) -> int:
    """Move an estimated edge of print to the emptiest column near it."""
    reach = int(0.3 * em)
    columns = np.arange(max(0, int(edge) - reach), min(ink.shape[1] - 1, int(edge) + reach) + 1)
    if columns.size == 0:
        return int(edge)
    cost = (ink[:, columns] > 0).sum(axis=0) + 0.25 * np.abs(columns - edge)
    return int(columns[int(np.argmin(cost))])


def _inside(ink: Image, edges: tuple[int, int], baseline: float, em: float) -> Image:
    """Keep the strokes of the gap: whole where most of a stroke lies in it, cut at the edge where
    it has grown together with print, not at all where it is the print's or another line's."""
    low, high = edges
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = np.zeros_like(ink)
    for label in range(1, count):
        _, y, _, tall, area = (int(value) for value in stats[label])
        reach = min(y + tall, baseline + 0.15 * em) - max(y, baseline - 0.85 * em)
        if reach < 0.35 * tall or y + tall < baseline - 0.5 * em:
            continue
        if stats[label][2] > 0.9 * em and tall < 0.12 * em:
            continue
        part = labels == label
        within = int(part[:, max(low, 0) : max(high, 0)].sum())
        if within >= 0.7 * area:
            part[:, max(high + round(0.1 * em), 0) :] = False  # a slash it has grown into
            kept[part] = 255
        elif within >= 0.25 * area and within > 0.03 * em * em:
            part[:, : max(low, 0)] = False
            part[:, max(high, 0) :] = False
            kept[part] = 255
    return kept
