"""What people correct wins, is found, is linked, and can be undone."""

import pytest

from dispatch.errors import QueryError
from index.archive import Archive
from index.query import Query
from tests.index.drawn import campaign, plan, record, written


def found(archive: Archive, **asked: str) -> int:
    archive.view.refresh()
    return archive.search(Query(**asked)).total  # type: ignore[arg-type]  # text fields only


def test_a_corrected_value_wins_and_is_found(both: Archive) -> None:
    both.add([plan(number="76/KH-BQL"), campaign("I", "2023-03-01")])
    name = record("plan")["id"]
    assert both.read(record("round-I")["id"])["references"][0]["status"] == "stub"  # type: ignore[index]
    both.correct(name, "/number", "16/KH-BQL", seen="76/KH-BQL", author="Lan")
    both.correct(name, "/signer/name", "Trần Văn Mới", seen="Nguyễn Thị Bình", author="Lan")
    shown = both.read(name)
    assert shown is not None
    assert (shown["number"], shown["signer"]["name"]) == ("16/KH-BQL", "Trần Văn Mới")
    assert shown["evidence"]["/number"]["method"] == "person"
    assert both.read(record("round-I")["id"])["references"][0]["status"] == "resolved"  # type: ignore[index]
    assert found(both, number="16/KH-BQL") == 1
    assert found(both, number="76/KH-BQL") == 0
    assert found(both, signer="tran van moi") == 1
    assert found(both, signer="Nguyễn Thị Bình") == 0


def test_undoing_gives_the_field_back_and_keeps_the_history(both: Archive) -> None:
    both.add([plan()])
    name = record("plan")["id"]
    both.correct(name, "/signer/name", "Trần Văn Mới", seen="Nguyễn Thị Bình", author="Lan")
    both.uncorrect(name, "/signer/name", seen="Trần Văn Mới", author="Hoa")
    assert found(both, signer="Nguyễn Thị Bình") == 1
    assert found(both, signer="Trần Văn Mới") == 0
    rows = both.corrections(both.find(name)[0])
    assert [(one.author, one.replaced, one.is_undo) for one in rows] == [
        ("Lan", "Nguyễn Thị Bình", False),
        ("Hoa", "Trần Văn Mới", True),
    ]


def test_a_citation_is_corrected_by_its_key(archive: Archive) -> None:
    archive.add([plan(), campaign("I", "2023-03-01")])
    name = record("round-I")["id"]
    path = "references[16/KH-BQL]/date"
    archive.correct(name, path, "2023-02-07", seen="2023-02-06", author="Lan")
    shown = archive.read(name)
    assert shown is not None
    assert shown["references"][0]["status"] == "date_conflict"


def test_of_two_people_at_once_the_second_hears_of_the_first(archive: Archive) -> None:
    archive.add([plan()])
    name = record("plan")["id"]
    archive.correct(name, "/place", "Chợ Mới", seen=None, author="Lan")
    with pytest.raises(QueryError) as caught:
        archive.correct(name, "/place", "Bắc Kạn", seen=None, author="Hoa")
    assert caught.value.code == "conflict"
    assert "Lan" in caught.value.message
    assert "Chợ Mới" in caught.value.vi


@pytest.mark.parametrize(
    ("path", "value", "seen"),
    [
        ("/text", "x", "x"),
        ("/colour", "x", None),
        ("references[99/KH-BQL]/date", "2023-01-01", None),
        ("/date", "hôm qua", "2023-02-06"),
    ],
)
def test_what_cannot_be_corrected_is_refused(
    archive: Archive, path: str, value: str, seen: str | None
) -> None:
    archive.add([plan()])
    with pytest.raises(QueryError):
        archive.correct("16/KH-BQL", path, value, seen=seen, author="Lan")
    assert archive.corrections(archive.find("16/KH-BQL")[0]) == []


def test_a_correction_survives_a_new_reading(archive: Archive) -> None:
    archive.add([plan()])
    name = record("plan")["id"]
    archive.correct(name, "/number", "17/KH-BQL", seen="16/KH-BQL", author="Lan")
    archive.add([plan(version="2", number="18/KH-BQL")])
    shown = archive.read(name)
    assert shown is not None
    assert shown["number"] == "17/KH-BQL"
    assert found(archive, number="17/KH-BQL") == 1


def test_a_document_without_number_can_be_given_one(archive: Archive) -> None:
    archive.add([written("blank", number=None, notation="BQL-VP", date="2023-05-05")])
    archive.correct(record("blank")["id"], "/number", "40/BQL-VP", seen=None, author="Lan")
    shown = archive.read("40/BQL-VP")
    assert shown is not None
    assert shown["number_state"] == "present"
