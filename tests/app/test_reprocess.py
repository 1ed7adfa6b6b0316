"""Reprocessing: what the rules of now read otherwise is shown, then written; nothing else moves."""

import json
import os
import signal
import sqlite3
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.process import parse_key, process
from index import open_archive
from index.archive import Archive
from index.base import Sighting, Written
from index.maintenance import check
from index.query import Query
from nlp import EXTRACTOR_VERSION as VERSION
from parsers.source import source_file
from tests.command import CONGVAN, SAMPLES, congvan, records

LETTER = (SAMPLES / "thi-dua-dot-2.txt").read_text(encoding="utf-8")
PLAN = (SAMPLES / "giay-moi-hop.txt").read_text(encoding="utf-8")


def stored(text: str, name: str, **older: Any) -> Written:
    """Return a file as an older version of the program stored it, with ``older`` values."""
    data = text.encode()
    source = source_file(f"/in/{name}", data)
    done = process(source, data, is_stored=True)
    record = {**done.records[0], **older, "extractor": {"version": "0.0.1"}}
    return Written(
        source.id,
        Sighting(f"/in/{name}", len(data), 1, 1),
        (record,),
        media_type=source.media_type,
        parse_key=parse_key(),
        parsed=done.parsed,
        compounds=done.compounds,
    )


