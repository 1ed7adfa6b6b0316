"""The examples of docs/api.md run against the real server."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import httpx

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def example(kind: str) -> str:
    """Return the manual's block of that language."""
    found = re.search(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL)
    assert found
    return found[1]


def test_the_curl_example(site_url: str) -> None:
    script = example("sh").replace("http://127.0.0.1:8000", site_url)
    for line in script.splitlines():
        done = subprocess.run(["sh", "-c", line], capture_output=True, check=True, timeout=30)
        assert json.loads(done.stdout)


def test_the_python_example(site_url: str) -> None:
    names: dict[str, Any] = {}
    exec(example("python"), names)
    assert len(names["citing"](site_url, "16/KH-BQL")) >= 3


def test_every_route_is_told(client: httpx.Client) -> None:
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert path.removeprefix("/api/v1").replace("{number}", "{n}").split("{id}")[0] in TEXT
