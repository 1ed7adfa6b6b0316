"""What a person asks of the archive: conditions, order, page."""

from dataclasses import dataclass, field, replace
from typing import Literal

from dispatch.errors import QueryError
from index.fields import CODED, NAMES, Field, field_named
from index.language import Both, Node, divided, parse_text

Sort = Literal["relevance", "newest", "oldest"]
FACETS = (
    *("issuing_body", "document_type", "year", "signer"),
    *("relation", "status", "confidence", "standing"),
)


_FACET_OF = {"issuer": "issuing_body", "type": "document_type"}  # others are named as the field


@dataclass(frozen=True, slots=True)
class Query:
    """Everything a search can ask; all given conditions must hold.

    ``references`` finds documents that cite that number by any relation (or by ``relation``);
    ``period`` is a day within one of the document's periods; dates are ISO and inclusive.
    ``changed_after`` is a sequence number: only what came or changed after it.
    ``sort`` None means relevance where there is text, else newest first. ``after`` is the
    ``Results.after`` of the page before. ``issuer_also`` are further printed names of the issuer,
    which the archive adds from its directory of bodies.
    """

    text: str = ""
    number: str | None = None
    references: str | None = None
    relation: str | None = None
    signer: str | None = None
    issuer: str | None = None
    issuer_also: tuple[str, ...] = ()
    document_type: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    period: str | None = None
    changed_after: int | None = None
    sort: Sort | None = None
    limit: int = 20
    after: str | None = None
    facets: tuple[str, ...] = field(default=())


def sort_of(query: Query) -> Sort:
    """Return the order that ``query`` (as ``lifted`` gives it) asks for."""
    has_words = bool(query.signer or query.issuer or divided(parse_text(query.text))[0])
    return query.sort or ("relevance" if has_words else "newest")


def lifted(query: Query) -> tuple[Query, Node | None]:
    """Return ``query`` and the tree of its text, with names and a cited number asked in the text
    made its own: so names order the hits (the query's own diacritics first) as the options do, and
    a relation narrows that citation."""
    node = parse_text(query.text)
    names: dict[str, str] = {}
    parts = []
    for part in node.parts if isinstance(node, Both) else (node,):
        name = part.name if isinstance(part, Field) else ""
        if (
            name in ("signer", "issuer", "references")
            and name not in names
            and not getattr(query, name)
        ):
            assert isinstance(part, Field)
            names[name] = part.value
        elif part is not None:
            parts.append(part)
    if not names:
        return query, node
    excluded = node.excluded if isinstance(node, Both) else ()
    is_single = len(parts) == 1 and not excluded
    rest = parts[0] if is_single else Both(tuple(parts), excluded) if parts or excluded else None
    return replace(query, **names), rest  # type: ignore[arg-type]  # three text fields


def facet_named(name: str) -> str:
    """Return the facet that a person calls ``name``, Vietnamese or English; ``name`` where there is
    none.

    >>> facet_named("cơ quan"), facet_named("hiệu lực"), facet_named("year")
    ('issuing_body', 'standing', 'year')
    """
    field = field_named(name) or name
    return _FACET_OF.get(field, field)


def facet_labels(facet: str) -> tuple[str, dict[str, str]]:
    """Return the Vietnamese name of a facet, and those of its codes where it has codes."""
    field = next((field for field, name in _FACET_OF.items() if name == facet), facet)
    return NAMES[field][0], CODED.get(field, {})


def check_facets(query: Query) -> None:
    """Raise a QueryError for a facet that does not exist."""
    for facet in query.facets:
        if facet not in FACETS:
            raise QueryError(
                f"There is no facet {facet!r}; use one of {', '.join(FACETS)}.",
                vi=f"Không có nhóm {facet!r}; hãy dùng một trong "
                f"{', '.join(facet_labels(one)[0] for one in FACETS)}.",
            )
