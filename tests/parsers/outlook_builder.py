"""A .msg file byte by byte: a compound file ([MS-CFB]) that holds a message ([MS-OXMSG])."""

import struct
from dataclasses import dataclass, field
from itertools import pairwise

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
_BODY, _LONG_NAME, _MIME, _DATA, _SUBJECT = 0x1000, 0x3707, 0x370E, 0x3701, 0x0037
_TEXT, _BYTES, _OBJECT = 0x001F, 0x0102, 0x000D


@dataclass(slots=True)
class Mail:
    """A message; attachments are (name, content), where a content may be a message again."""

    subject: str
    body: str = ""
    attachments: list[tuple[str, "bytes | Mail"]] = field(default_factory=list)


Tree = dict[str, "bytes | Tree"]


def outlook(mail: Mail) -> bytes:
    """Return ``mail`` as Outlook saves it."""
    return _compound(_message(mail, header=32))


def _message(mail: Mail, *, header: int) -> Tree:
    count = len(mail.attachments)
    head = struct.pack("<8x4I", 0, count, 0, count).ljust(header, b"\0")
    tree = _properties(head, {(_SUBJECT, _TEXT): mail.subject, (_BODY, _TEXT): mail.body})
    for number, (name, content) in enumerate(mail.attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = _attachment(name, content)
    return tree


def _attachment(name: str, content: bytes | Mail) -> Tree:
    values: dict[tuple[int, int], str | bytes] = {(_LONG_NAME, _TEXT): name}
    if isinstance(content, bytes):
        mime = "image/png" if content.startswith(b"\x89PNG") else "application/octet-stream"
        values |= {(_MIME, _TEXT): mime, (_DATA, _BYTES): content}
        return _properties(bytes(8), values)
    tree = _properties(bytes(8), values)
    tree[f"__substg1.0_{_DATA:04X}{_OBJECT:04X}"] = _message(content, header=24)
    return tree


def _properties(head: bytes, values: dict[tuple[int, int], str | bytes]) -> Tree:
    tree: Tree = {}
    for (name, kind), value in values.items():
        data = value.encode("utf-16-le") if isinstance(value, str) else value
        tree[f"__substg1.0_{name:04X}{kind:04X}"] = data
        size = len(data) + 2 if kind == _TEXT else len(data)
        head += struct.pack("<HHIII", kind, name, 6, size, 0)
    return {"__properties_version1.0": head, **tree}


@dataclass(slots=True)
class _Sectors:
    """Sectors of one size, chained by their table."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        if not content:
            return _END
        start = len(self.table)
        count = -(-len(content) // self.size)
        self.data += content.ljust(count * self.size, b"\0")
        self.table += [*range(start + 1, start + count), _END]
        return start


def _compound(tree: Tree) -> bytes:
    entries: list[bytes] = [b""]
    large, small = _Sectors(_SECTOR), _Sectors(_MINI)
    child = _entries(tree, entries, large, small)
    size = len(small.data)
    entries[0] = _entry("Root Entry", 5, child, large.add(bytes(small.data)), size)
    directory = large.add(b"".join(entries).ljust(-(-len(entries) // 4) * _SECTOR, b"\0"))
    mini = large.add(struct.pack(f"<{len(small.table)}I", *small.table).ljust(_SECTOR, b"\xff"))
    minis = -(-4 * len(small.table) // _SECTOR)
    tables = 1
    while tables * 128 < len(large.table) + tables:
        tables += 1
    first = len(large.table)
    chain = [*large.table, *[0xFFFFFFFD] * tables]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, tables, directory, 0, _CUTOFF, mini, minis, _END, 0)
    header += struct.pack(f"<{tables}I", *range(first, first + tables))
    return header.ljust(_SECTOR, b"\xff") + bytes(large.data) + table


def _entries(tree: Tree, entries: list[bytes], large: _Sectors, small: _Sectors) -> int:
    """Add an entry for each name of ``tree``, chained as right siblings; return the first."""
    numbers: list[int] = []
    kept: list[tuple[str, int, int, int, int]] = []
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        content = tree[name]
        numbers.append(len(entries))
        entries.append(b"")
        if isinstance(content, bytes):
            start = (small if len(content) < _CUTOFF else large).add(content)
            kept.append((name, 2, _NONE, start, len(content)))
        else:
            kept.append((name, 1, _entries(content, entries, large, small), 0, 0))
    following = [after for _, after in pairwise(numbers)] + [_NONE]
    for number, row, after in zip(numbers, kept, following, strict=True):
        entries[number] = _entry(*row, right=after)
    return numbers[0] if numbers else _NONE


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = _NONE) -> bytes:
    encoded = name.encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(encoded) + 2, kind, 1, _NONE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
