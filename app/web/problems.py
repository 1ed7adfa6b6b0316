"""Errors become answers: problem+json (RFC 9457) for machines, a page for people."""

from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.web.render import lang_of, page
from app.web.words import say
from dispatch.errors import DispatchError, IndexUnavailableError, MissingFileError

_STATUS = {
    "query": 400,
    "config": 400,
    "not-found": 404,
    "no-such-page": 404,
    "missing-file": 410,
    "too-large": 413,
    "disk-full": 507,
    "conflict": 409,
    "index-unavailable": 503,
    "index-schema": 503,
    "missing-tool": 503,
}


def problem(
    request: Request,
    status: int,
    code: str,
    *,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return an error in the form that the asker reads; ``code`` names it for ever."""
    lang = lang_of(request)
    title = say(lang, f"problem.{status}")
    known = detail if detail is not None else say(lang, f"problem.{status}.do")
    if request.url.path.startswith("/api/"):
        body = {
            "type": f"urn:congvan:problem:{code}",
            "title": title,
            "status": status,
            "detail": known,
            "code": code,
        }
        return JSONResponse(
            body, status, headers=dict(headers or {}), media_type="application/problem+json"
        )
    return page(
        request, "error.html", {"title": title, "detail": known}, status=status, headers=headers
    )


def handle_errors(app: FastAPI) -> None:
    """Give every expected error its answer; a defect stays a defect and is logged as one."""
    app.add_exception_handler(DispatchError, _on_dispatch)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)


def status_of(error: DispatchError) -> int:
    """Return the HTTP status of one of our errors."""
    if isinstance(error, MissingFileError):
        return 410
    if isinstance(error, IndexUnavailableError):
        return 503
    return _STATUS.get(error.code, 422)


async def _on_dispatch(request: Request, error: Exception) -> Response:
    assert isinstance(error, DispatchError)
    detail = error.localized(lang_of(request))
    return problem(request, status_of(error), error.code, detail=detail)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = error.status_code in (401, 403, 404, 405, 408, 413, 429)
    status = error.status_code if known else 400
    return problem(request, status, f"http-{status}", headers=error.headers)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    return problem(request, 422, "invalid", detail=f"{where}: {first['msg']}")
