"""A .docx file becomes a document of one page without size.

The body is told in document order. Tables that only set head and foot side by side become two
columns; other tables are told row by row. Text boxes stand once, after the paragraph or cell they
hang on; headers, footers and footnotes follow as blocks of their own.
"""

import re
from collections.abc import Iterator

from lxml import etree

from dispatch.document import Block, Column, ParsedDocument, Remark, SourceFile
from dispatch.errors import DispatchError, LimitError, SourceError
from dispatch.text import fold
from parsers.assemble import RawLine, RawPage, assemble
from parsers.limits import Limits
from parsers.lost_lines import arrange_lines
from parsers.page_numbers import cuts_sentence, is_page_number
from parsers.sniff import damaged_docx
from parsers.spaced import (
    MOTTO,
    RECIPIENTS,
    Groups,
    SpacedLine,
    continue_right,
    head_end,
    opens_foot,
    opens_recipients,
    tell_cells,
)
from parsers.word_chunks import chunk_lines
from parsers.word_names import MC, R, W
from parsers.word_numbering import Numbering
from parsers.word_package import WordPackage, is_on, open_package
from parsers.word_runs import read_paragraph

_WRAPPERS = frozenset(
    f"{W}{tag}" for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
)
_PAGE_NUMBER = re.compile(r"^[-–\s]*(trang\s*)?\d{0,3}(/\d{1,3})?[-–\s]*$", re.IGNORECASE)
_LAYOUT_ROWS = 8
_NO_BORDER = frozenset({"nil", "none"})
_DEEPEST = 12  # tables in tables
_FOOT_LINES = 40
_HEAD_PARAGRAPHS = 24  # lines after which a text box is told where it hangs


def read_docx(source: SourceFile, data: bytes, limits: Limits) -> ParsedDocument:
    """Read a .docx file.

    Raises:
        DamagedFileError: its zip or XML does not hold together.
        LimitError: it unpacks beyond the limit.
    """
    package = open_package(data, source.path, limits)
    try:
        reader = WordReader(package, source.path, limits)
        return assemble(source, [RawPage(reader.lines(), remarks=reader.remarks)])
    except (DispatchError, MemoryError):
        raise
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        # Numbers that are none, parts that miss their parts: markup no Word program wrote.
        raise damaged_docx(source.path) from error


