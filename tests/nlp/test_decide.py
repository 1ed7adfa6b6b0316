"""The deciding step: the surest value wins, equal rivals give null and a warning."""

from typing import Literal

import pytest

from dispatch.document import Line, Page, ParsedDocument, SourceFile, Word
from dispatch.record import Recipient
from nlp.decide import decide
from nlp.findings import Finding, Findings

TEXT = "Số: 16/KH-BQL\nNơi nhận: VT\n"


def document() -> ParsedDocument:
    lines = []
    offset = 0
    for text in TEXT.splitlines():
        words = []
        start = offset
        for part in text.split(" "):
            words.append(Word(part, offset))
            offset += len(part) + 1
        lines.append(Line(tuple(words), start, offset - 1, page=1))
    source = SourceFile("0" * 64, "a.txt", "text/plain", len(TEXT.encode()))
    return ParsedDocument(source, (Page(1, tuple(lines)),), TEXT, page_count=1)


def same(field: str, score: float, kind: Literal["digital", "scan"]) -> float:
    return score


def found(value: object, confidence: float, field: str = "number") -> Finding:
    return Finding(field, value, ((4, 13),), confidence, "rule:test")


@pytest.mark.parametrize(
    ("findings", "number", "state", "codes"),
    [
        ([found("16/KH-BQL", 0.9), found("15/KH-BQL", 0.5)], "16/KH-BQL", "present", []),
        ([found("16/KH-BQL", 0.9), found("16/KH-BQL", 0.9)], "16/KH-BQL", "present", []),
        ([found("16/KH-BQL", 0.9), found("15/KH-BQL", 0.9)], None, "missing", ["ambiguous-value"]),
        ([], None, "missing", ["number-missing"]),
        ([found("blank", 0.9, "number_state")], None, "blank", []),
    ],
)
def test_one_place_decides(
    findings: list[Finding], number: str | None, state: str, codes: list[str]
) -> None:
    gathered = Findings(found=findings)
    record = decide(document(), gathered, version="t", calibrate=same)
    assert (record.number, record.number_state) == (number, state)
    assert [w.code for w in record.warnings if w.path == "/number"] == codes


def test_every_value_and_part_carries_its_place() -> None:
    recipient = Finding(
        "recipients",
        Recipient(name="VT"),
        ((24, 26),),
        0.8,
        "rule:recipients",
        parts={"name": ((24, 26),)},
    )
    record = decide(document(), Findings(found=[recipient]), version="t", calibrate=same)
    assert record.evidence["/recipients/0"].text == "VT"
    assert record.evidence["/recipients/0/name"].spans == ((24, 26),)
    assert record.to_json()["evidence"]["/recipients/0"]["from"] == []
