"""Quyền hạn, chức vụ, họ tên: the block of the signature becomes one signer.

The last office in capitals is the signer's own; a line after KT. names the head who is replaced
(NĐ 30/2020, Phụ lục I, Mục II.7). A draft has no name, minutes have the chair's.
"""

import re
from collections.abc import Sequence

from dispatch.document import ParsedDocument
from dispatch.record import Signer
from dispatch.text import fold
from nlp import reading
from nlp.deputies import deputy_of, is_left_of_deputy, repair_deputy
from nlp.findings import Finding, Findings, Span
from nlp.given_names import is_given, repair_given
from nlp.mending import mend
from nlp.noise import DOUBTED
from nlp.passage import Passage, join
from nlp.roles import Piece, Role
from nlp.signature_blocks import BLOCK, Block, blocks_of, chosen
from nlp.signer_witness import told_by_text
from nlp.surnames import repair_surname, without_strays
from nlp.zone_words import (
    ends_office,
    is_capitals,
    is_misread_office,
    is_name,
    is_syllable,
    is_table_office,
    repair_office,
    signing_form,
    split_rank,
    starts_office,
    starts_parted_office,
    whole_office,
)
from nlp.zones import Zones

Spans = tuple[Span, ...]

_FOR_A_PARTY = re.compile(
    r"\W*(?:dai dien|thay mat|(?:nguoi|ben) (?:duoc )?uy quyen)\b"
)  # ĐẠI DIỆN BÊN A, over the office
_SURNAME_LOST = re.compile(r"(?:van|thi) \S+$")  # middle names, far oftener than surnames
_RING_LETTER = re.compile(r"\w\W+")  # of a seal, before the rank
_EDGES = ".,;:*_-–—|\"'“”‘’`~()[]=<>^/\\«»•¬ "
_NO_SURNAME = 0.6  # what a name is worth that OCR read and no surname opens: a seal took the first
_UNHEARD = 0.8  # … and one with a syllable that no counted name has: few of those are right
_UNREAD_OFFICE = 0.8  # … where the signer's own office is known from the form above it
_STROKES = 0.7  # of a reading's weight (see nlp.reading): its words were hardly read at all
_DOUBTED = 0.6  # OCR's confidence in a word of a name below which a mark may be lost


