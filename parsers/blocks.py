"""What on a page is not its prose: e-signature panels, arrival stamps, page numbers, footnotes.

All by where it stands and how it is set; the few phrases only say which kind of panel it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from dispatch.document import Block, Origin
from dispatch.text import fold
from parsers.rows import Row, Spot, build_rows

_PANEL = re.compile(
    r"\W*(ky boi|nguoi ky|thoi gian ky|ngay ky ?:|duoc ky|ky so boi|signature (not )?veri|"
    r"signature valid|digitally signed|signed by|co quan phat hanh)|"
    r".*\b\d\d:\d\d:\d\d\b"
)
_PAGE_NUMBER = re.compile(r"(trang )?[-–—]? ?\d{1,4} ?[-–—]?(\.|( ?/ ?| ?of ?)\d{1,4})?")
_FOOTNOTE_MARK = re.compile(r"[\[(]?(\d{1,2}|\*{1,3})[\])]?$")
_MARGIN = 0.1  # of the page's height
_SMALL = 0.87  # of the page's usual font size: what footnotes are set in


@dataclass(slots=True)
class Aside:
    """Words that stand outside the reading order."""

    block: Block
    spots: list[Spot]


def take_panels(spots: list[Spot]) -> tuple[list[Spot], list[Aside]]:
    """Return the words without those of e-signature panels laid over the page, and the panels."""
    laid = [spot for spot in spots if spot.word.origin is Origin.OVERLAY]
    asides: list[Aside] = []
    taken: set[int] = set()
    for cluster in _clusters(laid):
        if any(_PANEL.match(fold(row.text)) for row in build_rows(cluster)):
            asides.append(Aside(Block.ESIGN, cluster))
            taken.update(id(spot) for spot in cluster)
    if not taken:
        return spots, []
    return [spot for spot in spots if id(spot) not in taken], asides


def take_asides(rows: list[Row], height: float) -> tuple[list[Row], list[Aside]]:
    """Return the rows of the prose, and what else stands on the page in rows of its own."""
    asides: list[Aside] = []
    for index in (0, -1):
        if rows and _is_page_number(rows[index], height):
            row = rows.pop(index)
            asides.append(Aside(Block.PAGE_NUMBER, row.spots))
            break
    rows, notes = _take_footnotes(rows)
    return rows, [*asides, *notes]


def _is_page_number(row: Row, height: float) -> bool:
    if _MARGIN * height < row.bottom and row.top < (1 - _MARGIN) * height:
        return False
    return len(row.spots) < 5 and _PAGE_NUMBER.fullmatch(fold(row.text)) is not None


def _take_footnotes(rows: list[Row]) -> tuple[list[Row], list[Aside]]:
    """Cut off the small print at the page's end that begins with a mark and fills the width."""
    sizes = [row.size for row in rows if all(spot.word.size for spot in row.spots[:1])]
    if len(sizes) < 4:
        return rows, []
    usual = median(sizes)
    first = len(rows)
    for index in range(len(rows) - 1, 0, -1):
        row = rows[index]
        if row.size > _SMALL * usual:
            break
        if _is_note_start(row) and row.spots[0].x0 < rows[0].x0 + 0.5 * (row.x1 - row.x0):
            first = index
    if first == len(rows):
        return rows, []
    spots = [spot for row in rows[first:] for spot in row.spots]
    return rows[:first], [Aside(Block.FOOTNOTE, spots)]


def _is_note_start(row: Row) -> bool:
    mark = row.spots[0]
    if len(row.spots) < 2 or not _FOOTNOTE_MARK.match(mark.text):
        return False
    return mark.size < 0.9 * row.spots[1].size or mark.bottom < row.spots[1].bottom - 1.5


def _clusters(spots: Sequence[Spot]) -> list[list[Spot]]:
    """Return the groups of words that stand near each other."""
    clusters: list[list[Spot]] = []
    for spot in spots:
        near = [cluster for cluster in clusters if any(_is_near(spot, other) for other in cluster)]
        merged = [spot]
        for cluster in near:
            clusters.remove(cluster)
            merged = [*cluster, *merged]
        clusters.append(merged)
    return clusters


def _is_near(one: Spot, other: Spot) -> bool:
    reach = 1.5 * max(one.bottom - one.top, other.bottom - other.top)
    across = max(one.x0, other.x0) - min(one.x1, other.x1)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return across < reach and down < reach
