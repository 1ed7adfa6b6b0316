"""Known names that OCR damaged come back; what is no known name, and digital text, stay."""

import pytest

from dispatch.record import Recipient, Signer
from nlp.mending import mend_quarter
from tests.nlp.builder import read, value

HEAD = "Số: 9/SNV-VP\nV/v báo cáo\n\nHà Nội, ngày 03 tháng 3 năm 2025\n\nĐề nghị thực hiện./.\n\n"


@pytest.mark.parametrize(
    ("entry", "name", "role"),
    [
        ("~- Cồng an tỉnh;", "Công an tỉnh", None),
        ("~- Cống thông tin điện tử tỉnh;", "Cổng thông tin điện tử tỉnh", None),
        ("~- Sở Nội vu (Uh), .", "Sở Nội vụ", "t/h"),
        ("~- Sở Nội vụ (bí/c);", "Sở Nội vụ", "b/c"),
        ("~- Sở Nội vụ (đ/c);", "Sở Nội vụ", "b/c"),
        ("~- Sở Tài chính (để b/c); :", "Sở Tài chính", "để b/c"),
        # specks amid words, a stroke for a blank, units glued to their name, a doubled Đ
        ("~- Như thành ` phần mời;", "Như thành phần mời", None),
        ("~- UBND|tỉnhLào Cai;", "UBND tỉnh Lào Cai", None),
        ("~- Các PGĐĐ Sở;", "Các PGĐ Sở", None),
        ("~- Cống TTĐT tỉnh;", "Cổng TTĐT tỉnh", None),
        ("~- Đ/c Thư, Chi cục trưởng;", "Đ/c Thư, Chi cục trưởng", None),
        ("~- Ban Quản lý nhà đa năng;", "Ban Quản lý nhà đa năng", None),
        ("~- UBND TP Đa Nẵng;", "UBND TP Đà Nẵng", None),
        ("~- Bộ Tư pháp (Cục Kiếm tra văn bản);", "Bộ Tư pháp (Cục Kiểm tra văn bản)", None),
        ("~- Các quan, huyện;", "Các quận, huyện", None),
        # units in a row, a council's unit, an article that no letter numbers
        ("~- Sở Nội vụ tỉnh, thành phô;", "Sở Nội vụ tỉnh, thành phố", None),
        ("~- Thường trực HĐND tính;", "Thường trực HĐND tỉnh", None),
        ("~- Như Điều l;", "Như Điều 1", None),
        # the slash of Đ/c, and what OCR makes of an L
        (
            "~- Chủ tịch, Phó CT UBND tỉnh (Đíc Hùng);",
            "Chủ tịch, Phó CT UBND tỉnh (Đ/c Hùng)",
            None,
        ),
        ("~- Đoàn I.uật sư;", "Đoàn Luật sư", None),
        ("~- Hội [âm nghiệp;", "Hội Lâm nghiệp", None),
        ("~- Chi bộ trường THCS Hòa Bình;", "Chi bộ trường THCS Hòa Bình", None),
        ("~- Các Tố công tác;", "Các Tổ công tác", None),
        ("~- Cống TIĐT, trợ lý T'ICP;", "Cổng TTĐT, trợ lý TTCP", None),
        ("~- Bộ LĐ-IB&XH;", "Bộ LĐ-TB&XH", None),
        ("~- TY HĐND, UBND các xã;", "TT HĐND, UBND các xã", None),
        ("~- Các tổ CM, tố VP;", "Các tổ CM, tổ VP", None),
        ("~- UBND ành phố;", "UBND thành phố", None),
        ("~- UBND TÌNHNINH BÌNH;", "UBND TỈNH NINH BÌNH", None),
        ("~- Công ty TNñNHH Ngọc Linh;", "Công ty TNHH Ngọc Linh", None),
        ("~- TTHĐNDxã;", "TT HĐND xã", None),
        ("~- Ban Kinh tế - Ngân s ách;", "Ban Kinh tế - Ngân sách", None),
        ("~- Đảng ủy xã (B/€);", "Đảng ủy xã", "b/c"),
        ("~- Đức Bí thư thứ nhất;", "Đ/c Bí thư thứ nhất", None),
        # what only looks like one of these
        ("~- Đội xe 11T, Quỹ SFC;", "Đội xe 11T, Quỹ SFC", None),
        ("~- Công tố VKSND;", "Công tố VKSND", None),
        ("~- Ông Trần Anh Đức Chủ tịch xã;", "Ông Trần Anh Đức Chủ tịch xã", None),
        ("~- Nhóm c ưu tiên, điểm đ áp dụng;", "Nhóm c ưu tiên, điểm đ áp dụng", None),
        ("~- Vụ VII, Quỹ ITFC;", "Vụ VII, Quỹ ITFC", None),
        ("~- VPCP: BICN, các PCN;", "VPCP: BTCN, các PCN", None),
        ("~- Báo và PI'TH Lâm Đồng;", "Báo và PTTH Lâm Đồng", None),
        ("~- Thường trực HĐNID tỉnh;", "Thường trực HĐND tỉnh", None),
        ("~- Cục KTVB, PTH, BICC;", "Cục KTVB, PTH, BICC", None),
        ("- VPCP: BICN;", "VPCP: BICN", None),
        ("~- Các Sở: NN&MTT, TP, TC;", "Các Sở: NN&MT, TP, TC", None),
        ("~- Đíc Bí thư Đảng ủy;", "Đ/c Bí thư Đảng ủy", None),
        ("~- Ban Thường trực UBMTTQ tỉnh;", "Ban Thường trực UBMTTQ tỉnh", None),
        ("~- Các phòng: CCVC, XDCQ. TCBC;", "Các phòng: CCVC, XDCQ, TCBC", None),
        ("~- BTT. UBMTTQ xã;", "BTT. UBMTTQ xã", None),
        # words of their own that fold like a known name's
        ("~- Thủ trưởng các đơn vị;", "Thủ trưởng các đơn vị", None),
        ("~- Hội đồng khen thưởng trực thuộc Sở;", "Hội đồng khen thưởng trực thuộc Sở", None),
        ("~- Phòng: QI.NS, THQH;", "Phòng: QLNS, THQH", None),
        ("~- Trung tâm GDTX Cơ sở2;", "Trung tâm GDTX Cơ sở 2", None),
        ("~- UBMTTTQ xã;", "UBMTTQ xã", None),
        ("~- UBMTT(Q và các đoàn thể;", "UBMTTQ và các đoàn thể", None),
        ("~- Tống TTCP;", "Tổng TTCP", None),
        ("~- Các tố CĐ;", "Các tổ CĐ", None),
        ("~- Tố CN, TH;", "Tổ CN, TH", None),
        ("~- Tố tụng;", "Tố tụng", None),
        ("~- Cơ quan truy tố TAND, VKSND;", "Cơ quan truy tố TAND, VKSND", None),
        ("~- Văn phòng và đối tên;", "Văn phòng và đổi tên", None),
        # a province short of a letter; no other province, and none of before 1997
        ("~- UBND tỉnh Lai Châ;", "UBND tỉnh Lai Châu", None),
        ("~- UBND tỉnh Bình Long;", "UBND tỉnh Bình Long", None),
        ("~- Các tỉnh Đông Nam;", "Các tỉnh Đông Nam", None),
        ("~- UBND tỉnh Vĩnh Phú;", "UBND tỉnh Vĩnh Phú", None),
        ("~- UBND tỉnh Hậu Giang;", "UBND tỉnh Hậu Giang", None),
        ("- UBND tỉnh Lai Châ;", "UBND tỉnh Lai Châ", None),
        # a T and an L read as a stroke, a D with its bow again
        ("~- Công ty INHH Hòa Bình;", "Công ty TNHH Hòa Bình", None),
        ("~- VPIW Đảng;", "VPTW Đảng", None),
        ("~- LIÊN ĐOÀN I.AO ĐỘNG TỈNH;", "LIÊN ĐOÀN LAO ĐỘNG TỈNH", None),
        ("~- TT Huyện ủy, UBND) huyện;", "TT Huyện ủy, UBND huyện", None),
        ("~- Tổng LĐI.ĐVN;", "Tổng LĐLĐVN", None),
        ("~- Các ban LĐL.Đ tỉnh;", "Các ban LĐLĐ tỉnh", None),
        ("~- TI.HĐND, BTI.UBMTTQ tỉnh;", "TT.HĐND, BTT.UBMTTQ tỉnh", None),
        ("~- Phòng I.TH, VII.KT;", "Phòng I.TH, VII.KT", None),
        ("- Phòng QI.NS;", "Phòng QI.NS", None),
        ("~- Các đại biểu khóa XIII, (để báo cáo);", "Các đại biểu khóa XIII", "để báo cáo"),
        ("~- Vụ V.IH;", "Vụ V.III", None),
        ("~- UBND xã L.ong Sơn;", "UBND xã Long Sơn", None),
        ("~- Cục Kiểm tra VBQPPI, (Bộ Tư pháp);", "Cục Kiểm tra VBQPPL (Bộ Tư pháp)", None),
        # words glued, others' words that no table of bodies holds
        ("~- Các cơ quantỉnh;", "Các cơ quan tỉnh", None),
        ("~- Các tập đoàn, tống công ty;", "Các tập đoàn, tổng công ty", None),
        # letters that OCR confuses, a unit cut off by a seal, scraps beside "Như trên"
        ("~- Lãnh đạo UHND tỉn;", "Lãnh đạo UBND tỉnh", None),
        ("~- Phông HCQT;", "Phòng HCQT", None),
        ("~- Như Điêu l;", "Như Điều 1", None),
        ("~- St. Như trên;", "Như trên", None),
        ("~- Như trên;zz2", "Như trên", None),
        ("- Như Điều l;", "Như Điều l", None),
        # a name that no table holds but its words do, and print that was not read by OCR
        ("~- Hội Sinh vật cãnh;", "Hội Sinh vật cảnh", None),
        ("- Hội Sinh vật cãnh;", "Hội Sinh vật cãnh", None),
        ("- Cồng an tỉnh;", "Cồng an tỉnh", None),
        ("- Sở Nội vụ (TH);", "Sở Nội vụ (TH)", None),
    ],
)
def test_recipients(entry: str, name: str, role: str | None) -> None:
    findings = read(f"{HEAD}Nơi nhận:\n{entry}\n- Lưu: VT.")
    found = value(findings, "recipients")
    assert isinstance(found, Recipient)
    assert (found.name, found.role) == (name, role)


