"""The store's writing against a bare ``executemany`` of the same rows into the same tables.

Both run in this process, a batch of the one after a batch of the other; the files come prepared (as
the processes that read them hand them over), so the analysis of texts is in neither. Only the
archive groups, links and keeps a ledger.
"""

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from archive_corpus import generate
from archive_links import BATCH, written

from index import open_archive
from index.base import Written
from index.entries import words_of
from index.prepared import prepare
from index.records import marks, unpack
from index.schema import WORD_COLUMNS, connect

TABLES = ("files", "sightings", "records", "renditions", "documents", "refs", "periods",
          "campaign_parts")  # fmt: skip
_WORDS = (
    f"INSERT INTO words (rowid, {', '.join(WORD_COLUMNS)}) VALUES ({marks(len(WORD_COLUMNS) + 1)})"
)


@dataclass(slots=True)
class Writing:
    """Files written and the seconds they took; ``linking`` is a part of ``archive``."""

    files: int = 0
    preparing: float = 0.0
    archive: float = 0.0
    linking: float = 0.0
    bare: float = 0.0

    @property
    def ratio(self) -> float:
        """Return how fast store and FTS5 are written, in shares of the bare writing."""
        return self.bare / (self.archive - self.linking)

    def __str__(self) -> str:
        return (
            f"{self.files:,} files a run, in batches of {BATCH}. Bare executemany: "
            f"{self.files / self.bare:,.0f} a second. Store and FTS5: "
            f"{self.files / (self.archive - self.linking):,.0f} a second, {self.ratio:.2f} of it; "
            f"with the links resolved in the same transactions: "
            f"{self.files / self.archive:,.0f} a second, {self.bare / self.archive:.2f}. "
            f"Preparing (words, sketch, packing; in the reading processes): "
            f"{self.files / self.preparing:,.0f} a second and process."
        )


def measure_writing(count: int, *, seed: int) -> Writing:
    """Write ``count`` generated documents through the archive and their rows barely, a batch of
    the one after a batch of the other, so that other work on the machine slows both alike."""
    found = Writing()
    with tempfile.TemporaryDirectory() as folder, _link_time(found):
        source = Path(folder) / "source.sqlite"
        with open_archive(f"sqlite:{source}") as archive:
            batches = sum(archive.add(items) is not None for items in _drawn(count, seed))
        found.linking = 0.0
        target = connect(Path(folder) / "bare.sqlite")
        rows = _rows(sqlite3.connect(source), batches)
        with open_archive(f"sqlite:{Path(folder) / 'archive.sqlite'}") as archive:
            for items in _drawn(count, seed):
                began = time.perf_counter()
                ready = [_prepared(item) for item in items]
                prepared = time.perf_counter()
                archive.add(ready)
                written_at = time.perf_counter()
                found.preparing += prepared - began
                found.archive += written_at - prepared
                found.bare += _barely(target, next(rows))
                found.files += len(items)
        target.close()
    return found


def _drawn(count: int, seed: int) -> Iterator[list[Written]]:
    stream = (written(record) for record, _ in generate(count, seed=seed))
    while items := list(islice(stream, BATCH)):
        yield items


@contextmanager
def _link_time(found: Writing) -> Iterator[None]:
    """Add the seconds that linking takes to ``found``."""
    import index.deriving as module

    relink = module.relink

    def timed(*arguments: object) -> object:
        began = time.perf_counter()
        try:
            return relink(*arguments)  # type: ignore[arg-type]  # handed on as they came
        finally:
            found.linking += time.perf_counter() - began

    module.relink = timed  # type: ignore[assignment]  # the same call, with its time
    try:
        yield
    finally:
        module.relink = relink


def _prepared(item: Written) -> Written:
    return replace(item, prepared=tuple(map(prepare, item.records)))


Rows = dict[str, list[tuple[object, ...]]]


def _rows(source: sqlite3.Connection, batches: int) -> Iterator[Rows]:
    """Yield all rows of the store's tables, with those of the words, in so many parts."""
    cursors = {}
    for table in TABLES:
        number = source.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        cursors[table] = (source.execute(f"SELECT * FROM {table}"), -(-number // batches))
    texts = source.execute(
        "SELECT d.text_row, r.data, r.compounds FROM documents d JOIN records r "
        "ON r.id = d.record_id AND r.version = d.version ORDER BY d.text_row"
    )
    share = -(-source.execute("SELECT count(*) FROM documents").fetchone()[0] // batches)
    for _ in range(batches):
        rows: Rows = {table: cursor.fetchmany(size) for table, (cursor, size) in cursors.items()}
        rows["words"] = []
        for text_row, data, compounds in texts.fetchmany(share):
            made = words_of(unpack(data), compounds)
            rows["words"].append((text_row, *map(made.get, WORD_COLUMNS)))
        yield rows
    source.close()


def _barely(target: sqlite3.Connection, rows: Rows) -> float:
    """Write the rows in one transaction; return the seconds it took."""
    began = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    for table, part in rows.items():
        if part:
            sql = f"INSERT INTO {table} VALUES ({marks(len(part[0]))})"
            target.executemany(_WORDS if table == "words" else sql, part)
    target.execute("COMMIT")
    return time.perf_counter() - began
