"""How fast ``congvan verify`` hashes originals, against ``sha256sum`` on the same files in turn.

.venv/bin/python bench/verify_speed.py --files 4000 --kilobytes 500
"""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

from dispatch.errors import DispatchError
from flows.sorting import sighting_at
from flows.verify import verify
from index import open_archive
from index.base import FileEntry
from index.ledger import put
from parsers.source import file_hash


class Quiet:
    """Tells nobody anything."""

    def phase(self, name: str) -> None: ...

    def found(self, total: int) -> None: ...

    def done(self, path: str, pages: int, error: DispatchError | None) -> None: ...


def main() -> None:
    """Make files, hash them both ways three times, print the best rates and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=4000)
    parser.add_argument("--kilobytes", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "den"
        folder.mkdir()
        for number in range(asked.files):
            (folder / f"{number:06}.pdf").write_bytes(os.urandom(asked.kilobytes * 1000))
        print(f"{asked.files} files of {asked.kilobytes} kB, {os.cpu_count()} cores")
        report(folder, Path(made) / "archive.sqlite", asked.files * asked.kilobytes / 1000)


def report(folder: Path, store: Path, megabytes: float) -> None:
    """Print the rates over the files of ``folder``."""
    with open_archive(f"sqlite:{store}") as archive:
        with archive.transaction():
            for path in sorted(folder.iterdir()):
                seen = sighting_at(path)
                put(archive.connection, FileEntry(seen, file_hash(str(path)), "quarantined", "x"))
        ours, theirs = [], []
        for _ in range(3):
            begun = time.perf_counter()
            assert verify(archive, Quiet()).is_whole
            ours.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            run_sha256sum(folder)
            theirs.append(time.perf_counter() - begun)
    print(f"congvan verify {megabytes / min(ours):8.0f} MB/s")
    print(f"sha256sum      {megabytes / min(theirs):8.0f} MB/s")
    print(f"ratio          {min(theirs) / min(ours):8.2f} (asked: 0.8)")


def run_sha256sum(folder: Path) -> None:
    """Hash every file of ``folder`` as a person would."""
    subprocess.run(
        f"find {folder} -type f -print0 | xargs -0 sha256sum > /dev/null", shell=True, check=True
    )


if __name__ == "__main__":
    main()
