"""The head of the form on drawn pages: domain.md 6, cases 1, 5–17, 20–25, 52–57."""

import pytest

from dispatch.document import Block, Column
from nlp.case import sentence_case
from nlp.findings import Findings
from nlp.heading import find_heading
from nlp.zones import label
from parsers.assemble import RawLine, RawPage, RawWord, assemble
from tests.nlp.builder import SOURCE, read, value

STATE = """
UBND TỈNH HÀ GIANG || **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
**{body} || **Độc lập - Tự do - Hạnh phúc
{number} || {date}
{about} ||

{rest}
"""


def state(
    number: str = "Số: 12/SXD-VP",
    *,
    date: str = "Hà Giang, ngày 05 tháng 4 năm 2024",
    body: str = "SỞ XÂY DỰNG",
    about: str = "V/v kiểm tra công trình",
    rest: str = "Kính gửi: Ủy ban nhân dân các huyện.\n\nSở Xây dựng đề nghị các huyện báo cáo.",
) -> str:
    return STATE.format(number=number, date=date, body=body, about=about, rest=rest)


@pytest.mark.parametrize(
    ("line", "state_of", "number", "notation"),
    [
        # case 1: blank number, the notation stays
        ("Số: /BQL-VP", "blank", None, "BQL-VP"),
        ("Số:        /QĐ-UBND", "blank", None, "QĐ-UBND"),
        ("Số: ……/KH-SNV", "blank", None, "KH-SNV"),
        ("Số:      /2025/TT-BTC", "blank", None, "TT-BTC"),
        # case 8: leading zero and blanks
        ("Số: 5/KH-BQL", "present", "5/KH-BQL", "KH-BQL"),
        ("Số: 05 / KH - BQL", "present", "05/KH-BQL", "KH-BQL"),
        ("Số: 847 /SNV-CCHC&VTLT", "present", "847/SNV-CCHC&VTLT", "SNV-CCHC&VTLT"),
        # case 9: a letter after the number
        ("Số: 16a/KH-BQL", "present", "16a/KH-BQL", "KH-BQL"),
        ("Số: 30c/NQ-CP", "present", "30c/NQ-CP", "NQ-CP"),
        # case 10: normative or not
        ("Số: 01/2020/QĐ-UBND", "present", "01/2020/QĐ-UBND", "QĐ-UBND"),
        ("Số: 01/QĐ-UBND", "present", "01/QĐ-UBND", "QĐ-UBND"),
        # a field's initials set apart
        ("Số: 21/2021/TT-BGD ĐT", "present", "21/2021/TT-BGDĐT", "TT-BGDĐT"),
        ("Số:      /QĐ-SNN PTNT", "blank", None, "QĐ-SNNPTNT"),
        ("Số: 7/KH- UBND", "present", "7/KH-UBND", "KH-UBND"),
        # case 11: Party order, no colon
        ("Số 12-KH/TU", "present", "12-KH/TU", "KH/TU"),
        ("Số     -CV/ĐU", "blank", None, "CV/ĐU"),
        ("Số 298 KH/TWĐTN", "present", "298-KH/TWĐTN", "KH/TWĐTN"),
        # typewriters set a blank or nothing between the number and its code
        ("Số: 58 NQ/HĐNN8", "present", "58-NQ/HĐNN8", "NQ/HĐNN8"),
        ("Số: 58NQ/HĐNN8", "present", "58-NQ/HĐNN8", "NQ/HĐNN8"),
        ("Số: 793-TTg", "present", "793-TTg", "TTg"),
        ("Số 614-VP18", "present", "614-VP18", "VP18"),
        ("Số: 118 SGDĐT-VP", "unreadable", None, "SGDĐT-VP"),  # its slash is lost
        ("NGHỊ QUYẾT SỐ 12/NQ-HĐND NGÀY 11-3-88", "present", "12/NQ-HĐND", "NQ-HĐND"),
        ("Số: 45 QĐ-UB", "present", "45 QĐ-UB", "QĐ-UB"),
        ("Số 45QĐ-UB", "present", "45QĐ-UB", "QĐ-UB"),
        # a joint circular of the eighties: both bodies' letters before the type's
        ("Số: 04-TANDTC-BTP/TTLT", "present", "04-TANDTC-BTP/TTLT", "TANDTC-BTP/TTLT"),
        # case 63: OCR letters in the number, no colon
        ("~So: l6/KH-SNV", "present", "16/KH-SNV", "KH-SNV"),
        ("~Só565 /TB-UBND", "present", "565/TB-UBND", "TB-UBND"),
        ("~Số: 118 SGDĐT - VP", "present", "118/SGDĐT-VP", "SGDĐT-VP"),  # OCR lost the slash
        ("~Số: 1468/5TP-BTTP", "present", "1468/STP-BTTP", "STP-BTTP"),
        ("~Số: 31/QĐ-NHi", "present", "31/QĐ-NH1", "QĐ-NH1"),
        ("Số: 2071TCT/NV3", "present", "2071TCT/NV3", "TCT/NV3"),
        ("Số: 6418 TC/TCT", "present", "6418TC/TCT", "TC/TCT"),
        ("Số: 733-QĐ/1997/TP-HT", "present", "733-QĐ/1997/TP-HT", "QĐ/1997/TP-HT"),
        ("Số: 88-TCTK-TTr", "present", "88-TCTK-TTr", "TCTK-TTr"),
        ("~Số: 09GM-SNV", "present", "09/GM-SNV", "GM-SNV"),  # a slash taken for a letter's stroke
        ("~¿GD: - /TB-TTYT", "blank", None, "TB-TTYT"),  # what OCR left of a blank
        ("~Số: 34 /KH-I.ĐLĐ", "present", "34/KH-LĐLĐ", "KH-LĐLĐ"),
        ("~Số: 1O4/TB-SNV", "present", "104/TB-SNV", "TB-SNV"),
        ("~Số.. 04 -KH/ĐU", "present", "04-KH/ĐU", "KH/ĐU"),  # on a dotted line
        ("~Số:.... -KH/ĐU", "blank", None, "KH/ĐU"),
        ("~Số 59 - -HD/TĐTN", "present", "59-HD/TĐTN", "HD/TĐTN"),
        # pen strokes that no reading is sure of
        ("~Số: ^3ƒ /KH-SNV", "unreadable", None, "KH-SNV"),
        ("Số: □/TTr-UBND", "unreadable", None, "TTr-UBND"),
    ],
)
def test_number(line: str, state_of: str, number: str | None, notation: str) -> None:
    findings = read(state(line))
    assert value(findings, "number_state") == state_of
    assert value(findings, "number") == number
    assert value(findings, "notation") == notation


@pytest.mark.parametrize(
    "text",
    [
        # near-misses: a number cited in the text is never the dispatch's own (case 2)
        "V/v nhắc việc\n\nYên Bái, ngày 02 tháng 5 năm 2023\n\n"
        "Thực hiện Kế hoạch số 16/KH-BQL ngày 06/02/2023 của Ban Quản lý về phong trào thi đua.",
        "BIÊN BẢN\nHọp giao ban\n\nCăn cứ Quyết định số 5/QĐ-UBND ngày 01/01/2023;",
    ],
)
def test_a_cited_number_is_not_the_own(text: str) -> None:
    assert value(read(text), "number") is None


