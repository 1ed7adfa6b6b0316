"""The process stage on a Dask cluster of two workers, each a process of its own; one is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from distributed import Client

from dispatch.errors import ConfigError
from flows import cluster
from parsers.limits import DEFAULT_LIMITS
from tests.command import CONGVAN, SAMPLES, congvan

pytestmark = pytest.mark.prefect
DASK = str(Path(sys.executable).with_name("dask"))
LETTER = (SAMPLES / "thi-dua-dot-2.txt").read_text(encoding="utf-8")
FILES = 64


@dataclass(slots=True)
class Cluster:
    """A scheduler's address and its workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [DASK, *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture
def two_workers(tmp_path: Path) -> Iterator[Cluster]:
    told = tmp_path / "scheduler.json"
    scheduler = start(
        "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
        "--scheduler-file", told,
    )  # fmt: skip
    workers = [
        start("worker", "--scheduler-file", told, "--no-nanny", "--nthreads", "1", "--no-dashboard",
              "--local-directory", tmp_path)
        for _ in range(2)
    ]  # fmt: skip
    try:
        with Client(scheduler_file=str(told), timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield Cluster(address, workers)
    finally:
        for process in (*workers, scheduler):
            process.terminate()
        for process in (*workers, scheduler):
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def test_a_killed_worker_costs_nothing(
    two_workers: Cluster, prefect_data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "den"
    folder.mkdir()
    for number in range(FILES):
        text = LETTER.replace("Số:          /BQL-VP", f"Số: {number + 1}/BQL-VP")
        (folder / f"{number:03d}.txt").write_text(f"{text}\nPhụ lục {number}\n", encoding="utf-8")
    (folder / "rong.txt").write_bytes(b"")
    store = f"sqlite:{tmp_path / 'a.sqlite'}"
    running = subprocess.Popen(
        [CONGVAN, "ingest", folder, "--index", store, "--dask", two_workers.address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"CONGVAN_DATA_FOLDER": str(prefect_data)},
    )
    victim = two_workers.workers[0]
    with running:
        wait_for_children(victim.pid, running)
        victim.send_signal(signal.SIGKILL)
        output, errors = running.communicate(timeout=200)
    assert running.returncode == 1, errors
    assert "[empty-file]" in errors
    assert f"đã vào kho {FILES}, cách ly 1." in output
    again = congvan(
        "ingest", folder, "--index", store, "--dask", two_workers.address, data=prefect_data
    )
    assert f"không đổi {FILES + 1}." in again.stdout, again.stderr


def wait_for_children(pid: int, running: subprocess.Popen[str]) -> None:
    """Wait until a Dask worker has its own reading processes: it is in the middle of a batch."""
    while running.poll() is None:
        threads = Path(f"/proc/{pid}/task").iterdir()
        if any((thread / "children").read_text(encoding="ascii") for thread in threads):
            return
        time.sleep(0.05)
    pytest.fail(f"the worker has read nothing: {running.communicate()}")


def test_nobody_there_is_told(prefect_data: Path, tmp_path: Path) -> None:
    done = congvan(
        "ingest", SAMPLES / "thi-dua-dot-2.txt", "--dask", "tcp://127.0.0.1:9",
        data=prefect_data, index=f"sqlite:{tmp_path / 'a.sqlite'}",
    )  # fmt: skip
    assert done.returncode == 3
    assert "[dask]" in done.stderr
    assert "tcp://127.0.0.1:9" in done.stderr


def test_another_version_is_refused() -> None:
    data = cluster.pickle.dumps(cluster.Order((), DEFAULT_LIMITS, "0/0"))
    with pytest.raises(ConfigError, match="install the same"):
        cluster.read(data)
