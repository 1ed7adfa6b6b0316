"""Phong trào thi đua: its name, round (đợt), year and the plan it rests on.

A launch may come under a centred heading PHÁT ĐỘNG THI ĐUA ĐỢT II, which is no type of document;
the campaign's name is the lines below it, joined up to the body (Luật 06/2022/QH15, Điều 17–18).
"""

import re

from dispatch.document import Line, ParsedDocument
from dispatch.record import Campaign, Period, Reference
from dispatch.relations import RESTS_ON, Relation
from dispatch.text import fold_same_length
from nlp.findings import Finding, Findings, Span
from nlp.zones import Zones

_LAUNCH = re.compile(
    r"\b(?:phat dong|huong ung|to chuc|trien khai)\b[^.;]{0,40}\bthi dua\b"
    r"|\bphong trao thi dua\b"
)
_ROUND = re.compile(r"\bdot\s(?P<round>[0-9]{1,2}|[ivxl]{1,5})\b")
_DRIVE = re.compile(r"\bdot thi dua\b")  # đợt thi đua cao điểm, đặc biệt
_QUOTED = re.compile(r"[“\"](?P<name>[^“”\"]{4,120})[”\"]")
_WHOLE_QUOTED = re.compile(r"^[“\"]([^“”\"]+)[”\"]$")
_YEAR = re.compile(r"\bnam\s(?P<year>(?:19|20)\d\d)\b")
_NO_LAUNCH = frozenset({"Báo cáo", "Tờ trình", "Quyết định", "Luật", "Nghị định", "Thông tư"})
"""Types that tell of, ask for, reward or regulate campaigns, and launch none."""
_ROMAN = {"i": 1, "v": 5, "x": 10}
_BODY_OPENS = re.compile(
    r"(?:thuc hien|can cu|nham|de|theo|trien khai|phat huy|thiet thuc|chao mung|\d{1,2}[.)]|-"
    r"|kinh gui|so\s?:|v/v|[a-z. ]{2,30},\sngay)\b"
)

NAME_LINES = 4
"""The most lines that the name under the heading is printed in."""


def find_campaign(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report the campaign that ``document`` launches; nothing where it launches none."""
    heading = _heading(document)
    subject = next((str(item.value) for item in findings.of("subject") if item.value), "")
    folded_subject = fold_same_length(subject)
    kind = next((str(item.value) for item in findings.of("document_type") if item.value), "")
    if kind in _NO_LAUNCH or (heading is None and not _launches(folded_subject, kind)):
        return
    lines = _name_lines(document, heading) if heading is not None else []
    spans: tuple[Span, ...] = tuple((line.start, line.end) for line in lines)
    printed = " ".join(document.text[start:end].strip() for start, end in spans)
    name = _WHOLE_QUOTED.sub(r"\1", printed) or None
    if heading is None and (quoted := _quoted(document, findings)):
        name, spans = quoted
    title = fold_same_length(document.text[heading.start : heading.end]) if heading else ""
    campaign = Campaign(
        name=name,
        round=_round(f"{title} {folded_subject}"),
        year=_year(f"{title} {fold_same_length(name or '')} {folded_subject}", findings),
        plan=_plan(findings),
    )
    parts = {"name": spans} if name else {}
    if heading:
        spans = ((heading.start, heading.end), *spans)
    findings.add([Finding(
        field="campaign", value=campaign, spans=spans, confidence=0.9 if name else 0.7,
        method="rule:launch", parts=parts,
    )])  # fmt: skip


def _quoted(document: ParsedDocument, findings: Findings) -> tuple[str, tuple[Span, ...]] | None:
    """Return the name in quotes that the subject gives to what it launches, and its place."""
    spans = [span for item in findings.of("subject") for span in item.spans]
    if not spans:
        return None
    found = _QUOTED.search(document.text, spans[0][0], spans[-1][1])
    launch = fold_same_length(document.text[spans[0][0] : found.start()]) if found else ""
    if found is None or "thi dua" not in launch:
        return None
    return " ".join(found["name"].split()), (found.span("name"),)


def _launches(subject: str, kind: str) -> bool:
    """True where the subject launches a campaign; a yearly plan does so only for one round."""
    if _LAUNCH.match(subject) is None:
        return False
    return kind != "Kế hoạch" or any(words.search(subject) for words in (_ROUND, _DRIVE))


def _heading(document: ParsedDocument) -> Line | None:
    """Return the line in capitals that launches the campaign, or None."""
    for line in document.lines[:40]:
        text = document.text[line.start : line.end]
        if text.isupper() and _LAUNCH.search(fold_same_length(text)):
            return line
    return None


def _name_lines(document: ParsedDocument, heading: Line) -> list[Line]:
    position = document.lines.index(heading)
    chosen: list[Line] = []
    for line in document.lines[position + 1 : position + 1 + NAME_LINES]:
        text = document.text[line.start : line.end]
        if len(text) > 90 or _BODY_OPENS.match(fold_same_length(text).strip()):
            break
        if text.endswith((".", ":", ";")):
            break
        chosen.append(line)
    return chosen


def _round(folded: str) -> int | None:
    """Return the round; OCR's "ll" is II, but "11" stays eleven."""
    match = _ROUND.search(folded)
    if match is None:
        return None
    printed = match["round"]
    if printed.isdigit():
        return int(printed)
    values = [_ROMAN[char] for char in printed.replace("l", "i")]
    return sum(
        -value if value < max(values[index:]) else value for index, value in enumerate(values)
    )


def _year(folded: str, findings: Findings) -> int | None:
    if match := _YEAR.search(folded):
        return int(match["year"])
    for item in findings.of("period"):
        if isinstance(item.value, Period) and item.value.kind == "campaign" and item.value.start:
            return int(item.value.start[:4])
    date = next((str(item.value) for item in findings.of("date") if item.value), None)
    return int(date[:4]) if date else None


def _plan(findings: Findings) -> str | None:
    """Return the pointer to the first plan among the references that the document rests on."""
    rested = [
        (f"/references/{index}", item.value)
        for index, item in enumerate(findings.of("references"))
        if isinstance(item.value, Reference) and item.value.relation in RESTS_ON
    ]
    plans = [pointer for pointer, value in rested if value.document_type == "Kế hoạch"]
    carried = [pointer for pointer, value in rested if value.relation is Relation.IMPLEMENTS]
    return next(iter(plans + carried), None)
