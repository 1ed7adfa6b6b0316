"""The graph of citations round one document, as tree data and as text.

Up is what a document rests on, down is what rests on it. A document that is its own ancestor is
shown once more and not opened again, so cycles end. A stub is a number that is cited and not in
the archive; it can stand at the root as well.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from dispatch.relations import BY_RELATION, RESTS_ON, Relation
from index.reading import find
from index.traits import key_of, title_key

ALL = frozenset(relation.value for relation in Relation)
MAX_CHILDREN = 200
MAX_ROOTS = 20
"""Of more documents with one number, the newest have their tree; a search lists the others."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One step: the relation read from the citing document to the cited one, and its status."""

    relation: str
    status: str
    node: "Node"
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A document, or a stub where ``document_id`` is None."""

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
    cited: int = field(default=0, compare=False)  # of a stub: how often


def tree(
    connection: sqlite3.Connection,
    name: str,
    *,
    depth: int = 3,
    relations: Iterable[str] | None = None,
) -> list[Node]:
    """Return one tree for each document that ``name`` means, else the stub's, else nothing."""
    wanted = sorted({str(one) for one in RESTS_ON} if relations is None else set(relations))
    walk = _Walk(connection, wanted)
    found = find(connection, name)
    if not found:
        return walk.stubs(name, depth)
    rows = [walk.row(document_id) for document_id in found[:MAX_ROOTS]]
    return [walk.node(row, depth, depth, (row["row"],)) for row in rows]


@dataclass(slots=True)
class _Walk:
    connection: sqlite3.Connection
    relations: list[str]

    def row(self, document_id: str) -> sqlite3.Row:
        found: sqlite3.Row = self.connection.execute(
            "SELECT * FROM documents WHERE document_id = ?", (document_id,)
        ).fetchone()
        return found

    def node(self, row: sqlite3.Row, up: int, down: int, path: tuple[int, ...]) -> Node:
        children, more = self.down(row["row"], down, path) if down else ((), 0)
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
        )

    def up(self, document: int, depth: int, path: tuple[int, ...]) -> tuple[Edge, ...]:
        rows = self.connection.execute(
            "SELECT r.*, d.document_id FROM refs r LEFT JOIN documents d ON d.row = r.target "
            f"WHERE r.document = ? AND r.relation IN ({self._marks()}) ORDER BY r.position",
            (document, *self.relations),
        ).fetchall()
        return tuple(self._cited(row, depth, path) for row in rows)

    def _cited(self, ref: sqlite3.Row, depth: int, path: tuple[int, ...]) -> Edge:
        if ref["target"] is None:
            node = Node(None, ref["label"], ref["date"], None, None, None)
        else:
            target = self.row(ref["document_id"])
            node = self._next(target, depth - 1, 0, path)
        return Edge(ref["relation"], ref["status"], node, tuple(orjson.loads(ref["candidates"])))

    def down(
        self, document: int, depth: int, path: tuple[int, ...]
    ) -> tuple[tuple[Edge, ...], int]:
        rows = self.connection.execute(
            "SELECT d.*, r.relation, r.status AS link FROM refs r "
            "JOIN documents d ON d.row = r.document "
            f"WHERE r.target = ? AND r.relation IN ({self._marks()}) AND d.state = 'live' "
            "ORDER BY d.day, d.document_id, r.position",
            (document, *self.relations),
        ).fetchall()
        edges = tuple(
            Edge(row["relation"], row["link"], self._next(row, 0, depth - 1, path))
            for row in rows[:MAX_CHILDREN]
        )
        return edges, max(0, len(rows) - MAX_CHILDREN)

    def _next(self, row: sqlite3.Row, up: int, down: int, path: tuple[int, ...]) -> Node:
        if row["row"] not in path:
            return self.node(row, up, down, (*path, row["row"]))
        bare = self.node(row, 0, 0, path)
        return Node(
            bare.document_id,
            bare.number,
            bare.date,
            bare.document_type,
            bare.issuing_body,
            bare.subject,
            is_repeated=True,
        )

    def stubs(self, name: str, depth: int) -> list[Node]:
        """Return the node of a number that is only cited: who cites it stands below."""
        rows = self.connection.execute(
            "SELECT d.*, r.relation, r.status AS link, r.label AS cited, r.date AS cited_day, "
            "r.candidates FROM refs r JOIN documents d ON d.row = r.document "
            f"WHERE r.key IN (?, ?) AND r.target IS NULL AND r.relation IN ({self._marks()}) "
            "AND d.state = 'live' ORDER BY d.day, d.document_id",
            (key_of(name) or "-", title_key(name) or "-", *self.relations),
        ).fetchall()
        by_day: dict[str | None, list[sqlite3.Row]] = {}
        for row in rows:
            by_day.setdefault(row["cited_day"], []).append(row)
        return [self._stub(name, day, citing, depth) for day, citing in by_day.items()]

    def _stub(self, name: str, day: str | None, citing: list[sqlite3.Row], depth: int) -> Node:
        edges = tuple(
            Edge(
                row["relation"],
                row["link"],
                self._next(row, 0, depth - 1, ()),
                tuple(orjson.loads(row["candidates"])),
            )
            for row in citing[:MAX_CHILDREN]
        )
        return Node(
            None,
            citing[0]["cited"] or name,
            day,
            None,
            None,
            None,
            down=edges,
            more=max(0, len(citing) - MAX_CHILDREN),
            cited=len(citing),
        )

    def _marks(self) -> str:
        return ",".join("?" * len(self.relations))


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


