"""Rows of text become an XLSX file, written row by row so that its size costs no memory.

Every cell is text: what begins like a formula stays what was written in the document.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_LONGEST = 32_000
"""A little below what a cell can hold."""
_WIDTHS = (12, 60)


def write_workbook(
    path: Path, title: str, head: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    """Write the sheet ``title``: its title, its head, the columns' numbers and the rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31].capitalize())
    for index, name in enumerate(head, 1):
        width = min(max(_WIDTHS[0], len(name) + 2), _WIDTHS[1])
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A4"
    bold = Font(bold=True)
    sheet.append([_cell(sheet, title, bold)])
    sheet.append([_cell(sheet, name, bold) for name in head])
    sheet.append([_cell(sheet, f"({index})") for index in range(1, len(head) + 1)])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    book.save(path)


def _cell(sheet: WriteOnlyWorksheet, text: str, font: Font | None = None) -> Cell:
    plain = "".join(char for char in text[:_LONGEST] if char >= " " or char in "\n\t")
    cell = WriteOnlyCell(sheet, value=plain)
    cell.data_type = "s"  # else openpyxl takes what begins with = for a formula
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font is not None:
        cell.font = font
    return cell