@pytest.mark.parametrize(
    ("line", "date", "partial", "state_of", "place"),
    [
        ("Chợ Mới, ngày 20 tháng 7 năm 2023", "2023-07-20", None, "present", "Chợ Mới"),
        ("TP. Hồ Chí Minh, ngày 1 tháng 12 năm 2024", "2024-12-01", None, "present",
         "TP. Hồ Chí Minh"),
        ("Thái Nguyên, ngày 09 tháng 01 năm 2026", "2026-01-09", None, "present", "Thái Nguyên"),
        # case 20: a blank day is never the first
        ("Chợ Mới, ngày      tháng 7 năm 2023", None, "2023-07", "blank", "Chợ Mới"),
        ("Nà Phặc, ngày ... tháng 11 năm 2025", None, "2025-11", "blank", "Nà Phặc"),
        ("Đà Lạt, ngày    tháng    năm 2025", None, "2025", "blank", "Đà Lạt"),
        # days and months in words, figures of the nineties, blanks that a web page lost
        ("Đà Lạt, ngày mồng 2 tháng Giêng năm 1995", "1995-01-02", None, "present", "Đà Lạt"),
        ("Đà Lạt, ngày hai mươi mốt tháng chạp năm 1990", "1990-12-21", None, "present", "Đà Lạt"),
        ("Đà Lạt, ngày 12 tháng 03 năm 95", "1995-03-12", None, "present", "Đà Lạt"),
        ("Đà Lạt, ngày 12 tháng 03 năm 20", None, None, "blank", "Đà Lạt"),
        ("Đà Lạt, ngày12 tháng3 năm1995", "1995-03-12", None, "present", "Đà Lạt"),
        ("Đà Lạt, ngày 12 tháng 3/1995", "1995-03-12", None, "present", "Đà Lạt"),
        ("Đà Lạt, ngày 12 tháng 3 năm 2.024", "2024-03-12", None, "present", "Đà Lạt"),
        ("Đà Lạt, 12-3-1995", "1995-03-12", None, "present", "Đà Lạt"),
        ("Đà Lạt, ngày ba mươi chín tháng 1 năm 1995", None, None, "unreadable", "Đà Lạt"),
        ("(Đà Lạt, ngày 12 tháng 3 năm 1995)", "1995-03-12", None, "present", "Đà Lạt"),
        # a short word in the place of a pen's figure may be what OCR made of it
        ("~Bảo Lộc, ngày tư tháng 01 năm 2025", None, "2025-01", "unreadable", "Bảo Lộc"),
        # a converter parted the line at its blanks
        ("Đà Lạt, ngày\n\ntháng\n\nnăm 2025", None, "2025", "blank", "Đà Lạt"),
        # case 21: written wrong, or no such day
        ("Huế, ngày 05 tháng 3 tháng 2020", "2020-03-05", None, "present", "Huế"),
        ("Vinh, ngày 31 tháng 9 năm 2023", None, None, "unreadable", "Vinh"),
        # case 22: handwriting that OCR could not read
        ("~Hà Nội, ngày #& tháng 7 năm 2020", None, "2020-07", "unreadable", "Hà Nội"),
        ("~Bảo Lộc, ngày4†tháng 01 năm 2025", None, "2025-01", "unreadable", "Bảo Lộc"),
        ("~Lâm Đồng, nà tháng 8 năm 2025", None, "2025-08", "unreadable", "Lâm Đồng"),
        # the form's 20… with the year's figures by pen, and with nothing
        ("~Bảo Lộc, ngày 12 tháng 05 năm 20a", None, None, "unreadable", "Bảo Lộc"),
        ("~Bảo Lộc, ngày 12 tháng 05 năm 20...&", None, None, "unreadable", "Bảo Lộc"),
        ("Bảo Lộc, ngày ... tháng ... năm 20...", None, None, "blank", "Bảo Lộc"),
    ],
)  # fmt: skip
def test_date(line: str, date: str | None, partial: str | None, state_of: str, place: str) -> None:
    findings = read(state(date=line))
    assert value(findings, "date") == date
    assert value(findings, "date_partial") == partial
    assert value(findings, "date_state") == state_of
    assert value(findings, "place") == place


@pytest.mark.parametrize(
    ("head", "issuer", "parent"),
    [
        # case 23 with columns: a body wrapped over two lines
        ("UBND TỈNH CAO BẰNG||\n**BAN QUẢN LÝ CÁC KHU||\n**CÔNG NGHIỆP||",
         "Ban Quản lý các khu công nghiệp", "UBND tỉnh Cao Bằng"),
        # a company's place that begins as a school's name does
        ("TỔNG CÔNG TY LÂM NGHIỆP||\nTRƯỜNG XUÂN||\n**CÔNG TY LÂM NGHIỆP||\n**ĐẮK SONG||",
         "Công ty lâm nghiệp đắk song", "Tổng Công ty lâm nghiệp trường xuân"),
        ("CĐ PHÒNG GIÁO DỤC TAM ĐƯỜNG||\nCĐ TRƯỜNG TIỂU HỌC BẢN BO||",
         "CĐ trường Tiểu học Bản Bo", "CĐ phòng Giáo dục tam đường"),
        ("BỘ Y TẾ||\nVỤ KH-TC||", "Vụ KH-TC", "Bộ Y tế"),
        ("SỞ GD-ĐT LAI CHÂU||\nTRƯỜNG THPT LÊ LỢI||", "Trường THPT Lê Lợi", "Sở GD-ĐT Lai Châu"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO||\nTRƯỜNG THPT LÊ LỢI||", "Trường THPT Lê Lợi",
         "Sở Giáo dục và Đào tạo"),
        # one body over two lines
        ("**ỦY BAN NHÂN DÂN||\n**TỈNH YÊN BÁI||", "Ủy ban nhân dân tỉnh Yên Bái", None),
        ("**BỘ NỘI VỤ||", "Bộ Nội vụ", None),
        ("**ỦY BAN NHÂN DÂN||\n**TP.ĐÀ LẠT||", "Ủy ban nhân dân TP.Đà Lạt", None),
        # three lines: province, department, branch
        ("UBND TỈNH SƠN LA||\nSỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG||\n**CHI CỤC KIỂM LÂM||",
         "Chi cục Kiểm lâm", "Sở Nông nghiệp và Môi trường"),
        ("UBND HUYỆN BA BỂ||\n**PHÒNG GIÁO DỤC||\n**VÀ ĐÀO TẠO||",
         "Phòng Giáo dục và Đào tạo", "UBND huyện Ba Bể"),
        # one body over two lines of which only the lower is bold
        ("ỦY BAN NHÂN DÂN||\n**TỈNH HÀ GIANG||", "Ủy ban nhân dân tỉnh Hà Giang", None),
        ("CÔNG TY TNHH MTV||\n**CẤP NƯỚC SƠN LA||", "Công ty TNHH MTV cấp nước Sơn La", None),
        ("UBND TỈNH HÒA BÌNH||\nBAN QUẢN LÝ DI TÍCH||\n**VÀ DANH THẮNG||",
         "Ban Quản lý di tích và danh thắng", "UBND tỉnh Hòa Bình"),
        # the line's end parts a known name
        ("UBND HUYỆN BA BỂ||\n**PHÒNG NÔNG NGHIỆP VÀ MÔI||\n**TRƯỜNG||",
         "Phòng Nông nghiệp và Môi trường", "UBND huyện Ba Bể"),
        # a youth union is a body of its own
        ("TỈNH ĐOÀN YÊN BÁI||\n**HUYỆN ĐOÀN VĂN YÊN||", "Huyện đoàn Văn Yên", "Tỉnh đoàn Yên Bái"),
        ("~ÚY BAN NHÂN DÂN||\n~TỈNH LAI CHÂU||", "Ủy ban nhân dân tỉnh Lai Châu", None),
        # a place whose name folds as an office's, and the office
        ("UBND TỈNH KHÁNH HÒA||\n**BAN QUẢN LÝ KHU KINH TẾ||\n**VÂN PHONG||",
         "Ban Quản lý khu kinh tế Vân Phong", "UBND tỉnh Khánh Hòa"),
        ("UBND HUYỆN MƯỜNG LA||\n**VĂN PHÒNG||", "Văn phòng", "UBND huyện Mường La"),
        # no rest of the Quốc hiệu, which is whole over two lines
        ("KHO BẠC NHÀ NƯỚC\nVIỆT NAM\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM",
         "Kho bạc Nhà nước Việt Nam", None),
        ("~UBND HUYỆN MƯỜNG LA||\n~VAN PHÒNG||", "Văn phòng", "UBND huyện Mường La"),
        # numbers and dashes of a name that was read, also where the table knows what follows
        ("~TÒA ÁN NHÂN DÂN||\n~KHU VỰC 7 - LAI CHÂU||",
         "Tòa án nhân dân khu vực 7 - Lai Châu", None),
        # ornaments under the name; QUẢN LÝ is no QUẬN, HẢI QUAN neither
        ("GIÁO HỘI PHẬT GIÁO VIỆT NAM||\n**BAN TRỊ SỰ TỈNH LAI CHÂU||\n-----o0o-----||",
         "Ban Trị sự tỉnh Lai Châu", "Giáo hội Phật giáo Việt Nam"),
        ("CỤC QUẢN LÝ THI HÀNH ÁN DÂN SỰ||\nTHI HÀNH ÁN DÂN SỰ TỈNH LAI CHÂU||\n"
         "**PHÒNG THI HÀNH ÁN DÂN SỰ||\n**KHU VỰC 6||",
         "Phòng Thi hành án dân sự khu vực 6", "Thi hành án dân sự tỉnh Lai Châu"),
        ("~NGÂN HÀNG NHÀ NƯỚC VIỆT NAM||\n~CHI NHÁNH KHU VỰC 14||", "Chi nhánh khu vực 14",
         "Ngân hàng Nhà nước Việt Nam"),
        ("~HỘI ĐỒNG NHÂN DÂN||\n~TỈNH LAI CHÂU||\n~BAN VĂN HÓA - XÃ HỘI||", "Ban Văn hóa - Xã hội",
         "Hội đồng nhân dân tỉnh Lai Châu"),
        ("~THANH TRA TỈNH LAI CHÂU||\n~PHÒNG TIẾP DÂN VÀ XỬ LÝ||\n~ĐƠN||",
         "Phòng Tiếp dân và Xử lý đơn", "Thanh tra tỉnh Lai Châu"),
        # what a stamp ĐẾN left before the words; figures of a name are its own
        ("~c2 5M9: UBND TỈNH LAI CHÂU||\n~5€. :.SỞ XÂY DỰNG||", "Sở Xây dựng",
         "UBND tỉnh Lai Châu"),
        ("~¿Tô ¿d9 ¿427g UBND TỈNH LAI CHÂU||\n~SỞ TƯ PHÁP||", "Sở Tư pháp", "UBND tỉnh Lai Châu"),
        ("~Tô ¿d9 UBND TỈNH LAI CHÂU||\n~SỞ TƯ PHÁP||", "Sở Tư pháp", "Tô d9 UBND TỈNH LAI CHÂU"),
        ("CÔNG TY CỔ PHẦN||\n**479 HÒA BÌNH||", "Công ty cổ phần 479 Hòa Bình", None),
        ("~H PHỦ||", "Chính phủ", None),
        ("~TẬP ĐOÀN XĂNG DẦU||\n~PETROLIMEX||", "Tập đoàn xăng dầu petrolimex", None),
        # a row of asterisks under the name, as OCR reads them
        ("~BỘ TÀI CHÍNH||\n~TỔNG CỤC THUẾ||\n~dc 3k sk >k s‡c sắc||", "Tổng cục Thuế",
         "Bộ Tài chính"),
        # of which term and session a council's paper is
        ("HỘI ĐỒNG NHÂN DÂN||\nTỈNH LAI CHÂU||\nNhiệm kỳ 1999 – 2004||\nKỳ họp thứ 3||",
         "Hội đồng nhân dân tỉnh Lai Châu", None),
        ("HỘI ĐỒNG NHÂN DÂN||\nTỈNH LAI CHÂU||\nKHÓA XIV - KỲ HỌP THỨ MƯỜI||",
         "Hội đồng nhân dân tỉnh Lai Châu", None),
        ("TRƯỜNG CAO ĐẲNG LAI CHÂU||\nKHOA SƯ PHẠM||", "Khoa sư phạm",
         "Trường Cao đẳng Lai Châu"),
        # both bodies on one line
        ("BỘ XÂY DỰNG HỌC VIỆN CÁN BỘ QUẢN LÝ||", "Học viện Cán bộ quản lý", "Bộ Xây dựng"),
        ("UBND THÀNH PHỐ HẢI PHÒNG SỞ Y TẾ||", "Sở Y tế", "UBND thành phố Hải Phòng"),
    ],
)  # fmt: skip
def test_bodies(head: str, issuer: str, parent: str | None) -> None:
    text = f"{head}\nSố: 7/BC-VP || Hà Nội, ngày 03 tháng 3 năm 2025\n\n^**BÁO CÁO\n^**Công tác năm"
    findings = read(text)
    assert value(findings, "issuing_body") == issuer
    assert value(findings, "parent_body") == parent


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "Ủy ban nhân dân tỉnh Lai Châu"),
        ("GIÁM ĐỐC SỞ CÔNG THƯƠNG", "Sở Công Thương"),
        ("THỦ TƯỚNG CHÍNH PHỦ", "Thủ tướng Chính phủ"),
        ("CHỦ TỊCH NƯỚC", "Chủ tịch nước"),
        ("HỘI ĐỒNG NHÂN DÂN TỈNH SƠN LA KHÓA XV, KỲ HỌP THỨ 9", "Hội đồng nhân dân tỉnh Sơn La"),
    ],
)
def test_issuer_by_who_decides(line: str, issuer: str) -> None:
    findings = read(
        f"QUYẾT ĐỊNH\nVề việc kiện toàn Tổ giúp việc\n\n{line}\n\n"
        "Căn cứ Luật Viên chức ngày 15 tháng 11 năm 2010;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Kiện toàn Tổ."
    )
    assert value(findings, "issuing_body") == issuer


