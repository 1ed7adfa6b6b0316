"""``congvan extract``: files become records on the screen or one a line; nothing is stored."""

import os
from pathlib import Path
from typing import Annotated

import typer

from app.session import JsonOption, is_machine, print_error, print_json, session_of
from dispatch.errors import ExitCode


def extract(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="help.paths", metavar="PATH…")],
    json: JsonOption = None,
) -> None:
    """Read every file; one that fails is told and the rest go on."""
    session = session_of(context)
    # The pipeline behind it is heavy, and only this command and ingest read files.
    from flows.process import records_of

    failures = []
    done = 0
    for outcome in records_of(paths, jobs=os.cpu_count() or 1):
        done += 1
        if outcome.error is not None:
            failures.append(outcome.error)
            print_error(outcome.error, session.lang)
        for record in outcome.records:
            if is_machine(json):
                print_json(record)
            else:
                from app.sheet import print_sheet

                print_sheet(record, session.lang)
    if failures:
        raise typer.Exit(failures[0].exit_code if done == 1 else ExitCode.SOME_FAILED)
