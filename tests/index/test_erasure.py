"""An erased document is in no byte of the archive's files; its tombstone stays."""

import os
import sqlite3
import subprocess
from pathlib import Path

import elasticsearch
import pytest

from dispatch.errors import QueryError
from index import open_archive
from index.archive import Archive
from index.base import Written
from index.erasure import erase, tombstones
from index.maintenance import check
from index.query import Query
from index.reindex import reindex
from tests.index.drawn import campaign, plan, record, written

MARKER = "Zyxqwoven"
SECRETIVE = f"Ông {MARKER} Văn Kín"


def told() -> Written:
    """A letter whose every text holds the marker."""
    return written(
        "letter",
        number=f"7/{MARKER}-VP",
        notation=f"{MARKER}-VP",
        subject=f"đơn của {MARKER}",
        signer=SECRETIVE,
        text=f"Nội dung {MARKER} chỉ ở đây.",
    )


def bytes_of(folder: Path) -> bytes:
    """Return every byte of the store's files, in lower case."""
    return b"".join(one.read_bytes() for one in sorted(folder.glob("archive.sqlite*"))).lower()


def test_no_byte_is_left_in_the_store(archive: Archive, tmp_path: Path) -> None:
    archive.add([plan(), campaign("I", "2023-03-01"), told()])
    letter = archive.find(f"7/{MARKER}-VP")[0]
    archive.correct(letter, "/subject", f"kêu cứu {MARKER}", seen=f"đơn của {MARKER}", author="a")
    assert MARKER.lower().encode() in bytes_of(tmp_path)
    done = erase(archive, letter, reason="theo yêu cầu", author="lan")
    assert done.originals == ("/in/letter.txt",)
    assert MARKER.lower().encode() not in bytes_of(tmp_path)
    assert archive.search(Query(text="phát động")).total == 2, "the words of the others are there"
    assert check(archive) == {}
    assert archive.counts()["withdrawn"] == 1


def test_words_kept_by_a_reindex_go_too(archive: Archive, tmp_path: Path) -> None:
    archive.add([plan(), told()])
    assert reindex(f"sqlite:{archive.path}", store=archive.path).kept == ("words_before",)
    erase(archive, archive.find(f"7/{MARKER}-VP")[0], reason="theo yêu cầu", author="lan")
    assert MARKER.lower().encode() not in bytes_of(tmp_path)
    assert archive.search(Query(text="phát động")).total == 1


def test_a_tombstone_keeps_who_when_and_why(archive: Archive) -> None:
    archive.add([told()])
    erase(archive, record("letter")["id"], reason="theo yêu cầu", author="lan")
    (stone,) = tombstones(archive.connection)
    assert (stone["author"], stone["reason"]) == ("lan", "theo yêu cầu")
    assert stone["file_id"] == record("letter")["id"]
    assert stone["erased"].startswith("20")
    archive.add([told()])
    assert archive.search(Query()).total == 0, "the same bytes do not come back"
    assert check(archive) == {}


def test_a_withdrawn_document_and_its_older_versions_can_be_erased(
    archive: Archive, tmp_path: Path
) -> None:
    archive.add([told()])
    newer = written("newer", path="/in/letter.txt", mtime=2, subject=f"bản hai {MARKER}")
    archive.add([newer])
    (document,) = archive.find(newer.file_id)
    archive.withdraw(document, reason="nhầm")
    done = erase(archive, document, reason="nhầm", author="lan")
    assert set(done.files) == {newer.file_id, told().file_id}
    assert MARKER.lower().encode() not in bytes_of(tmp_path)


def test_what_cites_it_has_a_stub_again(archive: Archive) -> None:
    archive.add([plan(), campaign("I", "2023-03-01")])
    erase(archive, "16/KH-BQL", reason="x", author="lan")
    shown = archive.read(record("round-I")["id"])
    assert shown is not None
    assert shown["references"][0]["status"] == "stub"
    assert shown["references"][0]["number"] == "16/KH-BQL", "what another letter says stays"


def test_what_is_not_there_cannot_be_erased(archive: Archive) -> None:
    with pytest.raises(QueryError):
        erase(archive, "16/KH-BQL", reason="x", author="lan")


def test_a_reader_in_between_is_told(archive: Archive, tmp_path: Path) -> None:
    archive.add([told()])
    other = sqlite3.connect(tmp_path / "archive.sqlite", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM documents").fetchone()
    archive.connection.execute("PRAGMA busy_timeout = 100")
    with pytest.raises(Exception, match="another process reads it"):
        erase(archive, record("letter")["id"], reason="x", author="lan")
    other.execute("ROLLBACK")
    other.close()
    erase(archive, record("letter")["id"], reason="x", author="lan")
    assert MARKER.lower().encode() not in bytes_of(tmp_path)


@pytest.mark.elastic
def test_no_byte_is_left_in_elasticsearch(index_url: str, tmp_path: Path) -> None:
    server, name = index_url.rsplit("/", 1)
    with open_archive(index_url, archive=tmp_path / "archive.sqlite") as archive:
        archive.add([plan(), told()])
        archive.view.refresh()
        with elasticsearch.Elasticsearch(server) as client:
            client.indices.flush(index=name)
            (uuid,) = {
                one["settings"]["index"]["uuid"]
                for one in client.indices.get_settings(index=name).values()
            }
            (node,) = client.nodes.info(metric="settings")["nodes"].values()
        home = Path(node["settings"]["path"]["home"])
        (folder,) = home.glob(f"data*/indices/{uuid}")
        assert grep(folder), "the marker is found where it stands"
        erase(archive, record("letter")["id"], reason="x", author="lan")
        assert not grep(folder)
        assert archive.view.count() == 1


def grep(folder: Path) -> list[str]:
    """Return the files under ``folder`` that hold the marker in plain or lower case."""
    os.sync()
    done = subprocess.run(
        ["grep", "-rlia", MARKER, str(folder)], capture_output=True, text=True, check=False
    )
    return done.stdout.splitlines()
