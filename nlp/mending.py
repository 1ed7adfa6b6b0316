"""What OCR lost of known names comes back from the tables: ``Cồng an tĩnh`` → ``Công an tỉnh``.

Only where a word was read by OCR: phrases of two words and more that the tables hold, then the
marks of running words by their neighbours. The print stays with the finding as ``raw``.
"""

import re
from functools import cache
from itertools import pairwise

from dispatch.document import Origin, ParsedDocument
from dispatch.letters import LOWER
from dispatch.notation import single_d
from dispatch.text import fold, fold_same_length, unify
from dispatch.vocabulary import rows
from nlp import reading
from nlp.findings import Span
from nlp.tones import WORD, is_pair, pairs_of, part_glued, restore_text
from nlp.zone_words import is_syllable

_COUNCILS = ("HĐND", "UBND", "UBMTTQ", "MTTQ", "LĐLĐ", "TT.HĐND")
_UNITS = ("tỉnh", "huyện", "thành phố", "thị xã", "phường", "xã")

# The sixty years: a stem goes with every second branch only.
_STEMS = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"]
_BRANCHES = ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"]
_YEARS = {
    fold(f"{stem} {branch}"): f"{stem} {branch}"
    for at, stem in enumerate(_STEMS)
    for branch in _BRANCHES[at % 2 :: 2]
}
_YEAR = re.compile(rf"(?:(?<=\bnam )|(?<=\btet )|(?<=\bdan )|(?<=\bxuan ))(?:{'|'.join(_YEARS)})\b")
_SPECK = re.compile(rf"(?<=[{LOWER}][{LOWER}])[.:] (?=[{LOWER}]{{2}})")  # ends no sentence
# A lone speck, a stroke between words.
_STRAY = re.compile(
    rf"(?<=[{LOWER}])\s\+(?=\s[{LOWER}])|(?<=[;,])\s\.(?=[A-ZĐ])|\s[`'~^|*“”_]\s|(?<=\w)\|(?=\w)"
)
_GLUED_UNIT = re.compile(r"(?<=\b[Tt][Ỉỉ][Nn][Hh])(?=[A-ZĐ])|(?<=\b[Tt]ỉnh)(?=[A-ZĐ])")
_COMRADE = re.compile(r"(?<=\([Đđ])[íÍiIl1!|](?=[cC]\s)|(?<=\b[Đđ])[íÍ](?=c\s)")  # (Đ/c Tuấn)
_TO_REPORT = re.compile(r"\bđ[ểếê] b(?:[íiì]/?|/)c\b")  # để b/c
_COMMA = re.compile(r"(?<=[A-ZĐ]{4})\. (?=[A-ZĐ]{3,}\b)")  # XDCQ. TCBC; no TT. HĐND
# Nông nghiệp và Môi trường, whose letters OCR goes on with as if they were the Front's (MTTQ).
ENVIRONMENT = re.compile(r"(?<=NN)(&?MT)T\b")
# "I.uật sư", "[âm Đồng": what OCR makes of an L.
_L_IN_TWO = re.compile(rf"(?<!\w)(?:t?[Il]\.|\[)(?=(?P<rest>[{LOWER}]{{2,}})(?!\]))")
# The same within a code (QI.NS, LĐL.Đ), where no Roman numeral ends; TI.HĐND is its TT.
_L_IN_CODE = re.compile(
    r"(?<=[A-HJ-UWYZĐ])I\.(?=[A-ZĐ]{1,4}\b)|(?<=\bLĐ)[LI]\.(?=Đ)|(?<=[A-HJ-UWYZĐ]{3})I\.(?=\))"
)
_STANDING = re.compile(r"\b(B?T)[Il1](?=\.(?:HĐND|UBND|UBMTTQ|MTTQ|TU|HU|ĐU)\b)")  # Thường trực
_COUNCIL_CUT = re.compile(r"\bHĐN(?:I\)|ID)(?=\W|$)")
# Codes of which OCR read a T as I, TI or a quote with I: Cổng TIĐT, VPCP: BICN, PI'TG.
_CODE = re.compile(r"(?<![\w'’])[A-ZĐ](?:[A-ZĐ'’]{1,6})[A-ZĐg](?![\w'’])")
_T_READ = re.compile(r"[TI'’]+")
_CODES = {
    _T_READ.sub("I", code.upper()): code
    for code in ("TTĐT", "TTĐTCP", "TTCP", "BTCN", "PTTg", "PTTH", "TTGDTX")
}
_BARE_ARTICLE = re.compile(r"\b([Đđ])i[êe]u(?=\s[\dlI|])")
_COUNCIL = re.compile(r"\b[UÚỦ][HR8]ND\b")  # of no other body's letters
# "UBND tỉn", cut off at the entry's end.
_UNIT_CUT = re.compile(r"(?<=\b[UH][BĐ]ND )(?:t[íiìỉ]n|t?[ỉí]nh?|t[ỉìíĩ]nh?)$")
_ROOM = re.compile(r"^Ph[ôốồõóo]ng(?=\s[A-ZĐ]{2})")
_LETTER_FOR_ONE = re.compile(r"\b([Đđ]iều|[Kk]hoản)\s[lI|](?=\W|$)")  # no article bears a letter
_LISTED = (
    "như kính gửi",
    "như thành phần",
    "thành phần mời",
    "kiểm soát",
    "kiểm tra",
    "kiểm ngư",
    "rà soát",
    "tổ dân phố",
    "trường thcs",
    "trường thpt",
    "trường tiểu học",
    "trường mầm non",
    "trường mẫu giáo",
    "cổng ttđt",
    "cổng thông tin",
    "quận, huyện",
    "thông tin điện tử",
    "đổi tên",
    "chuyển đổi",
    "tổ công tác",
    "tổ quản lý",
    "tổ trưởng",
    "sinh hoạt chi bộ",
    "bí thư chi bộ",
    "chi bộ trường",  # and no Bộ trưởng
    "chỉ số",
    "tỉnh, thành phố",
    "xã, phường",
    "sở, ngành",
    "sở, ban, ngành",
    "ban, ngành",
)
_ASSUMED = 0.9  # OCR's confidence in words that cannot be told apart in the text

