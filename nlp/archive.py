"""Lưu: units, drafter and copies of an archive line, old and new spellings.

``VT, NC.Châu`` (unit NC, drafter Châu), ``VT (NC). Thuận100b`` (100 copies), ``KGVXVHTin507``
(unit, drafter, serial grown together), ``TH (2)`` (two copies).
"""

import re

from dispatch.document import ParsedDocument
from dispatch.letters import LOWER, UPPER
from dispatch.record import Archive
from nlp import reading
from nlp.findings import Finding, Findings
from nlp.passage import Passage

_HEAD = re.compile(
    r"^\W*(?:l[uư]u|l\w{1,3}(?=\s?[:;.]))(?: tru| ho so)?\b\s*[:;.]?\s*(?:tai\b\s*)?"
)
_COPIES = re.compile(
    r"\(?\b(?P<copies>\d{1,4})\s*(?:b|bản|bộ)?\b\)?\s*\.?$|(?P<glued>\d{1,4})\s*b?\.?$"
)
# "KGVX (3) Hà": the copies stand between the unit and the drafter.
_COPIES_WITHIN = re.compile(rf"\s*\((?P<copies>\d{{1,3}})b?\)[.\s]*(?=[{UPPER}])")
# "NVY (Hạnh - 25b)", "PA02 (Tâm-3)", "DN2 (Hà, 05b)": the drafter with the copies.
_DRAFTED = re.compile(
    rf"\s*\((?P<drafter>[{UPPER}][{LOWER}.{UPPER}]*)\s*[-–,]\s*(?P<copies>\d{{1,3}})\s*b?\)?$"
)
_PART = re.compile(r"[,;]\s*|\.\s+(?=\S)|(?<=VT)\s*[-–+]\s*|(?<=VT)\s+(?=[A-ZĐ(])")
_INITIALS = re.compile(r"^(?P<unit>[A-ZĐ][A-ZĐ&]+)\s*[.(]\s*(?P<drafter>[^\W\d_][^()]*?)\)?\s*$")
_PROPER = rf"[{UPPER}][{LOWER}]+"
_NAME = re.compile(rf"^{_PROPER}(?:\s{_PROPER})*$|^[{UPPER}](?:\.\s?{_PROPER})?$")
_GROWN = re.compile(
    rf"^(?P<unit>[A-ZĐ&]{{2,}}?)(?P<drafter>[{UPPER}][{LOWER}]{{2,}}|[{LOWER}]+)(?P<serial>\d*)$"
)


def find_archive(
    document: ParsedDocument, passage: Passage, start: int, findings: Findings
) -> None:
    """Report the archive from a passage whose ``Lưu`` begins at ``start``."""
    head = _HEAD.match(passage.folded[start:])
    start += head.end() if head else 0
    start, end = passage.trimmed(start, len(passage.text), ".,;:-–_*")
    if start >= end:
        return
    value, parts = read_archive(passage.text[start:end])
    spans = passage.spans(start, end)
    sure = reading.confidence(document, spans, 0.95)
    places = {name: passage.spans(start + low, start + high) for name, (low, high) in parts.items()}
    if findings.of("archive"):
        return
    findings.add([Finding("archive", value, spans, sure, "rule:archive", parts=places)])


def read_archive(text: str) -> tuple[Archive, dict[str, tuple[int, int]]]:
    """Split what stands behind Lưu into units, copies and drafter, with the places of the last
    two in ``text``.

    >>> read_archive("VT (NC). Thuận100b")[0]
    Archive(units=('VT', 'NC'), copies=100, drafter='Thuận')
    """
    places: dict[str, tuple[int, int]] = {}
    copies: int | None = None
    body = text.rstrip(" .;,)") if text.count("(") < text.count(")") else text.rstrip(" .;,")
    drafter: str | None = None
    if drafted := _DRAFTED.search(body):
        copies, drafter = int(drafted["copies"]), drafted["drafter"]
        places = {name: drafted.span(name) for name in ("copies", "drafter")}
        body = body[: drafted.start()]
    elif within := _COPIES_WITHIN.search(body):
        copies, places["copies"] = int(within["copies"]), within.span("copies")
        body = body[: within.start()] + ", " + body[within.end() :]
    elif (match := _COPIES.search(body)) and _counts_copies(match):
        group = "copies" if match["copies"] else "glued"
        if match["copies"] or "b" in match.group().lower():
            copies, places["copies"] = int(match[group]), match.span(group)
        body = body[: match.start()].rstrip(" .,;(")
    units: list[str] = []
    for part in _split(body):
        unit, name = _unit_and_drafter(part, is_first=not units)
        if unit:
            units.append(unit)
        if name:
            drafter = name
            at = text.find(name)
            places["drafter"] = (at, at + len(name))
    return Archive(units=tuple(units), copies=copies, drafter=drafter), places


def _counts_copies(match: re.Match[str]) -> bool:
    """True but for the figure of a unit's own code (PV05, NC4)."""
    before = match.string[match.start() - 1 : match.start()]
    coded = match["glued"] and before.isupper() and "b" not in match.group().lower()
    return match.start() > 1 and not coded


def _split(body: str) -> list[str]:
    parts = [part.strip(" .") for part in _PART.split(body)]
    return [part for part in parts if part]


def _unit_and_drafter(part: str, *, is_first: bool) -> tuple[str | None, str | None]:
    if part.startswith("(") and part.endswith(")"):
        part = part[1:-1].strip()
    if match := _INITIALS.match(part):
        if match["drafter"].isupper() and len(match["drafter"]) > 1:
            return part, None
        return match["unit"], match["drafter"].strip()
    if not is_first and _NAME.match(part) and len(part.split()) <= 2 and not part.startswith("Cục"):
        return None, part
    if match := _GROWN.match(part):
        return match["unit"], match["drafter"]
    return part, None
