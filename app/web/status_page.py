"""Upload and status: files on their way, the ledger, the last runs, what could not be read."""

import shutil
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from app.web.forms import check_form
from app.web.problems import problem
from app.web.render import page
from app.web.site import Site, site_of
from index.runs import last_runs

router = APIRouter()
RUNS, QUARANTINED = 10, 100


@router.get("/status")
def status_page(request: Request, site: Annotated[Site, Depends(site_of)]) -> Response:
    """Show how the archive is doing."""
    with site.archive() as archive:
        counts = archive.counts()
        documents = archive.view.count()
        runs = last_runs(archive.connection, RUNS)
        bad = archive.files(state="quarantined")
    jobs = list(site.uploads.jobs)
    return page(
        request,
        "status.html",
        {
            "jobs": jobs,
            "is_busy": any(job.state in ("waiting", "reading") for job in jobs),
            "counts": counts,
            "documents": documents,
            "runs": runs,
            "quarantine": bad[:QUARANTINED],
            "free": f"{shutil.disk_usage(site.place.data_folder).free / 1e9:.1f} GB",
        },
    )


@router.post("/upload", dependencies=[Depends(check_form)])
def upload(files: list[UploadFile], site: Annotated[Site, Depends(site_of)]) -> Response:
    """Take files; the status page tells what becomes of them."""
    site.uploads.take([(one.filename or "file", one.file) for one in files if one.filename])
    return RedirectResponse("/status", 303)


@router.post("/retry", dependencies=[Depends(check_form)])
def retry(
    request: Request,
    site: Annotated[Site, Depends(site_of)],
    path: Annotated[str, Form(max_length=5000)],
    container: Annotated[str, Form(max_length=5000)] = "",
) -> Response:
    """Read a file of the quarantine again; no other path is touched."""
    with site.archive() as archive:
        entry = archive.entry_at(path, container)
    if entry is None or entry.state != "quarantined":
        return problem(request, 404, "not-found")
    site.uploads.again(Path(path))
    return RedirectResponse("/status", 303)
