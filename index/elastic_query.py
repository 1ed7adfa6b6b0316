"""A Query becomes an Elasticsearch request: everything is filtered, sorted and counted there."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from dispatch.errors import QueryError
from index.analysis import exact_word, folded_word, has_marks
from index.base import Suggestion, SuggestionKind
from index.compounds import WEIGHT, compounds_asked
from index.elastic_source import tail
from index.facts import asked_words
from index.fields import CODED, Field, code_asked, days_asked, type_asked
from index.language import Either, Node, Phrase, divided, once, phrases
from index.query import Query, check_facets, lifted, sort_of
from index.similar import CANDIDATES, Likened, subject_pairs
from index.suggest import COLUMNS, name_starts, number_start
from index.traits import key_of, keys_asked, keys_cited, name_words, numbered

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
    "confidence": "confidence",
    "standing": "standing",
}
_BY_KEY = {"_key": "asc"}
_BY_COUNT = [{"_count": "desc"}, {"_key": "asc"}]


def request(query: Query) -> dict[str, Any]:
    """Return the body of the search: exactly the hits of one page move over the wire."""
    check_facets(query)
    query, node = lifted(query)
    body: dict[str, Any] = {
        "query": _query(query, node),
        "size": query.limit,
        "sort": _sort(query),
        "track_total_hits": True,
        "track_scores": sort_of(query) == "relevance",
        **_kept("shown", text=bool(phrases(node))),
        "aggs": {
            facet: {
                "terms": {
                    "field": FACET_FIELDS[facet],
                    "size": 50,
                    "order": _BY_COUNT,
                }
            }
            for facet in query.facets
        },
    }
    if query.after:
        body["search_after"] = decoded(query.after).place
    return body


def one_request(document_id: str) -> dict[str, Any]:
    """Return the body that finds one document, to be compared with others."""
    return {
        "size": 1,
        **_kept("shown", "likened"),
        "query": {"ids": {"values": [document_id]}},
    }


def _kept(*fields: str, text: bool = False) -> dict[str, Any]:
    """Return what to fetch of each hit: fields kept apart, with the text where it is marked; the
    whole document, which holds the text, is read for nothing else."""
    columns = [{"field": field} for field in fields]
    if text:
        return {"docvalue_fields": columns, "_source": ["record.text"]}
    return {"docvalue_fields": columns, "_source": False, "stored_fields": "_none_"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ends: how many hits were seen, the point in time that the pages share (none
    was needed for the first), and the sort values of the last hit."""

    seen: int
    pit: str | None
    place: list[Any]


def next_page(query: Query, hits: list[Any], total: int, *, pit: str | None) -> str | None:
    """Return the mark of the page after ``hits``; None where there is none."""
    seen = (decoded(query.after).seen if query.after else 0) + len(hits)
    if not hits or seen >= total:
        return None
    # A point in time adds its own last sort value, which only it understands.
    mark = [seen, pit, *hits[-1]["sort"]]
    return base64.urlsafe_b64encode(orjson.dumps(mark)).decode()


def decoded(after: str) -> Mark:
    """Return the mark that ``next_page`` wrote; a QueryError where it is none."""
    try:
        seen, pit, *place = orjson.loads(base64.urlsafe_b64decode(after))
        if not isinstance(seen, int) or not isinstance(pit, str | None) or not place:
            raise ValueError(after)
    except (ValueError, TypeError, binascii.Error) as error:
        raise QueryError(
            "The page mark is not one that a search gave; start again from the first page.",
            vi="Dấu trang không hợp lệ; hãy tìm lại từ trang đầu.",
        ) from error
    return Mark(seen, pit, place)


def suggestion_request(
    prefix: str, kinds: Sequence[SuggestionKind], limit: int
) -> dict[str, Any] | None:
    """Return the body that counts suggestions of every kind; None where nothing was typed."""
    aggs: dict[str, Any] = {}
    for kind in kinds:
        if kind == "number":
            starts = [start] if (start := number_start(prefix)) else []
            asked = [{"prefix": {"folded": start}} for start in starts]
            by_number = {"numbers": {"terms": {"field": "number", "size": limit, "order": _BY_KEY}}}
            values = {"terms": {"field": "folded", "size": limit, "order": _BY_KEY}}
            counted: dict[str, Any] = {**values, "aggs": by_number}
        else:
            asked = [
                {"prefix": {"tails": tail(kind, start)}} for start in name_starts(kind, prefix)
            ]
            counted = {"terms": {"field": COLUMNS[kind], "size": limit, "order": _BY_COUNT}}
        if asked:
            aggs[kind] = {"filter": {"bool": {"should": asked}}, "aggs": {"found": counted}}
    if not aggs:
        return None
    wanted = [agg["filter"] for agg in aggs.values()]
    return {"size": 0, "query": {"bool": {"should": wanted}}, "aggs": aggs}


