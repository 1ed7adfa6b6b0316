"""A watcher killed with SIGKILL at each point on a file's way, and started again: nothing is lost,
nothing is doubled, and the archive is the one of a watcher that nobody disturbed."""

import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from index import open_archive
from tests.command import SAMPLES
from tests.flows.inbox_driver import POINTS
from tests.flows.letters import letter

pytestmark = pytest.mark.prefect


def fill(den: Path) -> None:
    """Put good, hostile, secret, doubled and packed files into an inbox."""
    (den / "phong").mkdir(parents=True)
    for number in range(2 * len(POINTS)):
        (den / f"{number:02}.txt").write_text(letter(number), encoding="utf-8")
    (den / "phong" / "00.txt").write_text(letter(100), encoding="utf-8")
    (den / "sao.txt").write_text(letter(1), encoding="utf-8")
    (den / "mật.txt").write_text(letter(101, head="MẬT\n"), encoding="utf-8")
    (den / "hong.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    with zipfile.ZipFile(den / "gui.zip", "w") as made:
        made.writestr("một.txt", letter(102))
        made.writestr("hong.docx", b"PK\x03\x04")


def drive(point: str, den: Path, *, data: Path) -> subprocess.CompletedProcess[str]:
    """Run the watcher with a kill at ``point``; whatever it started must end with it."""
    index = f"sqlite:{den.parent / 'a.sqlite'}"
    driver = subprocess.Popen(
        [sys.executable, "-m", "tests.flows.inbox_driver", point, den, data, index],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=SAMPLES.parent,
        start_new_session=True,
    )
    output, errors = driver.communicate(timeout=120)
    wait_until_gone(driver.pid)
    return subprocess.CompletedProcess(driver.args, driver.returncode, output, errors)


def wait_until_gone(group: int) -> None:
    """Wait until no process of the group is left."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail(f"processes of the watcher {group} are left")


def filed(folder: Path) -> list[str]:
    """Return what the archive and the quarantine hold, by place below their folder."""
    places = [
        path.relative_to(folder)
        for top in ("archive", "quarantine")
        for path in (folder / top).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    ]
    return sorted(str(place) for place in places)


def kept(folder: Path) -> list[dict[str, Any]]:
    """Return the archive's records without where they lie; the ledger must add up."""
    with open_archive(f"sqlite:{folder / 'a.sqlite'}", create=False) as archive:
        counts = archive.counts()
        assert counts["seen"] == sum(counts.values()) - counts["seen"]
        entries = archive.files()
        assert all(Path(entry.sighting.path).is_file() for entry in entries)
        assert counts["superseded"] == 0
        states = sorted((entry.file_id, entry.state, entry.code or "") for entry in entries)
        records = sorted(archive.records(), key=lambda one: str(one["id"]))
    for record in records:
        record["source"] = None
        record["document_id"] = None
        for reference in record["references"]:
            reference["resolved_id"] = None
    return [{"states": states}, *records]


def test_a_kill_at_each_point_loses_and_doubles_nothing(prefect_data: Path, tmp_path: Path) -> None:
    killed, calm = tmp_path / "killed", tmp_path / "calm"
    for folder in (killed, calm):
        fill(folder / "den")
    for point in POINTS:
        done = drive(point, killed / "den", data=prefect_data)
        assert done.returncode == -9, done.stderr
        assert done.stdout.splitlines()[-1] == f"killed: {point}"
    for folder in (killed, calm):
        done = drive("", folder / "den", data=prefect_data)
        assert done.returncode == 0, done.stdout + done.stderr
        assert not [path for path in (folder / "den").rglob("*") if path.suffix == ".txt"]
    assert filed(killed) == filed(calm)
    assert kept(killed) == kept(calm)
    for place in filed(calm):
        if place.endswith(".json"):
            one, other = (json.loads((top / place).read_text("utf-8")) for top in (killed, calm))
            assert [part.get("id") for part in listed(one)] == [
                part.get("id") for part in listed(other)
            ]


def listed(value: Any) -> list[Any]:
    """Return a list as it is and anything else as a list of it."""
    return value if isinstance(value, list) else [value]
