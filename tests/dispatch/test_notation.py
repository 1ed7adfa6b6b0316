"""Numbers with notation: shapes seen in real texts, keys, and what must never be one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.notation import folded_key, match_key, parse_number


@pytest.mark.parametrize(
    ("printed", "canonical", "key", "type_code"),
    [
        ("16/KH-BQL", "16/KH-BQL", "16/KH-BQL", "KH"),
        ("05 / KH - BQL", "05/KH-BQL", "5/KH-BQL", "KH"),  # domain 6.8
        ("16a/KH-BQL", "16a/KH-BQL", "16A/KH-BQL", "KH"),  # domain 6.9
        ("30/2020/NĐ-CP", "30/2020/NĐ-CP", "30/2020/NĐ-CP", "NĐ"),
        ("33/2024/QH15", "33/2024/QH15", "33/2024/QH15", None),
        ("12-KH/TU", "12-KH/TU", "12-KH/TU", "KH"),
        ("298 KH/TWĐTN", "298-KH/TWĐTN", "298-KH/TWĐTN", "KH"),  # domain 6.14
        ("367 - QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP", "QĐ"),
        ("19/CT-TTG", "19/CT-TTG", "19/CT-TTG", "CT"),
        ("12/UBND-VX", "12/UBND-VX", "12/UBND-VX", None),
        ("1413/CAT-PC04(Đ1)", "1413/CAT-PC04(Đ1)", "1413/CAT-PC04(Đ1)", None),
        ("04/CV-HHTTGT&DN", "04/CV-HHTTGT&DN", "4/CV-HHTTGT&DN", "CV"),
        ("66.10/2025/NQ-CP", "66.10/2025/NQ-CP", "66.10/2025/NQ-CP", "NQ"),
        ("1.234/QĐ-UBND", "1234/QĐ-UBND", "1234/QĐ-UBND", "QĐ"),
    ],
)
def test_a_printed_number_is_read(
    printed: str, canonical: str, key: str, type_code: str | None
) -> None:
    number = parse_number(printed)
    assert number is not None
    assert (str(number), number.key, number.type_code) == (canonical, key, type_code)


NO_NUMBERS = (
    *("16/18 chỉ tiêu", "16, đường Trường Chinh", "0209 3810 016", "2021-2025", "06/02/2023"),
    *("66.2/NQ-CP", ""),
)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12/HD-BTĐKT", "12/HĐ-BTĐKT"),  # domain 6.18
        ("01/2020/QĐ-UBND", "01/QĐ-UBND"),  # domain 6.10
        ("16/KH-BQL", "16-KH/BQL"),
        ("16/KH-BQL", "16a/KH-BQL"),
    ],
)
def test_different_numbers_never_share_a_key(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


@pytest.mark.parametrize("printed", ["45 QĐ-UB", "45QĐ-UB", "45-QĐ-UB", "45 qđ-ub", "045/QĐ-UB"])
def test_a_number_without_its_slash_has_the_key_of_the_one_with_it(printed: str) -> None:
    assert match_key(printed) == "45/QĐ-UB"


def test_only_behind_a_types_code_is_a_slash_missing() -> None:
    assert match_key("45 SNV-VP") != match_key("45/SNV-VP")


def test_a_folded_key_brings_both_together_for_proposals() -> None:
    assert folded_key("12/HD-BTĐKT") == folded_key("12/HĐ-BTĐKT")


@given(
    st.integers(1, 99999),
    st.sampled_from(["KH", "QĐ", "TTr", "UBND"]),
    st.sampled_from(["BQL", "SNV", "UBND-VX"]),
    st.sampled_from(["", " ", "  "]),
)
def test_blanks_and_leading_zeros_never_matter(
    value: int, kind: str, body: str, blank: str
) -> None:
    plain = f"{value}/{kind}-{body}"
    spaced = f"0{value}{blank}/{blank}{kind}{blank}–{blank}{body}"
    assert match_key(plain) == match_key(spaced) == match_key(spaced.lower())


@given(st.text(max_size=200))
def test_any_text_has_a_key(text: str) -> None:
    assert match_key(match_key(text)) == match_key(text)


@pytest.mark.parametrize("printed", ["1054TCT/NV5", "1054 TCT/NV5", "01054-TCT/NV5"])
def test_an_office_s_letters_glued_to_the_number_or_apart_are_one(printed: str) -> None:
    assert match_key(printed) == "1054-TCT/NV5"
