"""The form's two-column head and foot: where they are on a page and which x parts the columns.

Nghị định 30/2020, Phụ lục I sets issuer and Quốc hiệu side by side on top, Nơi nhận and signature
side by side at the end. A text gives away only that there is such a region; its extent and its
gutter come from the white between the words.
"""

import re
from collections.abc import Sequence
from statistics import fmean

from dispatch.text import fold
from parsers.gutters import (
    WIDE,
    Gap,
    Growth,
    Region,
    gaps_of,
    gutter_of,
    is_anchor,
    opens_anchor,
)
from parsers.rows import Row, Spot
from parsers.signing_offices import names_office

# Told without folding: a letter without marks stays itself, any other may fold to anything.
_MAY_BE_RECIPIENTS = re.compile(r"\W*(?:[nN][oO\x80-\U0010ffff]|[^\W\d\x00-\x7f])")
_MAY_BE_ADDRESSEE = re.compile(r"\W*(?:[kK][iI\x80-\U0010ffff]|[^\W\d\x00-\x7f])")
_DATE_LINE = re.compile(r"\D{2,40}, ?ngay\b.{0,14}\bthang\b.{0,10}\bnam\b.{0,10}")
_RECIPIENTS = re.compile(r"[^\w\-–+•]*noi nhan\b")
_ARCHIVE = re.compile(r"\W*luu ?(:|v[tp]|van (thu|phong))")  # the last of the recipients
_MAY_BE_ARCHIVE = re.compile(r"\W*[lL][uU\x80-\U0010ffff]")
_ADDRESSEE = re.compile(r"\W*kinh gui\b")
_LIST_MARK = re.compile(r"[-–+•*]")


_SUBJECT = re.compile(r"V(?:/v|/V|ề)\b")  # V/v … or Về …, the trích yếu of a letter
_SUBJECT_ROWS = 4  # that it may have taken before
_HEAD_STEP = 3.5  # line heights between two rows of one head
_APART = 1.6  # of the font size: white between two signers
_SIGNED_ROWS = 8  # that two signers side by side take at most
_FOOT_STEP = 2.5  # the same below recipients that have no signature beside them
_CARRIED_ROWS = 20  # rows of a page that may hold the end of the last page's foot
_HEADING = 12  # letters that Nơi nhận: may have been read as
_WRAPPED = 2  # lines of one name that may reach across the gutter


def find_regions(rows: list[Row], width: float) -> list[Region]:
    """Return the two-column regions of the page from top to bottom."""
    regions: list[Region] = []
    archives = [at for at, row in enumerate(rows) if _names_archive(row.text)]
    unheaded = [at for at in archives if not _is_headed(rows, at, width)]
    index = 0
    while index < len(rows):
        floor = regions[-1].last if regions else 0
        region = _carried_foot(rows, archives, width) if index == 0 else None
        region = region or _head(rows, index, floor, width) or _foot(rows, index, floor, width)
        region = region or _unheaded_foot(rows, index, floor, unheaded, width)
        region = region or _two_signers(rows, index, width)
        if region is not None:
            regions.append(region)
        index = region.last if region is not None else index + 1
    return regions


def _middle(rows: list[Row]) -> float:
    return (min(row.x0 for row in rows) + max(row.x1 for row in rows)) / 2


def _head(rows: list[Row], index: int, floor: int, width: float) -> Region | None:
    seed = _head_seed(rows[index], width)
    if seed is None:
        return None
    growth = Growth(seed, _middle(rows), width)
    growth.add(seed)
    last, undivided = index + 1, set()
    while last < len(rows):
        if _extends_head(growth, rows[last], rows[last].top - rows[last - 1].bottom):
            last += 1
        elif _is_long_name(growth, rows, last) or _ends_subject(growth, rows, index, last):
            undivided.add(last)
            last += 1
        else:
            break
    first = index
    while first > floor and _extends_head(
        growth, rows[first - 1], rows[first].top - rows[first - 1].bottom
    ):
        first -= 1
    return Region(first, last, gutter_of(growth.gap), frozenset(undivided))


