"""A text with the places of values in it becomes pieces that a template can print, each one plain
text with what stands there; overlapping values cut each other into pieces."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from index.base import Record


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``fields`` are the slugs of the values it belongs to, the narrowest first;
    ``target`` is the address of the cited document where it is part of a citation."""

    text: str
    fields: tuple[str, ...] = ()
    target: str | None = None
    is_first: bool = False  # of its narrowest value: carries the anchor


def slug(pointer: str) -> str:
    """Return a JSON pointer as an HTML id.

    >>> slug("/references/0/number")
    'references-0-number'
    """
    return pointer.strip("/").replace("/", "-")


def cut(text: str, marks: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return ``text`` in pieces, each with whether it is marked; marks are in order."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in marks:
        if start > at:
            pieces.append((text[at:start], False))
        if end > max(at, start):
            pieces.append((text[max(at, start) : end], True))
            at = end
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces


def pieces(record: Record, targets: Mapping[str, str]) -> list[Piece]:
    """Return the record's text in pieces; ``targets`` gives citations' addresses by pointer."""
    text = record["text"]
    spans = list(_spans(record, len(text)))
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    starts: dict[int, list[tuple[int, str]]] = {}
    for start, end, pointer in spans:
        starts.setdefault(start, []).append((end, pointer))
    found: list[Piece] = []
    anchored: set[str] = set()
    live: list[tuple[int, str]] = []
    for low, high in pairwise(edges):
        live = [(end, pointer) for end, pointer in live if end > low] + starts.get(low, [])
        inner = [pointer for _, pointer in sorted(live, key=lambda one: (one[0] - low, one[1]))]
        target = next((targets[one] for one in inner if one in targets), None)
        is_first = bool(inner) and inner[0] not in anchored
        if inner:
            anchored.add(inner[0])
        fields = tuple(dict.fromkeys(slug(one) for one in inner))
        found.append(Piece(text[low:high], fields, target, is_first))
    return found


def runs(found: Iterable[Piece]) -> list[tuple[str | None, list[Piece]]]:
    """Return the pieces in runs of one target each, so that a citation is one link."""
    return [(target, list(group)) for target, group in groupby(found, lambda one: one.target)]


def _spans(record: Record, length: int) -> Iterable[tuple[int, int, str]]:
    evidence: Mapping[str, Mapping[str, Any]] = record["evidence"]
    for pointer, known in evidence.items():
        for start, end in known["spans"]:
            if 0 <= start < end <= length:
                yield start, end, pointer
