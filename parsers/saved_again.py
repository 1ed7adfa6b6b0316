"""What a program appends to a signed PDF when it only saves it, told from what changes a page.

Signing programs end by writing the file's information anew, some of them a page as well with its
entries in another order. Drawing both states of every page shows the same at a hundred times the
cost of reading what was appended (ISO 32000-1, 7.5.6). What cannot be read so is no mere saving:
no more of the syntax is known here than such programs write.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(
    rb"\s*(<<|>>|[\[\]]|<[0-9A-Fa-f\s]*>|\((?:[^\\()]|\\.)*\)|/?[^\s<>\[\]()/%{}]+|/)", re.DOTALL
)
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_ENTRIES = rb"(?:\d{10} \d{5} [nf]\s*)*"
_SECTION = re.compile(rb"\s*xref\s+((?:\d+ +\d+\s+%b)+)trailer" % _ENTRIES)
_PART = re.compile(rb"(\d+) +(\d+)\s+(%b)" % _ENTRIES)
_ENTRY = re.compile(rb"(\d{10}) \d{5} ([nf])")
_ANY_OBJECT = re.compile(rb"\bobj\b")
_OBJECT = re.compile(rb"\s*(\d+)\s+\d+\s+obj")
_DEEPEST = 20  # arrays in dictionaries in arrays …
_MOST_SECTIONS = 50
_FREE = -1
_END_AREA = 64  # bytes in which the file's last line says where its table starts
_OF_UPDATE = frozenset([b"/Size", b"/Prev", b"/ID", b"/XRefStm"])

Value = Any
"""A dictionary as a frozen set of pairs, an array or a reference as a tuple, else its bytes."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of the cross-reference table, with the trailer behind it."""

    offsets: dict[int, int]  # by the object's number; free ones have none
    trailer: dict[bytes, Value]


def is_saved_again(data: bytes, end: int) -> bool:
    """Tell whether what stands behind ``end`` of the file says nothing new of its pages.

    ``data`` starts with the file's header. Every object that is defined there must be the file's
    information, or say what it said before; and no other object may be reached than before.
    """
    try:
        update, *earlier = _sections(data)
        if not earlier or _lasting(update) != _lasting(earlier[0]):
            return False
        # It must go on from the state that was signed, not from one before it; and a reader that
        # finds fault with the table takes every object that it finds.
        if update.trailer[b"/Prev"] != _start(data, end):
            return False
        if len(_ANY_OBJECT.findall(data, end)) != len(update.offsets):
            return False
        return all(
            offset >= end and _says_the_same(data, number, offset, earlier)
            for number, offset in update.offsets.items()
        )
    except ValueError:
        return False


def _says_the_same(data: bytes, number: int, offset: int, earlier: list[_Section]) -> bool:
    now = _object(data, number, offset)
    if earlier[0].trailer.get(b"/Info") == (b"%d" % number, b"0", b"R") and _is_plain(now):
        return True
    before = next((one.offsets[number] for one in earlier if number in one.offsets), _FREE)
    return bool(now == _object(data, number, before))


def _lasting(section: _Section) -> dict[bytes, Value]:
    """Return what a trailer says of the file, without what each update says of itself."""
    return {name: value for name, value in section.trailer.items() if name not in _OF_UPDATE}


def _sections(data: bytes) -> Iterator[_Section]:
    """Yield the sections of the table, the last one first; those before one that says more in a
    stream are not read."""
    at: Value = _start(data, len(data))
    for _ in range(_MOST_SECTIONS):
        section = _section(data, int(at)) if isinstance(at, bytes) and at.isdigit() else None
        if section is None:
            return
        yield section
        at = section.trailer.get(b"/Prev") if b"/XRefStm" not in section.trailer else None


def _start(data: bytes, end: int) -> bytes:
    """Return where the state of the file that ends at ``end`` says that its table starts."""
    found = _START.match(data, max(data.rfind(b"startxref", 0, end), 0))
    return found[1] if found is not None and end - found.start() < _END_AREA else b""


def _section(data: bytes, at: int) -> _Section | None:
    found = _SECTION.match(data, at)
    if found is None:
        return None
    offsets: dict[int, int] = {}
    for first, count, entries in _PART.findall(found[1]):
        listed = _ENTRY.findall(entries)
        if len(listed) != int(count):
            return None
        for number, (offset, kind) in enumerate(listed, start=int(first)):
            if number in offsets:
                return None
            if kind == b"n":
                offsets[number] = int(offset)
            elif number > 0:  # the head of the list of free objects
                offsets[number] = _FREE
    tokens = _tokens(data, found.end())
    trailer = _read(next(tokens, b""), tokens, _DEEPEST)
    return _Section(offsets, dict(trailer)) if isinstance(trailer, frozenset) else None


def _is_plain(value: Value) -> bool:
    """Tell whether a dictionary names texts only, as the information of a file does (14.3.3)."""
    return isinstance(value, frozenset) and all(
        isinstance(one, bytes) and not one.startswith(b"/") for _, one in value
    )


def _object(data: bytes, number: int, offset: int) -> Value:
    """Return the object that is defined there; ValueError where it is none, or is a stream."""
    head = _OBJECT.match(data, offset) if offset > 0 else None
    if head is None or int(head[1]) != number:
        raise ValueError("another object, or none")
    tokens = _tokens(data, head.end())
    value = _read(next(tokens, b""), tokens, _DEEPEST)
    if next(tokens, b"") != b"endobj":
        raise ValueError("more than a value, such as a stream")
    return value


def _tokens(data: bytes, at: int) -> Iterator[bytes]:
    while found := _TOKEN.match(data, at):
        yield found[1]
        at = found.end()


def _read(token: bytes, tokens: Iterator[bytes], depth: int) -> Value:
    """Return the value that begins with ``token``."""
    if token == b"<<":
        return frozenset(_entries(_listed(tokens, b">>", depth)))
    if token == b"[":
        return tuple(_listed(tokens, b"]", depth))
    return token


def _listed(tokens: Iterator[bytes], end: bytes, depth: int) -> list[Value]:
    """Return the values up to ``end``, references as one."""
    if depth == 0:
        raise ValueError("too deep")
    found: list[Value] = []
    for token in tokens:
        if token == end:
            return found
        if token == b"R" and len(found) > 1:
            found[-2:] = [(found[-2], found[-1], token)]
        else:
            found.append(_read(token, tokens, depth - 1))
    raise ValueError("it does not end")


def _entries(values: list[Value]) -> Iterator[tuple[bytes, Value]]:
    names = values[::2]
    if len(values) % 2 or len({*names}) < len(names):
        raise ValueError("names and values do not match")
    yield from zip(names, values[1::2], strict=True)
