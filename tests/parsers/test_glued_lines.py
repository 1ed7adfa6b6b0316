"""Texts of web pages whose line breaks were dropped: two lines of the form glued into one word."""

from pathlib import Path

import pytest

from nlp import extract
from parsers import parse
from parsers.glued_lines import part_glued_lines
from parsers.source import open_file


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập"),
        ("KT. GIÁM ĐỐCPHÓ GIÁM ĐỐCĐào Thị Mận", "KT. GIÁM ĐỐC|PHÓ GIÁM ĐỐC|Đào Thị Mận"),
        ("QUYẾT ĐỊNHVề việc", "QUYẾT ĐỊNH|Về việc"),
        ("CHI CỤC TRƯỞNGLý Văn Pó Nơi nhận:- Như trên;- Lưu: VT.",
         "CHI CỤC TRƯỞNG|Lý Văn Pó Nơi nhận:|- Như trên;|- Lưu: VT."),
        ("Độc lập - Tự do - Hạnh phúcCao Bằng; QUYẾT ĐỊNHVề",
         "Độc lập - Tự do - Hạnh phúc|Cao Bằng; QUYẾT ĐỊNH|Về"),
        ("SỞ NGOẠI VỤ-------Số: 5/QĐ-SNgVCao Bằng, ngày 2; TRƯỞNG BANLê Na",
         "SỞ NGOẠI VỤ|Số: 5/QĐ-SNgVCao Bằng, ngày 2; TRƯỞNG BAN|Lê Na"),
        ("Số: 5/QĐ-UBNDCao Bằng, ngày 2 tháng 3 năm 2020 KẾ HOẠCHVề",
         "Số: 5/QĐ-UBND|Cao Bằng, ngày 2 tháng 3 năm 2020|KẾ HOẠCH|Về"),
        ("BÍ THƯ (đã ký) Lê Na và TRƯỞNG BANLý Pó", "BÍ THƯ|(đã ký)|Lê Na và TRƯỞNG BAN|Lý Pó"),
        # What stands in a sentence stays: a rule, (đã ký), a year before a title's word.
        ("TRƯỞNG BANLý Pó; đoạn --------- cuối, văn bản (đã ký) gửi; năm 2020 BÁO CÁO kết quả",
         "TRƯỞNG BAN|Lý Pó; đoạn --------- cuối, văn bản (đã ký) gửi; năm 2020 BÁO CÁO kết quả"),
        ("TRƯỞNG BANLý Pó; Luật Tổ chức Chính phủngày 30 tháng 9 năm 1992",
         "TRƯỞNG BAN|Lý Pó; Luật Tổ chức Chính phủ ngày 30 tháng 9 năm 1992"),
        # In a text with such a place a sentence may be glued too: a blank was lost there.
        ("TRƯỞNG BANLý Pó; Thủ tướng Chính phủNguyễn Văn A",
         "TRƯỞNG BAN|Lý Pó; Thủ tướng Chính phủ Nguyễn Văn A"),
    ],
)  # fmt: skip
def test_glued_lines_are_parted(text: str, expected: str) -> None:
    assert part_glued_lines(text) == expected.replace("|", "\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Luật tổ chứcHội đồng và Ủy banNhân dân", "Luật tổ chức Hội đồng và Ủy ban Nhân dân"),
        ("số 12/QĐ-UB ngày 06/9/2005của Ủy ban", "số 12/QĐ-UB ngày 06/9/2005 của Ủy ban"),
        ("Luật Tổ chức Chính phủngày 30 tháng 9 năm 1992",
         "Luật Tổ chức Chính phủ ngày 30 tháng 9 năm 1992"),
        # One word alone may be a name.
        ("cửa hàng BaoAn, hằngngày 5 lần", "cửa hàng BaoAn, hằngngày 5 lần"),
    ],
)  # fmt: skip
def test_sentences_joined_without_a_blank(text: str, expected: str) -> None:
    assert part_glued_lines(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "UBND tỉnh, KHĐT, BTVQHội, TTg, QĐ-TTg, VNeID và ChatGPT",
        "Đảng viên - Đoàn viên; VIETNAMNet; Công ty TNHH MTV MobiFone",
        "ĐẠI HỌC Y DƯỢC HẢI PHÒNG\n-------\nKẾ HOẠCH\n***",
        "Kính gửi: CÔNG TY CỔ PHẦN NAMLong, Văn phòng Sở; TẬP ĐOÀN THACo",
        "cửa hàng AnPhát, HoaSen và văn bản (đã ký) gửi",
        "Ngân hàng SeABank;- Lưu: VT",  # no line of the form was glued
    ],
)
def test_any_other_text_stays(text: str) -> None:
    assert part_glued_lines(text) == text


def test_the_record_of_a_glued_letter(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "SỞ NGOẠI VỤ-------\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập - Tự do - Hạnh phúc ---------------\n"
        "Số: 85/QĐ-SNgV\nLạng Sơn, ngày 18 tháng 12 năm 2018\n"
        "QUYẾT ĐỊNHVề việc ban hành Quy chế tiếp khách\n"
        "Điều 1. Ban hành Quy chế tiếp khách.\nĐiều 2. Có hiệu lực kể từ ngày ký./.\n"
        "Nơi nhận: - Như Điều 2;- Giám đốc (để báo cáo);- Lưu: VT, LS.\n"
        "KT. GIÁM ĐỐCPHÓ GIÁM ĐỐCHoàng Bích Liễu\n"
    )
    record = extract(parse(*open_file(path)))[0].to_json()
    assert record["issuing_body"] == "Sở Ngoại vụ"
    assert record["subject"] == "ban hành Quy chế tiếp khách"
    assert [one["name"] for one in record["recipients"]] == ["Như Điều 2", "Giám đốc"]
    signer = record["signer"]
    assert (signer["name"], signer["position"]) == ("Hoàng Bích Liễu", "PHÓ GIÁM ĐỐC")
    assert signer["authority"] == ["KT. GIÁM ĐỐC"]
