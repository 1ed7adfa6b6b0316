"""The same files give the same rows in any process, whatever its seed of hashes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRITE = """
import sqlite3, sys
from index.archive import open_archive
from tests.index.drawn import written
with open_archive(f"sqlite:{sys.argv[1]}") as archive:
    archive.add([written(f"letter {n}", date=f"2023-07-{1 + n % 28:02d}") for n in range(60)])
print(sqlite3.connect(sys.argv[1]).execute("SELECT row, document_id FROM documents").fetchall())
"""


def rows(store: Path, seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", WRITE, str(store)],
        cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout


def test_rows_do_not_hang_on_the_seed_of_hashes(tmp_path: Path) -> None:
    first, second = (rows(tmp_path / f"{seed}.sqlite", seed) for seed in ("1", "2"))
    assert first == second
    assert first.count("(") >= 28
