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


def outcome(path: Path) -> tuple[str, str, str]:
    """Read one file as an ingest would: its code, its message, and the start of its text."""
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
        got, message, text = workers.submit(outcome, path, name=name).result()
    except DispatchError as error:
        got, message, text = error.code, error.message, ""
    assert got == code, message
    if code == OK:
        assert text.strip()
    else:
        assert str(path) in message
    # ru_maxrss of children: the largest of the worker processes so far, KiB on Linux.
    if sys.platform == "linux":
        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEMORY_KIB
