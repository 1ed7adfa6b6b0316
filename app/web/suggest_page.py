"""What somebody may be about to type, as the options under a box."""

from dataclasses import dataclass
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.web.asking import Asked
from app.web.render import lang_of, page
from app.web.site import Site, site_of
from app.web.words import Lang, label
from index.base import Suggestion, SuggestionKind

router = APIRouter()
EACH = 5
KINDS: tuple[SuggestionKind, ...] = get_args(SuggestionKind)
_BOXES: dict[str, tuple[SuggestionKind, ...]] = {
    "q": KINDS,
    "number": ("number",),
    "references": ("number",),
    "signer": ("signer",),
    "issuer": ("issuer",),
}
"""Which kinds each box of the search form takes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: chosen in the search box it leads to ``address``, elsewhere it is filled in."""

    value: str
    label: str
    count: int
    address: str


@router.get("/suggest")
def suggest(
    request: Request,
    asked: Annotated[Asked, Depends()],
    site: Annotated[Site, Depends(site_of)],
) -> Response:
    """Return the options for the one box that is being typed in."""
    lang = lang_of(request)
    box = next((name for name in _BOXES if getattr(asked, name)), "q")
    typed = getattr(asked, box).strip()
    found: list[Suggestion] = []
    if len(typed) > 1 and ":" not in typed and '"' not in typed:
        with site.archive() as archive:
            found = archive.suggest(typed, kinds=_BOXES[box], limit=EACH)
    choices = [_choice(one, lang, is_filled=box != "q") for one in found]
    return page(request, "suggest.html", {"box": box, "choices": choices})


def _choice(one: Suggestion, lang: Lang, *, is_filled: bool) -> Choice:
    address = "" if is_filled else Asked(**{one.kind: one.value}).address()
    return Choice(one.value, label(lang, one.kind), one.count, address)
