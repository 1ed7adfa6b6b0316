"""What stands over or beside the print as a block of its own: e-signature panels, the stamp ĐẾN.

A panel may be laid over the page, be part of its text layer, or have been scanned with it; each
is told by a few labels, and its extent by the type's size and the white round it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from dispatch.document import Block, Origin
from dispatch.text import fold
from parsers.blocks import Aside
from parsers.gutters import is_anchor
from parsers.rows import Row, Spot, build_rows

_LAID = re.compile(
    r"\W*(ky boi|nguoi ky|thoi gian ky|ngay ky ?:|duoc ky|ky so boi|signature (not )?veri|"
    r"signature valid|digitally signed|signed by|co quan phat hanh)|"
    r".*\b\d\d:\d\d:\d\d\b"
)
_TIME = re.compile(r"\d\d:\d\d:\d\d")
_SIGNED = re.compile(
    r"\W*(duoc |da )?(ky (so )?boi|nguoi ky|(thoi gian|ngay|gio) ky|signed by|digitally signed by)"
    r" ?:|.*\b\d{1,2}[./-]\d{1,2}[./-]\d{4},? \d\d:\d\d:\d\d"
)
_LABEL = re.compile(r"\W*(co quan|to chuc|don vi|chuc vu|chuc danh|email|ly do|dia diem) ?:")
_HINTS = frozenset(["bởi:", "ký:", "by:"])  # last words of the labels, for a cheap first look
_SMALL = 0.85  # of the page's usual size: what panels are set in

_NAMES_ARRIVAL = frozenset(["ĐẾN", "ĐÊN", "Đến", "ĐỀN"])
_ARRIVED = re.compile(r"((cong van|van ban|vb|cv) )?[dđ]en\b ?:?(?= ?$| so\b| ngay\b)")
_ENTRY = re.compile(r"\W*(so|ngay|chuyen|luu|gio|ho so|so va ky hieu|kinh chuyen)\b ?[:.…_/\d]")
_OF_THE_LETTER = re.compile(r"\W*so\b.*[/\d] ?[a-zđ]{2}|.*\bthang\b.*\bnam\b")
_TOP = 0.45  # of the page's height: where the stamp is set
_STAMP_STEP = 2.2  # line heights from one entry of the stamp to the next
_STAMP_WHITE = 4.0  # line heights between the word ĐẾN and the entries beside it
_PART = 1.1  # of the type's size: white that parts two prints of one row


def take_panels(spots: list[Spot]) -> tuple[list[Spot], list[Aside]]:
    """Return the words without those of e-signature panels, and the panels."""
    overlay = Origin.OVERLAY
    laid = [spot for spot in spots if spot.word.origin is overlay]
    panels = [
        cluster
        for cluster in clusters(laid)
        if any(_LAID.match(fold(row.text)) for row in build_rows(cluster))
    ]
    spots = _without(spots, panels)
    hints = [spot for spot in spots if ":" in spot.text and _hints_at_panel(spot)]
    printed = _printed_panels(spots) if hints else []
    asides = [Aside(Block.ESIGN, panel) for panel in (*panels, *printed)]
    return _without(spots, printed), asides


def take_arrivals(spots: list[Spot], height: float) -> tuple[list[Spot], list[Aside]]:
    """Return the words without those of a receiving office's stamp, and the stamp."""
    top = [spot for spot in spots if spot.bottom < _TOP * height]
    if _NAMES_ARRIVAL.isdisjoint([spot.text.strip(":.") for spot in top]):
        return spots, []
    segments = _segments(top)
    entries = [
        segment
        for segment in segments
        if _ENTRY.match(fold(segment.text)) and not _OF_THE_LETTER.match(fold(segment.text))
    ]
    for seed in segments:
        if not _ARRIVED.match(fold(seed.text)) or len(seed.spots) > 6:
            continue
        stamp = _grow([seed], entries, _is_next_entry)
        if len(stamp) >= 3 or (len(stamp) == 2 and _ENTRY.search(fold(seed.text))):
            taken = [spot for segment in stamp for spot in segment.spots]
            return _without(spots, [taken]), [Aside(Block.STAMP, taken)]
    return spots, []


