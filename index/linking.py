"""The store's side of linking: which citations to look at again, and what their answer changes.

Runs in the transaction that brought the documents, so the graph is never behind them and does not
depend on the order of arrival.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import orjson

from index.bodies import known_bodies
from index.documents import Changes, bodies_of, next_seq
from index.known_bodies import KnownBodies
from index.links import BY_LOOK, STUB, Citation, Resolution, Target, resolve
from index.records import CHUNK, select_in, select_with
from index.standing import ACTING, acting, restate

_REF = "SELECT * FROM refs WHERE "
_TARGET = "row, document_id, key, title, year, first_day, last_day, issuer, subject_key"
# A citation without a year may mean a document of any year; one that is resolved to another day
# stays so. The outer braces are filled by select_with.
_CITING = (
    "WITH wanted (value, year, first_day, last_day, issuer) AS (VALUES {{}}) "
    "SELECT r.*, w.first_day, w.last_day, w.issuer AS issued_by FROM wanted w CROSS JOIN refs r "
    "ON r.{column} = w.value AND r.year IN ('', w.year) "
    "WHERE {condition}"
)
_OPEN = f"(r.status <> 'resolved' OR r.method IN {BY_LOOK})"
_CONCERNS = {
    "key": f"{_OPEN} OR r.date IS NULL OR r.date BETWEEN w.first_day AND w.last_day",
    # What only looks alike counts on the cited day alone, and less than any of the key itself.
    "skeleton": f"{_OPEN} AND (r.date IS NULL OR r.date BETWEEN w.first_day AND w.last_day)",
}


def relink(connection: sqlite3.Connection, changes: Changes) -> set[int]:
    """Resolve the citations of changed documents and all that may cite them; return the documents
    beside those whose links or standing changed (their sequence number is new)."""
    bodies = bodies_of(connection, changes)
    refs = {(row["document"], row["position"]): row for row in _affected(connection, changes)}
    others: set[int] = set()
    left: set[int] = set()
    ordered = [refs[place] for place in sorted(refs)]
    for start in range(0, len(ordered), CHUNK):
        touched = _relink(connection, ordered[start : start + CHUNK], bodies)
        changes.relinked += len(touched)
        others.update(document for document, _ in touched)
        left.update(target for _, target in touched if target is not None)
    others.update(_twins(connection, changes))
    concerned = changes.documents | others | left | changes.acted
    others |= left | changes.acted | restate(connection, concerned)
    others -= changes.documents
    _move_on(connection, others)
    return others


def _move_on(connection: sqlite3.Connection, documents: set[int]) -> None:
    """Give documents new sequence numbers, so that every view takes them again."""
    first = next_seq(connection, len(documents)) if documents else 0
    connection.executemany(
        "UPDATE documents SET seq = ? WHERE row = ?",
        [(first + index, document) for index, document in enumerate(sorted(documents))],
    )


def relink_all(connection: sqlite3.Connection) -> int:
    """Resolve every citation anew; return how many changed."""
    changes = Changes(bodies=known_bodies(connection))
    last = -1
    while rows := connection.execute(
        "SELECT row FROM documents WHERE state = 'live' AND row > ? ORDER BY row LIMIT ?",
        (last, CHUNK),
    ).fetchall():
        last = rows[-1]["row"]
        documents = {row["row"] for row in rows}
        refs = select_in(connection, _REF + "document IN ({})", sorted(documents))
        touched = _relink(connection, refs, changes.bodies or KnownBodies())
        changes.relinked += len(touched)
        _move_on(connection, {document for document, _ in touched})
    return changes.relinked + _restate_all(connection)


def _restate_all(connection: sqlite3.Connection) -> int:
    """Write every document's standing anew; return how many were wrong."""
    before = dict(_standings(connection))
    restate(connection, acting(connection) | before.keys())
    after = dict(_standings(connection))
    wrong = {row for row, _ in before.items() ^ after.items()}
    _move_on(connection, wrong)
    return len(wrong)


