"""An entry becomes an Elasticsearch document and its bulk action; a document becomes a hit."""

import base64
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

import orjson

from index.analysis import snippet
from index.base import Entry, Hit
from index.entries import laid
from index.language import Phrase
from index.similar import Likened
from index.suggest import COLUMNS, name_tails
from index.traits import subject_key

_SEPARATOR = "\x1f"
Found = dict[str, Any]
"""A hit as the server answers it."""


def actions(
    index: str, entries: Sequence[Entry], gone: Sequence[str], *, position: int | None
) -> Iterator[dict[str, Any]]:
    """Yield the bulk action of every entry and of every document that left.

    The sequence number is the document's version: of two feeders at once, or after a failure, the
    later state stays, whichever arrives last. ``position`` None puts what is given in any case.
    """
    for entry in entries:
        version = None if position is None else entry.seq
        yield {**_meta("index", index, entry.document_id, version), "_source": source_of(entry)}
    for document_id in gone:
        yield _meta("delete", index, document_id, position)


def source_of(entry: Entry) -> dict[str, Any]:
    """Return what the view keeps of a document; what is not known has no key."""
    references = entry.references
    keyed = [one for one in references if one.key]
    cited = sorted({one.key for one in keyed})
    source = {
        "document_id": entry.document_id,
        "seq": entry.seq,
        "checksum": checksum(entry),
        "number": entry.number,
        "key": entry.key or None,
        "folded": entry.folded or None,
        "day": entry.day or None,
        "first_day": entry.first_day or None,
        "last_day": entry.last_day or None,
        "year": entry.year or None,
        "document_type": entry.document_type,
        "issuing_body": entry.issuing_body or None,
        "signer": entry.signer or None,
        "confidence": entry.confidence or None,
        "standing": entry.standing,
        "renditions": entry.renditions,
        "cites": cited,
        "cites_as": sorted({f"{one.relation} {one.key}" for one in keyed}),
        "relations": sorted({one.relation for one in references}),
        "statuses": sorted({one.status for one in references}),
        "tails": _tails(entry.issuing_body, entry.signer),
        "periods": [{"gte": first, "lte": last} for first, last in entry.periods if first <= last],
        "words": orjson.Fragment(entry.words),
        "shown": _packed(_shown(entry)),
        "likened": _packed(
            [base64.b64encode(entry.sketch).decode(), subject_key(entry.subject), cited]
        ),
        "record": orjson.Fragment(entry.record),
        "overlay": orjson.Fragment(entry.overlay),
    }
    return {name: value for name, value in source.items() if value is not None}


def checksum(entry: Entry) -> int:
    """Return the sum by which a document's record in the view is compared with the store's."""
    return crc32(entry.overlay, crc32(entry.record))


def record_of(source: dict[str, Any]) -> dict[str, Any]:
    """Return the record that a document's source holds, the archive's overlay laid over it."""
    return laid(source["record"], source["overlay"])


def tail(kind: str, words: str) -> str:
    """Return the term under which a name can be suggested by the words from one of its own on."""
    return f"{kind}{_SEPARATOR}{words}"


def hit_of(found: Found, wanted: list[Phrase], *, score: float) -> Hit:
    """Return the hit that an answer shows; ``wanted`` are marked in its text."""
    shown = _unpacked(found, "shown")
    text = found["_source"]["record"]["text"] if wanted else ""
    return Hit(
        **{**shown, "renditions": tuple(shown["renditions"]), "warnings": tuple(shown["warnings"])},
        snippet=snippet(text, wanted) if wanted else None,
        score=score,
    )


def likened_of(found: Found) -> Likened:
    """Return what is compared of a document."""
    sketch, subject, cites = _unpacked(found, "likened")
    return Likened(base64.b64decode(sketch), subject, frozenset(cites))


def _shown(entry: Entry) -> dict[str, Any]:
    """Return what a page of hits shows: kept apart, so that a page reads no whole document."""
    return {
        "id": entry.renditions[0],
        "document_id": entry.document_id,
        "number": entry.number,
        "date": entry.day or None,
        "document_type": entry.document_type,
        "issuing_body": entry.issuing_body or None,
        "subject": entry.subject or None,
        "signer": entry.signer or None,
        "renditions": entry.renditions,
        "warnings": entry.warnings,
        "standing": entry.standing,
    }


def _packed(value: object) -> str:
    return base64.b64encode(orjson.dumps(value)).decode()


def _unpacked(found: Found, field: str) -> Any:
    return orjson.loads(base64.b64decode(found["fields"][field][0]))


@lru_cache(maxsize=20_000)  # the same few people and bodies in every batch
def _tails(issuer: str, signer: str) -> tuple[str, ...]:
    names = {"issuer": issuer, "signer": signer}
    return tuple(
        tail(kind, words) for kind in COLUMNS for words in name_tails(kind, names.get(kind) or "")
    )


def _meta(operation: str, index: str, document_id: str, version: int | None) -> dict[str, Any]:
    named = {"_op_type": operation, "_index": index, "_id": document_id}
    if version is None:
        return named
    return {**named, "version": version, "version_type": "external_gte"}
