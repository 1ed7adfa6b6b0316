"""The local server's book-keeping, without starting one."""

import json
import os
from pathlib import Path

import pytest

from flows.server import ensure_server, environment, stop_server


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
