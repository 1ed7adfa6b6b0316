"""What is printed on a digital page across its lines or on its side, and is none of them.

A watermark leans over the page or is set so large that lines run through it; margins and heads of
narrow table columns have print that is read from the side. Each is told by itself after the page.
"""

from collections.abc import Callable, Sequence

from dispatch.document import Block
from parsers.assemble import RawLine, RawWord
from parsers.panels import clusters
from parsers.pdf_words import Frame, TextLayer
from parsers.rows import build_rows, spots_of
from parsers.turning import show


def in_rows(marks: Sequence[RawWord]) -> list[list[RawWord]]:
    """Return the words that lean across the page, those near each other as high as they are
    together: in one row, since none of them stands above another."""
    rows: list[list[RawWord]] = []
    for cluster in clusters(spots_of(marks)):
        top, bottom = min(spot.top for spot in cluster), max(spot.bottom for spot in cluster)
        rows.append([spot.word._replace(top=top, bottom=bottom) for spot in cluster])
    return rows


def side_lines(
    layer: TextLayer, frame: Frame, turned: Callable[[RawWord, int, Frame], RawWord], group: int
) -> list[RawLine]:
    """Return the lines that stand on their side, each near print a group from ``group`` on; their
    boxes as shown. ``turned`` gives a word's box on the page turned clockwise."""
    lines: list[RawLine] = []
    for turn, words in layer.sideways.items():
        rotation = (turn - frame.rotation) % 360
        width, height = frame.width, frame.height
        if rotation != 180:
            width, height = height, width
        spots = spots_of([turned(word, rotation, frame) for word in words])
        for cluster in clusters(spots):
            rows = [
                RawLine([spot.word for spot in row.spots], Block.STAMP, group=group)
                for row in build_rows(cluster)
            ]
            lines += show(rows, width=width, height=height, skew=0.0, rotation=rotation)
            group += 1
    return lines
