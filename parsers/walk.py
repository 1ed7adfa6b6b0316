"""Paths become the files under them, in a fixed order and without opening any: one look at each.

Nothing is kept of what was walked but the names of the folders on the way down, so an archive of
any size streams through.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dispatch.errors import DispatchError, MissingFileError

# What a folder holds beside its documents, and why it is stepped over.
LEFTOVERS: tuple[tuple[str, str, str], ...] = (
    ("~$", "", "lock file of Word"),
    (".~lock.", "", "lock file of LibreOffice"),
    ("", ".part", "half-written download"),
    ("", ".crdownload", "half-written download"),
    ("", ".partial", "half-written download"),
    ("", ".tmp", "temporary file"),
    ("~wr", "", "temporary file of Word"),
    ("thumbs.db", "", "folder data"),
    ("desktop.ini", "", "folder data"),
    ("__macosx", "", "folder data"),
    (".", "", "hidden"),
)
FOLDER_LINK = "link to a folder"

SkipReport = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A file as the folder tells of it; times in nanoseconds."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A path that gives no document; ``id`` and ``bytes`` are known where it could be read."""

    path: str
    error: DispatchError
    id: str | None = None
    bytes: int | None = None
    container: str | None = None
    is_folder: bool = False


def walk(paths: Iterable[Path | str], on_skip: SkipReport) -> Iterator[Found | Unreadable]:
    """Yield each file under ``paths``, folders in sorted order; ``on_skip`` hears of each leftover
    that is stepped over (path, reason). A path given by name is never stepped over."""
    for given in paths:
        path = str(Path(given))
        try:
            status = os.stat(path)  # noqa: PTH116 - a Path for each file costs more than the call
        except OSError as error:
            yield Unreadable(printable(path), missing(path, error))
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _walk_folder(path, on_skip)
        else:
            yield _found(path, status)


def leftover(name: str) -> str | None:
    """Return why a file of this name is no document (lock file, half-written …), or None."""
    lowered = name.lower()
    for prefix, suffix, reason in LEFTOVERS:
        if lowered.startswith(prefix) and lowered.endswith(suffix):
            return reason
    return None


def missing(path: Path | str, error: OSError) -> MissingFileError:
    """Translate the system's error about ``path``."""
    path = printable(str(path))
    if isinstance(error, PermissionError):
        return MissingFileError(
            f"{path} may not be read: ask for read permission, or run as its owner.",
            vi=f"Không có quyền đọc {path}: hãy xin quyền đọc hoặc chạy bằng tài khoản chủ tệp.",
            code="forbidden",
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return MissingFileError(
            f"{path} does not exist: check the spelling of the path.",
            vi=f"Không có {path}: hãy kiểm tra lại đường dẫn.",
        )
    return MissingFileError(
        f"{path} cannot be read ({error.strerror}): check the disk or the network share.",
        vi=f"Không đọc được {path} ({error.strerror}): hãy kiểm tra ổ đĩa hoặc mạng.",
        code="read-error",
    )


def printable(path: str) -> str:
    """Return a path that can be shown and stored, also where its bytes are no UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _walk_folder(folder: str, on_skip: SkipReport) -> Iterator[Found | Unreadable]:
    # A stack of its own: folders may lie deeper than Python calls itself.
    try:
        open_folders = [(folder, _names(folder))]
    except OSError as error:
        yield Unreadable(printable(folder), missing(folder, error), is_folder=True)
        return
    while open_folders:
        parent, names = open_folders[-1]
        name = next(names, None)
        if name is None:
            open_folders.pop()
            continue
        path = os.path.join(parent, name)  # noqa: PTH118 - see above
        if reason := leftover(name):
            on_skip(path, reason)
            continue
        try:
            status = os.stat(path)  # noqa: PTH116
            if not stat.S_ISDIR(status.st_mode):
                yield _found(path, status)
            elif Path(path).is_symlink():
                on_skip(path, FOLDER_LINK)
            else:
                open_folders.append((path, _names(path)))
        except OSError as error:
            is_folder = not isinstance(error, FileNotFoundError) and Path(path).is_dir()
            yield Unreadable(printable(path), missing(path, error), is_folder=is_folder)


def _names(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        return iter(sorted(entry.name for entry in entries))


def _found(path: str, status: os.stat_result) -> Found | Unreadable:
    try:
        path.encode()
    except UnicodeEncodeError:
        shown = printable(path)
        return Unreadable(shown, _unprintable(shown), bytes=status.st_size)
    return Found(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _unprintable(shown: str) -> MissingFileError:
    return MissingFileError(
        f"{shown} has a name that is no UTF-8 (an old Vietnamese encoding): rename the file.",
        vi=f"Tên tệp {shown} dùng bảng mã cũ, không phải UTF-8: hãy đổi tên tệp.",
        code="bad-name",
    )
