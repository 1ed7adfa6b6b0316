"""Word markup beyond plain runs: changes, fields, controls, signs, notes, boxes, running heads."""

import io
import zipfile

import pytest

from dispatch.document import Block
from tests.parsers.test_word import NAMESPACES, OFFICE, docx, paragraph, read, texts


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


def field(code: str, result: str) -> str:
    return (
        f"{run('<w:fldChar w:fldCharType=' + chr(34) + 'begin' + chr(34) + '/>')}{code}"
        f"{run('<w:fldChar w:fldCharType=' + chr(34) + 'separate' + chr(34) + '/>')}{result}"
        f"{run('<w:fldChar w:fldCharType=' + chr(34) + 'end' + chr(34) + '/>')}"
    )


def say(text: str) -> str:
    return run(f'<w:t xml:space="preserve">{text}</w:t>')


DELETED_MARK = "<w:rPr><w:del/></w:rPr>"
NESTED = (
    run("<w:instrText> IF </w:instrText>")
    + field(run("<w:instrText> MERGEFIELD loai </w:instrText>"), say("mật"))
    + run("<w:instrText> = 1 </w:instrText>")
)
DROP_DOWN = (
    '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="Thường"/><w:listEntry w:val="Khẩn"/></w:ddList></w:ffData></w:fldChar>'
)
CELL = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr>{}</w:tbl>"
MATHS = "<m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>{}</m:oMath>"
WATERMARK = (
    '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="{}"/></v:shape>'
    "</w:pict>"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Tracked changes are taken as accepted, paragraph marks and table rows too.
        (paragraph("Điều 1. Giao ", properties=DELETED_MARK) + paragraph("Sở Nội vụ"),
         ["Điều 1. Giao Sở Nội vụ"]),
        (paragraph("<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>",
                   properties=DELETED_MARK) + paragraph("còn"), ["còn"]),
        (CELL.format(paragraph("giữ"), "<w:tr><w:trPr><w:del/></w:trPr><w:tc>"
                     f"{paragraph('xóa')}</w:tc></w:tr>"), ["giữ"]),
        (paragraph("<w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom>",
                   "<w:moveTo><w:r><w:t>mới</w:t></w:r></w:moveTo>"), ["mới"]),
        # Fields print their result, never their code, nor a result inside their code.
        (paragraph("Số ", field(run("<w:instrText> REF so </w:instrText>"), say("16/KH-BQL"))),
         ["Số 16/KH-BQL"]),
        (paragraph("Độ khẩn: ", field(NESTED, say("thường"))), ["Độ khẩn: thường"]),
        (paragraph("Độ khẩn: ", run(DROP_DOWN), run('<w:fldChar w:fldCharType="end"/>')),
         ["Độ khẩn: Khẩn"]),
        (paragraph("<w:fldSimple w:instr=' DATE '><w:r><w:t>05/4/2024</w:t></w:r></w:fldSimple>"),
         ["05/4/2024"]),
        # A field without an end hides nothing that follows.
        (paragraph(run('<w:fldChar w:fldCharType="begin"/>'), "chữ") + paragraph("sau"),
         ["chữ", "sau"]),
        # Content controls and smart tags, round a paragraph, a cell, a row and a run.
        (f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{paragraph('một')}"
         "</w:sdtContent></w:sdt>", ["một"]),
        ("<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc>"
         f"{paragraph('hai')}</w:tc></w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>",
         ["hai"]),
        (paragraph("tỉnh ", f"<w:smartTag>{say('Bắc ')}<w:sdt><w:sdtContent>{say('Kạn')}"
                   "</w:sdtContent></w:sdt></w:smartTag>"), ["tỉnh Bắc Kạn"]),
        # Signs of symbol fonts, as an element or in the private area; the letters of .VnTime there.
        (paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', " đồng ý"),
         ["✓ đồng ý"]),
        (paragraph("\uf0b7 mục"), ["• mục"]),
        (paragraph("<w:r><w:rPr><w:rFonts w:ascii='.VnTime'/></w:rPr><w:t>"
                   + "".join(chr(0xF000 + ord(c)) for c in "C«ng v¨n") + "</w:t></w:r>"),
         ["Công văn"]),
        # Equations, blocks of which two renderings lie in the file, watermarks.
        (paragraph("diện tích 5 ", "<m:oMath xmlns:m='http://schemas.openxmlformats.org/"
                   "officeDocument/2006/math'><m:r><m:t>km²</m:t></m:r></m:oMath>"),
         ["diện tích 5 km²"]),
        (paragraph("Điểm: ", MATHS.format("<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den>"
                   "<m:r><m:t>2</m:t></m:r></m:den></m:f>")), ["Điểm: (a+b)/2"]),
        (f"<mc:AlternateContent><mc:Choice>{paragraph('mới')}</mc:Choice><mc:Fallback>"
         f"{paragraph('mới')}</mc:Fallback></mc:AlternateContent>", ["mới"]),
        (paragraph("Số: 1/A", run(WATERMARK.format("DỰ THẢO"))), ["Số: 1/A", "DỰ THẢO"]),
        # A table in a cell.
        (CELL.format(CELL.format(paragraph("trong"), "") + paragraph("ngoài"), ""),
         ["trong", "ngoài"]),
    ],
)  # fmt: skip
def test_reads_what_is_printed(body: str, expected: list[str]) -> None:
    assert texts(read(docx(body))) == expected


