"""Facets of many documents in SQLite: exact while they are few, else about right and said so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import open_archive, sqlite_facets
from index.archive import Archive
from index.query import FACETS, Query
from tests.index.drawn import cites, written

MANY = 480
KINDS = ("Công văn", "Công văn", "Công văn", "Báo cáo")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Letters that all have one word, three in four of one type, every second citing a plan."""
    store: Path = tmp_path_factory.mktemp("many") / "archive.sqlite"
    with open_archive(f"sqlite:{store}") as archive:
        archive.add(
            [
                written(
                    f"letter {number}",
                    document_type=KINDS[number % 4],
                    date=f"20{20 + number % 5}-07-{1 + number % 28:02d}",
                    subject=f"rà soát hồ sơ lần {number}",
                    signer="",
                    references=[cites("16/KH-BQL")] if number % 2 else [],
                )
                for number in range(MANY)
            ]
        )
        yield archive


def test_facets_of_few_matches_are_exact(many: Archive) -> None:
    found = many.search(Query(text="hồ sơ", facets=FACETS))
    assert found.total == MANY
    assert not found.is_estimated
    assert (*found.facets,) == FACETS
    assert found.facets["document_type"] == (("Công văn", 360), ("Báo cáo", 120))
    assert found.facets["year"] == tuple((str(year), 96) for year in range(2020, 2025))
    assert found.facets["relation"] == (("implements", 240),)
    assert found.facets["status"] == (("stub", 240),)
    assert found.facets["signer"] == ()


@pytest.mark.parametrize("least", [30, 200], ids=["brought with the matches", "read evenly"])
def test_facets_of_many_matches_are_about_right(
    many: Archive, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    monkeypatch.setattr(sqlite_facets, "COUNTED", 100)
    monkeypatch.setattr(sqlite_facets, "SAMPLED", least)
    found = many.search(Query(text="hồ sơ", facets=FACETS))
    assert found.is_estimated
    assert [name for name in FACETS if name not in found.facets] == []
    kinds = dict(found.facets["document_type"])
    assert kinds["Công văn"] == pytest.approx(360, rel=0.25)
    assert sum(kinds.values()) == pytest.approx(MANY, rel=0.02)
    years = dict(found.facets["year"])
    assert {*years} == {str(year) for year in range(2020, 2025)}
    assert dict(found.facets["status"])["stub"] == pytest.approx(240, rel=0.25)


def test_facets_count_what_the_conditions_leave(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_facets, "COUNTED", 50)
    monkeypatch.setattr(sqlite_facets, "SAMPLED", 10)
    found = many.search(Query(text='hồ sơ loại:"Báo cáo"', facets=("document_type", "relation")))
    assert found.total == 120
    assert [name for name, _ in found.facets["document_type"]] == ["Báo cáo"]
    # Reports are the letters with the odd numbers 3, 7, 11 …: all of them cite.
    assert dict(found.facets["relation"])["implements"] == pytest.approx(120, rel=0.05)


def test_citations_of_many_are_counted_in_some(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_facets, "CITING", 90)
    found = many.search(Query(document_type="Công văn", facets=("relation", "document_type")))
    assert found.is_estimated
    assert found.facets["document_type"] == (("Công văn", 360),)
    assert dict(found.facets["relation"])["implements"] == pytest.approx(120, rel=0.3)
