"""What on a page is not its prose: e-signature panels, arrival stamps, page numbers, footnotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.document import Block, Origin
from dispatch.text import fold
from parsers.rows import Row, Spot, build_rows

_PANEL = re.compile(
    r"\W*(ky boi|nguoi ky|thoi gian ky|ngay ky|duoc ky|ky so boi|signature (not )?veri|"
    r"signature valid|digitally signed|signed by|co quan phat hanh)|"
    r".*\b\d\d:\d\d:\d\d\b"
)
_PAGE_NUMBER = re.compile(r"(trang )?[-–—]? ?\d{1,4} ?[-–—]?(\.|( ?/ ?| ?of ?)\d{1,4})?")
_MARGIN = 0.1  # of the page's height


@dataclass(slots=True)
class Aside:
    """Words that stand outside the reading order."""

    block: Block
    spots: list[Spot]


def take_asides(
    spots: Sequence[Spot], width: float, height: float
) -> tuple[list[Spot], list[Aside]]:
    """Return the words of the prose, and what stands beside it."""
    rest, panels = _take_panels(list(spots))
    rest, numbers = _take_page_numbers(rest, height)
    return rest, [*numbers, *panels]


def _take_page_numbers(spots: list[Spot], height: float) -> tuple[list[Spot], list[Aside]]:
    rows = build_rows(spots)
    ends = [row for row in (rows[:1] + rows[-1:]) if _is_page_number(row, height)]
    if not ends:
        return spots, []
    row = ends[0]
    taken = {id(spot.word) for spot in row.spots}
    rest = [spot for spot in spots if id(spot.word) not in taken]
    return rest, [Aside(Block.PAGE_NUMBER, row.spots)]


def _is_page_number(row: Row, height: float) -> bool:
    if _MARGIN * height < row.bottom and row.top < (1 - _MARGIN) * height:
        return False
    return _PAGE_NUMBER.fullmatch(fold(row.text)) is not None


def _take_panels(spots: list[Spot]) -> tuple[list[Spot], list[Aside]]:
    laid = [spot for spot in spots if spot.word.origin is Origin.OVERLAY]
    asides: list[Aside] = []
    taken: set[int] = set()
    for cluster in _clusters(laid):
        if any(_PANEL.match(fold(row.text)) for row in build_rows(cluster)):
            asides.append(Aside(Block.ESIGN, cluster))
            taken.update(id(spot) for spot in cluster)
    return [spot for spot in spots if id(spot) not in taken], asides


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
