"""Word's formatting as it is printed: direct, else by style and its bases, else by default."""

from dataclasses import dataclass, replace
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

    def paragraph_look(self, paragraph: etree._Element) -> Look:
        """Return the look that the paragraph's style gives its runs."""
        return self.look(self._name(paragraph), self._base)

    def run_look(self, run: etree._Element, paragraph: Look) -> Look:
        """Return how a run in a paragraph of that look is printed."""
        properties = run.find(_RUN)
        if properties is None:
            return paragraph
        style = properties.find(_RUN_STYLE)
        if style is not None:
            paragraph = self.look(style.get(_VALUE, ""), paragraph)
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

    def paragraph_property(self, paragraph: etree._Element, tag: str) -> etree._Element | None:
        """Return a property such as ``jc`` or ``numPr``: the paragraph's own or its style's."""
        own = paragraph.find(_PARAGRAPH)
        found = None if own is None else own.find(f"{W}{tag}")
        return self._style_property(self._name(paragraph), tag) if found is None else found

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

    def _name(self, paragraph: etree._Element) -> str:
        own = paragraph.find(_PARAGRAPH)
        style = None if own is None else own.find(_STYLE)
        return self._default_paragraph if style is None else style.get(_VALUE, "")

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
        if switch := _SWITCHES.get(child.tag):
            changed[switch] = child.get(_VALUE, "1") not in _OFF
        elif child.tag == _SIZE:
            changed["size"] = _half_points(child.get(_VALUE, "1"))
        elif child.tag == _FONTS:
            changed["font"] = child.get(f"{W}ascii") or child.get(f"{W}hAnsi") or look.font
    return replace(look, **changed) if changed else look


def _half_points(value: str) -> float | None:
    try:
        return float(value) / 2
    except ValueError:
        return None
