"""Searches that are kept tell what came after them, on either backend."""

from pathlib import Path

import pytest

from dispatch.errors import QueryError
from index import open_archive, saved
from index.archive import Archive
from index.query import Query
from tests.index.drawn import campaign, plan, record


def test_only_what_comes_later_is_told_and_once(both: Archive) -> None:
    both.add([plan(), campaign("I", "2023-03-01")])
    both.view.refresh()
    query = Query(references="16/KH-BQL")
    kept = saved.save(both, "Đợt thi đua", "references=16/KH-BQL", author="Lan")
    assert saved.new_hits(both, kept, query) == []
    both.add([campaign("II", "2023-07-20"), plan(name="other", number="17/KH-BQL")])
    both.view.refresh()
    (hit,) = saved.new_hits(both, kept, query)
    assert hit.document_id == both.find(record("round-II")["id"])[0]
    # A correction changes an old document; it does not make it new.
    both.correct(record("round-I")["id"], "/place", "Ba Bể", seen=None, author="Lan")
    both.view.refresh()
    assert saved.new_hits(both, kept, query) == [hit]
    both.withdraw(record("round-II")["id"], reason="mật")
    both.view.refresh()
    assert saved.new_hits(both, kept, query) == []


def test_searches_are_listed_and_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_archive(f"sqlite:{tmp_path / 'a.sqlite'}") as archive:
        assert saved.every(archive.connection) == []
        saved.forget(archive, "none")
        kept = [saved.save(archive, name, "q=x", author="Lan") for name in ("b", "a")]
        assert [one.name for one in saved.every(archive.connection)] == ["a", "b"]
        assert saved.saved_at(archive.connection, kept[0].id) == kept[0]
        saved.forget(archive, kept[0].id)
        assert saved.saved_at(archive.connection, kept[0].id) is None
        monkeypatch.setattr(saved, "MAX_SAVED", 1)
        with pytest.raises(QueryError):
            saved.save(archive, "c", "q=x", author="Lan")
