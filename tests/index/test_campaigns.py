"""A campaign is a node of its issuer, plan, round and year, with all its papers."""

import random
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from dispatch.record import Campaign
from index import body_changes, open_archive
from index.archive import Archive
from index.base import Written
from index.campaign_founding import gather_all
from index.campaigns import Asked, CampaignNode, as_json, campaigns, count, place_of, years
from index.maintenance import check
from index.renewal import renew
from tests.index.drawn import BQL, campaign, cites, plan, runs, written


def launch(number: int, round_number: int, date: str, end: str, **fields: Any) -> Written:
    values: dict[str, Any] = {
        "name": f"launch-{number}",
        "number": f"{number}/BQL-VP",
        "number_state": "present",
        "campaign": Campaign(
            name=f"Thi đua đợt {round_number}", round=round_number, year=2023, plan="/references/0"
        ),
        "period": (runs(date, end),),
        **fields,
    }
    return campaign("I" * round_number, date, **values)


def follower(name: str, kind: str, subject: str, date: str, **fields: Any) -> Written:
    values: dict[str, Any] = {
        "document_type": kind,
        "number": f"{len(name)}/X-BQL",
        "date": date,
        "subject": subject,
        **fields,
    }
    return written(name, **values)


def of_launch(relation: str) -> dict[str, Any]:
    return {"references": (cites("32/BQL-VP", relation, date="2023-02-20"),)}


def everything() -> list[Written]:
    return [
        plan(),
        launch(32, 1, "2023-02-20", "2023-06-30"),
        launch(118, 2, "2023-07-20", "2023-10-30"),
        follower("guide", "Hướng dẫn", "Hướng dẫn thi đua đợt I", "2023-02-25",
                 **of_launch("guides")),
        follower("longer", "Công văn", "gia hạn thời gian thi đua đợt I", "2023-06-01",
                 period=(runs("2023-02-20", "2023-07-15"),), **of_launch("amends")),
        follower("report", "Báo cáo", "Kết quả phong trào thi đua đợt I năm 2023", "2023-07-10",
                 references=(cites("16/KH-BQL", date="2023-02-06"),)),
    ]  # fmt: skip


def found(archive: Archive, **asked: Any) -> list[CampaignNode]:
    return campaigns(archive.connection, Asked(**asked))


def rounds(archive: Archive, **asked: Any) -> list[int | None]:
    return [node.round for node in found(archive, **asked)]


def test_one_plan_has_a_campaign_for_each_round(archive: Archive) -> None:
    archive.add(everything())
    second, first = found(archive)
    assert (second.round, first.round) == (2, 1)
    assert first.plan is not None
    assert first.plan.number == "16/KH-BQL"
    assert [paper.number for paper in first.launches] == ["32/BQL-VP"]
    assert [paper.document_type for paper in first.guides] == ["Hướng dẫn"]
    assert [paper.subject for paper in first.amendments] == ["gia hạn thời gian thi đua đợt I"]
    assert [paper.date for paper in first.reports] == ["2023-07-10"]
    assert (first.start, first.end) == ("2023-02-20", "2023-07-15")
    assert (second.guides, second.amendments, second.reports) == ((), (), ())
    assert as_json([second])[0]["launches"][0]["number"] == "118/BQL-VP"


def test_campaigns_are_asked_by_plan_day_and_report(archive: Archive) -> None:
    archive.add(everything())
    other = campaign("I", "2023-03-01", name="other", references=(cites("9/KH-BQL"),),
                     campaign=Campaign(round=1, year=2023, plan="/references/0"))  # fmt: skip
    archive.add([other])
    assert rounds(archive, plan="16/KH-BQL") == [2, 1]
    assert [node.plan.number for node in found(archive, plan="9/KH-BQL") if node.plan] == [
        "9/KH-BQL"
    ]
    assert rounds(archive, plan="77/KH-BQL") == []
    assert rounds(archive, running="2023-07-10") == [1]
    assert rounds(archive, running="2023-07-20") == [2]
    assert rounds(archive, running="2024-01-01") == []
    assert rounds(archive, plan="16/KH-BQL", is_reported=False) == [2]
    assert rounds(archive, is_reported=True) == [1]


def test_a_plan_that_is_only_cited_has_campaigns_too(archive: Archive) -> None:
    archive.add([item for item in everything() if item.records[0]["number"] != "16/KH-BQL"])
    assert rounds(archive, plan="16/KH-BQL") == [2, 1]
    (first,) = found(archive, is_reported=True)
    assert first.plan is not None
    assert (first.plan.document_id, first.plan.number) == (None, "16/KH-BQL")


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_arrival_gives_the_same_campaigns(tmp_path: Path, seed: int) -> None:
    def ending(items: tuple[Written, ...], name: str) -> list[object]:
        with open_archive(f"sqlite:{tmp_path / name}") as archive:
            for item in items:
                archive.add([item])
            return [
                (node.round, node.start, node.end, node.plan, node.launches, node.guides,
                 node.amendments, node.reports)
                for node in found(archive)
            ]  # fmt: skip

    orders = list(permutations(everything()))
    assert ending(orders[97 * (seed + 1) % len(orders)], "other") == ending(orders[0], "first")


def test_a_letter_that_is_no_campaigns_has_no_part(archive: Archive) -> None:
    archive.add([follower("letter", "Báo cáo", "Kết quả cải cách hành chính", "2023-07-10")])
    rows = archive.connection.execute("SELECT count(*) FROM campaign_parts").fetchone()
    assert rows[0] == 0


