"""A winmail.dat (TNEF, [MS-OXTNEF]) becomes the files that Outlook packed into it.

Outlook sends one where it writes to somebody in its own rich text; other programs show only its
name. It is a row of attributes: level, tag and type, length, data, checksum.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from dispatch.errors import DamagedFileError

SIGNATURE = b"\x78\x9f\x3e\x22"

_HEAD = struct.Struct("<BII")
_CHECKSUM = 2
_BEGIN, _TITLE, _DATA, _PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_LONG_NAME, _UNICODE, _ANSI = 0x3707, 0x001F, 0x001E  # PidTagAttachLongFilename and its types


@dataclass(slots=True)
class _Attached:
    title: str = "attachment"
    data: bytes = b""


def packed_files(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file.

    Raises:
        DamagedFileError: an attribute is longer than what is left.
    """
    attached: list[_Attached] = []
    for tag, value in _attributes(path, data):
        if tag == _BEGIN:
            attached.append(_Attached())
        elif attached and tag == _DATA:
            attached[-1].data = value
        elif attached and tag == _TITLE:
            attached[-1].title = _text(value, "cp1258")
        elif attached and tag == _PROPERTIES:
            attached[-1].title = _long_name(value) or attached[-1].title
    yield from ((one.title, one.data) for one in attached if one.data)


def _attributes(path: str, data: bytes) -> Iterator[tuple[int, bytes]]:
    at = len(SIGNATURE) + 2  # and the key
    while at + _HEAD.size <= len(data):
        _, tag, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if at + length > len(data):
            raise DamagedFileError(
                f"{path} is a winmail.dat that is cut short: ask for the mail's files again.",
                vi=f"{path} là tệp winmail.dat bị cắt: hãy xin lại các tệp đính kèm của thư.",
                code="damaged-mail",
            )
        yield tag, data[at : at + length]
        at += length + _CHECKSUM


def _long_name(properties: bytes) -> str | None:
    """Return the long file name among an attachment's properties, found by its tag: a count of
    one, the length, and the text padded to four bytes."""
    for kind, encoding in ((_UNICODE, "utf-16-le"), (_ANSI, "cp1258")):
        at = properties.find(struct.pack("<HHI", kind, _LONG_NAME, 1))
        if at >= 0 and at + 12 <= len(properties):
            (length,) = struct.unpack_from("<I", properties, at + 8)
            return _text(properties[at + 12 : at + 12 + length], encoding) or None
    return None


def _text(value: bytes, encoding: str) -> str:
    return value.decode(encoding, "replace").rstrip("\0")
