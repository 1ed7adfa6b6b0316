"""The form's two-column head and foot: where they are on a page and which x parts the columns.

Nghị định 30/2020, Phụ lục I sets issuer and Quốc hiệu side by side on top, Nơi nhận and signature
side by side at the end. A text gives away only that there is such a region; its extent and its
gutter come from the white between the words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import fmean

from dispatch.text import fold
from parsers.rows import Row, Spot
from parsers.signing_offices import names_office

_RIGHT_ANCHOR = re.compile(
    r"(cong hoa xa|dang cong san|doan tncs|doan thanh nien cong san|doc lap ?-)"
)
_ANCHOR_STARTS = ("cong", "dang", "doan", "doc")  # folding more of every word would cost too much
_MAY_BE_RECIPIENTS = re.compile(r"\W*[^\W\da-mo-zA-MO-Z]")
_MAY_BE_ADDRESSEE = re.compile(r"\W*[^\W\da-jl-zA-JL-Z]")
_DATE_LINE = re.compile(r"\D{2,40}, ?ngay\b.{0,14}\bthang\b.{0,10}\bnam\b.{0,10}")
_RECIPIENTS = re.compile(r"[^\w\-–+•]*noi nhan\b")
_ARCHIVE = re.compile(r"\W*luu ?(:|v[tp]|van (thu|phong))")  # the last of the recipients
_MAY_BE_ARCHIVE = re.compile(r"\W*[lL]")
_ADDRESSEE = re.compile(r"\W*kinh gui\b")
_LIST_MARK = re.compile(r"[-–+•*]")


_LEAST_GUTTER = 2.0  # points that stay free of words over the whole region
_FAR = 1e6
_WIDE = 0.9  # of the font size: white that may part columns
_BLANK = 0.4  # of the font size: hardly more than a blank
_CENTERED = 0.04  # of the page's width: how far two centred lines may be off
_HEAD_STEP = 3.5  # line heights between two rows of one head
_APART = 1.6  # of the font size: white between two signers
_SIGNED_ROWS = 8  # that two signers side by side take at most
_FOOT_STEP = 2.5  # the same below recipients that have no signature beside them
_CARRIED_ROWS = 20  # rows of a page that may hold the end of the last page's foot
_WRAPPED = 2  # lines of one name that may reach across the gutter


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
        left = [spot for spot in row.spots if (spot.x0 + spot.x1) / 2 < self.gutter]
        return left, [spot for spot in row.spots if (spot.x0 + spot.x1) / 2 >= self.gutter]


@dataclass(frozen=True, slots=True)
class _Gap:
    """A stretch of a row that no word covers; ``left`` and ``right`` say where words stand."""

    x0: float
    x1: float
    left: tuple[Spot, ...]
    right: tuple[Spot, ...]

    def meet(self, other: "_Gap") -> "_Gap":
        return _Gap(max(self.x0, other.x0), min(self.x1, other.x1), self.left, self.right)

    @property
    def width(self) -> float:
        return self.x1 - self.x0


@dataclass(slots=True)
class _Growth:
    """A region being grown row by row: the common gap, and the print seen on either side."""

    gap: _Gap
    middle: float  # of the page's print
    width: float  # of the page
    lefts: list[Spot] = field(default_factory=list)
    rights: list[Spot] = field(default_factory=list)
    left_centers: list[float] = field(default_factory=list)
    right_centers: list[float] = field(default_factory=list)

    def fit(self, row: Row) -> _Gap | None:
        """Return the row's gap that goes on with the gutter, where it has one."""
        met = [gap.meet(self.gap) for gap in _gaps(row)]
        open_ = [gap for gap in met if gap.width >= _LEAST_GUTTER]
        if len(open_) == 2 and not open_[0].left and not open_[1].right:
            # As long as one column is unknown, a row may stand on either side of its edge.
            return open_[0] if row.center > self.middle else open_[1]
        # A gap with print on both sides tells more than the margin beside the row.
        parting = [gap for gap in open_ if gap.left and gap.right and _right_of(gap, self.middle)]
        best = max(parting or open_, key=lambda gap: gap.width, default=None)
        return best or self._narrow(row)

    def _narrow(self, row: Row) -> _Gap | None:
        """Return a gap hardly wider than a blank, where what is right of it is centred under the
        right column: a long recipient beside the signer's position."""
        if not self.right_centers:
            return None
        for gap in _gaps(row, least=_BLANK * row.size):
            met = gap.meet(self.gap)
            if not (gap.left and gap.right) or met.width < _LEAST_GUTTER:
                continue
            center = (gap.right[0].x0 + gap.right[-1].x1) / 2
            if abs(center - fmean(self.right_centers)) < _CENTERED * self.width:
                return met
        return None

    def add(self, gap: _Gap) -> None:
        self.gap = gap
        if gap.left:
            self.lefts.extend(gap.left)
            self.left_centers.append((gap.left[0].x0 + gap.left[-1].x1) / 2)
        if gap.right:
            self.rights.extend(gap.right)
            self.right_centers.append((gap.right[0].x0 + gap.right[-1].x1) / 2)

    def is_beside(self, row: Row, gap: _Gap) -> bool:
        """Tell whether a row with words on one side only is centred in its column rather than
        on the page, as a title or an addressee is."""
        centers = self.left_centers if gap.left else self.right_centers
        off = abs(row.center - self.middle)
        if not centers:
            return off > 0.05 * self.width
        return abs(row.center - fmean(centers)) <= max(off, 0.03 * self.width)


