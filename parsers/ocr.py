"""A page image becomes words with boxes and confidences, by Tesseract inside this process.

Boxes are points on the page as it was read: turned upright by ``rotation`` and straightened by
``skew`` about its centre. Nothing here decides reading order: that is ``parsers.layout``.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from time import monotonic, thread_time
from typing import Any

import cv2
import numpy as np

from dispatch.document import Origin, Remark
from dispatch.errors import LimitError, MissingToolError
from dispatch.text import fold
from dispatch.vocabulary import rows as table
from parsers.assemble import RawWord
from parsers.close_look import by_shape, looked_at_closely
from parsers.drawn_rules import Rules
from parsers.handwriting import read_pen_gaps
from parsers.head_figures import read_figures_again
from parsers.head_marks import with_marks
from parsers.limits import DEFAULT_LIMITS, Limits
from parsers.line_images import keep_unpacked
from parsers.page_memory import keep_memory
from parsers.pixel_words import PixelWord, mean_confidence
from parsers.preparation import Image, as_positive, prepare
from parsers.printed_rules import may_hold_borders, printed_rules, without_borders
from parsers.read_twice import told_once, without_lines_of_tails
from parsers.red_print import RedRegion, red_regions
from parsers.second_look import look_again
from parsers.set_forms import in_set_forms
from parsers.signed_names import read_signed_name
from parsers.underlined import read_underlined
from parsers.word_votes import voted

_READING_DPI = 300  # what Tesseract's models were made for
_POOR = 0.60  # mean confidence below which a page may lie on its side
_WELL_READ = 0.80  # mean confidence of an ordinary page; clean ones reach 0.93
_TESSDATA = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)

_PAGE = 3  # Tesseract's page segmentation modes: automatic, one line, one block
_SINGLE_LINE = 7
_BLOCK = 6

_TWICE = re.compile("Đ?ÐĐ|ĐÐ")  # one Đ that Tesseract wrote as itself and as its look-alike
_LIGATURE = re.compile("(?<=C)Œ|Œ(?=Đ)")  # what it makes of the two of ĐHCĐ, beside them
# No Vietnamese letter bears a caron; among figures a Š may be a 5 as well.
_CARON = re.compile("(?<=[A-ZĐ-])Š|Š(?=[A-ZĐ])")

_TONED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_TONED_TWICE = re.compile(rf"([{_TONED}{_TONED.upper()}])([{_TONED}{_TONED.upper()}])")

_PHRASES = "|".join(re.escape(fold(row["words"])) for row in table("stamps"))
_STAMP = re.compile(rf"\b(?:{_PHRASES}|den)\b")

_SLOWEST = 10  # times that a page may take by the clock on a machine with much else to do

_TURNS: dict[int, int] = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What was read from one page image; ``rotation`` in degrees clockwise (0, 90, 180, 270)."""

    words: list[RawWord]
    width: float  # points, after rotation
    height: float
    skew: float
    rotation: int
    confidence: float  # mean over the characters; 0 where nothing was read
    stamps: list[list[RawWord]] = field(default_factory=list)  # printed in red
    rules: Callable[[], Rules] = Rules  # the borders of its tables


Engine = Callable[[Image, int, Limits], list[PixelWord]]


def read_page_image(
    image: Image, dpi: float, *, limits: Limits = DEFAULT_LIMITS, engine: str = "tesseract"
) -> OcrPage:
    """Read one page image (RGB or grey) of the given resolution.

    Raises:
        MissingToolError: the Vietnamese language data is not installed.
        LimitError: the image has too many pixels, or reading took longer than a page may.
    """
    rows, columns = image.shape[:2]
    if rows * columns > limits.pixels:
        raise too_many_pixels("page image", rows * columns, limits)
    keep_memory()
    cv2.setNumThreads(1)  # a worker on each core reads pages: threads of its own only cost
    image = as_positive(image)
    read = ENGINES[engine]
    factor = reading_scale(dpi)
    prepared = prepare(image, scale=factor)
    words = read(prepared.image, _PAGE, limits)
    rotation, skew, upright = 0, prepared.skew, prepared.image
    if mean_confidence(words) < _POOR or lies_sideways(words):
        turned = _turned_upright(image, words, factor, limits, read)
        if turned is not None:
            rotation, skew, upright, words = turned
    words = looked_at_closely(upright, without_lines_of_tails(words), read, limits)
    words = look_again(upright, words, read, limits)
    words = read_underlined(upright, words, read, limits)
    words = by_shape(upright, voted(upright, words, read, limits))
    words = with_marks(upright, words, read, limits)
    words = told_once(in_set_forms(read_signed_name(upright, words, read, limits)))
    words = read_figures_again(upright, words, read, limits)
    height, width = upright.shape
    scale = 72.0 / (dpi * factor)
    found = [_in_points(word, scale) for word in words]
    rules = cache(lambda: printed_rules(upright, scale))
    if may_hold_borders(found):
        found = without_borders(found, rules())
    red = red_regions(image, dpi, rotation=rotation, skew=skew)
    stamps = [stamp for region in red if (stamp := _read_stamp(region, dpi, read, limits))]
    return OcrPage(
        words=read_pen_gaps(image, found, dpi, rotation=rotation, skew=skew, stamps=stamps),
        width=width * scale,
        height=height * scale,
        skew=skew,
        rotation=rotation,
        confidence=mean_confidence(words),
        stamps=stamps,
        rules=rules,
    )


