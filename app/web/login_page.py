"""Logging in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from app.web.access import SESSION_COOKIE, SESSION_SECONDS
from app.web.forms import check_form
from app.web.problems import problem
from app.web.render import page
from app.web.site import Site, site_of

router = APIRouter()


@router.get("/login", name="login")
def login_page(request: Request, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """Show the form."""
    return page(request, "login.html", {"next": _own(next), "is_wrong": False})


@router.post("/login", dependencies=[Depends(check_form)])
def log_in(
    request: Request,
    site: Annotated[Site, Depends(site_of)],
    password: Annotated[str, Form(max_length=1000)],
    next: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Open a session, or say that the password is wrong."""
    address = request.client.host if request.client else ""
    if site.access.must_wait(address):
        return problem(request, 429, "too-many-tries", headers={"retry-after": "60"})
    cookie = site.access.log_in(password, address)
    if cookie is None:
        return page(request, "login.html", {"next": _own(next), "is_wrong": True}, status=401)
    response = RedirectResponse(_own(next), 303)
    response.set_cookie(
        SESSION_COOKIE,
        cookie,
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


@router.post("/logout", dependencies=[Depends(check_form)])
def log_out(request: Request, site: Annotated[Site, Depends(site_of)]) -> Response:
    """End the session."""
    site.access.log_out(request)
    response = RedirectResponse("/login", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response


def _own(target: str) -> str:
    """Return an address of this server only: a login must not lead to a foreign page."""
    is_own = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_own and target.isprintable() else "/"
