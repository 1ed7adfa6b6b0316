"""Files go into the archive as one Prefect flow: discover → process → write → link.

A task is a batch of files and one call to a plain function of ``flows.run``; batches are read by
worker processes while the one writer stores the batch before. Prefect keeps no results: the
archive's ledger says what is done, so a broken run is simply run again.
"""

import importlib
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dispatch.errors import IndexUnavailableError
from flows import cluster
from flows.batch import Batch, Job, Watcher
from flows.loading import stops_wait
from flows.process import warm_up
from flows.refiling import held_among, refile
from flows.report import Report, save_report
from flows.run import Run, unread
from flows.server import environment, starting
from index import open_archive

if TYPE_CHECKING:
    from parsers.sandbox import Workers

WRITE_RETRIES = (1.0, 5.0, 15.0, 30.0)
"""Seconds before each new try of a write that the store or the search server refused; the last one
is repeated for as long as the job waits."""
_MOST_RETRIES = 50  # Prefect's own limit

logger = logging.getLogger(__name__)


def ingest(
    job: Job, watcher: Watcher, *, data_folder: Path, workers: "Workers | None" = None
) -> Report:
    """Run the flow; the report is also an artifact in Prefect and two files in the data folder.

    Args:
        workers: A pool to use and leave open.

    Raises:
        IndexUnavailableError: the store or the search server stayed away through all retries.
    """
    slots = 2 * cluster.capacity(job.dask) if job.dask else 2
    watcher.phase("server")
    if workers is None and not job.dask:
        warm_up()
    with starting(data_folder) as url:
        # Prefect reads these once, when it is first imported.
        os.environ.update(environment(data_folder, url))
        watcher.phase("prefect")
        with stops_wait():
            importlib.import_module("prefect.task_engine")
    with Run(job, watcher, workers=workers) as run:
        report = _flow(run, watcher, slots)
    if held := held_among(job.paths, data_folder):
        with open_archive(job.index_url, archive=job.archive) as archive:
            refile(held, archive)
    _keep(report, data_folder / "reports")
    return report


def retry_delays(seconds: float) -> list[float]:
    """Return the pauses between the tries of a write that are made within ``seconds``."""
    delays: list[float] = []
    while len(delays) < _MOST_RETRIES:
        delay = WRITE_RETRIES[min(len(delays), len(WRITE_RETRIES) - 1)]
        if sum(delays) + delay > seconds:
            break
        delays.append(delay)
    return delays


def _flow(run: Run, watcher: Watcher, slots: int) -> Report:
    """Run the flow over ``run`` with ``slots`` batches under way at most."""
    from prefect import flow

    steps = Steps(run, watcher, slots)
    runner = cluster.task_runner(run.job.dask) if run.job.dask else None

    @flow(name="ingest", persist_result=False, task_runner=runner)
    def ingest_files(paths: list[str]) -> Report:
        return steps.go(paths)

    return ingest_files([str(path) for path in run.job.paths])


class Steps:
    """The run's steps as Prefect tasks; they carry batch numbers or bytes only, since Prefect looks
    through everything that it is handed."""

    def __init__(self, run: Run, watcher: Watcher, slots: int) -> None:
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        self._run = run
        self._slots = slots
        self._batches: dict[int, Batch] = {}
        delays = retry_delays(run.job.wait)

        def named(name: str, step: Callable[..., Any], **options: Any) -> Any:
            return task(name=name, cache_policy=NO_CACHE, persist_result=False, **options)(step)

        self._process = named("process", self._process_batch)
        self._read_elsewhere = named("process", cluster.read)
        self._write = named(
            "write",
            self._write_batch,
            retries=len(delays),
            retry_delay_seconds=delays or None,
            retry_condition_fn=_waiter(watcher),
        )
        self._link = named("link", run.link)

    def __reduce__(self) -> tuple[Callable[[], None], tuple[()]]:
        # With a task that goes to another machine Prefect sends the flow that it belongs to; what
        # the flow works on stays here.
        return _done, ()

    def go(self, paths: list[str]) -> Report:
        """Take every batch through the steps, several at once, so that the workers have the next
        ones while one is written."""
        pending: list[tuple[int, Callable[[], object]]] = []
        try:
            for number, batch in enumerate(self._run.discover(paths)):
                self._batches[number] = batch
                pending.append((number, self._submit(number)))
                if len(pending) >= self._slots:
                    self._finish(*pending.pop(0))
            while pending:
                self._finish(*pending.pop(0))
        except BaseException:
            # The threads that wait for the workers end only with the workers.
            self._run.abort()
            raise
        self._link()
        report = self._run.finish()
        _publish(report)
        return report

    def _submit(self, number: int) -> Callable[[], object]:
        items = unread(self._batches[number])
        if not items:
            return _done
        if not self._run.job.dask:
            wait: Callable[[], object] = self._process.submit(number).result
            return wait
        future = self._read_elsewhere.submit(cluster.order(items, self._run.job.limits))
        return lambda: self._run.take_all(items, cluster.answers(future.result()))

    def _finish(self, number: int, result: Callable[[], object]) -> None:
        result()
        self._write(number)

    def _process_batch(self, number: int) -> None:
        self._run.process(self._batches[number])

    def _write_batch(self, number: int) -> None:
        self._run.write(self._batches[number])
        del self._batches[number]


def _done() -> None:
    """Stand for what needs nothing done."""


def _waiter(watcher: Watcher) -> Callable[[object, object, object], bool]:
    """Return what tells Prefect whether trying again can help: an index that is away may come
    back."""

    def may_recover(task: object, run: object, state: object) -> bool:
        del task, run
        # A failed state keeps its exception as data.
        error = getattr(state, "data", None)
        if not isinstance(error, IndexUnavailableError) or error.code in error.LASTING:
            return False
        logger.warning("write refused, trying again: %s", error)
        watcher.phase("wait")
        return True

    return may_recover


def _keep(report: Report, folder: Path) -> None:
    """Write the report's files; without them the run is as good, and Prefect has its table."""
    try:
        save_report(report, folder)
    except OSError as error:
        logger.error(
            "run %s is done and in the archive, but its report cannot be kept in %s (%s): check "
            "the folder's permissions and its free space",
            *(report.run, folder, error.strerror),
        )


def _publish(report: Report) -> None:
    from prefect.artifacts import create_table_artifact

    create_table_artifact(key="ingest-report", table=report.rows(), description=f"Run {report.run}")
