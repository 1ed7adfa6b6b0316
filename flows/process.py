"""One file becomes records: the plain functions that the command line calls directly and the
ingest flow calls in its worker processes."""

import hashlib
import logging
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dispatch.document import SourceFile
from dispatch.errors import DamagedFileError, DispatchError, SourceError
from parsers import DEFAULT_LIMITS, PARSER_VERSION, Limits

if TYPE_CHECKING:
    from index.base import Prepared
    from parsers.sandbox import Outcome, Workers

_CALLS = 250
"""After so many calls a worker is replaced, each of up to eight files (``flows.reading``): what its
caches hold goes with it, and the new one has the models from its birth."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Processed:
    """What became of one file: its records, or the error that it ended in; ``prepared`` is what
    the archive makes of each record before it writes, the record itself packed in it."""

    path: str
    records: tuple[dict[str, Any], ...] = ()
    pages: int = 0
    parsed: tuple[bytes, ...] = ()
    compounds: tuple[tuple[str, ...], ...] = ()
    prepared: "tuple[Prepared, ...]" = ()
    error: DispatchError | None = None


def parse_key() -> str:
    """Return what, beside the bytes, a stored ParsedDocument depends on."""
    return f"parser {PARSER_VERSION}"


def version() -> str:
    """Return the versions that decide what a file gives; a failure is remembered with them."""
    from nlp import EXTRACTOR_VERSION

    return f"{PARSER_VERSION}/{EXTRACTOR_VERSION}"


def records_of(paths: Iterable[Path], *, jobs: int) -> Iterator[Processed]:
    """Read each file under ``paths`` and yield what became of it, in order.

    The reading is done by worker processes, so a file that crashes or hangs costs itself only.
    """
    from parsers.sandbox import Workers
    from parsers.source import discover
    from parsers.walk import Unreadable

    with Workers(jobs) as workers:
        ahead: deque[Processed | tuple[str, Outcome[Processed]]] = deque()
        for found in discover(paths):
            if isinstance(found, Unreadable):
                ahead.append(Processed(found.path, error=found.error))
            else:
                ahead.append((found.path, workers.submit(attempt, found, name=found.path)))
            # A few files ahead keep every worker busy, and a long list out of memory.
            if len(ahead) > 2 * jobs:
                yield _answer(ahead.popleft())
        while ahead:
            yield _answer(ahead.popleft())


def _answer(call: "Processed | tuple[str, Outcome[Processed]]") -> Processed:
    if isinstance(call, Processed):
        return call
    path, outcome = call
    try:
        return outcome.result()
    except DispatchError as error:
        return Processed(path, error=error)


def open_workers(count: int, *, limits: Limits = DEFAULT_LIMITS) -> "Workers":
    """Return a pool for many files: its processes are forked from one that has the models loaded.

    ``congvan extract`` does without: a few files are read sooner than everything is loaded.
    """
    from parsers.desks import clear
    from parsers.sandbox import Workers

    warm_up()
    # A new process stands in for one that was lost too, with whatever it was converting.
    return Workers(count, limits=limits, calls=_CALLS, prepare=clear)


def warm_up() -> None:
    """Begin to load what the workers need, in a process of its own, while the caller does other
    things."""
    import multiprocessing

    from parsers.sandbox import warm_up

    multiprocessing.set_forkserver_preload(["flows.warm"])
    warm_up()


def attempt(source: SourceFile, data: bytes | None = None, *, is_stored: bool = False) -> Processed:
    """Process one file; every error ends here, as the outcome of this file alone.

    Raises:
        MemoryError: the file needs more memory than this process may take.
    """
    try:
        return process(source, data, is_stored=is_stored)
    except DispatchError as error:
        return Processed(source.path, error=error)
    except MemoryError:
        raise  # no defect but the limit, which the pool's owner tells: another run may have room
    except Exception as error:
        # The per-file boundary: a defect costs this file, is told with its trace, and the rest
        # of the batch goes on.
        logger.exception("defect while reading %s", source.path)
        return Processed(source.path, error=defect(source.path, error))


def attempt_stored(source: SourceFile, data: bytes | None) -> Processed:
    """Process one file for the archive: what every worker runs, here or on another machine. The
    records come packed only: many files wait to be written, and unpacked they take ten times the
    memory."""
    return replace(attempt(source, data, is_stored=True), records=())


def process(source: SourceFile, data: bytes | None = None, *, is_stored: bool = False) -> Processed:
    """Parse and extract one file (or ``data``, its bytes, where the caller has them);
    ``is_stored`` adds what only the archive needs.

    Raises:
        SourceError: the file is the problem.
        MissingToolError: a program that this format needs is not installed.
    """
    # Both sides are heavy, and a worker or ``extract`` that gets here needs them.
    from nlp import extract_parts
    from parsers import parse
    from parsers.source import load

    if data is None:
        data = load(source)
        if hashlib.sha256(data).hexdigest() != source.id:
            raise _changed(source.path)
    document = parse(source, data)
    parts = extract_parts(document)
    records = tuple(record.to_json() for _, record in parts)
    pages = int(records[0]["source"]["pages"]) if records else 0
    if not is_stored:
        return Processed(source.path, records, pages)
    if any(record["secrecy"] for record in records):
        raise secret(source.path)
    from dispatch.serial import serialize
    from index.prepared import prepare

    return Processed(
        source.path,
        records,
        pages,
        parsed=tuple(serialize(part) for part, _ in parts),
        compounds=tuple(compounds_of(record) for record in records),
        prepared=tuple(map(prepare, records)),
    )


def compounds_of(record: dict[str, Any]) -> tuple[str, ...]:
    """Return the compound words of a record's headings, for the search index."""
    from nlp import compounds

    campaign = record["campaign"] or {}
    headings = [record["subject"], campaign.get("name")]
    return tuple(word for text in headings if text for word in compounds(text))


def secret(path: str) -> SourceError:
    """Return the error for a file with a secrecy stamp (MẬT, TỐI MẬT, TUYỆT MẬT)."""
    return SourceError(
        f"{path} bears a secrecy stamp and is not indexed: keep it as the law on state secrets "
        "demands.",
        vi=f"{path} có dấu chỉ độ mật nên không đưa vào kho: hãy quản lý tệp theo Luật Bảo vệ bí "
        "mật nhà nước.",
        code="secret",
    )


def _changed(path: str) -> SourceError:
    return SourceError(
        f"{path} was changed while it was being read: run this again when it is whole.",
        vi=f"{path} bị thay đổi trong lúc đọc: hãy chạy lại khi tệp đã ghi xong.",
        code="changed-meanwhile",
    )


def defect(path: str, error: Exception) -> DispatchError:
    """Return the error for a file on which the program itself failed."""
    return DamagedFileError(
        f"{path} cannot be processed ({type(error).__name__}): save it anew as PDF or DOCX, and "
        "report the file's kind if that does not help.",
        vi=f"Không xử lý được {path} ({type(error).__name__}): hãy lưu lại thành PDF hoặc DOCX, "
        "nếu vẫn lỗi hãy báo cho người phát triển.",
        code="defect",
    )