def test_the_lead_body_issues_a_joint_circular() -> None:
    findings = read(
        "BỘ TƯ PHÁP\n\nBỘ NỘI VỤ\nSố: 07/TTLT-BTP-BNV\nHà Nội, ngày 03 tháng 3 năm 2005\n\n"
        "THÔNG TƯ LIÊN TỊCH\nHướng dẫn về biên chế\n\nCăn cứ Nghị định số 5/2003/NĐ-CP;"
    )
    assert value(findings, "issuing_body") == "Bộ Tư pháp"
    assert value(findings, "parent_body") is None


def test_the_lead_body_of_a_letterhead_on_one_line() -> None:
    findings = read(
        "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI-BỘ NỘI VỤ||\nSố: 07/2003/TTLT/BLĐTBXH-BNV||\n\n"
        "^**THÔNG TƯ\n\nHướng dẫn xếp hạng trung tâm"
    )
    assert value(findings, "issuing_body") == "Bộ Lao động - Thương binh và Xã hội"
    assert value(findings, "parent_body") is None


def test_a_place_broken_within_its_name_and_a_number_behind_its_word() -> None:
    findings = read(
        "SỞ Y TẾ\n\nSố:\n412/KHTC\n\nĐồng\nHới ngày 14 tháng 9 năm 2001\n\n"
        "Về: dự toán năm 2002\n\nKính\ngửi: Bệnh viện đa khoa khu vực.\n\nSở Y tế trả lời:"
    )
    assert (value(findings, "place"), value(findings, "date")) == ("Đồng Hới", "2001-09-14")
    assert value(findings, "number") == "412/KHTC"
    assert value(findings, "subject") == "dự toán năm 2002"
    assert value(findings, "addressees") == "Bệnh viện đa khoa khu vực"


def test_a_copy_without_its_head_is_still_spoken_to_someone() -> None:
    findings = read("Kính\ngửi: Chi cục Thú y các tỉnh\n\nCục Thú y nhận được nhiều câu hỏi.")
    assert value(findings, "addressees") == "Chi cục Thú y các tỉnh"


def test_lines_that_a_converter_parted() -> None:
    findings = read(
        "SỞ Y TẾ\n\nSố: 5/TB-SYT\n\nHà Nội, ngày 05 tháng 3 năm 2021\n\nTHÔNG BÁO\n\n"
        "Kết luận của Giám đốc Sở\n\ntại buổi họp giao ban tháng 2\n\nKính\ngửi:\n\n- Các phòng;\n"
        "- Các trạm.\n\nSáng ngày 02 tháng 3 năm 2021, Giám đốc Sở chủ trì họp giao ban."
    )
    assert value(findings, "subject") == "Kết luận của Giám đốc Sở tại buổi họp giao ban tháng 2"
    assert [item.value for item in findings.of("addressees")] == ["Các phòng", "Các trạm"]


def test_what_decides_is_no_letter() -> None:
    findings = read(
        "ỦY BAN NHÂN DÂN TỈNH SƠN LA\nSố: 41/2019/QĐ-UBND\nSơn La, ngày 22 tháng 10 năm 2019\n"
        "BAN HÀNH QUY ĐỊNH CHẾ ĐỘ BÁO CÁO\nCăn cứ Luật Viên chức ngày 15 tháng 11 năm 2010;\n"
        "QUYẾT ĐỊNH:\nĐiều 1. Ban hành Quy định."
    )
    assert value(findings, "document_type") == "Quyết định"


def test_a_place_on_a_line_of_its_own() -> None:
    findings = read(
        "SỞ Y TẾ\nSố: 5/SYT-VP\n\nNà Phặc,\nngày 05 tháng 3 năm 2021\n\nV/v họp\n\nKính gửi: A."
    )
    assert (value(findings, "place"), value(findings, "date")) == ("Nà Phặc", "2021-03-05")


