"""A text that lost its line ends gets them back at the phrases that open a line of the form.

Text pasted from a web page or a chat, and OCR's output joined into one string, hold a letter on
one line, or its head and its foot on one line each, or are broken anew wherever a line is full.
Only such lines are cut: those in which several lines of the form stand together. What is cut keeps
its words; the two columns of head and foot are told one after the other, as in a text with lines.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from dispatch.document import Block, Column
from parsers.assemble import RawLine
from parsers.form_anchors import APPENDIX, NOTE, PARAGRAPH
from parsers.lost_foot import Foot, cut_foot
from parsers.lost_head import Head, cut_head, is_right
from parsers.spaced import Groups, SpacedLine, is_filled, set_columns

_LEAST = 90  # characters of a line that may hold several
_FULL = 0.75  # share of the longest line from which a line was broken by its width
_ROWS = 3  # lines from which such breaks can be told from a writer's
_WIDEST = 200
_LETTER = 600  # characters behind which no head alone ends
_BREAK = 3  # blanks that stand for a line end
_HEAD_LINES = 4


def arrange_lines(lines: list[SpacedLine], groups: Groups) -> list[RawLine]:
    """Return the lines in reading order, those that hold several lines of the form cut."""
    lines = _unwrapped(lines)
    result: list[RawLine] = []
    pending: list[SpacedLine] = []
    for index, line in enumerate(lines):
        parts = _parts(line, groups, is_first=index < _HEAD_LINES)
        if parts is None:
            pending.append(line)
            continue
        result += set_columns(pending, groups)
        result += parts
        pending = []
    return result + set_columns(pending, groups)


def _unwrapped(lines: list[SpacedLine]) -> list[SpacedLine]:
    """Join lines that are all full, if the first of them hold a whole head in a row."""
    lengths = [len(line.text) for line in lines]
    longest = max(lengths, default=0)
    if len(lines) < _ROWS or longest > _WIDEST or longest < _LEAST / 2:
        return lines
    if any(gap >= _BREAK for line in lines for gap in line.gaps[1:]):
        return lines  # columns set with blanks
    full = sum(length >= _FULL * longest for length in lengths[:-1])
    if full < 0.93 * (len(lines) - 1) or any(line.block is not Block.PROSE for line in lines):
        return lines
    words = [word for line in lines for word in line.words]
    gaps = [1 if at == 0 else gap for line in lines for at, gap in enumerate(line.gaps)]
    joined = SpacedLine(words, gaps)
    # The three rows of a head may be all full by themselves.
    head = cut_head(joined.text, ())
    if head is None or (cut_foot(joined.text, head.end, ()) is None and head.end < _LETTER):
        return lines
    return [joined]


def _parts(line: SpacedLine, groups: Groups, *, is_first: bool) -> list[RawLine] | None:
    """Return the lines that ``line`` holds, None where it is one line."""
    text = line.text
    if line.block is not Block.PROSE or len(text) < _LEAST / 2:
        return None
    starts = list(accumulate((len(word.text) + 1 for word in line.words[:-1]), initial=0))
    breaks = [start for at, start in enumerate(starts) if at and line.gaps[at] >= _BREAK
              and not is_filled(line, at)]  # fmt: skip
    head = cut_head(text, breaks) if is_first and len(text) >= _LEAST else None
    foot = cut_foot(text, head.end if head else 0, breaks)
    if head is None and (foot is None or not _is_lost(text, foot)):
        return None
    cuts = _cuts(text, head, foot, breaks)
    return _columns(_cut(line, starts, cuts), text, head, foot, groups)


def _is_lost(text: str, foot: Foot) -> bool:
    """True where a foot stands behind text on its line, or holds several of its own lines."""
    return foot.start > _LEAST / 2 or len(foot.cuts) > 4


def _cuts(text: str, head: Head | None, foot: Foot | None, breaks: Iterable[int]) -> list[int]:
    low, high = head.end if head else 0, foot.start if foot else len(text)
    cuts = {match.end() for match in PARAGRAPH.finditer(text, low, high)}
    cuts |= {0, low, high, *breaks}
    cuts |= head.cuts if head else set()
    cuts |= foot.cuts if foot else set()
    behind = foot.end if foot else len(text)
    for pattern in (APPENDIX, NOTE, PARAGRAPH):
        cuts |= {match.end() for match in pattern.finditer(text, behind)}
    cuts |= {match.start() for match in APPENDIX.finditer(text, behind)}
    return sorted(cuts)


def _cut(line: SpacedLine, starts: Sequence[int], cuts: Sequence[int]) -> list[tuple[int, RawLine]]:
    """Cut the words of ``line``: each piece with the offset of its first word."""
    pieces: list[tuple[int, RawLine]] = []
    at = 0
    for high in [*cuts[1:], starts[-1] + len(line.words[-1].text) + 1]:
        first = at
        while at < len(starts) and starts[at] < high:
            at += 1
        if first < at:
            pieces.append((starts[first], RawLine(words=line.words[first:at])))
    return pieces


def _columns(
    pieces: list[tuple[int, RawLine]],
    text: str,
    head: Head | None,
    foot: Foot | None,
    groups: Groups,
) -> list[RawLine]:
    """Set the columns of head and foot, the left one before the right."""
    bounds = (head.columns if head else 0, foot.start if foot else len(text),
              foot.end if foot else len(text))  # fmt: skip
    regions: list[list[tuple[bool, RawLine]]] = [[], [], [], []]
    for start, line in pieces:
        at = sum(start >= bound for bound in bounds)
        signing = foot is not None and start in foot.signing
        right = is_right(" ".join(word.text for word in line.words)) if at == 0 else signing
        regions[at].append((right, line))
    result: list[RawLine] = []
    for at, region in enumerate(regions):
        lines = [line for _, line in region]
        if at in (0, 2):  # head and foot
            lines = _side_by_side(region, groups)
        if lines:
            lines[0].blank_before = True
        result += lines
    return result


def _side_by_side(lines: list[tuple[bool, RawLine]], groups: Groups) -> list[RawLine]:
    """Return the lines with their columns set, those of the left one first."""
    result: list[RawLine] = []
    for wanted, column in ((False, Column.LEFT), (True, Column.RIGHT)):
        group = groups.new()
        chosen = [line for is_right, line in lines if is_right is wanted]
        for line in chosen:
            line.column, line.group = column, group
        if chosen:
            chosen[0].blank_before = True
        result += chosen
    return result
