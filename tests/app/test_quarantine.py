"""Quarantine at the command line: by cause, tried again when the cause is gone, or given up."""

import os
import subprocess
from pathlib import Path

import pytest

from index import open_archive
from index.base import Sighting
from index.quarantine import discard
from tests.command import CONGVAN, PATIENCE, SAMPLES, congvan, records

pytestmark = pytest.mark.prefect


def without_office(*arguments: str | Path, data: Path, index: str, bare: Path) -> str:
    """Run ``congvan`` where no LibreOffice can be found; return what it printed."""
    done = subprocess.run(
        [CONGVAN, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ
        | {"PATH": str(bare), "CONGVAN_DATA_FOLDER": str(data), "CONGVAN_INDEX": index},
        cwd=SAMPLES.parent,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def rtf() -> str:
    """Return a sample letter as Word's old exchange format."""
    text = (SAMPLES / "thi-dua-dot-2.txt").read_text(encoding="utf-8")
    body = "".join(char if ord(char) < 128 else f"\\u{ord(char)}?" for char in text)
    return "{\\rtf1\\ansi " + body.replace("\n", "\\par\n") + "}"


@pytest.mark.office
def test_what_lacked_a_program_is_tried_again_by_its_cause(
    prefect_data: Path, tmp_path: Path
) -> None:
    folder, bare, index = tmp_path / "den", tmp_path / "bare", f"sqlite:{tmp_path / 'a.sqlite'}"
    folder.mkdir()
    bare.mkdir()
    (folder / "thu.rtf").write_text(rtf(), encoding="ascii")
    (folder / "rong.pdf").write_bytes(b"")
    without_office("ingest", folder, data=prefect_data, index=index, bare=bare)

    held = records(congvan("quarantine", "list", data=prefect_data, index=index))
    assert {one["code"]: one["attempts"] for one in held} == {"missing-tool": 1, "empty-file": 1}
    shown = congvan("quarantine", "list", "--no-json", data=prefect_data, index=index)
    assert "missing-tool: 1 tệp" in shown.stdout
    assert "LibreOffice" in shown.stdout

    done = congvan("quarantine", "retry", "--code", "missing-tool", data=prefect_data, index=index)
    assert done.returncode == 0, done.stderr
    assert "Ra khỏi khu cách ly: 1 tệp; còn lại: 0." in done.stdout
    assert "thử lại 1" in done.stdout
    (left,) = records(congvan("quarantine", "list", data=prefect_data, index=index))
    assert (left["code"], left["attempts"]) == ("empty-file", 1), "the other cause was left alone"

    done = congvan("quarantine", "retry", folder / "rong.pdf", data=prefect_data, index=index)
    assert done.returncode == 1
    (left,) = records(congvan("quarantine", "show", left["path"], data=prefect_data, index=index))
    assert left["attempts"] == 2

    discard = ["quarantine", "discard", folder / "rong.pdf", "--reason", "tệp rỗng"]
    assert congvan(*discard, data=prefect_data, index=index).returncode == 0
    again = congvan("ingest", folder, data=prefect_data, index=index)
    assert again.returncode == 0, again.stderr
    assert "không đổi 2" in again.stdout
    assert "đã vào kho 1, bỏ qua 1" in again.stdout


def test_nothing_is_taken_by_default(tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    with open_archive(f"sqlite:{store}") as archive:
        archive.quarantine(
            Sighting("/in/a.doc", 3, 1, 1),
            code="missing-tool",
            message="Thiếu LibreOffice.\nLibreOffice is missing.",
            version="1",
        )
    for arguments in (["retry"], ["discard", "--reason", "x"], ["retry", "/in/b.doc"]):
        done = congvan("quarantine", *arguments, data=tmp_path, index=f"sqlite:{store}")
        assert done.returncode == 2, done.stdout
    english = congvan(
        *("quarantine", "list", "--no-json", "--lang", "en"),
        data=tmp_path,
        index=f"sqlite:{store}",
    )
    assert "LibreOffice is missing." in english.stdout
    assert "Thiếu" not in english.stdout


def test_what_was_given_up_stays_in_the_ledger(tmp_path: Path) -> None:
    place = Sighting("/in/a.pdf", 3, 1, 1)
    with open_archive(f"sqlite:{tmp_path / 'a.sqlite'}") as archive:
        archive.quarantine(place, file_id="ab", code="damaged", message="x", version="1")
        discard(archive, archive.files(state="quarantined"), reason="hỏng", author="lan")
        (entry,) = archive.files(code="discarded")
        assert (entry.state, entry.attempts, entry.message) == ("skipped", 1, "hỏng (lan; damaged)")
        assert archive.counts()["seen"] == archive.counts()["skipped"] == 1
