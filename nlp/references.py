"""Văn bản được dẫn: every cited document once, with its relation, in the order of first mention.

Mentions come from the grammar of single paragraphs; here they are met over the whole document:
the document's own number is none of them, a later mention fills what the first one left out.
"""

import re
from collections.abc import Iterator

from dispatch.document import Block, Paragraph, ParsedDocument, paragraphs
from dispatch.record import Reference
from dispatch.relations import Relation
from dispatch.text import compose, fold_same_length
from dispatch.vocabulary import types_by_code
from nlp.case import sentence_case
from nlp.citation import Citation
from nlp.citation_grammar import find_citations
from nlp.citation_parts import NumberToken
from nlp.citation_repair import part_glued, repair_number, repair_title
from nlp.citation_votes import choose_signs, settle
from nlp.cited import Cited, Day, Spans
from nlp.cited_by_day import CitedByDay, day_key
from nlp.cited_laws import CitedLaws
from nlp.cue_phrases import ACTS
from nlp.findings import Finding, Findings, Span
from nlp.kinds import cited_kind
from nlp.laws import is_initialled, law_key
from nlp.note_marks import relation_of_note, remember_marks
from nlp.own_number import is_own, number_key, own_keys, own_starts
from nlp.prose import ProseParagraph
from nlp.reading import confidence, is_read
from nlp.relation_cues import heads_list, relations
from nlp.zones import Role, Zones

_ITEM = re.compile(r"\W*(?:\d{1,2}(?:\.\d{1,2})?[.)]|[a-zđ][.)])?\W*")
_ITEM_PART = re.compile(
    _ITEM.pattern
    + r"(?:(?:cum tu\s[^.;]{1,80}|(?:diem|khoan|dieu|muc|phu luc|chuong|doan)\s[^.;]{1,120})\s)?"
)
"""An item of a list that names a part first: "b) Điều 4 của Quy định ban hành kèm theo …"."""
_LEAD_LENGTH = 300
_GLUED_MARK = re.compile(r"(?<!UBTV)-[A-ZĐ&]{3,}([1-9])$")
# No act of the State's ends so: a session's figures are two, a ministry's letters have none.
_GLUED_TO_AN_ACT = re.compile(
    r"/(?:19|20)\d\d/(?:QH1[0-9]|UBTVQH1[0-9]|NĐ-CP|QĐ-TTg|(?:TT|QĐ)-B[A-ZĐ]{2,8})[1-9]$"
)
_UNIT = re.compile(
    r"(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Cc]hương|[Mm]ục|[Pp]hần|Phụ lục)\s.*?"
    r"(?=\s(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Cc]hương|[Mm]ục|[Pp]hần)\s|$)"
)
_JOINED_ARTICLES = re.compile(r"\s(?:và|va)\s(?=(?:[Đđ]iều|[Đđ]iểm|[Kk]hoản)\s)")
_PARTED = re.compile(r"\d+\s\d")
_BARE_ARTICLE = re.compile(r"\b([Đđ]i)êu\b")  # OCR lost the mark: no part of a law is a "điêu"

TWOFOLD = frozenset({
    ("Quy định", "QĐ"), ("Công văn", "HĐ"), ("Công văn", "CĐ"), ("Công văn", "TC"),
    ("Công văn", "PC"), ("Công văn", "TT"), ("Công văn", "CT"), ("Công văn", "KH"),
})  # fmt: skip
"""Types and codes that go together by another meaning of the code: Party papers use QĐ for both
(HD 36-HD/VPTW); Hội đồng, Công đoàn, Cục Thuế, Tài chính, Trung tâm … are bodies of
công văn."""


_TOLD = 0.98
_ENACTS = ACTS - {Relation.GUIDES, Relation.CORRECTS}


