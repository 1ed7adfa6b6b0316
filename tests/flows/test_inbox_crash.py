"""A watcher killed with SIGKILL at each point on a file's way, and started again: nothing is lost,
nothing is doubled, and the archive is the one of a watcher that nobody disturbed."""

from pathlib import Path

import pytest

from tests.flows.inbox_chaos import differing, drive, fill
from tests.flows.inbox_driver import POINTS

pytestmark = pytest.mark.prefect


def test_a_kill_at_each_point_loses_and_doubles_nothing(prefect_data: Path, tmp_path: Path) -> None:
    killed, calm = tmp_path / "killed", tmp_path / "calm"
    for folder in (killed, calm):
        fill(folder / "den", letters=2 * len(POINTS))
    for point in POINTS:
        done = drive(point, killed / "den", data=prefect_data)
        assert done.returncode == -9, done.stderr
        assert done.stdout.splitlines()[-1] == f"killed: {point}"
    for folder in (killed, calm):
        done = drive("", folder / "den", data=prefect_data)
        assert done.returncode == 0, done.stdout + done.stderr
        assert not [path for path in (folder / "den").rglob("*") if path.suffix == ".txt"]
    assert differing(killed, calm) == []
