"""A sheet becomes a digital PDF by reportlab or by Chromium, beside LibreOffice's print of .docx.

Each renderer breaks lines, sets marks and writes its text layer in its own way.
"""

import html
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)
from reportlab.platypus import PageBreak as NewPage
from sample_docx import BOLD, WIDTH_CM
from sample_sheet import Columns, PageBreak, Para, Sheet

ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT, "justify": TA_JUSTIFY}
STYLES = {"": "", "Bold": ":bold", "Italic": ":italic", "BoldItalic": ":bold:italic"}
PAGE = "@page{size:A4;margin:2cm 1.5cm 2cm 3cm}body{margin:0}p{margin:0;line-height:1.18}"
TABLE = (
    "table{border-collapse:collapse;table-layout:fixed;width:100%;break-inside:avoid}"
    "td{vertical-align:top;padding:0 .5mm}"
)


def by_reportlab(sheet: Sheet, path: Path, *, font: str) -> None:
    """Write the sheet as a PDF, page numbers centred on top from page 2 on."""
    family = _registered(font)
    story: list[Flowable] = []
    for block in sheet.blocks:
        if isinstance(block, Columns):
            width = 16.5 * cm
            widths = [width * block.split, width * (1 - block.split)]
            cells = [[_flow(para, family) for para in side] for side in (block.left, block.right)]
            table = Table([cells], colWidths=widths, style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
            sides = ("LEFTPADDING", "RIGHTPADDING")
            table.setStyle([(side, (0, 0), (-1, -1), 1.4) for side in sides])
            story.append(table)
        else:
            story.append(NewPage() if isinstance(block, PageBreak) else _flow(block, family))
    document = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=3 * cm - 6, rightMargin=1.5 * cm - 6,
        topMargin=2 * cm, bottomMargin=2 * cm, invariant=1,
    )  # fmt: skip
    document.build(story, onLaterPages=lambda canvas, _: _number(canvas, family))


def by_chromium(sheet: Sheet, path: Path, *, font: str) -> None:
    """Print the sheet as a web page to a PDF."""
    blocks = "".join(map(_markup, sheet.blocks))
    style = f"<style>{PAGE}{TABLE}body{{font-family:'{font}'}}</style>"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(f"<meta charset=utf-8>{style}{blocks}", encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu",
                   f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
                   f"--print-to-pdf={path}", page.as_uri()]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=240)


@cache
def _registered(font: str) -> str:
    """Make a font known to reportlab with its four faces."""
    name = font.replace(" ", "")
    for style, pattern in STYLES.items():
        found = subprocess.run(
            ["fc-match", "-f", "%{file}", font + pattern],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        registerFont(TTFont(name + style, found.stdout))
    bold, italic, both = (name + style for style in ("Bold", "Italic", "BoldItalic"))
    registerFontFamily(name, normal=name, bold=bold, italic=italic, boldItalic=both)
    return name


def _number(canvas: Any, family: str) -> None:
    canvas.setFont(family, 13)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 1.4 * cm, str(canvas.getPageNumber()))


def _flow(para: Para, family: str) -> Flowable:
    if para.rule:
        return HRFlowable(width="35%", thickness=0.7, color="black", spaceAfter=para.after)
    if not para.text.strip():
        return Spacer(1, para.size * 1.18 + para.after)
    style = ParagraphStyle(
        "p", fontName=family, fontSize=para.size, leading=para.size * 1.2,
        alignment=ALIGN[para.align], firstLineIndent=para.indent * cm,
        leftIndent=(1.2 if para.boxed else para.margin) * cm, spaceAfter=para.after,
        rightIndent=1.2 * cm if para.boxed else 0, borderWidth=0.7 if para.boxed else 0,
        borderColor="black" if para.boxed else None, borderPadding=2 if para.boxed else 0,
        spaceBefore=4 if para.boxed else 0,
    )  # fmt: skip
    return Paragraph(_inline(para), style)


def _inline(para: Para) -> str:
    """Return the text as the markup that both renderers read."""
    pieces = BOLD.split(para.text)
    # Blanks left for a number or a day must not fall together.
    marked = "".join(
        f"<b>{_blanks(piece)}</b>" if index % 2 else _blanks(piece)
        for index, piece in enumerate(pieces)
    )
    marked = f"<b>{marked}</b>" if para.bold else marked
    return f"<i>{marked}</i>" if para.italic else marked


def _blanks(text: str) -> str:
    gaps = re.compile(" {2,}")
    return gaps.sub(lambda gap: "\N{NO-BREAK SPACE}" * len(gap[0]), html.escape(text, quote=False))


def _markup(block: Para | Columns | PageBreak) -> str:
    if isinstance(block, PageBreak):
        return '<p style="break-after:page"></p>'
    if isinstance(block, Columns):
        sides = ((block.left, block.split), (block.right, 1 - block.split))
        cells = "".join(
            f'<td style="width:{100 * share:.0f}%">{"".join(map(_markup, side))}</td>'
            for side, share in sides
        )
        return f'<table style="width:{WIDTH_CM - 1.2}cm"><tr>{cells}</tr></table>'
    if block.rule:
        return '<hr style="width:35%;border:0;border-top:1px solid;margin:1pt auto 3pt">'
    style = f"font-size:{block.size}pt;text-align:{block.align};margin-bottom:{block.after}pt"
    style += f";text-indent:{block.indent}cm;margin-left:{block.margin}cm"
    if block.boxed:
        style += ";border:1px solid;margin:4pt 1.2cm"
    return f'<p style="{style}">{_inline(block) or "&nbsp;"}</p>'
