"""A Word draft whose number and day are blank is the document it became, whichever comes first; one
that fits two stands alone, and says so."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from index import open_archive
from index.archive import Archive
from index.base import Written
from index.maintenance import check
from index.query import Query
from tests.index.drawn import written

LETTER = " ".join(
    f"mục {index} giao phòng {index % 9} thực hiện việc {index}" for index in range(40)
)


def form(name: str, **fields: Any) -> Written:
    """Return one form of the letter that launches a campaign; as drafted, unless told otherwise."""
    known = {
        "number": None,
        "number_state": "blank",
        "notation": "BQL-VP",
        "date": None,
        "date_state": "blank",
        "date_partial": "2023-07",
        "subject": "phát động thi đua đợt II",
        "text": LETTER,
    }
    return written(name, **{**known, **fields})


def issued(name: str = "issued", number: str = "118/BQL-VP", day: str = "2023-07-20") -> Written:
    return form(name, number=number, number_state="present", date=day, date_partial=None)


def shown(archive: Archive) -> list[tuple[str | None, str | None, int]]:
    """Return number, day and count of forms of every document."""
    hits = archive.search(Query()).hits
    return sorted(
        ((hit.number, hit.date, len(hit.renditions)) for hit in hits), key=lambda one: str(one)
    )


def warned(archive: Archive) -> list[tuple[str, ...]]:
    return [hit.warnings for hit in archive.search(Query()).hits if not hit.number]


def test_a_draft_joins_in_any_order(tmp_path: Path) -> None:
    scan = form(
        "scan", number="118/BQL-VP", date_state="unreadable", date_partial="2023", ocr_pages=(1,)
    )
    for index, order in enumerate(permutations([form("draft"), issued(), scan])):
        with open_archive(f"sqlite:{tmp_path / str(index)}") as archive:
            for item in order:
                archive.add([item])
            assert shown(archive) == [("118/BQL-VP", "2023-07-20", 3)]
            assert check(archive) == {}
            # The old id of a draft that was seen first answers still.
            assert len(archive.find(form("draft").records[0]["id"])) == 1


def test_a_draft_of_two_warns_until_one_of_them_goes(both: Archive) -> None:
    archive = both
    other = issued("other", "131/BQL-VP", "2023-07-27")
    archive.add([form("draft"), issued()])
    archive.add([other])
    archive.view.refresh()
    assert shown(archive) == [
        ("118/BQL-VP", "2023-07-20", 1),
        ("131/BQL-VP", "2023-07-27", 1),
        (None, None, 1),
    ]
    assert warned(archive) == [("draft-of-several",)]
    draft = archive.read(form("draft").records[0]["id"])
    assert draft is not None
    (warning,) = [one for one in draft["warnings"] if one["code"] == "draft-of-several"]
    named = {archive.read(name)["number"] for name in warning["params"]["documents"].split()}  # type: ignore[index]  # both are there
    assert named == {"118/BQL-VP", "131/BQL-VP"}
    archive.withdraw(other.records[0]["id"], reason="ban hành nhầm")
    archive.view.refresh()
    assert shown(archive) == [("118/BQL-VP", "2023-07-20", 2)]
    archive.withdraw("118/BQL-VP", reason="ban hành nhầm")
    archive.view.refresh()
    assert shown(archive) == []


@pytest.mark.parametrize(
    "other",
    [
        {"date_partial": "2022"},
        {"date_partial": None},
        {"subject": "phát động thi đua đợt I"},
        {"signer": "Lê Thị Bình"},
        {"issuing_body": "Sở Nội vụ"},
        {"text": LETTER.replace("thực hiện", "báo cáo").replace("mục", "điểm")},
    ],
)
def test_a_draft_of_another_letter_stays_apart(archive: Archive, other: dict[str, Any]) -> None:
    archive.add([form("draft", **other), issued()])
    assert shown(archive) == [("118/BQL-VP", "2023-07-20", 1), (None, None, 1)]
    assert warned(archive) == [()]


def test_a_draft_read_anew_leaves_what_it_does_not_fit(archive: Archive) -> None:
    archive.add([form("draft")])
    archive.add([issued()])
    archive.add([form("draft", version="2", subject="phát động thi đua đợt I")])
    assert shown(archive) == [("118/BQL-VP", "2023-07-20", 1), (None, None, 1)]
    archive.add([form("draft", version="3")])
    assert shown(archive) == [("118/BQL-VP", "2023-07-20", 2)]
    archive.add([form("draft", version="4", date="2023-07-24", date_partial=None)])
    assert shown(archive) == [("118/BQL-VP", "2023-07-20", 1), (None, "2023-07-24", 1)]
