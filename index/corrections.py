"""What a person knows better: kept beside the record, laid over it whenever it is read, so that
it outlives every reprocessing.

A citation's field is addressed by the citation's match key, ``references[16/KH-BQL]/date``, since
its place in the list may change. Taking a correction back adds a row without a value.
"""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import orjson

from dispatch.errors import QueryError
from dispatch.notation import parse_number
from dispatch.relations import Relation
from dispatch.text import compose
from index.base import Record
from index.lists import LISTS, items_of, lines_of
from index.records import select_in
from index.traits import document_id_of, key_of, title_key

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
    *(f"/{name}" for name in LISTS),
)
REFERENCE_FIELDS = (
    "document_type",
    "number",
    "date",
    "issuing_body",
    "subject",
    "title",
    "relation",
)
_REFERENCE = re.compile(rf"references\[(?P<key>[^\]]+)\]/(?P<field>{'|'.join(REFERENCE_FIELDS)})")
_LONGEST, _LONGEST_LIST = 1000, 20_000


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
    is_undo: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A correction on its way into the store."""

    path: str
    value: str | None
    replaced: str | None
    author: str
    is_undo: bool = False


def are_any(connection: sqlite3.Connection) -> bool:
    """Tell whether the archive holds any correction at all; most batches need ask no more."""
    return connection.execute("SELECT 1 FROM corrections LIMIT 1").fetchone() is not None


def of_document(connection: sqlite3.Connection, document_id: str) -> list[Correction]:
    """Return the corrections of a document and of what was merged into it, oldest first."""
    if not are_any(connection):
        return []
    founders = connection.execute(
        "SELECT DISTINCT r.founder FROM renditions r JOIN documents d ON d.row = r.document "
        "WHERE d.document_id = ?",
        (document_id,),
    )
    ids = {document_id, *(document_id_of(row["founder"]) for row in founders)}
    rows = select_in(connection, "SELECT * FROM corrections WHERE document_id IN ({})", sorted(ids))
    return [
        Correction(
            row["id"],
            row["document_id"],
            row["path"],
            orjson.loads(row["value"]) if row["value"] else None,
            orjson.loads(row["replaced"]),
            row["author"],
            row["made"],
            is_undo=not row["value"],
        )
        for row in sorted(rows, key=lambda row: int(row["id"]))
    ]


def put(connection: sqlite3.Connection, document_id: str, made: Made) -> None:
    """Write one correction, inside the caller's transaction."""
    connection.execute(
        "INSERT INTO corrections (document_id, path, value, replaced, author, made) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            document_id,
            made.path,
            "" if made.is_undo else orjson.dumps(made.value).decode(),
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
    cited = _REFERENCE.fullmatch(path)
    if path not in PATHS and cited is None:
        raise QueryError(
            f"{path} cannot be corrected; use one of {', '.join(PATHS)} or "
            "references[16/KH-BQL]/date.",
            vi=f"Không sửa được {path}; hãy dùng một trong {', '.join(PATHS)} "
            "hoặc references[16/KH-BQL]/date.",
        )
    if path[1:] in LISTS:
        return _checked_list(path, value)
    plain = " ".join(compose(value).split())
    if path.endswith("/number"):
        plain = plain.replace(" ", "")
    is_whole = len(plain) <= _LONGEST and plain.isprintable()
    is_day = not path.endswith("/date") or not plain or _is_day(plain)
    is_relation = not path.endswith("/relation") or plain in set(Relation)
    if not (is_whole and is_day and is_relation):
        raise QueryError(
            f"{value[:80]!r} cannot stand in {path}: write a day as 2023-07-20, else one line.",
            vi=f"{value[:80]!r} không dùng được cho {path}: ngày viết 2023-07-20, còn lại một "
            "dòng.",
        )
    return plain or None


def _checked_list(path: str, value: str) -> str | None:
    empty: dict[str, list[str]] = {path[1:]: []}
    items = items_of(empty, path[1:], compose(value[:_LONGEST_LIST]))
    lines = lines_of({path[1:]: items}, path[1:])
    if not lines.replace("\n", "").isprintable():
        raise QueryError(
            f"{path} holds signs that cannot be printed: write plain lines.",
            vi=f"{path} có ký tự không in được: hãy chỉ viết chữ thường.",
        )
    return lines or None


def conflict(path: str, past: Iterable[Correction], now: str | None) -> QueryError:
    """Return the error for a field that another has changed since it was seen: who, and how."""
    last = [one for one in past if one.path == path][-1:]
    by = f" by {last[0].author} ({last[0].made})" if last else ""
    whose = f" do {last[0].author} sửa lúc {last[0].made}" if last else ""
    return QueryError(
        f"{path} is now {now!r}, changed{by} meanwhile: open the document again and look.",
        vi=f"{path} nay là {now!r}{whose}: hãy mở lại văn bản và xem giá trị mới.",
        code="conflict",
    )


def value_at(record: Record, path: str, *, read: Record | None = None) -> str | None:
    """Return what stands at ``path``; a citation's key is looked up in ``read``, the record as it
    was before corrections.

    Raises:
        QueryError: the document has no such citation.
    """
    if path[1:] in LISTS:
        return lines_of(record, path[1:]) or None
    found: Any = record
    for part in _steps(read or record, path):
        found = found[part] if found is not None else None
    return None if found is None else str(found)


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """Return what is in force: the last word on each path, unless it took the others back."""
    last = {one.path: one for one in corrections}
    return [one for one in last.values() if not one.is_undo]


def _steps(record: Record, path: str) -> list[str | int]:
    cited = _REFERENCE.fullmatch(path)
    if cited is None:
        return list(path.strip("/").split("/"))
    wanted = {key_of(cited["key"]), title_key(cited["key"])}
    for position, reference in enumerate(record["references"]):
        if (key_of(reference["number"]) or title_key(reference["title"])) in wanted:
            return ["references", position, cited["field"]]
    raise QueryError(
        f"The document cites no {cited['key']}; congvan show tells what it cites.",
        vi=f"Văn bản không dẫn {cited['key']}; congvan show cho biết nó dẫn những gì.",
    )


def corrected(connection: sqlite3.Connection, document_id: str, record: Record) -> Record:
    """Return ``record`` with its document's corrections laid over it."""
    found = of_document(connection, document_id)
    return laid(record, found) if found else record


def laid(record: Record, corrections: Iterable[Correction]) -> dict[str, Any]:
    """Return ``record`` with ``corrections`` laid over it; the evidence says who was right."""
    shown = dict(record)
    evidence = dict(record["evidence"])
    for one in standing(corrections):
        pointer = _put(shown, record, one)
        if pointer is None:
            continue  # another reading no longer has that citation
        if pointer[1:] in LISTS:
            evidence = _list_evidence(evidence, record, shown, pointer[1:])
        old = evidence.get(pointer, {"text": None, "spans": [], "boxes": [], "from": []})
        evidence[pointer] = {
            **old,
            "confidence": 1.0,
            "method": "person",
            "raw": one.replaced,
            "candidates": [],
        }
        shown["warnings"] = [item for item in shown["warnings"] if item["path"] != pointer]
    shown["evidence"] = evidence
    return shown


def _put(shown: dict[str, Any], read: Record, one: Correction) -> str | None:
    """Put one value into ``shown``; return its pointer there, None where it has no place."""
    if not one.path.startswith("references["):
        _set(shown, one)
        return one.path
    try:
        steps = _steps(read, one.path)
    except QueryError:
        return None
    position = int(steps[1])
    references = list(shown["references"])
    references[position] = {**references[position], str(steps[2]): one.value}
    shown["references"] = references
    return f"/references/{position}/{steps[2]}"


def _list_evidence(
    evidence: dict[str, Any], read: Record, shown: Record, name: str
) -> dict[str, Any]:
    """Return ``evidence`` with that of the list's items moved to where they stand now."""
    old = {index: evidence.get(f"/{name}/{index}") for index in range(len(read[name]))}
    kept = {key: value for key, value in evidence.items() if not key.startswith(f"/{name}/")}
    for index, item in enumerate(shown[name]):
        known = old.get(read[name].index(item)) if item in read[name] else None
        if known:
            kept[f"/{name}/{index}"] = {**known, "confidence": 1.0, "method": "person"}
    return kept


def _set(record: dict[str, Any], one: Correction) -> None:
    name, _, part = one.path.strip("/").partition("/")
    value = one.value
    if name in LISTS:
        record[name] = items_of(record, name, value or "")
        return
    if part:
        empty: dict[str, Any] = {"name": None, "rank": None, "position": None, "authority": []}
        record[name] = {**(record[name] or empty), part: value}
        return
    record[name] = value if value or name != "document_type" else "Công văn"
    if name in ("number", "date") and (value or one.replaced):
        # Nothing confirmed to be nothing stays what it was: blank, missing or unreadable.
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
