"""An HTML page becomes its document's text: of a saved portal page the document, not the menus."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape

from lxml import etree, html

from dispatch.document import Block, Column, ParsedDocument, SourceFile
from dispatch.errors import DamagedFileError, NoTextError
from dispatch.text import compose, fold
from parsers.assemble import RawLine, RawPage, assemble
from parsers.limits import Limits
from parsers.lost_lines import arrange_lines
from parsers.plain import decode, read_plain
from parsers.spaced import (
    MOTTO,
    RECIPIENTS,
    Groups,
    SpacedLine,
    tell_cells,
    words_with_gaps,
)

_SILENT = frozenset(
    ["script", "style", "head", "noscript", "template", "nav", "iframe", "svg", "button", "select",
     "aside", "footer", "header", "object", "canvas", "title", "meta", "link"]
)  # fmt: skip
_BLOCKS = frozenset(
    ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "tr", "td", "th", "table",
     "tbody", "thead", "section", "article", "main", "blockquote", "pre", "center", "dl", "dt",
     "dd", "hr", "body", "html", "address", "figure", "form", "header", "footer"]
)  # fmt: skip
_BOLD = frozenset(["b", "strong", "h1", "h2", "h3", "h4", "th"])
_ITALIC = frozenset(["i", "em"])
_DEEPEST = 20  # tables in tables
_TAG = re.compile(r"(?:<[^<>]*>\s*)+")
_NOTE = re.compile(r"(?:sdfootnote|sdendnote|ftn|edn)\d+")
_DAY = re.compile(r", ngay .{0,4}thang .{0,4}nam ")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")


def read_html(source: SourceFile, data: bytes, limits: Limits) -> ParsedDocument:
    """Read an HTML file, saved from a portal or by Word."""
    text = _as_unicode(data)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
        _refuse_frames(root, source.path)
        lines = _flow(_own_element(root), Groups(), 0)
        followed = bool(_plain(root))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFileError(
            f"{source.path} is a damaged HTML file: save the page again, best as PDF.",
            vi=f"{source.path} là tệp HTML bị hỏng: hãy lưu lại trang, tốt nhất thành PDF.",
            code="damaged-html",
        ) from error
    except RecursionError:
        followed = False
    if not followed:
        # Elements nested beyond what the parser follows: the text between the tags is still there.
        return read_plain(source, unescape(_TAG.sub("\n", text)).encode(), limits)
    return assemble(source, [RawPage(lines)])


def _refuse_frames(root: etree._Element, path: str) -> None:
    """A page of frames holds no document but the names of the files that do."""
    frames = [str(frame.get("src")) for frame in root.iter("frame") if frame.get("src")]
    if frames:
        names = ", ".join(frames[:5])
        raise NoTextError(
            f"{path} only frames other pages ({names}): save the one with the document by itself.",
            vi=f"{path} chỉ là khung chứa các trang khác ({names}): hãy lưu riêng trang có văn "
            "bản.",
            code="frames",
        )


def _as_unicode(data: bytes) -> str:
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:2048], re.IGNORECASE)
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode("ascii").lower()
        try:
            text = data.decode(name)
        except (LookupError, UnicodeDecodeError):
            text = decode(data)
    else:
        text = decode(data)
    # lxml refuses a text that still declares an encoding.
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))


def _own_element(root: etree._Element) -> etree._Element:
    """Return the smallest element that holds the form's anchors and most of the document."""
    body = root.find("body")
    top = root if body is None else body
    total = len(_plain(top))
    told = [
        (element, fold(_plain(element)))
        for element in top.iter("div", "article", "section", "main", "td", "form", "body")
    ]
    # A page that was typed anew may lack the national name, but not the day and the recipients.
    anchored = next(
        filter(None, ([one for one, text in told if is_it(text)] for is_it in _DISPATCHES)), []
    )
    if not anchored:
        article = next(iter(top.iter("article", "main")), None)
        return article if article is not None and len(_plain(article)) > 0.3 * total else top
    smallest = min(anchored, key=lambda element: len(_plain(element)))
    longest = max(len(_plain(element)) for element in anchored)
    return smallest if len(_plain(smallest)) > 0.05 * longest else top


def _has_form(folded: str) -> bool:
    return bool(MOTTO.search(folded)) and "noi nhan" in folded


def _is_typed_anew(folded: str) -> bool:
    return bool(_DAY.search(folded)) and "noi nhan" in folded


_DISPATCHES = (_has_form, _is_typed_anew)


