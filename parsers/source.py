"""Paths become source files: folders are walked, containers opened, each file told and hashed.

Nothing here raises for one bad file: it is handed on as ``Unreadable`` and the walk goes on.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from dispatch.document import SourceFile
from dispatch.errors import DispatchError, LimitError, MissingFileError, UnsupportedFormatError
from dispatch.exchange import ExchangeHeader
from parsers.archives import (
    Budget,
    extract_part,
    full_budget,
    holds_files,
    open_container,
    package_header,
)
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.sniff import CONTAINERS, sniff
from parsers.walk import SkipReport, Unreadable, leftover, missing, walk

logger = logging.getLogger(__name__)

SEPARATOR = "!"
"""Stands between a container's path and the path inside it."""

_CARRIED_BYTES = 8_000_000
"""Parts up to this size are handed on with their bytes; for a larger one its container is opened
again."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file out of a container, with its bytes where they are few, and what an exchange package
    says of it."""

    source: SourceFile
    data: bytes | None
    header: ExchangeHeader | None = None


@dataclass(frozen=True, slots=True)
class Container:
    """An archive or mail, told after all its parts; ``container`` is where it lies itself."""

    path: str
    id: str
    bytes: int
    parts: int
    container: str | None = None


Told = SourceFile | Part | Container | Unreadable


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
    for found in walk(paths, on_skip or _log_skip):
        if isinstance(found, Unreadable):
            yield found
            continue
        for told in tell(found.path, limits=limits):
            if isinstance(told, Part):
                yield told.source
            elif not isinstance(told, Container):
                yield told


def tell(path: str, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Told]:
    """Read, hash and tell one file; a container gives its parts and then itself, and so does a PDF
    with files attached: who knows it has seen them."""
    try:
        data = _read(Path(path), limits)
    except DispatchError as error:
        yield Unreadable(path, error)
        return
    yield from _tell(path, data, None, full_budget(limits))


def file_hash(path: str) -> str:
    """Return the file's SHA-256, read in blocks.

    Raises:
        MissingFileError: it is gone or may not be read.
    """
    try:
        with Path(path).open("rb", buffering=0) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise missing(path, error) from error


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


def _tell(path: str, data: bytes, container: str | None, budget: Budget) -> Iterator[Told]:
    """Yield the file, or what it contains."""
    try:
        source = source_file(path, data, container=container)
    except DispatchError as error:
        digest = hashlib.sha256(data).hexdigest()
        yield Unreadable(path, error, digest, len(data), container)
        return
    is_container = source.media_type in CONTAINERS
    if not is_container and not holds_files(source, data):
        yield _alone(source, data)
        return
    depth = path.count(SEPARATOR) + 1
    parts = 0
    try:
        header = package_header(source, data)
        for name, part in open_container(source, data, depth, budget):
            if leftover(PurePosixPath(name).name) or leftover(name):
                continue
            parts += 1
            for told in _tell(f"{path}{SEPARATOR}{name}", part, path, budget):
                if not is_container and _is_no_document(told, path):
                    continue  # a signature, a font …: the document it hangs on warns of it
                yield replace(told, header=header) if header and isinstance(told, Part) else told
    except DispatchError as error:
        # A document whose attached files are too deep or too large is read, and says so itself.
        alone = _alone(source, data)
        failed = Unreadable(path, error, source.id, len(data), container)
        yield failed if is_container else alone
        return
    if parts and is_container:
        yield Container(path, source.id, len(data), parts, container)
    else:
        # A mail without attachments is itself the message, a PDF with some a document beside them;
        # an empty archive is told by parse.
        yield _alone(source, data)


def _is_no_document(told: Told, container: str) -> bool:
    return (
        isinstance(told, Unreadable)
        and told.container == container
        and isinstance(told.error, UnsupportedFormatError)
    )


def _alone(source: SourceFile, data: bytes) -> SourceFile | Part:
    if source.container is None:
        return source
    return Part(source, data if len(data) <= _CARRIED_BYTES else None)


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
        raise missing(path, error) from error
