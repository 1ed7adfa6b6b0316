"""What a large archive must not do: read all of a table for one document, or all that cite a plan
for one page of it."""

import re
from collections.abc import Callable

import pytest

from index.archive import Archive
from index.query import Query
from tests.index.drawn import archive_content, campaign, cites, plan, written

OWN = re.compile(
    r"SCAN (?:\d+ CONSTANT ROWS?|CONSTANT ROW|wanted|w|json_each"  # what the statement brings
    # few rows in any archive
    r"|bodies|bodies_names|body_names|body_successions|meta|names|sqlite_master|w0)\b"
    r"|SCAN corrections USING COVERING INDEX"  # LIMIT 1
)


def scanned(archive: Archive, do: Callable[[], object]) -> list[str]:
    """Return the steps of all statements within ``do`` that read a whole table."""
    statements: dict[str, None] = {}
    archive.connection.set_trace_callback(lambda sql: statements.setdefault(sql))
    try:
        do()
    finally:
        archive.connection.set_trace_callback(None)
    wanted = [sql for sql in statements if re.match(r"(?i)(?:SELECT|WITH|UPDATE|DELETE)\b", sql)]
    assert wanted
    steps = (
        row["detail"]
        for sql in wanted
        for row in archive.connection.execute(f"EXPLAIN QUERY PLAN {sql}")
    )
    return [step for step in steps if step.startswith("SCAN") and not OWN.match(step)]


def test_adding_a_file_reads_no_table_as_a_whole(archive: Archive) -> None:
    archive.add(archive_content())
    law = written(
        "law", document_type="Luật", number="06/2022/QH15", notation="QH15", date="2022-06-15",
        issuing_body="Quốc hội", subject="Thi đua, khen thưởng", signer=None,
    )  # fmt: skip
    letter = written(
        "letter", number="7/BQL-VP", notation="BQL-VP", date="2024-03-01", subject="việc khác",
        references=(
            cites(None, "basis", title="Luật Thi đua, khen thưởng", issuing_body=None),
            cites(None, "basis", title="Luật Lưu trữ", date="2024-06-21", issuing_body=None),
            cites("16/KH-BQL", date="2023-02-07"),
            cites("l6/KH-BQL"),
            cites("05/QĐ-UBND", "repeals", date="2024-01-09", issuing_body="UBND tỉnh Hòa Bình"),
        ),
    )  # fmt: skip
    assert scanned(archive, lambda: archive.add([law, letter])) == []
    assert scanned(archive, lambda: archive.add([campaign("III", "2023-11-01")])) == []


@pytest.mark.parametrize(
    "query",
    [
        Query(number="16/KH-BQL"),
        Query(references="16/KH-BQL"),
        Query(references="16/KH-BQL", relation="implements"),
        Query(text="dẫn:16/KH-BQL"),
        Query(signer="hoang van khoi"),
        Query(issuer="BQL"),
    ],
)
def test_asking_reads_no_table_as_a_whole(archive: Archive, query: Query) -> None:
    archive.add(archive_content())
    assert scanned(archive, lambda: archive.search(query)) == []


def test_what_cites_a_plan_pages_in_order_and_counts_once(archive: Archive) -> None:
    days = [f"2023-0{month}-{day:02d}" for month in (3, 4) for day in (1, 1, 2, 2, 2)]
    letters = [
        written(
            f"letter-{at}", number=f"{at}/BQL-VP", notation="BQL-VP", date=day,
            subject=f"việc thứ {at}",
            references=(
                cites("16/KH-BQL", date="2023-02-06"),
                cites("16/KH-BQL", "mentions"),  # cited twice is found once
                *((cites("16/KH-BQL", "amends"),) if at % 3 == 0 else ()),
            ),
        )
        for at, day in enumerate(days, start=1)
    ]  # fmt: skip
    undated = written(
        "undated", number="99/BQL-VP", notation="BQL-VP", subject="việc không ngày",
        references=(cites("16/KH-BQL"),),
    )  # fmt: skip
    archive.add([plan(), *letters, undated])
    for asked in ({}, {"relation": "amends"}, {"relation": "mentions"}):
        # The general way: a condition that all of them meet.
        whole = archive.search(
            Query(references="16/KH-BQL", changed_after=0, limit=50, **asked)  # type: ignore[arg-type]
        )
        wanted = [hit.document_id for hit in whole.hits]
        found: list[str] = []
        after = None
        while after is not None or not found:
            page = archive.search(
                Query(references="16/KH-BQL", limit=2, after=after, **asked)  # type: ignore[arg-type]
            )
            assert page.total == whole.total == len(wanted)
            found += [hit.document_id for hit in page.hits]
            after = page.after
            if after is None:
                break
        assert found == wanted
    assert archive.search(Query(text="dẫn:16/KH-BQL", sort="oldest")).total == 11


def test_a_twin_that_goes_takes_its_warning_along(both: Archive) -> None:
    def doubled(name: str, day: str) -> str:
        both.add(
            [written(name, number="87/QĐ-BQL", notation="QĐ-BQL", date=day, subject=f"việc {name}")]
        )
        both.view.refresh()
        return (
            both.search(Query(number="87/QĐ-BQL", date_from=day, date_to=day)).hits[0].document_id
        )

    doubled("một", "2023-02-01")
    second = doubled("hai", "2023-05-01")
    warned = [hit.warnings for hit in both.search(Query(number="87/QĐ-BQL")).hits]
    assert warned == [("number-twice",), ("number-twice",)]
    both.withdraw(second, reason="nhầm")
    both.view.refresh()
    assert [hit.warnings for hit in both.search(Query(number="87/QĐ-BQL")).hits] == [()]
