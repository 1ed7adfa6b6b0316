"""Logical lines with their blanks become lines in columns: for text, Word and HTML.

Where head and foot of the form are set with blanks or tabs instead of a table, one line carries
both columns; it is cut at its widest blank, and the left column is told before the right one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from dispatch.document import Block, Column
from dispatch.text import fold
from parsers.assemble import RawLine, RawWord
from parsers.signed_beside import side_by_side

TAB = 8
"""Blanks that a tab counts for."""

_GAP = 3  # blanks that part two columns
_INDENT = 16  # blanks that push a line into the right column
_HEAD_STARTS_WITHIN = 24  # lines
_HEAD_LINES = 14
_FOOT_LINES = 40
_SIGNING_LINES = 6  # above Nơi nhận, where the signature stands higher
_NAME_WORDS = 6
_SUBJECT_WIDTH = 48  # characters of a line that fits the left column
_FAR = 40  # blanks no centring explains

MOTTO = re.compile(
    r"cong hoa xa hoi|hoi chu nghia|doc lap\s*[-.]|dang cong san|doan tncs|doan thanh nien cong san"
)
_MAY_OPEN_RECIPIENTS = re.compile(r"\W*[^\W_\da-mo-zA-MO-Z]")  # told without folding
_DATE = re.compile(r"\bngay\b.*\bthang\b")
RECIPIENTS = re.compile(r"^[^\w]*noi (nhan|gui)\b")
_FILL_BEFORE = re.compile(r"(^|\W)(so|so:|:)$")
_FILL_DATE = re.compile(r"(^|\W)(ngay|thang|nam)$")  # "… VIỆT NAM      Hà Nội, ngày 18" is none
_FILL_AFTER = re.compile(r"^(/|thang\b|nam\b|-\s?\w{1,4}/)")
_NUMBER = re.compile(r"so\b[ :.\d]")
_BODY_OPENS = re.compile(r"^(kinh (gui|trinh)|can cu|thuc hien)")
_ITEM = re.compile(r"^([-–—+*•▪●]|\d{1,3}[.)]|[a-zđ][.)]|[IVX]{1,5}[.)]|Điều \d)", re.IGNORECASE)
_MARKS = frozenset("-–+*•▪●")  # Word's lists stand far from their marks
_ARCHIVE = re.compile(r"^[-–+*•\s]*luu\b")
_LEFT_ITEM = re.compile(r"^([-–+*•]|luu\b|v/v|gui ban|nhu )")


@dataclass(slots=True)
class SpacedLine:
    """A line's words with the number of blanks before each (a tab is ``TAB``)."""

    words: list[RawWord]
    gaps: list[int]
    block: Block = Block.PROSE
    starts_paragraph: bool = True
    centered: bool = False
    blank_before: bool = False

    @property
    def text(self) -> str:
        """The words joined by one blank."""
        return " ".join(word.text for word in self.words)


@dataclass(slots=True)
class Groups:
    """Hands out the numbers of cells and regions within a page; 0 is the page's own flow."""

    last: int = field(default=0)

    def new(self) -> int:
        """Return the next number."""
        self.last += 1
        return self.last


def tell_cells(cells: Iterable[tuple[list[RawLine], int]], groups: Groups) -> list[RawLine]:
    """Return the lines of a table, whose cells come row by row with their columns."""
    told: list[RawLine] = []
    for lines, column in cells:
        group = groups.new()
        for line in lines:
            if line.cell is None:  # of no table within the cell
                line.cell = column
            line.group = line.group or group
        told.extend(lines)
    return told


def words_with_gaps(text: str) -> SpacedLine:
    """Cut a plain line into words and the blanks before them."""
    words: list[RawWord] = []
    gaps: list[int] = []
    end = 0
    for match in re.finditer(r"\S+", text):
        blank = text[end : match.start()]
        gaps.append(sum(TAB if char == "\t" else 1 for char in blank))
        words.append(RawWord(match.group()))
        end = match.end()
    return SpacedLine(words, gaps)


def set_columns(lines: list[SpacedLine], groups: Groups) -> list[RawLine]:
    """Return the lines in reading order, head and foot cut into their columns."""
    result: list[RawLine] = []
    start = 0
    head = _head(lines)
    if head is not None:
        first, start = head
        result.extend(full_line(line) for line in lines[:first])
        result.extend(_two_columns(lines[first:start], groups))
    while (foot := _foot(lines, start)) is not None:
        first, end = foot
        result.extend(_flow(lines[start:first], groups))
        result.extend(_two_columns(lines[first:end], groups))
        start = end
    result.extend(_flow(lines[start:], groups))
    return result


