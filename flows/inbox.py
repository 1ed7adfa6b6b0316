"""The watched folder: which files are complete, and whose they are.

A watcher takes a file by renaming it into its own claim folder inside the inbox
(``.congvan/N/TOKEN/…``), which only one of several can do. The folder belongs to whoever holds
the lock ``N.lock``; the system gives the lock of a killed watcher back, and the next to ask for it
has the claims too. What is claimed is told by the folder alone, so a restart knows as much as the
watcher before.
"""

import logging
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from dispatch.errors import ConfigError, MissingFileError
from flows.stillness import Stillness
from parsers.walk import leftover, printable

logger = logging.getLogger(__name__)

CONTROL = ".congvan"
JOURNAL = ".filing.json"
"""In a claim's folder: where its file is being moved to (see ``flows.filing``)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One file taken out of the inbox; ``origin`` is where it lay there, as a relative path."""

    folder: Path
    path: Path
    origin: str


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the inbox found: how many files were claimed, and after how many seconds
    one of the others may be complete."""

    claimed: int
    wait: float | None


class Inbox:
    """An open inbox; a context manager, since its lock is held until it is closed."""

    def __init__(self, folder: Path, *, settle: float) -> None:
        self.folder = folder.absolute()
        self.number = 0
        self._control = self.folder / CONTROL
        self._stillness = Stillness(settle)
        self._locks: dict[int, FileLock] = {}
        self._told: set[str] = set()

    def __enter__(self) -> "Inbox":
        """Take the first place that no living watcher holds.

        Raises:
            MissingFileError: there is no such folder.
            ConfigError: it may not be written to.
        """
        if not self.folder.is_dir():
            raise _no_folder(self.folder)
        try:
            self._control.mkdir(mode=0o700, exist_ok=True)
            self.number = 1
            while not self._hold(self.number):
                self.number += 1
            self._own.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise _forbidden(self.folder) from error
        return self

    def __exit__(self, *_: object) -> None:
        for lock in self._locks.values():
            lock.release()
        self._locks.clear()

    def look(self, *, limit: int) -> Look:
        """Claim complete files, at most ``limit`` of them.

        Raises:
            MissingFileError: the folder is gone: a share that is not mounted.
        """
        if not self._own.is_dir():
            raise _no_folder(self.folder)
        claimed = 0
        found = list(self._files())
        waits = []
        for path in found:
            wait = self._stillness.wait(path)
            if wait == 0 and claimed < limit:
                claimed += self._claim(path)
            elif wait is not None:
                waits.append(wait)
        taken = [claim.path for claim in self._claims() if claim.origin]
        waits += [wait for path in taken if (wait := self._stillness.wait(path))]
        self._stillness.keep({*found, *taken})
        return Look(claimed, min(waits, default=None))

    def claims(self) -> list[Claim]:
        """Return what is claimed and complete: what was just taken, and what a watcher that is no
        more left behind."""
        return [
            claim
            for claim in self._claims()
            # A name may have been given to another file, or written to, between look and claim.
            if not claim.origin or self._stillness.wait(claim.path) == 0
        ]

    def release(self, claim: Claim) -> None:
        """Forget a claim whose file has been filed."""
        shutil.rmtree(claim.folder)

    @property
    def _own(self) -> Path:
        return self._control / str(self.number)

    def _hold(self, number: int) -> bool:
        """Take a place's lock, to be held until the inbox is closed."""
        if number not in self._locks:
            lock = FileLock(self._control / f"{number}.lock", mode=0o600)
            try:
                lock.acquire(blocking=False)
            except Timeout:
                return False
            self._locks[number] = lock
        return True

    def _files(self) -> Iterator[Path]:
        """Yield every file that may be a document, in sub-folders too; links are left alone."""
        for top, folders, names in os.walk(self.folder, onerror=self._tell):
            folders[:] = sorted(name for name in folders if leftover(name) is None)
            for name in sorted(names):
                path = Path(top) / name
                if leftover(name) is None and not path.is_symlink():
                    yield path

    def _claim(self, path: Path) -> bool:
        """Take the file, if nobody has been faster."""
        folder = self._own / f"{time.time_ns()}-{secrets.token_hex(4)}"
        # A name in an old encoding would be refused by all that comes after.
        target = folder / printable(str(path.relative_to(self.folder)))
        target.parent.mkdir(parents=True)
        try:
            path.rename(target)
        except OSError as error:
            shutil.rmtree(folder)
            if not isinstance(error, FileNotFoundError):
                self._tell(error)
            return False
        self._stillness.renamed(path, target)
        return True

    def _claims(self) -> Iterator[Claim]:
        """Yield the claims of every place whose lock is ours, or nobody's and now ours."""
        for place in sorted(self._control.iterdir()):
            if not place.name.isdecimal() or not self._hold(int(place.name)):
                continue
            for folder in sorted(place.iterdir()):
                yield from self._claim_in(folder)

    def _claim_in(self, folder: Path) -> Iterator[Claim]:
        found = [path for path in folder.rglob("*") if not path.is_dir()]
        file = next((path for path in found if not path.name.startswith(JOURNAL)), None)
        if file is not None:
            yield Claim(folder, file, file.relative_to(folder).as_posix())
        elif found:
            yield Claim(folder, folder, "")  # moved already: the journal says where to
        else:
            # Its watcher ended between making the folder and taking the file.
            shutil.rmtree(folder)

    def _tell(self, error: OSError) -> None:
        """Log once that something in the inbox cannot be reached."""
        text = f"{error.filename} cannot be taken: {error.strerror}"
        if text not in self._told:
            self._told.add(text)
            logger.warning(text)


def _no_folder(folder: Path) -> MissingFileError:
    return MissingFileError(
        f"{folder} is not there: make the folder, or mount the share it lies on.",
        vi=f"Không thấy thư mục {folder}: hãy tạo thư mục, hoặc nối lại ổ đĩa mạng chứa nó.",
    )


def _forbidden(folder: Path) -> ConfigError:
    return ConfigError(
        f"{folder} may not be written to: files are taken out of it, so give this user the right.",
        vi=f"Không ghi được vào {folder}: chương trình phải lấy tệp ra khỏi thư mục này, hãy cấp "
        "quyền ghi.",
    )
