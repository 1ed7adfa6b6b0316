"""Citations: every shape of docs/… seen in letters, and what only looks like one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.document import Block
from dispatch.notation import parse_number
from dispatch.record import Reference
from dispatch.relations import Relation
from dispatch.text import fold_same_length
from nlp.citation_grammar import find_citations
from nlp.citation_repair import repair_number, repair_title
from parsers.assemble import RawLine, RawPage, RawWord, assemble
from tests.nlp.builder import SOURCE, draw
from tests.nlp.citing import HEAD, cited, read_body, read_document, references

FULL = "Thực hiện Kế hoạch số 16/KH-BQL ngày 06/02/2023 của Ban Quản lý các khu công nghiệp"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Nghị định 30/2020, Phụ lục I, Mục II: full first mention, short or long date
        (f"{FULL} về thi đua.", [("16/KH-BQL", "2023-02-06")]),
        (
            "theo Quyết định số 1013/QĐ-TLĐ ngày 19 tháng 8 năm 2011 của Đoàn Chủ tịch.",
            [("1013/QĐ-TLĐ", "2011-08-19")],
        ),
        # the Party's comma, blanks and order; the Youth Union's blanks
        ("Theo Công văn số 64-CV/TW, ngày 10/4/2025 của Ban Bí thư", [("64-CV/TW", "2025-04-10")]),
        ("Thực hiện Kế hoạch số 298 KH/TWĐTN ngày 14/7/2011", [("298-KH/TWĐTN", "2011-07-14")]),
        ("Theo Hướng dẫn số 31- HD/BTCTW ngày 23/4/2025", [("31-HD/BTCTW", "2025-04-23")]),
        ("theo Quyết định số 367 - QĐ/TWĐTN-VP", [("367-QĐ/TWĐTN-VP", None)]),
        ("Chỉ thị số 22/CT-TW ngày 23/01/2018 của Ban Bí thư", [("22/CT-TW", "2018-01-23")]),
        # capitals of a title
        (
            "TRIỂN KHAI CHỈ THỊ SỐ 19/CT-TTG NGÀY 16 THÁNG 7 NĂM 2021",
            [("19/CT-TTg", "2021-07-16")],
        ),
        # a number broken over two lines, and blanks round its separators
        ("Theo Công văn số 176/STC-\nHCSN ngày 15/01/2025", [("176/STC-HCSN", "2025-01-15")]),
        ("theo Tờ trình số 37/TTr -UBND ngày 07/02/2025", [("37/TTr-UBND", "2025-02-07")]),
        ("theo Nghị quyết số 17/NQ- CP ngày 07/3/2019", [("17/NQ-CP", "2019-03-07")]),
        # odd notations of real offices
        ("Công văn số 36/HCCV ngày 19/8/2025", [("36/HCCV", "2025-08-19")]),
        ("Văn bản số 118/PCTV-KD+KT ngày 03/5/2024", [("118/PCTV-KD+KT", "2024-05-03")]),
        # papers that are no administrative documents, and one list of them
        (
            "Căn cứ Giấy phép số 81/GP-UBND ngày 03/6/2016; Quy trình số 03/QT-STC ngày 04/5/2020;",
            [("81/GP-UBND", "2016-06-03"), ("03/QT-STC", "2020-05-04")],
        ),
        ("căn cứ Thể lệ số 01-TL/BTC, ngày 06/02/2024", [("01-TL/BTC", "2024-02-06")]),
        ("Công văn số 05/Cty ngày 03/4/2024", [("05/Cty", "2024-04-03")]),
        (
            "Tờ trình số 511/TTr-CAT(PC04) ngày 23/12/2025",
            [("511/TTr-CAT(PC04)", "2025-12-23")],
        ),
        ("Công văn số 04/CV-HHTT&DN ngày 06/9/2025", [("04/CV-HHTT&DN", "2025-09-06")]),
        ("Kế hoạch số 16a/KH-BQL ngày 06/02/2023", [("16a/KH-BQL", "2023-02-06")]),
        # short forms: no số, an abbreviated noun, a decree by number and year
        ("theo Kế hoạch 16/KH-BQL đã ban hành", [("16/KH-BQL", None)]),
        ("quy định tại Nghị định 98/2023 của Chính phủ", [("98/2023/NĐ-CP", None)]),
        ("quy định tại NĐ 98/2023 của Chính phủ", [("98/2023/NĐ-CP", None)]),
        # chains: date and issuer stand at the end, lists repeat no noun
        (
            "theo Quyết định số 1013/QĐ-TLĐ và Quyết định số 1014/QĐ-TLĐ ngày 19/8/2011 của Đoàn",
            [("1013/QĐ-TLĐ", "2011-08-19"), ("1014/QĐ-TLĐ", "2011-08-19")],
        ),
        (
            "các Công văn số 12/BQL-VP, 15/BQL-QLĐT ngày 10/01/2023 và số 27/BQL-VP ngày 02/3/2023",
            [
                ("12/BQL-VP", "2023-01-10"),
                ("15/BQL-QLĐT", "2023-01-10"),
                ("27/BQL-VP", "2023-03-02"),
            ],
        ),
        (
            "theo Quyết định số 512/QĐ-UBND và số 513/QĐ-UBND cùng ngày 13/12/2024",
            [("512/QĐ-UBND", "2024-12-13"), ("513/QĐ-UBND", "2024-12-13")],
        ),
        (
            "Căn cứ các Quyết định của UBND tỉnh: Số 84/QĐ-UBND ngày 19/02/2021 về việc dự phòng; "
            "số 734/QĐ-UBND ngày 13/7/2023 về việc sửa đổi.",
            [("84/QĐ-UBND", "2021-02-19"), ("734/QĐ-UBND", "2023-07-13")],
        ),
        # the date before the number
        (
            "Ngày 05/8/2022, Ủy ban nhân dân tỉnh có văn bản số 238/UBND-KGVX về việc họp.",
            [("238/UBND-KGVX", "2022-08-05")],
        ),
        (
            "Đến ngày 03/12/2022, Sở Nội vụ có Công văn số 2418/SNV-TCBC về việc góp ý.",
            [("2418/SNV-TCBC", "2022-12-03")],
        ),
        # the day on which a letter came in is not its own
        ("Ngày 05/8/2022, Sở nhận được Công văn số 7/UBND-TH về họp.", [("7/UBND-TH", None)]),
        # a date without the word ngày, and one printed wrong
        ("tại Tờ trình số 2864/TTr-STP 28/9/2022 của Sở", [("2864/TTr-STP", "2022-09-28")]),
        (
            "theo Quyết định số 5/QĐ-BNV ngày 05 tháng 3 tháng 2020",
            [("5/QĐ-BNV", "2020-03-05")],
        ),
        ("theo Công văn số 8/SY-VP ngày 31/9/2022", [("8/SY-VP", None)]),
        # one document, cited thrice, completed by a later mention
        (
            "Sở đã nhận Tờ trình số 05-TTr/HNB. Tờ trình số 05-TTr/HNB ngày 29/4/2023 nêu rõ. "
            "Tờ trình 05-TTr/HNB được giao cho phòng.",
            [("05-TTr/HNB", "2023-04-29")],
        ),
        # a bracket between number and day; a semicolon parts days
        ("Theo Kế hoạch số 16/KH-BQL (đính kèm) ngày 06/02/2023", [("16/KH-BQL", "2023-02-06")]),
        (
            "theo Luật Đấu thầu số 22/2023/QH15; Luật Đầu tư công ngày 13/6/2019",
            [("22/2023/QH15", None), ("Luật Đầu tư công", "2019-06-13")],
        ),
        # before 1998 a dash stood between number and notation; a number glued to its word
        (
            "Căn cứ Nghị định số 130-CP ngày 29-9-1991 của Chính phủ; Quyết định số56-CT ngày "
            "24-4-1993",
            [("130-CP", "1991-09-29"), ("56-CT", "1993-04-24")],
        ),
        # an ordinance whose name holds a comma; a plan of years is no next item
        (
            "Căn cứ Luật Dược ngày 06/4/2016; mời luật gia Trần A, mà Luật được nêu",
            [("Luật Dược", "2016-04-06")],
        ),
        (
            "theo Pháp lệnh cán bộ, công chức ngày 26/02/1998 và Kế hoạch 5 năm 2021-2025",
            [("Pháp lệnh cán bộ, công chức", "1998-02-26")],
        ),
        # anaphora and the document itself cite nothing
        ("Quyết định này, Kế hoạch trên và Công văn nêu trên được thực hiện.", []),
        ("Công văn số 900/SY-VP của Sở Y.", []),
    ],
)
def test_numbers_and_dates(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Trụ sở: Số 16, đường Trường Chinh; điện thoại: 0209 3810 016.",
        "Toàn đơn vị đạt 16/18 chỉ tiêu, 22/22 xã hoàn thành 9/10 nhiệm vụ.",
        "Chương trình phát triển giai đoạn 2021-2025, giai đoạn 2021 – 2030.",
        "theo khoản 2 Điều 16 của Quy chế.",
        "Nhà số 12/BT đường Lê Lợi, thửa số 5/TD.",
        "Phòng 302/A2-T3, lô 12/LK-05; xe 49A-12345; tỷ lệ 1/500; tiêu chuẩn ISO 9001:2015.",
        "Mã số thuế 0101234567, tài khoản 12/ABC.",
        "Đề án 06 và Chương trình 135 của tỉnh.",
        "Mọi quy định trước đây trái với Quyết định này đều bãi bỏ.",
        "Theo đề nghị của Chánh Văn phòng.",
        "Luật sư Nguyễn Văn A thuộc Đoàn Luật sư tỉnh; pháp luật hiện hành.",
    ],
)
def test_what_only_looks_like_a_citation(text: str) -> None:
    assert references(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
            [("Luật Thi đua, khen thưởng", "2022-06-15")],
        ),
        ("Căn cứ Luật Lưu trữ số 33/2024/QH15;", [("33/2024/QH15", None)]),
        (
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
            [("Luật Tổ chức chính quyền địa phương", "2025-06-16")],
        ),
        (
            "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức "
            "chính quyền địa phương ngày 22/11/2019;",
            [
                (
                    "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức "
                    "chính quyền địa phương",
                    "2019-11-22",
                )
            ],
        ),
        # the amending law's day is its own, not that of the last law in its name
        (
            "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Đất đai số 31/2024/QH15 và Luật Nhà "
            "ở số 27/2023/QH15 ngày 29/6/2024;",
            [
                (
                    "Luật sửa đổi, bổ sung một số điều của Luật Đất đai số 31/2024/QH15 và Luật "
                    "Nhà ở số 27/2023/QH15",
                    "2024-06-29",
                ),
                ("31/2024/QH15", None),
                ("27/2023/QH15", None),
            ],
        ),
        # and so is a number that only the last one bears
        (
            "Căn cứ Pháp lệnh sửa đổi, bổ sung một số điều của Pháp lệnh giống cây trồng số "
            "06/2013/PL-UBTVQH13 ngày 18/3/2013;",
            [("06/2013/PL-UBTVQH13", "2013-03-18")],
        ),
        # one law, by year and then by name alone
        (
            "Theo quy định của Luật Công chứng năm 2024 và hướng dẫn thi hành Luật Công chứng.",
            [("Luật Công chứng", None)],
        ),
        # two laws of one name, of two years
        (
            "Căn cứ Luật Viên chức ngày 15/11/2010;\nCăn cứ Luật sửa đổi, bổ sung một số điều của "
            "Luật Viên chức ngày 14/6/2015;\nCăn cứ Luật sửa đổi, bổ sung một số điều của Luật "
            "Viên chức ngày 25/11/2019;",
            [
                ("Luật Viên chức", "2010-11-15"),
                ("Luật sửa đổi, bổ sung một số điều của Luật Viên chức", "2015-06-14"),
                ("Luật sửa đổi, bổ sung một số điều của Luật Viên chức", "2019-11-25"),
            ],
        ),
        # a name that no table holds ends where its day begins
        ("Căn cứ Luật Đường cao tốc ngày 27/6/2024;", [("Luật Đường cao tốc", "2024-06-27")]),
    ],
)
def test_laws_by_name(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    ("text", "body", "subject"),
    [
        (
            f"{FULL} về Phát động thi đua năm 2023. Ban Quản lý các KCN phát động đợt II.",
            "Ban Quản lý các khu công nghiệp",
            "Phát động thi đua năm 2023",
        ),
        (
            "Theo Công văn số 7/BVHTTDL-VP ngày 01/02/2023 của Bộ Văn hóa, Thể thao và Du lịch về "
            "việc lễ hội, Sở Y đề nghị các phòng thực hiện.",
            "Bộ Văn hóa, Thể thao và Du lịch",
            "lễ hội",
        ),
        (
            "Theo Công văn số 7/STC-VP ngày 01/02/2023 của Sở Tài chính, Sở Y báo cáo như sau:",
            "Sở Tài chính",
            None,
        ),
        (
            "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ quy định chi tiết một "
            "số điều của Luật Thi đua, khen thưởng;",
            "Chính phủ",
            "quy định chi tiết một số điều của Luật Thi đua, khen thưởng",
        ),
        (
            "Theo đề nghị của Chánh Văn phòng tại Tờ trình số 08/TTr-VP ngày 03/7/2023.",
            "Chánh Văn phòng",
            None,
        ),
        (
            "Theo Công văn số 7/BATGT-VP ngày 01/02/2023 của Ban An toàn giao thông tỉnh.",
            "Ban An toàn giao thông tỉnh",
            None,
        ),
        (  # who passes an opinion on, and a quotation that the subject goes on after
            "Theo Công văn số 402/VP-TH ngày 24/4/2025 của Văn phòng Tổng cục truyền đạt ý kiến.",
            "Văn phòng Tổng cục",
            None,
        ),
        (
            "Theo Kế hoạch số 28/KH-CĐ ngày 06/5/2025 của Công đoàn ngành về phong trào “Giỏi việc "
            "nước” chào mừng Đại hội, Sở Y đề nghị các phòng thực hiện.",
            "Công đoàn ngành",
            "phong trào “Giỏi việc nước” chào mừng Đại hội",
        ),
    ],
)
def test_issuer_and_subject_end_where_their_phrase_ends(
    text: str, body: str, subject: str | None
) -> None:
    first = references(text)[0]
    assert (first.issuing_body, first.subject) == (body, subject)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("bãi bỏ khoản 2 Điều 3 Quyết định số 12/QĐ-BQL ngày 05/01/2022", "Điều 3 khoản 2"),
        ("theo điểm a khoản 6 Điều 21 Nghị định số 126/2024/NĐ-CP", "Điều 21 khoản 6 điểm a"),
        ("theo Quyết định số 12/QĐ-BQL", None),
    ],
)
def test_scope_is_an_address_from_large_to_small(text: str, scope: str | None) -> None:
    assert references(text)[0].scope == scope


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("theo Văn bản số 238/UBND-KGVX ngày 19/3/2018", "Công văn"),
        ("theo văn bản số 12/KH-UBND ngày 19/3/2018", "Kế hoạch"),
        # type and notation disagree: the printed noun stays
        ("theo Kế hoạch số 1109/QĐ-UBND ngày 31/3/2022", "Kế hoạch"),
        ("theo thư mời số 5/GM-SY ngày 1/3/2022", "Giấy mời"),
    ],
)
def test_type_from_noun_else_from_notation(text: str, kind: str) -> None:
    assert references(text)[0].document_type == kind


def test_a_blank_number_keeps_its_notation_and_month() -> None:
    first = references("Theo đề nghị tại Tờ trình số      /TTr-SNV ngày    /6/2023 của Sở.")[0]
    assert (first.number, first.number_state, first.notation) == (None, "blank", "TTr-SNV")
    assert first.date_partial == "2023-06"


def test_a_blank_of_the_own_notation_is_the_document_itself() -> None:
    head = "Số:      /QĐ-BQL\nHà Nội, ngày     tháng 7 năm 2023\nQUYẾT ĐỊNH\nVề việc khen thưởng\n"
    text = "Căn cứ Luật Đất đai ngày 18/01/2024;\n(Kèm theo Quyết định số      /QĐ-BQL của Ban)"
    assert [item.title for item in references(text, head=head)] == ["Luật Đất đai"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("theo Công văn số 8/SY-VP ngày 31/9/2022", "reference-date-invalid"),
        (
            "theo Công văn số 8/SY-VP, 9/SY-VP và số 11/SY-VP ngày 1/9/2022 và ngày 5/9/2022",
            "reference-dates-unpaired",
        ),
        ("theo Công văn số 8/SY-VP ngày 01/9/2055", "reference-future"),
        ("theo Kế hoạch số 1109/QĐ-UBND ngày 31/3/2022", "reference-type-conflict"),
        ("theo Quyết định số 18/20202QĐ-UBND ngày 31/3/2022", "reference-number-irregular"),
        ("theo Tờ trình số      /TTr-SNV ngày 03/6/2023", "reference-number-blank"),
    ],
)
def test_what_a_person_should_look_at(text: str, code: str) -> None:
    assert code in {item.code for item in read_body(text).warnings}


def test_a_regular_citation_warns_of_nothing() -> None:
    assert not [item for item in read_body(f"{FULL}.").warnings if "reference" in item.code]


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [
        ("84/QĐĐ-UBND", "Quyết định", "84/QĐ-UBND"),
        ("1105/QĐĐ-SGD&DT", "Quyết định", "1105/QĐ-SGD&ĐT"),
        ("178-KL/THW", "Kết luận", "178-KL/TW"),
        ("177-KL/IW", "Kết luận", "177-KL/TW"),
        ("126/2024/NĐ-C", "Nghị định", "126/2024/NĐ-CP"),
        ("903/QĐ-SNNMTT", "Quyết định", "903/QĐ-SNNMT"),
        ("847/UBND-VXI1", "Công văn", "847/UBND-VX1"),
        ("103/2024NĐ-CP", "Nghị định", "103/2024/NĐ-CP"),
        ("154/2020/NĐCP", "Nghị định", "154/2020/NĐ-CP"),
        ("24/NQ-HDND", "Nghị quyết", "24/NQ-HĐND"),
        ("32/2024/OH15", "Luật", "32/2024/QH15"),
        ("04/2012/UBTVQHI3", "Pháp lệnh", "04/2012/UBTVQH13"),
        ("04/2012/UBTVQHI13", "Pháp lệnh", "04/2012/UBTVQH13"),
        ("1662/NQ-UBTVQHI15", "Nghị quyết", "1662/NQ-UBTVQH15"),
        ("648/TTr-SNỹ", "Tờ trình", "648/TTr-SNV"),
        ("512/Q1-TTg", "Quyết định", "512/QĐ-TTg"),
        ("23/2023/QĐ-T1s", "Quyết định", "23/2023/QĐ-TTg"),
        ("204-KL/TH", "Kết luận", "204-KL/TW"),
        ("45-HI/BTCTHM", "Hướng dẫn", "45-HD/BTCTW"),
        ("88-CW/BCĐ", "Công văn", "88-CV/BCĐ"),
        ("04/BC-HHDL.LĐ", "Báo cáo", "04/BC-HHDLLĐ"),
    ],
)
def test_ocr_damage_is_undone_where_a_table_demands_it(
    number: str, kind: str, expected: str
) -> None:
    repaired = repair_number(number, kind)
    assert repaired is not None
    assert repaired.number == expected


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("12/BCĐ-TH", "Báo cáo"),
        ("648/CP-NN", "Công điện"),
        ("7/TTr-TH", "Tờ trình"),
        ("16-NQ/TU", "Nghị quyết"),
    ],
)
def test_letters_of_a_body_are_no_damaged_code(number: str, kind: str) -> None:
    assert repair_number(number, kind) is None


@pytest.mark.parametrize(
    "number",
    ["16/KH-BQL", "12/HD-BTĐKT", "12/HĐ-BTĐKT", "5/SNV-VP", "16/KH-XÀZ", "198/SGD&ĐT-KHTC"],
)
def test_what_may_be_right_is_never_repaired(number: str) -> None:
    assert repair_number(number, None) is None


def test_a_law_read_by_ocr_is_repaired_with_its_print_kept() -> None:
    text = "Căn cứ Luật Tổ chức chính quyên địa phương ngày 19/6/2015;"
    assert repair_title("Luật Tổ chức chính quyên địa phương") == (
        "Luật Tổ chức chính quyền địa phương"
    )
    assert repair_title("Luật tố chức HĐND và UBND") == "Luật Tổ chức HĐND và UBND"
    assert repair_title("Luật Sửa đối một số điều của Luật Tố chức Chính phủ") == (
        "Luật sửa đổi một số điều của Luật Tổ chức Chính phủ"
    )
    assert repair_title("Pháp lệnh sửa đối, bố sung một số điều của Pháp lệnh Phí") == (
        "Pháp lệnh sửa đổi, bổ sung một số điều của Pháp lệnh Phí"
    )
    assert repair_title("Luật sửa đổi, bổ sung một số điều của các Luật liên quan đến đất") is None
    amended = "Luật sửa đổi, bổ sung một số điều của Luật Đất đai số 31/2024/{}, Luật Nhà ở"
    assert repair_title(amended.format("QHI5")) == amended.format("QH15")
    assert repair_title("Luật Thi đua khen thưởng") is None  # the comma is the writer's choice
    finding = read_body(text, scanned=True).of("references")[0]
    assert finding.raw == "Luật Tổ chức chính quyên địa phương"
    # the same print in a text layer is what the office wrote
    assert read_body(text).of("references")[0].raw is None


numbers = st.builds(
    "{}/{}-{}".format,
    st.integers(1, 9999),
    st.sampled_from(["KH", "QĐ", "TTr", "CV", "NQ"]),
    st.sampled_from(["UBND", "BQL", "SNV", "HĐND", "SGDĐT"]),
)


@given(numbers, st.dates(min_value=date(1990, 1, 1)))
def test_any_number_with_any_day_is_read_back(number: str, day: date) -> None:
    text = f"theo Quyết định số {number} ngày {day:%d/%m/%Y} của Ủy ban nhân dân tỉnh"
    (citation,) = find_citations(text, fold_same_length(text))
    assert citation.number is not None
    assert citation.number.value == str(parse_number(number))
    assert citation.date is not None
    assert citation.date.iso == f"{day:%Y-%m-%d}"


def test_a_note_takes_the_relation_of_the_citation_that_bears_its_mark() -> None:
    body = "Căn cứ Quyết định số 5/QĐ-SY ngày 01/02/2023 và các văn bản liên quan1."
    note = "1 Hướng dẫn số 31-HD/BTCTW ngày 23/4/2023; Công văn số 7/SY-VP ngày 02/5/2023."
    lines = [RawLine([RawWord(word) for word in row.split()]) for row in (HEAD + body).split("\n")]
    lines.append(RawLine([RawWord(word) for word in note.split()], block=Block.FOOTNOTE))
    found = read_document(assemble(SOURCE, [RawPage(lines)])).of("references")
    values = [item.value for item in found if isinstance(item.value, Reference)]
    assert [(item.number, item.relation) for item in values] == [
        ("5/QĐ-SY", Relation.BASIS),
        ("31-HD/BTCTW", Relation.BASIS),
        ("7/SY-VP", Relation.BASIS),
    ]


def test_what_a_note_says_is_done_was_done_by_others() -> None:
    body = "Công ty cam kết tại Văn bản số 58/CV-NL ngày 09/9/2023 1."
    note = "1 Thay thế Văn bản số 51/CV-NL ngày 30/8/2023 của Công ty do ghi nhầm."
    lines = [RawLine([RawWord(word) for word in row.split()]) for row in (HEAD + body).split("\n")]
    lines.append(RawLine([RawWord(word) for word in note.split()], block=Block.FOOTNOTE))
    found = read_document(assemble(SOURCE, [RawPage(lines)])).of("references")
    values = [item.value for item in found if isinstance(item.value, Reference)]
    assert [(item.number, item.relation) for item in values] == [
        ("58/CV-NL", Relation.MENTIONS),
        ("51/CV-NL", Relation.MENTIONS),
    ]


@pytest.mark.parametrize(("notes", "number"), [(1, "1925/STC-HTDN"), (0, "1925/STC-HTDN1")])
def test_a_notes_mark_is_parted_from_the_number(notes: int, number: str) -> None:
    body = "Theo Công văn số 1925/STC-HTDN1 ngày 01/02/2023 của Sở."
    lines = [RawLine([RawWord(word) for word in row.split()]) for row in (HEAD + body).split("\n")]
    lines += [RawLine([RawWord("Xem")], block=Block.FOOTNOTE)] * notes
    (found,) = read_document(assemble(SOURCE, [RawPage(lines)])).of("references")
    assert isinstance(found.value, Reference)
    assert found.value.number == number


def test_who_decides_is_no_part_of_what_the_heading_cites() -> None:
    (found,) = read_document(
        draw(
            "^**QUYẾT ĐỊNH\n^**SỬA ĐỔI QUY CHẾ KÈM THEO QUYẾT ĐỊNH SỐ 13/2018/QĐ-UBND NGÀY 27 "
            "THÁNG 4 NĂM 2018 CỦA ỦY BAN NHÂN DÂN TỈNH SƠN LA\n\n^**ỦY BAN NHÂN DÂN TỈNH SƠN LA"
        )
    ).of("references")
    assert isinstance(found.value, Reference)
    assert found.value.issuing_body == "Ủy ban nhân dân tỉnh Sơn La"


def test_what_is_attached_cites_for_itself() -> None:
    text = (
        "Sở Y trình dự thảo Quyết định./.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\n"
        "Nguyễn Văn A\n\nPHỤ LỤC\nQuy định chung\n"
        "Các phòng thực hiện theo Quyết định số 5/QĐ-SY ngày 01/02/2023."
    )
    assert references(text) == []


def test_what_recipients_are_told_is_cited() -> None:
    found = references(
        "Tổng cục thông báo để các đơn vị biết, thực hiện./.\n\nNơi nhận:\n- Như trên;\n"
        "- Cục A: Thay trả lời công văn số 134/HQ-GS ngày 25/5/2011;\n- Phòng B: 02 bản;\n"
        "- Lưu: VT.\n\nGIÁM ĐỐC\n\nNguyễn Văn A"
    )
    assert [(item.relation, item.number, item.date) for item in found] == [
        (Relation.REPLIES_TO, "134/HQ-GS", "2011-05-25")
    ]


@pytest.mark.parametrize(
    ("cited", "subject"),
    [
        ("Luật Thuế số 48/2024/QH15 ngày 26/11/2024 quy định về thuế suất;", None),
        ("Nghị định số 5/2024/NĐ-CP ngày 26/11/2024 của Chính phủ quy định về thuế suất;",
         "quy định về thuế suất"),
    ],
)  # fmt: skip
def test_what_an_article_of_a_law_rules_is_not_its_subject(cited: str, subject: str | None) -> None:
    assert references(f"Tại Điều 9 {cited}")[0].subject == subject


@pytest.mark.parametrize(
    ("text", "title", "relation"),
    [
        (
            "Theo Điều 5 Luật TĐKT, các phòng đề nghị xét tặng. Căn cứ Luật Thi đua, khen thưởng, "
            "Sở Y xét.",
            "Luật Thi đua, khen thưởng", "according_to",
        ),
        (
            "Các phòng nắm rõ Luật BHYT. Theo Luật bảo hiểm y tế năm 2008, các phòng chi trả. "
            "Theo Luật bảo hiểm y tế, không ai được thu thêm.",
            "Luật bảo hiểm y tế", "mentions",
        ),
    ],
)  # fmt: skip
def test_a_laws_initials_and_its_name_are_one_law(text: str, title: str, relation: str) -> None:
    assert [(one.title, one.relation) for one in references(text)] == [(title, relation)]


def test_what_a_letter_sends_along_is_told_last() -> None:
    letter = "Công văn số 627/BYT-BH ngày 27/01/2021"
    text = f"Bộ Y tế có {letter}. Đề nghị các phòng thực hiện (gửi kèm {letter})."
    assert [one.relation for one in references(text)] == ["attaches"]
