"""The white that parts two columns of a page: gaps in rows, met row by row until one is left."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from statistics import fmean, median

from dispatch.text import fold
from parsers.rows import Row, Spot

_RIGHT_ANCHOR = re.compile(
    r"(cong hoa xa|dang cong san|doan tncs|doan thanh nien cong san|doc lap ?-)"
)
_ANCHOR_STARTS = ("cong", "dang", "doan", "doc")  # folding more of every word would cost too much
_LEAST_GUTTER = 2.0  # points that stay free of words over the whole region
_FAR = 1e6
WIDE = 0.9  # of the font size: white that may part columns
_BLANK = 0.4  # of the font size: hardly more than a blank
_MORE = 1.1  # times as wide as the row's other blanks
_MERE_BLANK, _WIDER = 0.6, 3.0  # … and what is one for sure; what parts is so much wider
_ONE_LINE = 5  # words in capitals of which the gutter cuts off the first alone
_CENTERED = 0.04  # of the page's width: how far two centred lines may be off


@dataclass(slots=True)  # freezing it would double the cost of each
class Gap:
    """A stretch of a row that no word covers; ``left`` and ``right`` say where words stand."""

    x0: float
    x1: float
    left: tuple[Spot, ...]
    right: tuple[Spot, ...]

    @property
    def width(self) -> float:
        return self.x1 - self.x0


@dataclass(slots=True)
class Region:
    """Rows ``first`` up to but not including ``last`` stand in two columns parted at ``gutter``;
    rows in ``undivided`` belong to the left column whole."""

    first: int
    last: int
    gutter: float
    undivided: frozenset[int] = frozenset()

    def split(self, index: int, row: Row) -> tuple[list[Spot], list[Spot]]:
        """Return the row's words of the left and of the right column."""
        if index in self.undivided:
            return row.spots, []
        spots = row.spots
        at = sum((spot.x0 + spot.x1) / 2 < self.gutter for spot in spots)
        at = _at_wide_white(row, at)
        return spots[:at], spots[at:]


def _at_wide_white(row: Row, at: int) -> int:
    """Return where a row parts that the gutter crosses at a mere blank, before the word ``at``: at
    wide white one or two words off. "Số: 12/TB-ĐHKT     TP. Hồ Chí Minh, ngày …" below a longer
    name, set by blanks."""
    spots = row.spots
    if not 0 < at < len(spots):
        return at
    blank = spots[at].x0 - spots[at - 1].x1
    if blank > _MERE_BLANK * row.size:
        return at
    least = max(WIDE * row.size, _WIDER * blank)
    near = (at - 1, at + 1, at - 2, at + 2)
    wide = (
        place
        for place in near
        if 0 < place < len(spots) and spots[place].x0 - spots[place - 1].x1 >= least
    )
    parted = next(wide, None)
    if parted is None:
        is_one = at == 1 and len(spots) >= _ONE_LINE and row.text.isupper()
        return 0 if is_one else at  # NƯỚC CỘNG HÒA …, under CHỦ TỊCH
    return parted


@dataclass(slots=True)
class Growth:
    """A region being grown row by row: the common gap, and the print seen on either side."""

    gap: Gap
    middle: float  # of the page's print
    width: float  # of the page
    lefts: list[Spot] = field(default_factory=list)
    rights: list[Spot] = field(default_factory=list)
    edge: float = _FAR  # where the print on the left begins
    left_centers: list[float] = field(default_factory=list)
    right_centers: list[float] = field(default_factory=list)

    def fit(self, row: Row) -> Gap | None:
        """Return the row's gap that goes on with the gutter, where it has one."""
        open_ = _met(row, self.gap, WIDE * row.size)
        if len(open_) == 2 and not open_[0].left and not open_[1].right:
            # As long as one column is unknown, a row may stand on either side of its edge.
            return open_[0] if row.center > self.middle else open_[1]
        # A gap with print on both sides tells more than the margin beside the row.
        parting = [gap for gap in open_ if gap.left and gap.right and _right_of(gap, self.middle)]
        best = max(parting or open_, key=lambda gap: gap.width, default=None)
        return best or self._narrow(row)

    def _narrow(self, row: Row) -> Gap | None:
        """Return a gap hardly wider than a blank, where what is right of it is centred under the
        right column: a long recipient beside the signer's position."""
        if not self.right_centers:
            return None
        for gap in _met(row, self.gap, _BLANK * row.size):
            if not (gap.left and gap.right) or not _is_wider(row, len(gap.left)):
                continue
            center = (gap.right[0].x0 + gap.right[-1].x1) / 2
            if abs(center - fmean(self.right_centers)) < _CENTERED * self.width:
                return gap
        return None

    def add(self, gap: Gap) -> None:
        self.gap = gap
        if gap.left:
            self.lefts.extend(gap.left)
            self.edge = min(self.edge, *[spot.x0 for spot in gap.left])
            self.left_centers.append((gap.left[0].x0 + gap.left[-1].x1) / 2)
        if gap.right:
            self.rights.extend(gap.right)
            self.right_centers.append((gap.right[0].x0 + gap.right[-1].x1) / 2)

    def is_beside(self, row: Row, gap: Gap) -> bool:
        """Tell whether a row with words on one side only is centred in its column rather than
        on the page, as a title or an addressee is."""
        centers = self.left_centers if gap.left else self.right_centers
        off = abs(row.center - self.middle)
        if not centers:
            return off > 0.05 * self.width
        return abs(row.center - fmean(centers)) <= max(off, 0.03 * self.width)


