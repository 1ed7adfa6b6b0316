"""``congvan ingest``: files go into the archive, with live progress and a report at the end."""

import contextlib
import re
import sys
import threading
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.bodies import settle_home
from app.messages import MESSAGES
from app.session import ArchiveOption, IndexOption, Session, print_error, session_of
from dispatch.errors import ConfigError, DispatchError, ExitCode

if TYPE_CHECKING:
    from flows.batch import Job
    from flows.report import Report


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="help.paths", metavar="PATH…")],
    index: IndexOption = None,
    archive: ArchiveOption = None,
    jobs: Annotated[int | None, typer.Option(help="help.jobs", min=1)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help.dry-run")] = False,
    since: Annotated[str | None, typer.Option(help="help.since", metavar="WHEN")] = None,
    verify: Annotated[bool, typer.Option("--verify", help="help.verify-bytes")] = False,
    resume: Annotated[bool, typer.Option("--resume/--no-resume", help="help.resume")] = True,
    wait: Annotated[float, typer.Option(help="help.wait", min=0)] = 120.0,
    dask: Annotated[str | None, typer.Option(help="help.dask", metavar="ADDRESS")] = None,
    home: Annotated[str | None, typer.Option(help="help.home", metavar="BODY")] = None,
) -> None:
    """Read what is new, store it, link it, and account for every file."""
    session = session_of(context)
    begun = since_time(since, now=time.time()) if since else None
    if home and not dry_run:
        settle_home(session, home, index, archive)
    with Progress(session) as progress:
        progress.phase("load")
        # Prefect and the worker pool take seconds to load, and only this command needs them.
        from flows.batch import Job

        job = Job(
            tuple(paths),
            session.index_url(index),
            session.archive_path(index, archive),
            jobs or session.settings.jobs,
            since=begun,
            is_verified=verify,
            is_resumed=resume,
            wait=wait,
            dask=dask or session.settings.dask,
        )
        if dry_run:
            _tell_plan(job, progress, session)
            return
        from flows.ingest import ingest as run

        report = run(job, progress, data_folder=session.settings.data_folder)
    print_report(report, session)
    if report.failures or report.kept:
        is_single = report.files <= 1 and len(report.failures) == 1
        code = report.failures[0].exit_code if is_single else int(ExitCode.SOME_FAILED)
        raise typer.Exit(code)


def since_time(text: str, *, now: float) -> float:
    """Return the Unix time that a day (2026-01-31, 31/01/2026) or a duration back from ``now``
    (30m, 12h, 7d, 2w) means.

    Raises:
        ConfigError: it is neither.
    """
    if match := re.fullmatch(r"(\d+)\s*([mhdw])", text.strip().lower()):
        return now - int(match[1]) * _SECONDS[match[2]]
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%dT%H:%M"):
        with contextlib.suppress(ValueError):
            return datetime.strptime(text.strip(), form).astimezone().timestamp()
    raise ConfigError(
        f"--since {text!r} is neither a day (2026-01-31) nor a duration (30m, 12h, 7d, 2w).",
        vi=f"--since {text!r} không phải ngày (2026-01-31) hay khoảng thời gian (30m, 12h, 7d, "
        "2w).",
    )


_SECONDS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def _tell_plan(job: "Job", progress: "Progress", session: Session) -> None:
    """Print what would be done, a file a line, and the sums."""
    from flows.dry import plan

    counts: Counter[str] = Counter()
    for planned in plan(job, progress):
        counts[planned.deed] += planned.files
        if planned.path:
            typer.echo(f"{_deed(planned.deed, session)}\t{planned.path}")
    told = ", ".join(f"{_deed(name, session)} {count}" for name, count in counts.items())
    typer.echo(session.say("dry.counts", counts=told or "0"))
    typer.echo(session.say("dry.nothing"))


def _deed(name: str, session: Session) -> str:
    key = f"outcome.{name}"
    return session.say(key if key in MESSAGES else f"deed.{name}")


_SHOWN_SECONDS = 0.1
_SHOWN_NAMES = 5


