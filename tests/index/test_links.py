"""The ladder of resolution, rung by rung (domain notes 2.3)."""

from dataclasses import replace

import pytest

from index.analysis import skeleton
from index.archive import Archive
from index.directory import agree, body_key
from index.graph_text import as_dot
from index.links import Citation, Target, resolve
from index.traits import skeleton_of
from tests.index.drawn import campaign, plan

BOARD = body_key("Ban Quản lý các khu công nghiệp")
PROVINCE = body_key("UBND tỉnh Bắc Kạn")
OTHER = body_key("UBND tỉnh Thái Nguyên")


def target(row: int, day: str, issuer: str = BOARD, subject: str = "", last: str = "") -> Target:
    return Target(row, f"d{row}", day, last or day, issuer, subject)


def citation(date: str = "", year: str = "", issuer: str = BOARD, subject: str = "") -> Citation:
    return Citation(0, date, year or date[:4], issuer, subject, "2024-12-31")


KHTD = "phat dong thi dua nam 2023"
FEB, MAY = "2023-02-06", "2023-05-06"
CASES = [
    # the day and the key identify
    (citation(FEB), [target(1, FEB)], "resolved", 1),
    (citation(FEB, issuer=""), [target(1, FEB)], "resolved", 1),
    (citation(FEB), [target(1, FEB), target(2, "2022-02-06")], "resolved", 1),
    # a short name of the issuer, and the one that fits best
    (citation(FEB, issuer=body_key("Ban Quản lý")), [target(1, FEB)], "resolved", 1),
    # of which province, or which huyện, nobody knows: only the subject can tell
    (citation(FEB, issuer=body_key("UBND tỉnh")), [target(1, FEB, PROVINCE)], "ambiguous", None),
    (
        citation(FEB, issuer=body_key("UBND tỉnh"), subject=KHTD),
        [target(1, FEB, PROVINCE, subject=KHTD)],
        "resolved",
        1,
    ),
    (
        citation(FEB, issuer=body_key("UBND tỉnh Hà Tĩnh")),
        [target(1, FEB, body_key("UBND tỉnh Hà Tĩnh"))],
        "resolved",
        1,
    ),
    (
        citation(FEB, issuer=PROVINCE),
        [target(1, FEB, OTHER), target(2, FEB, PROVINCE)],
        "resolved",
        2,
    ),
    # another day of the year is a conflict, another year another number series
    (citation(FEB), [target(1, "2023-02-08")], "date_conflict", None),
    (citation(FEB), [target(1, "2022-02-08")], "stub", None),
    # the issuer speaks against it
    (citation(FEB, issuer=PROVINCE), [target(1, FEB, OTHER)], "ambiguous", None),
    (citation(MAY, issuer=PROVINCE), [target(1, FEB, OTHER)], "stub", None),
    # a name that OCR broke, where all else agrees; a false one with the right subject does not
    (
        citation(FEB, issuer="uy ban nhan dan tinc bac kan", subject=KHTD),
        [target(1, FEB, PROVINCE, subject=KHTD)],
        "resolved",
        1,
    ),
    (citation(FEB, issuer="bo y tu"), [target(1, FEB, "bo y te")], "resolved", 1),
    (citation(FEB, issuer="so y tu"), [target(1, FEB, "so y te")], "ambiguous", None),
    (
        citation(FEB, issuer=OTHER, subject=KHTD),
        [target(1, FEB, PROVINCE, subject=KHTD)],
        "ambiguous",
        None,
    ),
    # two of one key and day: the subject decides, or nobody
    (citation(FEB), [target(1, FEB), target(2, FEB)], "ambiguous", None),
    (
        citation(FEB, subject="thu hoi dat"),
        [target(1, FEB, subject="thu hoi dat"), target(2, FEB, subject="khen thuong")],
        "resolved",
        1,
    ),
    # a year may hold a number twice, so it only proposes
    (citation(year="2023"), [target(1, FEB)], "ambiguous", None),
    (citation(year="2023", issuer=""), [target(1, FEB)], "ambiguous", None),
    (citation(year="2023"), [target(1, FEB), target(2, MAY)], "ambiguous", None),
    (citation(year="2022"), [target(1, FEB)], "stub", None),
    # the issuer and the subject do, figures included; another matter on the day is only proposed
    (citation(subject=KHTD), [target(1, FEB, subject=KHTD)], "resolved", 1),
    (
        citation(year="2023", subject=KHTD),
        [target(1, FEB, subject=KHTD), target(2, MAY)],
        "resolved",
        1,
    ),
    (citation(subject=KHTD), [target(1, FEB, subject=KHTD.replace("3", "2"))], "ambiguous", None),
    (
        citation(subject="thu hoi dat tai xa mot thon hai"),
        [target(1, FEB, subject="thu hoi dat tai xa muoi thon hai")],
        "ambiguous",
        None,
    ),
    (
        citation(subject=KHTD, issuer=body_key("UBND tỉnh")),
        [target(1, FEB, PROVINCE, subject=KHTD)],
        "ambiguous",
        None,
    ),
    (citation(subject=KHTD, issuer=""), [target(1, FEB, subject=KHTD)], "ambiguous", None),
    (
        citation(FEB, issuer="", subject="thu hoi dat"),
        [target(1, FEB, subject=KHTD)],
        "ambiguous",
        None,
    ),
    # an office gave one number twice: the other paper of the number, day and issuer is not linked
    (
        citation(FEB, subject="phe duyet giam ngheo tai huyen cho moi"),
        [target(1, FEB, subject="phe duyet day them hoc them tai huyen don duong")],
        "ambiguous",
        None,
    ),
    (citation(FEB, subject=f"{KHTD} tai cac xa"), [target(1, FEB, subject=KHTD)], "resolved", 1),
    # merged provinces: the other's paper is worth a look and no more
    (citation(year="2023", issuer=OTHER), [target(1, FEB, PROVINCE)], "ambiguous", None),
    # nothing but a number proposes
    (citation(), [target(1, FEB)], "ambiguous", None),
    (citation(), [target(1, FEB), target(2, "2022-02-06")], "ambiguous", None),
    (citation(), [], "stub", None),
    # a draft whose day is not known yet
    (citation(FEB), [target(1, "2023-02-01", last="2023-02-28")], "resolved", 1),
    # never the document itself, never a later one
    (citation(FEB), [target(0, FEB)], "stub", None),
    (citation("2025-01-01"), [target(1, "2025-01-01")], "stub", None),
]


