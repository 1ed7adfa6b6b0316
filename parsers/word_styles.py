"""Word's formatting as it is printed: direct, else by style and its bases, else by default."""

from dataclasses import dataclass, replace

from lxml import etree

from parsers.word_names import W

_OFF = frozenset({"0", "false", "off", "none"})


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

    def __init__(self, sheet: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._looks: dict[str, Look] = {}
        self._base = Look()
        self._default_paragraph = ""
        if sheet is None:
            return
        default = sheet.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._base = apply_run(default, Look(size=10.0))
        for style in sheet.iter(f"{W}style"):
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
        properties = run.find(f"{W}rPr")
        if properties is None:
            return paragraph
        style = properties.find(f"{W}rStyle")
        if style is not None:
            paragraph = self.look(style.get(f"{W}val", ""), paragraph)
        return apply_run(properties, paragraph)

    def look(self, name: str, base: Look) -> Look:
        """Lay the style called ``name``, and those it is based on, over ``base``."""
        for style in reversed(self._chain(name)):
            base = apply_run(style.find(f"{W}rPr"), base)
        return base

    def paragraph_property(self, paragraph: etree._Element, tag: str) -> etree._Element | None:
        """Return a property such as ``jc`` or ``numPr``: the paragraph's own or its style's."""
        found = paragraph.find(f"{W}pPr/{W}{tag}")
        if found is not None:
            return found
        for style in self._chain(self._name(paragraph)):
            found = style.find(f"{W}pPr/{W}{tag}")
            if found is not None:
                return found
        return None

    def table_borders(self, name: str) -> etree._Element | None:
        """Return the borders that a table style draws."""
        for style in self._chain(name):
            found = style.find(f"{W}tblPr/{W}tblBorders")
            if found is not None:
                return found
        return None

    def _name(self, paragraph: etree._Element) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._default_paragraph if style is None else style.get(f"{W}val", "")

    def _chain(self, name: str) -> list[etree._Element]:
        """The style and its bases, nearest first; a circle of bases ends where it closes."""
        chain: list[etree._Element] = []
        while name in self._styles and self._styles[name] not in chain:
            chain.append(self._styles[name])
            based = self._styles[name].find(f"{W}basedOn")
            name = "" if based is None else based.get(f"{W}val", "")
        return chain


def apply_run(properties: etree._Element | None, look: Look) -> Look:
    """Lay run properties over a look."""
    if properties is None:
        return look
    for child in properties:
        value = child.get(f"{W}val", "1")
        match child.tag:
            case str(tag) if tag == f"{W}b":
                look = replace(look, bold=value not in _OFF)
            case str(tag) if tag == f"{W}i":
                look = replace(look, italic=value not in _OFF)
            case str(tag) if tag in (f"{W}caps", f"{W}smallCaps"):
                look = replace(look, capitals=value not in _OFF)
            case str(tag) if tag == f"{W}vanish":
                look = replace(look, hidden=value not in _OFF)
            case str(tag) if tag == f"{W}sz":
                look = replace(look, size=_half_points(value))
            case str(tag) if tag == f"{W}rFonts":
                font = child.get(f"{W}ascii") or child.get(f"{W}hAnsi")
                look = replace(look, font=font or look.font)
            case _:
                pass
    return look


def _half_points(value: str) -> float | None:
    try:
        return float(value) / 2
    except ValueError:
        return None
