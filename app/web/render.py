"""Templates become pages: the language, the form key and what every page shows beside its own."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.sheet import describe_header
from app.web.words import Lang, label, say

_APP = Path(__file__).parents[1]
STATIC = _APP / "static"
_VIETNAM = timezone(timedelta(hours=7))
LANG_COOKIE = "congvan_lang"


def lang_of(request: Request) -> Lang:
    """Return the language that the address, else the cookie, chooses; Vietnamese else."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANG_COOKIE)
    return "en" if chosen == "en" else "vi"


def page(
    request: Request,
    template: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the page of ``template`` with ``values``."""
    lang = lang_of(request)
    body = rendered(request, template, values)
    response = HTMLResponse(body, status, headers=dict(headers or {}))
    response.headers["cache-control"] = "no-store"
    response.headers["content-language"] = lang
    if request.query_params.get("lang") in ("vi", "en"):
        response.set_cookie(LANG_COOKIE, lang, max_age=31_536_000, samesite="lax", httponly=True)
    return response


def rendered(request: Request, template: str, values: Mapping[str, Any]) -> str:
    """Return the text of ``template`` with ``values``, in the request's language."""
    lang = lang_of(request)
    other = "vi" if lang == "en" else "en"
    return (
        _templates()
        .get_template(template)
        .render(
            **values,
            lang=lang,
            say=lambda key, **parts: say(lang, key, **parts),
            label=lambda name: label(lang, name),
            path=request.url.path,
            other_lang=other,
            other_url=_with_lang(request, other),
            form_key=getattr(request.state, "form_key", ""),
            user=getattr(request.state, "user", None),
            can_log_out=_can_log_out(request),
        )
    )


def _can_log_out(request: Request) -> bool:
    site = getattr(request.app.state, "site", None) if "app" in request.scope else None
    return bool(site and site.access.has_password and getattr(request.state, "user", None))


def _with_lang(request: Request, lang: str) -> str:
    url = request.url.include_query_params(lang=lang)
    return f"{url.path}?{url.query}" if request.method == "GET" else f"/?lang={lang}"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_APP / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day
    environment.filters["moment"] = moment
    environment.filters["count"] = counted
    environment.filters["package"] = describe_header
    return environment


def day(iso: str | None) -> str:
    """Return an ISO day, month or year as it is written in Vietnam."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def counted(number: int) -> str:
    """Return a number with its thousands apart, by a point as Vietnamese has it.

    >>> counted(100000)
    '100.000'
    """
    return f"{number:,}".replace(",", ".")


def moment(iso: str | None) -> str:
    """Return a time of the store (UTC) as it is written in Vietnam, where it is seven hours on."""
    if not iso:
        return ""
    return datetime.fromisoformat(iso).astimezone(_VIETNAM).strftime("%H:%M %d/%m/%Y")
