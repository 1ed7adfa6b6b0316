"""What goes wrong at the door: each bad file has its own sentence, code and remedy, and the rest of
the batch is ingested."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.command import SAMPLES, congvan, records

GOOD = SAMPLES / "thi-dua-dot-2.txt"


@dataclass(frozen=True)
class Bad:
    """A bad file by name, the code it ends in, and a word of the remedy."""

    name: str
    code: str
    remedy: str


BAD = (
    Bad("rong.pdf", "empty-file", "nơi gửi"),
    Bad("cut.pdf", "damaged-pdf", "lấy lại"),
    Bad("khoa.pdf", "encrypted", "mật khẩu"),
    Bad("may.pdf", "not-a-document", "nơi gửi"),
    Bad("khong-co.pdf", "missing-file", "đường dẫn"),
)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A folder with every bad file of the table."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    folder = tmp_path / "den"
    folder.mkdir()
    (folder / "rong.pdf").write_bytes(b"")
    whole = (SAMPLES / "ke-hoach-16.pdf").read_bytes()
    (folder / "cut.pdf").write_bytes(whole[: len(whole) // 3])
    locked = Canvas(str(folder / "khoa.pdf"), encrypt=StandardEncryption("bimat", canPrint=0))
    locked.drawString(72, 720, "16/KH-BQL")
    locked.save()
    (folder / "may.pdf").write_bytes(b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(256)) * 8)
    return folder


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_extract_names_the_file_and_the_remedy(case: Bad, bad: Path, tmp_path: Path) -> None:
    path = bad / case.name
    done = congvan("extract", path, data=tmp_path)
    assert done.returncode == 4
    assert done.stdout == ""
    assert f"[{case.code}]" in done.stderr
    assert str(path) in done.stderr
    assert case.remedy in done.stderr
    english = congvan("extract", path, "--lang", "en", data=tmp_path)
    assert f"Error [{case.code}]: {path}" in english.stderr


def test_extract_goes_on_and_tells_that_some_failed(bad: Path, tmp_path: Path) -> None:
    done = congvan("extract", bad / "rong.pdf", GOOD, data=tmp_path)
    assert done.returncode == 1
    (record,) = records(done)
    assert record["notation"] == "BQL-VP"


@pytest.mark.prefect
def test_ingest_takes_the_rest(prefect_data: Path, bad: Path, tmp_path: Path) -> None:
    index = f"sqlite:{tmp_path / 'a.sqlite'}"
    shutil.copy(GOOD, bad / "tot.txt")
    given = [bad, bad / "khong-co.pdf"]
    done = congvan("ingest", *given, data=prefect_data, index=index)
    assert done.returncode == 1, done.stderr
    for case in BAD:
        (line,) = [line for line in done.stderr.splitlines() if f"/{case.name}" in line]
        assert f"[{case.code}]" in line
    # The missing path was never seen; the four others are accounted for beside the good one.
    assert "Trong kho: 5 tệp = đã vào kho 1, cách ly 4." in done.stdout
    found = records(congvan("search", "--references", "16/KH-BQL", data=prefect_data, index=index))
    assert len(found) == 1
    again = congvan("ingest", *given, data=prefect_data, index=index)
    assert again.returncode == 1
    assert "Không có gì thay đổi." in again.stdout


@pytest.mark.prefect
def test_one_bad_file_ends_in_its_own_code(prefect_data: Path, bad: Path, tmp_path: Path) -> None:
    index = f"sqlite:{tmp_path / 'a.sqlite'}"
    done = congvan("ingest", bad / "rong.pdf", data=prefect_data, index=index)
    assert done.returncode == 4, done.stderr


@pytest.fixture
def forbidden(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody but root may enter; who runs as root reads it as another user."""
    folder = tmp_path / "cam"
    folder.mkdir()
    shutil.copy(GOOD, folder / "a.txt")
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


def test_forbidden_folder_is_told(forbidden: Path) -> None:
    # As root every folder opens; discover is what the commands call, so ask it as nobody.
    import os
    import subprocess
    import sys

    for parent in (forbidden.parent, *forbidden.parent.parents[:3]):
        if os.getuid() == 0 and str(parent).startswith("/tmp/"):
            parent.chmod(0o755)
    program = (
        "import sys\n"
        "from parsers.source import discover\n"
        "if sys.argv[2] == '0':\n"
        "    import os\n"
        "    list(discover(['/nowhere']))\n"
        "    os.setuid(65534)\n"
        "(found,) = discover([sys.argv[1]])\n"
        "print(found.error.code, int(found.error.exit_code), found.error.vi)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(forbidden), str(os.getuid())],
        capture_output=True,
        text=True,
        cwd=SAMPLES.parent,
        check=True,
        timeout=60,
    )
    assert done.stdout.startswith("forbidden 4 ")
    assert str(forbidden) in done.stdout
    assert "quyền" in done.stdout
