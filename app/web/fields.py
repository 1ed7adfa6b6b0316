"""A record becomes the list of fields that people read beside the page, with how sure each is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.web.marks import slug
from app.web.render import day
from app.web.words import Lang, label, say
from dispatch.relations import BY_RELATION, Relation
from dispatch.vocabulary import kind_before
from index.base import Record

SURE, LIKELY = 0.95, 0.8
"""Probabilities from which a value is called sure, or likely; below, somebody should look."""

_HEAD = (
    ("document_type", "number", "date", "place", "issuing_body", "parent_body", "subject"),
    ("urgency", "secrecy", "circulation"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One value as shown; ``level`` is sure, likely or unsure, '' where nothing is known of it."""

    pointer: str
    label: str
    value: str
    percent: int | None = None
    level: str = ""
    method: str = ""
    target: str | None = None  # address of the document that a reference cites
    status: str = ""
    notes: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    is_in_text: bool = False

    @property
    def slug(self) -> str:
        return slug(self.pointer)


@dataclass(frozen=True, slots=True)
class Area:
    """One value's rectangle on a page, for the drawing over its picture."""

    slug: str
    label: str
    number: int  # which of the value's rectangles, from 0
    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class Sheet:
    """A page with its size in points and the values on it."""

    number: int
    width: float
    height: float
    areas: list[Area] = field(default_factory=list)


def fields_of(record: Record, lang: Lang) -> list[Field]:
    """Return the fields of ``record`` that have a value or should have one, in the form's order."""
    shown = [_plain(record, name, lang) for name in (*_HEAD[0], *_HEAD[1])]
    found = [one for one in shown if one is not None]
    for index, item in enumerate(record["references"]):
        found.append(_reference(record, index, item, lang))
    for name in ("campaign", "period", "addressees", "recipients", "signer", "archive"):
        value = record[name]
        is_list = isinstance(value, list)
        for index, item in enumerate(value if is_list else [value]):
            text = describe(name, item, lang) if item else ""
            if text:
                pointer = f"/{name}/{index}" if is_list else f"/{name}"
                found.append(_field(record, pointer, label(lang, name), text))
    return found


def describe(name: str, item: Any, lang: Lang) -> str:
    """Return one value of a part of the record as one line."""
    if name == "campaign":
        turn = say(lang, "round", number=item["round"]) if item["round"] else None
        return ", ".join(str(one) for one in (item["name"], turn, item["year"]) if one)
    if name == "period":
        kind = say(lang, f"period.{item['kind']}")
        return f"{day(item['start']) or '…'} – {day(item['end']) or '…'} ({kind})"
    if name == "recipients":
        return str(item["name"]) + (f" ({item['role']})" if item["role"] else "")
    if name == "signer":
        parts = [*item["authority"], item["position"], item["rank"], item["name"]]
        return " · ".join(part for part in parts if part)
    if name == "archive":
        return ", ".join(item["units"])
    return str(item)


def sheets_of(
    record: Record, sizes: list[tuple[int, float, float]], labels: Mapping[str, str]
) -> list[Sheet]:
    """Return the pages with the areas of those values that ``labels`` (by pointer) names."""
    sheets = {number: Sheet(number, width, height) for number, width, height in sizes}
    for pointer, known in record["evidence"].items():
        if pointer not in labels:
            continue
        for index, box in enumerate(known["boxes"]):
            sheet = sheets.get(box["page"])
            if sheet is not None:
                x0, top, x1, bottom = box["bbox"]
                size = (round(x1 - x0 + 4, 2), round(bottom - top + 4, 2))
                place = (round(x0 - 2, 2), round(top - 2, 2))
                sheet.areas.append(Area(slug(pointer), labels[pointer], index, *place, *size))
    return list(sheets.values())


