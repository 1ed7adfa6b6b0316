"""Where files end up and what stands beside them; the run's steps without Prefect."""

import json
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.batch import Job
from flows.filing import Filed, FilingError, Folders, beside, file_away
from flows.inbox import JOURNAL, Inbox
from flows.process import open_workers
from flows.refiling import held_among, note_folders, refile
from flows.run import Run
from index import open_archive
from parsers.sandbox import Workers
from tests.command import SAMPLES
from tests.flows.letters import letter
from tests.flows.test_run import Silent

NO_PDF = "%PDF-1.7\nkhông phải PDF\n%%EOF"


class Office:
    """An inbox with its archive and quarantine; ``take`` does what a watcher does in one look."""

    def __init__(self, folder: Path, workers: Workers, *, folders: Folders | None = None) -> None:
        self.den = folder / "den"
        self.den.mkdir()
        self.folders = folders or Folders(folder / "archive", folder / "quarantine")
        self.url = f"sqlite:{folder / 'a.sqlite'}"
        self._workers = workers

    def drop(self, name: str, text: str) -> None:
        """Write a file into the inbox."""
        path = self.den / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def ingest(self, *, is_filed: bool = True) -> list[Filed]:
        """Claim, ingest and file everything."""
        filed = []
        with Inbox(self.den, settle=0.01) as inbox:
            inbox.look(limit=100)
            time.sleep(0.05)
            inbox.look(limit=100)
            claims = inbox.claims()
            paths = tuple(claim.path for claim in claims if claim.origin)
            self.run(paths)
            with open_archive(self.url) as archive:
                for claim in claims if is_filed else []:
                    done = file_away(claim, archive, self.folders)
                    assert done is not None
                    filed.append(done)
                    inbox.release(claim)
        return filed

    def run(self, paths: tuple[Path, ...]) -> None:
        """Ingest files where they lie."""
        with Run(Job(paths, self.url, jobs=1), Silent(), workers=self._workers) as run:
            for batch in run.discover([str(path) for path in paths]):
                run.process(batch)
                run.write(batch)
            run.finish()

    def ledger(self) -> dict[str, str]:
        """Return the state of each path that the ledger knows."""
        with open_archive(self.url) as archive:
            counts = archive.counts()
            assert counts["seen"] == sum(counts.values()) - counts["seen"]
            return {entry.sighting.path: entry.state for entry in archive.files()}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    pool = open_workers(1)
    yield pool
    pool.close(finish=False)


@pytest.fixture
def office(tmp_path: Path, workers: Workers) -> Office:
    return Office(tmp_path, workers)


def test_a_document_goes_to_its_month_with_its_record(office: Office) -> None:
    office.drop("phong/a.txt", letter(5, month=3))
    (filed,) = office.ingest()
    assert filed.path == office.folders.archive / "2022" / "03" / "a.txt"
    assert filed.path.read_text(encoding="utf-8") == letter(5, month=3)
    record = json.loads(beside(filed.path).read_text(encoding="utf-8"))
    assert (record["number"], record["date"]) == ("5/SNV-VP", "2022-03-06")
    assert record["source"]["path"] == str(filed.path)
    assert office.ledger() == {str(filed.path): "indexed"}


def test_a_document_without_a_date_goes_to_the_month_of_its_arrival(office: Office) -> None:
    office.drop("a.txt", "Ghi chép cuộc họp giao ban của văn phòng, chưa ghi thời điểm.\n")
    (filed,) = office.ingest()
    assert filed.path.parent == office.folders.archive / time.strftime("%Y") / time.strftime("%m")


def test_nothing_is_ever_overwritten(office: Office) -> None:
    paths = []
    for number in (1, 2, 3):
        office.drop("công văn.txt", letter(number))
        paths += [filed.path for filed in office.ingest()]
    office.drop("công văn.txt", letter(1))
    paths += [filed.path for filed in office.ingest()]
    assert [path.name for path in paths] == [
        "công văn.txt",
        "công văn (2).txt",
        "công văn (3).txt",
        "công văn (4).txt",
    ]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    assert texts == [letter(1), letter(2), letter(3), letter(1)]
    assert sorted(office.ledger().values()) == ["duplicate", "indexed", "indexed", "indexed"]


