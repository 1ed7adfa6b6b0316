"""Word's formatting as it is printed: direct, else by style and its bases, else by default."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from lxml import etree

from parsers.word_names import W

_OFF = frozenset({"0", "false", "off", "none"})
_SWITCHES = {
    f"{W}b": "bold",
    f"{W}i": "italic",
    f"{W}caps": "capitals",
    f"{W}smallCaps": "capitals",
    f"{W}vanish": "hidden",
}
_SIZE, _FONTS, _VALUE, _PARAGRAPH = f"{W}sz", f"{W}rFonts", f"{W}val", f"{W}pPr"
_ASCII, _HIGH_ANSI = f"{W}ascii", f"{W}hAnsi"
_STYLE, _RUN, _RUN_STYLE = f"{W}pStyle", f"{W}rPr", f"{W}rStyle"


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is printed."""

    bold: bool = False
    italic: bool = False
    size: float | None = None
    font: str = ""
    capitals: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """How a paragraph is set: its own properties by their tags, and its style's name."""

    own: dict[str, etree._Element]
    style: str


class Styles:
    """The style sheet, with inheritance resolved once for each style."""

    def __init__(self, sheet: etree._Element | None = None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._chains: dict[str, list[etree._Element]] = {}
        self._looks: dict[tuple[str, Look], Look] = {}
        self._properties: dict[tuple[str, str], etree._Element | None] = {}
        self._base = Look()
        self._default_paragraph = ""
        if sheet is None:
            return
        default = sheet.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._base = apply_run(default, Look(size=10.0))
        for style in sheet.findall(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._styles[name] = style
            is_default = style.get(f"{W}default", "0") not in _OFF
            if is_default and style.get(f"{W}type") == "paragraph":
                self._default_paragraph = name

    def paragraph(self, paragraph: etree._Element) -> Paragraph:
        """Return how a paragraph is set."""
        own: dict[str, etree._Element] = {}
        for properties in paragraph.iterchildren(_PARAGRAPH):
            for child in properties:
                own.setdefault(child.tag, child)
            break
        style = own.get(_STYLE)
        return Paragraph(own, self._default_paragraph if style is None else style.get(_VALUE, ""))

    def paragraph_look(self, paragraph: Paragraph) -> Look:
        """Return the look that the paragraph's style gives its runs."""
        return self.look(paragraph.style, self._base)

    def run_look(self, run: etree._Element, paragraph: Look) -> Look:
        """Return how a run in a paragraph of that look is printed."""
        properties = next(run.iterchildren(_RUN), None)
        if properties is None:
            return paragraph
        for style in properties.iterchildren(_RUN_STYLE):
            paragraph = self.look(style.get(_VALUE, ""), paragraph)
            break
        return apply_run(properties, paragraph)

    def look(self, name: str, base: Look) -> Look:
        """Lay the style called ``name``, and those it is based on, over ``base``."""
        known = self._looks.get((name, base))
        if known is None:
            known = base
            for style in reversed(self._chain(name)):
                known = apply_run(style.find(f"{W}rPr"), known)
            self._looks[name, base] = known
        return known

    def paragraph_property(self, paragraph: Paragraph, tag: str) -> etree._Element | None:
        """Return a property such as ``jc`` or ``numPr``: the paragraph's own or its style's."""
        found = paragraph.own.get(f"{W}{tag}")
        return self._style_property(paragraph.style, tag) if found is None else found

    def _style_property(self, name: str, tag: str) -> etree._Element | None:
        if (name, tag) not in self._properties:
            found = (style.find(f"{_PARAGRAPH}/{W}{tag}") for style in self._chain(name))
            own = (one for one in found if one is not None)
            self._properties[name, tag] = next(own, None)
        return self._properties[name, tag]

    def table_borders(self, name: str) -> etree._Element | None:
        """Return the borders that a table style draws."""
        for style in self._chain(name):
            found = style.find(f"{W}tblPr/{W}tblBorders")
            if found is not None:
                return found
        return None

    def _chain(self, name: str) -> list[etree._Element]:
        """The style and its bases, nearest first; a circle of bases ends where it closes."""
        if name in self._chains:
            return self._chains[name]
        chain = self._chains[name] = []
        while name in self._styles and self._styles[name] not in chain:
            chain.append(self._styles[name])
            based = self._styles[name].find(f"{W}basedOn")
            name = "" if based is None else based.get(f"{W}val", "")
        return chain


def apply_run(properties: etree._Element | None, look: Look) -> Look:
    """Lay run properties over a look."""
    changed: dict[str, Any] = {}
    for child in () if properties is None else properties:
        tag = child.tag
        if switch := _SWITCHES.get(tag):
            changed[switch] = child.get(_VALUE, "1") not in _OFF
        elif tag == _SIZE:
            changed["size"] = _half_points(child.get(_VALUE, "1"))
        elif tag == _FONTS:
            changed["font"] = child.get(_ASCII) or child.get(_HIGH_ANSI) or look.font
    return _changed(look, tuple(changed.items())) if changed else look


@lru_cache(maxsize=1024)  # a file has few looks, and thousands of runs
def _changed(look: Look, changes: tuple[tuple[str, Any], ...]) -> Look:
    return replace(look, **dict(changes))


def _half_points(value: str) -> float | None:
    try:
        return float(value) / 2
    except ValueError:
        return None
