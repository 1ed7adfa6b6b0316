"""The parts that a citation is made of, found in one paragraph: numbers, type nouns and dates.

The noun "Công văn", the word "số", ``12/UBND-VX`` and "ngày 06/02/2023" are reported where they
stand; ``citation_grammar`` puts them together. Words are matched on a folded text of the same
length, notations on the print, because HD and HĐ differ.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from dispatch.dates import PrintedDate
from dispatch.letters import LOWER, UPPER
from dispatch.notation import (
    OF_ANOTHER,
    PARTED_END,
    THOUSANDS,
    clean,
    is_of_body,
    parse_number,
    parse_unslashed,
)
from dispatch.record import State
from dispatch.text import fold
from dispatch.vocabulary import rows, types_by_code

_DASH = "\\-\u2010-\u2015\u2212"

# A group of a notation. Glued to its neighbour it may mix cases (TTg, GDTrH, Cty); after a blank
# only capitals or a known code are one, so that "16/KH-BQL - Ban Quản lý" ends at BQL.
_GLUED = rf"[{UPPER}][{UPPER}{LOWER}0-9.&+]{{0,24}}"
_SMALL_TYPES = rf"(?:TTr|CTr)[{UPPER}]{{0,3}}|QyĐ|QĐi"
"""Types' codes with small letters: CTrHĐ of an action programme; QĐi: the Politburo's Quy định."""
_APART = rf"(?:{_SMALL_TYPES}|TTg|[{UPPER}]{{2}}[{UPPER}0-9.&+]{{0,22}}[{UPPER}0-9]?)(?![{LOWER}])"
_BRACKET = rf"(?:\s?\([{UPPER}0-9]{{1,8}}\))?"
# "… 6240/BGDĐT-KHCNTT — HƯỚNG DẪN KẾT NỐI": words behind a long dash, no code.
_WORDS_BEHIND = rf"\s\u2014\s[{UPPER}]{{2,}}\s[{UPPER}]{{2}}"
# TTr .UBND.VX, QĐ .UBND: a blank before the point, where the codes show that no sentence ended.
_POINTED = (
    rf"(?:\s\.[{UPPER}]{{2,8}}\.[{UPPER}]{{2,8}}"
    rf"|(?:(?<=/TTr)|(?<=/(?:QĐ|CV|TT|TB|KH|BC|NQ|CT|HD|ĐA)))\s\.[{UPPER}]{{2,8}})(?![{LOWER}])"
)
_NEXT = rf"(?:[{_DASH}/]{_GLUED}|(?!{_WORDS_BEHIND})\s?[{_DASH}/]\s?{_APART}|{_POINTED})"
_OF_YEAR = rf"(?:[{_DASH}/](?:19|20)\d\d(?![\d/]))?"
# SGD & ĐT-GDTH, LĐTB& XH: blanks round the sign of the two fields that share an office.
_AND = (
    rf"(?:(?:(?<=&)|\s?&)\s?(?:(?:ĐT|XH|CN|MT|TT|DL|PTNT)(?![{LOWER}{UPPER}\d])(?!\s[{UPPER}][{LOWER}])"
    rf"|[{UPPER}]{{2,4}}(?=[{_DASH}]|,?\sngày\s)))?"
)
_GROUPS = rf"{_GLUED}{_AND}(?:{_NEXT}{_AND}){{0,5}}(?:{PARTED_END}|{_OF_YEAR}){_BRACKET}"
_YEAR = r"(?:(?:19|20)\d\s?\d{1,2}\s?[/\-]?\s?)"
_STATE = (
    rf"(?P<digits>(?:\d{{1,7}}(?:[a-zđ]|[A-E](?=/)|{OF_ANOTHER})?)|{THOUSANDS})\s?/\s?{_YEAR}?"
    rf"(?P<groups>{_GROUPS})"
)
_PARTY = (
    rf"(?P<party>\d{{1,6}}[a-zđ]?)(?P<joint>\s?(?:[{_DASH}]|\s)\s?|)"
    rf"(?P<code>[{UPPER}]{{2,4}}|{_SMALL_TYPES})\s?/\s?(?P<host>{_GLUED}{_NEXT}{{0,3}})"
)
_NUMBER = re.compile(rf"(?:(?<![\w/.,])(?<!\d-)|(?<=[Ss]ố))(?:{_STATE}|{_PARTY})")
_FIGURES = re.compile(r"\d\d*")
"""Where a number may begin. A pattern that opens with one set of characters is looked for many
times faster than one that opens with a look behind, so what may stand before is asked later."""

_SO = r"[Ss](?<!\w[Ss])"
"""The first letter of a word "số"."""

# Until 2005 nothing, a blank or a dash stood between number and notation: "số 1035TCT/NV5",
# "tờ trình số 642 NN/TCCB", "số 64- PPCĐ/TCKT", "Thông tư liên tịch số 01-TANDTC-VKSNDTC/TTLT",
# "số 234-TCTK-QĐ" with the type behind the office.
_OLD = re.compile(
    rf"{_SO}ố\s?:?\s?(?P<digits>\d{{1,5}})(?P<joint> |\s?[{_DASH}]\s?|)(?P<groups>[{UPPER}]{{2,8}}"
    rf"(?:[{_DASH}][{UPPER}]{{2,8}}){{0,2}}"
    rf"(?:/[{UPPER}][{UPPER}\d]{{1,7}}|[{_DASH}](?:QĐ|CT|TTr|TT|TB|NQ|HD|KH|BC)))(?![\w/\-])"
)
# … "Quyết định số 45 QĐ-UB", "số 45QĐ-UB", "số 45-QĐ-UB".
_UNSLASHED = re.compile(
    rf"{_SO}ố\s?:?\s?(?P<digits>\d{{1,5}})(?: |\s?[{_DASH}]\s?|)"
    rf"[{UPPER}]{{2,4}}[{_DASH}][{UPPER}]{{2,8}}(?:[{_DASH}][{UPPER}]{{2,8}})?"
    rf"(?![\w/\-])"
)
_NAMED_BEFORE = re.compile(
    r"(?:quyết định|chỉ thị|thông tư(?: liên tịch)?|nghị quyết|nghị định|công văn|thông báo|văn bản"
    r"|kế hoạch|tờ trình|báo cáo|hướng dẫn|kết luận|công điện|\bQĐ|\bCV|\bTB|\bCT)\s$",
    re.IGNORECASE,
)
_DAY_BEHIND = re.compile(r",?\sngày\s\d")
# In a heading set in capitals the codes lose their small letters.
_SMALL = {"TTG": "TTg", "TTR": "TTr", "CTR": "CTr"}
# After the word "số" the grammar demands figures: "số l6/KH-BQL" is 16, "số 1 01/2024/NĐ-CP" 101.
_FIGURE = r"[\dlIOoS§|]"
_MISREAD = re.compile(
    rf"{_SO}[ốôo]\s?:?\s?"
    rf"(?P<misread>(?={_FIGURE}{{0,4}}\d)(?=\d{{0,4}}[lIOoS§|]){_FIGURE}{{2,5}}"
    rf"|\d{{1,2}}\s\d{_FIGURE}{{1,2}}|\d{{1,5}}(?=/5[{UPPER}]{{2}}))"
    rf"\s?(?:/\s?(?P<year>(?:19|20)\d\d\s?/?\s?)?(?P<s>5)?(?P<groups>{_GROUPS})"
    rf"|-(?P<party>[{UPPER}]{{2,3}}/{_GLUED}))"
)
FIGURES = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0", "S": "5", "§": "8",
                         " ": None})  # fmt: skip
# "số 702, 745 và 1010/UBND-VX": the figures before the last one leave their notation to it.
_SHARING = re.compile(
    r"\b[Ss]ố\s?:?\s(?P<figures>\d{1,5}(?:\.\d{1,2})?(?:\s?[,;]\s?\d{1,5}(?:\.\d{1,2})?){0,9})"
    r"(?:\s?[,;]\s?|,?\s(?:và|hoặc)\s)$"
)
_BLANK = re.compile(
    rf"{_SO}[ốo]\s?:?[\s.…_]{{0,60}}(?P<start>/)\s?(?:(?:19|20)\d\d\s?/\s?)?(?P<groups>{_GROUPS})"
)
_IN_THOUSANDS = re.compile(r"\d{1,2}\.\d{3}$")
_CALLED = re.compile(
    r"(?:\b[Ss]ố\s?:?|[Qq]uyết định|[Cc]ông văn|[Kk]ế hoạch|[Tt]ờ trình|[Bb]áo cáo|[Tt]hông báo"
    r"|[Nn]ghị quyết|[Vv]ăn bản)\s(?:[^;\n]{0,40}(?:,|và)\s)?$"
)
_COUNTED_WITHIN = re.compile(r"/20(?:2[5-9]|[3-9]\d)/")
_DAY_GLUED = re.compile(rf"(?<=[{UPPER}\d])ngày$")  # "1033/PTM-SMEngày 15 tháng 4"
_GAP = r"[\s.…_]{0,60}"
_DAY = re.compile(
    rf"(?:(?:cung\s)?ngay{_GAP}(?:(?:ky|ban hanh)\s)?)?(?:"
    rf"(?<!\d)(?P<day>\d{{1,2}})\s?(?://?|[.\-])\s?(?P<month>\d{{1,2}})\s?(?://?|[.\-])\s?(?P<year>\d{{4}}|20\s\d\d)(?!\d)"
    # "ngày 04/112011": the typist lost a stroke.
    rf"|(?<=y\s)(?P<lost>\d{{1,2}})/(?P<lost_month>[01]\d)(?P<lost_year>(?:19|20)\d\d)(?![\d/])"
    # "ngày 25/7/94": until the nineties two figures were all of the year.
    rf"|(?<=y\s)(?P<old>\d{{1,2}})[/.\-](?P<old_month>\d{{1,2}})[/.\-](?P<old_year>[5-9]\d)(?![\d/])"
    rf"|(?<=y)\s?(?P<long>\d{{1,2}}){_GAP}thang{_GAP}(?P<long_month>\d{{1,2}}){_GAP}"
    rf"(?:nam|thang){_GAP}(?P<long_year>\d{{4}})(?!\d))"
)
_ANY_DAY = re.compile(rf"\d(?:\s?[/.\-]/?\s?\d{{1,2}}\s?[/.\-]|/[01]\d(?:19|20)\d\d|{_GAP}thang)")
"""What every whole day holds: it tells at small cost that a paragraph has none."""

_PARTIAL = re.compile(
    rf"ngay{_GAP}(?:\d{{1,2}}\s(?=thang\snam))?(?:/\s?|thang{_GAP})(?P<month>\d{{1,2}})?{_GAP}(?:/|nam){_GAP}(?P<year>\d{{4}})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A number in print order; ``value`` is None where the figure is left blank."""

    start: int
    end: int
    value: str | None
    notation: str | None
    state: State = "present"
    regular: bool = True

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class NounToken:
    """A word for a kind of document; ``kind`` is the table's type, None for a generic word."""

    start: int
    end: int
    kind: str | None


