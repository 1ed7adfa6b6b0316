"""Text that a converter wrote as Markdown loses its marks: nobody sees them on the paper."""

import re

_RULE = re.compile(
    r"^[ \t]*+\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?[ \t]*)?$", re.MULTILINE
)
"""The row below a table's first: ``| --- | --- |``."""
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
# A mark of emphasis touches its words; "(*)" is a footnote's, "5 * 3" a product.
_EMPHASIS = re.compile(
    r"(?<![\w*(])(?P<mark>\*{1,3})(?=[^\s*)])(?P<words>[^*\n]*)(?<=[^\s*(])(?P=mark)(?![\w*])"
)


def without_marks(text: str) -> str:
    """Return a text that holds a Markdown table without its rules, headings' and emphasis' marks;
    any other text as it is, where a star is a footnote's or the Party's.

    >>> without_marks("| BỘ A | Số: 5 *V/v b* |\\n| --- | --- |\\nKính gửi")
    '| BỘ A | Số: 5 V/v b |\\n\\nKính gửi'
    """
    if not _RULE.search(text):
        return text
    text = _HEADING.sub("", _RULE.sub("", text))
    return _EMPHASIS.sub(lambda match: match["words"], text)
