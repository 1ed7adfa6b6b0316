"""The shape of the project, read from its source: who imports whom, how long a module may be."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS: dict[str, set[str]] = {
    "dispatch": set(),
    "parsers": {"dispatch"},
    "nlp": {"dispatch"},
    "index": {"dispatch"},
    "flows": {"dispatch", "parsers", "nlp", "index"},
    "app": {"dispatch", "parsers", "nlp", "index", "flows"},
}
HOMES: dict[str, str] = {
    "pdfplumber": "parsers",
    "pdfminer": "parsers",
    "pypdfium2": "parsers",
    "docx": "parsers",
    "tesserocr": "parsers",
    "cv2": "parsers",
    "pebble": "parsers",
    "spacy": "nlp",
    "underthesea": "nlp",
    "pycrfsuite": "nlp",
    "sqlite3": "index",
    "elasticsearch": "index",
    "prefect": "flows",
    "typer": "app",
    "rich": "app",
    "fastapi": "app",
    "openpyxl": "app",
}
MODULES = sorted(path for package in LAYERS for path in (ROOT / package).rglob("*.py"))
TEACHING = sorted(path for folder in ("scripts", "bench") for path in (ROOT / folder).glob("*.py"))
HEAVY = (
    "spacy",
    "underthesea",
    "prefect",
    "pdfplumber",
    "docx",
    "tesserocr",
    "cv2",
    "elasticsearch",
)


def imported(path: Path) -> set[str]:
    """Return the top-level packages that a module imports anywhere."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_layers(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    names = imported(path)
    strangers = (names & LAYERS.keys()) - LAYERS[package] - {package}
    assert not strangers, f"{package} may not import {strangers}"
    homeless = {name for name in names if HOMES.get(name, package) != package}
    assert not homeless, f"{homeless} have their homes in {[HOMES[name] for name in homeless]}"


def modules_imported(path: Path) -> set[Path]:
    """Return this project's modules that a module imports anywhere, also for types alone."""
    found: set[Path] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            base = ROOT / node.module.replace(".", "/")
            parts = [(base / name.name).with_suffix(".py") for name in node.names]
            own = [base.with_suffix(".py"), base / "__init__.py"]
            found.update([part for part in parts if part.exists()] or own)
    return {module for module in found if module.exists() and module != path}


def test_no_modules_import_each_other_in_a_circle() -> None:
    sorter = TopologicalSorter({path: modules_imported(path) for path in MODULES})
    sorter.prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("path", MODULES + TEACHING, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 400


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_say_what_they_do(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["search", "thi đua"], ["search", "--references", "16/KH-BQL"], ["links", "1/A"]],
    ids=["help", "search", "references", "links"],
)
def test_fast_commands_load_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    store = tmp_path / "archive.sqlite"
    program = (
        "import sys\n"
        "from index import open_archive\n"
        f"open_archive('sqlite:{store}').close()\n"
        "from app.cli import run\n"
        "run(sys.argv[1:], 'vi')\n"
        f"print(','.join(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)\n"
    )
    extra = [] if "--help" in arguments else ["--index", f"sqlite:{store}"]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments, *extra],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=60,
    )
    assert done.stderr.splitlines()[-1] == ""


def test_extract_does_not_load_prefect_or_the_store(tmp_path: Path) -> None:
    letter = tmp_path / "thu.txt"
    letter.write_text("Số: 05/BNV-VP\nHà Nội, ngày 20 tháng 7 năm 2023\n", encoding="utf-8")
    program = (
        "import sys\n"
        "from app.cli import run\n"
        "code = run(['extract', sys.argv[1]], 'vi')\n"
        "heavy = ('prefect', 'elasticsearch', 'sqlite3', 'spacy.cli')\n"
        "found = [name for name in heavy if name in sys.modules]\n"
        "import spacy.cli\n"
        "assert callable(spacy.cli.info)\n"  # a library that the program left whole
        "print(code, found, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(letter)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=60,
    )
    assert done.stderr.splitlines()[-1] == "0 []"
