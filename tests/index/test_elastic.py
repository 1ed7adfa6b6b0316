"""What only a server can do: be away, be full, be caught up, refuse."""

from pathlib import Path

import elasticsearch
import pytest

from app.cli import run
from dispatch.errors import ConfigError, IndexSchemaError, IndexUnavailableError
from index import open_archive, open_index
from index.elastic_client import connect, parse_url
from index.query import Query
from index.reindex import reindex
from tests.index.drawn import BQL, archive_content, campaign, cites, plan, written

pytestmark = pytest.mark.elastic


def test_a_view_is_caught_up_from_the_store(tmp_path: Path, index_url: str) -> None:
    store = tmp_path / "archive.sqlite"
    with open_archive(f"sqlite:{store}") as archive:
        archive.add(archive_content())
    with open_archive(index_url, archive=store) as archive:
        assert archive.catch_up() == 6
        assert archive.catch_up() == 0
        archive.view.refresh()
        assert archive.view.count() == archive.search(Query()).total == 6


def test_a_view_is_complete_without_its_store(tmp_path: Path, index_url: str) -> None:
    with open_archive(index_url, archive=tmp_path / "archive.sqlite") as archive:
        archive.add([plan(), campaign("I", "2023-03-01")])
        archive.view.refresh()
        wanted = archive.read("16/KH-BQL")
    with open_index(index_url) as reader:
        assert reader.read("16/KH-BQL") == wanted
        (hit,) = reader.search(Query(references="16/KH-BQL")).hits
        found = reader.read(hit.document_id)
        assert found is not None
        assert found["references"][0]["status"] == "resolved"


def test_a_late_plan_changes_the_links_in_the_view(tmp_path: Path, index_url: str) -> None:
    with open_archive(index_url, archive=tmp_path / "archive.sqlite") as archive:
        archive.add([campaign("I", "2023-03-01")])
        archive.add([plan()])
        archive.view.refresh()
        facets = archive.search(Query(facets=("status",))).facets
    assert facets["status"] == (("resolved", 1),)


def test_a_merged_document_leaves_the_view(tmp_path: Path, index_url: str) -> None:
    with open_archive(index_url, archive=tmp_path / "archive.sqlite") as archive:
        archive.add([plan(path="/in/a.docx")])
        archive.quarantine(
            plan().sighting.__class__("/in/a.docx", 1, 2, 1),
            file_id="f" * 64,
            code="damaged",
            message="hỏng",
            version="1",
        )
        archive.view.refresh()
        assert archive.search(Query()).total == 0


def test_a_full_server_is_named_and_caught_up_later(tmp_path: Path, index_url: str) -> None:
    address = parse_url(index_url)
    with (
        open_archive(index_url, archive=tmp_path / "archive.sqlite") as archive,
        connect(address) as client,
    ):
        block = {"index.blocks.read_only_allow_delete": True}
        client.indices.put_settings(index=address.name, settings=block)
        with pytest.raises(IndexUnavailableError) as caught:
            archive.add([plan()])
        assert caught.value.code == "index-read-only"
        assert "documents" not in caught.value.vi
        assert archive.counts()["indexed"] == archive.behind() == 1
        block = {"index.blocks.read_only_allow_delete": False}
        client.indices.put_settings(index=address.name, settings=block)
        assert archive.catch_up() == 1
        assert archive.behind() == 0


def test_another_mapping_is_a_schema_error(tmp_path: Path, index_url: str) -> None:
    address = parse_url(index_url)
    with elasticsearch.Elasticsearch(address.server) as client:
        client.indices.create(index=f"{address.name}-1-1", aliases={address.name: {}})
    with pytest.raises(IndexSchemaError):
        open_archive(index_url, archive=tmp_path / "archive.sqlite")