def find_regions(rows: list[Row], width: float) -> list[Region]:
    """Return the two-column regions of the page from top to bottom."""
    regions: list[Region] = []
    index = 0
    while index < len(rows):
        floor = regions[-1].last if regions else 0
        region = _carried_foot(rows, width) if index == 0 else None
        region = region or _head(rows, index, floor, width) or _foot(rows, index, floor, width)
        region = region or _two_signers(rows, index, width)
        if region is not None:
            regions.append(region)
        index = region.last if region is not None else index + 1
    return regions


def _gaps(row: Row, *, least: float | None = None) -> list[_Gap]:
    spots = row.spots
    wide = _WIDE * row.size if least is None else least
    gaps = [_Gap(-_FAR, spots[0].x0, (), tuple(spots))]
    edge = spots[0].x1
    for index, spot in enumerate(spots[1:], start=1):
        white = spot.x0 - edge
        if white >= wide or (white >= _LEAST_GUTTER and _is_anchor(spots, index)):
            gaps.append(_Gap(edge, spot.x0, tuple(spots[:index]), tuple(spots[index:])))
        edge = max(edge, spot.x1)
    gaps.append(_Gap(edge, _FAR, tuple(spots), ()))
    return gaps


def _is_anchor(spots: Sequence[Spot], index: int) -> bool:
    word = spots[index].text
    if not _opens_anchor(word):
        return False
    if word in ("Cộng", "Đảng", "Đoàn"):
        return False  # "Căn cứ Hiến pháp nước Cộng hòa xã hội …" is no letterhead
    text = fold(" ".join(spot.text for spot in spots[index : index + 3]))
    return _RIGHT_ANCHOR.match(text) is not None


@lru_cache(maxsize=8192)  # a document has few different words
def _opens_anchor(word: str) -> bool:
    return fold(word).startswith(_ANCHOR_STARTS)


def _middle(rows: list[Row]) -> float:
    return (min(row.x0 for row in rows) + max(row.x1 for row in rows)) / 2


def _head(rows: list[Row], index: int, floor: int, width: float) -> Region | None:
    seed = _head_seed(rows[index], width)
    if seed is None:
        return None
    growth = _Growth(seed, _middle(rows), width)
    growth.add(seed)
    last, undivided = index + 1, set()
    while last < len(rows):
        if _extends_head(growth, rows[last], rows[last].top - rows[last - 1].bottom):
            last += 1
        elif _is_long_name(growth, rows, last):
            undivided.add(last)
            last += 1
        else:
            break
    first = index
    while first > floor and _extends_head(
        growth, rows[first - 1], rows[first].top - rows[first - 1].bottom
    ):
        first -= 1
    return Region(first, last, _cut(growth.gap), frozenset(undivided))


