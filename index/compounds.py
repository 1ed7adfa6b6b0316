"""The compound words that a query may hold: its neighbouring words, joined as in the headings.

Which neighbours are one word (``cán_bộ giáo_dục``, never ``bộ_giáo``) is told when a heading is
read; a query is joined in every way, and the ways that are no words are in no heading.
"""

from collections.abc import Iterator
from itertools import groupby
from math import log

from index.analysis import folded_word
from index.language import Both, Either, Node, Phrase

LONGEST, MOST = 4, 24
"""Syllables of a compound; compounds asked of one query."""
WEIGHT = 3.0
"""Of a compound in a heading, beside the words of text and subject: as that of a subject's."""


def compounds_asked(node: Node | None) -> tuple[str, ...]:
    """Return every compound that neighbouring words of ``node`` could make, folded and joined.

    >>> from index.language import parse_text
    >>> compounds_asked(parse_text("công tác cán bộ"))[:3]
    ('cong_tac', 'tac_can', 'can_bo')
    """
    lines = [list(map(folded_word, words)) for words in _neighbours(node)]
    made = (
        "_".join(words[first : first + size])
        for size in range(2, LONGEST + 1)
        for words in lines
        for first in range(len(words) - size + 1)
    )
    return tuple(dict.fromkeys(made))[:MOST]


def weight(found: int, matches: int) -> float:
    """Return what a compound in the headings of ``found`` of ``matches`` documents adds to their
    scores: the more, the fewer they are."""
    return WEIGHT * log(1 + (matches - found + 0.5) / (found + 0.5))


def _neighbours(node: Node | None) -> Iterator[tuple[str, ...]]:
    """Yield the words that stand side by side in ``node``, as typed; what is excluded is none."""
    if isinstance(node, Phrase):
        yield node.words
    elif isinstance(node, Either):
        for part in node.parts:
            yield from _neighbours(part)
    elif isinstance(node, Both):
        for is_word, parts in groupby(node.parts, _is_word):
            if is_word:
                yield tuple(part.words[0] for part in parts if isinstance(part, Phrase))
            else:
                for part in parts:
                    yield from _neighbours(part)


def _is_word(node: Node) -> bool:
    return isinstance(node, Phrase) and len(node.words) == 1
