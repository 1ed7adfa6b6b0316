"""Writes a drawn letter as a real file (.txt, .docx, .pdf), to be read by the real readers.

The rows are those of ``tests.nlp.builder``. The first line ``@file docx .VnTime`` names the kind
and what differs: the encoding of a .txt, the font of a .docx; ``{font}`` before a row sets its own.
"""

import hashlib
import io
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from dispatch.document import SourceFile
from tests.parsers import pdf_builder

_MARKS = re.compile(r"^(?:\{(?P<font>[^}]+)\})?~?(?P<centered>\^?)(?P<bold>\*{0,2})(?P<text>.*)$")
_MEDIA = {
    "txt": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_LEFT, _WIDTH = 46, 92


@dataclass(frozen=True)
class _Row:
    text: str
    font: str | None
    centered: bool
    bold: bool


def as_file(letter: str, name: str) -> tuple[SourceFile, bytes]:
    """Return the file that ``letter`` asks for (a UTF-8 .txt where it asks for none)."""
    kind, option = "txt", ""
    if letter.startswith("@file "):
        asked, _, letter = letter.partition("\n")
        kind, _, option = asked.removeprefix("@file ").partition(" ")
    rows = [[_row(side) for side in row.split("||")] for row in letter.strip("\n").split("\n")]
    data = _WRITERS[kind](rows, option.strip())
    digest = hashlib.sha256(data).hexdigest()
    return SourceFile(digest, f"/in/{name}.{kind}", _MEDIA[kind], len(data)), data


def _row(printed: str) -> _Row:
    match = _MARKS.match(printed.strip())
    assert match is not None
    return _Row(match["text"].strip(), match["font"], bool(match["centered"]), bool(match["bold"]))


def _as_text(rows: list[list[_Row]], encoding: str) -> bytes:
    printed = [
        row[0].text.ljust(_LEFT) + row[1].text if len(row) == 2 else _placed(row[0]) for row in rows
    ]
    return ("\n".join(printed) + "\n").encode(encoding or "utf-8")


def _placed(row: _Row) -> str:
    return row.text.center(_WIDTH).rstrip() if row.centered else row.text


def _as_docx(rows: list[list[_Row]], font: str) -> bytes:
    document = docx.Document()
    for wide, run in groupby(rows, key=len):
        if wide == 1:
            for (row,) in run:
                _fill(document.add_paragraph(), row, font)
            continue
        table = document.add_table(rows=1, cols=2)
        for row in run:
            for side, cell in zip(row, table.rows[0].cells, strict=True):
                if side.text:
                    _fill(cell.add_paragraph(), side, font)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _fill(paragraph: Paragraph, row: _Row, font: str) -> None:
    if row.centered:
        paragraph.alignment = 1
    run = paragraph.add_run(row.text)
    run.bold = row.bold or None
    if name := row.font or font:
        run.font.name = name
        fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(kind), name)


def _as_pdf(rows: list[list[_Row]], _: str) -> bytes:
    prints: list[pdf_builder.Print] = []
    baseline = 60.0
    for row in rows:
        lines = [textwrap.wrap(side.text, 78 if len(row) == 1 else 60) for side in row]
        for at in range(max(1, *map(len, lines))):
            for side, wrapped, x in zip(row, lines, (75.0, 300.0), strict=False):
                if at < len(wrapped):
                    style = "bold" if side.bold else "serif"
                    start = 200.0 if side.centered else x
                    prints.append((start, baseline, wrapped[at], style, 13))
            baseline += 17
    return pdf_builder.draw(prints)


_WRITERS: dict[str, Callable[[list[list[_Row]], str], bytes]] = {
    "txt": _as_text, "docx": _as_docx, "pdf": _as_pdf,
}  # fmt: skip
