"""What was found is counted by value: issuers, types, years, relations of the citations.

Very many documents are counted in an even sample of them. Of the matches of common words the sample
comes with the matches: reading a document twice costs more than counting it.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

import orjson

from index.sqlite_plan import Plan

COUNTED, SAMPLED = 5_000, 2_000
"""Facets of more than ``COUNTED`` matches of a text are counted in ``SAMPLED`` of them or more, as
are those of many documents without words."""
CITING = 1_000
"""Relations and statuses are counted in the citations of so many documents or up to twice that."""
SHOWN = 50
_OF_REFS = ("relation", "status")
_SHARE = 8
"""One in so many matches brings its values with it: of 20,000 more than ``SAMPLED``."""
_APART = "\x1f"
Match = tuple[Any, ...]
"""words.rowid, documents.row, score, values of ``sampled`` or None, the columns asked for."""
Facets = dict[str, tuple[tuple[str, int], ...]]


def sampled(facets: Sequence[str]) -> str:
    """Return the SQL that is the values of every eighth match's document ``d``, else NULL."""
    if not facets:
        return "NULL"
    # An odd factor scatters the rows, which are numbered in the order of their arrival.
    scattered = f"(w.rowid * 40503 >> 7) % {_SHARE} = 0"
    values = f" || '{_APART}' || ".join(f"d.{name}" for name in _columns(facets)) or "''"
    return f"CASE WHEN {scattered} THEN {values} END"


def count_matches(
    connection: sqlite3.Connection, facets: Sequence[str], rows: Sequence[Match]
) -> tuple[Facets, bool]:
    """Count all matches, or evenly among them where there were more; tell whether it was so."""
    names = _columns(facets)
    few = [row for row in rows if row[3] is not None] if len(rows) > COUNTED else []
    if len(few) >= SAMPLED:
        values = [row[3].split(_APART) for row in few]
    else:
        few = list(rows[:: len(rows) // SAMPLED if len(rows) > COUNTED else 1])
        values = _values(connection, names, [row[0] for row in few])
    is_sample = len(few) < len(rows)
    found = _counted(names, values, len(rows) / len(values) if is_sample and values else 1)
    documents = [row[1] for row in few]
    return _with_refs(connection, facets, found, (documents, len(rows), is_sample))


def count_columns(
    connection: sqlite3.Connection, facets: Sequence[str], plan: Plan, bounds: tuple[int, int]
) -> tuple[Facets, bool]:
    """Count all documents of ``plan``, or an even sample where they (``bounds``: how many they are,
    how many are counted at most) are very many; tell whether it was so."""
    total, most = bounds
    names = _columns(facets)
    sql = f"SELECT {', '.join([*(f'd.{name}' for name in names), 'd.row'])} FROM documents d WHERE "
    values = plan.values
    if total > most:
        last = connection.execute("SELECT max(row) FROM documents").fetchone()[0]
        step = max(1, min(total // SAMPLED, last // most))
        sql += "d.row IN (SELECT value FROM json_each(?)) AND "
        values = [orjson.dumps(list(range(1, last + 1, step))).decode(), *plan.values]
    rows = _tuples(connection).execute(sql + plan.conditions, values).fetchall()
    is_sample = total > most
    found = _counted(names, rows, total / len(rows) if is_sample and rows else 1)
    return _with_refs(connection, facets, found, ([row[-1] for row in rows], total, is_sample))


def _columns(facets: Sequence[str]) -> list[str]:
    """Return the facets that are columns of a document."""
    return [name for name in facets if name not in _OF_REFS]


def _values(
    connection: sqlite3.Connection, names: Sequence[str], text_rows: Sequence[int]
) -> list[tuple[str, ...]]:
    return (
        _tuples(connection)
        .execute(
            f"SELECT {', '.join(f'd.{name}' for name in names) or '1'} FROM documents d "
            "WHERE d.text_row IN (SELECT value FROM json_each(?)) AND d.state = 'live'",
            [orjson.dumps(text_rows).decode()],
        )
        .fetchall()
    )


def _counted(names: Sequence[str], values: Sequence[Sequence[str]], factor: float) -> Facets:
    return {
        name: _most(Counter(map(itemgetter(place), values)), factor)
        for place, name in enumerate(names)
    }


def _with_refs(
    connection: sqlite3.Connection,
    facets: Sequence[str],
    found: Facets,
    counted: tuple[Sequence[int], int, bool],
) -> tuple[Facets, bool]:
    """Add how many documents cite by each relation and status: ``counted`` are the rows of some,
    how many there are of all, and whether the rows are a sample."""
    documents, total, is_sample = counted
    step = max(1, len(documents) // CITING)
    wanted = [name for name in facets if name in _OF_REFS]
    if not wanted:
        return found, is_sample
    some = documents[::step]
    cited = _cited(connection, some)
    factor = total / len(some) if some else 0
    for name in wanted:
        of = {(row[0], row[1 + _OF_REFS.index(name)]) for row in cited}
        found[name] = _most(Counter(map(itemgetter(1), of)), factor)
    return {name: found[name] for name in facets}, is_sample or step > 1


def _cited(connection: sqlite3.Connection, documents: Iterable[int]) -> list[tuple[int, str, str]]:
    return (
        _tuples(connection)
        .execute(
            "SELECT document, relation, status FROM json_each(?) JOIN refs ON document = value",
            [orjson.dumps(list(documents)).decode()],
        )
        .fetchall()
    )


def _tuples(connection: sqlite3.Connection) -> sqlite3.Cursor:
    """Return a cursor whose rows are bare tuples, which cost less where they are thousands."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor


def _most(counted: Counter[str], factor: float) -> tuple[tuple[str, int], ...]:
    """Return the most frequent values with their counts, times ``factor``."""
    counted.pop("", None)
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
    return tuple((value, round(number * factor)) for value, number in ranked)
