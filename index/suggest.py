"""What somebody may be about to type: numbers, issuers and signers of the archive.

Numbers are matched from their beginning by the form that OCR's confusions leave alike; a name
where any of its words begins with what was typed, abbreviations of bodies written out or not.
"""

import re
import sqlite3
from collections.abc import Sequence

from index.analysis import folded, folded_word, skeleton
from index.base import Suggestion, SuggestionKind
from index.directory import expand
from index.records import select_in

COLUMNS: dict[SuggestionKind, str] = {"issuer": "issuing_body", "signer": "signer"}
_LAST = "\U0010ffff"


def number_start(prefix: str) -> str:
    """Return what the ``skeleton`` of a number must begin with; '' where nothing was typed."""
    # Nobody means another number by 05 than by 5; a nought alone may be the beginning of 05.
    return skeleton(re.sub("^0+(?=[0-9])", "", prefix.strip())) if folded(prefix) else ""


def name_starts(kind: SuggestionKind, prefix: str) -> tuple[str, ...]:
    """Return the folded forms of which a name must hold one at the beginning of a word."""
    return tuple(form for form in _forms(kind, prefix) if form)


def name_tails(kind: SuggestionKind, name: str) -> list[str]:
    """Return the folded forms of ``name`` from each of its words to the end: whatever a person may
    begin to type is the beginning of one."""
    tails: set[str] = set()
    for form in _forms(kind, name):
        words = form.split()
        tails.update(" ".join(words[first:]) for first in range(len(words)))
    return sorted(tails)


def suggest(
    connection: sqlite3.Connection, prefix: str, *, kinds: Sequence[SuggestionKind], limit: int
) -> list[Suggestion]:
    """Return the suggestions of each kind from the store, numbers in order, names by frequency."""
    found: list[Suggestion] = []
    for kind in kinds:
        if kind == "number":
            found += _numbers(connection, number_start(prefix), limit)
        else:
            found += _names(connection, kind, prefix, limit)
    return found


def _forms(kind: SuggestionKind, name: str) -> tuple[str, ...]:
    plain = folded(name)
    if kind != "issuer":
        return (plain,)
    return tuple(dict.fromkeys((plain, " ".join(map(folded_word, expand(name))))))


def _numbers(connection: sqlite3.Connection, start: str, limit: int) -> list[Suggestion]:
    if not start:
        return []
    # The index gives the first few forms in order without looking at the others.
    rows = connection.execute(
        "SELECT number, count(*) AS documents FROM documents WHERE state = 'live' AND skeleton IN "
        "(SELECT skeleton FROM documents WHERE skeleton >= ? AND skeleton < ? AND state = 'live' "
        "GROUP BY skeleton ORDER BY skeleton LIMIT ?) "
        "GROUP BY skeleton, number ORDER BY skeleton, number LIMIT ?",
        (start, start + _LAST, limit, limit),
    )
    return [Suggestion("number", row["number"], row["documents"]) for row in rows]


def _names(
    connection: sqlite3.Connection, kind: SuggestionKind, prefix: str, limit: int
) -> list[Suggestion]:
    starts = name_starts(kind, prefix)
    if not starts:
        return []
    column = COLUMNS[kind]
    wanted = [
        name
        for name in _distinct(connection, column)
        if any(f" {form}".find(f" {start}") >= 0 for form in _forms(kind, name) for start in starts)
    ]
    counted = select_in(
        connection,
        f"SELECT {column} AS name, count(*) AS documents FROM documents "
        f"WHERE state = 'live' AND {column} IN ({{}}) GROUP BY name",
        wanted,
    )
    ranked = sorted(counted, key=lambda row: (-row["documents"], row["name"]))
    return [Suggestion(kind, row["name"], row["documents"]) for row in ranked[:limit]]


def _distinct(connection: sqlite3.Connection, column: str) -> list[str]:
    """Return the values of ``column``, leaping from each to the next in its index: an archive has
    few names and many documents."""
    after = (
        f"(SELECT {column} FROM documents WHERE state = 'live' AND {column} > name "
        f"ORDER BY {column} LIMIT 1)"
    )
    rows = connection.execute(
        f"WITH RECURSIVE names (name) AS (SELECT {after.replace('name', repr(''))} UNION ALL "
        f"SELECT {after} FROM names WHERE name IS NOT NULL) SELECT name FROM names "
        "WHERE name IS NOT NULL"
    )
    return [row["name"] for row in rows]
