"""Upload and status: files on their way, the ledger, the last runs, what could not be read."""

import shutil
from collections import Counter
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from app.web.forms import check_form
from app.web.guard import UPLOAD_BODY
from app.web.problems import problem
from app.web.render import lang_of, page
from app.web.site import Site, site_of
from dispatch.errors import in_language
from index.doubts import counts as doubt_counts
from index.runs import last_runs

router = APIRouter()
RUNS, QUARANTINED = 10, 100
LITTLE = 2_000_000_000
"""Free bytes below which the disk is called nearly full."""


@router.get("/status")
def status_page(request: Request, site: Annotated[Site, Depends(site_of)]) -> Response:
    """Show how the archive is doing."""
    lang = lang_of(request)
    with site.archive() as archive:
        counts = archive.counts()
        documents = archive.view.count()
        behind = archive.behind()
        doubts = sum(doubt_counts(archive.connection).values())
        runs = last_runs(archive.connection, RUNS)
        bad = archive.files(state="quarantined")
        stored = archive.path.stat().st_size
    jobs = list(site.uploads.jobs)
    disk = shutil.disk_usage(site.place.data_folder)
    return page(
        request,
        "status.html",
        {
            "jobs": jobs,
            "is_busy": any(job.state in ("waiting", "reading") for job in jobs),
            "counts": counts,
            "documents": documents,
            "backend": "SQLite" if site.place.index.startswith("sqlite:") else "Elasticsearch",
            "behind": behind,
            "doubts": doubts,
            "runs": runs,
            "causes": Counter(entry.code or "?" for entry in bad).most_common(),
            "quarantine": bad[:QUARANTINED],
            "translated": lambda message: in_language(message, lang),
            "store": _size(stored),
            "free": _size(disk.free),
            "is_full": disk.free < LITTLE,
            "limit": UPLOAD_BODY,
        },
    )


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


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
            found = archive.files(state="quarantined", code=code)[:QUARANTINED]
        else:
            entry = archive.entry_at(path, container)
            found = [entry] if entry is not None and entry.state == "quarantined" else []
    if not found:
        return problem(request, 404, "not-found")
    for one in dict.fromkeys(entry.sighting.path for entry in found):
        site.uploads.again(Path(one))
    return RedirectResponse("/status", 303)
