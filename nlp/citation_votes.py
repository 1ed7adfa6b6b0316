"""OCR's readings of one citation are weighed against each other and against what is known.

A figure misread makes two documents of one, or gives it a day that it cannot have. Its other
mentions, the year in its number, the table of acts and the citing document's own day tell; what is
changed keeps its print and loses confidence, and without such a witness nothing is changed.
"""

import re
from collections import defaultdict
from itertools import combinations

from dispatch.document import ParsedDocument
from dispatch.notation import match_key
from dispatch.vocabulary import types_by_code
from nlp.cited import Cited, Day
from nlp.known_acts import day_of, is_slip, number_of
from nlp.print_width import misfit, width_of

_BY_TABLE, _BY_YEAR, _BY_VOTE, _FUTURE = 0.15, 0.2, 0.25, 0.3  # doubt that each choice leaves
_APART = 60
"""Numbers that one body gives to one type on one day are near each other: more than this apart, one
of two that differ in a single figure was misread."""
_MISFIT = 0.35  # em: figures are half an em wide
_PER_EM = 0.015  # … and by so much of a long one: the type's size is known to a few in a hundred
_FIT = 0.2
_READILY = 0.95  # of a reading's weight (see nlp.reading) that no repair may touch
_TREBLED = re.compile(r"([\dA-ZĐ])\1\1+")
_UNFIT = 0.5  # what the reading of a number is worth that its print's width denies
_DOUBTFUL = 0.8  # OCR's confidence below which a number may be a misread twin of another's
_TYPED = re.compile(r"/(?:(?:19|20)\d\d/)?(?P<code>[A-ZĐ]{2,4})-?")
_HEAD = re.compile(r"(?P<digits>\d+)(?P<rest>\D.*)")
_YEAR = re.compile(r"\d/((?:19|20)\d\d)/")


def settle(cited: dict[str, Cited], issued: str | None) -> None:
    """Join what is one document, and choose each one's number and day; ``cited`` keeps its order.

    ``issued`` is the citing document's own day (YYYY-MM-DD) where it is known.
    """
    for keys in _alike(cited):
        for one, other in combinations(keys, 2):
            if one in cited and other in cited and _is_one(cited[one], cited[other]):
                _join(cited, one, other)
    for item in cited.values():
        if item.is_read and item.values["number"]:
            _settle_number(item)
            _settle_day(item, issued)
            known = day_of(item.values["number"])
            item.told = item.mentions > 1 or (known is not None and known == item.values["date"])


def choose_signs(document: ParsedDocument, item: Cited, printed: str) -> None:
    """Undo a sign that OCR read twice, where the width of the print tells: "1178§" is 1178 where
    it is too narrow for 11788, BTTTP is BTTP.

    A number half a figure or more off its width is doubtful in any case.
    """
    start, number = item.parts["number"][0][0], item.values["number"] or ""
    if "8§" in printed:
        once, twice = (misfit(document, start, "8§", text) for text in ("8", "88"))
        if once is None or twice is None or abs(once) <= abs(twice):
            head, _, rest = number.partition("/")
            item.values["number"] = f"{head.replace('88', '8')}/{rest}"
        item.doubt = _BY_TABLE
        return
    parts = [part for span in item.parts["number"] for part in _parts(document, *span)]
    widths = [misfit(document, part, printed, number) for part in parts]
    by = max((width for width in widths if width is not None), key=abs, default=None)
    item.fits = by is not None and abs(by) < _FIT
    if by is None or abs(by) <= _MISFIT:
        return
    readily, item.sure = item.sure, min(item.sure, _UNFIT)
    item.doubt = _BY_TABLE
    chosen = [run for run in _trebled(printed) if _fits_once(document, parts, printed, number, run)]
    room = -by > _MISFIT + _PER_EM * width_of(printed)
    if room and readily < _READILY and len(chosen) == 1 and number.count(chosen[0]) == 1:
        item.mend("number", number.replace(chosen[0], chosen[0][1:]), printed, _BY_VOTE)
        notation = item.values["notation"] or ""
        item.values["notation"] = notation.replace(chosen[0], chosen[0][1:])


def _trebled(printed: str) -> set[str]:
    return {run[0] for run in _TREBLED.finditer(printed)}


def _fits_once(
    document: ParsedDocument, parts: list[int], printed: str, number: str, run: str
) -> bool:
    """True where the print has room for ``run`` with one sign less: in the whole number, or in the
    part of it that the run stands in, where a line ends within."""
    if len(parts) == 1:
        left = misfit(document, parts[0], printed, number.replace(run, run[1:]))
    else:
        held = [part for part in parts if run in _word(document, part)]
        left = misfit(document, held[0], run, run[1:]) if len(held) == 1 else None
    return left is not None and abs(left) < _FIT


def _parts(document: ParsedDocument, start: int, end: int) -> list[int]:
    """Return where a span begins, and where each further line does that it reaches into."""
    parts = [start]
    while (line := document.line_at(parts[-1])) is not None and line.end + 1 < end:
        parts.append(line.end + 1)
    return parts


def _word(document: ParsedDocument, start: int) -> str:
    line = document.line_at(start)
    return next((word.text for word in line.words if word.end > start), "") if line else ""


