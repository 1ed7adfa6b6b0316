"""`make run` behind its set-up, where an older version has left an archive in the data folder."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.server import stop_server
from tests.command import PATIENCE, congvan

ROOT = Path(__file__).parents[1]
LETTERS = "samples/ke-hoach-16.docx samples/thi-dua-dot-1.docx"


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    stop_server(tmp_path)


def make_run(data: Path, letters: str = LETTERS) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    return subprocess.run(
        ["make", "-o", "setup", "run", f"SAMPLES={letters}"],
        capture_output=True,
        text=True,
        env=kept | {"CONGVAN_DATA_FOLDER": str(data)},
        cwd=ROOT,
        timeout=PATIENCE,
        check=False,
    )


def test_an_older_archive_is_brought_up_and_keeps_its_papers(data: Path) -> None:
    assert congvan("ingest", "samples/giay-moi-hop.docx", data=data).returncode == 0
    with sqlite3.connect(data / "archive.sqlite") as connection:
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    connection.close()
    assert congvan("search", "họp", data=data).returncode == 6

    first, second = make_run(data), make_run(data)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "16/KH-BQL" in first.stdout
    with sqlite3.connect(data / "archive.sqlite") as connection:
        paths = connection.execute("SELECT count(DISTINCT path) FROM sightings").fetchone()
    connection.close()
    assert paths == (3,)


def test_another_failure_stays_one(data: Path) -> None:
    done = make_run(data, "samples/khong-co.docx")

    assert done.returncode == 2
    assert "khong-co.docx" in done.stderr
    assert "reindex" not in done.stderr
