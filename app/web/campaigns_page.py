"""The campaigns by period: a drawing over time and a table that says the same."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.days import iso_day
from app.web.render import lang_of, page
from app.web.site import Site, site_of
from app.web.timeline import timeline
from app.web.words import Lang, say
from index.campaigns import CampaignNode, campaigns, place_of

router = APIRouter()
SHOWN = 200


@router.get("/campaigns")
def campaigns_page(
    request: Request,
    site: Annotated[Site, Depends(site_of)],
    plan: Annotated[str, Query(max_length=500)] = "",
    year: Annotated[str, Query(pattern=r"^(|\d{4})$")] = "",
    running: Annotated[str, Query(max_length=20)] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = SHOWN,
    after: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Show campaigns of a plan, a year or a day; without any, all of them, the newest first, a
    page at a time."""
    lang = lang_of(request)

    def title(one: CampaignNode) -> str:
        return campaign_title(one, lang)

    day = iso_day(running or None, is_end=False)
    with site.archive() as archive:
        found = campaigns(archive.connection, plan=plan or None, running=day)
    years = sorted({one for node in found for one in _years(node)}, reverse=True)
    chosen = [
        node
        for node in found
        if (not year or int(year) in _years(node)) and (not after or place_of(node) < after)
    ]
    shown = chosen[:limit]
    asked = {"plan": plan, "year": year, "running": running}
    return page(
        request,
        "campaigns.html",
        {
            "campaigns": shown,
            "more": len(chosen) - len(shown),
            "next": {**asked, "limit": limit, "after": place_of(shown[-1])}
            if len(chosen) > limit
            else None,
            "timeline": timeline(shown, title),
            "title_of": title,
            "years": years,
            **asked,
        },
    )


def campaign_title(node: CampaignNode, lang: Lang) -> str:
    """Return what a campaign is called: its name, else its launch's subject, round and year."""
    subject = node.launches[0].subject if node.launches else None
    parts = [node.name or subject or say(lang, "campaign.unnamed")]
    parts += [say(lang, "round", number=node.round)] if node.round else []
    return " · ".join([*parts, *([str(node.year)] if node.year else [])])


def _years(node: CampaignNode) -> set[int]:
    days = [int(day[:4]) for day in (node.start, node.end) if day]
    found = set(range(min(days), min(max(days), min(days) + 50) + 1)) if days else set()
    return found | ({node.year} if node.year else set())
