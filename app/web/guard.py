"""What every request passes first: host name, user, origin, size and pace of the body; and what
every answer carries: its headers, also where a defect of the program is the answer."""

import asyncio
import logging
import secrets
import time
from urllib.parse import quote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.access import FORM_COOKIE, Access
from app.web.problems import problem

logger = logging.getLogger(__name__)
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
SMALL_BODY = 1_000_000
UPLOAD_BODY = 1_000_000_000
_UPLOADS = ("/upload", "/api/v1/ingest")
_PAUSE_SECONDS = 30.0
"""Longest silence within a body; a slower sender holds a connection for nothing."""
_PATIENCE_SECONDS, _LEAST_PACE = 60.0, 1000.0
"""After so long a body must have come with at least so many bytes a second."""
_OPEN = ("/login", "/static/")
_SAFE = ("GET", "HEAD", "OPTIONS")


class Guard:
    """ASGI middleware round the whole application."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"
        if is_head:  # answered as GET without its body, as monitors and link checkers ask
            scope = {**scope, "method": "GET"}
        request = Request(scope)
        form_key = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
        request.state.form_key = form_key
        request.state.user = self._access.user_of(request)
        is_new = FORM_COOKIE not in request.cookies
        is_begun = False

        async def send_guarded(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if is_new and not request.url.path.startswith(("/static/", "/api/")):
                    cookie = f"{FORM_COOKIE}={form_key}; Path=/; HttpOnly; SameSite=Strict"
                    headers.append("set-cookie", cookie + _secure(request))
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        refused = self._refusal(request)
        if refused is not None:
            await refused(scope, receive, send_guarded)
            return
        try:
            await self._app(scope, _bounded(request, receive), send_guarded)
        except ClientDisconnect:
            logger.info("the client left in the middle of %s", request.url.path)
        except Exception:
            # The request's boundary: a defect costs one answer, and the next one is given.
            logger.exception("defect while answering %s %s", request.method, request.url.path)
            if is_begun:
                raise
            await problem(request, 500, "defect")(scope, receive, send_guarded)

    def _refusal(self, request: Request) -> Response | None:
        path = request.url.path
        if self._access.hosts and _host(request) not in self._access.hosts:
            return problem(request, 421, "wrong-host")
        if request.method not in _SAFE and not _is_same_origin(request):
            return problem(request, 403, "wrong-origin")
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > _limit(path):
            return problem(request, 413, "too-large")
        if request.state.user is None and not path.startswith(_OPEN):
            if path.startswith("/api/") or request.method not in _SAFE:
                return problem(request, 401, "login-needed")
            target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?next={quote(target, safe='')}", 303)
        return None


def _secure(request: Request) -> str:
    return "; Secure" if request.url.scheme == "https" else ""


def _host(request: Request) -> str:
    return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""


def _is_same_origin(request: Request) -> bool:
    """Tell whether a changing request was made by a page of this server, or by no page at all."""
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.headers.get("host", "")
    return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _limit(path: str) -> int:
    return UPLOAD_BODY if path in _UPLOADS else SMALL_BODY


def _bounded(request: Request, receive: Receive) -> Receive:
    """Return ``receive`` with the body's size and pauses bounded."""
    limit = _limit(request.url.path)
    taken = 0
    is_whole = False
    began = time.monotonic()

    async def bounded() -> Message:
        nonlocal taken, is_whole
        if is_whole:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), _PAUSE_SECONDS)
        except TimeoutError as error:
            raise HTTPException(408) from error
        taken += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if taken > limit:
            raise HTTPException(413)
        spent = time.monotonic() - began
        if not is_whole and spent > _PATIENCE_SECONDS and taken < spent * _LEAST_PACE:
            raise HTTPException(408)
        return message

    return bounded