def suggestions_in(
    found: dict[str, Any], kinds: Sequence[SuggestionKind], limit: int
) -> list[Suggestion]:
    """Return what the answer to ``suggestion_request`` holds."""
    result = []
    for kind in kinds:
        buckets = found[kind]["found"]["buckets"] if kind in found else []
        if kind == "number":
            buckets = [one for bucket in buckets for one in bucket["numbers"]["buckets"]]
        result += [Suggestion(kind, one["key"], one["doc_count"]) for one in buckets[:limit]]
    return result


def likeness_request(document_id: str, own: Likened) -> dict[str, Any]:
    """Return the body that finds candidates which may be like the document ``own``."""
    shared = [_phrase("subject_folded", pair) for pair in subject_pairs(own.subject)]
    cited = [{"constant_score": {"filter": {"term": {"cites": key}}}} for key in own.cites]
    return {
        "size": CANDIDATES,
        **_kept("shown", "likened"),
        "track_total_hits": False,
        "query": {
            "bool": {
                "must": [{"bool": {"should": [*shared, *cited] or [{"match_none": {}}]}}],
                "must_not": [{"term": {"document_id": document_id}}],
            }
        },
    }


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
        must.append(_text(once(text), FOLDED, is_exact=False))
        if has_marks(word for phrase in phrases(text) for word in phrase.words):
            exact.append(_text(once(text), EXACT, is_exact=True))
    filters += [_text(part, FOLDED, is_exact=False) for part in asked]
    for column, words, marked in name_words(query):
        named = _phrase(f"{column}_folded", words)
        if column == "issuer" and query.issuer_also:
            others = {"terms": {"issuing_body": [*query.issuer_also]}}
            named = {"bool": {"should": [named, others]}}
        filters.append(named)
        if marked != words:
            exact.append(_phrase(column, marked))
    clause: Clause = {"filter": filters, "must": must, "must_not": _excluded(excluded)}
    wished: list[Clause] = []
    if compounds := compounds_asked(text):
        joined = {"query": " ".join(compounds), "boost": WEIGHT}
        wished.append({"match": {"words.compounds": joined}})
    if exact:
        # All of them must be exact, as in the other backend.
        surely = {"filter": {"bool": {"filter": exact}}, "boost": EXACT_BOOST}
        wished.append({"constant_score": surely})
    return {"bool": {**clause, "should": wished} if wished else clause}


def _filters(query: Query) -> list[Clause]:
    found: list[Clause] = []
    if query.number:
        found.append({"term": {"key": key_of(query.number)}})
    if query.references:
        keys = keys_cited(query.references)
        if query.relation:
            found.append({"terms": {"cites_as": [f"{query.relation} {key}" for key in keys]}})
        else:
            found.append({"terms": {"cites": keys}})
    elif query.relation:
        found.append({"term": {"relations": query.relation}})
    if query.changed_after is not None:
        found.append({"range": {"seq": {"gt": query.changed_after}}})
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
        if within := numbered(value):
            return {"range": {"key": {"gte": within[0], "lt": within[1]}}}
        return {"terms": {"key": keys_asked(value)}}
    if field.name == "references":
        return {"terms": {"cites": keys_cited(value)}}
    if field.name == "type":
        return {"term": {"document_type": type_asked(value)}}
    if field.name in ("date", "period"):
        first, last = days_asked(value)
        if field.name == "period":
            return {"range": {"periods": {"gte": first, "lte": last}}}
        low = {"range": {"last_day": {"gte": first}}}
        return {"bool": {"filter": [low, {"range": {"first_day": {"lte": last}}}]}}
    if field.name == "year":
        return {"term": {"year": value}}
    if field.name in CODED:
        return {"term": {FACET_FIELDS[field.name]: code_asked(field)}}
    return _phrase(*asked_words(field))


def _phrase(column: str, words: str) -> Clause:
    return {"match_phrase": {f"words.{column}": {"query": words}}}
