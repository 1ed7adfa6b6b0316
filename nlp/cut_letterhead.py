"""A letterhead that lost its second line, as law portals and copies print it, is completed.

Over "Số: 318/SCT-QLTM" stands UBND TỈNH alone, and a director signs: the department that the text
names issued it, under the body above. Over CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH stands ỦY BAN NHÂN DÂN
alone: the province is that of the date line. Both are less sure than print.
"""

import re
from dataclasses import replace

from dispatch.document import ParsedDocument
from dispatch.text import fold
from dispatch.vocabulary import rows
from nlp.bodies import NAMELESS
from nlp.findings import Finding, Findings
from nlp.own_issuer import body_of_code, organisations
from nlp.passage import join
from nlp.roles import Role
from nlp.zones import Zones

_SPELLED = 0.8  # confidence of a body that notation, signer and text agree on
_LOCATED = 0.8  # … and of one whose place is the date line's
_ABOVE = 0.9  # what a letterhead's line is worth as the body above
_COUNCIL = re.compile(
    r"(?:uy ban nhan dan|ubnd) (?:tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong)\b"
)
_UNDER_COUNCIL = re.compile(r"(?:so|phong|ban|chi cuc|trung tam|thanh tra|truong|benh vien)\s")
_HEAD_OF_IT = re.compile(
    r"\b(?:giam doc|truong phong|truong ban|chi cuc truong|chanh|hieu truong)\b"
)
_HEAD_OF_COUNCIL = re.compile(r"\bchu tich\b|\buy ban nhan dan\b|\bubnd\b")
_LEVEL = re.compile(r"(?:uy|hoi dong) (?:ban )?nhan dan (?P<level>tinh|thanh pho)\W*$")


def complete_letterhead(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Complete issuing_body where the letterhead printed one line of two."""
    printed = findings.of("issuing_body")
    if len(printed) != 1 or findings.of("parent_body") or printed[0].method != "rule:letterhead":
        return
    found = _under(document, zones, findings, printed[0])
    if found is None:
        found = _located(document, zones, findings, printed[0])
    if found:
        findings.found.remove(printed[0])
        findings.add(found)


def _under(
    document: ParsedDocument, zones: Zones, findings: Findings, printed: Finding
) -> list[Finding] | None:
    """Return the department that the notation spells, and the body printed as the one above."""
    notation = findings.best("notation")
    codes = organisations(str(notation.value)) if notation else []
    if not codes or not _COUNCIL.match(fold(str(printed.value))):
        return None
    offices = " ".join(piece.folded for piece in zones.of(Role.AUTHORITY, Role.POSITION))
    if not _HEAD_OF_IT.search(offices) or _HEAD_OF_COUNCIL.search(offices):
        return None
    named = body_of_code(document, codes[0])
    if named is None or not _UNDER_COUNCIL.match(fold(named[0])):
        return None
    above = replace(printed, field="parent_body", confidence=printed.confidence * _ABOVE)
    return [Finding("issuing_body", named[0], (named[1],), _SPELLED, "rule:own_text"), above]


def _located(
    document: ParsedDocument, zones: Zones, findings: Findings, printed: Finding
) -> list[Finding] | None:
    """Return the council with the province of the date line, where who decides has none."""
    enacting, place = zones.of(Role.ENACTING), findings.best("place")
    if not enacting or place is None or fold(str(printed.value)) not in NAMELESS:
        return None
    passage = join(enacting)
    level = _LEVEL.search(passage.folded)
    kind = {row["kind"] for row in rows("provinces") if fold(row["name"]) == fold(str(place.value))}
    if level is None or {fold(one) for one in kind} != {level["level"]}:
        return None
    words = passage.text[level.start("level") : level.end("level")].lower()
    spans = (*printed.spans, *passage.spans(*level.span("level")), *place.spans)
    value = f"{printed.value} {words} {place.value}"
    return [replace(printed, value=value, spans=tuple(sorted(spans)), confidence=_LOCATED,
                    method="rule:date_line")]  # fmt: skip
