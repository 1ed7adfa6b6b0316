"""A composed Word file gets what composing leaves out: lists that count themselves, notes, tables,
text boxes, running feet, content controls, fields, hyphens of their own kind, a landscape page.

Each feature is written as Word writes it, from a seeded generator.
"""

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import groupby
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from layout_offices import WORDS

BOXES = ("DỰ THẢO LẦN 2", "TÀI LIỆU HỌP", "BẢN THẢO")
"""What the text boxes say."""

_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FIELDS_AND_NOTES = ".//w:fldChar | .//w:footnoteReference"
_SHAPES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def dress(path: Path, rng: random.Random) -> list[str]:
    """Lay some features over the file at ``path``; return their names."""
    document = Document(str(path))
    names = [name for name in FEATURES if rng.random() < 0.4]
    names = [name for name in names if FEATURES[name](document, rng)]
    document.save(str(path))
    return names


def _body(document: Any) -> list[Any]:
    """Return the paragraphs between head and foot that say something."""
    return [item for item in document.paragraphs if len(item.text) > 60]


def _count_lists(document: Any, rng: random.Random) -> bool:
    """Let Word count ``1.`` and mark ``-`` instead of typing them."""
    numbering = document.part.numbering_part.element
    taken = max(int(item) for item in numbering.xpath("./w:num/@w:numId"))
    found = [(_label(item.text), item) for item in document.paragraphs]
    for label, run in groupby(found, key=lambda pair: pair[0]):
        members = list(run)
        if label is None or (label == "1." and not _counts_up(members)):
            continue
        taken += 1
        _define(numbering, taken, label)
        for _, item in members:
            item.runs[0].text = item.runs[0].text.split(" ", 1)[1]
            item._p.get_or_add_pPr().append(
                parse_xml(
                    f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{taken}"/>'
                    "</w:numPr>"
                )
            )
    return taken > 0


def _label(text: str) -> str | None:
    first = text.split(" ", 1)[0]
    if first == "-":
        return "-"
    return "1." if first.removesuffix(".").isdigit() and first.endswith(".") else None


def _counts_up(members: list[tuple[str | None, Any]]) -> bool:
    return [item.text.split(".", 1)[0] for _, item in members] == [
        str(number) for number in range(1, len(members) + 1)
    ]


def _define(numbering: Any, number: int, label: str) -> None:
    shape = ("bullet", "-") if label == "-" else ("decimal", "%1.")
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{900 + number}"><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{shape[0]}"/><w:lvlText w:val="{shape[1]}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>'
        "</w:abstractNum>"
    )
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{900 + number}"/>'
            "</w:num>"
        )
    )


def _footnote(document: Any, rng: random.Random) -> bool:
    body = _body(document)
    if not body:
        return False
    text = rng.choice(WORDS["sentences"])
    notes = (
        f"<w:footnotes {nsdecls('w')}>"
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
        '</w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:rPr><w:vertAlign '
        'w:val="superscript"/><w:sz w:val="20"/></w:rPr><w:footnoteRef/></w:r><w:r><w:rPr>'
        f'<w:sz w:val="20"/></w:rPr><w:t xml:space="preserve"> {text}</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), _NOTES, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    rng.choice(body)._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
            '<w:footnoteReference w:id="1"/></w:r>'
        )
    )
    return True


def _table(document: Any, rng: random.Random) -> bool:
    body = _body(document)
    if not body:
        return False
    rows = [["TT", "Đơn vị", "Nội dung"]]
    for number in range(1, rng.randint(3, 7)):
        rows.append([str(number), rng.choice(WORDS["recipients"]), rng.choice(WORDS["sentences"])])
    table = document.add_table(rows=len(rows), cols=3)
    table.style = "Table Grid"
    table.autofit = False
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text, width in zip(row.cells, texts, (700, 2600, 6000), strict=True):
            cell.text = text
            cell.width = width * 635
    for column, width in zip(table.columns, (700, 2600, 6000), strict=True):
        column.width = width * 635
    rng.choice(body)._p.addnext(table._tbl)
    return True


