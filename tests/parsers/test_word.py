"""Word files, drawn from a few lines of markup: columns, boxes, changes, numbers, notes."""

import io
import re
import zipfile

import pytest

from dispatch.document import Block, Column, ParsedDocument, SourceFile
from dispatch.errors import SourceError
from parsers import parse
from parsers.limits import Limits
from parsers.sniff import DOCX

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
HEAD = "<w:tbl><w:tr><w:tc>{left}</w:tc><w:tc>{right}</w:tc></w:tr></w:tbl>"


def paragraph(*texts: str, properties: str = "") -> str:
    runs = "".join(
        text if text.startswith("<") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
        for text in texts
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def docx(body: str, **parts: str) -> bytes:
    """A package with a main document and the parts named: ``styles``, ``footnotes`` …"""
    main = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    related = "".join(
        f'<Relationship Id="r-{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for name in parts
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
            'ContentType="application/xml"/><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r-main" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
        )
        archive.writestr("word/document.xml", main)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def with_chunk(body: str, name: str, content: bytes) -> bytes:
    """A package in whose body ``<w:altChunk r:id="r-chunk"/>`` stands for a file kept whole."""
    given = io.BytesIO(docx(body))
    buffer = io.BytesIO()
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.namelist():
            part = old.read(member)
            if member == "[Content_Types].xml":
                suffix = name.rsplit(".", 1)[-1]
                part = part.replace(
                    b"</Types>",
                    f'<Default Extension="{suffix}" ContentType="application/x"/></Types>'.encode(),
                )
            if member == "word/_rels/document.xml.rels":
                part = part.replace(
                    b"</Relationships>",
                    f'<Relationship Id="r-chunk" Type="{OFFICE}/aFChunk" Target="{name}"/>'
                    "</Relationships>".encode(),
                )
            new.writestr(member, part)
        new.writestr(f"word/{name}", content)
    return buffer.getvalue()


def read(data: bytes, *, limits: Limits | None = None) -> ParsedDocument:
    source = SourceFile("0" * 64, "a.docx", DOCX, len(data))
    return parse(source, data, limits=limits or Limits())


def texts(document: ParsedDocument, side: Column | None = None) -> list[str]:
    return [
        document.text[line.start : line.end]
        for line in document.lines
        if side is None or line.column is side
    ]


def test_a_head_table_is_two_columns() -> None:
    left = paragraph("UBND TỈNH A") + paragraph("Số:        /QĐ-UBND")
    right = paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + paragraph("A, ngày     tháng 5")
    document = read(docx(HEAD.format(left=left, right=right) + paragraph("QUYẾT ĐỊNH")))
    assert texts(document, Column.LEFT) == ["UBND TỈNH A", "Số: /QĐ-UBND"]
    assert texts(document, Column.RIGHT) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "A, ngày tháng 5",
    ]  # fmt: skip
    assert texts(document, Column.FULL) == ["QUYẾT ĐỊNH"]


def test_the_cells_of_a_table_know_their_column() -> None:
    def row(*cells: tuple[str, str]) -> str:
        told = (f"<w:tc><w:tcPr>{of}</w:tcPr>{paragraph(text)}</w:tc>" for of, text in cells)
        return f"<w:tr>{''.join(told)}</w:tr>"

    wide = '<w:gridSpan w:val="2"/>'
    merged = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        "<w:tbl>"
        + row(("", "STT"), (wide, "Nội dung"), ("", "Hạn nộp"))
        + row((merged[0], "1"), ("", "Rà soát"), ("", "Phòng Nội vụ"), ("", "20/3/2025"))
        + row((merged[1], ""), (wide, "In ấn"), ("", "25/3/2025"))
        + "</w:tbl>"
    )
    document = read(docx(paragraph("Kính báo.") + table))
    cells = [(document.text[line.start : line.end], line.cell) for line in document.lines]
    assert cells == [
        ("Kính báo.", None), ("STT", 0), ("Nội dung", 1), ("Hạn nộp", 3), ("1", 0),
        ("Rà soát", 1), ("Phòng Nội vụ", 2), ("20/3/2025", 3), ("In ấn", 1), ("25/3/2025", 3),
    ]  # fmt: skip


def test_a_text_box_stands_once() -> None:
    box = "<w:txbxContent>" + paragraph("V/v thi đua") + "</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read(docx(paragraph("Số: 1/A", both)))) == ["Số: 1/A", "V/v thi đua"]


def test_a_letterhead_in_a_floating_box_stands_first() -> None:
    """LibreOffice keeps a table that floats as a text box that hangs on an empty paragraph."""
    left = paragraph("UBND TỈNH A") + paragraph("Số: 4/QĐ-UBND")
    right = paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + paragraph(
        "Độc lập - Tự do - Hạnh phúc"
    )
    box = f"<w:txbxContent>{HEAD.format(left=left, right=right)}</w:txbxContent>"
    hung = paragraph("", f"<w:r><w:drawing>{box}</w:drawing></w:r>")
    document = read(docx(hung + paragraph("QUYẾT ĐỊNH") + paragraph("Về việc khen thưởng")))
    assert texts(document)[0] == "UBND TỈNH A"
    assert texts(document, Column.LEFT) == ["UBND TỈNH A", "Số: 4/QĐ-UBND"]
    assert texts(document, Column.FULL) == ["QUYẾT ĐỊNH", "Về việc khen thưởng"]


