"""The long trial of ``tests/flows/chaos.py``: kills at every named point, over and over.

    .venv/bin/python bench/chaos.py --rounds 2            # 40 kills of ingest, 12 of a watcher
    .venv/bin/python bench/chaos.py --rounds 2 --elastic  # and a search server that dies 3 times

While good and hostile files keep arriving, ``congvan ingest`` is killed with SIGKILL at each point
and run again; so is a watcher at each point of a file's way through its inbox. In the end the
ledger must add up, and both archives must equal, record by record, those of runs that nobody
disturbed. The exit code is 1 if anything is lost, doubled or otherwise, or a process is left.
"""

import argparse
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from flows.server import stop_server  # noqa: E402 - the path above comes first
from tests.elastic_nodes import cluster, room  # noqa: E402
from tests.flows import inbox_chaos, inbox_driver  # noqa: E402
from tests.flows.chaos import (  # noqa: E402
    Chaos,
    contents,
    differences,
    faults_of_view,
    make_folder,
    outlive,
)
from tests.flows.chaos_child import POINTS  # noqa: E402

SEED = 20230720
MOST_PASSES = 3
"""A point is passed up to so many times before the kill."""


def main() -> None:
    """Run what was asked for; print what was killed and what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=2, help="kills at each point")
    parser.add_argument("--letters", type=int, default=300, help="good files beside the others")
    parser.add_argument("--elastic", action="store_true", help="also with a dying search server")
    options = parser.parse_args()
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="cv-chaos-") as scratch:
        place = Path(scratch)
        try:
            faults += _told(_ingest(place, options.rounds, options.letters))
            faults += _told(_inbox(place, options.rounds))
            if options.elastic:
                faults += _told(_elastic(place, options.letters))
        finally:
            stop_server(place / "data")
    sys.exit(bool(faults))


def _told(faults: list[str]) -> list[str]:
    print(f"  faults: {len(faults)}", *faults, sep="\n  ", flush=True)
    return faults


def _ingest(place: Path, rounds: int, letters: int) -> list[str]:
    """Kill ingests while the folder grows; return what is wrong in the end."""
    begun = time.monotonic()
    make_folder(place / "all", letters=letters)
    den = place / "den"
    den.mkdir()
    kills = list(POINTS) * rounds
    random.Random(SEED).shuffle(kills)
    arriving = _slices(sorted((place / "all").iterdir()), len(kills))
    chaos = Chaos(den, place / "data", f"sqlite:{place / 'killed.sqlite'}", place / "killed.log")
    rng = random.Random(SEED)
    faults: list[str] = []
    for number, point in enumerate(kills):
        for path in arriving[number]:
            path.rename(den / path.name)
        done = chaos.ingest(point, count=rng.randint(1, MOST_PASSES))
        if done.returncode != -9:  # there was too little to do for so many passes
            (den / f"them-{number:03}.txt").write_text(f"Thư thêm {number}\n", encoding="utf-8")
            (den / f"them-{number:03}.pdf").write_bytes(b"")
            done = chaos.ingest(point)
        if done.returncode != -9:
            faults.append(f"{point} was never passed: {done.stderr[-500:]}")
        faults += [f"left after {point}: {line}" for line in chaos.orphans(seconds=30)]
    faults += _exit_faults(chaos.ingest().returncode, "the last run")
    calm = Chaos(den, place / "data", f"sqlite:{place / 'calm.sqlite'}", place / "calm.log")
    faults += _exit_faults(calm.ingest().returncode, "the undisturbed run")
    _tell_kills("ingest", chaos.killed(), time.monotonic() - begun)
    killed, undisturbed = contents(place / "killed.sqlite"), contents(place / "calm.sqlite")
    _tell_contents(undisturbed["counts"], len(undisturbed["records"]))
    faults += [
        f"{document} stands {count} times in the index"
        for document, count in killed["words"]
        if count != 1
    ]
    return faults + differences(killed, undisturbed)


def _inbox(place: Path, rounds: int) -> list[str]:
    """Kill watchers at each point of a file's way; return what is wrong in the end."""
    begun = time.monotonic()
    points = list(inbox_driver.POINTS) * rounds
    killed, calm = place / "watched", place / "watched-calm"
    for folder in (killed, calm):
        inbox_chaos.fill(folder / "den", letters=3 * len(points))
    told, faults = [], []
    for point in points:
        done = inbox_chaos.drive(point, killed / "den", data=place / "data")
        if done.returncode == -9:
            told.append(done.stdout.splitlines()[-1].removeprefix("killed: "))
        else:
            faults.append(f"{point} was never passed: {done.stderr[-500:]}")
    for folder in (killed, calm):
        done = inbox_chaos.drive("", folder / "den", data=place / "data")
        faults += [done.stdout + done.stderr] if done.returncode else []
    _tell_kills("watch", told, time.monotonic() - begun)
    print(f"  filed: {len(inbox_chaos.filed(calm))} files and notes")
    return faults + inbox_chaos.differing(killed, calm)


def _elastic(place: Path, letters: int) -> list[str]:
    """Let the search server die three times in an ingest; return what is wrong in the end."""
    begun = time.monotonic()
    files = make_folder(place / "den-elastic", letters=letters)
    store = place / "elastic.sqlite"
    with room() as folder, cluster(folder, 1) as (node,):
        url = f"{node.url}/congvan"
        chaos = Chaos(place / "den-elastic", place / "data", url, place / "elastic.log")
        done = outlive(chaos, node, store, files=files)
        _tell_kills("Elasticsearch", done.killed_at, time.monotonic() - begun)
        faults = _exit_faults(done.returncode, "the run with a dying server")
        faults += [done.errors[-1000:]] if "Traceback" in done.errors else []
        faults += [f"left: {line}" for line in chaos.orphans(seconds=30)]
        faults += faults_of_view(url, store)
        found = contents(store, view=url)
    _tell_contents(found["counts"], len(found["records"]))
    calm = Chaos(
        place / "den-elastic",
        place / "data",
        f"sqlite:{place / 'elastic-calm.sqlite'}",
        place / "calm.log",
    )
    faults += _exit_faults(calm.ingest().returncode, "the undisturbed run")
    undisturbed = contents(place / "elastic-calm.sqlite")
    # What SQLite's own index holds is no matter of this archive.
    return faults + differences({**found, "words": undisturbed["words"]}, undisturbed)


def _slices(paths: list[Path], count: int) -> list[list[Path]]:
    """Return ``paths`` in so many pieces, in their order."""
    bounds = [number * len(paths) // count for number in range(count + 1)]
    return [paths[first:last] for first, last in itertools.pairwise(bounds)]


def _exit_faults(code: int, run: str) -> list[str]:
    """Some files are in quarantine, as they should be: a run ends with 1."""
    return [] if code == 1 else [f"{run} ended with {code}"]


def _tell_kills(what: str, killed: list[str] | list[int], seconds: float) -> None:
    print(f"{what}: killed {len(killed)} times, {seconds:.0f} s", flush=True)
    for point, count in Counter(killed).items():
        print(f"  {count} × {point}")


def _tell_contents(counts: dict[str, int], records: int) -> None:
    shown = ", ".join(f"{state} {count}" for state, count in counts.items() if count)
    print(f"  ledger: {shown}; {records} documents")


if __name__ == "__main__":
    main()