PROMPT = "Nhấp hoặc gõ nhẹ vào đây để nhập văn bản."


def control(text: str, *, shows_prompt: bool = True, name: str = "P1") -> str:
    """A content control in a line, as Word writes it."""
    switch = "<w:showingPlcHdr/>" if shows_prompt else ""
    return (
        f'<w:sdt><w:sdtPr><w:placeholder><w:docPart w:val="{name}"/></w:placeholder>{switch}'
        f"</w:sdtPr><w:sdtContent>{say(text)}</w:sdtContent></w:sdt>"
    )


def glossary(**prompts: str) -> str:
    parts = "".join(
        f'<w:docPart><w:docPartPr><w:name w:val="{name}"/></w:docPartPr><w:docPartBody>'
        f"{paragraph(text)}</w:docPartBody></w:docPart>"
        for name, text in prompts.items()
    )
    return f"<w:glossaryDocument {NAMESPACES}><w:docParts>{parts}</w:docParts></w:glossaryDocument>"


@pytest.mark.parametrize(
    ("shown", "parts", "expected", "unfilled"),
    [
        # The prompt of a form's number, with and without the glossary that keeps it.
        (control(PROMPT), {}, "Số: /KH-UBND", "1"),
        (control(PROMPT), {"glossaryDocument": glossary(P1=PROMPT)}, "Số: /KH-UBND", "1"),
        (control("[Số]") + control("[Năm]"), {}, "Số: /KH-UBND", "2"),
        # Filled in by a person, or by a program that left the mark behind.
        (control("45", shows_prompt=False), {}, "Số: 45/KH-UBND", None),
        (control("45"), {"glossaryDocument": glossary(P1=PROMPT)}, "Số: 45/KH-UBND", None),
    ],
)  # fmt: skip
def test_the_prompt_of_a_control_is_no_text(
    shown: str, parts: dict[str, str], expected: str, unfilled: str | None
) -> None:
    document = read(docx(paragraph("Số: ", shown, "/KH-UBND"), **parts))
    assert document.text.split("\n")[0] == expected
    told = [remark.params["count"] for remark in document.remarks]
    assert told == ([] if unfilled is None else [unfilled])


LEVEL = (
    '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/>{}<w:lvlText w:val="{}"/></w:lvl>'
)


