"""Words are kept where a store feeds a view elsewhere, and never differ from the record's."""

from pathlib import Path

import orjson
import pytest

from index import open_archive
from index.archive import Archive
from index.entries import entries_of, words_of
from index.erasure import erase
from index.query import Query
from index.records import load
from tests.index.drawn import archive_content, plan, written


def _kept(archive: Archive) -> dict[int, str]:
    rows = archive.connection.execute("SELECT document, record_id FROM kept_words").fetchall()
    return {row["document"]: row["record_id"] for row in rows}


def _live(archive: Archive) -> dict[int, str]:
    rows = archive.connection.execute("SELECT row, record_id FROM documents WHERE state = 'live'")
    return {row["row"]: row["record_id"] for row in rows.fetchall()}


def _assert_words_are_right(archive: Archive) -> None:
    rows = archive.connection.execute("SELECT * FROM documents WHERE state = 'live'").fetchall()
    for row, entry in zip(rows, entries_of(archive.connection, rows), strict=True):
        record = load(archive.connection, row["record_id"], row["version"])
        made = words_of(record, "")
        assert {**orjson.loads(entry.words), "compounds": ""} == made
        assert orjson.loads(entry.record) == record


def test_a_store_that_is_searched_itself_keeps_none(archive: Archive) -> None:
    archive.add(archive_content())
    names = archive.connection.execute("SELECT name FROM sqlite_master").fetchall()
    assert "kept_words" not in {row["name"] for row in names}
    _assert_words_are_right(archive)


@pytest.mark.elastic
def test_what_is_fed_is_kept(index_url: str, tmp_path: Path) -> None:
    store = tmp_path / "archive.sqlite"
    with open_archive(index_url, archive=store) as archive:
        archive.add(archive_content())
        assert _kept(archive) == _live(archive) != {}
        _assert_words_are_right(archive)
        shown = archive.read("16/KH-BQL")
        assert shown is not None
        archive.correct(
            "16/KH-BQL", "/subject", "Kế hoạch khác hẳn", seen=shown["subject"], author="An"
        )
        archive.view.refresh()
        found = archive.search(Query(text='trích yếu:"khác hẳn"'))
        assert [hit.number for hit in found.hits] == ["16/KH-BQL"]
        assert _kept(archive) == _live(archive)
    # What another way of opening the store writes anew is not fed with the words of before.
    with open_archive(f"sqlite:{store}") as archive:
        row = archive.connection.execute("SELECT row FROM documents WHERE number = '16/KH-BQL'")
        document = row.fetchone()["row"]
        archive.add([plan(text="một văn bản khác", version="2")])
        assert _kept(archive).keys() == _live(archive).keys() - {document}


@pytest.mark.elastic
def test_what_is_erased_is_not_kept(index_url: str, tmp_path: Path) -> None:
    with open_archive(index_url, archive=tmp_path / "archive.sqlite") as archive:
        archive.add([written("một", text="chữ chẳng ai viết"), written("hai")])
        erase(archive, written("một").file_id, reason="thử", author="An")
        assert _kept(archive) == _live(archive)
        assert [*_kept(archive).values()] == [written("hai").file_id]
