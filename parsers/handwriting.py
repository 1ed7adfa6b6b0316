"""Figures written by pen into the printed form become words of their own: □ with candidates, or
the digits where the reading is sure.

Red ink is not looked at (stamps);
blue and black are. Print that OCR read well stays as it is, an empty gap stays empty.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from dispatch.document import PEN_MARK, Origin
from parsers.assemble import RawWord
from parsers.pen_context import (
    known_of,
    prior_of_day,
    prior_of_month,
    prior_of_number,
    weigh,
    weights_by_ocr,
    weights_of_days,
)
from parsers.pen_digits import Reading, load_net, read_digits
from parsers.pen_gaps import OPENING, Gap, Kind, Opening, find_gaps
from parsers.pen_openings import find_opening
from parsers.preparation import turn

Image = NDArray[np.uint8]

STATED = 0.90  # calibrated probability from which a reading is the word's text
_SURELY_PRINTED, _PERHAPS_PRINTED = 0.93, 0.75  # OCR's confidence in figures
_UP, _DOWN = 1.45, 0.75  # ems above and below the baseline that a pen may reach
_BELOW = 3  # ems below the baseline of the lowest gap that may be looked at
_SHOWN = 5  # candidates kept
_EVEN = 0.06  # ems by which tops and feet of printed figures differ on a scan
_FIGURE_HEIGHT = (0.58, 0.76)  # ems of printed figures, with what a scan adds or takes
_BARS = (0.75, 0.12)  # ems above the baseline between which figures have their bars
_MENDED = 0.6  # confidence in an opening that the form demands and OCR did not read
_THICKEST_RULE = 0.1  # ems
_SEEN_RULE = 0.4  # share of a rule that no stroke hides
_DOUBT = 0.5  # what is left of the belief in a reading of fewer figures than OCR saw

Stamps = Sequence[Sequence[RawWord]]


def read_pen_gaps(
    image: Image,
    words: Sequence[RawWord],
    dpi: float,
    *,
    rotation: int = 0,
    skew: float = 0.0,
    stamps: Stamps = (),
) -> list[RawWord]:
    """Return ``words`` with pen words in place of what OCR made of the figures written by hand.

    ``image`` is the page (RGB or grey) as it was scanned, at ``dpi``; the words' points lie on it
    turned by ``rotation`` and ``skew`` as OCR turned it. ``stamps`` are the words of stamps that
    were read apart: with what else the page says they weigh the readings of the day.
    """
    sideways = rotation in (90, 270)
    gaps = find_gaps(words, image.shape[1 if sideways else 0] * 72.0 / dpi)
    if not gaps:
        return list(words)
    dark = np.ascontiguousarray(image if image.ndim == 2 else image[:, :, 0])
    dark = np.ascontiguousarray(np.rot90(dark, -(rotation // 90)))
    if skew:
        # Gaps stand in the head: what is below the lowest need not be turned.
        lowest = max(gap.baseline + _BELOW * gap.em for gap in gaps)
        dark = turn(dark, skew, rows=round(lowest * dpi / 72.0))
    pens: dict[Gap, list[RawWord]] = {}
    month: str | None = None
    # The day comes last: a month read for sure says how long it is.
    for gap in sorted(gaps, key=lambda gap: gap.kind is Kind.DAY):
        context: Mapping[str, float] = {}
        if gap.kind is Kind.DAY:
            context = weights_of_days(words, stamps, known_of(gap.row, month=month))
        opening = _opening(dark, gap, words, dpi / 72.0)
        if gap.opening is Opening.LOST:
            if opening is None:
                continue
            gap = replace(gap, x0=opening.x1 or gap.x0, baseline=opening.bottom or gap.baseline)
        pen = _read_gap(dark, gap, dpi / 72.0, context)
        if pen is not None:
            pens[gap] = [pen] if opening is None else [opening, pen]
            month = pen.text if gap.kind is Kind.MONTH else month
    return _woven(words, pens)


def _opening(dark: Image, gap: Gap, words: Sequence[RawWord], scale: float) -> RawWord | None:
    """The form's own ``Số:`` where OCR misread it, or where only its ink shows it."""
    if gap.opening is Opening.MISREAD:
        misread = words[gap.opens[0]]
        return misread._replace(
            text=OPENING, x1=gap.x0, confidence=min(misread.confidence, _MENDED)
        )
    if gap.opening is Opening.READ:
        return None
    ink = find_opening(dark, gap, scale)
    if ink is None:
        return None
    x0, x1, top, bottom = (value / scale for value in ink)
    return RawWord(OPENING, x0, top, x1, bottom, origin=Origin.OCR, confidence=_MENDED)


def _read_gap(dark: Image, gap: Gap, scale: float, context: Mapping[str, float]) -> RawWord | None:
    ink, left, top = ink_of_gap(dark, gap, scale)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    em = gap.em * scale
    if rows.size == 0 or rows[-1] - rows[0] < 0.35 * em:
        return None
    guess = re.sub(r"\s", "", gap.text)
    if guess.isdigit() and (
        _is_print(gap, rows, gap.baseline * scale - top, em) or _is_typeset(ink, em)
    ):
        return None
    prior = {Kind.NUMBER: prior_of_number, Kind.DAY: prior_of_day, Kind.MONTH: prior_of_month}
    readings = read_digits(ink, height=0.67 * em, prior=prior[gap.kind])
    if not readings:
        return None
    readings = weigh(readings, weights_by_ocr(readings, guess, gap.sure))
    readings = weigh(readings, context)
    candidates = calibrated(readings)
    if guess.isdigit() and _is_cut_wrongly(guess, candidates[0][0]):
        if _has_figure_height(rows, em):
            return None
        candidates = tuple((text, round(_DOUBT * share, 4)) for text, share in candidates)
    best, chance = candidates[0]
    return RawWord(
        text=best if chance >= STATED else PEN_MARK,
        x0=(left + int(columns[0])) / scale,
        top=(top + int(rows[0])) / scale,
        x1=(left + int(columns[-1]) + 1) / scale,
        bottom=(top + int(rows[-1]) + 1) / scale,
        origin=Origin.PEN,
        confidence=chance,
        candidates=candidates,
    )


