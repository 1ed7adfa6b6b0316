"""Changes of the directory of bodies: entered, named, merged, split, succeeded; one is the home.

Every change says which names it touches, and the papers under these names are grouped and linked
anew in the same transaction; nothing else is read.
"""

import sqlite3
from collections.abc import Callable, Iterable
from itertools import chain, count

from dispatch.errors import QueryError
from dispatch.text import compose
from index.analysis import folded
from index.archive import Archive
from index.bodies import known_bodies, lookup, named
from index.body_reach import touch
from index.documents import Changes
from index.known_bodies import KnownBodies

Change = Callable[[sqlite3.Connection], str]
"""A change of the directory; returns the id of the body that it is about."""


def change(archive: Archive, made: Change) -> tuple[str, int]:
    """Make one change of the directory and link anew what it touches; return the body's id and the
    number of documents that were looked at again."""
    changes = Changes()
    with archive.transaction():
        changes.bodies_before = known_bodies(archive.connection)
        body_id = made(archive.connection)
        changes.bodies = known_bodies(archive.connection)
        touch(archive.connection, changes.bodies_before, changes.bodies, changes)
        archive.follow(changes)
    archive.catch_up()
    return body_id, len(changes.documents)


def add(
    name: str,
    *,
    parent: str | None = None,
    code: str | None = None,
    names: Iterable[str] = (),
    valid: tuple[str | None, str | None] = (None, None),
) -> Change:
    """Enter a body with its abbreviations; ``parent`` names another, ``valid`` are its first and
    last day."""

    def made(connection: sqlite3.Connection) -> str:
        known = known_bodies(connection)
        above = named(known, parent).id if parent else None
        own = _plain(name)
        body_id = _free_id(known, own)
        connection.execute(
            "INSERT INTO bodies VALUES (?, ?, ?, ?, ?, ?)", (body_id, own, above, code, *valid)
        )
        _put_names(connection, body_id, [own, *names])
        return body_id

    return made


def alias(body: str, names: Iterable[str]) -> Change:
    """Give a body further names or abbreviations."""

    def made(connection: sqlite3.Connection) -> str:
        body_id = named(known_bodies(connection), body).id
        _put_names(connection, body_id, names)
        return body_id

    return made


def merge(body: str, into: str) -> Change:
    """Make one entry of two that are the same body: the first one's names go to the second."""

    def made(connection: sqlite3.Connection) -> str:
        known = known_bodies(connection)
        old, kept = named(known, body), named(known, into)
        if old.id == kept.id:
            raise _same(body, into)
        _put_names(connection, kept.id, old.names)
        _drop(connection, old.id, kept.id)
        return kept.id

    return made


def split(body: str, name: str, names: Iterable[str] = ()) -> Change:
    """Make a new body of some of an entry's names: ``name`` becomes the new one's own."""

    def made(connection: sqlite3.Connection) -> str:
        known = known_bodies(connection)
        old = named(known, body)
        moved = list(dict.fromkeys(map(_plain, [name, *names])))
        if unknown := [one for one in moved if one not in old.names or one == old.name]:
            raise QueryError(
                f"{old.name} has no other name {unknown[0]!r} to split off; it goes by "
                f"{', '.join(old.names)}.",
                vi=f"{old.name} không có tên khác {unknown[0]!r} để tách; các tên đang có: "
                f"{', '.join(old.names)}.",
            )
        connection.executemany(
            "DELETE FROM body_names WHERE body = ? AND name = ?", [(old.id, one) for one in moved]
        )
        body_id = _free_id(known, moved[0])
        connection.execute(
            "INSERT INTO bodies VALUES (?, ?, ?, NULL, ?, ?)",
            (body_id, moved[0], old.parent, old.valid_from, old.valid_to),
        )
        _put_names(connection, body_id, moved)
        return body_id

    return made


def succeed(body: str, successor: str, *, day: str | None = None) -> Change:
    """Note that ``successor`` took over from ``body`` on ``day``: its papers are only proposed
    for citations of the other."""

    def made(connection: sqlite3.Connection) -> str:
        known = known_bodies(connection)
        old, heir = named(known, body), named(known, successor)
        if old.id == heir.id:
            raise _same(body, successor)
        connection.execute(
            "INSERT OR REPLACE INTO body_successions VALUES (?, ?, ?)", (old.id, heir.id, day)
        )
        return old.id

    return made


def set_home(body: str) -> Change:
    """Say whose archive this is; a body that is not in the directory yet is entered."""

    def made(connection: sqlite3.Connection) -> str:
        known = known_bodies(connection)
        found = lookup(known, body)
        body_id = found[0].id if len(found) == 1 else add(body)(connection)
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('home', ?)", (body_id,))
        return body_id

    return made


def _put_names(connection: sqlite3.Connection, body_id: str, names: Iterable[str]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO body_names VALUES (?, ?)",
        [(body_id, plain) for name in names if (plain := _plain(name))],
    )


def _drop(connection: sqlite3.Connection, old: str, kept: str) -> None:
    """Take an entry out; whatever pointed to it points to ``kept``."""
    connection.execute("DELETE FROM body_names WHERE body = ?", (old,))
    connection.execute("DELETE FROM bodies WHERE id = ?", (old,))
    connection.execute("UPDATE bodies SET parent = nullif(?, id) WHERE parent = ?", (kept, old))
    for column in ("body", "successor"):
        connection.execute(
            f"UPDATE OR REPLACE body_successions SET {column} = ? WHERE {column} = ?", (kept, old)
        )
    connection.execute("DELETE FROM body_successions WHERE body = successor")
    connection.execute("UPDATE meta SET value = ? WHERE key = 'home' AND value = ?", (kept, old))


def _free_id(known: KnownBodies, name: str) -> str:
    """Return an id that tells the name: its folded words, numbered where it is taken."""
    plain = "-".join(folded(name).split()) or "co-quan"
    tries = chain([plain], (f"{plain}-{number}" for number in count(2)))
    return next(one for one in tries if one not in known.by_id)


def _plain(name: str) -> str:
    plain = " ".join(compose(name).split())
    if not folded(plain):
        raise QueryError(
            "A body's name must have letters; write it as on the letterhead.",
            vi="Tên cơ quan phải có chữ; hãy viết như trên tiêu đề văn bản.",
        )
    return plain


def _same(one: str, other: str) -> QueryError:
    return QueryError(
        f"{one} and {other} are one body already.",
        vi=f"{one} và {other} đã là một cơ quan.",
    )
