"""``congvan export``: every record of the archive, one a line, for other systems."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from app.session import ArchiveOption, IndexOption, print_json, session_of


class ExportFormat(StrEnum):
    """What ``export`` writes."""

    JSONL = "jsonl"
    CSV = "csv"


def export(
    context: typer.Context,
    output: Annotated[
        ExportFormat, typer.Option("--format", help="help.export-format")
    ] = ExportFormat.JSONL,
    schema: Annotated[bool, typer.Option("--schema", help="help.schema")] = False,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Write the records to standard output, in a fixed order."""
    from dispatch.export import csv_line, json_schema
    from index import open_archive

    if schema:
        sys.stdout.write(json_schema())
        return
    session = session_of(context)
    store = session.archive_path(index, archive)
    address = session.index_url(index) if store is None else f"sqlite:{store}"
    with open_archive(address, create=False) as opened:
        if output is ExportFormat.CSV:
            sys.stdout.write(csv_line(None))
        for record in opened.records():
            if output is ExportFormat.CSV:
                sys.stdout.write(csv_line(record))
            else:
                print_json(record)
