"""A write that the store refuses is tried again, and Prefect tells so."""

import json
import os
import sqlite3
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.command import CONGVAN, SAMPLES, congvan

pytestmark = pytest.mark.prefect


def ask(data: Path, what: str, filters: dict[str, Any]) -> list[dict[str, Any]]:
    """Ask the local Prefect server's own API."""
    server = json.loads((data / "prefect" / "server.json").read_text(encoding="utf-8"))
    request = urllib.request.Request(
        f"{server['url']}/{what}/filter",
        data=json.dumps(filters).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: list[dict[str, Any]] = json.load(answer)
        return found


def wait_for_run(store: Path) -> None:
    """Wait until the store is made and knows of a run under way."""
    deadline = time.monotonic() + 120
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


def test_a_locked_store_is_written_to_later(prefect_data: Path, tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    # The server is up before, so that the newest write task is that of this run.
    path = SAMPLES / "thi-dua-dot-2-scan.pdf"
    running = subprocess.Popen(
        [CONGVAN, "ingest", path, "--index", f"sqlite:{store}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"CONGVAN_DATA_FOLDER": str(prefect_data)},
    )
    wait_for_run(store)
    holder = sqlite3.connect(store, timeout=30, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    waiting = {"task_runs": {"state": {"name": {"any_": ["AwaitingRetry"]}}}}
    deadline = time.monotonic() + 90
    seen: list[dict[str, Any]] = []
    while not seen and time.monotonic() < deadline and running.poll() is None:
        time.sleep(0.3)
        seen = ask(prefect_data, "task_runs", waiting)
    holder.execute("ROLLBACK")
    holder.close()
    _, errors = running.communicate(timeout=120)
    assert running.returncode == 0, errors
    assert [task["name"].split("-")[0] for task in seen] == ["write"]
    written = {"task_runs": {"id": {"any_": [seen[0]["id"]]}}}
    # Prefect stores the states a moment after they are told.
    for _ in range(40):
        (task,) = ask(prefect_data, "task_runs", written)
        if task["state_type"] == "COMPLETED":
            break
        time.sleep(0.5)
    assert task["state_type"] == "COMPLETED"
    assert task["run_count"] == 2
    found = congvan("search", "thi đua", data=prefect_data, index=f"sqlite:{store}")
    assert len(found.stdout.splitlines()) == 1
