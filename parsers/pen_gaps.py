"""Where a printed form leaves room for the pen: between ``Số:`` and the notation, ``ngày`` and
``tháng``, ``tháng`` and ``năm`` of a head's line, even where OCR glued pen and print together.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from statistics import median

from dispatch.notation import single_d
from dispatch.text import fold
from parsers.assemble import RawWord
from parsers.pen_rows import Row, middle_of, rows_of


class Kind(Enum):
    """What the pen writes into the gap."""

    NUMBER = "number"
    DAY = "day"
    MONTH = "month"


class Opening(Enum):
    """What became of the print before the gap, which the form prescribes."""

    READ = "read"
    MISREAD = "misread"
    LOST = "lost"


OPENING, LOST_DAY = "Số:", "ngày"


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap in points. ``cuts`` say what OCR made of it: word (its place in the page's list) and
    the part of its text that stands in the gap; ``follows`` is the word of print before it;
    ``glued`` says which edges are estimates by widths, ``sure`` how sure OCR was, ``row`` is all
    of the line's text. ``opens`` is the word that holds a misread opening and how much of it; of a
    lost one only the ink can tell where it ends: ``x0`` is its farthest place. ``closes`` is the
    place, word and character, of the notation's slash or of what OCR made of it."""

    kind: Kind
    x0: float
    x1: float
    baseline: float
    em: float
    text: str
    cuts: tuple[tuple[int, int, int], ...]
    follows: int
    glued: tuple[bool, bool]
    sure: float
    row: str = ""
    opening: Opening = Opening.READ
    opens: tuple[int, int] = (-1, 0)
    closes: tuple[int, int] | None = None


_UPPER = "A-ZĐÐƯÔ"
_GROUP = rf"[{_UPPER}][A-Za-zĐÐđƯưÔô1]{{0,7}}(?:\.[{_UPPER}]{{1,4}})?"  # NHNo.ST
_NOTATION = rf"(?:{_GROUP}\s?[-–—]{{1,2}}\s?[{_UPPER}&]|(?<=/)(?:TTr)?[{_UPPER}]{{4}})"
_STATE = rf"(?://|[/|\\lI!,.f])?\s?(?:(?:/?\s?20|/\s?19)\d\d\s?/\s?)?{_NOTATION}"
_PARTY = rf"[-–—]\s?{_GROUP}\s?/\s?[{_UPPER}]"
# Numbers of the Youth Union and the Party in which a blank stands for the dash: 389 KH/TĐTN-BPT.
_BLANKED = rf"(?:KH|CV|HD|QĐ|BC|TB|NQ|KL|CT|GM|QC|TTr|CTr)\s?/\s?[{_UPPER}]{{2}}"
_LAW = r"/\s?(?:19|20)\d\d\s?/\s?QH\d"
_SIGN = r"(?:[.…_]++|[^.…_])"  # of a gap: a dotted line is one, however long
_NUMBER = re.compile(
    rf"(?<!\S)(?P<left>[sS5](?:[ốôồổỗộóòoöỐÔÓO0]|[^\s\d/]{{0,2}}[:;.]|2:)(?:\s:)?[:;.]{{0,2}}|S[^\W\d],"
    rf"|[^\s/.…_]{{1,3}}(?=[.…_]{{2}}))"  # … and whatever stands before a dotted line
    rf"(?P<gap>{_SIGN}{{0,24}}?)"
    rf"(?=\S)(?P<right>{_BLANKED}|{_STATE}|{_PARTY}|{_LAW})"
)
_UNOPENED = re.compile(rf"(?P<gap>.{{0,14}}?)(?=\S)(?P<right>[/|]\s?{_NOTATION})")
_DATE = re.compile(
    rf"(?P<left>ng[àảaâáạ]?y)(?P<gap>{_SIGN}{{0,14}}?)(?P<middle>th[áàãâaảạ]ng)"
    rf"(?P<month>{_SIGN}{{0,12}}?)"
    r"(?P<right>n[ăâáaàãầắ]m)\s?(?P<year>\S{2,5})",
    re.IGNORECASE,
)
_SLASHES = frozenset("/|\\lI!,.f")
_UNDATED = re.compile(
    rf",(?P<gap>\s)(?P<middle>th[áàãâaảạ]ng)(?P<month>{_SIGN}{{0,12}}?)"
    r"(?P<right>n[ăâáaàãầắ]m)\s?(?P<year>\S{2,5})",
    re.IGNORECASE,
)
_PARTS = ("left", "gap", "right")
_HEAD = 0.42  # of the page's height: further down, dates are cited ones
_APART = 18.0  # points between columns, more than any blank
_SLACK = 0.04  # of a word's width that an estimate by widths may be wrong
_BEARINGS = 0.08  # ems of white within a word's advance that its box leaves out
_OTHER_FACE = 0.12  # by which sizes measured by the widths of Times differ for another face
_DAY_ROOM = (0.7, 5.0)  # ems that figures of a day may take
_NEAR = 50.0  # points between the rows of number and date
_DOUBTED = 0.6  # OCR's confidence in what it made of Số: and figures together
_FARTHEST = 8.0  # ems from the notation to a lost opening

