"""Draws a document from a few lines of text, so that a test shows the page it is about.

``left || right`` puts two lines side by side in the form's two columns, ``**bold**`` a line in
bold type, ``^`` a centred one; an empty line leaves a blank one, ``~`` before a line asks for OCR
(``¿`` before a word for one in doubt),
``\\f`` begins a page. Without ``||`` a text is what a plain .txt gives.
"""

from dispatch.document import Block, Column, Origin, ParsedDocument, SourceFile
from nlp.closing import find_closing
from nlp.findings import Findings
from nlp.heading import find_heading
from nlp.zones import label
from parsers.assemble import RawLine, RawPage, RawWord, assemble

SOURCE = SourceFile("a" * 64, "mau.txt", "text/plain", 10)


def draw(text: str, *, block: Block = Block.PROSE) -> ParsedDocument:
    """Return the document that ``text`` draws."""
    return assemble(SOURCE, [RawPage(_lines(page, block)) for page in text.strip("\n").split("\f")])


def _lines(page: str, block: Block) -> list[RawLine]:
    lines: list[RawLine] = []
    left: list[RawLine] = []
    right: list[RawLine] = []
    blank = False
    for row in page.split("\n"):
        if not row.strip():
            blank = True
            continue
        if "||" in row:
            for text, column, side in zip(
                row.split("||"), (Column.LEFT, Column.RIGHT), (left, right), strict=True
            ):
                if text.strip():
                    side.append(_line(text, column=column, block=block))
            continue
        lines += left + right
        left, right = [], []
        lines.append(_line(row, column=Column.FULL, block=block, blank=blank))
        blank = False
    return lines + left + right


def _line(text: str, *, column: Column, block: Block, blank: bool = False) -> RawLine:
    text = text.strip()
    read = text.startswith("~")
    text = text.removeprefix("~")
    centered = text.startswith("^")
    text = text.removeprefix("^")
    bold = text.startswith("**")
    words = [
        RawWord(
            word.removeprefix("¿"),
            bold=bold,
            origin=Origin.OCR if read else Origin.TEXT,
            confidence=(0.1 if word.startswith("¿") else 0.9) if read else 1.0,
        )
        for word in text.strip("*").split()
    ]
    return RawLine(words, column=column, centered=centered, block=block, blank_before=blank)


def read(text: str, *, block: Block = Block.PROSE) -> Findings:
    """Return what head and foot of the drawn document report."""
    document = draw(text, block=block)
    zones = label(document)
    findings = Findings()
    find_heading(document, zones, findings)
    find_closing(document, zones, findings)
    for finding in findings.found:
        assert all(0 <= start < end <= len(document.text) for start, end in finding.spans)
    return findings


def value(findings: Findings, name: str) -> object:
    """Return the surest value of ``name``, or None."""
    best = findings.best(name)
    return None if best is None else best.value
