"""The campaigns by period: a drawing over time and a table that says the same."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from app.days import iso_day
from app.web.render import lang_of, page
from app.web.site import Site, site_of
from app.web.timeline import timeline
from app.web.words import Lang, say
from index.campaigns import Asked, CampaignNode, campaigns, count, place_of, years

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

    every = Asked(plan or None, iso_day(running or None, is_end=False))
    chosen = replace(every, year=int(year) if year else None, after=after or None)
    with site.archive() as archive:
        shown = campaigns(archive.connection, chosen, limit=limit)
        more = count(archive.connection, chosen) - len(shown)
        found_years = years(archive.connection, every)
    asked = {"plan": plan, "year": year, "running": running}
    return page(
        request,
        "campaigns.html",
        {
            "campaigns": shown,
            "more": more,
            "next": {**asked, "limit": limit, "after": place_of(shown[-1])} if more else None,
            "timeline": timeline(shown, title),
            "title_of": title,
            "years": found_years,
            **asked,
        },
    )


def campaign_title(node: CampaignNode, lang: Lang) -> str:
    """Return what a campaign is called: its name, else its launch's subject, round and year."""
    subject = node.launches[0].subject if node.launches else None
    parts = [node.name or subject or say(lang, "campaign.unnamed")]
    parts += [say(lang, "round", number=node.round)] if node.round else []
    return " · ".join([*parts, *([str(node.year)] if node.year else [])])