def _head_seed(row: Row, width: float) -> Gap | None:
    if not _may_seed(row, width):
        return None
    for gap in gaps_of(row)[:-1]:
        if gap.right[0].x0 < 0.3 * width:
            continue
        if is_anchor(gap.right, 0):
            return gap
        if gap.left and _DATE_LINE.fullmatch(fold(" ".join(spot.text for spot in gap.right))):
            return gap
    return None


def _may_seed(row: Row, width: float) -> bool:
    """Sort out the rows of a body text without looking at each of their gaps."""
    edge, far, wide = row.x0, 0.3 * width, WIDE * row.size
    if row.widest > wide:
        for spot in row.spots:
            if spot.x0 - edge > wide and spot.x0 >= far:
                return True
            edge = spot.x1
    opens = list(map(opens_anchor, [spot.text for spot in row.spots]))
    if True not in opens:
        return False
    return any(
        may and row.spots[index].x0 >= far and is_anchor(row.spots, index)
        for index, may in enumerate(opens)
    )


def _extends_head(growth: Growth, row: Row, step: float) -> bool:
    gap = growth.fit(row)
    if gap is None or step > _HEAD_STEP * row.height or _opens(row, _MAY_BE_ADDRESSEE, _ADDRESSEE):
        return False
    if not (gap.left and gap.right) and not growth.is_beside(row, gap):
        return False
    growth.add(gap)
    return True


def _is_long_name(growth: Growth, rows: Sequence[Row], index: int) -> bool:
    """Tell whether a row is a body's name in capitals that reaches across the gutter: it is nearer
    to the left column's middle than to the page's, and number and day follow in two columns."""
    if not growth.left_centers:
        return False
    left = fmean(growth.left_centers)
    for row in rows[index : index + _WRAPPED + 1]:
        gap = growth.fit(row)
        if gap is not None:
            return row is not rows[index] and bool(gap.left and gap.right)
        is_one = len(gaps_of(row)) == 2 and row.text == row.text.upper()
        if not is_one or abs(row.center - left) >= abs(row.center - growth.middle):
            return False
    return False


def _ends_subject(growth: Growth, rows: Sequence[Row], first: int, index: int) -> bool:
    """Tell whether a row goes on with the V/v … that ends the left column, where tabs set it and it
    reaches across the gutter: it stands right below, nearer to that column's middle than to the
    page's, in the column's size, and begins with a small letter."""
    row, above = rows[index], rows[index - 1]
    if not growth.left_centers or not row.text[:1].islower() or len(gaps_of(row)) != 2:
        return False
    if row.top - above.bottom > 0.5 * row.height or abs(row.size - above.size) > 0.6:
        return False
    left = fmean(growth.left_centers)
    if abs(row.center - left) >= abs(row.center - growth.middle):
        return False
    return any(
        spots and _SUBJECT.match(spots[0].text)
        for at in range(max(first, index - _SUBJECT_ROWS), index)
        for spots in (_lefts(growth, rows[at]),)
    )


def _lefts(growth: Growth, row: Row) -> list[Spot]:
    gap = growth.fit(row)
    return list(gap.left) if gap is not None else []


def _foot(rows: list[Row], index: int, floor: int, width: float) -> Region | None:
    return _foot_at(rows, index, floor, width) if _heads_foot(rows[index], width) else None


def _heads_foot(row: Row, width: float) -> bool:
    return row.x0 <= 0.4 * width and _opens(row, _MAY_BE_RECIPIENTS, _RECIPIENTS)


def _is_headed(rows: list[Row], archive: int, width: float) -> bool:
    """Tell whether the heading of the recipients that end in row ``archive`` is on the page."""
    above = rows[max(archive - _CARRIED_ROWS, 0) : archive + 1]
    return any(_heads_foot(row, width) for row in above)


def _foot_at(rows: list[Row], index: int, floor: int, width: float) -> Region:
    growth = _foot_seed(rows, index, width)
    last, undivided = _grow_foot(growth, rows, index)
    first = index
    while first > floor and _tops_signature(growth, rows[first - 1]):
        first -= 1
    return Region(first, last, gutter_of(growth.gap), frozenset(undivided))


