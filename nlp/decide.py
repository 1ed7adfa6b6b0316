"""Findings become the record: the one place that chooses, warns and writes evidence."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

from dispatch.document import ParsedDocument
from dispatch.record import (
    Candidate,
    Dispatch,
    Evidence,
    EvidenceBox,
    Extractor,
    Source,
    Warning,
)
from dispatch.warnings import warning
from nlp.findings import Finding, Findings, Span

SINGLE = (
    "system", "document_type", "number", "number_state", "notation", "date", "date_state",
    "date_partial", "place", "issuing_body", "parent_body", "subject", "urgency", "secrecy",
    "circulation", "draft", "campaign", "archive", "signer", "arrival", "copy",
)  # fmt: skip
MANY = ("addressees", "references", "period", "recipients", "esign", "appendices")

PEN = "handwriting"
"""The method of what was written by pen; its readings have a calibration curve of their own."""

Calibrate = Callable[[str, float, Literal["digital", "scan"]], float]


def decide(
    document: ParsedDocument, findings: Findings, *, version: str, calibrate: Calibrate
) -> Dispatch:
    """Build the record of ``document`` from what the finders reported."""
    values: dict[str, Any] = {}
    chosen: list[tuple[str, Finding]] = []
    warnings = [
        Warning(code=remark.code, message=remark.message, params=remark.params)
        for remark in document.remarks
    ]
    warnings += findings.warnings
    for name in SINGLE:
        finding = _choose(findings.of(name), warnings)
        if finding is not None:
            values[name] = finding.value
            chosen.append((f"/{name}", finding))
    for name in MANY:
        items = findings.of(name)
        values[name] = tuple(item.value for item in items)
        chosen.extend((f"/{name}/{index}", item) for index, item in enumerate(items))
    _settle_states(values, warnings)
    kind: Literal["digital", "scan"] = "scan" if _is_scan(document) else "digital"
    evidence: dict[str, Evidence] = {}
    for pointer, finding in chosen:
        curve = PEN if finding.method == PEN else finding.field
        confidence = calibrate(curve, finding.confidence, kind)
        evidence[pointer] = _evidence(document, finding, finding.spans, confidence)
        for part, spans in finding.parts.items():
            evidence[f"{pointer}/{part}"] = _evidence(document, finding, spans, confidence)
    return Dispatch(
        id=document.record_id,
        source=_source(document),
        text=document.text,
        evidence=evidence,
        warnings=tuple(_unique(warnings)),
        extractor=Extractor(version=version),
        **values,
    )


def _choose(found: list[Finding], warnings: list[Warning]) -> Finding | None:
    """Return the surest finding; two different values of equal confidence give none."""
    if not found:
        return None
    best = max(found, key=lambda finding: finding.confidence)
    rivals = [
        finding
        for finding in found
        if finding.confidence == best.confidence and finding.value != best.value
    ]
    if not rivals:
        return best
    values = "; ".join(str(finding.value) for finding in [best, *rivals])
    warnings.append(warning("ambiguous-value", f"/{best.field}", values=values))
    return None


def _settle_states(values: dict[str, Any], warnings: list[Warning]) -> None:
    """Make value and state agree: a value is present, and its absence has a reason."""
    for name in ("number", "date"):
        state = f"{name}_state"
        if values.get(name) is not None:
            values[state] = "present"
        elif values.get(state) in (None, "present"):
            values[state] = "missing"
            if not any(item.path == f"/{name}" for item in warnings):
                warnings.append(warning(f"{name}-missing", f"/{name}"))


def _evidence(
    document: ParsedDocument, finding: Finding, spans: tuple[Span, ...], confidence: float
) -> Evidence:
    boxes = [box for start, end in spans for box in document.locate(start, end)]
    return Evidence(
        text=" ".join(document.text[start:end] for start, end in spans) if spans else None,
        spans=spans,
        boxes=tuple(
            EvidenceBox(
                page=box.page,
                bbox=(round(box.x0, 2), round(box.top, 2), round(box.x1, 2), round(box.bottom, 2)),
            )
            for box in boxes
        ),
        confidence=round(confidence, 3),
        method=finding.method,
        raw=finding.raw,
        candidates=_candidates(finding, confidence),
        derived_from=finding.derived_from,
    )


def _candidates(finding: Finding, confidence: float) -> tuple[Candidate, ...]:
    """The first three readings, most likely first; the others share what calibration leaves."""
    kept = finding.candidates[:3]
    if not kept:
        return ()
    left = (1 - confidence) / max(1 - kept[0][1], 1e-6)
    others = ((value, min(share * left, confidence)) for value, share in kept[1:])
    return tuple(
        Candidate(value=value, confidence=round(share, 3))
        for value, share in ((kept[0][0], confidence), *others)
    )


def _source(document: ParsedDocument) -> Source:
    numbers = [page.number for page in document.pages] or [1]
    return Source(
        path=document.source.path,
        media_type=document.source.media_type,
        bytes=document.source.bytes,
        pages=document.page_count,
        page_range=(numbers[0], numbers[-1]),
        ocr_pages=tuple(page.number for page in document.pages if page.read_by_ocr),
    )


def _is_scan(document: ParsedDocument) -> bool:
    return any(page.read_by_ocr for page in document.pages)


def _unique(warnings: Iterable[Warning]) -> list[Warning]:
    kept: list[Warning] = []
    for item in warnings:
        if item not in kept:
            kept.append(item)
    return kept
