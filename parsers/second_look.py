"""What the first reading of a page left doubtful or unread is looked at once more, line by line.

Tesseract reads the same print differently at another size, and italics better upright. A doubtful
word is replaced where two further readings agree on another one; print that the first reading
passed over is read by itself.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from dispatch.text import fold
from parsers.limits import Limits
from parsers.part_reader import (
    LEAST_LETTERS,
    LEGIBLE,
    LINE,
    Read,
    Reader,
    box_of,
    covers,
    darkest,
    is_in,
    is_legible,
)
from parsers.pixel_words import PixelWord, mean_confidence
from parsers.preparation import Image
from parsers.two_rows import rows_apart
from parsers.unread_print import Box, is_no_reading, unread_print

_SCALES = (0.8, 1.25)  # of the further readings
_SCALES_OF_CODES = (0.8, 1.25, 1.0)
_SCALES_OF_ITALICS = (0.8, 1.0, 1.25)

_HEAD = 0.35  # share of the page's height that the head may take
_FOOT = 0.55  # … and where the foot may begin
_DOUBTFUL_LINE = 0.75  # mean confidence of a stretch of head or foot that is read again
_DOUBTFUL_CODE = 0.85  # … of a number or notation: codes have no language to lean on
_DOUBTFUL_DAY = 0.95  # … of the figures of a day in italics: 07 was read as 27 with 0.9
_DOUBTFUL_WORD = 0.60  # … of any other word
_BETTER = 0.05  # by which a whole stretch must be surer to be taken as it is
_SURER = 0.2  # by which a code that two readings agree on must be surer to be taken below that
_MOST = 10  # stretches a page, so that a hopeless page stays affordable
_MOST_UNREAD = 6
_SURE_PRINT = 0.93  # … below which it is read once more, as a line

_MARK = 0.5  # of a word's usual height: what is lower is a mark
_NOTHING = 0.35  # confidence of strokes that are no letters
_LONG = 4.0  # heights that a row of print is long
_BELOW = 0.6  # of a mark's height that it stands below its letters at most
_WHITE = 2.2  # line heights of white that part two stretches of one line
_CODE = re.compile(r"(?=.*[A-ZĐƯ])[^\W_]*[/-][\w/&.,;:()-]{2,}")
_STROKES = str.maketrans({"l": "1", "I": "1", "i": "1", "!": "1", "|": "1", "]": "1", "J": "1",
                          "O": "0", "o": "0", "Ø": "0", "Š": "5"})  # fmt: skip
_QUOTES = "'\"`‘’“”"  # specks beside a word
_LIST_MARKS = frozenset("-–+•*")
_PAD = 8  # pixels round a stretch


def look_again(image: Image, words: list[PixelWord], read: Read, limits: Limits) -> list[PixelWord]:
    """Return ``words`` of the grey page ``image`` with what a second look mended and found."""
    reader = Reader(image, read, limits)
    parted = stretches_of(rows_apart(words, reader))
    stretches = [_with_marks(*pair, reader) for pair in _marks_apart(parted)]
    doubts = [(_doubt(stretch, image.shape[0]), index) for index, stretch in enumerate(stretches)]
    worst = sorted((doubt, index) for doubt, index in doubts if doubt < 1.0)
    for _, index in worst[:_MOST]:
        rest = [word for other, part in enumerate(stretches) if other != index for word in part]
        stretches[index] = _mended(stretches[index], rest, reader)
    seen = [word for stretch in stretches for word in stretch]
    return _with_unread(seen, reader)


def _with_unread(words: list[PixelWord], reader: Reader) -> list[PixelWord]:
    """Return the words and those of print that was passed over, in place of its fragments."""
    number = max((word.line for word in words), default=0)
    for box in unread_print(reader.image, words)[:_MOST_UNREAD]:
        scraps = [word for word in words if _lies_in(word, box)]
        others = [word for word in words if word not in scraps]
        plain, dark = reader.line(box, 1.0, others), reader.line(box, 1.0, others, wash=darkest)
        found = _surest(plain, dark)
        if mean_confidence(found) < _SURE_PRINT:
            alone = reader.line(box, 1.0, others, wash=darkest, mode=LINE)
            sure = mean_confidence(alone) > max(mean_confidence(found), LEGIBLE)
            found = alone if sure and len(alone) >= len(found) else _surest(found, alone)
        if is_legible(found) and _tells_more(found, scraps):
            number += 1
            words = [*others, *(replace(word, line=number) for word in found)]
    return words


def _surest(plain: list[PixelWord], dark: list[PixelWord]) -> list[PixelWord]:
    """Return the surer words of two readings of one row, without what a seal's ring became."""
    first, second = sorted((plain, dark), key=mean_confidence, reverse=True)
    words: list[PixelWord] = []
    for word in first:
        in_place = [other for other in second if covers(other, word)]
        best = max([word, *in_place], key=lambda one: one.confidence)
        if not any(map(str.isalnum, word.text)):
            best = word
        if best.confidence > _NOTHING and best not in words:
            words.append(best)
    return words


