"""``congvan campaigns``, ``series`` and ``stubs``: what the links of an archive tell as reports."""

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
from dispatch.errors import ConfigError

if TYPE_CHECKING:
    from index.campaigns import CampaignNode, Named
    from index.series import Series
    from index.stubs import Stub

SHOWN = 60
"""Missing numbers and runs of them printed of one series; ``--json`` gives all."""
READABLE = 100
"""Campaigns printed where ``--limit`` asks for no other number; ``--json`` gives all."""


def campaigns(
    context: typer.Context,
    plan: Annotated[str | None, typer.Option(help="help.campaign-plan", metavar="NUMBER")] = None,
    running: Annotated[str | None, typer.Option(help="help.running", metavar="DATE")] = None,
    without_report: Annotated[
        bool, typer.Option("--without-report", help="help.without-report")
    ] = False,
    limit: Annotated[int | None, typer.Option(help="help.limit", min=1)] = None,
    json: JsonOption = None,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Print the campaigns with their papers."""
    from index import open_archive
    from index.campaigns import Asked, as_json, count
    from index.campaigns import campaigns as found

    session = session_of(context)
    is_plain = is_machine(json)
    with open_archive(session.store_url(index, archive), create=False) as opened:
        asked = Asked(
            plan=plan,
            running=iso_day(running, is_end=False),
            is_reported=False if without_report else None,
        )
        shown = found(opened.connection, asked, limit=limit or (-1 if is_plain else READABLE))
        total = count(opened.connection, asked)
    if is_plain:
        for plain in as_json(shown):
            print_json(plain)
        return
    for node in shown:
        typer.echo("\n".join(_campaign_lines(node, session)))
    if total > len(shown):
        typer.echo(session.say("campaigns.more", shown=len(shown), total=total))
    if not shown:
        typer.echo(session.say("campaigns.none"))


def series(
    context: typer.Context,
    issuer: Annotated[str, typer.Argument(help="help.series-issuer", metavar="BODY")],
    year: Annotated[int, typer.Argument(help="help.series-year", metavar="YEAR")],
    notation: Annotated[str | None, typer.Option(help="help.series-notation")] = None,
    json: JsonOption = None,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Print which numbers of a body's year are missing."""
    from index import open_archive
    from index.series import as_json
    from index.series import series as found

    if not 1900 <= year <= 2999:
        raise ConfigError(
            f"{year} is no year: write it in four figures, as 2023.",
            vi=f"{year} không phải năm: hãy viết bốn chữ số, như 2023.",
        )
    session = session_of(context)
    with open_archive(session.store_url(index, archive), create=False) as opened:
        all_found = found(opened.connection, issuer, str(year), notation=notation)
    if is_machine(json):
        for plain in as_json(all_found):
            print_json(plain)
        return
    for one in all_found:
        typer.echo("\n".join(_series_lines(one, session)))
    if not all_found:
        typer.echo(session.say("series.none", issuer=issuer, year=year))


def stubs(
    context: typer.Context,
    limit: Annotated[int, typer.Option(help="help.limit", min=1, max=10_000)] = 30,
    json: JsonOption = None,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Print the papers that are cited most and are not in the archive."""
    from dataclasses import asdict

    from index import open_archive
    from index.stubs import stubs as found

    session = session_of(context)
    with open_archive(session.store_url(index, archive), create=False) as opened:
        cited = found(opened.connection, limit=limit)
    for one in cited:
        if is_machine(json):
            print_json(asdict(one) | {"cited": one.cited})
        else:
            typer.echo(stub_line(one, session))
    if not cited and not is_machine(json):
        typer.echo(session.say("stubs.none"))


def stub_line(stub: "Stub", session: Session) -> str:
    """Return one line that names a paper which is only cited."""
    from dispatch.vocabulary import kind_before

    kind = kind_before(stub.label, stub.document_type)
    words = [kind, stub.label, f"({_day(stub.date)})" if stub.date else ""]
    name = " ".join(word for word in words if word)
    parts = [name, stub.issuing_body, session.say("stubs.cited", count=stub.cited)]
    return " · ".join(part for part in parts if part)


def _campaign_lines(node: "CampaignNode", session: Session) -> list[str]:
    round_name = session.say("campaigns.round", round=node.round) if node.round else ""
    head = " · ".join(
        part for part in (node.name, round_name, str(node.year or ""), node.issuing_body) if part
    )
    lines = [f"● {head}"]
    if node.start or node.end:
        lines.append(f"  {_day(node.start)} – {_day(node.end)}")
    if node.plan is not None:
        lines.append(f"  {session.say('campaigns.plan')}: {_name(node.plan, session)}")
    for role in ("launches", "guides", "amendments", "reports"):
        for paper in getattr(node, role):
            lines.append(f"  {session.say(f'campaigns.{role}')}: {_name(paper, session)}")
    if not node.reports:
        lines.append(f"  {session.say('campaigns.unreported')}")
    return lines


def _series_lines(one: "Series", session: Session) -> list[str]:
    lines = [
        session.say(
            "series.head",
            issuer=one.issuing_body,
            year=one.year,
            notations=", ".join(one.notations),
            documents=one.documents,
            last=one.last,
        )
    ]
    shown = [
        missing.number
        + (f" – {missing.to}" if missing.to else "")
        + (f" ({session.say('stubs.cited', count=missing.cited)})" if missing.cited else "")
        for missing in one.missing[:SHOWN]
    ]
    more = ", …" if len(one.missing) > SHOWN else ""
    names = ", ".join(shown) + more
    count = one.missing_count
    lines.append(session.say("series.missing", count=count, names=names) if count else "")
    if one.doubled:
        lines.append(session.say("series.doubled", names=", ".join(one.doubled)))
    return [line for line in lines if line]


def _name(paper: "Named", session: Session) -> str:
    number = paper.number or session.say("number.none")
    absent = "" if paper.document_id else f"· {session.say('links.absent')}"
    words = [paper.document_type, number, f"({_day(paper.date)})" if paper.date else "", absent]
    return " ".join(word for word in words if word)


def _day(day: str | None) -> str:
    return "/".join(reversed(day.split("-"))) if day else "…"
