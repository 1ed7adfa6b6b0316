"""The composed corpus says the truth about its own pages."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from layout_documents import Truth, compose


@pytest.fixture(scope="module")
def truths() -> list[Truth]:
    return [compose(11, index) for index in range(300)]


def test_a_seed_gives_the_same_dispatch_again(truths: list[Truth]) -> None:
    assert compose(11, 7) == truths[7]


def test_every_cited_number_is_printed_and_entered_once(truths: list[Truth]) -> None:
    for truth in truths:
        page = "\n".join(text for _, _, text in truth.lines)
        keys = [(row["number"], row["title"]) for row in truth.record["references"]]
        assert len(keys) == len(set(keys))
        for row in truth.record["references"]:
            assert (row["number"] or row["title"]) in page
            assert row["subject"] is None or row["subject"] in page


def test_what_the_head_prints_is_what_the_record_says(truths: list[Truth]) -> None:
    for truth in truths:
        record, head = truth.record, truth.source["head"]
        assert " ".join(head["issuer"]).casefold() == record["issuing_body"].casefold()
        assert (record["number"] is None) == (record["number_state"] == "blank")
        if record["number"] is not None and not truth.overlay:
            assert record["number"] in head["number"].replace(" ", "")


def test_the_corpus_is_varied(truths: list[Truth]) -> None:
    records = [truth.record for truth in truths]
    assert {record["system"] for record in records} == {"state", "party", "youth", "union", "front"}
    assert len({record["document_type"] for record in records}) >= 15
    relations = {row["relation"] for record in records for row in record["references"]}
    assert len(relations) >= 12
    assert {row["kind"] for record in records for row in record["period"]} == {
        "campaign",
        "deadline",
        "event",
        "reporting",
        "validity",
    }
