"""The search view in Elasticsearch: a versioned index behind an alias, complete on its own.

It is fed from the store in sequence; the last number is written beside the documents after they
are all in, so a server that was away, full or killed is caught up and never reconciled.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Any

import elasticsearch
from elasticsearch import helpers

from dispatch.errors import IndexSchemaError, IndexUnavailableError
from index.analysis import ANALYSIS_VERSION, snippet
from index.base import Entry, Hit, Results
from index.elastic_client import RETRIES, Address, connect, parse_url, refused_items, translated
from index.elastic_query import next_page, request
from index.language import Phrase, parse_text, phrases
from index.query import Query
from index.schema import WORD_COLUMNS
from index.traits import key_of

MAPPING_VERSION = "1"
_POSITION = "_position"  # no document's id looks like this
_KEYWORD = {"type": "keyword", "ignore_above": 1000}
_WORDS = {"type": "text", "analyzer": "whitespace"}
KEYWORDS = (
    "id",
    "document_id",
    "number",
    "key",
    "folded",
    "day",
    "first_day",
    "last_day",
    "year",
    "document_type",
    "issuing_body",
    "signer",
    "renditions",
    "warnings",
    "cites",
    "cites_as",
    "relations",
    "statuses",
)
MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "_meta": {"mapping": MAPPING_VERSION, "analysis": ANALYSIS_VERSION},
    # The words can be made again from the record, so they are searched and not kept twice.
    "_source": {"excludes": ["words.*"]},
    "properties": {
        **dict.fromkeys(KEYWORDS, _KEYWORD),
        "subject": {"type": "keyword", "index": False, "doc_values": False},
        "periods": {"type": "date_range", "format": "yyyy-MM-dd"},
        "words": {"properties": dict.fromkeys(WORD_COLUMNS, _WORDS)},
        "record": {"type": "object", "enabled": False},
        "position": {"type": "long"},
    },
}
SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "1s"}


def open_view(url: str) -> "ElasticView":
    """Open the view at ``url``, making its index where there is none.

    Raises:
        IndexUnavailableError: The server does not answer, refuses us or is too old.
        IndexSchemaError: The index was made by another version.
    """
    address = parse_url(url)
    client = connect(address)
    try:
        with translated(address):
            _set_up(client, address)
    except BaseException:
        client.close()
        raise
    return ElasticView(client, address)


def open_reader(url: str) -> "ElasticReader":
    """Open the view at ``url`` for searching and reading only; it must be there."""
    address = parse_url(url)
    client = connect(address)
    try:
        with translated(address):
            if not client.indices.exists_alias(name=address.name):
                raise IndexUnavailableError(
                    f"There is no index at {address.server}/{address.name}; ingest something "
                    "first: congvan ingest PATH --index URL.",
                    vi=f"Chưa có chỉ mục tại {address.server}/{address.name}; hãy nạp văn bản "
                    "trước: congvan ingest ĐƯỜNG_DẪN --index URL.",
                )
            _check_schema(client, address)
    except BaseException:
        client.close()
        raise
    return ElasticReader(client, address)


class ElasticReader:
    """Searching and reading a view without its store."""

    def __init__(self, client: elasticsearch.Elasticsearch, address: Address) -> None:
        self.client = client
        self.address = address

    def __enter__(self) -> "ElasticReader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.client.close()

    def search(self, query: Query) -> Results:
        began = time.perf_counter()
        with translated(self.address):
            found = self.client.search(index=self.address.name, **_arguments(request(query)))
        raw = found["hits"]["hits"]
        wanted = phrases(parse_text(query.text))
        total = found["hits"]["total"]["value"]
        return Results(
            hits=tuple(_hit(one, wanted) for one in raw),
            total=total,
            after=next_page(query, raw, total),
            facets={
                name: tuple((bucket["key"], bucket["doc_count"]) for bucket in facet["buckets"])
                for name, facet in found.get("aggregations", {}).items()
            },
            milliseconds=(time.perf_counter() - began) * 1000,
        )

    def read(self, name: str) -> dict[str, Any] | None:
        """Return the record of a document id, record id or number; None for none or several."""
        with translated(self.address):
            found = self.client.search(
                index=self.address.name,
                size=2,
                source={"includes": ["record"]},
                query={
                    "bool": {
                        "should": [
                            {"term": {"document_id": name}},
                            {"term": {"renditions": name}},
                            *_number(name),
                        ]
                    }
                },
            )["hits"]["hits"]
        return found[0]["_source"]["record"] if len(found) == 1 else None

    def count(self) -> int:
        """Return the number of documents in the view."""
        with translated(self.address):
            answer = self.client.count(
                index=self.address.name, query={"exists": {"field": "document_id"}}
            )
        return int(answer["count"])

    def refresh(self) -> None:
        """Make everything fed so far visible to searches."""
        with translated(self.address):
            self.client.indices.refresh(index=self.address.name)


class ElasticView(ElasticReader):
    """The view that an archive feeds."""

    def position(self) -> int:
        """Return the last sequence number that is in the view with everything before it."""
        try:
            with translated(self.address):
                found = self.client.get(index=self.address.name, id=_POSITION, realtime=True)
        except IndexSchemaError as error:
            if isinstance(error.__cause__, elasticsearch.NotFoundError):
                return 0
            raise
        return int(found["_source"]["position"])

    def feed(self, entries: Sequence[Entry], gone: Sequence[str], *, position: int) -> None:
        """Put and drop documents; only when all are taken does the position move."""
        failures = []
        with translated(self.address):
            for is_done, item in helpers.streaming_bulk(
                self.client,
                _actions(self.address.name, entries, gone),
                chunk_size=500,
                max_chunk_bytes=8 * 1024 * 1024,
                max_retries=RETRIES,
                initial_backoff=0.5,
                max_backoff=30,
                retry_on_status=(429, 502, 503),
                raise_on_error=False,
                yield_ok=False,
            ):
                is_missing = item.get("delete", {}).get("status") == 404
                if not is_done and not is_missing:
                    failures.append(item)
            if not failures:
                self.client.index(
                    index=self.address.name, id=_POSITION, document={"position": position}
                )
        if failures:
            raise refused_items(self.address, failures)


def _set_up(client: elasticsearch.Elasticsearch, address: Address) -> None:
    """Make the index and its alias; a second process doing the same at once does no harm."""
    if client.indices.exists_alias(name=address.name):
        _check_schema(client, address)
        return
    index = f"{address.name}-{MAPPING_VERSION}-{ANALYSIS_VERSION}"
    try:
        client.indices.create(
            index=index, mappings=MAPPINGS, settings=SETTINGS, aliases={address.name: {}}
        )
    except elasticsearch.BadRequestError as error:
        if error.error != "resource_already_exists_exception":
            raise
        client.indices.put_alias(index=index, name=address.name)
    client.cluster.health(index=index, wait_for_status="yellow", timeout="30s")


def _check_schema(client: elasticsearch.Elasticsearch, address: Address) -> None:
    mappings = client.indices.get_mapping(index=address.name)
    for found in mappings.values():
        if found["mappings"].get("_meta") != MAPPINGS["_meta"]:
            raise IndexSchemaError(
                f"{address.server}/{address.name} was made by another version of congvan; "
                "run: congvan reindex.",
                vi=f"{address.server}/{address.name} do phiên bản congvan khác tạo; hãy chạy: "
                "congvan reindex.",
            )


def _arguments(body: dict[str, Any]) -> dict[str, Any]:
    """Return the client's spelling of a request body."""
    return {("source" if name == "_source" else name): value for name, value in body.items()}


