"""A plan becomes a page of documents with total and facets.

Words: all matches are fetched once, as narrow rows from a covering index, up to the newest 20,000;
order, total and facets are made from them here, since SQL would join and sort them once for each.
No words: SQL pages through an index, and facets of very many documents are counted in a sample.
"""

import base64
import heapq
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import orjson

from dispatch.errors import QueryError
from index.query import Query
from index.records import marks, select_in
from index.sqlite_plan import Plan

RANKED = 20_000
"""Of more matches of a text than this, only the newest are looked at, and the answer says so."""
SAMPLED = 2_000
"""Facets of more than ``RANKED`` documents are counted in about so many of them, and those of the
citations in so many of any."""
SHOWN = 50
_WEIGHTS = "1.0, 1.0, 3.0, 3.0, 1.5, 1.0, 1.0, 1.0, 1.0, 1.0"  # one for each of WORD_COLUMNS
_OF_REFS = ("relation", "status")
_NARROW = ("row", "day", "document_id", "signer", "issuing_body")
_ROW, _DAY, _ID, _SCORE, _EXACT = 1, 2, 3, -2, -1
Match = tuple[Any, ...]
"""words.rowid, the columns ``_NARROW``, the facets' columns, score, exactness."""
Facets = dict[str, tuple[tuple[str, int], ...]]


@dataclass(slots=True)
class Found:
    """A page as rows of ``documents`` with their scores, and what is said of all matches."""

    page: list[tuple[sqlite3.Row, float]] = field(default_factory=list)
    total: int = 0
    after: str | None = None
    facets: Facets = field(default_factory=dict)
    newest_only: int | None = None
    is_estimated: bool = False


def matches(connection: sqlite3.Connection, query: Query, plan: Plan) -> Found:
    """Return the page of ``query``, whose plan is ``plan``."""
    cursor = _cursor_of(query)
    if plan.match:
        return _of_words(connection, query, plan, cursor)
    return _of_columns(connection, query, plan, cursor)


def _of_words(
    connection: sqlite3.Connection, query: Query, plan: Plan, cursor: Match | None
) -> Found:
    oldest = _oldest(connection, plan)
    columns = [name for name in query.facets if name not in (*_OF_REFS, *_NARROW)]
    rows = _fetched(connection, plan, columns, oldest)
    page, has_more = _page(plan, rows, cursor, query.limit)
    found = Found(total=len(rows), newest_only=RANKED if oldest else None)
    found.page = _shown(connection, page)
    if has_more:
        found.after = _mark(page[-1])
    places = {name: 1 + place for place, name in enumerate([*_NARROW, *columns])}
    for name in query.facets:
        if name not in _OF_REFS:
            found.facets[name] = _most(Counter(map(itemgetter(places[name]), rows)))
    _add_refs(connection, query, [row[_ROW] for row in rows], found)
    return found


def _oldest(connection: sqlite3.Connection, plan: Plan) -> int:
    """Return the row of words below which matches are too old to be looked at, 0 for none."""
    row = connection.execute(
        "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?",
        (plan.match, RANKED),
    ).fetchone()
    return int(row[0]) if row else 0


def _fetched(
    connection: sqlite3.Connection, plan: Plan, columns: Sequence[str], oldest: int
) -> list[Match]:
    score = f"-bm25(words, {_WEIGHTS})" if plan.is_ranked else "0.0"
    names = ", ".join(f"d.{name}" for name in (*_NARROW, *columns))
    cursor = connection.cursor()
    cursor.row_factory = None
    rows = cursor.execute(
        f"SELECT words.rowid, {names}, {score}, 1 FROM words CROSS JOIN documents d "
        f"ON d.text_row = words.rowid WHERE words MATCH ? AND words.rowid > ? "
        f"AND {plan.conditions}",
        [plan.match, oldest, *plan.values],
    ).fetchall()
    if not plan.exact and not plan.surely:
        return rows
    exact = None
    if plan.exact:
        exact = {
            row[0]
            for row in cursor.execute(
                "SELECT rowid FROM words WHERE words MATCH ? AND rowid > ?", (plan.exact, oldest)
            )
        }
    asked = [(1 + _NARROW.index(column), names) for column, names in plan.surely.items()]
    return [
        (*row[:-1], (exact is None or row[0] in exact) and all(row[at] in of for at, of in asked))
        for row in rows
    ]


