"""One document: its page images beside its fields, its text with what it cites, its files."""

from pathlib import PurePath
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi import Path as PathParameter
from pydantic import BaseModel, StringConstraints
from starlette.responses import RedirectResponse, Response

from app.web.answers import known_by, unless_known
from app.web.fields import (
    Sheet,
    citation,
    fields_of,
    number_of,
    reference_text,
    sheets_of,
    target_of,
    with_places,
)
from app.web.forms import check_form
from app.web.marks import pieces, runs, slug
from app.web.problems import problem
from app.web.render import lang_of, page
from app.web.review import path_label
from app.web.review_page import AUTHOR_COOKIE, remember, take_back
from app.web.site import Site, parsed_of, site_of, source_of
from app.web.words import label
from dispatch.errors import QueryError
from dispatch.relations import RELATIONS
from index.archive import Archive
from index.base import Record
from index.corrections import PATHS, value_at
from index.standing import standing_of

router = APIRouter()
WIDTHS = (800, 1240, 1654)
MAX_PAGES = 60
"""Page images on one page; a longer document shows its first and leads on."""
SIMILAR, ALIKE = 5, 0.3
"""How many similar documents are named, and how alike they must be."""


class Edited(BaseModel):
    """The form of one correction; ``seen`` is the value that the person saw."""

    path: Annotated[str, StringConstraints(max_length=500)]
    value: Annotated[str, StringConstraints(max_length=20_000)]
    seen: Annotated[str, StringConstraints(max_length=20_000)] = ""
    author: Annotated[str, StringConstraints(min_length=1, max_length=100)]


@router.get("/documents/{name}")
def document_page(
    request: Request,
    name: str,
    site: Annotated[Site, Depends(site_of)],
    start: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Show a document by its id, a record's id or a number that only it bears."""
    return _show(request, site, name, start=start)


def _show(
    request: Request, site: Site, name: str, *, start: int = 1, told: str | None = None
) -> Response:
    lang = lang_of(request)
    with site.archive() as archive:
        read = archive.read(name)
        if read is None:
            return problem(request, 404, "not-found")
        record = with_places(read)
        document = archive.document(record["document_id"])
        sheets, total = _sheets(archive, record, start)
        fields = fields_of(record, lang)
        corrections = archive.corrections(record["document_id"])
        citing = archive.links(record["document_id"], depth=1, relations=None)
        standing = standing_of(archive.connection, record["document_id"])
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
            "citation": citation(record),
            "fields": fields,
            "sheets": sheets,
            "widths": WIDTHS,
            "total_pages": total,
            "next_start": start + MAX_PAGES if start + MAX_PAGES <= total else None,
            "runs": runs(pieces(record, targets)),
            "citing": [edge.node for node in citing for edge in node.down],
            "address": f"/documents/{quote(record['id'], safe='')}",
            "warnings": record["warnings"],
            "standing": standing.reason(lang),
            "current": standing.current,
            "edits": {path: value_at(record, path) or "" for path in PATHS},
            "corrections": [(one, path_label(one.path, lang)) for one in corrections],
            "told": told,
            "author": unquote(request.cookies.get(AUTHOR_COOKIE, "")),
            "file_name": PurePath(record["source"]["path"].rpartition("!")[2]).name,
        },
        status=409 if told else 200,
    )


@router.get("/documents/{name}/similar")
def similar_part(request: Request, name: str, site: Annotated[Site, Depends(site_of)]) -> Response:
    """Name the documents most like one: a part that the page fetches when one scrolls to it,
    since likeness takes longer to find than the whole page."""
    with site.archive() as archive:
        found = archive.find(name)
        if len(found) != 1:
            return problem(request, 404, "not-found")
        hits = archive.similar(found[0], limit=SIMILAR)
    return page(request, "similar.html", {"hits": [hit for hit in hits if hit.score >= ALIKE]})


@router.post("/documents/{name}/corrections", dependencies=[Depends(check_form)])
def correct(
    request: Request,
    name: str,
    site: Annotated[Site, Depends(site_of)],
    sent: Annotated[Edited, Form()],
) -> Response:
    """Lay a person's value over a field and come back to it; who came second is told."""
    author = " ".join(sent.author.split())
    with site.archive() as archive:
        record = archive.read(name)
        if record is None:
            return problem(request, 404, "not-found")
        document = record["document_id"]
        seen = sent.seen.replace("\r\n", "\n")
        try:
            archive.correct(document, sent.path, sent.value, seen=seen, author=author)
        except QueryError as error:
            if error.code != "conflict":
                raise
            return _show(request, site, document, told=error.localized(lang_of(request)))
    return _back(document, sent.path, author)


@router.post("/documents/{name}/undo", dependencies=[Depends(check_form)])
def undo(
    request: Request,
    name: str,
    site: Annotated[Site, Depends(site_of)],
    path: Annotated[str, Form(max_length=500)],
    author: Annotated[str, Form(min_length=1, max_length=100)],
) -> Response:
    """Take the last correction of a field back."""
    with site.archive() as archive:
        record = archive.read(name)
        if record is None:
            return problem(request, 404, "not-found")
        take_back(archive, record["document_id"], path, " ".join(author.split()))
    return _back(record["document_id"], path, author)


def _back(document: str, path: str, author: str) -> Response:
    anchor = "fields" if path.startswith("references[") else f"f-{slug(path)}"
    answer = RedirectResponse(f"/documents/{document}#{anchor}", 303)
    remember(answer, author)
    return answer


@router.get("/documents/{name}/references/{position}")
def reference_page(
    request: Request,
    name: str,
    position: Annotated[int, PathParameter(ge=0, le=100_000)],
    site: Annotated[Site, Depends(site_of)],
) -> Response:
    """Show one citation with a form for each of its fields."""
    lang = lang_of(request)
    with site.archive() as archive:
        record = archive.read(name)
        if record is None or position >= len(record["references"]):
            return problem(request, 404, "not-found")
    item = record["references"][position]
    key = item["number"] or item["title"]
    edits = [
        (f"references[{key}]/{field}", label(lang, field), item[field] or "")
        for field in ("relation", "document_type", "number", "date", "issuing_body", "subject")
        if key
    ]
    return page(
        request,
        "reference.html",
        {
            "record": record,
            "title": f"{record['document_type']} {number_of(record, lang)}",
            "item": reference_text(item),
            "edits": edits,
            "relations": [(row.relation.value, row.label) for row in RELATIONS],
            "author": unquote(request.cookies.get(AUTHOR_COOKIE, "")),
        },
    )


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
    wanted = next((one for one in WIDTHS if one >= width), WIDTHS[-1])
    headers = known_by(f"{source.id} {number} {wanted}".encode(), cache="private, max-age=86400")
    if known := unless_known(request, headers):
        return known
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