def _number(name: str) -> list[dict[str, Any]]:
    key = key_of(name)
    return [{"term": {"key": key}}] if key else []


def _actions(index: str, entries: Sequence[Entry], gone: Sequence[str]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        yield {"_op_type": "index", "_index": index, "_id": entry.document_id, **_source(entry)}
    for document_id in gone:
        yield {"_op_type": "delete", "_index": index, "_id": document_id}


def _source(entry: Entry) -> dict[str, Any]:
    cited = [one for one in entry.references if one.key]
    source = {
        "id": entry.record["id"],
        "document_id": entry.document_id,
        "number": entry.number,
        "key": entry.key or None,
        "folded": entry.folded or None,
        "day": entry.day or None,
        "first_day": entry.first_day or None,
        "last_day": entry.last_day or None,
        "year": entry.year or None,
        "document_type": entry.document_type,
        "issuing_body": entry.issuing_body or None,
        "subject": entry.subject or None,
        "signer": entry.signer or None,
        "renditions": list(entry.renditions),
        "warnings": list(entry.warnings),
        "cites": sorted({one.key for one in cited}),
        "cites_as": sorted({f"{one.relation} {one.key}" for one in cited}),
        "relations": sorted({one.relation for one in entry.references}),
        "statuses": sorted({one.status for one in entry.references}),
        "periods": [{"gte": first, "lte": last} for first, last in entry.periods if first <= last],
        "words": dict(entry.words),
        "record": dict(entry.record),
    }
    return {"_source": {name: value for name, value in source.items() if value is not None}}


def _hit(raw: dict[str, Any], wanted: list[Phrase]) -> Hit:
    source = raw["_source"]
    text = source.get("record", {}).get("text", "")
    return Hit(
        id=source["id"],
        document_id=source["document_id"],
        number=source.get("number"),
        date=source.get("day"),
        document_type=source["document_type"],
        issuing_body=source.get("issuing_body"),
        subject=source.get("subject"),
        signer=source.get("signer"),
        snippet=snippet(text, wanted) if wanted else None,
        score=raw.get("_score") or 0.0,
        renditions=tuple(source["renditions"]),
        warnings=tuple(source["warnings"]),
    )
