"""Heads and feet that the print or OCR spoiled: broken lines, noise beside words, lost words."""

from dispatch.record import Signer
from tests.nlp.builder import read, value
from tests.nlp.test_heading import state


def test_national_name_run_together_with_a_long_parent() -> None:
    findings = read(
        "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAMCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT\n"
        "**NAM ||\n"
        "**LIÊN ĐOÀN LAO ĐỘNG ||\n"
        "**TỈNH LÂM SƠN || **Độc lập - Tự do - Hạnh phúc\n"
        "Số: 12/TB-LĐLĐ || Lâm Sơn, ngày 05 tháng 4 năm 2024\n"
        "^**THÔNG BÁO\n"
        "^**Về việc tổ chức hội nghị\n\n"
        "Liên đoàn Lao động tỉnh thông báo như sau:"
    )
    assert value(findings, "parent_body") == "Tổng Liên đoàn Lao động Việt Nam"
    assert value(findings, "issuing_body") == "Liên đoàn Lao động tỉnh Lâm Sơn"


def test_notation_goes_on_in_the_next_line() -> None:
    text = state("Số: 85 /SXD-").replace("V/v", "CCHC&VTLT ||\nV/v", 1)
    findings = read(text)
    assert value(findings, "number") == "85/SXD-CCHC&VTLT"
    assert value(findings, "subject") == "kiểm tra công trình"


def test_ink_read_as_words_is_no_part_of_a_body() -> None:
    findings = read(state().replace("Số: 12", "~¿SENN ¿ST ¿láng ||\nSố: 12", 1))
    assert value(findings, "issuing_body") == "Sở Xây dựng"


def test_a_body_word_begins_a_body_without_bold_type() -> None:
    text = state(body="CỤC ĐƯỜNG BỘ").replace("**CỤC", "CỤC")
    findings = read(text.replace("UBND TỈNH HÀ GIANG", "BỘ GIAO THÔNG VẬN TẢI"))
    assert value(findings, "parent_body") == "Bộ Giao thông vận tải"
    assert value(findings, "issuing_body") == "Cục Đường bộ"


def test_noise_before_an_office_is_dropped() -> None:
    rest = "Kính gửi: Sở Y tế.\n\nĐề nghị báo cáo.\n"
    foot = (
        "Nơi nhận: || ~¿_ KT. GIÁM ĐỐC\n- Như trên; || ~: ¿Nh PHÓ GIÁM ĐỐC\n"
        "- Lưu: VT. || ~Lê Văn Sơn"
    )
    signer = value(read(state(rest=rest + foot)), "signer")
    assert isinstance(signer, Signer)
    assert (signer.authority, signer.position) == (("KT. GIÁM ĐỐC",), "PHÓ GIÁM ĐỐC")
    assert signer.name == "Lê Văn Sơn"
