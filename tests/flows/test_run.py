"""The run's steps without Prefect: what a file needs is decided from its bytes and the ledger."""

import json
import resource
import shutil
from pathlib import Path

import pytest

from dispatch.errors import DispatchError, IndexUnavailableError
from flows.batch import Batch, Job
from flows.process import attempt_stored, process
from flows.report import Report, save_report
from flows.run import Run
from flows.sorting import count_files
from index import open_archive
from index.maintenance import check
from index.prepared import prepare
from index.records import unpack
from parsers.source import open_file
from parsers.walk import LEFTOVERS
from tests.command import SAMPLES
from tests.flows.letters import letter


class Silent:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.total = 0
        self.errors: list[str] = []

    def phase(self, name: str) -> None:
        del name

    def found(self, total: int) -> None:
        self.total = total

    def done(self, path: str, pages: int, error: DispatchError | None) -> None:
        del path, pages
        if error is not None:
            self.errors.append(error.code)


def ingest(paths: list[Path], store: Path) -> tuple[list[Batch], dict[str, int], dict[str, int]]:
    """Run all steps in this thread; return batches, outcomes and states."""
    job = Job(tuple(paths), f"sqlite:{store}", jobs=1)
    with Run(job, Silent()) as run:
        batches = []
        for batch in run.discover([str(path) for path in paths]):
            run.process(batch)
            run.write(batch)
            batches.append(batch)
        run.link()
        report = run.finish()
    assert report.states["seen"] == sum(report.states.values()) - report.states["seen"]
    return batches, report.outcomes, report.states


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "den"
    made.mkdir()
    shutil.copy(SAMPLES / "thi-dua-dot-2.txt", made / "a.txt")
    shutil.copy(SAMPLES / "thi-dua-dot-2.txt", made / "b.txt")
    (made / "so.json").write_text(json.dumps({"so": 1}), encoding="utf-8")
    (made / "rong.docx").write_bytes(b"")
    (made / "~$a.docx").write_bytes(b"x")
    return made


def test_every_file_has_one_state(folder: Path, tmp_path: Path) -> None:
    _, outcomes, states = ingest([folder], tmp_path / "a.sqlite")
    assert outcomes == {"new": 5}
    wanted = {"indexed": 1, "duplicate": 1, "quarantined": 1, "skipped": 2}
    assert {name: count for name, count in states.items() if count} == {"seen": 5, **wanted}


def test_a_worker_prepares_what_the_archive_keeps() -> None:
    path = SAMPLES / "thi-dua-dot-2.txt"
    source, data = open_file(str(path))
    done = process(source, data, is_stored=True)
    assert done.prepared == tuple(map(prepare, done.records))
    assert "khen thuong" in done.prepared[0].words["folded"]
    assert process(source, data).prepared == ()
    # What waits for the writer is packed, and nothing of it is lost.
    sent = attempt_stored(source, data)
    assert sent.records == ()
    assert tuple(unpack(one.data) for one in sent.prepared) == done.records
    assert (sent.pages, sent.parsed, sent.compounds) == (1, done.parsed, done.compounds)


def test_settled_files_are_not_read_again(folder: Path, tmp_path: Path) -> None:
    ingest([folder], tmp_path / "a.sqlite")
    (batch,), outcomes, _ = ingest([folder], tmp_path / "a.sqlite")
    assert outcomes == {"unchanged": 5}
    assert batch.items == []


def test_a_write_that_is_repeated_changes_nothing(tmp_path: Path) -> None:
    path = SAMPLES / "thi-dua-dot-2.txt"
    with Run(Job((path,), f"sqlite:{tmp_path / 'a.sqlite'}", jobs=1), Silent()) as run:
        (batch,) = run.discover([str(path)])
        run.process(batch)
        run.write(batch)
        run.write(batch)
        report = run.finish()
    assert report.outcomes == {"new": 1}
    assert report.states["seen"] == 1
    assert report.documents == 1


