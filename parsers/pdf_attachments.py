"""Files attached to a PDF (ISO 32000-1, 7.11.4): the Word original or an exchange package.

PDF/A-3 carries them beside its pages. They are found without a PDF library, as parts of zip files
are, since containers are opened by the process that must not crash: objects by their ``N G obj``
lines and inside object streams, of each number the last. What is encrypted or packed otherwise than
by Flate stays unread, and the reader of the pages tells so.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.repair import packed_objects

_HINT = b"/EmbeddedFile"
_OBJECT = re.compile(rb"(?<![\d])(\d{1,8})[ \t\r\n]{1,4}\d{1,5}[ \t\r\n]{1,4}obj(?=[\s<\[(/\d])")
_STREAM_OR_END = re.compile(rb"\b(?:(stream)\r?\n|endobj\b)")
_LENGTH = re.compile(rb"/Length\s+(\d{1,10})(?!\d|\s+\d+\s+R)")
_ROOT = re.compile(rb"/Root\s+(\d{1,8})\s+\d+\s+R")
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,8})\s+\d{1,5}\s+R\b")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b")
_ENCRYPT = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")
_FILTER = re.compile(rb"/Filter\s*(?:/(\w+)|\[\s*(?:/(\w+)\s*)?\])")
_PREDICTED = re.compile(rb"/DecodeParms\s*(?!null)")
_FILES = re.compile(rb"/EF\s*<<(.*?)>>", re.DOTALL)
_FILE = re.compile(rb"/(UF|F|DOS|Unix|Mac)\s+(\d+)\s+\d+\s+R")
_STRING = rb"(\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)|<[0-9A-Fa-f\s]*>)"
_NAMES = (re.compile(rb"/UF\s*" + _STRING, re.DOTALL), re.compile(rb"/F\s*" + _STRING, re.DOTALL))
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_MOST_PACKED = 400  # object streams that are looked into: the process that opens files may not hang
_DICTIONARY = 100_000  # bytes; a longer one is no file's


@dataclass(frozen=True, slots=True)
class _Object:
    """The dictionary of an object, and its stream as packed."""

    dictionary: bytes
    stream: bytes | None = None


def has_attachments(data: bytes) -> bool:
    """Tell, without looking closer, whether the PDF may have files attached."""
    return _HINT in data and not _ENCRYPT.search(data)


def attached_files(data: bytes, most: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each attached file that can be unpacked to ``most`` bytes."""
    if not has_attachments(data):
        return
    objects = _latest(data)
    for number in _within_reach(objects, data):
        for name, place in _told_files(objects[number].dictionary):
            stream = objects.get(place)
            content = None if stream is None else _unpacked(stream, most)
            if content:
                yield name, content


def _within_reach(objects: dict[int, _Object], data: bytes) -> Iterator[int]:
    """Yield the objects that the file's root leads to: what was deleted is still in the file."""
    waiting = [int(at) for at in _ROOT.findall(data)[-1:]]
    seen = set(waiting)
    while waiting:
        number = waiting.pop()
        if number not in objects:
            continue
        yield number
        following = {int(at) for at in _REFERENCE.findall(objects[number].dictionary)} - seen
        seen |= following
        waiting += sorted(following, reverse=True)


def _told_files(dictionary: bytes) -> Iterator[tuple[str, int]]:
    """Yield name and object number of each file that an object names; nearly always one."""
    found = list(_FILES.finditer(dictionary))
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found[1:]), len(dictionary)]
    for match, start, end in zip(found, starts, ends, strict=False):
        places = {key: int(place) for key, place in _FILE.findall(match[1])}
        place = next((places[key] for key in (b"UF", b"F", *places) if key in places), -1)
        yield _name(dictionary[start:end]) or "attachment", place


def _latest(data: bytes) -> dict[int, _Object]:
    """Return the objects by number; where one occurs twice the later stands."""
    found: dict[int, _Object] = {}
    packed = 0
    for number, one in _objects(data):
        found[number] = one
        if one.stream is not None and _OBJECT_STREAM.search(one.dictionary):
            packed += 1
            if packed <= _MOST_PACKED:
                inner = packed_objects(one.dictionary + b"stream\n" + one.stream)
                found.update((at, _Object(body[:_DICTIONARY])) for at, body in inner)
    return found


def _objects(data: bytes) -> Iterator[tuple[int, _Object]]:
    at = 0
    while match := _OBJECT.search(data, at):
        closing = _STREAM_OR_END.search(data, match.end())
        last = closing.start() if closing else len(data)
        dictionary = data[match.end() : last]
        if closing is None or not closing[1]:
            yield int(match[1]), _Object(dictionary[:_DICTIONARY])
            at = max(last, match.end())
            continue
        # An attached PDF may lie in its stream as it is, with objects of its own.
        at = _stream_end(data, closing.end(), dictionary)
        yield int(match[1]), _Object(dictionary, data[closing.end() : at])


def _stream_end(data: bytes, start: int, dictionary: bytes) -> int:
    length = _LENGTH.search(dictionary)
    end = start + int(length[1]) if length else start
    if end > start and data[end : end + 12].lstrip().startswith(b"endstream"):
        return end
    closed = data.find(b"endstream", start)
    return closed if closed >= 0 else len(data)


def _unpacked(one: _Object, most: int) -> bytes | None:
    """Return the stream's bytes; None where they are too many, or packed in another way."""
    if one.stream is None:
        return None
    way = _FILTER.search(one.dictionary)
    if way is None or not (way[1] or way[2]):
        return one.stream if b"/Filter" not in one.dictionary and len(one.stream) <= most else None
    if (way[1] or way[2]) != b"FlateDecode" or _PREDICTED.search(one.dictionary):
        return None
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(one.stream, most + 1)
    except zlib.error:
        return None
    return content if len(content) <= most else None


def _name(dictionary: bytes) -> str:
    for pattern in _NAMES:
        match = pattern.search(dictionary)
        if match is not None:
            return _text(match[1]).replace("\\", "/").rsplit("/", 1)[-1].strip()
    return ""


def _text(string: bytes) -> str:
    """Return a text string (7.9.2.2): UTF-16 or UTF-8 by its mark, else the writer's encoding."""
    if string.startswith(b"<"):
        digits = b"".join(string[1:-1].split())
        raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    else:
        raw = _ESCAPE.sub(_plain, string[1:-1])
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    try:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _plain(escape: re.Match[bytes]) -> bytes:
    sign = escape[1]
    if sign[0] in b"01234567":
        return bytes([int(sign, 8) & 0xFF])
    return b"" if sign in (b"\n", b"\r", b"\r\n") else _ESCAPED.get(sign, sign)
