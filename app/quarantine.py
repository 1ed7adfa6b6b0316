"""``congvan quarantine``: the files that gave no record, by cause; tried again, or given up."""

from collections import Counter
from collections.abc import Sequence
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.session import (
    ArchiveOption,
    IndexOption,
    JsonOption,
    Session,
    is_machine,
    print_json,
    session_of,
)
from dispatch.errors import ConfigError, ExitCode, in_language

if TYPE_CHECKING:
    from index.archive import Archive
    from index.base import FileEntry

Names = Annotated[list[str] | None, typer.Argument(help="help.quarantine-names", metavar="PATH…")]
CodeOption = Annotated[str | None, typer.Option("--code", help="help.code", metavar="CODE")]
AllOption = Annotated[bool, typer.Option("--all", help="help.quarantine-all")]


def build() -> typer.Typer:
    """Return the group of commands; texts are keys of the message table, as in ``app.cli``."""
    group = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
    group.command("list", help="help.quarantine-list")(list_)
    group.command("show", help="help.quarantine-show")(show)
    group.command("retry", help="help.quarantine-retry")(retry)
    group.command("discard", help="help.quarantine-discard")(discard)
    return group


def list_(
    context: typer.Context,
    code: CodeOption = None,
    json: JsonOption = None,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Print how many files each cause holds back, or the files of one cause."""
    session = session_of(context)
    entries = _held(session, index, archive, code=code)
    if is_machine(json):
        for entry in entries:
            print_json(_fields(entry))
        return
    if not entries:
        typer.echo(session.say("quarantine.none"))
    elif code is None:
        _print_causes(entries, session)
    else:
        for entry in entries:
            _print_entry(entry, session)


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="help.quarantine-name", metavar="PATH|ID")],
    json: JsonOption = None,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Print everything the ledger holds of one file."""
    session = session_of(context)
    for entry in _named(_held(session, index, archive), [name]):
        if is_machine(json):
            print_json(_fields(entry))
        else:
            _print_entry(entry, session)


def retry(
    context: typer.Context,
    names: Names = None,
    code: CodeOption = None,
    every: AllOption = False,
    index: IndexOption = None,
    archive: ArchiveOption = None,
    jobs: Annotated[int | None, typer.Option(help="help.jobs", min=1)] = None,
) -> None:
    """Read the chosen files again, through the same flow as ``ingest``."""
    from app.ingest import Progress, print_report

    session = session_of(context)
    chosen = _chosen(_held(session, index, archive, code=code), names, code=code, every=every)
    if not chosen:
        typer.echo(session.say("quarantine.none"))
        return
    with Progress(session) as progress:
        progress.phase("load")
        # Prefect and the worker pool take seconds to load; looking into quarantine needs neither.
        from flows.ingest import ingest as run
        from flows.run import Job

        job = Job(
            tuple(dict.fromkeys(Path(entry.sighting.path) for entry in chosen)),
            session.index_url(index),
            session.archive_path(index, archive),
            jobs or session.settings.jobs,
        )
        report = run(job, progress, data_folder=session.settings.data_folder)
    print_report(report, session)
    left = _still_held(chosen, _held(session, index, archive))
    typer.echo(session.say("quarantine.retried", free=len(chosen) - left, held=left))
    if left:
        raise typer.Exit(ExitCode.SOME_FAILED)


def discard(
    context: typer.Context,
    reason: Annotated[str, typer.Option("--reason", help="help.discard-reason")],
    names: Names = None,
    code: CodeOption = None,
    every: AllOption = False,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Give the chosen files up: they stay where they are, and in the ledger with who and why."""
    from index.quarantine import discard as given_up

    session = session_of(context)
    with _opened(session, index, archive) as opened:
        held = opened.files(state="quarantined", code=code)
        chosen = _chosen(held, names, code=code, every=every)
        given_up(opened, chosen, reason=reason, author=getuser())
    typer.echo(session.say("quarantine.discarded", count=len(chosen)))


def _opened(session: Session, index: str | None, archive: Path | None) -> "Archive":
    from index import open_archive

    place = session.archive_path(index, archive)
    return open_archive(session.index_url(index), archive=place, create=False)


def _held(
    session: Session, index: str | None, archive: Path | None, *, code: str | None = None
) -> "list[FileEntry]":
    with _opened(session, index, archive) as opened:
        return opened.files(state="quarantined", code=code)


def _chosen(
    held: "list[FileEntry]", names: list[str] | None, *, code: str | None, every: bool
) -> "list[FileEntry]":
    """Return the files that are named, else all of the cause; nothing is taken by default."""
    if names:
        return _named(held, names)
    if code or every:
        return held
    raise ConfigError(
        "Name the files, or take a whole cause with --code CODE, or everything with --all.",
        vi="Hãy chỉ tên tệp, hoặc lấy cả một nguyên nhân bằng --code MÃ, hoặc tất cả bằng --all.",
    )


def _named(held: "list[FileEntry]", names: list[str]) -> "list[FileEntry]":
    """Return the files of each name: a path, a path inside a container, or the start of an id.

    Raises:
        ConfigError: a name means none of them.
    """
    found: list[FileEntry] = []
    for name in names:
        path = str(Path(name).absolute())
        matches = [
            entry
            for entry in held
            if path in (entry.sighting.path, _place(entry))
            or (len(name) >= 8 and entry.file_id.startswith(name))
        ]
        if not matches:
            raise ConfigError(
                f"{name} is not in quarantine; congvan quarantine list tells what is.",
                vi=f"{name} không nằm trong khu cách ly; congvan quarantine list cho biết có gì.",
                code="not-found",
            )
        found += [entry for entry in matches if entry not in found]
    return found


def _still_held(chosen: "Sequence[FileEntry]", held: "Sequence[FileEntry]") -> int:
    places = {_place(entry) for entry in held}
    return sum(_place(entry) in places for entry in chosen)


def _print_causes(entries: "Sequence[FileEntry]", session: Session) -> None:
    counts = Counter(entry.code or "" for entry in entries)
    for code, count in counts.most_common():
        of_code = [entry for entry in entries if (entry.code or "") == code]
        typer.echo(
            session.say(
                "quarantine.cause",
                code=code,
                count=count,
                versions=", ".join(sorted({entry.version or "?" for entry in of_code})),
                attempts=max(entry.attempts for entry in of_code),
            )
        )
        typer.echo(f"  {in_language(of_code[0].message or '', session.lang)}")
    typer.echo(session.say("quarantine.next"))


def _print_entry(entry: "FileEntry", session: Session) -> None:
    typer.echo(_place(entry))
    typer.echo(
        session.say(
            "quarantine.entry",
            code=entry.code or "",
            version=entry.version or "?",
            attempts=entry.attempts,
            size=entry.sighting.size,
            id=entry.file_id[:16] or "-",
        )
    )
    typer.echo(f"  {in_language(entry.message or '', session.lang)}")


def _fields(entry: "FileEntry") -> dict[str, Any]:
    kept = entry.message or ""
    return {
        "path": entry.sighting.path,
        "container": entry.sighting.container or None,
        "id": entry.file_id or None,
        "bytes": entry.sighting.size,
        "code": entry.code,
        "message": in_language(kept, "en"),
        "message_vi": in_language(kept, "vi"),
        "version": entry.version,
        "attempts": entry.attempts,
    }


def _place(entry: "FileEntry") -> str:
    inner = entry.sighting.container
    return f"{entry.sighting.path}!{inner}" if inner else entry.sighting.path
