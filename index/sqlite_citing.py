"""Who cites a number: the newest documents first, read from one index of the citations.

A plan may be cited by thousands. The index holds the citing document's day, so a page reads its own
rows and those of its last day, and the total is counted without any document.
"""

import sqlite3
from collections.abc import Iterator, Sequence

from index.records import marks

_PAGE = (
    "SELECT r.document, r.day, d.document_id FROM refs r JOIN documents d ON d.row = r.document "
    "WHERE r.key = ?{} ORDER BY r.day DESC, d.document_id"
)
_AFTER = " AND r.day <= ? AND (r.day < ? OR d.document_id > ?)"


def citing_page(
    connection: sqlite3.Connection,
    cited: tuple[Sequence[str], str],
    place: tuple[str, str] | None,
    limit: int,
) -> list[int]:
    """Return the rows of ``limit`` documents that cite one of the keys ``cited`` by the relation
    beside them ('' is any), by falling day and then by id, behind ``place`` (day, id)."""
    keys, relation = cited
    found = [one for key in keys for one in _of_key(connection, (key, relation), place, limit)]
    found.sort(key=lambda one: one[2])
    found.sort(key=lambda one: one[1], reverse=True)
    return list(dict.fromkeys(row for row, _, _ in found))[:limit]


def count_citing(connection: sqlite3.Connection, cited: tuple[Sequence[str], str]) -> int:
    """Return how many documents cite one of the keys by the relation beside them."""
    keys, relation = cited
    narrowed = " AND relation = ?" if relation else ""
    row = connection.execute(
        f"SELECT count(DISTINCT document) FROM refs WHERE key IN ({marks(len(keys))}){narrowed}",
        [*keys, *([relation] if relation else [])],
    ).fetchone()
    return int(row[0])


def _of_key(
    connection: sqlite3.Connection,
    cited: tuple[str, str],
    place: tuple[str, str] | None,
    limit: int,
) -> Iterator[tuple[int, str, str]]:
    """Yield row, day and id of the first documents that cite one key, each once."""
    key, relation = cited
    narrowed, values = "", [key]
    if relation:
        narrowed, values = " AND r.relation = ?", [key, relation]
    if place is not None:
        narrowed, values = narrowed + _AFTER, [*values, place[0], *place]
    cursor = connection.cursor()
    cursor.row_factory = None
    seen: set[int] = set()
    for row in cursor.execute(_PAGE.format(narrowed), values):
        if row[0] not in seen:
            if len(seen) == limit:
                return
            seen.add(row[0])
            yield row
