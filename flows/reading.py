"""A batch's files are read by worker processes, several small ones in a call.

Handing over a call and taking its answer costs a twentieth of reading a Word file: three threads
here and a lock there have their turn. A call that is lost (crash, hang, memory) takes all its files
along; each of them is then read by itself, so that it costs the one at fault only.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError

from dispatch.document import SourceFile
from dispatch.errors import DispatchError, LimitError
from flows.batch import Item
from flows.process import Processed, attempt_stored, open_workers
from parsers.limits import Limits
from parsers.sandbox import Outcome, Workers

_CALL_SECONDS = 0.5
"""What one call should take: long against the way there and back, short enough that workers end a
batch together."""
_MOST_FILES = 8
_SMALL = 500_000
"""Bytes of a file up to which it may be one of several: a larger one is mostly a scan."""

Call = Outcome[list[Processed]]
Take = Callable[[Item, Processed], None]


class Readers:
    """The run's worker processes, started with the first file; several threads may ask at once.

    Args:
        count: Worker processes.
        workers: A pool to use and leave open; without one the readers have their own.

    ``together`` is how many small files one call reads, as the pace of the last batch suggests.
    """

    def __init__(self, count: int, limits: Limits, workers: Workers | None = None) -> None:
        self._count = count
        self._limits = limits
        self._workers = workers
        self._is_pool_lent = workers is not None
        self._calls: set[Call] = set()
        self._aborted = threading.Event()
        self.together = 1  # until the pace is known

    def read(self, items: Sequence[Item], take: Take) -> None:
        """Read every file and hand ``take`` what became of it; one that fails is an outcome too."""
        begun = time.monotonic()
        lost = self._read(list(bundles(items, self.together)), take)
        self._read([[item] for item in lost], take)
        pace = (time.monotonic() - begun) * self._count / len(items)
        self.together = max(1, min(int(_CALL_SECONDS / (pace + 1e-9)), _MOST_FILES))

    def abort(self) -> None:
        """Kill the calls under way; whoever waits for one gets its error."""
        # A stopped pool leaves its calls without an answer, and whoever waits for one would wait
        # for ever.
        self._aborted.set()
        for call in list(self._calls):
            call.cancel()
        if not self._is_pool_lent:
            self.close(finish=False)

    def close(self, *, finish: bool) -> None:
        """End the workers, after their calls or at once; a pool that was lent goes on."""
        if self._workers is not None and not self._is_pool_lent:
            self._workers.close(finish=finish)
            self._workers = None

    def _read(self, bundles: Sequence[Sequence[Item]], take: Take) -> list[Item]:
        """Read bundles of files; return the files of those that were lost. Of a single file its
        loss is the outcome."""
        begun = time.monotonic()
        started = [(bundle, self._submit(bundle)) for bundle in bundles]
        rounds = -(-sum(map(len, bundles)) // self._count)
        # Every call has its own limit; this one ends a pool that no longer answers at all.
        deadline = begun + 60 + 2 * rounds * self._limits.file_seconds
        lost: list[Item] = []
        for bundle, call in started:
            try:
                answers = _answers(bundle, call, deadline - time.monotonic())
            except DispatchError as error:
                if len(bundle) > 1:
                    lost += bundle
                else:
                    take(bundle[0], Processed(bundle[0].sighting.path, error=error))
            else:
                for item, done in zip(bundle, answers, strict=True):
                    take(item, done)
            self._calls.discard(call)
        return lost

    def _submit(self, bundle: Sequence[Item]) -> Call:
        if self._aborted.is_set():
            raise CancelledError
        if self._workers is None:
            self._workers = open_workers(self._count, limits=self._limits)
        sources = [(item.source, item.data) for item in bundle if item.source is not None]
        call = self._workers.submit(read_together, sources, name=_name(bundle))
        self._calls.add(call)
        if self._aborted.is_set():
            call.cancel()  # by another thread, just before this call was among those it cancels
        return call


def read_together(sources: Sequence[tuple[SourceFile, bytes | None]]) -> list[Processed]:
    """Process files one after the other for the archive: what one call to a worker does."""
    return [attempt_stored(source, data) for source, data in sources]


def bundles(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    """Yield the files in the order of their coming, small ones up to ``size`` together."""
    together: list[Item] = []
    for item in items:
        if size == 1 or item.sighting.size > _SMALL:
            yield [item]
            continue
        together.append(item)
        if len(together) == size:
            yield together
            together = []
    if together:
        yield together


def _answers(bundle: Sequence[Item], call: Call, seconds: float) -> list[Processed]:
    if not call.wait(max(seconds, 0)):
        call.cancel()
        raise _silent(_name(bundle))
    return call.result()


def _name(bundle: Sequence[Item]) -> str:
    return ", ".join(item.sighting.path for item in bundle)


def _silent(path: str) -> LimitError:
    return LimitError(
        f"{path} got no answer from its worker process within the batch's time: it is tried again "
        "with the next run.",
        vi=f"{path} không được tiến trình đọc trả lời trong thời hạn của lô: lần chạy sau sẽ thử "
        "lại.",
        code="timeout",
    )