def _head_seed(row: Row, width: float) -> _Gap | None:
    if not _may_seed(row, width):
        return None
    for gap in _gaps(row)[:-1]:
        if gap.right[0].x0 < 0.3 * width:
            continue
        if _is_anchor(gap.right, 0):
            return gap
        if gap.left and _DATE_LINE.fullmatch(fold(" ".join(spot.text for spot in gap.right))):
            return gap
    return None


def _may_seed(row: Row, width: float) -> bool:
    """Sort out the rows of a body text without looking at each of their gaps."""
    edge, far, wide = row.x0, 0.3 * width, _WIDE * row.size
    for spot in row.spots:
        if spot.x0 >= far and spot.x0 - edge > wide:
            return True
        edge = spot.x1
    if not any(map(_opens_anchor, [spot.text for spot in row.spots])):
        return False
    return any(
        spot.x0 >= far and _is_anchor(row.spots, index) for index, spot in enumerate(row.spots)
    )


def _extends_head(growth: _Growth, row: Row, step: float) -> bool:
    gap = growth.fit(row)
    if gap is None or step > _HEAD_STEP * row.height or _opens(row, _MAY_BE_ADDRESSEE, _ADDRESSEE):
        return False
    if not (gap.left and gap.right) and not growth.is_beside(row, gap):
        return False
    growth.add(gap)
    return True


def _is_long_name(growth: _Growth, rows: Sequence[Row], index: int) -> bool:
    """Tell whether a row is a body's name in capitals that reaches across the gutter: it is nearer
    to the left column's middle than to the page's, and number and day follow in two columns."""
    if not growth.left_centers:
        return False
    left = fmean(growth.left_centers)
    for row in rows[index : index + _WRAPPED + 1]:
        gap = growth.fit(row)
        if gap is not None:
            return row is not rows[index] and bool(gap.left and gap.right)
        is_one = len(_gaps(row)) == 2 and row.text == row.text.upper()
        if not is_one or abs(row.center - left) >= abs(row.center - growth.middle):
            return False
    return False


def _foot(rows: list[Row], index: int, floor: int, width: float) -> Region | None:
    row = rows[index]
    if row.x0 > 0.4 * width or not _opens(row, _MAY_BE_RECIPIENTS, _RECIPIENTS):
        return None
    growth = _foot_seed(rows, index, width)
    last, undivided = _grow_foot(growth, rows, index)
    first = index
    while first > floor and _tops_signature(growth, rows[first - 1]):
        first -= 1
    return Region(first, last, _cut(growth.gap), frozenset(undivided))


def _carried_foot(rows: list[Row], width: float) -> Region | None:
    """Return what a page end parted from the last page's foot: from the page's first row on,
    recipients up to Lưu, with what is left of the signature beside them."""
    carried = rows[:_CARRIED_ROWS]
    index = next(
        (at for at, row in enumerate(carried) if _opens(row, _MAY_BE_ARCHIVE, _ARCHIVE)), None
    )
    if index is None:
        return None
    growth = _foot_seed(rows, index, width)
    undivided = set()
    for at in range(index - 1, -1, -1):
        if _extends_foot(growth, rows[at], rows[at + 1].top - rows[at].bottom):
            continue
        if not _is_long_entry(growth, rows[at], rows[at + 1]):
            return None
        undivided.add(at)
    if index and not any(_LIST_MARK.match(row.text) for row in rows[:index]):
        return None
    last, below = _grow_foot(growth, rows, index)
    return Region(0, last, _cut(growth.gap), frozenset(undivided | below))