# Advance widths of Times and its copies in thousandths of the em; the form is printed in it.
_WIDTHS: dict[str, int] = {
    **dict.fromkeys("iljt/|\\!I:;", 278), **dict.fromkeys(".,", 250),
    **dict.fromkeys("ceyrs()-–—", 390), **dict.fromkeys("ag0123456789nhdbopquvkx", 500),
    "m": 750, "S": 556, "T": 611, "B": 667, "C": 667, "E": 611, "F": 556, "L": 611, "P": 556,
    "M": 889, "W": 944, **dict.fromkeys("QDĐÐNUHKGOVXYARƯÔ", 722),
}  # fmt: skip


def find_gaps(words: Sequence[RawWord], height: float) -> list[Gap]:
    """Return the gaps of the page's first numbered head; ``height`` is the page's, in points."""
    rows = rows_of(words, _HEAD * height)
    for row in rows:
        match = _NUMBER.search(row.text)
        if match and _opens_column(row, words, match.start("left")):
            top = middle_of(words[row.word_at(match.start("left"))])
            gaps = [_opened(_gap(row, words, Kind.NUMBER, match, _PARTS), row, words, match)]
            gaps += _date_gaps(rows, words, near=top)
            return _placed(gaps)
    dates = _date_gaps(rows, words, near=None)
    return _placed([_unopened(rows, words, dates), *dates])


def _opened(
    gap: Gap | None, row: Row, words: Sequence[RawWord], match: re.Match[str]
) -> Gap | None:
    """Mark a gap whose opening was misread: the print is as wide as the form's own words."""
    if gap is None or fold(match["left"]).startswith("so"):
        return gap
    index = row.word_at(match.start("left"))
    length = len(match["left"])
    x0 = max(gap.x0, (words[index].x0 or 0.0) + width_of(OPENING) * gap.em)
    return replace(gap, x0=min(x0, gap.x1), opening=Opening.MISREAD, opens=(index, length))


def _unopened(
    rows: Sequence[Row], words: Sequence[RawWord], dates: Sequence[Gap | None]
) -> Gap | None:
    """The gap before a notation that opens its column beside the date: OCR read no ``Số:``."""
    day = next((gap for gap in dates if gap is not None), None)
    if day is None:
        return None
    for row in rows:
        match = _UNOPENED.match(row.text)
        if match is None:
            continue
        after = row.word_at(match.start("right"))
        cuts = _cuts(row, 0, match.start("right"))
        near = abs(middle_of(words[after]) - day.baseline) < _NEAR
        doubted = all(
            words[i].confidence < _DOUBTED or not any(map(str.isalpha, words[i].text))
            for i, *_ in cuts
            if i != after
        )
        if not near or not doubted or (words[after].x0 or 0.0) > day.x0:
            continue
        em = _em(row, words)
        prints = [(0, 0), match.span("right")]
        x1 = _edge(row, words, match.start("right"), em, prints, from_left=False)
        return Gap(
            kind=Kind.NUMBER, x0=max(x1 - _FARTHEST * em, 0.0), x1=x1,
            baseline=_baseline(words[after], words[after], Kind.NUMBER, em), em=em,
            text="", cuts=cuts or ((after, 0, 0),), follows=after,
            glued=(False, after in {index for index, *_ in cuts}), sure=0.0, row=row.text,
            opening=Opening.LOST, closes=_slash_at(row, match.start("right")),
        )  # fmt: skip
    return None


