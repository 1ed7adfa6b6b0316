"""Times as letters, plans, notices, decisions, reports and others of 20/7/2023 tell them."""

from pathlib import Path

import pytest

from tests.nlp.citing import periods
from tests.nlp.test_period_phrases import told

TITLES = {
    "letter": None,
    "plan": ("KH", "KẾ HOẠCH", "Tổ chức kiểm tra công tác chuyên môn"),
    "notice": ("TB", "THÔNG BÁO", "Về việc tuyển dụng viên chức"),
    "decision": ("QĐ", "QUYẾT ĐỊNH", "Về việc thành lập Đoàn kiểm tra"),
    "report": ("BC", "BÁO CÁO", "Kết quả công tác chuyên môn"),
    "half-year": ("BC", "BÁO CÁO", "Kết quả công tác 6 tháng đầu năm 2023"),
    "attorney": ("GUQ", "GIẤY ỦY QUYỀN", "Về việc điều hành công việc"),
    "proposal": ("TTr", "TỜ TRÌNH", "Về việc phê duyệt chủ trương đầu tư"),
}
ROWS = [
    tuple(row.split(" | ", 2))
    for row in Path(__file__).with_name("times_by_type.txt").read_text().splitlines()
    if not row.startswith("#")
]


def head(kind: str) -> str:
    """Return the head of a document of ``kind``."""
    title = TITLES[kind]
    notation = f"{title[0]}-SY" if title else "SY-VP"
    lines = [
        "UBND TỈNH X || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ Y || Độc lập - Tự do - Hạnh phúc",
        f"Số: 90/{notation} || Hà Nội, ngày 20 tháng 7 năm 2023",
    ]
    if title:
        lines += ["", f"^**{title[1]}", f"^**{title[2]}", ""]
    else:
        lines += ["V/v triển khai một số nội dung ||", "", "Kính gửi: Các phòng, đơn vị.", ""]
    return "\n".join([*lines, ""])


@pytest.mark.parametrize(("kind", "expected", "passage"), ROWS)
def test_times(kind: str, expected: str, passage: str) -> None:
    found = told(periods(passage.replace(" // ", "\n"), head=head(kind)))
    assert found.replace(" explicit", "").replace(" inferred", "") == expected
