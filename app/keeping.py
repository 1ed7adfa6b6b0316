"""``congvan verify`` and ``erase``: the originals looked after, a document's text destroyed."""

from getpass import getuser
from typing import Annotated

import typer

from app.session import (
    ArchiveOption,
    IndexOption,
    JsonOption,
    is_machine,
    print_json,
    session_of,
)
from dispatch.errors import ConfigError, ExitCode, in_language


def verify(
    context: typer.Context,
    sample: Annotated[int | None, typer.Option(help="help.verify-sample", min=1)] = None,
    json: JsonOption = None,
    jobs: Annotated[int | None, typer.Option(help="help.jobs", min=1)] = None,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Hash the originals again; the exit code is 1 where one is missing or changed."""
    from app.ingest import Progress
    from flows.verify import verify as hashed
    from index import open_archive

    session = session_of(context)
    place = session.archive_path(index, archive)
    with (
        Progress(session) as progress,
        open_archive(session.index_url(index), archive=place, create=False) as opened,
    ):
        progress.phase("verify")
        seen = hashed(opened, progress, sample=sample, jobs=jobs or session.settings.jobs)
    for finding in seen.findings:
        if is_machine(json):
            now = in_language(finding.now, "en") or None
            print_json(
                {"state": finding.state, "path": finding.path, "id": finding.file_id, "now": now}
            )
        else:
            arrow = f" → {in_language(finding.now, session.lang)}" if finding.now else ""
            state = session.say(f"verify.{finding.state}")
            typer.echo(f"{state}: {finding.path}{arrow}")
    told = [f"{session.say(f'verify.{state}')} {count}" for state, count in seen.counts.items()]
    total = session.say(
        "verify.done",
        files=sum(seen.counts.values()),
        megabytes=seen.bytes // 1_000_000,
        counts=", ".join(told) or "0",
    )
    typer.echo(total, err=is_machine(json))
    if not seen.is_whole:
        raise typer.Exit(ExitCode.SOME_FAILED)


def erase(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="help.id", metavar="ID|NUMBER")],
    reason: Annotated[str, typer.Option("--reason", help="help.erase-reason")],
    yes: Annotated[bool, typer.Option("--yes", help="help.yes")] = False,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Destroy everything that was read of one document; only who, when and why stays."""
    import sys

    from index import open_archive
    from index.erasure import erase as destroyed

    session = session_of(context)
    if not yes and not sys.stdin.isatty():
        raise ConfigError(
            "Nobody is there to be asked: run again with --yes.",
            vi="Không có ai để hỏi: hãy chạy lại với --yes.",
            code="not-asked",
        )
    if not yes and not typer.confirm(session.say("erase.ask", name=name)):
        return
    place = session.archive_path(index, archive)
    with open_archive(session.index_url(index), archive=place, create=False) as opened:
        done = destroyed(opened, name, reason=reason, author=getuser())
    typer.echo(session.say("erase.done", name=name, files=len(done.files)))
    for path in done.originals:
        typer.echo(session.say("erase.original", path=path))
    typer.echo(session.say("erase.backups"))
