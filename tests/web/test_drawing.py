"""Drawings that stay readable however much hangs together, and what is printed of a record."""

import re
from dataclasses import replace
from itertools import combinations

import pytest

from app.web.drawing import HEIGHT, WIDTH, Box, draw
from app.web.fields import citation
from app.web.timeline import timeline
from index.campaigns import CampaignNode
from index.graph import Edge, Node
from tests.index.drawn import BQL, record


def paper(name: str, **fields: object) -> Node:
    """Return a document of the graph."""
    node = Node(name, f"{name}/BQL-VP", "2023-02-20", "Công văn", BQL, "phát động thi đua đợt I")
    return replace(node, **fields)  # type: ignore[arg-type]


def campaigns(count: int, **fields: object) -> tuple[Edge, ...]:
    """Return as many campaigns that implement one plan."""
    return tuple(
        Edge("implements", "resolved", paper(f"{at:02d}", **fields)) for at in range(count)
    )


def overlaps(one: Box, other: Box) -> bool:
    """Tell whether two boxes cover each other."""
    return abs(one.x - other.x) < WIDTH and abs(one.y - other.y) < HEIGHT


def test_fifty_campaigns_of_a_plan_fit_a_page() -> None:
    reports = tuple(Edge("implements", "resolved", paper(f"r{at}")) for at in range(7))
    guided = Edge("implements", "resolved", paper("guide", down=reports))
    laws = tuple(Edge("basis", "stub", paper(f"l{at}", document_id=None)) for at in range(8))
    drawn = draw([paper("plan", up=laws, down=(*campaigns(50), guided))])
    assert len(drawn.boxes) == 1 + 8 + 51 + 7
    assert drawn.width <= 1300
    assert not any(overlaps(*pair) for pair in combinations(drawn.boxes, 2))
    left = min(box.x for box in drawn.boxes)
    by_lane: dict[str, set[int]] = {}
    for arrow in drawn.arrows:
        assert not any(
            box.x < arrow.x < box.x + WIDTH and box.y < arrow.y - 4 < box.y + HEIGHT
            for box in drawn.boxes
        ), "a label lies under no box"
        if lane := re.search(r" H(\d+) V", arrow.path):
            assert int(lane[1]) < left
            by_lane.setdefault(lane[1], set()).add(id(arrow.target))
    assert len(by_lane) >= 3
    assert all(len(targets) == 1 for targets in by_lane.values()), "a lane leads to one document"
    assert max(box.y for box in drawn.boxes) + HEIGHT < drawn.height


def test_few_documents_are_drawn_without_lanes() -> None:
    drawn = draw([paper("plan", down=campaigns(4))])
    assert not any(" H" in arrow.path for arrow in drawn.arrows)
    assert {box.row for box in drawn.boxes} == {0, 1}


def test_what_does_not_fit_a_box_is_shortened_and_told() -> None:
    long = paper("1", issuing_body="Ủy ban nhân dân " * 5, subject="về " * 40)
    (box,) = draw([long]).boxes
    assert all(len(line) <= 30 for line in box.lines)
    assert box.told.count("Ủy ban nhân dân") == 5


@pytest.mark.parametrize(("start", "end"), [("2023-02-20", "2023-02-21"), (None, "2023-10-30")])
def test_no_label_is_cut_or_crossed_by_its_bar(start: str | None, end: str) -> None:
    one = CampaignNode("1", "n" * 90, 1, 2023, BQL, None, start, end, ())
    whole = replace(one, id="2", name="ngắn", start="2023-01-01", end="2023-12-31")
    drawn = timeline([one, whole], lambda node: str(node.name))
    for bar in drawn.bars:
        ends = bar.label_x + 6 * len(bar.label)
        assert ends <= drawn.width
        assert bar.label_x >= bar.x + bar.width or ends <= bar.x + bar.width
    assert len(drawn.bars[0].label) <= 60


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"number": "32/BQL-VP", "date": "2023-02-06", "subject": "phát động thi đua"},
            f"Công văn số 32/BQL-VP ngày 06 tháng 02 năm 2023 của {BQL} về việc phát động thi đua",
        ),
        (
            {"notation": "BQL-VP", "number_state": "blank", "date": "2023-10-30"},
            f"Công văn số …/BQL-VP ngày 30 tháng 10 năm 2023 của {BQL}",
        ),
        (
            {"document_type": "Kế hoạch", "date": "2023-07-05"},
            f"Kế hoạch ngày 05 tháng 7 năm 2023 của {BQL}",
        ),
    ],
)
def test_a_document_is_cited_as_the_decree_has_it(fields: dict[str, str], told: str) -> None:
    assert citation(record("a", **{"document_type": "Công văn", **fields})) == told
