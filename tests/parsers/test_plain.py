"""Text files: every encoding, columns of blanks, paragraphs of broken lines."""

import pytest

from dispatch.document import Block, Column, Origin, ParsedDocument, SourceFile, paragraphs
from parsers import parse
from parsers.plain import decode

PAGE = """UBND TỈNH BẮC KẠN                   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
BAN QUẢN LÝ CÁC KHU                     Độc lập - Tự do - Hạnh phúc
   CÔNG NGHIỆP
Số:      /BQL-VP                    Chợ Mới, ngày    tháng 7 năm 2023
V/v phát động thi đua

                 Kính gửi: Các phòng

Thực hiện kế hoạch số 16/KH-BQL ngày 06/02/2023 của Ban Quản lý các khu
công nghiệp về Phát động thi đua, Ban Quản lý yêu cầu các phòng ra sức thi đua
2
lập thành tích xuất sắc./.

Nơi nhận:                                   KT. TRƯỞNG BAN
- Như trên;                                 PHÓ TRƯỞNG BAN
- Lưu: VT.

                                            Hoàng Văn Khởi
"""


def read(text: bytes) -> ParsedDocument:
    return parse(SourceFile("0" * 64, "a.txt", "text/plain", len(text)), text)


def column(document: ParsedDocument, side: Column) -> list[str]:
    return [document.text[line.start : line.end] for line in document.lines if line.column is side]


def test_cuts_head_and_foot() -> None:
    document = read(PAGE.encode())
    assert column(document, Column.LEFT) == [
        "UBND TỈNH BẮC KẠN", "BAN QUẢN LÝ CÁC KHU", "CÔNG NGHIỆP", "Số: /BQL-VP",
        "V/v phát động thi đua", "Nơi nhận:", "- Như trên;", "- Lưu: VT.",
    ]  # fmt: skip
    assert column(document, Column.RIGHT) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Chợ Mới, ngày tháng 7 năm 2023", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Hoàng Văn Khởi",
    ]  # fmt: skip


def test_joins_a_sentence_over_a_page_number() -> None:
    document = read(PAGE.encode())
    assert any(line.block is Block.PAGE_NUMBER for line in document.lines)
    joined = [paragraph.text for paragraph in paragraphs(document)]
    assert any(text.endswith("ra sức thi đua lập thành tích xuất sắc./.") for text in joined)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_reads_unicode(encoding: str) -> None:
    assert decode(PAGE.encode(encoding)) == PAGE


@pytest.mark.parametrize(
    ("data", "text"),
    [
        # domain.md 6.60 and 6.61: the same line in TCVN3 and in VNI.
        ("Sè: 15/Q§-UBND, ngµy 06 th¸ng 02 n¨m 2003".encode("latin-1"),
         "Số: 15/QĐ-UBND, ngày 06 tháng 02 năm 2003"),
        ("Soá: 15/QÑ-UBND, coäng hoøa xaõ hoäi".encode("latin-1"),
         "Số: 15/QĐ-UBND, cộng hòa xã hội"),
    ],
)  # fmt: skip
def test_reads_what_came_before_unicode(data: bytes, text: str) -> None:
    assert decode(data) == text


RAGGED = """ỦY BAN NHÂN DÂN
TỈNH LAI CHÂU
-------
|
Số:
15/QĐ-UBND
|
QUYẾT ĐỊNH
Căn
cứ Luật Tổ chức
Chính phủ ngày 19 tháng
6 năm 2015;
Căn cứ Luật Lâm nghiệp ngày 15 tháng
11 năm 2017;
Căn cứ Nghị định số 27/2021/NĐ-CP ngày
25 tháng 3 năm 2021 về giống
cây trồng;
Điều
1. Phê duyệt Đề án trồng rừng.
1. Mục
tiêu
- Giống
tốt;
- Đất tốt
- Nước đủ
"""


def test_joins_lines_broken_as_in_a_web_page_source() -> None:
    joined = [paragraph.text for paragraph in paragraphs(read(RAGGED.encode()))]
    assert joined[-9:] == [
        "Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;",
        "Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;",
        "Căn cứ Nghị định số 27/2021/NĐ-CP ngày 25 tháng 3 năm 2021 về giống cây trồng;",
        "Điều", "1. Phê duyệt Đề án trồng rừng.", "1. Mục tiêu", "- Giống tốt;", "- Đất tốt",
        "- Nước đủ",
    ]  # fmt: skip


def test_leaves_the_lines_of_a_writer_alone() -> None:
    text = "Kính thưa đồng chí\nsở y tế\nTrân trọng\nkính chào\nNgười viết\n"
    assert [paragraph.text for paragraph in paragraphs(read(text.encode()))] == text.split("\n")[
        :-1
    ]


FOOT = """Điều 3. Các phòng thi hành.

Nơi nhận:                                   KT. CHỦ TỊCH
- Như Điều 3;                               PHÓ CHỦ TỊCH
- Bộ Y tế;
{turn}
                              DANH SÁCH
                      Các trạm y tế khu vực miền núi

1         Trạm Y tế xã Mường Bú
"""


