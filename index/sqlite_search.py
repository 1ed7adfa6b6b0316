"""A plan becomes a page of documents with total and facets.

Words: all matches are fetched once, as narrow rows from a covering index, up to the newest 20,000;
order, total and facets are made from them here, since SQL would join and sort them once for each.
No words: SQL pages through an index.
"""

import base64
import heapq
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

import orjson

from dispatch.errors import QueryError
from index.compounds import weight
from index.query import Query
from index.records import marks, select_in
from index.sqlite_citing import citing_page, count_citing
from index.sqlite_facets import Facets, Match, count_columns, count_matches, sampled
from index.sqlite_plan import Plan
from index.words import name_match

RANKED = 20_000
"""Of more matches of a text than this, only the newest are looked at, and the answer says so."""
_WEIGHTS = "1.0, 1.0, 3.0, 3.0, 1.5, 1.0, 1.0, 1.0, 1.0, 1.0"  # one for each of WORD_COLUMNS
_SCORE, _COLUMNS = 2, 4  # of a match
_EXACT = 1e6  # more than any score: what carries the query's own diacritics comes first


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands among all that were found."""

    day: str
    document_id: str
    score: float
    is_exact: bool


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
    connection: sqlite3.Connection, query: Query, plan: Plan, cursor: Place | None
) -> Found:
    columns = [*plan.surely, *(() if plan.sort == "relevance" else ("day",))]
    rows, oldest = _fetched(connection, plan, columns, query.facets)
    found = Found(total=len(rows), newest_only=RANKED if oldest else None)
    first = _first_keys(connection, plan, rows, columns)
    page, has_more = _page(connection, plan, (rows, first), cursor, query.limit)
    found.page = [(row, place.score) for place, row in page]
    if has_more and page:
        found.after = _mark(page[-1][0])
    if query.facets:
        found.facets, found.is_estimated = count_matches(connection, query.facets, rows)
    return found


def _fetched(
    connection: sqlite3.Connection, plan: Plan, columns: Sequence[str], facets: Sequence[str]
) -> tuple[list[Match], int]:
    """Return the newest matches and the row of words below which others are, 0 for none."""
    score = f"-bm25(words, {_WEIGHTS})" if plan.is_ranked else "0.0"
    names = ", ".join(
        ["w.rowid", "d.row", "w.score", sampled(facets), *(f"d.{n}" for n in columns)]
    )
    sql = (
        f"WITH w AS MATERIALIZED (SELECT rowid, {score} AS score FROM words WHERE words MATCH ? "
        f"ORDER BY rowid DESC LIMIT {RANKED + 1}) SELECT {names} FROM w "
        f"LEFT JOIN documents d ON d.text_row = w.rowid AND {plan.conditions}"
    )
    rows = _tuples(connection).execute(sql, [plan.match, *plan.values]).fetchall()
    oldest = min(map(itemgetter(0), rows)) + 1 if len(rows) > RANKED else 0
    kept = [row for row in rows if row[1] is not None and row[0] >= oldest]
    return _raised(connection, plan, kept) if plan.is_ranked else kept, oldest


def _raised(connection: sqlite3.Connection, plan: Plan, rows: list[Match]) -> list[Match]:
    """Return the matches with higher scores where headings hold compounds of the query."""
    places = {row[0] for row in rows}
    more: dict[int, float] = {}
    for compound in plan.compounds if rows else ():
        holders = places & _rows_of(connection, name_match("compounds", compound), rows)
        own = weight(len(holders), len(rows))
        for holder in holders:
            more[holder] = more.get(holder, 0.0) + own
    return [
        (row[0], row[1], row[_SCORE] + more[row[0]], *row[_SCORE + 1 :]) if row[0] in more else row
        for row in rows
    ]


def _first_keys(
    connection: sqlite3.Connection,
    plan: Plan,
    rows: list[Match],
    columns: Sequence[str],
) -> list[Any]:
    """Return what each match is sorted by before its day and its id."""
    if plan.sort != "relevance":
        at = _COLUMNS + columns.index("day")
        days = [row[at] for row in rows]
        return days if plan.sort == "newest" else [(day == "", day) for day in days]
    if not plan.exact and not plan.surely:
        return [row[_SCORE] + _EXACT for row in rows]
    of_words = _rows_of(connection, plan.exact, rows) if plan.exact and rows else None
    exact = [of_words is None or row[0] in of_words for row in rows]
    for column, names in plan.surely.items():
        at = _COLUMNS + columns.index(column)
        exact = [one and row[at] in names for one, row in zip(exact, rows, strict=True)]
    return [
        row[_SCORE] + _EXACT if one else row[_SCORE] for one, row in zip(exact, rows, strict=True)
    ]


def _rows_of(connection: sqlite3.Connection, match: str, rows: list[Match]) -> set[int]:
    """Return the rows of words, from the oldest to the newest of the matches, that ``match``."""
    newest, oldest = max(map(itemgetter(0), rows)), min(map(itemgetter(0), rows))
    sql = "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?"
    return set(chain.from_iterable(_tuples(connection).execute(sql, (match, oldest, newest))))


def _page(
    connection: sqlite3.Connection,
    plan: Plan,
    matched: tuple[list[Match], list[Any]],
    cursor: Place | None,
    limit: int,
) -> tuple[list[tuple[Place, sqlite3.Row]], bool]:
    """Return the page's documents in order and whether more follow.

    Only what can be on the page is read and sorted: what has the first keys that come first, and
    all that share a key with the last of these or with the end of the page before.
    """
    rows, first = matched
    is_falling = plan.sort != "oldest"
    start = None if cursor is None else _first_key(plan, cursor)
    ahead = first
    if start is not None:
        ahead = [key for key in first if key != start and (key < start) == is_falling]
    picked = heapq.nlargest if is_falling else heapq.nsmallest
    last = picked(limit + 1, ahead)[-1] if ahead else start
    low, high = (last, start) if is_falling else (start, last)
    scores = {
        row[1]: (key, row[_SCORE])
        for row, key in zip(rows, first, strict=True)
        if (low is None or key >= low) and (high is None or key <= high)
    }
    wide = select_in(connection, "SELECT * FROM documents WHERE row IN ({})", scores)
    found = []
    for row in wide:
        key, score = scores[row["row"]]
        is_exact = plan.sort != "relevance" or key >= _EXACT
        place = Place(row["day"], row["document_id"], score, is_exact)
        if cursor is None or _precedes(plan, cursor, place):
            found.append((place, row))
    found.sort(key=lambda one: one[0].document_id)
    found.sort(key=lambda one: one[0].day, reverse=is_falling)
    found.sort(key=lambda one: _first_key(plan, one[0]), reverse=is_falling)
    return found[:limit], len(found) > limit


def _tuples(connection: sqlite3.Connection) -> sqlite3.Cursor:
    """Return a cursor whose rows are bare tuples, which cost less where they are thousands."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor


