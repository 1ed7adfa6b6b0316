"""Plain text in any encoding becomes a document of one page without size."""

import re
from itertools import pairwise
from statistics import multimode

from charset_normalizer import from_bytes

from dispatch.document import Block, Origin, ParsedDocument, SourceFile
from dispatch.text import compose, fold, syllables
from parsers.assemble import RawPage, assemble
from parsers.font_capitals import restore_capitals
from parsers.fonts import decode_tcvn3, decode_vni
from parsers.glued_lines import part_glued_lines
from parsers.limits import Limits
from parsers.lost_lines import arrange_lines
from parsers.markdown import without_marks
from parsers.others_ocr import CONFIDENCE, is_read_by_others
from parsers.page_numbers import is_page_number
from parsers.sniff import wide_encoding
from parsers.spaced import Groups, SpacedLine, is_item, words_with_gaps

_SAMPLE = 20_000  # characters looked at to tell the encoding
_WRAP = 0.72  # share of the longest line from which a line counts as full
_CUT = 60  # characters
_BEFORE = 8  # lines that tell how wide the text is set here
_NEAR_FULL = 0.85  # share of their width from which a line within a sentence counts as full
_SHORTEST_FULL = 55  # characters
# No paragraph ends with one of these words: "… số 63/2010/NĐ-CP ngày / 08 tháng 6 năm 2010".
_OPEN_END = re.compile(
    r"(?<=\w\s)(?:của|ngày|tháng|và|hoặc|các|những|về|tại|theo|với|do|bởi|số|khoản|thứ|gồm|để)$"
)
_RAGGED = 3  # short lines that end within a sentence
_GAP = re.compile(r"\s{3}|\|")
_REASONS = ("can cu", "theo de nghi", "xet")
_ENDS = re.compile(r"[.;:!?/]['\"”)]*$")
_CONTROL = re.compile(r"\x1b\[[0-9;]*m|[\x00-\x08\x0e-\x1f\x7f]")
_CELL_EDGE = re.compile(r"(?<!\S)\|(?!\S)")  # tables as web pages and Markdown write them
# Syllables that hardly any Vietnamese page lacks; a wrong decoding has none of them.
_COMMON = frozenset(
    """của và các ngày tháng năm số về việc theo được ban quyết định nghị nhân dân ủy uỷ cộng hòa
    hoà xã hội chủ nghĩa việt độc lập tự hạnh phúc kính gửi nơi nhận thực hiện kế hoạch công văn
    thông báo đơn vị quản lý tỉnh trưởng phòng những không để tại""".split()  # noqa: SIM905 a list of words reads as prose
)


def read_plain(source: SourceFile, data: bytes, limits: Limits) -> ParsedDocument:
    """Read a text file; columns made with blanks are cut apart."""
    text = part_glued_lines(without_marks(decode(data)))
    lines = text_lines(text)
    if is_read_by_others(text):
        for line in lines:
            line.words = [
                word._replace(origin=Origin.OCR, confidence=CONFIDENCE) for word in line.words
            ]
    return assemble(source, [RawPage(arrange_lines(lines, Groups()))])


def decode(data: bytes) -> str:
    """Return the text of ``data``: by its byte order mark, as UTF-8, else by the decoding that
    gives the most Vietnamese (TCVN3, VNI, windows-1258, UTF-16, whatever charset fits)."""
    if data.startswith(b"\xef\xbb\xbf"):
        return data.decode("utf-8-sig", "replace")
    wide = wide_encoding(data)
    if wide is not None:
        return data.decode(wide, "replace")
    data = data.replace(b"\x00", b"")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data)
    if text.isascii():
        return text
    # A TCVN3 or VNI text may itself have been saved as UTF-8.
    return _best(text, decode_tcvn3(text), decode_vni(text))


def _best(*readings: str) -> str:
    best = max(readings, key=vietnamese)
    return best if best is readings[0] else restore_capitals(best)


def _decode_legacy(data: bytes) -> str:
    if data.count(0) == 0 and _broken_utf8_share(data) < 0.02:
        return data.decode("utf-8", "replace")
    western = data.decode("cp1252", "replace")
    readings = [
        compose(data.decode("cp1258", "replace")),
        decode_tcvn3(data.decode("latin-1")),
        decode_tcvn3(western),
        decode_vni(western),
    ]
    best = _best(*readings)
    if vietnamese(best) > 0:
        return best
    guess = from_bytes(data).best()
    return str(guess) if guess is not None else western


