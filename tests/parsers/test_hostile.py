"""Every hostile file ends in its own code, within its limits, and takes nothing down with it."""

import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.errors import DispatchError
from parsers import parse
from parsers.limits import Limits
from parsers.sandbox import Workers
from parsers.source import Unreadable, discover
from tests.parsers.hostile_corpus import OK, Row, corpus

ROWS = corpus()
LIMITS = Limits(file_seconds=60.0)
MEMORY_KIB = 1_500_000


def outcome(path: Path) -> tuple[str, str, str, int]:
    """Read one file as an ingest would, in a worker: its code, its message, the start of its text,
    and the most memory that this process or a program that it started has taken so far, KiB."""
    code, message, text = _read(path)
    peaks = (resource.getrusage(who).ru_maxrss for who in _WHO)
    return code, message, text, max(peaks)


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _read(path: Path) -> tuple[str, str, str]:
    text = ""
    for source in discover([path], limits=LIMITS):
        if isinstance(source, Unreadable):
            return source.error.code, source.error.message, ""
        try:
            text += parse(source, limits=LIMITS).text
        except DispatchError as error:
            return error.code, error.message, ""
    return OK, "", text[:200]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2, limits=LIMITS) as pool:
        yield pool


def test_the_corpus_is_broad() -> None:
    assert len(ROWS) >= 80
    assert len({code for _, _, code in ROWS} - {OK}) >= 12


@pytest.mark.ocr
@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row[0]))
def test_a_hostile_file_ends_in_its_code(row: Row, workers: Workers, tmp_path: Path) -> None:
    name, data, code = row
    path = tmp_path / name
    path.write_bytes(data)
    try:
        got, message, text, peak = workers.submit(outcome, path, name=name).result()
    except DispatchError as error:  # the worker was lost, at its limit of memory or of time
        got, message, text, peak = error.code, error.message, "", 0
    assert got == code, message
    if code == OK:
        assert text.strip()
    else:
        assert str(path) in message
    if sys.platform == "linux":  # elsewhere in other units
        assert peak < MEMORY_KIB