class WordReader:
    """Holds what all paragraphs of one file share: styles, list counts, group numbers."""

    def __init__(self, package: WordPackage, path: str, limits: Limits) -> None:
        self._package = package
        self._path = path
        self._limits = limits
        self._styles = package.styles
        self._numbering = Numbering(package.numbering)
        self._groups = Groups()
        self.remarks = _unfilled_remarks(package.prompts)

    def lines(self) -> list[RawLine]:
        """Return all lines of the file in reading order."""
        body = self._package.document.find(f"{W}body")
        if body is None:
            return []
        running, letterhead = self._running(body)
        flow = self._flow(body, 0)
        _mark_page_numbers(flow)
        return [*letterhead, *flow, *running, *self._notes()]

    def _flow(self, parent: etree._Element, depth: int) -> list[RawLine]:
        """Tell paragraphs and tables of a body, cell or text box in order."""
        result: list[RawLine] = []
        pending: list[SpacedLine] = []
        boxed: list[RawLine] = []
        blank = False
        for child in _blocks(parent):
            if child.tag != f"{W}p":
                self._flush(result, pending, boxed)
                is_table = child.tag == f"{W}tbl"
                result.extend(self._table(child, depth + 1) if is_table else self._chunk(child))
                blank = True
                continue
            content = read_paragraph(child, self._styles, self._numbering)
            if content.lines:
                content.lines[0].blank_before = blank
                pending.extend(content.lines)
            blank = not content.lines
            for box in content.boxes if depth < _DEEPEST else ():
                told = self._text_box(box, depth + 1)
                if _is_letterhead(told):
                    self._flush(result, pending, boxed)
                    result.extend(told)
                else:
                    boxed.extend(told)
            # A box is told where it hangs, but never cuts a head or foot set with blanks in two.
            if boxed and (result or len(pending) > _HEAD_PARAGRAPHS) and not opens_foot(pending):
                self._flush(result, pending, boxed)
        self._flush(result, pending, boxed)
        return result

    def _flush(
        self, result: list[RawLine], pending: list[SpacedLine], boxed: list[RawLine]
    ) -> None:
        """Move what is pending to the result; boxes stand after the head they hang on."""
        if any(opens_recipients(_text([line])) for line in result[-_FOOT_LINES:]):
            result.extend(continue_right(pending, result[-1]))
        end = head_end(pending) if boxed else len(pending)
        result.extend(arrange_lines(pending[:end], self._groups))
        result.extend(boxed)
        result.extend(arrange_lines(pending[end:], self._groups))
        pending.clear()
        boxed.clear()

    def _text_box(self, box: etree._Element, depth: int) -> list[RawLine]:
        lines = self._flow(box, depth)
        group = self._groups.new()
        for line in lines:
            line.group = line.group or group
        if lines:
            lines[0].blank_before = True
        return lines

    def _chunk(self, chunk: etree._Element) -> list[RawLine]:
        """Tell the file that hangs here whole."""
        data = self._package.chunks.get(chunk.get(f"{R}id", ""), b"")
        try:
            return chunk_lines(data, self._path, self._limits, self._groups)
        except LimitError:
            raise
        except SourceError as error:
            self.remarks.append(Remark("part-unreadable", error.vi, {"reason": error.code}))
            return []

    def _table(self, table: etree._Element, depth: int) -> list[RawLine]:
        if depth > _DEEPEST:
            return []
        rows = [list(_children(row, "tc")) for row in _children(table, "tr")]
        told = [[self._cell(cell, depth) for cell in row] for row in rows]
        if self._is_layout(table, told):
            return self._side_by_side(told)
        columns = [column for row in _children(table, "tr") for column in _columns(row)]
        cells = (cell for row in told for cell in row)
        lines = tell_cells(zip(cells, columns, strict=True), self._groups)
        if lines:
            lines[0].blank_before = True
        return lines

    def _cell(self, cell: etree._Element, depth: int) -> list[RawLine]:
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(f"{W}val", "continue") == "continue":
            return []
        return self._flow(cell, depth)

    def _is_layout(self, table: etree._Element, rows: list[list[list[RawLine]]]) -> bool:
        """Tell a table that sets head or foot side by side from one that is a table."""
        if len(rows) > _LAYOUT_ROWS or not rows:
            return False
        if max(sum(1 for cell in row if cell) for row in rows) != 2:
            return False
        first = [fold(_text(cell)) for row in rows for cell in row if cell]
        if any(MOTTO.search(text) for text in first):
            return True
        if any(RECIPIENTS.match(text) for text in first):
            return True
        return not self._has_borders(table)

    def _has_borders(self, table: etree._Element) -> bool:
        borders = table.find(f"{W}tblPr/{W}tblBorders")
        if borders is None:
            style = table.find(f"{W}tblPr/{W}tblStyle")
            name = "" if style is None else style.get(f"{W}val", "")
            borders = self._styles.table_borders(name)
        drawn = [] if borders is None else list(borders)
        drawn += [edge for cell in table.iter(f"{W}tcBorders") for edge in cell]
        return any(edge.get(f"{W}val", "nil") not in _NO_BORDER for edge in drawn)

    def _side_by_side(self, rows: list[list[list[RawLine]]]) -> list[RawLine]:
        """Tell all left cells, then all right cells; a row of one wide cell parts the two."""
        result: list[RawLine] = []
        columns: dict[Column, list[RawLine]] = {Column.LEFT: [], Column.RIGHT: []}
        width = max(len(row) for row in rows)
        for row in rows:
            filled = [(index, cell) for index, cell in enumerate(row) if cell]
            if len(filled) == 1 and len(row) < width:
                result.extend(self._columns(columns))
                result.extend(filled[0][1])
                continue
            for place, (index, cell) in enumerate(filled):
                is_right = place == 1 or (len(filled) == 1 and index > 0)
                columns[Column.RIGHT if is_right else Column.LEFT].extend(cell)
        return result + self._columns(columns)

    def _columns(self, columns: dict[Column, list[RawLine]]) -> list[RawLine]:
        result: list[RawLine] = []
        for column, lines in columns.items():
            group = self._groups.new()
            for line in lines:
                if line.column is Column.FULL:
                    line.column, line.group = column, line.group or group
            if lines:
                lines[0].blank_before = True
            result.extend(lines)
            columns[column] = []
        return result

    def _running(self, body: etree._Element) -> tuple[list[RawLine], list[RawLine]]:
        """Return running heads and feet, and apart from them a letterhead set as a header."""
        running: list[RawLine] = []
        letterhead: list[RawLine] = []
        seen: set[str] = set()
        references = [*body.iter(f"{W}headerReference"), *body.iter(f"{W}footerReference")]
        titled = any(is_on(switch) for switch in body.iter(f"{W}titlePg"))
        printed = {"default", *["first"] * titled, *["even"] * self._package.has_even_heads}
        for reference in references:
            if reference.get(f"{W}type", "default") not in printed:
                continue
            part = self._package.related.get(reference.get(f"{R}id", ""))
            lines = [] if part is None else self._flow(part, 0)
            text = _text(lines)
            if not text or text in seen:
                continue
            seen.add(text)
            if reference.tag == f"{W}headerReference" and MOTTO.search(fold(text)):
                letterhead.extend(lines)
                continue
            block = Block.PAGE_NUMBER if _PAGE_NUMBER.match(text) else Block.RUNNING
            for line in lines:
                line.block = block
            running.extend(lines)
        return running, letterhead

    def _notes(self) -> list[RawLine]:
        result: list[RawLine] = []
        for part, tag in (
            (self._package.footnotes, "footnote"),
            (self._package.endnotes, "endnote"),
        ):
            for note in part.iter(f"{W}{tag}") if part is not None else ():
                if note.get(f"{W}type", "normal") != "normal":
                    continue
                lines = self._flow(note, 0)
                for line in lines:
                    line.block = Block.FOOTNOTE
                result.extend(lines)
        return result


