"""What OCR lost of known names comes back from the tables: ``Cồng an tĩnh`` → ``Công an tỉnh``.

Only where a word was read by OCR: phrases of two words and more that the tables hold, then the
marks of running words by their neighbours. The print stays with the finding as ``raw``.
"""

import re
from functools import cache
from itertools import pairwise

from dispatch.document import Origin, ParsedDocument
from dispatch.text import fold, fold_same_length, unify
from dispatch.vocabulary import rows
from nlp import reading
from nlp.findings import Span
from nlp.known_acts import is_slip
from nlp.misprints import without_misprints
from nlp.printed_codes import as_printed_elsewhere
from nlp.surnames import opens_with_surname
from nlp.tones import MIDDLE_NAMES, WORD, is_pair, pairs_of, restore_text

_COUNCILS = ("HĐND", "UBND", "UBMTTQ", "MTTQ", "LĐLĐ", "TT.HĐND")
_OF_WORDS = ("position_words", "mended_phrases")  # tables that hold words in their first column
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
_ASSUMED = 0.9  # OCR's confidence in words that cannot be told apart in the text

_QUARTER = re.compile(r"(\b(?:[Qq]u[ýy]|[Qq]úy)\s+)(H|HI|IH|HH)\b")


@cache
def _phrases() -> dict[str, str]:
    names = [row["name"] for table in ("body_words", "provinces") for row in rows(table)]
    names += [row["words"] for table in _OF_WORDS for row in rows(table)]
    names += [row["title"] for row in rows("laws")]
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
    text = as_printed_elsewhere(document, text, spans)
    mended = _by_table(_by_table(without_misprints(text), _pattern(), _phrases()), _YEAR, _YEARS)
    mended = _PROVINCE.sub(_with_letter, mended)
    sure = _confidences(document, mended, spans)
    return restore_text(mended, _but_known(mended, sure), pairs_of(document.text))


_PROVINCE = re.compile(r"(?<!\w)(?P<kind>[Tt]ỉnh|TỈNH) (?P<name>[A-ZĐ]\w+ [A-ZĐ]\w+)(?!\w| [A-ZĐ])")


def _with_letter(printed: re.Match[str]) -> str:
    """Return a province's name with the one letter that OCR lost: TỈNH LAI CHÂ."""
    name = fold(printed["name"])
    near = [known for known in _provinces() if len(known) > len(name) and is_slip(known, name)]
    if name in _provinces() or len(near) != 1 or len(name) < _LEAST_NAME:
        return printed[0]
    known = _provinces()[near[0]]
    return f"{printed['kind']} {known.upper() if printed['name'].isupper() else known}"


@cache
def _provinces() -> dict[str, str]:
    return {fold(row["name"]): row["name"] for row in rows("provinces")}


_LEAST_NAME = 6  # letters and the blank of a province's name that one letter cannot make another
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


def _but_known(text: str, sure: list[float | None]) -> list[float | None]:
    """Return the confidences with None, which keeps a word as it is, for those of known names that
    are spelt as in the tables."""
    known = [
        match.span()
        for match in _pattern().finditer(fold_same_length(text))
        if unify(text[slice(*match.span())]).lower() == unify(_phrases()[match.group()]).lower()
    ]
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
        if _is_of_person(text, match.start(), printed) and not any(map(str.istitle, known)):
            continue  # and Nguyễn Thị Hạnh, lawyer, enforces no law: Thi hành Luật
        if _is_meant(text, match.span(), known):
            continue
        parts.append(text[at : match.start()])
        parts.append(" ".join(map(_in_case_of, printed, known)))
        at = match.end()
    return "".join([*parts, text[at:]])


def _is_of_person(text: str, start: int, printed: list[str]) -> bool:
    """True for capitalised words that a surname before them makes a person's."""
    before = _LAST_WORD.search(text, 0, start)
    titled = sum(map(str.istitle, printed)) > 1
    named = before is not None and (before[1] in MIDDLE_NAMES or opens_with_surname(before[1]))
    return titled and named


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
        (other[0] and before and before[1] not in _JOINING and is_pair(before[1], printed[0]))
        or (other[-1] and after and is_pair(printed[-1], after[1]))
    )


_JOINING = frozenset(("và", "các", "của", "để", "cho", "về", "với"))  # stand before any word
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
