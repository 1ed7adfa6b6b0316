"""One run over files, step by step, as plain functions: discover, process, write, link, finish.

Prefect calls them from ``flows.ingest``; nothing here knows of it. The run owns the worker
processes and the only writing connection to the archive.
"""

import gc
import logging
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from itertools import groupby
from pathlib import Path

from dispatch.errors import DispatchError, LimitError
from flows import cluster
from flows.batch import Batch, Item, Job, Watcher, shown
from flows.process import Processed, attempt_stored, open_workers, parse_key, version
from flows.report import Failure, Report
from flows.sorting import Sorter, count_files
from index import open_archive
from index.archive import Archive
from index.base import FileEntry, Sighting, Written
from index.ledger import CONTAINER, Deeds, under
from index.records import unpack
from parsers.sandbox import GC_THRESHOLD, Workers
from parsers.sandbox import Outcome as Call

BATCH_SECONDS = 10.0
"""What one batch should take: long enough that its tasks and commits cost little, short enough that
a kill loses little."""
_MOST_FILES = 512
_FEWEST_FILES = 4
_SWITCH_SECONDS = 0.0005
"""How long one thread keeps another waiting: at Python's 5 ms the workers stand still while a batch
is written, since taking an answer of theirs needs several turns."""

logger = logging.getLogger(__name__)