def test_codes_go_on_below_and_a_signature_gets_nothing() -> None:
    entries = (
        "~- Các Sở: TC; XD; YT;\n~KHCN, TP, Thanh tra tỉnh;\n~Chứng thư số: 5A9B03F;\n~- Báo X;"
    )
    found = read(f"{HEAD}Nơi nhận:\n{entries}\n- Lưu: VT.").of("recipients")
    names = [item.value.name for item in found if isinstance(item.value, Recipient)]
    assert names == ["Các Sở: TC; XD; YT; KHCN, TP, Thanh tra tỉnh", "Báo X"]


def test_repairs_keep_the_print() -> None:
    (finding,) = read(f"{HEAD}Nơi nhận:\n~- Cồng an tỉnh;\n- Lưu: VT.").of("recipients")
    assert finding.raw == "Cồng an tỉnh"


def test_repairs_of_the_letterhead_keep_the_print() -> None:
    head = "~UBND TĨNH LÂM ĐÔNG\n~SƠ NỌI VỤ\n~Số: 12/SNV-VP\n~V/v báo cáo\n\n"
    findings = read(f"{head}~Đà Lạt, ngày 03 tháng 3 năm 2025\n\nKính gửi: Các phòng.\n\nĐề nghị.")
    parent, issuer = findings.best("parent_body"), findings.best("issuing_body")
    assert parent is not None and issuer is not None
    assert (parent.value, parent.raw) == ("UBND tỉnh Lâm Đồng", "UBND TĨNH LÂM ĐÔNG")
    assert (issuer.value, issuer.raw) == ("Sở Nội vụ", "SƠ NỌI VỤ")
    right = read(f"{head.replace('SƠ NỌI', 'SỞ NỘI')}\nKính gửi: Các phòng.").best("issuing_body")
    assert right is not None and right.raw is None