def _tells_more(found: list[PixelWord], scraps: list[PixelWord]) -> bool:
    """True where what was read surely of the row is less than what is found there now."""
    sure = [word for word in scraps if word.confidence >= LEGIBLE]
    letters = [sum(len(word.text) for word in part) for part in (found, sure)]
    return not sure or (letters[0] > letters[1] and mean_confidence(found) >= _SURE_PRINT)


def _lies_in(word: PixelWord, box: Box) -> bool:
    """Tell whether a word, a sure mark aside, stands wholly within the box, give or take a mark's
    height, or the box within what is no reading of it."""
    rim = 0.5 * (box[3] - box[1])
    if is_no_reading(word):
        inside = word.x0 - rim < box[0] and box[2] < word.x1 + rim
        return inside and word.top - rim < box[1] and box[3] < word.bottom + rim
    if word.confidence >= LEGIBLE and not any(map(str.isalnum, word.text)):
        return False  # a list's dash, read for sure
    return (
        box[0] - rim < word.x0
        and word.x1 < box[2] + rim
        and box[1] - rim < word.top
        and word.bottom < box[3] + rim
    )


def stretches_of(words: Sequence[PixelWord]) -> list[list[PixelWord]]:
    """Cut the lines where white parts two columns: each is judged and read by itself."""
    stretches: list[list[PixelWord]] = []
    last: PixelWord | None = None
    for word in words:
        if (
            last is None
            or word.line != last.line
            or word.x0 - last.x1 > _WHITE * max(word.bottom - word.top, last.bottom - last.top)
        ):
            stretches.append([])
        stretches[-1].append(word)
        last = word
    return stretches


def _marks_apart(stretches: list[list[PixelWord]]) -> list[tuple[list[PixelWord], Box | None]]:
    """Pair each stretch with the box of a row above or below it that is nothing but its marks.

    In capitals set close, Tesseract takes marks for a line of its own and reads the letters bare.
    """
    heights = [word.bottom - word.top for stretch in stretches for word in stretch]
    low = _MARK * median(heights) if heights else 0.0
    marks = [part for part in stretches if all(word.bottom - word.top < low for word in part)]
    beside: dict[int, Box] = {}
    used: set[int] = set()
    for mark in marks:
        box = box_of(mark)
        for index, stretch in enumerate(stretches):
            x0, top, x1, bottom = box_of(stretch)
            inside = x0 - low < box[0] and box[2] < x1 + low and bottom - top > low
            is_above = -low < top - box[3] < low
            is_below = -low < box[1] - bottom < _BELOW * low and mark[0].text not in _LIST_MARKS
            if inside and (is_above or is_below):
                beside[index] = box
                used.add(id(mark))
                break
    return [
        (stretch, beside.get(index))
        for index, stretch in enumerate(stretches)
        if id(stretch) not in used
    ]


