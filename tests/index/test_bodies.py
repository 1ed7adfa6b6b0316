"""The directory of bodies: what names mean, and what is linked anew when that changes."""

from typing import Any

import pytest

from dispatch.errors import QueryError
from index import bodies, body_changes
from index.archive import Archive
from index.base import Written
from index.directory import body_key
from index.known_bodies import Body, KnownBodies, is_spelt
from index.query import Query
from tests.index.drawn import BQL, campaign, cites, plan, written

BOARD = "Ban Quản lý các khu công nghiệp tỉnh Bắc Kạn"
PROVINCE = "Ủy ban nhân dân tỉnh Bắc Kạn"
DAY = "2023-02-06"
SUBJECT = "Phát động thi đua thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2023"


def status(archive: Archive, name: str) -> str:
    found = archive.read(name)
    assert found is not None
    return str(found["references"][0]["status"])


def letter(name: str, **fields: Any) -> Written:
    values: dict[str, Any] = {
        "document_type": "Công văn",
        "number": f"{len(name)}/BQL-VP",
        "notation": "BQL-VP",
        "date": "2023-03-01",
        "subject": f"việc {name}",
        **fields,
    }
    return written(name, **values)


def known() -> KnownBodies:
    return KnownBodies(
        [
            Body("board", BOARD, "province", names=(BOARD, "BQL")),
            Body("province", PROVINCE, names=(PROVINCE,)),
            Body("other", "Ban Quản lý các khu kinh tế", names=("Ban Quản lý các khu kinh tế",)),
        ],
        home="board",
    )


@pytest.mark.parametrize(
    ("name", "own", "expected"),
    [
        ("BQL", (), BOARD),  # a name of the directory
        ("Ban", (), BOARD),  # the archive's own body
        ("tỉnh", (), PROVINCE),  # and what stands above it
        ("UBND tỉnh", (), PROVINCE),
        ("UBND tỉnh", (BOARD,), PROVINCE),
        # a stranger's own province, not the home's
        ("UBND tỉnh", ("Sở Nội vụ tỉnh Lâm Đồng",), "UBND tỉnh Lâm Đồng"),
        ("UBND tỉnh", ("Tỉnh ủy Lâm Đồng",), "UBND tỉnh Lâm Đồng"),
        ("Sở Nội vụ", ("Tỉnh đoàn Lâm Đồng",), "Sở Nội vụ tỉnh Lâm Đồng"),
        ("UBND thành phố", ("Thành ủy Hải Phòng",), "UBND thành phố Hải Phòng"),
        ("UBND tỉnh", ("Huyện ủy Lâm Hà",), "UBND tỉnh"),
        ("UBND tỉnh", ("Bộ Nội vụ",), "UBND tỉnh"),
        ("Sở Tài chính", (), "Sở Tài chính tỉnh Bắc Kạn"),
        ("Sở Tài chính", ("Bộ Tài chính",), "Sở Tài chính"),
        ("", (), ""),
    ],
)
def test_a_name_is_read_where_it_stands(name: str, own: tuple[str, ...], expected: str) -> None:
    found = known().canonical(body_key(name), own=tuple(map(body_key, own)))
    assert found == body_key(expected)


def test_the_directory_holds_bodies_apart() -> None:
    board, other = body_key(BOARD), body_key("Ban Quản lý các khu kinh tế")
    assert known().agree(board, other) == "conflict"
    assert known().agree(body_key("Ban Quản lý"), board) == "related"
    twins = KnownBodies(
        [Body("a", BQL, "province", names=(BQL,)), Body("b", BQL, names=(BQL,)),
         Body("province", PROVINCE, names=(PROVINCE,))]
    )  # fmt: skip
    assert len(set(twins.keys.values())) == 3
    assert twins.canonical(body_key(BQL)) == body_key(BQL)  # which of the two nobody knows


def test_a_name_means_the_body_of_its_time() -> None:
    both = KnownBodies(
        [
            Body("old", "Sở Nội vụ", names=("Sở Nội vụ",), valid_to="2025-02-28"),
            Body("new", "Sở Nội vụ", names=("Sở Nội vụ",), valid_from="2025-03-01"),
        ]
    )
    assert both.canonical("so noi vu", day="2025-01-01") == both.keys["old"]
    assert both.canonical("so noi vu", day="2025-04-01") == both.keys["new"]


def test_a_circle_of_parents_ends() -> None:
    round_trip = KnownBodies(
        [Body("a", "Ban A", "b", names=("Ban A",)), Body("b", "Ban B", "a", names=("Ban B",))]
    )
    assert [one.id for one in round_trip.ancestors(round_trip.by_id["a"])] == ["b"]


def test_the_notation_must_be_able_to_be_the_homes() -> None:
    assert is_spelt("KH-BQL", [BOARD])
    assert is_spelt(None, [BOARD])
    assert not is_spelt("QĐ-UBND", [BOARD])
    assert not is_spelt("KH-SNV", [BOARD])


def test_an_office_is_its_provinces() -> None:
    none = KnownBodies()
    office = none.issuer("so noi vu", "SNV", day="", parent=body_key("UBND tỉnh Lâm Đồng"))
    assert none.agree(office, body_key("Sở Nội vụ tỉnh Hà Nam")) == "conflict"
    assert none.agree(office, body_key("Sở Nội vụ")) == "related"
    assert none.issuer("bo noi vu", None, day="", parent="chinh phu") == "bo noi vu"


