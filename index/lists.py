"""The parts of a record that are lists, as the lines that a person corrects, and back: recipients,
addressees, periods."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from dispatch.errors import QueryError
from index.base import Record

LISTS = ("addressees", "recipients", "period")
KINDS = ("campaign", "validity", "reporting", "event", "deadline")
_RECIPIENT = re.compile(r"(?P<name>[^()]+?)\s*\((?P<role>[^()]+)\)")
_DAY = r"\d{4}-\d\d-\d\d"
_PERIOD = re.compile(rf"(?P<start>{_DAY})?\.\.(?P<end>{_DAY})?(?: (?P<kind>[a-z]+))?")
MAX_ITEMS = 200


def lines_of(record: Record, name: str) -> str:
    """Return the list ``name`` with one item a line; '' where it is empty.

    >>> lines_of({"recipients": [{"name": "Như trên", "role": None}]}, "recipients")
    'Như trên'
    """
    return "\n".join(_line(name, item) for item in record[name])


def items_of(record: Record, name: str, lines: str) -> list[Any]:
    """Return the list ``name`` that ``lines`` means; an item that ``record`` has stays as it is.

    Raises:
        QueryError: a line is no item of this list, or there are too many.
    """
    known = {_line(name, item): item for item in record[name]}
    wanted = [" ".join(line.split()) for line in lines.split("\n")]
    wanted = [line for line in wanted if line]
    if len(wanted) > MAX_ITEMS:
        raise _refused(name, f"{len(wanted)} > {MAX_ITEMS}")
    return [known.get(line) or _item(name, line) for line in wanted]


def _line(name: str, item: Any) -> str:
    if name == "recipients":
        return str(item["name"]) + (f" ({item['role']})" if item["role"] else "")
    if name == "period":
        return f"{item['start'] or ''}..{item['end'] or ''} {item['kind']}"
    return str(item)


def _item(name: str, line: str) -> str | Mapping[str, Any]:
    if name == "recipients":
        found = _RECIPIENT.fullmatch(line)
        parts = (found["name"], found["role"]) if found else (line, None)
        return {"name": parts[0], "role": parts[1], "delivery": None}
    if name == "period":
        return _period(line)
    return line


def _period(line: str) -> dict[str, Any]:
    found = _PERIOD.fullmatch(line)
    if found is None or not (found["start"] or found["end"]):
        raise _refused("period", line)
    start, end, kind = found["start"], found["end"], found["kind"] or "event"
    try:
        days = [date.fromisoformat(day) for day in (start, end) if day]
    except ValueError as error:
        raise _refused("period", line) from error
    if kind not in KINDS or days != sorted(days):
        raise _refused("period", line)
    return {"start": start, "end": end, "kind": kind, "source": "explicit", "bound": None}


def _refused(name: str, line: str) -> QueryError:
    return QueryError(
        f"{line[:80]!r} cannot stand in {name}: one item a line, a period as "
        f"2023-07-20..2023-10-30 campaign (or {', '.join(KINDS[1:])}).",
        vi=f"{line[:80]!r} không dùng được cho {name}: mỗi dòng một mục, thời gian viết "
        f"2023-07-20..2023-10-30 campaign (hoặc {', '.join(KINDS[1:])}).",
    )