def _first_key(plan: Plan, place: Place) -> Any:
    if plan.sort == "relevance":
        return place.score + _EXACT if place.is_exact else place.score
    return place.day if plan.sort == "newest" else (place.day == "", place.day)


def _precedes(plan: Plan, one: Place, other: Place) -> bool:
    """Tell whether ``one`` stands before ``other``."""
    first, second = _first_key(plan, one), _first_key(plan, other)
    if first != second:
        return bool(first < second if plan.sort == "oldest" else first > second)
    if one.day != other.day:
        return one.day > other.day
    return one.document_id < other.document_id


def _of_columns(
    connection: sqlite3.Connection, query: Query, plan: Plan, cursor: Place | None
) -> Found:
    found = Found()
    if plan.asks_citations_only and plan.sort != "oldest":
        cited = (plan.cited, plan.relation)
        place = (cursor.day, cursor.document_id) if cursor else None
        rows = [(row, 1) for row in citing_page(connection, cited, place, query.limit + 1)]
        found.total = count_citing(connection, cited)
    else:
        rows, found.total = _columns_page(connection, query, plan, cursor)
    wide = {
        row["row"]: row
        for row in select_in(
            connection,
            "SELECT * FROM documents WHERE row IN ({})",
            [row for row, _ in rows[: query.limit]],
        )
    }
    found.page = [(wide[row], 0.0) for row, _ in rows[: query.limit]]
    if len(rows) > query.limit > 0:
        row, exactness = rows[query.limit - 1]
        last = wide[row]
        found.after = _mark(Place(last["day"], last["document_id"], 0.0, bool(exactness)))
    if query.facets:
        found.facets, found.is_estimated = count_columns(
            connection, query.facets, plan, (found.total, RANKED)
        )
    return found


