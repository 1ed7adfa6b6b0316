"""``congvan watch`` as a whole: two of them, two writers, one inbox, a real Prefect server."""

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest
from docx import Document

from index import open_archive
from tests.command import SAMPLES, processes_of, wait_until_gone
from tests.flows.letters import letter

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from inbox import Office, wait_for

pytestmark = pytest.mark.prefect

MARKER = "khoailangtim7731"


def test_two_watchers_file_what_two_writers_drop_exactly_once(
    prefect_data: Path, tmp_path: Path
) -> None:
    office = Office(tmp_path, prefect_data)
    try:
        office.start("--interval", "20")
        office.start("--interval", "20", "--poll")
        expected = office.drop(60)
        assert wait_for(lambda: not office.waiting(), 120), office.waiting()
        deployments = office.ask("deployments/filter", {})
        mine = [one for one in deployments if one["parameters"]["inbox"] == str(office.den)]
        assert [one["name"].rpartition("-")[2] for one in mine] in (["1", "2"], ["2", "1"])
        assert not any(one["paused"] for one in mine)
        asked = office.ask(f"deployments/{mine[0]['id']}/create_flow_run", {})
        states = {"flow_runs": {"id": {"any_": [asked["id"]]}}}
        assert wait_for(
            lambda: office.ask("flow_runs/filter", states)[0]["state_name"] == "Completed",
            60,
        )
        done = {"flow_runs": {"state": {"name": {"any_": ["Completed"]}}}}
        done["deployments"] = {"id": {"any_": [one["id"] for one in mine]}}
        assert len(office.ask("flow_runs/filter", done)) > 1, "none but the one asked for"
        assert set(office.runs("ingest")) == {"Completed"}
    finally:
        codes = office.stop()
    assert codes == [0, 0]
    assert office.faults(expected) == []
    for watcher in office.watchers:
        wait_until_gone(watcher.pid)
    assert office.serving() == [], office.told()


def test_an_interrupted_watcher_goes_on_where_it_stopped(
    prefect_data: Path, tmp_path: Path
) -> None:
    office = Office(tmp_path, prefect_data)
    office.start()
    scans = sorted(SAMPLES.glob("*-scan.pdf"))
    for path in scans:
        shutil.copy(path, office.den)
    assert wait_for(lambda: len(list(office.den.glob(".congvan/1/*"))) == len(scans), 60)
    os.killpg(office.watchers[0].pid, signal.SIGINT)
    assert office.watchers[0].wait(timeout=60) == 130
    wait_until_gone(office.watchers[0].pid)
    told = office.told()
    assert "Traceback" not in told, told
    left = {path.name for path in office.waiting()}
    office.watchers.clear()
    office.start()
    assert wait_for(lambda: not office.waiting(), 120), office.waiting()
    assert office.stop() == [0]
    assert left, "it was through before it could be interrupted"
    kept = {path.name for path in (tmp_path / "archive").rglob("*.pdf")}
    assert kept == {path.name for path in scans}
    with open_archive(office.index) as archive:
        assert archive.counts()["indexed"] == len(scans)


@pytest.mark.parametrize("seconds", [0.5, 1.5, 3.0, None])
def test_ctrl_c_shows_no_trace_at_any_moment(
    prefect_data: Path, tmp_path: Path, seconds: float | None
) -> None:
    """While the program loads, while its deployment starts, and (None) while a run of that loads
    Prefect in a process of its own, which Ctrl-C in a terminal reaches as well."""
    office = Office(tmp_path, prefect_data)
    try:
        if seconds is None:
            office.start("--interval", "1")
            assert wait_for(lambda: len(processes_of(office.watchers[0].pid)) > 1, 60)
        else:
            office.start(is_awaited=False)
            time.sleep(seconds)
    finally:
        os.killpg(office.watchers[0].pid, signal.SIGINT)
        code = office.watchers[0].wait(timeout=60)
    wait_until_gone(office.watchers[0].pid)
    told = office.told()
    assert (code, "Traceback" in told) == (130, False), told
    assert "Stopped as asked" in told
    assert office.serving() == [], told


def test_a_server_that_answers_late_is_asked_again(prefect_data: Path, tmp_path: Path) -> None:
    office = Office(tmp_path, prefect_data)
    office.start()
    assert wait_for(lambda: office.serving() != [], 60), office.told()
    server = json.loads((prefect_data / "prefect" / "server.json").read_text("utf-8"))["pid"]
    os.killpg(server, signal.SIGSTOP)
    try:
        office.watchers[0].send_signal(signal.SIGTERM)
        time.sleep(15)
    finally:
        os.killpg(server, signal.SIGCONT)
    assert office.watchers[0].wait(timeout=45) == 0, office.told()
    assert office.serving() == [], office.told()


def test_secret_documents_leave_nothing_behind(
    prefect_data: Path, tmp_path: Path, short_tmp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(short_tmp))
    office = Office(tmp_path, prefect_data)
    text = letter(7, head="TỐI MẬT\n") + MARKER
    office.den.mkdir()
    (office.den / "mật.txt").write_text(text, encoding="utf-8")
    word = Document()
    for line in text.splitlines():
        word.add_paragraph(line)
    word.save(str(office.den / "mật.docx"))
    lines = "".join(f"\\u{ord(char)}?" if ord(char) > 127 else char for char in text)
    rich = "{\\rtf1\\ansi " + lines.replace("\n", "\\par\n") + "}"
    (office.den / "mật.rtf").write_text(rich, encoding="ascii")
    try:
        office.start()
        assert wait_for(lambda: not office.waiting(), 120), office.waiting()
    finally:
        assert office.stop() == [0]
    secret = tmp_path / "quarantine" / "secret"
    assert {path.name for path in secret.iterdir()} == {
        f"mật.{kind}{ending}" for kind in ("txt", "docx", "rtf") for ending in ("", ".json")
    }
    assert secret.stat().st_mode & 0o777 == 0o700
    places = [path for top in (tmp_path, short_tmp, prefect_data) for path in top.rglob("*")]
    leaks = [
        path
        for path in places
        if path.is_file() and MARKER.encode() in path.read_bytes() and path.parent != secret
    ]
    assert leaks == []
