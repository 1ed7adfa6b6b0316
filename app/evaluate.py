"""``congvan evaluate``: how right the records are, on documents whose answers people wrote."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.session import session_of


class Split(StrEnum):
    """How the figures are split."""

    KIND = "kind"
    SOURCE = "source"


def evaluate(
    context: typer.Context,
    gold: Annotated[Path, typer.Argument(help="help.gold", metavar="GOLD")],
    by: Annotated[Split, typer.Option(help="help.by")] = Split.KIND,
    against: Annotated[str | None, typer.Option(help="help.against", metavar="REV")] = None,
    write: Annotated[Path | None, typer.Option(help="help.write", metavar="FILE")] = None,
) -> None:
    """Run every file of GOLD, print the figures, and what another version had right or wrong."""
    # The scorer, the progress bar and what runs behind them are for this command alone.
    from app.accuracy import cases, gained_and_lost, predict, put_section
    from app.accuracy import evaluate as score
    from app.accuracy_tables import tables
    from app.ingest import Progress

    session = session_of(context)
    wanted = cases(gold)
    with Progress(session) as progress:
        progress.phase("read")
        progress.found(len(wanted))
        predictions = list(predict(wanted, on_done=progress.done))
    groups = score(predictions, by=lambda case: case.form if by is Split.SOURCE else case.kind)
    figures = tables(groups, score(predictions, by=lambda case: case.office))
    typer.echo(figures, nl=False)
    if write is not None:
        put_section(write, f"evaluate {by}", figures)
    if against is not None:
        from app.revision import records_at

        lines = gained_and_lost(predictions, records_at(against, wanted))
        gained = sum(line.startswith("+") for line in lines)
        typer.echo()
        typer.echo(
            session.say("evaluate.against", rev=against, gained=gained, lost=len(lines) - gained)
        )
        for line in lines:
            typer.echo(line)