def clusters(spots: Sequence[Spot]) -> list[list[Spot]]:
    """Return the groups of words that stand near each other."""
    found: list[list[Spot]] = []
    for spot in spots:
        near = [cluster for cluster in found if any(_is_near(spot, other) for other in cluster)]
        merged = [spot]
        for cluster in near:
            found.remove(cluster)
            merged = [*cluster, *merged]
        found.append(merged)
    return found


def _without(spots: list[Spot], groups: Iterable[list[Spot]]) -> list[Spot]:
    taken = {id(spot) for group in groups for spot in group}
    return [spot for spot in spots if id(spot) not in taken] if taken else spots


def _hints_at_panel(spot: Spot) -> bool:
    return spot.text.lower() in _HINTS or _TIME.search(spot.text) is not None


def _printed_panels(spots: list[Spot]) -> list[list[Spot]]:
    """Return the panels that are part of the print itself."""
    usual = median([spot.size for spot in spots])
    segments = _segments(spots)
    labelled = [
        segment
        for segment in segments
        if _SIGNED.match(fold(segment.text)) or _LABEL.match(fold(segment.text))
    ]
    beside = [segment for segment in segments if not is_anchor(segment.spots, 0)]
    panels: list[list[Spot]] = []
    done: set[int] = set()
    for seed in labelled:
        if id(seed) in done or not _SIGNED.match(fold(seed.text)):
            continue
        small = seed.size < _SMALL * usual
        # Quốc hiệu stands right below a note in the corner that Nghị định 30/2020 asks for.
        panel = _grow([seed], beside if small else labelled, _is_next_line)
        signed = [line for line in panel if _SIGNED.match(fold(line.text))]
        if len(panel) >= 2 and (small or len(signed) >= 2):
            done.update(map(id, panel))
            panels.append([spot for line in panel for spot in line.spots])
    return panels


def _segments(spots: Sequence[Spot]) -> list[Row]:
    """Return the rows, each parted where white is wider than a blank."""
    segments: list[Row] = []
    for row in build_rows(spots):
        part: list[Spot] = []
        for spot in row.spots:
            if part and spot.x0 - part[-1].x1 > _PART * max(spot.size, part[-1].size):
                segments.append(Row(part))
                part = []
            part.append(spot)
        segments.append(Row(part))
    return segments


def _grow(seeds: list[Row], segments: list[Row], fits: Callable[[Row, Row], bool]) -> list[Row]:
    """Return the seeds with all segments that stand next to one already found."""
    found = list(seeds)
    known = set(map(id, found))
    for known_segment in found:  # grows while it is walked
        for segment in segments:
            if id(segment) not in known and fits(known_segment, segment):
                known.add(id(segment))
                found.append(segment)
    return found


def _is_next_line(one: Row, other: Row) -> bool:
    if not 0.62 < one.size / max(other.size, 0.1) < 1.6:
        return False
    step = max(one.top, other.top) - min(one.bottom, other.bottom)
    return step < 0.8 * min(one.height, other.height) and one.x0 < other.x1 and other.x0 < one.x1


def _is_next_entry(one: Row, other: Row) -> bool:
    height = max(one.height, other.height)
    step = max(one.top, other.top) - min(one.bottom, other.bottom)
    across = max(one.x0, other.x0) - min(one.x1, other.x1)
    return step < _STAMP_STEP * height and across < _STAMP_WHITE * height


def _is_near(one: Spot, other: Spot) -> bool:
    reach = 1.5 * max(one.bottom - one.top, other.bottom - other.top)
    across = max(one.x0, other.x0) - min(one.x1, other.x1)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return across < reach and down < reach
