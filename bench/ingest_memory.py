"""Memory of an ingest's whole process tree while its archive grows from nothing to many files.

    .venv/bin/python bench/ingest_memory.py --letters 14300 --folder DIR

Takes the Word and PDF files of DIR (``bench/layout_corpus.py`` composes such) and so many composed
letters, evenly mixed, and prints what the processes hold at several sizes of the archive: shared
pages count once (PSS). Goal: at most 10 % more at the end than at 1,000 files.
"""

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ingest_tree import Watched, memory_of, watch  # noqa: E402 - the paths above come first

from tests.flows.letters import letter  # noqa: E402

CONGVAN = Path(sys.executable).with_name("congvan")
FIRST = 1000
STEPS = (FIRST, 2000, 5000, 10_000, 15_000, 20_000)
NEAR = 500
"""Samples at so many files more or less count as at a size."""


def main() -> None:
    """Compose the folder, ingest it, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--letters", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="Word and PDF files to mix in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="congvan-memory-") as scratch:
        place = Path(scratch)
        count = _compose(place / "files", options.letters, options.folder)
        store, data = place / "a.sqlite", place / "data"
        environment = {key: value for key, value in os.environ.items() if "CONGVAN" not in key}
        environment["CONGVAN_DATA_FOLDER"] = str(data)
        server: list[tuple[int, int]] = []

        def at() -> float:
            files = _files(store)
            server.append((files, _server_memory(data)))
            return files

        command = [CONGVAN, "ingest", place / "files", "--index", f"sqlite:{store}"]
        try:
            _print(watch(command, environment, at=at), server, count)
        finally:
            subprocess.run([CONGVAN, "stop"], env=environment, check=False)


def _compose(folder: Path, letters: int, mixed: Path | None) -> int:
    """Fill ``folder`` so that every stretch of it in the order of names holds every kind."""
    folder.mkdir()
    others = sorted(mixed.iterdir()) if mixed else []
    others = [path for path in others if path.suffix in (".pdf", ".docx")]
    total = letters + len(others)
    for number, path in enumerate(others):
        place = number * total // len(others)
        os.link(path, folder / f"{place:06}-{path.name}")
    for number in range(letters):
        place = number * total // letters
        text = letter(number, month=number % 12 + 1)
        (folder / f"{place:06}-thu.txt").write_text(text, encoding="utf-8")
    return total


def _files(store: Path) -> int:
    """Return how many files the ledger knows."""
    if not store.exists():
        return 0
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=5) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM sightings").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # its tables are just being made


def _server_memory(data: Path) -> int:
    state = data / "prefect" / "server.json"
    return memory_of(json.loads(state.read_bytes())["pid"]) if state.exists() else 0


def _print(watched: Watched, server: list[tuple[int, int]], count: int) -> None:
    print(f"{count} files, {watched.seconds:.0f} s, CPU {watched.cpu / count * 1000:.1f} ms a file")
    print("| files | run, MB | its readers, MB | Prefect's server, MB | together, MB |")
    print("|---|---|---|---|---|")
    sums = {}
    for step in sorted({min(step, count) for step in STEPS}):
        near = [row for row in watched.memory if abs(row[0] - step) <= NEAR and row[0] > 0]
        beside = [size for files, size in server if abs(files - step) <= NEAR]
        if not near:
            continue
        own, others = (statistics.median(row[place] for row in near) for place in (1, 2))
        sums[step] = own + others + statistics.median(beside)
        shown = (own, others, statistics.median(beside), sums[step])
        print(f"| {step:,} | " + " | ".join(f"{size / 1e6:.0f}" for size in shown) + " |")
    growth = sums[max(sums)] / sums[min(sums)] - 1
    print(f"growth from {min(sums):,} to {max(sums):,} files: {growth:+.1%} (goal: at most +10 %)")


if __name__ == "__main__":
    main()
