"""A Word paragraph becomes lines of words with blanks, and the text boxes anchored in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from dispatch.text import compose
from parsers.assemble import RawWord
from parsers.fonts import decode_word, legacy_encoding
from parsers.spaced import TAB, SpacedLine, is_item
from parsers.word_names import MC, VML, M, W
from parsers.word_numbering import Numbering, symbol
from parsers.word_package import NOTE_NUMBER
from parsers.word_styles import Look, Styles

# Wrappers whose runs belong to the paragraph; deleted and moved-away runs are not among them.
_WRAPPERS = frozenset(
    f"{W}{tag}"
    for tag in (
        "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml",
        "bdo", "dir",
    )
)  # fmt: skip
_RUN, _TEXT, _FIELD = f"{W}r", f"{W}t", f"{W}fldChar"
_SYMBOL, _SOFT_HYPHEN = f"{W}sym", f"{W}softHyphen"
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_FORMULAS = frozenset({f"{M}oMath", f"{M}oMathPara"})
_OF_FRACTION = frozenset({f"{M}num", f"{M}den"})
_ALTERNATIVES = f"{MC}AlternateContent"
_DRAWINGS = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_NOTE_MARKS = frozenset(
    f"{W}{tag}" for tag in ("footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef")
)
_TWIPS_A_BLANK = 65  # of a 13 pt letter
_BLANKS = r" \u00a0\u2000-\u200a\u202f\u3000"
_BLANK = re.compile(rf"[{_BLANKS}]")
_PIECE = re.compile(rf"[\n\t{_BLANKS}]|[^\n\t{_BLANKS}]+")
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_ENDS = re.compile(r"[.;:!?]['\"”)]*$")


@dataclass(slots=True)
class TextRun:
    """A stretch of text in one look; a tab is ``\\t``, a line break ``\\n``."""

    text: str
    look: Look


@dataclass(slots=True)
class ParagraphText:
    """What one paragraph holds."""

    lines: list[SpacedLine]
    boxes: list[etree._Element] = field(default_factory=list)  # w:txbxContent


def read_paragraph(
    paragraph: etree._Element, styles: Styles, numbering: Numbering
) -> ParagraphText:
    """Return the paragraph's lines (none where it is empty) and its text boxes."""
    form = styles.paragraph(paragraph)
    look = styles.paragraph_look(form)
    boxes: list[etree._Element] = []
    runs = list(_runs(paragraph, look, styles, boxes))
    label = numbering.label(styles.paragraph_property(form, "numPr"))
    if label and any(run.text.strip() for run in runs):
        runs.insert(0, TextRun(f"{label} ", look))
    centered = _is_centered(styles.paragraph_property(form, "jc"))
    lines = _lines(runs)
    indent = _indent(styles.paragraph_property(form, "ind"))
    for line in lines:
        line.centered = centered
        line.gaps[0] += indent
    for before, line in pairwise(lines):
        # A line break inside a paragraph goes on with it, unless both sides look like items.
        line.starts_paragraph = is_item(line.text) or bool(_ENDS.search(before.text))
    return ParagraphText(lines, boxes)


def _is_centered(alignment: etree._Element | None) -> bool:
    return alignment is not None and alignment.get(f"{W}val") == "center"


def _indent(indentation: etree._Element | None) -> int:
    """Return how many blanks the left indent is worth."""
    if indentation is None:
        return 0
    value = indentation.get(f"{W}left") or indentation.get(f"{W}start") or "0"
    return max(int(float(value)), 0) // _TWIPS_A_BLANK


def _runs(
    parent: etree._Element, look: Look, styles: Styles, boxes: list[etree._Element]
) -> Iterator[TextRun]:
    for child in parent:
        tag = child.tag
        if tag == _RUN:
            yield from _run(child, styles.run_look(child, look), boxes)
        elif tag in _WRAPPERS:
            yield from _runs(child, look, styles, boxes)
        elif tag == _ALTERNATIVES:
            chosen = _alternative(child)
            if chosen is not None:
                yield from _runs(chosen, look, styles, boxes)
        elif tag in _FORMULAS:
            yield TextRun(_formula(child), look)


def _formula(element: etree._Element) -> str:
    """Return what a formula prints on one line; of a fraction, its two parts with a slash."""
    if element.tag == f"{M}t":
        return element.text or ""
    if element.tag != f"{M}f":
        return "".join(map(_formula, element))
    parts = ["".join(map(_formula, part)) for part in element if part.tag in _OF_FRACTION]
    return "/".join(part if part.isalnum() else f"({part})" for part in parts)


