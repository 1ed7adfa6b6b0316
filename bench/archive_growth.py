"""One archive grows: another process draws the documents and prepares them, this one writes.

So it is in an ingest, where the processes that read the files hand over what they prepared; the
seconds told are those of the archive's own work.
"""

import multiprocessing
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from archive_corpus import generate
from archive_links import written

from index.archive import Archive
from index.base import Written
from index.prepared import prepare

BATCH = 500
_AHEAD = 8  # batches that wait at most
Drawn = Generator[list[Written], None, None]


@dataclass(frozen=True, slots=True)
class Grown:
    """Documents that the archive holds now; files that came since the size before, with the seconds
    and the processor's seconds that writing them took."""

    documents: int
    files: int
    seconds: float
    work: float


def grow(archive: Archive, drawn: Iterator[list[Written]], *, until: int) -> Grown:
    """Write batches until the archive holds ``until`` documents or there are no more."""
    files, seconds, work = 0, 0.0, 0.0
    documents = archive.view.count()
    while documents < until and (items := next(drawn, None)):
        began, worked = time.perf_counter(), time.thread_time()
        documents += archive.add(items).documents
        seconds += time.perf_counter() - began
        work += time.thread_time() - worked
        files += len(items)
    return Grown(archive.view.count(), files, seconds, work)


def drawn_beside(count: int, *, seed: int) -> Drawn:
    """Yield the generated archive of ``count`` documents in prepared batches, made by another
    process; closing ends it."""
    context = multiprocessing.get_context("spawn")
    waiting = context.Queue(_AHEAD)
    drawer = context.Process(target=_draw, args=(waiting, count, seed), daemon=True)
    drawer.start()
    try:
        while items := waiting.get():
            yield items
    finally:
        drawer.terminate()
        drawer.join()


def _draw(waiting: "multiprocessing.Queue[list[Written]]", count: int, seed: int) -> None:
    stream = (written(record) for record, _ in generate(count, seed=seed))
    while items := list(islice(stream, BATCH)):
        waiting.put([replace(item, prepared=tuple(map(prepare, item.records))) for item in items])
    waiting.put([])
