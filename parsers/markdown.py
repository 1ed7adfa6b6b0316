"""Text that a converter wrote as Markdown loses its marks: nobody sees them on the paper."""

import re
from itertools import zip_longest

_RULE = re.compile(
    r"^[ \t]*+\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?[ \t]*)?$", re.MULTILINE
)
"""The row below a table's first: ``| --- | --- |``."""
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
# A mark of emphasis touches its words; "(*)" is a footnote's, "5 * 3" a product.
_EMPHASIS = re.compile(
    r"(?<![\w*(])(?P<mark>\*{1,3})(?=[^\s*)])(?P<words>[^*\n]*)(?<=[^\s*(])(?P=mark)(?![\w*])"
)
_STRONG = re.compile(r"(?<![\w*(])\*\*(?=[^\s*)])(?P<words>[^*\n]+)(?<=[^\s*(])\*\*(?![\w*])")
_LEAST = 3  # words set strong, which no typist writes so
_BREAK = re.compile(r"<br */?>", re.IGNORECASE)
_MOST_CELLS = 200  # of one row, its lines counted: no form has so many


def without_marks(text: str) -> str:
    """Return a text that holds a Markdown table without its rules, headings' and emphasis' marks,
    one that sets several words strong without those marks; any other text as it is, where a star is
    a footnote's or the Party's.

    >>> without_marks("| BỘ A | Số: 5 *V/v b* |\\n| --- | --- |\\nKính gửi")
    '| BỘ A | Số: 5 V/v b |\\n\\nKính gửi'
    """
    if not _RULE.search(text):
        strong = len(_STRONG.findall(text)) >= _LEAST
        return _STRONG.sub(lambda match: match["words"], text) if strong else text
    text = _in_rows(_HEADING.sub("", _RULE.sub("", text)))
    return _EMPHASIS.sub(lambda match: match["words"], text)


def _in_rows(text: str) -> str:
    """Return ``text`` with the lines within a table's cells (``<br>``) as rows of their own."""
    return "\n".join(_rows(line) if _BREAK.search(line) else line for line in text.split("\n"))


def _rows(line: str) -> str:
    row = line.strip().removeprefix("|").removesuffix("|")
    cells = [[part.strip() for part in _BREAK.split(cell)] for cell in row.split("|")]
    if len(cells) == 1:
        return "\n".join(cells[0])
    if len(cells) * max(map(len, cells)) > _MOST_CELLS:
        return line
    return "\n".join(f"| {' | '.join(row)} |" for row in zip_longest(*cells, fillvalue=""))
