"""One run over files, step by step, as plain functions: discover, process, write, link, finish.

Prefect calls them from ``flows.ingest``; nothing here knows of it. The run owns the worker
processes and the only writing connection to the archive.
"""

import gc
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from dispatch.errors import DispatchError
from flows import cluster
from flows.batch import Batch, Item, Job, Watcher, shown
from flows.process import Processed, parse_key, version
from flows.reading import Readers
from flows.report import Failure, Report
from flows.sorting import Sorter, count_files
from index import open_archive
from index.archive import Archive
from index.base import FileEntry, Sighting, Written
from index.ledger import CONTAINER, Deeds, under
from index.records import Packed
from parsers.sandbox import Workers

BATCH_SECONDS = 10.0
"""What one batch should take: long enough that its tasks and commits cost little, short enough that
a kill loses little."""
_MOST_FILES = 512
_FEWEST_FILES = 4
_SWITCH_SECONDS = 0.0005
"""How long one thread keeps another waiting: at Python's 5 ms the workers stand still while a batch
is written, since taking an answer of theirs needs several turns."""

_GC_THRESHOLD = 200_000
"""Objects made before Python looks for cycles among them: about those of a batch's records, which
all live until it is written, so that looking through them earlier finds nothing."""

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
        self._readers = Readers(job.jobs or os.cpu_count() or 1, job.limits, workers)
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
        gc.set_threshold(_GC_THRESHOLD)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._readers.close(finish=kind is None)
        self._archive.close()

    def abort(self) -> None:
        """Kill the calls; what is written stays, what is under way is done by the next run."""
        self._readers.abort()

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
        self._readers.read(items, self.take)
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


def _deeds(batch: Batch, unchanged: int) -> Deeds:
    """Return what the ledger is to hold of a processed batch."""
    good: list[Item] = []
    bad: list[Item] = []
    for item in batch.items:
        (good if item.done and item.done.error is None else bad).append(item)
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
        records=tuple(Packed(one.data, one.head) for one in item.done.prepared),
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