def test_a_committee_is_tu() -> None:
    head = "TỈNH ỦY LAI CHÂU || **ĐẢNG CỘNG SẢN VIỆT NAM\n* ||"
    findings = read(f"{head}\nSố 12-KH/TƯ || Lai Châu, ngày 03 tháng 3 năm 2025\n\n^**KẾ HOẠCH")
    number = findings.best("number")
    assert number and (number.value, number.raw) == ("12-KH/TU", "12-KH/TƯ")


@pytest.mark.parametrize(
    ("text", "issuer", "parent"),
    [
        # case 23: rows in which both columns were mixed
        (
            "UBND TỈNH BẮC KẠN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "BAN QUẢN LÝ CÁC KHU Độc lập - Tự do - Hạnh phúc\nCÔNG NGHIỆP\n"
            "Số: 20/BQL-VP Chợ Mới, ngày 02 tháng 6 năm 2023",
            "Ban Quản lý các khu công nghiệp",
            "UBND tỉnh Bắc Kạn",
        ),
        (
            "UBND TỈNH LÀO CAI CÔNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "SỞ TÀI CHÍNH Độc lập – Tự do – Hạnh phúc\n"
            "Số: 3/STC-NS Lào Cai, ngày 02 tháng 6 năm 2023",
            "Sở Tài chính",
            "UBND tỉnh Lào Cai",
        ),
    ],
)
def test_mixed_rows(text: str, issuer: str, parent: str) -> None:
    findings = read(f"{text}\nV/v báo cáo quý II\n\nKính gửi: Các phòng thuộc đơn vị.")
    assert value(findings, "issuing_body") == issuer
    assert value(findings, "parent_body") == parent
    assert value(findings, "date") == "2023-06-02"
    assert value(findings, "subject") == "báo cáo quý II"


@pytest.mark.parametrize(
    ("name", "notation"),
    [
        # case 7: no letterhead; the text names the body that the notation spells
        ("Ban Quản lý các khu kinh tế", "BQL-TH"),
        ("Sở Công Thương", "SCT-VP"),
        ("Ban Chỉ đạo phòng chống thiên tai", "BCĐ-VP"),
    ],
)
def test_issuer_without_letterhead(name: str, notation: str) -> None:
    findings = read(
        f"Số: 4/{notation}\nV/v thi đua\n\nVân Hồ, ngày 04 tháng 9 năm 2023\n\n"
        f"{name} phát động thi đua. Đề nghị các đơn vị thuộc {name} thực hiện."
    )
    assert value(findings, "issuing_body") == name
    assert "header-missing" in [item.code for item in findings.warnings]


@pytest.mark.parametrize(
    ("number", "title", "kind"),
    [
        # cases 16 and 17: the same code, told apart by the title
        ("Số: 05/HĐ-TĐKT", "", "Công văn"),
        ("Số: 05/HĐ-BQL", "^**HỢP ĐỒNG\n^**Cung cấp dịch vụ", "Hợp đồng"),
        ("Số: 20/TT-HC", "", "Công văn"),
        ("Số: 20/TT-BYT", "^**THÔNG TƯ\n^**Quy định chi tiết", "Thông tư"),
        ("Số: 9/CĐ-UBND", "^**CÔNG ĐIỆN\n^**Ứng phó bão", "Công điện"),
        ("~Số: 16/KH-SYT", "~^KE ROACH\n~^Tiêm chủng", "Kế hoạch"),
        ("Số: 3/GM-SYT", "^**THƯ MỜI\n^**Dự hội nghị", "Giấy mời"),
        ("Số: 3/SYT-VP", "^**THƯ MỜI HỌP", "Giấy mời"),
        ("Số: 3/SYT-VP", "^**THƯ VIỆN TỈNH", "Công văn"),
        ("Số: 2/QĐ-SYT", "^**Q U Y Ế T  Đ Ị N H\n^**Về việc khen thưởng", "Quyết định"),
        ("Số: 4/KN-VKS", "^**KIẾN NGHỊ\n^**Khắc phục vi phạm", "Kiến nghị"),
        # case 4: a heading of the text is no type
        ("Số: 8/BQL-VP", "^**PHÁT ĐỘNG THI ĐUA ĐỢT II\n^**Lập thành tích", "Công văn"),
    ],
)
def test_document_type(number: str, title: str, kind: str) -> None:
    about = "" if title and kind != "Công văn" else "V/v nội dung công việc"
    rest = f"{title}\n\nCăn cứ Luật Viên chức ngày 15 tháng 11 năm 2010;"
    findings = read(state(number, about=about, rest=rest))
    assert value(findings, "document_type") == kind