def gaps_of(row: Row) -> list[Gap]:
    """Return the stretches of ``row`` without print, its margins the first and the last of them."""
    spots = tuple(row.spots)
    return [
        Gap(x0, x1, spots[:index], spots[index:])
        for x0, x1, index in _whites(row, WIDE * row.size, (-_FAR, _FAR))
    ]


def _met(row: Row, gap: Gap, wide: float) -> list[Gap]:
    """Return what ``gap`` has in common with each stretch of ``row`` without print, where that is
    wide enough for a gutter."""
    low, high = gap.x0, gap.x1
    spots = tuple(row.spots)
    return [
        Gap(max(x0, low), min(x1, high), spots[:index], spots[index:])
        for x0, x1, index in _whites(row, wide, (low, high))
        if min(x1, high) - max(x0, low) >= _LEAST_GUTTER
    ]


def _whites(
    row: Row, wide: float, within: tuple[float, float]
) -> Iterator[tuple[float, float, int]]:
    """Yield the sides of each stretch of ``row`` without print, and the number of the word behind
    it; of those between two words only what is ``wide`` or stands before an anchor, and reaches
    ``within`` two x."""
    spots = row.spots
    low, high = within
    yield -_FAR, spots[0].x0, 0
    edge = spots[0].x1
    if row.widest < wide and not any(map(opens_anchor, [spot.text for spot in spots[1:]])):
        yield row.x1, _FAR, len(spots)
        return
    for index, spot in enumerate(spots[1:], start=1):
        x0 = spot.x0
        white = x0 - edge
        if (x0 > low and edge < high) and (
            white >= wide
            or (white >= _LEAST_GUTTER and opens_anchor(spot.text) and is_anchor(spots, index))
        ):
            yield edge, x0, index
        if spot.x1 > edge:
            edge = spot.x1
    yield edge, _FAR, len(spots)


def is_anchor(spots: Sequence[Spot], index: int) -> bool:
    """Tell whether Quốc hiệu or its like opens with word ``index``."""
    word = spots[index].text
    if not opens_anchor(word):
        return False
    if word in ("Cộng", "Đảng", "Đoàn"):
        return False  # "Căn cứ Hiến pháp nước Cộng hòa xã hội …" is no letterhead
    return _is_anchor(" ".join([spot.text for spot in spots[index : index + 3]]))


@lru_cache(maxsize=2048)  # "công tác", "đồng chí" … come again and again
def _is_anchor(text: str) -> bool:
    return _RIGHT_ANCHOR.match(fold(text)) is not None


@lru_cache(maxsize=8192)  # a document has few different words
def opens_anchor(word: str) -> bool:
    """Tell at a glance whether ``word`` may open such an anchor."""
    return fold(word).startswith(_ANCHOR_STARTS)


def _is_wider(row: Row, at: int) -> bool:
    """Tell whether the white before word ``at`` is wider than the row's other blanks: those of a
    typewriter are as wide as a narrow gutter."""
    spots = row.spots
    whites = [after.x0 - before.x1 for before, after in pairwise(spots)]
    others = [white for index, white in enumerate(whites, start=1) if index != at]
    return not others or whites[at - 1] > _MORE * median(others)


def _right_of(gap: Gap, middle: float) -> bool:
    """Tell whether the print right of ``gap`` is centred in the page's right half."""
    return (gap.right[0].x0 + gap.right[-1].x1) / 2 > middle


def gutter_of(gap: Gap) -> float:
    """Return the x that parts what stands left of ``gap`` from what stands right of it."""
    if gap.x0 <= -_FAR:
        return gap.x1 - _LEAST_GUTTER
    return gap.x0 + _LEAST_GUTTER if gap.x1 >= _FAR else (gap.x0 + gap.x1) / 2
