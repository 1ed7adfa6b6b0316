"""The JSON API's questions about the archive as a whole: campaigns, what is like a document, what
somebody is about to type."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.web.answers import tagged
from app.web.api import Name
from app.web.problems import problem
from app.web.shapes import ERRORS
from app.web.site import Site, site_of
from index.base import SUGGESTED, SuggestionKind
from index.campaigns import Asked, CampaignNode, place_of
from index.campaigns import campaigns as campaigns_of

router = APIRouter(tags=["congvan"])


@router.get("/campaigns", response_model=list[CampaignNode], responses=ERRORS)
def campaigns(
    request: Request,
    site: Annotated[Site, Depends(site_of)],
    plan: Annotated[str, Query(max_length=500)] = "",
    running: Annotated[str, Query(max_length=10, pattern=r"^(\d{4}-\d\d-\d\d)?$")] = "",
    reported: bool | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    after: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Return the campaigns, newest first: of a ``plan``, that run on the day ``running``, with
    (or without) a report. The header ``Link`` leads to the next page."""
    with site.archive() as archive:
        asked = Asked(plan or None, running or None, is_reported=reported, after=after or None)
        found = campaigns_of(archive.connection, asked, limit=limit + 1)
    shown = found[:limit]
    following = {"after": place_of(shown[-1])} if len(found) > limit else None
    return tagged(request, [asdict(one) for one in shown], after=following)


@router.get("/documents/{name}/similar", responses=ERRORS)
def similar(
    request: Request,
    name: str,
    site: Annotated[Site, Depends(site_of)],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Response:
    """Return the documents most like one, the likest first; ``score`` is 0 to 1."""
    with site.archive() as archive:
        record = archive.read(name)
        if record is None:
            return problem(request, 404, "not-found")
        found = archive.similar(record["document_id"], limit=limit)
    return tagged(request, [asdict(hit) for hit in found])


@router.get("/suggest", responses=ERRORS)
def suggest(
    request: Request,
    q: Name,
    site: Annotated[Site, Depends(site_of)],
    kind: SuggestionKind | None = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 8,
) -> Response:
    """Return the numbers, issuers and signers that begin with what was typed."""
    with site.archive() as archive:
        found = archive.suggest(q, kinds=(kind,) if kind else SUGGESTED, limit=limit)
    return tagged(request, [asdict(one) for one in found])
