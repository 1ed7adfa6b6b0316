"""Desks for LibreOffice: a profile folder and one for what it reads and writes, lent to one reader
at a time. What a reader that was killed left on its desk is removed by whoever comes next.

A desk is held by a lock that LibreOffice's own processes inherit: it is free again when the last of
them is gone, however its reader ended.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from platformdirs import user_cache_path


@dataclass(frozen=True, slots=True)
class Desk:
    """``work`` is empty when it is lent, private, and removed when it is given back; ``lock`` is
    the descriptor to hand on to a program that uses the desk."""

    profile: Path
    work: Path
    lock: int


@contextlib.contextmanager
def lend() -> Iterator[Desk]:
    """Lend a desk: LibreOffice runs once in each profile, and a used one starts faster."""
    base = _base()
    base.mkdir(parents=True, exist_ok=True)
    clear()
    number, lock = next(
        (number, lock) for number in count() if (lock := _take(base / f"{number}.lock")) is not None
    )
    work = _work(base, number)
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        yield Desk(base / str(number), work, lock)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        os.close(lock)


def clear() -> None:
    """Remove what lies on desks that nobody holds any more."""
    base = _base()
    for work in base.glob("*.work"):
        lock = _take(work.with_suffix(".lock"))
        if lock is not None:
            shutil.rmtree(work, ignore_errors=True)
            os.close(lock)


def _base() -> Path:
    return user_cache_path("congvan") / "office"


def _work(base: Path, number: int) -> Path:
    return base / f"{number}.work"


def _take(path: Path) -> int | None:
    """Return a descriptor that holds the lock ``path``; None where another holds it."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock
