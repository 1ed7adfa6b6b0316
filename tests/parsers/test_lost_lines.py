"""Letters that lost their line ends: on one line, with columns mixed, with tabs, wrapped anew.

Each has the record of the same letter with its lines; what kept its lines is left alone.
"""

import gc
import re
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from docx import Document

from dispatch.document import Column, ParsedDocument, SourceFile
from nlp import extract
from parsers import parse
from parsers.source import open_file

FIELDS = ("system", "document_type", "number", "number_state", "notation", "date", "place",
          "issuing_body", "parent_body", "subject", "addressees", "references", "recipients",
          "archive", "signer", "period")  # fmt: skip

# (left column of the head, right one, what stands between, left column of the foot, right one)
Letter = tuple[str, str, str, str, str]
OFFICE: Letter = (
    "UBND TỈNH HÀ NAM|SỞ CÔNG THƯƠNG|Số: 318/SCT-QLTM|V/v kiểm tra hàng hóa dịp Tết Nguyên đán",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc"
    "|Hà Nam, ngày 12 tháng 01 năm 2024",
    "Kính gửi: Phòng Kinh tế các huyện, thị xã"
    "|Thực hiện Công văn số 45/UBND-KT ngày 08/01/2024 của UBND tỉnh về bình ổn thị trường, Sở Công"
    " Thương đề nghị các đơn vị kiểm tra trước ngày 25/01/2024.|Trân trọng./.",
    "Nơi nhận:|- Như trên;|- Cục Quản lý thị trường (p/h);|- Lưu: VT, QLTM.",
    "KT. GIÁM ĐỐC|PHÓ GIÁM ĐỐC|Đỗ Thị Mai Phương",
)
DECISION: Letter = (
    "ỦY BAN NHÂN DÂN|HUYỆN SƠN ĐỘNG|Số: 907/QĐ-UBND",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc"
    "|Sơn Động, ngày 30 tháng 5 năm 2022",
    "QUYẾT ĐỊNH|Về việc kiện toàn Ban Chỉ đạo phòng cháy rừng"
    "|CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN SƠN ĐỘNG"
    "|Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"
    "|Theo đề nghị của Hạt trưởng Hạt Kiểm lâm tại Tờ trình số 14/TTr-HKL ngày 24/5/2022."
    "|QUYẾT ĐỊNH:|Điều 1. Kiện toàn Ban Chỉ đạo gồm 15 thành viên."
    "|Điều 2. Quyết định này thay thế Quyết định số 411/QĐ-UBND ngày 02/4/2020./.",
    "Nơi nhận:|- Như Điều 2;|- Lưu: VT.",
    "CHỦ TỊCH|Lã Văn Đoàn",
)
PARTY: Letter = (
    "HUYỆN ỦY ĐẦM DƠI|BAN TUYÊN GIÁO|*|Số 88-KH/BTGHU",
    "ĐẢNG CỘNG SẢN VIỆT NAM|Đầm Dơi, ngày 03 tháng 9 năm 2021",
    "KẾ HOẠCH|tuyên truyền kỷ niệm ngày Quốc khánh"
    "|Thực hiện Hướng dẫn số 7-HD/BTGTU, ngày 20/8/2021 của Ban Tuyên giáo Tỉnh ủy, Ban Tuyên giáo"
    " Huyện ủy xây dựng kế hoạch như sau:|1. Tổ chức tuyên truyền từ ngày 05/9/2021 đến ngày"
    " 15/9/2021.|2. Báo cáo kết quả.",
    "Nơi nhận:|- Thường trực Huyện ủy (b/c),|- Các chi, đảng bộ trực thuộc,|- Lưu BTG.",
    "K/T TRƯỞNG BAN|PHÓ TRƯỞNG BAN|Tạ Minh Luân",
)


def _rows(left: str, right: str) -> list[str]:
    pairs = zip_longest(left.split("|"), right.split("|"), fillvalue="")
    return [" ".join(filter(None, pair)) for pair in pairs]


def kept(letter: Letter) -> str:
    return "\n".join(letter).replace("|", "\n")


def on_one_line(letter: Letter) -> str:
    return kept(letter).replace("\n", " ")


def mixed(letter: Letter) -> str:
    rows = [*_rows(*letter[:2]), *letter[2].split("|"), *_rows(*letter[3:])]
    return " ".join(rows)


def with_tabs(letter: Letter) -> str:
    return kept(letter).replace("\n", "\t")


def paragraphs_kept(letter: Letter) -> str:
    head, foot = " ".join(_rows(*letter[:2])), " ".join(_rows(*letter[3:]))
    return "\n".join([head, *letter[2].split("|"), foot])


def wrapped_anew(letter: Letter) -> str:
    return re.sub(r"(.{1,76})(?:\s|$)", r"\1\n", on_one_line(letter))


def read(text: str, media_type: str = "text/plain") -> ParsedDocument:
    data = text.encode()
    return parse(SourceFile("0" * 64, "thu", media_type, len(data)), data)


def record(text: str, media_type: str = "text/plain") -> dict[str, Any]:
    (found,) = extract(read(text, media_type))
    whole = found.to_json()
    return {name: whole[name] for name in FIELDS}


@pytest.mark.parametrize(
    "spoil", [on_one_line, mixed, with_tabs, paragraphs_kept, wrapped_anew],
    ids=lambda spoil: spoil.__name__,
)  # fmt: skip
@pytest.mark.parametrize("letter", [OFFICE, DECISION, PARTY], ids=["office", "decision", "party"])
def test_a_letter_without_its_line_ends_is_the_same_letter(
    letter: Letter, spoil: Callable[[Letter], str]
) -> None:
    wanted = record(kept(letter))
    assert wanted["number"] and wanted["signer"]["name"] and wanted["references"]
    assert record(spoil(letter)) == wanted