def _is_cut_wrongly(guess: str, best: str) -> bool:
    """Tell the figures that OCR saw less their last, or with the notation's slash as one more: an
    edge between figures and print that OCR glued lay wrong."""
    return len(best) < len(guess) or (len(best) > len(guess) and best.startswith(guess))


def _is_print(gap: Gap, rows: NDArray[np.intp], baseline: float, em: float) -> bool:
    """Tell printed figures, as OCR read them, from written ones: sure, or of the print's size and
    on its line."""
    tall = (rows[-1] - rows[0] + 1) / em
    if gap.sure >= _SURELY_PRINTED:
        return bool(0.5 <= tall <= 0.85)
    below = abs(rows[-1] + 1 - baseline) / em
    return gap.sure >= _PERHAPS_PRINTED and _has_figure_height(rows, em) and below <= 0.16


def _has_figure_height(rows: NDArray[np.intp], em: float) -> bool:
    return bool(_FIGURE_HEIGHT[0] <= (rows[-1] - rows[0] + 1) / em <= _FIGURE_HEIGHT[1])


def _is_typeset(ink: Image, em: float) -> bool:
    """Tell two or more figures as even as only print is: of one height and on one line."""
    *_, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    strokes = stats[1:]
    figures = strokes[strokes[:, cv2.CC_STAT_HEIGHT] >= 0.3 * em]
    if len(figures) < 2:
        return False
    tops = figures[:, cv2.CC_STAT_TOP]
    feet = tops + figures[:, cv2.CC_STAT_HEIGHT]
    tall = float(np.median(feet - tops)) / em
    uneven = max(np.ptp(tops), np.ptp(feet)) / em
    return bool(uneven <= _EVEN and _FIGURE_HEIGHT[0] <= tall <= _FIGURE_HEIGHT[1])


def ink_of_gap(dark: Image, gap: Gap, scale: float) -> tuple[Image, int, int]:
    """Return the pen's ink in the gap (255) with its left and top pixel on the page."""
    em = gap.em * scale
    pad = int(0.6 * em)
    left = max(int(gap.x0 * scale) - pad, 0)
    right = min(int(gap.x1 * scale) + pad, dark.shape[1])
    top = max(int(gap.baseline * scale - _UP * em), 0)
    bottom = min(int(gap.baseline * scale + _DOWN * em), dark.shape[0])
    crop = np.ascontiguousarray(dark[top:bottom, left:right])
    if crop.size == 0:
        return np.zeros((1, 1), np.uint8), left, top
    level, _ = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    paper = float(np.percentile(crop, 85))
    level = min(max(level, paper - 110), paper - 35)
    ink = np.where(crop < level, 255, 0).astype(np.uint8)
    ink = _without_rules(ink, em, gap.baseline * scale - top)
    edges = (gap.x0 * scale - left, gap.x1 * scale - left)
    low = _snapped(ink, edges[0], em) if gap.glued[0] else int(edges[0])
    high = _snapped(ink, edges[1], em) if gap.glued[1] else int(edges[1])
    return _inside(ink, (low, high), gap.baseline * scale - top, em), left, top


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


def calibrated(readings: Sequence[Reading]) -> tuple[tuple[str, float], ...]:
    """Return the first readings with probabilities: the best one's is calibrated, the others
    share what is left by their own belief."""
    best, others = readings[0], readings[1:_SHOWN]
    chance = load_net().calibrated(best.probability)
    rest = max(1.0 - best.probability, 1e-6)
    shares = [
        o.probability * min((1 - chance) / rest, chance / max(best.probability, 1e-9))
        for o in others
    ]
    tail = [(o.text, round(share, 4)) for o, share in zip(others, shares, strict=True)]
    return ((best.text, round(chance, 4)), *tail)


def _woven(words: Sequence[RawWord], pens: Mapping[Gap, list[RawWord]]) -> list[RawWord]:
    """Put the pen words where their gaps are, and cut from the words around what was glued."""
    cuts: dict[int, list[tuple[int, int, Gap]]] = {}
    behind: dict[int, list[RawWord]] = {}
    shown: set[Gap] = set()
    for gap, woven in pens.items():
        if gap.opening is Opening.MISREAD:
            cuts.setdefault(gap.opens[0], []).append((0, gap.opens[1], gap))
        for index, start, end in gap.cuts:
            cuts.setdefault(index, []).append((start, end, gap))
        if not gap.cuts and gap.opening is Opening.READ:
            behind.setdefault(gap.follows, []).extend(woven)
    out: list[RawWord] = []
    for index, word in enumerate(words):
        done, left = 0, word.x0
        for start, end, gap in sorted(cuts.get(index, []), key=lambda cut: cut[:2]):
            if word.text[done:start].strip():
                out.append(word._replace(text=word.text[done:start], x0=left, x1=gap.x0))
            if gap not in shown:
                out.extend(pens[gap])
                shown.add(gap)
            done, left = end, gap.x1
        if done == 0 and index not in cuts:
            out.append(word)
        elif word.text[done:].strip():
            out.append(word._replace(text=word.text[done:], x0=left))
        out.extend(behind.get(index, []))
    return out