@dataclass(frozen=True, slots=True)
class DateToken:
    """A day with the word before it; ``same`` marks "cùng ngày", shared with the item before."""

    start: int
    end: int
    date: PrintedDate


def find_numbers(text: str) -> list[NumberToken]:
    """Return the numbers of ``text`` that bear a notation, and blanks that keep only one."""
    found = [_number(match) for match in _printed(text)]
    taken = {token.start for token in found if token is not None}
    for match in _MISREAD.finditer(text):
        if match.start("misread") not in taken and (token := _misread(match)) is not None:
            inside = range(token.start, token.end)
            found = [other for other in found if other is None or other.start not in inside]
            found.append(token)
    found += [sharing for token in found if token is not None for sharing in _sharing(text, token)]
    for match in _OLD.finditer(text):
        told = "/" in match["groups"] or _is_told(text, match)
        if told and match.start("digits") not in taken:
            notation = clean(match["groups"])
            value = f"{match['digits']}{clean(match['joint'])}{notation}"
            found.append(NumberToken(match.start("digits"), match.end(), value, notation))
    for match in _UNSLASHED.finditer(text):
        if not _is_told(text, match):
            continue
        start, end = match.start("digits"), match.end()
        printed = " ".join(text[start:end].split())
        if start not in taken and (parsed := parse_unslashed(printed)):
            found.append(NumberToken(start, end, printed, parsed.notation))
    for match in _BLANK.finditer(text):
        if match.start("start") not in taken:
            notation = clean(match["groups"]).rstrip(".&+")
            end = match.end("groups")
            found.append(NumberToken(match.start("start"), end, None, notation, "blank"))
    return sorted((token for token in found if token is not None), key=lambda token: token.start)


