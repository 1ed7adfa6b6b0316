"""Upload and status: files on their way, the ledger, the last runs, what could not be read."""

from collections import Counter
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from app.web.api import MOST
from app.web.failures import cause_label
from app.web.forms import check_form
from app.web.guard import UPLOAD_BODY
from app.web.problems import problem
from app.web.render import lang_of, page
from app.web.site import Site, site_of
from app.web.vitals import vitals_of
from dispatch.errors import in_language
from index.ledger import entries
from index.runs import last_runs

router = APIRouter()
RUNS, QUARANTINED, JOBS = 10, 100, 50


@router.get("/status")
def status_page(
    request: Request,
    site: Annotated[Site, Depends(site_of)],
    before: Annotated[int | None, Query(ge=1, le=MOST)] = None,
    code: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Show how the archive is doing; ``before`` is the run that earlier runs are shown of, ``code``
    the cause that quarantined files are shown of."""
    lang = lang_of(request)
    vitals = vitals_of(site)
    with site.archive() as archive:
        runs = last_runs(archive.connection, RUNS + 1, before=before)
        bad = entries(archive.connection, state="quarantined", code=code or None, limit=QUARANTINED)
    jobs = site.uploads.jobs
    return page(
        request,
        "status.html",
        {
            "jobs": jobs[:JOBS],
            "is_busy": any(job.is_open for job in jobs),
            "totals": Counter("waiting" if job.is_open else job.state for job in jobs),
            "vitals": vitals,
            "backend": "SQLite" if site.place.index.startswith("sqlite:") else "Elasticsearch",
            "runs": runs[:RUNS],
            "earlier": runs[RUNS - 1].id if len(runs) > RUNS else None,
            "before": before,
            "code": code,
            "quarantine": bad,
            "hidden": (vitals.causes.get(code, 0) if code else vitals.files["quarantined"])
            - len(bad),
            "translated": lambda message: in_language(message, lang),
            "size": _size,
            "cause": lambda code: cause_label(code, lang),
            "limit": UPLOAD_BODY,
        },
    )


def _size(count: int) -> str:
    told = f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
    return told.replace(".", ",")


@router.post("/upload", dependencies=[Depends(check_form)])
def upload(files: list[UploadFile], site: Annotated[Site, Depends(site_of)]) -> Response:
    """Take files; the status page tells what becomes of them."""
    site.uploads.take([(one.filename or "file", one.file) for one in files if one.filename])
    return RedirectResponse("/status", 303)


@router.post("/retry", dependencies=[Depends(check_form)])
def retry(
    request: Request,
    site: Annotated[Site, Depends(site_of)],
    path: Annotated[str, Form(max_length=5000)] = "",
    container: Annotated[str, Form(max_length=5000)] = "",
    code: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Read a file of the quarantine again, or all of one cause; no other path is touched."""
    with site.archive() as archive:
        if code:
            found = archive.files(state="quarantined", code=code)
        else:
            entry = archive.entry_at(path, container)
            found = [entry] if entry is not None and entry.state == "quarantined" else []
    if not found:
        return problem(request, 404, "not-found")
    for one in dict.fromkeys(entry.sighting.path for entry in found):
        site.uploads.again(Path(one))
    return RedirectResponse("/status", 303)
