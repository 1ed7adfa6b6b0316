"""What is cited and not in the archive, as nodes: one for each paper, however it is cited.

Citations of one number are of one paper where day (or year) and issuer do not contradict each
other; one that says too little joins the only paper that it fits, else it stands apart.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.bodies import known_bodies
from index.known_bodies import KnownBodies
from index.records import load, marks
from index.traits import keys_cited

_CITING = (
    "SELECT r.*, d.document_id, d.day, d.record_id, d.version FROM refs r "
    "JOIN documents d ON d.row = r.document AND d.state = 'live' WHERE r.target IS NULL "
)


@dataclass(frozen=True, slots=True)
class Stub:
    """A paper that is only cited; ``citing`` are its citations in order of the citing day."""

    label: str
    key: str
    date: str | None
    year: str
    document_type: str | None
    issuing_body: str | None
    subject: str | None
    citing: tuple[str, ...]

    @property
    def cited(self) -> int:
        """By how many documents."""
        return len(self.citing)


@dataclass(frozen=True, slots=True)
class Cluster:
    """The rows (``refs`` with their documents) that cite one paper; the fullest comes first."""

    rows: tuple[sqlite3.Row, ...]


def stubs(connection: sqlite3.Connection, *, limit: int = 50) -> list[Stub]:
    """Return the papers that are cited most and are not in the archive.

    A number stands for many papers (each office has its first decision), so how often a paper can
    be cited at most is asked first; numbers are divided into papers until no other can be among
    the first.
    """
    known = known_bodies(connection)
    found: list[tuple[int, str, str, Cluster]] = []
    for bound, key in _most_cited(connection):
        if len(found) >= limit and -found[limit - 1][0] >= bound:
            break
        for one in clusters(citing(connection, [key], status="stub"), known):
            cited = len({row["document"] for row in one.rows})
            found.append((-cited, key, one.rows[0]["date"] or "", one))
        found.sort(key=lambda each: each[:3])
        del found[limit:]
    return [stub_of(connection, cluster) for *_, cluster in found]


def _most_cited(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Return how often a paper of each number can be cited at most, with the number: as of one
    day, and without a day; the most cited first."""
    dated: dict[str, int] = {}
    undated: dict[str, int] = {}
    for key, day, number in connection.execute(
        "SELECT key, date, count(*) FROM refs WHERE target IS NULL AND status = 'stub' "
        "AND key <> '' GROUP BY key, year, date"
    ):
        if day:
            dated[key] = max(number, dated.get(key, 0))
        else:
            undated[key] = number + undated.get(key, 0)
    bounds = {key: dated.get(key, 0) + undated.get(key, 0) for key in dated.keys() | undated.keys()}
    return sorted(
        ((bound, key) for key, bound in bounds.items()), key=lambda one: (-one[0], one[1])
    )


def named(connection: sqlite3.Connection, name: str) -> list[Stub]:
    """Return the papers of the number or title ``name`` that are cited and not in the archive."""
    rows = citing(connection, keys_cited(name), status="stub")
    found = clusters(rows, known_bodies(connection)) if rows else []
    return [stub_of(connection, one) for one in found]


def citing(
    connection: sqlite3.Connection, keys: Sequence[str], *, status: str | None = None
) -> list[sqlite3.Row]:
    """Return the citations of ``keys`` that lead to no document, by the citing day; those of one
    status where it is given."""
    chosen = " AND r.status = ?" if status else ""
    return connection.execute(
        f"{_CITING} AND r.key IN ({marks(len(keys))}){chosen} "
        "ORDER BY d.day, d.document_id, r.position",
        (*keys, *([status] if status else [])),
    ).fetchall()


def clusters(rows: Iterable[sqlite3.Row], known: KnownBodies) -> list[Cluster]:
    """Divide citations of one number by the paper that they mean, in a fixed order."""
    ordered = sorted(
        rows,
        key=lambda row: (
            not row["date"],
            not row["year"],
            not row["issuer"],
            row["date"] or row["year"],
            -len(row["issuer"]),
            row["issuer"],
            row["day"],
            row["document_id"],
            row["position"],
        ),
    )
    found: list[list[sqlite3.Row]] = []
    of_day: dict[str, list[list[sqlite3.Row]]] = {}
    for row in ordered:
        # Those with a day come first, so only papers of their own day can be theirs.
        near = of_day.setdefault(row["date"], []) if row["date"] else found
        fitting = [one for one in near if _is_one(one[0], row, known)]
        twin = [one for one in near if _place(one[0]) == _place(row)]
        if len(fitting) == 1:
            fitting[0].append(row)
        elif twin:
            twin[0].append(row)
        else:
            found.append([row])
            if near is not found:
                near.append(found[-1])
    return [Cluster(tuple(one)) for one in found]


def stub_of(connection: sqlite3.Connection, cluster: Cluster) -> Stub:
    """Return the node of a cluster, named as its fullest citation prints it."""
    first = cluster.rows[0]
    reference = load(connection, first["record_id"], first["version"])["references"]
    printed = reference[first["position"]] if first["position"] < len(reference) else {}
    ordered = sorted(cluster.rows, key=lambda row: (row["day"], row["document_id"]))
    return Stub(
        first["label"] or first["key"],
        first["key"],
        first["date"],
        first["year"],
        printed.get("document_type"),
        printed.get("issuing_body"),
        printed.get("subject"),
        tuple(dict.fromkeys(row["document_id"] for row in ordered)),
    )


def _is_one(one: sqlite3.Row, other: sqlite3.Row, known: KnownBodies) -> bool:
    if one["date"] and other["date"] and one["date"] != other["date"]:
        return False
    if one["year"] and other["year"] and one["year"] != other["year"]:
        return False
    if (one["issuer"] and other["issuer"]) and one["issuer"] != other["issuer"]:
        return known.agree(one["issuer"], other["issuer"]) in ("same", "related")
    return True


def _place(row: sqlite3.Row) -> tuple[str, str, str]:
    return row["date"] or "", row["year"], row["issuer"]
