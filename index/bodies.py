"""The directory of bodies in the store, as it is read: who is who, and what a name means."""

import sqlite3
from dataclasses import replace

from dispatch.errors import QueryError
from index.directory import body_key
from index.known_bodies import Body, KnownBodies
from index.query import Query, lifted
from index.records import select_in


def known_bodies(connection: sqlite3.Connection) -> KnownBodies:
    """Return the directory as it stands."""
    rows = connection.execute("SELECT * FROM bodies ORDER BY id").fetchall()
    if not rows:
        return KnownBodies()
    names: dict[str, list[str]] = {}
    for row in connection.execute("SELECT * FROM body_names ORDER BY body, name"):
        names.setdefault(row["body"], []).append(row["name"])
    heirs: dict[str, list[tuple[str, str | None]]] = {}
    for row in connection.execute("SELECT * FROM body_successions ORDER BY body, successor"):
        heirs.setdefault(row["body"], []).append((row["successor"], row["day"]))
    home = connection.execute("SELECT value FROM meta WHERE key = 'home'").fetchone()
    return KnownBodies(
        (
            Body(
                row["id"],
                row["name"],
                row["parent"],
                row["code"],
                row["valid_from"],
                row["valid_to"],
                tuple(dict.fromkeys([row["name"], *names.get(row["id"], ())])),
                tuple(heirs.get(row["id"], ())),
            )
            for row in rows
        ),
        home["value"] if home else None,
    )


def widened(connection: sqlite3.Connection, query: Query) -> Query:
    """Return ``query`` with all printed names of the issuer that it asks for: whoever asks for BQL
    finds what the directory's body of that name issued under any of its names."""
    issuer = lifted(query)[0].issuer
    if not issuer:
        return query
    keys = known_bodies(connection).keys_named(body_key(issuer))
    rows = select_in(
        connection, "SELECT name FROM names WHERE kind = 'issuer' AND words IN ({})", sorted(keys)
    )
    return replace(query, issuer_also=tuple(sorted(row["name"] for row in rows)))


def lookup(known: KnownBodies, name: str) -> list[Body]:
    """Return the bodies that an id or any of their names means."""
    if name in known.by_id:
        return [known.by_id[name]]
    return [body for body in known.by_id.values() if body_key(name) in map(body_key, body.names)]


def named(known: KnownBodies, name: str) -> Body:
    """Return the one body that ``name`` means.

    Raises:
        QueryError: there is none of that name, or several.
    """
    found = lookup(known, name)
    if len(found) == 1:
        return found[0]
    ids = ", ".join(body.id for body in found)
    raise QueryError(
        f"{name} means {ids}; use the id."
        if found
        else f"There is no body {name!r} in the "
        "directory: congvan bodies list, or enter it with congvan bodies add.",
        vi=f"{name} có thể là {ids}; hãy dùng mã."
        if found
        else f"Danh mục không có {name!r}: "
        "xem congvan bodies list, hoặc thêm bằng congvan bodies add.",
        code="ambiguous" if found else "not-found",
    )


def seen(connection: sqlite3.Connection, *, limit: int = 50) -> list[tuple[str, int]]:
    """Return issuers of documents that are not in the directory, as printed, with their number of
    documents, most first."""
    keys = set(known_bodies(connection).keys.values())
    rows = connection.execute(
        "SELECT issuer, min(issuing_body) AS name, count(*) AS number FROM documents "
        "WHERE state = 'live' AND issuer <> '' GROUP BY issuer ORDER BY number DESC, issuer"
    )
    unknown = [(row["name"], row["number"]) for row in rows if row["issuer"] not in keys]
    return unknown[:limit]
