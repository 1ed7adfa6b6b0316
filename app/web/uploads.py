"""Uploaded files are kept in the data folder and read one after the other, in the background."""

import logging
import queue
import secrets
import shutil
import threading
import unicodedata
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from app.web.place import Place
from dispatch.errors import DispatchError

logger = logging.getLogger(__name__)
_REMEMBERED = 200
_LONGEST_NAME = 120


@dataclass(slots=True)
class Job:
    """One file on its way; ``name`` is what the person called it."""

    id: str
    name: str
    path: Path
    state: Literal["waiting", "reading", "done", "failed"] = "waiting"
    cause: DispatchError | None = None


class Uploads:
    """The queue of files; its thread starts with the first one and ends with ``close``."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._waiting: queue.Queue[Job | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self.jobs: deque[Job] = deque(maxlen=_REMEMBERED)

    def take(self, files: Sequence[tuple[str, BinaryIO]]) -> list[Job]:
        """Keep each file under its own name in a folder of its own, and queue it."""
        day = datetime.now(UTC).strftime("%Y-%m-%d")
        taken = []
        for name, data in files:
            id = secrets.token_hex(8)
            path = self._place.data_folder / "uploads" / day / id / safe_name(name)
            path.parent.mkdir(parents=True)
            with path.open("wb") as kept:
                shutil.copyfileobj(data, kept)
            taken.append(self._queue(Job(id, name, path)))
        return taken

    def again(self, path: Path) -> Job:
        """Queue a file that could not be read before."""
        return self._queue(Job(secrets.token_hex(8), path.name, path))

    def close(self) -> None:
        """End after the file that is being read; the others are read when they come again."""
        if self._thread is not None:
            with self._waiting.mutex:
                self._waiting.queue.clear()
            self._waiting.put(None)
            self._thread.join()

    def _queue(self, job: Job) -> Job:
        with self._lock:
            self.jobs.appendleft(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="uploads", daemon=True)
                self._thread.start()
        self._waiting.put(job)
        return job

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            job.state = "reading"
            try:
                self._read(job)
            except DispatchError as error:
                job.state, job.cause = "failed", error
            except Exception:
                # The thread's boundary: a defect costs this file, and the next one is read.
                logger.exception("defect while reading upload %s", job.id)
                job.state = "failed"

    def _read(self, job: Job) -> None:
        # The readers are loaded with the first upload, not with the pages.
        from flows.run import Job as Work
        from flows.run import Run

        work = Work((job.path,), self._place.index, self._place.archive, jobs=1)
        with Run(work, _Watcher(job)) as run:
            for batch in run.discover([str(job.path)]):
                run.process(batch)
                run.write(batch)
            run.link()
            run.finish()
        job.state = "failed" if job.cause else "done"


@dataclass(frozen=True, slots=True)
class _Watcher:
    job: Job

    def phase(self, name: str) -> None:
        """Steps are not shown for a single file."""

    def found(self, total: int) -> None:
        """Nor how many files an archive holds."""

    def done(self, path: str, pages: int, error: DispatchError | None) -> None:
        if error is not None:
            self.job.cause = error


def safe_name(name: str) -> str:
    """Return a file name that can neither leave its folder nor hide what it is.

    >>> safe_name("../../etc/passwd"), safe_name("a\\u202egpj.exe")
    ('passwd', 'a_gpj.exe')
    """
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    plain = "".join(char if char.isprintable() and char not in "!:\0" else "_" for char in last)
    plain = plain.lstrip(".~ ")
    stem, dot, suffix = plain.rpartition(".")
    if dot and len(suffix) <= 10:
        return f"{stem[:_LONGEST_NAME] or 'file'}.{suffix}"
    return plain[:_LONGEST_NAME] or "file"
