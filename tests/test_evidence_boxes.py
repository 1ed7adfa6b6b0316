"""The box of each value, cut out of the page that people see and read again, gives its text.

``python -m bench.evidence_boxes FOLDER`` does the same for all files of a folder.
"""

from pathlib import Path

import pytest

from bench.evidence_boxes import ALIKE, alike, check
from dispatch.document import ParsedDocument
from dispatch.record import Dispatch
from nlp import extract
from parsers import parse
from parsers.source import open_file
from tests.command import SAMPLES

HEAD = ("/notation", "/date", "/place", "/issuing_body", "/subject", "/signer", "/recipients/0")


def read(path: Path) -> tuple[ParsedDocument, Dispatch]:
    document = parse(*open_file(path))
    return document, extract(document)[0]


@pytest.mark.ocr
@pytest.mark.parametrize(
    "name", ["thi-dua-dot-2.pdf", "thi-dua-dot-2-scan.pdf", "to-trinh-ke-chong-sat-lo.pdf"]
)
def test_a_box_read_again_gives_the_text_of_its_value(name: str) -> None:
    document, record = read(SAMPLES / name)
    short = record.model_copy(
        update={"evidence": {k: v for k, v in record.evidence.items() if k in HEAD}}
    )
    checked = list(check(document, short))
    assert len(checked) >= 6
    assert [item for item in checked if not item.is_right] == []


@pytest.mark.ocr
def test_a_box_beside_its_value_is_found_out() -> None:
    document, record = read(SAMPLES / "thi-dua-dot-2.pdf")
    place = record.evidence["/place"]
    (box,) = place.boxes
    x0, top, x1, bottom = box.bbox
    moved = box.model_copy(update={"bbox": (x0, top + 30, x1, bottom + 30)})
    evidence = {"/place": place.model_copy(update={"boxes": (moved,)})}
    (item,) = check(document, record.model_copy(update={"evidence": evidence}))
    assert not item.is_right


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.docx")), ids=lambda path: path.name)
def test_the_text_at_the_spans_is_the_text_of_the_evidence(path: Path) -> None:
    _, record = read(path)
    for pointer, evidence in record.evidence.items():
        quoted = " ".join(record.text[start:end] for start, end in evidence.spans)
        assert quoted == (evidence.text or ""), pointer


@pytest.mark.parametrize(
    ("text", "again", "enough"),
    [
        ("KH-BQL", "16/KH-BQL", True),
        ("b/c", "(b/c);", True),
        ("Chợ Mới", "Cho Mới,", True),
        ("Chợ Mới", "Bắc Kạn", False),
        ("16/KH-BQL", "", False),
    ],
)
def test_how_alike_two_readings_must_be(text: str, again: str, enough: bool) -> None:
    assert (alike(text, again) >= ALIKE) is enough
