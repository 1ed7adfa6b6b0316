"""The review: one doubtful value after the other, to be accepted, chosen or written anew."""

from typing import Annotated, Literal
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from pydantic import BaseModel, StringConstraints
from starlette.responses import RedirectResponse, Response

from app.web.forms import check_form
from app.web.render import lang_of, page
from app.web.review import card_of, picture_of
from app.web.site import Site, site_of
from dispatch.errors import QueryError
from index.archive import Archive
from index.corrections import standing, value_at
from index.doubts import Wanted, count_proposed, counts, doubt_at, follow, queue

router = APIRouter()
AUTHOR_COOKIE = "congvan_name"
_NEXT = 8
Path = Annotated[str, StringConstraints(max_length=500)]
Chosen = Literal["", "pen", "unsure", "warning", "link", "proposed"]


class Answer(BaseModel):
    """What a person answered to a doubt; ``seen`` is the value that was shown, ``target`` the
    document that a citation was resolved to. ``kind`` and ``after`` lead back into the queue."""

    document: Annotated[str, StringConstraints(max_length=100)]
    path: Path
    value: Annotated[str, StringConstraints(max_length=20_000)] = ""
    seen: Annotated[str, StringConstraints(max_length=20_000)] = ""
    target: Annotated[str, StringConstraints(max_length=100)] = ""
    author: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    kind: Chosen = ""
    after: Path = ""


class Undone(BaseModel):
    """Which corrections of a document to take back."""

    document: Annotated[str, StringConstraints(max_length=100)]
    path: list[Path]
    author: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    kind: Chosen = ""


@router.get("/review")
def review_page(
    request: Request,
    site: Annotated[Site, Depends(site_of)],
    kind: Annotated[Chosen, Query()] = "",
    after: Annotated[str, Query(max_length=600)] = "",
    done: Annotated[list[str] | None, Query(max_length=4)] = None,
) -> Response:
    """Show the next doubt of the queue; ``done`` names what was just answered, to be undone."""
    return _show(request, site, kind=kind, after=after, done=tuple(done or ()))


@router.post("/review", dependencies=[Depends(check_form)])
def answer(
    request: Request, site: Annotated[Site, Depends(site_of)], sent: Annotated[Answer, Form()]
) -> Response:
    """Keep the answer and show the next doubt; of two people at once the later one is told."""
    author = " ".join(sent.author.split())
    try:
        with site.archive() as archive:
            if sent.target:
                paths = _resolve(archive, sent, author)
            else:
                archive.correct(
                    sent.document, sent.path, sent.value, seen=_lines(sent.seen), author=author
                )
                paths = [sent.path]
    except QueryError as error:
        at = f"{sent.document} {sent.path}"
        status = 409 if error.code == "conflict" else 400
        told = error.localized(lang_of(request))
        return _show(request, site, kind=sent.kind, after=sent.after, at=at, told=(status, told))
    place = [("kind", sent.kind), ("after", sent.after)]
    place += [("done", f"{sent.document} {path}") for path in paths]
    return _back(place, author)


@router.post("/review/undo", dependencies=[Depends(check_form)])
def undo(site: Annotated[Site, Depends(site_of)], sent: Annotated[Undone, Form()]) -> Response:
    """Give values back what they were before the last correction."""
    author = " ".join(sent.author.split())
    with site.archive() as archive:
        for path in reversed(sent.path):
            take_back(archive, sent.document, path, author)
    return _back([("kind", sent.kind)], author)


def take_back(archive: Archive, document_id: str, path: str, author: str) -> None:
    """Undo the last correction of ``path``: the one before it stands again, else what was read."""
    record = archive.read(document_id)
    now = value_at(record, path) if record else None
    made = [one for one in archive.corrections(document_id) if one.path == path]
    if not made or made[-1].is_undo:
        raise QueryError(
            f"Nothing at {path} is corrected: open the document and look.",
            vi=f"{path} không có lần sửa nào để hoàn tác: hãy mở lại văn bản.",
            code="conflict",
        )
    if standing(made[:-1]):
        archive.correct(document_id, path, made[-1].replaced or "", seen=now, author=author)
    else:
        archive.uncorrect(document_id, path, seen=now, author=author)


def _resolve(archive: Archive, sent: Answer, author: str) -> list[str]:
    """Give the citation the day, then the issuer of the document it means, until it is resolved."""
    chosen = archive.read(sent.target)
    if chosen is None:
        raise QueryError(
            f"{sent.target} is no longer in the archive: choose another document.",
            vi=f"{sent.target} không còn trong kho: hãy chọn văn bản khác.",
        )
    corrected = []
    base = sent.path.rpartition("/")[0]
    for name in ("date", "issuing_body"):
        record = archive.read(sent.document)
        if record is None or _is_resolved(record, sent.target):
            break
        path = f"{base}/{name}"
        now = value_at(record, path)
        if (now or "") != (chosen[name] or ""):
            archive.correct(sent.document, path, chosen[name] or "", seen=now, author=author)
            corrected.append(path)
    record = archive.read(sent.document)
    if record is not None and not _is_resolved(record, sent.target):
        now = value_at(record, sent.path)
        archive.correct(sent.document, sent.path, now or "", seen=now, author=author)
        corrected.append(sent.path)
    return corrected


def _is_resolved(record: dict[str, object], target: str) -> bool:
    references = record["references"]
    assert isinstance(references, list)
    return any(item["resolved_id"] == target for item in references)


def _show(
    request: Request,
    site: Site,
    *,
    kind: Chosen,
    after: str,
    at: str = "",
    done: tuple[str, ...] = (),
    told: tuple[int, str] | None = None,
) -> Response:
    lang = lang_of(request)
    wanted: Wanted | None = kind or None
    with site.archive() as archive:
        left = follow(archive)
        numbers = counts(archive.connection)
        proposed = count_proposed(archive.connection)
        found = queue(archive.connection, kind=wanted, after=after, limit=_NEXT + 1)
        if at:
            document, _, path = at.partition(" ")
            first = doubt_at(archive.connection, document, path)
            found = [first, *(one for one in found if one != first)] if first else found
        cards = [card_of(archive, one, lang) for one in found[:1]]
        coming = picture_of(archive, found[1]) if len(found) > 1 else None
    return page(
        request,
        "review.html",
        {
            "card": cards[0] if cards else None,
            "coming": coming,
            "kind": kind,
            "after": after,
            "counts": numbers,
            "proposed": proposed,
            "left": left,
            "next": found[0].place if len(found) > 1 else None,
            "done": [one.partition(" ") for one in done],
            "told": told[1] if told else None,
            "author": unquote(request.cookies.get(AUTHOR_COOKIE, "")),
        },
        status=told[0] if told else 200,
    )


def _lines(text: str) -> str:
    # Browsers send line breaks of forms as CR LF.
    return text.replace("\r\n", "\n")


def _back(place: list[tuple[str, str]], author: str) -> Response:
    query = urlencode([(name, value) for name, value in place if value])
    response = RedirectResponse(f"/review?{query}" if query else "/review", 303)
    remember(response, author)
    return response


def remember(response: Response, author: str) -> None:
    """Keep the name of whoever corrects for the next form."""
    response.set_cookie(
        AUTHOR_COOKIE, quote(author), max_age=31_536_000, samesite="strict", httponly=True
    )
