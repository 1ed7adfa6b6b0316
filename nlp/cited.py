"""One cited document while its mentions are gathered, between the grammar and the findings."""

import re
from dataclasses import dataclass, field

from dispatch.relations import Relation
from nlp.findings import Span

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A mention's own day as read: ``iso`` is None where no calendar has it. ``sure`` is OCR's
    confidence in it, 1 where a text layer gave it; ``printed`` is the text, ``spans`` its place."""

    iso: str | None
    printed: str
    sure: float
    spans: Spans


@dataclass(slots=True)
class Cited:
    """One cited document while its mentions are gathered."""

    relation: Relation
    values: dict[str, str | None]
    spans: Spans
    parts: dict[str, Spans] = field(default_factory=dict)
    date_is_shared: bool = False
    irregular: bool = False
    invalid_date: str | None = None  # the print of a day that no calendar has
    unpaired: str | None = None  # days behind its list, fewer or more than the list is long
    raw: str | None = None
    is_nested: bool = False  # stands in another citation's subject
    is_read: bool = False  # by OCR
    sure: float = 1.0  # OCR's confidence in its number
    days: list[Day] = field(default_factory=list)  # of all mentions, shared ones aside
    mentions: int = 1
    fits: bool = False  # its print is as wide as the number read
    told: bool = False  # by the table of acts or by another mention
    doubt: float = 0.0  # what a choice between readings takes from the confidence

    def mend(self, name: str, value: str, printed: str, doubt: float) -> None:
        """Set a value that was read otherwise; the print goes to ``raw``."""
        self.values[name] = value
        if self.raw is None:
            self.raw = printed
        elif printed not in self.raw.split("; "):
            self.raw = f"{self.raw}; {printed}"
        self.doubt = max(self.doubt, doubt)

    def hear(self, relation: Relation, *, is_head: bool) -> None:
        """Take the relation of a later mention where it tells better what the document is to this
        one: a title (``is_head``) only names what the text then rests on, and what a letter ends
        or sends along is told last."""
        weak = (Relation.MENTIONS, Relation.ACCORDING_TO)
        if is_head and self.relation in weak:
            tells = relation not in weak
        elif relation is Relation.ATTACHES:
            tells = self.relation is Relation.MENTIONS
        else:
            ends = relation in (Relation.REPLACES, Relation.REPEALS)
            tells = ends and self.relation in (Relation.BASIS, Relation.MENTIONS)
        if tells:
            self.relation = relation

    @property
    def year(self) -> str | None:
        """The year of a law by its number, else by its day, or None."""
        printed = re.search(r"/((?:19|20)\d\d)/", self.values["number"] or "")
        day = self.values["date"] or self.values["date_partial"] or ""
        return (printed[1] if printed else day[:4]) or None

    def is_of_another_year(self, later: "Cited") -> bool:
        """True where both are laws cited by name alone, each with a year of its own."""
        numbers = (self.values["number"], later.values["number"])
        years = {self.year, later.year} - {None}
        return numbers == (None, None) and self.values["title"] is not None and len(years) == 2
