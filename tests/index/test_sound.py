"""The store stays sound: read by several while one writes, killed in the middle of a write, and
within bounded memory however much goes in."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

from index import open_archive
from index.base import Written
from index.maintenance import check
from index.query import Query
from tests.index.drawn import cites, written

BATCH = 5
ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from tests.index.test_sound import batch
from index import open_archive
with open_archive(sys.argv[1]) as archive:
    for number in range(int(sys.argv[2]), 10_000):
        archive.add(batch(number))
        print(number, flush=True)
"""
LOADER = """
import resource, sys
from tests.index.test_sound import long_letters
from index import open_archive
from index.query import Query, FACETS
with open_archive(sys.argv[1]) as archive:
    for at in range(0, int(sys.argv[2]), 100):
        archive.add(long_letters(at, 100))
    page = archive.search(Query(text="thi đua", limit=100, facets=FACETS))
    while page.after:
        page = archive.search(Query(text="thi đua", after=page.after, limit=100, facets=FACETS))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
WORDS = "Phát động phong trào thi đua yêu nước lập thành tích chào mừng đại hội các cấp "


def batch(number: int) -> list[Written]:
    """Return a plan and the letters that rest on it: one batch."""
    plan = f"{number + 1}/KH-BQL"
    rest = [
        written(
            f"letter-{number}-{at}",
            number=f"{number * BATCH + at}/BQL-VP",
            text=f"Công văn thi đua thứ {at}.",
            date="2023-03-01",
            references=(cites(plan, date="2023-02-06"),),
        )
        for at in range(1, BATCH)
    ]
    return [written(plan, number=plan, date="2023-02-06", text="Kế hoạch thi đua."), *rest]


def long_letters(first: int, count: int) -> list[Written]:
    """Return letters of some ten pages."""
    return [
        written(f"long-{at}", number=f"{at}/BQL-VP", text=f"Thứ {at}. {WORDS * 300}")
        for at in range(first, first + count)
    ]


def test_several_read_while_one_writes(tmp_path: Path) -> None:
    url = f"sqlite:{tmp_path / 'archive.sqlite'}"
    with open_archive(url) as archive:
        archive.add(batch(0))
    has_ended = threading.Event()
    seen: list[list[int]] = []
    failed: list[BaseException] = []

    def read() -> None:
        totals = [0]
        try:
            with open_archive(url, create=False) as archive:
                while not has_ended.is_set():
                    totals.append(archive.search(Query(text="thi đua")).total)
                    newest = totals[-1] // BATCH
                    assert len(archive.links(f"{newest}/KH-BQL")[0].down) == BATCH - 1
        except BaseException as error:
            failed.append(error)
        seen.append(totals)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    with open_archive(url) as archive:
        for number in range(1, 25):
            archive.add(batch(number))
    has_ended.set()
    for reader in readers:
        reader.join()
    assert failed == []
    for totals in seen:
        assert totals == sorted(totals), "nobody sees less than before"
        assert all(total % BATCH == 0 for total in totals), "and nobody half a batch"


def test_a_writer_that_is_killed_leaves_whole_batches(tmp_path: Path) -> None:
    store = tmp_path / "archive.sqlite"
    done = -1
    for delay in (0.05, 0.12, 0.31):
        command = [sys.executable, "-c", WRITER, f"sqlite:{store}", str(done + 1)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told = writer.stdout.readline()
            threading.Event().wait(delay)
            writer.send_signal(signal.SIGKILL)
            last = [told, *writer.stdout.readlines()][-1]
        with open_archive(f"sqlite:{store}") as archive:
            assert archive.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            total = archive.search(Query(text="thi đua")).total
            assert total % BATCH == 0, "no half of a batch is there"
            assert total // BATCH - 1 in (int(last), int(last) + 1), "what was told is kept"
            assert check(archive) == {}
            done = total // BATCH - 1


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    peaks = [
        int(
            subprocess.run(
                [sys.executable, "-c", LOADER, f"sqlite:{tmp_path / str(count)}", str(count)],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for count in (100, 400)
    ]
    assert peaks[1] - peaks[0] < 12, "MB; the texts alone are 14 MB more, and as much their words"