@pytest.mark.parametrize(("cited", "targets", "status", "row"), CASES)
def test_ladder(cited: Citation, targets: list[Target], status: str, row: int | None) -> None:
    found = resolve(cited, targets)
    assert (found.status, found.target.row if found.target else None) == (status, row)


@pytest.mark.parametrize(
    ("key", "status"),
    [("6/2022/QH15", "resolved"), ("98/2022/NĐ-CP", "resolved"), ("1/2022/QĐ-UBND", "ambiguous")],
)
def test_national_numbers_need_no_issuer(key: str, status: str) -> None:
    law = target(1, "2022-06-15", issuer=body_key("Quốc hội"))
    assert resolve(citation(year="2022", issuer=""), [law], key=key).status == status


def test_what_ocr_confuses_is_only_proposed() -> None:
    assert skeleton("l6/KH-B0L") == skeleton("16/KH-BQL")
    assert skeleton_of("O5/KH-BQL") == skeleton_of("5/KH-BQL")
    found = resolve(citation(FEB), [], [target(1, FEB), target(2, MAY)])
    assert found.status == "ambiguous"
    assert [one.row for one in found.candidates] == [1]


OTHERS_KHTD = KHTD.replace("thi dua", "ung ho")
LOOKS = [
    # all else agrees: day, issuer and subject
    (citation(FEB, subject=KHTD), [target(1, FEB, subject=KHTD)], 1),
    (
        citation(FEB, subject=KHTD),
        [target(1, FEB, subject=KHTD), target(2, FEB, subject=OTHERS_KHTD)],
        1,
    ),
    # one of them does not, or is not there
    (citation(FEB, subject=KHTD), [target(1, FEB)], None),
    (citation(FEB, subject=KHTD), [target(1, FEB, subject=KHTD.replace("3", "2"))], None),
    (citation(FEB, subject=KHTD, issuer=""), [target(1, FEB, subject=KHTD)], None),
    (citation(FEB, subject=KHTD, issuer=PROVINCE), [target(1, FEB, OTHER, KHTD)], None),
    (citation(year="2023", subject=KHTD), [target(1, FEB, subject=KHTD)], None),
    (citation(FEB, subject=KHTD), [target(1, "2023-02-01", BOARD, KHTD, "2023-02-28")], None),
    # two of them do
    (
        citation(FEB, subject=KHTD),
        [target(1, FEB, subject=KHTD), target(2, FEB, subject=KHTD)],
        None,
    ),
    # of which province, nobody says
    (
        citation(FEB, subject=KHTD, issuer=body_key("UBND tỉnh")),
        [target(1, FEB, body_key("UBND tỉnh"), KHTD)],
        None,
    ),
]