def test_a_foot_ends_with_its_page() -> None:
    name = " " * 44 + "Lò Văn Páo\n" + " " * 30 + "3\n"
    document = read((PAGE.partition("Nơi nhận")[0] + FOOT.format(turn=name)).encode())
    assert column(document, Column.RIGHT)[-3:] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Văn Páo"]
    assert "DANH SÁCH" in column(document, Column.FULL)


def test_a_foot_goes_on_over_its_page() -> None:
    turn = " " * 20 + "3\n\n- Lưu: VT.\n\n" + " " * 22 + "Lò Văn Páo\n"
    document = read((PAGE.partition("Nơi nhận")[0] + FOOT.format(turn=turn)).encode())
    assert "Lò Văn Páo" in column(document, Column.RIGHT)
    assert "- Lưu: VT." in column(document, Column.LEFT)


def test_small_notes_do_not_part_the_lines_of_the_text() -> None:
    note = (
        "Ghi chú bằng chữ nhỏ dài hơn hẳn mọi dòng của văn bản, vì được đặt trong cỡ chữ chín ở "
        "chân trang, như nhiều cơ quan làm."
    )
    body = (
        "Thực hiện Nghị định số 126/2024/NĐ-CP ngày 08/10/2024; Điều lệ\n"
        "Liên đoàn Lao động kèm theo Quyết định số 174/QĐ-TLĐ ngày 03/2/2020\n"
        "và Công văn số 77/LĐLĐ-CSPL ngày 16/7/2025 của Ban Thường vụ Liên đoàn\n"
        "Lao động tỉnh, các công đoàn cơ sở tổ chức đại hội trong quý này.\n"
    )
    text = f"{body * 3}1. {note}\n2. {note}\n3. {note}\n"
    assert len(paragraphs(read(text.encode()))) == 6


def test_a_signature_goes_on_below_the_archive_in_its_cell() -> None:
    text = (
        "Điều 3. Các phòng thi hành.\n\nNơi nhận:\n- Như Điều 3;\n- Bộ Y tế;\n"
        "- Lưu: VT, NV. | KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nLò Văn Páo\n\nPHỤ LỤC\n"
    )
    document = read(text.encode())
    assert column(document, Column.RIGHT) == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Văn Páo"]
    assert column(document, Column.FULL)[-1] == "PHỤ LỤC"


def test_cells_are_parted_by_their_edges_not_by_blanks_within() -> None:
    text = (
        "ỦY BAN NHÂN DÂN                    TỈNH LAI CHÂU |  | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Số:           /KH-UBND |  | Lai Châu, ngày       tháng      năm 2026\n\nKẾ HOẠCH\n"
    )
    document = read(text.encode())
    assert column(document, Column.LEFT) == ["ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "Số: /KH-UBND"]


def test_the_last_word_of_a_wrapped_quoc_hieu_is_no_year() -> None:
    text = (
        "UBND TỈNH LAI CHÂU                  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT\n"
        "BAN QUẢN LÝ KHU KINH TẾ                          NAM\n"
        "                                      Độc lập - Tự do - Hạnh phúc\n"
        "      Số: 7/QĐ-BQL\n"
        "                                   Lai Châu, ngày 15 tháng 01 năm 2026\n"
    )
    assert column(read(text.encode()), Column.LEFT)[1] == "BAN QUẢN LÝ KHU KINH TẾ"


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("BAN CHÁP HÀNH TRUNG ƯƠNG\nCăn cứ ý kiến của Ủy ban nhàn dân tỉnh.", Origin.OCR),
        # a typist's slip
        ("Ban Chấp hành Trung uơng và Ủy ban nhân dân tỉnh", Origin.TEXT),
        # names whose ends are other words'
        ("Công an huyện báo cáo Viện kiểm sát nhân dân; thanh tra Viện Hàn lâm", Origin.TEXT),
        ("Các văn bản chỉ đạo trên địa bàn quản lý; Uỷ ban nhân dân xã.", Origin.TEXT),
        ("THANH PHO HO CHI MINH\nỦY BAN NHÂN DÂN", Origin.TEXT),  # a teleprinter's
        ("Uy ban nhan dan tinh", Origin.TEXT),
    ],
)
def test_what_others_ocr_made_of_a_scan_is_read_as_such(text: str, origin: Origin) -> None:
    document = read(text.encode())
    assert {word.origin for line in document.lines for word in line.words} == {origin}


def test_what_stands_below_the_archive_and_a_name_beside_it() -> None:
    foot = (
        "Nơi nhận:                         GIÁM ĐỐC\n- Như trên;\n- Sở Y tế;\n"
        "- Lưu: VT;                          Lò Văn Páo\n- Cổng thông tin điện tử.\n\n"
        "PHỤ LỤC\nDANH SÁCH CÁC ĐƠN VỊ\n"
    )
    document = read(f"Điều 3. Các phòng thi hành.\n\n{foot}".encode())
    assert column(document, Column.LEFT)[-1] == "- Cổng thông tin điện tử."
    assert column(document, Column.RIGHT) == ["GIÁM ĐỐC", "Lò Văn Páo"]
    assert column(document, Column.FULL)[-2:] == ["PHỤ LỤC", "DANH SÁCH CÁC ĐƠN VỊ"]