@pytest.mark.parametrize("seed", range(8))
def test_campaigns_are_kept_as_if_gathered_at_once(archive: Archive, seed: int) -> None:
    """Whatever comes, goes, is corrected or renamed, in whatever batches."""
    draw = random.Random(seed)
    waiting = [
        *everything(),
        plan(name="plan-9", number="9/KH-BQL", date="2023-01-05"),
        *(
            launch(200 + n, draw.randint(1, 3), f"2023-0{draw.randint(1, 9)}-11", "2023-12-01",
                   issuing_body=draw.choice([BQL, f"{BQL} tỉnh Bắc Kạn", "Sở Nội vụ"]),
                   references=(cites(draw.choice(["16/KH-BQL", "9/KH-BQL"])),))
            for n in range(9)
        ),
        follower("guide-2", "Hướng dẫn", "Hướng dẫn phong trào thi đua đợt II", "2023-08-01",
                 references=(cites("118/BQL-VP", "guides", date="2023-07-20"),)),
        follower("report-200", "Báo cáo", "Kết quả thi đua đợt I", "2023-11-01",
                 references=(cites("200/BQL-VP"),)),
    ]  # fmt: skip
    draw.shuffle(waiting)
    while waiting:
        batch, waiting = waiting[:3], waiting[3:]
        archive.add(batch)
        row = archive.connection.execute(
            "SELECT document_id FROM documents WHERE state = 'live' ORDER BY row"
        ).fetchall()
        chosen = draw.choice(row)["document_id"]
        turn = draw.randrange(4)
        if turn == 0:
            archive.withdraw(chosen, reason="nhầm")
        elif turn == 1:
            shown = archive.read(chosen)
            assert shown is not None
            archive.correct(chosen, "/subject", "kết quả thi đua đợt II", seen=shown["subject"],
                            author="an")  # fmt: skip
        elif turn == 2:
            body_changes.change(archive, body_changes.add(f"{BQL} Bắc Kạn {len(waiting)}"))
        with archive.transaction():
            assert gather_all(archive.connection) == 0


def test_a_paper_that_cites_two_launches_joins_the_one_that_is_left(archive: Archive) -> None:
    both = (cites("32/BQL-VP", date="2023-02-20"), cites("118/BQL-VP", date="2023-07-20"))
    report = follower("both", "Báo cáo", "Kết quả thi đua", "2023-12-10", references=both)
    archive.add([*everything()[:3], report])
    second, first = found(archive)
    assert (first.reports, second.reports) == ((), ())
    archive.correct(first.launches[0].document_id, "/subject", "báo cáo kết quả thi đua",
                    seen=first.launches[0].subject, author="an")  # fmt: skip
    archive.correct(first.launches[0].document_id, "/document_type", "Báo cáo",
                    seen=first.launches[0].document_type, author="an")  # fmt: skip
    with archive.transaction():
        assert gather_all(archive.connection) == 0


def test_a_page_is_read_by_itself(archive: Archive) -> None:
    archive.add([plan(), *(launch(n, n, f"2023-01-{n:02}", "2023-12-31") for n in range(1, 8))])
    whole = found(archive)
    assert [node.round for node in whole] == [7, 6, 5, 4, 3, 2, 1]
    assert count(archive.connection) == 7
    first = campaigns(archive.connection, limit=3)
    rest = found(archive, after=place_of(first[-1]))
    assert [*first, *rest] == whole
    assert count(archive.connection, Asked(after=place_of(first[-1]))) == 4


def test_years_are_those_in_which_campaigns_run(archive: Archive) -> None:
    archive.add([plan(), launch(1, 1, "2023-11-01", "2025-02-01"), launch(2, 2, "2023-01-01", "")])
    assert years(archive.connection) == [2025, 2024, 2023]
    assert rounds(archive, year=2024) == [1]
    assert rounds(archive, year=2023) == [1, 2]
    assert rounds(archive, year=2022) == []
    assert years(archive.connection, Asked(running="2023-06-01")) == [2023]


def test_an_archive_of_the_version_before_gets_its_campaigns(tmp_path: Path) -> None:
    store = tmp_path / "archive.sqlite"
    with open_archive(f"sqlite:{store}") as archive:
        archive.add(everything())
        wanted = found(archive)
        for sql in (
            "DROP TABLE campaigns",
            "DROP INDEX campaign_parts_bucket",
            "DROP INDEX campaign_parts_campaign",
            "ALTER TABLE campaign_parts DROP COLUMN bucket",
            "ALTER TABLE campaign_parts DROP COLUMN campaign",
            "UPDATE meta SET value = '7' WHERE key = 'schema'",
        ):
            archive.connection.execute(sql)
    renew(store)
    with open_archive(f"sqlite:{store}") as archive:
        assert found(archive) == wanted
        with archive.transaction():
            assert gather_all(archive.connection) == 0


def test_check_finds_and_mends_campaigns(archive: Archive) -> None:
    archive.add(everything())
    wanted = found(archive)
    archive.connection.execute(
        "UPDATE campaigns SET id = 'x' WHERE place = (SELECT max(place) FROM campaigns)"
    )
    assert check(archive) == {"launches-without-campaign": 1, "campaigns-without-launch": 1}
    assert check(archive, is_repaired=True) == {}
    assert found(archive) == wanted
