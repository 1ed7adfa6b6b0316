"""Text that another program's OCR made is told from text that people typed."""

from pathlib import Path

import pytest

from nlp import extract
from parsers import parse
from parsers.others_ocr import is_read_by_others
from parsers.source import open_file


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban nhàn dân; Ban Cháp hành Trung ương",
        "TỎNG CỤC THUÊ, Tổng cục Hải quan, tông cục, tỏng cục và kế hoạch",
        "Về xuât khẩu, theo hướng dẩn và quy đinh của Công ty",
    ],
)
def test_names_and_words_that_nobody_writes_so_are_ocr(text: str) -> None:
    assert is_read_by_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban nhân dân; Ban Chấp hành Trung ương; Uỷ ban nhân dân",
        # A typist's slip is alone, or one among very many words.
        "Về xuât khẩu, theo hướng dẫn",
        "xuât khẩu; nội đung; công vân; " + "quyết định, " * 200,
        "CONG HOA XA HOI CHU NGHIA VIET NAM, quyet dinh, nghi dinh, thong tu: không có dấu",
        "Đội ngũ cộng tác viên có quan hệ tốt, cần cù; nghỉ định kỳ; viết năm 2020; chị Đào",
        "Bản hành khúc của hải quân, tờ chức",
    ],
)
def test_what_people_type_is_none(text: str) -> None:
    assert not is_read_by_others(text)


def test_a_letter_that_another_program_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "--- PAGE 1 ---\n"
        "BỘ TÀI CHÍNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "TỎNG CỤC THUÊ Độc lập — Tự do — Hanh phúc\n"
        "Số: 318/TCT-KK Hà Nội. ngày 14 tháng 12 năm 2023\n"
        "Viv xử lý hóa đơn\nnhập khâu\n\n"
        "Kính gửi: Công ty TNHH An Lạc.\n\n"
        "Tổng cục Thuế nhận được kiến nghị, yêu câu trên và có ý kiến theo quy đinh./.\n\n"
        "KT. TỎNG CỤC TRƯỞNG\nPHÓ TỔNG CUC TRƯỞNG\nNơi nhận:\n~ Như trên;\n"
        "~ Cục Thuế tỉnh Hà Nam; Đỗ Thị Lan\n- Lưu: VT, KK.\n"
    )
    record = extract(parse(*open_file(path)))[0].to_json()
    assert record["parent_body"] == "Bộ Tài chính"
    assert record["date"] == "2023-12-14"
    assert record["place"] == "Hà Nội"
    assert record["subject"].startswith("xử lý hóa đơn")
    assert record["signer"]["name"] == "Đỗ Thị Lan"
    assert record["signer"]["position"] == "PHÓ TỔNG CỤC TRƯỞNG"
    assert all(record["evidence"][f"/{name}"]["confidence"] < 0.95 for name in ("date", "subject"))