RIGHT = "|| **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@pytest.mark.parametrize(
    ("head", "number", "system"),
    [
        # cases 11, 14, 15
        ("TỈNH ỦY LAI CHÂU || **ĐẢNG CỘNG SẢN VIỆT NAM\n* ||", "Số 12-KH/TU", "party"),
        ("TỈNH ĐOÀN HÀ NAM || **ĐOÀN TNCS HỒ CHÍ MINH\n*** ||", "Số: 9-KH/TĐTN", "youth"),
        (f"LIÊN ĐOÀN LAO ĐỘNG TỈNH {RIGHT}", "Số: 12/KH-LĐLĐ", "union"),
        (f"CÔNG ĐOÀN VIÊN CHỨC TỈNH {RIGHT}", "Số: 7/KH-CĐVC", "union"),
        (f"UBND TỈNH GIA LAI {RIGHT}", "Số: 12/KH-UBND", "state"),
        (f"ỦY BAN MẶT TRẬN TỔ QUỐC {RIGHT}", "Số: 12/KH-MTTQ", "front"),
    ],
)
def test_system(head: str, number: str, system: str) -> None:
    assert value(read(f"{head}\n{number} ||\n\n^**KẾ HOẠCH\n^**Công tác quý"), "system") == system


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (state(about="V/v đăng ký thi đua ||\nnăm 2024"), "đăng ký thi đua năm 2024"),
        (state(about="Về việc cử cán bộ tập huấn"), "cử cán bộ tập huấn"),
        (
            state(about="", rest="^**QUYẾT ĐỊNH\n^**Về việc giao dự toán\n^**ngân sách năm 2024\n\n"
                  "^**GIÁM ĐỐC SỞ XÂY DỰNG\n\nCăn cứ Luật Ngân sách nhà nước;"),
            "giao dự toán ngân sách năm 2024",
        ),
        (
            state(about="", rest="^**BÁO CÁO KẾT QUẢ THỰC HIỆN\n^**QUÝ I NĂM 2024\n\n"
                  "Thực hiện chương trình công tác năm, Sở Xây dựng báo cáo như sau:"),
            "KẾT QUẢ THỰC HIỆN QUÝ I NĂM 2024",
        ),
        # the place ends the trích yếu; who decides stands under it
        (
            "**ỦY BAN NHÂN DÂN||\n**TỈNH LAI CHÂU||\nSố: 9/QĐ-UBND||\n\n^**QUYẾT ĐỊNH\n"
            "^**BAN HÀNH QUY CHẾ CỦA TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG\n^**TỈNH LAI CHÂU\n"
            "^**CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LAI CHÂU\n\nCăn cứ Luật Ngân sách nhà nước;",
            "BAN HÀNH QUY CHẾ CỦA TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG TỈNH LAI CHÂU",
        ),
        # a contract's trích yếu over its number, under the Quốc hiệu alone
        (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n^**HỢP ĐỒNG\n"
            "^**CUNG CẤP DỊCH VỤ VỆ SINH\n^Số: 21/2025/HĐ-TTVH\n\nCăn cứ Bộ luật Dân sự năm 2015;",
            "CUNG CẤP DỊCH VỤ VỆ SINH",
        ),
        # the Quốc hiệu's words within a wrapped trích yếu
        (
            state(about="V/v tổ chức Ngày Pháp luật nước ||\n"
                  "Cộng hòa xã hội chủ nghĩa Việt Nam năm ||\n2025"),
            "tổ chức Ngày Pháp luật nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2025",
        ),
        # read by OCR, which tells no type: a directive's first sentence, a quoted rest, "Vv"
        (
            state("Số: 8/CT-UBND", about="", rest="~^CHỈ THỊ\n~^Về việc quản lý vỉa hè trên\n"
                  "~^địa bàn\n~Thời gian qua, công tác quản lý trật tự đô thị đạt nhiều kết quả."),
            "quản lý vỉa hè trên địa bàn",
        ),
        (
            state("Số: 8/BC-SXD", about="", rest="~^BÁO CÁO\n~^tổng kết 5 năm thực hiện Chỉ thị\n"
                  "~\"về tăng cường sự lãnh đạo của Đảng đối với công tác xây dựng thế\n"
                  "~^trận lòng dân”\n~Thực hiện kế hoạch năm 2024 của tỉnh, Sở báo cáo như sau:"),
            'tổng kết 5 năm thực hiện Chỉ thị "về tăng cường sự lãnh đạo của Đảng đối với công tác'
            " xây dựng thế trận lòng dân”",
        ),
        (state(about="", rest="~_ Vv báo cáo dịch sốt xuất\n~huyết tuần 38:\nKính gửi: Sở Y tế."),
         "báo cáo dịch sốt xuất huyết tuần 38"),
        # an invitation without trích yếu: its text is no subject
        (
            state("Số: 3/GM-SXD", about="", rest="^**GIẤY MỜI\n\nSở Xây dựng trân trọng kính mời "
                  "đại diện các đơn vị dự họp."),
            None,
        ),
    ],
)  # fmt: skip
def test_subject(text: str, subject: str | None) -> None:
    assert value(read(text), "subject") == subject


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("Kính gửi: Sở Nội vụ tỉnh Hà Giang.", ["Sở Nội vụ tỉnh Hà Giang"]),
        # case 24
        ("Kính gửi:\n- Các phòng, đơn vị thuộc Sở;\n- Công đoàn cơ sở.",
         ["Các phòng, đơn vị thuộc Sở", "Công đoàn cơ sở"]),
        ("Kính gửi: Ủy ban nhân dân các huyện Hàm Yên, Chiêm Hóa,\nNa Hang và Lâm Bình.",
         ["Ủy ban nhân dân các huyện Hàm Yên, Chiêm Hóa, Na Hang và Lâm Bình"]),
        # an entry of a narrow table, broken before a name
        ("Kính gửi:\n- Phòng Kinh tế xã;\n- Trưởng các thôn: Nà Phặc, Bản\nLủng, Pác Nặm.",
         ["Phòng Kinh tế xã", "Trưởng các thôn: Nà Phặc, Bản Lủng, Pác Nặm"]),
        ("Kính gửi:\n- Phòng Kinh tế xã;\n- Phòng Nội vụ xã\nSở Xây dựng báo cáo như sau.",
         ["Phòng Kinh tế xã", "Phòng Nội vụ xã"]),
        # case 57
        ("^**CÔNG ĐIỆN\n\nGiám đốc Sở Xây dựng điện:\n- Các phòng chuyên môn;\n- Các Ban Quản lý.",
         ["Các phòng chuyên môn", "Các Ban Quản lý"]),
        # who wires in capitals, without a colon
        ("^**CÔNG ĐIỆN\n^**Về việc ứng phó bão\n^**CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐIỆN\n"
         "- Giám đốc các Sở;\n- Công an tỉnh.", ["Giám đốc các Sở", "Công an tỉnh"]),
        # the sentence of an introduction right below it
        ("Kính gửi: Ban Quản lý các khu công nghiệp và chế xuất tỉnh Sơn La\n"
         "Sở Xây dựng trân trọng giới thiệu:", ["Ban Quản lý các khu công nghiệp và chế xuất tỉnh"
         " Sơn La"]),
        # where a person lives is no addressee
        ("Kính gửi: - Tòa án nhân dân tỉnh;\n- Ông Trịnh Bá Thuận; địa chỉ: phường Hàm Rồng;",
         ["Tòa án nhân dân tỉnh", "Ông Trịnh Bá Thuận"]),
        # what the text will call them is none of them
        ("Kính gửi:\n- Thuế các tỉnh;\n- Thuế các thành phố;\n(sau đây gọi chung là Thuế tỉnh)",
         ["Thuế các tỉnh", "Thuế các thành phố"]),
        ("Kính gửi: Sở Giáo dục và Đào tạo\n(Đồng kính gửi: Phòng Kế hoạch - Tài chính Sở)",
         ["Sở Giáo dục và Đào tạo", "Phòng Kế hoạch - Tài chính Sở"]),
        # whom the text speaks to, and a last word that is wrapped to the margin
        ("Kính gửi:\n- Các phòng;\n- Các trạm.\nKính thưa quý đơn vị!", ["Các phòng", "Các trạm"]),
        ("Kính gửi: Ban Giám hiệu Trường Trung học phổ thông Nguyễn Văn Trỗi\n"
         "thực hiện công văn số 12/PGD",
         ["Ban Giám hiệu Trường Trung học phổ thông Nguyễn Văn Trỗi"]),
        ("Kính gửi: Các phòng chuyên môn\nthuộc Sở Nội vụ tỉnh Hà Nam",
         ["Các phòng chuyên môn thuộc Sở Nội vụ tỉnh Hà Nam"]),
        ("^Kính gửi: Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung\nương",
         ["Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"]),
        ("Sở Xây dựng kính gửi báo cáo đến các đơn vị để biết, phối hợp.", []),
    ],
)  # fmt: skip
def test_addressees(lines: str, names: list[str]) -> None:
    findings = read(state(rest=f"{lines}\n\nThực hiện kế hoạch công tác năm 2024, Sở đề nghị."))
    assert [item.value for item in findings.of("addressees")] == names


@pytest.mark.parametrize(
    ("mark", "field", "expected"),
    [
        # cases 52 and 53
        ("HOẢ TỐC", "urgency", "HỎA TỐC"),
        ("KHẨN", "urgency", "KHẨN"),
        ("THƯỢNG KHẨN", "urgency", "THƯỢNG KHẨN"),
        ("LƯU HÀNH NỘI BỘ", "circulation", "LƯU HÀNH NỘI BỘ"),
        ("MẬT", "secrecy", "MẬT"),
        ("TỐI MẬT", "secrecy", "TỐI MẬT"),
        ("DỰ THẢO", "draft", True),
        ("Dự thảo lần 2", "draft", True),
    ],
)
def test_stamps(mark: str, field: str, expected: object) -> None:
    assert value(read(mark + "\n" + state()), field) == expected


def test_a_watermark_and_a_running_head_tell_a_draft() -> None:
    assert value(read("DỰ THẢO", block=Block.RUNNING), "draft") is True
    assert value(read("Dự thảo Nghị định về hội", block=Block.RUNNING), "draft") is None


@pytest.mark.parametrize("word", ["bảo đảm bí mật thông tin", "khẩn trương thực hiện", "mật độ"])
def test_words_of_the_text_are_no_stamps(word: str) -> None:
    findings = read(state(rest=f"Kính gửi: Các sở.\n\nĐề nghị {word} theo quy định./."))
    assert value(findings, "secrecy") is None
    assert value(findings, "urgency") is None


@pytest.mark.parametrize(
    ("about", "subject"),
    [
        # section 7: a citation that the trích yếu wraps is no number and no day of its own
        (
            "V/v triển khai Thông tư số ||\n12/2023/TT-BNV ngày 19/5/2023 ||\ncủa Bộ Nội vụ",
            "triển khai Thông tư số 12/2023/TT-BNV ngày 19/5/2023 của Bộ Nội vụ",
        ),
        (
            "V/v trả lời Công văn số 7/STC-NS ||\nngày 15 tháng 3 năm 2024 của Sở Tài chính",
            "trả lời Công văn số 7/STC-NS ngày 15 tháng 3 năm 2024 của Sở Tài chính",
        ),
    ],
)
def test_citations_within_the_subject(about: str, subject: str) -> None:
    findings = read(state("Số: 88/SXD-VP", about=about))
    assert value(findings, "subject") == subject
    assert value(findings, "number") == "88/SXD-VP"
    assert value(findings, "date") == "2024-04-05"


def test_a_notation_parted_at_the_line_end_is_whole_again() -> None:
    about = "V/v góp ý dự thảo Nghị quyết số 4/NQ- ||\nHĐND và kế hoạch công tác - đợt hai"
    assert value(read(state(about=about)), "subject") == (
        "góp ý dự thảo Nghị quyết số 4/NQ-HĐND và kế hoạch công tác - đợt hai"
    )


