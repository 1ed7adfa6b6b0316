"""A parsed document as bytes and back, so that reprocessing never needs the file again.

Compressed JSON with words as arrays; version 1 is the first byte, and another version is refused
rather than guessed at.
"""

from typing import Any

import orjson
from isal import isal_zlib

from dispatch.document import (
    Block,
    Box,
    Column,
    Line,
    Origin,
    Page,
    ParsedDocument,
    Remark,
    Signature,
    SourceFile,
    Word,
)

_VERSION = b"\x01"
# An archive is written once per file on two busy cores; higher levels cost more than they save.
_LEVEL = 1


def serialize(document: ParsedDocument) -> bytes:
    """Return ``document`` as bytes."""
    source = document.source
    data = {
        "source": [source.id, source.path, source.media_type, source.bytes, source.container],
        "text": document.text,
        "page_count": document.page_count,
        "ordinal": document.ordinal,
        "signatures": [
            [s.name, s.organization, s.time, s.text, s.certificate, s.valid, s.spans]
            for s in document.signatures
        ],
        "remarks": [[r.code, r.message, r.params] for r in document.remarks],
        "pages": [_page(page) for page in document.pages],
    }
    return _VERSION + isal_zlib.compress(orjson.dumps(data), _LEVEL)


def deserialize(data: bytes) -> ParsedDocument:
    """Return the document that ``serialize`` made the bytes of.

    Raises:
        ValueError: The bytes were written by another version.
    """
    if data[:1] != _VERSION:
        raise ValueError(f"parsed document of version {data[:1]!r}, expected {_VERSION!r}")
    read = orjson.loads(isal_zlib.decompress(data[1:]))
    text = read["text"]
    return ParsedDocument(
        source=SourceFile(*read["source"]),
        pages=tuple(_read_page(page, text) for page in read["pages"]),
        text=text,
        page_count=read["page_count"],
        ordinal=read["ordinal"],
        signatures=tuple(_read_signature(fields) for fields in read["signatures"]),
        remarks=tuple(Remark(*fields) for fields in read["remarks"]),
    )


def _page(page: Page) -> list[Any]:
    return [
        page.number,
        page.width,
        page.height,
        page.read_by_ocr,
        page.skew,
        [
            [
                line.start,
                line.end,
                line.block,
                line.column,
                line.group,
                line.starts_paragraph,
                line.centered,
                _words(line.words),
                line.cell,
            ]
            for line in page.lines
        ],
    ]


def _words(words: tuple[Word, ...]) -> list[Any]:
    """Return the words as arrays; a file has thousands, and this loop is most of serializing."""
    return [
        (start, len(text), box and box[1:], origin, confidence, bold, italic, size, candidates)
        for text, start, box, origin, confidence, bold, italic, size, candidates in words
    ]


def _read_page(fields: list[Any], text: str) -> Page:
    number, width, height, read_by_ocr, skew, lines = fields
    return Page(
        number,
        tuple(_read_line(line, number, text) for line in lines),
        width,
        height,
        read_by_ocr,
        skew,
    )


def _read_line(fields: list[Any], page: int, text: str) -> Line:
    # Documents kept by earlier versions do not tell the column of a table.
    start, end, block, column, group, starts_paragraph, centered, words, *cell = fields
    return Line(
        words=tuple(_read_word(word, page, text) for word in words),
        start=start,
        end=end,
        page=page,
        block=Block(block),
        column=Column(column),
        group=group,
        starts_paragraph=starts_paragraph,
        centered=centered,
        cell=cell[0] if cell else None,
    )


def _read_word(fields: list[Any], page: int, text: str) -> Word:
    start, length, box, origin, confidence, bold, italic, size, candidates = fields
    return Word(
        text=text[start : start + length],
        start=start,
        box=Box(page, *box) if box else None,
        origin=Origin(origin),
        confidence=confidence,
        bold=bold,
        italic=italic,
        size=size,
        candidates=tuple((value, share) for value, share in candidates),
    )


def _read_signature(fields: list[Any]) -> Signature:
    name, organization, time, text, certificate, valid, spans = fields
    pairs = tuple((start, end) for start, end in spans)
    return Signature(name, organization, time, text, certificate, valid, pairs)
