"""Files are read several in a call; a call that is lost costs the file at fault and no other."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from flows.batch import Item
from flows.process import Processed, open_workers
from flows.reading import Readers, bundles
from flows.sorting import sighting_at
from parsers.limits import Limits
from parsers.sandbox import Workers
from parsers.source import open_file
from tests.flows.letters import letter

# A worker begun anew loads its models within the first file's time: 4 s on a slow machine.
LIMITS = Limits(file_seconds=12, memory=600_000_000)


class Deadly(str):
    """A media type that does to the worker process what a file of it might."""

    def __hash__(self) -> int:
        if multiprocessing.parent_process() is not None:
            deed = self.partition("/")[2]
            if deed == "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            elif deed == "hang":
                time.sleep(60)
            else:
                bytearray(2_000_000_000)
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with open_workers(1, limits=LIMITS) as pool:
        yield pool


def items_of(folder: Path, count: int) -> list[Item]:
    items = []
    for number in range(count):
        path = folder / f"{number}.txt"
        path.write_text(letter(number), encoding="utf-8")
        source, _ = open_file(path)
        items.append(Item(sighting_at(path), "new", source, source.id))
    return items


@pytest.mark.parametrize(
    ("deed", "code"), [("crash", "crashed"), ("hang", "timeout"), ("memory", "out-of-memory")]
)
def test_a_lost_call_costs_the_file_at_fault(
    tmp_path: Path, workers: Workers, deed: str, code: str
) -> None:
    readers = Readers(1, LIMITS, workers)
    readers.together = 8
    items = items_of(tmp_path, 16)
    bad = items[11]
    assert bad.source is not None
    bad.source = replace(bad.source, media_type=Deadly(f"deadly/{deed}"))
    taken: list[tuple[Item, Processed]] = []
    readers.read(items, lambda item, done: taken.append((item, done)))
    assert sorted(item.sighting.path for item, _ in taken) == sorted(
        item.sighting.path for item in items
    ), "each file is told once"
    codes = {item.sighting.path: done.error.code for item, done in taken if done.error}
    assert codes == {bad.sighting.path: code}
    assert all(len(done.prepared) == 1 for item, done in taken if item is not bad)


def test_a_large_file_is_read_by_itself(tmp_path: Path) -> None:
    items = items_of(tmp_path, 6)
    items[1].sighting = replace(items[1].sighting, size=5_000_000)
    assert [len(one) for one in bundles(items, 4)] == [1, 4, 1]
    assert [len(one) for one in bundles(items, 1)] == [1] * 6
    assert sorted(chain(*bundles(items, 4)), key=items.index) == items
