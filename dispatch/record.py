"""The record: what one dispatch becomes, as the JSON contract that other systems read.

Field names follow edXML (QCVN 102) and Nghị định 30/2020, in English; values are Vietnamese as
printed. The JSON Schema that is published is generated from these classes.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dispatch.relations import Relation

SCHEMA_VERSION: Literal["1.0"] = "1.0"

State = Literal["present", "blank", "missing", "unreadable"]
System = Literal["state", "party", "youth", "union", "front", "other"]
PeriodKind = Literal["campaign", "validity", "reporting", "event", "deadline"]


class Search(StrEnum):
    """How a field is searched; both backends build their schema from it."""

    TEXT = "text"
    KEYWORD = "keyword"
    DATE = "date"
    NONE = "none"


class Part(BaseModel):
    """Base of all parts of a record: frozen, no unknown keys, no absent keys in the JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Part):
    """The file; ``page_range`` is the document's pages within it, from 1, both inclusive."""

    path: str
    media_type: str
    bytes: int
    pages: int
    page_range: tuple[int, int]
    ocr_pages: tuple[int, ...] = ()


class Reference(Part):
    """One cited document; ``status`` and ``candidates`` are null until an archive was asked."""

    relation: Relation
    document_type: str | None = None
    number: str | None = None
    number_state: State = "present"
    notation: str | None = None
    date: str | None = None
    date_partial: str | None = None
    issuing_body: str | None = None
    subject: str | None = None
    title: str | None = None
    scope: str | None = None
    status: Literal["resolved", "ambiguous", "date_conflict", "stub"] | None = None
    resolved_id: str | None = None
    candidates: tuple[str, ...] = ()


class Period(Part):
    """A time in which the document's own activity runs; both days inclusive, UTC+7."""

    start: str | None = None
    end: str | None = None
    kind: PeriodKind
    source: Literal["explicit", "inferred"] = "explicit"
    bound: Literal["before", "by"] | None = None


class Campaign(Part):
    """Phong trào thi đua: name, round (đợt), year, and a JSON pointer to the plan it rests on."""

    name: str | None = None
    round: int | None = None
    year: int | None = None
    plan: str | None = None


class Recipient(Part):
    """One entry of Nơi nhận; ``delivery`` is electronic or paper where a sub-head says so."""

    name: str
    role: str | None = None
    delivery: Literal["electronic", "paper"] | None = None


class Archive(Part):
    """The line Lưu: units, number of copies, initials of the drafter."""

    units: tuple[str, ...] = ()
    copies: int | None = None
    drafter: str | None = None


class Signer(Part):
    """Who signed: full name, rank before it, own position, and the chain of signing forms."""

    name: str | None = None
    rank: str | None = None
    position: str | None = None
    authority: tuple[str, ...] = ()


class ESign(Part):
    """One electronic signature of the file."""

    name: str | None = None
    organization: str | None = None
    time: str | None = None
    text: str | None = None
    certificate: str | None = None
    valid: Literal["intact", "altered", "unknown-root"] | None = None


class Arrival(Part):
    """The stamp ĐẾN of the receiving office."""

    number: str | None = None
    date: str | None = None
    to: str | None = None


class Copy(Part):
    """A copy block: sao y (SY), trích sao (TrS), sao lục (SL)."""

    form: Literal["SY", "TrS", "SL"]
    number: str | None = None
    date: str | None = None
    place: str | None = None
    body: str | None = None
    signer: str | None = None


class Appendix(Part):
    """A part behind the signature: an appendix or a regulation issued with the document."""

    label: str | None = None
    title: str | None = None
    span: tuple[int, int]
    document_id: str | None = None


class EvidenceBox(Part):
    """Where a value stands: page from 1, (x0, top, x1, bottom) in points from the top left."""

    page: int
    bbox: tuple[float, float, float, float]


class Candidate(Part):
    """Another reading of a value."""

    value: str
    confidence: float


