"""Set phrases of the form: their marks, VT behind Lưu, the blank before ngày."""

from dataclasses import replace

import pytest

from parsers.pixel_words import PixelWord
from parsers.set_forms import in_set_forms


def line(text: str, *, confidence: float = 0.93) -> list[PixelWord]:
    """Return the words of one line, 30 pixels a letter."""
    words, edge = [], 100.0
    for part in text.split():
        words.append(PixelWord(part, edge, 10, edge + 30 * len(part), 50, confidence, 0))
        edge += 30 * len(part) + 15
    return words


def told(text: str, *, confidence: float = 0.93) -> str:
    return " ".join(word.text for word in in_set_forms(line(text, confidence=confidence)))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("PHÓ CHÚ TỊCH", "PHÓ CHỦ TỊCH"),
        ("KT. CHÚ TICH", "KT. CHỦ TỊCH"),
        ("ÚY BAN NHAN DAN TÍNH LÂM ĐÔNG", "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG"),
        ("ĐÁNG CỘNG SÁN VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("CHANH VAN PHONG", "CHÁNH VĂN PHÒNG"),
        ("HÓA TÔC", "HỎA TỐC"),
        ("CHÚ NGHĨA VIỆT NAM", "CHÚ NGHĨA VIỆT NAM"),  # half a phrase is none
        ("ĐỐI PHÓ VỚI BÃO", "ĐỐI PHÓ VỚI BÃO"),  # a dot is not taken for an acute: no Đội phó
        ("Chú tịch", "Chú tịch"),  # capitals only
        ("TÍNH TOÁN", "TÍNH TOÁN"),
        ("1L. CHỦ TỊCH", "TL. CHỦ TỊCH"),
        ("KI. GIÁM ĐỐC", "KT. GIÁM ĐỐC"),
        ("1. GIÁM ĐỐC CÁC SỞ", "1. GIÁM ĐỐC CÁC SỞ"),
        ("1L. DẦU ĂN", "1L. DẦU ĂN"),
        ("- Lưu: VI, TCKT.", "- Lưu: VT, TCKT."),
        ("- Lưu: VŨ VP.", "- Lưu: VT, VP."),
        ("- Lưu: VT.", "- Lưu: VT."),
        ("- Lưu: VP.", "- Lưu: VP."),
        ("Phụ lục VI, trang 2", "Phụ lục VI, trang 2"),
    ],
)
def test_phrases_in_the_marks_of_their_lists(read: str, meant: str) -> None:
    assert told(read) == meant


def test_a_mark_that_print_lacks_for_sure_stays_away() -> None:
    misprint = "CÔNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert told(misprint, confidence=0.96) == misprint


def test_the_day_is_parted_from_the_place_within_the_words_box() -> None:
    first, second = in_set_forms(line("Định,ngày"))
    assert (first.text, second.text) == ("Định,", "ngày")
    assert first.x1 == second.x0
    assert (first.x0, second.x1) == (100.0, 100.0 + 9 * 30)


@pytest.mark.parametrize(
    ("head", "below", "meant"),
    [
        ("ơi nhận:", "- Như trên;", "Nơi nhận:"),
        ("Vơi nhận:", "- Sở Tài chính;", "Nơi nhận:"),
        ("TT nhận:", "- Như Điều 3;", "Nơi nhận:"),
        ("éNơi nhận:", "- UBND xã;", "Nơi nhận:"),
        ("Bên nhận:", "- Sở Tài chính;", "Bên nhận:"),  # of a record of handing over
        ("Người nhận:", "- Lê Văn An;", "Người nhận:"),
        ("ơi nhận:", "Như trên;", "ơi nhận:"),  # no list below
        ("ơi nhận", "- Như trên;", "ơi nhận"),
    ],
)
def test_what_is_left_of_the_heading_over_recipients(head: str, below: str, meant: str) -> None:
    lines = [*line(head)]
    lines += [replace(word, top=70, bottom=110, line=1) for word in line(below)]
    assert " ".join(word.text for word in in_set_forms(lines)) == f"{meant} {below}"
