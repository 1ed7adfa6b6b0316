"""An office's register of papers (sổ đăng ký văn bản đi, đến): its columns told by their headings,
its lines turned into entries."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from dispatch.dates import parse_date
from dispatch.text import compose, fold
from dispatch.vocabulary import rows

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_DAY = re.compile(r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})")
_COLUMN_NUMBER = re.compile(r"\(\d+\)")
Cell = object


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a register; ``where`` names the sheet and the line, ``date`` is ISO."""

    where: str
    number: str
    date: str | None = None
    issuing_body: str = ""
    subject: str = ""
    signer: str = ""


def columns_of(cells: Sequence[Cell]) -> dict[str, int]:
    """Return the place of each known column in a line of headings; empty where it is none.

    A register has a column of numbers and one of days or subjects, whatever they are called.
    """
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = _headings().get(_plain(cell))
        if field is not None:
            found.setdefault(field, place)
    if "number" not in found and "notation" not in found and "order" in found:
        found["number"] = found.pop("order")
    has_number = "number" in found or {"order", "notation"} <= found.keys()
    return found if has_number and ("date" in found or "subject" in found) else {}


def entry_of(
    cells: Sequence[Cell], columns: Mapping[str, int], *, where: str, year: int | None = None
) -> Entry | None:
    """Return the entry of one line, None for a line without a number; ``year`` is the register's,
    for days that are written without one."""
    texts = {
        name: _text(cells[place]) if place < len(cells) else "" for name, place in columns.items()
    }
    number = texts.get("number") or "/".join(
        part for part in (texts.get("order", ""), texts.get("notation", "").lstrip("/")) if part
    )
    number = number.replace(" ", "")
    # The form numbers its columns below the headings: (1), (2) …
    if not any(char.isdigit() for char in number) or _COLUMN_NUMBER.fullmatch(number):
        return None
    place = columns.get("date")
    day = cells[place] if place is not None and place < len(cells) else None
    return Entry(
        where,
        number,
        _iso(day, year),
        texts.get("issuing_body", ""),
        texts.get("subject", ""),
        texts.get("signer", ""),
    )


def year_in(text: str) -> int | None:
    """Return the only year that a title or a file's name tells ("Sổ công văn đi năm 2023")."""
    years = {int(one) for one in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


@cache
def _headings() -> dict[str, str]:
    return {_plain(row["header"]): row["field"] for row in rows("register_columns")}


def _plain(cell: Cell) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold(_text(cell))).split())


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # Excel keeps every number as a fraction
    return " ".join(compose(str(cell)).split())


def _iso(cell: Cell, year: int | None) -> str | None:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = _text(cell)
    printed = parse_date(text)
    if printed is not None:
        return printed.iso
    short = _SHORT_DAY.fullmatch(text)
    if short is None or year is None:
        return None
    try:
        return date(year, int(short["month"]), int(short["day"])).isoformat()
    except ValueError:
        return None
