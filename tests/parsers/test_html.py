"""HTML: the dispatch of a saved portal page without its menus, LibreOffice's own pages."""

import base64
from pathlib import Path

import pytest

from dispatch.document import Block, Column, ParsedDocument
from dispatch.errors import DispatchError
from parsers import parse
from parsers.source import open_file

HEAD = """<table><tr><td><p align="center">UBND TỈNH AN GIANG</p><p><b>SỞ XÂY DỰNG</b></p></td>
<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Độc lập - Tự do - Hạnh phúc</p></td></tr>
<tr><td>Số: 12/SXD-VP</td><td><i>An Giang, ngày 05 tháng 4 năm 2024</i></td></tr></table>"""
FOOT = """<table><tr><td>Nơi nhận:<br>- Như trên;<br>- Lưu: VT.</td>
<td><p>GIÁM ĐỐC</p><p>Trần Văn Sơn</p></td></tr></table>"""
PORTAL = f"""<!DOCTYPE html><html><head><title>Cổng thông tin</title>
<script>var a = "Số: 99/X"</script>
</head><body><header>Trang chủ | Liên hệ</header><nav><ul><li>Văn bản</li></ul></nav>
<div class="col"><p>Tin mới nhất: họp báo</p></div>
<div id="content">{HEAD}<p>Kính gửi: Các phòng.</p>
<p>Đề nghị các phòng báo&nbsp;cáo.</p>{FOOT}</div>
<div style="display:none">ẩn</div><footer>Bản quyền 2024</footer></body></html>"""


def read(tmp_path: Path, page: str, encoding: str = "utf-8") -> ParsedDocument:
    path = tmp_path / "trang.html"
    path.write_bytes(page.encode(encoding, "xmlcharrefreplace"))
    return parse(*open_file(path))


def test_a_portal_page_gives_its_document_without_menus(tmp_path: Path) -> None:
    text = read(tmp_path, PORTAL).text
    assert text.startswith("UBND TỈNH AN GIANG")
    assert "Đề nghị các phòng báo cáo." in text
    for foreign in ("Trang chủ", "Tin mới nhất", "Bản quyền", "ẩn", "99/X", "Cổng thông tin"):
        assert foreign not in text


def test_a_letter_typed_anew_without_national_name_is_still_told_from_the_page(
    tmp_path: Path,
) -> None:
    body = (
        "<p>Số: 12/SXD-VP</p><p>An Giang, ngày 05 tháng 4 năm 2024</p><p>Kính gửi: Các phòng.</p>"
    )
    foot = "<p>Nơi nhận:</p><p>- Như trên;</p><p>- Lưu: VT.</p>"
    others = "<li>Quyết định số 7/QĐ-UBND ngày 02 tháng 3 năm 2024</li>"
    page = (
        f"<html><body><div class='menu'><ul><li>Trang chủ</li></ul></div><div><ul>{others}</ul>"
        f"</div><div id='toanvan'><div>{body}</div><div>{foot}</div></div>"
        "<div class='foot'><p>Giấy phép số 27/GP ngày 9/5/2019</p></div></body></html>"
    )
    text = read(tmp_path, page).text
    assert text.startswith("Số: 12/SXD-VP")
    assert text.rstrip().endswith("- Lưu: VT.")


def test_head_and_foot_tables_become_columns(tmp_path: Path) -> None:
    document = read(tmp_path, PORTAL)
    columns = {document.text[line.start : line.end]: line.column for line in document.lines}
    assert columns["SỞ XÂY DỰNG"] is columns["Số: 12/SXD-VP"] is Column.LEFT
    assert columns["An Giang, ngày 05 tháng 4 năm 2024"] is Column.RIGHT
    assert columns["- Lưu: VT."] is Column.LEFT
    assert columns["Trần Văn Sơn"] is Column.RIGHT


def test_the_cells_of_a_table_know_their_column(tmp_path: Path) -> None:
    table = (
        "<table><tr><th>STT</th><th colspan='2'>Nội dung</th><th>Hạn nộp</th></tr>"
        "<tr><td>1</td><td>Rà soát</td><td><table><tr><td>a</td><td>b</td></tr></table></td>"
        "<td>20/3/2025</td></tr></table>"
    )
    document = read(tmp_path, f"<html><body><p>Kính báo.</p>{table}</body></html>")
    cells = [(document.text[line.start : line.end], line.cell) for line in document.lines]
    assert cells == [
        ("Kính báo.", None), ("STT", 0), ("Nội dung", 1), ("Hạn nộp", 3),
        ("1", 0), ("Rà soát", 1), ("a", 0), ("b", 1), ("20/3/2025", 3),
    ]  # fmt: skip


