"""The words of the form as tables: document types, signing forms, stamps.

Each table is a file in ``data/`` with one row a term and its legal source; a new term is a row.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dispatch.text import fold, unify


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document (tên loại) with its code (chữ viết tắt) and the systems that use it."""

    name: str
    code: str
    systems: frozenset[str]


def rows(table: str) -> list[dict[str, str]]:
    """Return the rows of ``data/<table>.tsv`` as dictionaries, in file order."""
    text = (files("dispatch") / "data" / f"{table}.tsv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def document_types() -> tuple[DocumentType, ...]:
    """Return all types in the table's order."""
    return tuple(
        DocumentType(row["name"], row["code"], frozenset(row["systems"].split(",")))
        for row in rows("document_types")
    )


@cache
def types_by_name() -> dict[str, DocumentType]:
    """Return the types by unified name (case folded, tones placed, diacritics kept)."""
    return {unify(kind.name): kind for kind in document_types()}


@cache
def types_by_folded_name() -> dict[str, DocumentType]:
    """Return the types by folded name, for damaged text; the first row wins."""
    found: dict[str, DocumentType] = {}
    for kind in document_types():
        found.setdefault(fold(kind.name), kind)
    return found


@cache
def types_by_code() -> dict[str, tuple[DocumentType, ...]]:
    """Return the types of each code, spelt as in the table (``TTr``, ``QĐ``)."""
    found: dict[str, list[DocumentType]] = {}
    for kind in document_types():
        if kind.code:
            found.setdefault(kind.code, []).append(kind)
    return {code: tuple(kinds) for code, kinds in found.items()}


def kind_before(label: str, document_type: str | None) -> str:
    """Return the type to print before a number; none before a law's title, which begins with it.

    >>> kind_before("16/KH-BQL", "Kế hoạch"), kind_before("LUẬT GIÁ", "Luật")
    ('Kế hoạch', '')
    """
    told = document_type is None or unify(label).startswith(unify(document_type))
    return "" if told else document_type or ""