def _run(run: etree._Element, look: Look, boxes: list[etree._Element]) -> Iterator[TextRun]:
    if look.hidden:
        return
    parts: list[str] = []
    for child in run:
        tag = child.tag
        if tag == _TEXT:
            parts.append(_printed(child.text or "", look))
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif tag == _SOFT_HYPHEN:
            # TCVN3 has its ư at this code; elsewhere it prints nothing.
            parts.append(_printed("\u00ad", look))
        elif tag == _SYMBOL:
            parts.append(_sign(child))
        elif tag in _NOTE_MARKS:
            # The mark is no part of the word it hangs on: 1925/STC-HTDN is not …HTDN1.
            parts.append(f" {child.get(NOTE_NUMBER, '')} ")
        elif tag == _FIELD:
            parts.append(_chosen_entry(child))
        elif tag in _DRAWINGS:
            boxes.extend(_text_boxes(child))
        elif tag == _ALTERNATIVES:
            chosen = _alternative(child)
            if chosen is not None:
                boxes.extend(_text_boxes(chosen))
    if parts:
        yield TextRun("".join(parts), look)


def _printed(text: str, look: Look) -> str:
    encoding = legacy_encoding(look.font) if look.font else None
    if encoding is not None:
        # Word keeps the letters of a font that calls itself a symbol font in the private area.
        text = _PRIVATE.sub(lambda sign: chr(ord(sign.group()) & 0xFF), text)
        text = decode_word(text, encoding.name, capitals=encoding.capitals)
    text = _PRIVATE.sub(lambda sign: symbol(ord(sign.group())), text)
    return text.upper() if look.capitals else text


def _chosen_entry(mark: etree._Element) -> str:
    """Return the entry that a drop-down form field shows, which is no text of its own."""
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    entries = [entry.get(f"{W}val", "") for entry in choices.findall(f"{W}listEntry")]
    chosen = choices.find(f"{W}result")
    if chosen is None:
        chosen = choices.find(f"{W}default")
    index = 0 if chosen is None else int(chosen.get(f"{W}val", "0"))
    return entries[index] if index < len(entries) else ""


def _sign(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    font = element.get(f"{W}font", "").lower()
    if code >= 0xF000 or "symbol" in font or "wingdings" in font:
        return symbol(code)
    return chr(code)


def _alternative(content: etree._Element) -> etree._Element | None:
    """Of several renderings of one thing take one: the first choice, else the fallback."""
    choice = content.find(f"{MC}Choice")
    return choice if choice is not None else content.find(f"{MC}Fallback")


def _text_boxes(element: etree._Element) -> list[etree._Element]:
    """Return the outermost text boxes of a drawing, each rendering once."""
    found: list[etree._Element] = []
    for child in element:
        if child.tag == f"{W}txbxContent":
            found.append(child)
        elif child.tag == f"{VML}textpath":
            found.append(_lettering(child.get("string", "")))
        elif child.tag == _ALTERNATIVES:
            chosen = _alternative(child)
            if chosen is not None:
                found.extend(_text_boxes(chosen))
        elif isinstance(child.tag, str):
            found.extend(_text_boxes(child))
    return found


def _lettering(text: str) -> etree._Element:
    """Return the words of a WordArt or a watermark (``DỰ THẢO`` across the page) as a box."""
    box = etree.Element(f"{W}txbxContent")
    run = etree.SubElement(etree.SubElement(box, f"{W}p"), f"{W}r")
    etree.SubElement(run, f"{W}t").text = text
    return box


def _lines(runs: list[TextRun]) -> list[SpacedLine]:
    lines = [SpacedLine([], [])]
    word: list[tuple[str, Look]] = []
    gap = 0

    def close_word() -> None:
        nonlocal gap
        if word:
            lines[-1].words.append(_word(word))
            lines[-1].gaps.append(gap)
            word.clear()
            gap = 0

    for run in runs:
        for piece in _PIECE.findall(compose(run.text).replace("\r", "")):
            if piece == "\n":
                close_word()
                gap = 0
                lines.append(SpacedLine([], []))
            elif piece == "\t" or _BLANK.match(piece):
                close_word()
                gap += TAB if piece == "\t" else 1
            else:
                word.append((piece, run.look))
    close_word()
    return [line for line in lines if line.words]


def _word(pieces: list[tuple[str, Look]]) -> RawWord:
    """Join what runs give of one word; it looks as most of its letters do."""
    (text, look), *rest = pieces
    if not rest:
        return RawWord(text, bold=look.bold, italic=look.italic, size=look.size)
    text = "".join([piece for piece, _ in pieces])
    half = len(text) / 2
    return RawWord(
        text,
        bold=sum(len(piece) for piece, look in pieces if look.bold) > half,
        italic=sum(len(piece) for piece, look in pieces if look.italic) > half,
        size=look.size,
    )