@pytest.mark.parametrize(
    ("number", "title", "expected", "subject"),
    [
        ("", "PHÁT TRIỂN CHĂN NUÔI THEO NQ SỐ\n^**12/NQ-HĐND", None,
         "PHÁT TRIỂN CHĂN NUÔI THEO NQ SỐ 12/NQ-HĐND"),
        ("", "Triển khai thực hiện Chỉ thị số\n^**9/CT-BYT", None,
         "Triển khai thực hiện Chỉ thị số 9/CT-BYT"),
        ("Số: 5/KH-SXD", "THỰC HIỆN KẾ HOẠCH SỐ\n^**40/KH-UBND", "5/KH-SXD",
         "THỰC HIỆN KẾ HOẠCH SỐ 40/KH-UBND"),
        # Near-miss: the label of the number's own line stands on a line of its own.
        ("Số:\n40/KH-SXD", "Phát triển nhà ở", "40/KH-SXD", "Phát triển nhà ở"),
    ],
)  # fmt: skip
def test_what_a_broken_title_cites_is_not_its_number(
    number: str, title: str, expected: str | None, subject: str
) -> None:
    head = "UBND TỈNH HÀ GIANG\nSỞ XÂY DỰNG\n" + number
    text = f"{head}\nHà Giang, ngày 05 tháng 4 năm 2024\n\n^**KẾ HOẠCH\n^**{title}\n\nNội dung."
    findings = read(text)
    assert (value(findings, "number"), value(findings, "subject")) == (expected, subject)


CUT = """
{body}
Số: {number}
Trà Vinh, ngày 5 tháng 6 năm 2022
{title}

{text}

Nơi nhận:
- Lưu: VT.
{office}
Lê Văn Hẳn
"""
DECIDES = "QUYẾT ĐỊNH\nVề việc kiểm tra\nCHỦ TỊCH ỦY BAN NHÂN DÂN {level}\nCăn cứ Luật Đất đai;"


@pytest.mark.parametrize(
    ("body", "number", "title", "text", "office", "issuer", "parent"),
    [
        ("UBND TỈNH TRÀ VINH", "318/SCT-QLTM", "V/v kiểm tra",
         "Sở Công Thương đề nghị các huyện báo cáo.", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
         "Sở Công Thương", "UBND tỉnh Trà Vinh"),
        ("ỦY BAN NHÂN DÂN\nHUYỆN CÀNG LONG", "27/BC-PNV", "BÁO CÁO\nCông tác quý I",
         "Phòng Nội vụ báo cáo như sau:", "TRƯỞNG PHÒNG", "Phòng Nội vụ",
         "Ủy ban nhân dân huyện Càng Long"),
        ("ỦY BAN NHÂN DÂN", "318/QĐ-UBND", DECIDES.format(level="TỈNH"), "Điều 1. Nội dung.",
         "CHỦ TỊCH", "Ủy ban nhân dân tỉnh Trà Vinh", None),
        # Near-misses: the chairman signs, the text names no such body, the level is no province's.
        ("UBND TỈNH TRÀ VINH", "318/SCT-QLTM", "V/v kiểm tra",
         "Sở Công Thương đề nghị các huyện báo cáo.", "CHỦ TỊCH", "UBND tỉnh Trà Vinh", None),
        ("UBND TỈNH TRÀ VINH", "318/SCT-QLTM", "V/v kiểm tra", "Đề nghị các huyện báo cáo.",
         "GIÁM ĐỐC", "UBND tỉnh Trà Vinh", None),
        ("ỦY BAN NHÂN DÂN", "318/QĐ-UBND", DECIDES.format(level="XÃ"), "Điều 1. Nội dung.",
         "CHỦ TỊCH", "Ủy ban nhân dân", None),
    ],
)  # fmt: skip
def test_a_letterhead_that_lost_its_second_line(
    body: str, number: str, title: str, text: str, office: str, issuer: str, parent: str | None
) -> None:
    drawn = CUT.format(body=body, number=number, title=title, text=text, office=office)
    findings = read(drawn)
    assert (value(findings, "issuing_body"), value(findings, "parent_body")) == (issuer, parent)


def test_a_head_in_one_column_names_its_issuer() -> None:
    head = (
        "||^**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n||^Độc lập - Tự do - Hạnh phúc\n"
        "||^Sơn La, ngày 11 tháng 9 năm 2025\n||^CỤC HẢI QUAN\n||^CHI CỤC HẢI QUAN KHU VỰC XXI\n"
        "||^Số: 26/HQXXI-NV\n||^V/v thủ tục nhập khẩu\n\nKính gửi: Công ty Sao Mai."
    )
    findings = read(head)
    assert value(findings, "issuing_body") == "Chi cục Hải quan khu vực XXI"
    assert value(findings, "parent_body") == "Cục Hải quan"


@pytest.mark.parametrize(
    ("about", "subject"),
    [
        ("~¿4w góp ý dự thảo quy chế", "góp ý dự thảo quy chế"),
        ("~¿ứa: góp ý dự thảo quy chế", "góp ý dự thảo quy chế"),
        ("~4w góp ý dự thảo quy chế", "4w góp ý dự thảo quy chế"),  # read for sure
        ("~¿báo cáo dự thảo quy chế", "báo cáo dự thảo quy chế"),  # a word
    ],
)
def test_what_ocr_in_doubt_made_of_the_sign_before_the_subject(about: str, subject: str) -> None:
    assert value(read(state("~Số: 88/SXD-VP", about=about)), "subject") == subject


def test_a_line_of_dots_that_ocr_made_words_of_is_no_subject() -> None:
    rest = (
        "~^GIẤY MỜI\n~^Họp xét khen thưởng\n~¿TH ¿0 ¿sao ¿l068x6\n~Thực hiện kế hoạch, Sở mời dự."
    )
    assert (
        value(read(state("Số: 3/GM-SXD", about="", rest=rest)), "subject") == "Họp xét khen thưởng"
    )


@pytest.mark.parametrize(
    ("note", "draft", "subject"),
    [
        ("(Dự thảo lần 2)", True, "Tình hình năm 2022"),
        ("(Dự thảo trình HĐND tỉnh)", True, "Tình hình năm 2022"),
        ("(Dự thảo ngày 03/6/2022)", True, "Tình hình năm 2022"),
        ("(Kèm theo Công văn số 90/UBND-TH ngày 6/6/2022)", None, "Tình hình năm 2022"),
        # Near-miss: what is enclosed is the draft, and not the letter.
        ("(Dự thảo Nghị quyết gửi kèm theo)", None, "Tình hình năm 2022 (Dự thảo Nghị quyết gửi"
         " kèm theo)"),
    ],
)  # fmt: skip
def test_a_bracket_under_the_title(note: str, draft: bool | None, subject: str) -> None:
    text = state(about="", rest=f"^**BÁO CÁO\n^**Tình hình năm 2022\n^**{note}\n\nSở báo cáo.")
    findings = read(text)
    assert (value(findings, "draft"), value(findings, "subject")) == (draft, subject)


def test_the_capitals_of_a_place_that_the_text_writes() -> None:
    text = "Rừng do Công ty quản lý tại Sông Đốc; Công ty lâm nghiệp giữ rừng."
    assert sentence_case("CÔNG TY LÂM NGHIỆP SÔNG ĐỐC", text) == "Công ty lâm nghiệp Sông Đốc"
    assert sentence_case("CÔNG TY LÂM NGHIỆP SÔNG ĐỐC") == "Công ty lâm nghiệp sông đốc"


