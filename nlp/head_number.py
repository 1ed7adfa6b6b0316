"""Số và ký hiệu of the dispatch itself, from the line Số: … and nowhere else."""

import re
from dataclasses import dataclass, replace
from functools import cache

from dispatch.document import ParsedDocument, Word
from dispatch.letters import LOWER, UPPER
from dispatch.notation import (
    DASH,
    LETTER,
    PARTED_END,
    clean,
    is_of_body,
    parse_number,
    parse_unslashed,
    single_d,
)
from dispatch.text import fold, unify
from dispatch.vocabulary import DocumentType, rows, types_by_code, types_by_name
from nlp import reading
from nlp.citation_repair import SMALL_R, mend_session, part_glued
from nlp.findings import Finding, Findings, Span
from nlp.misprints import L_IN_TWO
from nlp.passage import Passage, join
from nlp.roles import Role
from nlp.title_print import said_in_title
from nlp.zone_words import is_near, type_of_title
from nlp.zones import Zones

PEN_SURE = 0.9
"""From this probability on a pen reading is stated; below it the number stays unreadable."""

_HEAD = re.compile(
    r"^\W*(?:(?:luat|nghi quyet|phap lenh|nghi dinh|thong tu)\s+)?"
    r"(?:s[o06e](?:\b|(?<=o)(?=\d{1,5}\s?/))\s*[:.;,]?(?:[\s.…_]*(?=\d))?"
    r"|[a-z\d]{1,3}\s*[:;](?=\s*\d{0,6}\s*/)"
    r"|[a-z]{2,3}[:;.]?[\s.…_-]+(?=/?[a-z]{2,4}-[a-z]))?\s*"  # Xe KH-THTQT
)
_BLANK = re.compile(r"^[\s.…_*^~|]*(?=[/-])")
# Số: KH/TĐTN: the code stands where the number is left out.
_CODE_ALONE = re.compile(
    rf"[\s.…_]*(?P<notation>(?P<code>[A-ZĐ][A-Za-zĐđ]{{0,3}})\s?/\s?[A-ZĐ][{LETTER}\d-]{{1,12}})[\s.…_]*"
)
# PGD& ĐT-GDTH, TB-GD & ĐT: blanks round the sign.
_AND = rf"(?:(?:(?<=&)\s|\s&\s?)[{UPPER}]{{1,4}}(?![{LOWER}]))?"
_REST = (
    rf"[{LETTER}\d.&]*{_AND}(?:\([{LETTER}\d]+\))?"
    rf"(?:\s*[/{DASH}]\s*[{LETTER}][{LETTER}\d.&]*{_AND}(?:\([{LETTER}\d]+\))?)*{PARTED_END}?"
)
_ROUND_AND = re.compile(r"\s?&\s?")
_YEAR_PART = r"(?:(?:19|20)\d\d\s*/\s*)?"
_NOTATION = re.compile(rf"[/{DASH}\s]*{_YEAR_PART}(?P<notation>[{LETTER}]{_REST})")
_SLASHED = re.compile(rf"/\s*{_YEAR_PART}(?P<notation>[A-ZĐ]{_REST})")
_PARTY_ORDER = re.compile(rf"[\s\d□.…_]*[a-zđ]?\s*[{DASH}]")
_DIGITS = str.maketrans({"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "i": "1",
                         "S": "5", "B": "8", "Z": "2"})  # fmt: skip
