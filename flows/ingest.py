"""Files go into the archive as one Prefect flow: discover → process → write → link.

A task is a batch of files and one call to a plain function of ``flows.run``; batches are read by
worker processes while the one writer stores the batch before. Prefect keeps no results: the
archive's ledger says what is done, so a broken run is simply run again.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.errors import IndexUnavailableError
from flows.report import Report, save_report
from flows.run import Batch, Job, Run, Watcher
from flows.server import ensure_server, environment

if TYPE_CHECKING:
    from prefect.futures import PrefectFuture

WRITE_RETRIES = (1.0, 5.0, 15.0)
"""Seconds before each new try of a write that the store or the search server refused."""


def ingest(job: Job, watcher: Watcher, *, data_folder: Path) -> Report:
    """Run the flow; the report is also an artifact in Prefect and two files in the data folder.

    Raises:
        IndexUnavailableError: the store or the search server stayed away through all retries.
    """
    watcher.phase("server")
    url = ensure_server(data_folder)
    # Prefect reads these once, when it is first imported.
    os.environ.update(environment(data_folder, url))
    watcher.phase("prefect")
    with Run(job, watcher) as run:
        report = _flow(run)
    save_report(report, data_folder / "reports")
    return report


def _flow(run: Run) -> Report:
    """Build the flow round ``run`` and run it; tasks carry batch numbers only, since Prefect looks
    through everything that it is handed."""
    from prefect import flow, task
    from prefect.cache_policies import NO_CACHE

    batches: dict[int, Batch] = {}

    @task(name="process", cache_policy=NO_CACHE, persist_result=False)
    def process(number: int) -> None:
        run.process(batches[number])

    @task(
        name="write",
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=len(WRITE_RETRIES),
        retry_delay_seconds=list(WRITE_RETRIES),
        retry_condition_fn=_may_recover,
    )
    def write(number: int) -> None:
        run.write(batches[number])
        del batches[number]

    @task(name="link", cache_policy=NO_CACHE, persist_result=False)
    def link() -> None:
        run.link()

    @flow(name="ingest", persist_result=False)
    def ingest_files(paths: list[str]) -> Report:
        pending: list[tuple[int, PrefectFuture[None]]] = []
        try:
            for number, batch in enumerate(run.discover(paths)):
                batches[number] = batch
                pending.append((number, process.submit(number)))
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


def _finish(pending: "tuple[int, PrefectFuture[None]]", write: object) -> None:
    number, future = pending
    future.result()
    assert callable(write)
    write(number)


def _may_recover(task: object, run: object, state: object) -> bool:
    """Tell Prefect whether trying again can help: an index that is away may come back."""
    del task, run
    # A failed state keeps its exception as data.
    return isinstance(getattr(state, "data", None), IndexUnavailableError)


def _publish(report: Report) -> None:
    from prefect.artifacts import create_table_artifact

    create_table_artifact(key="ingest-report", table=report.rows(), description=f"Run {report.run}")
