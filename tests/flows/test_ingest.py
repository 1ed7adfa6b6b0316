"""The whole way through a real Prefect server: twice, in either order, with bad files."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.command import (
    CONGVAN,
    SAMPLES,
    congvan,
    processes_of,
    records,
    wait_until_gone,
)

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from inbox import ask

pytestmark = pytest.mark.prefect

PLAN = SAMPLES / "ke-hoach-16.docx"
CAMPAIGN = SAMPLES / "thi-dua-dot-2.txt"


def graph(data: Path, index: str) -> list[dict[str, Any]]:
    """Return the tree of the plan."""
    return records(congvan("links", "16/KH-BQL", "--format", "json", data=data, index=index))


def test_second_run_changes_nothing_and_says_so(prefect_data: Path, tmp_path: Path) -> None:
    index = f"sqlite:{tmp_path / 'a.sqlite'}"
    first = congvan("ingest", PLAN, CAMPAIGN, data=prefect_data, index=index)
    assert first.returncode == 0, first.stderr
    assert "Lần này: mới 2." in first.stdout
    before = congvan("export", data=prefect_data, index=index).stdout
    second = congvan("ingest", PLAN, CAMPAIGN, data=prefect_data, index=index)
    assert second.returncode == 0, second.stderr
    assert "Lần này: không đổi 2." in second.stdout
    assert "Không có gì thay đổi." in second.stdout
    assert congvan("export", data=prefect_data, index=index).stdout == before


def test_plan_after_campaign_gives_the_same_graph(prefect_data: Path, tmp_path: Path) -> None:
    one, other = (f"sqlite:{tmp_path / name}" for name in ("one.sqlite", "other.sqlite"))
    for path in (PLAN, CAMPAIGN):
        assert congvan("ingest", path, data=prefect_data, index=one).returncode == 0
    for path in (CAMPAIGN, PLAN):
        assert congvan("ingest", path, data=prefect_data, index=other).returncode == 0
    assert graph(prefect_data, one) == graph(prefect_data, other)
    (plan,) = graph(prefect_data, one)
    assert plan["number"] == "16/KH-BQL"
    assert [edge["relation"] for edge in plan["down"]] == ["implements"]


def test_moved_copied_and_changed_files_keep_their_documents(
    prefect_data: Path, tmp_path: Path
) -> None:
    index = f"sqlite:{tmp_path / 'a.sqlite'}"
    inbox = tmp_path / "den"
    inbox.mkdir()
    shutil.copy(CAMPAIGN, inbox / "a.txt")
    shutil.copy(CAMPAIGN, inbox / "b.txt")
    first = congvan("ingest", inbox, data=prefect_data, index=index)
    assert "đã vào kho 1, bản trùng 1" in first.stdout
    (inbox / "b.txt").rename(inbox / "c.txt")
    (inbox / "a.txt").write_text(
        CAMPAIGN.read_text(encoding="utf-8").replace("ngày 20 tháng 7", "ngày 21 tháng 7"),
        encoding="utf-8",
    )
    second = congvan("ingest", inbox, data=prefect_data, index=index)
    assert "thay đổi 1" in second.stdout
    assert "chuyển chỗ 1" in second.stdout
    days = {record["date"] for record in records(congvan("export", data=prefect_data, index=index))}
    assert days == {"2023-07-20", "2023-07-21"}


def test_report_is_on_disk_and_in_prefect(prefect_data: Path, tmp_path: Path) -> None:
    index = f"sqlite:{tmp_path / 'a.sqlite'}"
    done = congvan("ingest", CAMPAIGN, data=prefect_data, index=index)
    assert done.returncode == 0, done.stderr
    report = json.loads((prefect_data / "reports" / "run-1.json").read_text(encoding="utf-8"))
    assert report["states"]["seen"] == 1 == sum(report["outcomes"].values())
    assert "| trong kho | đã vào kho | 1 |" in (prefect_data / "reports" / "run-1.md").read_text(
        "utf-8"
    )
    (artifact,) = ask(prefect_data, "artifacts/latest/filter", {"limit": 1})
    assert artifact["key"] == "ingest-report"
    assert artifact["type"] == "table"


def test_a_report_that_cannot_be_kept_costs_the_report_only(
    prefect_data: Path, tmp_path: Path
) -> None:
    # A file in the folder's place stands for a folder without permission: root may write to that.
    reports, aside = prefect_data / "reports", prefect_data / "aside"
    reports.mkdir(exist_ok=True)
    reports.rename(aside)
    reports.write_text("", encoding="utf-8")
    try:
        done = congvan("ingest", CAMPAIGN, data=prefect_data, index=f"sqlite:{tmp_path / 'a'}")
    finally:
        reports.unlink()
        aside.rename(reports)
    assert done.returncode == 0, done.stderr
    assert "đã vào kho 1" in done.stdout
    assert "its report cannot be kept" in done.stderr
    assert "Traceback" not in done.stderr


def test_interrupt_ends_cleanly_and_the_next_run_goes_on(
    prefect_data: Path, tmp_path: Path
) -> None:
    index = f"sqlite:{tmp_path / 'a.sqlite'}"
    scans = sorted(SAMPLES.glob("*-scan.pdf"))
    kept = os.environ | {"CONGVAN_DATA_FOLDER": str(prefect_data)}
    running = subprocess.Popen(
        [CONGVAN, "ingest", *scans, "--index", index],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=kept,
        start_new_session=True,
    )
    # The command, the two helpers of multiprocessing and a worker: files are being read.
    while running.poll() is None and len(processes_of(running.pid)) < 4:
        time.sleep(0.1)
    assert running.poll() is None, "it ended before it could be interrupted"
    os.killpg(running.pid, signal.SIGINT)
    output, errors = running.communicate(timeout=60)
    assert running.returncode == 130, errors
    assert "Đã dừng theo yêu cầu" in errors
    assert output == ""
    wait_until_gone(running.pid)
    done = congvan("ingest", *scans, data=prefect_data, index=index)
    assert done.returncode == 0, done.stderr
    assert f"đã vào kho {len(scans)}" in done.stdout
