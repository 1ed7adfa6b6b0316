"""What OCR misread of a citation comes back where another witness tells, and nowhere else."""

import datetime
import re
from itertools import pairwise

import pytest

from dispatch.document import Origin
from dispatch.notation import match_key
from dispatch.record import Reference
from dispatch.vocabulary import rows
from nlp.findings import Finding
from nlp.known_acts import day_of, number_of
from nlp.print_width import width_of
from parsers.assemble import RawLine, RawPage, RawWord, assemble
from tests.nlp.builder import SOURCE
from tests.nlp.citing import cited, read_body, read_document

ACTS = rows("act_dates")


@pytest.mark.parametrize("row", ACTS, ids=lambda row: row["number"])
def test_an_act_bears_the_year_of_its_day(row: dict[str, str]) -> None:
    assert f"/{datetime.date.fromisoformat(row['date']).year}/" in row["number"]
    assert day_of(row["number"]) == row["date"]


def test_decrees_of_a_year_are_numbered_as_they_are_issued() -> None:
    decrees = [re.fullmatch(r"(\d+)/(\d{4})/NĐ-CP", row["number"]) for row in ACTS]
    order = sorted(
        (int(found[2]), int(found[1]), row["date"])
        for found, row in zip(decrees, ACTS, strict=True)
        if found
    )
    assert len(order) > 100
    for one, other in pairwise(order):
        assert one[0] != other[0] or (one[1] < other[1] and one[2] <= other[2]), (one, other)


def test_no_act_stands_twice() -> None:
    keys = [
        match_key(row["number"]) for table in ("act_dates", "law_numbers") for row in rows(table)
    ]
    assert len(keys) == len(set(keys))


def test_an_act_of_the_same_day_is_no_misreading_of_its_neighbour() -> None:
    assert number_of("43/2014/NĐ-CP", "2014-05-15") is None
    assert number_of("49/2014/NĐ-CP", "2014-05-15") is None
    assert number_of("10/2024/NĐ-CP", "2024-07-29") == "101/2024/NĐ-CP"


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        # The day is told by the table, by the other mention, by the year in the number.
        ("Nghị định số 30/2020/NĐ-CP ngày 05/8/2020 của Chính phủ.", "30/2020/NĐ-CP", "2020-03-05"),
        ("Nghị định số 10/2024/NĐ-CP ngày 29/7/2024.", "101/2024/NĐ-CP", "2024-07-29"),
        ("Quyết định số 12/2021/QĐ-UBND ngày 04/5/2027.", "12/2021/QĐ-UBND", "2021-05-04"),
        (
            "Kế hoạch số 45/KH-UBND ngày ¿16/5/2023; Kế hoạch số 45/KH-UBND ngày 18/5/2023.",
            "45/KH-UBND", "2023-05-18",
        ),
        # A figure too many, on the same day and of the same body.
        (
            "Tờ trình số ¿3648/TTr-SNV ngày 12/5/2023. Sau đó Tờ trình số 648/TTr-SNV ngày"
            " 12/5/2023 được gửi.",
            "648/TTr-SNV", "2023-05-12",
        ),
        # A notation broken at the end of a line, its rest not read; no other act has its number.
        (
            "Quyết định số ¿489/QĐ- 102. Theo Quyết định số 489/QĐ-TTg ngày 08/6/2023.",
            "489/QĐ-TTg", "2023-06-08",
        ),
        # Letters and specks in the place of figures.
        ("Nghị định số 1 01/2024NĐ-CP ngày 29/7/2024.", "101/2024/NĐ-CP", "2024-07-29"),
        ("Hướng dẫn số 3l-HD/BTCTW ngày 23/4/2023.", "31-HD/BTCTW", "2023-04-23"),
        ("Quyết định số 68§/QĐ-BCĐ ngày 08/6/2023.", "68/QĐ-BCĐ", "2023-06-08"),
        ("Công văn số 668/5TP-VP ngày 08/6/2023.", "668/STP-VP", "2023-06-08"),
        ("Tờ trình số 220/TTr-ĐI.S ngày 08/6//2023.", "220/TTr-ĐLS", "2023-06-08"),
    ],
)  # fmt: skip
def test_a_misread_citation(text: str, number: str, day: str) -> None:
    found = read_body(f"Thực hiện {text}", scanned=True).of("references")
    assert [(item.value.number, item.value.date) for item in found] == [(number, day)]  # type: ignore[attr-defined]
    assert found[0].raw
    assert found[0].confidence < 0.87


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 1013/QĐ-TLĐ ngày 19/8/2011 và Quyết định số 1014/QĐ-TLĐ ngày 19/8/2011.",
        "Kế hoạch số 114/KH-UBND ngày 02/3/2023 và Kế hoạch số 14/KH-UBND ngày 05/01/2023.",
        "Kế hoạch số 114/KH-UBND và Kế hoạch số 14/KH-UBND.",
        "Thông báo số 12/TB-VP ngày 2/3/2024 của Văn phòng Sở và Thông báo số 12/TB-VPCP.",
        "Quyết định số 14/QĐ-UB ngày 02/3/2003 và Quyết định số 14/QĐ-UBND ngày 05/01/2023.",
        "Công văn số 648/SNV-VP ngày 12/5/2023 và Tờ trình số 3648/TTr-SNV ngày 12/5/2023.",
    ],
)
def test_two_documents_stay_two(text: str) -> None:
    assert len(cited(f"Thực hiện {text}", scanned=True)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 30/2020/NĐ-CP ngày 05/8/2020 của Chính phủ.",
        "Quyết định số 12/2021/QĐ-UBND ngày 04/5/2027.",
        "Tờ trình số 3648/TTr-SNV ngày 12/5/2023; Tờ trình số 648/TTr-SNV ngày 12/5/2023.",
    ],
)
def test_a_text_layer_is_kept_as_printed(text: str) -> None:
    found = read_body(f"Thực hiện {text}").of("references")
    assert len(found) == text.count("số ")
    for item in found:
        assert isinstance(item.value, Reference)
        assert item.raw is None
        assert str(item.value.number) in text


