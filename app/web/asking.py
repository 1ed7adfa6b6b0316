"""What stands in an address or a form becomes a Query, and a Query an address again; pages and
API share it."""

from dataclasses import dataclass, fields, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query as Parameter

from app.days import iso_day
from dispatch.notation import parse_number
from index.fields import printed_name
from index.language import Either, parse_text, print_text
from index.query import Query

PAGE = 20
FACETS = (
    *("document_type", "year", "issuing_body", "signer"),
    *("relation", "status", "standing", "confidence"),
)
CODED = ("status", "standing", "confidence")
"""Conditions that the language of the query asks: of a few codes, or their Vietnamese names."""

_Text = Annotated[str, Parameter(max_length=500)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The conditions as typed; '' is none. Days may be 20/7/2023, 2023-07-20, 7/2023 or 2023."""

    q: _Text = ""
    number: _Text = ""
    references: _Text = ""
    relation: _Text = ""
    signer: _Text = ""
    issuer: _Text = ""
    type: _Text = ""
    year: _Text = ""
    # ``from`` is a word of Python's own.
    since: _Text = ""
    until: _Text = ""
    period: _Text = ""
    status: _Text = ""
    standing: _Text = ""
    confidence: _Text = ""
    sort: Annotated[str, Parameter(pattern="^(|relevance|newest|oldest)$")] = ""

    def address(self, **changes: str) -> str:
        """Return the search page's address with these conditions and ``changes``."""
        changed = replace(self, **changes)
        given = {one.name: getattr(changed, one.name) for one in fields(changed)}
        filled = urlencode({name: value for name, value in given.items() if value})
        return f"/?{filled}" if filled else "/"

    @property
    def active(self) -> list[tuple[str, str]]:
        """Return (condition, value) of each filter that is set."""
        names = [one.name for one in fields(self) if one.name not in ("q", "sort")]
        return [(name, getattr(self, name)) for name in names if getattr(self, name)]

    @property
    def looks_like_number(self) -> bool:
        return bool(self.q) and " " not in self.q.strip() and parse_number(self.q) is not None


def query_of(
    asked: Asked, *, limit: int = PAGE, after: str = "", facets: tuple[str, ...] = ()
) -> Query:
    """Return the query that ``asked`` means.

    Raises:
        ConfigError: a day is no day.
    """
    return Query(
        text=_text(asked),
        number=asked.number or None,
        references=asked.references or None,
        relation=asked.relation or None,
        signer=asked.signer or None,
        issuer=asked.issuer or None,
        document_type=asked.type or None,
        date_from=iso_day(asked.since or asked.year or None, is_end=False),
        date_to=iso_day(asked.until or asked.year or None, is_end=True),
        period=iso_day(asked.period or None, is_end=False),
        sort=asked.sort or None,  # type: ignore[arg-type]  # the pattern lets only a Sort through
        limit=limit,
        after=after or None,
        facets=facets,
    )


def _text(asked: Asked) -> str:
    given = [(name, getattr(asked, name).replace('"', " ")) for name in CODED]
    conditions = [f'{printed_name(name)}:"{value}"' for name, value in given if value]
    text = asked.q
    if conditions and isinstance(node := parse_text(text), Either):
        text = f"({print_text(node)})"  # the conditions hold of every alternative
    return " ".join([*conditions, text])
