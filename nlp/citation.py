"""What the grammar of citations finds: one mention of a document, and the parts of a paragraph that
mentions are made of."""

from dataclasses import dataclass, field

from dispatch.dates import PrintedDate
from nlp.citation_parts import DateToken, NounToken, NumberToken
from nlp.laws import LawToken

Span = tuple[int, int]


@dataclass(slots=True)
class Citation:
    """One mention of a document, with offsets in the paragraph; ``start`` is its noun's."""

    start: int
    end: int
    kind: str | None = None
    noun: Span | None = None
    number: NumberToken | None = None
    law: LawToken | None = None
    date: PrintedDate | None = None
    date_span: Span | None = None
    date_is_shared: bool = False
    unpaired: Span | None = None  # days behind its list, fewer or more than the list is long
    issuer: Span | None = None
    subject: Span | None = None
    scope: Span | None = None
    chained: bool = False  # only a joiner stands between the one before and this one
    sibling: bool = False  # an item of the same list as the one before
    named_only: bool = False  # stands inside an amending law's own name
    parent: "Citation | None" = field(default=None, repr=False)

    @property
    def is_dated_only(self) -> bool:
        """True for a paper that is cited by its kind and its day, without number or name."""
        return self.number is None and self.law is None


@dataclass(slots=True)
class Parts:
    text: str
    folded: str
    nouns: list[NounToken]
    noun_starts: list[int]
    dates: list[DateToken] = field(default_factory=list)
    date_starts: list[int] = field(default_factory=list)
