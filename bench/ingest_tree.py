"""Run a command and watch its whole process tree: CPU and memory, sampled twice a second."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
SAMPLE_SECONDS = 0.5


@dataclass(slots=True)
class Watched:
    """What a command used; ``memory`` holds (what ``at`` told, bytes of the command's own process,
    bytes of those that it started), where shared pages count once."""

    seconds: float = 0.0
    cpu: float = 0.0
    memory: list[tuple[float, int, int]] = field(default_factory=list)
    output: str = ""

    @property
    def peak(self) -> int:
        return max((own + others for _, own, others in self.memory), default=0)


def watch(
    command: Sequence[str | Path],
    environment: dict[str, str],
    *,
    at: Callable[[], float] = time.perf_counter,
) -> Watched:
    """Run ``command`` to its end in a session of its own and return what its processes used; ``at``
    tells with each sample how far it has come."""
    watched = Watched()
    begun = time.perf_counter()
    spent: dict[int, float] = {}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        while process.poll() is None:
            members = _members(process.pid)
            spent.update({pid: cpu_of(pid) for pid in members})
            own = memory_of(process.pid)
            others = sum(memory_of(pid) for pid in members if pid != process.pid)
            watched.memory.append((at(), own, others))
            time.sleep(SAMPLE_SECONDS)
        watched.seconds = time.perf_counter() - begun
        assert process.stdout is not None
        watched.output = process.stdout.read()
    if process.returncode not in (0, 1):  # 1: some files failed, the rest is done
        raise subprocess.CalledProcessError(process.returncode, command)
    watched.cpu = sum(spent.values())
    return watched


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of one process so far; 0 where it is gone."""
    fields = _status(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _members(session: int) -> list[int]:
    found = []
    for path in Path("/proc").iterdir():
        if (
            path.name.isdigit()
            and (fields := _status(int(path.name)))
            and int(fields[3]) == session
        ):
            found.append(int(path.name))
    return found


def _status(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat behind the name: state, parent, group, session …"""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def memory_of(pid: int) -> int:
    """Return the process's share of memory (PSS): shared pages are divided among who shares."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0
