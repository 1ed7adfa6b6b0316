"""Where the lines of a head began that stands in one line: the letterhead, the number, the day.

The columns of the form may follow each other or be mixed row by row; what stands between two
anchors is told by what stands before it. What lies under the columns is ``lost_title``'s.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from dispatch.text import fold
from dispatch.vocabulary import rows
from parsers.form_anchors import (
    ABOUT,
    ADDRESSEE,
    BASIS,
    MOTTO,
    NATIONAL_NAME,
    NUMBER,
    OPENING,
    PARTY_NAME,
    PLACE_AND_DAY,
    STAMP,
    is_capital,
)
from parsers.form_bodies import body_starts
from parsers.lost_title import find_title, under_the_columns

_WINDOW = 4000  # characters that a head and its addressees may take
_RULE = re.compile(r"(?<!\S)(?:\*{1,5}|[-_=–—]{3,})(?!\S)")


@dataclass(frozen=True, slots=True)
class Head:
    """Offsets where the lines of a head begin; ``columns`` is where its two columns end, ``end``
    where the text of the dispatch begins."""

    cuts: frozenset[int]
    columns: int
    end: int


def cut_head(text: str, breaks: Collection[int]) -> Head | None:
    """Return where the lines of the head in ``text`` begin, None where it has no whole head;
    ``breaks`` are offsets where wide blanks or tabs part the words."""
    window = text[:_WINDOW]
    found = (ADDRESSEE.search(window), BASIS.search(window))
    limit = min((match.start() for match in found if match), default=len(window))
    anchors = _anchors(window[:limit], breaks)
    columns = max((end for _, _, end in anchors), default=0)
    title = find_title(window, columns, limit)
    opened = limit < len(window) or title is not None or OPENING.search(window, columns) is not None
    if len({name for name, _, _ in anchors}) + opened < 3:
        return None
    cuts = {0, columns}
    for _, start, end in anchors:
        cuts |= {start, end}
    cuts |= {at for rule in _RULE.finditer(window, 0, limit) for at in rule.span()}
    about = ABOUT.search(window, 0, limit)
    if about:
        cuts.add(about.start())
    first = min((start for name, start, _ in anchors if name == "number"), default=columns)
    for low, high in _between(anchors, columns):
        starts = body_starts(window[low:high]) if low < first else ()
        cuts |= {low + at for at in starts} or _stamps(window, low, high)
    cuts |= _stamps(window, columns, title.start() if title else limit)
    issuer = _issuer(window[:first])
    under, end = under_the_columns(window, columns, title, about, issuer)
    return Head(frozenset(cuts | under), columns, end)


Anchor = tuple[str, int, int]


def _anchors(head: str, breaks: Collection[int]) -> list[Anchor]:
    """Return what stands in ``head`` of the columns' own phrases, in order: (name, start, end)."""
    found: list[Anchor] = []
    for pattern in (NATIONAL_NAME, MOTTO):
        if match := pattern.search(head):
            found.append(("name", *match.span()))
    if party := list(PARTY_NAME.finditer(head)):
        found.append(("name", *party[-1].span()))
    if number := NUMBER.search(head):
        found.append(("number", *number.span()))
    if day := PLACE_AND_DAY.search(head):
        before = max((end for _, _, end in found if end <= day.start()), default=0)
        alone = not head[before : day.start()].strip()
        start = day.start() if alone else _place_start(day, breaks)
        found.append(("day", start, day.end()))
    return sorted(found, key=lambda anchor: anchor[1])


def _place_start(day: re.Match[str], breaks: Collection[int]) -> int:
    """Return where the place begins: of several capitalised words, those of a province, or the
    last two where the others end a trích yếu."""
    name = day[0].split(",")[0]
    start, end = day.start(), day.start() + len(name)
    parted = [at for at in breaks if start < at < end]
    if parted:
        return max(parted)
    words = name.split()
    if {"-", "phố", "xã", "TP.", "TP"} & set(words):
        return start
    for count in (2, 1, 3):
        place = " ".join(words[-count:])
        if len(words) > count and fold(place) in _provinces():
            return end - len(place)
    return end - len(" ".join(words[-2:])) if len(words) > 3 else start


@cache
def _provinces() -> frozenset[str]:
    return frozenset(fold(row["name"]) for row in rows("provinces"))


def _between(anchors: list[Anchor], end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between the anchors that are not blank."""
    low = 0
    for _, start, behind in [*anchors, ("", end, end)]:
        if start - low > 1:
            yield low, start
        low = max(low, behind)


def _stamps(window: str, low: int, high: int) -> set[int]:
    """Return where stamps begin and end: words in capitals, with none before them."""
    cuts: set[int] = set()
    for stamp in STAMP.finditer(window, low, high):
        before = window[low : stamp.start()].split()
        stamped = stamp.start() - 1 in cuts
        if not before or stamped or not is_capital(before[-1]):
            cuts |= set(stamp.span())
    return cuts


def _issuer(head: str) -> str:
    """Return the last body that the letterhead names, folded, to be met again in the text."""
    run = " ".join(word for word in head.split() if is_capital(word))
    starts = body_starts(run)
    return fold(run[starts[-1] if starts else 0 :])


def is_right(line: str) -> bool:
    """Tell whether a line of the head stands in its right column."""
    right = (NATIONAL_NAME, MOTTO, PARTY_NAME, PLACE_AND_DAY)
    return any(pattern.match(line) for pattern in right)
