"""One paragraph becomes its citations: parts are tied to each other as the forms of citing want.

Shapes: Nghị định 30/2020, Phụ lục I (căn cứ) and real letters: chains whose date and issuer stand
at the end, lists under one noun, the date before the number, citations inside another's subject.
"""

import re
from bisect import bisect_left

from dispatch.dates import PrintedDate
from dispatch.vocabulary import types_by_code
from nlp.citation import Citation, Parts
from nlp.citation_alone import is_of_a_form, stands_alone
from nlp.citation_bare import bare_numbers
from nlp.citation_dated import dated_citations
from nlp.citation_days import ISSUING, date_before, dates_before_in_turn
from nlp.citation_heads import headed_lists, spells
from nlp.citation_parts import (
    DateToken,
    NounToken,
    NumberToken,
    find_dates,
    find_nouns,
    find_numbers,
)
from nlp.citation_scope import scope_span
from nlp.citation_tail import BODY, issuer_from, issuer_span, subject_span
from nlp.days_in_turn import days_in_turn
from nlp.laws import LawToken, find_laws

Span = tuple[int, int]


_DIRECT = re.compile(r"[\s(]*(?:so|s6|s0)?[\s:.]*")
_WITH_NUMBER_WORD = re.compile(r"(?P<between>[^,;:.()\"“”]{0,90}?)[\s:]*\bso[\s:]*")
_LISTED = re.compile(r"(?:[,;]\s?(?:va\s|cung\s)?|\s(?:va|voi|cung)\s)(?:cac\s)?(?:so\s?:?\s?)?$")
_HEADED = re.compile(r":\s*(?:-\s)?so\s?:?\s?$")
_JOINER = re.compile(
    r"[\s,;]*(?:(?:va|cung|va cac|cung voi|hoac)\s)?(?:cac\s)?(?:van ban\s)?(?:so\s?:?\s?)?"
)
_BEFORE_DATE = re.compile(
    r"(?:\s[1-9]\d?(?=\s$|\sngay\s))?"  # a note's mark
    r"(?:\s?\((?!ngay)[^()]{1,60}\)|(?:,\s?[a-z]{1,4}\d{2,3}){1,3}\b)?[\s,(]{0,4}"
    r"(?:,?\s?do [^;.:()\d]{3,90}?\slap\s)?"
    r"(?:(?:da )?duoc quoc hoi\b[^;.:()]{0,80}?\bthong qua\s)?"
    r"(?:(?:hoi|luc)\s\d{1,2}\s?(?:h|gio|:)\s?(?:\d{2})?(?:\s?phut)?,?\s)?"
    r"(?:(?:ky|ban hanh|de|lap)\s)?(?:cung\s)?"
)
_SAME_DAY = re.compile(r"[\s,]{0,3}cung ngay(?!\s?\d)")
_YEAR_NEXT = re.compile(r",?\snam\s(?P<year>(?:19|20)\d\d)(?![\d/\-])")
_SAYS_IN = re.compile(r"\stại\s(?:các\s)?$")
# The next of a list needs no "của": "đề nghị của Sở A tại …, Sở B tại Công văn số …".
_OF_BODY = re.compile(rf"(?:\bcủa|[,;])\s(?={BODY}\b)")
_OF_WRITER = re.compile(
    r"\scủa\s(?P<name>(?:ông|bà|cô|anh|chị|hộ)(?:\s\w+){1,5}?)(?=\s(?:đề|viết|ghi|lập|gửi|ngày)\s)"
)
_JOINS_NEXT = re.compile(r"[\s,;]*(?:\bvà)?\s*$")
_FIGURE = re.compile(r"[\d/]")


def find_citations(text: str, folded: str) -> list[Citation]:
    """Return the citations of one paragraph in order; ``folded`` is ``text`` folded in place."""
    figured = _FIGURE.search(text) is not None
    laws = find_laws(text, folded)
    if not laws and not figured:
        return []
    numbers = find_numbers(text) if figured else []
    nouns = find_nouns(text, folded)
    parts = Parts(text, folded, nouns, [noun.start for noun in nouns])
    found = _anchor(parts, numbers, laws)
    dated = dated_citations(text, folded, nouns, found)
    if dated:
        found = sorted([*found, *dated], key=lambda item: item.start)
    if not found:
        return []  # most paragraphs with a figure cite nothing, and their days are nobody's
    parts.dates = find_dates(folded)
    parts.date_starts = [day.start for day in parts.dates]
    _date_in_turn(parts, found)
    _add_tails(parts, found)
    _share_leftward(parts, found)
    _share_rightward(parts, found)
    dates_before_in_turn(parts, found)
    date_before(parts, found)
    _issuer_of_list(parts, found)
    return found


