"""A server that is secured, dies and comes back; bench/elastic_cluster.py does so with three."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.errors import IndexUnavailableError
from index import open_archive
from index.maintenance import check
from index.query import Query
from index.reindex import drop_old, reindex
from tests.elastic_keys import home_with_keys, make_key, withdraw_key
from tests.elastic_nodes import PASSWORD, USER, Node, room, secured
from tests.index.drawn import archive_content, campaign, plan

pytestmark = pytest.mark.elastic


@pytest.fixture(scope="module")
def guarded() -> Iterator[Node]:
    with room() as folder:
        node = secured(folder, home_with_keys(folder))
        node.start()
        try:
            node.wait()
            yield node
        finally:
            node.kill()


def url_of(
    node: Node, *, user: str = USER, password: str = PASSWORD, ca: bool = True, of: str = "congvan"
) -> str:
    known = f"?ca_certs={node.ca}" if ca else ""
    return f"https://{user}:{password}@127.0.0.1:{node.http}/{of}{known}"


def test_a_secured_server_is_used_over_tls(guarded: Node, tmp_path: Path) -> None:
    with open_archive(url_of(guarded), archive=tmp_path / "archive.sqlite") as archive:
        archive.add(archive_content())
        archive.view.refresh()
        assert archive.search(Query(references="16/KH-BQL")).total == 3
        assert check(archive) == {}


def test_a_wrong_password_is_said_and_not_repeated(guarded: Node, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError, match="refuses") as caught:
        open_archive(url_of(guarded, password="sai-roi"), archive=tmp_path / "archive.sqlite")
    assert caught.value.code == "index-refused"
    assert "sai-roi" not in caught.value.message + caught.value.vi


def test_an_account_that_may_only_read_is_told_what_it_lacks(guarded: Node, tmp_path: Path) -> None:
    writing = url_of(guarded, of="read-only")
    reading = url_of(guarded, user="doc", of="read-only")
    store = tmp_path / "archive.sqlite"
    with open_archive(writing, archive=store) as archive:
        archive.add([plan()])
        archive.view.refresh()
    guarded.add_reader("doc", PASSWORD, "read-only*")
    with open_archive(reading, archive=store) as archive:
        assert archive.search(Query(number="16/KH-BQL")).total == 1
        with pytest.raises(IndexUnavailableError, match=r"may not do that .*write") as caught:
            archive.add([campaign("I", "2023-03-01")])
        assert caught.value.code == "index-forbidden"
        assert caught.value.code in caught.value.LASTING
        assert "1 documents are in the archive and wait" in caught.value.message
    with open_archive(writing, archive=store) as archive:
        archive.catch_up()
        assert check(archive) == {}


def test_a_key_opens_its_own_indices_until_it_is_withdrawn(
    guarded: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_id, key = make_key(guarded, "keyed*")
    monkeypatch.setenv("ELASTICSEARCH_API_KEY", key)
    server, ca = f"https://127.0.0.1:{guarded.http}", f"?ca_certs={guarded.ca}"
    store = tmp_path / "archive.sqlite"
    with open_archive(f"{server}/keyed{ca}", archive=store) as archive:
        archive.add(archive_content())
        archive.view.refresh()
        assert archive.search(Query(references="16/KH-BQL")).total == 3
        assert check(archive) == {}
    assert reindex(f"{server}/keyed{ca}", store=store).documents == 6
    assert drop_old(f"{server}/keyed{ca}", store=store) == ["keyed-1"]
    with pytest.raises(IndexUnavailableError, match="may not do that") as caught:
        open_archive(f"{server}/other{ca}", archive=store)
    assert caught.value.code == "index-forbidden"
    withdraw_key(guarded, key_id)
    with pytest.raises(IndexUnavailableError, match="API key") as caught:
        open_archive(f"{server}/keyed{ca}", archive=store)
    assert caught.value.code == "index-refused"
    assert key not in caught.value.message + caught.value.vi


def test_an_unknown_authority_is_said(guarded: Node, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError, match="certificate") as caught:
        open_archive(url_of(guarded, ca=False), archive=tmp_path / "archive.sqlite")
    assert caught.value.code == "index-certificate"


def test_a_server_that_dies_is_caught_up_when_it_is_back(guarded: Node, tmp_path: Path) -> None:
    with open_archive(url_of(guarded), archive=tmp_path / "archive.sqlite") as archive:
        archive.add(archive_content())
        guarded.kill()
        with pytest.raises(
            IndexUnavailableError, match="the documents are in the archive"
        ) as caught:
            archive.add([campaign("III", "2023-11-01")])
        assert caught.value.code == "index-unavailable"
        guarded.start()
        guarded.wait()
        assert archive.catch_up() >= 1
        assert check(archive) == {}
