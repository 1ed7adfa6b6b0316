"""The archive's records made anew after the rules have changed, from the stored documents.

Three steps: read everything (in worker processes, no OCR unless asked), show what would change,
write. The store keeps what was read until it is written, so a broken run goes on where it stopped.
"""

import hashlib
import os
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dispatch
import nlp
import parsers
from dispatch.document import SourceFile
from dispatch.errors import DispatchError, MissingFileError, SourceError
from flows.batch import Watcher
from flows.process import Processed, attempt, compounds_of, defect, open_workers, parse_key, secret
from index import open_archive
from index import restaging as staging
from index.archive import Archive
from index.base import Record
from index.query import Query
from index.restaging import Reread
from index.stamping import changes_of
from parsers.sandbox import Outcome, Workers
from parsers.source import SEPARATOR

BATCH = 64
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What to make anew: the documents that ``where`` finds, '' for all; written are those in
    which one of ``fields`` changes, () for any."""

    index_url: str
    archive: Path | None = None
    where: str = ""
    fields: tuple[str, ...] = ()
    is_reread: bool = False
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One value that changes."""

    record_id: str
    old: Any
    new: Any


@dataclass(slots=True)
class Difference:
    """What would change: records by field, and the first examples of each."""

    files: int = 0
    resumed: int = 0  # of them read by an earlier run
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Example]] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)  # files
    alike: list[str] = field(default_factory=list)  # files that only another version had read
    secret: list[str] = field(default_factory=list)  # files
    failures: list[tuple[str, DispatchError]] = field(default_factory=list)


class Reprocessing:
    """An open run over the archive; a context manager, since it holds processes and a store."""

    def __init__(self, wish: Wish, watcher: Watcher, *, is_kept: bool) -> None:
        self.wish = wish
        self._watcher = watcher
        self._is_kept = is_kept  # a dry run leaves nothing in the store
        self._archive = open_archive(wish.index_url, archive=wish.archive, create=False)
        self._workers: Workers | None = None

    def __enter__(self) -> "Reprocessing":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._workers is not None:
            self._workers.close(finish=kind is None)
        self._archive.close()

    def read(self) -> Difference:
        """Read every file of the wish anew and return what would change."""
        rules = _rules(self.wish)
        files = staging.live_files(self._archive.connection, self._documents())
        self._watcher.phase("reprocess")
        self._watcher.found(len(files))
        known = staging.staged(self._archive, rules) if self._is_kept else set()
        found = Difference(files=len(files))
        batch: list[Reread] = []
        for file_id, item in self._answers(files, known):
            self._look(file_id, item, found, is_known=file_id in known)
            if isinstance(item, Reread) and file_id not in known and self._is_kept:
                batch.append(item)
            if len(batch) == BATCH:
                staging.stage(self._archive, batch, rules=rules)
                batch = []
        if batch:
            staging.stage(self._archive, batch, rules=rules)
        return found

    def write(self, found: Difference) -> int:
        """Show what changed instead of what was; return how many links changed. What reads as
        before is this version's from now on."""
        self._watcher.phase("write")
        links = 0
        written = [*found.changed, *found.alike]
        for start in range(0, len(written), BATCH):
            part = written[start : start + BATCH]
            waiting = (staging.waiting(self._archive.connection, file_id) for file_id in part)
            links += staging.switch(self._archive, waiting)
        if found.secret:
            self._conceal(found.secret)
        staging.clear(self._archive)
        self._archive.view.refresh()
        return links

    def _documents(self) -> list[str] | None:
        if not self.wish.where:
            return None
        documents: list[str] = []
        after: str | None = None
        while True:
            query = Query(text=self.wish.where, sort="oldest", limit=500, after=after)
            results = self._archive.search(query)
            documents += [hit.document_id for hit in results.hits]
            after = results.after
            if after is None:
                return documents

    def _answers(
        self, files: list[str], known: set[str]
    ) -> Iterator[tuple[str, Reread | DispatchError]]:
        """Yield what became of each file, a few files ahead of whoever takes them."""
        jobs = self.wish.jobs or os.cpu_count() or 1
        ahead: deque[tuple[str, Outcome[Processed] | Reread | DispatchError]] = deque()
        for file_id in files:
            if file_id in known:
                ahead.append((file_id, staging.waiting(self._archive.connection, file_id)))
            else:
                ahead.append((file_id, self._submit(file_id, jobs)))
            if len(ahead) > 3 * jobs:
                yield self._answer(*ahead.popleft())
        while ahead:
            yield self._answer(*ahead.popleft())

    def _submit(self, file_id: str, jobs: int) -> Outcome[Processed] | DispatchError:
        if self._workers is None:
            self._workers = open_workers(jobs)
        if self.wish.is_reread:
            source = _source(self._archive, file_id)
            if isinstance(source, DispatchError):
                return source
            return self._workers.submit(_read_again, source, name=source.path)
        parts = staging.stored_parts(self._archive.connection, file_id)
        if not parts:
            return _nothing_stored(file_id)
        return self._workers.submit(extract_again, file_id, parts, name=file_id)

    def _answer(
        self, file_id: str, call: Outcome[Processed] | Reread | DispatchError
    ) -> tuple[str, Reread | DispatchError]:
        if isinstance(call, Reread | DispatchError):
            return file_id, call
        try:
            done = call.result()
        except DispatchError as error:
            return file_id, error
        if done.error is not None:
            return file_id, done.error
        return file_id, Reread(file_id, done.records, done.compounds, done.parsed, parse_key())

    def _look(
        self, file_id: str, item: Reread | DispatchError, found: Difference, *, is_known: bool
    ) -> None:
        """Add what one file changes to ``found``."""
        found.resumed += is_known
        if isinstance(item, DispatchError):
            if item.code == "secret":
                found.secret.append(file_id)
            else:
                found.failures.append((file_id, item))
            self._watcher.done(file_id, 0, item)
            return
        pairs = list(staging.pairs(self._archive.connection, item))
        told = [
            (pair.record_id, change) for pair in pairs for change in changes_of(pair.old, pair.new)
        ]
        wanted = [one for one in told if not self.wish.fields or one[1][0] in self.wish.fields]
        for record_id, (name, old, new) in wanted:
            found.counts[name] += 1
            shown = found.examples.setdefault(name, [])
            if len(shown) < _EXAMPLES:
                shown.append(Example(record_id, old, new))
        if wanted:
            found.changed.append(file_id)
        elif not told and any(_version(pair.old) != _version(pair.new) for pair in pairs):
            found.alike.append(file_id)
        self._watcher.done(file_id, 0, None)

    def _conceal(self, files: list[str]) -> None:
        """Take files out that turned out to bear a secrecy stamp, as if they had never been read;
        what is on disk is written anew without them."""
        from index.erasure import Mark, forget, purge

        for file_id in files:
            error = secret(file_id)
            with self._archive.transaction():
                forget(self._archive, [file_id], Mark("quarantined", error.code, error.in_both))
        self._archive.catch_up()
        purge(self._archive)


