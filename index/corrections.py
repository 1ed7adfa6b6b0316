"""What a person knows better: kept beside the record, laid over it whenever it is read, so that
it outlives every reprocessing."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import orjson

from dispatch.errors import QueryError
from dispatch.notation import parse_number
from dispatch.text import compose
from index.base import Record

PATHS = (
    "/document_type",
    "/number",
    "/date",
    "/place",
    "/issuing_body",
    "/parent_body",
    "/subject",
    "/signer/name",
    "/signer/position",
)
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Correction:
    """One value that a person put in another's place; null is none."""

    id: int
    document_id: str
    path: str
    value: str | None
    replaced: str | None
    author: str
    made: str


@dataclass(frozen=True, slots=True)
class Made:
    """A correction on its way into the store."""

    path: str
    value: str | None
    replaced: str | None
    author: str


def of_document(connection: sqlite3.Connection, document_id: str) -> list[Correction]:
    """Return a document's corrections, oldest first."""
    rows = connection.execute(
        "SELECT * FROM corrections WHERE document_id = ? ORDER BY id", (document_id,)
    )
    return [
        Correction(
            row["id"],
            row["document_id"],
            row["path"],
            orjson.loads(row["value"]),
            orjson.loads(row["replaced"]),
            row["author"],
            row["made"],
        )
        for row in rows
    ]


def put(connection: sqlite3.Connection, document_id: str, made: Made) -> None:
    """Write one correction, inside the caller's transaction."""
    connection.execute(
        "INSERT INTO corrections (document_id, path, value, replaced, author, made) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            document_id,
            made.path,
            orjson.dumps(made.value).decode(),
            orjson.dumps(made.replaced).decode(),
            made.author,
            datetime.now(UTC).isoformat(timespec="seconds"),
        ),
    )


def checked(path: str, value: str) -> str | None:
    """Return a person's value as the record has it; None for an empty one.

    Raises:
        QueryError: the field cannot be corrected, or the value is none that it can have.
    """
    if path not in PATHS:
        raise QueryError(
            f"{path} cannot be corrected; use one of {', '.join(PATHS)}.",
            vi=f"Không sửa được {path}; hãy dùng một trong {', '.join(PATHS)}.",
        )
    plain = " ".join(compose(value).split())
    if path == "/number":
        plain = plain.replace(" ", "")
    is_whole = len(plain) <= _LONGEST and plain.isprintable()
    if not is_whole or (path == "/date" and plain and not _is_day(plain)):
        raise QueryError(
            f"{value[:80]!r} cannot stand in {path}: write a day as 2023-07-20, else one line.",
            vi=f"{value[:80]!r} không dùng được cho {path}: ngày viết 2023-07-20, còn lại một "
            "dòng.",
        )
    return plain or None


def conflict(path: str) -> QueryError:
    """Return the error for a field that somebody else has changed meanwhile."""
    return QueryError(
        f"{path} was changed by somebody else meanwhile: open the document again and look.",
        vi=f"{path} vừa được người khác sửa: hãy mở lại văn bản và xem giá trị mới.",
        code="conflict",
    )


def value_at(record: Record, path: str) -> str | None:
    """Return what stands at one of ``PATHS``."""
    found: Any = record
    for part in path.strip("/").split("/"):
        found = found[part] if found is not None else None
    return None if found is None else str(found)


def corrected(connection: sqlite3.Connection, document_id: str, record: Record) -> Record:
    """Return ``record`` with its document's corrections laid over it."""
    found = of_document(connection, document_id)
    return laid(record, found) if found else record


def laid(record: Record, corrections: Iterable[Correction]) -> dict[str, Any]:
    """Return ``record`` with ``corrections`` laid over it; the evidence says who was right."""
    shown = dict(record)
    evidence = dict(record["evidence"])
    for one in corrections:
        _set(shown, one.path, one.value)
        old = evidence.get(one.path, {"text": None, "spans": [], "boxes": [], "from": []})
        evidence[one.path] = {
            **old,
            "confidence": 1.0,
            "method": "person",
            "raw": one.replaced,
            "candidates": [],
        }
        shown["warnings"] = [item for item in shown["warnings"] if item["path"] != one.path]
    shown["evidence"] = evidence
    return shown


def _set(record: dict[str, Any], path: str, value: str | None) -> None:
    name, _, part = path.strip("/").partition("/")
    if part:
        empty: dict[str, Any] = {"name": None, "rank": None, "position": None, "authority": []}
        record[name] = {**(record[name] or empty), part: value}
        return
    record[name] = value if value or name != "document_type" else "Công văn"
    if name in ("number", "date"):
        record[f"{name}_state"] = "present" if value else "missing"
    if name == "date" and value:
        record["date_partial"] = None
    if name == "number" and value:
        parsed = parse_number(value)
        record["notation"] = parsed.notation if parsed else record["notation"]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
