"""The words of a SmartArt diagram (an office's chart, the steps of a procedure) become a text box.

The drawing in the text only names a part that holds the points of the diagram (ECMA-376-1, 21.4);
each point that has text is a paragraph, in the order in which they were typed.
"""

from collections.abc import Mapping

from lxml import etree

from parsers.word_names import R, W

_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def set_diagrams(document: etree._Element, points: Mapping[str, etree._Element]) -> None:
    """Put a text box beside each diagram's name; ``points`` are the data parts by their ids."""
    for name in list(document.iter(f"{_DIAGRAM}relIds")):
        part, parent = points.get(name.get(f"{R}dm", "")), name.getparent()
        if part is not None and parent is not None:
            parent.append(_box(part))


def _box(part: etree._Element) -> etree._Element:
    box = etree.Element(f"{W}txbxContent")
    for paragraph in part.iterfind(f"{_DIAGRAM}ptLst/{_DIAGRAM}pt/{_DIAGRAM}t/{_DRAWING}p"):
        text = "".join(run.text or "" for run in paragraph.iter(f"{_DRAWING}t"))
        if text.strip():
            run = etree.SubElement(etree.SubElement(box, f"{W}p"), f"{W}r")
            etree.SubElement(run, f"{W}t").text = text
    return box
