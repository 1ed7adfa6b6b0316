"""Records in the forms that other systems read: a CSV row, and the JSON Schema of the contract."""

import csv
import io
from collections.abc import Mapping
from typing import Any

COLUMNS = (
    "id",
    "document_id",
    "document_type",
    "number",
    "notation",
    "date",
    "place",
    "issuing_body",
    "parent_body",
    "subject",
    "signer",
    "position",
    "references",
    "period",
    "addressees",
    "recipients",
    "urgency",
    "path",
)
"""The CSV's columns, named as in the record; lists are joined by ``; ``."""


def csv_line(record: Mapping[str, Any] | None) -> str:
    """Return one line of the CSV, for None the head; cells never begin like a formula."""
    cells = list(COLUMNS) if record is None else [_cell(record, column) for column in COLUMNS]
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def json_schema() -> str:
    """Return the record's JSON Schema as text; ``docs/record.schema.json`` is this."""
    import orjson

    from dispatch.record import Dispatch

    schema = Dispatch.model_json_schema(mode="serialization", by_alias=True)
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n"


def _cell(record: Mapping[str, Any], column: str) -> str:
    return as_text(_text(record, column))


def as_text(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not run: an apostrophe makes it text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _text(record: Mapping[str, Any], column: str) -> str:
    if column == "path":
        return str(record["source"]["path"])
    if column == "signer":
        return (record["signer"] or {}).get("name") or ""
    if column == "position":
        return (record["signer"] or {}).get("position") or ""
    value = record[column]
    if column == "references":
        return "; ".join(
            f"{item['relation']} {item['number'] or item['title'] or ''}".strip() for item in value
        )
    if column == "period":
        return "; ".join(f"{item['start'] or ''}/{item['end'] or ''}" for item in value)
    if column == "recipients":
        return "; ".join(item["name"] for item in value)
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    return "" if value is None else str(value)
