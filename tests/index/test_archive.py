"""The store: grouping, linking, the ledger, in any order and twice."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from dispatch.errors import ConfigError, IndexSchemaError, IndexUnavailableError
from index import open_archive
from index.archive import Archive
from index.base import FileEntry, Sighting, Written
from index.graph_text import as_mermaid, as_tree
from index.query import Query
from tests.index.drawn import campaign, cites, plan, runs, written


def sample() -> list[Written]:
    return [
        plan(),
        campaign("I", "2023-03-01"),
        campaign("II", "2023-07-20", period=(runs("2023-07-20", "2023-10-30"),)),
    ]


def statuses(archive: Archive, name: str) -> list[str]:
    found = archive.read(name)
    assert found is not None
    return [reference["status"] for reference in found["references"]]


def graph(archive: Archive) -> Any:
    """Return everything that must not depend on the order of arrival."""
    return sorted(
        (one["id"], [(r["status"], r["number"]) for r in one["references"]])
        for one in archive.records()
    )


def test_the_campaigns_are_found_by_their_plan(archive: Archive) -> None:
    archive.add(sample())
    found = archive.search(Query(references="16 / kh-bql"))
    assert [hit.subject for hit in found.hits] == [
        "phát động thi đua đợt II",
        "phát động thi đua đợt I",
    ]
    assert archive.search(Query(references="16/KH-HĐTĐKT")).total == 0
    assert archive.search(Query(references="16/KH-BQL", relation="basis")).total == 0


def test_the_plan_has_its_campaigns_below_it(archive: Archive) -> None:
    archive.add(sample())
    (node,) = archive.links("16/KH-BQL")
    assert [edge.node.date for edge in node.down] == ["2023-03-01", "2023-07-20"]
    drawn = as_tree([node])
    assert drawn.index("đợt I") < drawn.index("đợt II")
    assert as_mermaid([node]).count("-->") == 2


def test_any_order_of_arrival_ends_in_the_same_graph(tmp_path: Path) -> None:
    seen = []
    for index, order in enumerate(permutations(sample())):
        with open_archive(f"sqlite:{tmp_path / str(index)}") as archive:
            for item in order:
                archive.add([item])
            seen.append(graph(archive))
            assert archive.relink() == 0
    assert all(one == seen[0] for one in seen)
    assert [status for _, links in seen[0] for status, _ in links] == ["resolved", "resolved"]


def test_the_same_files_again_change_nothing(archive: Archive) -> None:
    archive.add(sample())
    before = graph(archive)
    report = archive.add(sample())
    assert (report.files, report.known, report.links) == (0, 3, 0)
    assert graph(archive) == before
    assert archive.counts() == {
        "seen": 3,
        "pending": 0,
        "indexed": 3,
        "duplicate": 0,
        "superseded": 0,
        "quarantined": 0,
        "skipped": 0,
        "withdrawn": 0,
    }


def test_a_copy_of_the_bytes_is_a_sighting_and_no_document(archive: Archive) -> None:
    archive.add([plan()])
    archive.add([plan(path="/in/copy.txt")])
    assert archive.counts()["duplicate"] == 1
    assert archive.search(Query()).total == 1
    (document_id,) = archive.find("16/KH-BQL")
    found = archive.document(document_id)
    assert found is not None
    assert [one.sighting.path for one in found.sightings] == ["/in/copy.txt", "/in/plan.txt"]


def test_renditions_of_a_blank_number_are_one_document(archive: Archive) -> None:
    names = ("docx", "pdf", "scan", "png", "txt")
    archive.add([campaign("II", "2023-07-20", name=name) for name in names])
    (hit,) = archive.search(Query()).hits
    assert len(hit.renditions) == 5


def test_a_numbered_scan_joins_its_draft_and_gives_the_number(archive: Archive) -> None:
    archive.add([campaign("II", "2023-07-20", name="draft")])
    (before,) = archive.search(Query()).hits
    scan = campaign(
        "ll",
        "2023-07-20",
        name="scan",
        number="118/BQL-VP",
        number_state="present",
        signer="Hoàng Văn Khởl",
        ocr_pages=(1,),
    )
    archive.add([scan])
    (hit,) = archive.search(Query()).hits
    assert hit.number == "118/BQL-VP"
    assert hit.document_id == before.document_id
    assert archive.find("118/BQL-VP") == [hit.document_id]


def test_a_draft_that_fits_two_numbers_stays_alone_in_any_order(tmp_path: Path) -> None:
    three = [
        campaign("II", "2023-07-20", name="draft"),
        campaign("II", "2023-07-20", name="a", number="118/BQL-VP"),
        campaign("II", "2023-07-20", name="b", number="119/BQL-VP"),
    ]
    for index, order in enumerate(permutations(three)):
        with open_archive(f"sqlite:{tmp_path / str(index)}") as archive:
            for item in order:
                archive.add([item])
            assert archive.search(Query()).total == 3


def test_one_number_on_two_subjects_is_two_documents_with_a_warning(archive: Archive) -> None:
    same: dict[str, Any] = {"number": "87/QĐ-UBND", "notation": "QĐ-UBND", "date": "2023-05-04"}
    archive.add([written("one", subject="thu hồi đất tại xã Một", **same)])
    archive.add([written("two", subject="khen thưởng thành tích năm 2022", **same)])
    found = archive.search(Query(number="87/QĐ-UBND"))
    assert [hit.warnings for hit in found.hits] == [("number-twice",), ("number-twice",)]


def test_a_wrong_date_is_a_conflict_and_no_link(archive: Archive) -> None:
    archive.add([plan(date="2023-02-08"), campaign("I", "2023-03-01")])
    (hit,) = archive.search(Query(references="16/KH-BQL")).hits
    assert statuses(archive, hit.document_id) == ["date_conflict"]


def test_two_plans_of_two_years_are_ambiguous_without_a_date(archive: Archive) -> None:
    archive.add([plan(), plan(name="next", date="2024-02-05", subject="Kế hoạch năm 2024")])
    archive.add([campaign("I", "2024-03-01", references=(cites("16/KH-BQL"),))])
    (hit,) = archive.search(Query(references="16/KH-BQL")).hits
    found = archive.read(hit.document_id)
    assert found is not None
    assert found["references"][0]["status"] == "ambiguous"
    assert len(found["references"][0]["candidates"]) == 2


def test_a_later_document_is_never_meant(archive: Archive) -> None:
    archive.add([plan(), campaign("0", "2023-02-01", references=(cites("16/KH-BQL"),))])
    (hit,) = archive.search(Query(references="16/KH-BQL")).hits
    assert statuses(archive, hit.document_id) == ["stub"]


def test_a_stub_can_be_asked_for(archive: Archive) -> None:
    archive.add([campaign("I", "2023-03-01"), campaign("II", "2023-07-20")])
    (node,) = archive.links("16/KH-BQL")
    assert (node.document_id, node.cited, len(node.down)) == (None, 2, 2)


def test_a_cycle_survives(archive: Archive) -> None:
    one: dict[str, Any] = {"number": "1/QĐ-BQL", "notation": "QĐ-BQL", "date": "2023-01-05"}
    two: dict[str, Any] = {"number": "2/QĐ-BQL", "notation": "QĐ-BQL", "date": "2023-01-05"}
    archive.add(
        [
            written("one", references=(cites("2/QĐ-BQL", date="2023-01-05"),), **one),
            written("two", references=(cites("1/QĐ-BQL", date="2023-01-05"),), **two),
        ]
    )
    (node,) = archive.links("1/QĐ-BQL", depth=9)
    assert node.up[0].node.up[0].node.is_repeated


def test_a_changed_file_supersedes_and_keeps_the_document(archive: Archive) -> None:
    archive.add([plan(path="/in/plan.docx")])
    (before,) = archive.find("16/KH-BQL")
    archive.add([plan(name="second", path="/in/plan.docx", subject="Kế hoạch khác hẳn")])
    (after,) = archive.search(Query()).hits
    assert after.document_id == before
    assert after.subject == "Kế hoạch khác hẳn"
    assert archive.counts()["superseded"] == 1
    assert archive.search(Query(text="nhiệm vụ")).total == 0


def test_a_new_extractor_version_replaces_what_is_shown(archive: Archive) -> None:
    archive.add([plan()])
    archive.add([plan(version="2", subject="trích yếu đã đọc lại")])
    (hit,) = archive.search(Query()).hits
    assert hit.subject == "trích yếu đã đọc lại"
    assert archive.counts()["seen"] == 1


def test_quarantine_counts_attempts_and_ends_when_the_file_is_read(archive: Archive) -> None:
    item = plan()
    for _ in range(2):
        archive.quarantine(item.sighting, code="damaged", message="hỏng", version="1")
    (entry,) = archive.files(state="quarantined")
    assert (entry.attempts, entry.code) == (2, "damaged")
    archive.add([item])
    assert archive.counts()["quarantined"] == 0
    assert archive.counts()["seen"] == 1


def test_a_run_tells_its_outcomes(archive: Archive) -> None:
    run = archive.begin_run("ingest")
    archive.add([plan()], run=run)
    archive.note_outcomes(run, [(Sighting("/in/gone.txt", 1, 1, 1), "missing")])
    assert archive.end_run(run) == {"new": 1, "missing": 1}


def test_a_moved_file_is_the_same_document(archive: Archive) -> None:
    item = plan()
    archive.add([item])
    new = Sighting("/elsewhere/plan.txt", 4, 1, 1)
    archive.moved(item.sighting, new, file_id=item.file_id)
    assert archive.seen_before(new) == FileEntry(new, item.file_id, "indexed")
    assert archive.seen_before(item.sighting) is None


def test_what_is_no_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("không phải kho " * 100, encoding="utf-8")
    with pytest.raises(IndexUnavailableError, match=r"note\.txt"):
        open_archive(f"sqlite:{tmp_path / 'note.txt'}")
    with pytest.raises(IndexUnavailableError, match="ingest"):
        open_archive(f"sqlite:{tmp_path / 'none'}", create=False)
    with pytest.raises(ConfigError, match="sqlite:PATH"):
        open_archive("postgres://x")


def test_another_versions_archive_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:{tmp_path / 'archive'}"
    with open_archive(url) as archive:
        archive.connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    with pytest.raises(IndexSchemaError, match="reindex"):
        open_archive(url)


def test_a_full_disk_leaves_the_batch_out_and_says_so(archive: Archive) -> None:
    archive.add([plan()])
    pages = archive.connection.execute("PRAGMA page_count").fetchone()[0]
    archive.connection.execute(f"PRAGMA max_page_count = {pages}")
    big = campaign("I", "2023-03-01", text=" ".join(map(str, range(60_000))))
    with pytest.raises(IndexUnavailableError, match="full"):
        archive.add([big])
    assert archive.counts()["seen"] == archive.search(Query()).total == 1
    archive.connection.execute(f"PRAGMA max_page_count = {pages * 100}")
    archive.add([big])
    assert archive.counts()["seen"] == archive.search(Query(references="16/KH-BQL")).total + 1 == 2


def test_readers_see_the_last_batch_while_another_is_written(archive: Archive) -> None:
    archive.add([plan()])
    with open_archive(f"sqlite:{archive.path}", create=False) as reader:
        archive.connection.execute("BEGIN IMMEDIATE")
        assert reader.search(Query()).total == 1
        archive.connection.execute("ROLLBACK")
