"""Địa danh và ngày: the line ``Chợ Mới, ngày 20 tháng 7 năm 2023`` becomes place and date."""

import re
from dataclasses import dataclass

from dispatch.dates import PrintedDate, parse_date
from dispatch.document import ParsedDocument
from dispatch.text import fold
from nlp import reading
from nlp.findings import Finding, Findings, Span
from nlp.mending import mend
from nlp.number_words import number_in_words
from nlp.passage import Passage, join
from nlp.roles import Piece, Role
from nlp.title_print import said_in_title
from nlp.zones import Zones

PEN_SURE = 0.9

_LONG = re.compile(
    r"(?<![a-z])ng[ao0]?y(?![a-z])(?P<day>.{0,24}?)\s*th[a-z]?ng(?P<month>.{0,24}?)\s*"
    r"(?:n[a-z]?m(?![a-z])|thang|/(?=\s?\d{4}\b))(?P<year>.{0,12}?)(?=\D{0,12}$)"
)
# A pen's day that grew into the word before it: "Lâm Đồng, nà tháng 8 năm 2025".
_GROWN = re.compile(
    r"(?<=,\s)(?P<day>ng?\S{1,6}(?:\s\S{1,3})?)\s?thang(?P<month>.{0,24}?)\s*nam(?P<year>.{0,12}?)"
    r"(?=\D{0,12}$)"
)
_SHORT = re.compile(
    r"(?<![a-z])ng[ao0]?y\s*(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})"
)
# Old letters: "Hà Nội, 12-3-1995".
_BARE = re.compile(
    r"(?<=[a-z,])\s(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})(?=\W*$)"
)
_HOUR = re.compile(r",?\s(?:hoi|luc)\s\d{1,2}\s?(?:h|g|gio|:).*")  # of a công điện
_ADOPTED = re.compile(
    r"\b(?:luat|bo luat|phap lenh|nghi quyet) nay (?:da )?duoc [^.;]{0,200}\bthong qua\s"
    r"(?P<day>ngay\s\d{1,2}\sthang\s\d{1,2}\snam\s\d{4})"
)
_GLUED = re.compile(r"[.…_]*[^\s.…_,;]")
# Minutes and contracts that bear no place and day say when they were made in their first words.
_TODAY = re.compile(
    r"(?:^|\n)\W*hom nay, (?:vao )?(?:hoi|luc)?[^.;\n]{0,40}?"
    r"(?P<day>ngay\s\d{1,2}\s?(?:thang\s\d{1,2}\snam\s|[/.-]\s?\d{1,2}\s?[/.-]\s?)\d{4})"
)
_PARTED_YEAR = re.compile(r"(?<=^[12])[.,](?=\d{3}$)")
_LAST_CENTURY = 50
_SEVENTY = re.compile(r"7\d")  # OCR's 7 for a slanted 1: no other figure makes a day of it
_SCRAP_WORD = re.compile(r"[^\W\d_]{3}")
_FIGURES_ALONE = re.compile(r"(?<!\w)\d{1,2}(?!\w)")
_WRITTEN = 5  # letters of a number's words that no figure is taken for
_EMPTY = re.compile(r"[\s.…_,*-]*")
_REPAIR = str.maketrans({"o": "0", "O": "0", "l": "1", "i": "1", "I": "1", "|": "1", "q": "0"})


@dataclass(frozen=True, slots=True)
class Gap:
    """One of day, month and year: its number, or why there is none."""

    value: int | None
    state: str  # present, blank, unreadable
    repaired: bool = False
    candidates: tuple[tuple[str, float], ...] = ()


