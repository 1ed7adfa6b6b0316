"""Paths become source files: folders are walked, containers opened, each file told and hashed.

Nothing here raises for one bad file: it is handed on as ``Unreadable`` and the walk goes on.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dispatch.document import SourceFile
from dispatch.errors import DispatchError, LimitError, MissingFileError
from parsers.archives import Budget, extract_part, full_budget, open_container
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.sniff import CONTAINERS, sniff

logger = logging.getLogger(__name__)

SEPARATOR = "!"
"""Stands between a container's path and the path inside it."""

# What a folder holds beside its documents, and why it is stepped over.
_LEFTOVERS: tuple[tuple[str, str, str], ...] = (
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


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A path that gives no document; ``id`` and ``bytes`` are known where it could be read."""

    path: str
    error: DispatchError
    id: str | None = None
    bytes: int | None = None


SkipReport = Callable[[str, str], None]


def discover(
    paths: Iterable[Path | str],
    *,
    limits: Limits = DEFAULT_LIMITS,
    on_skip: SkipReport | None = None,
) -> Iterator[SourceFile | Unreadable]:
    """Yield each readable file under ``paths``, folders in sorted order, containers opened.

    ``on_skip`` hears of each leftover that is stepped over (path, reason); a path given by name is
    never stepped over.
    """
    report = on_skip or _log_skip
    for path in paths:
        yield from _discover_path(Path(path), limits, report)


def leftover(name: str) -> str | None:
    """Return why a file of this name is no document (lock file, half-written …), or None."""
    lowered = name.lower()
    for prefix, suffix, reason in _LEFTOVERS:
        if lowered.startswith(prefix) and lowered.endswith(suffix):
            return reason
    return None


def load(source: SourceFile, *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return the bytes of ``source``, out of its containers where it lies in some.

    Raises:
        MissingFileError: the path is gone or may not be read.
        LimitError: the file is larger than ``limits.bytes``.
    """
    if source.container is None:
        return _read(Path(source.path), limits)
    inner = source.path[len(source.container) + 1 :]
    outer, *middle = source.container.split(SEPARATOR)
    # A file name may itself hold '!': the outer path is the longest prefix that exists.
    while middle and not Path(outer).is_file():
        outer = SEPARATOR.join((outer, middle.pop(0)))
    data = _read(Path(outer), limits)
    for name in (*middle, inner):
        data = extract_part(data, name, outer, limits)
    return data


def source_file(
    path: str, data: bytes, *, container: str | None = None, name: str | None = None
) -> SourceFile:
    """Tell and hash ``data``.

    Raises:
        SourceError: the bytes are of no format that is read.
    """
    return SourceFile(
        id=hashlib.sha256(data).hexdigest(),
        path=path,
        media_type=sniff(data, name or path),
        bytes=len(data),
        container=container,
    )


def open_file(path: Path | str, *, limits: Limits = DEFAULT_LIMITS) -> tuple[SourceFile, bytes]:
    """Read and tell one plain file: what ``discover`` does, for a single known path."""
    data = _read(Path(path), limits)
    return source_file(str(path), data), data


def _log_skip(path: str, reason: str) -> None:
    logger.info("skipped %s: %s", path, reason)


def _discover_path(
    path: Path, limits: Limits, report: SkipReport
) -> Iterator[SourceFile | Unreadable]:
    try:
        is_folder = path.is_dir()
        entries = sorted(entry.name for entry in path.iterdir()) if is_folder else []
    except OSError as error:
        yield Unreadable(str(path), _missing(path, error))
        return
    if not is_folder:
        yield from _discover_file(path, limits)
        return
    for name in entries:
        reason = leftover(name)
        if reason is not None:
            report(str(path / name), reason)
        elif (path / name).is_symlink() and (path / name).is_dir():
            report(str(path / name), "link to a folder")
        else:
            yield from _discover_path(path / name, limits, report)


def _discover_file(path: Path, limits: Limits) -> Iterator[SourceFile | Unreadable]:
    try:
        data = _read(path, limits)
    except DispatchError as error:
        yield Unreadable(str(path), error)
        return
    yield from _tell(str(path), data, None, full_budget(limits))


def _tell(
    path: str, data: bytes, container: str | None, budget: Budget
) -> Iterator[SourceFile | Unreadable]:
    """Yield the file, or what it contains."""
    try:
        source = source_file(path, data, container=container)
    except DispatchError as error:
        yield Unreadable(path, error, hashlib.sha256(data).hexdigest(), len(data))
        return
    if source.media_type not in CONTAINERS:
        yield source
        return
    depth = path.count(SEPARATOR) + 1
    found = False
    try:
        for name, part in open_container(source, data, depth, budget):
            if leftover(PurePosixPath(name).name) or leftover(name):
                continue
            found = True
            yield from _tell(f"{path}{SEPARATOR}{name}", part, path, budget)
    except DispatchError as error:
        yield Unreadable(path, error, source.id, len(data))
        return
    if not found:
        # A mail without attachments is itself the message; an empty archive is told by parse.
        yield source


def _read(path: Path, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise LimitError(
                f"{path} has {size} bytes, more than the limit of {limits.bytes}: split it or "
                "raise the limit.",
                vi=f"{path} có {size} byte, quá giới hạn {limits.bytes}: hãy tách tệp hoặc nâng "
                "giới hạn.",
                code="too-large",
            )
        if not path.is_file():
            raise MissingFileError(
                f"{path} is no ordinary file: give a file or a folder.",
                vi=f"{path} không phải tệp thường: hãy chỉ tới tệp hoặc thư mục.",
            )
        return path.read_bytes()
    except OSError as error:
        raise _missing(path, error) from error


def _missing(path: Path, error: OSError) -> MissingFileError:
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
    )