def _with_marks(stretch: list[PixelWord], marks: Box | None, reader: Reader) -> list[PixelWord]:
    """Read a stretch again together with the marks above or below it, where there are some."""
    if marks is None:
        return stretch
    x0, top, x1, bottom = box_of(stretch)
    whole = (x0, min(top, marks[1]) - _PAD / 2, x1, max(bottom, marks[3]))
    found = reader.line(whole, 1.0, ())
    same = fold("".join(word.text for word in stretch)) == fold("".join(w.text for w in found))
    sure = mean_confidence(found) > _DOUBTFUL_LINE
    return [replace(word, line=stretch[0].line) for word in found] if same and sure else stretch


def _doubt(stretch: Sequence[PixelWord], rows: int) -> float:
    """Return the confidence of the stretch's most doubtful part; 1 where nothing is doubtful."""
    worst = 1.0
    letters = sum(char.isalnum() for word in stretch for char in word.text)
    if letters < LEAST_LETTERS and not _is_hopeless(stretch):
        return worst
    if stretch[0].top < rows * _HEAD or stretch[0].top > rows * _FOOT:
        mean = mean_confidence(stretch)
        worst = mean if mean < _DOUBTFUL_LINE else 1.0
    return min([worst, *(stretch[index].confidence for index in _doubtful(stretch))])


def _is_hopeless(stretch: Sequence[PixelWord]) -> bool:
    """Tell a row as long as print of which nothing was read: not a speck, nor a stroke."""
    x0, top, x1, bottom = box_of(stretch)
    return x1 - x0 > _LONG * (bottom - top) and mean_confidence(stretch) < _NOTHING


def _doubtful(stretch: Sequence[PixelWord]) -> set[int]:
    """Return which words of the stretch are doubtful."""
    days = _figures_of_day(stretch)
    return {
        index
        for index, word in enumerate(stretch)
        if word.confidence
        < (_DOUBTFUL_DAY if index in days else _DOUBTFUL_CODE if is_code(word) else _DOUBTFUL_WORD)
    }


def _figures_of_day(stretch: Sequence[PixelWord]) -> set[int]:
    """Return the words between ngày, tháng and năm and the one behind: place and day are set in
    italics (Nghị định 30/2020, Phụ lục I, Mục II), which Tesseract reads least surely."""
    folded = [fold(word.text).strip(".,;:") for word in stretch]
    found: set[int] = set()
    for opening, closing in (("ngay", "thang"), ("thang", "nam")):
        for index, word in enumerate(folded):
            if word == opening and closing in folded[index + 2 : index + 4]:
                found.update(range(index + 1, folded.index(closing, index + 2)))
    if found:
        found.update(index + 1 for index, word in enumerate(folded[:-1]) if word == "nam")
    return found


def is_code(word: PixelWord) -> bool:
    """Tell a number with its notation, or a part of one."""
    return _CODE.fullmatch(word.text) is not None


def _mended(stretch: list[PixelWord], rest: Sequence[PixelWord], reader: Reader) -> list[PixelWord]:
    has_code = any(is_code(word) for word in stretch)
    days = _figures_of_day(stretch)
    mean = mean_confidence(stretch)
    unsaid = mean < _NOTHING  # what looks like a code is as little one as the rest
    if mean < _DOUBTFUL_LINE and (unsaid or not (has_code or days)):
        readings = [reader.line(box_of(stretch), scale, rest) for scale in _SCALES]
        best = max(readings, key=mean_confidence)
        least = LEGIBLE if has_code or days else _DOUBTFUL_WORD
        if mean_confidence(best) > max(mean + _BETTER, least):
            return [replace(word, line=stretch[0].line) for word in best]
    else:
        readings = _readings_of_doubts(stretch, rest, days, reader)
    doubtful = _doubtful(stretch)
    mended: list[PixelWord] = []
    for index, word in enumerate(stretch):
        if index in doubtful:
            agreed = _agreed(word, readings, figures=index in days)
            beside = [other for other in stretch if other is not word]
            # CƠQUAN and TỈNH: what is read for the second word holds half of the first.
            again = any(covers(other, one) for other in beside for one in agreed)
            mended.extend([word] if again else agreed)
        else:
            mended.append(word)
    return [word for word in mended if not any(_is_part(word, other) for other in mended)]


