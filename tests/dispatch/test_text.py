"""Composition, tone placement and folding."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.text import compose, contradicts, fold, fold_same_length, place_tones, unify


@pytest.mark.parametrize(
    ("printed", "placed"),
    [
        ("uỷ ban", "ủy ban"),
        ("Hoà Bình", "Hòa Bình"),
        ("HOẢ TỐC", "HỎA TỐC"),
        ("quý", "quý"),
        ("Hoàng", "Hoàng"),
        ("thuý", "thúy"),
        ("trí tuệ, tuế", "trí tuệ, tuế"),
    ],
)
def test_tone_marks_stand_on_the_first_vowel(printed: str, placed: str) -> None:
    assert place_tones(printed) == placed


def test_composing_takes_ligatures_apart_and_drops_marks_of_direction() -> None:
    assert compose("\u202aSố 5\u202c \ufb01le o\ufb03ce\u200e") == "Số 5 file office"


def test_composing_repairs_look_alikes_and_decomposed_letters() -> None:
    assert compose("QÐ, Lƣu tr" + unicodedata.normalize("NFD", "ữ")) == "QĐ, Lưu trữ"


def test_folding_reaches_d_with_stroke() -> None:
    assert fold("Đắk Lắk — UỶ BAN") == "dak lak - uy ban"


@given(st.text(max_size=300))
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert unify(unify(text)) == unify(text)


@given(st.text(max_size=300))
def test_folding_in_place_keeps_offsets(text: str) -> None:
    assert len(fold_same_length(text)) == len(text)


@pytest.mark.parametrize(
    ("printed", "meant", "expected"),
    [
        ("VÂN PHONG", "Văn phòng", True),
        ("VĂN PHÒNG", "Văn phòng", False),
        ("VAN PHONG", "Văn phòng", False),  # marks lost prove nothing
        ("VÂN PHÒNG", "Văn phòng", False),  # one misread, one that agrees
        ("Hoà Bình", "Hòa Bình", False),
        ("Sở Y tế", "Văn phòng", False),  # other words: nothing to tell apart
    ],
)
def test_marks_tell_words_apart(printed: str, meant: str, expected: bool) -> None:
    assert contradicts(printed, meant) is expected
