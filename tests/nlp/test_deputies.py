"""Positions that a seal has half covered, under the form that says whose deputy signs."""

import pytest

from nlp.deputies import deputy_of, repair_deputy


@pytest.mark.parametrize(
    ("authority", "deputy"),
    [
        ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("KT.CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
        ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"),
        ("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ("TM. ỦY BAN NHÂN DÂN", None),
        ("TL. BỘ TRƯỞNG", None),
        ("KT.", None),
    ],
)
def test_deputy(authority: str, deputy: str | None) -> None:
    assert deputy_of(authority) == deputy


@pytest.mark.parametrize(
    ("position", "authority", "whole"),
    [
        ("PHÓ SỐ vn CHỦ TỊCH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("PHO nu CHANH VĂN PHONG", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ("PHÓ GIÁM", "KT.GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("CỤC TRƯỞNG", "KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG"),
        ("TRƯỞNG", "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"),
        ("PHÓ CHỦ TỊCH TỊC", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("PHÓ", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("PHÓ GIÁM ˆ S. ÁN CƠ", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        # whole as they stand, or another office altogether
        ("PHÓ GIÁM ĐỐC NV", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC NV"),
        ("PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("PHÓ TRƯỞNG PHÒNG", "KT. TRƯỞNG PHÒNG TỔ CHỨC", "PHÓ TRƯỞNG PHÒNG"),
        ("PHÓ BÍ THƯ THƯỜNG TRỰC", "KT. BÍ THƯ", "PHÓ BÍ THƯ THƯỜNG TRỰC"),
        ("PHÓ GIÁM ĐỐC KINH DOANH", "KT.GIÁM ĐỐC", "PHÓ GIÁM ĐỐC KINH DOANH"),
        ("THỨ TRƯỞNG THƯỜNG TRỰC", "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG THƯỜNG TRỰC"),
        ("ỦY VIÊN THƯỜNG TRỰC", "KT. TRƯỞNG BAN", "ỦY VIÊN THƯỜNG TRỰC"),
        ("KẾ TOÁN TRƯỞNG", "KT. GIÁM ĐỐC", "KẾ TOÁN TRƯỞNG"),
        ("GIÁM ĐỐC", "TL. CHỦ TỊCH", "GIÁM ĐỐC"),
    ],
)
def test_what_a_seal_left_of_an_office(position: str, authority: str, whole: str) -> None:
    assert repair_deputy(position, authority) == whole
