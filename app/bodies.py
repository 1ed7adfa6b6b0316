"""``congvan bodies``: the directory of bodies, so that short and old names find their body."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.days import iso_day
from app.session import (
    ArchiveOption,
    IndexOption,
    JsonOption,
    Session,
    is_machine,
    print_json,
    session_of,
)

if TYPE_CHECKING:
    from index.body_changes import Change
    from index.known_bodies import Body, KnownBodies

BodyName = Annotated[str, typer.Argument(help="help.body", metavar="BODY")]
NameOption = Annotated[list[str] | None, typer.Option("--name", help="help.body-name")]


def build() -> typer.Typer:
    """Return the group of commands."""
    app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    app.command("list", help="help.bodies-list")(list_bodies)
    app.command("add", help="help.bodies-add")(add)
    app.command("alias", help="help.bodies-alias")(alias)
    app.command("merge", help="help.bodies-merge")(merge)
    app.command("split", help="help.bodies-split")(split)
    app.command("succeed", help="help.bodies-succeed")(succeed)
    return app


def list_bodies(
    context: typer.Context,
    unknown: Annotated[bool, typer.Option("--unknown", help="help.bodies-unknown")] = False,
    json: JsonOption = None,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Print the directory, or with ``--unknown`` the issuers that are not in it yet."""
    from index import open_archive
    from index.bodies import known_bodies, seen

    session = session_of(context)
    with open_archive(session.store_url(index, archive), create=False) as opened:
        known = known_bodies(opened.connection)
        others = seen(opened.connection) if unknown else []
    if unknown:
        for name, documents in others:
            if is_machine(json):
                print_json({"name": name, "documents": documents})
            else:
                typer.echo(session.say("bodies.unknown", name=name, documents=documents))
        return
    for body in known.by_id.values():
        if is_machine(json):
            print_json(_plain(body, known))
        else:
            home = session.say("bodies.home") if body is known.home else ""
            typer.echo("\n".join(_lines(body, known, home)))
    if not known.by_id and not is_machine(json):
        typer.echo(session.say("bodies.none"))


def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="help.body-new", metavar="NAME")],
    parent: Annotated[str | None, typer.Option(help="help.body-parent")] = None,
    code: Annotated[str | None, typer.Option(help="help.body-code")] = None,
    names: NameOption = None,
    valid_from: Annotated[str | None, typer.Option("--from", help="help.body-from")] = None,
    valid_to: Annotated[str | None, typer.Option("--to", help="help.body-to")] = None,
    index: IndexOption = None,
) -> None:
    """Enter a body."""
    from index.body_changes import add as entered

    days = (iso_day(valid_from, is_end=False), iso_day(valid_to, is_end=True))
    _change(context, entered(name, parent=parent, code=code, names=names or (), valid=days), index)


def alias(
    context: typer.Context,
    body: BodyName,
    names: Annotated[list[str], typer.Argument(help="help.body-names", metavar="NAME…")],
    index: IndexOption = None,
) -> None:
    """Give a body further names."""
    from index.body_changes import alias as named

    _change(context, named(body, names), index)


def merge(
    context: typer.Context,
    body: BodyName,
    into: Annotated[str, typer.Option("--into", help="help.body-into")],
    index: IndexOption = None,
) -> None:
    """Make one entry of two that are the same body."""
    from index.body_changes import merge as merged

    _change(context, merged(body, into), index)


def split(
    context: typer.Context,
    body: BodyName,
    names: Annotated[list[str], typer.Argument(help="help.body-split", metavar="NAME…")],
    index: IndexOption = None,
) -> None:
    """Make another body of some of an entry's names, the first its own."""
    from index.body_changes import split as parted

    _change(context, parted(body, names[0], names[1:]), index)


def succeed(
    context: typer.Context,
    body: BodyName,
    by: Annotated[str, typer.Option("--by", help="help.body-by")],
    day: Annotated[str | None, typer.Option("--day", help="help.body-day")] = None,
    index: IndexOption = None,
) -> None:
    """Note who took over from a body."""
    from index.body_changes import succeed as succeeded

    _change(context, succeeded(body, by, day=iso_day(day, is_end=False)), index)


def settle_home(session: Session, body: str, index: str | None, archive: Path | None) -> None:
    """Say whose archive it is; what is in it already is linked anew where that changes anything."""
    from index import open_archive
    from index.body_changes import change, set_home

    url = session.index_url(index)
    with open_archive(url, archive=session.archive_path(index, archive)) as opened:
        change(opened, set_home(body))


def _change(context: typer.Context, made: "Change", index: str | None) -> None:
    from index import open_archive
    from index.body_changes import change

    session = session_of(context)
    url = session.index_url(index)
    with open_archive(url, archive=session.archive_path(index, None)) as archive:
        body, touched = change(archive, made)
    typer.echo(session.say("bodies.changed", body=body, touched=touched))


def _lines(body: "Body", known: "KnownBodies", home: str) -> list[str]:
    parent = known.by_id.get(body.parent or "")
    days = f"{body.valid_from or '…'} – {body.valid_to or '…'}"
    facts = [
        body.code,
        f"↑ {parent.name}" if parent else None,
        days if body.valid_from or body.valid_to else None,
    ]
    lines = [" · ".join(part for part in (f"● {body.name}{home}", body.id, *facts) if part)]
    lines += [f"  = {name}" for name in body.names[1:]]
    for successor, day in body.successors:
        lines.append(f"  → {known.by_id[successor].name} {day or ''}".rstrip())
    return lines


def _plain(body: "Body", known: "KnownBodies") -> dict[str, object]:
    return {
        "id": body.id,
        "name": body.name,
        "names": list(body.names),
        "parent": body.parent,
        "code": body.code,
        "valid_from": body.valid_from,
        "valid_to": body.valid_to,
        "successors": [{"body": one, "day": day} for one, day in body.successors],
        "home": body is known.home,
    }
