"""A fiftieth of the measurement of ``make verify``: the links of a generated archive are true, in
any order of arrival, from both backends; and the generator says what the issue asks of it."""

import random
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import elasticsearch
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from archive_bare import measure_writing
from archive_corpus import generate
from archive_links import IDENTIFYING, PRECISION, RECALL, Figures, compare, load

from dispatch.record import Dispatch
from index import open_archive
from index.archive import Archive
from index.query import Query, lifted, sort_of
from tests.index.asked import asked

COUNT = 2000
Drawn = list[tuple[dict[str, Any], dict[str, Any]]]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return list(generate(COUNT))


@pytest.fixture(scope="module")
def loaded(
    drawn: Drawn, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Archive, Figures]]:
    """The generated archive in SQLite with its links compared."""
    store = tmp_path_factory.mktemp("generated") / "archive.sqlite"
    with open_archive(f"sqlite:{store}") as archive:
        truths = load(archive, drawn)
        yield archive, compare(archive, truths)


def test_what_is_generated(drawn: Drawn) -> None:
    assert drawn == list(generate(COUNT))
    for record, _ in drawn[::50]:
        Dispatch.model_validate(record)
    forms = Counter(truth["form"] for _, truth in drawn)
    assert forms["draft"] == forms["scan"] > COUNT // 30
    assert forms["copy"] > COUNT // 100
    cited = [one for _, truth in drawn for one in truth["references"]]
    spoilt = Counter(one["spoilt"] for one in cited)
    assert 0.07 < 1 - spoilt[""] / len(cited) < 0.13
    there = {truth["document"] for _, truth in drawn}
    assert 0.7 < sum(one["target"] in there for one in cited) / len(cited) < 0.95
    plans = Counter(
        one["target"]
        for record, truth in drawn
        if record["campaign"]
        for one in truth["references"][:1]
    )
    assert plans.most_common(1)[0][1] > 15


def test_links_are_true(loaded: tuple[Archive, Figures]) -> None:
    archive, figures = loaded
    assert figures.sum("right", "wrong") > COUNT // 2
    assert figures.precision >= PRECISION, figures.examples
    assert figures.recall(of=IDENTIFYING) >= RECALL - 0.01, figures.examples
    assert (figures.mixed, figures.split) == (0, 0)
    assert archive.relink() == 0


def links(archive: Archive) -> dict[str, list[tuple[str, frozenset[str], frozenset[str]]]]:
    """Return each shown record's links, by the records of the documents that they lead to."""
    renditions: dict[str | None, frozenset[str]] = {None: frozenset()}
    found = {}
    records = list(archive.records())
    for record in records:
        document = archive.document(record["document_id"])
        assert document is not None
        renditions[record["document_id"]] = frozenset(document.renditions)
    for record in records:
        found[record["id"]] = [
            (
                reference["status"],
                renditions[reference["resolved_id"]],
                frozenset().union(*(renditions[one] for one in reference["candidates"])),
            )
            for reference in record["references"]
        ]
    return found


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32), size=st.sampled_from([1, 7, 60, 500]))
def test_any_order_gives_the_same_links(
    tmp_path_factory: pytest.TempPathFactory, seed: int, size: int
) -> None:
    part = list(generate(250, seed=seed % 5))
    shuffled = part.copy()
    random.Random(seed).shuffle(shuffled)
    folder = tmp_path_factory.mktemp("orders")
    with open_archive(f"sqlite:{folder / 'a'}") as one, open_archive(f"sqlite:{folder / 'b'}") as b:
        load(one, part)
        load(b, shuffled, batch=size)
        # More candidates than are kept would be cut in the order of ids, which is that of arrival.
        assert links(one) == links(b)


@pytest.mark.elastic
def test_both_backends_hold_the_same_links(
    drawn: Drawn,
    loaded: tuple[Archive, Figures],
    elasticsearch_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive, _ = loaded
    name = f"test-{uuid.uuid4().hex}"
    with elasticsearch.Elasticsearch(elasticsearch_url) as client:
        try:
            with open_archive(f"{elasticsearch_url}/{name}", archive=archive.path) as other:
                other.catch_up()
                other.view.refresh()
                assert other.view.count() == COUNT
                for record in archive.records():
                    shown = other.view.read(record["document_id"])
                    assert shown["references"] == record["references"]
                _compare_answers(archive, other)
                assert _most_hits_moved(other, monkeypatch) == 20
        finally:
            for index in client.indices.get(index=f"{name}*"):
                client.indices.delete(index=index)


def _compare_answers(one: Archive, other: Archive) -> None:
    for query in (
        Query(number="01/QĐ-UBND", limit=100),
        Query(references="01/KH-UBND", limit=100),
        Query(document_type="Kế hoạch", date_from="2024-06-01", limit=100),
    ):
        first, second = one.search(query), other.search(query)
        assert [hit.id for hit in first.hits] == [hit.id for hit in second.hits]
        assert first.total == second.total > 0
    words = Query(text="phong trào thi đua", limit=20)
    assert one.search(words).total == other.search(words).total > 20
    found = 0
    for query in asked([*islice(one.records(), 300)], seed=COUNT, combined=80):
        first, second = one.search(query), other.search(query)
        assert first.total == second.total, query
        ids = [[hit.document_id for hit in page.hits] for page in (first, second)]
        if sort_of(lifted(query)[0]) != "relevance":
            assert ids[0] == ids[1], query
        elif first.total <= query.limit:
            assert sorted(ids[0]) == sorted(ids[1]), query
        found += first.total > 0
    assert found > 80


def _most_hits_moved(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return the most hits that an answer of the server carried while pages of 20 were asked."""
    import elastic_transport

    moved = []
    perform = elastic_transport.Transport.perform_request

    def watched(self: Any, *arguments: Any, **options: Any) -> Any:
        answer = perform(self, *arguments, **options)
        if isinstance(answer.body, dict) and "hits" in answer.body:
            moved.append(len(answer.body["hits"]["hits"]))
        return answer

    monkeypatch.setattr(elastic_transport.Transport, "perform_request", watched)
    page = archive.search(Query(text="thi đua", limit=20, facets=("year",)))
    archive.search(Query(text="thi đua", limit=20, after=page.after))
    archive.search(Query(document_type="Công văn", limit=20))
    return max(moved)


def test_writing_is_measured_with_its_links() -> None:
    found = measure_writing(60, seed=1)
    assert found.files > 0
    assert 0 < found.linking < found.archive
