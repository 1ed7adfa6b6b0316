"""The archive is checked, mended, backed up and copied."""

from pathlib import Path

import elasticsearch
import pytest

from dispatch.errors import ConfigError, IndexSchemaError, IndexUnavailableError
from index import open_archive
from index.archive import Archive
from index.elastic_client import parse_url
from index.maintenance import backup, check, copy, live, restore
from index.query import Query
from index.reindex import reindex
from tests.index.drawn import archive_content, plan


@pytest.fixture
def full(archive: Archive) -> Archive:
    archive.add(archive_content())
    return archive


def test_a_whole_archive_has_no_faults(full: Archive) -> None:
    assert check(full) == {}


def test_dangling_links_and_lost_words_are_found_and_mended(full: Archive) -> None:
    full.connection.execute("UPDATE refs SET target = 999 WHERE target IS NOT NULL")
    full.connection.execute("UPDATE documents SET text_of = '', text_row = 0 WHERE row = 1")
    faults = check(full)
    assert faults["dangling-links"] == 3
    assert faults["documents-without-words"] == 1
    assert check(full, is_repaired=True) == {}
    assert full.search(Query(text="phát động thi đua năm")).total > 0


def test_a_lost_file_is_told_and_not_made_up(full: Archive) -> None:
    full.connection.execute("DELETE FROM sightings WHERE path LIKE '%plan%'")
    assert check(full, is_repaired=True) == {"documents-without-file": 1}


def test_a_backup_is_restored_whole(full: Archive, tmp_path: Path) -> None:
    file, store = tmp_path / "backup", tmp_path / "elsewhere" / "archive.sqlite"
    assert backup(full.path, file) == live(full.connection)
    assert restore(file, store) == live(full.connection)
    with open_archive(f"sqlite:{store}") as other:
        assert list(other.records()) == list(full.records())
        assert check(other) == {}


def test_a_copy_goes_to_a_search_view(full: Archive) -> None:
    with pytest.raises(ConfigError):
        copy(full.path, "sqlite:elsewhere")


def test_nothing_is_overwritten(full: Archive, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    backup(full.path, file)
    with pytest.raises(ConfigError):
        backup(full.path, file)
    with pytest.raises(ConfigError):
        restore(file, full.path)


def test_what_is_no_archive_is_not_restored(tmp_path: Path) -> None:
    file = tmp_path / "notes"
    file.write_text("no archive " * 100, encoding="utf-8")
    with pytest.raises(IndexUnavailableError):
        restore(file, tmp_path / "archive.sqlite")
    assert not (tmp_path / "archive.sqlite").exists()


@pytest.mark.elastic
def test_a_copy_finds_the_same(full: Archive, index_url: str) -> None:
    assert copy(full.path, index_url) == live(full.connection)
    with open_archive(index_url, archive=full.path) as other:
        asked = Query(references="16/KH-BQL")
        found = [hit.document_id for hit in other.search(asked).hits]
        assert found == [hit.document_id for hit in full.search(asked).hits]
        assert check(other) == {}


def test_words_that_left_the_index_are_found_and_made_again(full: Archive) -> None:
    full.connection.execute("UPDATE documents SET text_row = 99999 WHERE row = 1")
    assert check(full) == {"documents-without-words": 1}
    assert check(full, is_repaired=True) == {}


@pytest.mark.elastic
def test_a_view_that_lost_or_kept_documents_is_mended(full: Archive, index_url: str) -> None:
    copy(full.path, index_url)
    address = parse_url(index_url)
    with open_archive(index_url, archive=full.path) as other:
        hits = other.search(Query()).hits
        with elasticsearch.Elasticsearch(address.server) as client:
            client.delete(index=address.name, id=hits[0].document_id)
            kept = client.get(index=address.name, id=hits[1].document_id)["_source"]
            client.index(index=address.name, id="stray", document={**kept, "document_id": "stray"})
            stale = {**kept, "seq": 0, "standing": "repealed"}
            client.index(index=address.name, id=hits[1].document_id, document=stale)
        assert check(other) == {"view-differs": 3}
        assert check(other, is_repaired=True) == {}
        assert other.search(Query()).hits == hits


@pytest.mark.elastic
def test_a_view_ahead_of_a_restored_archive_is_refused(
    full: Archive, index_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup"
    backup(full.path, file)
    full.add([plan(name="later", number="17/KH-BQL")])
    copy(full.path, index_url)
    with (
        open_archive(index_url, archive=file) as older,
        pytest.raises(IndexSchemaError, match="reindex"),
    ):
        older.catch_up()
    assert reindex(index_url, store=file).documents == 6
    with open_archive(index_url, archive=file) as older:
        assert check(older) == {}
