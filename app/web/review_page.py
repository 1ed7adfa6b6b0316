"""The review queue: what most needs a person's eyes, unreadable and unsure values first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.web.asking import Asked, query_of
from app.web.fields import LIKELY, number_of
from app.web.marks import slug
from app.web.render import lang_of, page
from app.web.site import Site, site_of
from app.web.words import LABELS, Lang, label
from index.base import Record
from index.corrections import PATHS, value_at

router = APIRouter()
BATCH = 60
"""Documents that one page of the queue looks through, newest first."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One value to look at; ``percent`` is None where nothing was read at all."""

    document_id: str
    title: str
    field: str
    anchor: str
    value: str
    percent: int | None
    reason: str


@router.get("/review")
def review_page(
    request: Request,
    site: Annotated[Site, Depends(site_of)],
    after: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """Show the doubts of the newest documents, or of those after them."""
    lang = lang_of(request)
    with site.archive() as archive:
        results = archive.search(query_of(Asked(sort="newest"), limit=BATCH, after=after))
        records = [archive.read(hit.document_id) for hit in results.hits]
    doubts = [doubt for record in records if record for doubt in doubts_of(record, lang)]
    doubts.sort(key=lambda doubt: -1 if doubt.percent is None else doubt.percent)
    return page(request, "review.html", {"doubts": doubts, "after": results.after})


def doubts_of(record: Record, lang: Lang) -> Iterator[Doubt]:
    """Yield what should be looked at in one record: unsure values and warnings of its fields."""
    title = f"{record['document_type']} {number_of(record, lang)}"
    told = {item["path"]: item["message"] for item in record["warnings"] if item["path"]}
    for path in PATHS:
        known = record["evidence"].get(path)
        is_person = known is not None and known["method"] == "person"
        is_unsure = known is not None and known["confidence"] < LIKELY
        if is_person or not (is_unsure or path in told):
            continue
        name = path.strip("/").partition("/")[0]
        text = path.strip("/").replace("/", "_")
        yield Doubt(
            record["document_id"],
            title,
            label(lang, text if text in LABELS else name),
            f"f-{slug('/' + name)}",
            value_at(record, path) or "",
            int(known["confidence"] * 100) if known else None,
            told.get(path, ""),
        )