class Run:
    """An open run; a context manager, since workers and connection outlive a forgotten one.

    Args:
        workers: A pool to use and leave open; without one the run has its own.
    """

    def __init__(self, job: Job, watcher: Watcher, *, workers: Workers | None = None) -> None:
        self.job = job
        self._watcher = watcher
        self._started = time.monotonic()
        self._archive = open_archive(job.index_url, archive=job.archive)
        self._workers = workers
        self._is_pool_lent = workers is not None
        self._jobs = job.jobs or os.cpu_count() or 1
        self._calls: set[Call[Processed]] = set()
        self._aborted = threading.Event()
        self._id = self._archive.begin_run(" ".join(str(path) for path in job.paths))
        self._sorter = Sorter(job, self._archive, watcher)
        if job.dask:
            self._sorter.size = cluster.BATCH_FILES
        self._failed: dict[str, DispatchError] = {}
        self._failures: dict[tuple[str, str], Failure] = {}
        self._missing: list[str] = []
        self._counts: Counter[str] = Counter()

    def __enter__(self) -> "Run":
        sys.setswitchinterval(_SWITCH_SECONDS)
        # A batch's records are made of very many objects, beside all that Prefect holds: looking
        # through them at the usual threshold takes twice the time of making them.
        gc.set_threshold(GC_THRESHOLD)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._workers is not None and not self._is_pool_lent:
            self._workers.close(finish=kind is None)
        self._archive.close()

    def abort(self) -> None:
        """Kill the calls; what is written stays, what is under way is done by the next run."""
        # A stopped pool leaves its calls without an answer, and whoever waits for one would wait
        # for ever.
        self._aborted.set()
        for call in list(self._calls):
            call.cancel()
        if self._workers is not None and not self._is_pool_lent:
            self._workers.close(finish=False)
            self._workers = None

    def discover(self, paths: list[str]) -> Iterator[Batch]:
        """Walk ``paths`` and yield what is to be done, in batches."""
        self._watcher.phase("read")
        return self._sorter.batches(paths)

    def process(self, batch: Batch) -> None:
        """Read the batch's files in the workers; a file that fails is an outcome like others."""
        items = unread(batch)
        if not items:
            return
        begun = time.monotonic()
        started = [(item, self._submit(item)) for item in items]
        rounds = -(-len(items) // self._jobs)
        # Every call has its own limit; this one ends a pool that no longer answers at all.
        deadline = begun + 60 + 2 * rounds * self.job.limits.file_seconds
        for item, call in started:
            self.take(item, _answer(item, call, deadline - time.monotonic()))
            self._calls.discard(call)
        fitting = int(len(items) * BATCH_SECONDS / (time.monotonic() - begun + 0.001))
        self._sorter.size = max(_FEWEST_FILES, min(fitting, _MOST_FILES))

    def take(self, item: Item, done: Processed) -> None:
        """Note what became of one file, wherever it was read."""
        item.done = done
        item.data = None
        self._watcher.done(item.sighting.path, done.pages, done.error)

    def take_all(self, items: Sequence[Item], answers: Sequence[Processed]) -> None:
        """Note what became of files that were read on other machines."""
        for item, done in zip(items, answers, strict=True):
            self.take(item, done)

    def write(self, batch: Batch) -> None:
        """Store what the batch gave; called again after a failure, it changes nothing twice."""
        if not batch.is_stored:
            self._settle_copies(batch)
            total = self._counts["unchanged"] + batch.unchanged
            added = self._archive.record(_deeds(batch, total), run=self._id)
            batch.is_stored = True
            self._sorter.written(batch)
            self._counts["unchanged"] = total
            self._counts["files"] += len(batch) - sum(
                item.outcome is None or item.outcome == "moved" for item in batch.items
            )
            self._counts["documents"] += added.documents
            self._counts["links"] += added.links
            self._counts["pages"] += sum(item.done.pages for item in batch.items if item.done)
        self._archive.catch_up()

    def link(self) -> None:
        """Look for what is gone, and bring the search view up to date; the references were linked
        with each write."""
        self._watcher.phase("link")
        gone = list(gone_under(self._archive, self.job.paths))
        self._archive.note_outcomes(self._id, [(sighting, "missing") for sighting in gone])
        self._missing = [shown(sighting) for sighting in gone]
        self._archive.catch_up()

    def finish(self) -> Report:
        """Close the run and return what it did."""
        outcomes = self._archive.end_run(self._id)
        return Report(
            run=self._id,
            files=self._counts["files"],
            pages=self._counts["pages"],
            documents=self._counts["documents"],
            links=self._counts["links"],
            seconds=round(time.monotonic() - self._started, 2),
            outcomes=outcomes,
            states=self._archive.counts(),
            failures=tuple(self._failures.values()),
            skipped=tuple(self._sorter.skipped),
            missing=tuple(self._missing),
            kept=dict(self._sorter.kept),
            older=self._sorter.older,
        )

    def _submit(self, item: Item) -> Call[Processed]:
        assert item.source is not None
        if self._aborted.is_set():
            raise CancelledError
        if self._workers is None:
            self._workers = open_workers(self._jobs, limits=self.job.limits)
        call = self._workers.submit(attempt_stored, item.source, item.data, name=item.source.path)
        self._calls.add(call)
        if self._aborted.is_set():
            call.cancel()  # by another thread, just before this call was among those it cancels
        return call

    def _settle_copies(self, batch: Batch) -> None:
        """A copy shares the fate of the bytes that were read first; failures are told."""
        for item in batch.items:
            if item.done is not None and item.done.error is not None and item.file_id:
                self._failed[item.file_id] = item.done.error
        for item in batch.items:
            if item.is_copy and item.done is None:
                item.done = Processed(item.sighting.path, error=self._failed.get(item.file_id))
                self._watcher.done(item.sighting.path, 0, item.done.error)
            if item.done is not None and (error := item.done.error) is not None:
                path = shown(item.sighting)
                self._failures[path, error.code] = Failure(
                    path, error.code, error.message, error.vi, int(error.exit_code)
                )


def unread(batch: Batch) -> list[Item]:
    """Return the batch's files that must be read."""
    return [item for item in batch.items if item.done is None and not item.is_copy]


def _answer(item: Item, call: Call[Processed], seconds: float) -> Processed:
    try:
        if not call.wait(max(seconds, 0)):
            call.cancel()
            raise _silent(item.sighting.path)
        return call.result()
    except DispatchError as error:
        return Processed(item.sighting.path, error=error)


def _silent(path: str) -> LimitError:
    return LimitError(
        f"{path} got no answer from its worker process within the batch's time: it is tried again "
        "with the next run.",
        vi=f"{path} không được tiến trình đọc trả lời trong thời hạn của lô: lần chạy sau sẽ thử "
        "lại.",
        code="timeout",
    )


def _deeds(batch: Batch, unchanged: int) -> Deeds:
    """Return what the ledger is to hold of a processed batch."""
    good = [item for item in batch.items if item.done and item.done.error is None]
    bad = [item for item in batch.items if item not in good]
    entries = [(_quarantined(item), item.outcome) for item in bad if not item.is_kept]
    told = [(item.sighting, item.outcome) for item in (*good, *bad)]
    told += [(move.new, "moved") for move in batch.moves]
    return Deeds(
        files=[_written(item) for item in good],
        entries=[*batch.entries, *((entry, outcome) for entry, outcome in entries if outcome)],
        moves=batch.moves,
        outcomes=[(sighting, outcome) for sighting, outcome in told if outcome is not None],
        unchanged=unchanged,
    )


def _quarantined(item: Item) -> FileEntry:
    assert item.done is not None
    error = item.done.error
    assert error is not None
    return FileEntry(
        item.sighting,
        item.file_id,
        "quarantined",
        error.code,
        error.in_both,
        version(),
        item.attempts + 1,
    )


def _written(item: Item) -> Written:
    assert item.done is not None
    return Written(
        file_id=item.file_id,
        sighting=item.sighting,
        records=tuple(unpack(one.data) for one in item.done.prepared),
        media_type=item.source.media_type if item.source else "",
        parse_key=parse_key(),
        parsed=item.done.parsed,
        compounds=item.done.compounds,
        prepared=item.done.prepared,
        outcome=item.outcome or "new",
        header=item.header,
    )


def gone_under(archive: Archive, paths: Iterable[Path]) -> Iterator[Sighting]:
    """Yield what the ledger saw under ``paths`` and the disk no longer has."""
    for path in paths:
        for entries in under(archive.connection, str(path.absolute())):
            yield from _gone(entries)


def _gone(entries: list[FileEntry]) -> list[Sighting]:
    """Return what is surely not there any more: a folder that cannot be asked tells nothing."""
    gone = []
    for path, rows in groupby(entries, key=lambda entry: entry.sighting.path):
        counted = [
            row.sighting
            for row in rows
            if row.code != "bad-name"
            and (row.state in ("indexed", "duplicate", "quarantined") or row.code == CONTAINER)
        ]
        try:
            if counted:
                os.stat(path)  # noqa: PTH116 - once for each file of the archive
        except (FileNotFoundError, NotADirectoryError):
            gone += counted
        except OSError as error:
            logger.info("cannot tell whether %s is there: %s", path, error.strerror)
    return gone


__all__ = ["Batch", "Item", "Job", "Run", "Watcher", "count_files"]
