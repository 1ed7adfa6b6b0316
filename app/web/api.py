"""The JSON API: the same questions as the pages ask, for other systems."""

import time
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, UploadFile
from starlette.responses import PlainTextResponse, Response

from app.web import document_page
from app.web.answers import as_json, tagged
from app.web.asking import FACETS, Asked, query_of
from app.web.problems import problem
from app.web.shapes import (
    ERRORS,
    Corrected,
    Correction,
    DocumentFound,
    FoundPage,
    Health,
    PastRun,
    Sent,
    Text,
)
from app.web.site import Site, site_of
from app.web.uploads import Job
from app.web.vitals import as_metrics, vitals_of
from dispatch.errors import in_language
from dispatch.record import Dispatch
from index.graph import ALL
from index.graph import as_json as graph_json
from index.runs import last_runs

router = APIRouter(tags=["congvan"])
_STARTED = time.time()
MOST = 2**63 - 1
"""The largest number of a run."""
Name = Annotated[str, Query(max_length=500)]


@router.get("/search", response_model=FoundPage, responses=ERRORS)
def search(
    request: Request,
    asked: Annotated[Asked, Depends()],
    site: Annotated[Site, Depends(site_of)],
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    after: Annotated[str, Query(max_length=500)] = "",
    facets: bool = False,
) -> Response:
    """Find documents; all given conditions must hold, without any the newest come first."""
    query = query_of(asked, limit=limit, after=after, facets=FACETS if facets else ())
    with site.archive() as archive:
        results = archive.search(query)
    following = {"after": results.after} if results.after else None
    return tagged(request, asdict(results), but=("milliseconds",), after=following)


@router.get("/documents/{name}", response_model=DocumentFound, responses=ERRORS)
def document(request: Request, name: str, site: Annotated[Site, Depends(site_of)]) -> Response:
    """Return a document by its id, a record's id, or a number that only it bears."""
    with site.archive() as archive:
        record = archive.read(name)
        if record is None:
            return problem(request, 404, "not-found")
        found = archive.document(record["document_id"])
    assert found is not None  # the record was read through this very document
    sightings = [
        {
            "path": e.sighting.path,
            "container": e.sighting.container,
            "state": e.state,
            "header": asdict(e.header) if e.header else None,
        }
        for e in found.sightings
    ]
    values = {
        "document_id": found.document_id,
        "renditions": found.renditions,
        "sightings": sightings,
        "warnings": found.warnings,
        "record": record,
    }
    return tagged(request, values)


@router.get("/documents/{name}/record", response_model=Dispatch, responses=ERRORS)
def record(request: Request, name: str, site: Annotated[Site, Depends(site_of)]) -> Response:
    """Return the record as the contract has it, links laid on."""
    with site.archive() as archive:
        found = archive.read(name)
    if found is None:
        return problem(request, 404, "not-found")
    return tagged(request, found)


@router.get("/documents/{name}/text", response_model=Text, responses=ERRORS)
def text(request: Request, name: str, site: Annotated[Site, Depends(site_of)]) -> Response:
    """Return the text that all spans of the evidence index."""
    with site.archive() as archive:
        found = archive.read(name)
    if found is None:
        return problem(request, 404, "not-found")
    return tagged(request, {"id": found["id"], "text": found["text"]})


@router.get(
    "/documents/{name}/pages/{number}.jpg",
    responses={**ERRORS, 200: {"content": {"image/jpeg": {}}, "description": "The picture"}},
    response_class=Response,
)
def page_image(
    request: Request,
    name: str,
    number: int,
    site: Annotated[Site, Depends(site_of)],
    width: Annotated[int, Query(ge=1, le=4000)] = 1240,
) -> Response:
    """Return the picture of a page; boxes of the evidence lie on it by scale."""
    return document_page.page_image(request, name, number, site, width)


@router.get("/documents/{name}/links", responses=ERRORS)
def links(
    request: Request,
    name: str,
    site: Annotated[Site, Depends(site_of)],
    depth: Annotated[int, Query(ge=1, le=6)] = 3,
    relations: Annotated[str, Query(pattern="^(rests|all)$")] = "rests",
) -> Response:
    """Return what the document rests on (up) and what rests on it (down), as trees."""
    with site.archive() as archive:
        nodes = archive.links(name, depth=depth, relations=ALL if relations == "all" else None)
    if not nodes:
        return problem(request, 404, "not-found")
    return tagged(request, graph_json(nodes))