def _anchor(parts: Parts, numbers: list[NumberToken], laws: list[LawToken]) -> list[Citation]:
    """Tie each number to its noun, and each law's name to its number."""
    found: list[Citation] = []
    owned: set[int] = set()
    starts = [number.start for number in numbers]
    amended_to = 0
    for law in laws:
        named_only = law.start < amended_to
        amended_to = max(amended_to, law.end) if law.amending else amended_to
        citation = Citation(law.start, law.end, law.kind, law=law, named_only=named_only)
        position = bisect_left(starts, law.end)
        if position < len(numbers):
            number = numbers[position]
            gap = parts.folded[law.end : number.start]
            if re.fullmatch(r"\s(?:so?\s)?", gap):
                citation.number, citation.end = number, number.end
                owned.add(number.start)
        if citation.number is None and not law.amending:
            _name_behind(parts, citation, numbers[position - 1] if position else None, owned)
        if citation.number is not None or not named_only:
            found.append(citation)
    rest = [number for number in numbers if number.start not in owned]
    found.extend(_numbered(parts, rest))
    return sorted(found, key=lambda item: item.start)


def _name_behind(
    parts: Parts, citation: Citation, number: NumberToken | None, owned: set[int]
) -> None:
    """Tie a law's name to the number right before it: "Luật số 09/2008/QH12 Luật Trưng mua"."""
    if number is None or parts.text[number.end : citation.start] != " ":
        return
    noun = _noun_before(parts, number, 0)
    if noun is not None and noun.kind == citation.kind:
        citation.number, citation.start = number, noun.start
        owned.add(number.start)


def _numbered(parts: Parts, numbers: list[NumberToken]) -> list[Citation]:
    """Tie numbers to the noun before them, or to the noun of the list they stand in."""
    found: list[Citation] = []
    floor = 0
    inherited: NounToken | None = None
    bare = bare_numbers(parts.text, parts.folded, parts.nouns)
    for number in sorted([*numbers, *bare], key=lambda token: token.start):
        if number.start < floor or is_of_a_form(parts.folded, number.start):
            continue
        noun = _noun_before(parts, number, floor)
        before = parts.folded[max(floor, number.start - 12) : number.start]
        listed = floor > 0 and noun is None and _LISTED.search(before) is not None
        inherited = inherited if listed else noun
        if noun is None and not listed and not stands_alone(parts.folded, number):
            continue
        if noun and noun.kind == "Đề án" and number.notation == "CP":
            continue  # "Đề án 06/CP" is what a programme is called, and no number
        start = noun.start if noun else number.start
        span = (noun.start, noun.end) if noun else None
        kind = inherited.kind if inherited else None
        found.append(Citation(start, number.end, kind, noun=span, number=number))
        floor = number.end
    return found


def _noun_before(parts: Parts, number: NumberToken, floor: int) -> NounToken | None:
    """Return the noun that ``number`` belongs to: adjacent, or before the word "số"."""
    position = bisect_left(parts.noun_starts, number.start) - 1
    while position >= 0 and parts.nouns[position].start >= max(floor, number.start - 110):
        noun = parts.nouns[position]
        gap = parts.folded[noun.end : number.start]
        if _DIRECT.fullmatch(gap) or _WITH_NUMBER_WORD.fullmatch(gap) or _HEADED.search(gap):
            return noun
        position -= 1
    return None


def _date_in_turn(parts: Parts, found: list[Citation]) -> None:
    """Give each of several numbers its own day, where as many days follow them as they are; of
    fewer or more days none is anybody's."""
    run: list[Citation] = []
    for item in found:
        gap = parts.folded[run[-1].end : item.start] if run else ""
        joined = item.number is not None and len(gap) < 24 and _JOINER.fullmatch(gap) is not None
        run = [*run, item] if run and joined else [item]
        listed = days_in_turn(parts.folded, item.end) if len(run) > 1 else None
        if listed is None:
            continue
        whole = listed.days[0].span[0], listed.end
        item.end = listed.end
        for one in run:
            one.unpaired = whole if len(listed.days) != len(run) else None
        if item.unpaired is None:
            for one, day in zip(run, listed.days, strict=True):
                one.date, one.date_span = day, day.span
        run = []


