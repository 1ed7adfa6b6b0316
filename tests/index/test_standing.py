"""What stands against a document: computed from the graph, the same in any order of arrival."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from index import open_archive
from index.archive import Archive
from index.base import Written
from index.maintenance import check
from index.query import Query
from index.standing import Standing, standing_of
from tests.index.drawn import cites, plan, written

DAY = "2023-02-06"


def act(number: int, relation: str, cited: str, day: str = DAY, **fields: Any) -> Written:
    """Return decision ``number`` of day ``2023-03-<number>`` that acts upon another."""
    values: dict[str, Any] = {
        "document_type": "Quyết định",
        "number": f"{number}/QĐ-BQL",
        "notation": "QĐ-BQL",
        "date": f"2023-03-{number:02d}",
        "subject": f"việc {number}",
        "references": (cites(cited, relation, date=day, scope=fields.pop("scope", None)),),
        **fields,
    }
    return written(f"act-{number}", **values)


def of(archive: Archive, number: str) -> Standing:
    (found,) = archive.find(number)
    return standing_of(archive.connection, found)


@pytest.mark.parametrize(
    ("relation", "scope", "state", "reason"),
    [
        ("amends", None, "amended", "được sửa đổi, bổ sung bởi Quyết định 5/QĐ-BQL (05/03/2023)"),
        ("corrects", None, "amended", "được sửa đổi, bổ sung bởi Quyết định 5/QĐ-BQL (05/03/2023)"),
        ("replaces", None, "replaced", "được thay thế bởi Quyết định 5/QĐ-BQL (05/03/2023)"),
        ("repeals", None, "repealed", "bị bãi bỏ bởi Quyết định 5/QĐ-BQL (05/03/2023)"),
        (
            "repeals",
            "Điều 3 khoản 2",
            "amended",
            "được sửa đổi, bổ sung bởi Quyết định 5/QĐ-BQL (05/03/2023), Điều 3 khoản 2",
        ),
        ("suspends", None, "suspended", "bị đình chỉ bởi Quyết định 5/QĐ-BQL (05/03/2023)"),
        ("recalls", None, "recalled", "bị thu hồi bởi Quyết định 5/QĐ-BQL (05/03/2023)"),
        ("mentions", None, "in_force", ""),
        ("implements", None, "in_force", ""),
    ],
)
def test_an_act_says_what_the_document_is(
    archive: Archive, relation: str, scope: str | None, state: str, reason: str
) -> None:
    archive.add([plan(), act(5, relation, "16/KH-BQL", scope=scope)])
    found = of(archive, "16/KH-BQL")
    assert (found.state, found.reason()) == (state, reason)
    (hit,) = archive.search(Query(number="16/KH-BQL")).hits
    assert (state in hit.warnings) is (state != "in_force")
    shown = archive.read("16/KH-BQL")
    assert shown is not None
    told = [one["message"] for one in shown["warnings"] if one["code"] == state]
    assert told == ([f"Văn bản {reason}."] if reason else [])


def test_a_recalled_act_says_nothing(archive: Archive) -> None:
    archive.add([plan(), act(5, "repeals", "16/KH-BQL")])
    assert of(archive, "16/KH-BQL").state == "repealed"
    archive.add([act(9, "recalls", "5/QĐ-BQL", "2023-03-05")])
    found = of(archive, "16/KH-BQL")
    assert (found.state, found.acts[0].is_void) == ("in_force", True)
    assert of(archive, "5/QĐ-BQL").state == "recalled"
    archive.withdraw("9/QĐ-BQL", reason="nhầm")
    assert of(archive, "16/KH-BQL").state == "repealed"
    assert check(archive) == {}


def test_a_draft_or_an_unlinked_act_says_nothing(archive: Archive) -> None:
    archive.add([plan(), act(5, "repeals", "16/KH-BQL", draft=True)])
    archive.add([act(6, "repeals", "16/KH-BQL", "2023-02-07")])  # a conflict of dates
    assert of(archive, "16/KH-BQL").state == "in_force"


def test_the_chain_of_replacements_ends_in_what_holds_now(archive: Archive) -> None:
    archive.add([plan(), act(5, "replaces", "16/KH-BQL")])
    archive.add([act(6, "replaces", "5/QĐ-BQL", "2023-03-05")])
    (last,) = archive.find("6/QĐ-BQL")
    assert of(archive, "16/KH-BQL").current == last
    assert of(archive, "6/QĐ-BQL").current is None


def test_what_is_issued_with_a_decision_shares_its_fate(archive: Archive) -> None:
    rules = written(
        "rules",
        document_type="Quy chế",
        date="2023-03-05",
        subject="Quy chế thi đua",
        references=(cites("5/QĐ-BQL", "attached_to", date="2023-03-05"),),
    )
    archive.add([act(5, "basis", "16/KH-BQL"), rules])
    archive.add([act(7, "replaces", "5/QĐ-BQL", "2023-03-05")])
    found = of(archive, rules.records[0]["id"])
    assert (found.state, found.host) == ("replaced", archive.find("5/QĐ-BQL")[0])
    assert (
        archive.connection.execute(
            "SELECT count(*) FROM documents WHERE standing = 'replaced'"
        ).fetchone()[0]
        == 2
    )
    archive.withdraw("7/QĐ-BQL", reason="nhầm")
    assert of(archive, rules.records[0]["id"]).state == "in_force"
    assert archive.relink() == 0


def test_circles_of_acts_end(archive: Archive) -> None:
    one = act(5, "recalls", "6/QĐ-BQL", "2023-03-05", date="2023-03-05")
    two = act(6, "recalls", "5/QĐ-BQL", "2023-03-05", date="2023-03-05")
    archive.add([one, two])
    assert {of(archive, name).state for name in ("5/QĐ-BQL", "6/QĐ-BQL")} == {"recalled"}
    assert archive.relink() == 0


def test_any_order_gives_the_same_standing(tmp_path: Path) -> None:
    four = [
        plan(),
        act(5, "repeals", "16/KH-BQL"),
        act(9, "recalls", "5/QĐ-BQL", "2023-03-05"),
        act(11, "amends", "16/KH-BQL"),
    ]
    seen = set()
    for index, order in enumerate(permutations(four)):
        with open_archive(f"sqlite:{tmp_path / str(index)}") as archive:
            for item in order:
                archive.add([item])
            rows = archive.connection.execute(
                "SELECT number, standing FROM documents WHERE state = 'live' ORDER BY number"
            ).fetchall()
            seen.add(tuple(map(tuple, rows)))
            assert archive.relink() == 0
    assert seen == {
        (
            ("11/QĐ-BQL", "in_force"),
            ("16/KH-BQL", "amended"),
            ("5/QĐ-BQL", "recalled"),
            ("9/QĐ-BQL", "in_force"),
        )
    }


def test_a_correction_of_the_act_is_followed_and_can_be_undone(archive: Archive) -> None:
    archive.add([plan(), act(5, "repeals", "16/KH-BQL")])
    (one,) = archive.find("5/QĐ-BQL")
    path = "references[16/KH-BQL]/date"
    archive.correct(one, path, "2023-02-09", seen=DAY, author="an")
    assert of(archive, "16/KH-BQL").state == "in_force"
    archive.uncorrect(one, path, seen="2023-02-09", author="an")
    assert of(archive, "16/KH-BQL").state == "repealed"
