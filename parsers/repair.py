"""A PDF whose end is missing gets a new cross-reference table, so that all it still holds is read.

The objects are found by their ``N G obj`` lines and inside object streams; where one number occurs
twice the later stands, as in an incremental update. Sections of ISO 32000-1 are cited.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER_AREA = 1024
_END_AREA = 2048
_OBJECT = re.compile(
    rb"(?:^|[\s>])(\d{1,8})[ \t\r\n]{1,4}(\d{1,5})[ \t\r\n]{1,4}obj(?=[\s<\[(/\d])"
)
_STREAM = re.compile(rb"stream\r?\n")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b")
_FLATE = re.compile(rb"/Filter\s*\[?\s*/FlateDecode\b")
_NUMBER_OF = re.compile(rb"/N\s+(\d+)")
_FIRST = re.compile(rb"/First\s+(\d+)")
_ROOT = re.compile(rb"/Root\s+(\d+)\s+(\d+)\s+R")
_ENCRYPT = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")
_ID = re.compile(rb"/ID\s*\[\s*<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>\s*\]")
_CATALOG = re.compile(rb"/Type\s*/Catalog\b")
_LONGEST_DICTIONARY = 4096
_LARGEST_UNPACKED = 50_000_000
_LAST_NUMBER = 8_388_607  # what readers accept


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where an object is: its offset, or its place in an object stream (7.5.8)."""

    kind: int  # 1 at an offset, 2 in an object stream
    place: int
    index: int


def is_cut(data: bytes) -> bool:
    """Tell whether a PDF lacks its end marker (7.5.5), or goes on after the last one: an update
    whose own end is missing."""
    ended = data.rfind(b"%%EOF")
    return ended < len(data) - _END_AREA or b" obj" in data[ended:]


def rebuild(data: bytes) -> bytes | None:
    """Return the file with a cross-reference stream of all objects found, None without a root."""
    data = data[max(data[:_HEADER_AREA].find(b"%PDF"), 0) :]
    entries: dict[int, _Entry] = {}
    root: bytes | None = None
    for number, offset, end in _objects(data):
        entries[number] = _Entry(1, offset, 0)
        dictionary = data[offset : min(end, offset + _LONGEST_DICTIONARY)]
        if _OBJECT_STREAM.search(dictionary):
            for at, (inner, body) in enumerate(packed_objects(data[offset:end])):
                entries[inner] = _Entry(2, number, at)
                root = b"%d 0 R" % inner if _CATALOG.search(body) else root
        elif _CATALOG.search(dictionary):
            root = b"%d 0 R" % number
    named = _ROOT.findall(data)
    if named and int(named[-1][0]) in entries:
        root = b"%s %s R" % named[-1]
    if root is None:
        return None
    if data[-1:] not in b"\r\n":
        data += b"\n"
    return data + _cross_reference(entries, root, len(data), data)


def _objects(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield number, offset and end of each object that is there to its end."""
    matches = list(_OBJECT.finditer(data))
    for at, match in enumerate(matches):
        following = matches[at + 1].start() if at + 1 < len(matches) else len(data)
        end = data.rfind(b"endobj", match.end(), following)
        is_whole = end >= 0 or following < len(data)
        if is_whole and 0 < int(match[1]) <= _LAST_NUMBER:
            yield int(match[1]), match.start(1), end if end >= 0 else following


def packed_objects(source: bytes) -> list[tuple[int, bytes]]:
    """Return the objects of an object stream (7.5.7) with their numbers, in its order."""
    start = _STREAM.search(source)
    count, first = _NUMBER_OF.search(source), _FIRST.search(source)
    if start is None or count is None or first is None:
        return []
    body = source[start.end() :]
    if _FLATE.search(source[: start.start()]):
        try:
            body = zlib.decompressobj().decompress(body, _LARGEST_UNPACKED)
        except zlib.error:
            return []
    numbers = [int(text) for text in body[: int(first[1])].split() if text.isdigit()]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))[: int(count[1])]
    places = [place + int(first[1]) for _, place in pairs] + [len(body)]
    return [
        (number, body[places[at] : places[at + 1]])
        for at, (number, _) in enumerate(pairs)
        if 0 < number <= _LAST_NUMBER
    ]


def _cross_reference(entries: dict[int, _Entry], root: bytes, offset: int, data: bytes) -> bytes:
    number = max(entries) + 1
    entries = {**entries, number: _Entry(1, offset, 0)}
    order = sorted(entries)
    rows = b"".join(
        bytes([entries[at].kind])
        + entries[at].place.to_bytes(4, "big")
        + entries[at].index.to_bytes(2, "big")
        for at in order
    )
    index = b" ".join(b"%d 1" % at for at in order)
    encryption = _ENCRYPT.findall(data)[-1:] + _ID.findall(data)[-1:]
    return (
        b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Index [%s] /Root %s %s /Length %d >>\n"
        b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        % (number, number + 1, index, root, b" ".join(encryption), len(rows), rows, offset)
    )
