"""``congvan doctor``: what is installed, what is missing and how to get it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import typer

from app.session import Session, session_of
from dispatch.errors import ExitCode


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked for; ``remedy`` says how to get it where ``found`` is None."""

    name: str
    found: str | None
    remedy: str
    is_needed: bool = True


PROGRAMS: tuple[tuple[str, str, str, bool], ...] = (
    ("tesseract", "--version", "apt-get install tesseract-ocr tesseract-ocr-vie", True),
    ("soffice", "--version", "apt-get install libreoffice-writer-nogui", True),
    ("antiword", "", "apt-get install antiword", False),
)
"""Program, how to ask its version, the Debian package, whether running needs it."""

PACKAGES = ("pdfplumber", "python-docx", "spacy", "underthesea", "prefect", "tesserocr")


def doctor(context: typer.Context) -> None:
    """Print one line for each thing; the exit code tells whether something needed is missing."""
    session = session_of(context)
    checks = [*_programs(), *_languages(), *_packages(), *_places(session)]
    for check in checks:
        mark = "✓" if check.found else "✗" if check.is_needed else "–"
        typer.echo(f"{mark} {check.name}: {check.found or check.remedy}")
    if any(check.found is None and check.is_needed for check in checks):
        raise typer.Exit(ExitCode.MISSING_TOOL)
    typer.echo(session.say("doctor.ready"))


def next_steps(context: typer.Context) -> None:
    """Print what to try after ``make run``."""
    typer.echo(session_of(context).say("next"))


def _programs() -> Iterator[Check]:
    for name, flag, remedy, is_needed in PROGRAMS:
        path = shutil.which(name)
        found = path and (_first_line(path, flag) if flag else path)
        yield Check(name, found, remedy, is_needed)


def _languages() -> Iterator[Check]:
    path = shutil.which("tesseract")
    output = _output(path, "--list-langs").split() if path else []
    for language in ("vie", "osd"):
        found = f"tesseract-ocr-{language}" if language in output else None
        yield Check(f"tesseract {language}", found, f"apt-get install tesseract-ocr-{language}")


def _packages() -> Iterator[Check]:
    from importlib.metadata import PackageNotFoundError, version

    yield Check("Python", sys.version.split()[0], "")
    for name in (*PACKAGES, "elasticsearch"):
        try:
            found: str | None = version(name)
        except PackageNotFoundError:
            found = None
        yield Check(name, found, "make run", is_needed=name != "elasticsearch")


def _places(session: Session) -> Iterator[Check]:
    from index import open_archive, open_index

    settings = session.settings
    url = settings.index_url
    yield Check(session.say("doctor.data"), str(settings.data_folder), "")
    if url.startswith("sqlite:"):
        from pathlib import Path

        if not Path(url.removeprefix("sqlite:")).exists():
            yield Check(session.say("doctor.index"), f"{url} {session.say('doctor.empty')}", "")
            return
        with open_archive(url, create=False) as archive:
            seen = archive.counts()["seen"]
        yield Check(session.say("doctor.index"), f"{url} ({seen})", "")
        return
    with open_index(url) as view:
        view.refresh() if hasattr(view, "refresh") else None
        yield Check(session.say("doctor.index"), url, "")


def _first_line(path: str, flag: str) -> str:
    lines = _output(path, flag).splitlines()
    return lines[0] if lines else path


def _output(path: str, flag: str) -> str:
    try:
        done = subprocess.run(
            [path, flag],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
