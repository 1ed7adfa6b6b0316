"""An inbox of good and hostile files, and a watcher that is killed on the way, over and over."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from index import open_archive
from tests.command import PATIENCE, SAMPLES, wait_until_gone
from tests.flows.letters import letter


def fill(den: Path, *, letters: int) -> None:
    """Put good, hostile, secret, doubled and packed files into an inbox."""
    (den / "phong").mkdir(parents=True)
    for number in range(letters):
        (den / f"{number:02}.txt").write_text(letter(number), encoding="utf-8")
    (den / "phong" / "00.txt").write_text(letter(9000), encoding="utf-8")
    (den / "sao.txt").write_text(letter(1), encoding="utf-8")
    (den / "mật.txt").write_text(letter(9001, head="MẬT\n"), encoding="utf-8")
    (den / "hong.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    with zipfile.ZipFile(den / "gui.zip", "w") as made:
        made.writestr("một.txt", letter(9002))
        made.writestr("hong.docx", b"PK\x03\x04")


def drive(point: str, den: Path, *, data: Path) -> subprocess.CompletedProcess[str]:
    """Run the watcher with a kill at ``point``; whatever it started must end with it."""
    index = f"sqlite:{den.parent / 'a.sqlite'}"
    driver = subprocess.Popen(
        [sys.executable, "-m", "tests.flows.inbox_driver", point, den, data, index],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=SAMPLES.parent,
        start_new_session=True,
    )
    output, errors = driver.communicate(timeout=PATIENCE)
    wait_until_gone(driver.pid)
    return subprocess.CompletedProcess(driver.args, driver.returncode, output, errors)


def filed(folder: Path) -> list[str]:
    """Return what the archive and the quarantine hold, by place below their folder."""
    places = [
        path.relative_to(folder)
        for top in ("archive", "quarantine")
        for path in (folder / top).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    ]
    return sorted(str(place) for place in places)


def kept(folder: Path) -> list[dict[str, Any]]:
    """Return the archive's records without where they lie; the ledger must add up."""
    with open_archive(f"sqlite:{folder / 'a.sqlite'}", create=False) as archive:
        counts = archive.counts()
        assert counts["seen"] == sum(counts.values()) - counts["seen"]
        entries = archive.files()
        assert all(Path(entry.sighting.path).is_file() for entry in entries)
        assert counts["superseded"] == 0
        states = sorted((entry.file_id, entry.state, entry.code or "") for entry in entries)
        records = sorted(archive.records(), key=lambda one: str(one["id"]))
    for record in records:
        record["source"] = None
        record["document_id"] = None
        for reference in record["references"]:
            reference["resolved_id"] = None
    return [{"states": states}, *records]


def differing(one: Path, other: Path) -> list[str]:
    """Return what two offices' folders and archives do not have in common, a line each."""
    places = filed(one), filed(other)
    told = [f"on one side only: {place}" for place in sorted({*places[0]} ^ {*places[1]})]
    if kept(one) != kept(other):
        told.append("ledger or records differ")
    for place in places[0]:
        if place.endswith(".json") and place in places[1]:
            beside = [json.loads((top / place).read_text("utf-8")) for top in (one, other)]
            ids = [[part.get("id") for part in _listed(value)] for value in beside]
            if ids[0] != ids[1]:
                told.append(f"differs: {place}")
    return told


def _listed(value: Any) -> list[Any]:
    """Return a list as it is and anything else as a list of it."""
    return value if isinstance(value, list) else [value]
