"""What is asked of the archive by name: a record or document by id or number, with its overlay."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dispatch.errors import QueryError
from index.base import FileEntry, Record
from index.entries import laid_over, renditions_of, warnings_of
from index.exchange import CONFLICT, conflicts
from index.ledger import entries_of
from index.records import load, marks, unpack
from index.traits import keys_cited, title_key


@dataclass(frozen=True, slots=True)
class Document:
    """A document and everything laid beside its record."""

    document_id: str
    record: Record
    renditions: tuple[str, ...]
    sightings: tuple[FileEntry, ...]
    warnings: tuple[str, ...]


def find(connection: sqlite3.Connection, name: str) -> list[str]:
    """Return the ids of the documents that ``name`` means: a record id, a document id (an old one
    too), the start of one of at least eight characters, or a number; newest first."""
    rendition = connection.execute(
        "SELECT d.document_id FROM renditions r JOIN documents d ON d.row = r.document "
        "WHERE r.record_id = ? AND d.state = 'live'",
        (name,),
    ).fetchone()
    if rendition:
        return [rendition["document_id"]]
    row = connection.execute(
        "SELECT document_id, state, merged_into FROM documents WHERE document_id = ?", (name,)
    ).fetchone()
    if row:
        if row["state"] == "live":
            return [row["document_id"]]
        return find(connection, row["merged_into"]) if row["merged_into"] else []
    keys = keys_cited(name)
    rows = connection.execute(
        f"SELECT document_id FROM documents WHERE (key IN ({marks(len(keys))}) "
        "OR (title <> '' AND title = ?)) AND state = 'live' ORDER BY day DESC, document_id",
        (*keys, title_key(name)),
    ).fetchall()
    if not rows and len(name) >= 8 and all(char in "0123456789abcdef" for char in name):
        rows = connection.execute(
            "SELECT DISTINCT d.document_id FROM documents d "
            "JOIN renditions r ON r.document = d.row WHERE d.state = 'live' "
            "AND (d.document_id BETWEEN ? AND ? OR r.record_id BETWEEN ? AND ?)",
            (name, name + "g", name, name + "g"),
        ).fetchall()
    return [row["document_id"] for row in rows]


def read(connection: sqlite3.Connection, name: str) -> dict[str, Any] | None:
    """Return the record that ``name`` means with its overlay; None for none or several.

    A record's id gives that very rendition, anything else the document's best one.
    """
    own = connection.execute(
        "SELECT d.*, r.version AS own_version FROM renditions r "
        "JOIN documents d ON d.row = r.document WHERE r.record_id = ? AND r.is_live",
        (name,),
    ).fetchone()
    if own:
        return _warned(
            connection, laid_over(connection, own, load(connection, name, own["own_version"]))
        )
    found = find(connection, name)
    if len(found) != 1:
        return None
    row = _row(connection, found[0])
    record = load(connection, row["record_id"], row["version"])
    return _warned(connection, laid_over(connection, row, record))


def document(connection: sqlite3.Connection, document_id: str) -> Document | None:
    """Return the live document ``document_id`` with its renditions and where they were seen."""
    row = _row(connection, document_id)
    if row is None or row["state"] != "live":
        return None
    record = laid_over(connection, row, load(connection, row["record_id"], row["version"]))
    record = _warned(connection, record)
    renditions = tuple(renditions_of(connection, row["row"]))
    file_ids = dict.fromkeys(one.partition("#")[0] for one in renditions)
    sightings = tuple(entry for one in file_ids for entry in entries_of(connection, one))
    warnings = warnings_of(connection, row)
    if any(warning["code"] == CONFLICT for warning in record["warnings"]):
        warnings += (CONFLICT,)
    return Document(document_id, record, renditions, sightings, warnings)


def of_file(connection: sqlite3.Connection, file_id: str) -> list[str]:
    """Return the ids of the live documents that a file holds, in the file's order."""
    rows = connection.execute(
        "SELECT d.document_id FROM renditions r JOIN documents d ON d.row = r.document "
        "WHERE r.record_id >= ? AND r.record_id < ? AND d.state = 'live' "
        "ORDER BY length(r.record_id), r.record_id",
        (file_id, f"{file_id}$"),  # '#', which parts a file's documents, comes right before '$'
    )
    return list(dict.fromkeys(row["document_id"] for row in rows))


def records(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Yield the best record of every live document with its overlay, by document id."""
    last = ""
    while True:
        rows = connection.execute(
            "SELECT d.*, r.data FROM documents d JOIN records r "
            "ON r.id = d.record_id AND r.version = d.version "
            "WHERE d.state = 'live' AND d.document_id > ? ORDER BY d.document_id LIMIT 200",
            (last,),
        ).fetchall()
        if not rows:
            return
        for row in rows:
            yield laid_over(connection, row, unpack(row["data"]))
        last = rows[-1]["document_id"]


def _warned(connection: sqlite3.Connection, record: dict[str, Any]) -> dict[str, Any]:
    """Return the record with the warnings about the package that its file came in."""
    found = conflicts(connection, record)
    return {**record, "warnings": [*record["warnings"], *found]} if found else record


def not_one(name: str, count: int) -> QueryError:
    """Return the error for a name that means no document, or several."""
    return QueryError(
        f"{name} means {count} documents; name one by its id: congvan search.",
        vi=f"{name} chỉ {count} văn bản; hãy dùng mã của một văn bản: congvan search.",
        code="ambiguous" if count else "not-found",
    )


def _row(connection: sqlite3.Connection, document_id: str) -> sqlite3.Row:
    found: sqlite3.Row = connection.execute(
        "SELECT * FROM documents WHERE document_id = ?", (document_id,)
    ).fetchone()
    return found