@pytest.mark.parametrize(
    ("above", "line", "parent", "issuer"),
    [
        ("XHN UBND TỈNH LÀO CAI", "SỞ Y TẾ", "UBND tỉnh Lào Cai", "Sở Y tế"),
        ("UBND TỈNH LÀO CAI", "SỞ Y TẾ SEEE(2/058", "UBND tỉnh Lào Cai", "Sở Y tế"),
        ("TRUNG TÂM CÔNG BÁO VÀ TIN HỌC", "ỦY BAN NHÂN DÂN TỈNH LÀO CAI", None,
         "Ủy ban nhân dân tỉnh Lào Cai"),
        ("UBND HUYỆN BẮC HÀ", "BAN NHÂN DÂN XÃ TẢ CHẢI", "UBND huyện Bắc Hà",
         "Ủy ban nhân dân xã Tả Chải"),
    ],
)  # fmt: skip
def test_what_stamps_leave_in_a_letterhead(
    above: str, line: str, parent: str | None, issuer: str
) -> None:
    foot = "~Lào Cai, ngày 03 tháng 3 năm 2025\n\nKính gửi: Các phòng.\n\nĐề nghị."
    findings = read(f"~{above}\n~{line}\n~Số: 12/AB-VP\n~V/v báo cáo\n\n{foot}")
    found = findings.best("parent_body"), findings.best("issuing_body")
    assert [item and item.value for item in found] == [parent, issuer]