_QUARTER = re.compile(r"(\b(?:[Qq]u[ýy]|[Qq]úy)\s+)(H|HI|IH|HH)\b")


@cache
def _phrases() -> dict[str, str]:
    names = [row["name"] for table in ("body_words", "provinces") for row in rows(table)]
    names += [row["words"] for row in rows("position_words")]
    names += [row["title"] for row in rows("laws")] + list(_LISTED)
    names += [
        f"{unit} {row['name']}" for unit in _UNITS for row in rows("provinces")
    ] + [f"{short} {unit}" for short in _COUNCILS for unit in _UNITS]  # fmt: skip
    found: dict[str, str] = {}
    for name in names:
        if len(name.split()) > 1:
            found.setdefault(fold(name), name)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    ordered = sorted(_phrases(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b")


def mend(document: ParsedDocument, text: str, spans: tuple[Span, ...]) -> str:
    """Return ``text`` (printed at ``spans``) with the marks that OCR lost restored."""
    if not any(reading.is_read(document, *span) for span in spans):
        return text
    mended = single_d(_GLUED_UNIT.sub(" ", _STRAY.sub(" ", part_glued(_SPECK.sub(" ", text)))))
    mended = _COUNCIL.sub("UBND", _BARE_ARTICLE.sub(r"\1iều", mended))
    mended = _ROOM.sub("Phòng", _UNIT_CUT.sub("tỉnh", mended))
    mended = _LETTER_FOR_ONE.sub(r"\1 1", _L_IN_TWO.sub(_as_l, _COMRADE.sub("/", mended)))
    mended = _L_IN_CODE.sub("L", _STANDING.sub(r"\1T", mended))
    mended = _CODE.sub(_as_code, _COUNCIL_CUT.sub("HĐND", mended))
    mended = _COMMA.sub(", ", mended)
    mended = ENVIRONMENT.sub(r"\1", _TO_REPORT.sub("để b/c", mended))
    mended = _by_table(_by_table(mended, _pattern(), _phrases()), _YEAR, _YEARS)
    sure = _confidences(document, mended, spans)
    return restore_text(mended, _but_known(mended, sure), pairs_of(document.text))


_COMMITTEES = {fold(name): name for name in (
    "Tỉnh ủy", "Huyện ủy", "Thành ủy", "Thị ủy", "Đảng ủy")}  # fmt: skip
_COMMITTEE = re.compile(rf"^(?:{'|'.join(_COMMITTEES)})\b")


def mend_committee(text: str) -> str:
    """Restore the name of a Party committee at the head of a letterhead, which no other words
    have (QUÂN ỦY and QUẬN ỦY are two): files and text layers hold what others' OCR made of it.

    >>> mend_committee("TÍNH ỦY LÀO CAI"), mend_committee("Huyện uỷ Mèo Vạc")
    ('TỈNH ỦY LÀO CAI', 'Huyện uỷ Mèo Vạc')
    """
    mended = _by_table(text, _COMMITTEE, _COMMITTEES)
    words = zip(text.split(" "), mended.split(" "), strict=True)
    return " ".join(was if unify(was) == unify(now) else now for was, now in words)


def _as_l(match: re.Match[str]) -> str:
    return "L" if is_syllable(f"l{match['rest']}") else match[0]


def _as_code(match: re.Match[str]) -> str:
    code = match[0]
    if not {"I", "'", "’"} & set(code):
        return code
    return _CODES.get(_T_READ.sub("I", code.upper()), code)


def _but_known(text: str, sure: list[float | None]) -> list[float | None]:
    """Return the confidences with None, which keeps a word as it is, for those of known names."""
    known = [match.span() for match in _pattern().finditer(fold_same_length(text))]
    words = [match.start() for match in WORD.finditer(text)]
    return [
        None if any(start <= at < end for start, end in known) else value
        for at, value in zip(words, sure, strict=True)
    ]


def _by_table(text: str, pattern: re.Pattern[str], phrases: dict[str, str]) -> str:
    folded = fold_same_length(text)
    parts: list[str] = []
    at = 0
    for match in pattern.finditer(folded):
        printed = text[match.start() : match.end()].split()
        known = phrases[match.group()].split()
        if len(printed) != len(known):
            continue
        if all(map(str.istitle, known)) and not all(word[:1].isupper() for word in printed):
            continue  # nhà đa năng is no Đà Nẵng
        if _is_meant(text, match.span(), known):
            continue
        parts.append(text[at : match.start()])
        parts.append(" ".join(map(_in_case_of, printed, known)))
        at = match.end()
    return "".join([*parts, text[at:]])


def _is_meant(text: str, span: tuple[int, int], known: list[str]) -> bool:
    """True where the words at ``span`` are others than ``known``, not its damaged print: they are a
    pair of their own (Thủ trưởng), or one of them is so with the word beside (khen thưởng trực
    tiếp)."""
    printed = text[slice(*span)].split()
    other = [
        unify(one).lower() != unify(two).lower() for one, two in zip(printed, known, strict=True)
    ]
    if True not in other:
        return False
    if all(is_pair(*pair) for pair in pairwise(printed)):
        return True
    before, after = _LAST_WORD.search(text, 0, span[0]), _NEXT_WORD.match(text, span[1])
    return bool(
        (other[0] and before and is_pair(before[1], printed[0]))
        or (other[-1] and after and is_pair(printed[-1], after[1]))
    )


_LAST_WORD = re.compile(r"([^\W\d_]+) $")
_NEXT_WORD = re.compile(r" ([^\W\d_]+)")


def _confidences(
    document: ParsedDocument, text: str, spans: tuple[Span, ...]
) -> list[float | None]:
    """Return OCR's confidence in each run of letters of ``text``; None where it was no OCR."""
    found: list[float | None] = []
    for start, end in spans:
        for word in document.words_in(start, end):
            letters = WORD.findall(document.text[max(word.start, start) : min(word.end, end)])
            sure = word.confidence if word.origin is Origin.OCR else None
            found += [sure] * len(letters)
    wanted = len(WORD.findall(text))
    return found if len(found) == wanted else [_ASSUMED] * wanted


def mend_quarter(text: str) -> str:
    """Restore the Roman numeral of a quarter, which has only I to IV: OCR reads III as HI or HH.

    >>> mend_quarter("công tác quý HI năm 2024")
    'công tác quý III năm 2024'
    """
    return _QUARTER.sub(lambda match: match[1] + min(match[2].replace("H", "II"), "III"), text)


def _in_case_of(printed: str, known: str) -> str:
    if printed.isupper():
        return known.upper()
    return known[:1].upper() + known[1:].lower() if printed[:1].isupper() else known.lower()