def remarks_on(page: OcrPage, number: int) -> list[Remark]:
    """Return what a person should know of page ``number``, read with little certainty."""
    if not page.words or page.confidence >= _WELL_READ:
        return []
    message = f"Trang {number} nhận dạng kém, nên xem lại bản gốc"
    return [Remark("ocr-low-confidence", message, {"page": str(number)})]


def read_figures(image: Image, limits: Limits) -> tuple[str, float]:
    """Read a grey image of a few figures; return them, blanks left out, and their confidence."""
    words = read_tesseract(image, _SINGLE_LINE, limits)
    return "".join(word.text for word in words).strip(".,;:|"), mean_confidence(words)


def too_many_pixels(name: str, pixels: int, limits: Limits) -> LimitError:
    """Return the error for an image beyond ``limits.pixels``."""
    return LimitError(
        f"{name} has {pixels} pixels, more than the limit of {limits.pixels}: scan it at 300 dpi.",
        vi=f"{name} có {pixels} điểm ảnh, quá giới hạn {limits.pixels}: hãy quét lại ở 300 dpi.",
        code="too-many-pixels",
    )


def reading_scale(dpi: float) -> float:
    """Return how much larger an image must be read so that it has about 300 dpi."""
    return 1.0 if _READING_DPI * 0.9 <= dpi <= _READING_DPI * 1.4 else _READING_DPI / dpi


def _in_points(word: PixelWord, scale: float) -> RawWord:
    return RawWord(
        text=word.text,
        x0=word.x0 * scale,
        top=word.top * scale,
        x1=word.x1 * scale,
        bottom=word.bottom * scale,
        origin=Origin.OCR,
        confidence=word.confidence,
    )


def _read_stamp(region: RedRegion, dpi: float, read: Engine, limits: Limits) -> list[RawWord]:
    """Return the words of a region of red print where they are a stamp's; none of a seal's."""
    factor = reading_scale(dpi)
    way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    image = cv2.resize(region.image, None, fx=factor, fy=factor, interpolation=way)
    words = [
        word
        for word in read(np.asarray(image, dtype=np.uint8), _BLOCK, limits)
        if any(char.isalnum() for char in word.text)
    ]
    text = fold(" ".join(word.text for word in words))
    if not _STAMP.search(text):
        return []
    moved = [
        replace(
            word,
            x0=word.x0 / factor + region.left,
            x1=word.x1 / factor + region.left,
            top=word.top / factor + region.top,
            bottom=word.bottom / factor + region.top,
        )
        for word in words
    ]
    return [_in_points(word, 72.0 / dpi) for word in moved]


