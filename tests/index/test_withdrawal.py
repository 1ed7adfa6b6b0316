"""A withdrawn document is gone from everything, and does not come back by itself."""

import pytest

from dispatch.errors import QueryError
from index.archive import Archive
from index.maintenance import check
from index.query import Query
from tests.index.drawn import campaign, plan, record, written


def test_links_fall_back_to_stubs(archive: Archive) -> None:
    archive.add([plan(), campaign("I", "2023-03-01")])
    assert archive.withdraw("16/KH-BQL", reason="ban hành nhầm") == [record("plan")["id"]]
    assert archive.search(Query(number="16/KH-BQL")).total == 0
    assert archive.find("16/KH-BQL") == []
    assert len(list(archive.records())) == 1
    shown = archive.read(record("round-I")["id"])
    assert shown is not None
    assert shown["references"][0]["status"] == "stub"
    assert archive.counts()["withdrawn"] == 1
    assert check(archive) == {}


def test_the_same_bytes_do_not_come_back(archive: Archive) -> None:
    archive.add([plan()])
    archive.withdraw("16/KH-BQL", reason="ban hành nhầm")
    archive.add([plan(), written("plan", path="/in/copy.txt")])
    assert archive.search(Query()).total == 0
    assert archive.counts()["withdrawn"] == archive.counts()["seen"] == 2
    entry = archive.entry_at("/in/copy.txt")
    assert entry is not None
    assert entry.message == "ban hành nhầm"


def test_what_is_not_there_cannot_be_withdrawn(archive: Archive) -> None:
    with pytest.raises(QueryError):
        archive.withdraw("16/KH-BQL", reason="x")
