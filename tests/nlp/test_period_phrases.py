"""Every way to say a time (domain notes 3), in a launch of 20/7/2023 and in the forms of print."""

import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch.record import Period
from nlp import extract
from parsers import parse
from tests.hard_cases.files import as_file
from tests.nlp.citing import periods

HEAD = """UBND TỈNH X || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y || Độc lập - Tự do - Hạnh phúc
Số: 900/SY-VP || Hà Nội, ngày 20 tháng 7 năm 2023
V/v phát động thi đua đợt II ||

Kính gửi: Các phòng, đơn vị.

"""
ROWS = [
    tuple(row.split(" | ", 1))
    for row in Path(__file__).with_name("period_phrases.txt").read_text().splitlines()
    if not row.startswith("#")
]
FORMS: dict[str, Callable[[str], str]] = {
    "as printed": str,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "capitals": str.upper,
    "an item": lambda text: f"2. {text}",
}


def told(found: list[Period]) -> str:
    """Return kind, first and last day, source and bound of each period; "-" for none."""
    return "; ".join(
        " ".join(filter(None, (one.kind, one.start or "-", one.end or "-", one.source, one.bound)))
        for one in found
    ) or "-"  # fmt: skip


@pytest.mark.parametrize(("expected", "passage"), ROWS)
def test_phrase(expected: str, passage: str) -> None:
    read = {name: told(periods(form(passage), head=HEAD)) for name, form in FORMS.items()}
    assert read == dict.fromkeys(FORMS, expected)


def test_phrases_broken_over_lines_of_a_file() -> None:
    lead = "Sở Y đề nghị các phòng, đơn vị trực thuộc nghiêm túc tổ chức thực hiện. "
    for expected, passage in ROWS:
        page = f"{HEAD}{chr(10).join(textwrap.wrap(lead + passage, 82))}\n"
        (record,) = extract(parse(*as_file(page, "letter")))
        assert (passage, told(list(record.period))) == (passage, expected)