def label(node: Node) -> str:
    """Return one line that names a document or a stub."""
    words = [node.document_type or "", node.number or "(chưa có số)"]
    if node.date:
        words.append(f"({'/'.join(reversed(node.date.split('-')))})")
    if node.subject:
        words.append(f"· {node.subject}")
    if node.document_id is None:
        words.append("· chưa có trong kho")
    return " ".join(word for word in words if word)


def as_tree(nodes: Iterable[Node]) -> str:
    """Return the trees drawn with lines, what a document rests on above it."""
    return "\n".join("\n".join(_drawn(node)) for node in nodes)


def _drawn(node: Node) -> list[str]:
    lines = [label(node)]
    parts = [(f"↑ {_words(edge, BY_RELATION)}", edge) for edge in node.up]
    parts += [(f"↓ {_passive(edge)}", edge) for edge in node.down]
    for index, (head, edge) in enumerate(parts):
        is_last = index == len(parts) - 1 and not node.more
        first, rest = ("└─ ", "   ") if is_last else ("├─ ", "│  ")
        below = _drawn(edge.node)
        lines.append(f"{first}{head}: {below[0]}{_status(edge)}")
        lines.extend(rest + line for line in below[1:])
    if node.more:
        lines.append(f"└─ … và {node.more} văn bản nữa")
    if node.is_repeated:
        lines[0] += " ↻"
    return lines


def _words(edge: Edge, table: dict[Relation, Any]) -> str:
    return str(table[Relation(edge.relation)].label)


def _passive(edge: Edge) -> str:
    return BY_RELATION[Relation(edge.relation)].passive


def _status(edge: Edge) -> str:
    return {
        "ambiguous": f" [chưa rõ: {len(edge.candidates)} văn bản có thể đúng]",
        "date_conflict": " [ngày không khớp]",
    }.get(edge.status, "")


def as_dot(nodes: Iterable[Node]) -> str:
    """Return the trees as one Graphviz graph, arrows from the citing to the cited."""
    names: dict[tuple[str | None, str | None, str | None], str] = {}
    lines: list[str] = []

    def quoted(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'

    def name(node: Node) -> str:
        key = (node.document_id, node.number, node.date)
        if key not in names:
            names[key] = f"n{len(names)}"
            style = "" if node.document_id else ", style=dashed"
            lines.append(f"  {names[key]} [label={quoted(label(node))}{style}];")
        return names[key]

    def draw(node: Node) -> None:
        own = name(node)
        for edges, is_up in ((node.up, True), (node.down, False)):
            for edge in edges:
                other = name(edge.node)
                source, target = (own, other) if is_up else (other, own)
                text = quoted(BY_RELATION[Relation(edge.relation)].label)
                style = "" if edge.status == "resolved" else ", style=dashed"
                lines.append(f"  {source} -> {target} [label={text}{style}];")
                draw(edge.node)

    for node in nodes:
        draw(node)
    head = ["digraph congvan {", "  rankdir=BT;", "  node [shape=box];"]
    return "\n".join([*head, *dict.fromkeys(lines), "}"])


def as_mermaid(nodes: Iterable[Node]) -> str:
    """Return the trees as one Mermaid flow chart, arrows from the citing to the cited."""
    names: dict[tuple[str | None, str | None, str | None], str] = {}
    lines = ["flowchart BT"]

    def name(node: Node) -> str:
        key = (node.document_id, node.number, node.date)
        if key not in names:
            names[key] = f"n{len(names)}"
            text = label(node).replace('"', "#quot;")
            shape = f'["{text}"]' if node.document_id else f'(["{text}"])'
            lines.append(f"    {names[key]}{shape}")
        return names[key]

    def draw(node: Node) -> None:
        own = name(node)
        for edges, is_up in ((node.up, True), (node.down, False)):
            for edge in edges:
                other = name(edge.node)
                source, target = (own, other) if is_up else (other, own)
                arrow = "-->" if edge.status == "resolved" else "-.->"
                text = BY_RELATION[Relation(edge.relation)].label
                lines.append(f'    {source} {arrow}|"{text}"| {target}')
                draw(edge.node)

    for node in nodes:
        draw(node)
    return "\n".join(dict.fromkeys(lines))
