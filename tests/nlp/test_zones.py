"""Each line gets its role, with columns, without them, and on whatever else comes in."""

import pytest

from dispatch.record import Signer
from nlp.roles import Role
from nlp.zones import label
from tests.nlp.builder import draw, read, value

PAGE = """
UBND TỈNH HÀ GIANG || **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
**SỞ XÂY DỰNG || **Độc lập - Tự do - Hạnh phúc
Số: 15/QĐ-SXD || Hà Giang, ngày 05 tháng 4 năm 2024

^**QUYẾT ĐỊNH
^**Về việc khen thưởng tập thể

^**GIÁM ĐỐC SỞ XÂY DỰNG

Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;

**QUYẾT ĐỊNH:

Điều 1. Khen thưởng tập thể Văn phòng Sở.

Nơi nhận: || **GIÁM ĐỐC
- Như Điều 2; || (Đã ký)
- Lưu: VT. || **Trần Văn Sơn
"""
ROLES = """
issuer issuer number national_name motto place_date title subject enacting basis body body
recipients recipients archive position signed_mark signer
"""


def test_roles_of_a_page_in_columns() -> None:
    assert [str(role) for role in label(draw(PAGE)).roles] == ROLES.split()


def test_roles_of_the_same_page_without_columns() -> None:
    plain = PAGE.replace("^", "").replace("**", "")
    left = [row.split("||")[0].strip() for row in plain.split("\n") if "||" in row]
    right = [row.split("||")[1].strip() for row in plain.split("\n") if "||" in row]
    middle = plain.split("05 tháng 4 năm 2024")[1].split("Nơi nhận")[0]
    text = "\n".join([*left[:3], *right[:3], middle, *left[3:], *right[3:]])
    assert [str(role) for role in label(draw(text)).roles] == ROLES.split()


def test_mixed_rows_are_cut_into_pieces() -> None:
    text = "SỞ Y TẾ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 3/SYT-VP Vinh, ngày 02 tháng 6 năm 2023"
    zones = label(draw(text))
    assert [str(role) for role in zones.piece_roles] == [
        "issuer", "national_name", "number", "place_date",
    ]  # fmt: skip
    assert len(zones.roles) == len(zones.document.lines) == 2


@pytest.mark.parametrize(
    "name",
    [
        "CÔNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CỘNG HÕA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CONG HOA XA HOI CHU NGHIA VIET NAM",
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ],
)
def test_misprints_of_the_national_name(name: str) -> None:
    assert label(draw(name)).roles == (Role.NATIONAL_NAME,)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "/" * 100_000,
        "Số: " + "1/" * 50_000,
        "Nơi nhận: " + "- ; " * 100_000,
        "KT. " + "CHỦ TỊCH " * 50_000,
        "ngày " * 100_000,
        "\n".join(["- Lưu: VT"] * 5_000),
        "\n".join(["PHỤ LỤC"] * 5_000),
        "Kính gửi: " + "Sở " * 100_000,
        "\x01\x02 ЖЖЖ 漢字 \u202e؀",
        "V/v " + "(" * 100_000,
        "",
    ],
)
@pytest.mark.timeout(120)  # what is quadratic takes hours on these
def test_hostile_text_is_labelled_in_time(text: str) -> None:
    document = draw(text)
    assert len(label(document).roles) == len(document.lines)
    read(text)


def test_the_year_on_a_line_of_its_own_below_the_day() -> None:
    text = (
        "BAN QUẢN LÝ DỰ ÁN || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Số: 45/BB-BQLDA || Độc lập - Tự do - Hạnh phúc\n"
        "|| Tuyên Quang, ngày 11 tháng 7 năm\n"
        "2024\n\nBIÊN BẢN\nHọp giao ban tiến độ\n"
    )
    assert value(read(text), "date") == "2024-07-11"


def signed(text: str) -> tuple[str | None, str | None]:
    """Return who signs the letter and the office."""
    signer = value(read(text), "signer")
    assert isinstance(signer, Signer)
    return signer.name, signer.position


def test_the_signer_beside_an_appendix_that_follows_the_list() -> None:
    foot = (
        "SỞ Y TẾ\nSố: 5/SYT-VP\n\nKính gửi: Các phòng.\n\nNơi nhận: ||\n- Như trên; ||\n"
        "- Lưu: VT. ||\nPHỤ LỤC I ||\nDANH MỤC THUỐC ||\n|| GIÁM ĐỐC\n|| Vũ Thanh Cường\n"
    )
    assert signed(foot) == ("Vũ Thanh Cường", "GIÁM ĐỐC")


def test_the_last_short_word_of_a_wrapped_office() -> None:
    foot = (
        "SỞ Y TẾ\nSố: 5/SYT-VP\n\nKính gửi: Các phòng.\n\nNơi nhận: ||\n- Lưu: VT. ||\n"
        "|| TL. GIÁM ĐỐC\n|| TRƯỞNG PHÒNG TỔ CHỨC CÁN\n|| BỘ\n|| Kim Sa Phép\n"
    )
    assert signed(foot) == ("Kim Sa Phép", "TRƯỞNG PHÒNG TỔ CHỨC CÁN BỘ")