def _page(
    plan: Plan, rows: list[Match], cursor: Match | None, limit: int
) -> tuple[list[Match], bool]:
    """Return the page's matches in order and whether more follow."""
    if cursor is not None:
        rows = [row for row in rows if _precedes(plan, cursor, row)]
    is_falling = plan.sort != "oldest"
    if len(rows) > limit + 1:
        # Only what can be on the page is sorted; many may share the last one's first key.
        first = [_first_key(plan, row) for row in rows]
        picked = heapq.nlargest if is_falling else heapq.nsmallest
        last = picked(limit + 1, first)[-1]
        rows = [
            row
            for row, key in zip(rows, first, strict=True)
            if (key >= last if is_falling else key <= last)
        ]
    ordered = sorted(rows, key=itemgetter(_ID))
    ordered.sort(key=itemgetter(_DAY), reverse=is_falling)
    ordered.sort(key=lambda row: _first_key(plan, row), reverse=is_falling)
    return ordered[:limit], len(ordered) > limit


def _first_key(plan: Plan, row: Match) -> Any:
    if plan.sort == "relevance":
        return (row[_EXACT], row[_SCORE])
    return row[_DAY] if plan.sort == "newest" else (row[_DAY] == "", row[_DAY])


def _precedes(plan: Plan, one: Match, other: Match) -> bool:
    """Tell whether ``one`` stands before ``other``."""
    first, second = _first_key(plan, one), _first_key(plan, other)
    if first != second:
        return bool(first < second if plan.sort == "oldest" else first > second)
    if one[_DAY] != other[_DAY]:
        return bool(one[_DAY] > other[_DAY])
    return bool(one[_ID] < other[_ID])


def _shown(
    connection: sqlite3.Connection, page: Sequence[Match]
) -> list[tuple[sqlite3.Row, float]]:
    rows = {
        row["row"]: row
        for row in select_in(
            connection,
            "SELECT * FROM documents WHERE row IN ({})",
            [match[_ROW] for match in page],
        )
    }
    return [(rows[match[_ROW]], match[_SCORE]) for match in page]


def _of_columns(
    connection: sqlite3.Connection, query: Query, plan: Plan, cursor: Match | None
) -> Found:
    found = Found()
    source = f"FROM documents d WHERE {plan.conditions}"
    found.total = connection.execute(f"SELECT count(*) {source}", plan.values).fetchone()[0]
    exact, exact_values = _exactness(plan)
    order = {
        "relevance": "exact DESC, d.day DESC, d.document_id"
        if exact
        else "d.day DESC, d.document_id",
        "newest": "d.day DESC, d.document_id",
        "oldest": "d.day = '', d.day, d.document_id",
    }[plan.sort]
    after, after_values = _after(plan, cursor, exact, exact_values)
    rows = connection.execute(
        f"SELECT d.row, {exact or '1'} AS exact {source}{after} ORDER BY {order} LIMIT ?",
        [*exact_values, *plan.values, *after_values, query.limit + 1],
    ).fetchall()
    wide = {
        row["row"]: row
        for row in select_in(
            connection,
            "SELECT * FROM documents WHERE row IN ({})",
            [row["row"] for row in rows[: query.limit]],
        )
    }
    found.page = [(wide[row["row"]], 0.0) for row in rows[: query.limit]]
    if len(rows) > query.limit > 0:
        last = wide[rows[query.limit - 1]["row"]]
        exactness = rows[query.limit - 1]["exact"]
        found.after = _mark((0, last["row"], last["day"], last["document_id"], 0.0, exactness))
    if query.facets:
        _count_columns(connection, query, plan, found)
    return found


def _exactness(plan: Plan) -> tuple[str, list[object]]:
    """Return the SQL that is 1 for documents whose names carry the query's own diacritics; '' where
    that tells none from the others."""
    parts = [f"d.{column} IN ({marks(len(names))})" for column, names in plan.surely.items()]
    return " AND ".join(parts), [name for names in plan.surely.values() for name in sorted(names)]


