"""Services that more than one package's tests need."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from flows.server import stop_server

# The tests share two cores with servers and OCR: how long one example takes says nothing.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

# A shell's background job ignores Ctrl-C, and so would every program that the tests start from it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

SCRIPT = Path(__file__).parents[1] / "scripts" / "elasticsearch.sh"

_FIRST = ("test_chaos", "test_chaos_search", "test_inbox_crash", "test_make_run")
"""The files that take minutes: begun last, one process would be left alone with them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the slowest files first, then what waits for servers, then the rest."""

    def rank(item: pytest.Item) -> int:
        name = item.path.stem
        if name in _FIRST:
            return _FIRST.index(name)
        return len(_FIRST) + (item.get_closest_marker("prefect") is None)

    items.sort(key=rank)


@pytest.fixture(scope="session", autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty data folder in place of the user's: an archive kept there changes no answer here."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("user-data")
        patch.setenv("CONGVAN_DATA_FOLDER", str(folder))
        for name in ("CONGVAN_INDEX", "CONGVAN_ARCHIVE"):
            patch.delenv(name, raising=False)
        yield folder
        stop_server(folder)


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """The real server: the one that ELASTICSEARCH_URL names, else one brought up by the script.

    It stays up for the next run (scripts/elasticsearch.sh stop ends it); without one the tests
    fail, they are not skipped.
    """
    if url := os.environ.get("ELASTICSEARCH_URL"):
        return url.rstrip("/")
    started = subprocess.run(
        [str(SCRIPT), "start"], capture_output=True, text=True, timeout=280, check=False
    )
    assert started.returncode == 0, started.stderr
    return started.stdout.strip()


@pytest.fixture(scope="session")
def prefect_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose Prefect server the first ingest starts and all later ones share."""
    folder = tmp_path_factory.mktemp("data")
    yield folder
    stop_server(folder)


@pytest.fixture
def short_tmp() -> Iterator[Path]:
    """A TMPDIR of few letters: worker processes put sockets there, whose paths end at 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="cv-") as folder:
        yield Path(folder)
