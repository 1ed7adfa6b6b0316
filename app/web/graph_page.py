"""The links of a document as a drawing and as a table that says the same."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.web import drawing
from app.web.fields import number_of
from app.web.problems import problem
from app.web.render import lang_of, page
from app.web.site import Site, site_of
from dispatch.relations import Relation
from index.archive import Archive
from index.graph import ALL, Node

router = APIRouter()
MAX_DEPTH, MAX_OPEN = 6, 20


@router.get("/documents/{name}/graph")
def graph_page(
    request: Request,
    name: str,
    site: Annotated[Site, Depends(site_of)],
    depth: Annotated[int, Query(ge=1, le=MAX_DEPTH)] = 2,
    relations: Annotated[str, Query(pattern="^(rests|all)$")] = "rests",
    open: Annotated[list[str] | None, Query(max_length=MAX_OPEN)] = None,
) -> Response:
    """Draw what the document rests on and what rests on it; a campaign stands with the others
    of its plan. ``open`` are documents whose own links are drawn as well."""
    opened = tuple(dict.fromkeys(one[:100] for one in open or ()))
    wanted = ALL if relations == "all" else None
    with site.archive() as archive:
        record = archive.read(name)
        if record is None:
            return problem(request, 404, "not-found")
        nodes = with_plan(archive, record["document_id"], depth, wanted)
        for one in opened:
            nodes += archive.links(one, depth=1, relations=wanted)
    drawn = drawing.draw(nodes)
    return page(
        request,
        "graph.html",
        {
            "record": record,
            "name": f"{record['document_type']} {number_of(record, lang_of(request))}",
            "drawing": drawn,
            "is_closed": lambda box: not (box.is_root or box.is_stub or len(opened) >= MAX_OPEN),
            "opening": lambda box: urlencode(
                {
                    "depth": depth,
                    "relations": relations,
                    "open": [*opened, box.node.document_id],
                },
                doseq=True,
            ),
            "cut": [box.node for box in drawn.boxes if box.node.more],
            "box_width": drawing.WIDTH,
            "box_height": drawing.HEIGHT,
            "depth": depth,
            "relations": relations,
            "deeper": depth + 1 if depth < MAX_DEPTH else None,
        },
    )


def with_plan(
    archive: Archive, document_id: str, depth: int, relations: frozenset[str] | None
) -> list[Node]:
    """Return the tree of a document and those of the plans that it implements."""
    nodes = archive.links(document_id, depth=depth, relations=relations)
    plans = dict.fromkeys(
        edge.node.document_id
        for node in nodes
        for edge in node.up
        if edge.relation == Relation.IMPLEMENTS and edge.node.document_id
    )
    for plan in plans:
        nodes += archive.links(str(plan), depth=depth, relations=relations)
    return nodes