def _flow(lines: list[SpacedLine], groups: Groups) -> list[RawLine]:
    """Lines of one column, but for signatures that stand side by side."""
    found = side_by_side([line.words for line in lines], [line.gaps for line in lines])
    if found is None:
        return [full_line(line) for line in lines]
    result = [full_line(line) for line in lines[: found.start]]
    for column in found.columns:
        group = groups.new()
        pieces = [_piece(lines[at], part, Column.RIGHT, group) for at, part in column]
        pieces[0].blank_before = True
        result.extend(pieces)
    return result + _flow(lines[found.end :], groups)


def cut(line: SpacedLine) -> int | None:
    """Return the index of the first word of the right column, or None for a line of one column.

    A blank that waits for a pen (``Số:    /QĐ``, ``ngày    tháng``) parts nothing.
    """
    best: int | None = None
    for index in range(1, len(line.words)):
        gap = line.gaps[index]
        if gap < _GAP or (best is not None and gap <= line.gaps[best]):
            continue
        if is_filled(line, index) or _folded(line, 0, index) in _MARKS:
            continue
        best = index
    return best


def is_filled(line: SpacedLine, index: int) -> bool:
    """Tell whether the blanks before a word wait for a pen: ``Số:    /QĐ``, ``ngày    tháng``."""
    before, after = _folded(line, max(0, index - 4), index), fold(line.words[index].text)
    if line.words[index].text == "NAM":
        return False  # VIỆT / NAM, no year
    dated = _FILL_DATE.search(before) and re.match(r"\d|thang\b|nam\b", after)
    filled = dated or (_FILL_BEFORE.search(before) and not RECIPIENTS.match(before))
    return bool(filled or _FILL_AFTER.match(after))


def head_end(lines: list[SpacedLine]) -> int:
    """Return how many lines a head set with blanks takes at the top; all where there is none."""
    head = _head(lines)
    return len(lines) if head is None else head[1]


def opens_recipients(text: str) -> bool:
    """Tell whether ``text`` begins with the heading of the recipients."""
    return bool(_MAY_OPEN_RECIPIENTS.match(text) and RECIPIENTS.match(fold(text)))


def opens_foot(lines: list[SpacedLine]) -> bool:
    """Tell whether the list of recipients begins in ``lines``."""
    return any(opens_recipients(line.text) for line in lines)


def _head(lines: list[SpacedLine]) -> tuple[int, int] | None:
    """Return first and end index of a head whose columns are set with blanks."""
    first = next(
        (index for index, line in enumerate(lines[:_HEAD_STARTS_WITHIN]) if _opens_head(line)),
        None,
    )
    if first is None:
        return None
    while first and cut(lines[first - 1]) is not None:
        first -= 1
    end = first + 1
    for index in range(first + 1, min(first + _HEAD_LINES, len(lines))):
        line = lines[index]
        split = cut(line)
        right = _folded(line, split) if split is not None else ""
        if split is None and _is_indented(line):
            right = _folded(line)
        if split is not None or MOTTO.search(right) or _DATE.search(right):
            end = index + 1
        elif len(line.text) > 70 or line.centered:
            break
        if _DATE.search(right):
            break
    return first, _end_of_subject(lines, _end_of_left(lines, first, end))


def _end_of_left(lines: list[SpacedLine], first: int, end: int) -> int:
    """Take the lines of a left column that goes on below the day, down to the number."""
    middle = _middle(lines[first:end])
    while (
        end < len(lines)
        and middle
        and (
            not any(_NUMBER.match(_folded(line)) for line in lines[first:end])
            or lines[end - 1].text.endswith(("-", "/"))
        )
        and not (lines[end].blank_before or lines[end].centered)
        and offset(lines[end], len(lines[end].words)) <= middle
        and not _BODY_OPENS.match(_folded(lines[end]))
    ):
        end += 1
    return end


def _middle(lines: list[SpacedLine]) -> int:
    """Return where the leftmost right column begins, 0 where no line is cut."""
    return min(
        (offset(line, split) for line in lines if (split := cut(line)) is not None), default=0
    )


def _end_of_subject(lines: list[SpacedLine], end: int) -> int:
    """Take a trích yếu under the number into the head, with the lines it goes on over."""
    begun = any(fold(line.text).startswith("v/v") for line in lines[max(0, end - 3) : end])
    if end == len(lines) or not (begun or fold(lines[end].text).startswith("v/v")):
        return end
    end += not begun
    while (
        end < len(lines)
        and not lines[end].blank_before
        and len(lines[end].text) <= _SUBJECT_WIDTH
        and not _BODY_OPENS.match(fold(lines[end].text))
    ):
        end += 1
    return end


def _opens_head(line: SpacedLine) -> bool:
    split = cut(line)
    if split is not None:
        return bool(MOTTO.search(_folded(line, split)))
    return _is_indented(line) and bool(MOTTO.search(_folded(line)))


