"""One run over files, step by step, as plain functions: discover, process, write, link, finish.

Prefect calls them from ``flows.ingest``; nothing here knows of it. The run owns the worker
processes and the only writing connection to the archive.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dispatch.document import SourceFile
from dispatch.errors import DispatchError, UnsupportedFormatError
from flows.process import Processed, attempt, parse_key, version
from flows.report import Failure, Report
from index import open_archive
from index.base import Outcome, Sighting, Written
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.sandbox import Outcome as Call
from parsers.sandbox import Workers
from parsers.source import SEPARATOR, Unreadable, discover

BATCH_FILES = 64
_TAKEN = ("indexed", "duplicate")
_SETTLED = (*_TAKEN, "skipped")
_NO_DOCUMENT = "met in a folder and no document by its name and content"


@dataclass(frozen=True, slots=True)
class Job:
    """What to ingest and where to; ``jobs`` None is one worker process a core."""

    paths: tuple[Path, ...]
    index_url: str
    archive: Path | None = None
    jobs: int | None = None
    limits: Limits = DEFAULT_LIMITS


class Watcher(Protocol):
    """Who is told how the run goes; called from several threads."""

    def phase(self, name: str) -> None:
        """A step begins: server, prefect, read, link."""
        ...

    def found(self, total: int) -> None:
        """So many files lie under the given paths."""
        ...

    def done(self, path: str, pages: int, error: DispatchError | None) -> None:
        """One file is through."""
        ...


@dataclass(slots=True)
class Item:
    """One file on its way through a batch; ``done`` comes from a worker."""

    sighting: Sighting
    outcome: Outcome
    source: SourceFile | None = None
    file_id: str = ""
    done: Processed | None = None
    is_copy: bool = False


@dataclass(slots=True)
class Batch:
    """Files that are processed and written together; ``unchanged`` need neither."""

    items: list[Item] = field(default_factory=list)
    unchanged: list[Sighting] = field(default_factory=list)
    skipped: list[tuple[Sighting, str, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.items) + len(self.unchanged) + len(self.skipped)


class Run:
    """An open run; a context manager, since workers and connection outlive a forgotten one."""

    def __init__(self, job: Job, watcher: Watcher) -> None:
        self.job = job
        self._watcher = watcher
        self._started = time.monotonic()
        self._archive = open_archive(job.index_url, archive=job.archive)
        self._workers: Workers | None = None
        self._calls: list[Call[Processed]] = []
        self._id = self._archive.begin_run(" ".join(str(path) for path in job.paths))
        self._given = {str(path) for path in job.paths}
        self._taken_on: set[str] = set()
        self._failed: dict[str, DispatchError] = {}
        self._failures: list[Failure] = []
        self._skipped: list[tuple[str, str]] = []
        self._counts: Counter[str] = Counter()

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._workers is not None:
            self._workers.close(finish=kind is None)
        self._archive.close()

    def abort(self) -> None:
        """Kill the workers; what is written stays, what is under way is done by the next run."""
        # A stopped pool leaves its calls without an answer, and whoever waits for one would wait
        # for ever.
        for call in self._calls:
            call.cancel()
        if self._workers is not None:
            self._workers.close(finish=False)
            self._workers = None

    def discover(self, paths: list[str]) -> Iterator[Batch]:
        """Walk ``paths`` and yield what is to be done, in batches."""
        self._watcher.phase("read")
        self._watcher.found(count_files(paths))
        batch = Batch()

        def skip(path: str, reason: str) -> None:
            if Path(path).is_file():
                self._step_over(sighting_at(Path(path)), reason, batch)

        for found in discover(paths, limits=self.job.limits, on_skip=skip):
            self._sort_in(found, batch)
            if len(batch) >= BATCH_FILES:
                yield batch
                batch = Batch()  # which skip sees as well
        if len(batch):
            yield batch

    def process(self, batch: Batch) -> None:
        """Read the batch's files in the workers; a file that fails is an outcome like others."""
        if self._workers is None and any(item.source for item in batch.items):
            self._workers = Workers(self.job.jobs or os.cpu_count() or 1, limits=self.job.limits)
        started = [
            (item, self._workers.submit(_attempt_stored, item.source, name=item.source.path))
            for item in batch.items
            if self._workers is not None and item.source is not None and not item.is_copy
        ]
        self._calls += [call for _, call in started]
        for item, call in started:
            try:
                item.done = call.result()
            except DispatchError as error:
                item.done = Processed(item.sighting.path, error=error)
            self._calls.remove(call)
            self._watcher.done(item.done.path, item.done.pages, item.done.error)

    def write(self, batch: Batch) -> None:
        """Store what the batch gave; called again after a failure, it changes nothing twice."""
        self._settle_copies(batch)
        good = [item for item in batch.items if item.done and item.done.error is None]
        if good:
            added = self._archive.add([_written(item) for item in good], run=self._id)
            self._counts["documents"] += added.documents
            self._counts["links"] += added.links
        for item in batch.items:
            if item.done and item.done.error is not None:
                self._fail(item, item.done.error)
        for sighting, reason, file_id in batch.skipped:
            self._archive.skip(sighting, reason=reason, file_id=file_id, run=self._id)
            self._skipped.append((_shown(sighting), reason))
        self._archive.note_outcomes(self._id, [(one, "unchanged") for one in batch.unchanged])
        self._counts["pages"] += sum(item.done.pages for item in good if item.done)
        self._counts["files"] += len(batch)

    def link(self) -> None:
        """Bring the search view up to date; the references were linked with each write."""
        self._watcher.phase("link")
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
            failures=tuple(self._failures),
            skipped=tuple(self._skipped),
        )

    def _step_over(self, sighting: Sighting, reason: str, batch: Batch) -> None:
        known = self._archive.seen_before(sighting)
        if known is not None and known.state == "skipped":
            batch.unchanged.append(sighting)
        else:
            batch.skipped.append((sighting, reason, ""))
        self._watcher.done(sighting.path, 0, None)

    def _sort_in(self, found: SourceFile | Unreadable, batch: Batch) -> None:
        """Decide what a file needs: nothing, a note, or to be read."""
        sighting = sighting_of(found)
        known = self._archive.seen_before(sighting)
        if known is not None and known.file_id == found.id and known.state in _SETTLED:
            batch.unchanged.append(sighting)
            self._watcher.done(found.path, 0, None)
            return
        if self._is_other_kind(found):
            batch.skipped.append((sighting, _NO_DOCUMENT, found.id or ""))
            self._watcher.done(found.path, 0, None)
            return
        if isinstance(found, Unreadable):
            outcome = self._outcome(sighting, found.id or "")
            done = Processed(found.path, error=found.error)
            batch.items.append(Item(sighting, outcome, file_id=found.id or "", done=done))
            self._watcher.done(found.path, 0, found.error)
            return
        holders = [one for one in self._archive.has_file(found.id) if one.state in _TAKEN]
        outcome = self._outcome(sighting, found.id)
        gone = [one for one in holders if not _exists(one.sighting)]
        if gone and outcome == "new":
            self._archive.moved(gone[0].sighting, sighting, file_id=found.id, run=self._id)
            self._counts["files"] += 1
            self._watcher.done(found.path, 0, None)
            return
        is_copy = bool(holders) or found.id in self._taken_on
        self._taken_on.add(found.id)
        batch.items.append(Item(sighting, outcome, found, found.id, is_copy=is_copy))

    def _outcome(self, sighting: Sighting, file_id: str) -> Outcome:
        entry = self._archive.entry_at(sighting.path, sighting.container)
        if entry is None:
            return "new"
        if entry.file_id != file_id:
            return "changed" if file_id else "retried"
        return "unchanged" if entry.state in _TAKEN else "retried"

    def _is_other_kind(self, found: SourceFile | Unreadable) -> bool:
        """Tell whether a file met in a folder is simply no document (a program's data, a web
        page's script …): noted and stepped over. One given by name is read, or told as failed."""
        suffix = Path(found.path).suffix.lower()
        if found.path in self._given or suffix in DOCUMENT_SUFFIXES:
            return False
        if isinstance(found, Unreadable):
            return isinstance(found.error, UnsupportedFormatError)
        return found.media_type == "text/plain" and suffix != ""

    def _settle_copies(self, batch: Batch) -> None:
        """A copy shares the fate of the bytes that were read first."""
        for item in batch.items:
            if item.done is not None and item.done.error is not None and item.file_id:
                self._failed[item.file_id] = item.done.error
        for item in batch.items:
            if item.is_copy and item.done is None:
                item.done = Processed(item.sighting.path, error=self._failed.get(item.file_id))
                self._watcher.done(item.sighting.path, 0, item.done.error)

    def _fail(self, item: Item, error: DispatchError) -> None:
        failure = Failure(
            _shown(item.sighting), error.code, error.message, error.vi, int(error.exit_code)
        )
        if failure not in self._failures:
            self._failures.append(failure)
        if error.code == "missing-file":
            return  # nothing was seen there, so the ledger has nothing to remember
        self._archive.quarantine(
            item.sighting,
            file_id=item.file_id,
            code=error.code,
            message=error.in_both,
            version=version(),
            run=self._id,
            outcome=item.outcome,
        )


