"""A folder of good and hostile files, and a way to ingest it in spite of any number of kills."""

import os
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index import open_archive
from index.maintenance import check
from tests.command import PATIENCE, SAMPLES
from tests.elastic_nodes import Node
from tests.parsers.hostile_corpus import corpus

CHILD = Path(__file__).with_name("chaos_child.py")
NO_POINT = "none"
_LARGEST = 100_000
_SLOW = ("bomb", "huge", "many-", "nested", "cut-scan", "cut-png")


def make_folder(folder: Path, *, letters: int, every: int = 1) -> int:
    """Fill ``folder`` with samples, ``letters`` short letters that cite one another, a copy, a
    container, and each ``every``th small hostile file; return the number of files."""
    text = (SAMPLES / "thi-dua-dot-2.txt").read_text(encoding="utf-8")
    folder.mkdir()
    for name in ("ke-hoach-16.docx", "ke-hoach-16.pdf", "bao-cao-dot-1.docx", "thi-dua-dot-1.pdf"):
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    for number in range(letters):
        letter = text.replace("Số: /BQL-VP", f"Số: {number}/BQL-VP")
        letter = letter.replace("16/KH-BQL", f"{number + 1}/BQL-VP" if number % 2 else "16/KH-BQL")
        (folder / f"thu-{number:04}.txt").write_text(letter, encoding="utf-8")
    (folder / "ban-sao.pdf").write_bytes((SAMPLES / "thi-dua-dot-1.pdf").read_bytes())
    with zipfile.ZipFile(folder / "goi.zip", "w") as packed:
        packed.write(SAMPLES / "bao-cao-dot-1.docx", "den/bao-cao.docx")
        packed.write(SAMPLES / "giay-moi-hop.txt", "den/giay-moi.txt")
    small = [
        (name, data)
        for name, data, _ in corpus()
        if len(data) < _LARGEST and not name.startswith(_SLOW)
    ]
    for name, data in small[::every]:
        (folder / f"la-{name}").write_bytes(data)
    return sum(1 for _ in folder.iterdir())


@dataclass(slots=True)
class Chaos:
    """Runs ``congvan ingest`` on a folder, over and over."""

    folder: Path
    data: Path
    index: str
    log: Path
    codes: list[int] = field(default_factory=list)

    def ingest(self, point: str = NO_POINT, count: int = 1) -> subprocess.CompletedProcess[str]:
        """Run once, killed at ``point`` if it is reached for the ``count``th time."""
        done = subprocess.run(
            [sys.executable, CHILD, point, str(count), self.log, *self.command()],
            capture_output=True,
            text=True,
            env=self.environment(),
            cwd=SAMPLES.parent,
            timeout=PATIENCE,
            check=False,
        )
        self.codes.append(done.returncode)
        return done

    def command(self) -> list[str]:
        """Return the command line behind ``congvan``."""
        return ["ingest", str(self.folder), "--jobs", "2"]

    def environment(self) -> dict[str, str]:
        """Return what the process finds in its environment; every child of it has the mark."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("CONGVAN_")}
        own = {"CONGVAN_DATA_FOLDER": str(self.data), "CONGVAN_INDEX": self.index}
        return kept | own | {"PYTHONPATH": str(SAMPLES.parent), "CHAOS_MARK": str(self.log)}

    def killed(self) -> list[str]:
        """Return the points at which a process was killed, in order."""
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []

    def orphans(self, *, seconds: float) -> list[str]:
        """Return the processes of this run that are still there after ``seconds`` at most, but for
        the Prefect server, which is meant to stay."""
        deadline = time.monotonic() + seconds
        while (left := list(self._marked())) and time.monotonic() < deadline:
            time.sleep(0.2)
        return left

    def _marked(self) -> Iterable[str]:
        mark = f"CHAOS_MARK={self.log}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                is_ours = mark in (process / "environ").read_bytes().split(b"\0")
            except OSError:
                continue  # it has just ended
            if is_ours and line and "prefect" not in line:
                yield line


def contents(store: Path, *, view: str | None = None) -> dict[str, Any]:
    """Return everything that two archives of the same files must have in common; ``view`` is the
    address of the search server that the store feeds instead of its own."""
    with open_archive(view or f"sqlite:{store}", archive=store if view else None) as archive:
        assert check(archive) == {}
        counts = archive.counts()
        assert counts["seen"] == sum(counts.values()) - counts["seen"]
        files = [
            (
                entry.sighting.path,
                entry.sighting.container,
                entry.file_id,
                entry.state,
                entry.code,
                entry.message,
            )
            for state in ("indexed", "duplicate", "quarantined", "skipped", "pending")
            for entry in archive.files(state=state)
        ]
        shown = list(archive.records())
        words = [
            tuple(row)
            for row in archive.connection.execute(
                "SELECT document_id, (SELECT count(*) FROM words WHERE words.rowid = text_row) "
                "FROM documents WHERE state = 'live' ORDER BY document_id"
            )
        ]
    return {"counts": counts, "files": files, "records": shown, "words": words}


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return what two archives' ``contents`` do not have in common, a line each."""
    told = [f"{kind} differ" for kind in ("counts", "files", "words") if one[kind] != other[kind]]
    records = [{shown["document_id"]: shown for shown in side["records"]} for side in (one, other)]
    for name in sorted(records[0].keys() | records[1].keys()):
        if records[0].get(name) != records[1].get(name):
            told.append(f"document {name} differs or is on one side only")
    return told