def _broken_utf8_share(data: bytes) -> float:
    """Tell a UTF-8 text with a few broken bytes from a text in another encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    marked = sum(1 for char in text if ord(char) > 127)
    return broken / marked if marked else 1.0


def vietnamese(text: str) -> float:
    """Return the share of common Vietnamese syllables among the syllables of ``text``."""
    found = syllables(compose(text[:_SAMPLE]).lower())
    return sum(syllable in _COMMON for syllable in found) / len(found) if found else 0.0


def text_lines(text: str) -> list[SpacedLine]:
    """Cut a text into lines and tell which continue the paragraph before them."""
    lines: list[SpacedLine] = []
    blank = False
    rows = re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", _CONTROL.sub("", compose(text)))
    full, margin, ragged = _full_width(rows), _margin(rows), _is_ragged(rows)
    widths = _widths_here(rows)
    opening = ""  # the first words of the paragraph
    characters = 0
    last_prose: SpacedLine | None = None
    for row, here in zip(rows, widths, strict=True):
        line = words_with_gaps(_cells_apart(row))
        if not line.words:
            blank = bool(lines)
            continue
        line.blank_before = blank
        previous = last_prose
        # A figure that opens a text numbers no page, "--- PAGE 1 ---" does.
        opens = previous is None and not any(map(str.isalpha, row))
        before = previous.text if previous is not None else ""
        if not opens and is_page_number(row, before, characters):
            line.block = Block.PAGE_NUMBER
        characters += len(row)
        if line.block is Block.PROSE and previous is not None:
            wide = full if _ENDS.search(previous.text) else min(full, here)
            line.starts_paragraph = not (
                _continues(previous, line, blank=blank, full=wide, margin=margin)
                or (ragged and not blank and _goes_on(opening, previous.text, line.text))
            )
        if line.block is Block.PROSE:
            last_prose = line
            opening = line.text if line.starts_paragraph else f"{opening} {line.text}"[:20]
        if not line.starts_paragraph:
            line.blank_before = False
        lines.append(line)
        blank = False
    return lines


def _cells_apart(row: str) -> str:
    """Return a table's row with tabs for the edges of its cells, which no blanks within one are."""
    if not _CELL_EDGE.search(row):
        return row
    indent = len(row) - len(row.lstrip(" "))
    return row[:indent] + _CELL_EDGE.sub("\t", re.sub(r" {3,}", " ", row[indent:]))


def _full_width(rows: list[str]) -> float:
    """Return from which length a line counts as broken by its width, not by its writer."""
    lengths = sorted(len(row.rstrip()) for row in rows if row.strip())
    if not lengths:
        return 0.0
    longest = lengths[min(len(lengths) - 1, int(len(lengths) * 0.95))]
    return max(longest * _WRAP, 40.0) if longest <= 130 else float("inf")


def _widths_here(rows: list[str]) -> list[float]:
    """Return for each row from which length the one before it counts as broken by its width, by the
    rows before it: notes in small type make the longest line of a file longer than its text's."""
    lengths = [len(row.strip()) for row in rows]
    widths: list[float] = []
    for at in range(len(rows)):
        near = sorted(filter(None, lengths[max(0, at - _BEFORE) : at + 1]))
        typical = near[int(len(near) * 0.75)] if near else 0
        widths.append(max(typical * _NEAR_FULL, _SHORTEST_FULL))
    return widths


def _is_ragged(rows: list[str]) -> bool:
    """True for text that keeps the line ends of a web page's source: sentences break anywhere,
    also behind their first word ("Căn / cứ Luật …")."""
    breaks = [before for before, row in pairwise(rows) if _breaks_in(before) and row[:1].islower()]
    return len(breaks) >= _RAGGED


def _breaks_in(row: str) -> bool:
    """True for a short line that ends within a sentence."""
    row = row.strip()
    return (
        0 < len(row) < _CUT and row[-1].isalnum() and not row.isupper() and _GAP.search(row) is None
    )


def _goes_on(opening: str, before: str, text: str) -> bool:
    """True where a line of ragged text goes on with the one before: in small letters, or as the
    rest of a reason (căn cứ), which ends with a mark."""
    if _ENDS.search(before) or before.isupper() or text.isupper() or is_item(text):
        return False
    whole = len(before) >= _CUT or fold(opening).startswith(_REASONS)
    return text[:1].islower() or (whole and not fold(text).startswith(_REASONS))


def _margin(rows: list[str]) -> int:
    """Return how many blanks stand before most of the long lines: the page's own left margin."""
    blanks = [len(row) - len(row.lstrip(" ")) for row in rows if len(row.strip()) > 60]
    return multimode(blanks)[0] if blanks else 0


def _continues(
    previous: SpacedLine, line: SpacedLine, *, blank: bool, full: float, margin: int
) -> bool:
    text, before = line.text, previous.text
    if not blank and _OPEN_END.search(before) and not before.isupper() and text[:1].isalnum():
        return True
    if is_item(text):
        return False
    cut_sentence = len(before) >= _CUT and text[:1].islower() and not _ENDS.search(before)
    if cut_sentence:
        return True
    if blank or line.gaps[0] >= margin + 2:
        return False
    width = len(before) + previous.gaps[0]
    return width >= full and not before.isupper() and not fold(before).endswith((":", "./."))