def test_an_office_entered_without_its_province_takes_no_other_in() -> None:
    above, other = "UBND tỉnh Lâm Đồng", "UBND tỉnh Hà Nam"
    bare = Body("syt", "Sở Y tế", names=("Sở Y tế", "SYT"))
    province = Body("p", above, names=(above,))
    placed = Body("syt", "Sở Y tế", "p", names=("Sở Y tế", "SYT"))
    for entered in ([], [bare], [province, placed]):
        known = KnownBodies(entered)
        found = {
            parent: known.issuer("so y te", None, day="", parent=body_key(parent))
            for parent in (above, other)
        }
        assert found == {above: "so y te tinh lam dong", other: "so y te tinh ha nam"}, entered
        cited = known.canonical("so y te", own=(body_key("Sở Nội vụ tỉnh Hà Nam"),))
        assert cited == "so y te tinh ha nam"
    assert known.canonical(body_key("SYT")) == found[above]  # nothing speaks of another province


def test_an_alias_links_what_it_touches_and_nothing_else(archive: Archive) -> None:
    cited = cites("16/KH-BQL", date=DAY, issuing_body="Ban KCN Bắc Kạn")
    archive.add(
        [
            plan(issuing_body=BOARD),
            letter("a", references=(cited,)),
            letter("other one", issuing_body="Sở Nội vụ"),
        ]
    )
    (one,) = archive.find("1/BQL-VP")
    assert status(archive, one) == "ambiguous"
    before = _sequence(archive)
    body_changes.change(archive, body_changes.add(BOARD))
    _, touched = body_changes.change(archive, body_changes.alias(BOARD, ["Ban KCN Bắc Kạn"]))
    assert status(archive, one) == "resolved"
    assert touched == 2
    assert _sequence(archive)["9/BQL-VP"] == before["9/BQL-VP"]


def test_what_is_split_off_is_another_body(archive: Archive) -> None:
    body_changes.change(archive, body_changes.add(BQL, names=["Ban Kinh tế"]))
    cited = cites("16/KH-BQL", date=DAY, issuing_body="Ban Kinh tế")
    archive.add([plan(), letter("a", references=(cited,))])
    (one,) = archive.find("1/BQL-VP")
    assert status(archive, one) == "resolved"
    body_changes.change(archive, body_changes.split(BQL, "Ban Kinh tế"))
    assert status(archive, one) == "ambiguous"
    body_changes.change(archive, body_changes.merge("Ban Kinh tế", BQL))
    assert status(archive, one) == "resolved"
    assert archive.relink() == 0


def test_a_successors_paper_is_only_proposed(archive: Archive) -> None:
    for name in (BQL, "Ban Quản lý Khu kinh tế"):
        body_changes.change(archive, body_changes.add(name))
    cited = cites("16/KH-BQL", date_partial="2023", issuing_body="Ban Quản lý Khu kinh tế")
    archive.add([plan(), letter("a", references=(cited,))])
    (one,) = archive.find("1/BQL-VP")
    assert status(archive, one) == "stub"
    succession = body_changes.succeed(BQL, "Ban Quản lý Khu kinh tế", day="2025-07-01")
    body_changes.change(archive, succession)
    assert status(archive, one) == "ambiguous"


def test_the_home_body_stands_for_a_missing_letterhead(archive: Archive) -> None:
    cited = cites("16/KH-BQL", date_partial="2023", issuing_body="BQL", subject=SUBJECT)
    archive.add([plan(issuing_body=None), campaign("I", "2023-03-01", references=(cited,),
                                                   issuing_body=None)])  # fmt: skip
    ids = [one["document_id"] for one in archive.records() if one["references"]]
    assert status(archive, ids[0]) == "ambiguous"
    body_changes.change(archive, body_changes.set_home(BOARD))
    assert status(archive, ids[0]) == "resolved"
    body_changes.change(archive, body_changes.set_home("Sở Nội vụ"))
    assert status(archive, ids[0]) == "ambiguous"


def test_mistakes_are_told(archive: Archive) -> None:
    body_changes.change(archive, body_changes.add(BQL))
    for wrong in (
        body_changes.alias("Sở Nội vụ", ["SNV"]),
        body_changes.merge(BQL, BQL),
        body_changes.succeed(BQL, BQL),
        body_changes.split(BQL, "Ban Kinh tế"),
        body_changes.add("…"),
        body_changes.add("Sở Nội vụ", parent="Bộ Nội vụ"),
    ):
        with pytest.raises(QueryError) as caught:
            body_changes.change(archive, wrong)
        assert caught.value.vi != caught.value.message
    assert len(bodies.known_bodies(archive.connection).by_id) == 1


def test_issuers_that_are_not_entered_yet_are_listed(archive: Archive) -> None:
    archive.add([plan(), letter("a"), letter("other", issuing_body="Sở Nội vụ")])
    body_changes.change(archive, body_changes.add("Sở Nội vụ"))
    assert bodies.seen(archive.connection) == [(BQL, 2)]


def _sequence(archive: Archive) -> dict[str, int]:
    return dict(archive.connection.execute("SELECT number, seq FROM documents").fetchall())


@pytest.mark.parametrize("asked", ["BQL KCN Bắc Kạn", "ban kcn", BOARD])
def test_a_search_for_one_name_finds_all_names_of_the_body(both: Archive, asked: str) -> None:
    both.add(
        [
            plan(issuing_body=BOARD),
            letter("a", issuing_body="Ban KCN"),
            letter("other one", issuing_body="Sở Nội vụ"),
        ]
    )
    body_changes.change(both, body_changes.add(BOARD, names=["BQL KCN Bắc Kạn", "Ban KCN"]))
    both.view.refresh()
    for query in (Query(issuer=asked), Query(text=f'cơ quan:"{asked}" NOT quyết')):
        assert {hit.number for hit in both.search(query).hits} == {"16/KH-BQL", "1/BQL-VP"}
    assert both.search(Query(issuer="Sở Nội vụ")).total == 1