_OLD_ORDER = re.compile(
    r"(?P<digits>\d{1,5})-(?P<notation>[A-ZĐ]{2,6}(?:[a-z]{1,2}|\d{1,2})?(?:-[A-ZĐ]{2,6}[a-z]?)?)"
)
"""Before 1998 a dash stood between number and notation: Số 109-NV, 203-CT, 793-TTg, 614-VP18."""
# The letters of a Tỉnh ủy or Thành ủy are TU (QĐ 66-QĐ/TW, HD 36-HD/VPTW); of the centre TW.
_WRITTEN_TU = "/TƯ"
_COMMITTEE = re.compile(r"\W*(?:tinh|thanh) uy\b")
# An office's letters behind the number, before 2005: Số: 1054TCT/NV5, 6242 TC/TCT; the Ministry of
# Justice put the year within: 1203-QĐ/1998/TP-HT.
_OF_BODY = re.compile(
    rf"\d{{1,5}}\s?(?P<notation>(?P<code>[{UPPER}]{{2,8}})/(?P<host>[{UPPER}][{UPPER}\d]{{1,7}}(?:-[{UPPER}]{{2,8}})?))"
)
_YEAR_WITHIN = re.compile(
    rf"\d{{1,5}}-(?P<notation>[{UPPER}]{{2,4}}/(?:19|20)\d\d/[{UPPER}\-]{{2,12}})"
)
_I_FOR_ONE = re.compile(r"(?<=-[A-ZĐ]{2})[il]\Z")  # QĐ-NHi is QĐ-NH1
_S_READ = re.compile(r"(?<=\d/)5(?=[A-ZĐ]{2})")  # 1468/5TP-BTTP
_TWO_DASHES = re.compile(r"-\s?-(?=[A-ZĐ])")  # a pen's stroke or a rule's end beside the form's
_GLUED_CODE = re.compile(rf"(?P<digits>\d{{1,5}})(?P<code>[{UPPER}]{{2,4}})(?=/)")  # 123QĐ/UB
_SLASH_WITHIN = re.compile(r"\d+[A-ZĐ]")  # 06GM-HĐND: OCR took the slash for a letter's stroke
_JUNK = re.compile(r"[.,;:_…]+$")


@dataclass(frozen=True, slots=True)
class HeadNumber:
    """What the number line says: the state, the notation without number, and the spans."""

    state: str
    number: str | None
    notation: str | None
    spans: tuple[Span, ...]
    notation_spans: tuple[Span, ...]
    raw: str | None = None
    mended: str | None = None  # the print of a notation that was mended
    candidates: tuple[tuple[str, float], ...] = ()
    method: str = "rule:number"


