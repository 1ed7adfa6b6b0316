"""Headings as offices write them, and lines as they fill them in."""

from datetime import datetime

import pytest

from dispatch.office_register import columns_of, entry_of, year_in


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        # NĐ 30/2020, Phụ lục IV: sổ đăng ký văn bản đi.
        (
            [
                "Số, ký hiệu văn bản",
                "Ngày tháng văn bản",
                "Tên loại và trích yếu nội dung văn bản",
                "Người ký",
                "Nơi nhận văn bản",
            ],
            {"number": 0, "date": 1, "subject": 2, "signer": 3},
        ),
        # The same, sổ đăng ký văn bản đến.
        (
            [
                "Ngày đến",
                "Số đến",
                "Tác giả",
                "Số, ký hiệu văn bản",
                "Ngày tháng văn bản",
                "Tên loại và trích yếu nội dung văn bản",
            ],
            {"arrival": 0, "issuing_body": 2, "number": 3, "date": 4, "subject": 5},
        ),
        (["STT", "SỐ KÝ HIỆU ", "Ngày VB", "Trich yeu"], {"number": 1, "date": 2, "subject": 3}),
        (["Số, ký hiệu", "Tên loại và trích yếu"], {"number": 0, "subject": 1}),
        (["Số", "Ký hiệu", "Ngày ký"], {"order": 0, "notation": 1, "date": 2}),
        (["TT", "Số", "Nội dung"], {"number": 1, "subject": 2}),
        (["Họ tên", "Chức vụ"], {}),
        (["Số ký hiệu", "Ghi chú"], {}),
        ([None, 3, ""], {}),
    ],
)
def test_headings(head: list[object], fields: dict[str, int]) -> None:
    assert columns_of(head) == fields


@pytest.mark.parametrize(
    ("day", "year", "iso"),
    [
        (datetime(2023, 2, 6), None, "2023-02-06"),
        ("06/02/2023", None, "2023-02-06"),
        ("6-2", 2023, "2023-02-06"),
        ("6/2", None, None),
        ("31/2", 2023, None),
        ("", 2023, None),
        (None, 2023, None),
    ],
)
def test_days(day: object, year: int | None, iso: str | None) -> None:
    entry = entry_of(["16/KH-BQL", day], {"number": 0, "date": 1}, where="1", year=year)
    assert entry is not None
    assert entry.date == iso


def test_a_number_in_two_columns_is_one() -> None:
    entry = entry_of([16.0, "/KH-BQL"], {"order": 0, "notation": 1}, where="1")
    assert entry is not None
    assert entry.number == "16/KH-BQL"


def test_a_line_without_a_number_is_none() -> None:
    assert entry_of(["", "x"], {"number": 0, "subject": 1}, where="1") is None
    assert entry_of([], {"number": 0, "subject": 1}, where="1") is None


def test_years() -> None:
    assert year_in("Sổ công văn đi năm 2023") == 2023
    assert year_in("2022-2023") is None
    assert year_in("so-di") is None