def find_signer(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report the signer."""
    blocks = blocks_of(zones)
    if not blocks:
        findings.warn("signer-missing", "/signer")
        return
    block = chosen(zones, blocks)
    offices = _offices(document, [piece for piece, role in block if role in BLOCK[:2]])
    names = [piece for piece, role in block if role is Role.SIGNER]
    authority = [item for item in offices if signing_form(item.text)]
    positions = [item for item in offices if not signing_form(item.text)]
    own = [item for item in positions if not _FOR_A_PARTY.match(item.folded)]
    positions = own or positions
    name, rank, parts, raw = _name(document, names)
    position = _own_office(positions, authority) or _acting(authority)
    spans: list[Span] = [span for item in offices for span in item.spans()]
    spans.extend(span for piece in names for span in (piece.span,))
    if position is not None:
        parts["position"] = position.spans()
    for index, item in enumerate(authority):
        parts[f"authority/{index}"] = item.spans()
    if name is None:
        findings.warn("signer-missing", "/signer/name")
    forms = tuple(_office(document, item) for item in authority)
    office, unread = _position(document, position, forms, tuple(spans))
    printed = [_clean(item.text) for item in offices]
    ordered = tuple(sorted(spans))
    read = any(reading.is_read(document, *span) for span in ordered)
    mended = [was for was in printed if read and was not in (office, *forms)]
    raw = "; ".join([*mended, *([raw] if raw else [])]) or None
    value = Signer(name=name, rank=rank, position=office, authority=forms)
    sure = reading.confidence(document, ordered, 0.97 if name else 0.85)
    sure = round(reading.after_repair(sure, raw) * (_UNREAD_OFFICE if unread else 1), 4)
    if name and read and (not is_name(name) or _SURNAME_LOST.match(fold(name))):
        sure = round(sure * _NO_SURNAME, 4)
    elif name and read and not is_given(name):
        sure = round(sure * _UNHEARD, 4)
    findings.add([Finding("signer", value, ordered, sure, "rule:signer", raw=raw, parts=parts)])
    others = [told for other in blocks if other is not block and (told := _told(document, other))]
    if others:
        findings.warn("signers-several", "/signer", others="; ".join(others))


def _told(document: ParsedDocument, block: Block) -> str | None:
    """Return name and offices of one who signs beside: the record has one signer, and loses none of
    the others without a word."""
    names = [piece for piece, role in block if role is Role.SIGNER]
    name = _name(document, names)[0]
    if name is None:
        return None
    offices = _offices(document, [piece for piece, role in block if role in BLOCK[:2]])
    return ", ".join([name, *(_office(document, item) for item in offices)])


def _position(
    document: ParsedDocument, printed: Passage | None, forms: tuple[str, ...], spans: Spans
) -> tuple[str | None, bool]:
    """Return the signer's office, and whether it is known from the form alone: under KT. a scan
    whose next line could not be read has the deputy's."""
    if printed is None:
        deputy = deputy_of(forms[-1]) if forms else None
        read = any(reading.is_read(document, *span) for span in spans)
        return (deputy, True) if deputy and read else (None, False)
    office = _office(document, printed)
    if forms and any(reading.is_read(document, *span) for span in printed.spans()):
        office = repair_deputy(office, forms[-1])
    return office, False


def _clean(text: str) -> str:
    return " ".join(text.split()).strip("*_-–—|\"'`~;:, ").lstrip(". ")


def _office(document: ParsedDocument, passage: Passage) -> str:
    """The office as printed; where OCR lost marks or a letter, the table's own spelling."""
    text = _clean(passage.text)
    if not any(reading.is_read(document, *span) for span in passage.spans()):
        return text
    words = text.split()
    if is_capitals(words[0] * 2):  # in capitals, what is not is no part of it
        ink = {
            word.text
            for span in passage.spans()
            for word in document.words_in(*span)
            if word.confidence < DOUBTED
        }
        words = [word for word in words if not (word.islower() and word in ink)]
        while len(words) > 1 and not is_capitals(words[-1] * 2):
            words.pop()
    printed = " ".join(words)
    office = repair_office(printed)
    if office.lower() == printed.lower() and not is_capitals(words[0] * 2):
        office = printed  # typed in small letters
    form = signing_form(office)
    bare = office[form.end() :] if form else office
    if not is_table_office(bare) and (cut := _without_scraps(bare)):
        return office[: len(office) - len(bare)] + cut
    return office if is_table_office(bare) else mend(document, office, passage.spans())


def _without_scraps(office: str) -> str | None:
    """Return the office of the tables that ``office`` is but for a seal's scraps behind it ("PHÓ
    GIÁM ĐỐC Ị JÍ"), None where it is none."""
    words = office.split()
    while len(words) > 1 and len(words[-1]) <= _SCRAP:
        if fold(words[-1]) in _SHORT and not is_table_office(" ".join(words[:-1])):
            return None
        words.pop()
        if is_table_office(repaired := repair_office(" ".join(words))):
            return repaired
    return None


_SCRAP = 2  # letters; no office of the tables ends in so few
_SHORT = frozenset(("so", "co", "xa", "to", "bo", "vu", "ap", "uy", "an", "ho", "du"))
"""Words as short that bodies are named with: TRƯỞNG THUẾ CƠ SỞ."""


def _offices(document: ParsedDocument, pieces: Sequence[Piece]) -> list[Passage]:
    """Join an office that was wrapped over lines; a form or an office word begins a new one, and so
    does what OCR left of the deputy's office under KT."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        office = starts_office(piece.text) or whole_office(piece.text) is not None
        office = office or (ends_office(piece.text) and _is_whole(groups))
        if not office and reading.is_read(document, *piece.span):
            bare = piece.text.lstrip("-–—~ ")  # a seal's ring
            office = starts_parted_office(bare) or is_misread_office(bare) or starts_office(bare)
        begins = signing_form(piece.text) is not None or (office and not _is_open(groups))
        if groups and _MINISTER_AND.match(f"{groups[-1][-1].folded}\n{piece.folded}"):
            begins = False
        if not begins and groups and reading.is_read(document, *piece.span):
            above = join(groups[-1]).text
            begins = _is_whole(groups) and is_left_of_deputy(piece.text, repair_office(above))
            if not begins and _is_whole(groups) and _are_strokes(document, piece):
                continue
        if groups and not begins:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [join(group) for group in groups]


def _are_strokes(document: ParsedDocument, piece: Piece) -> bool:
    """True for what OCR made of a signature or a seal below an office: hardly read at all."""
    return reading.confidence(document, (piece.span,), 1.0) <= _STROKES


def _is_whole(groups: list[list[Piece]]) -> bool:
    """True where the lines above already are an office of the tables, its form aside."""
    above = join(groups[-1]).text if groups else ""
    form = signing_form(above)
    return is_table_office(above[form.end() :] if form else above)


def _is_open(groups: list[list[Piece]]) -> bool:
    """True where the office above breaks off before the word that completes it."""
    return bool(groups) and _BREAKS_OFF.search(groups[-1][-1].folded) is not None


_BREAKS_OFF = re.compile(r"(?:,|-|\bva|\bkiem|\bhoi dong bo)\s*$")
_MINISTER_AND = re.compile(r"\W*(?:kt\.? ?)?bo truong\W*\n\W*chu nhiem\b")
"""A minister who heads an office or a committee: one office on two lines."""


def _own_office(positions: Sequence[Passage], authority: Sequence[Passage]) -> Passage | None:
    """The first office behind the signing forms; what follows it is a second one, but below what
    one is in a meeting alone stands the office."""
    last = authority[-1].pieces[-1].start if authority else -1
    behind = [item for item in positions if item.pieces[0].start > last] or positions
    lasting = [item for item in behind if not _IN_MEETING.fullmatch(item.folded)]
    return next(iter(lasting or behind), None)


_IN_MEETING = re.compile(r"\W*(?:chu tri|chu toa|thu ky)(?: (?:cuoc hop|hoi nghi|phien hop))?\W*")


def _acting(authority: Sequence[Passage]) -> Passage | None:
    """The office that the signer holds for the time being: Q. GIÁM ĐỐC is a form and an office."""
    form = signing_form(authority[-1].text) if authority else None
    return authority[-1] if form and form["form"] in ("q", "pt") else None


def _name(
    document: ParsedDocument, pieces: Sequence[Piece]
) -> tuple[str | None, str | None, dict[str, Spans], str | None]:
    """Return name, rank, their places, and the print where the name was repaired."""
    parts: dict[str, Spans] = {}
    if not pieces:
        return None, None, parts, None
    passage = join([_surest(document, pieces)])
    start, end = passage.trimmed(0, len(passage.text), _EDGES)
    read = any(reading.is_read(document, *span) for span in passage.spans(start, end))
    if read and (ring := _RING_LETTER.match(passage.text, start)):
        start = ring.end() if split_rank(passage.text[ring.end() : end])[0] else start
    rank, printed = split_rank(passage.text[start:end])
    name = repair_surname(without_strays(printed)) if read else printed
    name = _whole_name(name, is_read=read)
    if read:
        doubted = _doubted(document, passage)
        name = repair_given(repair_surname(name), doubted)
        name = told_by_text(document, name, doubted, passage.pieces[0].start) or name
    at = start + len(rank)
    parts["name"] = passage.spans(*passage.trimmed(at, min(end, at + len(printed) + 1), _EDGES))
    if rank:
        low = passage.text.find(rank, start)
        parts["rank"] = passage.spans(low, low + len(rank))
    return name, rank or None, parts, printed if name not in printed else None


def _doubted(document: ParsedDocument, passage: Passage) -> list[str]:
    """The words that OCR read with so little confidence that a mark of them may be lost."""
    return [
        word.text
        for span in passage.spans()
        for word in document.words_in(*span)
        if word.confidence < _DOUBTED
    ]


def _surest(document: ParsedDocument, pieces: Sequence[Piece]) -> Piece:
    """Return the first name; before it a later one that was read, where the first is what OCR made
    of a signature's strokes: it was hardly read, or is no name by its surname."""
    first = pieces[0]
    sure = not _are_strokes(document, first)
    if sure and (_is_named(first) or not reading.is_read(document, *first.span)):
        return first
    return next((piece for piece in pieces[1:] if _is_named(piece)), first)


def _is_named(piece: Piece) -> bool:
    return is_name(piece.text) or is_name(repair_surname(piece.text))


_HIGHLANDS = re.compile(
    r"(?:y|h['’]?|k['’]?|rơ|rmah|rcom|ksor|ksơr|siu|nay|kpă|niê|mlô|byă|kbuôr|adrơng|hwing|êban|ha"
    r"|liêng|a|po|kon|touneh)\s(?!văn\s|thị\s)\w"
)


def _whole_name(text: str, *, is_read: bool) -> str:
    """Cut the stray letters round a name: what has no capital, or (OCR) is no syllable.

    Names of the Highlands (Y Bliu Mlô) hold syllables that Vietnamese has not.
    """
    words = text.split(" ")
    is_read = is_read and not _HIGHLANDS.match(text.lower())
    while len(words) > 2 and not words[0][:1].isupper():
        words.pop(0)
    while len(words) > 2 and not (
        words[-1][:1].isupper() and (is_syllable(words[-1]) or (not is_read and words[-1][1:]))
    ):
        words.pop()
    return " ".join(words).strip(_EDGES)