def test_a_page_that_lost_its_breaks_is_the_same_letter() -> None:
    page = f"<html><body><div>{on_one_line(OFFICE)}</div></body></html>"
    assert record(page, "text/html") == record(kept(OFFICE))


def test_a_letter_pasted_into_one_word_paragraph_is_the_same_letter(tmp_path: Path) -> None:
    page, path = Document(), tmp_path / "thu.docx"
    page.add_paragraph(mixed(DECISION))
    page.save(str(path))
    (found,) = extract(parse(*open_file(path)))
    whole = found.to_json()
    assert {name: whole[name] for name in FIELDS} == record(kept(DECISION))


def test_evidence_quotes_the_text_that_was_cut() -> None:
    document = read(mixed(OFFICE))
    (found,) = extract(document)
    for item in found.evidence.values():
        for start, end in item.spans:
            assert document.text[start:end].strip()
    spans = found.evidence["/signer/name"].spans
    assert [document.text[start:end] for start, end in spans] == ["Đỗ Thị Mai Phương"]
    assert sorted(document.text.split()) == sorted(mixed(OFFICE).split())


def test_the_columns_stand_one_after_the_other() -> None:
    document = read(mixed(OFFICE))
    right = [
        document.text[line.start : line.end]
        for line in document.lines
        if line.column is Column.RIGHT
    ]
    assert right == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Hà Nam, ngày 12 tháng 01 năm 2024", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Đỗ Thị Mai Phương",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        # A sentence that speaks of the form's parts is one sentence.
        "Văn bản điện tử phải có Quốc hiệu CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM, số và ký hiệu như "
        "Số: 12/QĐ-UBND ở góc trái, và được viết đúng thể thức theo quy định hiện hành.",
        # Two columns of one row are not a whole head.
        "UBND TỈNH HÀ NAM          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        # Cited with place and day, in the middle of a text.
        "Biên bản số 5/BB-HĐ được lập tại Phủ Lý, ngày 12 tháng 01 năm 2024 giữa hai bên và được "
        "lưu tại bộ phận văn thư của cơ quan để theo dõi.",
        # Who is written of holds an office in capitals, and nothing is signed.
        "Đề nghị GIÁM ĐỐC SỞ CÔNG THƯƠNG chỉ đạo các đơn vị kiểm tra hàng hóa trên địa bàn toàn "
        "tỉnh trong dịp Tết, báo cáo kết quả trước ngày 25/01/2024 để tổng hợp.",
        "- Nơi nhận: Phòng Tổng hợp, số 24 đường Trần Phú.",
    ],
)
def test_a_line_that_is_one_stays_one(line: str) -> None:
    document = read(f"Đoạn trước.\n{line}\nĐoạn sau.\n")
    rows = line.split("          ")
    read_lines = [document.text[one.start : one.end] for one in document.lines]
    assert [text for text in read_lines if not text.startswith("Đoạn ")] == rows


def test_running_text_wrapped_at_its_width_is_not_joined() -> None:
    text = "\n".join(
        ["Đề nghị các đơn vị kiểm tra hàng hóa trên địa bàn và báo cáo kết quả về Sở"] * 8
    )
    assert len(read(text).lines) == 8


def test_the_full_rows_of_a_head_alone_are_kept() -> None:
    rows = ["UBND TỈNH HÀ NAM    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "SỞ CÔNG THƯƠNG      Độc lập - Tự do - Hạnh phúc",
            "Số: 318/SCT-QLTM    Hà Nam, ngày 12 tháng 01 năm 2024",
            "Kính gửi: Phòng Kinh tế các huyện, thị xã trong tỉnh"]  # fmt: skip
    document = read("\n".join(rows))
    read_lines = [document.text[line.start : line.end] for line in document.lines]
    assert read_lines == ["UBND TỈNH HÀ NAM", "SỞ CÔNG THƯƠNG", "Số: 318/SCT-QLTM",
                          "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
                          "Hà Nam, ngày 12 tháng 01 năm 2024", rows[-1]]  # fmt: skip


@pytest.mark.parametrize(
    "part",
    ["Nơi nhận: - KT. GIÁM ĐỐC ", "Số: 1/A-B V/v ", "PHÓ CHỦ TỊCH ", "Kính gửi: - ", "Điều 1. A; "],
)
def test_cutting_takes_time_in_step_with_the_length(part: str) -> None:
    def seconds(length: int) -> float:
        text = on_one_line(OFFICE) + " " + part * (length // len(part))
        # The collector's work grows with all that the tests before have left alive, not with this.
        gc.collect()
        gc.disable()
        try:
            start = process_time()
            read(text)
            return process_time() - start
        finally:
            gc.enable()

    seconds(10_000)
    # 16 times the length: 16 if in step, 256 if every place looks at every other.
    short, long = seconds(50_000), seconds(800_000)
    assert long < 64 * max(short, 0.05)


def test_a_unit_of_the_archive_line_before_the_signature() -> None:
    document = read(
        "Nơi nhận: - Bộ Y tế (để báo cáo); - Chủ tịch, các PCT UBND tỉnh; - Các sở, ngành; "
        "- Lưu: VT, KT. TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lò Văn Páo"
    )
    lines = [document.text[line.start : line.end] for line in document.lines]
    assert lines[-5:] == ["- Lưu: VT, KT.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH",
                          "Lò Văn Páo"]  # fmt: skip
