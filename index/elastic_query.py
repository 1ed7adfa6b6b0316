"""A Query becomes an Elasticsearch request: everything is filtered, sorted and counted there."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import orjson

from dispatch.errors import QueryError
from index.analysis import exact_word, folded, folded_word, has_marks
from index.directory import body_key
from index.fields import Field, days_asked, type_asked
from index.language import Either, Node, Phrase, divided, phrases
from index.query import Query, check_facets, lifted, sort_of
from index.traits import key_of, name_words, title_key

Clause = dict[str, Any]

FOLDED, EXACT = ("folded", "subject_folded"), ("exact", "subject")
EXACT_BOOST = 1000.0
"""What a hit with the query's own diacritics is ahead of all others: above any relevance."""
FACET_FIELDS = {
    "issuing_body": "issuing_body",
    "document_type": "document_type",
    "year": "year",
    "signer": "signer",
    "relation": "relations",
    "status": "statuses",
}
SHOWN = [
    "id",
    "document_id",
    "number",
    "day",
    "document_type",
    "issuing_body",
    "subject",
    "signer",
    "renditions",
    "warnings",
]


def request(query: Query) -> dict[str, Any]:
    """Return the body of the search: exactly the hits of one page move over the wire."""
    check_facets(query)
    query, node = lifted(query)
    body: dict[str, Any] = {
        "query": _query(query, node),
        "size": query.limit,
        "sort": _sort(query),
        "track_total_hits": True,
        "track_scores": True,
        "_source": [*SHOWN, "record.text"] if phrases(node) else SHOWN,
        "aggs": {
            facet: {
                "terms": {
                    "field": FACET_FIELDS[facet],
                    "size": 50,
                    "order": [{"_count": "desc"}, {"_key": "asc"}],
                }
            }
            for facet in query.facets
        },
    }
    if query.after:
        body["search_after"] = _decoded(query.after)[1:]
    return body


def next_page(query: Query, hits: list[Any], total: int) -> str | None:
    """Return the mark of the page after ``hits``: how many were seen, and the last one's place."""
    seen = (_decoded(query.after)[0] if query.after else 0) + len(hits)
    if not hits or seen >= total:
        return None
    return base64.urlsafe_b64encode(orjson.dumps([seen, *hits[-1]["sort"]])).decode()


def _decoded(after: str) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(after))
    except (ValueError, binascii.Error) as error:
        raise QueryError(
            "The page mark is not one that a search gave; start again from the first page.",
            vi="Dấu trang không hợp lệ; hãy tìm lại từ trang đầu.",
        ) from error
    return list(values)


def _sort(query: Query) -> list[Clause]:
    day = {"newest": "desc", "oldest": "asc", "relevance": "desc"}[sort_of(query)]
    order: list[Clause] = [
        {"day": {"order": day, "missing": "_last"}},
        {"document_id": {"order": "asc"}},
    ]
    return [{"_score": {"order": "desc"}}, *order] if sort_of(query) == "relevance" else order


def _query(query: Query, node: Node | None) -> Clause:
    must: list[Clause] = []
    exact: list[Clause] = []
    filters = [{"exists": {"field": "document_id"}}, *_filters(query)]
    text, asked, excluded = divided(node)
    if text is not None:
        must.append(_text(text, FOLDED, is_exact=False))
        if has_marks(word for phrase in phrases(text) for word in phrase.words):
            exact.append(_text(text, EXACT, is_exact=True))
    filters += [_text(part, FOLDED, is_exact=False) for part in asked]
    for column, words, marked in name_words(query):
        filters.append(_phrase(f"{column}_folded", words))
        if marked != words:
            exact.append(_phrase(column, marked))
    clause: Clause = {"filter": filters, "must": must, "must_not": _excluded(excluded)}
    if exact:
        # All of them must be exact, as in the other backend.
        clause["should"] = [
            {"constant_score": {"filter": {"bool": {"filter": exact}}, "boost": EXACT_BOOST}}
        ]
    return {"bool": clause}


def _filters(query: Query) -> list[Clause]:
    found: list[Clause] = []
    if query.number:
        found.append({"term": {"key": key_of(query.number)}})
    if query.references:
        keys = [key for key in (key_of(query.references), title_key(query.references)) if key]
        if query.relation:
            found.append({"terms": {"cites_as": [f"{query.relation} {key}" for key in keys]}})
        else:
            found.append({"terms": {"cites": keys}})
    elif query.relation:
        found.append({"term": {"relations": query.relation}})
    if query.document_type:
        found.append({"term": {"document_type": type_asked(query.document_type)}})
    if query.date_from:
        found.append({"range": {"last_day": {"gte": query.date_from}}})
    if query.date_to:
        found.append({"range": {"first_day": {"lte": query.date_to}}})
    if query.period:
        found.append({"term": {"periods": {"value": query.period}}})
    return found


def _text(node: Node, columns: tuple[str, ...], *, is_exact: bool) -> Clause:
    if isinstance(node, Phrase):
        form = exact_word if is_exact else folded_word
        words = " ".join(map(form, node.words))
        return {"bool": {"should": [_phrase(column, words) for column in columns]}}
    if isinstance(node, Field):
        return _field(node)
    parts = [_text(part, columns, is_exact=is_exact) for part in node.parts]
    if isinstance(node, Either):
        return {"bool": {"should": parts, "minimum_should_match": 1}}
    return {"bool": {"must": parts, "must_not": _excluded(node.excluded)}}


def _excluded(parts: Sequence[Node]) -> list[Clause]:
    """Return what is excluded: a word with marks excludes no other marks."""
    return [
        _text(part, EXACT if is_marked else FOLDED, is_exact=is_marked)
        for part in parts
        for is_marked in (has_marks(word for one in phrases(part) for word in one.words),)
    ]


def _field(field: Field) -> Clause:
    value = field.value
    if field.name == "number":
        return {"term": {"key": key_of(value) or "-"}}
    if field.name == "references":
        return {"terms": {"cites": [key_of(value) or "-", title_key(value) or "-"]}}
    if field.name == "type":
        return {"term": {"document_type": type_asked(value)}}
    if field.name in ("date", "period"):
        first, last = days_asked(value)
        if field.name == "period":
            return {"range": {"periods": {"gte": first, "lte": last}}}
        low = {"range": {"last_day": {"gte": first}}}
        return {"bool": {"filter": [low, {"range": {"first_day": {"lte": last}}}]}}
    words = body_key(value) if field.name == "issuer" else folded(value)
    return _phrase(f"{field.name}_folded", words)


def _phrase(column: str, words: str) -> Clause:
    return {"match_phrase": {f"words.{column}": {"query": words}}}
