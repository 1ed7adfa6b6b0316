"""A sheet becomes a .docx, and .docx files become digital PDFs through LibreOffice.

The .docx is the same, byte for byte, on every run: core properties and the archive's own dates are
fixed. A PDF carries LibreOffice's version and object order and is only the same to the eye.
"""

import os
import re
import subprocess
import tempfile
import zipfile
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from sample_sheet import Columns, PageBreak, Para, Sheet

BOLD = re.compile(r"(?<!\*)\*\*(?!\*)")  # but *** is the mark under a Youth Union body's name
FONT = "Liberation Serif"
WIDTH_CM = 17.7  # a little over the text on both sides, so that ô 1 stays on one line
FIXED = datetime(2023, 1, 1)
ALIGNMENT = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def write_docx(sheet: Sheet, path: Path, *, font: str = FONT, tabbed: bool = False) -> None:
    """Write the sheet; ``tabbed`` sets head and foot by tabs instead of tables, as some typists
    do. Page numbers stand centred at the top from page 2 on."""
    document = Document()
    _prepare(document, font)
    for block in sheet.blocks:
        if isinstance(block, Columns) and tabbed:
            _rows(document, block)
        elif isinstance(block, Columns):
            _table(document, block)
        elif isinstance(block, PageBreak):
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            _fill(document.add_paragraph(), block)
    document.save(str(path))
    _freeze(path)


def to_pdf(paths: list[Path], out: Path) -> None:
    """Convert with LibreOffice, all in one run, into the folder ``out``."""
    convert(paths, out, "pdf")


def convert(paths: list[Path], out: Path, kind: str) -> None:
    """Convert into another format, named as LibreOffice names it (``pdf``, ``doc:MS Word 97``)."""
    if not paths:
        return  # soffice without a file stays open
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(out),
                *map(str, paths),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(int(FIXED.timestamp()))},
        )


def _prepare(document: "Document", font: str) -> None:
    style = document.styles["Normal"]
    style.font.name = font
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    style.font.size = Pt(13)
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.header_distance = Cm(1)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = number.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "congvan samples"
    properties.created = properties.modified = FIXED


def _table(document: "Document", columns: Columns) -> None:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    # A head or foot is never torn by a page break.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    shares = (columns.split, 1 - columns.split)
    _no_padding(table)
    for index, paras in enumerate((columns.left, columns.right)):
        cell, share = table.rows[0].cells[index], shares[index]
        table.columns[index].width = Cm(WIDTH_CM * share)  # LibreOffice goes by the grid
        cell.width = Cm(WIDTH_CM * share)
        paragraph = cell.paragraphs[0]
        for count, para in enumerate(paras):
            if count:
                paragraph = cell.add_paragraph()
            _fill(paragraph, para)


def _rows(document: "Document", columns: Columns) -> None:
    """Set each pair of lines as one paragraph with two centred tab stops."""
    rows = zip_longest(
        (para for para in columns.left if not para.rule),
        (para for para in columns.right if not para.rule),
    )
    for left, right in rows:
        paragraph = document.add_paragraph()
        stops = paragraph.paragraph_format.tab_stops
        centred = left is not None and left.align == "center"
        if centred:
            stops.add_tab_stop(Cm(3.2), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Cm(11.8), WD_TAB_ALIGNMENT.CENTER)
        for para, before in ((left, "\t" if centred else ""), (right, "\t")):
            if para is None or not para.text:
                continue
            run = paragraph.add_run(before + para.text)
            run.bold, run.italic, run.font.size = para.bold, para.italic, Pt(para.size)


def _no_padding(table: "Document") -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "28")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)


def _fill(paragraph: "Document", para: Para) -> None:
    layout = paragraph.paragraph_format
    paragraph.alignment = ALIGNMENT[para.align]
    layout.space_after = Pt(para.after)
    if para.indent:
        layout.first_line_indent = Cm(para.indent)
    if para.margin:
        layout.left_indent = Cm(para.margin)
    if para.rule or para.boxed:
        _border(paragraph, boxed=para.boxed)
    for index, piece in enumerate(BOLD.split(para.text)):
        run = paragraph.add_run(piece)
        run.bold = para.bold or index % 2 == 1
        run.italic = para.italic
        run.font.size = Pt(para.size)
    if not para.text:
        # An empty paragraph takes its height from its mark, not from a run.
        size = OxmlElement("w:sz")
        size.set(qn("w:val"), str(int(para.size * 2)))
        mark = OxmlElement("w:rPr")
        mark.append(size)
        paragraph._p.get_or_add_pPr().append(mark)


def _border(paragraph: "Document", *, boxed: bool) -> None:
    """Frame a stamp's words, or draw a short line as an own empty paragraph's lower edge."""
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right") if boxed else ("bottom",):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Cm(1.2 if boxed else 2.2)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _freeze(path: Path) -> None:
    """Rewrite the archive with fixed dates, so that the same source gives the same bytes."""
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            info = zipfile.ZipInfo(name, (2023, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
