"""The process stage on a Dask cluster: a batch goes out as bytes, and comes back as bytes.

The same functions read the files there as here, each in a worker process that can be killed; the
files come by a path that all machines share. The writer stays one, in the run's own process.
"""

import atexit
import multiprocessing
import pickle
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dispatch.document import SourceFile
from dispatch.errors import ConfigError, DispatchError, ExitCode, MissingToolError
from flows.batch import Item
from flows.process import Processed, attempt_stored, open_workers, version
from parsers.limits import Limits

if TYPE_CHECKING:
    from parsers.sandbox import Workers

BATCH_FILES = 32
_CONNECT_SECONDS = 15


class ClusterError(DispatchError):
    """The Dask cluster cannot be used."""

    code = "dask"
    exit_code = ExitCode.MISSING_TOOL


@dataclass(frozen=True, slots=True)
class Order:
    """What a Dask worker is asked to read; ``version`` is that of the program which asks."""

    sources: tuple[SourceFile, ...]
    limits: Limits
    version: str


def capacity(address: str) -> int:
    """Return how many files the cluster's workers read at once.

    Raises:
        MissingToolError: the extra ``dask`` is not installed.
        ClusterError: no scheduler answers there, or it has no workers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingToolError(
            "--dask needs the extra 'dask': pip install 'congvan[dask]'.",
            vi="--dask cần gói mở rộng 'dask': pip install 'congvan[dask]'.",
        ) from error
    try:
        # distributed gives no hints here.
        with Client(  # type: ignore[no-untyped-call]
            address, timeout=_CONNECT_SECONDS, set_as_default=False
        ) as client:
            threads = sum(int(count) for count in client.nthreads().values())
    except (OSError, ValueError, TimeoutError) as error:
        raise _unreachable(address) from error
    if not threads:
        raise _unreachable(address)
    return threads


def task_runner(address: str) -> Any:
    """Return Prefect's runner for the cluster at ``address``."""
    from prefect_dask.task_runners import DaskTaskRunner

    return DaskTaskRunner(address=address)


def order(items: list[Item], limits: Limits) -> bytes:
    """Return what is sent to the cluster for ``items``: Prefect and Dask look into no bytes."""
    sources = tuple(_absolute(item.source) for item in items if item.source is not None)
    return pickle.dumps(Order(sources, limits, version()))


def read(data: bytes) -> bytes:
    """Read an order's files; runs on a Dask worker. Returns the pickled list of what became of
    them, in order.

    Raises:
        ConfigError: another version of the program runs there, or it may not start processes.
    """
    wanted: Order = pickle.loads(data)
    if wanted.version != version():
        raise ConfigError(
            f"The Dask worker runs version {version()}, the run {wanted.version}: install the same "
            "on both.",
            vi=f"Máy trong cụm Dask chạy phiên bản {version()}, lần chạy này {wanted.version}: hãy "
            "cài cùng một phiên bản.",
        )
    if multiprocessing.current_process().daemon:
        raise ConfigError(
            "The Dask worker may not start processes: set distributed.worker.daemon to false "
            "(DASK_DISTRIBUTED__WORKER__DAEMON=False) where it is started.",
            vi="Tiến trình Dask không được phép tạo tiến trình con: hãy đặt "
            "distributed.worker.daemon là false (DASK_DISTRIBUTED__WORKER__DAEMON=False) khi khởi "
            "động.",
        )
    workers = _pool(wanted.limits)
    calls = [
        (source.path, workers.submit(attempt_stored, source, None, name=source.path))
        for source in wanted.sources
    ]
    done = []
    for path, call in calls:
        try:
            done.append(call.result())
        except DispatchError as error:
            done.append(Processed(path, error=error))
    return pickle.dumps(done)


def answers(data: bytes) -> list[Processed]:
    """Return what ``read`` sent back."""
    found: list[Processed] = pickle.loads(data)
    return found


@cache
def _pool(limits: Limits) -> "Workers":
    """Return this Dask worker's own pool, as wide as the worker has threads."""
    from distributed import get_worker

    workers = open_workers(get_worker().state.nthreads, limits=limits)
    # A Dask worker that is told to end would wait for these for ever.
    atexit.register(workers.close, finish=False)
    return workers


def _absolute(source: SourceFile) -> SourceFile:
    """Return ``source`` by the path that it has from any folder."""
    container = source.container and str(Path(source.container).absolute())
    return replace(source, path=str(Path(source.path).absolute()), container=container)


def _unreachable(address: str) -> ClusterError:
    return ClusterError(
        f"No Dask workers are reached at {address}: start the scheduler and at least one worker, "
        "and check the address.",
        vi=f"Không liên lạc được máy nào của cụm Dask tại {address}: hãy khởi động scheduler và ít "
        "nhất một worker, và kiểm tra địa chỉ.",
    )
