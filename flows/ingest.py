"""Files go into the archive as one Prefect flow: discover → process → write → link.

A task is a batch of files and one call to a plain function of ``flows.run``; batches are read by
worker processes while the one writer stores the batch before. Prefect keeps no results: the
archive's ledger says what is done, so a broken run is simply run again.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.errors import IndexUnavailableError
from flows.batch import Batch, Job, Watcher
from flows.report import Report, save_report
from flows.run import Run
from flows.server import ensure_server, environment

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
    watcher.phase("server")
    url = ensure_server(data_folder)
    # Prefect reads these once, when it is first imported.
    os.environ.update(environment(data_folder, url))
    watcher.phase("prefect")
    with Run(job, watcher, workers=workers) as run:
        report = _flow(run, watcher)
    save_report(report, data_folder / "reports")
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


def _flow(run: Run, watcher: Watcher) -> Report:
    """Build the flow round ``run`` and run it; tasks carry batch numbers only, since Prefect looks
    through everything that it is handed."""
    from prefect import flow, task
    from prefect.cache_policies import NO_CACHE

    batches: dict[int, Batch] = {}
    delays = retry_delays(run.job.wait)

    @task(name="process", cache_policy=NO_CACHE, persist_result=False)
    def process(number: int) -> None:
        run.process(batches[number])

    @task(
        name="write",
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=len(delays),
        retry_delay_seconds=delays or None,
        retry_condition_fn=_waiter(watcher),
    )
    def write(number: int) -> None:
        run.write(batches[number])
        del batches[number]

    @task(name="link", cache_policy=NO_CACHE, persist_result=False)
    def link() -> None:
        run.link()

    @flow(name="ingest", persist_result=False)
    def ingest_files(paths: list[str]) -> Report:
        # Two batches are under way, so that the workers have the next one while one is written.
        pending: list[tuple[int, Callable[[], object]]] = []
        try:
            for number, batch in enumerate(run.discover(paths)):
                batches[number] = batch
                pending.append((number, process.submit(number).result if batch.items else _done))
                if len(pending) > 1:
                    _finish(pending.pop(0), write)
            while pending:
                _finish(pending.pop(0), write)
        except BaseException:
            # The threads that wait for the workers end only with the workers.
            run.abort()
            raise
        link()
        report = run.finish()
        _publish(report)
        return report

    return ingest_files([str(path) for path in run.job.paths])


def _finish(pending: tuple[int, Callable[[], object]], write: Callable[[int], object]) -> None:
    number, result = pending
    result()
    write(number)


def _done() -> None:
    """A batch in which nothing is to be read."""


def _waiter(watcher: Watcher) -> Callable[[object, object, object], bool]:
    """Return what tells Prefect whether trying again can help: an index that is away may come
    back."""

    def may_recover(task: object, run: object, state: object) -> bool:
        del task, run
        # A failed state keeps its exception as data.
        error = getattr(state, "data", None)
        if not isinstance(error, IndexUnavailableError):
            return False
        logger.warning("write refused, trying again: %s", error)
        watcher.phase("wait")
        return True

    return may_recover


def _publish(report: Report) -> None:
    from prefect.artifacts import create_table_artifact

    create_table_artifact(key="ingest-report", table=report.rows(), description=f"Run {report.run}")
