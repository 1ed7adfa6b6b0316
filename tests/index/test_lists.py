"""Recipients, addressees, periods and relations as a person corrects them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.errors import QueryError
from index import open_archive
from index.archive import Archive
from index.lists import items_of, lines_of
from index.query import Query
from tests.index.drawn import campaign, plan, record, written


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(f"sqlite:{tmp_path / 'archive.sqlite'}") as opened:
        yield opened


def test_lines_and_items_are_each_other() -> None:
    empty = {"recipients": [], "period": [], "addressees": []}
    for name, lines in (
        ("recipients", "Sở Tài chính (b/c)\nNhư trên"),
        ("period", "2023-07-20..2023-10-30 campaign\n..2023-12-31 deadline"),
        ("addressees", "Ủy ban nhân dân tỉnh"),
    ):
        assert lines_of({**empty, name: items_of(empty, name, f"\n {lines} \n")}, name) == lines


def test_recipients_and_periods_are_corrected_and_undone(archive: Archive) -> None:
    archive.add([plan()])
    name = record("plan")["id"]
    before = archive.read(name)
    assert before is not None
    old = lines_of(before, "period")
    archive.correct(name, "/period", "2023-03-01..2023-04-30", seen=old, author="Lan")
    archive.correct(name, "/recipients", "Sở A (b/c)\nSở B", seen=None, author="Lan")
    shown = archive.read(name)
    assert shown is not None
    assert [(one["start"], one["kind"]) for one in shown["period"]] == [("2023-03-01", "event")]
    assert [one["role"] for one in shown["recipients"]] == ["b/c", None]
    assert shown["evidence"]["/recipients"]["method"] == "person"
    assert archive.search(Query(period="2023-04-01")).total == 1
    archive.uncorrect(name, "/period", seen="2023-03-01..2023-04-30 event", author="Lan")
    again = archive.read(name)
    assert again is not None
    assert again["period"] == before["period"]


def test_a_relation_is_corrected(archive: Archive) -> None:
    archive.add([plan(), campaign("I", "2023-03-01")])
    name = record("round-I")["id"]
    read = archive.read(name)
    assert read is not None
    old = read["references"][0]["relation"]
    archive.correct(name, "references[16/KH-BQL]/relation", "mentions", seen=old, author="Lan")
    assert archive.search(Query(references="16/KH-BQL", relation="mentions")).total == 1
    shown = archive.read(name)
    assert shown is not None
    assert (shown["references"][0]["relation"], shown["references"][0]["status"]) == (
        "mentions",
        "resolved",
    )


def test_a_confirmed_blank_stays_blank(archive: Archive) -> None:
    archive.add([written("blank", number=None, number_state="blank", notation="BQL-VP")])
    name = record("blank")["id"]
    archive.correct(name, "/number", "", seen=None, author="Lan")
    shown = archive.read(name)
    assert shown is not None
    assert (shown["number"], shown["number_state"]) == (None, "blank")
    assert shown["evidence"]["/number"]["method"] == "person"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/period", "hôm qua"),
        ("/period", "2023-02-31..2023-03-01"),
        ("/period", "2023-05-01..2023-03-01"),
        ("/period", "2023-05-01..2023-06-01 party"),
        ("/recipients", "\n".join(f"Sở {n}" for n in range(201))),
        ("/recipients", "Sở\x07 A"),
        ("references[16/KH-BQL]/relation", "loves"),
    ],
)
def test_what_no_list_can_hold_is_refused(archive: Archive, path: str, value: str) -> None:
    archive.add([plan(), campaign("I", "2023-03-01")])
    with pytest.raises(QueryError):
        archive.correct(record("round-I")["id"], path, value, seen=None, author="Lan")