def _columns(row: etree._Element) -> Iterator[int]:
    """Yield the column of the grid that each cell of a row begins in."""
    column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _children(row, "tc"):
        yield column
        column += _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)


def _number(told: etree._Element | None, usual: int) -> int:
    number = "" if told is None else told.get(f"{W}val", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 4 else usual


def _unfilled_remarks(prompts: list[str]) -> list[Remark]:
    if not prompts:
        return []
    message = f"Văn bản còn {len(prompts)} ô chưa điền ({prompts[0]}): lời nhắc trong ô bị bỏ qua."
    return [Remark("fields-unfilled", message, {"count": str(len(prompts)), "prompt": prompts[0]})]


def _is_letterhead(lines: list[RawLine]) -> bool:
    """True for both columns of the head in one box, as LibreOffice keeps a table that floats."""
    sides = {line.column for line in lines}
    return {Column.LEFT, Column.RIGHT} <= sides and MOTTO.search(fold(_text(lines))) is not None


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl", f"{W}altChunk"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)
        elif child.tag == f"{MC}AlternateContent" and len(child):
            yield from _blocks(child[0])


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{W}{tag}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _text(lines: list[RawLine]) -> str:
    return " ".join(word.text for line in lines for word in line.words)


def _mark_page_numbers(flow: list[RawLine]) -> None:
    """Set apart the page numbers that were typed, or pasted with the text, into a sentence."""
    texts = [_text([line]) for line in flow]
    characters = 0
    for at in range(1, len(flow) - 1):
        characters += len(texts[at - 1])
        if any(line.group for line in flow[at - 1 : at + 2]):
            continue  # cells and columns
        if cuts_sentence(texts[at - 1], texts[at + 1]) and is_page_number(
            texts[at], texts[at - 1], characters
        ):
            flow[at].block = Block.PAGE_NUMBER
