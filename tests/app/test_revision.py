"""``congvan evaluate --against``: an older version of the project, taken from git and really run.

The repository is a copy of this one's code in a folder of its own: its first commit reads every
place as another one, its second is the code as it is.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

import app.revision
from app.accuracy import Case
from app.revision import records_at
from dispatch.errors import ConfigError
from tests.command import SAMPLES

PACKAGES = ("dispatch", "parsers", "nlp", "index", "flows", "app")
OLD = 'findings.add([Finding("place", "Chốn Cũ"'
NEW = 'findings.add([Finding("place", value'


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *who, "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    for name in PACKAGES:
        shutil.copytree(
            app.revision.ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    module = folder / "nlp" / "head_date.py"
    text = module.read_text(encoding="utf-8")
    assert NEW in text
    module.write_text(text.replace(NEW, OLD), encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Read every place as Chốn Cũ")
    git(folder, "tag", "old")
    module.write_text(text, encoding="utf-8")
    (folder / "flows" / "process.py").write_text("raise SystemExit(3)\n", encoding="utf-8")
    git(folder, "commit", "-q", "-a", "-m", "Read nothing at all")
    git(folder, "tag", "broken")
    return folder


@pytest.fixture
def case(tmp_path: Path) -> Case:
    path = Path(shutil.copy(SAMPLES / "thi-dua-dot-2.txt", tmp_path))
    return Case("a", path, "txt", {"place": "Chợ Mới"})


def test_the_old_version_answers_with_its_own_records(
    repository: Path, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.revision, "ROOT", repository)
    record = records_at("old", [case])["a"]
    assert record is not None
    assert record["place"] == "Chốn Cũ"
    assert record["date"] == "2023-07-20"


def test_a_version_that_does_not_run_is_named(
    repository: Path, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.revision, "ROOT", repository)
    with pytest.raises(ConfigError, match="broken"):
        records_at("broken", [case])


def test_an_unknown_version_is_named(
    repository: Path, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.revision, "ROOT", repository)
    with pytest.raises(ConfigError, match="none-such"):
        records_at("none-such", [case])