def _plain(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


@dataclass(frozen=True, slots=True)
class _Look:
    """How the enclosing elements print their text."""

    bold: bool = False
    italic: bool = False
    centered: bool = False
    verbatim: bool = False  # <pre>: blanks and line feeds count
    note: bool = False  # a footnote as LibreOffice and Word write them

    def inside(self, element: etree._Element) -> "_Look":
        """Return the look within ``element``."""
        style = (element.get("style") or "").lower().replace(" ", "")
        look = replace(
            self,
            bold=self.bold or element.tag in _BOLD or "font-weight:bold" in style,
            italic=self.italic or element.tag in _ITALIC or "font-style:italic" in style,
            verbatim=self.verbatim or element.tag == "pre",
            note=self.note or _NOTE.fullmatch(element.get("id") or "") is not None,
        )
        align = (element.get("align") or "").lower()
        if "text-align:center" in style or align == "center" or element.tag == "center":
            return replace(look, centered=True)
        return replace(look, centered=False) if align or "text-align" in style else look


@dataclass(frozen=True, slots=True)
class _Text:
    """A stretch of text in one look."""

    text: str
    look: _Look


def _flow(element: etree._Element, groups: Groups, depth: int) -> list[RawLine]:
    """Return the lines of an element and of all that is in it."""
    result: list[RawLine] = []
    pending: list[SpacedLine] = []
    line: list[_Text] = []
    for event in [*_events(element, _Look().inside(element)), None]:
        if isinstance(event, _Text):
            line.append(event)
            continue
        pending.extend(_spaced(line))
        line = []
        if event is not None and depth < _DEEPEST:
            result.extend(arrange_lines(pending, groups))
            pending = []
            result.extend(_table(event, groups, depth + 1))
    return result + arrange_lines(pending, groups)


def _events(element: etree._Element, look: _Look) -> Iterator[_Text | etree._Element | None]:
    """Yield text, tables, and None where a line ends."""
    if element.text:
        yield _Text(element.text, look)
    for child in element:
        tag = child.tag
        if tag == "table":
            yield child
        elif tag == "br":
            yield None
        elif isinstance(tag, str) and not _is_silent(child):
            if tag in _BLOCKS:
                yield None
            yield from _events(child, look.inside(child))
            if tag in _BLOCKS:
                yield None
        if child.tail:
            # LibreOffice breaks the line behind a drawing that it hangs on a word's first letter.
            floats = tag == "img" and child.get("align") in ("left", "right")
            yield _Text(child.tail.lstrip("\r\n") if floats else child.tail, look)


def _is_silent(element: etree._Element) -> bool:
    return element.tag in _SILENT or bool(_HIDDEN.search(element.get("style") or ""))


def _spaced(line: list[_Text]) -> Iterator[SpacedLine]:
    """Cut the texts of one line into words; each word has the look it begins in."""
    whole = "".join(
        part.text if part.look.verbatim else re.sub(r"[ \t\r\n]+", " ", part.text) for part in line
    )
    looks = [
        part.look
        for part in line
        for _ in (part.text if part.look.verbatim else re.sub(r"[ \t\r\n]+", " ", part.text))
    ]
    start = 0
    for row in whole.split("\n"):
        spaced = words_with_gaps(row.rstrip())
        offset = start
        for index, word in enumerate(spaced.words):
            offset = whole.index(word.text, offset)
            look = looks[offset]
            spaced.words[index] = word._replace(
                text=compose(word.text), bold=look.bold, italic=look.italic
            )
            spaced.centered = look.centered
            spaced.block = Block.FOOTNOTE if look.note else spaced.block
            offset += len(word.text)
        start += len(row) + 1
        if spaced.words:
            yield spaced


def _table(table: etree._Element, groups: Groups, depth: int) -> list[RawLine]:
    cells = [
        [cell for cell in row if cell.tag in ("td", "th")]
        for row in table.iter("tr")
        if next(row.iterancestors("table")) is table
    ]
    rows = [[_flow(cell, groups, depth) for cell in row] for row in cells]
    folded = [fold(" ".join(w.text for line in c for w in line.words)) for r in rows for c in r]
    widest = max((sum(1 for cell in row if cell) for row in rows), default=0)
    if widest == 2 and any(MOTTO.search(text) or RECIPIENTS.match(text) for text in folded):
        return _side_by_side(rows, groups)
    if widest < 2:
        return [line for row in rows for cell in row for line in cell]
    placed = zip(
        [lines for row in rows for lines in row],
        [column for row in _columns(cells) for column in row],
        strict=True,
    )
    return tell_cells(placed, groups)


def _columns(rows: list[list[etree._Element]]) -> Iterator[list[int]]:
    """Yield the column of each cell of each row, beside cells that reach down from rows above."""
    below: dict[int, int] = {}  # by column, how many more rows such a cell takes
    for row in rows:
        taken = below
        below = {column: left - 1 for column, left in taken.items() if left > 1}
        columns: list[int] = []
        column = 0
        for cell in row:
            while column in taken:
                column += 1
            columns.append(column)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            if high > 1:
                below |= dict.fromkeys(range(column, column + wide), high - 1)
            column += wide
        yield columns


def _span(cell: etree._Element, name: str) -> int:
    """Return over how many columns or rows a cell reaches."""
    told = cell.get(name, "")
    is_number = told.isascii() and told.isdigit() and len(told) < 4
    return max(int(told), 1) if is_number else 1


def _side_by_side(rows: list[list[list[RawLine]]], groups: Groups) -> list[RawLine]:
    left: list[RawLine] = []
    right: list[RawLine] = []
    for row in rows:
        filled = [at for at, cell in enumerate(row) if cell]
        # Alone in its row a cell is of the side that it stands on: the name below the office.
        first_right = 1 if len(filled) > 1 or (filled and filled[0] * 2 < len(row)) else 0
        for place, at in enumerate(filled):
            (right if place >= first_right else left).extend(row[at])
    for column, lines in ((Column.LEFT, left), (Column.RIGHT, right)):
        group = groups.new()
        for line in lines:
            line.column, line.group = column, group
        if lines:
            lines[0].blank_before = True
    return left + right
