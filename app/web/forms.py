"""A form that changes something: it must carry the key that its own page was given."""

import hmac

from fastapi import HTTPException, Request

from app.web.access import FORM_COOKIE


async def check_form(request: Request) -> None:
    """Refuse a form without the key in the cookie that came with the page."""
    expected = request.cookies.get(FORM_COOKIE, "")
    sent = (await request.form()).get("form_key", "")
    is_right = isinstance(sent, str) and hmac.compare_digest(expected.encode(), sent.encode())
    if not expected or not is_right:
        raise HTTPException(403)