def test_a_decision_named_in_the_letterhead_is_not_the_number() -> None:
    findings = read(
        """
SỞ Y TẾ || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
ĐOÀN KIỂM TRA || Độc lập - Tự do - Hạnh phúc
THEO QUYẾT ĐỊNH ||
SỐ 312/QĐ-SYT || Hà Giang, ngày 10 tháng 3 năm 2024
Số: 415/KH-ĐKT ||

^**KẾ HOẠCH
^**Kiểm tra an toàn thực phẩm

Đoàn kiểm tra lập kế hoạch như sau:

Nơi nhận: || **T/M. ĐOÀN KIỂM TRA
- Lưu: VT. || **TRƯỞNG ĐOÀN
 || Lò Thị Thơm
 || **PHÓ GIÁM ĐỐC
 || **SỞ Y TẾ
"""
    )
    assert value(findings, "number") == "415/KH-ĐKT"
    assert value(findings, "issuing_body") == "Đoàn kiểm tra theo quyết định số 312/QĐ-SYT"
    assert value(findings, "parent_body") == "Sở Y tế"


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        # a party of a treaty is no Quốc hiệu
        (
            "PHÊ DUYỆT HIỆP ĐỊNH GIỮA CHÍNH PHỦ NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM VÀ LÀO",
            "PHÊ DUYỆT HIỆP ĐỊNH GIỮA CHÍNH PHỦ NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM VÀ LÀO",
        ),
        # law portals say the paper's own number again behind the subject
        (
            "PHÊ DUYỆT QUY HOẠCH CỦA CHÍNH PHỦ SỐ 12/NQ-CP NGÀY 05 THÁNG 4 NĂM 2024",
            "PHÊ DUYỆT QUY HOẠCH",
        ),
        # another's stays
        (
            "ĐÍNH CHÍNH NGHỊ QUYẾT SỐ 11/NQ-CP NGÀY 05 THÁNG 3 NĂM 2024",
            "ĐÍNH CHÍNH NGHỊ QUYẾT SỐ 11/NQ-CP NGÀY 05 THÁNG 3 NĂM 2024",
        ),
    ],
)
def test_what_a_title_in_capitals_holds(title: str, subject: str) -> None:
    findings = read(
        f"""
**CHÍNH PHỦ || **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 12/NQ-CP || **Độc lập - Tự do - Hạnh phúc
 || Hà Nội, ngày 05 tháng 4 năm 2024

^**NGHỊ QUYẾT
^**{title}

^**CHÍNH PHỦ
Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;
"""
    )
    assert value(findings, "subject") == subject


def test_number_and_day_of_a_head_that_only_the_title_has() -> None:
    findings = read(
        """
^**NGHỊ ĐỊNH

^**CỦA HỘI ĐỒNG BỘ TRƯỞNG SỐ 48-HĐBT
^**NGÀY 3 THÁNG 9 NĂM 1984 VỀ VIỆC QUẢN LÝ

^**CÁC CHỢ MIỀN NÚI

^**HỘI ĐỒNG BỘ TRƯỞNG

Căn cứ Luật Tổ chức Hội đồng Bộ trưởng ngày 4-7-1981;
"""
    )
    assert value(findings, "number") == "48-HĐBT"
    assert value(findings, "notation") == "HĐBT"
    assert value(findings, "date") == "1984-09-03"
    assert value(findings, "issuing_body") == "Hội đồng Bộ trưởng"
    assert value(findings, "subject") == "QUẢN LÝ CÁC CHỢ MIỀN NÚI"


@pytest.mark.parametrize(
    ("head", "issuing_body", "parent_body"),
    [
        ("CỔNG THÔNG TIN ĐIỆN TỬ\n\nSỞ Y TẾ\n\nSỞ Y TẾ", "Sở Y tế", None),
        ("HUYÊN ỦY MÈO VẠC", "Huyện ủy Mèo Vạc", None),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG ĐẢNG CỘNG SẢN VIỆT NAM", "Ban Chấp hành Trung ương", None),
    ],
)
def test_letterheads_of_text_files(head: str, issuing_body: str, parent_body: str | None) -> None:
    findings = read(
        f"""
{head}

Số: 12/KL-A

Hà Giang, ngày 05 tháng 4 năm 2024

^**KẾT LUẬN
^**về công tác y tế

Ngày 05/4, hội nghị đã họp và kết luận như sau:
"""
    )
    assert value(findings, "issuing_body") == issuing_body
    assert value(findings, "parent_body") == parent_body


def test_a_portals_teaser_and_kinh_gui_behind_the_day_are_lines_of_their_own() -> None:
    findings = read(
        """
Công văn 96/BXD-QLN năm 2021 hướng dẫn Luật Nhà ở do Bộ Xây dựng ban hành. BỘ XÂY DỰNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc
Số: 96/BXD-QLN V/v hướng dẫn Luật Nhà ở
Hà Nội, ngày 02 tháng 02 năm 2021 Kính gửi: Sở Xây dựng tỉnh Lai Châu

Bộ Xây dựng nhận được văn bản của Sở Xây dựng tỉnh Lai Châu và có ý kiến như sau:
"""
    )
    assert value(findings, "issuing_body") == "Bộ Xây dựng"
    assert value(findings, "date") == "2021-02-02"
    assert value(findings, "place") == "Hà Nội"
    assert value(findings, "subject") == "hướng dẫn Luật Nhà ở"
    assert findings.of("addressees")


def test_what_only_looks_like_a_part_of_the_head() -> None:
    findings = read(
        """
KIỂM TOÁN NHÀ NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 5/KTNN-VP Độc lập - Tự do - Hạnh phúc

Hà Nội, ngày 05 tháng 4 năm 2024

V/v gửi báo cáo

Sở đã có văn bản ngày 05 tháng 3 năm 2020 kính gửi Bộ Y tế về việc này.
"""
    )
    assert value(findings, "issuing_body") == "Kiểm toán nhà nước"
    assert not findings.of("addressees")


def test_the_number_of_what_is_carried_out_is_not_the_papers_own() -> None:
    findings = read(
        """
^**QUYẾT ĐỊNH

^**CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH VỀ VIỆC THI HÀNH NGHỊ QUYẾT SỐ 12-HĐBT NGÀY 12-1-1985

^**BỘ TRƯỞNG BỘ TÀI CHÍNH

Căn cứ Luật Tổ chức Hội đồng Bộ trưởng ngày 4-7-1981;
"""
    )
    assert value(findings, "number") is None
    assert value(findings, "date") is None
    subject = str(value(findings, "subject"))
    assert subject.endswith("NGHỊ QUYẾT SỐ 12-HĐBT NGÀY 12-1-1985")


def test_a_number_and_day_in_the_first_line_of_the_title() -> None:
    findings = read(
        """
NGHỊ QUYẾT SỐ 37 NQ/HĐNN8 NGÀY 21-4-1989

CỦA HỘI ĐỒNG NHÀ NƯỚC

VỀ VIỆC CỬ ĐẠI SỨ TẠI CỘNG HÒA CU BA

HỘI ĐỒNG NHÀ NƯỚC

NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM

Căn cứ vào Điều 100 của Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
"""
    )
    assert value(findings, "number") == "37-NQ/HĐNN8"
    assert value(findings, "date") == "1989-04-21"
    assert value(findings, "document_type") == "Nghị quyết"
    assert value(findings, "subject") == "CỬ ĐẠI SỨ TẠI CỘNG HÒA CU BA"
    assert value(findings, "issuing_body") == "Hội đồng Nhà nước"


def test_a_day_within_the_subject_is_not_the_letters() -> None:
    findings = read(
        """
UBND TỈNH LÂM ĐỒNG||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ||Độc lập - Tự do - Hạnh phúc
Số: 318/SNV-VP||Đà Lạt, ngày 20 tháng 3 năm 2024
V/v kỷ niệm 70 năm Chiến thắng||
Điện Biên Phủ, 07/5/1954||

Kính gửi: Các phòng.
"""
    )
    assert value(findings, "date") == "2024-03-20"
    assert value(findings, "place") == "Đà Lạt"
    assert str(value(findings, "subject")).endswith("Điện Biên Phủ, 07/5/1954")


@pytest.mark.parametrize(
    ("line", "place", "day"),
    [
        ("Nam Định ngày 20-8-1998", "Nam Định", "1998-08-20"),
        ("Ngày 5/3/2014", None, "2014-03-05"),
        ("Hòa Bình, 5.3.2014", "Hòa Bình", "2014-03-05"),
        # OCR's 7 for a slanted 1; print that says so has no such day
        ("~Hòa Bình, ngày 77 tháng 10 năm 2014", "Hòa Bình", "2014-10-17"),
        ("Hòa Bình, ngày 77 tháng 10 năm 2014", "Hòa Bình", None),
        ("Sinh ngày 12/5/1980", None, None),
        ("Vinh ngày 20-8-1998", "Vinh", "1998-08-20"),
        # figures that OCR parted or took for letters, and a scrap of a stamp
        ("~Hòa Bình, ngày 17 tháng l 1 năm 2024", "Hòa Bình", "2024-11-17"),
        ("~Hòa Bình, ngày 17 tháng HIỂU. 12 năm 2024", "Hòa Bình", "2024-12-17"),
        ("~Hòa Bình, ngày 17 tháng 1 ¡ năm 2024", "Hòa Bình", None),
    ],
)
def test_days_of_small_offices(line: str, place: str | None, day: str) -> None:
    findings = read(
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"TRƯỜNG MƯỜNG BI||Độc lập - Tự do - Hạnh phúc\nSố: 41/MB-CM||{line}\n\n"
        "Kính gửi: Các phòng.\n\nTrường báo cáo.\n"
    )
    assert value(findings, "date") == day
    assert value(findings, "place") == place