CHUNK = f'<w:altChunk xmlns:r="{OFFICE}" r:id="r-chunk"/>'
ITEM = "<p>1. Sở Nội vụ chủ trì, phối hợp thực hiện;</p><p>2. Báo cáo trước ngày 15/8/2023.</p>"
MAIL = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", f"<html><body>{ITEM}</body></html>".encode()),
        ("a.mht", f"{MAIL}<html><body>{ITEM}</body></html>".encode()),
        ("a.docx", docx("".join(paragraph(part) for part in re.findall("<p>(.+?)</p>", ITEM)))),
        ("a.txt", "\n".join(re.findall("<p>(.+?)</p>", ITEM)).encode()),
    ],
)
def test_a_file_kept_whole_is_told_where_it_hangs(name: str, content: bytes) -> None:
    body = (
        paragraph("Nội dung cụ thể như sau:") + CHUNK + paragraph("Yêu cầu nghiêm túc thực hiện.")
    )
    document = read(with_chunk(body, name, content))
    assert texts(document) == [
        "Nội dung cụ thể như sau:",
        "1. Sở Nội vụ chủ trì, phối hợp thực hiện;",
        "2. Báo cáo trước ngày 15/8/2023.",
        "Yêu cầu nghiêm túc thực hiện.",
    ]
    assert document.remarks == ()


def test_a_part_that_cannot_be_read_is_remarked() -> None:
    data = with_chunk(paragraph("Nội dung:") + CHUNK, "a.bin", b"\x7fELF\x00\x01")
    document = read(data)
    assert texts(document) == ["Nội dung:"]
    assert [remark.code for remark in document.remarks] == ["part-unreadable"]


def test_files_kept_whole_within_each_other_end() -> None:
    data = docx(paragraph("Trong cùng"))
    for _ in range(6):
        data = with_chunk(CHUNK, "a.docx", data)
    with pytest.raises(SourceError) as caught:
        read(data)
    assert caught.value.code == "nesting-limit"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<w:ins><w:r><w:t>mới</w:t></w:r></w:ins>", "Điều 1 mới"),
        ("<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>", "Điều 1"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>", "Điều 1"),
        ("<w:r><w:rPr><w:caps/></w:rPr><w:t>hoa</w:t></w:r>", "Điều 1 HOA"),
        ("<w:r><w:t>16</w:t><w:noBreakHyphen/><w:t>KH</w:t></w:r>", "Điều 1 16-KH"),
        # TCVN3 keeps its ư at the soft hyphen, which Word writes as an element.
        ('<w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>tr</w:t><w:softHyphen/>'
         "<w:t>êng</w:t></w:r>", "Điều 1 trường"),
    ],
)  # fmt: skip
def test_runs_as_printed(markup: str, text: str) -> None:
    assert texts(read(docx(paragraph("Điều 1 ", markup)))) == [text]


def test_footnotes_stand_apart_and_leave_numbers_whole() -> None:
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = (
        f'<w:footnotes {NAMESPACES}><w:footnote w:id="-1" w:type="separator">{paragraph("x")}'
        f'</w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r></w:p>'
        f"{paragraph('Chú thích')}</w:footnote></w:footnotes>"
    )
    document = read(docx(paragraph("số 1925/STC-HTDN", mark), footnotes=notes))
    assert texts(document) == ["số 1925/STC-HTDN 1", "1", "Chú thích"]
    assert document.lines[-1].block is Block.FOOTNOTE


def test_list_numbers_as_printed() -> None:
    numbering = (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
        '</w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    levels = (0, 1, 1, 0, 1)
    body = "".join(
        paragraph(
            "mục",
            properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>',
        )
        for level in levels
    )
    assert texts(read(docx(body, numbering=numbering))) == [
        "1. mục", "a) mục", "b) mục", "2. mục", "a) mục",
    ]  # fmt: skip


def test_columns_of_tabs() -> None:
    tab = "<w:r><w:tab/><w:tab/><w:tab/></w:r>"
    body = paragraph("Nơi nhận:", tab, "KT. TRƯỞNG BAN") + paragraph(
        "- Lưu: VT.", tab, "PHÓ TRƯỞNG BAN"
    )
    document = read(docx(body + paragraph("<w:r><w:tab/><w:tab/></w:r>", tab, "Nguyễn Văn A")))
    assert texts(document, Column.LEFT) == ["Nơi nhận:", "- Lưu: VT."]
    assert texts(document, Column.RIGHT) == ["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Văn A"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (docx(paragraph("a"))[:100], "damaged-docx"),
        (docx("<w:p>"), "damaged-docx"),
        (docx(paragraph("")), "no-text"),
        (b"", "empty-file"),
    ],
    ids=["cut", "bad markup", "no words", "no bytes"],  # the bytes hold the time of day
)
def test_bad_files_end_in_their_code(data: bytes, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(data)
    assert caught.value.code == code


def test_a_bomb_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        read(docx(paragraph("a" * 1000)), limits=Limits(unpacked=500))
    assert caught.value.code == "unpacked-limit"
