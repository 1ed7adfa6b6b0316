"""CPU for a digital PDF from disk to index, against Apache Tika's server, which reads the text and
nothing else.

    .venv/bin/python bench/ingest_tika.py --folder DIR --count 300 --pages 2

Both read the same PDFs in one run and are measured when they are warm: Tika's server from its
second round over the files, ``congvan ingest`` by what a run over all of them costs more than a run
over one, with every process of it and Prefect's server. Goals: at most 33 ms for two pages (what
FSCrawler takes) and at most 1.5 of Tika. The server comes from Maven Central and is kept in the
local Maven repository; it listens on 127.0.0.1 only.
"""

import argparse
import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from ingest_rate import environment, ingest, print_stages, stages
from ingest_tree import cpu_of

ROOT = Path(__file__).resolve().parents[1]
VERSION = "3.2.2"
HEAP = "512m"
FSCRAWLER_MS = 33.0
RATIO = 1.5
START_SECONDS = 120.0
STAGED_FILES = 200


def main() -> None:
    """Measure both on one folder's PDFs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, required=True, help="holds digital PDFs")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--pages", type=int, help="only files of so many pages")
    options = parser.parse_args()
    files = _files(options.folder, options.pages)[: options.count]
    with tempfile.TemporaryDirectory(prefix="congvan-tika-") as scratch:
        place = Path(scratch)
        with tika(place) as server:
            server.read(files)
            begun = cpu_of(server.process.pid)
            server.read(files)
            theirs = (cpu_of(server.process.pid) - begun) / len(files)
        ours, pages = _ours(files, place)
        _print(theirs, ours, pages / len(files))
        some = files[:: max(1, len(files) // STAGED_FILES)]
        print_stages(stages(some, place), len(some))


def _files(folder: Path, pages: int | None) -> list[str]:
    """Return the PDFs of ``folder``, of so many pages each."""
    found = []
    for path in sorted(folder.resolve().glob("*.pdf")):
        with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
            if pages is None or len(document) == pages:
                found.append(str(path))
    return found


def _ours(files: list[str], place: Path) -> tuple[float, int]:
    """Return the CPU seconds for one file more, and the pages of all."""
    whole, one = place / "whole", place / "one"
    for folder, some in ((whole, files), (one, files[:1])):
        folder.mkdir()
        for path in some:
            shutil.copy(path, folder)
    ingest([str(one)], place, "cold")  # brings Prefect's server up
    least = ingest([str(one)], place, "one")
    done = ingest([str(whole)], place, "whole")
    subprocess.run(
        [Path(sys.executable).with_name("congvan"), "stop"], env=environment(place), check=False
    )
    return (done["cpu"] - least["cpu"]) / (len(files) - 1), done["pages"]


def _print(theirs: float, ours: float, pages: float) -> None:
    print(f"Tika's server {VERSION}, text only: {theirs * 1000:.1f} ms a file of {pages:.2f} pages")
    print(f"congvan, from disk to index: {ours * 1000:.1f} ms a file", end="")
    print(f" (goal {FSCRAWLER_MS:g} for two pages); {ours / theirs:.2f} of Tika (goal {RATIO})")
    print(f"Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


@dataclass(frozen=True, slots=True)
class Tika:
    """A running server."""

    process: "subprocess.Popen[bytes]"
    port: int

    def read(self, files: list[str]) -> None:
        """Have the text of every file read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        for path in files:
            connection.request(
                "PUT", "/tika", Path(path).read_bytes(),
                {"Accept": "text/plain", "Content-Type": "application/pdf"},
            )  # fmt: skip
            answer = connection.getresponse()
            text = answer.read()
            assert answer.status == 200 and text.strip(), path
        connection.close()


@contextlib.contextmanager
def tika(place: Path) -> Iterator[Tika]:
    """Run the server while the with statement lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = ["java", f"-Xmx{HEAP}", "-jar", str(_jar()), "--noFork"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    with (place / "tika.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=place, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.2)
        else:
            raise SystemExit((place / "tika.log").read_text("utf-8", "replace"))
        yield Tika(process, port)
    finally:
        process.terminate()
        process.wait()


def _jar() -> Path:
    """Return the server's file, fetched once."""
    repository = Path(os.environ.get("M2_REPOSITORY", Path.home() / ".m2" / "repository"))
    name = "tika-server-standard"
    jar = repository / "org/apache/tika" / name / VERSION / f"{name}-{VERSION}.jar"
    if not jar.exists():
        artifact = f"org.apache.tika:{name}:{VERSION}"
        subprocess.run(
            ["mvn", "-q", "-B", "dependency:get", f"-Dartifact={artifact}", "-Dtransitive=false"],
            check=True,
        )
    return jar


if __name__ == "__main__":
    main()