def _columns_page(
    connection: sqlite3.Connection, query: Query, plan: Plan, cursor: Place | None
) -> tuple[list[tuple[int, int]], int]:
    """Return the page's documents and one more (row, whether it is exact), and the total."""
    source = f"FROM documents d WHERE {plan.conditions}"
    exact, exact_values = _exactness(plan)
    order = {
        "relevance": "exact DESC, d.day DESC, d.document_id"
        if exact
        else "d.day DESC, d.document_id",
        "newest": "d.day DESC, d.document_id",
        "oldest": "d.day = '', d.day, d.document_id",
    }[plan.sort]
    after, after_values = _after(plan, cursor, exact, exact_values)
    # The citing documents are as many as a number is cited: all of them are read once.
    is_once = bool(plan.cited) and cursor is None
    found_rows = _tuples(connection).execute(
        f"SELECT d.row, {exact or '1'} AS exact {source}{after} ORDER BY {order} LIMIT ?",
        [*exact_values, *plan.values, *after_values, -1 if is_once else query.limit + 1],
    )
    rows = found_rows.fetchmany(query.limit + 1)
    # A count in the same statement (count(*) OVER ()) would keep and sort every row.
    if is_once:
        return rows, len(rows) + sum(1 for _ in found_rows)
    total: int = connection.execute(f"SELECT count(*) {source}", plan.values).fetchone()[0]
    return rows, total


def _exactness(plan: Plan) -> tuple[str, list[object]]:
    """Return the SQL that is 1 for documents whose names carry the query's own diacritics; '' where
    that tells none from the others."""
    parts = [f"d.{column} IN ({marks(len(names))})" for column, names in plan.surely.items()]
    values: list[object] = []
    for names in plan.surely.values():
        values += sorted(names)
    return " AND ".join(parts), values


def _after(
    plan: Plan, cursor: Place | None, exact: str, exact_values: list[object]
) -> tuple[str, list[object]]:
    """Return the condition that leaves out everything up to the last hit of the page before."""
    if cursor is None:
        return "", []
    day, document_id = cursor.day, cursor.document_id
    if plan.sort == "oldest":
        return (
            " AND ((d.day = '', d.day) > (?, ?) OR (d.day = ? AND d.document_id > ?))",
            [day == "", day, day, document_id],
        )
    later = "(d.day < ? OR (d.day = ? AND d.document_id > ?))"
    values: list[object] = [day, day, document_id]
    if plan.sort == "newest" or not exact:
        return f" AND {later}", values
    same = f"({exact}) = ? AND {later}"
    return (
        f" AND (({exact}) < ? OR ({same}))",
        [*exact_values, cursor.is_exact, *exact_values, cursor.is_exact, *values],
    )


def _mark(place: Place) -> str:
    parts = [int(place.is_exact), place.score, place.day, place.document_id]
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode()


def _cursor_of(query: Query) -> Place | None:
    """Return the last match of the page before, as far as it says where this one begins."""
    if not query.after:
        return None
    try:
        exact, score, day, document_id = orjson.loads(base64.urlsafe_b64decode(query.after))
        return Place(str(day), str(document_id), float(score), bool(int(exact)))
    except (ValueError, TypeError) as error:
        raise QueryError(
            "The page mark is not one that a search gave; start again from the first page.",
            vi="Dấu trang không hợp lệ; hãy tìm lại từ trang đầu.",
        ) from error