@pytest.mark.parametrize(("cited", "alike_ones", "row"), LOOKS)
def test_a_misread_number_identifies_where_all_else_does(
    cited: Citation, alike_ones: list[Target], row: int | None
) -> None:
    found = resolve(cited, [], alike_ones)
    assert found.status == ("resolved" if row else "ambiguous")
    assert (found.target.row if found.target else None) == row
    # A document of the number itself, be it of another day, comes first.
    assert resolve(cited, [target(9, "2023-03-03")], alike_ones).target is None


CITED_KEY = "l6/KH-BQL"


@pytest.mark.parametrize(
    ("cited", "keys", "row"),
    [
        # No office has a number l6: day and issuer tell which one was meant.
        (citation(FEB), ["16/KH-BQL"], 1),
        (citation(FEB), ["16/KH-8QL"], 1),
        # D for Đ is another number, and so is a letter for a letter.
        (citation(FEB), ["l6/KĐ-BQL"], None),
        (citation(FEB), ["I6/KH-BQL"], None),
        # two look like it; of another office, of none, of any province's; another matter is named
        (citation(FEB), ["16/KH-BQL", "I6/KH-BQL"], None),
        (citation(FEB, issuer=PROVINCE), ["16/KH-BQL"], None),
        (citation(FEB, issuer=""), ["16/KH-BQL"], None),
        (citation(FEB, issuer=body_key("Ban Quản lý")), ["16/KH-BQL"], None),
        (citation(FEB, subject=KHTD), ["16/KH-BQL"], None),
        (citation(year="2023"), ["16/KH-BQL"], None),
    ],
)
def test_a_number_that_is_none_identifies_by_day_and_issuer(
    cited: Citation, keys: list[str], row: int | None
) -> None:
    alike_ones = [replace(target(at, FEB), key=key) for at, key in enumerate(keys, start=1)]
    found = resolve(cited, [], alike_ones, key=CITED_KEY)
    assert (found.target.row if found.target else None) == row
    assert found.status != "resolved" or found.method == "ocr+figure"


BODIES = [
    ("BQL các KCN", "Ban Quản lý các khu công nghiệp", "same"),
    ("Trưởng Ban Quản lý các KCN", "Ban Quản lý các khu công nghiệp", "same"),
    ("Chủ tịch UBND tỉnh Hòa Bình", "Ủy ban nhân dân tỉnh Hoà Bình", "same"),
    ("Ban Quản lý", "Ban Quản lý các khu công nghiệp", "related"),
    ("UBND tỉnh", "UBND tỉnh Bắc Kạn", "related"),
    ("UBND tỉnh Bắc Kạn", "UBND tỉnh Thái Nguyên", "succeeded"),
    ("Sở Nội vụ tỉnh Quảng Nam", "Sở Nội vụ thành phố Đà Nẵng", "succeeded"),
    ("UBND tỉnh Quảng Nam", "UBND tỉnh Quảng Ngãi", "conflict"),
    ("UBND tỉnh Bắc Ninh", "UBND tỉnh Bình Thuận", "conflict"),
    ("Ban Quản lý các khu công nghicp", "Ban Quản lý các khu công nghiệp", "same"),
    ("Sở Nội vụ", "Sở Tài chính", "conflict"),
    ("Ban Quàn lý các khu cong nghiệp", "Ban Quản lý các khu công nghiệp", "same"),
    ("", "Ban Quản lý", "unknown"),
]


@pytest.mark.parametrize(("one", "other", "expected"), BODIES)
def test_bodies_agree(one: str, other: str, expected: str) -> None:
    assert agree(body_key(one), body_key(other)) == expected


def test_the_graph_as_dot(archive: Archive) -> None:
    archive.add([plan(), campaign("I", "2023-03-01", subject='phát động "đợt I"')])
    drawn = as_dot(archive.links("16/KH-BQL"))
    assert drawn.startswith("digraph congvan {")
    assert r"phát động \"đợt I\"" in drawn
    assert "n1 -> n0" in drawn