def _turned_upright(
    image: Image, first: list[PixelWord], scale: float, limits: Limits, read: Engine
) -> tuple[int, float, Image, list[PixelWord]] | None:
    """Try the page turned by 90, 180 and 270 degrees; None where upright was best.

    Only a band across the middle is read for each turn: a whole reading would cost as much as
    the page itself.
    """
    # Tesseract reads some sheets that lie on their side, but then boxes and columns lie there too.
    kept = 0.0 if lies_sideways(first) else _legible(first)
    best_turn, best = 0, kept
    for degrees, code in _TURNS.items():
        turned = np.asarray(cv2.rotate(image, code), dtype=np.uint8)
        rows = turned.shape[0]
        band = prepare(np.ascontiguousarray(turned[rows * 3 // 10 : rows * 6 // 10]), scale=scale)
        score = _legible(read(band.image, _BLOCK, limits)) / 0.3
        if score > best * 1.3:
            best_turn, best = degrees, score
    if best_turn == 0:
        return None
    upright = np.asarray(cv2.rotate(image, _TURNS[best_turn]), dtype=np.uint8)
    prepared = prepare(upright, scale=scale)
    words = read(prepared.image, _PAGE, limits)
    if _legible(words) <= kept:
        return None
    return best_turn, prepared.skew, prepared.image, words


def lies_sideways(words: list[PixelWord]) -> bool:
    """Tell whether most longer words are higher than wide."""
    longer = [word for word in words if len(word.text) >= 4]
    high = sum(word.bottom - word.top > word.x1 - word.x0 for word in longer)
    return high > len(longer) / 2


def _legible(words: list[PixelWord]) -> float:
    """How many characters were read with some certainty."""
    return sum(len(word.text) for word in words if word.confidence > 0.7 and len(word.text) > 1)


def read_tesseract(image: Image, mode: int, limits: Limits) -> list[PixelWord]:
    """Read a grey image with Tesseract; ``mode`` is its page segmentation mode."""
    api = _tesseract(limits.languages)
    api.SetPageSegMode(mode)
    rows, columns = image.shape
    try:
        api.SetImageBytes(np.ascontiguousarray(image).tobytes(), columns, rows, 1, columns)
        api.SetSourceResolution(_READING_DPI)
        if not recognize(api, limits):
            return []
        return from_tsv(api.GetTSVText(0))
    finally:
        api.Clear()


def recognize(api: Any, limits: Limits) -> bool:
    """Let Tesseract read the image it holds; False where it finds no line at all.

    ``page_seconds`` are the processor's, but Tesseract's own deadline is the clock's: a page that
    meets it before its share of a busy machine is used is read again, with as much more time as
    the machine was slow.

    Raises:
        LimitError: the page used up its time, or up to ten times that by the clock.
    """
    slowness = 1.0
    while True:
        seconds = slowness * limits.page_seconds
        clock, used = monotonic(), thread_time()
        if api.Recognize(int(seconds * 1000)):
            return True
        waited, used = monotonic() - clock, thread_time() - used
        # It also gives up on a crop in which it finds no line at all.
        if waited < 0.9 * seconds:
            return False
        if slowness > 1.0 or used > 0.9 * limits.page_seconds:
            break
        slowness = min(max(1.5 * waited / max(used, 0.001), 2.0), _SLOWEST)
    raise LimitError(
        f"Reading one page image took longer than {limits.page_seconds:g} s: scan it again or "
        "raise the limit.",
        vi=f"Nhận dạng một trang quá {limits.page_seconds:g} giây: hãy quét lại hoặc nâng giới "
        "hạn.",
        code="timeout",
    )


def from_tsv(table: str) -> list[PixelWord]:
    """Return the words of Tesseract's table, without the signs that it writes twice."""
    words: list[PixelWord] = []
    lines: dict[tuple[str, ...], int] = {}
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        line = lines.setdefault(tuple(cells[1:5]), len(lines))
        left, top, width, height = (float(cell) for cell in cells[6:10])
        confidence = min(max(float(cells[10]) / 100, 0.0), 1.0)
        text = _TONED_TWICE.sub(_once, _LIGATURE.sub("", _TWICE.sub("Đ", cells[11])))
        text = _CARON.sub("S", text)
        words.append(PixelWord(text, left, top, left + width, top + height, confidence, line))
    return words


def _once(match: re.Match[str]) -> str:
    """The first of two vowels that differ by their marks alone, which no syllable has: Tổống."""
    first, second = match.groups()
    alike = fold(first) == fold(second) and first.isupper() == second.isupper()
    return first if alike else match[0]


@lru_cache(maxsize=2)
def _tesseract(languages: tuple[str, ...]) -> Any:
    """One reader a process: loading the language data costs a fifth of a second."""
    # One thread a process: Tesseract's own threads cost 1.8 times the CPU for little time. The
    # runtime reads the variable when the library is loaded, so it is set before the import.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    import tesserocr

    keep_unpacked()
    folder, language = find_language_data(languages)
    return tesserocr.PyTessBaseAPI(path=f"{folder}/", lang=language, psm=_PAGE)


def find_language_data(languages: tuple[str, ...]) -> tuple[Path, str]:
    """Return the tessdata folder and the first of ``languages`` that it holds.

    Raises:
        MissingToolError: no folder holds one of them.
    """
    given = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(folder) for folder in ((given,) if given else ()) + _TESSDATA]
    for language in languages:
        for folder in folders:
            for place in (folder, folder / "script"):
                if (place / f"{language}.traineddata").is_file():
                    return place, language
    raise MissingToolError(
        "Tesseract's Vietnamese language data is not installed, so scans cannot be read: run "
        "'sudo apt-get install tesseract-ocr-vie'.",
        vi="Chưa cài dữ liệu tiếng Việt của Tesseract nên không đọc được bản quét: hãy chạy "
        "'sudo apt-get install tesseract-ocr-vie'.",
    )


ENGINES: dict[str, Engine] = {"tesseract": read_tesseract}
"""OCR engines by name; the function takes a grey image, a segmentation mode and the limits."""
