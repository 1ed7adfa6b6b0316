"""Given names that OCR left without a mark: what is mended, and what must stay."""

import pytest

from nlp.given_names import repair_given


@pytest.mark.parametrize(
    ("read", "doubted", "meant"),
    [
        ("Hoàng Vấn Hông", ["Vấn", "Hông"], "Hoàng Văn Hồng"),
        ("Hoàng Vấn Hông", ["Hông"], "Hoàng Vấn Hồng"),  # the other was read for sure
        ("Lò Khác Tú", ["Khác"], "Lò Khắc Tú"),
        ("Lò Khác Tú", [], "Lò Khắc Tú"),  # sure, but no name has it between the others
        ("Y Khác Tú", [], "Y Khác Tú"),  # not so between names of the Highlands
        ("Lò Tú Khác", [], "Lò Tú Khác"),  # any syllable may be a last name
        ("Lò Điệu Hương", [], "Lò Diệu Hương"),  # a stroke through the D
        ("Lò Đô Lương", [], "Lò Đô Lương"),  # Độ is a name too, but a rare one
        ("Lò Đức Hương", [], "Lò Đức Hương"),
        ("Lò THị Hương", [], "Lò Thị Hương"),
        ("LòHữu Hương", [], "Lò Hữu Hương"),  # glued
        ("Lò Tô Mười", ["Tô", "Mười"], "Lò Tô Mười"),  # a surname between; a name of no table
        ("Lò Văn Thăng", ["Thăng"], "Lò Văn Thăng"),  # both Thăng and Thắng are names
        ("Lò Thị Hong", ["Hong"], "Lò Thị Hồng"),
        ("Lò Thị Thuy", ["Thuy"], "Lò Thị Thuy"),  # Thủy, Thúy, Thùy: no mark tells
        ("LÒ VẤN HÔNG", ["VẤN", "HÔNG"], "LÒ VẤN HÔNG"),
        ("Y Bliu Mlô", ["Bliu", "Mlô"], "Y Bliu Mlô"),
        ("Lò", ["Lò"], "Lò"),
    ],
)
def test_a_name_gets_its_lost_marks_back(read: str, doubted: list[str], meant: str) -> None:
    assert repair_given(read, doubted) == meant
