"""Converters write a letter as Markdown: tables for head and foot, stars for italics."""

import pytest

from dispatch.document import SourceFile
from nlp import extract
from parsers import parse
from parsers.markdown import without_marks

LETTER = """| SỞ XÂY DỰNG ------- | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc --------------- |
| --- | --- |
| Số: 318/SXD-QLN *V/v rà soát quỹ nhà ở* | *Hà Nam, ngày 12 tháng 01 năm 2024* |

## Kính gửi: **Ủy ban nhân dân các huyện**

Sở Xây dựng đề nghị các huyện rà soát.*

| *Nơi nhận:* - Như trên; - PCT Đỗ Lưu Khang (để b/c); - Lưu: VT, QLN. | KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC     Lê Thị Hòa |
| :--- | ---: |
"""  # noqa: E501 - rows of a table


def test_head_and_foot_in_tables() -> None:
    source = SourceFile("0" * 64, "a.txt", "text/plain", len(LETTER.encode()))
    record = extract(parse(source, LETTER.encode()))[0].to_json()
    assert record["number"] == "318/SXD-QLN"
    assert record["issuing_body"] == "Sở Xây dựng"
    assert record["subject"] == "rà soát quỹ nhà ở"
    assert record["date"] == "2024-01-12"
    assert record["signer"]["name"] == "Lê Thị Hòa"
    # Lưu is a person's name as well as the archive's line.
    assert [one["name"] for one in record["recipients"]] == ["Như trên", "PCT Đỗ Lưu Khang"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a | b\n--- | ---\n**x** và *y z*", "a | b\n\nx và y z"),
        ("| a |\n|---|\n2*3*4 và sao*", "| a |\n\n2*3*4 và sao*"),
        ("| a |\n|---|\n5 * 3 * 2 (*) b (*)\n* * *", "| a |\n\n5 * 3 * 2 (*) b (*)\n* * *"),
        # Lines within a cell; the shorter cell ends first.
        ("| a<br>b | **c**<br/> d <br>e |\n|---|---|", "| a | c |\n| b | d |\n|  | e |\n"),
        ("**a** và **b**, trước **5 giờ ngày 2/3**", "a và b, trước 5 giờ ngày 2/3"),
        ("**a** và **b** *", "**a** và **b** *"),
        ("# 1\n**a** **b** **c**, số *1* thẻ <br>", "# 1\na b c, số *1* thẻ <br>"),
        ("|| a<br>b | c |\n|---|---|---|", "|  | a | c |\n|  | b |  |\n"),
        # No table: the Party's star and a footnote's mark are print.
        ("*\n*Số 5* là\n-----", "*\n*Số 5* là\n-----"),
        ("SỞ A\n-------\n*chữ*", "SỞ A\n-------\n*chữ*"),
    ],
)
def test_only_markdown_loses_its_marks(text: str, expected: str) -> None:
    assert without_marks(text) == expected


def test_a_row_of_very_many_cells_is_left() -> None:
    row = "a|" * 4_000 + "<br>" * 2_000
    assert len(without_marks(f"| a | b |\n|---|---|\n{row}")) < 2 * len(row)