DOCUMENT_SUFFIXES = (
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt", ".html", ".htm", ".eml", ".msg"),
    *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".heic", ".bmp", ".gif", ".zip"),
)
"""Names that promise a document: where the bytes do not keep it, that is a failure."""


def count_files(paths: list[str]) -> int:
    """Return how many files lie under ``paths``, without opening any."""
    total = 0
    for path in paths:
        if Path(path).is_dir():
            total += sum(len(files) for _, _, files in os.walk(path))
        else:
            total += 1
    return total


def sighting_of(found: SourceFile | Unreadable) -> Sighting:
    """Return where the bytes were seen, by absolute path; size, time and inode are the outer
    file's where they lie in a container."""
    outer, inner = Path(found.path), ""
    container = found.container if isinstance(found, SourceFile) else None
    if container is not None:
        outer = Path(container.split(SEPARATOR)[0])
        inner = found.path[len(str(outer)) + 1 :]
    return sighting_at(outer, inner, bytes_=found.bytes or 0)


def sighting_at(outer: Path, inner: str = "", *, bytes_: int = 0) -> Sighting:
    """Return the sighting of a file on disk, or of one inside it."""
    try:
        status = outer.stat()
    except OSError:
        return Sighting(str(outer.absolute()), bytes_, 0, 0, inner)
    return Sighting(
        str(outer.absolute()), bytes_ or status.st_size, status.st_mtime_ns, status.st_ino, inner
    )


def _attempt_stored(source: SourceFile) -> Processed:
    return attempt(source, is_stored=True)


def _written(item: Item) -> Written:
    assert item.done is not None
    return Written(
        file_id=item.file_id,
        sighting=item.sighting,
        records=item.done.records,
        media_type=item.source.media_type if item.source else "",
        parse_key=parse_key(),
        parsed=item.done.parsed,
        compounds=item.done.compounds,
        outcome=item.outcome,
    )


def _exists(sighting: Sighting) -> bool:
    return Path(sighting.path).exists()


def _shown(sighting: Sighting) -> str:
    return (
        f"{sighting.path}{SEPARATOR}{sighting.container}" if sighting.container else sighting.path
    )