def find_references(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report one finding for each document that ``document`` cites."""
    cited: dict[str, Cited] = {}
    laws = CitedLaws()
    by_day = CitedByDay()
    own = own_keys(findings)
    issued = next((str(found.value) for found in findings.of("date") if found.value), None)
    head_end = (zones.span(Role.TITLE, Role.SUBJECT) or (0, 0))[1]
    notes = sum(line.block is Block.FOOTNOTE for line in document.lines)
    proposes = any(item.value == "Tờ trình" for item in findings.of("document_type"))
    for paragraph, citation, relation, is_note in _mentions(document, zones, own):
        noted = is_note and relation in ACTS  # a note tells of others' acts
        if noted or (proposes and relation in _ENACTS):
            relation = Relation.MENTIONS  # what it asks for is done by another paper
        mention = _mention(paragraph, citation, relation)
        if is_read(document, *mention.spans[0]):
            _repair(mention)
            _weigh(document, paragraph, citation, mention)
        elif mention.values["number"]:
            _part(mention)
        _drop_mark(mention, notes)
        known = None if citation.named_only else laws.key(mention, citation)
        key = known or by_day.key(mention, _key(mention))
        if key in cited and not known and cited[key].is_of_another_year(mention):
            key = f"{key} {mention.year}"  # two laws of one name amend Luật Thi đua …
        if key is None or key in own or is_own(paragraph, citation, mention, own):
            continue
        if citation.is_dated_only and issued and (mention.values["date"] or "") > issued:
            continue  # what is done on a day to come is no paper
        title = mention.values["title"]
        if key in cited:
            _fill(cited[key], mention)
            if title and known:
                laws.remember(title, key, cited[key])
            cited[key].hear(relation, is_head=cited[key].spans[0][0] < head_end)
            continue
        cited[key] = mention
        by_day.remember(key, mention)
        if title:
            laws.remember(title, key, mention)
    settle(cited, issued)
    for index, item in enumerate(cited.values()):
        findings.add([_finding(document, item)])
        _warn(item, f"/references/{index}", issued, findings)


def _mentions(
    document: ParsedDocument, zones: Zones, own: set[str]
) -> Iterator[tuple[Paragraph, Citation, Relation, bool]]:
    """Yield every citation with its relation and whether it stands in a note, in the order of the
    text, notes last."""
    marks: dict[int, Relation] = {}  # what the citation before a note's mark is to the document
    notes = 0
    has_notes = any(line.block is Block.FOOTNOTE for line in document.lines)
    is_scan = has_notes and any(page.read_by_ocr for page in document.pages)
    listed: Relation | None = None  # what a list's heading says of its items
    for passage in zones.prose:
        folded = passage.folded
        found = find_citations(passage.text, folded)
        notes += passage.role is Role.FOOTNOTE
        lead = _ITEM_PART if listed else _ITEM
        near = bool(found) and found[0].start < _LEAD_LENGTH
        opens = near and lead.fullmatch(folded, 0, found[0].start) is not None
        listed = listed if opens else heads_list(folded)
        default = _default(passage, notes, marks) or (listed if opens else None)
        kinds = relations(folded, found, default=default, own=own_starts(found, own))
        remember_marks(passage.text, found, kinds, marks, is_scan=is_scan)
        for citation, relation in zip(found, kinds, strict=True):
            yield passage.paragraph, citation, relation, passage.role is Role.FOOTNOTE
    yield from _told_to_recipients(document, zones)


def _told_to_recipients(
    document: ParsedDocument, zones: Zones
) -> Iterator[tuple[Paragraph, Citation, Relation, bool]]:
    """Yield what entries of Nơi nhận cite: "- Sở Y (trả lời Công văn số …)"."""
    for entry in paragraphs(document, tuple(zones.lines(Role.RECIPIENTS))):
        folded = fold_same_length(entry.text)
        found = find_citations(entry.text, folded)
        for citation, relation in zip(found, relations(folded, found), strict=True):
            yield entry, citation, relation, False


def _default(passage: ProseParagraph, notes: int, marks: dict[int, Relation]) -> Relation | None:
    """Return the relation that a passage's place gives to a citation without a cue."""
    if passage.role is not Role.FOOTNOTE:
        return Relation.BASIS if passage.role is Role.BASIS else None
    return relation_of_note(passage.text, notes, marks)


def _mention(paragraph: Paragraph, citation: Citation, relation: Relation) -> Cited:
    text = paragraph.text
    number, law = citation.number, citation.law
    values: dict[str, str | None] = {
        "document_type": _kind(citation),
        "number": number.value if number else None,
        "number_state": number.state if number else "missing",
        "notation": number.notation if number else None,
        "title": text[law.start : law.title_end] if law else None,
        "date": citation.date.iso if citation.date else None,
        "date_partial": citation.date.partial if citation.date else (law.year if law else None),
    }
    parts: dict[str, Spans] = {}
    for name in ("issuer", "subject", "scope"):
        span: Span | None = getattr(citation, name)
        key = {"issuer": "issuing_body"}.get(name, name)
        values[key] = text[span[0] : span[1]].strip() if span else None
        if span:
            parts[key] = paragraph.spans(*span)
    if (issuer := values["issuing_body"]) and " " in issuer:  # EVNCPC is no word set in capitals
        values["issuing_body"] = sentence_case(issuer)
    if citation.scope:
        values["scope"] = _ordered_scope(values["scope"] or "")
    if citation.date_span:
        parts["date"] = paragraph.spans(*citation.date_span)
    if number:
        parts["number"] = paragraph.spans(number.start, number.end)
    return Cited(
        relation, values, paragraph.spans(citation.start, citation.end), parts,
        date_is_shared=citation.date_is_shared,
        irregular=number is not None and not number.regular,
        invalid_date=_invalid(text, citation),
        unpaired=text[slice(*citation.unpaired)] if citation.unpaired else None,
        raw=_completed(text, number) if number else None,
        is_nested=citation.parent is not None,
    )  # fmt: skip


def _drop_mark(mention: Cited, notes: int) -> None:
    """Part a note's mark from the number it is glued to ("1925/STC-HTDN1" above one note)."""
    number, notation = mention.values["number"], mention.values["notation"]
    glued = _GLUED_MARK.search(number) if number and notes else None
    sure = number and _GLUED_TO_AN_ACT.search(number)  # text alone tells no notes
    if number and notation and (sure or (glued and int(glued[1]) <= notes)):
        mention.raw = number
        mention.values["number"], mention.values["notation"] = number[:-1], notation[:-1]


def _completed(text: str, number: NumberToken) -> str | None:
    """Return the print of a number that was completed ("Nghị định 98/2023"), else None."""
    printed = text[number.start : number.end]
    if _PARTED.match(printed):
        return printed
    short = re.sub(r"[\W_]", "", compose(number.value or ""))
    return printed if number.value and re.sub(r"[\W_]", "", compose(printed)) != short else None


def _invalid(text: str, citation: Citation) -> str | None:
    if citation.date is None or citation.date_span is None or not citation.date.is_invalid:
        return None
    return text[citation.date_span[0] : citation.date_span[1]].strip()


def _ordered_scope(printed: str) -> str:
    """Return "Điều 3 khoản 2" for "khoản 2 Điều 3": from the large to the small, as an address;
    what "và" joins are addresses of their own."""
    printed = _BARE_ARTICLE.sub(r"\1ều", printed)
    return " và ".join(_address(part) for part in _JOINED_ARTICLES.split(printed))


def _address(printed: str) -> str:
    pieces = [piece.strip(" ,") for piece in _UNIT.findall(printed)]
    ranks = ("phụ lục", "phần", "chương", "mục", "điều", "khoản", "điểm")
    known = [piece for piece in pieces if piece.split()[0].casefold() in ranks]
    return (
        " ".join(sorted(known, key=lambda piece: ranks.index(piece.split()[0].casefold())))
        or printed
    )


def _weigh(
    document: ParsedDocument, paragraph: Paragraph, citation: Citation, mention: Cited
) -> None:
    """Note how surely number and day were read, for the choice between a document's mentions."""
    mention.is_read = True
    mention.sure = confidence(document, mention.parts.get("number", mention.spans), 1.0)
    if citation.number and mention.values["number"]:
        choose_signs(document, mention, paragraph.text[slice(*citation.number.span)])
    if citation.date_span and not mention.date_is_shared and not mention.values["date_partial"]:
        start, end = citation.date_span
        spans = paragraph.spans(start, end)
        sure = confidence(document, spans, 1.0)
        mention.days.append(
            Day(mention.values["date"], paragraph.text[start:end].strip(), sure, spans)
        )


def _repair(mention: Cited) -> None:
    """Undo what OCR did to a law's name or a notation; the print stays as the raw reading."""
    values = mention.values
    title, number = values["title"], values["number"]
    if title and (name := repair_title(title)):
        mention.raw, values["title"] = title, name
    if number and (repaired := repair_number(number, values["document_type"])):
        mention.raw, values["number"] = number, repaired.number
        values["notation"] = repaired.notation


def _part(mention: Cited) -> None:
    """Put the dash back that a converter took for the hyphen of a parted word."""
    values = mention.values
    if parted := part_glued(values["number"] or "", values["document_type"]):
        mention.raw = values["number"]
        values["number"], values["notation"] = parted.number, parted.notation


def _kind(citation: Citation) -> str | None:
    """Return the type: the noun's, else the notation's, else Công văn for a state notation."""
    if citation.kind:
        return citation.kind
    if citation.number is None or citation.number.notation is None:
        return None
    return cited_kind(citation.number.notation)


def _key(mention: Cited) -> str | None:
    """Return what makes two mentions one document, None where nothing names it."""
    values = mention.values
    if values["number"]:
        return number_key(values["number"])
    if values["number_state"] == "blank":
        return f"blank {values['notation']} {mention.spans[0][0]}"
    if values["title"]:
        return law_key(values["title"])
    if values["date"]:
        return day_key(values["document_type"] or "", values["date"], values["issuing_body"])
    return None


def _fill(first: Cited, later: Cited) -> None:
    """Complete the first mention by a later one; a day of its own beats one shared in a chain."""
    shared_loses = first.date_is_shared and later.values["date"] and not later.date_is_shared
    if shared_loses:
        first.values["date"] = None
        first.date_is_shared = False
    for name, value in later.values.items():
        if name == "scope" and later.is_nested:
            continue  # the part that another document is about
        if first.values.get(name) is None and value is not None:
            first.values[name] = value
            if name in later.parts:
                first.parts[name] = later.parts[name]
    title = later.values["title"]
    if title and is_initialled(first.values["title"] or "", title):
        first.values["title"] = title  # Luật BHYT of the title, in full below
    if first.values["date"]:
        first.values["date_partial"] = None
    first.mentions += 1
    first.days += later.days
    first.sure = max(first.sure, later.sure)


def _finding(document: ParsedDocument, item: Cited) -> Finding:
    values = {name: value for name, value in item.values.items() if value is not None}
    if values.get("number") or values.get("title"):
        values["number_state"] = "present" if values.get("number") else "missing"
    is_named = values.get("number") or values.get("title") or values.get("notation")
    base = 0.9 if item.irregular or not is_named else 0.97
    base -= max(0.1 if item.raw else 0, item.doubt)
    return Finding(
        field="references",
        value=Reference.model_validate({"relation": item.relation, **values}),
        spans=item.spans,
        confidence=_sure(document, item, base),
        method="rule:citation",
        parts=item.parts,
        raw=item.raw,
    )


def _sure(document: ParsedDocument, item: Cited, base: float) -> float:
    """Return how surely the citation was read. OCR is unsure of codes, which no language carries:
    a number that another witness tells, or whose print is as wide as it must be, is surer."""
    sure = confidence(document, item.parts.get("number", item.spans), base)
    if not item.is_read or item.raw is not None or item.doubt:
        return sure
    if item.told:
        return round(max(sure, _TOLD * base), 4)
    return round(max(sure, (0.6 + 0.4 * item.sure) * base), 4) if item.fits else sure


def _warn(item: Cited, path: str, issued: str | None, findings: Findings) -> None:
    """Note what a person should look at; nothing printed is changed."""
    values = item.values
    number, day = values["number"], values["date"]
    if item.irregular and number:
        findings.warn("reference-number-irregular", f"{path}/number", text=number)
    if values["number_state"] == "blank":
        findings.warn("reference-number-blank", f"{path}/number", notation=values["notation"] or "")
    if item.invalid_date and not day:
        findings.warn("reference-date-invalid", f"{path}/date", text=item.invalid_date)
    if item.unpaired and not day:
        findings.warn("reference-dates-unpaired", f"{path}/date", text=item.unpaired)
    if day and issued and day > issued:
        findings.warn("reference-future", f"{path}/date", text=day)
    if number and _disagree(values["document_type"], values["notation"]):
        text = f"{values['document_type']} {number}"
        findings.warn("reference-type-conflict", f"{path}/document_type", text=text)


def _disagree(kind: str | None, notation: str | None) -> bool:
    """True where noun and code name different types; codes that are also bodies' prove nothing."""
    code = re.split("[-/]", notation or "")[0]
    kinds = {item.name for item in types_by_code().get(code, ())}
    return bool(kind and kinds) and kind not in kinds and (kind, code) not in TWOFOLD
