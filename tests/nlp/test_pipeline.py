"""The pipeline as a whole: frozen order, offsets, and texts that no office ever wrote."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dispatch.vocabulary
from dispatch.document import ParsedDocument, SourceFile
from nlp import extract
from nlp.pipeline import annotate, load
from nlp.tokenizer import compounds
from parsers import parse
from parsers.assemble import RawLine, RawPage, RawWord, assemble
from parsers.source import open_file

SOURCE = SourceFile("c" * 64, "la.txt", "text/plain", 1)


def document_of(text: str) -> ParsedDocument:
    lines = [
        RawLine([RawWord(word) for word in line.split(" ") if word]) for line in text.split("\n")
    ]
    return assemble(SOURCE, [RawPage(lines)])


def test_the_components_and_their_order_are_these() -> None:
    assert load().pipe_names == [
        "congvan_zones",
        "congvan_heading",
        "congvan_closing",
        "congvan_references",
        "congvan_periods",
        "congvan_campaign",
    ]


def test_the_doc_keeps_the_text_and_a_span_group_for_each_component() -> None:
    document = document_of("Số: 16/KH-BQL\nHà Nội, ngày 06 tháng 02 năm 2023\nKẾ HOẠCH")
    doc = annotate(document)
    assert doc.text == document.text
    assert "16/KH-BQL" in {span.text for span in doc.spans["heading"]}


def test_no_table_is_read_again_for_a_second_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A finder that opens its table for each file doubles what a digital file costs."""
    samples = Path(__file__).parents[2] / "samples"
    documents = [parse(*open_file(path)) for path in sorted(samples.glob("*.docx"))]
    assert len(documents) >= 5
    first = [extract(document) for document in documents]

    def refuse(package: str) -> Path:
        raise AssertionError(f"a table of {package} is read again")

    monkeypatch.setattr(dispatch.vocabulary, "files", refuse)
    assert [extract(document) for document in documents] == first


LETTER = """Số: 16/KH-BQL
Hà Nội, ngày 06 tháng 02 năm 2023
KẾ HOẠCH
Phòng chống cháy rừng năm 2023"""


@pytest.mark.parametrize("limit", [20, 64, 500, 5_000])
@pytest.mark.parametrize("lines_a_page", [1, 12, 10_000])
def test_a_text_over_the_limit_is_cut_at_page_ends(
    limit: int, lines_a_page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = LETTER.split("\n")
    for day in range(1, 60):
        rows.append(
            f"Điều {day}. Thực hiện Quyết định số {day}/QĐ-BQL ngày 06/02/2023 của Ban Quản"
        )
        rows.append("lý khu công nghiệp về phòng cháy.")
    pages = [
        RawPage(
            [
                RawLine([RawWord(word) for word in row.split()])
                for row in rows[at : at + lines_a_page]
            ]
        )
        for at in range(0, len(rows), lines_a_page)
    ]
    document = assemble(SOURCE, pages)
    (whole,) = extract(document)
    monkeypatch.setattr(load(), "max_length", limit)
    doc = annotate(document)
    assert "".join(part.text for _, part in doc._.parts) == document.text
    assert max(len(part.text) for _, part in doc._.parts) <= limit
    if 12 * 100 < limit < len(document.text) and lines_a_page == 12:
        starts = {page.lines[0].start for page in document.pages}
        assert {place.start for place, _ in doc._.parts} <= starts
    for place, part in doc._.parts:
        for span in part.spans["references"]:
            start = place.start + span.start_char
            assert document.text[start : start + len(span.text)] == span.text
    assert extract(document) == [whole]
    assert len(whole.references) == 59


def test_compounds_are_joined_over_a_line_break() -> None:
    assert "thi đua" in compounds("phát động thi\nđua đợt II")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/" * 100_000,
        "Số: " * 50_000,
        "ngày " * 50_000,
        "Căn cứ Luật " * 30_000,
        "Nơi nhận:\n" + "- a;\n" * 20_000,
        "(" * 50_000 + ")" * 50_000,
        "16/KH-" * 40_000,
        "của " * 80_000,
        "từ ngày 1 đến " * 20_000,
        "\x01\x02\x1b[31m\u202e مرحبا 漢字 Số: 1/A-B\u200f",
        ("Thực hiện Kế hoạch số 16/KH-BQL ngày 06/02/2023 của Ban về thi đua, " * 15_000)[
            :1_000_000
        ],
    ],
    ids=lambda text: f"{text[:12]!r}x{len(text)}",
)
@pytest.mark.timeout(60)
def test_hostile_text_gives_a_record_in_time(text: str) -> None:
    records = extract(document_of(text))
    assert len(records) == 1


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_a_record_whose_evidence_quotes_it(text: str) -> None:
    for record in extract(document_of(text)):
        for evidence in record.evidence.values():
            quoted = " ".join(record.text[start:end] for start, end in evidence.spans)
            assert evidence.text == (quoted or None)