def test_the_index_of_another_program_is_left_alone(tmp_path: Path, index_url: str) -> None:
    store = tmp_path / "archive.sqlite"
    with open_archive(f"sqlite:{store}") as archive:
        archive.add([plan()])
    address = parse_url(index_url)
    foreign = f"{address.name}-1"
    with elasticsearch.Elasticsearch(address.server) as client:
        client.indices.create(index=foreign)
        for step in (
            lambda: open_archive(index_url, archive=store),
            lambda: reindex(index_url, store=store),
        ):
            with pytest.raises(IndexSchemaError, match="another name"):
                step()
            assert client.indices.get(index=f"{address.name}*")[foreign]["aliases"] == {}


def test_a_name_that_is_an_index_of_its_own_is_refused(tmp_path: Path, index_url: str) -> None:
    store = tmp_path / "archive.sqlite"
    with open_archive(f"sqlite:{store}") as archive:
        archive.add([plan()])
    own = f"{index_url}-9"
    with elasticsearch.Elasticsearch(parse_url(own).server) as client:
        client.indices.create(index=parse_url(own).name)
    for step in (
        lambda: open_archive(own, archive=store),
        lambda: open_index(own),
        lambda: reindex(own, store=store),
    ):
        with pytest.raises(IndexSchemaError, match="no alias"):
            step()


def test_nobody_at_the_address_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError, match="does not answer"):
        open_archive("http://127.0.0.1:1/congvan", archive=tmp_path / "archive.sqlite")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9200", "http://127.0.0.1:9200/UPPER", "ftp://x"])
def test_an_address_without_an_index_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError):
        open_archive(url, archive=tmp_path / "archive.sqlite")


def test_an_index_that_is_not_there_cannot_be_read(index_url: str) -> None:
    with pytest.raises(IndexUnavailableError, match="ingest"):
        open_index(index_url)


def test_a_search_of_the_view_asks_the_directory_in_the_store(
    tmp_path: Path,
    index_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CONGVAN_INDEX", index_url)
    monkeypatch.setenv("CONGVAN_DATA_FOLDER", str(tmp_path))
    with open_archive(index_url, archive=tmp_path / "archive.sqlite") as archive:
        archive.add([plan(), campaign("I", "2023-03-01")])
        archive.view.refresh()
    asked = ["search", 'cơ quan:"Ban KCN"', "--no-json"]
    assert run(asked, "vi") == 0
    assert "16/KH-BQL" not in capsys.readouterr().out
    assert run(["bodies", "add", BQL], "vi") == run(["bodies", "alias", BQL, "Ban KCN"], "vi") == 0
    assert run(asked, "vi") == 0
    assert "16/KH-BQL" in capsys.readouterr().out
    assert run([*asked, "--index", f"{index_url}-khong-co"], "vi") == 5
    with elasticsearch.Elasticsearch(parse_url(index_url).server) as client:
        assert not client.indices.exists(index=f"{parse_url(index_url).name}-khong-co")


def test_a_search_of_the_view_alone_tells_the_force_in_a_whole_phrase(
    tmp_path: Path,
    index_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with open_archive(index_url, archive=tmp_path / "archive.sqlite") as archive:
        amending = cites("16/KH-BQL", "amends", date="2023-02-06")
        archive.add([plan(), written("45", date="2023-05-10", references=(amending,))])
        archive.view.refresh()
    monkeypatch.setenv("CONGVAN_INDEX", index_url)
    monkeypatch.setenv("CONGVAN_DATA_FOLDER", str(tmp_path / "own"))
    for lang, line in (("vi", "  ! được sửa đổi, bổ sung\n"), ("en", "  ! amended\n")):
        assert run(["search", "số:16/KH-BQL", "--no-json"], lang) == 0
        assert line in capsys.readouterr().out
    # So does one beside the store of another archive, which cannot know the reason.
    with open_archive(f"sqlite:{tmp_path / 'own' / 'archive.sqlite'}") as other:
        other.add([plan()])
    assert run(["search", "số:16/KH-BQL", "--no-json"], "en") == 0
    assert "  ! amended\n" in capsys.readouterr().out
