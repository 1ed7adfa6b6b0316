"""Dấu chú thích: what a note cites is to the document what the citation at the note's mark is."""

import re
from bisect import bisect_left

from dispatch.letters import LOWER
from dispatch.relations import Relation
from nlp.citation import Citation

_MARK = re.compile(rf"(?<=[{LOWER})”])[1-9]\d?(?=[.,;:\s]|$)|(?<=[\w)”]\s)[1-9]\d?(?=\s?[.,;:]|$)")
# On a scan the small figure is often read as a quote, which nothing opened.
_MARK_READ = re.compile(rf"(?<=[{LOWER})])[\"”’'](?=\s?[.,;:]|\s|$)")
_OPENS = re.compile(r"(?:^|[\s(])[\"'](?=\w)|[“‘]")
_NUMBER = re.compile(r"(\d{1,2})\s")


def remember_marks(
    text: str, found: list[Citation], kinds: list[Relation], marks: dict[int, Relation],
    *, is_scan: bool = False,
) -> None:  # fmt: skip
    """Add to ``marks`` for each note's mark in a paragraph, a figure glued to a word, the relation
    of the citation of its sentence."""
    if not found:
        return
    starts = [item.start for item in found]
    for mark in _MARK.finditer(text):
        if (kind := _before(mark, text, found, kinds, starts)) is not None:
            marks.setdefault(int(mark[0]), kind)
    for mark in _MARK_READ.finditer(text) if is_scan else ():
        closed = len(_OPENS.findall(text, 0, mark.start())) > len(
            _MARK_READ.findall(text, 0, mark.start())
        )
        if not closed and (kind := _before(mark, text, found, kinds, starts)) is not None:
            marks.setdefault(max(marks, default=0) + 1, kind)


def relation_of_note(text: str, notes: int, marks: dict[int, Relation]) -> Relation | None:
    """Return what a note's citations are: the relation at the mark of its number, or where that
    was not read at the mark of the ``notes``-th note; None where no mark was found."""
    printed = _NUMBER.match(text)
    return marks.get(int(printed[1]) if printed else notes)


def _before(
    mark: re.Match[str], text: str, found: list[Citation], kinds: list[Relation],
    starts: list[int],
) -> Relation | None:  # fmt: skip
    """Return the relation of the last citation before ``mark`` in its sentence, or None."""
    position = bisect_left(starts, mark.start()) - 1
    while position >= 0 and found[position].parent is not None:
        position -= 1
    told = position >= 0 and ". " not in text[found[position].end : mark.start()]
    return kinds[position] if told else None
