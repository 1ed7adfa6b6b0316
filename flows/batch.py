"""What one run is asked to do, and the batches of files that pass through it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dispatch.document import SourceFile
from dispatch.errors import DispatchError
from dispatch.exchange import ExchangeHeader
from flows.process import Processed
from index.base import FileEntry, Outcome, Sighting
from index.ledger import Move
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.source import SEPARATOR


@dataclass(frozen=True, slots=True)
class Job:
    """What to ingest and where to.

    Args:
        jobs: Worker processes; None is one a core.
        since: Only files that were changed or put there at or after this time (Unix seconds).
        is_verified: Hash also what the ledger says is as it was.
        is_resumed: Leave alone what the ledger has settled; else every file is read again.
        wait: Seconds for which a write that the store or the index refuses is tried again.
        dask: Address of a Dask scheduler whose workers read the files, by their shared paths.
    """

    paths: tuple[Path, ...]
    index_url: str
    archive: Path | None = None
    jobs: int | None = None
    limits: Limits = DEFAULT_LIMITS
    since: float | None = None
    is_verified: bool = False
    is_resumed: bool = True
    wait: float = 120.0
    dask: str | None = None


class Watcher(Protocol):
    """Who is told how the run goes; called from several threads."""

    def phase(self, name: str) -> None:
        """A step begins: server, prefect, read, wait (the index refuses writes), link."""
        ...

    def found(self, total: int) -> None:
        """So many files lie under the given paths, as far as is known."""
        ...

    def done(self, path: str, pages: int, error: DispatchError | None) -> None:
        """One file is through."""
        ...


@dataclass(slots=True)
class Item:
    """One file on its way through a batch; ``done`` comes from a worker.

    ``outcome`` is None for what is no file at all (a folder that may not be entered);
    ``is_kept`` says that the ledger's row stays, for what it knows cannot be looked at now.
    """

    sighting: Sighting
    outcome: Outcome | None
    source: SourceFile | None = None
    file_id: str = ""
    data: bytes | None = None
    header: ExchangeHeader | None = None
    done: Processed | None = None
    attempts: int = 0
    is_copy: bool = False
    is_kept: bool = False


@dataclass(slots=True)
class Batch:
    """Files that are processed and written together; ``unchanged`` ones are only counted."""

    items: list[Item] = field(default_factory=list)
    entries: list[tuple[FileEntry, Outcome]] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    unchanged: int = 0
    is_stored: bool = False

    @property
    def bytes(self) -> int:
        return sum(len(item.data) for item in self.items if item.data)

    def __len__(self) -> int:
        return len(self.items) + len(self.entries) + len(self.moves) + self.unchanged


def shown(sighting: Sighting) -> str:
    """Return the path of a file, or of a part with its container's."""
    if not sighting.container:
        return sighting.path
    return f"{sighting.path}{SEPARATOR}{sighting.container}"