def _alike(cited: dict[str, Cited]) -> list[list[str]]:
    """Group the keys of numbered citations that share digits or notation, so that few are paired.

    A list of a thousand numbers of one notation stays as it is: no letter has one.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for key, item in cited.items():
        parts = _HEAD.fullmatch(item.values["number"] or "")
        if parts is not None and item.is_read:
            groups[f"digits {int(parts['digits'])}"].append(key)
            groups[f"rest {match_key('1' + parts['rest'])}"].append(key)
    return [keys for keys in groups.values() if 1 < len(keys) <= 40]


def _is_one(one: Cited, other: Cited) -> bool:
    """True where the two numbers differ in one sign and cannot both be right."""
    first, second = (_HEAD.fullmatch(item.values["number"] or "") for item in (one, other))
    if first is None or second is None or "." in (first["rest"][0], second["rest"][0]):
        return False  # 66.2 and 66.3/2025/NQ-CP are two, often of one day
    kinds = {one.values["document_type"], other.values["document_type"]} - {None}
    days = {one.values["date"], other.values["date"]} - {None}
    if len(kinds) > 1 or len(days) > 1:
        return False
    same_day = len(days) == 1 and None not in (one.values["date"], other.values["date"])
    doubtful = min(one.sure, other.sure) < _DOUBTFUL
    if int(first["digits"]) == int(second["digits"]) and _is_cut(first["rest"], second["rest"]):
        return True
    if first["rest"] == second["rest"]:
        apart = abs(int(first["digits"]) - int(second["digits"])) > _APART
        slip = is_slip(first["digits"], second["digits"])
        return slip and apart and (same_day or doubtful) and not _both_known(one, other)
    alike = int(first["digits"]) == int(second["digits"]) and is_slip(first["rest"], second["rest"])
    return alike and (same_day or doubtful)


def _is_cut(one: str, other: str) -> bool:
    """True where one notation is all that OCR read of the other, broken at the end of a line:
    1489/QĐ- and 1489/QĐ-TTg."""
    short, long = sorted((one.upper(), other.upper()), key=len)
    typed = _TYPED.fullmatch(short)
    told = typed is not None and typed["code"] in types_by_code()
    return told and len(short) < len(long) and long.startswith(short.rstrip("-") + "-")


def _both_known(one: Cited, other: Cited) -> bool:
    return all(day_of(item.values["number"] or "") for item in (one, other))


def _join(cited: dict[str, Cited], one: str, other: str) -> None:
    """Keep the first of two mentions with the surer reading of its number."""
    kept, gone = cited[one], cited.pop(other)
    if _is_surer(gone, kept):
        printed = kept.values["number"] or ""
        kept.mend("number", gone.values["number"] or "", printed, _BY_VOTE)
        kept.values["notation"] = gone.values["notation"]
        kept.parts["number"] = gone.parts["number"]
        kept.sure = gone.sure
    else:
        kept.mend("number", kept.values["number"] or "", gone.values["number"] or "", _BY_VOTE)
    kept.mentions += gone.mentions
    kept.days += gone.days
    for name, value in gone.values.items():
        if kept.values.get(name) is None and value is not None:
            kept.values[name] = value
            if name in gone.parts:
                kept.parts[name] = gone.parts[name]


def _is_surer(one: Cited, other: Cited) -> bool:
    """True where the number of ``one`` is the better reading: not cut short, or oftener so read."""
    numbers = [_HEAD.fullmatch(item.values["number"] or "") for item in (one, other)]
    rests = [found["rest"] for found in numbers if found]
    if len(rests) == 2 and _is_cut(*rests):
        return len(rests[0]) > len(rests[1])
    return (one.mentions, one.sure) > (other.mentions, other.sure)


def _settle_number(item: Cited) -> None:
    """An act of the table has the day and all of the number but one figure."""
    number, day = item.values["number"] or "", item.values["date"]
    if day and (known := number_of(number, day)):
        item.mend("number", known, number, _BY_TABLE)


def _settle_day(item: Cited, issued: str | None) -> None:
    """Choose the day by the table of acts, else by the mentions, else by the number's year."""
    number = item.values["number"] or ""
    read = [day for day in item.days if day.sure < 1]
    if not read:
        return
    known = day_of(number)
    first = next((day for day in item.days if day.iso == item.values["date"]), item.days[0])
    if known is not None:
        if known != first.iso and is_near_day(first.printed, known):
            _take(item, known, first, _BY_TABLE)
        return
    if voted := _voted(item.days, number, issued):
        if voted.iso != first.iso:
            _take(item, voted.iso or "", first, _BY_VOTE)
            item.parts["date"] = voted.spans
    elif first.iso and (year := _YEAR.search(number)) and is_slip(year[1], first.iso[:4]):
        _take(item, year[1] + first.iso[4:], first, _BY_YEAR)
    if issued and (item.values["date"] or "") > issued:
        item.doubt = max(item.doubt, _FUTURE)


def _take(item: Cited, day: str, instead: Day, doubt: float) -> None:
    item.mend("date", day, instead.printed, doubt)
    item.values["date_partial"] = item.invalid_date = None


def _voted(days: list[Day], number: str, issued: str | None) -> Day | None:
    """Return the day on which most mentions agree, of equals the surest; None where only one day
    was read that can be."""
    year = _YEAR.search(number)
    can_be: dict[str, list[Day]] = defaultdict(list)
    for day in days:
        if day.iso is None or (issued and day.iso > issued):
            continue
        if year is None or day.iso.startswith(year[1]):
            can_be[day.iso].append(day)
    ranked = sorted(can_be.values(), key=lambda group: (len(group), max(day.sure for day in group)))
    others = {day.iso for day in days} - {ranked[-1][0].iso if ranked else None}
    return max(ranked[-1], key=lambda day: day.sure) if ranked and others else None


def is_near_day(printed: str, iso: str) -> bool:
    """True where ``printed`` is the day ``iso`` but for one figure.

    >>> is_near_day("08/4/2020", "2020-04-09"), is_near_day("ngày 8 tháng 4 năm 2020", "2020-04-18")
    (True, True)
    """
    read = "/".join(str(int(part)) for part in re.findall(r"\d+", printed))
    return is_slip(read, "/".join(str(int(part)) for part in reversed(iso.split("-"))))
