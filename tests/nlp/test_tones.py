"""Lost marks come back where the neighbours tell; names, short forms and good print stay."""

from collections import Counter

import pytest

from nlp.tones import WORD, pairs_of, parted, restore_text
from tests.nlp.builder import read

NOTHING: Counter[tuple[str, str]] = Counter()


def restored(text: str, *, document: str = "") -> str:
    return restore_text(text, [0.96] * len(WORD.findall(text)), pairs_of(document or text))


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("phê duyệt điêu chỉnh", "phê duyệt điều chỉnh"),
        ("đây mạnh cải cách", "đẩy mạnh cải cách"),
        ("xét tuyến viên chức", "xét tuyển viên chức"),
        ("Tô chức Đại hội", "Tổ chức Đại hội"),
        ("Thành lập tố công tác", "Thành lập tổ công tác"),
        ("TRƯỞNG PHÒNG TỐ CHỨC CÁN BỘ", "TRƯỞNG PHÒNG TỔ CHỨC CÁN BỘ"),
        ("TRƯỜNG PHÒNG NỘI VỤ", "TRƯỞNG PHÒNG NỘI VỤ"),
        ("kiêm tra, rà soát", "kiểm tra, rà soát"),
        ("Hội đông nhân dân", "Hội đồng nhân dân"),
        # the dot of an i, blurred, is read as a hook
        (
            "nội dung và mức chỉ cho công tác thẩm định",
            "nội dung và mức chi cho công tác thẩm định",
        ),
        ("dự toán thu, chỉ ngân sách xã", "dự toán thu, chi ngân sách xã"),
        ("các chỉ bộ trực thuộc", "các chi bộ trực thuộc"),
        ("kết luận kiếm tra của chi bộ", "kết luận kiểm tra của chi bộ"),
        # capitals that open an office's common word stand in no name
        ("Trưởng Ban Chi đạo tỉnh", "Trưởng Ban Chỉ đạo tỉnh"),
        ("phương án phân bố ngân sách", "phương án phân bổ ngân sách"),
        ("các tỉnh, thành phó trực thuộc trung ương", "các tỉnh, thành phố trực thuộc trung ương"),
    ],
)
def test_marks_come_back(printed: str, meant: str) -> None:
    assert restored(printed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "phê duyệt điều chỉnh quy hoạch",
        "mua sắm trang thiết bị",
        "các trường trực thuộc",
        "giải quyết khiếu nại, tố cáo của công dân",
        "các chuyến công tác, yếu tố con người, đối với kế hoạch",
        "CT, PCT UBND tỉnh",
        "bà Vũ Thị Hải Yên",
        "ông Đàm Quang Đông",
        "xã Đăk Tơ Lung",
        "KT. TRƯỞNG BAN",
        # a grave is not read as an acute, nor a mark made up
        "theo dõi người bị cấm đi khỏi nơi cư trú",
        "Vật liệu chống thấm trong xây dựng",
        # what is read with a hook and is a word of its own
        "các chỉ tiêu kinh tế, chỉ số năng lực cạnh tranh, chỉ thị và địa chỉ",
        "bốn trăm chín mươi ba triệu đồng",
        "chỉ hỗ trợ hộ nghèo một lần, chỉ trả lời bằng văn bản",
        "xét khen thưởng quý II, hướng dẫn về sinh hoạt chi bộ",
        "áp dụng tại bệnh viện, đóng góp tại công văn",
        "UBND XÃ ĐINH VĂN LÂM HÀ",
        "BCH HỘI NÔNG DÂN XÃ LONG KIỆM",
        "UBND PHƯỜNG ĐỐNG ĐÁ",
        "ông Đặng Đức Phớn",
        "bà Vi Thị Thanh Trà",
        "ông Lò Văn Thưởng trực tiếp chỉ đạo",
        "",
    ],
)
def test_good_print_and_names_stay(text: str) -> None:
    assert restored(text) == text


def test_a_name_is_told_by_the_document() -> None:
    whole = "đối với bà Vũ Thị Hải Yên. Bà Vũ Thị Hải Yến được nghỉ. Bà Vũ Thị Hải Yến chịu"
    assert restored("bà Vũ Thị Hải Yên", document=whole) == "bà Vũ Thị Hải Yến"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("TỈNH QUẢNGTRỊ", "TỈNH QUẢNG TRỊ"),
        ("Hội đồng nhândân", "Hội đồng nhân dân"),
        ("TTPVHCC, BTTUBMTTQ và nghiêng", "TTPVHCC, BTTUBMTTQ và nghiêng"),
    ],
)
def test_glued_syllables_part(printed: str, meant: str) -> None:
    assert parted(printed) == meant


def test_a_speck_amid_the_subject_goes() -> None:
    text = "~Số: 9/SNV-VP\n~V/v rà soát. dự toán\n\nHà Nội, ngày 03 tháng 3 năm 2025\n"
    (finding,) = read(text).of("subject")
    assert (finding.value, finding.raw) == ("rà soát dự toán", "rà soát. dự toán")


def test_words_that_no_ocr_read_stay() -> None:
    assert restore_text("bô sung", [None, None], NOTHING) == "bô sung"
    assert restore_text("bô sung", [0.9, None], NOTHING) == "bổ sung"


def test_a_subject_keeps_the_print_beside_the_mended_value() -> None:
    text = "~Số: 9/SNV-VP\n~V/v bô sung dự toán\n\nHà Nội, ngày 03 tháng 3 năm 2025\n"
    (finding,) = read(text).of("subject")
    assert (finding.value, finding.raw) == ("bổ sung dự toán", "bô sung dự toán")
    assert finding.confidence < 0.9


def test_a_long_line_costs_linear_time() -> None:
    text = "bô sung kế hoạch " * 500
    assert restored(text).startswith("bổ sung kế hoạch bổ sung")
