"""Uploaded files are kept in the data folder and read one after the other, in the background.

What was taken and is not read yet has a mark in ``uploads/waiting``: a server that was stopped, or
that died, goes on with it at its next start.
"""

import errno
import logging
import queue
import secrets
import shutil
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from app.web.place import Place
from dispatch.errors import DispatchError
from index import open_archive
from index.archive import Archive
from index.base import FileEntry
from index.reading import of_file

logger = logging.getLogger(__name__)
_REMEMBERED = 200
_LONGEST_NAME = 120


@dataclass(slots=True)
class Failure:
    """A file, or a part of an archive or a mail, that gave no document; ``message`` holds both
    languages as the ledger does."""

    name: str
    code: str
    message: str


@dataclass(slots=True)
class Job:
    """One file on its way; ``name`` is what the person called it. ``documents`` are (id, title) of
    what it holds; it has failed where it holds none."""

    id: str
    name: str
    path: Path
    state: Literal["waiting", "reading", "done", "failed"] = "waiting"
    documents: tuple[tuple[str, str], ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state in ("waiting", "reading")


class Uploads:
    """The queue of files; its thread starts with the first one and ends with ``close``."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._waiting: queue.Queue[Job | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}

    @property
    def jobs(self) -> list[Job]:
        """The files on their way and the last ones that came to an end, the newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def job(self, id: str) -> Job | None:
        """Return one file; None where it is not known (any more)."""
        with self._lock:
            return self._jobs.get(id)

    def resume(self) -> None:
        """Queue what an earlier server took and did not read."""
        for mark in sorted(self._marks.glob("*"), key=lambda one: one.stat().st_mtime_ns):
            path = self._folder / mark.read_text(encoding="utf-8")
            if path.is_file():
                self._queue(Job(mark.name, path.name, path))
            else:
                mark.unlink()

    def take(self, files: Sequence[tuple[str, BinaryIO]]) -> list[Job]:
        """Keep each file under its own name in a folder of its own, and queue it."""
        day = datetime.now(UTC).strftime("%Y-%m-%d")
        taken = []
        for name, data in files:
            id = secrets.token_hex(8)
            path = self._folder / day / id / safe_name(name)
            _keep(data, path)
            self._marks.mkdir(exist_ok=True)
            (self._marks / id).write_text(f"{day}/{id}/{path.name}", encoding="utf-8")
            taken.append(self._queue(Job(id, name, path)))
        return taken

    def again(self, path: Path) -> Job:
        """Queue a file that could not be read before."""
        return self._queue(Job(secrets.token_hex(8), path.name, path))

    def close(self) -> None:
        """End after the file that is being read; the others are read at the next start."""
        if self._thread is not None:
            with self._waiting.mutex:
                self._waiting.queue.clear()
            self._waiting.put(None)
            self._thread.join()

    @property
    def _folder(self) -> Path:
        return self._place.data_folder / "uploads"

    @property
    def _marks(self) -> Path:
        return self._folder / "waiting"

    def _queue(self, job: Job) -> Job:
        with self._lock:
            self._jobs[job.id] = job
            ended = [one.id for one in self._jobs.values() if not one.is_open]
            for id in ended[: max(0, len(ended) - _REMEMBERED)]:
                del self._jobs[id]
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
                # The archive did not answer: the mark stays, and the next start tries again.
                job.failures = (Failure(job.name, error.code, error.in_both),)
                job.state = "failed"
            except Exception as error:
                # The thread's boundary: a defect costs this file, and the next one is read.
                logger.exception("defect while reading upload %s", job.id)
                job.failures = (_defect(job.name, error),)
                job.state = "failed"

    def _read(self, job: Job) -> None:
        # The readers are loaded with the first upload, not with the pages.
        from flows.run import Job as Work
        from flows.run import Run

        work = Work((job.path,), self._place.index, self._place.archive, jobs=1)
        with Run(work, _Watcher()) as run:
            for batch in run.discover([str(job.path)]):
                run.process(batch)
                run.write(batch)
            run.link()
            run.finish()
        with open_archive(self._place.index, archive=self._place.archive) as archive:
            job.documents, job.failures = _arrived(archive, job)
        (self._marks / job.id).unlink(missing_ok=True)
        job.state = "done" if job.documents else "failed"


def _defect(name: str, error: Exception) -> Failure:
    from flows.process import defect

    told = defect(name, error)
    return Failure(name, told.code, told.in_both)


@dataclass(frozen=True, slots=True)
class _Watcher:
    def phase(self, name: str) -> None:
        """Steps are not shown for a single file."""

    def found(self, total: int) -> None:
        """Nor how many files an archive holds."""

    def done(self, path: str, pages: int, error: DispatchError | None) -> None:
        """What became of each part stands in the ledger."""


def _keep(data: BinaryIO, path: Path) -> None:
    """Write an upload to ``path``, or nothing of it where the disk is full.

    Raises:
        DispatchError: there is no room for it.
    """
    path.parent.mkdir(parents=True)
    try:
        with path.open("wb") as kept:
            shutil.copyfileobj(data, kept)
    except OSError as error:
        shutil.rmtree(path.parent)
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise DispatchError(
            f"{path.name} was not taken, the disk is full: make room, then send it again.",
            vi=f"Chưa nhận {path.name} vì ổ đĩa đầy: hãy dọn chỗ trống rồi gửi lại.",
            code="disk-full",
        ) from error


def _arrived(archive: Archive, job: Job) -> tuple[tuple[tuple[str, str], ...], tuple[Failure, ...]]:
    """Return the documents that the file and its parts gave, and what gave none."""
    path = str(job.path)
    own = archive.entry_at(path)
    entries = [*([own] if own else []), *archive.parts_of(path)]
    found = dict.fromkeys(
        name for one in entries if one.file_id for name in of_file(archive.connection, one.file_id)
    )
    documents = [(name, record) for name in found if (record := archive.read(name)) is not None]
    shown = tuple(
        (name, " ".join(filter(None, (record["document_type"], record["number"]))))
        for name, record in documents
    )
    bad = [one for one in entries if one.state == "quarantined" or (one is own and not found)]
    return shown, tuple(_failure(job, one) for one in bad if one.code)


def _failure(job: Job, entry: FileEntry) -> Failure:
    inner = entry.sighting.container
    return Failure(inner or job.name, entry.code or "", entry.message or "")


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
