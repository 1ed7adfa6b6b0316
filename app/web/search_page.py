"""The search page: what was asked, the hits with their words marked, and what narrows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.web.asking import CODED, FACETS, Asked, query_of
from app.web.fields import number_of
from app.web.marks import cut
from app.web.render import lang_of, page
from app.web.results_page import save_form
from app.web.site import Site, site_of
from app.web.words import WORDS, Lang, label, say
from dispatch.relations import BY_RELATION, RELATIONS, Relation
from dispatch.vocabulary import document_types
from index.archive import Archive
from index.base import Hit, Results

router = APIRouter()
_SHOWN_VALUES = 8
_CONDITION = {"document_type": "type", "issuing_body": "issuer"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many hits have it, and the address that asks for them."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit as the template prints it."""

    hit: Hit
    title: str
    snippet: Sequence[tuple[str, bool]]


@router.get("/")
def search_page(
    request: Request,
    asked: Annotated[Asked, Depends()],
    site: Annotated[Site, Depends(site_of)],
    after: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """Show the hits of the conditions in the address; without any, the newest documents."""
    lang = lang_of(request)
    with site.archive() as archive:
        results = archive.search(query_of(asked, after=after, facets=FACETS))
        hits = [_shown(hit, _title(archive, hit, lang)) for hit in results.hits]
    return page(
        request,
        "search.html",
        {
            "asked": asked,
            "save": save_form(request, asked),
            "results": results,
            "hits": hits,
            "facets": _facets(asked, results, lang),
            "chips": _chips(asked, lang),
            "types": [kind.name for kind in document_types()],
            "relations": [(row.relation.value, row.label) for row in RELATIONS],
            "coded": [(name, getattr(asked, name)) for name in CODED if getattr(asked, name)],
            "next": f"{asked.address()}{'&' if '?' in asked.address() else '?'}"
            f"after={results.after}"
            if results.after
            else None,
            "is_later": bool(after),
        },
    )


def value_label(name: str, value: str, lang: Lang) -> str:
    """Return how a condition's value is shown."""
    if name == "relation" and value in set(Relation):
        return BY_RELATION[Relation(value)].label if lang == "vi" else value.replace("_", " ")
    if name in CODED and f"{name}.{value}" in WORDS:
        return say(lang, f"{name}.{value}")
    return value


def _title(archive: Archive, hit: Hit, lang: Lang) -> str:
    """Return type and number; what is printed of a number that is blank stands in the record."""
    record = archive.read(hit.document_id) if hit.number is None else None
    number = number_of(record, lang) if record else hit.number
    return f"{hit.document_type} {number or ''}".strip()


def _shown(hit: Hit, title: str) -> ShownHit:
    return ShownHit(hit, title, cut(hit.snippet.text, hit.snippet.marks) if hit.snippet else ())


def _chips(asked: Asked, lang: Lang) -> list[tuple[str, str, str]]:
    return [
        (
            label(lang, "within" if name == "period" else name),
            value_label(name, value, lang),
            asked.address(**{name: ""}),
        )
        for name, value in asked.active
    ]


def _facets(asked: Asked, results: Results, lang: Lang) -> list[tuple[str, list[Choice]]]:
    shown = []
    for facet in FACETS:
        condition = _CONDITION.get(facet, facet)
        choices = [
            Choice(value_label(facet, value, lang), count, asked.address(**{condition: value}))
            for value, count in results.facets.get(facet, ())[:_SHOWN_VALUES]
            if value != getattr(asked, condition)
        ]
        if len(choices) > 1 or (choices and choices[0].count < results.total):
            shown.append((label(lang, facet), choices))
    return shown
