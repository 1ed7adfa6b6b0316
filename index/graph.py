"""The graph of citations round one document, as tree data.

Up is what a document rests on, down is what rests on it. A document that is its own ancestor is
shown once more and not opened again, so cycles end. A stub is a paper that is cited and not in the
archive; it can stand at the root as well.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from dispatch.relations import RESTS_ON, Relation
from index.bodies import known_bodies
from index.reading import find
from index.records import select_in
from index.standing import standing_of
from index.stubs import Cluster, citing, clusters, stub_of
from index.traits import keys_cited

ALL = frozenset(relation.value for relation in Relation)
MAX_CHILDREN = 200
MAX_ROOTS = 20
"""Of more documents with one number, the newest have their tree, and of more papers of that number
that are only cited, the most cited; a search lists the others."""
_SHOWN = (
    "d.row, d.document_id, d.number, d.day, d.document_type, d.issuing_body, d.subject, d.standing"
)


@dataclass(frozen=True, slots=True)
class Edge:
    """One step: the relation read from the citing document to the cited one, and its status."""

    relation: str
    status: str
    node: "Node"
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A document, or a stub where ``document_id`` is None; ``standing`` is a document's force
    with its ``reason`` (Vietnamese and English), '' where nothing stands against it."""

    document_id: str | None
    number: str | None
    date: str | None
    document_type: str | None
    issuing_body: str | None
    subject: str | None
    up: tuple[Edge, ...] = ()
    down: tuple[Edge, ...] = ()
    more: int = 0  # children left out
    is_repeated: bool = False
    cited: int = field(default=0, compare=False)  # of a stub: by how many documents
    standing: str = "in_force"
    reason: str = ""
    reason_en: str = ""


def tree(
    connection: sqlite3.Connection,
    name: str,
    *,
    depth: int = 3,
    relations: Iterable[str] | None = None,
) -> list[Node]:
    """Return one tree for each document that ``name`` means, and one for each other paper of that
    number that is only cited; nothing where it is unknown."""
    wanted = sorted({str(one) for one in RESTS_ON} if relations is None else set(relations))
    walk = _Walk(connection, wanted)
    found = find(connection, name)
    rows = walk.rows(found[:MAX_ROOTS])
    walk.read_up([row["row"] for row in rows], depth)
    walk.read_down([row["row"] for row in rows], depth)
    nodes = [walk.node(row, depth, depth, (row["row"],)) for row in rows]
    return nodes + walk.stubs(name, depth, status="stub" if found else None)