def _unheaded_foot(
    rows: list[Row], index: int, floor: int, archives: Sequence[int], width: float
) -> Region | None:
    """Return a foot whose heading is not there to be read: a list of dashes that ends in Lưu, with
    an office on its right. ``archives`` are the rows that may be the end of one: no heading stands
    above them."""
    if rows[index].x0 > 0.4 * width or not _LIST_MARK.match(rows[index].text):
        return None
    archive = next((at for at in archives if at > index), None)
    if archive is None or archive >= index + _CARRIED_ROWS:
        return None
    region = _foot_at(rows, index, floor, width)
    if region.last <= archive:
        return None
    if region.first == index > floor:
        # What was read of the heading, with the signature's first line beside it.
        left, right = region.split(index - 1, rows[index - 1])
        if sum(len(spot.text) for spot in left) < _HEADING and _is_office(right):
            region.first -= 1
    beside = (region.split(at, rows[at])[1] for at in range(region.first, region.last))
    return region if any(map(_is_office, beside)) else None


def _is_office(spots: Sequence[Spot]) -> bool:
    return names_office(" ".join(spot.text for spot in spots))


def _carried_foot(rows: list[Row], archives: Sequence[int], width: float) -> Region | None:
    """Return what a page end parted from the last page's foot: from the page's first row on,
    recipients up to Lưu, the first of ``archives``, with what is left of the signature beside
    them."""
    if not archives or archives[0] >= _CARRIED_ROWS:
        return None
    index = archives[0]
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
    return Region(0, last, gutter_of(growth.gap), frozenset(undivided | below))


def _names_archive(text: str) -> bool:
    return bool(_MAY_BE_ARCHIVE.match(text) and _ARCHIVE.match(fold(text)))


def _opens(row: Row, glance: re.Pattern[str], words: re.Pattern[str]) -> bool:
    """Tell whether a row opens with the words; ``glance`` says without folding that it may."""
    return bool(glance.match(row.text) and words.match(fold(row.text)))


def _foot_seed(rows: list[Row], index: int, width: float) -> Growth:
    gaps = [gap for gap in gaps_of(rows[index]) if gap.left]
    seed = max(gaps[:-1], key=lambda gap: gap.width, default=gaps[-1])
    growth = Growth(seed, _middle(rows), width)
    growth.add(seed)
    return growth


def _grow_foot(growth: Growth, rows: list[Row], index: int) -> tuple[int, set[int]]:
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
    parting = [gap for gap in gaps_of(row) if gap.left and gap.right]
    seed = max(parting, key=lambda gap: gap.width, default=None)
    if seed is None or seed.width < _APART * row.size:
        return None
    if not any(  # one may open with the body that the office below it is of
        names_office(" ".join([spot.text for spot in side])) for side in (seed.left, seed.right)
    ):
        return None
    growth = Growth(seed, _middle(rows), width)
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
    return Region(index, last, gutter_of(growth.gap))


def _extends_foot(growth: Growth, row: Row, step: float) -> bool:
    gap = growth.fit(row)
    if gap is None:
        return False
    if not gap.right:
        if row.x0 > growth.edge + 0.12 * growth.width:
            return False
        if not growth.rights and step > _FOOT_STEP * row.height:
            return False
    elif not gap.left and not growth.is_beside(row, gap):
        return False
    growth.add(gap)
    return True


def _is_long_entry(growth: Growth, row: Row, above: Row) -> bool:
    """Tell whether a row below the signature is an entry of the recipients that runs on to the
    right of the gutter."""
    small = max(spot.size for spot in growth.lefts) + 0.6
    return (
        abs(row.x0 - growth.edge) < 0.03 * growth.width
        and row.size <= small
        and row.top - above.bottom < row.height
        and _LIST_MARK.match(row.text) is not None
        and len(gaps_of(row)) == 2
    )


def _tops_signature(growth: Growth, row: Row) -> bool:
    """Tell whether a row above the recipients belongs to the signature beside them."""
    gap = growth.fit(row)
    if gap is None or gap.left or not growth.right_centers:
        return False
    if abs(row.center - fmean(growth.right_centers)) > 0.08 * growth.width:
        return False
    growth.add(gap)
    return True
