"""Chữ ký số: the file's electronic signatures and the panels printed on its pages."""

import re

from dispatch.document import ParsedDocument, Signature
from dispatch.record import ESign, Signer
from dispatch.text import fold
from nlp.findings import Finding, Findings
from nlp.roles import Piece, Role
from nlp.zones import Zones

_VALID = ("intact", "altered", "unknown-root")
_BY = re.compile(
    r"(?:(?:ký bởi|signed by)\s*:?|người ký\s*:)\s*(?P<name>[^\n:]{2,120}?)\s*"
    r"(?=email|cơ quan|thời gian|ngày ký|$)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:cơ quan|tổ chức)\s*:\s*(?P<body>[^\n]{2,160}?)\s*(?=email|thời gian|ngày ký|chức vụ|$)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})[ ,T]+(?P<time>\d{1,2}:\d{2}:\d{2})\s*"
    r"(?P<zone>[+-]\d\d:?\d\d)?"
)


def find_esign(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report the electronic signatures; a certificate stands in for a name the page lacks."""
    for signature in document.signatures:
        value = ESign(
            name=signature.name, organization=signature.organization, time=signature.time,
            text=signature.text, certificate=signature.certificate,
            valid=signature.valid if signature.valid in _VALID else None,
        )  # fmt: skip
        findings.add([Finding("esign", value, signature.spans, 0.99, "file:signature")])
        if signature.valid == "altered":
            findings.warn("signature-altered", "/esign")
    if not document.signatures:
        for group in _panels(zones):
            _report_panel(document, group, findings)
    _compare(document, findings)


def _panels(zones: Zones) -> list[list[Piece]]:
    panels: list[list[Piece]] = []
    for piece in zones.of(Role.ESIGN):
        starts = re.match(r"\W*(?:ky boi|nguoi ky|digitally|ky so)", piece.folded)
        if not panels or starts:
            panels.append([])
        panels[-1].append(piece)
    return panels


def _report_panel(document: ParsedDocument, group: list[Piece], findings: Findings) -> None:
    text = " ".join(piece.text for piece in group)
    name, body, time = _BY.search(text), _BODY.search(text), _TIME.search(text)
    stamp = None
    if time:
        zone = time["zone"] or "+07:00"
        zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
        stamp = f"{time['y']}-{int(time['m']):02d}-{int(time['d']):02d}T{time['time']:0>8}{zone}"
    if not (name or stamp):
        return
    value = ESign(
        name=name["name"].strip() if name else None,
        organization=body["body"].strip() if body else None,
        time=stamp, text=text,
    )  # fmt: skip
    spans = tuple(piece.span for piece in group)
    findings.add([Finding("esign", value, spans, 0.9, "rule:esign_panel")])


def _compare(document: ParsedDocument, findings: Findings) -> None:
    """Set the page's signer against the certificates of persons; fill a name that is missing."""
    signed = findings.best("signer")
    persons = [
        (at, item.name, item.organization)
        for at, item in enumerate(document.signatures)
        if item.name and _is_person(item)
    ]
    if signed is None or not persons or not isinstance(signed.value, Signer):
        return
    names = [name for _, name, _ in persons]
    if findings.best("copy") is not None:
        return  # who makes a copy signs the copy (NĐ 30/2020, Điều 26), not what is copied
    if signed.value.name is None:
        if len({fold(body or "") for *_, body in persons}) > 1:
            # A joint paper: each body's head signed, and nothing says whose name is missing.
            findings.warn("ambiguous-value", "/signer/name", values=", ".join(names))
            return
        at, name, _ = persons[-1]
        value = signed.value.model_copy(update={"name": _tidy(name)})
        findings.found.remove(signed)
        findings.add(
            [Finding("signer", value, signed.spans, 0.85, "certificate:signer", parts=signed.parts,
                     derived_from=(f"/esign/{at}",))]
        )  # fmt: skip
    elif not any(_same(signed.value.name, name) for name in names):
        findings.warn(
            "signer-conflict", "/signer/name", page=signed.value.name, certificate=names[-1]
        )


def _is_person(signature: Signature) -> bool:
    words = (signature.name or "").split()
    heads = ("ủy ban", "uỷ ban", "sở ", "bộ ", "ban ", "văn phòng", "ubnd", "cục ", "trung tâm")
    return 2 <= len(words) <= 6 and not (signature.name or "").casefold().startswith(heads)


def _tidy(name: str) -> str:
    return name.title() if name.isupper() or name.islower() else name


def _same(left: str, right: str) -> bool:
    return fold(left) in fold(right) or fold(right) in fold(left)
