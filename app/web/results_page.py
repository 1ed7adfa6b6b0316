"""The results of a search as files, and searches that are kept, with a feed of what is new."""

import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, unquote

import orjson
from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse

from app.web.answers import known_by, unless_known
from app.web.asking import Asked, query_of
from app.web.forms import check_form
from app.web.problems import problem
from app.web.render import lang_of, page, rendered
from app.web.review_page import AUTHOR_COOKIE, remember
from app.web.site import Site, site_of
from app.web.words import say
from dispatch.export import csv_line
from dispatch.register import TITLES, Direction, head, row
from index import saved

router = APIRouter()
Format = Literal["jsonl", "csv", "register-out", "register-in"]
_PAGE = 2_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/results")
def results(
    asked: Annotated[Asked, Depends()],
    site: Annotated[Site, Depends(site_of)],
    format: Annotated[Format, Query()] = "csv",
) -> Response:
    """Send every hit of a search as a file; CSV and JSONL go out while the search is read."""
    query_of(asked)  # a day that is none is told before anything is sent
    name = f"congvan-{datetime.now(UTC):%Y-%m-%d}"
    records = records_of(site, asked)
    if format == "jsonl":
        lines: Iterator[bytes] = (orjson.dumps(record) + b"\n" for record in records)
        return _streamed(lines, f"{name}.jsonl", "application/x-ndjson")
    if format == "csv":
        return _streamed(_csv(records), f"{name}.csv", "text/csv; charset=utf-8")
    direction: Direction = "out" if format == "register-out" else "in"
    from app.workbook import write_workbook  # openpyxl is of no use to any other page

    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as held:
        path = Path(held.name)
    try:
        rows = (row(direction, record) for record in records)
        write_workbook(path, TITLES[direction], head(direction), rows)
    except BaseException:
        path.unlink()
        raise
    return FileResponse(
        path,
        media_type=_XLSX,
        filename=f"{name}-{format}.xlsx",
        background=BackgroundTask(path.unlink),
    )


def records_of(site: Site, asked: Asked) -> Iterator[dict[str, Any]]:
    """Yield the records of all hits of a search, in its order."""
    query = query_of(asked, limit=_PAGE)
    with site.archive() as archive:
        while True:
            found = archive.search(query)
            for hit in found.hits:
                if (record := archive.read(hit.document_id)) is not None:
                    yield record
            if found.after is None:
                return
            query = replace(query, after=found.after)


@router.get("/saved")
def saved_page(request: Request, site: Annotated[Site, Depends(site_of)]) -> Response:
    """List the searches that people keep."""
    with site.archive() as archive:
        found = saved.every(archive.connection)
    return page(request, "saved.html", {"saved": found})


@router.post("/saved", dependencies=[Depends(check_form)])
def keep(
    site: Annotated[Site, Depends(site_of)],
    name: Annotated[str, Form(min_length=1, max_length=200)],
    address: Annotated[str, Form(max_length=4000)],
    author: Annotated[str, Form(min_length=1, max_length=100)],
) -> Response:
    """Keep a search under a name; its feed tells what comes from now on."""
    asked = asked_of(address)
    query_of(asked)
    plain = " ".join(author.split())
    with site.archive() as archive:
        saved.save(archive, " ".join(name.split()), asked.address()[2:], author=plain)
    response = RedirectResponse("/saved", 303)
    remember(response, plain)
    return response


@router.post("/saved/{id}/delete", dependencies=[Depends(check_form)])
def forget(id: str, site: Annotated[Site, Depends(site_of)]) -> Response:
    """Delete a saved search; its feed ends."""
    with site.archive() as archive:
        saved.forget(archive, id)
    return RedirectResponse("/saved", 303)


@router.get("/saved/{id}/feed.atom")
def feed(request: Request, id: str, site: Annotated[Site, Depends(site_of)]) -> Response:
    """Tell a feed reader what a saved search has found since it was saved."""
    with site.archive() as archive:
        kept = saved.saved_at(archive.connection, id)
        if kept is None:
            return problem(request, 404, "not-found")
        hits = saved.new_hits(archive, kept, query_of(asked_of(kept.address)))
        entries = [(hit, archive.read(hit.document_id)) for hit in hits]
    base = f"{request.url.scheme}://{request.headers.get('host', '')}"
    body = rendered(
        request,
        "feed.xml",
        {
            "kept": kept,
            "base": base,
            "entries": [(hit, _xml_safe(record)) for hit, record in entries if record],
            "updated": hits[0].found if hits else kept.made,
        },
    )
    headers = known_by(body.encode())
    return unless_known(request, headers) or Response(
        body, headers=headers, media_type="application/atom+xml; charset=utf-8"
    )


def asked_of(address: str) -> Asked:
    """Return the conditions in a query string; what is no condition is left out."""
    known = asdict(Asked())
    given = {
        name: value[:500]
        for name, value in parse_qsl(address.partition("?")[2] or address)
        if name in known
    }
    return Asked(**given)


def save_form(request: Request, asked: Asked) -> dict[str, str]:
    """Return what the form that keeps a search is filled with."""
    values = [value for _, value in asked.active]
    name = " · ".join([*([asked.q] if asked.q else []), *values])
    return {
        "address": asked.address(),
        "name": name or say(lang_of(request), "saved.all"),
        "author": unquote(request.cookies.get(AUTHOR_COOKIE, "")),
    }


def _csv(records: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    # The mark tells office programs that the text is UTF-8.
    yield ("\ufeff" + csv_line(None)).encode()
    for record in records:
        yield csv_line(record).encode()


def _streamed(lines: Iterator[bytes], name: str, media_type: str) -> Response:
    return StreamingResponse(
        lines,
        media_type=media_type,
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )


def _xml_safe(record: dict[str, Any]) -> dict[str, str]:
    """Return what a feed shows of a record, without the signs that XML cannot hold."""
    names = ("document_id", "document_type", "number", "date", "issuing_body", "subject")
    return {
        name: "".join(char for char in str(record[name] or "") if char.isprintable())
        for name in names
    }
