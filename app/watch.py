"""``congvan watch``: an office drops letters into a folder and never thinks of it."""

import signal
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from app.messages import say
from app.session import ArchiveOption, IndexOption, Session, print_error, session_of
from dispatch.errors import ConfigError, DispatchError, ExitCode

if TYPE_CHECKING:
    from flows.filing import Filed, Folders


def watch(
    context: typer.Context,
    inbox: Annotated[Path, typer.Argument(help="help.inbox", metavar="INBOX")],
    archive_folder: Annotated[Path | None, typer.Option(help="help.archive-folder")] = None,
    quarantine_folder: Annotated[Path | None, typer.Option(help="help.quarantine-folder")] = None,
    interval: Annotated[float, typer.Option(help="help.interval", min=1)] = 300.0,
    settle: Annotated[float, typer.Option(help="help.settle", min=0.1)] = 5.0,
    poll: Annotated[bool | None, typer.Option(help="help.poll")] = None,
    jobs: Annotated[int | None, typer.Option(help="help.jobs", min=1)] = None,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Watch until stopped; what is under way then is finished by the next watcher."""
    session = session_of(context)
    # Before anything is claimed: a service manager's stop must find a way out at any time.
    signal.signal(signal.SIGTERM, _end)
    typer.echo(session.say("watch.start"), err=True)
    # Prefect, the worker pool and file events take a second to load.
    from flows.batch import Job
    from flows.filing import Folders
    from flows.watch import Post
    from flows.watch import watch as run

    inbox = inbox.absolute()
    kept = (archive_folder or inbox.parent / "archive").absolute()
    folders = Folders(kept, (quarantine_folder or kept.parent / "quarantine").absolute())
    for folder in (folders.archive, folders.quarantine):
        if folder.resolve().is_relative_to(inbox.resolve()):
            raise _inside(folder, inbox)
    job = Job(
        (),
        session.index_url(index),
        session.archive_path(index, archive),
        jobs or session.settings.jobs,
    )
    post = Post(inbox, folders, job, interval=interval, settle=settle, is_polled=poll)
    run(post, _Told(session, inbox, folders), data_folder=session.settings.data_folder)


@dataclass(frozen=True, slots=True)
class _Told:
    """Prints what happens: files on standard output, everything else beside it."""

    session: Session
    inbox: Path
    folders: "Folders"

    def ready(self, number: int) -> None:
        text = self.session.say(
            "watch.ready",
            inbox=self.inbox,
            number=number,
            archive=self.folders.archive,
            quarantine=self.folders.quarantine,
        )
        typer.echo(text, err=True)

    def filed(self, filed: "Filed") -> None:
        text = self.session.say(
            "watch.quarantined" if filed.code else "watch.filed",
            time=f"{datetime.now():%H:%M:%S}",
            origin=filed.origin,
            path=filed.path,
            code=filed.code,
        )
        typer.echo(text)
        sys.stdout.flush()  # a service's log is read while it runs

    def trouble(self, error: DispatchError) -> None:
        print_error(error, self.session.lang)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    """Leave as asked: the with statements on the way out tidy up."""
    del number, frame
    raise SystemExit(ExitCode.DONE)


def _inside(folder: Path, inbox: Path) -> ConfigError:
    return ConfigError(
        say("en", "watch.inside", folder=folder, inbox=inbox),
        vi=say("vi", "watch.inside", folder=folder, inbox=inbox),
    )
