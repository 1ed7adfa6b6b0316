"""The examples of docs/api.md run against the real server."""

import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from tests.web.conftest import SAMPLES

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


def test_the_python_example_is_typed(tmp_path: Path) -> None:
    written = tmp_path / "client.py"
    written.write_text(example("python"), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        f"--cache-dir={tmp_path}",
    ]
    done = subprocess.run([*command, written], capture_output=True, text=True, timeout=200)
    assert done.stdout.startswith("Success"), done.stdout


def test_the_python_example_does_what_it_says(site_url: str, tmp_path: Path) -> None:
    # A module of its own: dataclasses look their module up.
    client = ModuleType("client")
    sys.modules["client"] = client
    exec(example("python"), client.__dict__)
    letter = tmp_path / "thư.txt"
    text = (SAMPLES / "giay-moi-hop.txt").read_text(encoding="utf-8")
    letter.write_text(f"{text}\n(gửi bằng chương trình)\n", encoding="utf-8")
    broken = tmp_path / "hỏng.pdf"
    broken.write_bytes(b"%PDF-1.7 from a program")
    with client.Archive(site_url) as archive:
        assert len({hit.document_id for hit in archive.citing("16/KH-BQL")}) >= 3
        (name,) = archive.send(letter)
        place = httpx.get(f"{site_url}/api/v1/documents/{name}/record").json()["place"]
        assert archive.correct(name, "/place", "Ba Bể", seen=place, author="máy")
        assert not archive.correct(name, "/place", "Chợ Đồn", seen=place, author="máy khác")
        with pytest.raises(ValueError, match="damaged"):
            archive.send(broken)


def test_every_route_is_told(client: httpx.Client) -> None:
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert path.removeprefix("/api/v1").replace("{number}", "{n}").split("{id}")[0] in TEXT
