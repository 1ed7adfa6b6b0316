"""Page numbers in texts that know no pages: a figure on a line of its own, often in a sentence.

Numbers are Arabic and stand alone in the margin (Nghị định 30/2020, Phụ lục I, Mục I.6); where the
page is gone only the text around tells them from figures that it needs.
"""

import re

from dispatch.text import fold

_NUMBER = re.compile(
    r"[-–—\s]*(?P<word>(?:trang|page)\s)?\s*(?P<page>\d{1,3})(?P<of>\s?(?:/|of)\s?(?P<pages>\d{1,3}))?[-–—.\s]*"
)
_PAGE_BREAK = re.compile(r"\s*-{2,}\s*PAGE BREAK\s*-{2,}\s*")  # in dumps of other programs
_ASKS_FIGURE = re.compile(
    r"\b(?:ngày|tháng|năm|số|quý|khoản|điều|điểm|chương|mục|phụ lục|đợt|khóa|khoá|lần"
    r"|(?<!văn )(?<!quốc )phòng|(?<!chính )nhà)\s*$"
)
_ASKS_FIGURE_BARE = re.compile(
    r"\b(?:ngay|thang|nam|so|quy|khoan|dieu|diem|chuong|muc|phu luc|dot|khoa|lan|phong|nha)\s*$"
)
_UNFINISHED = re.compile(r"[^\s.;:!?/”\"]\s*$")
_GOES_ON = re.compile(r"\d|[A-ZĐ]{2,}[-/]")
_SHORTEST_PAGE = 250  # characters: a short page's few lines


def is_page_number(row: str, before: str, characters: int) -> bool:
    """True where ``row`` can be a page's number; ``characters`` of text stand before it, ``before``
    is the last line of them."""
    match = _NUMBER.fullmatch(fold(row))
    if _PAGE_BREAK.fullmatch(row):
        return True
    if match is None or _asks_figure(before):
        return False
    page = int(match["page"])
    if match["of"] and not 1 <= page <= int(match["pages"]):
        return False
    return page <= 2 + characters // _SHORTEST_PAGE


def _asks_figure(before: str) -> bool:
    """True behind "ngày", "số" …; "cơ sở" and "hành chính nhà" ask for none, so words are compared
    with their marks where the text has any."""
    written = before.lower()
    return (_ASKS_FIGURE_BARE if written.isascii() else _ASKS_FIGURE).search(written) is not None


def cuts_sentence(before: str, after: str) -> bool:
    """True where the line ``after`` goes on with what ``before`` left unfinished."""
    after = after.lstrip()
    goes_on = after[:1].islower() or _GOES_ON.match(after) is not None
    return goes_on and _UNFINISHED.search(before) is not None