def _placed(gaps: list[Gap | None]) -> list[Gap]:
    return [gap for gap in gaps if gap is not None]


def _opens_column(row: Row, words: Sequence[RawWord], offset: int) -> bool:
    """Tell the head's Số from one that a sentence cites: nothing stands close before it."""
    if offset == 0:
        return True
    before, word = words[row.word_at(offset - 2)], words[row.word_at(offset)]
    return (word.x0 or 0.0) - (before.x1 or 0.0) > _APART


def _date_gaps(
    rows: Sequence[Row], words: Sequence[RawWord], *, near: float | None
) -> list[Gap | None]:
    for row in rows:
        match = _DATE.search(row.text)
        if match is None:
            continue
        if (
            near is not None
            and abs(middle_of(words[row.word_at(match.start("left"))]) - near) > _NEAR
        ):
            continue
        return [
            _gap(row, words, Kind.DAY, match, ("left", "gap", "middle")),
            _gap(row, words, Kind.MONTH, match, ("middle", "month", "right")),
        ]
    return [gap for row in rows for gap in _undated(row, words)]


def _undated(row: Row, words: Sequence[RawWord]) -> list[Gap | None]:
    """The gaps of a date whose ngày OCR lost together with the figures: between the place's comma
    and tháng there is room for both."""
    match = _UNDATED.search(row.text)
    if match is None:
        return []
    before, after = row.word_at(match.start("gap") - 1), row.word_at(match.start("middle"))
    em = _em(row, words)
    x0 = (words[before].x1 or 0.0) + width_of(f"{LOST_DAY} ") * em
    x1 = words[after].x0 or 0.0
    if not _DAY_ROOM[0] * em <= x1 - x0 <= _DAY_ROOM[1] * em:
        return []
    day = Gap(
        kind=Kind.DAY, x0=x0, x1=x1,
        baseline=_baseline(words[before], words[after], Kind.DAY, em), em=em,
        text="", cuts=(), follows=before, glued=(True, False), sure=0.0, row=row.text,
        opening=Opening.LOST,
    )  # fmt: skip
    return [day, _gap(row, words, Kind.MONTH, match, ("middle", "month", "right"))]


def _gap(
    row: Row,
    words: Sequence[RawWord],
    kind: Kind,
    match: re.Match[str],
    names: tuple[str, str, str],
) -> Gap | None:
    left, gap, right = names
    low, high = match.span(gap)
    before, after = row.word_at(match.end(left) - 1), row.word_at(match.start(right))
    em = _em(row, words)
    print_spans = [match.span(name) for name in match.groupdict() if name not in ("gap", "month")]
    x0 = _edge(row, words, low, em, print_spans, from_left=True)
    x1 = _edge(row, words, high, em, print_spans, from_left=False)
    if x1 - x0 < 0.2 * em:
        return None
    cuts = _cuts(row, low, high)
    if before == after and not cuts:
        start = row.owners.index(before)
        cuts = ((before, low - start, low - start),)
    touched = {index for index, *_ in cuts}
    return Gap(
        kind=kind,
        x0=x0,
        x1=x1,
        baseline=_baseline(words[before], words[after], kind, em),
        em=em,
        text=match[gap].strip(),
        cuts=cuts,
        follows=before,
        glued=(before in touched, after in touched),
        sure=min((words[index].confidence for index in touched), default=0.0),
        row=row.text,
        closes=_slash_at(row, high) if kind is Kind.NUMBER else None,
    )


def _slash_at(row: Row, offset: int) -> tuple[int, int] | None:
    """The place of a slash, or of what OCR makes of one, at ``offset`` of the row's text."""
    if row.text[offset] not in _SLASHES:
        return None
    return row.word_at(offset), offset - row.owners.index(row.word_at(offset))


def _cuts(row: Row, low: int, high: int) -> tuple[tuple[int, int, int], ...]:
    """Each word in ``row.text[low:high]`` with the part of it that is inside."""
    found: list[tuple[int, int, int]] = []
    for index in dict.fromkeys(owner for owner in row.owners[low:high] if owner >= 0):
        start = row.owners.index(index)
        length = sum(owner == index for owner in row.owners)
        found.append((index, max(low - start, 0), min(high - start, length)))
    return tuple(found)


