"""A record that comes packed is written as one that comes read, and is not read for it."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from index import open_archive
from index.base import Written
from index.prepared import prepare, ready
from index.records import Packed
from tests.index.drawn import record, written

TABLES = ("files", "sightings", "records", "renditions", "documents", "refs", "periods", "names")


def test_a_packed_record_is_the_record() -> None:
    read = record("letter", number="16/KH-BQL", date="2023-07-20")
    made = prepare(read)
    packed = Packed(made.data, made.head)
    assert packed["id"] == read["id"] and packed["text"] == read["text"]
    assert packed == read and dict(packed) == read
    assert packed.get("nothing") is None and "number" in packed


def test_writing_does_not_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [
        ready(written(f"letter {n}", number=f"{n}/KH-BQL", date=f"2023-07-{1 + n % 28:02d}"))
        for n in range(40)
    ]
    as_read = rows(tmp_path / "read.sqlite", files)

    def never(self: Packed) -> None:
        raise AssertionError("a record was read")

    monkeypatch.setattr(Packed, "_read", never)
    packed = [
        replace(one, records=tuple(Packed(each.data, each.head) for each in one.prepared))
        for one in files
    ]
    assert rows(tmp_path / "packed.sqlite", packed) == as_read


def rows(store: Path, files: list[Written]) -> list[list[tuple[object, ...]]]:
    with open_archive(f"sqlite:{store}") as archive:
        archive.add(files)
    connection = sqlite3.connect(store)
    try:
        return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]
    finally:
        connection.close()