@pytest.mark.parametrize(("end", "held"), [("~HỢP", True), ("~¿HỢP", False)])
def test_the_last_short_word_of_a_wrapped_office_on_a_scan(end: str, held: bool) -> None:
    foot = (
        "~TÒA ÁN NHÂN DÂN TỐI CAO\n~Số: 5/TA-TK\n\n~Kính gửi: Các tòa.\n\n~Nơi nhận: ||\n"
        f"~- Lưu: VT. ||\n|| ~TL. CHÁNH ÁN\n|| ~VỤ TRƯỞNG VỤ THỐNG KÊ - TỔNG\n|| {end}\n"
        "|| ~Kim Sa Phép\n"
    )
    assert signed(foot)[1] == f"VỤ TRƯỞNG VỤ THỐNG KÊ - TỔNG{' HỢP' if held else ''}"


@pytest.mark.parametrize("heading", ["", "~mm... || ~KT. GIÁM ĐỐC\n"])
def test_a_list_of_recipients_whose_heading_was_not_read(heading: str) -> None:
    foot = (
        f"SỞ Y TẾ\nSố: 5/SYT-VP\n\nKính gửi: Các phòng.\n\nSở mời dự.\n\n{heading}~- Như trên; ||\n"
        "~- Sở Tài chính; ||\n~- Lưu: VT. ||\n|| ~PHÓ GIÁM ĐỐC\n|| ~Vũ Thanh Cường\n"
    )
    findings = read(foot)
    names = [found.value.name for found in findings.of("recipients")]
    assert names == ["Như trên", "Sở Tài chính"]


def test_what_is_left_of_the_heading_before_the_first_entry() -> None:
    foot = (
        "SỞ Y TẾ\nSố: 5/SYT-VP\n\nKính gửi: Các phòng.\n\n~Tà, - Như trên; ||\n"
        "~- Sở Tài chính; ||\n~- Lưu: VT. ||\n|| ~GIÁM ĐỐC\n|| ~Vũ Thanh Cường\n"
    )
    assert next(found.value.name for found in read(foot).of("recipients")) == "Như trên"


def test_a_signature_panel_over_the_right_column_leaves_the_letterhead() -> None:
    text = (
        "~SỞ Y TẾ || ~TRUNG TÂM CÔNG\n|| ~BÁO VÀ TIN HỌC\n"
        "|| ~ttcb@quangngai.gov.vn\n|| ~CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "|| ~Độc lập - Tự do - Hạnh phúc\n~^THÔNG BÁO\n~^Kết luận tại buổi họp thực hiện 02\n"
        "~Chương trình mục tiêu: y tế và dân số\n\n~Ngày 12/11/2024, Sở họp với các đơn vị."
    )
    findings = read(text)
    assert value(findings, "issuing_body") == "Sở Y tế"
    assert value(findings, "subject") == (
        "Kết luận tại buổi họp thực hiện 02 Chương trình mục tiêu: y tế và dân số"
    )


def test_the_rest_of_an_office_stands_above_the_mark_of_the_signature() -> None:
    foot = (
        "SỞ Y TẾ\nSố: 5/SYT-VP\n\nKính gửi: Các phòng.\n\nNơi nhận: ||\n- Lưu: VT. ||\n"
        "|| ~BỘ TRƯỞNG\n|| ~VĂN HÓA - THÔNG TIN\n|| ~(Đã ký)\n|| ~Kim Sa Phép\n"
    )
    assert signed(foot) == ("Kim Sa Phép", "BỘ TRƯỞNG VĂN HÓA - THÔNG TIN")


@pytest.mark.parametrize("place", ["thị xã Sa Pa", "tp. Lào Cai"])
def test_a_place_in_small_letters_below_what_a_letter_is_about(place: str) -> None:
    findings = read(
        f"UBND TỈNH LÀO CAI\nSỞ NỘI VỤ\nSố: 12/SNV-VP\nV/v báo cáo kết quả\n{place}, ngày 03 tháng "
        "3 năm 2025\n\nKính gửi: Các phòng."
    )
    assert value(findings, "date") == "2025-03-03"
    assert value(findings, "subject") == "báo cáo kết quả"


def test_a_report_on_works_announces_no_name() -> None:
    findings = read(
        "SỞ NỘI VỤ\nSố: 12/BC-SNV\nLào Cai, ngày 03 tháng 3 năm 2025\n\nBÁO CÁO\nTiến độ các công "
        "trình năm 2024\nSở Nội vụ báo cáo tiến độ các công trình:\n1. Công trình A đạt 30%."
    )
    assert value(findings, "subject") == "Tiến độ các công trình năm 2024"


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("Công ty TNHH Dệt Nam Long (Việt Nam) (Lô 5, KCN Trà Nóc, tỉnh Hậu Giang)",
         "Công ty TNHH Dệt Nam Long (Việt Nam)"),
        ("Công ty A (Đ/c: số 5 đường Lê Lợi)", "Công ty A"),
        ("UBND huyện (qua Phòng Nội vụ)", "UBND huyện (qua Phòng Nội vụ)"),
    ],
)  # fmt: skip
def test_the_seat_of_a_firm_is_no_part_of_its_name(printed: str, told: str) -> None:
    findings = read(f"BỘ Y TẾ\nSố: 12/BYT-VP\nV/v báo cáo\n\nKính gửi: {printed}.\n\nĐề nghị.")
    assert value(findings, "addressees") == told
