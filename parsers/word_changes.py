"""Word's markup as it is printed: tracked changes accepted, the code of fields left out.

Done once on each part before it is read, so that deleted notes, rows and list items count nowhere.
"""

from lxml import etree

from parsers.word_names import W

_GONE = frozenset({f"{W}del", f"{W}moveFrom"})
_PROPERTIES, _LOOK = f"{W}pPr", f"{W}rPr"


def accept_changes(part: etree._Element) -> None:
    """Take what was deleted or moved away out of ``part``; a deleted paragraph mark joins its
    paragraph to the next one, whose form both then have."""
    for row in [*part.iter(f"{W}tr")]:
        if row.find(f"{W}trPr/{W}del") is not None:
            _remove(row)
    for cell in [*part.iter(f"{W}tc")]:
        if cell.find(f"{W}tcPr/{W}cellDel") is not None:
            _remove(cell)
    for paragraph in [*part.iter(f"{W}p")]:
        marks = (
            mark
            for properties in paragraph.iterchildren(_PROPERTIES)
            for mark in properties.iterchildren(_LOOK)
        )
        if any(child.tag in _GONE for child in next(marks, ())):
            _join_next(paragraph)
    for change in [*part.iter(*_GONE)]:
        parent = change.getparent()
        # In properties the same names only say what kind of change was tracked.
        if parent is not None and parent.tag not in (f"{W}rPr", f"{W}trPr"):
            _remove(change)


def _join_next(paragraph: etree._Element) -> None:
    following = paragraph.getnext()
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    if following is not None and following.tag == f"{W}p":
        place = 1 if following.find(f"{W}pPr") is not None else 0
        for child in reversed(content):
            following.insert(place, child)
        _remove(paragraph)
    elif all(child.tag in _GONE for child in content):
        _remove(paragraph)


def drop_field_codes(part: etree._Element) -> None:
    """Take out the text between a field's beginning and its result: the printed words of an inner
    field there (``IF { MERGEFIELD … } = "x"``) are part of the outer one's code."""
    matched = _matched(part)
    if not matched:
        return
    open_fields: list[bool] = []  # whether each field around is still telling its code
    for element in [*part.iter(f"{W}fldChar", f"{W}t")]:
        if element.tag == f"{W}t":
            if any(open_fields):
                _remove(element)
            continue
        if element not in matched:
            continue
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append(True)
        elif kind == "separate" and open_fields:
            open_fields[-1] = False
        elif kind == "end":
            open_fields.pop()


def _matched(part: etree._Element) -> set[etree._Element]:
    """Return the marks of the fields that begin and end; one without an end hides nothing."""
    matched: set[etree._Element] = set()
    begun: list[list[etree._Element]] = []
    for mark in part.iter(f"{W}fldChar"):
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            begun.append([mark])
        elif begun and kind in ("separate", "end"):
            begun[-1].append(mark)
            if kind == "end":
                matched.update(begun.pop())
    return matched


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
