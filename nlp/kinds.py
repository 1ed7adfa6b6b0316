"""Tên loại and system: the title line says the type, the notation confirms it or stands in for it.

Codes alone decide nothing where a title is there: HĐ is contract or council, TT circular or
centre, QĐ quyết định or quy định (NĐ 30/2020 Phụ lục III; HD 36-HD/VPTW).
"""

import re
from itertools import pairwise

from dispatch.document import ParsedDocument
from dispatch.notation import parse_number
from dispatch.record import System
from dispatch.text import fold
from dispatch.vocabulary import types_by_code
from nlp import reading
from nlp.findings import Finding, Findings
from nlp.roles import Piece, Role
from nlp.zone_words import type_of_title
from nlp.zones import Zones

_UNION = re.compile(r"\b(?:lien doan lao dong|cong doan|ldld)\b")
_FRONT = re.compile(r"\b(?:mat tran to quoc|mttq)\b")
_SOCIETY = re.compile(
    r"^\W*(?:(?:ban (?:chap hanh|thuong vu)|bch|btv)\s)?"
    r"hoi (?:lien hiep phu nu|lhpn|cuu chien binh|ccb|nong dan|nd\b|chu thap do|ctd\b"
    r"|khuyen hoc|nguoi cao tuoi|luat gia|nha bao|cuu giao chuc|cuu thanh nien xung phong"
    r"|dong y(?! (?:duc|khoa|te|sinh)\b)"
    r"|(?:nan nhan|bao tro|lam vuon|van hoc|sinh vat canh)\b)|^\W*hiep hoi\b"
)
"""An organisation of society by its own name; its council or committee stands below."""

_YOUTH = re.compile(r"\b(?:doan tncs|doan thanh nien|tinh doan|huyen doan|thanh doan|tw doan)\b")
_PARTY = re.compile(
    r"\b(?:tinh uy|thanh uy|huyen uy|thi uy|quan uy|dang uy|dang bo|chi bo|ban bi thu|bo chinh tri|"
    r"trung uong dang|ban chap hanh dang)\b"
)
_DECIDES = re.compile(r"\W*quyet (?:dinh|nghi)\s?:\W*")  # no letter says so on a line of its own
_PARTY_NUMBER = re.compile(r"^\w*-?[A-ZĐ][A-Za-zĐđ]{0,3}/(?:[A-Z]*TU|TW|[A-Z]*TW|[ĐHTC]U|ĐUK|VPTW)")


def find_system(zones: Zones, findings: Findings) -> System:
    """Report and return the system whose rules the dispatch follows, told by its header."""
    header = " ".join(piece.folded for piece in zones.of(Role.PARTY_NAME))
    bodies = zones.of(Role.ISSUER, Role.PARENT_BODY)
    issuer = " ".join(piece.folded for piece in bodies)
    number = " ".join(piece.text for piece in zones.of(Role.NUMBER))
    system: System = "state"
    sure = 0.97
    if "dang" in header:
        system = "party"
    elif "doan" in header or (_YOUTH.search(issuer) and not zones.of(Role.NATIONAL_NAME)):
        system = "youth"
    elif _UNION.search(issuer):
        system = "union"
    elif any(_SOCIETY.match(piece.folded) for piece in bodies):
        system = "other"
    elif _FRONT.search(issuer):
        system = "front"
    elif not zones.of(Role.NATIONAL_NAME) and (
        _PARTY.search(issuer) or _PARTY_NUMBER.search("".join(number.split()[1:]))
    ):
        system, sure = "party", 0.9
    spans = tuple(piece.span for piece in zones.of(Role.PARTY_NAME)) or tuple(
        piece.span for piece in bodies
    )
    findings.add([Finding("system", system, spans, sure, "rule:header")])
    return system


def find_type(document: ParsedDocument, zones: Zones, findings: Findings, *, system: System) -> str:
    """Report and return document_type."""
    notation = findings.best("notation")
    code = _code(str(notation.value)) if notation else None
    if code == "CV" and system == "state" and notation is not None:
        findings.warn("cv-code", "/notation", notation=str(notation.value))
    for piece in zones.of(Role.TITLE):
        found = type_of_title(piece.text)
        if found is None:
            continue
        name, length = found
        spans = ((piece.start, min(piece.end, piece.start + length)),)
        sure = reading.confidence(document, spans, 0.99)
        known = {kind.name for kind in types_by_code().get(code or "", ())}
        twofold = system == "party" and (name, code) == ("Quy định", "QĐ")  # HD 36-HD/VPTW
        if known and name not in known and notation is not None and not twofold:
            findings.warn(
                "type-conflict", "/document_type", title=name, notation=str(notation.value)
            )
            sure *= 0.95
        findings.add([Finding("document_type", name, spans, sure, "rule:title")])
        return name
    return _without_title(zones, findings, code)


def _without_title(zones: Zones, findings: Findings, code: str | None) -> str:
    letter = bool(zones.of(Role.SUBJECT) or zones.of(Role.ADDRESSEE) or zones.of(Role.HEADLINE))
    kinds = types_by_code().get(code or "", ())
    subject = " ".join(piece.folded for piece in zones.of(Role.SUBJECT))
    named = [kind for kind in kinds if subject.startswith(fold(kind.name) + " ")]
    kinds, letter = (tuple(named), False) if named else (kinds, letter)
    decides = any(_DECIDES.fullmatch(piece.folded) for piece in zones.pieces)
    if kinds and (decides or not letter) and kinds[0].name != "Công văn":
        notation = findings.best("notation")
        spans = notation.spans if notation else ()
        findings.add([Finding("document_type", kinds[0].name, spans, 0.8, "rule:notation")])
        return kinds[0].name
    if enacting := _enacting(zones):
        name = "Nghị quyết" if "nghi" in enacting.folded else "Quyết định"
        findings.add([Finding("document_type", name, (enacting.span,), 0.9, "rule:enacting")])
        return name
    findings.add(
        [Finding("document_type", "Công văn", (), 0.97 if letter else 0.8, "rule:no_title")]
    )
    return "Công văn"


def _enacting(zones: Zones) -> Piece | None:
    """Return the line between reasons and first article by which a paper without a title decides:
    Căn cứ … / QUYẾT ĐỊNH / Điều 1."""
    if not zones.of(Role.BASIS) or zones.of(Role.ADDRESSEE, Role.SUBJECT):
        return None  # a letter may bring the draft of a decision
    for piece, below in pairwise(zones.pieces):
        if _ENACTS.fullmatch(piece.folded) and piece.text.isupper():
            return piece if _FIRST_ARTICLE.match(below.folded) else None
    return None


_ENACTS = re.compile(r"\W*quyet (?:dinh|nghi)\W*")
_FIRST_ARTICLE = re.compile(r"\W*dieu (?:1|thu nhat|mot)\b")


def _code(notation: str) -> str | None:
    parsed = parse_number(f"1/{notation}")
    groups = parsed.groups if parsed else ()
    return groups[0] if groups else None


def cited_kind(notation: str) -> str:
    """Return the type that a cited number's notation tells, Công văn where it tells none: TT is the
    Party's Thông tri in ``TT/TW``, else a Thông tư.

    >>> cited_kind("TT-BTC"), cited_kind("TT/TW"), cited_kind("UBND-VX")
    ('Thông tư', 'Thông tri', 'Công văn')
    """
    kinds = types_by_code().get(re.split("[-/]", notation)[0])
    if kinds is None:
        return "Công văn"
    is_party = "/" in notation
    return next((one.name for one in kinds if is_party and "party" in one.systems), kinds[0].name)