def find_number(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report number, number_state and notation."""
    read = read_number(document, zones)
    if read is None:
        findings.add([Finding("number_state", "missing", (), 0.9, "rule:number")])
        findings.warn("number-missing", "/number")
        return
    sure = reading.confidence(document, read.spans, 0.99 if read.raw is None else 0.8)
    if read.method == "handwriting" and read.candidates:
        sure = read.candidates[0][1]
    findings.add([Finding("number_state", read.state, read.spans, sure, read.method)])
    if read.number is not None or read.candidates:
        findings.add(
            [
                Finding(
                    "number", read.number, read.spans, sure, read.method,
                    raw=read.raw, candidates=read.candidates,
                )
            ]
        )  # fmt: skip
    if read.notation:
        spans = read.notation_spans
        sure = reading.confidence(document, spans, 0.99)
        findings.add(
            [Finding("notation", read.notation, spans, sure, "rule:number", raw=read.mended)]
        )
    if read.state == "blank":
        findings.warn("number-blank", "/number", notation=read.notation or "")
    elif read.state == "unreadable":
        findings.warn("number-unreadable", "/number")
    if read.raw is not None and read.number is not None:
        findings.warn("number-repaired", "/number", raw=read.raw, value=read.number)


def read_number(document: ParsedDocument, zones: Zones) -> HeadNumber | None:
    """Read the number line; None where the head has none. What OCR did to the codes is mended."""
    read = _read(document, zones)
    if read is None or read.notation is None:
        return read
    kind = _title_kind(zones)
    if read.notation.endswith(_WRITTEN_TU) and any(
        _COMMITTEE.match(piece.folded) for piece in zones.of(Role.ISSUER, Role.PARENT_BODY)
    ):
        return _as_committee(read, read.notation)
    if kind and read.number and (parted := part_glued(read.number, kind.name)):
        return replace(read, number=parted.number, notation=parted.notation, raw=read.number)
    if not any(reading.is_read(document, *span) for span in read.notation_spans):
        return read
    mended = mend_notation(read.notation, (kind and kind.code) or None)
    if mended == read.notation:
        return read
    number = read.number.replace(read.notation, mended) if read.number else None
    raw = read.raw or read.notation
    return replace(read, notation=mended, number=number, raw=raw, mended=read.notation)


def _as_committee(read: HeadNumber, printed: str) -> HeadNumber:
    number = f"{read.number[:-1]}U" if read.number else None
    return replace(
        read, notation=f"{printed[:-1]}U", number=number, raw=read.number or printed, mended=printed
    )


def _title_kind(zones: Zones) -> DocumentType | None:
    for piece in zones.of(Role.TITLE):
        if found := type_of_title(piece.text):
            return types_by_name()[unify(found[0])]
    return None


def _from_title(zones: Zones) -> HeadNumber | None:
    said = said_in_title(zones)
    if said is None:
        return None
    parsed = parse_number(said.number)
    number, notation = (str(parsed), parsed.notation) if parsed else (said.number, said.notation)
    return HeadNumber(
        "present", number, notation, said.number_spans, said.notation_spans,
        method="rule:title",
    )  # fmt: skip


def _read(document: ParsedDocument, zones: Zones) -> HeadNumber | None:
    pieces = zones.of(Role.NUMBER)
    if not pieces:
        return _from_title(zones)
    passage = join(pieces[:1])
    broken = passage.text.endswith(("-", "/"))  # a notation that goes on in the next line
    if len(pieces) > 1 and (broken or not _NOTATION.search(passage.text, _head(passage))):
        passage = join(pieces[:2])
    start = _head(passage)
    end = passage.trimmed(start, len(passage.text), ".,;:_…")[1]
    rest = passage.text[start:end]
    spans = passage.spans(*passage.trimmed(start, end, ".…_"))
    party = _PARTY_ORDER.match(rest) is not None
    found = (None if party else _SLASHED.search(rest)) or _NOTATION.search(rest)
    pen = _pen(document, passage, start, start + (found.start() if found else len(rest)))
    notation = _JUNK.sub("", clean(found["notation"])) if found else None
    where = passage.spans(start + found.start("notation"), start + found.end()) if found else ()
    if pen is not None:
        return _from_pen(pen, rest, notation, spans, where)
    if (code := _CODE_ALONE.fullmatch(rest)) and code["code"] in types_by_code():
        return HeadNumber("blank", None, clean(code["notation"]), spans, spans)
    if blank := _BLANK.match(rest):
        after = rest[blank.end() :]
        junk = found is not None and rest[blank.end() : found.start()].strip(" .…_")
        state = "unreadable" if junk else "blank"
        return HeadNumber(state, None, notation if junk else _notation_of(after), spans, where)
    by_ocr = any(reading.is_read(document, *span) for span in spans)
    is_letter = not zones.of(Role.TITLE)
    return _present(rest, notation, spans, where, by_ocr=by_ocr, is_letter=is_letter)


def mend_notation(notation: str, code: str | None) -> str:
    """Restore the type's code by the title and known abbreviations by their letters.

    >>> mend_notation("QĐĐ-UBNĐ", "QĐ"), mend_notation("CĐĐĐSP-QLKH", None)
    ('QĐ-UBND', 'CĐSP-QLKH')
    >>> mend_notation("KH-I.ĐLĐ", "KH"), mend_notation("KH/ĐĐQHI15", "KH")
    ('KH-LĐLĐ', 'KH/ĐĐQH15')
    """
    notation = mend_session(notation)
    notation = SMALL_R.sub("r", _I_FOR_ONE.sub("1", L_IN_TWO.sub("L", notation)))
    groups = re.split("([-/])", single_d(notation))
    party = (code, groups[0]) == ("QyĐ", "QĐ")  # the Party's Quy định bear QĐ (HD 36-HD/VPTW)
    other = groups[0] in types_by_code() and fold(groups[0]) != fold(code or "")  # misnumbered
    kept = party or other
    if code and groups[0] != code and not kept and is_near(fold(code), fold(groups[0])):
        groups[0] = code
    for at in range(2 if code else 0, len(groups), 2):
        groups[at] = _abbreviations().get(fold(groups[at]), groups[at])
    return "".join(groups)


@cache
def _abbreviations() -> dict[str, str]:
    """The abbreviations whose letters alone tell them apart, by their folded form."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for row in rows("abbreviations"):
        key = fold(row["# short"])
        twice |= {key} if found.get(key, row["# short"]) != row["# short"] else set()
        found[key] = row["# short"]
    return {key: short for key, short in found.items() if key not in twice and len(key) > 2}


def _head(passage: Passage) -> int:
    match = _HEAD.match(passage.folded)
    return match.end() if match else 0


def _notation_of(after: str) -> str | None:
    """``/QĐ-UBND`` → QĐ-UBND; ``/2025/TT-BTC`` → TT-BTC; ``-KH/TU`` → KH/TU."""
    match = _NOTATION.match(after)
    return _JUNK.sub("", clean(match["notation"])) if match else None


def _pen(document: ParsedDocument, passage: Passage, start: int, end: int) -> Word | None:
    for low, high in passage.spans(start, max(end, start + 1)):
        word = reading.pen_word(document, low, high)
        if word is not None:
            return word
    return None


def _from_pen(
    pen: Word, rest: str, notation: str | None, spans: tuple[Span, ...], where: tuple[Span, ...]
) -> HeadNumber:
    whole = [
        (str(number), share)
        for digits, share in pen.candidates
        if (number := parse_number(_JUNK.sub("", rest.replace(pen.text, digits, 1)))) is not None
    ]
    if whole and whole[0][1] >= PEN_SURE:
        parsed = parse_number(whole[0][0])
        return HeadNumber(
            "present", whole[0][0], parsed.notation if parsed else notation, spans, where,
            candidates=tuple(whole), method="handwriting",
        )  # fmt: skip
    return HeadNumber(
        "unreadable", None, notation, spans, where, candidates=tuple(whole), method="handwriting"
    )


# 4144 GDĐT - VP, of which OCR lost the slash: no office prints a number so.
_LOST_SLASH = re.compile(
    rf"(?P<digits>\d{{1,5}}[a-zđ]?) "
    rf"(?P<notation>[{UPPER}&]{{2,8}}(?:\s?[{DASH}]\s?[{UPPER}&]{{2,8}})+)"
)


def _present(
    rest: str,
    notation: str | None,
    spans: tuple[Span, ...],
    where: tuple[Span, ...],
    *,
    by_ocr: bool,
    is_letter: bool,
) -> HeadNumber:
    tidy = _ROUND_AND.sub("&", _TWO_DASHES.sub("-", _JUNK.sub("", rest).strip()))
    if (old := _OF_BODY.fullmatch(tidy)) and is_of_body(
        old["code"], old["host"], is_letter=is_letter
    ):
        return HeadNumber("present", clean(tidy), old["notation"], spans, where)
    if (glued := _GLUED_CODE.match(tidy)) and glued["code"] in types_by_code():
        tidy = f"{glued['digits']} {tidy[glued.start('code') :]}"
    if within := _YEAR_WITHIN.fullmatch(tidy):
        return HeadNumber("present", tidy, within["notation"], spans, where)
    if (parsed := parse_number(tidy)) is not None:
        return HeadNumber("present", str(parsed), parsed.notation, spans, where)
    if old := _OLD_ORDER.fullmatch(tidy):
        return HeadNumber("present", tidy, old["notation"], spans, where)
    if unslashed := parse_unslashed(tidy):  # 45 QĐ-UB; Số: 118 SGDĐT-VP has lost its slash
        tidy = str(unslashed) if by_ocr and _SLASH_WITHIN.match(tidy) else tidy
        return HeadNumber("present", tidy, unslashed.notation, spans, where)
    tidy = _S_READ.sub("S", tidy) if by_ocr else tidy
    if by_ocr and (lost := _LOST_SLASH.fullmatch(tidy)):
        parsed = parse_number(f"{lost['digits']}/{lost['notation']}")
        if parsed is not None:
            return HeadNumber("present", str(parsed), parsed.notation, spans, where, raw=tidy)
    head = re.match(r"[^/\-]*", tidy)
    printed = head.group() if head else ""
    repaired = "".join(printed.translate(_DIGITS).split())
    tail = tidy[len(printed) :]
    if tail and re.fullmatch(r"\d{1,6}[a-zđ]?", repaired):
        parsed = parse_number(repaired + tail) or parse_number(f"{repaired}{_tail(tail)}")
        if parsed is not None:
            raw = tidy if repaired != "".join(printed.split()) else None
            return HeadNumber("present", str(parsed), parsed.notation, spans, where, raw=raw)
    state = "unreadable" if printed.strip() or not notation else "blank"
    return HeadNumber(state, None, notation, spans, where)


def _tail(tail: str) -> str:
    match = _NOTATION.match(tail)
    return tail[: match.end()] if match else tail
