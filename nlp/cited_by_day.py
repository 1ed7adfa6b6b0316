"""A paper that is cited by its kind and day, and again with its number, is one: "V/v trả lời Công
văn ngày 05/6/2023", then "Phúc đáp Công văn số 12/CV-ABC ngày 05/6/2023 của Công ty …"."""

from collections import defaultdict

from dispatch.text import fold
from nlp.cited import Cited

_Day = tuple[str, str]
_Papers = dict[str, str]
"""Writer, empty where none is named → key."""


class CitedByDay:
    """The papers of each kind and day, with a number and without, by who wrote them."""

    def __init__(self) -> None:
        self._bare: defaultdict[_Day, _Papers] = defaultdict(dict)
        self._numbered: defaultdict[_Day, _Papers] = defaultdict(dict)
        self._also: dict[str, str] = {}

    def key(self, mention: Cited, own: str | None) -> str | None:
        """Return the key of the paper that ``mention`` is of: that of an earlier mention of the
        same kind, day and writer where one of the two bears no number, else ``own``."""
        if own in self._also:
            return self._also[own]
        day, has_number = _day(mention), bool(mention.values["number"])
        if day is None:
            return own
        writer = _writer(mention)
        for known in (self._bare[day],) if has_number else (self._bare[day], self._numbered[day]):
            found = _meant(writer, known)
            if found is None:
                continue
            if has_number and own:
                self._also[own] = known.pop(found)  # it has its number now
                return self._also[own]
            return known[found]
        return own

    def remember(self, key: str, mention: Cited) -> None:
        """Keep a paper that was cited for the first time."""
        if day := _day(mention):
            papers = self._numbered if mention.values["number"] else self._bare
            papers[day].setdefault(_writer(mention), key)


def day_key(kind: str, day: str, writer: str | None) -> str:
    """Return the key of a paper that is known by its kind, its day and who wrote it."""
    return f"{kind} on {day} of {fold(writer or '')}"


def _meant(writer: str, known: _Papers) -> str | None:
    """Return whose paper is meant: the writer's own, or where one of the two mentions names
    nobody the other's; None where it is another's."""
    if writer in known:
        return writer
    if not writer:
        return next(iter(known), None)
    return "" if "" in known else None


def _writer(mention: Cited) -> str:
    return fold(mention.values["issuing_body"] or "")


def _day(mention: Cited) -> _Day | None:
    kind, day = mention.values["document_type"], mention.values["date"]
    return (kind, day) if kind and day and not mention.values["title"] else None
