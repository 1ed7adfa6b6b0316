"""Where a page and the header of the exchange package it came in differ, a person is warned."""

import sqlite3
from collections.abc import Iterator
from typing import Any

from dispatch.exchange import ExchangeHeader
from dispatch.notation import match_key
from dispatch.text import fold
from dispatch.warnings import warning
from index.base import Record
from index.ledger import entries_of

CONFLICT = "conflict"

_NAMES = {
    "number": "số, ký hiệu",
    "date": "ngày ban hành",
    "document_type": "tên loại",
    "urgency": "độ khẩn",
    "signer": "người ký",
}
_NONE = "không có"


def conflicts(connection: sqlite3.Connection, record: Record) -> list[dict[str, Any]]:
    """Return the warnings of a record about the headers that its file came with, each once."""
    found = []
    for entry in entries_of(connection, record["id"].partition("#")[0]):
        if entry.header is not None and entry.state != "superseded":
            found += [one for one in differences(entry.header, record) if one not in found]
    return found


def differences(header: ExchangeHeader, record: Record) -> list[dict[str, Any]]:
    """Return a warning for each value on which the page and the header of its package differ.

    Of several files under one header only one that bears its number is certain to be the document
    it speaks of. What one of them leaves out is no contradiction, but for urgency: a letter
    without a stamp is an ordinary one.
    """
    if not _speaks_of(header, record):
        return []
    return [
        warning(CONFLICT, f"/{field}", field=_NAMES[field], package=theirs, page=ours).model_dump()
        for field, theirs, ours in _differing(header, record)
    ]


def _speaks_of(header: ExchangeHeader, record: Record) -> bool:
    if header.parts == 1 and "#" not in record["id"]:
        return True
    return bool(header.number and record["number"]) and _same_number(header, record)


def _same_number(header: ExchangeHeader, record: Record) -> bool:
    return match_key(header.number or "") == match_key(record["number"] or "")


def _differing(header: ExchangeHeader, record: Record) -> Iterator[tuple[str, str, str]]:
    if header.number and record["number"] and not _same_number(header, record):
        yield "number", header.number, record["number"]
    if header.date and record["date"] and header.date != record["date"]:
        yield "date", header.date, record["date"]
    signer = (record["signer"] or {}).get("name")
    for field, theirs, ours in (
        ("document_type", header.document_type, record["document_type"]),
        ("signer", header.signer, signer),
    ):
        if theirs and ours and fold(theirs) != fold(ours):
            yield field, theirs, ours
    if header.states_urgency and header.urgency != record["urgency"]:
        yield "urgency", header.urgency or _NONE, record["urgency"] or _NONE
