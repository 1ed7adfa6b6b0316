"""``congvan reprocess``: records made anew after a change of rules, looked at before written."""

import sys
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
from dispatch.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from flows.reprocess import Difference

_LONGEST = 60


def reprocess(
    context: typer.Context,
    fields: Annotated[
        list[str] | None, typer.Option("--field", help="help.reprocess-field", metavar="FIELD")
    ] = None,
    where: Annotated[str, typer.Option(help="help.reprocess-where", metavar="QUERY")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="help.reprocess-dry-run")] = False,
    reread: Annotated[bool, typer.Option("--reread", help="help.reread")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="help.yes")] = False,
    json: JsonOption = None,
    jobs: Annotated[int | None, typer.Option(help="help.jobs", min=1)] = None,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Read the stored documents anew, show what changes, ask, write."""
    from app.ingest import Progress
    from flows.reprocess import Reprocessing, Wish

    session = session_of(context)
    wish = Wish(
        session.index_url(index),
        session.archive_path(index, archive),
        where,
        _known(fields or []),
        is_reread=reread,
        jobs=jobs or session.settings.jobs,
    )
    with Progress(session) as progress, Reprocessing(wish, progress, is_kept=not dry_run) as run:
        found = run.read()
    _show(found, session, is_json=is_machine(json))
    is_news = bool(found.changed or found.secret)
    if not dry_run and (not is_news or _is_wanted(session, yes=yes)):
        with Progress(session) as progress, Reprocessing(wish, progress, is_kept=True) as run:
            links = run.write(found)
        done = session.say("reprocess.done", files=len(found.changed), links=links)
        typer.echo(done, err=True)
    if found.failures:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _known(fields: list[str]) -> tuple[str, ...]:
    """Return the fields as given.

    Raises:
        ConfigError: one is no field of the record.
    """
    from dispatch.record import Dispatch

    for name in fields:
        if name not in Dispatch.model_fields:
            raise ConfigError(
                f"{name} is no field of the record; congvan export --schema names them.",
                vi=f"Bản ghi không có trường {name}; congvan export --schema cho biết các trường.",
            )
    return tuple(fields)


def _is_wanted(session: Session, *, yes: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        raise ConfigError(
            "Nobody is there to be asked: look at the difference, then run again with --yes.",
            vi="Không có ai để hỏi: hãy xem khác biệt ở trên rồi chạy lại với --yes.",
            code="not-asked",
        )
    return typer.confirm(session.say("reprocess.ask"))


def _show(found: "Difference", session: Session, *, is_json: bool) -> None:
    """Print the number of records and some examples for each field."""
    told = session.say(
        "reprocess.read",
        files=found.files,
        resumed=found.resumed,
        changed=len(found.changed),
        failed=len(found.failures),
    )
    # Where nothing changes, the difference is empty: whoever looks on hears that it was made.
    typer.echo(told, err=is_json)
    if is_json:
        for name, count in found.counts.most_common():
            examples = [
                {"id": one.record_id, "old": one.old, "new": one.new}
                for one in found.examples[name]
            ]
            print_json({"field": name, "records": count, "examples": examples})
        return
    if found.secret:
        typer.echo(session.say("reprocess.secret", count=len(found.secret)))
    if found.alike:
        typer.echo(session.say("reprocess.alike", count=len(found.alike)))
    for name, count in found.counts.most_common():
        typer.echo(session.say("reprocess.field", field=name, count=count))
        for one in found.examples[name]:
            typer.echo(f"  {one.record_id[:12]}  {_short(one.old)} → {_short(one.new)}")


def _short(value: Any) -> str:
    """Return a value on one line, its end cut where it is long."""
    import orjson

    if value is None:
        return "∅"
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