@pytest.mark.parametrize(
    ("lines", "subject"),
    [
        ("Rà soát, chỉnh trang vỉa hè, cây xanh\ntrên các tuyến đường trung tâm",
         "Rà soát, chỉnh trang vỉa hè, cây xanh trên các tuyến đường trung tâm"),
        ("góp ý dự thảo Quy chế phối hợp", "góp ý dự thảo Quy chế phối hợp"),
        ("Điện thoại: 0234 385 0111", None),
        ("HỎA TỐC", None),
        ("Ban hành lần 2", None),
        ("Thu hồi đất dự án đường tránh", "Thu hồi đất dự án đường tránh"),
        # what offices print about themselves, and what clerks add
        ("Chỉnh trang vỉa hè, lòng đường", "Chỉnh trang vỉa hè, lòng đường"),
        ("Trụ sở: 45 Lý Thường Kiệt, Hà Nội", None),
        ("Gửi qua hệ thống VNPT iOffice", None),
        ("Independence - Freedom - Happiness", None),
        ("Chuyển phòng Kế hoạch xử lý", None),
        ("Dự thảo lần 2 gửi xin ý kiến", None),
    ],
)  # fmt: skip
def test_what_a_letter_is_about_without_a_mark(lines: str, subject: str | None) -> None:
    findings = read(
        "UBND PHƯỜNG THUẬN HÓA||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "PHÒNG KINH TẾ||Độc lập - Tự do - Hạnh phúc\n"
        f"Số: 214/KT-HT||Thuận Hóa, ngày 9 tháng 10 năm 2025\n{lines}\n\n"
        "Kính gửi: Các phòng.\n\nPhòng có ý kiến như sau.\n"
    )
    assert value(findings, "subject") == subject


def test_what_a_letter_is_about_goes_on_below_both_columns() -> None:
    findings = read(
        "ỦY BAN NHÂN DÂN||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "TỈNH HẬU GIANG||Độc lập - Tự do - Hạnh phúc\n"
        "V/v tiếp tục phối hợp tuyên truyền và||Vị Thanh, ngày 6 tháng 4 năm 2011\n"
        "tham gia bầu chọn kỳ quan\nthiên nhiên thế giới\n\nKính gửi: Các Sở.\n\nTỉnh yêu cầu.\n"
    )
    assert value(findings, "subject") == (
        "tiếp tục phối hợp tuyên truyền và tham gia bầu chọn kỳ quan thiên nhiên thế giới"
    )


def test_columns_mixed_with_a_short_day_and_an_ornament() -> None:
    findings = read(
        "CÔNG ĐOÀN CÁC KCN TỈNH LONG AN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "CĐCS CÔNG TY MAY HƯNG PHÁT Độc lập - Tự do - Hạnh phúc\nLONG HẬU -----oOo-----\n"
        "Số: 5/CV-CĐCS\nV/v: Giải trình lợi nhuận Quý 2/2022 Long Hậu, ngày 20/07/2022\n\n"
        "Kính gửi: Các phòng.\n\nCông đoàn giải trình.\n"
    )
    assert value(findings, "parent_body") == "Công đoàn các KCN tỉnh Long An"
    assert value(findings, "issuing_body") == "CĐCS Công ty may hưng phát Long Hậu"
    assert value(findings, "date") == "2022-07-20"
    assert value(findings, "subject") == "Giải trình lợi nhuận Quý 2/2022"


@pytest.mark.parametrize("above", ["", "/LIÊN ĐOÀN LAO ĐỘNG HUYỆN HƯNG HÀ\n"])
def test_a_union_has_its_name_from_the_line_below(above: str) -> None:
    findings = read(
        f"{above}CÔNG ĐOÀN CƠ SỞ\nTRƯỜNG THCS MINH KHAI\nSố: 3/KH-CĐCS\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Minh Khai, ngày 3 tháng 10 năm 2022\n\nKẾ HOẠCH\nCông tác tháng 10\n\n1. Thi đua.\n"
    )
    assert value(findings, "issuing_body") == "Công đoàn cơ sở trường THCS Minh Khai"
    parent = "Liên đoàn Lao động huyện Hưng Hà" if above else None
    assert value(findings, "parent_body") == parent


def test_a_council_whose_name_goes_on_below_is_no_contract() -> None:
    findings = read(
        "UBND THÀNH PHỐ CẦN THƠ\nHỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 5/KH-HĐTĐKT\n"
        "Cần Thơ, ngày 05 tháng 9 năm 2025\n\nKẾ HOẠCH\nPhát động đợt thi đua\n\nCăn cứ Luật.\n"
    )
    assert value(findings, "issuing_body") == "Hội đồng Thi đua - Khen thưởng"
    assert value(findings, "parent_body") == "UBND thành phố Cần Thơ"
    assert value(findings, "document_type") == "Kế hoạch"


@pytest.mark.parametrize("break_", [" ", "||\n"])
@pytest.mark.parametrize("number", ["Số: 12/GM-BCĐ", "Số:        /GM-BCĐ"])
def test_a_body_whose_name_ends_in_so(number: str, break_: str) -> None:
    findings = read(
        "UBND TỈNH TÂY NINH||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"BAN CHỈ ĐẠO CHUYỂN{break_}ĐỔI SỐ||Độc lập - Tự do - Hạnh phúc\n"
        f"{number}||Tây Ninh, ngày 16 tháng 12 năm 2025\n\nGIẤY MỜI\n\nBan mời dự họp.\n"
    )
    assert value(findings, "issuing_body") == "Ban Chỉ đạo chuyển đổi số"
    assert value(findings, "notation") == "GM-BCĐ"


def _placed(rows: list[tuple[float, str]]) -> Findings:
    """Return what is read of a PDF's lines, each (left edge in points, text)."""
    lines = []
    for at, (left, text) in enumerate(rows):
        words, x, top = [], left, 60.0 + 18 * at
        for word in text.split():
            words.append(RawWord(word, x, top, x + 6 * len(word), top + 12))
            x += 6 * len(word) + 3
        lines.append(RawLine(words, column=Column.FULL, centered=len(text) < 12))
    findings = Findings()
    document = assemble(SOURCE, [RawPage(lines, width=595, height=842)])
    find_heading(document, label(document), findings)
    return findings


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(249, "Kính gửi: - Giám đốc Sở Văn hóa, Thể thao và"), (322, "Du lịch;"),
          (322, "- Chủ tịch UBND huyện, thị xã, thành"), (322, "phố.")],
         ["Giám đốc Sở Văn hóa, Thể thao và Du lịch", "Chủ tịch UBND huyện, thị xã, thành phố"]),
        ([(93, "Kính gửi: Hiệu trưởng các trường Mầm non, Tiểu học, THCS trên địa bàn thị xã"),
          (280, "Đồng Xoài.")],
         ["Hiệu trưởng các trường Mầm non, Tiểu học, THCS trên địa bàn thị xã Đồng Xoài"]),
        # a full stop ends the list, and a heading in capitals is none of it
        ([(93, "Kính gửi: Các phòng, ban."), (250, "Nội dung họp")], ["Các phòng, ban"]),
        ([(93, "Kính gửi: Các phòng, ban"), (250, "BẢN CAM KẾT")], ["Các phòng, ban"]),
        # the text begins at the margin, however short its first line is
        ([(249, "Kính gửi: - Các phòng, ban"), (114, "Sở Y mời họp")], ["Các phòng, ban"]),
    ],
)  # fmt: skip
def test_a_list_beside_kinh_gui_goes_on_where_it_began(
    rows: list[tuple[float, str]], expected: list[str]
) -> None:
    head = [(85.0, "SỞ Y"), (85.0, "Số: 5/SY-VP"), (330.0, "Hà Nội, ngày 5 tháng 6 năm 2023")]
    body = [(114.0, "Theo Công văn số 84/UBND-VX ngày 22 tháng 3 năm 2023 của tỉnh, Sở Y họp.")]
    found = _placed([*head, *rows, *body]).of("addressees")
    assert [item.value for item in found] == expected
