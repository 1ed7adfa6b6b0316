"""The manual against the program: every command it names exists, every command is in it."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from app.cli import build

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
COMMANDS: dict[str, Any] = get_command(build()).commands  # type: ignore[attr-defined]  # a group


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_commands_and_options_in_the_docs_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:sh|console|text)\n(.*?)```", text, re.DOTALL)
    for line in "\n".join(blocks).splitlines():
        called = re.match(r"\$ (?:\.venv/bin/)?congvan (?P<name>[a-z-]+)(?P<rest>.*)", line)
        if called is None:
            continue
        assert called["name"] in COMMANDS, line
        options = {
            one
            for param in COMMANDS[called["name"]].params
            for one in (*param.opts, *param.secondary_opts)
        }
        for option in re.findall(r"(?<!\S)--[a-z-]+", called["rest"]):
            assert option in options | {"--lang", "--help"}, line


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if not command.hidden])
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"congvan {name}" in README


def test_make_targets_in_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)", README)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target
