"""Missing numbers of a body's year."""

from index import body_changes
from index.archive import Archive
from index.series import Missing, Series, series
from tests.index.drawn import BQL, cites, written


def add(archive: Archive, notation: str, *values: int, issuer: str = BQL, year: int = 2023) -> None:
    archive.add(
        [
            written(
                f"{issuer}-{notation}-{year}-{value}",
                number=f"{value:02d}/{notation}",
                notation=notation,
                date=f"{year}-{1 + value % 12:02d}-10",
                subject=f"việc {notation} {value}",
                issuing_body=issuer,
            )
            for value in values
        ]
    )


def of(archive: Archive, issuer: str = BQL, year: str = "2023") -> list[Series]:
    return series(archive.connection, issuer, year)


def test_a_gap_is_told_and_how_often_it_is_cited(archive: Archive) -> None:
    add(archive, "KH-BQL", *range(1, 18), 19)
    add(archive, "KH-BQL", 3, year=2024)
    archive.add(
        [written("a", date="2023-12-01", references=(cites("18/KH-BQL", date="2023-11-01"),))]
    )
    (found,) = of(archive)
    assert (found.notations, found.first, found.last, found.documents) == (("KH-BQL",), 1, 19, 18)
    assert found.missing == (Missing("18/KH-BQL", cited=1),)


def test_a_run_that_nobody_cites_is_told_as_one(archive: Archive) -> None:
    add(archive, "BQL-VP", 118, 119, 124)
    cited = [cites(f"{number}/BQL-VP", "follows", date="2023-05-05") for number in (40, 41, 121)]
    archive.add([written("a", date="2023-12-01", references=tuple(cited))])
    (found,) = of(archive)
    assert found.missing == (
        Missing("1/BQL-VP", to="39/BQL-VP", count=39),
        Missing("40/BQL-VP", cited=1),
        Missing("41/BQL-VP", cited=1),
        Missing("42/BQL-VP", to="117/BQL-VP", count=76),
        Missing("120/BQL-VP"),
        Missing("121/BQL-VP", cited=1),
        Missing("122/BQL-VP", to="123/BQL-VP", count=2),
    )
    assert found.missing_count == 121 == sum(one.count for one in found.missing)


def test_each_notation_is_its_own_series_where_numbers_repeat(archive: Archive) -> None:
    add(archive, "KH-BQL", 1, 2, 4, 5, 6)
    add(archive, "QĐ-BQL", 1, 3, 4)
    assert [(one.notations, [item.number for item in one.missing]) for one in of(archive)] == [
        (("KH-BQL",), ["3/KH-BQL"]),
        (("QĐ-BQL",), ["2/QĐ-BQL"]),
    ]


def test_notations_that_take_turns_are_one_series(archive: Archive) -> None:
    add(archive, "KH-BQL", 1, 4, 6, 9, 10)
    add(archive, "QĐ-BQL", 2, 3, 5, 8)
    (found,) = of(archive)
    assert (found.notations, found.documents) == (("KH-BQL", "QĐ-BQL"), 9)
    assert [item.number for item in found.missing] == ["7"]


def test_a_number_given_twice_is_told(archive: Archive) -> None:
    add(archive, "QĐ-BQL", 1, 2)
    archive.add([written("twin", number="2/QĐ-BQL", notation="QĐ-BQL", date="2023-08-01",
                         subject="việc khác hẳn")])  # fmt: skip
    (found,) = of(archive)
    assert found.doubled == ("02/QĐ-BQL",)


def test_the_directory_names_the_issuer(archive: Archive) -> None:
    body_changes.change(archive, body_changes.add(BQL, names=["Ban KCN"]))
    add(archive, "KH-BQL", 1, 3)
    add(archive, "KH-BQL", 2, issuer="Ban KCN")
    (found,) = of(archive, "Ban KCN")
    assert (found.documents, found.missing) == (3, ())
    assert of(archive, "Sở Nội vụ") == []


def test_party_numbers_run_through_a_term_and_are_left_out(archive: Archive) -> None:
    archive.add([written("party", number="12-KH/TU", notation="KH/TU", date="2023-02-03",
                         issuing_body="Tỉnh ủy")])  # fmt: skip
    assert of(archive, "Tỉnh ủy") == []