def test_a_full_disk_costs_nothing_once_there_is_room(tmp_path: Path) -> None:
    folder, store = tmp_path / "den", tmp_path / "a.sqlite"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(letter(number), encoding="utf-8")
    with Run(Job((folder,), f"sqlite:{store}", jobs=1), Silent()) as run:
        (batch,) = run.discover([str(folder)])
        run.process(batch)
        free = resource.getrlimit(resource.RLIMIT_FSIZE)
        # No file may grow any more: to SQLite that is a disk which takes nothing.
        size = store.with_name("a.sqlite-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, free[1]))
        try:
            for _ in range(2):
                with pytest.raises(IndexUnavailableError, match="the free space"):
                    run.write(batch)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, free)
        assert run.finish().states["seen"] == 0
        run.write(batch)
        report = run.finish()
    assert report.outcomes == {"new": 6}
    assert (report.states["indexed"], report.documents) == (6, 6)
    with open_archive(f"sqlite:{store}") as archive:
        assert check(archive) == {}


def test_a_secret_document_leaves_no_text_behind(tmp_path: Path) -> None:
    text = (SAMPLES / "thi-dua-dot-2.txt").read_text(encoding="utf-8")
    path = tmp_path / "mat.txt"
    path.write_text("TỐI MẬT\n" + text, encoding="utf-8")
    store = tmp_path / "a.sqlite"
    (batch,), _, states = ingest([path], store)
    (item,) = batch.items
    assert item.done is not None
    assert item.done.error is not None
    assert item.done.error.code == "secret"
    assert states["quarantined"] == 1
    assert "Hoàng Văn Khởi".encode() not in b"".join(
        one.read_bytes() for one in tmp_path.glob("a.sqlite*")
    )


def test_report_is_written_in_both_forms(tmp_path: Path) -> None:
    missing = tmp_path / "khong-co.pdf"
    with Run(Job((missing,), f"sqlite:{tmp_path / 'a.sqlite'}"), Silent()) as run:
        for batch in run.discover([str(missing)]):
            run.process(batch)
            run.write(batch)
        report = run.finish()
    assert not report.has_changes
    page = save_report(report, tmp_path / "reports").read_text(encoding="utf-8")
    assert f"| {missing} | missing-file |" in page
    kept = json.loads((tmp_path / "reports" / "run-1.json").read_text(encoding="utf-8"))
    assert kept["failures"][0]["exit_code"] == 4


@pytest.mark.parametrize(
    ("outcomes", "pages", "is_change"),
    [
        ({"unchanged": 3}, 0, False),
        ({"unchanged": 3}, 3, False),  # --no-resume reads what is there already
        ({"retried": 2}, 0, False),  # failed again
        ({"retried": 1}, 1, True),  # out of quarantine, one more form of a known document
        ({"moved": 1}, 0, True),
    ],
)
def test_a_run_knows_whether_it_changed_anything(
    outcomes: dict[str, int], pages: int, is_change: bool
) -> None:
    assert Report(1, 3, pages, 0, 0, 1.0, outcomes, {}).has_changes is is_change


def test_the_page_names_in_vietnamese_what_was_stepped_over(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    for start, end, _ in LEFTOVERS:
        (inbox / f"{start}{end or 'x'}").write_text("x", encoding="utf-8")
    (inbox / "b.csv").write_text("a,b", encoding="utf-8")
    (inbox / "c").symlink_to(tmp_path)
    with Run(Job((inbox,), f"sqlite:{tmp_path / 'a.sqlite'}"), Silent()) as run:
        for batch in run.discover([str(inbox)]):
            run.process(batch)
            run.write(batch)
        report = run.finish()
    page = save_report(report, tmp_path / "reports").read_text(encoding="utf-8")
    table = page.partition("## Tệp bỏ qua")[2]
    assert len(report.skipped) > len(LEFTOVERS) / 2
    for path, reason in report.skipped:
        assert f"| {path} | " in table
        assert reason not in table


def test_count_is_of_files_not_of_folders(folder: Path) -> None:
    assert count_files([str(folder), str(folder / "a.txt")]) == 6
