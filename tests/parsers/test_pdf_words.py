"""PDFium's words are pdfplumber's: the same characters, boxes within a point, and hardly a word cut
otherwise, in PDFs of LibreOffice, ReportLab and Chromium."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.parsers.pdf_builder import BODY, LETTER, draw, lay_over, sign

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

from pdf_agreement import Agreement, compare  # noqa: E402 - the path above comes first

CUT_OTHERWISE = 0.005  # of the words
LETTER_IN_HTML = """<!DOCTYPE html><meta charset="utf-8"><style>
body { font: 13pt "DejaVu Serif"; } td { width: 50%; text-align: center; vertical-align: top; }
p { text-align: justify; text-indent: 1cm; } sup { font-size: 60%; }</style>
<table><tr><td>UBND TỈNH BẮC KẠN<br><b>BAN QUẢN LÝ CÁC KCN</b><br>Số: 16/KH-BQL</td>
<td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br><u>Độc lập - Tự do - Hạnh phúc</u></b><br>
<i>Chợ Mới, ngày 20 tháng 7 năm 2023</i></td></tr></table>
<p>Thực hiện Kế hoạch phát động thi đua<sup>1</sup> thực hiện nhiệm vụ phát triển kinh tế - xã hội,
Ban Quản lý phát động <i>phong trào</i> thi đua với những nội dung chính như sau đây để <b>các đơn
vị</b> biết và tổ chức triển khai./.</p>
<div style="letter-spacing: 1px">Nơi nhận: Như trên; Lưu: VT.</div>"""

DIGITAL = (
    "cong-dien-bao",
    "ke-hoach-16",
    "ke-hoach-tinh-uy",
    "quyet-dinh-quy-che",
    "thi-dua-dot-1",
    "thi-dua-dot-2",
    "thong-bao-cong-doan",
    "to-trinh-ke-chong-sat-lo",
)


def assert_agrees(found: Agreement, *, least: int) -> None:
    assert found.words >= least
    assert found.other_characters == 0
    assert found.off == []


def test_the_words_of_libreoffice() -> None:
    found = [compare((ROOT / "samples" / f"{name}.pdf").read_bytes()) for name in DIGITAL]
    for one in found:
        assert_agrees(one, least=150)
    cut = [word for one in found for word in one.cut_otherwise]
    assert len(cut) <= CUT_OTHERWISE * sum(one.words for one in found), cut


@pytest.mark.parametrize(
    "data",
    [
        draw(LETTER, BODY),
        # What is laid over the page is no word of pdfplumber's and changes none of the page's.
        lay_over(draw(LETTER), [(120, 115, "379"), (410, 116, "20")]),
        sign(draw(LETTER), "Hoàng Văn Khởi", "Ban Quản lý các KCN"),
    ],
    ids=["plain", "laid over", "signed"],
)
def test_the_words_of_reportlab(data: bytes) -> None:
    found = compare(data)
    assert_agrees(found, least=90)
    assert found.cut_otherwise == []


def test_the_words_of_chromium(tmp_path: Path) -> None:
    page, printed = tmp_path / "letter.html", tmp_path / "letter.pdf"
    page.write_text(LETTER_IN_HTML, encoding="utf-8")
    command = ["/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu"]
    command += [f"--user-data-dir={tmp_path}", f"--print-to-pdf={printed}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = compare(printed.read_bytes())
    assert_agrees(found, least=80)
    # A footnote's mark is no part of the word it hangs on.
    assert found.cut_otherwise == ["đua1"]
