"""What a program appends to a signed PDF when it only saves it, told from what changes a page.

Signing programs end by writing the file's information anew, some of them a page as well with its
entries in another order. Drawing both states of every page shows the same at a hundred times the
cost of reading what was appended (ISO 32000-1, 7.5.6). Only what such programs write is understood
here, to the byte; all else is no mere saving, so that nothing hides behind what readers take in
different ways: blanks of other kinds, names in another spelling, objects that no table names.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_MOST_BYTES = 65_536  # of an update, and of an object before it
_END_AREA = 64  # bytes in which a state's last line says where its table starts
_MOST_SECTIONS = 50
_DEEPEST = 20  # arrays in dictionaries in arrays …
_FREE = -1

_BLANK = rb"[\t\n\r ]*+"
_TOKEN = re.compile(
    _BLANK + rb"(<<|>>|[\[\]]|<[0-9A-Fa-f]*+>|\([^\\()]*+(?:\\.[^\\()]*+)*+\)"
    rb"|/[!\"$&-'*-.0-;=?-Z^-z|~]++|[0-9A-Za-z.+-]++)",
    re.DOTALL,
)
_OBJECT = re.compile(_BLANK + rb"(\d{1,8}) 0 obj(?=[\t\n\r <\[(/])")
_START = re.compile(rb"startxref[\r\n ]{1,3}(\d{1,10})[\r\n ]{1,3}%%EOF[\r\n ]{0,4}\Z")
_HEAD = re.compile(_BLANK + rb"xref[\r\n ]{1,3}")
_PART = re.compile(rb"(\d{1,8}) (\d{1,8})[\r\n ]{1,3}")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)")
_TRAILER = re.compile(rb"trailer(?=[\r\n <])")

_INFORMATION = frozenset(
    [b"/Title", b"/Author", b"/Subject", b"/Keywords", b"/Creator", b"/Producer", b"/CreationDate",
     b"/ModDate"]
)  # fmt: skip
"""Entries of the file's information (14.3.3) that are texts; no other dictionary has them alone."""

_OF_UPDATE = frozenset([b"/Size", b"/Prev", b"/ID", b"/XRefStm"])

Value = Any
"""A dictionary as a frozen set of pairs, an array or a reference as a tuple, else its bytes."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of the cross-reference table (7.5.4), with the trailer behind it."""

    offsets: Mapping[int, int]  # by the object's number
    trailer: Mapping[bytes, Value]


def is_saved_again(data: bytes, end: int) -> bool:
    """Tell whether what stands behind ``end`` of the file says nothing new of its pages.

    ``data`` starts with the file's header. Every object that is defined there must be the file's
    information, or say what it said before; and no other object may be reached than before.
    """
    if len(data) - end > _MOST_BYTES:
        return False
    try:
        update, *earlier = _sections(data)
        if not earlier or _lasting(update) != _lasting(earlier[0]):
            return False
        # It must go on from the state that was signed, not from one before it.
        if update.trailer[b"/Prev"] != _start(data, end):
            return False
        written = _objects(data, end)
        if {number: offset for number, (offset, _) in written.items()} != update.offsets:
            return False
        return all(_is_known(data, number, now, earlier) for number, (_, now) in written.items())
    except ValueError:
        return False


def _is_known(data: bytes, number: int, now: Value, earlier: list[_Section]) -> bool:
    if earlier[0].trailer.get(b"/Info") == (b"%d" % number, b"0", b"R") and _is_information(now):
        return True
    before = next((one.offsets[number] for one in earlier if number in one.offsets), _FREE)
    return before != _FREE and bool(now == _object(data, number, before)[0])


def _is_information(value: Value) -> bool:
    return isinstance(value, frozenset) and all(
        name in _INFORMATION and isinstance(text, bytes) and text[:1] in (b"(", b"<")
        for name, text in value
    )