def test_a_cell_that_reaches_down_takes_its_column(tmp_path: Path) -> None:
    table = (
        "<table><tr><th>Nhóm</th><th>Việc</th><th>Hạn nộp</th></tr>"
        "<tr><td rowspan='2'>A</td><td>Rà soát</td><td>20/3/2025</td></tr>"
        "<tr><td>In ấn</td><td>25/3/2025</td></tr><tr><td>B</td><td>Gửi</td><td>26/3</td></tr>"
        "</table>"
    )
    document = read(tmp_path, f"<html><body><p>Kính báo.</p>{table}</body></html>")
    cells = [(document.text[line.start : line.end], line.cell) for line in document.lines][4:]
    assert cells == [
        ("A", 0), ("Rà soát", 1), ("20/3/2025", 2), ("In ấn", 1), ("25/3/2025", 2),
        ("B", 0), ("Gửi", 1), ("26/3", 2),
    ]  # fmt: skip


def test_a_name_in_a_row_of_its_own_stays_below_the_office(tmp_path: Path) -> None:
    table = (
        "<table><tr><td>Nơi nhận:<br/>- Như trên;<br/>- Lưu: VT.</td><td>KT. GIÁM ĐỐC<br/>"
        "PHÓ GIÁM ĐỐC</td></tr><tr><td></td><td>Trần Văn Sơn</td></tr></table>"
    )
    document = read(tmp_path, f"<html><body><p>Kính báo.</p>{table}</body></html>")
    assert document.text.rstrip().split("\n")[-3:] == [
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Trần Văn Sơn",
    ]
    assert [line.column for line in document.lines[-3:]] == [Column.RIGHT] * 3


def test_a_drawing_hung_on_a_letter_does_not_part_its_word(tmp_path: Path) -> None:
    page = '<html><body><p><b>T<img src="a.gif" align="left"/>\nỈNH HÀ TĨNH</b></p></body></html>'
    assert read(tmp_path, page).text.strip() == "TỈNH HÀ TĨNH"


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1258", "utf-16"])
def test_the_declared_encoding_is_followed(tmp_path: Path, encoding: str) -> None:
    page = PORTAL.replace("<head>", f'<head><meta charset="{encoding}">')
    assert "Độc lập - Tự do - Hạnh phúc" in read(tmp_path, page, encoding).text


def test_an_empty_page_is_told(tmp_path: Path) -> None:
    with pytest.raises(DispatchError) as caught:
        read(tmp_path, "<html><body><script>1</script></body></html>")
    assert "trang.html" in str(caught.value)


def test_a_page_saved_as_one_file_names_its_encoding_in_its_head(tmp_path: Path) -> None:
    """Browsers' .mht: the part's own header has no charset, which read as ASCII."""
    page = PORTAL.replace("<head>", '<head><meta charset="utf-8">').encode()
    path = tmp_path / "trang.mht"
    path.write_bytes(
        b"From: <Saved by Blink>\r\nSubject: Cong van\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="--B"\r\n\r\n'
        b"----B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(page)
        + b"\r\n----B\r\nContent-Type: text/css\r\n\r\na {}\r\n----B--\r\n"
    )
    text = parse(*open_file(path)).text
    assert text.startswith("UBND TỈNH AN GIANG")
    assert "Trang chủ" not in text


@pytest.mark.parametrize("name", ["sdfootnote1", "ftn1"])
def test_a_note_is_told(tmp_path: Path, name: str) -> None:
    page = (
        f"<html><body>{HEAD}<p>Theo quy định<sup>1</sup>.</p>{FOOT}<div id='{name}'><p>1 Công văn"
    )
    document = read(tmp_path, f"{page} số 5/SYT-VP.</p></div></body></html>")
    notes = [line for line in document.lines if line.block is Block.FOOTNOTE]
    assert [document.text[line.start : line.end] for line in notes] == ["1 Công văn số 5/SYT-VP."]


def test_a_page_of_frames_names_the_pages_in_them(tmp_path: Path) -> None:
    frames = '<frameset cols="20%,80%"><frame src="menu.html"><frame src="vb-16.html"></frameset>'
    with pytest.raises(DispatchError, match=r"vb-16\.html") as caught:
        read(tmp_path, f"<html>{frames}<noframes>Không hỗ trợ khung</noframes></html>")
    assert caught.value.code == "frames"
