"""Is a file complete? Its size and time have stood still, nobody writes to it, no editor has it
open, and its last bytes are those of its format.

Times are measured by the monotonic clock from when a file was first seen as it is, so a clock set
back, or a file moved in with an old time, changes nothing.
"""

import fcntl
import os
import signal
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE_SECONDS = 120.0
"""So long a file that ends before its format does (or is empty) may still be under way."""

EDITING_SECONDS = 8 * 3600.0
"""After so long without a change an editor's lock file is taken for one that a crash left."""

_TAIL = 70_000
# (first bytes, what must stand among the last bytes, how many of them); the end record of a ZIP
# may be followed by a comment of 65,535 bytes (APPNOTE 4.3.16), %%EOF by some line ends.
_ENDS = (
    (b"%PDF-", b"%%EOF", 2048),
    (b"PK\x03\x04", b"PK\x05\x06", _TAIL),
    (b"\xff\xd8\xff", b"\xff\xd9", 4096),
    (b"\x89PNG", b"IEND", 64),
)

Signature = tuple[int, int, int]
"""Size, time of change in nanoseconds, inode."""


@dataclass(slots=True)
class Stillness:
    """What was seen of each file, and since when it has been so."""

    settle: float
    _seen: dict[Path, tuple[Signature, float]] = field(default_factory=dict)

    def wait(self, path: Path) -> float | None:
        """Return the seconds after which to look at the file again, 0 for a complete one, None for
        one that is gone."""
        try:
            now = signature(path)
        except OSError:
            self._seen.pop(path, None)
            return None
        since = self._since(path, now)
        age = time.monotonic() - since
        if age < self.settle:
            return self.settle - age
        return max(self.settle, 1.0) if self._is_under_way(path, age) else 0.0

    def keep(self, paths: set[Path]) -> None:
        """Forget every file but these."""
        self._seen = {path: seen for path, seen in self._seen.items() if path in paths}

    def renamed(self, old: Path, new: Path) -> None:
        """Note that a file was renamed: if it is still what it was, it need not settle again."""
        self._seen[new] = self._seen.pop(old)

    def _is_under_way(self, path: Path, age: float) -> bool:
        is_late = age >= max(PATIENCE_SECONDS, self.settle)
        try:
            if has_writer(path) or (age < EDITING_SECONDS and is_edited(path)):
                return True
            return not (is_late or is_whole(path))
        except OSError:
            # It may not be read, perhaps not yet; taken in the end, it is told why.
            return not is_late

    def _since(self, path: Path, now: Signature) -> float:
        seen = self._seen.get(path)
        if seen is None or seen[0] != now:
            seen = (now, time.monotonic())
            self._seen[path] = seen
        return seen[1]


def signature(path: Path) -> Signature:
    """Return what changes when a file is written or replaced.

    Raises:
        OSError: it is gone, or no ordinary file.
    """
    status = path.stat(follow_symlinks=False)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(f"{path} is no ordinary file")
    return status.st_size, status.st_mtime_ns, status.st_ino


def has_writer(path: Path) -> bool:
    """Tell whether a process of this machine has the file open for writing.

    The kernel grants a read lease on a file only while nobody has. Where it grants none at all
    (another owner's file, a network share), the open files of the processes are looked through,
    as far as this user may see them.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        # Who opens the file for writing in this very moment makes the kernel send a signal, and
        # SIGIO, which it would be, ends the process; SIGURG is ignored by default.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        return False
    except BlockingIOError:
        return True
    except OSError:
        return _is_written_to(os.fstat(descriptor))
    finally:
        os.close(descriptor)


def is_edited(path: Path) -> bool:
    """Tell whether Word's or LibreOffice's lock file lies beside the file.

    Word puts ``~$`` before a short name, and in place of the first one or two letters of a longer.
    """
    name = path.name
    locks = (f".~lock.{name}#", f"~${name}", f"~${name[1:]}", f"~${name[2:]}")
    # A lock of a very long name cannot be there, at which Path.exists would raise.
    return any(os.path.exists(path.parent / lock) for lock in locks)  # noqa: PTH110


def is_whole(path: Path) -> bool:
    """Tell whether the file ends as its format does; formats without a fixed end are whole."""
    with path.open("rb") as file:
        first = file.read(8)
        size = file.seek(0, os.SEEK_END)
        if not first:
            return False
        for start, end, reach in _ENDS:
            if first.startswith(start):
                file.seek(max(0, size - reach))
                return end in file.read()
    return True


def _is_written_to(status: os.stat_result) -> bool:
    """Look through /proc for a descriptor on the file that may write."""
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            other = link.stat()
            if (other.st_dev, other.st_ino) != (status.st_dev, status.st_ino):
                continue
            told = (link.parents[1] / "fdinfo" / link.name).read_text(encoding="ascii")
        except OSError:
            continue  # the process or its file has just gone, or is another user's
        flags = int(told.partition("flags:")[2].split()[0], 8)
        if flags & os.O_ACCMODE != os.O_RDONLY:
            return True
    return False