def _objects(data: bytes, end: int) -> dict[int, tuple[int, Value]]:
    """Return the objects that are written from ``end`` on, up to the table: offset and value."""
    found: dict[int, tuple[int, Value]] = {}
    at = end
    while head := _OBJECT.match(data, at):
        number = int(head[1])
        value, at = _object(data, number, head.start(1))
        if number in found:
            raise ValueError("defined twice")
        found[number] = head.start(1), value
    if _HEAD.match(data, at) is None:
        raise ValueError("something else between the objects and the table")
    return found


def _lasting(section: _Section) -> dict[bytes, Value]:
    """Return what a trailer says of the file, without what each update says of itself."""
    return {name: value for name, value in section.trailer.items() if name not in _OF_UPDATE}


def _sections(data: bytes) -> Iterator[_Section]:
    """Yield the sections of the table, the last one first; those before one that says more in a
    stream are not read."""
    at: Value = _start(data, len(data))
    for _ in range(_MOST_SECTIONS):
        is_place = isinstance(at, bytes) and at.isdigit() and len(at) <= 10
        section = _section(data, int(at)) if is_place else None
        if section is None:
            return
        yield section
        at = None if b"/XRefStm" in section.trailer else section.trailer.get(b"/Prev")


def _start(data: bytes, end: int) -> bytes:
    """Return where the state of the file that ends at ``end`` says that its table starts."""
    found = _START.search(data, max(end - _END_AREA, 0), end)
    return found[1] if found is not None else b""


def _section(data: bytes, at: int) -> _Section | None:
    head = _HEAD.match(data, at)
    if head is None:
        return None
    offsets: dict[int, int] = {}
    at = head.end()
    while part := _PART.match(data, at):
        at = part.end()
        for number in range(int(part[1]), int(part[1]) + int(part[2])):
            entry = _ENTRY.match(data, at)
            if entry is None or number in offsets:
                return None
            at = entry.end()
            if entry[3] == b"f" and number == 0:  # the head of the list of free objects
                continue
            is_first = entry[3] == b"n" and entry[2] == b"00000"
            offsets[number] = int(entry[1]) if is_first else _FREE
    found = _TRAILER.match(data, at)
    if found is None:
        return None
    tokens = _tokens(data, found.end())
    trailer = _read(next(tokens, (b"", 0))[0], tokens, _DEEPEST)
    return _Section(offsets, dict(trailer)) if isinstance(trailer, frozenset) else None


def _object(data: bytes, number: int, offset: int) -> tuple[Value, int]:
    """Return the object that is defined there, and where it ends; ValueError where it is another,
    or more than a value, such as a stream."""
    head = _OBJECT.match(data, offset)
    if head is None or int(head[1]) != number:
        raise ValueError("another object, or none")
    tokens = _tokens(data, head.end())
    value = _read(next(tokens, (b"", 0))[0], tokens, _DEEPEST)
    word, end = next(tokens, (b"", 0))
    if word != b"endobj":
        raise ValueError("more than a value")
    return value, end


def _tokens(data: bytes, at: int) -> Iterator[tuple[bytes, int]]:
    """Yield each token with the place behind it."""
    last = at + _MOST_BYTES
    while found := _TOKEN.match(data, at, last):
        at = found.end()
        yield found[1], at


def _read(token: bytes, tokens: Iterator[tuple[bytes, int]], depth: int) -> Value:
    """Return the value that begins with ``token``."""
    if token == b"<<":
        return frozenset(_entries(_listed(tokens, b">>", depth)))
    if token == b"[":
        return tuple(_listed(tokens, b"]", depth))
    if token in (b"", b">>", b"]"):
        raise ValueError("no value")
    return token


def _listed(tokens: Iterator[tuple[bytes, int]], end: bytes, depth: int) -> list[Value]:
    """Return the values up to ``end``, references as one."""
    if depth == 0:
        raise ValueError("too deep")
    found: list[Value] = []
    for token, _ in tokens:
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
    if not all(isinstance(name, bytes) and name.startswith(b"/") for name in names):
        raise ValueError("no name")
    yield from zip(names, values[1::2], strict=True)
