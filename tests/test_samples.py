"""Every sample becomes its expected record, and every value's evidence quotes the text.

The pairs are found by glob: ``<file>`` beside ``<file>.json``, which holds what is printed on the
page. What is no fact of the page (id, source, text, evidence, warnings, version) is not compared.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dispatch.record import Dispatch
from dispatch.text import fold
from nlp import extract
from parsers import parse
from parsers.source import Unreadable, discover

SAMPLES = Path(__file__).parent.parent / "samples"
EXPECTED = sorted(SAMPLES.glob("*.json"))
SAMPLE_FORMS = (
    "thi-dua-dot-2.docx",
    "thi-dua-dot-2.pdf",
    "thi-dua-dot-2-scan.pdf",
    "thi-dua-dot-2.png",
    "thi-dua-dot-2.txt",
)


@cache
def record_of(name: str) -> Dispatch:
    (source,) = discover([SAMPLES / name])
    assert not isinstance(source, Unreadable)
    records = extract(parse(source))
    assert len(records) == 1
    return records[0]


def read(value: Any) -> Any:
    """Return ``value`` as OCR may give it: tone marks are what it confuses on a good scan, and
    the accuracy tables, not this test, count them. Numbers and dates have none to lose."""
    if isinstance(value, dict):
        return {key: read(item) for key, item in value.items()}
    if isinstance(value, list):
        return [read(item) for item in value]
    return fold(value) if isinstance(value, str) else value


def said(got: Any, wanted: Any) -> Any:
    """Return ``got`` without the keys that ``wanted`` does not speak of (an archive fills them)."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        return {key: said(got.get(key), value) for key, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        return [said(one, other) for one, other in zip(got, wanted, strict=True)]
    return got


@pytest.mark.ocr
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_a_sample_becomes_its_record(expected: Path) -> None:
    wanted: dict[str, Any] = json.loads(expected.read_text(encoding="utf-8"))
    got = record_of(expected.stem).to_json()
    spoken = {key: said(got[key], value) for key, value in wanted.items()}
    if got["source"]["ocr_pages"]:
        spoken, wanted = read(spoken), read(wanted)
    assert spoken == wanted


@pytest.mark.ocr
@pytest.mark.parametrize("name", SAMPLE_FORMS)
def test_the_sample_is_the_same_in_all_its_forms(name: str) -> None:
    """The fields that the record contract shows for the dispatch of 20/7/2023."""
    got = record_of(name).to_json()
    reference = got["references"][0]
    assert (got["number"], got["number_state"], got["notation"]) == (None, "blank", "BQL-VP")
    assert (got["date"], got["place"]) == ("2023-07-20", "Chợ Mới")
    assert got["issuing_body"] == "Ban Quản lý các khu công nghiệp"
    assert len(got["references"]) == 1
    assert (reference["number"], reference["date"], reference["relation"]) == (
        "16/KH-BQL",
        "2023-02-06",
        "implements",
    )
    assert [(p["start"], p["end"], p["kind"]) for p in got["period"]] == [
        ("2023-07-20", "2023-10-30", "campaign")
    ]
    assert [r["name"] for r in got["recipients"]] == [
        "Ban Thi đua khen thưởng tỉnh",
        "Khối thi đua KT-KT",
        "Các phòng, đơn vị thuộc Ban",
        "Toàn thể công chức, viên chức, NLĐ",
        "Tổ chức CĐ, ĐTN",
    ]
    assert got["signer"] == {
        "name": "Hoàng Văn Khởi",
        "rank": None,
        "position": "PHÓ TRƯỞNG BAN",
        "authority": ["KT. TRƯỞNG BAN"],
    }


@pytest.mark.ocr
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)
def test_evidence_quotes_the_text_and_has_a_place(expected: Path) -> None:
    record = record_of(expected.stem)
    paged = record.source.media_type in ("application/pdf", "image/png")
    assert record.evidence
    for pointer, evidence in record.evidence.items():
        quoted = " ".join(record.text[start:end] for start, end in evidence.spans)
        assert evidence.text == (quoted or None), pointer
        assert 0.0 <= evidence.confidence <= 1.0, pointer
        if paged and evidence.spans:
            assert evidence.boxes, pointer