def _after(
    plan: Plan, cursor: Match | None, exact: str, exact_values: list[object]
) -> tuple[str, list[object]]:
    """Return the condition that leaves out everything up to the last hit of the page before."""
    if cursor is None:
        return "", []
    day, document_id = cursor[_DAY], cursor[_ID]
    if plan.sort == "oldest":
        return (
            " AND ((d.day = '', d.day) > (?, ?) OR (d.day = ? AND d.document_id > ?))",
            [day == "", day, day, document_id],
        )
    later = "(d.day < ? OR (d.day = ? AND d.document_id > ?))"
    values = [day, day, document_id]
    if plan.sort == "newest" or not exact:
        return f" AND {later}", values
    same = f"({exact}) = ? AND {later}"
    return (
        f" AND (({exact}) < ? OR ({same}))",
        [*exact_values, cursor[_EXACT], *exact_values, cursor[_EXACT], *values],
    )


def _count_columns(connection: sqlite3.Connection, query: Query, plan: Plan, found: Found) -> None:
    """Count the facets of all documents found, or of an even sample where they are very many."""
    names = [name for name in query.facets if name not in _OF_REFS]
    sql = f"SELECT {', '.join(['d.row', *(f'd.{name}' for name in names)])} FROM documents d "
    cursor = connection.cursor()
    cursor.row_factory = None
    if found.total > RANKED:
        last = connection.execute("SELECT max(row) FROM documents").fetchone()[0]
        step = max(1, min(found.total // SAMPLED, last // RANKED))
        sql += "WHERE d.row IN (SELECT value FROM json_each(?)) AND "
        values = [orjson.dumps(list(range(1, last + 1, step))).decode(), *plan.values]
    else:
        sql, values = f"{sql}WHERE ", plan.values
    rows = cursor.execute(sql + plan.conditions, values).fetchall()
    factor = found.total / len(rows) if rows else 0
    found.is_estimated = found.total > RANKED
    for place, name in enumerate(names):
        counted = Counter(row[place + 1] for row in rows)
        found.facets[name] = _most(counted, factor if found.is_estimated else 1)
    _add_refs(connection, query, [row[0] for row in rows], found)


def _add_refs(
    connection: sqlite3.Connection, query: Query, documents: Sequence[int], found: Found
) -> None:
    """Count the documents by relation and by status of their citations, evenly sampled."""
    wanted = [name for name in query.facets if name in _OF_REFS]
    if not wanted:
        return
    step = max(1, len(documents) // SAMPLED)
    sample = documents[::step]
    rows = select_in(
        connection, "SELECT document, relation, status FROM refs WHERE document IN ({})", sample
    )
    found.is_estimated = found.is_estimated or step > 1
    factor = found.total / len(sample) if sample else 0
    for name in wanted:
        counted = Counter(value for _, value in {(row["document"], row[name]) for row in rows})
        found.facets[name] = _most(counted, factor)


def _most(counted: Counter[str], factor: float = 1) -> tuple[tuple[str, int], ...]:
    """Return the most frequent values with their counts, times ``factor``."""
    counted.pop("", None)
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
    return tuple((value, round(number * factor)) for value, number in ranked)


def _mark(match: Match) -> str:
    place = [int(match[_EXACT]), match[_SCORE], match[_DAY], match[_ID]]
    return base64.urlsafe_b64encode(orjson.dumps(place)).decode()


def _cursor_of(query: Query) -> Match | None:
    """Return the last match of the page before, as far as it says where this one begins."""
    if not query.after:
        return None
    try:
        exact, score, day, document_id = orjson.loads(base64.urlsafe_b64decode(query.after))
        return (0, 0, str(day), str(document_id), float(score), int(exact))
    except (ValueError, TypeError) as error:
        raise QueryError(
            "The page mark is not one that a search gave; start again from the first page.",
            vi="Dấu trang không hợp lệ; hãy tìm lại từ trang đầu.",
        ) from error
