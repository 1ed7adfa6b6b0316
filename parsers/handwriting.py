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
from dispatch.text import fold
from parsers.assemble import RawWord
from parsers.pen_context import (
    TOLD,
    known_of,
    prior_of_day,
    prior_of_month,
    prior_of_number,
    weigh,
    weights_by_ocr,
    weights_of_days,
)
from parsers.pen_digits import Reading, load_net, read_digits
from parsers.pen_gaps import LOST_DAY, OPENING, Gap, Kind, Opening, find_gaps, width_of
from parsers.pen_ink import GapInk, ink_of_gap
from parsers.pen_openings import find_opening
from parsers.preparation import turn

Image = NDArray[np.uint8]

STATED = 0.90  # calibrated probability from which a reading is the word's text
_SURELY_PRINTED, _PERHAPS_PRINTED = 0.93, 0.75  # OCR's confidence in figures
_BELOW = 3  # ems below the baseline of the lowest gap that may be looked at
_SHOWN = 5  # candidates kept
_EVEN = 0.06  # ems by which tops and feet of printed figures differ on a scan
_FIGURE_HEIGHT = (0.53, 0.76)  # ems of printed figures, in wide faces and with what a scan takes
# Figures with an office's letters glued to them, or in the old order: 1054T(CT/NV5), 1203-QĐ.
_CODED = re.compile(r"\d{1,6}(?:/?[-A-ZĐ&]{1,8}|/5)")  # 1468/5(TP): an S
_MENDED = 0.6  # confidence in an opening that the form demands and OCR did not read
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
    # Gaps stand in the head: what is below the lowest need not be looked at.
    lowest = max(gap.baseline + _BELOW * gap.em for gap in gaps)
    dark = _as_read(image, round(lowest * dpi / 72.0), rotation=rotation, skew=skew)
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
        ink = ink_of_gap(dark, gap, dpi / 72.0)
        if ink.has_slash:
            words = _with_slash(words, gap)
        pen = _read_gap(ink, gap, dpi / 72.0, context)
        if pen is not None and opening is not None and gap.opening is Opening.LOST:
            gap, opening = _without_scraps(words, gap, opening)
        if pen is not None:
            pens[gap] = [pen] if opening is None else [opening, pen]
            month = pen.text if gap.kind is Kind.MONTH else month
        elif gap.opening is Opening.MISREAD and opening is not None and _is_line(gap.text):
            pens[gap] = [opening]
    return _woven(words, pens)


def _as_read(image: Image, rows: int, *, rotation: int, skew: float) -> Image:
    """Return the topmost rows of the page in grey, upright and straight as it was read; of a
    coloured one the red channel."""
    dark = np.rot90(image if image.ndim == 2 else image[:, :, 0], -(rotation // 90))
    return turn(dark, skew, rows=rows) if skew else np.ascontiguousarray(dark[:rows])


def _without_scraps(
    words: Sequence[RawWord], gap: Gap, opening: RawWord
) -> tuple[Gap, RawWord | None]:
    """Cut what else OCR made of the figures, on a line of its own, and give up the opening found by
    its ink where a word in its place reads as one."""
    inside = [index for index, word in enumerate(words) if _stands_between(word, opening, gap.x1)]
    read = [index for index in inside if fold(words[index].text).startswith("so")]
    scraps = [i for i in inside if i not in read and words[i].confidence < _SURELY_PRINTED]
    known = {index for index, *_ in gap.cuts}
    cuts = [(index, 0, len(words[index].text)) for index in scraps if index not in known]
    return replace(gap, cuts=tuple(sorted([*gap.cuts, *cuts]))), None if read else opening


def _stands_between(word: RawWord, opening: RawWord, x1: float) -> bool:
    box = (opening.x0, word.x0, word.x1, opening.top, opening.bottom, word.top, word.bottom)
    if any(value is None for value in box):
        return False
    left, x0, end, top, bottom, word_top, word_bottom = (float(value or 0.0) for value in box)
    rim = 0.3 * (bottom - top)
    across, down = (x0 + end) / 2, (word_top + word_bottom) / 2
    return left - rim < across < x1 - rim and top - rim < down < bottom + rim


def _is_line(text: str) -> bool:
    """Tell a dotted line that nothing was written on."""
    return bool(text) and not text.strip(".…_ ")


def _opening(dark: Image, gap: Gap, words: Sequence[RawWord], scale: float) -> RawWord | None:
    """The form's own ``Số:`` where OCR misread it, or where only its ink shows it."""
    if gap.opening is Opening.MISREAD:
        misread = words[gap.opens[0]]
        return misread._replace(
            text=OPENING, x1=gap.x0, confidence=min(misread.confidence, _MENDED)
        )
    if gap.opening is Opening.READ:
        return None
    if gap.kind is Kind.DAY:
        place = words[gap.follows]
        x0 = gap.x0 - width_of(LOST_DAY) * gap.em
        return place._replace(text=LOST_DAY, x0=x0, x1=gap.x0, confidence=_MENDED)
    ink = find_opening(dark, gap, scale)
    if ink is None:
        return None
    x0, x1, top, bottom = (value / scale for value in ink)
    return RawWord(OPENING, x0, top, x1, bottom, origin=Origin.OCR, confidence=_MENDED)


def _with_slash(words: Sequence[RawWord], gap: Gap) -> Sequence[RawWord]:
    """Put the one slash that its ink shows in the place of what OCR read for it."""
    if gap.closes is None:
        return words
    index, place = gap.closes
    word = words[index]
    behind = word.text[place:]
    read = "//" if behind.startswith("//") else behind[:1]
    if read == "/":
        return words
    text = f"{word.text[:place]}/{behind[len(read) :]}"
    mended = word._replace(text=text, confidence=min(word.confidence, _MENDED))
    return [*words[:index], mended, *words[index + 1 :]]


def _read_gap(
    gap_ink: GapInk, gap: Gap, scale: float, context: Mapping[str, float]
) -> RawWord | None:
    ink, left, top = gap_ink.pixels, gap_ink.left, gap_ink.top
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    em = gap.em * scale
    if rows.size == 0 or rows[-1] - rows[0] < 0.35 * em:
        return None
    guess = re.sub(r"\s", "", gap.text)
    if guess.isdigit() and (
        _is_print(gap, rows, gap.baseline * scale - top, em) or _is_typeset(ink, em)
    ):
        return None
    if _CODED.fullmatch(guess) and (gap.sure >= _PERHAPS_PRINTED or _is_typeset(ink, em)):
        return None
    prior = {Kind.NUMBER: prior_of_number, Kind.DAY: prior_of_day, Kind.MONTH: prior_of_month}
    readings = read_digits(ink, height=0.67 * em, prior=prior[gap.kind])
    if not readings:
        return None
    readings = weigh(readings, weights_by_ocr(readings, guess, gap.sure))
    readings = weigh(readings, context)
    candidates = calibrated(readings)
    if guess.isdigit() and gap.sure >= TOLD and _is_cut_wrongly(guess, candidates[0][0]):
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
        if not gap.cuts and gap.opening is not Opening.MISREAD:
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
