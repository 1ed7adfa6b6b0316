"""``congvan register import``: the office's register (sổ đăng ký văn bản) against the archive."""

import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.session import ArchiveOption, IndexOption, Session, print_json, session_of
from dispatch.errors import DamagedFileError, MissingFileError
from dispatch.export import as_text
from dispatch.office_register import Entry, columns_of, entry_of, year_in

if TYPE_CHECKING:
    from index.register import Match

_HEAD_LINES = 30
_STATES = ("missing", "different", "proposed", "ambiguous", "found")
_COLUMNS = ("where", "number", "date", "subject", "state", "document", "differences")


@dataclass(slots=True)
class Register:
    """What a workbook holds: ``unnumbered`` are the places of lines that tell something without a
    number, ``unread`` the headings of columns that nothing is compared with."""

    entries: list[Entry] = field(default_factory=list)
    unnumbered: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class ReportFormat(StrEnum):
    """How the comparison is told."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def build() -> typer.Typer:
    """Return the group of commands."""
    group = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
    group.callback()(_nothing)  # one command alone would swallow its own name
    group.command("import", help="help.register-import")(import_)
    return group


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="help.register-file", metavar="FILE.xlsx")],
    form: Annotated[
        ReportFormat, typer.Option("--format", help="help.register-format")
    ] = ReportFormat.TABLE,
    index: IndexOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Tell which lines are in the archive, which are not, which differ; propose lost numbers."""
    from index import open_archive
    from index.register import compare

    session = session_of(context)
    register = read_register(file)
    place = session.archive_path(index, archive)
    with open_archive(session.index_url(index), archive=place, create=False) as opened:
        found = compare(opened, register.entries)
    _print(sorted(found.matches, key=lambda one: _STATES.index(one.state)), form, session)
    counts = [
        f"{session.say(f'register.{state}')} {found.counts[state]}"
        for state in _STATES
        if found.counts[state]
    ]
    line = session.say("register.done", lines=len(register.entries), counts=", ".join(counts))
    typer.echo(line, err=form is not ReportFormat.TABLE)
    for name in ("unnumbered", "unread"):
        if told := getattr(register, name):
            line = session.say(f"register.{name}", told=", ".join(told))
            typer.echo(line, err=form is not ReportFormat.TABLE)


def read_register(path: Path) -> Register:
    """Return what every sheet holds that has a register's headings.

    Raises:
        MissingFileError: there is no such file.
        DamagedFileError: it is no workbook, or none of its sheets has the headings.
    """
    from openpyxl import load_workbook

    if not path.is_file():
        raise MissingFileError(
            f"{path} does not exist: check the spelling of the path.",
            vi=f"Không có {path}: hãy kiểm tra lại đường dẫn.",
        )
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheets = [(sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in book]
        book.close()
    except Exception as error:  # a foreign library on foreign bytes
        raise DamagedFileError(
            f"{path} is no Excel workbook ({type(error).__name__}): save it as .xlsx.",
            vi=f"{path} không phải sổ Excel ({type(error).__name__}): hãy lưu thành .xlsx.",
        ) from error
    register = Register()
    for title, lines in sheets:
        _read_sheet(title, lines, year_in(path.stem), register)
    if not register.entries:
        raise DamagedFileError(
            f"{path} has no line with the headings of a register (number, date, subject): name "
            "the columns as the form of Decree 30/2020 does.",
            vi=f"{path} không có dòng tiêu đề của sổ đăng ký (số ký hiệu, ngày tháng, trích yếu): "
            "hãy đặt tên cột như mẫu sổ của Nghị định 30/2020.",
            code="no-register",
        )
    return register


def _nothing() -> None:
    """The group has no options of its own."""


def _read_sheet(
    title: str, lines: Sequence[Sequence[object]], year: int | None, register: Register
) -> None:
    head: dict[str, int] = {}
    for number, cells in enumerate(lines, start=1):
        if not head:
            if number > _HEAD_LINES:
                return
            year = year_in(" ".join(str(cell) for cell in cells if cell is not None)) or year
            head = columns_of(cells)
            if head:
                register.unread += _unread(cells, head)
            continue
        entry = entry_of(cells, head, where=f"{title}:{number}", year=year_in(title) or year)
        if entry is not None:
            register.entries.append(entry)
        elif _tells(cells, head) and not columns_of(cells):
            register.unnumbered.append(f"{title}:{number}")


def _unread(cells: Sequence[object], head: dict[str, int]) -> list[str]:
    """Return the headings that say no known column."""
    return [
        " ".join(str(cell).split())
        for place, cell in enumerate(cells)
        if cell is not None and str(cell).strip() and place not in head.values()
    ]


def _tells(cells: Sequence[object], head: dict[str, int]) -> bool:
    """Tell whether a line holds words in the register's columns: no blank one, nor their count."""
    printed = (str(cells[place] or "") for place in head.values() if place < len(cells))
    return any(sum(map(str.isalpha, text)) > 1 for text in printed)


def _print(matches: "list[Match]", form: ReportFormat, session: Session) -> None:
    if form is ReportFormat.JSON:
        for match in matches:
            print_json(_fields(match))
    elif form is ReportFormat.CSV:
        _print_csv(matches)
    else:
        for match in matches:
            _print_line(match, session)


def _print_csv(matches: "list[Match]") -> None:
    written = io.StringIO()
    table = csv.DictWriter(written, _COLUMNS, lineterminator="\n")
    table.writeheader()
    for match in matches:
        fields = _fields(match)
        told = "; ".join(f"{name}: {ours} ≠ {theirs}" for name, ours, theirs in match.differences)
        cells = {**fields, "differences": told}
        table.writerow({name: as_text(str(value or "")) for name, value in cells.items()})
    sys.stdout.write(written.getvalue())


def _print_line(match: "Match", session: Session) -> None:
    if match.state == "found":
        return  # what is as it should be is only counted
    entry = match.entry
    day = f" · {entry.date}" if entry.date else ""
    subject = f" · {entry.subject}" if entry.subject else ""
    typer.echo(f"{session.say(f'register.{match.state}')}: {entry.number}{day}{subject}")
    for name, told, known in match.differences:
        typer.echo("  " + session.say("register.differs", field=name, told=told, known=known))
    if match.document_id:
        typer.echo(f"  {match.document_id}")


def _fields(match: "Match") -> dict[str, Any]:
    entry = match.entry
    return {
        "where": entry.where,
        "number": entry.number,
        "date": entry.date,
        "subject": entry.subject,
        "state": match.state,
        "document": match.document_id,
        "differences": [
            {"field": name, "register": told, "archive": known}
            for name, told, known in match.differences
        ],
    }
