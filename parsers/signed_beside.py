"""Signatures side by side in text set with blanks: two offices on one line, two names below.

Joint letters, minutes and contracts are signed by two or three (TT 01/2011/TT-BNV, Phụ lục I; NĐ
30/2020, Phụ lục III, mẫu 1.10), and a reader without columns would take the offices for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.assemble import RawWord
from parsers.signing_offices import names_office

_GAP = 3  # blanks that part two columns
_LINES = 14  # from the offices to the names
_LONGEST = 60  # characters of one office or name

Part = tuple[int, slice]
"""A line's index and the words of it that one column holds."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Signatures side by side in ``lines[start:end]``, each column as parts of those lines."""

    start: int
    end: int
    columns: tuple[tuple[Part, ...], ...]


def side_by_side(
    lines: Sequence[Sequence[RawWord]], gaps: Sequence[Sequence[int]]
) -> Beside | None:
    """Return the first block of signatures side by side in lines of words with the blanks before
    each, or None."""
    for start, words in enumerate(lines):
        cells = _cells(words, gaps[start])
        if len(cells) < 2 or not all(_is_office(words[cell]) for cell in cells):
            continue
        for end in range(start + 1, min(start + _LINES, len(lines))):
            below = _cells(lines[end], gaps[end])
            text = " ".join(word.text for word in lines[end])
            if len(below) == len(cells) and all(_is_name(lines[end][cell]) for cell in below):
                return _columns(lines, gaps, (start, end + 1), len(cells))
            if len(below) < 2 and len(text) > _LONGEST:
                break
    return None


def _columns(
    lines: Sequence[Sequence[RawWord]], gaps: Sequence[Sequence[int]], bounds: tuple[int, int],
    count: int,
) -> Beside | None:  # fmt: skip
    """Share the cells among the columns, each to the one whose middle is nearest to its own."""
    start, end = bounds
    rows = [(at, cell) for at in range(start, end) for cell in _cells(lines[at], gaps[at])]
    middles = [_middle(lines[start], gaps[start], cell) for at, cell in rows if at == start]
    columns: list[list[Part]] = [[] for _ in range(count)]
    for at, cell in rows:
        own = _middle(lines[at], gaps[at], cell)
        nearest = min(range(count), key=lambda column: abs(middles[column] - own))
        columns[nearest].append((at, cell))
    named = all(column and column[-1][0] == end - 1 for column in columns)
    signing = any(
        names_office(" ".join(word.text for word in lines[at][cell]))
        for at, cell in rows
        if at < end - 1
    )
    if not (named and signing):
        return None
    return Beside(start, end, tuple(tuple(column) for column in columns))


def _cells(words: Sequence[RawWord], gaps: Sequence[int]) -> list[slice]:
    starts = [index for index in range(len(words)) if index == 0 or gaps[index] >= _GAP]
    return [slice(low, high) for low, high in zip(starts, [*starts[1:], len(words)], strict=True)]


def _middle(words: Sequence[RawWord], gaps: Sequence[int], cell: slice) -> float:
    low = sum(gaps[: cell.start + 1]) + sum(len(word.text) for word in words[: cell.start])
    high = sum(gaps[: cell.stop]) + sum(len(word.text) for word in words[: cell.stop])
    return (low + high) / 2


def _is_office(words: Sequence[RawWord]) -> bool:
    text = " ".join(word.text for word in words)
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return (
        len(words) > 1 and len(letters) > 4 and capitals == len(letters) and len(text) <= _LONGEST
    )


def _is_name(words: Sequence[RawWord]) -> bool:
    written = [word.text.strip(".,") for word in words if "." not in word.text]  # ThS., PGS.TS.
    return (
        len(written) >= 2
        and len(words) <= 7
        and all(text[:1].isupper() and not (text.isupper() and len(text) > 2) for text in written)
    )
