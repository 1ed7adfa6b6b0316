"""Link trees become a layered drawing: what is cited above, what cites it below.

Only places and texts are worked out here; the template prints them as SVG, escaped.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.web.render import day
from dispatch.relations import BY_RELATION, Relation
from index.graph import Edge, Node

WIDTH, HEIGHT = 236, 76
_GAP_X, _GAP_Y, _MARGIN = 28, 84, 16
_LETTERS = 36
Key = tuple[str | None, str | None, str | None]


@dataclass(slots=True)
class Box:
    """One document in the drawing; x and y are its top left."""

    node: Node
    layer: int
    is_root: bool = False
    x: int = 0
    y: int = 0

    @property
    def is_stub(self) -> bool:
        return self.node.document_id is None

    @property
    def reason(self) -> str:
        """What stands against the document, '' where nothing does."""
        return _short(self.node.reason, 32)

    @property
    def lines(self) -> tuple[str, str, str]:
        node = self.node
        kind = node.document_type or ""
        return (
            _short(f"{kind} {node.number or ''}".strip(), 28),
            _short(" · ".join(part for part in (day(node.date), node.issuing_body) if part)),
            _short(node.subject or ""),
        )


@dataclass(frozen=True, slots=True)
class Arrow:
    """One citation, from the citing box up to the cited one."""

    source: Box
    target: Box
    relation: str
    label: str
    status: str
    path: str
    x: int
    y: int


@dataclass(slots=True)
class Drawing:
    """Boxes and arrows with the size of the whole."""

    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    width: int = 0
    height: int = 0


def draw(nodes: Iterable[Node]) -> Drawing:
    """Return the drawing of the trees of ``nodes``; a document stands in it once."""
    boxes: dict[Key, Box] = {}
    edges: dict[tuple[Key, Key, str], Edge] = {}
    for root in nodes:
        known = boxes.get(_key(root))
        _collect(root, known.layer if known else 0, boxes, edges)
        boxes[_key(root)].is_root = not known
    drawing = Drawing(list(boxes.values()))
    _place(drawing)
    for (source, target, relation), edge in edges.items():
        drawing.arrows.append(_arrow(boxes[source], boxes[target], relation, edge.status))
    return drawing


def _key(node: Node) -> Key:
    if node.document_id:
        return (node.document_id, None, None)
    return (None, node.number, node.date)


def _collect(
    node: Node,
    layer: int,
    boxes: dict[Key, Box],
    edges: dict[tuple[Key, Key, str], Edge],
) -> None:
    own = _key(node)
    if own not in boxes:
        boxes[own] = Box(node, layer)
    for edge in node.up:
        edges.setdefault((own, _key(edge.node), edge.relation), edge)
        _collect(edge.node, layer - 1, boxes, edges)
    for edge in node.down:
        edges.setdefault((_key(edge.node), own, edge.relation), edge)
        _collect(edge.node, layer + 1, boxes, edges)


def _place(drawing: Drawing) -> None:
    """Give each layer a row, oldest document first, rows centred over each other."""
    rows: dict[int, list[Box]] = {}
    for box in drawing.boxes:
        rows.setdefault(box.layer, []).append(box)
    widest = max((len(row) for row in rows.values()), default=0)
    drawing.width = 2 * _MARGIN + widest * WIDTH + max(0, widest - 1) * _GAP_X
    for index, layer in enumerate(sorted(rows)):
        row = sorted(rows[layer], key=lambda box: (box.node.date or "9", box.node.number or ""))
        used = len(row) * WIDTH + (len(row) - 1) * _GAP_X
        x = (drawing.width - used) // 2
        for box in row:
            box.x, box.y = x, _MARGIN + index * (HEIGHT + _GAP_Y)
            x += WIDTH + _GAP_X
    drawing.height = 2 * _MARGIN + len(rows) * HEIGHT + max(0, len(rows) - 1) * _GAP_Y


def _arrow(source: Box, target: Box, relation: str, status: str) -> Arrow:
    x0, y0 = source.x + WIDTH // 2, source.y
    x1, y1 = target.x + WIDTH // 2, target.y + HEIGHT
    if source.y <= target.y:  # in one row, or against the order: round the side
        x0, y0 = source.x + WIDTH, source.y + HEIGHT // 2
        x1, y1 = target.x, target.y + HEIGHT // 2
    middle = (y0 + y1) // 2
    path = f"M{x0} {y0} C{x0} {middle} {x1} {middle} {x1} {y1 + 8}"
    # The label stands nearer the citing box, where arrows have not met yet.
    place, level = (x0 * 5 + x1 * 3) // 8, middle + 14
    if y0 - y1 > _GAP_Y:  # over other rows: their boxes would hide the middle
        place, level = x0, y0 - 12
    name = BY_RELATION[Relation(relation)].label
    return Arrow(source, target, relation, name, status, path, place, level)


def _short(text: str, letters: int = _LETTERS) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