def _standings(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    return [
        (row["row"], row["standing"])
        for row in connection.execute(
            "SELECT row, standing FROM documents WHERE standing <> 'in_force'"
        )
    ]


def _twins(connection: sqlite3.Connection, changes: Changes) -> set[int]:
    """Return the documents whose warning about a number given twice may come or go."""
    keys = sorted({(key, year, issuer) for key, _, year, _, _, issuer in changes.keys})
    rows = select_with(
        connection,
        "WITH wanted (key, year, issuer) AS (VALUES {}) SELECT d.row FROM wanted w "
        "CROSS JOIN documents d ON d.key = w.key AND d.year = w.year AND d.issuer = w.issuer "
        "WHERE d.state = 'live'",
        [one for one in keys if one[1] and one[2]],
    )
    return {row["row"] for row in rows}


def _affected(connection: sqlite3.Connection, changes: Changes) -> Iterable[sqlite3.Row]:
    documents = sorted(changes.documents)
    yield from select_in(connection, _REF + "document IN ({})", documents)
    yield from select_in(connection, _REF + "target IN ({})", documents)
    directories = [one for one in (changes.bodies, changes.bodies_before) if one is not None]
    for column, place in (("key", 0), ("skeleton", 1)):
        # A law's title has no skeleton, for it has no figures that OCR could confuse.
        keys = sorted({(one[place], *one[2:]) for one in changes.keys if one[place]})
        filled = _CITING.format(column=column, condition=_CONCERNS[column])
        undated = filled.replace(" AND r.year IN ('', w.year)", "")
        for row in (
            *select_with(connection, filled, [one for one in keys if one[1]]),
            *select_with(connection, undated, [one for one in keys if not one[1]]),
        ):
            if _is_concerned(row, directories):
                yield row


def _is_concerned(row: sqlite3.Row, directories: Sequence[KnownBodies]) -> bool:
    """Tell whether the citation may be answered otherwise for the document that came or went: on
    another day than the cited one, a document of another issuer is nothing to it.

    A number is given by every office of its kind: without this, each of them would have all open
    citations of all the others looked at again.
    """
    if row["date"] and row["first_day"] <= row["date"] <= row["last_day"]:
        return True
    return any(one.agree(row["issuer"], row["issued_by"]) != "conflict" for one in directories)


def _relink(
    connection: sqlite3.Connection, refs: Sequence[sqlite3.Row], bodies: KnownBodies
) -> list[tuple[int, int | None]]:
    """Resolve ``refs``; return the document and the former target of each that changed."""
    answers = _answers(connection, refs, bodies)
    changed, written = [], []
    for row, answer in zip(refs, answers, strict=True):
        values = _values(answer)
        is_other = values != (row["status"], row["target"], row["candidates"])
        if is_other or answer.method != row["method"]:
            written.append(
                (*values, answer.confidence, answer.method, row["document"], row["position"])
            )
        if is_other:
            changed.append((row["document"], row["target"] if row["relation"] in ACTING else None))
    connection.executemany(
        "UPDATE refs SET status = ?, target = ?, candidates = ?, confidence = ?, method = ? "
        "WHERE document = ? AND position = ?",
        written,
    )
    return changed


def _answers(
    connection: sqlite3.Connection, refs: Sequence[sqlite3.Row], bodies: KnownBodies
) -> list[Resolution]:
    """Resolve citations first among the documents of their key and day; only where there is none,
    those of another day and those that look alike are read."""
    found = _Found()
    _read_days(connection, refs, found)
    answers = [_answer(row, found, bodies) for row in refs]
    lost = [row for row, answer in zip(refs, answers, strict=True) if answer is STUB]
    _read_other_days(connection, [row for row in lost if row["date"]], found)
    _read_alike(connection, [row for row in lost if row["skeleton"]], found)
    return [
        answer if answer is not STUB else _answer(row, found, bodies)
        for row, answer in zip(refs, answers, strict=True)
    ]


@dataclass(slots=True)
class _Found:
    """Documents that could be meant: ``by_key`` by the citations' key, year and day ('' for those
    of every day), ``other_days`` by key and year those of a known day, without their subjects,
    ``alike`` by their skeleton, key, year and day."""

    by_key: dict[tuple[str, str, str], list[Target]] = field(default_factory=dict)
    other_days: dict[tuple[str, str], list[Target]] = field(default_factory=dict)
    alike: dict[tuple[str, str, str, str], list[Target]] = field(default_factory=dict)


def _answer(row: sqlite3.Row, found: _Found, bodies: KnownBodies) -> Resolution:
    key, year, day = row["key"], row["year"], row["date"] or ""
    every_day = found.by_key.get((key, year, ""), [])
    return resolve(
        _citation(row),
        every_day or found.other_days.get((key, year)) or found.by_key.get((key, year, day), []),
        found.alike.get((row["skeleton"], key, year, day), ()),
        agreement=bodies.agree,
        key=key,
    )


def _read_days(connection: sqlite3.Connection, refs: Sequence[sqlite3.Row], found: _Found) -> None:
    """Read the documents of the cited keys: of the cited day, where one is named."""
    numbers = [row for row in refs if row["key"] and not row["key"].startswith("~")]
    titles = [row for row in refs if row["key"].startswith("~")]
    _read_years(connection, titles, found, column="title")
    _read_years(connection, [row for row in numbers if not row["date"]], found)
    wanted = {(row["key"], row["year"], row["date"]) for row in numbers if row["date"]}
    for row in select_with(
        connection,
        f"WITH wanted (value, of, at) AS (VALUES {{}}) SELECT at, {_TARGET} FROM wanted "
        "CROSS JOIN documents WHERE key = value AND year = of AND state = 'live' "
        "AND day IN (at, '') ORDER BY document_id",
        sorted(wanted),
    ):
        place = (row["key"], row["year"], row["at"])
        found.by_key.setdefault(place, []).append(_target(row))


def _read_years(
    connection: sqlite3.Connection,
    refs: Sequence[sqlite3.Row],
    found: _Found,
    *,
    column: str = "key",
) -> None:
    """Read all documents of the cited keys and years; of every year where none is cited."""
    # Its index leaves out what has no title, and serves only who says so.
    match = f"{column} IN ({{}})" + (" AND title <> ''" if column == "title" else "")
    wanted = {(row["key"], row["year"]) for row in refs}
    wanted -= {(key, year) for key, year, day in found.by_key if not day}
    for row in select_in(
        connection,
        f"SELECT {_TARGET} FROM documents WHERE {match} AND state = 'live' ORDER BY document_id",
        sorted(key for key, year in wanted if not year),
    ):
        found.by_key.setdefault((row[column], "", ""), []).append(_target(row))
    for row in select_with(
        connection,
        f"WITH wanted (value, of) AS (VALUES {{}}) SELECT {_TARGET} FROM wanted "
        f"CROSS JOIN documents WHERE {match.format('value')} AND year = of AND state = 'live' "
        "ORDER BY document_id",
        sorted((key, year) for key, year in wanted if year),
    ):
        found.by_key.setdefault((row[column], row["year"], ""), []).append(_target(row))


def _read_other_days(
    connection: sqlite3.Connection, refs: Sequence[sqlite3.Row], found: _Found
) -> None:
    """Read the documents of the cited keys and years where the cited day has none: that a day
    conflicts needs no more than their index holds."""
    titles = [row for row in refs if row["key"].startswith("~")]
    _read_years(connection, titles, found, column="title")
    wanted = {(row["key"], row["year"]) for row in refs if not row["key"].startswith("~")}
    for row in select_with(
        connection,
        "WITH wanted (value, of) AS (VALUES {}) SELECT key, year, row, document_id, day, issuer "
        "FROM wanted CROSS JOIN documents WHERE key = value AND year = of AND state = 'live' "
        "AND day <> '' ORDER BY document_id",
        sorted((key, year) for key, year in wanted if (key, year, "") not in found.by_key),
    ):
        target = Target(row["row"], row["document_id"], row["day"], row["day"], row["issuer"], "")
        found.other_days.setdefault((row["key"], row["year"]), []).append(target)


def _read_alike(connection: sqlite3.Connection, refs: Sequence[sqlite3.Row], found: _Found) -> None:
    """Read the documents whose numbers OCR may have made the cited ones of; on the cited day."""
    wanted = {(row["skeleton"], row["key"], row["year"], row["date"] or "") for row in refs}
    for year_clause, some in (
        ("year = of", [one for one in wanted if one[2]]),
        ("of = ''", [one for one in wanted if not one[2]]),
    ):
        for row in select_with(
            connection,
            f"WITH wanted (value, own, of, at) AS (VALUES {{}}) SELECT value, own, of, at, "
            f"{_TARGET} FROM wanted CROSS JOIN documents WHERE skeleton = value AND {year_clause} "
            "AND key <> own AND state = 'live' "
            "AND (at = '' OR at BETWEEN first_day AND last_day) ORDER BY document_id",
            sorted(some),
        ):
            place = (row["value"], row["own"], row["of"], row["at"])
            found.alike.setdefault(place, []).append(_target(row))


def _target(row: sqlite3.Row) -> Target:
    return Target(
        row["row"],
        row["document_id"],
        row["first_day"],
        row["last_day"],
        row["issuer"],
        row["subject_key"],
        row["key"],
    )


def _citation(row: sqlite3.Row) -> Citation:
    return Citation(
        source=row["document"],
        date=row["date"] or "",
        year=row["year"],
        issuer=row["issuer"],
        subject=row["subject"],
        not_after=row["not_after"],
    )


def _values(answer: Resolution) -> tuple[str, int | None, str]:
    candidates = orjson.dumps([one.document_id for one in answer.candidates]).decode()
    return answer.status, answer.target.row if answer.target else None, candidates
