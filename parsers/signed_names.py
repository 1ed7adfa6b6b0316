"""The signer's name under a seal or a pen's stroke: where the form has it, read in several washes.

Below the office in capitals a name stands centred (Nghị định 30/2020, Phụ lục I, Mục II.7). A grey
seal or a signature that crosses it makes one piece of ring and letters, so that the page's reading
passes it over. The darkest ink alone shows its row; words on which most washes agree are the name.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import median

import cv2
import numpy as np

from dispatch.text import holds_marks_of, unify
from dispatch.vocabulary import rows as table
from parsers.limits import Limits
from parsers.part_reader import Read, Reader, darkest, stands_in
from parsers.pixel_words import PixelWord, mean_confidence
from parsers.preparation import Image
from parsers.second_look import stretches_of
from parsers.unread_print import Box

_LINE = 7  # Tesseract's page segmentation mode
_READ = 0.85  # confidence from which a word of the row was read well
_PROSE = 3  # words with a small letter that make a row prose
_CAPITAL = 0.8  # share of capitals in an office
_SURE_OFFICE = 0.55  # mean confidence of an office
_RIGHT = 0.52  # of the page's width: the signer's column has its middle behind it
_DEEP = 14.0  # cap heights below the office in which the name stands
_NEXT = 0.6  # … and from which on
_BESIDE = 12.0  # … to the left and right of the office's middle
_OFF_CENTRE = 3.6  # … by which the name's middle may lie beside it
_GLYPH = (0.3, 1.7, 2.2)  # least and most height, most width of a glyph, in cap heights
_ROW = 0.3  # cap heights by which feet of one row differ
_BLANK = 1.3  # cap heights of white within a name
_WIDTH = (3.0, 24.0)  # cap heights; a rank before the name is as long as it
_LEAST = 5  # glyphs
_MORE = 3.0  # cap heights to the left in which a name's first word may be hidden
_TALLER, _DEEPER = 1.45, 0.45  # cap heights round the feet of a row that are its own
_WORD, _NAME = 0.28, 0.5  # confidence that a word has at least, and a name
_UNHEARD = 0.5  # what a word is worth that is no syllable of a name
_LOST_MARK = 0.4  # … and what a reading with lost marks adds to the whole word
_EDGES = "'\"`‘’“”*.,:;~^_-–—|/\\()<>«»•¬°"


@dataclass(frozen=True, slots=True)
class _Row:
    """Where glyphs of a name are seen, and how far it may reach: a word that has grown into a
    seal's ring is no glyph."""

    seen: Box
    whole: tuple[Box, ...]


_Reading = tuple[float, list[PixelWord]]
"""What a strip's words weigh, and the words."""


@dataclass(frozen=True, slots=True)
class _Below:
    """Where a name may stand below an office, and how high its capitals are, in pixels."""

    box: tuple[int, int, int, int]
    middle: float
    tall: float


@dataclass(frozen=True, slots=True)
class _Glyph:
    x0: int
    top: int
    x1: int
    bottom: int


def read_signed_name(
    image: Image, words: list[PixelWord], read: Read, limits: Limits
) -> list[PixelWord]:
    """Return ``words`` with the name below the page's last office read anew, if not whole."""
    office = _office(words, image.shape[1])
    if office is None:
        return words
    below = _below(office)
    row = _row_of_name(image, below)
    if row is None or _is_read(words, row.seen):
        return words
    reader = Reader(image, read, limits)
    names = [(_voted(list(_readings(reader, box))), box) for box in row.whole]
    name, box = max(names, key=lambda one: (_is_name(one[0]), sum(len(w.text) for w in one[0])))
    if not _is_name(name):
        return words
    number = max(word.line for word in words) + 1
    rest = [word for word in words if not stands_in(word, box)]
    return [*rest, *(replace(word, line=number) for word in name)]


def _readings(reader: Reader, box: Box) -> Iterator[_Reading]:
    for wash, scale, weight in _WAYS:
        yield weight, reader.line(box, scale, (), wash=wash, mode=_LINE)


def inked(crop: Image) -> Image:
    """Leave of a strip what is darker than a seal: paper is split from all ink, then ink from ink
    (twice by Otsu)."""
    black = float(np.percentile(crop, 1))
    ink = np.ascontiguousarray(crop[crop <= _otsu(crop)].reshape(1, -1))
    reach = max(1.5 * (_otsu(ink) - black), 1.0) if ink.size else 1.0
    levels = (crop.astype(np.float32) - black) * (255.0 / reach)
    return np.asarray(np.clip(levels, 0, 255), dtype=np.uint8)


