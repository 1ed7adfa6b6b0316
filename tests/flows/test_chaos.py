"""``congvan ingest`` killed at every named point and resumed: nothing is lost, nothing is twice."""

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index import open_archive
from index.maintenance import check
from tests.command import SAMPLES, congvan
from tests.elastic_nodes import Node, cluster, room
from tests.flows.chaos import CHILD, NO_POINT, Chaos, contents, make_folder
from tests.flows.chaos_child import POINTS

pytestmark = pytest.mark.prefect


@pytest.mark.timeout(600)
def test_any_number_of_kills_leads_to_the_same_archive(tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "killed.log"
    make_folder(tmp_path / "den", letters=30, every=2)
    index = f"sqlite:{tmp_path / 'killed.sqlite'}"
    chaos = Chaos(tmp_path / "den", data, index, log)
    left: list[str] = []
    # Some of the later ones come to nothing if the files are all in before: then twice is enough.
    for number, point in enumerate(POINTS):
        done = chaos.ingest(point, count=1 + number % 2)
        if done.returncode != -9:
            done = chaos.ingest(point)
        assert done.returncode == -9, f"{point} was never passed\n{done.stderr}"
        left += chaos.orphans(seconds=20)
    # Two workers may pass the point in the same moment.
    assert list(dict.fromkeys(chaos.killed())) == list(POINTS)
    assert len(POINTS) >= 20
    assert left == [], "no process outlives the one that was killed"
    last = chaos.ingest()
    assert last.returncode == 1, last.stderr  # some files are in quarantine, as they should be
    calm = Chaos(tmp_path / "den", data, f"sqlite:{tmp_path / 'calm.sqlite'}", tmp_path / "no.log")
    assert calm.ingest().returncode == 1
    assert congvan("stop", data=data).returncode == 0
    assert chaos.orphans(seconds=20) == []
    killed, undisturbed = contents(tmp_path / "killed.sqlite"), contents(tmp_path / "calm.sqlite")
    assert killed["counts"] == undisturbed["counts"]
    assert killed["files"] == undisturbed["files"]
    assert killed["words"] == undisturbed["words"]
    assert {words for _, words in killed["words"]} == {1}, "each document is indexed once"
    assert killed["records"] == undisturbed["records"]
    assert len(killed["records"]) > 30


@pytest.mark.elastic
@pytest.mark.timeout(600)
def test_a_search_server_that_dies_three_times_misses_nothing(tmp_path: Path) -> None:
    data, store = tmp_path / "data", tmp_path / "store.sqlite"
    files = make_folder(tmp_path / "den", letters=40, every=4)
    with room() as folder, cluster(folder, 1) as (node,):
        chaos = Chaos(tmp_path / "den", data, f"{node.url}/congvan", tmp_path / "no.log")
        running = subprocess.Popen(
            [
                sys.executable,
                CHILD,
                NO_POINT,
                "1",
                chaos.log,
                *chaos.command(),
                "--archive",
                str(store),
                "--wait",
                "300",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=chaos.environment(),
            cwd=SAMPLES.parent,
        )
        killed_at = []
        for wanted in (1, files // 3, 2 * files // 3):
            killed_at.append(kill_after(node, store, wanted, running))
        _, errors = running.communicate(timeout=300)
        assert running.returncode == 1, errors  # some files are in quarantine, as they should be
        assert "Traceback" not in errors
        assert killed_at == sorted(set(killed_at)), "each time there was more in the store"
        assert killed_at[-1] < files, "the run was still under way"
        assert chaos.orphans(seconds=20) == []
        with open_archive(f"{node.url}/congvan", archive=store) as archive:
            assert archive.behind() == 0
            assert check(archive) == {}
            counts = archive.counts()
            assert counts["seen"] == sum(counts.values()) - counts["seen"]
            stored = list(archive.records())
            assert len(stored) > 40
            assert archive.view.count() == len(stored)
            for record in stored:
                assert archive.view.read(record["document_id"]) == record  # type: ignore[attr-defined]
    congvan("stop", data=data)


def kill_after(node: Node, store: Path, wanted: int, running: subprocess.Popen[str]) -> int:
    """Kill the server once the ledger has ``wanted`` files, start it again a while later; return
    how many it had."""
    deadline = time.monotonic() + 240
    while (seen := ledger_rows(store)) < wanted and time.monotonic() < deadline:
        assert running.poll() is None, "the run has ended too soon"
        time.sleep(0.02)
    node.kill()
    time.sleep(3)
    assert running.poll() is None
    node.start()
    node.wait()
    return seen


def ledger_rows(store: Path) -> int:
    """Return how many files the store knows of."""
    if not store.exists():
        return 0
    with sqlite3.connect(store, timeout=30) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM sightings").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # its tables are just being made