def _readings_of_doubts(
    stretch: list[PixelWord], rest: Sequence[PixelWord], days: set[int], reader: Reader
) -> list[list[PixelWord]]:
    """Read from the first to the last doubtful word, with one beside them, at two sizes; at a
    third where codes or days are doubtful and the two differ. A line with a code or a day is read
    as a whole: cut short, real scans read their letters worse."""
    doubtful = _doubtful(stretch)
    first, last = max(min(doubtful, default=0) - 1, 0), max(doubtful, default=len(stretch)) + 2
    is_whole = bool(days) or any(is_code(word) or "/" in word.text for word in stretch)
    box = box_of(stretch if is_whole else stretch[first:last])
    slant = reader.slant(box) if days else 0.0
    has_code = any(is_code(stretch[index]) for index in doubtful)
    scales = _SCALES_OF_ITALICS if slant else _SCALES_OF_CODES if has_code or days else _SCALES
    readings = [reader.line(box, scales[0], rest, slant=slant)]
    if len(scales) == 2 and all(_confirms(readings[0], stretch[index]) for index in doubtful):
        return readings
    readings.append(reader.line(box, scales[1], rest, slant=slant))
    texts = [[[one.text for one in reading if is_in(one, stretch[index])] for index in doubtful]
             for reading in readings]  # fmt: skip
    if texts[0] != texts[1]:
        readings += [reader.line(box, scale, rest, slant=slant) for scale in scales[2:]]
    return readings


def _confirms(reading: Sequence[PixelWord], word: PixelWord) -> bool:
    """Tell whether the reading sees the word itself: of two, both must see another."""
    return [one.text.strip(_QUOTES) for one in reading if is_in(one, word)] == [word.text]


def _is_part(word: PixelWord, code: PixelWord) -> bool:
    """Tell the end of a code that the first reading had parted from it, now read twice."""
    is_inside = code.x0 < (word.x0 + word.x1) / 2 < code.x1
    return is_code(code) and word.text in code.text and word.text != code.text and is_inside


def _agreed(
    word: PixelWord, readings: Sequence[list[PixelWord]], *, figures: bool = False
) -> list[PixelWord]:
    """Return what two other readings see in the word's place where no more see the word itself.
    Of ``figures`` a stroke like l or I is a 1."""
    seen = [[other for other in reading if is_in(other, word)] for reading in readings]
    texts = [tuple(_read_as(other.text, figures=figures) for other in others) for others in seen]
    text, votes = Counter(texts).most_common(1)[0]
    if votes < 2 or votes <= texts.count((word.text,)) or not _may_replace(word.text, text):
        return [word]
    chosen = [others for others, voted in zip(seen, texts, strict=True) if voted == text]
    surest = max(chosen, key=mean_confidence)
    least = min(_DOUBTFUL_WORD, word.confidence + _SURER) if is_code(word) else _DOUBTFUL_WORD
    if any(other.confidence < least for other in surest):
        return [word]
    if figures and not (len(text) == 1 and text[0].isdigit()):
        return [word]
    for reading, others in zip(readings, seen, strict=True):
        reading[:] = [other for other in reading if other not in others]
    pairs = zip(surest, text, strict=True)
    return [replace(other, text=part, line=word.line) for other, part in pairs if part]


def _read_as(text: str, *, figures: bool) -> str:
    text = text.strip(_QUOTES)
    return text.translate(_STROKES) if figures and len(text) <= 4 else text


def _may_replace(word: str, texts: Sequence[str]) -> bool:
    text = "".join(texts)
    if not text:
        return not any(map(str.isalnum, word)) and word not in _LIST_MARKS
    if _CODE.fullmatch(word):
        # Neither parted nor robbed of its slash, nor given a sign that no number has.
        return _CODE.fullmatch(text) is not None and text.count("/") >= word.count("/")
    # A mark over or under a letter is lost more easily than made up.
    return fold(text) != fold(word) or _marks(text) >= _marks(word)


def _marks(text: str) -> int:
    return len(unicodedata.normalize("NFD", text))
