"""What is cited most and not in the archive: papers, not numbers."""

from index.archive import Archive
from index.base import Written
from index.stubs import stubs
from tests.index.drawn import cites, written


def letters(number: str, *days: str | None) -> list[Written]:
    """Return a letter for each of the ``days`` as of which ``number`` is cited."""
    return [
        written(
            f"{number} {index}",
            number=f"{index + 1}/{number.partition('/')[2]}",
            date="2024-01-01",
            references=(cites(number, date=day),),
        )
        for index, day in enumerate(days)
    ]


def test_a_number_of_many_papers_hides_none_that_is_cited_more(archive: Archive) -> None:
    days = ("2023-01-05", "2023-02-05", "2023-03-05", "2023-04-05")
    archive.add(letters("81/QĐ-BQL", *days))
    archive.add(letters("82/KH-BQL", "2023-05-05", "2023-05-05", "2023-05-05"))
    archive.add(letters("83/BQL-VP", None, None))
    found = stubs(archive.connection, limit=2)
    assert [(one.key, one.cited) for one in found] == [("82/KH-BQL", 3), ("83/BQL-VP", 2)]
    everything = stubs(archive.connection)
    assert [one.cited for one in everything] == [3, 2, 1, 1, 1, 1]
    assert [one.date for one in everything[2:]] == list(days)
