"""Originals verified after every kind of change; a document erased and withdrawn by command."""

import shutil
from pathlib import Path

import pytest

from flows.batch import Job
from flows.run import Run
from index import open_archive
from index.erasure import tombstones
from tests.command import SAMPLES, congvan, records
from tests.flows.test_run import Silent

NAMES = ("ke-hoach-16.docx", "thi-dua-dot-1.docx", "bao-cao-dot-1.docx", "giay-moi-hop.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that was taken into the archive at ``tmp_path / 'a.sqlite'``."""
    made = tmp_path / "den" / "2023"
    made.mkdir(parents=True)
    for name in NAMES:
        shutil.copy(SAMPLES / name, made)
    job = Job((made.parent,), f"sqlite:{tmp_path / 'a.sqlite'}", jobs=1)
    with Run(job, Silent()) as run:
        for batch in run.discover([str(made.parent)]):
            run.process(batch)
            run.write(batch)
        run.link()
        run.finish()
    return made


def test_verify_tells_what_became_of_each_original(folder: Path, tmp_path: Path) -> None:
    index = f"sqlite:{tmp_path / 'a.sqlite'}"
    whole = congvan("verify", "--no-json", data=tmp_path, index=index)
    assert whole.returncode == 0, whole.stderr
    assert "còn nguyên 4" in whole.stdout
    moved = folder.parent / "cu" / "doi-ten.docx"
    moved.parent.mkdir()
    (folder / "thi-dua-dot-1.docx").rename(moved)
    assert congvan("verify", data=tmp_path, index=index).returncode == 0, "it is still there"
    (folder / "giay-moi-hop.txt").unlink()
    with (folder / "bao-cao-dot-1.docx").open("r+b") as changed:
        changed.seek(100)
        changed.write(b"x")
    done = congvan("verify", data=tmp_path, index=index)
    assert done.returncode == 1
    found = {Path(one["path"]).name: (one["state"], one["now"]) for one in records(done)}
    assert found == {
        "thi-dua-dot-1.docx": ("moved", str(moved)),
        "giay-moi-hop.txt": ("missing", None),
        "bao-cao-dot-1.docx": ("changed", None),
    }
    assert "còn nguyên 1" in done.stderr


def test_a_sample_is_of_its_size(folder: Path, tmp_path: Path) -> None:
    assert folder.is_dir()
    done = congvan(
        *("verify", "--sample", "2", "--no-json", "--lang", "en"),
        data=tmp_path,
        index=f"sqlite:{tmp_path / 'a.sqlite'}",
    )
    assert "2 files" in done.stdout


def test_erase_by_command(folder: Path, tmp_path: Path) -> None:
    index = f"sqlite:{tmp_path / 'a.sqlite'}"
    erase = ["erase", "16/KH-BQL", "--reason", "theo yêu cầu"]
    assert congvan(*erase, data=tmp_path, index=index).returncode == 2, "nobody was asked"
    done = congvan(*erase, "--yes", data=tmp_path, index=index)
    assert done.returncode == 0, done.stderr
    assert str(folder / "ke-hoach-16.docx") in done.stdout
    assert congvan("show", "16/KH-BQL", data=tmp_path, index=index).returncode == 1
    with open_archive(index) as archive:
        (stone,) = tombstones(archive.connection)
    assert stone["reason"] == "theo yêu cầu"
    assert stone["author"]


def test_a_withdrawn_document_is_out_of_search_and_export(folder: Path, tmp_path: Path) -> None:
    assert folder.is_dir()
    index = f"sqlite:{tmp_path / 'a.sqlite'}"
    before = records(congvan("export", data=tmp_path, index=index))
    congvan("withdraw", "16/KH-BQL", "--reason", "ban hành nhầm", data=tmp_path, index=index)
    assert records(congvan("search", "số:16/KH-BQL", data=tmp_path, index=index)) == []
    after = records(congvan("export", data=tmp_path, index=index))
    assert len(after) == len(before) - 1
    cited = [
        reference
        for record in after
        for reference in record["references"]
        if reference["number"] == "16/KH-BQL"
    ]
    assert cited
    assert {reference["status"] for reference in cited} == {"stub"}
    assert {reference["resolved_id"] for reference in cited} == {None}
