"""The originals are hashed again: intact, moved, missing or changed since the archive read them.

Hashing runs in threads (it does not hold Python's lock), so that two cores read the disk at once.
"""

import os
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dispatch.errors import DispatchError
from flows.batch import Watcher
from index.archive import Archive
from index.originals import Original, is_known, originals
from parsers.source import file_hash

State = Literal["intact", "moved", "missing", "changed", "unreadable"]
_AHEAD = 64


@dataclass(frozen=True, slots=True)
class Finding:
    """An original that is not as it was; ``now`` is where moved bytes lie, or why the file cannot
    be read."""

    state: State
    path: str
    file_id: str
    now: str = ""


@dataclass(slots=True)
class Verified:
    """What a verification saw: originals by state, their bytes, and all that are not intact."""

    counts: Counter[State] = field(default_factory=Counter)
    bytes: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Tell whether every original can still be read as it was, wherever it lies."""
        return not (self.counts["missing"] or self.counts["changed"] or self.counts["unreadable"])


def verify(
    archive: Archive, watcher: Watcher, *, sample: int | None = None, jobs: int | None = None
) -> Verified:
    """Hash the originals, or ``sample`` of them, and say what became of each."""
    wanted = list(originals(archive.connection, sample=sample))
    watcher.found(len(wanted))
    seen = Verified()
    lost: list[Original] = []
    for original, digest in _hashed(wanted, jobs or os.cpu_count() or 1):
        seen.bytes += original.size
        if digest == original.file_id:
            seen.counts["intact"] += 1
        elif not isinstance(digest, DispatchError):
            seen.findings.append(Finding("changed", original.path, original.file_id))
        elif digest.code == "missing-file":
            lost.append(original)
        else:
            told = digest.in_both
            seen.findings.append(Finding("unreadable", original.path, original.file_id, told))
        watcher.done(original.path, 0, None)
    places = _places_of(archive, lost)
    for original in lost:
        now = places.get(original.file_id, "")
        state: State = "moved" if now else "missing"
        seen.findings.append(Finding(state, original.path, original.file_id, now))
    seen.counts.update(finding.state for finding in seen.findings)
    return seen


def _hashed(wanted: list[Original], jobs: int) -> Iterator[tuple[Original, str | DispatchError]]:
    """Yield each original with its hash, or with why there is none."""
    with ThreadPoolExecutor(jobs) as pool:
        ahead: deque[tuple[Original, Future[str]]] = deque()
        for original in wanted:
            ahead.append((original, pool.submit(file_hash, original.path)))
            if len(ahead) > _AHEAD:
                yield _answer(*ahead.popleft())
        while ahead:
            yield _answer(*ahead.popleft())


def _answer(original: Original, call: Future[str]) -> tuple[Original, str | DispatchError]:
    try:
        return original, call.result()
    except DispatchError as error:
        return original, error


def _places_of(archive: Archive, lost: list[Original]) -> dict[str, str]:
    """Return where lost bytes lie now: at another place that the ledger knows, or in a file that
    it does not know, in or beside the folders of the lost ones."""
    wanted = {original.file_id for original in lost}
    found: dict[str, str] = {}
    for file_id in wanted:
        for entry in archive.has_file(file_id):
            path = entry.sighting.path
            if not entry.sighting.container and _holds(path, file_id):
                found[file_id] = path
    sizes = {original.size for original in lost if original.file_id not in found}
    for path in _strangers(archive, lost, sizes):
        digest = _hash_of(path)
        if digest in wanted:
            found.setdefault(digest, path)
    return found


def _strangers(archive: Archive, lost: list[Original], sizes: set[int]) -> Iterator[str]:
    """Yield files of one of ``sizes`` that the ledger does not know, from the nearest folders above
    the lost ones down."""
    roots = {str(_standing(Path(original.path).parent.parent)) for original in lost} - {"/"}
    tops = [root for root in roots if not any(_is_in(root, other) for other in roots)]
    for top in sorted(tops):
        for folder, _, names in os.walk(top):
            for name in names:
                path = os.path.join(folder, name)  # noqa: PTH118 - once for each file of the disk
                if _size(path) in sizes and not is_known(archive.connection, path):
                    yield path


def _standing(folder: Path) -> Path:
    while not folder.is_dir():
        folder = folder.parent
    return folder


def _is_in(inner: str, outer: str) -> bool:
    return inner != outer and Path(inner).is_relative_to(outer)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - as above
    except OSError:
        return -1  # gone meanwhile, or not ours to look at: no place to name


def _hash_of(path: str) -> str:
    try:
        return file_hash(path)
    except DispatchError:
        return ""


def _holds(path: str, file_id: str) -> bool:
    return _hash_of(path) == file_id
