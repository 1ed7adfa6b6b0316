"""The search view in Elasticsearch: a versioned index behind an alias, complete on its own.

It is fed from the store in sequence; the last number is written beside the documents after they
are all in, so a server that was away, full or killed is caught up and never reconciled.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import elasticsearch
from elasticsearch import helpers

from dispatch.errors import IndexSchemaError, IndexUnavailableError
from index.base import SUGGESTED, Entry, Hit, Results, Suggestion, SuggestionKind
from index.elastic_client import RETRIES, Address, connect, parse_url, refused_items, translated
from index.elastic_index import drop_old, open_set_up, set_up
from index.elastic_purge import purge
from index.elastic_query import (
    decoded,
    likeness_request,
    next_page,
    one_request,
    request,
    suggestion_request,
    suggestions_in,
)
from index.elastic_source import actions, hit_of, likened_of, record_of
from index.language import parse_text, phrases
from index.query import Query
from index.similar import likest
from index.traits import key_of

Batch = tuple[list[Entry], list[str], int]
"""Entries, documents that left, and the sequence number that both reach to."""

_POSITION = "_position"  # no document's id looks like this
_PIT_KEPT = "5m"
_OPENING = 30.0  # seconds
_LAST_OF_ALL = 2**63 - 1
_SENDERS = 2
_MARKED = 8
"""After so many batches the position moves: what a broken stream sends again is no more."""
_STATES = 10_000  # the most that one answer may hold
_MOST_BYTES = 8 * 1024 * 1024


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
            set_up(client, address)
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
            open_set_up(client, address)
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
        """Return the page that ``query`` asks for; from the second page on, all pages see the
        index as it was when the second was asked for."""
        began = time.perf_counter()
        body = request(query)
        pit = decoded(query.after).pit if query.after else None
        with translated(self.address):
            if query.after:
                found = self._next_page(body, pit)
            else:
                found = self.client.search(index=self.address.name, **_arguments(body))
        raw = found["hits"]["hits"]
        wanted = phrases(parse_text(query.text))
        total = found["hits"]["total"]["value"]
        return Results(
            hits=tuple(hit_of(one, wanted, score=one["_score"] or 0.0) for one in raw),
            total=total,
            after=next_page(query, raw, total, pit=found.get("pit_id")),
            facets={
                name: tuple((bucket["key"], bucket["doc_count"]) for bucket in facet["buckets"])
                for name, facet in found.get("aggregations", {}).items()
            },
            milliseconds=(time.perf_counter() - began) * 1000,
        )

    def _next_page(self, body: dict[str, Any], pit: str | None) -> Any:
        """Search within the point in time ``pit``; where there is none (any longer), within a new
        one: the place in the order is the same."""
        place = [*body["search_after"], _LAST_OF_ALL][: len(body["sort"]) + 1]
        asked = {**body, "search_after": place}
        for known in (pit, None):
            fresh = (
                known
                or self.client.open_point_in_time(index=self.address.name, keep_alive=_PIT_KEPT)[
                    "id"
                ]
            )
            try:
                return self.client.search(
                    pit={"id": fresh, "keep_alive": _PIT_KEPT}, **_arguments(asked)
                )
            except elasticsearch.NotFoundError:
                if known is None:
                    raise
        raise AssertionError("the second try returns or raises")

    def suggest(
        self, prefix: str, *, kinds: Sequence[SuggestionKind] = SUGGESTED, limit: int = 8
    ) -> list[Suggestion]:
        """Return what somebody who typed ``prefix`` may be about to type; see ``View``."""
        body = suggestion_request(prefix, kinds, limit)
        if body is None:
            return []
        with translated(self.address):
            found = self.client.search(index=self.address.name, **body)
        return suggestions_in(found["aggregations"], kinds, limit)

    def similar(self, document_id: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """Return the documents most like one, the likest first; none for an unknown one."""
        with translated(self.address):
            asked = _arguments(one_request(document_id))
            own = self.client.search(index=self.address.name, **asked)["hits"]["hits"]
            if not own:
                return ()
            likened = likened_of(own[0])
            body = _arguments(likeness_request(document_id, likened))
            found = self.client.search(index=self.address.name, **body)["hits"]["hits"]
        hits = {hit.document_id: hit for hit in (hit_of(one, [], score=0.0) for one in found)}
        others = dict(zip(hits, map(likened_of, found), strict=True))
        return tuple(
            replace(hits[name], score=score) for name, score in likest(likened, others, limit=limit)
        )

    def read(self, name: str) -> dict[str, Any] | None:
        """Return the record of a document id, record id or number; None for none or several."""
        with translated(self.address):
            found = self.client.search(
                index=self.address.name,
                size=2,
                source={"includes": ["record", "overlay"]},
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
        return record_of(found[0]["_source"]) if len(found) == 1 else None

    def count(self) -> int:
        """Return the number of documents in the view."""
        with translated(self.address):
            answer = self.client.count(
                index=self.address.name, query={"exists": {"field": "document_id"}}
            )
        return int(answer["count"])

    def sums(self) -> tuple[int, int, int]:
        """Return (documents, sum of their sequence numbers, sum of their checksums)."""
        sums = {name: {"sum": {"field": name}} for name in ("seq", "checksum")}
        with translated(self.address):
            found = self.client.search(
                index=self.address.name,
                size=0,
                track_total_hits=True,
                query={"exists": {"field": "document_id"}},
                aggs=sums,
            )
        counted = found["aggregations"]
        total = int(found["hits"]["total"]["value"])
        return total, int(counted["seq"]["value"]), int(counted["checksum"]["value"])

    def refresh(self) -> None:
        """Make everything fed so far visible to searches."""
        with translated(self.address):
            self.client.indices.refresh(index=self.address.name)


class ElasticView(ElasticReader):
    """The view that an archive feeds."""

    def __init__(
        self, client: elasticsearch.Elasticsearch, address: Address, *, is_alias: bool = True
    ) -> None:
        super().__init__(client, address)
        # Only through the alias, or a view whose alias is gone would be made anew by the server.
        self.is_alias = is_alias

    def position(self) -> int:
        """Return the last sequence number that is in the view with everything before it."""
        deadline = time.monotonic() + _OPENING
        while True:
            try:
                return self._position()
            except IndexUnavailableError as error:
                cause = error.__cause__
                is_closed = isinstance(cause, elasticsearch.ApiError) and cause.status_code == 503
                if not is_closed or time.monotonic() > deadline:
                    raise
            time.sleep(0.5)  # the server has come back, and its index is not open yet

    def feed(self, entries: Sequence[Entry], gone: Sequence[str], *, position: int) -> None:
        """Put and drop documents; only when all are taken does the position move."""
        self.feed_all([(list(entries), list(gone), position)])

    def feed_all(self, batches: Iterable[Batch]) -> int:
        """Feed batch after batch, a few on their way at once, the position behind them in order;
        return how many documents were told."""
        told = 0
        sent: deque[tuple[Future[None], int]] = deque()
        done: list[int] = []
        with ThreadPoolExecutor(_SENDERS) as senders:
            try:
                for entries, gone, position in batches:
                    sent.append((senders.submit(self._send, entries, gone, position), position))
                    told += len(entries) + len(gone)
                    if len(sent) > _SENDERS:
                        done.append(_settled(*sent.popleft()))
                    if len(done) >= _MARKED:
                        self._move_to(done.pop())
                        done.clear()
                while sent:
                    done.append(_settled(*sent.popleft()))
            except BaseException:
                senders.shutdown(wait=False, cancel_futures=True)
                raise
        if done:
            self._move_to(done[-1])
        return told

    def mend(self, entries: Sequence[Entry], gone: Sequence[str]) -> None:
        """Put and drop documents whatever state of them the view claims to hold."""
        self._bulk(list(actions(self.address.name, entries, gone, position=None)))

    def states(self) -> Iterator[tuple[str, int]]:
        """Yield every document with the sequence number of the state that the view holds."""
        place: list[Any] = []
        while True:
            after: dict[str, Any] = {"search_after": place} if place else {}
            with translated(self.address):
                found = self.client.search(
                    index=self.address.name,
                    size=_STATES,
                    source=False,
                    track_total_hits=False,
                    query={"exists": {"field": "document_id"}},
                    docvalue_fields=[{"field": "seq"}],
                    sort=["document_id"],
                    **after,
                )["hits"]["hits"]
            if not found:
                return
            for one in found:
                yield one["_id"], one["fields"]["seq"][0]
            place = found[-1]["sort"]

    def purge(self) -> None:
        """Drop older versions of the index, which hold it still, and write this one's segments
        anew without what was deleted."""
        with translated(self.address):
            drop_old(self.client, self.address)
        purge(self.client, self.address)

    def _position(self) -> int:
        try:
            with translated(self.address):
                found = self.client.get(index=self.address.name, id=_POSITION, realtime=True)
        except IndexSchemaError as error:
            if isinstance(error.__cause__, elasticsearch.NotFoundError):
                return 0
            raise
        return int(found["_source"]["position"])

    def _move_to(self, position: int) -> None:
        moved = {"_op_type": "index", "_index": self.address.name, "_id": _POSITION}
        versioned = {"version": position, "version_type": "external_gte"}
        self._bulk([{**moved, **versioned, "_source": {"position": position}}])

    def _send(self, entries: list[Entry], gone: list[str], position: int) -> None:
        wanted = list(actions(self.address.name, entries, gone, position=position))
        self._bulk(wanted)

    def _bulk(self, wanted: list[dict[str, Any]]) -> None:
        """Send actions and read what became of each: one that found a later state or nothing to
        delete is done, anything else an error with its cause."""
        failures = []
        with translated(self.address):
            for is_done, item in helpers.streaming_bulk(
                self.client,
                wanted,
                chunk_size=500,
                max_chunk_bytes=_MOST_BYTES,
                max_retries=RETRIES,
                initial_backoff=0.5,
                max_backoff=8,
                retry_on_status=(429, 502, 503),
                raise_on_error=False,
                raise_on_exception=True,
                yield_ok=False,
                require_alias=self.is_alias,
                # Of what was taken nothing more is asked, and the answer is as long as its items.
                filter_path=["errors", "items.*.status", "items.*.error", "items.*._id"],
            ):
                operation, answer = next(iter(item.items()))
                is_missing = operation == "delete" and answer.get("status") == 404
                if not is_done and not is_missing and answer.get("status") != 409:
                    failures.append(item)
        if failures:
            raise refused_items(self.address, failures)


def _settled(sending: Future[None], position: int) -> int:
    sending.result()
    return position


def _arguments(body: dict[str, Any]) -> dict[str, Any]:
    """Return the client's spelling of a request body."""
    return {("source" if name == "_source" else name): value for name, value in body.items()}


def _number(name: str) -> list[dict[str, Any]]:
    key = key_of(name)
    return [{"term": {"key": key}}] if key else []
