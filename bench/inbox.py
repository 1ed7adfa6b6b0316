"""Two writers, two watchers, one inbox: is every file filed exactly once?

``bench/inbox.py --count 500`` prints what was dropped, what became of it and what it cost. One of
the watchers polls, as on a network share; the other hears events.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from flows.server import stop_server  # noqa: E402 - the path above is needed for it
from index import open_archive  # noqa: E402

sys.path.insert(0, str(ROOT / "bench"))

from inbox_traffic import PAUSE, Expected, Writer, faults, filed  # noqa: E402

CONGVAN = Path(sys.executable).with_name("congvan")
SETTLE = 10 * PAUSE


@dataclass(slots=True)
class Office:
    """A folder with an inbox, its watchers and all they leave behind."""

    folder: Path
    data: Path
    watchers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    opened: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def den(self) -> Path:
        return self.folder / "den"

    @property
    def index(self) -> str:
        return f"sqlite:{self.folder / 'a.sqlite'}"

    def start(self, *options: str, is_awaited: bool = True) -> None:
        """Start a watcher and wait until it watches, unless that is not ``is_awaited``."""
        self.den.mkdir(exist_ok=True)
        log = self.folder / f"watcher-{len(self.watchers) + 1}.log"
        command = [CONGVAN, "watch", self.den, "--settle", str(SETTLE), "--jobs", "1"]
        with log.open("wb") as file:
            watcher = subprocess.Popen(
                [*command, "--index", self.index, *options],
                stdout=file,
                stderr=subprocess.STDOUT,
                env=os.environ | {"CONGVAN_DATA_FOLDER": str(self.data), "CONGVAN_LANG": "en"},
                start_new_session=True,
            )
        self.watchers.append(watcher)
        if not is_awaited:
            return
        wait_for(lambda: "Ctrl+C" in log.read_text("utf-8") or watcher.poll() is not None, 180)
        if watcher.poll() is not None:
            raise RuntimeError(log.read_text("utf-8"))

    def stop(self) -> list[int]:
        """Stop the watchers as a service manager does; return their exit codes."""
        for watcher in self.watchers:
            watcher.send_signal(signal.SIGTERM)
        return [watcher.wait(timeout=60) for watcher in self.watchers]

    def drop(self, count: int) -> Expected:
        """Let two writers drop so many files; return what must arrive."""
        halves = ((self.den, "a", 1, count // 2), (self.den, "b", 2, count - count // 2))
        with ProcessPoolExecutor(2) as pool:
            one, other = pool.map(_write, halves)
        return one + other

    def waiting(self) -> list[Path]:
        """Return the files that are in the inbox or claimed still."""
        # Not by rglob, which stumbles over a folder that goes while it looks.
        return [
            Path(top) / name
            for top, _, names in os.walk(self.den)
            for name in names
            if not name.endswith(".lock") and not name.startswith(".")
        ]

    def ask(self, path: str, body: dict[str, Any]) -> Any:
        """Ask Prefect's own API."""
        return ask(self.data, path, body)

    def told(self) -> str:
        """Return what the watchers have said, one after the other."""
        logs = sorted(self.folder.glob("watcher-*.log"))
        return "\n".join(path.read_text("utf-8") for path in logs)

    def serving(self) -> list[str]:
        """Return the deployments of this inbox whose schedules make runs."""
        if not (self.data / "prefect" / "server.json").exists():
            return []
        known = self.ask("deployments/filter", {})
        mine = [one for one in known if one["parameters"]["inbox"] == str(self.den)]
        return [one["name"] for one in mine if not one["paused"]]

    def runs(self, flow: str) -> list[str]:
        """Return the states of a flow's runs, since this office is open, that are more than
        planned: its server may have served others before."""
        filters = {
            "flows": {"name": {"any_": [flow]}},
            "flow_runs": {
                "state": {"type": {"not_any_": ["SCHEDULED"]}},
                "start_time": {"after_": self.opened.isoformat()},
            },
            "limit": 200,
        }
        return [str(run["state_name"]) for run in self.ask("flow_runs/filter", filters)]

    def faults(self, expected: Expected) -> list[str]:
        """Return what is wrong with the files, the ledger or the index."""
        found = filed(self.folder / "archive") + filed(self.folder / "quarantine")
        wrong = faults(found, expected)
        wrong += [f"left in the inbox: {path.name}" for path in self.waiting()]
        with open_archive(self.index, create=False) as archive:
            counts = archive.counts()
            entries = archive.files()
        if counts["seen"] != found.total() or counts["seen"] != len(entries):
            wrong.append(f"{counts['seen']} files in the ledger, {found.total()} on disk")
        if counts["indexed"] != len(found):
            wrong.append(f"{counts['indexed']} indexed, {len(found)} different files")
        wrong += [
            f"not where the ledger says: {entry.sighting.path}"
            for entry in entries
            if not Path(entry.sighting.path).is_file()
        ]
        return wrong


def ask(data: Path, path: str, body: dict[str, Any] | None = None) -> Any:
    """Ask the API of the local Prefect server of ``data``; while its database is busy it answers
    late, or 503."""
    server = json.loads((data / "prefect" / "server.json").read_text("utf-8"))
    request = urllib.request.Request(
        f"{server['url']}/{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    for pause in (0.5, 1, 2, 4, 8):
        try:
            with urllib.request.urlopen(request, timeout=240) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise
            time.sleep(pause)
    raise RuntimeError(f"Prefect's server does not answer {path}")


def wait_for(is_so: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is so; tell whether it came to be."""
    deadline = time.monotonic() + seconds
    while not (so := is_so()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return so


def main() -> None:
    """Run it once and print the figures; the exit code is 1 if a file was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), Path(folder) / "data")
        try:
            office.start("--interval", "30")
            office.start("--interval", "30", "--poll")
            started = time.monotonic()
            expected = office.drop(count)
            dropped = time.monotonic() - started
            wait_for(lambda: not office.waiting(), 600)
            seconds = time.monotonic() - started
            runs = {flow: office.runs(flow) for flow in ("ingest", "watch")}
            logs = [path.read_text("utf-8") for path in sorted(office.folder.glob("*.log"))]
        finally:
            codes = office.stop()
            stop_server(office.data)
        wrong = office.faults(expected)
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"files that must arrive      {expected.must.total()}")
    print(f"first versions that may     {expected.may.total()}")
    print(f"dropped within              {dropped:.0f} s")
    print(f"all filed after             {seconds:.0f} s")
    for number, log in enumerate(logs, 1):
        print(f"filed by watcher {number}          {log.count(' filed ')}")
    for flow, states in runs.items():
        ended = {state: states.count(state) for state in sorted(set(states))}
        print(f"runs of {flow:<20}{ended}")
    print(f"CPU of watchers             {cpu.ru_utime + cpu.ru_stime:.0f} s")
    print(f"exit codes                  {codes}")
    print(f"lost, doubled, misplaced    {len(wrong)}")
    print("\n".join(wrong))
    sys.exit(bool(wrong))


def _write(half: tuple[Path, str, int, int]) -> Expected:
    inbox, name, seed, count = half
    return Writer(inbox, name, seed=seed).run(count)


if __name__ == "__main__":
    main()
