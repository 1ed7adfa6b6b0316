"""The queue of values that need a person's eyes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index import open_archive
from index.archive import Archive
from index.doubts import counts, doubt_at, follow, queue
from tests.index.drawn import campaign, plan, record, written


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(f"sqlite:{tmp_path / 'archive.sqlite'}") as opened:
        yield opened


def known(confidence: float, method: str = "rule:x", *candidates: str) -> dict[str, Any]:
    readings = [{"value": value, "confidence": 0.4} for value in candidates]
    return {"confidence": confidence, "method": method, "candidates": readings}


def doubtful(archive: Archive) -> None:
    """Three documents: a number in ink, an unsure place, two plans with the cited number."""
    ink = {
        "/number_state": known(0.4, "handwriting"),
        "/number": known(0.4, "handwriting", "12/BQL-VP", "72/BQL-VP"),
    }
    archive.add(
        [
            written("ink", number=None, number_state="unreadable", evidence=ink),
            written("vague", number="5/TB-X", place="Chợ Mới", evidence={"/place": known(0.3)}),
            plan(),
            campaign("I", "2023-03-01", evidence={"/signer": known(0.7)}),
        ]
    )


def test_ink_comes_first_and_the_least_certain_next(archive: Archive) -> None:
    doubtful(archive)
    assert follow(archive) == 0
    found = queue(archive.connection)
    assert [(one.kind, one.path) for one in found[:3]] == [
        ("pen", "/number"),
        ("unsure", "/place"),
        ("unsure", "/signer/name"),
    ]
    assert counts(archive.connection) == {"pen": 1, "unsure": 2, "warning": 0, "link": 0}
    assert queue(archive.connection, after=found[0].place)[0] == found[1]
    assert [one.path for one in queue(archive.connection, kind="unsure", limit=1)] == ["/place"]


def test_what_a_person_answered_for_leaves_the_queue_and_comes_back(archive: Archive) -> None:
    doubtful(archive)
    follow(archive)
    name = archive.find(record("vague")["id"])[0]
    archive.correct(name, "/place", "Chợ Mới", seen="Chợ Mới", author="Lan")
    assert follow(archive) == 0
    assert doubt_at(archive.connection, name, "/place") is None
    archive.uncorrect(name, "/place", seen="Chợ Mới", author="Lan")
    follow(archive)
    assert doubt_at(archive.connection, name, "/place") is not None


def test_a_citation_that_could_be_two_documents_is_asked(archive: Archive) -> None:
    archive.add([campaign("I", "2023-03-01")])
    follow(archive)
    assert counts(archive.connection)["link"] == 0
    for body in ("Sở Tài chính", "Sở Y tế"):
        archive.add([written(body, number="16/KH-BQL", date="2023-02-06", issuing_body=body)])
    follow(archive)
    links = queue(archive.connection, kind="link")
    assert [one.path for one in links] == ["references[16/KH-BQL]/number"]
    seen = "16/KH-BQL"
    archive.correct(links[0].document_id, links[0].path, seen, seen=seen, author="Lan")
    follow(archive)
    assert queue(archive.connection, kind="link") == []


def test_the_queue_is_made_piece_by_piece_and_follows_withdrawals(archive: Archive) -> None:
    doubtful(archive)
    assert follow(archive, limit=1) == 3
    assert follow(archive, limit=3) == 0
    archive.withdraw(record("vague")["id"], reason="mật")
    follow(archive)
    assert counts(archive.connection)["unsure"] == 1