def find_date(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report place, date, date_state and date_partial."""
    pieces = zones.of(Role.PLACE_DATE)
    passage = next((found for found in _passages(pieces) if _match(found)), None)
    match = _match(passage) if passage else None
    if passage is None or match is None:
        if pieces:
            _place(document, join(pieces[:1]), len(pieces[0].text), findings)
        elif _told(zones, findings):
            return
        findings.add([Finding("date_state", "missing", (), 0.9, "rule:place_date")])
        findings.warn("date-missing", "/date")
        return
    _place(document, passage, match.start(), findings)
    gaps = {name: _gap(document, passage, match, name) for name in ("day", "month", "year")}
    _report(document, passage, match, gaps, findings)


def _told(zones: Zones, findings: Findings) -> bool:
    """Report the day that the text tells where the head bears none: that on which a law was passed
    (Luật Ban hành văn bản quy phạm pháp luật: the day of passing is the law's day), or on which
    minutes and contracts were made."""
    if said := said_in_title(zones):
        printed = parse_date(fold(f"ngày {said.day}"))
        if printed and printed.iso:
            findings.add([Finding("date", printed.iso, said.day_spans, 0.97, "rule:title")])
            findings.add([Finding("date_state", "present", said.day_spans, 0.97, "rule:title")])
            return True
    for pattern, sure, method in ((_ADOPTED, 0.9, "rule:adopted"), (_TODAY, 0.85, "rule:today")):
        match = pattern.search(zones.folded)
        day = parse_date(zones.folded[match.start("day") : match.end()]) if match else None
        if match is None or day is None or day.iso is None:
            continue
        span = match.span("day")
        findings.add([Finding("date", day.iso, (span,), sure, method)])
        findings.add([Finding("date_state", "present", (span,), sure, method)])
        return True
    return False


def _passages(pieces: list[Piece]) -> list[Passage]:
    single = [join([piece]) for piece in pieces]
    wrapped = [
        join(pieces[at : at + count])
        for at in range(len(pieces))
        for count in (2, 3)
        if at + count <= len(pieces)
    ]
    broken = pieces[:1] and (
        pieces[0].folded.endswith((" nam", " thang", " ngay", ","))
        or (len(pieces) > 1 and pieces[0].folded.isalpha())  # Hà / Nội, ngày …
    )
    return wrapped + single if broken else single + wrapped


def _match(passage: Passage) -> re.Match[str] | None:
    patterns = (_LONG, _SHORT, _GROWN, _BARE)
    return next(filter(None, (pattern.search(passage.folded) for pattern in patterns)), None)


def _gap(document: ParsedDocument, passage: Passage, match: re.Match[str], name: str) -> Gap:
    start, end = match.span(name)
    text = passage.text[start:end].strip(" .…_,/:")
    pen = next(
        (
            word
            for low, high in passage.spans(start, end)
            if (word := reading.pen_word(document, low, high)) is not None
        ),
        None,
    )
    if pen is not None:
        best = [
            (text.replace(pen.text, digits, 1).replace(" ", ""), share)
            for digits, share in pen.candidates
        ]
        best = [item for item in best if item[0].isdigit() and _fits(int(item[0]), name)]
        if best and best[0][1] >= PEN_SURE:
            return Gap(int(best[0][0]), "present", candidates=tuple(best))
        return Gap(None, "unreadable", candidates=tuple(best))
    if _EMPTY.fullmatch(text):
        return Gap(None, "blank")
    squeezed = text.replace(" ", "")
    if name == "year":
        squeezed = _PARTED_YEAR.sub("", squeezed)
    elif (named := number_in_words(fold(text))) and not (
        # What OCR made of a pen's figure may be a short word.
        len(text) < _WRITTEN
        and any(reading.is_read(document, *span) for span in passage.spans(start, end))
    ):
        return Gap(named, "present")
    if squeezed.isdigit() and len(squeezed) <= 4:
        value = int(squeezed)
        if name == "year" and len(squeezed) == 2 and value >= _LAST_CENTURY:
            return Gap(1900 + value, "present")  # "năm 95", as the nineties wrote
        if name == "year" and len(squeezed) < 4:
            # A form's 20… by pen: what OCR made of the figures stands behind it.
            written = _GLUED.match(passage.text, end) is not None
            return Gap(None, "unreadable" if written else "blank")
        read = any(reading.is_read(document, *span) for span in passage.spans(start, end))
        if name == "day" and read and _SEVENTY.fullmatch(squeezed):
            return Gap(value - 60, "present", repaired=True)
        return Gap(value, "present")
    mended = squeezed.translate(_REPAIR)
    if mended.isdigit() and _fits(int(mended), name):
        return Gap(int(mended), "present", repaired=True)
    alone = _FIGURES_ALONE.findall(text)
    read = any(reading.is_read(document, *span) for span in passage.spans(start, end))
    scrap = _SCRAP_WORD.search(text) is not None
    if read and scrap and name == "month" and len(alone) == 1 and _fits(int(alone[0]), name):
        # A seal's or an arrival stamp's scrap beside the figures, read by OCR.
        return Gap(int(alone[0]), "present", repaired=True)
    return Gap(None, "unreadable")


def _fits(value: int, name: str) -> bool:
    low, high = {"day": (1, 31), "month": (1, 12), "year": (1900, 2199)}[name]
    return low <= value <= high


def _place(document: ParsedDocument, passage: Passage, end: int, findings: Findings) -> None:
    if hour := _HOUR.search(passage.folded, 0, end):
        end = hour.start()
    start, end = passage.trimmed(0, end, ",.;:_…-–'\"|*(")
    place = passage.text[start:end]
    if len(place) < 2 or not any(char.isalpha() for char in place):
        return
    spans = passage.spans(start, end)
    sure = reading.confidence(document, spans, 0.99)
    value = mend(document, place, spans)
    raw = place if place != value else None
    sure = reading.after_repair(sure, raw)
    findings.add([Finding("place", value, spans, sure, "rule:place_date", raw=raw)])


def _report(
    document: ParsedDocument, passage: Passage, match: re.Match[str], gaps: dict[str, Gap],
    findings: Findings,
) -> None:  # fmt: skip
    day, month, year = (gaps[name] for name in ("day", "month", "year"))
    printed = PrintedDate(day.value, month.value, year.value, match.span())
    start, end = passage.trimmed(match.start(), match.end(), ".,;")
    spans = passage.spans(start, end)
    text = passage.text[start:end]
    sure, method = _sure(document, spans, gaps)
    whole = _whole(printed, day)
    if printed.iso is not None:
        findings.add([Finding("date_state", "present", spans, sure, method)])
        raw = text if any(gap.repaired for gap in gaps.values()) else None
        findings.add([Finding("date", printed.iso, spans, sure, method, raw=raw, candidates=whole)])
        if len(re.findall("thang", passage.folded[start:end])) > 1:
            findings.warn("date-irregular", "/date", text=text)
        return
    unreadable = any(gap.state == "unreadable" for gap in gaps.values())
    state = "unreadable" if unreadable or printed.is_invalid else "blank"
    findings.add([Finding("date_state", state, spans, sure, method)])
    partial = _partial(printed)
    if partial:
        findings.add([Finding("date_partial", partial, spans, sure, method)])
    if whole:
        findings.add([Finding("date", None, spans, sure, method, candidates=whole)])
    if printed.is_invalid:
        findings.warn("date-invalid", "/date", text=text)
    elif unreadable:
        findings.warn("date-unreadable", "/date")
    else:
        findings.warn("day-blank", "/date")


def _sure(
    document: ParsedDocument, spans: tuple[Span, ...], gaps: dict[str, Gap]
) -> tuple[float, str]:
    """How surely the date was read, and by which method."""
    by_pen = [gap.candidates[0][1] for gap in gaps.values() if gap.candidates]
    if by_pen:
        return min(by_pen), "handwriting"
    repaired = any(gap.repaired for gap in gaps.values())
    sure = reading.confidence(document, spans, 0.99)
    return sure * 0.7 if repaired else sure, "rule:place_date"


def _whole(printed: PrintedDate, day: Gap) -> tuple[tuple[str, float], ...]:
    """The days that a pen may have written, as whole dates."""
    if not printed.year or not printed.month:
        return ()
    return tuple(
        (f"{printed.year}-{printed.month:02d}-{int(value):02d}", share)
        for value, share in day.candidates
    )


def _partial(printed: PrintedDate) -> str | None:
    if printed.year is None or printed.is_invalid:
        return None
    if printed.month is not None and 1 <= printed.month <= 12:
        return f"{printed.year:04d}-{printed.month:02d}"
    return f"{printed.year:04d}"
