"""What the flow costs beyond reading: rates of a whole ingest against its stages run bare.

    .venv/bin/python bench/ingest_rate.py --count 1000            # about 2,000 files, minutes
    .venv/bin/python bench/ingest_rate.py --count 8000            # runs of five minutes
    .venv/bin/python bench/ingest_rate.py --folder DIR            # files that are there already

Prints, for digital Word and PDF files: the rate of ``congvan ingest`` with its server up, against
parse and extract alone over the same files in two processes (goal 0.9); re-ingest of the unchanged
folder (goal 3,000 files/s); ``--verify`` against ``sha256sum`` (goal 0.8); CPU for one file from
disk to index by stage. Prefect's start is told apart. All in one run on one machine.
"""

import argparse
import json
import multiprocessing
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest_tree import cpu_of, watch

ROOT = Path(__file__).resolve().parents[1]
CONGVAN = Path(sys.executable).with_name("congvan")
PROCESSES = 2
STAGED_FILES = 200


def main() -> None:
    """Measure everything on one folder of files."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="congvan-rate-") as scratch:
        place = Path(scratch)
        folder = options.folder or _corpus(place / "files", options.count)
        files = sorted(str(path) for path in folder.iterdir() if path.suffix in (".pdf", ".docx"))
        print(f"{len(files)} files, {sum(Path(one).stat().st_size for one in files) / 1e6:.1f} MB")
        bare, bare_cpu = _bare(files)
        print(
            f"bare parse + extract, {PROCESSES} processes: {len(files) / bare:.1f} files/s, "
            f"CPU {bare_cpu / len(files) * 1000:.1f} ms a file"
        )
        flow = _flow(files, place, options)
        print(
            f"flow: {len(files) / flow['seconds']:.1f} files/s = {bare / flow['seconds']:.3f} of "
            f"bare; by CPU {bare_cpu / flow['cpu']:.3f}, without that of a run over one file "
            f"({flow['start']:.1f} s) {bare_cpu / (flow['cpu'] - flow['start']):.3f}"
        )
        _again(files, place)
        some = files[:: max(1, len(files) // STAGED_FILES)]
        print_stages(stages(some, place), len(some))
        subprocess.run([CONGVAN, "stop"], env=environment(place), check=False)


def _flow(files: list[str], place: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Ingest everything; return the best run (its seconds do not hold the start of Prefect) with
    the CPU of a run over one file as ``start``."""
    warm = ingest([files[0]], place, "warm")
    print(f"cold start of everything with one file: {warm['wall']:.1f} s")
    start = ingest([files[0]], place, "one")["cpu"]
    best: dict[str, Any] = {}
    for turn in range(options.turns):
        done = ingest(_listed(files, place), place, f"turn{turn}")
        print(
            f"  turn {turn}: {done['seconds']:.1f} s, CPU {done['cpu'] / len(files) * 1000:.1f} ms "
            f"a file ({done['server'] / len(files) * 1000:.1f} of it Prefect's server); before the "
            f"run {done['wall'] - done['seconds']:.1f} s"
        )
        best = min(best or done, done, key=lambda one: one["seconds"])
    return {**best, "start": start}


def _again(files: list[str], place: Path) -> None:
    """Ingest the same once more, then with every byte hashed."""
    paths = _listed(files, place)
    again = ingest(paths, place, "turn0")
    print(
        f"unchanged: {len(files) / again['seconds']:.0f} files/s in the run, "
        f"{len(files) / again['wall']:.0f} with the start of program and Prefect"
    )
    verified = ingest(paths, place, "turn0", "--verify")
    begun = time.perf_counter()
    subprocess.run(["sha256sum", *files], stdout=subprocess.DEVNULL, check=True)
    plain = time.perf_counter() - begun
    spent = verified["seconds"] - again["seconds"]
    ratio = plain / max(spent, 1e-9)
    print(f"sha256sum {plain:.2f} s; --verify adds {spent:.2f} s: {ratio:.2f} of its rate")


def ingest(paths: list[str], place: Path, store: str, *flags: str) -> dict[str, Any]:
    """Run ``congvan ingest``; return the run's report with wall time and CPU of its processes, the
    server's among them."""
    reports = place / "data" / "reports"
    shutil.rmtree(reports, ignore_errors=True)
    command = [CONGVAN, "ingest", *paths, "--index", f"sqlite:{place / store}.sqlite", *flags]
    before = _server_cpu(place)
    watched = watch(command, environment(place))
    (report,) = reports.glob("run-*.json")
    done: dict[str, Any] = json.loads(report.read_bytes())
    server = _server_cpu(place) - before
    return {**done, "wall": watched.seconds, "cpu": watched.cpu + server, "server": server}


