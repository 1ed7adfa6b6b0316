"""Tesseract keeps the images of lines as they are, not packed as PNG and unpacked a moment later.

Packing is a fifth of the cost of reading a page and changes no pixel. Tesseract has a switch
against it (``TESSERACT_IMAGEDATA_AS_PIX``, its pull request 2965), but only where it is compiled,
and no package sets it. So its one call of Leptonica's ``pixWriteMem`` is sent on to
``pixWriteMemSpix``, which copies the pixels; what unpacks them tells the format by its first bytes.
"""

import ctypes
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_MAPS = Path("/proc/self/maps")
_READ, _WRITE = 1, 2  # mprotect(2)
_WIDTH = ctypes.sizeof(ctypes.c_void_p)


@dataclass(frozen=True, slots=True)
class _Mapping:
    """A stretch of this process's memory that holds a part of a file."""

    start: int
    end: int
    rights: str  # as the kernel writes them: r--p
    file: Path


@lru_cache(maxsize=1)
def keep_unpacked() -> bool:
    """Let the Tesseract that this process has loaded keep lines unpacked; tell whether it does.

    Where its libraries are not found as Linux shows them, or bound otherwise, all stays as it is.
    """
    leptonica = next((one.file for one in _mappings("libleptonica")), None)
    if leptonica is None:
        return False
    library = ctypes.CDLL(str(leptonica))
    packing, copying = (_address(library, name) for name in ("pixWriteMem", "pixWriteMemSpix"))
    changed = [
        _put(copying, place, mapping)
        for mapping in _mappings("libtesseract")
        if mapping.rights.startswith("r") and "x" not in mapping.rights
        for place in _places(packing, mapping)
    ]
    return bool(changed) and all(changed)


def _mappings(library: str) -> Iterator[_Mapping]:
    for row in _MAPS.read_text().splitlines() if _MAPS.exists() else ():
        cells = row.split(maxsplit=5)
        if len(cells) == 6 and Path(cells[5]).name.startswith(library):
            start, end = (int(edge, 16) for edge in cells[0].split("-"))
            yield _Mapping(start, end, cells[1], Path(cells[5]))


def _address(library: ctypes.CDLL, function: str) -> int:
    return ctypes.cast(getattr(library, function), ctypes.c_void_p).value or 0


def _places(function: int, mapping: _Mapping) -> Iterator[int]:
    """Yield where the mapping holds the function's address: in the linker's table of what a library
    calls in others, and nowhere else."""
    held = ctypes.string_at(mapping.start, mapping.end - mapping.start)
    wanted = bytes(ctypes.c_void_p(function))
    offset = held.find(wanted)
    while offset >= 0:
        if offset % _WIDTH == 0:
            yield mapping.start + offset
        offset = held.find(wanted, offset + 1)


def _put(function: int, place: int, mapping: _Mapping) -> bool:
    """Write the function's address there; the page gets back the rights that it had."""
    protect = ctypes.CDLL(None).mprotect
    page = ctypes.c_void_p(place - place % mmap.PAGESIZE)
    if protect(page, mmap.PAGESIZE, _READ | _WRITE) != 0:
        return False
    ctypes.c_void_p.from_address(place).value = function
    if "w" not in mapping.rights:
        protect(page, mmap.PAGESIZE, _READ)
    return True
