"""The types on both sides of the archive: what flows hand in, what a search gives back.

Everything here is light: ``congvan search`` loads this and sqlite3 and little else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

from dispatch.exchange import ExchangeHeader
from index.query import Query

Record = Mapping[str, Any]
"""One dispatch as the contract's JSON object (``Dispatch.to_json()``)."""

Overlay = Mapping[str, Any]
"""What the archive says beside a record: its ``document_id``, the links of its ``references`` as
(position, values), and ``warnings`` of its own."""

FileState = Literal[
    "pending", "indexed", "duplicate", "superseded", "quarantined", "skipped", "withdrawn"
]
FILE_STATES: tuple[FileState, ...] = (
    "pending",
    "indexed",
    "duplicate",
    "superseded",
    "quarantined",
    "skipped",
    "withdrawn",
)
Outcome = Literal["new", "changed", "unchanged", "moved", "retried", "missing"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where bytes were seen; ``container`` is the path inside an archive or mail, '' outside."""

    path: str
    size: int
    mtime_ns: int
    inode: int
    container: str = ""


@dataclass(frozen=True, slots=True)
class CitationRow:
    """What the archive keeps of one reference; ``issuer`` and ``subject`` are folded, the issuer as
    printed.

    ``key`` is the match key of the number, ``~`` and the folded title where a law is named
    without one, or ''; ``day`` is what is known of the cited day, of the citing one else.
    """

    relation: str
    label: str | None
    key: str
    skeleton: str
    date: str | None
    year: str
    issuer: str
    subject: str
    scope: str | None
    day: str


@dataclass(frozen=True, slots=True)
class OwnRows:
    """``document`` by column, one row for each reference in order, (first day, last day, kind) of
    each period, and the part in a campaign (``index.campaign_papers``)."""

    document: dict[str, Any]
    citations: tuple[CitationRow, ...]
    periods: tuple[tuple[str, str, str], ...]
    part: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the store keeps of a record: its packed JSON, the fields of it that are asked for while
    it is written, its analysed words by column of the view (the issuer's are the directory's), the
    sketch of its text, what else it is compared by with other renditions and the rows that it gives
    its document."""

    data: bytes
    head: Mapping[str, Any]
    words: Mapping[str, str]
    sketch: bytes
    traits: Mapping[str, Any]
    rows: OwnRows


@dataclass(frozen=True, slots=True)
class Written:
    """One file on its way into the archive, with its records.

    ``parsed`` holds the serialized ParsedDocuments, ``compounds`` the joined words (``phát_động``)
    of subject and headings and ``prepared`` what ``index.prepared.prepare`` makes of each record;
    the last is made when the file is written where nobody made it before.
    """

    file_id: str
    sighting: Sighting
    records: tuple[Record, ...]
    media_type: str = ""
    parse_key: str = ""
    parsed: tuple[bytes, ...] = ()
    compounds: tuple[tuple[str, ...], ...] = ()
    prepared: tuple[Prepared, ...] = ()
    outcome: Outcome = "new"
    header: ExchangeHeader | None = None


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One row of the ledger; ``header`` is what the package says in which the file came."""

    sighting: Sighting
    file_id: str
    state: FileState
    code: str | None = None
    message: str | None = None
    version: str | None = None
    attempts: int = 0
    header: ExchangeHeader | None = None


@dataclass(frozen=True, slots=True)
class AddReport:
    """What one ``add`` did; ``known`` are files whose bytes were there already."""

    files: int = 0
    documents: int = 0  # new documents
    records: int = 0
    known: int = 0
    links: int = 0  # references whose link was set or changed
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the original text with the marked ranges in it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found; ``id`` is its best rendition's record, ``renditions`` are all of them."""

    id: str
    document_id: str
    number: str | None
    date: str | None
    document_type: str
    issuing_body: str | None
    subject: str | None
    signer: str | None
    snippet: Snippet | None = None
    score: float = 0.0
    renditions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    standing: str = "in_force"


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits. ``after`` opens the next page; ``newest_only`` says that only so
    many of the newest matches were looked at, because there were more than can be ranked in time;
    ``total`` and facets then count among them; ``is_estimated`` says that some facets were counted
    in a sample and are shown as about so many (≈)."""

    hits: tuple[Hit, ...]
    total: int
    after: str | None = None
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    newest_only: int | None = None
    is_estimated: bool = False
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference as a view keeps it: its relation, its match key, its printed form, its link."""

    relation: str
    key: str
    number: str | None
    date: str | None
    status: str
    target: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as a search view holds it: analysed words, keys and dates, its record and the
    archive's overlay; these three as JSON objects, since a view keeps them as they are.

    Words (by column) are the archive's own analysis, blank-separated, so every backend finds the
    same.
    """

    row: int
    seq: int
    document_id: str
    record: bytes
    overlay: bytes
    renditions: tuple[str, ...]
    number: str | None
    key: str
    folded: str
    day: str  # ISO, '' where unknown: the sorting key
    first_day: str
    last_day: str
    year: str
    document_type: str
    issuing_body: str
    subject: str
    signer: str
    confidence: str
    sketch: bytes
    words: bytes
    periods: tuple[tuple[str, str], ...]
    references: tuple[Cited, ...]
    warnings: tuple[str, ...] = ()
    standing: str = "in_force"


SuggestionKind = Literal["number", "issuer", "signer"]
SUGGESTED: tuple[SuggestionKind, ...] = ("number", "issuer", "signer")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody may be about to type: a value as most documents print it, and in how many."""

    kind: SuggestionKind
    value: str
    count: int


class View(Protocol):
    """A search backend: fed from the store by sequence number, never reconciled."""

    def position(self) -> int:
        """Return the last sequence number that is durably in the view."""
        ...

    def feed(self, entries: Sequence[Entry], gone: Sequence[str], *, position: int) -> None:
        """Put ``entries``, drop the documents ``gone``, and remember ``position``."""
        ...

    def search(self, query: Query) -> Results:
        """Return the page that ``query`` asks for."""
        ...

    def suggest(
        self, prefix: str, *, kinds: Sequence[SuggestionKind] = SUGGESTED, limit: int = 8
    ) -> list[Suggestion]:
        """Return numbers that begin with ``prefix`` and names in which words begin with it, at
        most ``limit`` of each kind; diacritics do not matter."""
        ...

    def similar(self, document_id: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """Return the documents most like one, the likest first; ``score`` is 0 to 1."""
        ...

    def count(self) -> int:
        """Return the number of documents in the view."""
        ...

    def refresh(self) -> None:
        """Make everything fed so far visible to searches."""
        ...

    def purge(self) -> None:
        """Make what left the view unreadable in its files as well."""
        ...

    def close(self) -> None:
        """Give connections back."""
        ...


@runtime_checkable
class Elsewhere(View, Protocol):
    """A view that is no part of the store's file: it takes batch after batch on its own."""

    def feed_all(self, batches: Iterable[tuple[list[Entry], list[str], int]]) -> int:
        """Feed (entries, documents that left, position) after one another; return how many
        documents that were."""
        ...

    def mend(self, entries: Sequence[Entry], gone: Sequence[str]) -> None:
        """Put and drop documents whatever state of them the view claims to hold."""
        ...

    def states(self) -> Iterator[tuple[str, int]]:
        """Yield every document with the sequence number of the state that the view holds."""
        ...