def _foot(lines: list[SpacedLine], start: int) -> tuple[int, int] | None:
    """Return first and end index of a foot whose columns are set with blanks."""
    first = next((i for i in range(start, len(lines)) if opens_recipients(lines[i].text)), None)
    if first is None:
        return None
    opened = first
    end = min(first + _FOOT_LINES, len(lines))
    for index in range(first + 1, end):
        turned = lines[index - 1].block is Block.PAGE_NUMBER
        next_page = turned and not _LEFT_ITEM.match(_folded(lines[index]))
        if next_page or MOTTO.search(_folded(lines[index])) or len(lines[index].text) > 140:
            end = index
            break
    sided = [
        index
        for index in range(max(first - 1, start), end)
        if cut(lines[index]) is not None or _is_indented(lines[index])
    ]
    if not sided:
        return first, first + 1  # stacked, not side by side: nothing to cut
    while first > start and _is_indented(lines[first - 1]) and opened - first < _SIGNING_LINES:
        first -= 1
    listed = [i for i in range(first, end) if _LEFT_ITEM.match(_folded(lines[i]))]
    last = max(sided + listed)
    split = cut(lines[last])
    beside = lines[last].words[split:] if split is not None else []
    # The name itself may stand beside the archive; an office in capitals goes on below it.
    if beside and _ARCHIVE.match(_folded(lines[last], 0, split)):
        opens = all(word.text.isupper() for word in beside if word.text[0].isalpha())
        last = _end_of_cell(lines, last, end) if opens else last
    return first, last + 1


def _end_of_cell(lines: list[SpacedLine], last: int, end: int) -> int:
    """Return the last line of a signature that goes on below the archive's line without blanks
    before it, as in a table's cell that was written line by line: offices, then a name."""
    for at in range(last + 1, min(last + _SIGNING_LINES, end)):
        words = [word.text for word in lines[at].words]
        if len(words) <= _NAME_WORDS and all(word.istitle() for word in words):
            return at
        if lines[at].blank_before or not lines[at].text.isupper() or is_item(lines[at].text):
            return last
        last = at
    return last


def offset(line: SpacedLine, word: int) -> int:
    """Return in which character of its line the word stands; past the last one, where it ends."""
    gaps = line.gaps[: word + 1] if word < len(line.words) else line.gaps
    return sum(gaps) + sum(len(one.text) for one in line.words[:word])


def _is_indented(line: SpacedLine) -> bool:
    if not line.words:
        return False
    return line.gaps[0] >= (_FAR if line.centered else _INDENT)


def continue_right(lines: list[SpacedLine], last: RawLine) -> list[RawLine]:
    """Return the first lines that stand under the right column that ends with ``last``: a name
    under the table that holds the office. They are taken from ``lines``."""
    taken: list[RawLine] = []
    if last.column is not Column.RIGHT:
        return taken
    while lines and _is_indented(lines[0]) and len(lines[0].words) <= 8:
        taken.append(_piece(lines.pop(0), slice(None), Column.RIGHT, last.group))
    return taken


def _two_columns(block: list[SpacedLine], groups: Groups) -> list[RawLine]:
    if not any(cut(line) is not None or _is_indented(line) for line in block):
        return [full_line(line) for line in block]
    left: list[RawLine] = []
    right: list[RawLine] = []
    left_group, right_group = groups.new(), groups.new()
    middle = _middle(block)
    # The last recipient, the archive, is told: what follows is the signer's, far from the margin
    # where nothing stands beside the archive.
    is_listed = is_over = False
    for line in block:
        split = cut(line)
        if split is None:
            far = offset(line, len(line.words)) > middle or (is_over and not is_item(line.text))
            beside = _is_indented(line) and far
            is_over = is_over or _ARCHIVE.match(_folded(line)) is not None
            split = 0 if beside or (is_listed and not is_item(line.text)) else len(line.words)
        elif _ARCHIVE.match(_folded(line, 0, split)):
            is_listed = True
        if split:
            left.append(_piece(line, slice(0, split), Column.LEFT, left_group))
        if split < len(line.words):
            right.append(_piece(line, slice(split, None), Column.RIGHT, right_group))
        if line.block is Block.PAGE_NUMBER:
            middle = 0  # the next page has columns of its own
    for side in (left, right):
        if side:
            side[0].blank_before = True
    return left + right


def _piece(line: SpacedLine, part: slice, column: Column, group: int) -> RawLine:
    return RawLine(
        words=line.words[part],
        block=line.block,
        column=column,
        group=group,
        blank_before=line.blank_before,
    )


def full_line(line: SpacedLine) -> RawLine:
    """Return the line as one that stands in no column."""
    return RawLine(
        words=line.words,
        block=line.block,
        starts_paragraph=line.starts_paragraph,
        centered=line.centered,
        blank_before=line.blank_before,
    )


def _folded(line: SpacedLine, start: int = 0, end: int | None = None) -> str:
    return fold(" ".join(word.text for word in line.words[start:end]))


def is_item(text: str) -> bool:
    """Tell a line that opens a list item or an article."""
    return bool(_ITEM.match(text))