@dataclass(slots=True)
class _Walk:
    """Reads the citations of a whole level at once: ``ups`` and ``downs`` by document."""

    connection: sqlite3.Connection
    relations: list[str]
    counted: dict[tuple[str, str, str | None], int] = field(default_factory=dict)
    ups: dict[int, list[sqlite3.Row]] = field(default_factory=dict)
    downs: dict[int, list[sqlite3.Row]] = field(default_factory=dict)

    def rows(self, document_ids: Sequence[str]) -> list[sqlite3.Row]:
        """Return the documents of these ids, in their order."""
        found = {
            row["document_id"]: row
            for row in select_in(
                self.connection,
                f"SELECT {_SHOWN} FROM documents d WHERE d.document_id IN ({{}})",
                document_ids,
            )
        }
        return [found[document_id] for document_id in document_ids]

    def read_up(self, documents: Iterable[int], depth: int) -> None:
        """Read what ``documents`` cite, and what that cites, to ``depth``."""
        pending = {*documents} - self.ups.keys()
        while pending and depth:
            self.ups |= {document: [] for document in pending}
            for row in select_in(
                self.connection,
                f"SELECT r.document AS citing, r.position, r.relation, r.label, r.key, r.date, "
                f"r.year, r.status, r.candidates, r.target, {_SHOWN} FROM refs r LEFT JOIN "
                "documents d ON d.row = r.target "
                f"WHERE r.document IN ({{}}) AND r.relation IN ({self._names()}) "
                "ORDER BY r.document, r.position",
                sorted(pending),
            ):
                self.ups[row["citing"]].append(row)
            targets = {row["row"] for document in pending for row in self.ups[document]}
            pending = targets - self.ups.keys() - {None}
            depth -= 1

    def read_down(self, documents: Iterable[int], depth: int) -> None:
        """Read what cites ``documents``, and what cites that, to ``depth``."""
        pending = {*documents} - self.downs.keys()
        while pending and depth:
            self.downs |= {document: [] for document in pending}
            for row in select_in(
                self.connection,
                f"SELECT r.target AS cited, r.relation, r.status AS link, {_SHOWN} FROM refs r "
                "JOIN documents d ON d.row = r.document "
                f"WHERE r.target IN ({{}}) AND r.relation IN ({self._names()}) "
                "AND d.state = 'live' ORDER BY d.day, d.document_id, r.position",
                sorted(pending),
            ):
                self.downs[row["cited"]].append(row)
            shown = {
                row["row"] for document in pending for row in self.downs[document][:MAX_CHILDREN]
            }
            pending = shown - self.downs.keys()
            depth -= 1

    def node(self, row: sqlite3.Row, up: int, down: int, path: tuple[int, ...]) -> Node:
        children, more = self.down(row["row"], down, path) if down else ((), 0)
        against = row["standing"] != "in_force"
        known = standing_of(self.connection, row["document_id"]) if against else None
        return Node(
            row["document_id"],
            row["number"],
            row["day"] or None,
            row["document_type"],
            row["issuing_body"] or None,
            row["subject"] or None,
            up=self.up(row["row"], up, path) if up else (),
            down=children,
            more=more,
            standing=row["standing"],
            reason=known.reason() if known else "",
            reason_en=known.reason("en") if known else "",
        )

    def up(self, document: int, depth: int, path: tuple[int, ...]) -> tuple[Edge, ...]:
        return tuple(self._cited(row, depth, path) for row in self.ups[document])

    def _cited(self, ref: sqlite3.Row, depth: int, path: tuple[int, ...]) -> Edge:
        if ref["target"] is None:
            node = Node(None, ref["label"], ref["date"], None, None, None, cited=self.cited(ref))
        else:
            node = self._next(ref, depth - 1, 0, path)
        return Edge(ref["relation"], ref["status"], node, tuple(orjson.loads(ref["candidates"])))

    def down(
        self, document: int, depth: int, path: tuple[int, ...]
    ) -> tuple[tuple[Edge, ...], int]:
        rows = self.downs[document]
        edges = tuple(
            Edge(row["relation"], row["link"], self._next(row, 0, depth - 1, path))
            for row in rows[:MAX_CHILDREN]
        )
        return edges, max(0, len(rows) - MAX_CHILDREN)

    def _next(self, row: sqlite3.Row, up: int, down: int, path: tuple[int, ...]) -> Node:
        if row["row"] not in path:
            return self.node(row, up, down, (*path, row["row"]))
        return replace(self.node(row, 0, 0, path), is_repeated=True)

    def cited(self, ref: sqlite3.Row) -> int:
        """Return how many documents cite what ``ref`` cites, by the same key and day."""
        place = (ref["key"], ref["year"], ref["date"])
        if place not in self.counted:  # one law stands under many letters
            found = self.connection.execute(
                # The index has the documents in order, so that grouping them costs nothing.
                "SELECT count(*) FROM (SELECT 1 FROM refs WHERE key = ? AND key <> '' "
                "AND year = ? AND date IS ? AND target IS NULL GROUP BY document)",
                place,
            ).fetchone()
            self.counted[place] = int(found[0])
        return self.counted[place]

    def stubs(self, name: str, depth: int, *, status: str | None) -> list[Node]:
        """Return the nodes of papers that are only cited, most cited first: who cites them stands
        below."""
        rows = citing(self.connection, keys_cited(name), status=status)
        if not rows:
            return []
        found = [
            (one, wanted)
            for one in clusters(rows, known_bodies(self.connection))
            if (wanted := [row for row in one.rows if row["relation"] in self.relations])
        ]
        found.sort(key=lambda one: -len(one[1]))
        below = {row["document_id"] for _, wanted in found[:MAX_ROOTS] for row in wanted}
        documents = {row["document_id"]: row for row in self.rows(sorted(below))}
        self.read_down([row["row"] for row in documents.values()], depth - 1)
        return [self._stub(*one, depth, documents) for one in found[:MAX_ROOTS]]

    def _stub(
        self,
        cluster: Cluster,
        rows: list[sqlite3.Row],
        depth: int,
        documents: dict[str, sqlite3.Row],
    ) -> Node:
        stub = stub_of(self.connection, cluster)
        edges = tuple(
            Edge(
                row["relation"],
                row["status"],
                self._next(documents[row["document_id"]], 0, depth - 1, ()),
                tuple(orjson.loads(row["candidates"])),
            )
            for row in sorted(rows, key=lambda row: (row["day"], row["document_id"]))[:MAX_CHILDREN]
        )
        return Node(
            None,
            stub.label,
            stub.date,
            stub.document_type,
            stub.issuing_body,
            stub.subject,
            down=edges,
            more=max(0, len(rows) - MAX_CHILDREN),
            cited=stub.cited,
        )

    def _names(self) -> str:
        return ",".join(f"'{one}'" for one in self.relations if one in ALL)


def as_json(nodes: Iterable[Node]) -> list[dict[str, Any]]:
    """Return the trees as plain data."""
    return [_plain(node) for node in nodes]


def _plain(node: Node) -> dict[str, Any]:
    return {
        "document_id": node.document_id,
        "number": node.number,
        "date": node.date,
        "document_type": node.document_type,
        "issuing_body": node.issuing_body,
        "subject": node.subject,
        "repeated": node.is_repeated,
        "cited": node.cited,
        "more": node.more,
        "standing": node.standing,
        "standing_reason": node.reason,
        "up": [_plain_edge(edge) for edge in node.up],
        "down": [_plain_edge(edge) for edge in node.down],
    }


def _plain_edge(edge: Edge) -> dict[str, Any]:
    return {
        "relation": edge.relation,
        "status": edge.status,
        "candidates": list(edge.candidates),
        "document": _plain(edge.node),
    }