def with_places(record: Record) -> Record:
    """Return ``record`` with the place where a blank number or day was looked for as its own."""
    evidence = record["evidence"]
    states = {
        f"/{name}": evidence[f"/{name}_state"]
        for name in ("number", "date")
        if not record[name] and f"/{name}" not in evidence and f"/{name}_state" in evidence
    }
    return {**record, "evidence": {**evidence, **states}} if states else record


def citation(record: Record) -> str:
    """Return how other papers cite this one: type, number, day, body and subject (Nghị định
    30/2020/NĐ-CP, Phụ lục I, II.3). Days below 10 and the first two months have two figures."""
    parts = [record["document_type"]]
    if record["number"] or record["notation"]:
        parts.append(f"số {record['number'] or '…/' + record['notation']}")
    if record["date"]:
        year, month, number = record["date"].split("-")
        parts.append(f"ngày {number} tháng {month if month < '03' else int(month)} năm {year}")
    if record["issuing_body"]:
        parts.append(f"của {record['issuing_body']}")
    if record["subject"]:
        parts.append(f"về việc {record['subject']}")
    return " ".join(parts)


def number_of(record: Record, lang: Lang) -> str:
    """Return the number as printed, or what is known where it is blank."""
    if record["number"]:
        return str(record["number"])
    state = say(lang, f"state.{record['number_state']}")
    return f"({state})/{record['notation']}" if record["notation"] else f"({state})"


def level_of(confidence: float) -> str:
    """Return sure, likely or unsure."""
    return "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "unsure"


def reference_text(item: Mapping[str, Any]) -> str:
    """Return a cited document in one line."""
    name = item["number"] or item["title"] or ""
    parts = [kind_before(name, item["document_type"]), name]
    if item["date"] or item["date_partial"]:
        parts.append(f"({day(item['date'] or item['date_partial'])})")
    return " ".join(part for part in parts if part) or str(item["subject"] or "?")


def target_of(item: Mapping[str, Any]) -> str | None:
    """Return the address that a reference leads to: document, candidates or stub."""
    from urllib.parse import quote

    if item["resolved_id"]:
        return f"/documents/{item['resolved_id']}"
    name = item["number"] or item["title"]
    return f"/numbers?name={quote(name, safe='')}" if name else None


def _plain(record: Record, name: str, lang: Lang) -> Field | None:
    value = record[name]
    if name == "number":
        value = number_of(record, lang)
    if name == "date":
        value = day(value or record["date_partial"]) or f"({say(lang, _state_key(record))})"
    return _field(record, f"/{name}", label(lang, name), str(value)) if value else None


def _state_key(record: Record) -> str:
    state = record["date_state"]
    return f"state.{'missing' if state == 'present' else state}"


def _reference(record: Record, index: int, item: Mapping[str, Any], lang: Lang) -> Field:
    relation = BY_RELATION[Relation(item["relation"])].label
    text = reference_text(item)
    if item["subject"]:
        text += f" · {item['subject']}"
    return _field(
        record,
        f"/references/{index}",
        relation if lang == "vi" else f"{relation} ({item['relation'].replace('_', ' ')})",
        text,
        target=target_of(item),
        status=say(lang, f"status.{item['status']}") if item["status"] else "",
    )


def _field(
    record: Record,
    pointer: str,
    name: str,
    value: str,
    *,
    target: str | None = None,
    status: str = "",
) -> Field:
    known = record["evidence"].get(pointer)
    notes = tuple(
        item["message"]
        for item in record["warnings"]
        if (item["path"] or "").rstrip("/") == pointer
    )
    if known is None:
        return Field(pointer, name, value, target=target, status=status, notes=notes)
    return Field(
        pointer,
        name,
        value,
        percent=min(99, int(known["confidence"] * 100)),
        level=level_of(known["confidence"]),
        method=known["method"],
        target=target,
        status=status,
        notes=notes,
        pages=tuple(dict.fromkeys(box["page"] for box in known["boxes"])),
        is_in_text=bool(known["spans"]),
    )