# Wash, size and weight of the readings: what thins a seal away thins marks too.
_WAYS = (
    (None, 1.0, 1.0),
    (None, 0.8, 1.0),
    (darkest, 1.0, 0.7),
    (darkest, 0.8, 0.7),
    (inked, 1.0, 0.7),
    (inked, 0.8, 0.7),
)


def _otsu(pixels: Image) -> float:
    level, _ = cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(level)


def _office(words: Sequence[PixelWord], columns: int) -> list[PixelWord] | None:
    """Return the lowest stretch of capitals whose middle lies in the page's right half."""
    found = [
        stretch
        for stretch in stretches_of(words)
        if (stretch[0].x0 + stretch[-1].x1) / 2 > _RIGHT * columns
        and _are_capitals("".join(word.text for word in stretch))
        and mean_confidence(stretch) > _SURE_OFFICE
    ]
    return max(found, key=lambda stretch: stretch[0].bottom, default=None)


def _are_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return len(letters) >= 5 and capitals >= _CAPITAL * len(letters)


def _below(office: Sequence[PixelWord]) -> _Below:
    tall = 0.8 * median(word.bottom - word.top for word in office)
    middle = (office[0].x0 + office[-1].x1) / 2
    foot = max(word.bottom for word in office)
    left, top = max(int(middle - _BESIDE * tall), 0), int(foot + _NEXT * tall)
    box = (left, top, int(middle + _BESIDE * tall), int(foot + _DEEP * tall))
    return _Below(box, middle, tall)


def _row_of_name(image: Image, below: _Below) -> _Row | None:
    """Return the darkest ink's row of glyphs that stands centred below the office."""
    middle, tall = below.middle, below.tall
    left, top, right, bottom = below.box
    crop = image[top:bottom, left:right]
    if crop.shape[0] < 3 * tall or crop.shape[1] < 6 * tall:
        return None
    glyphs = _glyphs(inked(np.ascontiguousarray(crop)), tall, left, top)
    best: list[_Glyph] = []
    for start in glyphs:
        row = [one for one in glyphs if abs(one.bottom - start.bottom) <= _ROW * tall]
        run = _run_with(start, sorted(row, key=lambda one: one.x0), tall)
        if len(run) > len(best) and _is_placed(run, middle, tall):
            best = run
    if len(best) < _LEAST:
        return None
    feet = median(one.bottom for one in best)
    rows = (feet - _TALLER * tall, feet + _DEEPER * tall)
    x0, x1 = best[0].x0, max(one.x1 for one in best)
    # Centred, it reaches as far on either side; where the ring took an office's first letters too,
    # its middle lies farther to the left.
    half = max(middle - x0, x1 - middle)
    reaches = ((middle - half, middle + half), (middle - half - _MORE * tall, x1))
    whole = tuple((left, rows[0], right, rows[1]) for left, right in reaches)
    return _Row((x0, rows[0], x1, rows[1]), whole)


def _glyphs(inked_crop: Image, tall: float, left: int, top: int) -> list[_Glyph]:
    ink = np.where(inked_crop < 128, 255, 0).astype(np.uint8)
    *_, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return [
        _Glyph(left + x, top + y, left + x + wide, top + y + high)
        for x, y, wide, high, _ in stats[1:].tolist()
        if _GLYPH[0] * tall <= high <= _GLYPH[1] * tall and wide <= _GLYPH[2] * tall
    ]


def _run_with(start: _Glyph, row: Sequence[_Glyph], tall: float) -> list[_Glyph]:
    """Return the glyphs of the row that hang together with ``start``, no wide white between."""
    runs: list[list[_Glyph]] = [[]]
    end = row[0].x1
    for one in row:
        if one.x0 - end > _BLANK * tall:
            runs.append([])
        runs[-1].append(one)
        end = max(end, one.x1)
    return next(run for run in runs if start in run)


def _is_placed(run: Sequence[_Glyph], middle: float, tall: float) -> bool:
    x0, x1 = run[0].x0, max(one.x1 for one in run)
    centred = abs((x0 + x1) / 2 - middle) <= _OFF_CENTRE * tall
    return centred and _WIDTH[0] * tall <= x1 - x0 <= _WIDTH[1] * tall