def test_the_words_of_a_diagram_are_those_of_a_box() -> None:
    points = (
        '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst>{}</dgm:ptLst>'
        "</dgm:dataModel>"
    ).format(
        "".join(
            f"<dgm:pt><dgm:t><a:p><a:r><a:t>{one}</a:t></a:r><a:r><a:t>{other}</a:t></a:r></a:p>"
            "</dgm:t></dgm:pt>"
            for one, other in (("Trưởng", " Ban"), ("", ""), ("Phòng Quản lý", " đầu tư"))
        )
    )
    drawing = (
        '<w:drawing><dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
        f' xmlns:r="{OFFICE}" r:dm="r-diagramData"/></w:drawing>'
    )
    body = paragraph("Sơ đồ:", run(drawing)) + paragraph("Hết.")
    told = texts(read(docx(body, diagramData=points)))
    # A short text may be a head, which no box cuts in two.
    assert told == ["Sơ đồ:", "Hết.", "Trưởng Ban", "Phòng Quản lý đầu tư"]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (LEVEL.format(1, "decimal", "", "Điều %2."), ["I", "Điều 1.", "Điều 2.", "II", "Điều 1."]),
        # Articles count through all chapters.
        (LEVEL.format(1, "decimal", '<w:lvlRestart w:val="0"/>', "Điều %2."),
         ["I", "Điều 1.", "Điều 2.", "II", "Điều 3."]),
        (LEVEL.format(1, "decimal", "<w:isLgl/>", "%1.%2."), ["I", "1.1.", "1.2.", "II", "2.1."]),
    ],
)  # fmt: skip
def test_lists_restart_as_they_say(second: str, expected: list[str]) -> None:
    numbering = (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="7">'
        f"{LEVEL.format(0, 'upperRoman', '', '%1')}{second}</w:abstractNum>"
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    body = "".join(
        paragraph(
            "x",
            properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>',
        )
        for level in (0, 1, 1, 0, 1)
    )
    assert texts(read(docx(body, numbering=numbering))) == [f"{label} x" for label in expected]


def note(kind: str, name: int, text: str) -> str:
    return (
        f'<w:{kind} w:id="{name}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t xml:space="preserve"> '
        f"{text}</w:t></w:r></w:p></w:{kind}>"
    )


def test_notes_come_in_the_order_of_their_marks_and_only_where_marked() -> None:
    notes = "".join(note("footnote", name, text) for name, text in ((1, "xóa"), (2, "b"), (3, "a")))
    body = paragraph(
        "x", run('<w:footnoteReference w:id="3"/>'), "y", run('<w:footnoteReference w:id="2"/>'),
        '<w:del><w:r><w:footnoteReference w:id="1"/></w:r></w:del>',
    )  # fmt: skip
    document = read(docx(body, footnotes=f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>"))
    assert texts(document) == ["x 1 y 2", "1 a", "2 b"]
    assert [line.block for line in document.lines][1:] == [Block.FOOTNOTE] * 2


def test_endnotes_are_counted_in_roman_numerals() -> None:
    notes = f"<w:endnotes {NAMESPACES}>{note('endnote', 2, 'chú thích')}</w:endnotes>"
    body = paragraph("x", run('<w:endnoteReference w:id="2"/>'))
    assert texts(read(docx(body, endnotes=notes))) == ["x i", "i chú thích"]


@pytest.mark.parametrize(
    ("kind", "switch", "is_printed"),
    [
        ("default", "", True),
        ("first", "", False),
        ("first", "<w:titlePg/>", True),
        ("first", '<w:titlePg w:val="0"/>', False),
        ("even", "", False),
    ],
)
def test_only_the_heads_that_a_page_has(kind: str, switch: str, *, is_printed: bool) -> None:
    relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    section = (
        f'<w:sectPr><w:headerReference {relations} w:type="{kind}" r:id="r-header"/>{switch}'
        "</w:sectPr>"
    )
    head = f"<w:hdr {NAMESPACES}>{paragraph('Tài liệu hội nghị')}</w:hdr>"
    document = read(docx(paragraph("x") + section, header=head))
    assert ("Tài liệu hội nghị" in texts(document)) is is_printed


def test_a_relationship_to_a_part_that_is_not_there_costs_nothing() -> None:
    """Word opens such files; python-docx's reader refused them (Target="NULL")."""
    data = docx(paragraph("Số: 1/A"), styles=f"<w:styles {NAMESPACES}/>")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(buffer, "w") as made:
        for name in given.namelist():
            blob = given.read(name)
            if name == "word/_rels/document.xml.rels":
                lost = f'<Relationship Id="r-x" Type="{OFFICE}/image" Target="NULL"/></R'.encode()
                blob = blob.replace(b"</R", lost)
            made.writestr(name, blob)
    assert texts(read(buffer.getvalue())) == ["Số: 1/A"]
