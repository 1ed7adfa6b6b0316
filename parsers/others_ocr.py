"""Text that another program's OCR made of a scan looks like any text; what it made of names and
words that everybody writes alike tells it: ỦY BAN NHÀN DÂN, xuât khâu, quy đinh."""

import re
from functools import cache

from dispatch.text import fold, fold_same_length, unify
from dispatch.vocabulary import rows

CONFIDENCE = 0.85
"""What its words are worth: their own confidences are lost."""
_SAMPLE = 20_000  # characters
_LEAST = 4  # syllables of a name: shorter ones have homographs (Hải quan, Hải quân)
_LONG = 5  # syllables of a name whose first and last one can be no part of another word
_SLIPS = 2  # different misspellings that no typist makes within a page or two
_WORD_SLIPS, _WORD_SHARE = 3, 0.02  # … of words, of which a typist may miss one in two hundred
_FEW_SHARE = 0.05  # … where only two different ones are misspelled
# Words of two syllables that fill the pages of offices and have no homograph but for marks: "công
# tác" (cộng tác), "cơ quan" (có quan hệ) and "nội dung" (nói dùng) have.
_WORDS = (
    "quyết định|nghị quyết|giải quyết|thực hiện|trách nhiệm|nhiệm vụ|hiệu lực|phát triển|triển khai"
    "|doanh nghiệp|nông nghiệp|xuất khẩu|nhập khẩu|hướng dẫn|quy định|sửa đổi|giáo dục|lãnh đạo"
    "|địa phương|tổng cục|hạnh phúc|số liệu|thủ tướng|chính phủ|yêu cầu|kế hoạch|trung ương"
    "|kiểm tra|phối hợp|xây dựng|đơn vị|thành phố|quản lý|bổ sung|hội đồng|cộng hòa|tăng cường"
)


@cache
def _names() -> dict[str, str]:
    """Return the tables' long names by their folded form, if no two differ by marks alone."""
    found: dict[str, set[str]] = {}
    tables = (("body_words", "name"), ("position_words", "words"), ("laws", "title"))
    for table, column in tables:
        for row in rows(table):
            if len(row[column].split()) >= _LEAST:
                found.setdefault(fold(row[column]), set()).add(unify(row[column]))
    return {name: next(iter(forms)) for name, forms in found.items() if len(forms) == 1}


@cache
def _pattern() -> re.Pattern[str]:
    ordered = sorted(_names(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b")


@cache
def _spellings() -> dict[str, str]:
    return {fold(word): unify(word) for word in _WORDS.split("|")}


@cache
def _words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_spellings())})\b")


def is_read_by_others(text: str) -> bool:
    """Tell whether ``text`` writes several names or words with other marks than all others do,
    while it has marks at all.

    >>> is_read_by_others("Ủy ban nhàn dân; Ban Cháp hành Trung ương"), is_read_by_others("văn bản")
    (True, False)
    """
    text = text[:_SAMPLE]
    if text.isascii():
        return False
    folded = fold_same_length(text)
    return _has_misread_words(text, folded) or _has_misread_names(text, folded)


def _has_misread_words(text: str, folded: str) -> bool:
    written = [text[slice(*match.span())] for match in _words().finditer(folded)]
    marked = [unify(word).lower() for word in written if not word.isascii()]
    wrong = [word for word in marked if word != _spellings()[fold(word)]]
    share = len(wrong) / max(1, len(marked))
    if len(set(wrong)) >= _WORD_SLIPS:
        return share >= _WORD_SHARE
    return len(set(wrong)) > 1 and len(wrong) >= _WORD_SLIPS and share >= _FEW_SHARE


def _has_misread_names(text: str, folded: str) -> bool:
    found: set[str] = set()
    for match in _pattern().finditer(folded):
        printed = text[match.start() : match.end()]
        words, known = unify(printed).split(), _names()[match.group()].split()
        if len(words) != len(known) or printed.isascii():
            continue
        # "báo cáo Viện kiểm sát …" holds báo cáo viên: the ends may be other words'.
        inner = slice(None) if len(known) >= _LONG else slice(1, -1)
        if words[inner] != known[inner]:
            found.add(unify(printed))
    return len(found) >= _SLIPS
