"""Words with boxes become printed rows: by vertical overlap, then from left to right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from operator import attrgetter, le, sub

from dispatch.document import Origin
from parsers.assemble import RawWord

_SAME_ROW = 0.5
"""Share of the lower of two heights that must overlap for two words to stand in one row."""

_SURE = 0.8
"""Share that no other row will better."""

_MERGED = 0.35
"""The same for two rows that never stand above one another."""

_LAID_OVER = 0.3
"""The same for a word that a document system lays over the print: it rarely hits the baseline."""

_TOUCH = 1.0
"""Points; two pieces of one text layer nearer than this are one word that the file cut."""


@dataclass(slots=True)
class Spot:
    """A word whose box is known; ``size`` is its font size, or its height where that is unknown."""

    x0: float
    top: float
    x1: float
    bottom: float
    word: RawWord
    text: str
    size: float


@dataclass(slots=True, init=False)
class Row:
    """Words of one baseline, from left to right; never empty. ``widest`` is the most white between
    two neighbours."""

    spots: list[Spot]
    top: float
    bottom: float
    x0: float
    x1: float
    size: float
    text: str
    widest: float
    _nearest: float

    def __init__(self, spots: list[Spot], *, is_level: bool = False) -> None:
        """Order the words; ``is_level`` says that all have one top and one bottom."""
        self.spots = spots
        spots.sort(key=_LEFT)
        if is_level:
            self.top, self.bottom = spots[0].top, spots[0].bottom
        else:
            self.top = middle([spot.top for spot in spots])
            self.bottom = middle([spot.bottom for spot in spots])
        starts = [spot.x0 for spot in spots]
        ends = [spot.x1 for spot in spots]
        whites = list(map(sub, starts[1:], ends))
        self.x0 = starts[0]
        self.x1 = max(ends)
        self.size = middle([spot.size for spot in spots])
        self.text = " ".join([spot.text for spot in spots])
        self.widest = max(whites, default=0.0)
        self._nearest = min(whites, default=inf)

    def fuse(self) -> None:
        """Join pieces that touch; the text layer cuts a word where its style or kerning changes."""
        if self._nearest > _TOUCH:
            return
        fused: list[Spot] = []
        last = None
        for spot in self.spots:
            if last is not None and spot.x0 - last.x1 <= _TOUCH and _is_one_word(last, spot):
                spot = fused[-1] = _join(last, spot)
            else:
                fused.append(spot)
            last = spot
        if len(fused) < len(self.spots):
            self.spots = fused
            self.text = " ".join([spot.text for spot in fused])

    @property
    def center(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


_LEFT = attrgetter("x0")


def middle(values: list[float]) -> float:
    """Return the median and leave ``values`` sorted; ``statistics.median`` costs more than that."""
    values.sort()
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def spots_of(words: Iterable[RawWord]) -> list[Spot]:
    """Return the words that have a box and a text."""
    some = list(words)
    if not some:
        return []
    # Column by column: asking each word for its fields costs more than making the spot.
    texts, lefts, tops, rights, bottoms, _, _, _, _, sizes, _ = zip(*some, strict=True)
    if None in lefts or not all(texts) or any(map(str.isspace, texts)):
        return spots_of(
            word for word in some if word.x0 is not None and word.text and not word.text.isspace()
        )
    if None in sizes:
        sizes = tuple(
            bottom - top if size is None else size
            for size, top, bottom in zip(sizes, tops, bottoms, strict=True)
        )
    return list(map(Spot, lefts, tops, rights, bottoms, some, texts, sizes))


def build_rows(spots: Sequence[Spot]) -> list[Row]:
    """Return the rows from top to bottom; print first, then what was laid over it."""
    open_rows: list[_OpenRow] = []
    overlay = Origin.OVERLAY
    laid = [spot for spot in spots if spot.word.origin is overlay]
    printed = [spot for spot in spots if spot.word.origin is not overlay] if laid else spots
    for spot in _by_height(printed):
        # Nearly always the next word of the row begun last, set on its very line.
        last = open_rows[-1] if open_rows else None
        if last is not None and last.top == spot.top and last.bottom == spot.bottom:
            last.spots.append(spot)
        else:
            _add(spot, open_rows[-4:], open_rows, _SAME_ROW)
    for spot in _by_height(laid):
        _add(spot, open_rows, open_rows, _LAID_OVER)
    rows = _merge([Row(row.spots, is_level=row.is_level) for row in open_rows])
    for row in rows:
        row.fuse()
    return rows


def _by_height(spots: Sequence[Spot]) -> Sequence[Spot]:
    """Return the words from top to bottom; most pages are written so."""
    heights = [spot.top + spot.bottom for spot in spots]
    if all(map(le, heights, heights[1:])):
        return spots
    return [spots[at] for at in sorted(range(len(spots)), key=heights.__getitem__)]


def _merge(rows: list[Row]) -> list[Row]:
    """Join neighbours that overlap in height and nowhere in width: one printed line that a tall
    or a low word had cut."""
    merged: list[Row] = []
    for row in sorted(rows, key=lambda row: row.top + row.bottom):
        if merged and _is_same_line(merged[-1], row):
            row = Row(merged.pop().spots + row.spots)
        merged.append(row)
    return merged


def _is_same_line(above: Row, row: Row) -> bool:
    if above.bottom < row.top:
        return False
    shared = min(above.bottom, row.bottom) - max(above.top, row.top)
    if shared < _MERGED * min(above.height, row.height):
        return False
    return not any(
        one.x0 < other.x1 and other.x0 < one.x1 for one in above.spots for other in row.spots
    )


@dataclass(slots=True)
class _OpenRow:
    spots: list[Spot]
    top: float
    bottom: float
    is_level: bool = True  # all its words have one top and one bottom

    def overlap(self, spot: Spot) -> float:
        bottom = self.bottom if self.bottom < spot.bottom else spot.bottom
        top = self.top if self.top > spot.top else spot.top
        if bottom <= top:
            return 0.0
        lower = min(self.bottom - self.top, spot.bottom - spot.top)
        return (bottom - top) / (lower if lower > 0.1 else 0.1)

    def add(self, spot: Spot) -> None:
        self.spots.append(spot)
        self.is_level = False
        # The mean keeps one tall bracket or one low comma from widening the row.
        count = len(self.spots)
        self.top += (spot.top - self.top) / count
        self.bottom += (spot.bottom - self.bottom) / count


def _add(spot: Spot, candidates: Sequence[_OpenRow], rows: list[_OpenRow], share: float) -> None:
    best, most = None, share
    top, bottom = spot.top, spot.bottom
    for row in reversed(candidates):
        if row.bottom <= top or bottom <= row.top:
            continue
        overlap = row.overlap(spot)
        if overlap >= most:
            best, most = row, overlap
            if overlap > _SURE:
                break
    if best is not None:
        best.add(spot)
    else:
        rows.append(_OpenRow([spot], spot.top, spot.bottom))


def _is_one_word(left: Spot, right: Spot) -> bool:
    origin = left.word.origin
    if origin is not right.word.origin or origin is Origin.OCR:
        return False
    # A footnote's mark is smaller than the word it hangs on and no part of it.
    ratio = min(left.size, right.size) / max(left.size, right.size)
    # Overlays name no glyph widths, so the boxes of a stamped number's digits overlap.
    under = 0.5 * left.size if origin is Origin.OVERLAY else 2 * _TOUCH
    return -under <= right.x0 - left.x1 <= _TOUCH and ratio > 0.8


def _join(left: Spot, right: Spot) -> Spot:
    x0, top = min(left.x0, right.x0), min(left.top, right.top)
    x1, bottom = max(left.x1, right.x1), max(left.bottom, right.bottom)
    word = RawWord(
        left.text + right.text,
        x0,
        top,
        x1,
        bottom,
        origin=left.word.origin,
        confidence=min(left.word.confidence, right.word.confidence),
        bold=left.word.bold,
        italic=left.word.italic,
        size=left.word.size,
    )
    size = bottom - top if word.size is None else word.size
    return Spot(x0, top, x1, bottom, word, word.text, size)


def segments(row: Row, gap: float) -> list[list[Spot]]:
    """Cut the row where the white between two words is wider than ``gap``."""
    if row.widest <= gap:
        return [row.spots]
    parts = [[row.spots[0]]]
    edge = row.spots[0].x1
    for spot in row.spots[1:]:
        if spot.x0 - edge > gap:
            parts.append([])
        parts[-1].append(spot)
        if spot.x1 > edge:
            edge = spot.x1
    return parts
