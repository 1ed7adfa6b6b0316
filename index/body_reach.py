"""What a change of the directory lets be read otherwise, found by what papers are filed under.

How a name is read (``KnownBodies``) depends on the bodies that go by it and on what stands around
the writer, and how two bodies compare on who followed whom. Where these differ, the papers are
grouped and linked anew; all others would be read as before.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from index.documents import Changes, put_renditions
from index.known_bodies import COMMITTEE, KnownBodies
from index.prepared import prepare
from index.records import CHUNK, load_many, select_in
from index.traits import issuer_of


@dataclass(frozen=True, slots=True)
class Reach:
    """``names`` mean other bodies than before; ``keys`` are those of bodies that these names mean
    or meant, around which names are read otherwise, or that compare otherwise."""

    names: frozenset[str]
    keys: frozenset[str]

    def within(self, filed: Iterable[str]) -> list[str]:
        """Return those keys that may have been filed by a reading which has changed: a name is
        completed by what follows it, or by the committee's words before it."""
        longer = tuple(
            beginning
            for name in sorted(self.names)
            for beginning in (f"{name} ", f"{COMMITTEE} {name} ")
        )
        exact = self.names | self.keys
        return [key for key in filed if key in exact or key.startswith(longer)]


def reach(before: KnownBodies, after: KnownBodies) -> Reach:
    """Return what is read otherwise by ``after`` than by ``before``."""
    meant, means = before.meanings(), after.meanings()
    names = {name for name in meant.keys() | means.keys() if meant.get(name) != means.get(name)}
    bodies = {key for one in (meant, means) for name in names for key, *_ in one.get(name, ())}
    known = {*before.keys.values(), *after.keys.values()}
    bodies |= {key for key in known if before.heirs(key) != after.heirs(key)}
    bodies |= {key for key in (*known, "") if before.around(key) != after.around(key)}
    # The home's own names tell which letters without a letterhead are its.
    if _names_of_home(before) != _names_of_home(after):
        bodies.add("")
    return Reach(frozenset(names), frozenset(bodies))


def touch(
    connection: sqlite3.Connection, before: KnownBodies, after: KnownBodies, changes: Changes
) -> None:
    """Note in ``changes`` all papers that ``after`` may read otherwise than ``before``."""
    reached = reach(before, after)
    issuers = reached.within(_distinct(connection, "issuer", "renditions"))
    parents = _parents(connection, reached, before, after)
    rows = [
        *select_in(connection, _RENDITIONS + "issuer IN ({})", issuers),
        *select_in(connection, _RENDITIONS + "parent IN ({})", parents),
    ]
    _put_moved(connection, rows, after, changes)
    changes.documents.update(row["document"] for row in rows)
    for table, row in (("documents", "row"), ("refs", "document")):
        found = select_in(
            connection,
            f"SELECT DISTINCT {row} AS row FROM {table} WHERE issuer IN ({{}})",
            reached.within(_distinct(connection, "issuer", table)),
        )
        changes.documents.update(one["row"] for one in found)
    corrected = connection.execute(
        "SELECT d.row FROM corrections c JOIN documents d ON d.document_id = c.document_id "
        "WHERE c.path = '/parent_body'"
    )
    changes.documents.update(row["row"] for row in corrected)


_RENDITIONS = (
    "SELECT record_id, version, issuer, document FROM renditions WHERE is_live "
    "AND document IS NOT NULL AND "
)


def _put_moved(
    connection: sqlite3.Connection,
    rows: list[sqlite3.Row],
    bodies: KnownBodies,
    changes: Changes,
) -> None:
    """Write the renditions anew that are another body's now."""
    issuers = {row["record_id"]: row["issuer"] for row in rows}
    pairs = sorted({(row["record_id"], row["version"]) for row in rows})
    for start in range(0, len(pairs), CHUNK):
        moved = [
            (record, prepare(record))
            for record in load_many(connection, pairs[start : start + CHUNK]).values()
            if issuer_of(record, bodies) != issuers[record["id"]]
        ]
        put_renditions(connection, moved, changes)
        for record, _ in moved:  # what is new is counted by these
            del changes.records[record["id"]], changes.prepared[record["id"]]


def _parents(
    connection: sqlite3.Connection, reached: Reach, before: KnownBodies, after: KnownBodies
) -> list[str]:
    """Return the printed parents that mean another body now, or one around which others do."""
    meanings = (before.meanings(), after.meanings())
    found = []
    for name in _distinct(connection, "parent", "renditions"):
        read = {known.canonical(name) for known in (before, after)}
        meant = {key for one in meanings for key, *_ in one.get(name, ())}
        if name in reached.names or len(read) > 1 or not reached.keys.isdisjoint(read | meant):
            found.append(name)
    return found


def _names_of_home(known: KnownBodies) -> tuple[str, ...]:
    return (known.keys[known.home.id], *known.home.names) if known.home else ()


def _distinct(connection: sqlite3.Connection, column: str, table: str) -> list[str]:
    rows = connection.execute(f"SELECT DISTINCT {column} AS value FROM {table} ORDER BY value")
    return [row["value"] for row in rows]
