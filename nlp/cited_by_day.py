"""A paper that is cited by its kind and day, and again with its number, is one: "V/v trả lời Công
văn ngày 05/6/2023", then "Phúc đáp Công văn số 12/CV-ABC ngày 05/6/2023 của Công ty …"."""

from nlp.cited import Cited

_Day = tuple[str, str]


class CitedByDay:
    """The first paper of each kind and day, with its number and without."""

    def __init__(self) -> None:
        self._bare: dict[_Day, tuple[str, Cited]] = {}
        self._numbered: dict[_Day, tuple[str, Cited]] = {}
        self._also: dict[str, str] = {}

    def key(self, mention: Cited, own: str | None) -> str | None:
        """Return the key of the paper that ``mention`` is of: that of an earlier mention of the
        same kind and day where only one of the two bears a number, else ``own``."""
        if own in self._also:
            return self._also[own]
        day = _day(mention)
        others = self._bare if mention.values["number"] else self._numbered
        if day is None or day not in others or not _may_be_one(others[day][1], mention):
            return own
        key = others[day][0]
        if own and mention.values["number"]:
            self._also[own] = key
            del self._bare[day]  # it has its number now
        return key

    def remember(self, key: str, mention: Cited) -> None:
        """Keep a paper that was cited for the first time."""
        if day := _day(mention):
            known = self._numbered if mention.values["number"] else self._bare
            known.setdefault(day, (key, mention))


def day_key(kind: str, day: str) -> str:
    """Return the key of a paper that is known by its kind and day alone."""
    return f"{kind} on {day}"


def _day(mention: Cited) -> _Day | None:
    kind, day = mention.values["document_type"], mention.values["date"]
    return (kind, day) if kind and day and not mention.values["title"] else None


def _may_be_one(known: Cited, mention: Cited) -> bool:
    bodies = {
        item.values["issuing_body"].casefold() for item in (known, mention)
        if item.values["issuing_body"]
    }  # fmt: skip
    return len(bodies) < 2
