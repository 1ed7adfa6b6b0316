"""Link trees as text: lines for the terminal, a Graphviz graph, a Mermaid flow chart."""

from collections.abc import Callable, Iterable

from dispatch.relations import BY_RELATION, Relation
from dispatch.vocabulary import kind_before
from index.graph import Edge, Node

_WORDS: dict[str, tuple[str, str]] = {
    "no-number": ("(chưa có số)", "(no number)"),
    "absent": ("chưa có trong kho", "not in the archive"),
    "cited": ("được dẫn {count} lần", "cited by {count}"),
    "more": ("… và {count} văn bản nữa", "… and {count} more"),
    "ambiguous": ("chưa rõ: {count} văn bản có thể đúng", "unclear: {count} may be meant"),
    "date_conflict": ("ngày không khớp", "another date"),
}
_WORTH_TELLING = 2
_Name = tuple[str | None, str | None, str | None, str | None]


def label(node: Node, lang: str = "vi") -> str:
    """Return one line that names a document or a stub, with what stands against it."""
    number = node.number or _say(lang, "no-number")
    words = [kind_before(number, node.document_type), number]
    if node.date:
        words.append(f"({'/'.join(reversed(node.date.split('-')))})")
    if node.subject and node.document_id:
        words.append(f"· {node.subject}")
    if node.document_id is None:
        words.append(f"· {_say(lang, 'absent')}")
        if node.cited >= _WORTH_TELLING:
            words.append(f"· {_say(lang, 'cited', node.cited)}")
    reason = node.reason if lang == "vi" else node.reason_en
    if reason:
        words.append(f"· {reason}")
    return " ".join(word for word in words if word)


def as_tree(nodes: Iterable[Node], *, lang: str = "vi") -> str:
    """Return the trees drawn with lines, what a document rests on above it."""
    return "\n".join("\n".join(_drawn(node, lang)) for node in nodes)


def as_dot(nodes: Iterable[Node], *, lang: str = "vi") -> str:
    """Return the trees as one Graphviz graph, arrows from the citing to the cited."""

    def quoted(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'

    def box(name: str, node: Node) -> str:
        style = "" if node.document_id else ", style=dashed"
        return f"  {name} [label={quoted(label(node, lang))}{style}];"

    def arrow(source: str, target: str, edge: Edge) -> str:
        style = "" if edge.status == "resolved" else ", style=dashed"
        return f"  {source} -> {target} [label={quoted(_active(edge, lang))}{style}];"

    head = ["digraph congvan {", "  rankdir=BT;", "  node [shape=box];"]
    return "\n".join([*head, *_flat(nodes, box, arrow), "}"])


def as_mermaid(nodes: Iterable[Node], *, lang: str = "vi") -> str:
    """Return the trees as one Mermaid flow chart, arrows from the citing to the cited."""

    def box(name: str, node: Node) -> str:
        text = label(node, lang).replace('"', "#quot;")
        return f'    {name}["{text}"]' if node.document_id else f'    {name}(["{text}"])'

    def arrow(source: str, target: str, edge: Edge) -> str:
        line = "-->" if edge.status == "resolved" else "-.->"
        return f'    {source} {line}|"{_active(edge, lang)}"| {target}'

    return "\n".join(["flowchart BT", *_flat(nodes, box, arrow)])


def _flat(
    nodes: Iterable[Node],
    box: Callable[[str, Node], str],
    arrow: Callable[[str, str, Edge], str],
) -> list[str]:
    """Return every box and arrow of the trees once, boxes before the arrows that need them."""
    names: dict[_Name, str] = {}
    lines: list[str] = []

    def name(node: Node) -> str:
        key = (node.document_id, node.number, node.date, node.issuing_body)
        if node.document_id:
            key = (node.document_id, None, None, None)
        if key not in names:
            names[key] = f"n{len(names)}"
            lines.append(box(names[key], node))
        return names[key]

    def draw(node: Node) -> None:
        own = name(node)
        for edges, is_up in ((node.up, True), (node.down, False)):
            for edge in edges:
                other = name(edge.node)
                source, target = (own, other) if is_up else (other, own)
                lines.append(arrow(source, target, edge))
                draw(edge.node)

    for node in nodes:
        draw(node)
    return list(dict.fromkeys(lines))


def _drawn(node: Node, lang: str) -> list[str]:
    lines = [label(node, lang)]
    parts = [(f"↑ {_active(edge, lang)}", edge) for edge in node.up]
    parts += [(f"↓ {_passive(edge, lang)}", edge) for edge in node.down]
    for index, (head, edge) in enumerate(parts):
        is_last = index == len(parts) - 1 and not node.more
        first, rest = ("└─ ", "   ") if is_last else ("├─ ", "│  ")
        below = _drawn(edge.node, lang)
        lines.append(f"{first}{head}: {below[0]}{_status(edge, lang)}")
        lines.extend(rest + line for line in below[1:])
    if node.more:
        lines.append(f"└─ {_say(lang, 'more', node.more)}")
    if node.is_repeated:
        lines[0] += " ↻"
    return lines


def _active(edge: Edge, lang: str) -> str:
    row = BY_RELATION[Relation(edge.relation)]
    return row.label if lang == "vi" else edge.relation.replace("_", " ")


def _passive(edge: Edge, lang: str) -> str:
    row = BY_RELATION[Relation(edge.relation)]
    return row.passive if lang == "vi" else f"{edge.relation.replace('_', ' ')} this"


def _status(edge: Edge, lang: str) -> str:
    if edge.status not in ("ambiguous", "date_conflict"):
        return ""
    return f" [{_say(lang, edge.status, len(edge.candidates))}]"


def _say(lang: str, key: str, count: int = 0) -> str:
    return _WORDS[key][0 if lang == "vi" else 1].format(count=count)
