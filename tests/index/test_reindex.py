"""A view is built anew beside the one in use: nothing is lost, whatever happens meanwhile."""

import threading
from collections.abc import Callable
from pathlib import Path

import elasticsearch
import pytest

from dispatch.errors import ConfigError, IndexSchemaError
from index import open_archive, open_index
from index.archive import Archive
from index.base import Written
from index.elastic_client import parse_url
from index.elastic_index import MAPPINGS
from index.maintenance import check
from index.query import Query
from index.reindex import drop_old, reindex
from tests.index.drawn import archive_content, campaign, plan, written

ASKED = (
    Query(text="thi đua"),
    Query(text="nơi nhận:tinh"),
    Query(references="16/KH-BQL"),
    Query(signer="khoi"),
)


def found(archive: Archive) -> list[list[str]]:
    return [[hit.document_id for hit in archive.search(query).hits] for query in ASKED]


def letters(count: int) -> list[Written]:
    return [
        written(f"letter-{at}", number=f"{at}/BQL-VP", text=f"Công văn thi đua thứ {at}.")
        for at in range(1, count + 1)
    ]


def while_adding(
    open_: Callable[[], Archive], items: list[Written], do: Callable[[], object]
) -> None:
    """Run ``do`` while another connection adds ``items`` one by one."""
    has_begun = threading.Event()
    failed: list[BaseException] = []

    def add() -> None:
        try:
            with open_() as archive:
                for item in items:
                    archive.add([item])
                    has_begun.set()
        except BaseException as error:
            failed.append(error)
            has_begun.set()

    writer = threading.Thread(target=add)
    writer.start()
    has_begun.wait()
    do()
    writer.join()
    assert failed == []


def test_the_same_is_found_and_the_old_words_are_kept_until_told(archive: Archive) -> None:
    archive.add(archive_content())
    before = found(archive)
    url = f"sqlite:{archive.path}"
    built = reindex(url, store=archive.path)
    assert (built.documents, built.kept) == (6, ("words_before",))
    assert found(archive) == before
    assert check(archive) == {}
    archive.add([campaign("III", "2023-11-01", text="Phát động thi đua đợt III.")])
    assert archive.search(Query(text='"đợt III"')).total == 1
    assert drop_old(url, store=archive.path) == ["words_before"]
    assert drop_old(url, store=archive.path) == []
    assert archive.search(Query(text='"đợt III"')).total == 1


def test_an_older_store_is_brought_up_to_this_version(tmp_path: Path) -> None:
    store = tmp_path / "archive.sqlite"
    with open_archive(f"sqlite:{store}") as archive:
        archive.add(archive_content())
        before = found(archive)
        older = archive.connection
        older.execute("DROP TABLE words")
        older.execute("CREATE VIRTUAL TABLE words USING fts5 (exact, folded, content = '')")
        older.execute("DROP INDEX documents_text")
        older.execute("DROP TABLE names")
        older.execute("ALTER TABLE documents DROP COLUMN confidence")
        older.execute("DROP INDEX documents_signer")
        older.execute("DROP TABLE bodies")
        older.execute("UPDATE documents SET skeleton = 'another analysis'")
        older.execute("UPDATE renditions SET sketch = x'00'")
        older.execute("UPDATE meta SET value = '0' WHERE key IN ('schema', 'analysis')")
    with pytest.raises(IndexSchemaError, match="reindex"):
        open_archive(f"sqlite:{store}")
    assert reindex(f"sqlite:{store}", store=store).documents == 6
    with open_archive(f"sqlite:{store}") as archive:
        assert found(archive) == before
        assert archive.search(Query(text="độ tin cậy:thấp")).total == 1
        assert [one.value for one in archive.suggest("16/")] == ["16/KH-BQL"]
        assert check(archive) == {}


def test_what_is_written_meanwhile_is_there_afterwards(tmp_path: Path) -> None:
    store = tmp_path / "archive.sqlite"
    url = f"sqlite:{store}"
    items = letters(60)
    with open_archive(url) as archive:
        archive.add(items[:30])
    while_adding(lambda: open_archive(url), items[30:], lambda: reindex(url, store=store))
    with open_archive(url) as archive:
        assert archive.search(Query(text="thi đua")).total == 60
        assert check(archive) == {}


def test_a_build_that_was_broken_off_is_begun_anew(archive: Archive) -> None:
    archive.add([plan()])
    archive.connection.execute("CREATE VIRTUAL TABLE words_next USING fts5 (exact, content = '')")
    assert reindex(f"sqlite:{archive.path}", store=archive.path).documents == 1
    assert archive.search(Query(text="thi đua")).total == 1


def test_only_one_builds_at_a_time(archive: Archive) -> None:
    from index.reindex import _alone

    with _alone(archive.path), pytest.raises(ConfigError, match="already"):
        reindex(f"sqlite:{archive.path}", store=archive.path)


def indices(url: str) -> tuple[list[str], list[str]]:
    """Return the index behind the alias, and all versions."""
    address = parse_url(url)
    with elasticsearch.Elasticsearch(address.server) as client:
        behind = client.indices.get_alias(name=address.name)
        every = client.indices.get(index=f"{address.name}-*")
    return [name.removeprefix(address.name) for name in behind], sorted(
        name.removeprefix(address.name) for name in every
    )


@pytest.mark.elastic
def test_a_new_version_of_the_index_takes_the_alias(tmp_path: Path, index_url: str) -> None:
    store = tmp_path / "archive.sqlite"
    with open_archive(index_url, archive=store) as archive:
        archive.add(archive_content())
        archive.view.refresh()
        before = found(archive)
        built = reindex(index_url, store=store)
        assert built.documents == 6
        assert indices(index_url) == (["-2"], ["-1", "-2"])
        # Whoever had the view open goes on with the new one.
        assert found(archive) == before
        archive.add([campaign("III", "2023-11-01", text="Phát động thi đua đợt III.")])
        archive.view.refresh()
        assert archive.search(Query(text='"đợt III"')).total == 1
        assert check(archive) == {}
    assert [one[-2:] for one in drop_old(index_url, store=store)] == ["-1"]
    assert indices(index_url) == (["-2"], ["-2"])


@pytest.mark.elastic
def test_an_index_of_another_version_is_replaced(tmp_path: Path, index_url: str) -> None:
    address, store = parse_url(index_url), tmp_path / "archive.sqlite"
    with open_archive(f"sqlite:{store}") as archive:
        archive.add(archive_content())
    with elasticsearch.Elasticsearch(address.server) as client:
        client.indices.create(index=f"{address.name}-1-1", aliases={address.name: {}})
        # What a build that was broken off leaves.
        client.indices.create(index=f"{address.name}-2", mappings=MAPPINGS)
    with pytest.raises(IndexSchemaError, match="reindex"):
        open_index(index_url)
    reindex(index_url, store=store)
    assert indices(index_url) == (["-2"], ["-1-1", "-2"])
    with open_index(index_url) as reader:
        assert reader.search(Query(references="16/KH-BQL")).total == 3


@pytest.mark.elastic
def test_what_is_written_meanwhile_reaches_the_new_index(tmp_path: Path, index_url: str) -> None:
    store = tmp_path / "archive.sqlite"
    items = letters(60)
    with open_archive(index_url, archive=store) as archive:
        archive.add(items[:30])
    while_adding(
        lambda: open_archive(index_url, archive=store),
        items[30:],
        lambda: reindex(index_url, store=store),
    )
    with open_archive(index_url, archive=store) as archive:
        assert archive.behind() == 0
        archive.view.refresh()
        assert archive.search(Query(text="thi đua")).total == 60
        assert check(archive) == {}
