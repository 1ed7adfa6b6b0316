"""Runs the real command in a process of its own, as a user does."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

CONGVAN = str(Path(sys.executable).with_name("congvan"))
SAMPLES = Path(__file__).parents[1] / "samples"
PATIENCE = 240.0
"""Seconds after which a command or a server's answer is held to be lost: no measure of speed, since
the machine may be slow and have other work."""


def congvan(
    *arguments: str | Path, data: Path, index: str | None = None, user: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``congvan`` with its data folder (and index) at ``data``."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CONGVAN_")}
    own = {"CONGVAN_DATA_FOLDER": str(data), "COLUMNS": "100"}
    if index is not None:
        own["CONGVAN_INDEX"] = index
    return subprocess.run(
        [CONGVAN, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=kept | own,
        cwd=SAMPLES.parent,
        timeout=PATIENCE,
        check=False,
        user=user,
    )


def records(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """Return the JSON objects that a command printed, one a line and nothing else."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def processes_of(group: int) -> list[int]:
    """Return the processes of a group."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            found.append(int(path.parent.name))
    return found


def wait_until_gone(group: int) -> None:
    """Wait until no process of the group is left: the helpers of multiprocessing end last."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError(f"processes of the group {group} are left")