class Progress:
    """A bar with files, pages, rate and remaining time; failures are printed above it.

    Without a terminal there is no bar; steps and failures are plain lines on standard error.
    """

    def __init__(self, session: Session) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._session = session
        self._lock = threading.Lock()
        self._causes: Counter[str] = Counter()
        self._pages = 0
        self._files = 0
        self._shown_at = 0.0
        self._console = Console(stderr=True)
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[more]}"),
            TimeRemainingColumn(),
            console=self._console,
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._task = self._bar.add_task("", total=None, more="")

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def phase(self, name: str) -> None:
        """Show which step is on."""
        step = self._session.say(f"phase.{name}")
        self._bar.update(self._task, description=step)
        if not sys.stderr.isatty():
            typer.echo(f"{step} …", err=True)

    def found(self, total: int) -> None:
        """Show how many files there are."""
        self._bar.update(self._task, total=total)

    def done(self, path: str, pages: int, error: DispatchError | None) -> None:
        """Count one file; print its error at once."""
        del path  # the error's own sentence names it
        with self._lock:
            self._pages += pages
            self._files += 1
            if error is not None:
                self._causes[error.code] += 1
                self._print(error)
            # Thousands of unchanged files a second are not worth a picture each.
            if (now := time.monotonic()) - self._shown_at > _SHOWN_SECONDS:
                self._shown_at = now
                self._bar.update(self._task, completed=self._files, more=self._more())

    def _print(self, error: DispatchError) -> None:
        if sys.stderr.isatty():
            from rich.text import Text

            label = self._session.say("error")
            text = f"{label} [{error.code}]: {error.localized(self._session.lang)}"
            self._console.print(Text(text, style="red"))
        else:
            print_error(error, self._session.lang)

    def _more(self) -> str:
        speed = self._bar.tasks[0].finished_speed or self._bar.tasks[0].speed
        rate = f" · {speed:.1f}/s" if speed else ""
        failed = "".join(f" · {code} {count}" for code, count in sorted(self._causes.items()))
        return self._session.say("progress.more", pages=self._pages) + rate + failed


def print_report(report: "Report", session: Session) -> None:
    """Print the run's counts and the ledger's, and say plainly when nothing changed."""
    values: dict[str, Any] = {
        "files": report.files,
        "pages": report.pages,
        "documents": report.documents,
        "seconds": f"{report.seconds:.1f}",
    }
    typer.echo(session.say("report.run", **values))
    if report.outcomes:
        typer.echo(
            session.say("report.outcomes", counts=_counts("outcome", report.outcomes, session))
        )
    states = {name: count for name, count in report.states.items() if name != "seen"}
    counts = _counts("state", states, session)
    typer.echo(session.say("report.states", seen=report.states["seen"], counts=counts))
    if report.missing:
        names = ", ".join(Path(path).name for path in report.missing[:_SHOWN_NAMES])
        more = " …" if len(report.missing) > _SHOWN_NAMES else ""
        typer.echo(session.say("report.missing", count=len(report.missing), names=names + more))
    if report.kept:
        kept = ", ".join(f"{code} {count}" for code, count in sorted(report.kept.items()))
        typer.echo(session.say("report.kept", counts=kept))
    if report.older:
        typer.echo(session.say("report.older", count=report.older))
    if report.skipped:
        typer.echo(session.say("report.skipped", count=len(report.skipped), names=_names(report)))
    if not report.has_changes:
        typer.echo(session.say("report.unchanged"))
    if report.failures:
        typer.echo(session.say("report.failed", count=len(report.failures)))


def _names(report: "Report") -> str:
    """Return what was skipped, as kinds with their number where a kind has several files."""
    kinds: dict[str, list[str]] = {}
    for path, _ in report.skipped:
        kinds.setdefault(Path(path).suffix.lower() or Path(path).name, []).append(Path(path).name)
    return ", ".join(
        names[0] if len(names) == 1 else f"*{kind} {len(names)}"
        for kind, names in sorted(kinds.items())
    )


def _counts(kind: str, counts: dict[str, int], session: Session) -> str:
    shown = [f"{session.say(f'{kind}.{name}')} {count}" for name, count in counts.items() if count]
    return ", ".join(shown) or "0"