@dataclass(slots=True)
class Deaths:
    """How an ingest went whose search server died on the way: with how many files in the store each
    time, and how the run ended."""

    killed_at: list[int]
    returncode: int
    errors: str


def outlive(chaos: Chaos, node: Node, store: Path, *, files: int, times: int = 3) -> Deaths:
    """Ingest into ``node`` while it is killed and started again so many times, evenly spread over
    the ``files``."""
    command = [sys.executable, CHILD, NO_POINT, "1", chaos.log, *chaos.command()]
    running = subprocess.Popen(
        [*command, "--archive", str(store), "--wait", "300"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=chaos.environment(),
        cwd=SAMPLES.parent,
    )
    wanted = [max(1, number * files // times) for number in range(times)]
    killed_at = [kill_after(node, store, count, running) for count in wanted]
    _, errors = running.communicate(timeout=1800)
    return Deaths(killed_at, running.returncode, errors)


def faults_of_view(url: str, store: Path) -> list[str]:
    """Return what the search server holds otherwise than the store, a line each."""
    with open_archive(url, archive=store) as archive:
        told = [f"{archive.behind()} documents are not fed"] if archive.behind() else []
        told += [f"{kind}: {found}" for kind, found in check(archive).items()]
        stored = list(archive.records())
        if archive.view.count() != len(stored):
            told.append(f"{archive.view.count()} documents in the index, {len(stored)} in store")
        for record in stored:
            if archive.view.read(record["document_id"]) != record:  # type: ignore[attr-defined]
                told.append(f"document {record['document_id']} is another in the index")
    return told


def kill_after(node: Node, store: Path, wanted: int, running: subprocess.Popen[str]) -> int:
    """Kill the server once the ledger has ``wanted`` files, start it again a while later; return
    how many it had."""
    deadline = time.monotonic() + PATIENCE
    while (seen := ledger_rows(store)) < wanted and time.monotonic() < deadline:
        assert running.poll() is None, "the run has ended too soon"
        time.sleep(0.02)
    node.kill()
    time.sleep(3)
    assert running.poll() is None
    node.start()
    node.wait()
    return seen


def ledger_rows(store: Path) -> int:
    """Return how many files the store knows of."""
    if not store.exists():
        return 0
    with sqlite3.connect(store, timeout=30) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM sightings").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # its tables are just being made