def _opens(row: Row, glance: re.Pattern[str], words: re.Pattern[str]) -> bool:
    """Tell whether a row opens with the words; ``glance`` says without folding that it may."""
    return bool(glance.match(row.text) and words.match(fold(row.text)))


def _foot_seed(rows: list[Row], index: int, width: float) -> _Growth:
    gaps = [gap for gap in _gaps(rows[index]) if gap.left]
    seed = max(gaps[:-1], key=lambda gap: gap.width, default=gaps[-1])
    growth = _Growth(seed, _middle(rows), width)
    growth.add(seed)
    return growth


def _grow_foot(growth: _Growth, rows: list[Row], index: int) -> tuple[int, set[int]]:
    """Return where the foot ends that row ``index`` belongs to, and which rows are undivided."""
    last, undivided = index + 1, set()
    while last < len(rows):
        step = rows[last].top - rows[last - 1].bottom
        if _extends_foot(growth, rows[last], step):
            last += 1
        elif _is_long_entry(growth, rows[last], rows[last - 1]):
            undivided.add(last)
            last += 1
        else:
            break
    return last, undivided


def _two_signers(rows: list[Row], index: int, width: float) -> Region | None:
    """Minutes and joint papers: two signers side by side, an office in capitals above each."""
    row = rows[index]
    if not row.text.isupper():
        return None
    parting = [gap for gap in _gaps(row) if gap.left and gap.right]
    seed = max(parting, key=lambda gap: gap.width, default=None)
    if seed is None or seed.width < _APART * row.size:
        return None
    if not any(  # one may open with the body that the office below it is of
        names_office(" ".join([spot.text for spot in side])) for side in (seed.left, seed.right)
    ):
        return None
    growth = _Growth(seed, _middle(rows), width)
    growth.add(seed)
    last = index + 1
    while last < min(len(rows), index + _SIGNED_ROWS):
        if _opens(rows[last], _MAY_BE_RECIPIENTS, _RECIPIENTS):
            break
        gap = growth.fit(rows[last])
        if gap is None or not ((gap.left and gap.right) or growth.is_beside(rows[last], gap)):
            break
        growth.add(gap)
        last += 1
    return Region(index, last, _cut(growth.gap))


def _extends_foot(growth: _Growth, row: Row, step: float) -> bool:
    gap = growth.fit(row)
    if gap is None:
        return False
    if not gap.right:
        edge = min(spot.x0 for spot in growth.lefts)
        if row.x0 > edge + 0.12 * growth.width:
            return False
        if not growth.rights and step > _FOOT_STEP * row.height:
            return False
    elif not gap.left and not growth.is_beside(row, gap):
        return False
    growth.add(gap)
    return True


def _is_long_entry(growth: _Growth, row: Row, above: Row) -> bool:
    """Tell whether a row below the signature is an entry of the recipients that runs on to the
    right of the gutter."""
    edge = min(spot.x0 for spot in growth.lefts)
    small = max(spot.size for spot in growth.lefts) + 0.6
    return (
        abs(row.x0 - edge) < 0.03 * growth.width
        and row.size <= small
        and row.top - above.bottom < row.height
        and _LIST_MARK.match(row.text) is not None
        and len(_gaps(row)) == 2
    )


def _tops_signature(growth: _Growth, row: Row) -> bool:
    """Tell whether a row above the recipients belongs to the signature beside them."""
    gap = growth.fit(row)
    if gap is None or gap.left or not growth.right_centers:
        return False
    if abs(row.center - fmean(growth.right_centers)) > 0.08 * growth.width:
        return False
    growth.add(gap)
    return True


def _right_of(gap: _Gap, middle: float) -> bool:
    """Tell whether the print right of ``gap`` is centred in the page's right half."""
    return (gap.right[0].x0 + gap.right[-1].x1) / 2 > middle


def _cut(gap: _Gap) -> float:
    if gap.x0 <= -_FAR:
        return gap.x1 - _LEAST_GUTTER
    return gap.x0 + _LEAST_GUTTER if gap.x1 >= _FAR else (gap.x0 + gap.x1) / 2