def test_the_longest_names_fit(office: Office) -> None:
    name = "ộ" * 83 + ".txt"  # 253 bytes of the 255 that a name may have
    for number in (1, 2):
        office.drop(name, letter(number))
        office.ingest()
    kept = sorted((office.folders.archive / "2022" / "03").iterdir())
    assert len(kept) == 4
    assert {letter(1), letter(2)} <= {path.read_text(encoding="utf-8") for path in kept}


def test_what_cannot_be_read_goes_to_quarantine_with_its_reason(office: Office) -> None:
    office.drop("phong/hong.pdf", NO_PDF)
    (filed,) = office.ingest()
    assert filed.path == office.folders.quarantine / "hong.pdf"
    reason = json.loads(beside(filed.path).read_text(encoding="utf-8"))
    assert reason["code"] == filed.code
    assert reason["origin"] == "phong/hong.pdf"
    assert reason["message"].startswith("phong/hong.pdf")
    assert reason["vi"] != reason["message"]
    assert office.ledger() == {str(filed.path): "quarantined"}


def retried(office: Office, *, given: Path, data: Path) -> list[Filed]:
    """Do what a run over ``given`` does: read again, then put in place what could be read."""
    office.run((given,))
    with open_archive(office.url) as archive:
        return refile(held_among([given], data), archive)


@pytest.mark.parametrize("is_folder", [False, True])
def test_what_can_be_read_later_leaves_quarantine_for_its_month(
    office: Office, tmp_path: Path, *, is_folder: bool
) -> None:
    office.drop("phong/a.txt", NO_PDF)
    (held,) = office.ingest()
    assert held.code is not None
    note_folders(office.folders, tmp_path)
    given = held.path.parent if is_folder else held.path

    first = json.loads(beside(held.path).read_text(encoding="utf-8"))
    assert retried(office, given=held.path, data=tmp_path) == []
    again = json.loads(beside(held.path).read_text(encoding="utf-8"))
    assert (first["attempts"], again["attempts"]) == (1, 2)

    held.path.write_text(letter(5, month=3), encoding="utf-8")
    (filed,) = retried(office, given=given, data=tmp_path)
    assert filed == Filed("phong/a.txt", office.folders.archive / "2022" / "03" / "a.txt")
    record = json.loads(beside(filed.path).read_text(encoding="utf-8"))
    assert (record["number"], record["source"]["path"]) == ("5/SNV-VP", str(filed.path))
    assert list(office.folders.quarantine.iterdir()) == []
    assert office.ledger()[str(filed.path)] == "indexed"


def test_a_note_that_the_watcher_has_not_written_moves_nothing(
    office: Office, tmp_path: Path
) -> None:
    note_folders(office.folders, tmp_path)
    office.drop("a.txt", NO_PDF)
    (held,) = office.ingest()
    held.path.write_text(letter(5), encoding="utf-8")
    for note in ("no JSON", "[]", '{"origin": 5}'):
        beside(held.path).write_text(note, encoding="utf-8")
        assert retried(office, given=held.path, data=tmp_path) == []
    outside = tmp_path / "other" / "a.txt"
    outside.parent.mkdir()
    outside.write_text(letter(6), encoding="utf-8")
    beside(outside).write_text('{"origin": "a", "time": "2026-01-01T00:00:00"}', encoding="utf-8")
    assert retried(office, given=outside, data=tmp_path) == []
    assert outside.exists()


