"""JSON answers that a client may keep (ETag, RFC 9110) and page through (Link, RFC 8288)."""

from typing import Any
from urllib.parse import urlencode

import orjson
from fastapi import Request
from starlette.responses import Response

from app.web.site import digest


def tagged(
    request: Request, value: Any, *, but: tuple[str, ...] = (), after: dict[str, str] | None = None
) -> Response:
    """Return ``value`` as JSON with an ETag over all of it but the keys ``but``; ``after`` are
    the parameters that turn this request's address into the next page's."""
    kept = {k: v for k, v in value.items() if k not in but} if but else value
    headers = known_by(orjson.dumps(kept))
    if after:
        query = {**request.query_params, **after}
        headers["link"] = f'<{request.url.path}?{urlencode(query)}>; rel="next"'
    return unless_known(request, headers) or as_json(value, headers)


def as_json(value: Any, headers: dict[str, str] | None = None, *, status: int = 200) -> Response:
    """Return ``value`` as JSON."""
    return Response(orjson.dumps(value), status, headers, "application/json")


def known_by(content: bytes, *, cache: str = "private, no-cache") -> dict[str, str]:
    """Return the headers of an answer that is known by its ``content``."""
    return {"etag": f'"{digest(content)}"', "cache-control": cache}


def unless_known(request: Request, headers: dict[str, str]) -> Response | None:
    """Return 304 where the client has the answer with the ETag of ``headers`` already.

    ``If-None-Match`` may list several, mark them weak (proxies that compress do), or be ``*``.
    """
    sent = request.headers.get("if-none-match", "").split(",")
    held = {one.strip().removeprefix("W/") for one in sent}
    if headers["etag"] in held or "*" in held:
        return Response(status_code=304, headers=headers)
    return None