def test_the_difference_is_shown_then_written(tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    letter = stored(LETTER, "a.txt", subject="trích yếu đọc sai", place=None, references=[])
    other = stored(PLAN, "b.txt")
    with open_archive(f"sqlite:{store}") as archive:
        archive.add([letter, other])
        (document,) = archive.find(letter.file_id)
        archive.correct(document, "/place", "Ba Bể", seen=None, author="lan")
        unchanged = archive.read(other.file_id)

    run = ["reprocess", "--index", f"sqlite:{store}", "--json"]
    dry = congvan(*run, "--dry-run", data=tmp_path)
    assert dry.returncode == 0, dry.stderr
    assert "1 tệp thay đổi" in dry.stderr, "who looks on is told also where the records are JSON"
    told = {one["field"]: one for one in records(dry)}
    assert told["subject"]["records"] == 1
    (example,) = told["subject"]["examples"]
    assert example["old"] == "trích yếu đọc sai"
    assert example["new"] == "phát động thi đua đợt II"
    assert "references" in told
    assert "place" not in told, "a corrected field does not change"
    refused = congvan(*run, data=tmp_path)
    assert refused.returncode == 2, "nobody is there to be asked"
    with open_archive(f"sqlite:{store}") as archive:
        shown = archive.read(letter.file_id)
        assert shown is not None
        assert shown["subject"] == "trích yếu đọc sai", "nothing was written"

    done = congvan(*run, "--yes", data=tmp_path)
    assert done.returncode == 0, done.stderr
    with open_archive(f"sqlite:{store}") as archive:
        shown = archive.read(letter.file_id)
        assert shown is not None
        assert shown["document_id"] == document
        assert shown["subject"] == "phát động thi đua đợt II"
        assert shown["place"] == "Ba Bể", "what a person wrote stays on top"
        assert archive.search(Query(references="16/KH-BQL")).total == 1, "linked anew"
        assert archive.search(Query(text="trích yếu đọc sai")).total == 0
        assert archive.read(other.file_id) == unchanged | {"extractor": {"version": VERSION}}
        assert check(archive) == {}
    assert records(congvan(*run, "--yes", data=tmp_path)) == [], "a second time changes nothing"


def test_what_reads_as_before_is_noted_as_read_by_this_version(tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    alike = stored(PLAN, "a.txt")
    masked = stored(LETTER, "b.txt", place="sai")
    other = stored(LETTER.replace("/BQL-VP", "7/BQL-TĐ"), "c.txt", place="sai")
    with open_archive(f"sqlite:{store}") as archive:
        archive.add([alike, masked, other])
        (document,) = archive.find(masked.file_id)
        archive.correct(document, "/place", "Chợ Mới", seen="sai", author="lan")
        words = word_rows(archive)

    run = ["reprocess", "--index", f"sqlite:{store}", "--no-json", "--field", "subject"]
    dry = congvan(*run, "--dry-run", data=tmp_path)
    assert "0 tệp thay đổi" in dry.stdout
    assert "2 tệp do phiên bản khác đọc vẫn cho như cũ" in dry.stdout
    with open_archive(f"sqlite:{store}") as archive:
        assert versions(archive) == ["0.0.1"] * 3

    done = congvan(*run, data=tmp_path)
    assert done.returncode == 0, "what changes nothing needs no answer: " + done.stderr
    with open_archive(f"sqlite:{store}") as archive:
        assert sorted(versions(archive)) == ["0.0.1", VERSION, VERSION]
        shown = archive.read(other.file_id)
        assert shown is not None
        assert shown["extractor"]["version"] == "0.0.1", "another field of it changes"
        assert word_rows(archive)[alike.file_id] == words[alike.file_id], "no words anew"
        count = archive.connection.execute(
            "SELECT count(*) FROM records WHERE id = ?", (alike.file_id,)
        )
        assert count.fetchone()[0] == 1, "the same record is not kept twice"
        masked_now = archive.read(masked.file_id)
        assert masked_now is not None
        assert masked_now["place"] == "Chợ Mới"
        archive.uncorrect(document, "/place", seen="Chợ Mới", author="lan")
        masked_now = archive.read(masked.file_id)
        assert masked_now is not None
        assert masked_now["place"] == "Chợ Mới", "what is under the correction is read anew"
        assert check(archive) == {}
    again = congvan(*run, data=tmp_path)
    assert "như cũ" not in again.stdout


def versions(archive: Archive) -> list[str]:
    """Return the version of the record that each document shows."""
    return [record["extractor"]["version"] for record in archive.records()]


def word_rows(archive: Archive) -> dict[str, int]:
    """Return for each document's record the row that holds its words."""
    rows = archive.connection.execute("SELECT record_id, text_row FROM documents").fetchall()
    return {row["record_id"]: row["text_row"] for row in rows}


def test_only_what_was_asked_for(tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    letter = stored(LETTER, "a.txt", subject="sai")
    other = stored(PLAN, "b.txt", place="sai")
    with open_archive(f"sqlite:{store}") as archive:
        archive.add([letter, other])
    run = ["reprocess", "--index", f"sqlite:{store}", "--dry-run", "--json"]
    fields = [one["field"] for one in records(congvan(*run, "--field", "place", data=tmp_path))]
    assert fields == ["place"]
    where = records(congvan(*run, "--where", 'người ký:"Hoàng Văn Khởi"', data=tmp_path))
    assert [one["field"] for one in where] == ["subject"]
    assert congvan(*run, "--field", "chu-de", data=tmp_path).returncode == 2


def test_a_file_that_proves_secret_is_forgotten(tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    plain = stored(LETTER.replace("thi đua", "zyxqwo"), "a.txt")
    stamped = stored_secret(plain)
    with open_archive(f"sqlite:{store}") as archive:
        archive.add([stamped, stored(PLAN, "b.txt")])
    assert b"zyxqwo" in store_bytes(tmp_path)
    done = congvan("reprocess", "--index", f"sqlite:{store}", "--yes", data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"zyxqwo" not in store_bytes(tmp_path)
    with open_archive(f"sqlite:{store}") as archive:
        (entry,) = archive.files(state="quarantined")
        assert entry.code == "secret"
        assert check(archive) == {}


def stored_secret(plain: Written) -> Written:
    """Return ``plain`` with the stored document of a letter that bears a stamp, which the older
    rules did not see."""
    from dispatch.serial import serialize
    from parsers import parse

    data = ("TUYỆT MẬT\n" + LETTER.replace("thi đua", "zyxqwo")).encode()
    document = parse(source_file("/in/a.txt", data), data)
    own = replace(document, source=replace(document.source, id=plain.file_id))
    return replace(plain, parsed=(serialize(own),))


def store_bytes(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(folder.glob("a.sqlite*"))).lower()


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    store = tmp_path / "a.sqlite"
    letters = [
        stored(LETTER.replace("thi đua", f"thi đua {number}"), f"{number}.txt", place="sai")
        for number in range(200)
    ]
    with open_archive(f"sqlite:{store}") as archive:
        archive.add(letters)
    arguments = ["reprocess", "--index", f"sqlite:{store}", "--yes", "--no-json", "--jobs", "1"]
    running = subprocess.Popen(
        [CONGVAN, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"CONGVAN_DATA_FOLDER": str(tmp_path)},
    )
    deadline = time.monotonic() + 60
    while waiting(store) < 64 and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    before = waiting(store)
    assert 64 <= before < 200
    done = congvan(*arguments, data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"200 tệp (đã có từ lần trước {before}): 200 tệp thay đổi" in done.stdout
    with open_archive(f"sqlite:{store}") as archive:
        assert {record["place"] for record in archive.records()} == {"Chợ Mới"}
        assert check(archive) == {}
    assert waiting(store) == 0


def waiting(store: Path) -> int:
    """Return how many files wait in the store."""
    with sqlite3.connect(store) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM staged").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # the table is not there yet, or no longer


def test_the_files_themselves_can_be_read_again(tmp_path: Path) -> None:
    store, folder = tmp_path / "a.sqlite", tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(LETTER, encoding="utf-8")
    letter = stored(LETTER, "a.txt", subject="sai")
    lost = stored(PLAN, "b.txt")
    place = replace(letter.sighting, path=str(folder / "a.txt"))
    with open_archive(f"sqlite:{store}") as archive:
        archive.add([replace(letter, sighting=place, parsed=()), lost])
    run = ["reprocess", "--index", f"sqlite:{store}", "--yes", "--json"]
    without = congvan(*run, data=tmp_path)
    assert without.returncode == 1
    assert "[not-stored]" in without.stderr
    again = congvan(*run, "--reread", data=tmp_path)
    assert again.returncode == 1
    assert "[missing-file]" in again.stderr
    assert "subject" in [one["field"] for one in records(again)]
    with open_archive(f"sqlite:{store}") as archive:
        shown = archive.read(letter.file_id)
        assert shown is not None
        assert shown["subject"] == "phát động thi đua đợt II"
        assert json.loads(json.dumps(shown))["source"]["path"] == str(folder / "a.txt")
        assert archive.parsed(letter.file_id)
