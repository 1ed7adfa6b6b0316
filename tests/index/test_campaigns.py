"""A campaign is a node of its issuer, plan, round and year, with all its papers."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from dispatch.record import Campaign
from index import open_archive
from index.archive import Archive
from index.base import Written
from index.campaigns import CampaignNode, as_json, campaigns
from tests.index.drawn import campaign, cites, plan, runs, written


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
    return campaigns(archive.connection, **asked)


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