def _is_read(words: Sequence[PixelWord], box: Box) -> bool:
    """Tell whether the row is prose, or a name's that was read well from its first letter to its
    last."""
    rim = 0.4 * (box[3] - box[1])
    wider = (box[0] - 3 * rim, box[1], box[2] + 3 * rim, box[3])
    inside = sorted((word for word in words if stands_in(word, wider)), key=lambda one: one.x0)
    if _is_prose(inside):
        return True
    if len(inside) < 2 or any(word.confidence < _READ for word in inside):
        return False
    if not all(_is_heard(word.text) for word in inside):
        return False
    return inside[0].x0 <= box[0] + rim and inside[-1].x1 >= box[2] - rim


def _is_prose(words: Sequence[PixelWord]) -> bool:
    """Tell a line of text below a title in capitals: most of its words are surely read and begin
    with a small letter, which no word of a name does."""
    small = [word for word in words if word.confidence >= _READ and word.text[0].islower()]
    return len(small) >= _PROSE and 2 * len(small) > len(words)


def _voted(readings: Sequence[_Reading]) -> list[PixelWord]:
    """Return for each word of the surest reading the text of the most confidence over all."""
    filled = [words for _, words in readings if words]
    if not filled:
        return []
    frame = max(filled, key=mean_confidence)
    name: list[PixelWord] = []
    for place in frame:
        votes: dict[str, float] = defaultdict(float)
        sure: dict[str, float] = defaultdict(float)
        is_first = all(_is_rank(word.text) for word in name)
        for weight, words in readings:
            for word in words:
                if place.x0 < (word.x0 + word.x1) / 2 < place.x1:
                    text = _bare(word.text)
                    if is_first and text.islower() and _is_surname(text.title()):
                        text = text.title()  # its capital may lie under the seal's ring
                    votes[text] += word.confidence * weight
                    sure[text] = max(sure[text], word.confidence)
        votes.pop("", None)
        if votes:
            text = _likeliest(votes, is_first=is_first)
            share = votes[text] / max(sum(votes.values()), 0.01)
            name.append(replace(place, text=text, confidence=share * sure[text]))
    while name and not name[0].text[:1].isupper():  # the seal's ring beside the name
        name.pop(0)
    return name


def _bare(text: str) -> str:
    """Return a word without specks at its edges; a rank's point is its own."""
    bare = text.strip(_EDGES)
    return f"{bare}." if f"{bare}." in text and _is_rank(f"{bare}.") else bare


def _likeliest(votes: dict[str, float], *, is_first: bool) -> str:
    """Return the text that the votes are for: what no name has counts half, and a word that only
    lost a mark speaks for the whole one too, as marks are lost more easily than made up."""

    def worth(text: str) -> float:
        known = _is_rank(text) or (_is_surname(text) if is_first else _is_heard(text))
        lost = sum(votes[one] for one in votes if one != text and holds_marks_of(text, one))
        return (votes[text] + _LOST_MARK * lost) * (1.0 if known else _UNHEARD)

    return max(votes, key=worth)


def _is_heard(text: str) -> bool:
    """Tell a rank's word or a syllable that names have, written as names are."""
    cased = text.istitle() or text.isupper()
    return _is_rank(text) or (cased and unify(text).lower() in _syllables())


def _is_surname(text: str) -> bool:
    return (text.istitle() or text.isupper()) and unify(text) in _surnames()


def _is_rank(text: str) -> bool:
    return unify(text).lower() in _ranks()


@cache
def _surnames() -> frozenset[str]:
    return frozenset(unify(row["surname"].split()[0]) for row in table("surnames"))


@cache
def _syllables() -> frozenset[str]:
    """The syllables of people's names: given names and surnames that are counted, and the middle
    name of women."""
    given = [row["syllable"] for row in table("given_names")]
    family = [part for row in table("surnames") for part in row["surname"].split()]
    return frozenset(unify(word).lower() for word in (*given, *family, "Thị"))


@cache
def _ranks() -> frozenset[str]:
    """The words of the ranks that stand before a name."""
    ranks = [word for row in table("ranks") for word in row["rank"].split()]
    return frozenset(unify(word).lower() for word in ranks)


def _is_name(words: Sequence[PixelWord]) -> bool:
    """Tell a name from what strokes of a pen became: behind its rank, words that begin with a
    capital, all read."""
    rank = next((i for i, word in enumerate(words) if not _is_rank(word.text)), 0)
    named = words[rank:]
    letters = "".join(word.text for word in named)
    shaped = letters.isalpha() and all(word.text[0].isupper() for word in named)
    whole = 2 <= len(named) <= 6 and sum(map(str.islower, letters)) >= 3
    sure = min((word.confidence for word in words), default=0.0)
    return shaped and whole and sure >= _WORD and mean_confidence(words) >= _NAME
