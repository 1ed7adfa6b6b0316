"""Calls on foreign bytes run in worker processes that can be killed one by one.

A crash, a hang or running out of memory costs the one call, and comes back as a ``SourceError``
that names the cause; the other workers go on.
"""

import contextlib
import fcntl
import gc
import logging
import multiprocessing
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

from dispatch.errors import DamagedFileError, DispatchError, LimitError
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.page_memory import keep_memory

T = TypeVar("T")

logger = logging.getLogger(__name__)

_CALLS_A_WORKER = 1000
"""After so many calls a worker is replaced, so that leaks of foreign libraries never add up; a new
one reads its first files slowly, since its caches are empty."""
_PIPE_BYTES = 1 << 20  # what Linux grants any user
GC_THRESHOLD = 20_000
"""Objects made before Python looks for cycles among them. A document is made of many and leaves
few: at the usual 700 the looking costs 3 to 5 % of reading."""


class Outcome(Generic[T]):
    """A call under way; ``result`` waits for it and raises its error as one of ours."""

    def __init__(self, future: Future[Any], name: str, limits: Limits, timeout: float) -> None:
        self._future = future
        self._name = name
        self._limits = limits
        self._timeout = timeout

    def done(self) -> bool:
        """Tell whether ``result`` would answer at once."""
        return self._future.done()

    def wait(self, seconds: float) -> bool:
        """Wait for an answer for so long at most; tell whether there is one, or never will be."""
        # For concurrent.futures.wait a cancelled call is over only once its pool has seen that,
        # and a pool that is closed meanwhile never does.
        with contextlib.suppress(FutureTimeout, CancelledError):
            self._future.exception(timeout=seconds)
        return self._future.done()

    def cancel(self) -> bool:
        """Stop the call; its worker is killed if it was running."""
        return self._future.cancel()

    def result(self) -> T:
        """Return what the call returned.

        Raises:
            LimitError: it took too long (``timeout``) or too much memory (``out-of-memory``).
            DamagedFileError: it took its worker process down (``crashed``).
        """
        try:
            value: T = self._future.result()
            return value
        except FutureTimeout as error:
            raise _timeout(self._name, self._timeout) from error
        except MemoryError as error:
            raise _out_of_memory(self._name, self._limits) from error
        except ProcessExpired as error:
            logger.warning("worker lost on %s: exit code %s", self._name, error.exitcode)
            raise _crashed(self._name) from error


class Workers:
    """A pool of worker processes; a context manager, since the processes outlive a forgotten one.

    Args:
        count: Processes; one a core is right, OCR uses one thread each.
        limits: ``file_seconds`` and ``memory`` bound each call.
        prepare: Called once in each new worker, for instance to load models.
        calls: After so many a worker is replaced.
    """

    def __init__(
        self,
        count: int,
        *,
        limits: Limits = DEFAULT_LIMITS,
        prepare: Callable[[], None] | None = None,
        calls: int = _CALLS_A_WORKER,
    ) -> None:
        self._limits = limits
        self._pool = ProcessPool(
            max_workers=count,
            max_tasks=calls,
            initializer=_enter_worker,
            initargs=(limits.memory, prepare),
            # A forked worker would inherit locks that other threads hold at that moment.
            context=_Forkserver()
            if sys.platform == "linux"
            else multiprocessing.get_context("spawn"),
        )

    def submit(
        self, call: Callable[..., T], *args: Any, name: str, timeout: float | None = None
    ) -> Outcome[T]:
        """Start ``call(*args)``; both and the result must be picklable. ``name`` is the file."""
        seconds = self._limits.file_seconds if timeout is None else timeout
        future = self._pool.schedule(call, args=args, timeout=seconds)
        return Outcome(future, name, self._limits, seconds)

    def close(self, *, finish: bool = True) -> None:
        """End the processes: after the calls under way, or at once."""
        if finish:
            self._pool.close()  # type: ignore[no-untyped-call]  # pebble has no hints here
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]  # nor here
        self._pool.join()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.close(finish=kind is None)


def warm_up() -> None:
    """Start the process that workers are forked from, and do not wait until it has loaded what it
    is to load."""
    if sys.platform != "linux":
        return
    # Ctrl-C reaches every process of the terminal, and this one minds it until it has loaded. The
    # tracker that it starts first would take the mask off again.
    resource_tracker.ensure_running()
    minded = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, minded)


class _Forkserver(ForkServerContext):
    """Starts processes whose pipes hold the answers of many calls: through a pipe of the usual
    64 KiB every worker waits while the process that takes the answers is busy."""

    def Pipe(self, duplex: bool = True) -> tuple[Any, Any]:
        ends = super().Pipe(duplex)
        if not duplex:
            # A system that grants less is only slower.
            with contextlib.suppress(OSError):
                fcntl.fcntl(ends[1].fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        return ends


@contextlib.contextmanager
def memory_limit(size: int) -> Iterator[None]:
    """Let this process take at most ``size`` bytes more of address space than it has now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    _limit_memory(size)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _enter_worker(memory: int, prepare: Callable[[], None] | None) -> None:
    if prepare is not None:
        prepare()
    keep_memory()
    # What was loaded before stays: nobody need look through it, and its pages stay shared.
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)
    _limit_memory(memory)


def _limit_memory(size: int) -> None:
    # Address space is what the kernel can refuse; a library's mapped files count too, so what is
    # mapped already comes on top.
    with contextlib.suppress(OSError, ValueError):
        from pathlib import Path

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        size += pages * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (size, hard))


def _timeout(name: str, seconds: float) -> DispatchError:
    return LimitError(
        f"{name} took longer than {seconds:g} s: split it, or raise the limit.",
        vi=f"{name} đọc quá {seconds:g} giây: hãy tách tệp hoặc nâng giới hạn.",
        code="timeout",
    )


def _out_of_memory(name: str, limits: Limits) -> DispatchError:
    return LimitError(
        f"{name} needs more memory than the limit of {limits.memory // 1_000_000} MB: split it, "
        "scan it at 300 dpi, or raise the limit.",
        vi=f"{name} cần nhiều bộ nhớ hơn giới hạn {limits.memory // 1_000_000} MB: hãy tách tệp, "
        "quét ở 300 dpi hoặc nâng giới hạn.",
        code="out-of-memory",
    )


def _crashed(name: str) -> DispatchError:
    return DamagedFileError(
        f"{name} made its reader crash: it is probably damaged; get it again or save it anew.",
        vi=f"{name} làm chương trình đọc dừng đột ngột: có thể tệp hỏng; hãy lấy lại hoặc lưu lại "
        "tệp.",
        code="crashed",
    )
