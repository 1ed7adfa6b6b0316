"""The local server's book-keeping, and a server that dies under who uses it."""

import json
import os
import signal
import socket
import threading
import urllib.request
from pathlib import Path

import pytest

from flows.server import (
    _free_port,
    _last_port,
    ensure_server,
    environment,
    starting,
    stop_server,
)


def test_a_server_named_by_the_environment_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://prefect.example/api")
    assert ensure_server(tmp_path) == "http://prefect.example/api"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "state",
    [None, "", "[]", '{"pid": "x", "url": 1}', json.dumps({"pid": 2**22 + 1, "url": "http://x"})],
)
def test_no_server_is_nothing_to_stop(state: str | None, tmp_path: Path) -> None:
    if state is not None:
        (tmp_path / "prefect").mkdir()
        (tmp_path / "prefect" / "server.json").write_text(state, encoding="utf-8")
    assert stop_server(tmp_path) is False


def test_a_number_given_again_to_another_program_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "prefect").mkdir()
    state = {"pid": os.getppid(), "url": "http://127.0.0.1:9/api"}
    (tmp_path / "prefect" / "server.json").write_text(json.dumps(state), encoding="utf-8")
    assert stop_server(tmp_path) is False
    os.kill(os.getppid(), 0)


def test_prefect_lives_in_the_data_folder_and_sends_nothing(tmp_path: Path) -> None:
    variables = environment(tmp_path, "http://127.0.0.1:1/api")
    assert variables["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert variables["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert variables["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] == "false"


def test_the_last_port_is_taken_again_unless_somebody_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = int(busy.getsockname()[1])
        assert _free_port(port, seconds=0.2) not in (0, port)
    assert _free_port(port) == port


def test_the_port_of_a_dying_server_is_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        threading.Timer(0.5, busy.close).start()
        port = int(busy.getsockname()[1])
        assert _free_port(port) == port


@pytest.mark.parametrize("noted", [None, "", "x", "0", "-5", "99999"])
def test_a_note_that_is_no_port_is_none(noted: str | None, tmp_path: Path) -> None:
    if noted is not None:
        (tmp_path / "port").write_text(noted, encoding="ascii")
    assert _last_port(tmp_path) == 0


@pytest.mark.prefect
def test_others_wait_for_a_server_that_is_starting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    seen: list[str] = []
    other = threading.Thread(target=lambda: seen.append(ensure_server(tmp_path)))
    try:
        with starting(tmp_path) as url:
            other.start()
            other.join(timeout=0.5)
            assert seen == []
        other.join(timeout=60)
        assert seen == [url]
        with urllib.request.urlopen(f"{url}/health", timeout=10) as answer:
            assert answer.status == 200
    finally:
        assert stop_server(tmp_path)


@pytest.mark.prefect
def test_a_server_that_was_killed_comes_back_where_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    url = ensure_server(tmp_path)
    # As after the first look of a watcher, whose Prefect knows this address and no other.
    monkeypatch.setenv("PREFECT_API_URL", url)
    state = tmp_path / "prefect" / "server.json"
    try:
        first = json.loads(state.read_text(encoding="utf-8"))["pid"]
        assert ensure_server(tmp_path) == url
        os.killpg(first, signal.SIGKILL)
        assert ensure_server(tmp_path) == url
        assert json.loads(state.read_text(encoding="utf-8"))["pid"] != first
    finally:
        assert stop_server(tmp_path)
