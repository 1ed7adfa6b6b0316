"""``congvan check``, ``reindex``, ``backup``, ``restore``, ``copy``, ``withdraw``: care."""

from pathlib import Path
from typing import Annotated

import typer

from app.session import ArchiveOption, IndexOption, session_of
from dispatch.errors import ConfigError, ExitCode

BackupFile = Annotated[Path, typer.Argument(help="help.backup-file", metavar="FILE")]


def check(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="help.repair")] = False,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Print every fault; the exit code is 1 where there is one."""
    from index import open_archive
    from index.maintenance import check as look_over
    from index.maintenance import live

    session = session_of(context)
    url = session.index_url(index)
    with open_archive(url, archive=session.archive_path(index, archive), create=False) as opened:
        faults = look_over(opened, is_repaired=repair)
        documents = live(opened.connection)
    for name, count in faults.items():
        typer.echo(session.say("check.fault", name=name, count=count))
    if not faults:
        typer.echo(session.say("check.fine", documents=documents))
        return
    if not repair:
        typer.echo(session.say("check.mend"))
    raise typer.Exit(ExitCode.SOME_FAILED)


def backup(
    context: typer.Context,
    file: BackupFile,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Copy the store into one new file, while others may go on writing."""
    from index.maintenance import backup as copied

    documents = copied(_store(context, index, archive), file)
    session = session_of(context)
    typer.echo(session.say("maintain.done", documents=documents, place=file))


def restore(
    context: typer.Context,
    file: BackupFile,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Put a backup where the archive is to be; nothing is overwritten."""
    from index.maintenance import restore as copied

    store = _store(context, index, archive)
    documents = copied(file, store)
    typer.echo(session_of(context).say("maintain.done", documents=documents, place=store))


def withdraw(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="help.id", metavar="ID|NUMBER")],
    reason: Annotated[str, typer.Option("--reason", help="help.reason")],
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Take one document out of search, links and exports; its files stay where they are."""
    from index import open_archive

    session = session_of(context)
    url = session.index_url(index)
    with open_archive(url, archive=session.archive_path(index, archive), create=False) as opened:
        files = opened.withdraw(name, reason=reason)
    typer.echo(session.say("withdraw.done", name=name, files=len(files)))


def copy(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", help="help.copy-to", metavar="URL")],
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Feed another search view with the whole archive."""
    from index.maintenance import copy as fed

    documents = fed(_store(context, index, archive), to)
    typer.echo(session_of(context).say("maintain.done", documents=documents, place=to))


def reindex(
    context: typer.Context,
    drop_old: Annotated[bool, typer.Option("--drop-old", help="help.drop-old")] = False,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Build the view anew without downtime; the one before is kept until told."""
    from index import reindex as building

    session = session_of(context)
    url, store = session.index_url(index), _store(context, index, archive)
    if drop_old:
        gone = building.drop_old(url, store=store)
        told = "reindex.dropped" if gone else "reindex.none"
        typer.echo(session.say(told, names=", ".join(gone)))
        return
    built = building.reindex(url, store=store)
    typer.echo(session.say("reindex.done", name=built.name, documents=built.documents))
    if built.kept:
        typer.echo(session.say("reindex.kept", names=", ".join(built.kept)))


def _store(context: typer.Context, index: str | None, archive: Path | None) -> Path:
    session = session_of(context)
    store = session.archive_path(index, archive)
    if store is not None:
        return store
    url = session.index_url(index)
    if not url.startswith("sqlite:"):
        raise ConfigError(
            f"{url} names no store; use sqlite:PATH.",
            vi=f"{url} không phải kho; hãy dùng sqlite:ĐƯỜNG_DẪN.",
        )
    return Path(url.removeprefix("sqlite:")).expanduser()