class Evidence(Part):
    """Why a value is what it is; ``from`` names the pointers a derived value rests on."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    text: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    boxes: tuple[EvidenceBox, ...] = ()
    confidence: float
    method: str
    raw: str | None = None
    candidates: tuple[Candidate, ...] = ()
    derived_from: tuple[str, ...] = Field(default=(), alias="from", serialization_alias="from")


class Warning(Part):
    """What a person should look at; the codes are in ``dispatch/warnings.py``."""

    code: str
    message: str
    path: str | None = None
    params: dict[str, str] = {}


class Extractor(Part):
    """Which version made the record."""

    version: str


class Dispatch(Part):
    """One dispatch (công văn or another administrative document)."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    id: Annotated[str, Search.KEYWORD]
    document_id: Annotated[str | None, Search.KEYWORD] = None
    source: Source
    system: Annotated[System, Search.KEYWORD] = "state"
    document_type: Annotated[str, Search.KEYWORD] = "Công văn"
    number: Annotated[str | None, Search.KEYWORD] = None
    number_state: Annotated[State, Search.KEYWORD] = "missing"
    notation: Annotated[str | None, Search.KEYWORD] = None
    date: Annotated[str | None, Search.DATE] = None
    date_state: Annotated[State, Search.KEYWORD] = "missing"
    date_partial: Annotated[str | None, Search.KEYWORD] = None
    place: Annotated[str | None, Search.KEYWORD] = None
    issuing_body: Annotated[str | None, Search.KEYWORD] = None
    parent_body: Annotated[str | None, Search.KEYWORD] = None
    subject: Annotated[str | None, Search.TEXT] = None
    addressees: Annotated[tuple[str, ...], Search.TEXT] = ()
    urgency: Annotated[str | None, Search.KEYWORD] = None
    secrecy: Annotated[str | None, Search.KEYWORD] = None
    circulation: Annotated[str | None, Search.KEYWORD] = None
    draft: Annotated[bool, Search.KEYWORD] = False
    references: Annotated[tuple[Reference, ...], Search.KEYWORD] = ()
    period: Annotated[tuple[Period, ...], Search.DATE] = ()
    campaign: Annotated[Campaign | None, Search.TEXT] = None
    recipients: Annotated[tuple[Recipient, ...], Search.TEXT] = ()
    archive: Annotated[Archive | None, Search.NONE] = None
    signer: Annotated[Signer | None, Search.KEYWORD] = None
    esign: Annotated[tuple[ESign, ...], Search.NONE] = ()
    arrival: Annotated[Arrival | None, Search.NONE] = None
    copy_: Annotated[Copy | None, Search.NONE] = Field(
        default=None, alias="copy", serialization_alias="copy"
    )
    appendices: Annotated[tuple[Appendix, ...], Search.NONE] = ()
    text: Annotated[str, Search.TEXT] = ""
    evidence: Annotated[dict[str, Evidence], Search.NONE] = {}
    warnings: Annotated[tuple[Warning, ...], Search.NONE] = ()
    extractor: Annotated[Extractor, Search.NONE]

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON object: every key present, ``copy`` and ``from`` as named."""
        return self.model_dump(mode="json", by_alias=True)


class Link(Part):
    """An edge of the graph: the reference at ``position`` of ``source`` is document ``target``.

    ``target`` is null where the cited document is not in the archive (a stub).
    """

    source: str
    position: int
    relation: Relation
    status: Literal["resolved", "ambiguous", "date_conflict", "stub"]
    target: str | None = None
    candidates: tuple[str, ...] = ()
    confidence: float = 1.0
    method: str = ""


def search_kinds() -> dict[str, Search]:
    """Return for every field of the record how it is searched."""
    kinds: dict[str, Search] = {}
    for name, info in Dispatch.model_fields.items():
        marks = [mark for mark in info.metadata if isinstance(mark, Search)]
        kinds[info.alias or name] = marks[0] if marks else Search.NONE
    return kinds