def _em(row: Row, words: Sequence[RawWord]) -> float:
    """The row's font size by the widths of its surely read words."""
    sizes = []
    for index in sorted({i for i in row.owners if i >= 0}):
        word = words[index]
        if word.confidence >= 0.85 and len(word.text) >= 3 and word.text[:1].isalpha():
            wide = (word.x1 or 0.0) - (word.x0 or 0.0)
            sizes.append(wide / (width_of(word.text) - _BEARINGS))
    return min(max(median(sizes), 9.0), 17.0) if sizes else 13.0


def width_of(text: str) -> float:
    """How wide ``text`` is printed, in ems; marks above a letter add nothing.

    OCR doubles and trebles a printed Đ: its width is counted once.
    """
    total = 0
    for character in single_d(text.replace("Ð", "Đ")):
        plain = character if character in _WIDTHS else fold(character)[:1]
        total += _WIDTHS.get(plain, 500)
    return total / 1000


def _edge(
    row: Row,
    words: Sequence[RawWord],
    offset: int,
    em: float,
    prints: Sequence[tuple[int, int]],
    *,
    from_left: bool,
) -> float:
    """Where print ends (``from_left``) or begins again at ``offset`` of the row's text."""
    index = row.word_at(offset - 1 if from_left else offset)
    word = words[index]
    x0, x1 = word.x0 or 0.0, word.x1 or 0.0
    start = row.owners.index(index)
    end = start + len(word.text)
    ink_before = _printed(row.text, start, offset, prints) * em
    ink_after = _printed(row.text, offset, end, prints) * em
    strange_before = _strange(start, offset, prints)
    strange_after = _strange(offset, end, prints)
    if from_left and strange_before == 0:
        estimate = x0 + ink_before * 1.02
        # The box is true but where it holds a stroke of the pen or not all of its last letter.
        near = abs(x1 - estimate) <= _SLACK * ink_before + 0.2 * em
        return x1 if near and strange_after == 0 else estimate
    if not from_left and strange_after == 0:
        last = row.owners[max(offset - 1, 0)]
        last = last if last >= 0 else row.owners[offset - 2]
        if offset and last != index and (words[last].x1 or 0.0) > x0:
            return x1 - ink_after * 1.04  # OCR gave the slash to the pen
        if size := _size_of_print(word, row.text[start:offset], em):
            return x1 - ink_after / em * size
        # The box is true but where it holds more than its print: a stroke of the pen.
        estimate = x1 - ink_after * 1.02
        return estimate if estimate - x0 > _SLACK * ink_after + 0.2 * em else x0
    # Pen on both sides of a glued word of print: share the room that is not print.
    room = max(x1 - x0 - ink_before - ink_after, 0.0)
    return x0 + ink_before + room * strange_before / (strange_before + strange_after)


def _size_of_print(word: RawWord, figures: str, em: float) -> float | None:
    """The type's size where the word, figures and all, is as wide as if it were print."""
    if not figures.isdigit():
        return None
    size = ((word.x1 or 0.0) - (word.x0 or 0.0)) / (width_of(word.text) - _BEARINGS)
    return size if abs(size / em - 1) <= _OTHER_FACE else None


def _printed(text: str, start: int, end: int, prints: Sequence[tuple[int, int]]) -> float:
    """Width of the print in ``text[start:end]``: what no gap holds."""
    inside = [c for i, c in enumerate(text[start:end], start) if not _is_pen(i, prints)]
    return width_of("".join(inside))


def _strange(start: int, end: int, prints: Sequence[tuple[int, int]]) -> int:
    return sum(_is_pen(i, prints) for i in range(start, end))


def _is_pen(offset: int, prints: Sequence[tuple[int, int]]) -> bool:
    first, last = min(low for low, _ in prints), max(high for _, high in prints)
    return first <= offset < last and not any(low <= offset < high for low, high in prints)


def _baseline(before: RawWord, after: RawWord, kind: Kind, em: float) -> float:
    """Number lines stand on it; ngày and tháng hang below it by a fifth of the em."""
    if kind is Kind.NUMBER:
        return min(before.bottom or 0.0, after.bottom or 0.0)
    middle = median([before.bottom or 0.0, after.bottom or 0.0])
    return min(middle, (after.bottom or middle) + (0.21 * em if kind is Kind.MONTH else 0)) - (
        0.21 * em
    )
