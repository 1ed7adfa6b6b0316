"""The watched inbox: look, claim, ingest, file away; again when something is heard, when a file
may have become complete, and on the schedule of a served Prefect deployment.

Each look that finds files is one run of the ingest flow. The worker processes live as long as the
watcher, so no file waits for a model to be loaded.
"""

import logging
import os
import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from pydantic_core import SchemaError

from dispatch.errors import DispatchError
from flows.batch import Job
from flows.door import Door
from flows.ears import Ears
from flows.filing import Filed, Folders, file_away
from flows.inbox import Inbox
from flows.ingest import ingest
from flows.loading import stops_wait
from flows.process import open_workers
from flows.refiling import note_folders
from flows.server import ensure_server, environment
from index import open_archive
from parsers.sandbox import Workers

logger = logging.getLogger(__name__)

BATCH_FILES = 64
"""So many files are claimed at once: what a second watcher may still take, a restart repeats."""

_TROUBLE_SECONDS = 30.0
_INTERRUPTED = "KeyboardInterrupt"
"""What pydantic's error says where Ctrl-C falls into its building of a model: it is no defect."""
_MOST_DEFECTS = 5


@dataclass(frozen=True, slots=True)
class Post:
    """What is watched, and how.

    Args:
        job: Where the files go; its paths are filled in by each look.
        interval: Seconds between two looks without any cause.
        settle: Seconds for which a file must have stood still.
        is_polled: See ``Ears``.
    """

    inbox: Path
    folders: Folders
    job: Job
    interval: float = 300.0
    settle: float = 5.0
    is_polled: bool | None = None


class Notices(Protocol):
    """Who is told what happens."""

    def ready(self, number: int) -> None:
        """The inbox is watched, by the watcher of this number."""
        ...

    def filed(self, filed: Filed) -> None:
        """A file has reached its place."""
        ...

    def trouble(self, error: DispatchError) -> None:
        """Files have to wait; it is tried again."""
        ...


class _Silent:
    """The watcher of an ingest run whose files are told of when they are filed."""

    def phase(self, name: str) -> None: ...
    def found(self, total: int) -> None: ...
    def done(self, path: str, pages: int, error: DispatchError | None) -> None: ...


def watch(post: Post, notices: Notices, *, data_folder: Path) -> None:
    """Watch until interrupted; what is under way then is done by the next watcher.

    Raises:
        DispatchError: the inbox is not there or may not be written to; no Prefect server.
    """
    with Inbox(post.inbox, settle=post.settle) as inbox:
        note_folders(post.folders, data_folder)
        os.environ.update(environment(data_folder, ensure_server(data_folder)))
        with stops_wait():  # Prefect reads its variables when it is imported.
            from flows.served import Served, deployment_name

        wake = threading.Event()
        name = deployment_name(inbox.folder, inbox.number)
        with (
            Door(data_folder / "watch" / f"{name}.json", wake.set) as door,
            Ears(inbox.folder, wake.set, is_polled=post.is_polled),
            Served(name, inbox.folder, door.path, interval=post.interval),
            Rounds(post, notices, data_folder=data_folder) as rounds,
        ):
            notices.ready(inbox.number)
            while True:
                wake.clear()
                pause = rounds.go(inbox)
                door.answer(told=rounds.told, error=rounds.error)
                wake.wait(pause)


@dataclass(slots=True)
class Rounds:
    """Looks at an inbox, one after the other, with the worker processes they share; a context
    manager. ``told`` and ``error`` say how the last one went."""

    post: Post
    notices: Notices
    data_folder: Path
    told: str = ""
    error: str = ""
    _defects: int = 0
    _workers: Workers | None = field(default=None)

    def __enter__(self) -> "Rounds":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def go(self, inbox: Inbox) -> float:
        """Claim, ingest and file what is complete; return after how many seconds to look again.

        A defect that comes again and again (the program was changed under the running watcher, the
        machine is out of memory) is raised in the end: a service manager starts anew.
        """
        try:
            look = inbox.look(limit=BATCH_FILES)
            counts = self._take(inbox)
        except DispatchError as error:
            return self._wait_for_better(error)
        except Exception as error:
            if isinstance(error, SchemaError) and _INTERRUPTED in str(error):
                raise KeyboardInterrupt from error
            # The boundary of one look: a watcher that is to run all year must outlive a defect, and
            # the claims are tried again.
            logger.exception("defect while looking at %s", inbox.folder)
            self._close()
            self._defects += 1
            if self._defects == _MOST_DEFECTS:
                raise
            return self._wait_for_better(_defect(inbox.folder, error))
        self.error, self._defects = "", 0
        self.told = ", ".join(f"{name} {count}" for name, count in counts.items()) or "nothing new"
        if look.wait is None:
            # The schedule wakes this loop sooner; without Prefect's server it wakes itself.
            return 2 * self.post.interval
        return min(look.wait + 0.05, self.post.interval)

    def _take(self, inbox: Inbox) -> Counter[str]:
        claims = inbox.claims()
        paths = tuple(claim.path for claim in claims if claim.origin)
        if paths:
            job = replace(self.post.job, paths=paths)
            if self._workers is None:
                self._workers = open_workers(job.jobs or os.cpu_count() or 1, limits=job.limits)
            ingest(job, _Silent(), data_folder=self.data_folder, workers=self._workers)
        counts: Counter[str] = Counter()
        if not claims:
            return counts
        with open_archive(self.post.job.index_url, archive=self.post.job.archive) as archive:
            for claim in claims:
                filed = file_away(claim, archive, self.post.folders)
                if filed is not None:
                    inbox.release(claim)
                    counts["quarantined" if filed.code else "filed"] += 1
                    self.notices.filed(filed)
        return counts

    def _wait_for_better(self, error: DispatchError) -> float:
        if self.error != error.message:
            self.notices.trouble(error)
        self.error = error.message
        return min(_TROUBLE_SECONDS, self.post.interval)

    def _close(self) -> None:
        if self._workers is not None:
            self._workers.close(finish=False)
            self._workers = None


def _defect(inbox: Path, error: Exception) -> DispatchError:
    place = f"{type(error).__name__}: {error}"
    return DispatchError(
        f"The files from {inbox} have to wait ({place}): see the trace above and report it; they "
        "are tried again.",
        vi=f"Các tệp trong {inbox} phải chờ ({place}): hãy báo lỗi ở trên cho người phát triển; "
        "chương trình sẽ thử lại.",
        code="defect",
    )
