"""Memory of page images and fonts stays with the process from one page to the next.

A page of 300 dpi is 9 MB of grey or 26 MB of colour, and preparing it makes a dozen such images;
the fonts of a PDF are unpacked file by file. The C library gives each back to the system at once,
and the system clears every page of memory that it hands out again: a twelfth of the cost of reading
a scan, a twentieth of that of a digital PDF.
"""

import ctypes
from functools import lru_cache

# glibc's mallopt(3); other C libraries have neither the function nor the habit.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_KEPT = 256 << 20  # bytes that a process keeps at most
_LARGEST = 64 << 20  # bytes of one image that comes from what is kept


@lru_cache(maxsize=1)
def keep_memory() -> None:
    """Let the C library keep freed images for the next page, up to 256 MB; once a process."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGEST)
        mallopt(_TRIM_THRESHOLD, _KEPT)
