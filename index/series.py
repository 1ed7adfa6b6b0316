"""The numbers of a body's year: which are there, which are missing, which are missing but cited.

How a body cuts its series (one for all types, or one a type) is its head's decision (NĐ 30/2020,
Điều 15), so it is read from the numbers: notations that never share a number though their ranges
overlap count as one series.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from dispatch.notation import parse_number
from index.bodies import known_bodies, lookup
from index.directory import body_key
from index.records import select_in

_SHARED_LEAST = 8
"""Fewer numbers than this share none by chance, and say nothing about how a series is cut."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A number that is not in the archive, ``cited`` by how many documents of it; or, with ``to``,
    all numbers from the one to the other, ``count`` of them, which nobody cites."""

    number: str
    cited: int = 0
    to: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Series:
    """One run of numbers; ``doubled`` are numbers that two documents bear."""

    issuing_body: str
    year: str
    notations: tuple[str, ...]
    first: int
    last: int
    documents: int
    missing: tuple[Missing, ...]
    doubled: tuple[str, ...] = ()
    missing_count: int = 0


def series(
    connection: sqlite3.Connection, issuer: str, year: str, *, notation: str | None = None
) -> list[Series]:
    """Return the series of numbers of ``issuer`` (a name or the directory's id) in ``year``, the
    longest first; only those with ``notation`` where it is given.

    A series runs from 1 to the highest number that is there: what comes after is not known.
    """
    rows = _numbers(connection, _keys(connection, issuer), year)
    cut = _cut(rows)
    found = [_series(connection, part, year) for part in cut]
    wanted = [one for one in found if notation is None or notation in one.notations]
    return sorted(wanted, key=lambda one: (-one.documents, one.notations))


def as_json(found: Iterable[Series]) -> list[dict[str, Any]]:
    """Return the series as plain data."""
    return [asdict(one) for one in found]


@dataclass(frozen=True, slots=True)
class _Numbered:
    value: int
    suffix: str
    notation: str
    number: str
    key: str
    issuing_body: str


def _keys(connection: sqlite3.Connection, issuer: str) -> list[str]:
    """Return the keys of the bodies that ``issuer`` names: the directory's, else those that have
    its words first (a Sở of several provinces is listed for each)."""
    known = known_bodies(connection)
    named = [known.keys[body.id] for body in lookup(known, issuer)]
    key = known.canonical(body_key(issuer))
    rows = connection.execute(
        "SELECT DISTINCT issuer FROM documents WHERE issuer = ? OR (issuer > ? AND issuer < ?)",
        (key, f"{key} ", f"{key}!"),
    )
    return named or [row["issuer"] for row in rows]


def _numbers(connection: sqlite3.Connection, keys: list[str], year: str) -> list[_Numbered]:
    rows = select_in(
        connection,
        "SELECT number, key, issuing_body FROM documents WHERE state = 'live' AND key <> '' "
        f"AND year = {int(year)} || '' AND issuer IN ({{}}) ORDER BY day, document_id",
        keys,
    )
    found = []
    for row in rows:
        parsed = parse_number(row["number"])
        # A Party committee numbers through its whole term.
        # 66.2/2025/NQ-CP is counted within number 66, of another paper.
        if parsed is not None and parsed.order == "state" and "." not in parsed.suffix:
            notation = f"{parsed.year}/{parsed.notation}" if parsed.year else parsed.notation
            found.append(
                _Numbered(
                    parsed.value,
                    parsed.suffix,
                    notation,
                    row["number"],
                    row["key"],
                    row["issuing_body"],
                )
            )
    return found


def _cut(rows: list[_Numbered]) -> list[list[_Numbered]]:
    """Divide the numbers into series: by notation, but one for those that seem to share one."""
    by_notation: dict[str, list[_Numbered]] = {}
    for row in rows:
        by_notation.setdefault(row.notation, []).append(row)
    parts: list[list[_Numbered]] = []
    for notation in sorted(by_notation, key=lambda one: (-len(by_notation[one]), one)):
        own = by_notation[notation]
        home = next((part for part in parts if _is_shared(part, own)), None)
        if home is None:
            parts.append(own)
        else:
            home.extend(own)
    return parts


def _is_shared(part: list[_Numbered], other: list[_Numbered]) -> bool:
    """Tell whether two notations take turns in one series: many numbers, none of them twice, each
    filling gaps of the other."""
    one, two = {row.value for row in part}, {row.value for row in other}
    if one & two or min(len(one), len(two)) < 2 or len(one | two) < _SHARED_LEAST:
        return False
    low, high = max(min(one), min(two)), min(max(one), max(two))
    within = [value for value in range(low, high + 1) if value in one or value in two]
    # By chance half-filled series would meet; one series fills what it spans.
    return high > low and len(within) >= 0.8 * (high - low + 1)


def _series(connection: sqlite3.Connection, part: list[_Numbered], year: str) -> Series:
    values = {row.value for row in part}
    plain = [row.key for row in part]
    notations = tuple(dict.fromkeys(row.notation for row in part))
    absent = [value for value in range(1, max(values) + 1) if value not in values]
    cited = _cited(connection, [f"{value}/{one.upper()}" for value in absent for one in notations])
    return Series(
        part[0].issuing_body,
        year,
        notations,
        min(values),
        max(values),
        len(part),
        tuple(
            _missing(
                {
                    value: sum(cited.get((f"{value}/{one.upper()}", year), 0) for one in notations)
                    for value in absent
                },
                f"/{notations[0]}" if len(notations) == 1 else "",
            )
        ),
        tuple({row.key: row.number for row in reversed(part) if plain.count(row.key) > 1}.values()),
        len(absent),
    )


def _missing(cited: Mapping[int, int], notation: str) -> Iterator[Missing]:
    """Yield what is missing in order: a run of numbers that nobody cites as one, since an archive
    that begins at 118 lacks nothing that anybody knows of before it."""
    values = sorted(cited)
    for _, run in groupby(enumerate(values), lambda one: (one[1] - one[0], bool(cited[one[1]]))):
        numbers = [value for _, value in run]
        if len(numbers) == 1 or cited[numbers[0]]:
            yield from (Missing(f"{value}{notation}", cited[value]) for value in numbers)
        else:
            first, last = numbers[0], numbers[-1]
            yield Missing(f"{first}{notation}", 0, f"{last}{notation}", len(numbers))


def _cited(connection: sqlite3.Connection, keys: list[str]) -> dict[tuple[str, str], int]:
    """Return by how many documents each of ``keys`` is cited as of a year, with no such document
    in the archive."""
    rows = select_in(
        connection,
        "SELECT key, year, count(DISTINCT document) AS number FROM refs "
        "WHERE target IS NULL AND key IN ({}) GROUP BY key, year",
        keys,
    )
    return {(row["key"], row["year"]): row["number"] for row in rows}
