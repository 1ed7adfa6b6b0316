"""Whether two open PDFs hold the same objects, but for the note of who made the file and when.

PDFium writes both anew, object by object in the order of their numbers and every dictionary with
its keys in order; what then differs is a difference of objects. The only cross-reference table that
is read is the one that PDFium has just written, so none in the files can lead astray.
"""

import io
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_END = re.compile(rb"startxref\r\n(\d{1,10})\r\n%%EOF\s*\Z")
_END_BYTES = 64  # bytes that it takes at most
_SECTION = re.compile(rb"(\d{1,10}) \d{1,10}\r\n((?:\d{10} \d{5} [nf]\r\n)+)")
_ENTRY = 20  # bytes of one entry, its line end included
_TRAILER = re.compile(rb"trailer\r\n<<(.*)>>\r\nstartxref", re.DOTALL)
_ID = re.compile(rb"/ID\[[^\]]*\]")  # made anew by every writing
_INFO, _ROOT = re.compile(rb"/Info (\d{1,10}) 0 R"), re.compile(rb"/Root (\d{1,10}) 0 R")


def hold_the_same(one: Any, other: Any) -> bool:
    """Tell whether two open documents differ at most in their Info dictionary (ISO 32000-1,
    14.3.3), which no page shows: then every page of one looks as it does in the other."""
    first = _shown(_written(one))
    return first is not None and first == _shown(_written(other))


def _written(document: Any) -> bytes:
    """Return what PDFium writes of the document; nothing where it cannot."""
    buffer = io.BytesIO()
    try:
        document.save(buffer, flags=pdfium_c.FPDF_NO_INCREMENTAL)
    except pdfium.PdfiumError:
        return b""
    return buffer.getvalue()


def _shown(written: bytes) -> tuple[bytes, bytes] | None:
    """Return what PDFium wrote, objects and trailer, without the Info dictionary; None where that
    may be part of a page as well."""
    end = _END.search(written, max(len(written) - _END_BYTES, 0))
    trailer = _TRAILER.search(written, int(end[1])) if end else None
    if end is None or trailer is None:
        return None
    table = int(end[1])
    body, entries = written[:table], _ID.sub(b"", trailer[1])
    info, root = _INFO.search(entries), _ROOT.search(entries)
    if info is None or root is None:
        return body, entries
    places = _places(written[table : trailer.start()])
    offsets = [offset for offset, _ in places]
    holders = {places[bisect_right(offsets, at) - 1][1] for at in _named_at(body, int(info[1]))}
    # The trailers of older states are still there, as streams that nothing leads to.
    reached = {int(root[1]), *(one for one in holders if any(_named_at(body, one)))}
    if reached & {int(info[1]), *holders}:
        return None
    start = next((offset for offset, number in places if number == int(info[1])), table)
    behind = next((offset for offset in offsets if offset > start), table)
    return body[:start] + body[behind:], entries


def _named_at(body: bytes, number: int) -> Iterator[int]:
    """Yield where an object is referred to, or something that reads so; never at 0."""
    for match in re.finditer(b"%d 0 R" % number, body):
        if not body[match.start() - 1 : match.start()].isdigit():
            yield match.start()


def _places(table: bytes) -> list[tuple[int, int]]:
    """Return where each object begins that a cross-reference table (7.5.4) names, and its number,
    in the order of the file."""
    return sorted(
        (int(entries[at : at + 10]), int(first) + at // _ENTRY)
        for first, entries in _SECTION.findall(table)
        for at in range(0, len(entries), _ENTRY)
        if entries[at + _ENTRY - 3 : at + _ENTRY] == b"n\r\n"
    )