@router.get("/documents/{name}/corrections", response_model=list[Correction], responses=ERRORS)
def corrections(request: Request, name: str, site: Annotated[Site, Depends(site_of)]) -> Response:
    """Return what people corrected in a document, oldest first."""
    with site.archive() as archive:
        found = archive.read(name)
        made = archive.corrections(found["document_id"]) if found else []
    if found is None:
        return problem(request, 404, "not-found")
    return tagged(request, [asdict(one) for one in made])


@router.post(
    "/documents/{name}/corrections",
    status_code=201,
    response_model=Correction,
    responses=ERRORS,
)
def correct(
    request: Request, name: str, sent: Corrected, site: Annotated[Site, Depends(site_of)]
) -> Response:
    """Lay a value over the record; 409 where the field no longer holds ``seen``."""
    with site.archive() as archive:
        found = archive.read(name)
        if found is None:
            return problem(request, 404, "not-found")
        archive.correct(name, sent.path, sent.value, seen=sent.seen, author=sent.author)
        made = archive.corrections(found["document_id"])
    return as_json(asdict(made[-1]), status=201)


@router.get("/references", responses=ERRORS)
def references(request: Request, number: Name, site: Annotated[Site, Depends(site_of)]) -> Response:
    """Look a number up: the documents that bear it, and the trees of those that cite it."""
    with site.archive() as archive:
        found = archive.find(number)
        nodes = archive.links(number, depth=1, relations=ALL)
    status = "resolved" if len(found) == 1 else "ambiguous" if found else "stub"
    if not nodes:
        return problem(request, 404, "not-found")
    return tagged(request, {"status": status, "documents": found, "links": graph_json(nodes)})


@router.get("/runs", response_model=list[PastRun], responses=ERRORS)
def runs(
    request: Request,
    site: Annotated[Site, Depends(site_of)],
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    before: Annotated[int | None, Query(ge=1, le=MOST)] = None,
) -> Response:
    """Return the last runs (those before the run ``before``), newest first, with their files by
    outcome. The header ``Link`` leads to the next page."""
    with site.archive() as archive:
        found = last_runs(archive.connection, limit + 1, before=before)
    shown = found[:limit]
    following = {"before": str(shown[-1].id)} if len(found) > limit else None
    return tagged(request, [asdict(run) for run in shown], after=following)


@router.post("/ingest", status_code=202, response_model=list[Sent], responses=ERRORS)
def ingest(files: list[UploadFile], site: Annotated[Site, Depends(site_of)]) -> Response:
    """Take files; they are read in the background, and ``/ingest/{id}`` tells what became of
    each."""
    jobs = site.uploads.take([(one.filename or "file", one.file) for one in files])
    return as_json([_told(job) for job in jobs], status=202)


@router.get("/ingest/{id}", response_model=Sent, responses=ERRORS)
def ingested(request: Request, id: str, site: Annotated[Site, Depends(site_of)]) -> Response:
    """Tell how far a file is: waiting, reading, done with its documents, or failed with its cause;
    ``failures`` are the parts of an archive or a mail that gave none."""
    job = site.uploads.job(id)
    return problem(request, 404, "not-found") if job is None else as_json(_told(job))


@router.get("/health", response_model=Health, responses=ERRORS)
def health(site: Annotated[Site, Depends(site_of)]) -> Response:
    """Tell how the archive is doing; ``degraded`` where the index does not answer or the disk is
    nearly full."""
    found = vitals_of(site)
    values = {name: getattr(found, name) for name in Health.model_fields if name != "trouble"}
    trouble = (
        {"code": found.trouble.code, "detail": found.trouble.message} if found.trouble else None
    )
    return as_json({**values, "trouble": trouble})


@router.get("/metrics", response_class=PlainTextResponse, responses=ERRORS)
def metrics(site: Annotated[Site, Depends(site_of)]) -> Response:
    """Return gauges in Prometheus' text format."""
    told = as_metrics(vitals_of(site), started=_STARTED)
    return PlainTextResponse(told, media_type="text/plain; version=0.0.4")


def _told(job: Job) -> dict[str, Any]:
    failures = [
        {"name": one.name, "code": one.code, "message": in_language(one.message, "en")}
        for one in job.failures
    ]
    return {
        "id": job.id,
        "name": job.name,
        "state": job.state,
        "documents": [name for name, _ in job.documents],
        "cause": failures[0] if failures and job.state == "failed" else None,
        "failures": failures,
    }
