"""A write that the store refuses is tried again, and Prefect tells so."""

import os
import sqlite3
import subprocess
import sys
import time
from operator import itemgetter
from pathlib import Path

import pytest

from tests.command import CONGVAN, PATIENCE, SAMPLES, congvan

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from inbox import ask

pytestmark = pytest.mark.prefect


def wait_for_run(store: Path) -> None:
    """Wait until the store is made and knows of a run under way."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if store.exists():
            try:
                with sqlite3.connect(store) as connection:
                    if connection.execute("SELECT count(*) FROM runs").fetchone()[0]:
                        return
            except sqlite3.OperationalError:
                pass  # its tables are just being made
        time.sleep(0.05)
    pytest.fail("no run has begun")


def states_of(data: Path, task_id: str) -> list[str]:
    """Return the states that Prefect tells of a task, once it tells the last."""
    names: list[str] = []
    deadline = time.monotonic() + PATIENCE
    while "Completed" not in names and time.monotonic() < deadline:
        time.sleep(0.5)  # Prefect stores the states a moment after they are told
        found = ask(data, f"task_run_states/?task_run_id={task_id}")
        names = [state["name"] for state in sorted(found, key=itemgetter("timestamp"))]
    return names


def test_a_locked_store_is_written_to_later(prefect_data: Path, tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    path = SAMPLES / "thi-dua-dot-2-scan.pdf"
    with subprocess.Popen(
        [CONGVAN, "ingest", path, "--index", f"sqlite:{store}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"CONGVAN_DATA_FOLDER": str(prefect_data), "COLUMNS": "200"},
    ) as running:
        assert running.stderr is not None
        wait_for_run(store)
        holder = sqlite3.connect(store, timeout=PATIENCE, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        told = []
        for line in running.stderr:
            told.append(line)
            if "chờ rồi thử lại" in line:
                break
        holder.execute("ROLLBACK")
        holder.close()
        told.extend(running.stderr)
    assert running.returncode == 0, told
    newest = {"sort": "EXPECTED_START_TIME_DESC", "task_runs": {"name": {"like_": "write-"}}}
    written = ask(prefect_data, "task_runs/filter", newest)[0]
    states = states_of(prefect_data, written["id"])
    assert "AwaitingRetry" in states
    assert states[-1] == "Completed"
    assert ask(prefect_data, "task_runs/filter", newest)[0]["run_count"] == 2
    found = congvan("search", "thi đua", data=prefect_data, index=f"sqlite:{store}")
    assert len(found.stdout.splitlines()) == 1
