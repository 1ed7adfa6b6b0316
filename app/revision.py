"""Another version of the project, taken from git and run on the same files, for comparison."""

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from app.accuracy import Case
from dispatch.errors import ConfigError

ROOT = Path(__file__).resolve().parents[1]

# Run by the old version: paths on standard input, (path, record) a line on standard output.
_REPLAY = """
import json, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from flows.process import records_of
paths = [Path(line) for line in json.load(sys.stdin)]
if __name__ == "__main__":
    for outcome in records_of(paths, jobs=os.cpu_count() or 1):
        record = outcome.records[0] if outcome.records else None
        print(json.dumps([outcome.path, record]), flush=True)
"""


def records_at(revision: str, wanted: list[Case]) -> dict[str, dict[str, Any] | None]:
    """Return for each case's id the first record that the project's ``revision`` makes of it.

    Raises:
        ConfigError: git does not know the revision, or that version cannot be run.
    """
    with tempfile.TemporaryDirectory(prefix="congvan-") as folder:
        _unpack(revision, Path(folder))
        done = subprocess.run(
            # -P: only the unpacked version may be found, never the working folder's.
            [sys.executable, "-P", "-c", _REPLAY, folder],
            input=json.dumps([str(case.path.resolve()) for case in wanted]),
            env=_environment(folder),
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        reason = done.stderr.strip().rsplit("\n", 1)[-1]
        raise ConfigError(
            f"version {revision} cannot be run ({reason}): choose a later one",
            vi=f"Không chạy được phiên bản {revision} ({reason}): hãy chọn phiên bản mới hơn",
        )
    found = dict(json.loads(line) for line in done.stdout.splitlines())
    return {case.id: found.get(str(case.path.resolve())) for case in wanted}


def _environment(folder: str) -> dict[str, str]:
    # The worker processes start anew and find the version by the path.
    return {**os.environ, "PYTHONPATH": folder, "PYTHONSAFEPATH": "1"}


def _unpack(revision: str, folder: Path) -> None:
    command = ["git", "-C", str(ROOT), "archive", "--format=tar", revision, "--"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise _unknown(revision) from error
    if done.returncode:
        raise _unknown(revision)
    with tarfile.open(fileobj=BytesIO(done.stdout)) as tar:
        tar.extractall(folder, filter="data")


def _unknown(revision: str) -> ConfigError:
    return ConfigError(
        f"git knows no version {revision} of the project in {ROOT}: name a commit or a tag of it",
        vi=f"git không có phiên bản {revision} trong {ROOT}: hãy chỉ một commit hoặc nhãn",
    )
