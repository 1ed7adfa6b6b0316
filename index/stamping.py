"""A record that another version of the program gives just as it was is that version's from then on.

Nothing that is searched, compared or linked depends on the version, so only the record and the rows
that name it are written: no words, no citations, no campaigns.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from index.base import Record
from index.documents import next_seq
from index.kept_words import are_any_kept
from index.records import pack, select_in

_IDENTITY = frozenset({"schema_version", "id", "document_id", "source", "extractor"})


def changes_of(old: Record | None, new: Record | None) -> Iterator[tuple[str, Any, Any]]:
    """Yield (field, old value, new value) for every field in which two records differ; a record
    that comes or goes is the field ``document``."""
    if old is None or new is None:
        yield "document", old and old["subject"], new and new["subject"]
        return
    for name in new:
        if name not in _IDENTITY and old.get(name) != new[name]:
            yield name, old.get(name), new[name]


def stamp(connection: sqlite3.Connection, records: Sequence[Record]) -> None:
    """Put the version of ``records`` (no two of one id), which say what their live ones say, in the
    place of the version that those bear. Views elsewhere hold the record, so they are to be fed."""
    versions = {
        row["record_id"]: row["version"]
        for row in select_in(
            connection,
            "SELECT record_id, version FROM renditions WHERE record_id IN ({})",
            [record["id"] for record in records],
        )
    }
    values = [
        {
            "id": record["id"],
            "old": versions[record["id"]],
            "new": record["extractor"]["version"],
            "data": pack(record),
        }
        for record in records
    ]
    for statement in _STATEMENTS:
        connection.executemany(statement, values)
    if are_any_kept(connection):
        connection.executemany(_KEPT_WORDS, values)
    _number_anew(connection, list(versions))


_STATEMENTS = (
    "UPDATE OR REPLACE records SET version = :new, data = :data WHERE id = :id AND version = :old",
    "UPDATE renditions SET version = :new WHERE record_id = :id",
    # The words are those of the record still, so they count as made from it.
    "UPDATE documents SET version = :new, text_of = CASE text_of WHEN :id || ' ' || :old "
    "THEN :id || ' ' || :new ELSE text_of END WHERE record_id = :id AND version = :old",
)
_KEPT_WORDS = "UPDATE kept_words SET version = :new WHERE record_id = :id AND version = :old"


def _number_anew(connection: sqlite3.Connection, record_ids: Sequence[str]) -> None:
    """Give the documents that show these records their turn in every view."""
    rows = select_in(
        connection,
        "SELECT row FROM documents WHERE state = 'live' AND record_id IN ({})",
        record_ids,
    )
    first = next_seq(connection, len(rows))
    connection.executemany(
        "UPDATE documents SET seq = ? WHERE row = ?",
        [(first + number, row["row"]) for number, row in enumerate(rows)],
    )
