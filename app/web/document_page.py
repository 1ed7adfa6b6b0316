"""One document: its page images beside its fields, its text with what it cites, its files."""

from pathlib import PurePath
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Form, Query, Request
from pydantic import BaseModel, StringConstraints
from starlette.responses import RedirectResponse, Response

from app.web.fields import Sheet, fields_of, number_of, sheets_of, target_of
from app.web.forms import check_form
from app.web.marks import pieces, runs, slug
from app.web.problems import problem
from app.web.render import lang_of, page
from app.web.site import Site, digest, parsed_of, site_of, source_of
from index.archive import Archive
from index.base import Record
from index.corrections import PATHS, value_at

router = APIRouter()
_WIDTHS = (800, 1240, 1654)
MAX_PAGES = 60
"""Page images on one page; a longer document shows its first and leads on."""


AUTHOR_COOKIE = "congvan_name"


class Edited(BaseModel):
    """The form of one correction; ``seen`` is the value that the person saw."""

    path: Annotated[str, StringConstraints(max_length=100)]
    value: Annotated[str, StringConstraints(max_length=1000)]
    seen: Annotated[str, StringConstraints(max_length=2000)] = ""
    author: Annotated[str, StringConstraints(min_length=1, max_length=100)]


@router.get("/documents/{name}")
def document_page(
    request: Request,
    name: str,
    site: Annotated[Site, Depends(site_of)],
    start: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Show a document by its id, a record's id or a number that only it bears."""
    lang = lang_of(request)
    with site.archive() as archive:
        record = archive.read(name)
        if record is None:
            return problem(request, 404, "not-found")
        document = archive.document(record["document_id"])
        sheets, total = _sheets(archive, record, start)
        fields = fields_of(record, lang)
        corrections = archive.corrections(record["document_id"])
        citing = archive.links(record["document_id"], depth=1, relations=None)
    labels = {field.pointer: field.label for field in fields}
    targets = {
        f"/references/{index}": target
        for index, item in enumerate(record["references"])
        if (target := target_of(item))
    }
    if sheets:
        sheets = sheets_of(record, [(s.number, s.width, s.height) for s in sheets], labels)
    return page(
        request,
        "document.html",
        {
            "record": record,
            "document": document,
            "title": f"{record['document_type']} {number_of(record, lang)}",
            "fields": fields,
            "sheets": sheets,
            "total_pages": total,
            "next_start": start + MAX_PAGES if start + MAX_PAGES <= total else None,
            "runs": runs(pieces(record, targets)),
            "citing": [edge.node for node in citing for edge in node.down],
            "address": f"/documents/{quote(record['id'], safe='')}",
            "warnings": record["warnings"],
            "edits": {path: value_at(record, path) or "" for path in PATHS},
            "corrections": corrections,
            "author": unquote(request.cookies.get(AUTHOR_COOKIE, "")),
            "file_name": PurePath(record["source"]["path"].rpartition("!")[2]).name,
        },
    )


@router.post("/documents/{name}/corrections", dependencies=[Depends(check_form)])
def correct(
    request: Request,
    name: str,
    site: Annotated[Site, Depends(site_of)],
    sent: Annotated[Edited, Form()],
) -> Response:
    """Lay a person's value over a field and come back to it."""
    with site.archive() as archive:
        record = archive.read(name)
        if record is None:
            return problem(request, 404, "not-found")
        document = record["document_id"]
        author = " ".join(sent.author.split())
        archive.correct(document, sent.path, sent.value, seen=sent.seen, author=author)
    answer = RedirectResponse(f"/documents/{document}#f-{slug(sent.path)}", 303)
    answer.set_cookie(
        AUTHOR_COOKIE, quote(author), max_age=31_536_000, samesite="strict", httponly=True
    )
    return answer


@router.get("/documents/{name}/pages/{number}.jpg")
def page_image(
    request: Request,
    name: str,
    number: int,
    site: Annotated[Site, Depends(site_of)],
    width: int = 1240,
) -> Response:
    """Return the picture of one page; ``width`` is rounded up to one of three sizes."""
    with site.archive() as archive:
        record = archive.read(name)
        if record is None:
            return problem(request, 404, "not-found")
        source = source_of(archive, record)
    wanted = next((one for one in _WIDTHS if one >= width), _WIDTHS[-1])
    tag = f'"{digest(f"{source.id} {number} {wanted}".encode())}"'
    headers = {"etag": tag, "cache-control": "private, max-age=86400"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    picture = site.picture(source, number, width=wanted)
    return Response(picture, media_type="image/jpeg", headers=headers)


@router.get("/documents/{name}/original")
def original(request: Request, name: str, site: Annotated[Site, Depends(site_of)]) -> Response:
    """Return the file as it came, to be saved: never shown by the browser as a page of ours."""
    from parsers.source import load

    with site.archive() as archive:
        record = archive.read(name)
        if record is None:
            return problem(request, 404, "not-found")
        source = source_of(archive, record)
    file_name = PurePath(source.path.rpartition("!")[2]).name
    disposition = f"attachment; filename*=UTF-8''{quote(file_name, safe='')}"
    return Response(
        load(source),
        media_type="application/octet-stream",
        headers={"content-disposition": disposition, "cache-control": "private, no-cache"},
    )


def _sheets(archive: Archive, record: Record, start: int) -> tuple[list[Sheet], int]:
    """Return the pages that can be shown, from ``start``, and how many there are."""
    document = parsed_of(archive, record["id"])
    if document is None:
        return [], 0
    found = [
        Sheet(one.number, round(one.width, 2), round(one.height, 2))
        for one in document.pages
        if one.width and one.height
    ]
    return found[start - 1 : start - 1 + MAX_PAGES], len(found)
