"""Printed dates: long, short, blank and impossible ones."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.dates import parse_date


@pytest.mark.parametrize(
    ("printed", "iso", "partial"),
    [
        ("Chợ Mới, ngày 20 tháng 7 năm 2023", "2023-07-20", None),
        ("ngày      tháng 7 năm 2023", None, "2023-07"),  # domain 6.20
        ("ngày ... tháng … năm 2023", None, "2023"),
        ("ngày 05 tháng 3 tháng 2020", "2020-03-05", None),  # domain 6.21
        ("ngày 31 tháng 9 năm 2023", None, None),
        ("ngày 06/02/2023", "2023-02-06", None),
        ("15tháng 8", None, None),
        ("ngày 15tháng 8 năm 2025", "2025-08-15", None),  # overlaid digits, domain 7.4
    ],
)
def test_dates_are_read_as_printed(printed: str, iso: str | None, partial: str | None) -> None:
    found = parse_date(printed)
    assert ((found and found.iso), (found and found.partial)) == (iso, partial)


@given(st.dates(date(1945, 9, 2), date(2099, 12, 31)))
def test_both_forms_agree(day: date) -> None:
    long = parse_date(f"ngày {day.day:02d} tháng {day.month} năm {day.year}")
    short = parse_date(f"ngày {day.day}/{day.month:02d}/{day.year}")
    assert long is not None and short is not None
    assert long.iso == short.iso == day.isoformat()
