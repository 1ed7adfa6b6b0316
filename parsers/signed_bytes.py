"""What a PDF's signatures are made over, hashed once.

Every signature covers the file from its start, but for the place of the signature itself, up to
what was appended when it was made; so each goes on from where the hash of an earlier one stands.
"""

import hashlib
from collections.abc import Sequence
from typing import Any


class SignedFile:
    """A file's bytes, from its header on."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._begun: dict[tuple[str, int], Any] = {}  # algorithm and offset → hash up to there

    def digest(self, algorithm: str, ranges: Sequence[tuple[int, int]]) -> bytes:
        """Return the digest of the ``ranges``, each an offset and a length.

        Raises:
            ValueError: the algorithm is not known.
        """
        hashed = None
        for start, length in ranges:
            if hashed is None and start == 0:
                hashed = self._up_to(algorithm, min(length, len(self._data)))
            else:
                hashed = hashed or hashlib.new(algorithm)
                hashed.update(self._data[start : start + length])
        return bytes((hashed or hashlib.new(algorithm)).digest())

    def joined(self, ranges: Sequence[tuple[int, int]]) -> bytes:
        """Return the ``ranges`` as one piece."""
        return b"".join(self._data[start : start + length] for start, length in ranges)

    def _up_to(self, algorithm: str, end: int) -> Any:
        before = [at for name, at in self._begun if name == algorithm and at <= end]
        start = max(before, default=0)
        hashed = self._begun[algorithm, start].copy() if before else hashlib.new(algorithm)
        hashed.update(self._data[start:end])
        self._begun[algorithm, end] = hashed
        return hashed.copy()
