"""The signature fields of an open PDF, as PDFium has them."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium_c

_ROOM = 65_536  # bytes; signatures take 16 KiB or 32 KiB
_SHORT = 256  # bytes; times and names of formats take 32
_TIME_STAMP = "ETSI.RFC3161"  # ISO 32000-2, 12.8.5


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A filled signature field; a time stamp of the whole file is one that no person signed."""

    handle: Any
    is_time_stamp: bool
    ranges: Sequence[tuple[int, int]]
    """The stretches of the file that the signature is made over: offset and length."""


def signature_fields(document: Any) -> list[SignatureField]:
    """Return the fields in the order in which they were signed: each covers those before it."""
    handles = (
        pdfium_c.FPDF_GetSignatureObject(document, index)
        for index in range(max(pdfium_c.FPDF_GetSignatureCount(document), 0))
    )
    found = [
        SignatureField(
            handle,
            ascii_of(pdfium_c.FPDFSignatureObj_GetSubFilter, handle) == _TIME_STAMP,
            _ranges(handle),
        )
        for handle in handles
    ]
    return sorted(found, key=lambda field: max(field.ranges, default=(0, 0)))


def contents(handle: Any) -> bytes:
    """Return the field's CMS structure, with the zeros that fill its place up."""
    return _buffer(pdfium_c.FPDFSignatureObj_GetContents, handle, _ROOM)


def ascii_of(function: Any, handle: Any) -> str:
    """Return one of the field's texts: ``FPDFSignatureObj_GetTime``, ``…_GetSubFilter``."""
    return _buffer(function, handle, _SHORT).rstrip(b"\0").decode("ascii", "replace")


def _ranges(handle: Any) -> list[tuple[int, int]]:
    count = pdfium_c.FPDFSignatureObj_GetByteRange(handle, None, 0)
    numbers = (ctypes.c_int * max(count, 1))()
    pdfium_c.FPDFSignatureObj_GetByteRange(handle, numbers, count)
    return [(max(numbers[at], 0), max(numbers[at + 1], 0)) for at in range(0, count - 1, 2)]


def _buffer(function: Any, handle: Any, room: int) -> bytes:
    """Return what PDFium writes; the first room is nearly always enough, and asking for the length
    alone costs it the same work."""
    buffer = ctypes.create_string_buffer(room)
    length = function(handle, buffer, room)
    if length > room:
        buffer = ctypes.create_string_buffer(length)
        function(handle, buffer, length)
    return ctypes.string_at(buffer, length)