def _server_cpu(place: Path) -> float:
    state = place / "data" / "prefect" / "server.json"
    return cpu_of(json.loads(state.read_bytes())["pid"]) if state.exists() else 0.0


def _bare(files: list[str]) -> tuple[float, float]:
    """Return the seconds and the CPU seconds that two processes take to parse and extract."""
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(_read, files[: 4 * PROCESSES], chunksize=4)  # loads the models
        begun = time.perf_counter()
        cpu = sum(pool.imap_unordered(_read, files, chunksize=8))
        return time.perf_counter() - begun, cpu


def _read(path: str) -> float:
    """Parse and extract one file; return the CPU seconds."""
    from nlp import extract
    from parsers import parse
    from parsers.source import open_file

    begun = time.process_time()
    source, data = open_file(path)
    extract(parse(source, data))
    return time.process_time() - begun


def stages(files: list[str], place: Path) -> dict[str, float]:
    """Take ``files`` through every stage in this one process; return the CPU seconds of each."""
    from dispatch.serial import serialize
    from flows.process import Processed, compounds_of, parse_key
    from index import open_archive
    from index.base import Sighting, Written
    from index.ledger import Deeds
    from index.prepared import prepare
    from index.records import Packed
    from nlp import compounds, extract_parts
    from parsers import parse
    from parsers.source import open_file

    _read(files[0])
    compounds("phát động thi đua")
    spent: dict[str, float] = defaultdict(float)
    written: list[Written] = []
    for path in files:
        with _timed(spent, "read, hash, tell"):
            source, data = open_file(path)
        with _timed(spent, "parse"):
            document = parse(source, data)
        with _timed(spent, "extract"):
            found = extract_parts(document)
        with _timed(spent, "record, kept document"):
            records = tuple(record.to_json() for _, record in found)
            parsed = tuple(serialize(part) for part, _ in found)
        with _timed(spent, "words to search by"):
            words = tuple(map(compounds_of, records))
            prepared = tuple(map(prepare, records))
        with _timed(spent, "between processes"):
            made = Processed(path, (), 1, parsed, words, prepared)
            done = pickle.loads(pickle.dumps(made))
            records = tuple(Packed(one.data, one.head) for one in done.prepared)
        written.append(
            Written(
                source.id, Sighting(path, source.bytes, 0, 0), records, source.media_type,
                parse_key(), done.parsed, done.compounds, done.prepared,
            )
        )  # fmt: skip
    with open_archive(f"sqlite:{place / 'stages.sqlite'}") as archive:
        run = archive.begin_run("stages")
        for start in range(0, len(written), 512):
            with _timed(spent, "store, link, index"):
                archive.record(Deeds(files=written[start : start + 512]), run=run)
    return spent


def print_stages(spent: dict[str, float], count: int) -> None:
    """Print the CPU of each stage for one file."""
    print("CPU for one file by stage:")
    for name, seconds in spent.items():
        print(f"  {name:30} {seconds / count * 1000:6.2f} ms")
    print(f"  {'together':30} {sum(spent.values()) / count * 1000:6.2f} ms")


@contextmanager
def _timed(spent: dict[str, float], name: str) -> Iterator[None]:
    begun = time.process_time()
    yield
    spent[name] += time.process_time() - begun


def _listed(files: list[str], place: Path) -> list[str]:
    """Return one folder with links to ``files`` alone: what lies beside them is not measured."""
    folder = place / "listed"
    if not folder.exists():
        folder.mkdir()
        for path in files:
            os.link(path, folder / Path(path).name)
    return [str(folder)]


def _corpus(folder: Path, count: int) -> Path:
    command = [sys.executable, ROOT / "bench" / "layout_corpus.py", folder]
    command += ["--count", str(count), "--seed", "5", "--scans", "0"]
    subprocess.run(command, check=True)
    return folder


def environment(place: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CONGVAN_")}
    return kept | {"CONGVAN_DATA_FOLDER": str(place / "data")}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=1000, help="documents to compose")
    parser.add_argument("--folder", type=Path, help="take the files of this folder instead")
    parser.add_argument("--turns", type=int, default=1, help="ingest so often, the best counts")
    return parser.parse_args()


if __name__ == "__main__":
    main()