def _on_paper(printed: str, read_as: str) -> Finding:
    """Return the citation where ``printed`` stands and ``read_as`` was read; a blank in both ends a
    line."""
    text = f"Thực hiện Quyết định số {printed.replace(' ', '|')} ngày 08/6/2023 của Chủ tịch Hội"
    shown = dict(zip(printed.split(" "), read_as.split(" "), strict=True))
    lines = [_line(line, 300 + 16 * at, shown) for at, line in enumerate(text.split("|"))]
    document = assemble(SOURCE, [RawPage(lines, width=595, height=842)])
    return read_document(document).of("references")[0]


def _line(text: str, top: float, shown: dict[str, str]) -> RawLine:
    x, words = 80.0, []
    for word in text.split():
        end = x + 13 * width_of(word)
        words.append(
            RawWord(
                shown.get(word, word), x0=x, top=top, x1=end, bottom=top + 12,
                origin=Origin.OCR, confidence=0.85,
            )
        )  # fmt: skip
        x = end + 3
    return RawLine(words)


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("1298/QĐ-BTP", "1298§/QĐ-BTP"),
        ("12988/QĐ-BTP", "1298§/QĐ-BTP"),
        ("668/STP-BTTP", "668/STP-BTTTP"),
        ("1568/STP-BTTP", "I568/5TP-BTTTP"),
        ("723/STP- BTTP", "723/STP- BTTTP"),
        ("144/QĐ-UBND", "1444/QĐ-UBND"),
    ],
)
def test_the_width_of_the_print_tells_a_sign_read_twice(printed: str, read_as: str) -> None:
    found = _on_paper(printed, read_as)
    assert isinstance(found.value, Reference)
    assert found.value.number == printed.replace(" ", "")
    assert found.raw == read_as
    assert found.confidence < 0.8


def test_a_number_too_narrow_for_its_figures_is_doubtful() -> None:
    misread, right = (
        _on_paper("648/QĐ-UBND", "3648/QĐ-UBND"),
        _on_paper("648/QĐ-UBND", "648/QĐ-UBND"),
    )
    assert misread.confidence < 0.8 < 0.88 < right.confidence