def _is_told(text: str, match: re.Match[str]) -> bool:
    """True where a type stands before a number without a slash, or a day behind it: "gói thầu số 2
    HĐ-TV", "máy bơm số 3 PC-CC" are no papers."""
    named = _NAMED_BEFORE.search(text, max(0, match.start() - 24), match.start())
    return named is not None or _DAY_BEHIND.match(text, match.end()) is not None


def _printed(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of ``_NUMBER`` in ``text``."""
    end = 0
    for figures in _FIGURES.finditer(text):
        start = figures.start()
        if start >= end and (match := _NUMBER.match(text, start)):
            end = match.end()
            yield match


def _sharing(text: str, token: NumberToken) -> list[NumberToken]:
    """Return the numbers that share the notation of ``token``: "số 702, 745 và 1010/UBND-VX"."""
    # A suffix is the last one's own.
    digits = re.match(r"\d+(?:[a-zđ]|\.\d+)?", token.value or "")
    listed = _SHARING.search(text, max(0, token.start - 80), token.start)
    if listed is None or digits is None or token.notation is None:
        return []
    rest = (token.value or "")[digits.end() :]
    if "." in listed["figures"] and not _COUNTED_WITHIN.match(rest):
        return []
    return [
        NumberToken(
            listed.start("figures") + one.start(), listed.start("figures") + one.end(),
            f"{one[0]}{rest}", token.notation,
        )
        for one in re.finditer(r"\d+(?:\.\d+)?", listed["figures"])
    ]  # fmt: skip


def _misread(match: re.Match[str]) -> NumberToken | None:
    """Return the number whose figures OCR read as letters or parted, None where it is none."""
    party = match["party"]
    if party is None and not _is_notation(match["groups"]):
        return None
    notation = _with_small(clean(party or match["groups"]).rstrip(".&+"))
    if match["s"]:  # "1668/5TP-VP"
        notation = f"S{notation}"
    year = f"{clean(match['year']).rstrip('/')}/" if match["year"] else ""
    joint = "-" if party else "/"
    value = f"{match['misread'].translate(FIGURES)}{joint}{year}{notation}"
    return NumberToken(match.start("misread"), match.end(), value, notation)


def _number(match: re.Match[str]) -> NumberToken | None:
    if _IN_THOUSANDS.match(match["digits"] or "") and not _CALLED.search(
        match.string, max(0, match.start() - 64), match.start()
    ):
        return None  # 1.250/KH of a table is a quantity
    printed = _DAY_GLUED.sub("", match[0].rstrip(".&+ "))
    if match["digits"] and not _is_notation(match["groups"]):
        return None
    coded = match["code"] in types_by_code()
    if match["party"] and not coded and (" " in match[0][:8] or not match["joint"]):
        return None
    if match["party"] and not match["joint"].strip() and _is_of_body(match):
        value = clean(printed)
        return NumberToken(
            match.start(), match.start() + len(printed), value, value[len(match["party"]) :]
        )
    if match["party"] and not match["joint"]:  # "31HD/BTCTW": a dash lost at the end of a line
        whole = printed.replace(match["code"], f"-{match['code']}", 1)
        return NumberToken(
            match.start(), match.start() + len(printed), whole, whole.partition("-")[2]
        )
    parsed = parse_number(printed) or parse_number(clean(printed))
    value = _with_small(str(parsed) if parsed else clean(printed))
    notation = _with_small(parsed.notation if parsed else clean(match["groups"] or "")) or None
    return NumberToken(
        match.start(), match.start() + len(printed), value, notation, regular=parsed is not None
    )


def _is_of_body(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 24) : match.start()]
    return is_of_body(match["code"], match["host"], is_letter=_LETTER.search(before) is not None)


_LETTER = re.compile(r"\b(?:[Cc]ông văn|CV)\s(?:số\s?:?\s?)?$")


def _with_small(printed: str) -> str:
    return re.sub(r"\b(?:TTG|TTR|CTR)\b", lambda match: _SMALL[match[0]], printed)


def _is_notation(groups: str) -> bool:
    """True where the first group is built of capitals, as a code is, not a word."""
    first = re.split(rf"[\s{_DASH}/(]", groups, maxsplit=1)[0].rstrip(".")
    capitals = sum(char.isupper() or char.isdigit() for char in first)
    return len(first) >= 2 and (capitals * 2 >= len(first) or first in ("Cty", "Ttr"))


def find_nouns(text: str, folded: str) -> list[NounToken]:
    """Return the words for documents in ``text``, the longest at each place."""
    pattern, kinds = _nouns()
    words = [
        NounToken(match.start(), match.end(), kinds[" ".join(match[0].split())])
        for match in pattern.finditer(folded)
    ]
    codes = [
        NounToken(match.start(), match.end(1), types_by_code()[match[1]][0].name)
        for match in _codes().finditer(text)
    ]
    return sorted(words + codes, key=lambda token: token.start)


@cache
def _nouns() -> tuple[re.Pattern[str], dict[str, str | None]]:
    kinds = {fold(row["noun"]): row["document_type"] or None for row in rows("citation_nouns")}
    words = _by_first_letter(kinds, r"\w")
    return re.compile(rf"(?:{words})(?!\w)".replace(" ", r"\s")), kinds


@cache
def _codes() -> re.Pattern[str]:
    codes = _by_first_letter(types_by_code(), r"[\w/\-]")
    return re.compile(rf"({codes})(?=\s(?:số\s)?\d)")


def _by_first_letter(phrases: Collection[str], apart: str) -> str:
    """Return the alternatives ``phrases``, the longest first, none right behind ``apart``; under
    their first letters a search passes over most of a text and asks few of them at a place."""
    rests: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        rests.setdefault(phrase[0], []).append(phrase[1:])
    return "|".join(
        f"{first}(?<!{apart}{first})(?:{'|'.join(rest)})" for first, rest in rests.items()
    )


def find_dates(folded: str) -> list[DateToken]:
    """Return the days in ``folded``, whole or with a blank day, in order."""
    found = []
    for match in _DAY.finditer(folded) if _ANY_DAY.search(folded) else ():
        form = next(name for name in ("day", "lost", "old", "long") if match[name])
        names = ("day", "month", "year") if form == "day" else (
            form, f"{form}_month", f"{form}_year",
        )  # fmt: skip
        day, month, year = (int(match[name].replace(" ", "")) for name in names)
        year += 1900 if form == "old" else 0
        found.append(DateToken(*match.span(), PrintedDate(day, month, year, match.span())))
    for match in _PARTIAL.finditer(folded):
        printed = PrintedDate(
            None, int(match["month"]) if match["month"] else None, int(match["year"]), match.span()
        )
        found.append(DateToken(*match.span(), printed))
    return sorted(found, key=lambda token: token.start)
