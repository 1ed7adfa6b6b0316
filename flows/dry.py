"""What a run would do, told from the paths and the ledger; nothing is written, nothing parsed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from flows.batch import Batch, Item, Job, Watcher, shown
from flows.run import gone_under
from flows.sorting import Sorter
from index import open_archive
from index.base import Outcome
from index.ledger import CONTAINER

Deed = Outcome | Literal["duplicate", "skipped", "container", "failed", "older"]


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of ``files`` files; ``path`` is '' where they are only counted."""

    path: str
    deed: Deed
    files: int = 1


def plan(job: Job, watcher: Watcher) -> Iterator[Planned]:
    """Yield what ``job`` would do to each file. New files are hashed, since only their bytes tell a
    new file from a moved one or a copy."""
    store = _store(job)
    has_store = store is not None and store.exists()
    url = f"sqlite:{store}" if has_store else "sqlite::memory:"
    with open_archive(url, create=not has_store) as archive:
        archive.connection.execute("PRAGMA query_only = ON")
        sorter = Sorter(replace(job, index_url=url, archive=None), archive, watcher)
        for batch in sorter.batches([str(path) for path in job.paths]):
            yield from _planned(batch)
        moved = sorter.left
        for sighting in gone_under(archive, job.paths):
            if (sighting.path, sighting.container) not in moved:
                yield Planned(shown(sighting), "missing")
        if sorter.older:
            yield Planned("", "older", sorter.older)


def _planned(batch: Batch) -> Iterator[Planned]:
    for move in batch.moves:
        yield Planned(shown(move.new), "moved")
    for entry, _ in batch.entries:
        deed: Deed = "container" if entry.code == CONTAINER else "skipped"
        yield Planned(shown(entry.sighting), deed)
    for item in batch.items:
        yield Planned(shown(item.sighting), _deed(item))
    if batch.unchanged:
        yield Planned("", "unchanged", batch.unchanged)


def _deed(item: Item) -> Deed:
    if item.done is not None and item.done.error is not None:
        return "failed"
    if item.is_copy and item.outcome in ("new", "changed"):
        return "duplicate"
    return item.outcome or "failed"


def _store(job: Job) -> Path | None:
    if job.archive is not None:
        return job.archive
    if job.index_url.startswith("sqlite:"):
        return Path(job.index_url.removeprefix("sqlite:")).expanduser()
    return None
