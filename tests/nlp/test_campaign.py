"""Campaigns: name, round, year and plan of a launch, and documents that launch nothing."""

import pytest

from tests.nlp.citing import campaign

LAUNCH = """Số: 21/BQL-VP
V/v phát động thi đua {round}

Yên Bình, ngày 12 tháng 3 năm 2024

PHÁT ĐỘNG THI ĐUA {heading}
Thi đua nước rút hoàn thành kế hoạch
{tail}

Thực hiện Kế hoạch số 9/KH-BQL ngày 08/01/2024 của Ban Quản lý về thi đua năm 2024.
1. Thời gian
Từ ngày 15/3/2024 đến ngày 30/6/2024.
"""


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("đợt II", 2), ("đợt 2", 2), ("đợt ll", 2), ("đợt 11", 11), ("đợt IV", 4), ("đợt I", 1)],
)
def test_rounds(printed: str, expected: int) -> None:
    text = LAUNCH.format(round=printed, heading=printed.upper(), tail="6 tháng đầu năm")
    found = campaign(text)
    assert found is not None
    assert found.round == expected


def test_the_name_is_joined_from_the_lines_below_the_heading() -> None:
    found = campaign(LAUNCH.format(round="đợt I", heading="ĐỢT I", tail="6 tháng đầu năm"))
    assert found is not None
    assert found.name == "Thi đua nước rút hoàn thành kế hoạch 6 tháng đầu năm"
    assert (found.year, found.plan) == (2024, "/references/0")


@pytest.mark.parametrize(
    "text",
    [
        "Số: 5/SY-VP\nV/v báo cáo công tác\nHà Nội, ngày 1 tháng 3 năm 2024\nSở Y báo cáo thi đua.",
        "Số: 5/BC-SY\nHà Nội, ngày 1 tháng 3 năm 2024\nBÁO CÁO\nKết quả phong trào thi đua đợt I\n",
        "Số: 5/QĐ-SY\nHà Nội, ngày 1 tháng 3 năm 2024\nQUYẾT ĐỊNH\nVề việc khen thưởng thi đua\n",
        "Số: 5/KH-SY\nHà Nội, ngày 1 tháng 3 năm 2024\nKẾ HOẠCH\nPhát động thi đua năm 2024\n",
    ],
)
def test_what_launches_no_campaign(text: str) -> None:
    assert campaign(text) is None


def test_a_drive_named_in_quotes_in_the_subject() -> None:
    found = campaign(
        "Số: 5/KH-CĐ\nHà Nội, ngày 1 tháng 3 năm 2024\nKẾ HOẠCH\n"
        "Tổ chức đợt thi đua cao điểm “60 ngày đêm hoàn thành” năm 2024\n\n"
        "Thực hiện Kế hoạch số 9/KH-LĐLĐ ngày 08/01/2024 của Liên đoàn, Công đoàn lập kế hoạch."
    )
    assert found is not None
    assert (found.name, found.year) == ("60 ngày đêm hoàn thành", 2024)