def test_a_secret_document_is_locked_away_and_leaves_nothing(
    office: Office, tmp_path: Path
) -> None:
    marker = "khoai lang tím 7731"
    office.drop("mật.txt", letter(9, head="TỐI MẬT\n") + marker)
    (filed,) = office.ingest()
    secret = office.folders.quarantine / "secret"
    assert filed.path == secret / "mật.txt"
    assert secret.stat().st_mode & 0o777 == 0o700
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path != filed.path]
    assert files
    assert not [path for path in files if marker.encode() in path.read_bytes()]


def test_a_container_is_filed_whole(office: Office) -> None:
    with zipfile.ZipFile(office.den / "gui.zip", "w") as made:
        made.writestr("một.txt", letter(1))
        made.writestr("hai.txt", letter(2))
        made.writestr("hong.docx", b"PK\x03\x04")
    (filed,) = office.ingest()
    assert filed.path == office.folders.archive / "2022" / "03" / "gui.zip"
    kept = json.loads(beside(filed.path).read_text(encoding="utf-8"))
    assert {one.get("number") for one in kept} == {"1/SNV-VP", "2/SNV-VP", None}
    assert [one["part"] for one in kept if "part" in one] == ["hong.docx"]
    with open_archive(office.url) as archive:
        assert {entry.sighting.path for entry in archive.files()} == {str(filed.path)}


def test_another_disk_is_reached_by_a_copy(tmp_path: Path, workers: Workers) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        assert Path(other).stat().st_dev != tmp_path.stat().st_dev
        folders = Folders(Path(other) / "archive", tmp_path / "quarantine")
        office = Office(tmp_path, workers, folders=folders)
        office.drop("a.txt", letter(1))
        (filed,) = office.ingest()
        names = {path.name for path in filed.path.parent.iterdir()}
        assert names == {"a.txt", "a.txt.json"}
        assert office.ledger() == {str(filed.path): "indexed"}


def test_a_copy_that_was_whole_before_the_crash_is_not_made_again(office: Office) -> None:
    office.drop("a.txt", letter(1))
    office.ingest(is_filed=False)
    target = office.folders.archive / "2022" / "03" / "a.txt"
    target.parent.mkdir(parents=True)
    (claimed,) = office.den.rglob("a.txt")
    shutil.copy2(claimed, target)
    with open_archive(office.url) as archive:
        (entry,) = archive.files()
    rows = json.dumps([{"sighting": as_dict(entry.sighting)} | as_dict(entry, but="sighting")])
    (claimed.parent / JOURNAL).write_text(
        f'{{"origin": "a.txt", "target": "{target}", "code": null, "rows": {rows}}}'
    )
    (filed,) = office.ingest()
    assert filed.path == target
    assert {path.name for path in target.parent.iterdir()} == {"a.txt"}
    assert office.ledger() == {str(target): "indexed"}


def as_dict(value: object, *, but: str = "") -> dict[str, object]:
    """Return a dataclass's fields."""
    names = getattr(type(value), "__slots__", ())
    return {name: getattr(value, name) for name in names if name != but}


def test_a_place_that_cannot_be_written_to_is_told_and_tried_again(office: Office) -> None:
    office.folders.archive.mkdir()
    (office.folders.archive / "2022").write_text("a file in the way", encoding="utf-8")
    office.drop("a.txt", letter(1))
    with pytest.raises(FilingError, match=r"a\.txt"):
        office.ingest()
    (office.folders.archive / "2022").unlink()
    (filed,) = office.ingest()
    assert office.ledger() == {str(filed.path): "indexed"}


def test_the_samples_are_filed_by_their_dates(office: Office) -> None:
    for name in ("thi-dua-dot-2.pdf", "ke-hoach-16.docx"):
        shutil.copy(SAMPLES / name, office.den / name)
    places = {filed.origin: filed.path for filed in office.ingest()}
    archive = office.folders.archive
    assert places["thi-dua-dot-2.pdf"].parent == archive / "2023" / "07"
    assert places["ke-hoach-16.docx"].parent == archive / "2023" / "02"
