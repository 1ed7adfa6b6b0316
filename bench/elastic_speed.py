"""How fast the archive writes to Elasticsearch, beside a bare bulk loop with the same documents.

    .venv/bin/python bench/elastic_speed.py [--count 20000] [--rounds 3]

The bare loop is ``parallel_bulk`` with two threads and orjson over documents that lie ready in
memory. Ours is measured three times: the view fed with entries that lie ready, the whole way from
a store that feeds such a view (as an ingest and a reindex feed), and from one that was searched
itself so far, which keeps no words and analyses them. Rounds alternate, since other work on the
machine slows both; what counts is the median of the rounds' ratios.
"""

import argparse
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from archive_corpus import SEED, generate  # noqa: E402 - the paths above come first
from archive_links import load  # noqa: E402
from elasticsearch import helpers  # noqa: E402

from index import open_archive  # noqa: E402
from index.archive import Archive  # noqa: E402
from index.elastic import ElasticView  # noqa: E402
from index.elastic_client import Address, connect, parse_url  # noqa: E402
from index.elastic_index import MAPPINGS, SETTINGS  # noqa: E402
from index.elastic_source import actions  # noqa: E402
from index.entries import feed_after  # noqa: E402

FLOOR = 0.8


def main() -> int:
    """Load, measure, print; the exit code is 1 below the floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--server", required=True, help="as scripts/elasticsearch.sh start prints")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"{given.server}/bench-{uuid.uuid4().hex[:8]}"
        with (
            _loaded(f"{url}-fed", Path(folder) / "fed.sqlite", given.count) as fed,
            _loaded(None, Path(folder) / "own.sqlite", given.count) as own,
        ):
            return _compare(fed, own, url, given)


@contextmanager
def _loaded(url: str | None, store: Path, count: int) -> Iterator[Archive]:
    """Yield an archive of ``count`` documents that feeds the view at ``url``, or only itself."""
    with open_archive(url or f"sqlite:{store}", archive=store if url else None) as archive:
        load(archive, generate(count, seed=SEED))
        try:
            yield archive
        finally:
            if isinstance(archive.view, ElasticView):
                archive.view.client.indices.delete(index=f"{archive.view.address.name}-1")


def _compare(fed: Archive, own: Archive, url: str, given: argparse.Namespace) -> int:
    address = parse_url(url)
    batches = list(feed_after(fed.connection, 0))
    documents = [
        {key: value for key, value in action.items() if not key.startswith("version")}
        for entries, gone, position in batches
        for action in actions(address.name, entries, gone, position=position)
    ]
    rates: dict[str, list[float]] = {}
    works: dict[str, list[float]] = {}
    ways: dict[str, Callable[[Address], object]] = {
        "bare bulk loop": lambda at: _bare(at, documents),
        "view fed from memory": lambda at: _view(at).feed_all(batches),
        "view fed from the store": lambda at: _view(at).feed_all(feed_after(fed.connection, 0)),
        "from one without words": lambda at: _view(at).feed_all(feed_after(own.connection, 0)),
    }
    for _ in range(given.rounds):
        for name, way in ways.items():
            seconds, worked = _timed(address, way)
            rate = len(documents) / seconds
            print(f"  {name}: {rate:,.0f} documents a second", flush=True)
            rates.setdefault(name, []).append(rate)
            works.setdefault(name, []).append(worked / len(documents) * 1e6)
    bare = rates["bare bulk loop"]
    ratios = {
        name: median(rate / beside for rate, beside in zip(each, bare, strict=True))
        for name, each in rates.items()
    }
    for name, each in rates.items():
        print(
            f"{name:26} {median(each):8,.0f} documents a second, {ratios[name]:.2f} of the bare "
            f"({min(works[name]):.0f} µs of this process each)"
        )
    del ratios["from one without words"]  # asked for once, when a view is made for it
    return 0 if min(ratios.values()) >= FLOOR else 1


def _timed(address: Address, way: Callable[[Address], object]) -> tuple[float, float]:
    """Return the seconds that ``way`` takes on a fresh index, seen to be complete, and those of
    this process's processor time."""
    with connect(address) as client:
        client.indices.create(index=address.name, mappings=MAPPINGS, settings=SETTINGS)
        try:
            client.cluster.health(index=address.name, wait_for_status="yellow")
            began, worked = time.perf_counter(), time.process_time()
            way(address)
            return time.perf_counter() - began, time.process_time() - worked
        finally:
            client.indices.delete(index=address.name)


def _view(address: Address) -> ElasticView:
    return ElasticView(connect(address), replace(address), is_alias=False)


def _bare(address: Address, documents: list[dict[str, object]]) -> None:
    with connect(address) as client:
        sent = helpers.parallel_bulk(
            client, (dict(one) for one in documents), thread_count=2, chunk_size=500
        )
        assert all(is_done for is_done, _ in sent)


if __name__ == "__main__":
    sys.exit(main())
