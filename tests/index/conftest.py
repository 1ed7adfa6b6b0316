"""One archive with a fixed content, behind each backend."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import elasticsearch
import pytest

from index import open_archive
from index.archive import Archive
from tests.index.drawn import archive_content

BACKENDS = ["sqlite", pytest.param("elastic", marks=pytest.mark.elastic)]


@pytest.fixture
def index_url(elasticsearch_url: str) -> Iterator[str]:
    """A fresh index name on the real server, removed afterwards."""
    name = f"test-{uuid.uuid4().hex}"
    yield f"{elasticsearch_url}/{name}"
    with elasticsearch.Elasticsearch(elasticsearch_url) as client:
        client.indices.delete(
            index=[*client.indices.get(index=f"{name}-*")] or ["none"], ignore_unavailable=True
        )


@pytest.fixture(scope="module", params=BACKENDS)
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    """The fixed content behind one backend, ready to be searched."""
    store = tmp_path_factory.mktemp("archive") / "archive.sqlite"
    if request.param == "sqlite":
        with open_archive(f"sqlite:{store}") as archive:
            archive.add(archive_content())
            yield archive
        return
    server = request.getfixturevalue("elasticsearch_url")
    name = f"test-{uuid.uuid4().hex}"
    with open_archive(f"{server}/{name}", archive=store) as archive:
        archive.add(archive_content())
        archive.view.refresh()
        yield archive
    with elasticsearch.Elasticsearch(server) as client:
        client.indices.delete(index=f"{name}-1")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive in SQLite."""
    with open_archive(f"sqlite:{tmp_path / 'archive.sqlite'}") as opened:
        yield opened


@pytest.fixture(params=BACKENDS)
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """An empty archive, behind each backend."""
    store = tmp_path / "archive.sqlite"
    if request.param == "sqlite":
        with open_archive(f"sqlite:{store}") as archive:
            yield archive
        return
    with open_archive(request.getfixturevalue("index_url"), archive=store) as archive:
        yield archive
