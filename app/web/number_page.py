"""A number leads on: to its one document, to a choice of several, or to those that cite it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from app.web.render import page
from app.web.site import Site, site_of
from index.graph import ALL

router = APIRouter()


@router.get("/numbers")
def number_page(
    request: Request,
    name: Annotated[str, Query(max_length=500)],
    site: Annotated[Site, Depends(site_of)],
) -> Response:
    """Show what the archive knows of a number (or of a law's title)."""
    with site.archive() as archive:
        found = archive.find(name)
        if len(found) == 1:
            return RedirectResponse(f"/documents/{found[0]}", 303)
        nodes = archive.links(name, depth=1, relations=ALL)
    return page(
        request,
        "number.html",
        {"name": name, "nodes": nodes, "is_stub": not found},
        status=200 if nodes else 404,
    )
