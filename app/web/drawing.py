"""Link trees become a layered drawing: what is cited above, what cites it below.

A layer of many documents is folded into rows, so that the drawing is no wider than a page; what
would run across other rows goes round them, along a lane at the left for each cited document.

Only places and texts are worked out here; the template prints them as SVG, escaped.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.web.render import day
from dispatch.relations import BY_RELATION, Relation
from index.graph import Edge, Node

WIDTH, HEIGHT = 220, 76
_GAP_X, _GAP_Y, _MARGIN = 24, 84, 16
_IN_ROW, _FOLD_Y = 5, 62
"""Boxes in a row; the gap between rows of one layer."""
_LANE, _LANES, _BUS = 9, 12, 26
"""Width of a lane, one for each cited document; how many lanes; how far above a box its arrow
turns to the lane."""
_TITLE, _LETTERS, _LAST = 24, 30, 26
"""Letters that fit in a box's first line (bold), in the second, in the last beside the plus."""
Key = tuple[str | None, str | None, str | None]


@dataclass(slots=True)
class Box:
    """One document in the drawing; x and y are its top left."""

    node: Node
    layer: int
    is_root: bool = False
    x: int = 0
    y: int = 0
    row: int = 0

    @property
    def is_stub(self) -> bool:
        return self.node.document_id is None

    @property
    def reason(self) -> str:
        """What stands against the document, '' where nothing does."""
        return _short(self.node.reason, _LAST)

    @property
    def lines(self) -> tuple[str, str, str]:
        node = self.node
        kind = node.document_type or ""
        return (
            _short(f"{kind} {node.number or ''}".strip(), _TITLE, wide=1.3),
            _short(" · ".join(part for part in (day(node.date), node.issuing_body) if part)),
            _short(node.subject or "", _LAST),
        )

    @property
    def told(self) -> str:
        """Everything that the lines shorten."""
        node = self.node
        parts = (node.document_type, node.number, day(node.date), node.issuing_body, node.subject)
        return " · ".join(part for part in parts if part)


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
    rows = _rows(drawing)
    pairs = [(boxes[source], boxes[target]) for source, target, _ in edges]
    lanes = {id(to): 0 for by, to in pairs if _is_folded(by, to)}
    for number, key in enumerate(lanes):
        lanes[key] = number % _LANES
    _columns(drawing, rows, lane=min(len(lanes), _LANES) * _LANE)
    drawing.boxes = [box for row in rows for box in row]  # the order in which the focus walks
    for (_, _, relation), edge, (by, to) in zip(edges, edges.values(), pairs, strict=True):
        drawing.arrows.append(_arrow(by, to, relation, edge.status, lanes.get(id(to), 0)))
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


def _rows(drawing: Drawing) -> list[list[Box]]:
    """Give each layer its rows, the drawing's own document and then the oldest first."""
    layers: dict[int, list[Box]] = {}
    for box in drawing.boxes:
        layers.setdefault(box.layer, []).append(box)
    rows: list[list[Box]] = []
    y = _MARGIN
    for layer in sorted(layers):
        boxes = sorted(
            layers[layer],
            key=lambda box: (not box.is_root, box.node.date or "9", box.node.number or ""),
        )
        for row in (boxes[at : at + _IN_ROW] for at in range(0, len(boxes), _IN_ROW)):
            for box in row:
                box.y, box.row = y, len(rows)
            rows.append(row)
            y += HEIGHT + _FOLD_Y
        y += _GAP_Y - _FOLD_Y
    drawing.height = y - _GAP_Y + _MARGIN if layers else 2 * _MARGIN
    return rows


def _columns(drawing: Drawing, rows: list[list[Box]], *, lane: int) -> None:
    """Centre the rows over each other; those of a folded layer begin at one place."""
    widest = max((len(row) for row in rows), default=0)
    across = widest * WIDTH + max(0, widest - 1) * _GAP_X
    drawing.width = lane + 2 * _MARGIN + across
    folded = Counter(row[0].layer for row in rows)
    for row in rows:
        used = len(row) * WIDTH + (len(row) - 1) * _GAP_X
        x = lane + _MARGIN + (0 if folded[row[0].layer] > 1 else (across - used) // 2)
        for box in row:
            box.x = x
            x += WIDTH + _GAP_X


def _is_folded(source: Box, target: Box) -> bool:
    """Tell whether rows of a folded layer lie between two boxes."""
    rows = source.row - target.row
    return rows > 1 and rows > source.layer - target.layer


def _arrow(source: Box, target: Box, relation: str, status: str, lane: int) -> Arrow:
    x0, y0 = source.x + WIDTH // 2, source.y
    x1, y1 = target.x + WIDTH // 2, target.y + HEIGHT
    if source.y <= target.y:  # in one row, or against the order: round the side
        x0, y0 = source.x + WIDTH, source.y + HEIGHT // 2
        x1, y1 = target.x, target.y + HEIGHT // 2
    middle = (y0 + y1) // 2
    path = f"M{x0} {y0} C{x0} {middle} {x1} {middle} {x1} {y1 + 8}"
    # The label stands nearer the citing box, where arrows have not met yet.
    place, level = (x0 * 5 + x1 * 3) // 8, middle + 14
    if source.row - target.row > 1:  # other rows are between: their boxes would hide the middle
        place, level = x0, y0 - 12
    if _is_folded(source, target):
        turn, aside = y0 - _BUS - lane % 6 * 5, _MARGIN // 2 + lane * _LANE
        path = f"M{x0} {y0} V{turn} H{aside} V{y1 + 16} H{x1} V{y1 + 8}"
    name = BY_RELATION[Relation(relation)].label
    return Arrow(source, target, relation, name, status, path, place, level)


def _short(text: str, letters: int = _LETTERS, *, wide: float = 1.0) -> str:
    """Return as much of ``text`` as fits; a capital or a figure is as ``wide`` as so many letters
    (in bold type they are what a number is made of)."""
    used = 0.0
    for at, char in enumerate(text):
        used += wide if char.isupper() or char.isdigit() else 1.0
        if used > letters:
            return text[: max(0, at - 1)].rstrip() + "…"
    return text