def _add_tails(parts: Parts, found: list[Citation]) -> None:
    """Read what follows each number or name: date, issuer, subject; note nesting."""
    starts = [item.start for item in found]
    for index, item in enumerate(found):
        after = bisect_left(starts, item.end)
        following = starts[after] if after < len(found) else len(parts.text)
        if not item.named_only:
            _add_date_and_issuer(parts, item, following)
        before = found[index - 1] if index else None
        if before is not None and not (item.named_only or before.named_only):
            gap = parts.folded[before.end : item.start]
            item.chained = len(gap) < 24 and _JOINER.fullmatch(gap) is not None
        item.scope = scope_span(parts.folded, item.start)
    open_items: list[Citation] = []
    for item in found:
        while open_items and open_items[-1].end <= item.start:
            open_items.pop()
        item.parent = open_items[-1] if open_items else None
        acts = item.issuer is not None or (item.kind == "Luật" and item.number is not None)
        item.subject = subject_span(parts.text, item.end, item.kind, has_issuer=acts)
        if item.subject:
            item.end = max(item.end, item.subject[1])
        elif item.law is not None and item.law.amending:
            item.end = max(item.end, item.law.end)
        if item.subject or (item.law is not None and item.law.amending):
            open_items.append(item)


def _add_date_and_issuer(parts: Parts, item: Citation, following: int) -> None:
    day = None if item.date or item.unpaired else _date_from(parts, item.end, following)
    if day is not None:
        gap = parts.folded[item.end : day.start]
        issuer = issuer_span(parts.text, item.end)
        if _BEFORE_DATE.fullmatch(gap):
            _set_date(parts, item, day)
        elif (
            issuer
            and issuer[1] <= day.start
            and _BEFORE_DATE.fullmatch(parts.folded[issuer[1] : day.start])
            and not _is_of_next(parts, issuer[1], day, following)
        ):
            item.issuer = issuer
            _set_date(parts, item, day)
    if item.date is None and item.number is not None:
        _set_year(parts, item)
    if item.issuer is None:
        item.issuer = _apart_from_next(parts, issuer_span(parts.text, item.end), following)
        if item.issuer:
            item.end = max(item.end, item.issuer[1])
    if item.issuer is None and item.law is None:
        item.issuer = _issuer_within(parts, item) or _issuer_before(parts, item.start)


def _apart_from_next(parts: Parts, issuer: Span | None, following: int) -> Span | None:
    """Return where a body's name stands without the paper that is cited next: "của ông Lê Văn C và
    Biên bản làm việc ngày …"."""
    if issuer is None or issuer[1] <= following:
        return issuer
    name = _JOINS_NEXT.sub("", parts.text[issuer[0] : following])
    return (issuer[0], issuer[0] + len(name)) if name else None


def _is_of_next(parts: Parts, issuer_end: int, day: DateToken, following: int) -> bool:
    """True for the day that opens what is said of the next citation: "Thực hiện Nghị định số … của
    Chính phủ, ngày 17/6/2025 Bộ trưởng đã ban hành Thông tư số …"."""
    parted = "," in parts.text[issuer_end : day.start]
    begins = parts.text[day.end : day.end + 2].strip().isupper()
    return parted and begins and ISSUING.search(parts.folded, day.end, following) is not None


def _set_year(parts: Parts, item: Citation) -> None:
    """Note the bare year of "Kế hoạch số 16/KH-BQL năm 2023": it tells two of one number apart."""
    if year := _YEAR_NEXT.match(parts.folded, item.end):
        item.date = PrintedDate(None, None, int(year["year"]), year.span("year"))
        item.date_span = year.span("year")
        item.end = year.end()


