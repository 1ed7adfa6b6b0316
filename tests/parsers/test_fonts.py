"""TCVN3 and VNI become Unicode, by the font's name and only where the letters agree."""

import pytest

from parsers.fonts import decode_tcvn3, decode_vni, decode_word, legacy_encoding
from parsers.language_check import is_syllable, vietnamese_share


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("Lu\xadt l\xadu tr÷", "Luưt lưu trữ"),  # ư is the soft hyphen
        ("16/KH-BQL", "16/KH-BQL"),
    ],
)
def test_tcvn3(typed: str, read: str) -> None:
    assert decode_tcvn3(typed) == read


def test_tcvn3_capitals() -> None:
    assert decode_tcvn3("quyÕt ®Þnh", capitals=True) == "QUYẾT ĐỊNH"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("ngöôøi nöôùc, kyø hoïp, kyù teân", "người nước, kỳ họp, ký tên"),
    ],
)
def test_vni(typed: str, read: str) -> None:
    assert decode_vni(typed) == read


@pytest.mark.parametrize(
    ("font", "name", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        ("ABCDEF+.VnArialH,Bold", "tcvn3", True),
        (".VnCentury Schoolbook", "tcvn3", False),
        ("VNI-Times", "vni", False),
    ],
)
def test_a_font_names_its_encoding(font: str, name: str, capitals: bool) -> None:
    encoding = legacy_encoding(font)
    assert encoding is not None
    assert (encoding.name, encoding.capitals) == (name, capitals)


@pytest.mark.parametrize("font", ["TimesNewRoman", "ABCDEF+Vnesse", "Vinhnet", "Arial,Bold"])
def test_a_unicode_font_names_none(font: str) -> None:
    assert legacy_encoding(font) is None


def test_unicode_under_an_old_name_is_left_alone() -> None:
    assert decode_word("quyết", "tcvn3") == "quyết"


@pytest.mark.parametrize("word", ["nghiệp", "Quyết", "khuya", "ý", "giếng", "thuở", "ĐƯỜNG"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


def test_a_broken_map_shows() -> None:
    words = ["Thực", "hiện", "kế", "hoạch", "phát", "động", "thi", "đua", "của", "Ban"]
    typed = ["Thùc", "hiÖn", "kÕ", "ho¹ch", "ph¸t", "®éng", "thi", "®ua", "cña", "Ban"]
    good, _ = vietnamese_share(words)
    broken, _ = vietnamese_share(typed)
    assert good == 1.0
    assert broken < 0.7