def _box(document: Any, rng: random.Random) -> bool:
    """A box as Word 2010 writes it: the shape, and the same in VML for older programs."""
    words = rng.choice(BOXES)
    content = (
        f"<w:txbxContent><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r></w:p>"
        "</w:txbxContent>"
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>3600000</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="1800000" cy="360000"/><wp:wrapTopAndBottom/><wp:docPr id="7" name="Box"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" '
        'y="0"/><a:ext cx="1800000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor>"
    )
    shape = (
        '<v:shape style="position:absolute;margin-left:283pt;width:142pt;height:28pt">'
        f"<v:textbox>{content}</v:textbox></v:shape>"
    )
    run = parse_xml(
        f"<w:r {nsdecls('w', 'wp', 'a')} {_SHAPES}><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{shape}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    # The empty line under the head is where typists hang such a box.
    document.paragraphs[0]._p.append(run)
    return True


def _foot(document: Any, rng: random.Random) -> bool:
    section = document.sections[0]
    text = f"Địa chỉ: số {rng.randint(2, 90)} đường Trần Phú; điện thoại: 0209 3855 016"
    for footer in (section.first_page_footer, section.footer):
        footer.paragraphs[0].text = text
    return True


def _control(document: Any, rng: random.Random) -> bool:
    """Wrap a paragraph in a content control, and a run of another in a smart tag."""
    # LibreOffice loses a field or a note inside a control that it opens.
    plain = [item for item in _body(document) if not item._p.xpath(_FIELDS_AND_NOTES)]
    if not plain:
        return False
    chosen = rng.choice(plain)._p
    control = parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="Nội dung"/></w:sdtPr>'
        "<w:sdtContent/></w:sdt>"
    )
    chosen.addprevious(control)
    control.find(qn("w:sdtContent")).append(chosen)
    run = chosen.find(qn("w:r"))
    tag = parse_xml(f'<w:smartTag {nsdecls("w")} w:uri="urn:x" w:element="place"/>')
    run.addprevious(tag)
    tag.append(run)
    return True


def _field(document: Any, rng: random.Random) -> bool:
    """Set the last words of a paragraph as the result of a field, as Word's own links are."""
    body = _body(document)
    if not body:
        return False
    paragraph = rng.choice(body)
    run = paragraph.runs[-1]
    head, _, tail = run.text.rpartition(" ")
    run.text = f"{head} "
    empty = deepcopy(run._r)
    for text in empty.findall(qn("w:t")):
        empty.remove(text)
    for markup in (
        f'<w:fldChar {nsdecls("w")} w:fldCharType="begin"/>',
        f'<w:instrText {nsdecls("w")}> HYPERLINK "http://www.example.vn" </w:instrText>',
        f'<w:fldChar {nsdecls("w")} w:fldCharType="separate"/>',
        f"<w:t {nsdecls('w')}>{tail}</w:t>",
        f'<w:fldChar {nsdecls("w")} w:fldCharType="end"/>',
    ):
        part = deepcopy(empty)
        part.append(parse_xml(markup))
        paragraph._p.append(part)
    return True


def _hyphens(document: Any, rng: random.Random) -> bool:
    """Type numbers with hyphens that do not break, as careful typists do."""
    changed = False
    for paragraph in _body(document)[:2]:
        for run in paragraph.runs:
            if "-" not in run.text[2:]:
                continue
            for text in list(_texts_and_hyphens(run.text)):
                run._r.append(parse_xml(text))
            run._r.remove(run._r.find(qn("w:t")))
            changed = True
    return changed


def _texts_and_hyphens(text: str) -> Iterator[str]:
    for index, piece in enumerate(text.split("-")):
        if index:
            yield f"<w:noBreakHyphen {nsdecls('w')}/>"
        escaped = piece.replace("&", "&amp;")
        yield f'<w:t {nsdecls("w")} xml:space="preserve">{escaped}</w:t>'


def _landscape(document: Any, rng: random.Random) -> bool:
    """End with a page turned sideways that holds a table."""
    section = document.add_section()
    section.page_width, section.page_height = section.page_height, section.page_width
    section.orientation = 1
    document.add_paragraph().add_run("BIỂU TỔNG HỢP").bold = True
    table = document.add_table(rows=5, cols=6)
    table.style = "Table Grid"
    for row in table.rows:
        for cell in row.cells:
            cell.text = " ".join(rng.choice(WORDS["matters"]).split()[:6])
    return True


FEATURES: dict[str, Callable[[Any, random.Random], bool]] = {
    "lists": _count_lists,
    "footnote": _footnote,
    "table": _table,
    "box": _box,
    "foot": _foot,
    "field": _field,
    "hyphens": _hyphens,
    "control": _control,
    "landscape": _landscape,
}
"""Name → what it does to an open file; True where the file gave occasion for it."""
