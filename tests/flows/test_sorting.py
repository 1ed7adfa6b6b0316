"""What a file needs is told by the ledger: known ones are not opened, gone ones are told, a moved
one keeps its document, and nothing that was met is lost."""

import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dispatch.errors import DispatchError
from flows.batch import Job
from flows.dry import plan
from flows.report import Report
from flows.run import Run
from index import open_archive
from tests.command import SAMPLES
from tests.parsers.pdf_builder import with_file

LETTER = (SAMPLES / "thi-dua-dot-2.txt").read_text(encoding="utf-8")


class Silent:
    """Remembers which files failed."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.total = self.through = 0

    def phase(self, name: str) -> None:
        del name

    def found(self, total: int) -> None:
        self.total = total

    def done(self, path: str, pages: int, error: DispatchError | None) -> None:
        del path, pages
        self.through += 1
        if error is not None:
            self.errors.append(error.code)


def ingest(job: Job, watcher: Silent | None = None) -> Report:
    """Run all steps in this thread; the ledger adds up after every commit."""
    with Run(job, watcher or Silent()) as run:
        for batch in run.discover([str(path) for path in job.paths]):
            run.process(batch)
            run.write(batch)
            adds_up(job)
        run.link()
        return run.finish()


def adds_up(job: Job) -> None:
    with open_archive(job.index_url) as archive:
        counts = archive.counts()
    assert counts.pop("seen") == sum(counts.values())


def states(report: Report) -> dict[str, int]:
    return {name: count for name, count in report.states.items() if count and name != "seen"}


def letter(number: int) -> str:
    """Return a letter like no other: another day, other words."""
    return LETTER.replace("ngày 20 tháng 7", f"ngày {number} tháng 7") + f"\nPhụ lục số {number}\n"


def archive_of(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, text in members.items():
            made.writestr(name, text)
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "den"
    made.mkdir()
    for number in (1, 2):
        (made / f"{number}.txt").write_text(letter(number), encoding="utf-8")
    (made / "goi.zip").write_bytes(archive_of({"3.txt": letter(3), "4.txt": letter(4)}))
    (made / "rong.docx").write_bytes(b"")
    return made


@pytest.fixture
def job(folder: Path, tmp_path: Path) -> Job:
    return Job((folder,), f"sqlite:{tmp_path / 'a.sqlite'}", jobs=1)


@pytest.fixture
def unopened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The paths that were opened for reading while the test runs."""
    opened: list[str] = []
    original = io.open

    def watched(file: object, *rest: object, **options: object) -> object:
        opened.append(str(file))
        return original(file, *rest, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(io, "open", watched)
    yield opened


def test_a_container_and_its_parts_are_files_of_their_own(job: Job) -> None:
    watcher = Silent()
    report = ingest(job, watcher)
    assert states(report) == {"indexed": 4, "quarantined": 1, "skipped": 1}
    assert report.outcomes == {"new": 6}
    assert report.files == watcher.through == watcher.total == 6
    assert report.skipped == ()  # the container is no stranger that was stepped over


def test_files_attached_to_a_pdf_are_files_of_their_own(job: Job, folder: Path) -> None:
    path = folder / "co-dinh-kem.pdf"
    plan = (SAMPLES / "ke-hoach-tinh-uy.docx").read_bytes()
    path.write_bytes(with_file((SAMPLES / "cong-dien-bao.pdf").read_bytes(), "goc.docx", plan))
    own = replace(job, paths=(path,))
    assert states(ingest(own)) == {"indexed": 2}
    with open_archive(job.index_url) as archive:
        assert [one.sighting.container for one in archive.parts_of(str(path))] == ["goc.docx"]
    watcher = Silent()
    assert ingest(own, watcher).outcomes == {"unchanged": 2}
    assert watcher.through == watcher.total == 2
    path.unlink()
    assert set(ingest(own).missing) >= {str(path)}


def test_an_unchanged_archive_is_not_opened(job: Job, folder: Path, unopened: list[str]) -> None:
    ingest(job)
    assert any(path.startswith(str(folder)) for path in unopened)
    unopened.clear()
    watcher = Silent()
    report = ingest(job, watcher)
    assert [path for path in unopened if path.startswith(str(folder))] == []
    assert report.outcomes == {"unchanged": 6}
    assert report.kept == {"empty-file": 1}
    assert watcher.through == watcher.total == 6


def test_what_is_gone_is_told_and_kept(job: Job, folder: Path) -> None:
    ingest(job)
    (folder / "1.txt").unlink()
    (folder / "goi.zip").unlink()
    report = ingest(job)
    assert report.outcomes == {"unchanged": 2, "missing": 4}
    assert report.missing == tuple(
        f"{folder}/{name}" for name in ("1.txt", "goi.zip", "goi.zip!3.txt", "goi.zip!4.txt")
    )
    assert states(report) == {"indexed": 4, "quarantined": 1, "skipped": 1}


def test_moved_files_keep_their_documents(job: Job, folder: Path) -> None:
    ingest(job)
    (folder / "2024").mkdir()
    for name in ("1.txt", "goi.zip", "rong.docx"):
        (folder / name).rename(folder / "2024" / name)
    report = ingest(job)
    assert report.outcomes == {"moved": 5, "unchanged": 1}
    assert report.documents == 0
    assert report.missing == ()
    assert states(report) == {"indexed": 4, "quarantined": 1, "skipped": 1}


def test_two_copies_of_a_gone_file_are_one_moved_and_one_double(job: Job, folder: Path) -> None:
    ingest(job)
    shutil.copy(folder / "1.txt", folder / "a.txt")
    (folder / "1.txt").rename(folder / "b.txt")
    report = ingest(job)
    assert report.outcomes == {"unchanged": 5, "moved": 1, "new": 1}
    assert states(report) == {"indexed": 4, "duplicate": 1, "quarantined": 1, "skipped": 1}


def test_a_file_that_arrives_with_its_old_time_is_taken(job: Job, folder: Path) -> None:
    ingest(job)
    late = folder / "cu.txt"
    late.write_text(letter(9), encoding="utf-8")
    os.utime(late, (915_148_800, 915_148_800))
    report = ingest(replace(job, since=late.stat().st_ctime - 1))
    assert report.outcomes["new"] == 1
    assert report.documents == 1


def test_a_file_from_the_future_and_a_clock_set_back_lose_nothing(job: Job, folder: Path) -> None:
    os.utime(folder / "1.txt", (4_102_444_800, 4_102_444_800))
    ingest(job)
    with open_archive(job.index_url) as archive:
        archive.connection.execute("UPDATE runs SET started = '2099-01-01', ended = '2099-01-01'")
    (folder / "9.txt").write_text(letter(9), encoding="utf-8")
    report = ingest(job)
    assert report.run == 2
    assert report.outcomes == {"unchanged": 6, "new": 1}


def test_since_steps_over_what_is_older_and_says_so(job: Job) -> None:
    report = ingest(replace(job, since=4_102_444_800))
    assert report.older == 4
    assert report.files == 0
    assert report.states["seen"] == 0


def test_other_bytes_behind_the_same_time_are_found_by_verify(job: Job, folder: Path) -> None:
    ingest(job)
    path = folder / "1.txt"
    before = path.stat()
    path.write_text(letter(5), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert ingest(job).outcomes == {"unchanged": 6}
    report = ingest(replace(job, is_verified=True))
    assert report.outcomes == {"unchanged": 5, "changed": 1}
    assert states(report)["superseded"] == 1


def test_dry_run_tells_everything_and_writes_nothing(job: Job, folder: Path) -> None:
    store = Path(job.index_url.removeprefix("sqlite:"))
    first = {(one.deed, one.files) for one in plan(job, Silent())}
    assert {"new", "container", "failed"} == {deed for deed, _ in first}
    assert not store.exists()
    ingest(job)
    before = store.read_bytes()
    (folder / "1.txt").rename(folder / "7.txt")
    shutil.copy(folder / "2.txt", folder / "8.txt")
    (folder / "2.txt").write_text(letter(6), encoding="utf-8")
    (folder / "goi.zip").unlink()
    told = {(Path(one.path).name, one.deed) for one in plan(job, Silent())}
    assert told == {
        ("7.txt", "moved"), ("8.txt", "duplicate"), ("2.txt", "changed"), ("", "unchanged"),
        *((name, "missing") for name in ("goi.zip", "goi.zip!3.txt", "goi.zip!4.txt")),
    }  # fmt: skip
    assert store.read_bytes() == before


def test_one_bad_part_is_tried_again_without_its_neighbours(job: Job, folder: Path) -> None:
    (folder / "goi.zip").write_bytes(archive_of({"3.txt": letter(3), "4.txt": ""}))
    assert states(ingest(job))["quarantined"] == 2
    given = replace(job, paths=(folder / "goi.zip",))
    report = ingest(given)
    assert report.outcomes == {"unchanged": 2, "retried": 1}
    assert [failure.code for failure in report.failures] == ["empty-file"]


def test_a_name_in_an_old_encoding_is_told(job: Job, folder: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder) + b"/c\xb8ng v\xa8n.txt"))).write_text(LETTER, "utf-8")
    report = ingest(job)
    assert {failure.code for failure in report.failures} == {"empty-file", "bad-name"}
    assert ingest(job).missing == ()


def test_a_file_that_cannot_be_looked_at_keeps_its_document(job: Job, folder: Path) -> None:
    ingest(job)
    path = folder / "1.txt"
    # Root may read everything; a link that points to itself bars the way to root as well.
    path.unlink()
    path.symlink_to(path)
    report = ingest(job)
    assert [failure.code for failure in report.failures] == ["read-error"]
    assert report.missing == ()
    assert states(report) == {"indexed": 4, "quarantined": 1, "skipped": 1}


def test_no_resume_reads_again_and_changes_nothing(job: Job) -> None:
    ingest(job)
    report = ingest(replace(job, is_resumed=False))
    assert report.documents == 0
    assert report.pages == 4
    assert states(report) == {"indexed": 4, "quarantined": 1, "skipped": 1}
