"""Files that were met are sorted by what the ledger knows of them: most need nothing, some a note,
some must be read. A file that is as it was (path, size, time, inode) is not opened."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dispatch.document import SourceFile
from dispatch.errors import DispatchError, UnsupportedFormatError
from flows.batch import Batch, Item, Job, Watcher
from flows.process import Processed, version
from index.archive import Archive
from index.base import FileEntry, Outcome, Sighting
from index.ledger import CONTAINER, Move
from parsers.source import Container, Part, Told, file_hash, tell
from parsers.walk import Found, Unreadable, walk

FIRST_FILES = 16
"""The first batch is small, so that something is kept soon; see ``Run.process`` for the later."""
_NOTED_FILES = 4000
_CARRIED_BYTES = 64_000_000
_TAKEN = ("indexed", "duplicate")
_SETTLED = (*_TAKEN, "skipped", "withdrawn")
NO_DOCUMENT = "met in a folder and no document by its name and content"
_TRIES = 3
RETRIED: dict[str, int | None] = {
    "missing-tool": None,
    "forbidden": None,
    "read-error": None,
    "missing-file": None,
    "changed-meanwhile": None,
    "timeout": _TRIES,
    "out-of-memory": _TRIES,
    "crashed": _TRIES,
}
"""Causes that may be gone with the next run, and how often they are tried; all others come back
with the same bytes until the program itself is another version."""
DOCUMENT_SUFFIXES = (
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt", ".html", ".htm", ".eml", ".msg"),
    *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".heic", ".bmp", ".gif", ".zip"),
)
"""Names that promise a document: where the bytes do not keep it, that is a failure."""


class Sorter:
    """Turns paths into batches.

    ``kept`` counts by cause what stays in quarantine untried, ``older`` what lies before
    ``job.since``; ``left`` are the places that moves on their way take rows from.
    """

    def __init__(self, job: Job, archive: Archive, watcher: Watcher) -> None:
        self.size = FIRST_FILES
        self.kept: Counter[str] = Counter()
        self.older = 0
        self.skipped: list[tuple[str, str]] = []
        self._job = job
        self._archive = archive
        self._watcher = watcher
        self._given = {str(Path(path)) for path in job.paths}
        self._total = 0
        # What batches on their way will write: the ledger does not tell it yet.
        self._claimed: set[str] = set()
        self.left: set[tuple[str, str]] = set()

    def batches(self, paths: list[str]) -> Iterator[Batch]:
        """Walk ``paths`` and yield what is to be done; the list of files is never in memory."""
        self._total = count_files(paths)
        self._watcher.found(self._total)
        batch = Batch()

        def skip(path: str, reason: str) -> None:
            if Path(path).is_file():
                self._step_over(sighting_at(Path(path)), reason, batch)

        for found in walk(paths, skip):
            for told, outer in self._look(found, batch):
                self._sort_in(told, outer, batch)
                if self._is_full(batch):
                    yield batch
                    batch = Batch()  # which skip sees as well
        if len(batch):
            yield batch

    def written(self, batch: Batch) -> None:
        """Forget what the ledger now tells itself."""
        self._claimed.difference_update(item.file_id for item in batch.items)
        self.left.difference_update((one.old.path, one.old.container) for one in batch.moves)

    def _is_full(self, batch: Batch) -> bool:
        if len(batch.items) >= self.size or batch.unchanged >= _NOTED_FILES:
            return True
        return len(batch.entries) + len(batch.moves) >= _NOTED_FILES or (
            len(batch.items) % 16 == 15 and batch.bytes > _CARRIED_BYTES
        )

    def _look(self, found: Found | Unreadable, batch: Batch) -> Iterator[tuple[Told, Sighting]]:
        """Open the file if the ledger does not settle it; yield it, or its parts."""
        if isinstance(found, Unreadable):
            yield found, Sighting(_absolute(found.path), found.bytes or 0, 0, 0)
            return
        seen = Sighting(_absolute(found.path), found.size, found.mtime_ns, found.inode)
        newest = max(found.mtime_ns, found.ctime_ns)
        if self._job.since is not None and newest < self._job.since * 1e9:
            self.older += 1
            self._watcher.done(found.path, 0, None)
            return
        known = self._archive.entry_at(seen.path)
        if known is not None and known.sighting == seen and self._is_left_alone(known, found.path):
            self._leave(known, batch)
            return
        for told in tell(found.path, limits=self._job.limits):
            if isinstance(told, Part):
                self._total += 1
                self._watcher.found(self._total)
            yield told, _seen(told, found.path, seen)

    def _is_left_alone(self, known: FileEntry, path: str) -> bool:
        entries = [known, *self._archive.parts_of(known.sighting.path)]
        if not all(self._is_settled(one, path) for one in entries):
            return False
        if not self._job.is_verified:
            return True
        try:
            return file_hash(path) == known.file_id
        except DispatchError:
            return False  # looking at it again tells why

    def _leave(self, known: FileEntry, batch: Batch) -> None:
        entries = [known, *self._archive.parts_of(known.sighting.path)]
        batch.unchanged += len(entries)
        self.kept.update(one.code or "" for one in entries if one.state == "quarantined")
        if len(entries) > 1:
            self._total += len(entries) - 1
            self._watcher.found(self._total)
        for one in entries:
            self._watcher.done(one.sighting.path, 0, None)

    def _is_settled(self, entry: FileEntry, path: str) -> bool:
        if not self._job.is_resumed:
            return False
        if entry.state in _SETTLED:
            return True
        if entry.state != "quarantined" or path in self._given or entry.version != version():
            return False
        tries = RETRIED.get(entry.code or "", 0)
        return tries is not None and entry.attempts >= tries

    def _step_over(self, sighting: Sighting, reason: str, batch: Batch) -> None:
        known = self._archive.entry_at(sighting.path, sighting.container)
        if known is not None and known.sighting == sighting and known.state == "skipped":
            batch.unchanged += 1
        else:
            entry = FileEntry(sighting, "", "skipped", "skipped", reason)
            batch.entries.append((entry, "new"))
            self.skipped.append((sighting.path, reason))
        self._watcher.done(sighting.path, 0, None)

    def _sort_in(self, told: Told, seen: Sighting, batch: Batch) -> None:
        """Decide what a file that was opened needs: nothing, a note, or to be read."""
        known, outcome = self._known(told, seen, batch)
        if known is not None and outcome is None:
            self._watcher.done(_path(told), 0, None)
            return
        outcome = outcome or "new"
        file_id = _id(told)
        if isinstance(told, Container):
            entry = FileEntry(seen, file_id, "skipped", CONTAINER, f"{told.parts} files")
            batch.entries.append((entry, outcome))
            self._watcher.done(told.path, 0, None)
        elif self._is_other_kind(told):
            batch.entries.append(
                (FileEntry(seen, file_id, "skipped", "skipped", NO_DOCUMENT), outcome)
            )
            self.skipped.append((_path(told), NO_DOCUMENT))
            self._watcher.done(_path(told), 0, None)
        elif isinstance(told, Unreadable):
            batch.items.append(_failed(told, seen, known, outcome))
            self._watcher.done(told.path, 0, told.error)
        else:
            self._sort_document(told, Item(seen, outcome, file_id=file_id), known, batch)

    def _known(
        self, told: Told, seen: Sighting, batch: Batch
    ) -> tuple[FileEntry | None, Outcome | None]:
        """Return what the ledger knows of a file, also where it knows it from another place, and
        its outcome; None for a file that is settled with that."""
        known = self._archive.entry_at(seen.path, seen.container)
        file_id = _id(told)
        top = _path(told).removesuffix(f"!{seen.container}") if seen.container else _path(told)
        if known is not None and known.file_id == file_id and known.sighting == seen:
            if not self._is_settled(known, top):
                return known, _outcome(known, file_id)
            batch.unchanged += 1
            self.kept.update([known.code or ""] if known.state == "quarantined" else [])
            return known, None
        if file_id and (known is None or not known.file_id):
            moved = self._moved(file_id, seen, batch)
            if moved is not None:
                return moved, None if self._is_settled(moved, top) else "moved"
        return known, _outcome(known, file_id)

    def _sort_document(
        self, told: SourceFile | Part, item: Item, known: FileEntry | None, batch: Batch
    ) -> None:
        item.source = told.source if isinstance(told, Part) else told
        item.data = told.data if isinstance(told, Part) else None
        item.header = told.header if isinstance(told, Part) else None
        place = (item.sighting.path, item.sighting.container)
        item.attempts = known.attempts if known and known.file_id == item.file_id else 0
        holders = [
            one
            for one in self._standing(item.file_id)
            if one.state in _TAKEN and (self._job.is_resumed or _place(one) != place)
        ]
        item.is_copy = bool(holders) or item.file_id in self._claimed
        self._claimed.add(item.file_id)
        batch.items.append(item)

    def _moved(self, file_id: str, seen: Sighting, batch: Batch) -> FileEntry | None:
        """Return what the ledger knew of the bytes at a place that is gone, now at ``seen``."""
        for one in self._standing(file_id):
            if not Path(one.sighting.path).exists():
                self.left.add(_place(one))
                batch.moves.append(Move(one.sighting, seen, file_id))
                return replace(one, sighting=seen)
        return None

    def _standing(self, file_id: str) -> list[FileEntry]:
        """Return where the bytes stand, without what batches on their way take from there."""
        return [
            one
            for one in self._archive.has_file(file_id)
            if one.state != "superseded" and _place(one) not in self.left
        ]

    def _is_other_kind(self, told: Told) -> bool:
        """Tell whether a file met in a folder is simply no document (a program's data, a web
        page's script …): noted and stepped over. One given by name is read, or told as failed."""
        suffix = Path(_path(told)).suffix.lower()
        if _path(told) in self._given or suffix in DOCUMENT_SUFFIXES:
            return False
        if isinstance(told, Unreadable):
            return isinstance(told.error, UnsupportedFormatError)
        source = told.source if isinstance(told, Part) else told
        return isinstance(source, SourceFile) and source.media_type == "text/plain" and suffix != ""


def count_files(paths: list[str]) -> int:
    """Return how many files lie under ``paths``, without opening any."""
    total = 0
    for path in paths:
        if Path(path).is_dir():
            total += sum(len(files) for _, _, files in os.walk(path))
        else:
            total += 1
    return total


def sighting_at(path: Path) -> Sighting:
    """Return the sighting of a file on disk, by absolute path."""
    status = path.stat()
    return Sighting(str(path.absolute()), status.st_size, status.st_mtime_ns, status.st_ino)


def _absolute(path: str) -> str:
    return path if path.startswith("/") else str(Path(path).absolute())


def _seen(told: Told, top: str, outer: Sighting) -> Sighting:
    """Return where ``told`` was seen; a part has its own size and the outer file's time."""
    inner = _path(told)[len(top) + 1 :]
    if not inner:
        return outer
    size = told.source.bytes if isinstance(told, Part) else told.bytes or 0
    return Sighting(outer.path, size, outer.mtime_ns, outer.inode, inner)


def _path(told: Told) -> str:
    return told.source.path if isinstance(told, Part) else told.path


def _id(told: Told) -> str:
    return told.source.id if isinstance(told, Part) else told.id or ""


def _place(entry: FileEntry) -> tuple[str, str]:
    return entry.sighting.path, entry.sighting.container


def _outcome(known: FileEntry | None, file_id: str) -> Outcome:
    if known is None:
        return "new"
    if known.file_id != file_id:
        return "changed" if file_id and known.file_id else "retried"
    return "unchanged" if known.state in _TAKEN or known.code == CONTAINER else "retried"


def _failed(told: Unreadable, seen: Sighting, known: FileEntry | None, outcome: Outcome) -> Item:
    """Return the item of a file that cannot be read; what the ledger knows of it stays where only
    the way to the bytes is barred."""
    is_lost = told.error.code == "missing-file"
    return Item(
        seen,
        None if told.is_folder or is_lost else outcome,
        file_id=told.id or "",
        done=Processed(told.path, error=told.error),
        attempts=known.attempts if known and known.file_id == (told.id or "") else 0,
        is_kept=told.is_folder or is_lost or bool(known and known.file_id and not told.id),
    )
