"""A form that changes something: it must carry the key that its own page was given."""

import hmac
from typing import Annotated

from fastapi import Form, HTTPException, Request

from app.web.access import FORM_COOKIE


def check_form(request: Request, form_key: Annotated[str, Form(max_length=100)]) -> None:
    """Refuse a form without the key in the cookie that came with the page."""
    expected = request.cookies.get(FORM_COOKIE, "")
    if not expected or not hmac.compare_digest(expected.encode(), form_key.encode()):
        raise HTTPException(403)