def _issuer_within(parts: Parts, item: Citation) -> Span | None:
    """Return the body of "Quyết định của Bộ Chính trị số 31-QĐ/TW", or None."""
    limit = item.number.start if item.number else (item.date_span or (0, 0))[0]
    if item.noun is None:
        return None
    if item.is_dated_only and (writer := _OF_WRITER.search(parts.text, item.noun[1], limit + 5)):
        return writer.span("name")
    span = issuer_span(parts.text, item.noun[1])
    return span if span and span[1] <= limit else None


def _issuer_before(parts: Parts, start: int) -> Span | None:
    """Return the body of "đề nghị của Chánh Văn phòng tại Tờ trình số …", or None."""
    low = max(0, start - 150)
    if not _SAYS_IN.search(parts.text, low, start):
        return None
    for opening in reversed(list(_OF_BODY.finditer(parts.text, low, start))):
        span = issuer_from(parts.text, opening.end())
        if span and _SAYS_IN.fullmatch(parts.text, span[1], start):
            return span
    return None


def _date_from(parts: Parts, start: int, limit: int) -> DateToken | None:
    position = bisect_left(parts.date_starts, start)
    if position < len(parts.dates) and parts.dates[position].start < min(limit, start + 140):
        return parts.dates[position]
    return None


def _set_date(parts: Parts, item: Citation, day: DateToken) -> None:
    closes = "(" in parts.text[item.end : day.start] and parts.text[day.end : day.end + 1] == ")"
    item.date, item.date_span = day.date, (day.start, day.end)
    item.end = max(item.end, day.end + closes)


def _share_leftward(parts: Parts, found: list[Citation]) -> None:
    """Give a chain's last date and issuer to the members before it that have none."""
    for index in range(len(found) - 1, 0, -1):
        item, before = found[index], found[index - 1]
        if not item.chained or before.parent is not item.parent or _of_others(before, item):
            continue
        if item.is_dated_only or before.is_dated_only:
            continue  # each names its own day, and mostly its own writer
        joint = parts.folded[before.end : item.start]
        named = before.law is not None or item.law is not None
        if before.date is None and item.date is not None and not named and ";" not in joint:
            before.date, before.date_span = item.date, item.date_span
            before.date_is_shared = True
        if before.issuer is None and item.issuer is not None and not named:
            before.issuer = item.issuer


def _share_rightward(parts: Parts, found: list[Citation]) -> None:
    """Give the items of a list the body that its first one names, and "cùng ngày" the day before
    it; what another's subject names has a part in neither."""
    before: Citation | None = None
    dated: Citation | None = None
    for item in found:
        if item.parent is None:
            listed = item.noun is None and item.law is None and item.kind is not None
            if before and listed and item.issuer is None and _is_heading(before):
                item.issuer = before.issuer
            before = item
        if dated and item.date is None and _SAME_DAY.match(parts.folded, item.end):
            item.date, item.date_span = dated.date, dated.date_span
        if item.date and (item.parent is None or dated is None):
            dated = item


def _issuer_of_list(parts: Parts, found: list[Citation]) -> None:
    """Give the items of a list the body that its heading names, where their notation spells it."""
    starts = [item.start for item in found]
    for (start, end), body in headed_lists(parts.text):
        name = parts.text[slice(*body)]
        for item in found[bisect_left(starts, start) : bisect_left(starts, end)]:
            letters = _body_of(item.number.notation) if item.number else None
            own = item.issuer is not None or item.parent is not None
            if letters and not own and spells(name, letters):
                item.issuer = body


def _of_others(before: Citation, item: Citation) -> bool:
    """True for two papers of different types whose notations name different bodies: "Công văn số
    12/UBND-KT … và Báo cáo số 45/BC-STC ngày … của Sở Tài chính" share neither day nor issuer."""
    if before.noun is None or item.noun is None or before.kind == item.kind:
        return False
    bodies = [_body_of(one.number.notation) for one in (before, item) if one.number]
    return len(bodies) == 2 and None not in bodies and bodies[0] != bodies[1]


def _body_of(notation: str | None) -> str | None:
    groups = re.split("[-/]", notation or "")
    if groups[0] in types_by_code():
        groups = groups[1:]
    return groups[0] if groups and groups[0] else None


def _is_heading(item: Citation) -> bool:
    """True where the body stands before the number: "các Công văn của UBND tỉnh: số …; số …"."""
    return bool(item.issuer and item.number and item.issuer[1] <= item.number.start)
