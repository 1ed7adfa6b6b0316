"""The shapes of the API's answers, as its description publishes them."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from dispatch.exchange import ExchangeHeader
from dispatch.record import Dispatch
from index.standing import State


class Problem(BaseModel):
    """An error as RFC 9457 has it; ``code`` is stable."""

    type: str
    title: str
    status: int
    detail: str
    code: str


class Mark(BaseModel):
    """A piece of the original text with the ranges that were looked for."""

    text: str
    marks: list[tuple[int, int]]


class Found(BaseModel):
    """One hit; ``id`` is the best rendition's record, ``renditions`` are all of them; ``standing``
    is its force, as the links of the archive make it."""

    id: str
    document_id: str
    number: str | None
    date: str | None
    document_type: str
    issuing_body: str | None
    subject: str | None
    signer: str | None
    snippet: Mark | None
    score: float
    renditions: list[str]
    warnings: list[str]
    standing: State


class FoundPage(BaseModel):
    """A page of hits; ``after`` opens the next one, ``newest_only`` says that total and facets
    count among so many of the newest matches, ``is_estimated`` that facets come from a sample."""

    hits: list[Found]
    total: int
    after: str | None
    facets: dict[str, list[tuple[str, int]]]
    newest_only: int | None
    is_estimated: bool
    milliseconds: float


class Sighting(BaseModel):
    """Where a file was seen; ``container`` is its path inside an archive or a mail, ``header`` what
    the exchange package says that it came in."""

    path: str
    container: str
    state: str
    header: ExchangeHeader | None = None


class DocumentFound(BaseModel):
    """A document with everything beside its record."""

    document_id: str
    renditions: list[str]
    sightings: list[Sighting]
    warnings: list[str]
    record: Dispatch


class Trouble(BaseModel):
    """What is wrong, with a stable ``code``."""

    code: str
    detail: str


class Health(BaseModel):
    """``documents`` and ``behind`` (not yet fed to the index) are null where the index does not
    answer; ``files`` counts the ledger by state, ``causes`` what is in quarantine by code."""

    status: Literal["ok", "degraded"]
    documents: int | None
    behind: int | None
    files: dict[str, int]
    causes: dict[str, int]
    uploads: dict[str, int]
    doubts: int
    store: int
    free: int
    trouble: Trouble | None


class PastRun(BaseModel):
    """One run over files; ``ended`` is null while it goes on, or where it was broken off."""

    id: int
    started: str
    ended: str | None
    arguments: str
    outcomes: dict[str, int]


class Part(BaseModel):
    """A file, or a part of an archive or a mail, that gave no document."""

    name: str
    code: str
    message: str


class Sent(BaseModel):
    """A file on its way; ``documents`` are the ids of what it holds."""

    id: str
    name: str
    state: Literal["waiting", "reading", "done", "failed"]
    documents: list[str]
    cause: Part | None
    failures: list[Part]


class Correction(BaseModel):
    """What somebody put in the place of what; ``is_undo`` where the value as read stands again."""

    id: int
    document_id: str
    path: str
    value: str | None
    replaced: str | None
    author: str
    made: str
    is_undo: bool


class Text(BaseModel):
    """The whole text of a record in reading order."""

    id: str
    text: str


class Corrected(BaseModel):
    """A better value for a field; ``seen`` is the value that it replaces, so that nobody's
    correction is lost unseen."""

    path: str
    value: str
    seen: str | None = None
    author: str = Field(min_length=1, max_length=100)


ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": title}
    for status, title in {
        400: "The request cannot be understood",
        401: "Log in or send the token",
        404: "Not in the archive",
        410: "The file is no longer where it was seen",
        422: "A value cannot be used",
        503: "The archive is not available",
    }.items()
}