def _version(record: Record | None) -> str | None:
    return record["extractor"]["version"] if record else None


def extract_again(file_id: str, parts: list[bytes]) -> Processed:
    """Return the records of a file's stored documents, by the rules of now (runs in a worker)."""
    from dispatch.serial import deserialize
    from nlp import extract

    records: list[dict[str, Any]] = []
    try:
        for part in parts:
            found = extract(deserialize(part))
            if len(found) != 1:
                return Processed(file_id, error=_cut_anew(file_id))
            records.append(found[0].to_json())
    except Exception as error:
        # The per-file boundary: a defect costs this file, whose record stays as it was.
        return Processed(file_id, error=defect(file_id, error))
    if any(record["secrecy"] for record in records):
        return Processed(file_id, error=secret(file_id))
    return Processed(file_id, tuple(records), compounds=tuple(map(compounds_of, records)))


def _read_again(source: SourceFile) -> Processed:
    return attempt(source, is_stored=True)


def _source(archive: Archive, file_id: str) -> SourceFile | DispatchError:
    """Return the file as it lies on disk now, where it still holds the same bytes."""
    from parsers.source import load, source_file

    for entry in archive.has_file(file_id):
        seen = entry.sighting
        path = f"{seen.path}{SEPARATOR}{seen.container}" if seen.container else seen.path
        container = path.rpartition(SEPARATOR)[0] if seen.container else None
        try:
            told = SourceFile(file_id, path, "", 0, container)
            current = source_file(path, load(told), container=container)
        except SourceError:
            continue
        if current.id == file_id:
            return current
    return MissingFileError(
        f"{file_id} lies nowhere as it was read; congvan verify tells what moved or changed.",
        vi=f"Không còn tệp {file_id} như lúc đã đọc; congvan verify cho biết tệp nào chuyển chỗ "
        "hoặc thay đổi.",
    )


def _rules(wish: Wish) -> str:
    """Return what the answer depends on beside the stored documents: the program's own text."""
    packages = (dispatch, nlp, parsers) if wish.is_reread else (dispatch, nlp)
    told = hashlib.sha256(b"reread" if wish.is_reread else b"")
    for package in packages:
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                told.update(path.name.encode() + path.read_bytes())
    return told.hexdigest()


def _nothing_stored(file_id: str) -> SourceError:
    return SourceError(
        f"{file_id} has no stored text; read the file again: congvan reprocess --reread.",
        vi=f"{file_id} không có bản đã đọc trong kho; hãy đọc lại tệp: congvan reprocess --reread.",
        code="not-stored",
    )


def _cut_anew(file_id: str) -> SourceError:
    return SourceError(
        f"{file_id} is cut into other documents by the new rules; read the file again: "
        "congvan reprocess --reread.",
        vi=f"{file_id} nay được tách thành số văn bản khác; hãy đọc lại tệp: "
        "congvan reprocess --reread.",
        code="cut-anew",
    )