def test_a_mended_notation_keeps_the_print() -> None:
    text = "~Số:      /Qb-UBND\n\n~Đà Lạt, ngày 03 tháng 3 năm 2025\n\n~QUYẾT ĐỊNH\n~Về việc chung"
    found = read(text).best("notation")
    assert found is not None
    assert (found.value, found.raw) == ("QĐ-UBND", "Qb-UBND")


def test_an_office_and_a_name_beside_a_seal() -> None:
    text = f"{HEAD}Nơi nhận:\n- Lưu: VT.\n\n~. KT. BỘ TRƯỞNG\n~Ứ TRƯỞNG\n~“Vũ Minh Thắng"
    found = value(read(text), "signer")
    assert isinstance(found, Signer)
    assert (found.authority, found.position, found.name) == (
        ("KT. BỘ TRƯỞNG",), "THỨ TRƯỞNG", "Vũ Minh Thắng",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("~` : TM. HỘI ĐỒNG\n~CHỦ TỊCH\n~SE Lâm Văn Chính", "Lâm Văn Chính"),
        ("~GIÁM ĐỐC\n~Pham Thị Hồng xi", "Phạm Thị Hồng"),
        ("GIÁM ĐỐC\nNguyên Khang", "Nguyên Khang"),
    ],
)
def test_names(lines: str, name: str) -> None:
    found = value(read(f"{HEAD}Nơi nhận:\n- Lưu: VT.\n\n{lines}"), "signer")
    assert isinstance(found, Signer)
    assert found.name == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quý HI năm 2024", "quý III năm 2024"),
        ("Quý HH/2023", "Quý III/2023"),
        ("quý H năm 2022", "quý II năm 2022"),
        ("quý IV năm 2021", "quý IV năm 2021"),
        ("kỳ họp HI", "kỳ họp HI"),
    ],
)
def test_quarters(text: str, expected: str) -> None:
    assert mend_quarter(text) == expected


@pytest.mark.parametrize(
    ("printed", "elsewhere", "told"),
    [
        ("4G/L/TE", "4G/LTE", "4G/LTE"),
        ("MIQG", "MTQG", "MTQG"),
        # another code, one that the paper prints as well, a figure
        ("PCTN", "PCTT", "PCTN"),
        ("THPT", "THPT và THPI", "THPT"),
        ("QL1A", "QL1B", "QL1A"),
    ],
)
def test_a_doubted_code_is_read_as_the_paper_prints_it(
    printed: str, elsewhere: str, told: str
) -> None:
    text = (
        f"~SỞ CÔNG THƯƠNG ||\n~Số: 5/SCT-VP ||\n~V/v báo cáo về ¿{printed} ||\n\n"
        f"~Kính gửi: UBND tỉnh.\n\n~Sở báo cáo về {elsewhere} như sau."
    )
    assert value(read(text), "subject") == f"báo cáo về {told}"
