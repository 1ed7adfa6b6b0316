"""The rows of a two-column head, in which the pen's gaps are looked for.

Columns are seldom level: a word goes with the row whose last word it stands beside, not with what
happens to be as high on the other side of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from parsers.assemble import RawWord

_BESIDE = 0.5  # share of the lower word's height by which neighbours in a row overlap


@dataclass(frozen=True, slots=True)
class Row:
    """One row's text; for each character the word's place in the page's list, -1 a blank."""

    text: str
    owners: tuple[int, ...]

    def word_at(self, offset: int) -> int:
        return self.owners[offset]


def middle_of(word: RawWord) -> float:
    return ((word.top or 0.0) + (word.bottom or 0.0)) / 2


def rows_of(words: Sequence[RawWord], lowest: float) -> list[Row]:
    """Return the rows of the words above ``lowest`` (points), from the top."""
    inside = [i for i, word in enumerate(words) if word.x0 is not None and word.text.strip()]
    inside = [i for i in inside if (words[i].bottom or 0.0) < lowest]
    groups: list[list[int]] = []
    for index in sorted(inside, key=lambda i: words[i].x0 or 0.0):
        shared = [(_shared(words[group[-1]], words[index]), group) for group in groups]
        height, group = max(shared, key=lambda one: one[0], default=(0.0, []))
        if height > 0:
            group.append(index)
        else:
            groups.append([index])
    groups.sort(key=lambda group: median(middle_of(words[i]) for i in group))
    return [_row(words, group) for group in groups]


def _shared(left: RawWord, right: RawWord) -> float:
    """The height that two words share, in points, 0 where it is little of either."""
    shared = min(left.bottom or 0.0, right.bottom or 0.0) - max(left.top or 0.0, right.top or 0.0)
    lower = min((word.bottom or 0.0) - (word.top or 0.0) for word in (left, right))
    return shared if shared >= _BESIDE * lower else 0.0


def _row(words: Sequence[RawWord], group: Sequence[int]) -> Row:
    text = ""
    owners: list[int] = []
    for index in group:
        if text:
            text += " "
            owners.append(-1)
        text += words[index].text
        owners += [index] * len(words[index].text)
    return Row(text, tuple(owners))
