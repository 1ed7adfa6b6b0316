"""An entry becomes an Elasticsearch document and its bulk action; a document becomes a hit."""

import base64
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

import orjson

from index.analysis import snippet
from index.base import Entry, Hit
from index.language import Phrase
from index.similar import Likened
from index.suggest import COLUMNS, name_tails
from index.traits import subject_key

_SEPARATOR = "\x1f"


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
    cited = [one for one in entry.references if one.key]
    source = {
        "id": entry.record["id"],
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
        "subject": entry.subject or None,
        "subject_key": subject_key(entry.subject) or None,
        "signer": entry.signer or None,
        "confidence": entry.confidence or None,
        "standing": entry.standing,
        "sketch": base64.b64encode(entry.sketch).decode() or None,
        "renditions": list(entry.renditions),
        "warnings": list(entry.warnings),
        "cites": sorted({one.key for one in cited}),
        "cites_as": sorted({f"{one.relation} {one.key}" for one in cited}),
        "relations": sorted({one.relation for one in entry.references}),
        "statuses": sorted({one.status for one in entry.references}),
        "tails": [*_tails(entry.issuing_body, entry.signer)],
        "periods": [{"gte": first, "lte": last} for first, last in entry.periods if first <= last],
        "words": dict(entry.words),
        "record": dict(entry.record),
    }
    return {name: value for name, value in source.items() if value is not None}


def checksum(entry: Entry) -> int:
    """Return the sum by which a document's record in the view is compared with the store's."""
    return crc32(orjson.dumps(entry.record))


def tail(kind: str, words: str) -> str:
    """Return the term under which a name can be suggested by the words from one of its own on."""
    return f"{kind}{_SEPARATOR}{words}"


def hit_of(source: dict[str, Any], wanted: list[Phrase], *, score: float) -> Hit:
    """Return the hit that a document's source shows."""
    text = source.get("record", {}).get("text", "")
    return Hit(
        id=source["id"],
        document_id=source["document_id"],
        number=source.get("number"),
        date=source.get("day"),
        document_type=source["document_type"],
        issuing_body=source.get("issuing_body"),
        subject=source.get("subject"),
        signer=source.get("signer"),
        snippet=snippet(text, wanted) if wanted else None,
        score=score,
        renditions=tuple(source["renditions"]),
        standing=source["standing"],
        warnings=tuple(source["warnings"]),
    )


def likened_of(source: dict[str, Any]) -> Likened:
    """Return what is compared of a document."""
    return Likened(
        base64.b64decode(source.get("sketch", "")),
        source.get("subject_key", ""),
        frozenset(source.get("cites", ())),
    )


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
