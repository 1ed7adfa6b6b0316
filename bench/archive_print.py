"""How a generated document is printed: its record in the contract's form, and its citations, of
which some miss or falsify what they name.

``spoilt`` of a citation is what is wrong with its print:

    no-date, year-only, no-issuer      left out
    false-date, false-issuer           another day, another body of the same kind
    ocr-number, ocr-issuer, ocr-date   one letter or figure misread
"""

import calendar
import datetime
import hashlib
import random
import re
from dataclasses import dataclass
from typing import Any

from archive_world import PROVINCES, Body, body_text

SPOILS = (
    ("no-issuer", 22), ("no-date", 14), ("year-only", 14), ("false-date", 12),
    ("false-issuer", 8), ("ocr-number", 12), ("ocr-issuer", 12), ("ocr-date", 6),
)  # fmt: skip
_LOOKS = {"0": "O", "1": "l", "5": "S", "8": "B", "B": "8", "Q": "O", "S": "5"}
_MARKS = str.maketrans("ảạấậểệộờủứữựđ", "áaầâêêôơuưuưd")
_FIGURES = {
    "0": "8",
    "1": "7",
    "2": "7",
    "3": "8",
    "5": "6",
    "6": "5",
    "7": "1",
    "8": "3",
    "9": "4",
}
_TYPES = {"draft": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@dataclass(slots=True)
class Written:
    """A document that was issued, as a later one remembers it."""

    index: int
    body: Body
    kind: str
    number: str
    notation: str
    day: str
    subject: str
    signer: str
    field: int
    is_present: bool
    round: int = 0


def printed_citation(
    draw: random.Random, source: Written, relation: str, target: Written, *, spoils: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return (reference, truth of it) of ``source`` naming ``target``."""
    spoilt = ""
    if spoils:
        spoilt = draw.choices([name for name, _ in SPOILS], [share for _, share in SPOILS])[0]
    values = _clean(draw, source, relation, target)
    if target.kind == "Luật" and spoilt not in ("", "no-date", "year-only", "ocr-date"):
        spoilt = ""
    if spoilt:
        values, spoilt = _spoil(draw, values, spoilt, target)
    return values, {"target": target.index, "spoilt": spoilt}


def _clean(draw: random.Random, source: Written, relation: str, target: Written) -> dict[str, Any]:
    is_near = source.body.province == target.body.province
    body = draw.choice(target.body.aliases) if is_near else target.body.full
    number: str | None = target.number
    if number and number.startswith("0") and draw.random() < 0.1:
        number = number[1:]
    values: dict[str, Any] = {
        "relation": relation, "document_type": target.kind, "number": number,
        "number_state": "present", "notation": target.notation, "date": target.day,
        "date_partial": None, "issuing_body": body,
        "subject": target.subject if draw.random() < 0.6 else None, "title": None, "scope": None,
        "status": None, "resolved_id": None, "candidates": [],
    }  # fmt: skip
    if target.kind == "Luật":
        values |= {"issuing_body": None, "subject": None, "title": f"Luật {target.subject}"}
        if draw.random() < 0.6:
            values |= {"number": None, "number_state": "missing", "notation": None}
    return values


def _spoil(
    draw: random.Random, values: dict[str, Any], spoilt: str, target: Written
) -> tuple[dict[str, Any], str]:
    """Return the reference with one thing wrong; '' where its print gives nothing to spoil."""
    if spoilt == "no-date":
        return {**values, "date": None}, spoilt
    if spoilt == "year-only":
        return {**values, "date": None, "date_partial": target.day[:4]}, spoilt
    if spoilt == "no-issuer":
        return {**values, "issuing_body": None}, spoilt
    if spoilt == "false-date":
        return {**values, "date": _other_day(draw, target.day)}, spoilt
    if spoilt == "ocr-date":
        misread = _misread_day(draw, target.day)
        return ({**values, "date": misread}, spoilt) if misread else (values, "")
    if spoilt == "false-issuer":
        return {**values, "issuing_body": _other_body(draw, target.body)}, spoilt
    if spoilt == "ocr-issuer":
        return {**values, "issuing_body": _worn(draw, values["issuing_body"])}, spoilt
    places = [place for place, char in enumerate(values["number"]) if char in _LOOKS]
    if not places:
        return values, ""
    place = draw.choice(places)
    number = values["number"]
    return {
        **values,
        "number": f"{number[:place]}{_LOOKS[number[place]]}{number[place + 1 :]}",
    }, spoilt


def _other_day(draw: random.Random, day: str) -> str:
    """Return a day some days, a month or a year beside the true one."""
    moved = datetime.date.fromisoformat(day) + datetime.timedelta(
        days=draw.choice((-1, 1, -2, 2, 10, -10, 30, -31, 365))
    )
    return moved.isoformat()


def _misread_day(draw: random.Random, day: str) -> str | None:
    """Return the day with one figure of day or month misread, if that is a day at all."""
    for place in draw.sample((5, 6, 8, 9), 4):
        other = f"{day[:place]}{_FIGURES.get(day[place], day[place])}{day[place + 1 :]}"
        year, month, number = map(int, other.split("-"))
        if other != day and 1 <= month <= 12 and 1 <= number <= calendar.monthrange(year, month)[1]:
            return other
    return None


def _other_body(draw: random.Random, body: Body) -> str:
    """Return the name of the same office in another province, or of another ministry."""
    if body.province < 0:
        return draw.choice(("Bộ Công an", "Bộ Ngoại giao", "Bộ Quốc phòng"))
    own = PROVINCES[body.province]
    other = draw.choice([name for name in PROVINCES if name != own])
    return body.full.replace(own, other) if own in body.full else f"{body.name} tỉnh {other}"


def _worn(draw: random.Random, text: str) -> str:
    """Return a name with one or two letters misread."""
    letters = list(text)
    for place in draw.sample(range(len(letters)), min(len(letters), draw.randint(1, 2))):
        letters[place] = draw.choice("aceinou") if letters[place].islower() else letters[place]
    return "".join(letters)


def record_of(
    draw: random.Random,
    document: Written,
    references: list[tuple[dict[str, Any], dict[str, Any]]],
    *,
    form: str,
    seed: int,
    like: dict[str, Any] | None = None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return (record, truth) of one form of ``document``; ``like`` is the form it repeats."""
    file_id = hashlib.sha256(f"{seed} {document.index} {form}".encode()).hexdigest()
    is_blank = form == "draft"
    text = like["text"] if like else _text(draw, document, [one for one, _ in references])
    day, partial = _draft_day(document) if is_blank else (document.day, None)
    head, printed = document.number.split("/")[0], _printed_day(document.day)
    if form == "scan":
        text = _scanned(draw, text).replace("Số:    /", f"Số: {head}/")
        for blank in map(_printed_day, (document.day[:7], document.day[:4])):
            text = text.replace(blank, printed, 1)
    if is_blank:
        text = text.replace(f"Số: {head}/", "Số:    /", 1)
        text = text.replace(printed, _printed_day(day or partial or ""), 1)
    record = {
        "schema_version": "1.0", "id": file_id, "document_id": None,
        "source": {
            "path": f"{document.day[:4]}/{file_id[:12]}",
            "media_type": _TYPES.get(form, "application/pdf"), "bytes": len(text) * 3,
            "pages": len(text) // 2500 + 1, "page_range": [1, len(text) // 2500 + 1],
            "ocr_pages": [1] if form in ("scan", "copy") else [],
        },
        "system": document.body.system, "document_type": document.kind,
        "number": None if is_blank else document.number,
        "number_state": "blank" if is_blank else "present", "notation": document.notation,
        "date": day, "date_state": "present" if day else "blank", "date_partial": partial,
        "place": document.body.place, "issuing_body": document.body.name,
        "parent_body": document.body.parent, "subject": document.subject, "addressees": [],
        "urgency": "KHẨN" if document.index % 97 == 0 else None, "secrecy": None,
        "circulation": None, "draft": False, "references": [one for one, _ in references],
        "period": _periods(document), "campaign": _campaign(document, references),
        "recipients": [{"name": "Như trên", "role": None, "delivery": None}],
        "archive": {"units": ["VT"], "copies": None, "drafter": None},
        "signer": {"name": document.signer, "rank": None, "position": "PHÓ TRƯỞNG BAN",
                   "authority": ["KT. TRƯỞNG BAN"]},
        "esign": [], "arrival": None, "copy": _copy(document) if form == "copy" else None,
        "appendices": [], "text": text, "evidence": _evidence(text, document), "warnings": [],
        "extractor": {"version": "generated"},
    }  # fmt: skip
    truth = {"id": file_id, "document": document.index, "form": form,
             "references": [one for _, one in references]}  # fmt: skip
    return record, truth


def _text(draw: random.Random, document: Written, references: list[dict[str, Any]]) -> str:
    day = document.day
    cited = "\n".join(
        f"{one['relation']} {one['document_type']} số {one['number'] or ''} {one['title'] or ''} "
        f"ngày {one['date'] or ''} của {one['issuing_body'] or ''} về {one['subject'] or ''};"
        for one in references
    )
    body = body_text(draw, document.field, document.body.place)
    head = f"{document.body.parent or ''}\n{document.body.name.upper()}"
    date = f"{document.body.place}, {_printed_day(day)}"
    return (
        f"{head}\nSố: {document.number}\n{date}\n{document.kind.upper()}\nV/v {document.subject}\n"
        f"{cited}\n{body}./.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n{document.signer}"
    )


def _draft_day(document: Written) -> tuple[str | None, str | None]:
    """Return (day, what else is printed of it): two of three drafts leave the day blank, half of
    these the month too."""
    return ((document.day, None), (None, document.day[:7]), (None, document.day[:4]))[
        document.index % 3
    ]


def _printed_day(day: str) -> str:
    """Return a day, month or year in the words of the date line, blank where nothing is known."""
    return f"ngày {day[8:] or '    '} tháng {day[5:7] or '    '} năm {day[:4]}"


def _scanned(draw: random.Random, text: str) -> str:
    """Return the text as OCR reads a fair scan: a hundredth of its words lost their marks."""
    words = re.split(r"(\s+)", text)
    for place in draw.sample(range(len(words)), len(words) // 100):
        words[place] = words[place].translate(_MARKS)
    return "".join(words)


def _periods(document: Written) -> list[dict[str, Any]]:
    if not document.round:
        return []
    start = datetime.date.fromisoformat(document.day)
    end = start + datetime.timedelta(days=60 + document.index % 60)
    return [{"start": document.day, "end": end.isoformat(), "kind": "campaign",
             "source": "explicit", "bound": None}]  # fmt: skip


def _campaign(document: Written, references: list[Any]) -> dict[str, Any] | None:
    if not document.round:
        return None
    return {"name": document.subject, "round": document.round, "year": int(document.day[:4]),
            "plan": "/references/0" if references else None}  # fmt: skip


def _copy(document: Written) -> dict[str, Any]:
    day = datetime.date.fromisoformat(document.day) + datetime.timedelta(days=5)
    return {"form": "SY", "number": f"{document.index % 90 + 1:02d}/SY-BQL",
            "date": day.isoformat(), "place": document.body.place,
            "body": "Ban Quản lý các khu công nghiệp",
            "signer": "Hoàng Văn Khởi"}  # fmt: skip


def _evidence(text: str, document: Written) -> dict[str, Any]:
    """Return where the main fields stand, as a reader would give it."""
    found = {}
    for path, value in (
        ("/number", document.number), ("/subject", document.subject),
        ("/signer/name", document.signer), ("/issuing_body", document.body.name.upper()),
    ):  # fmt: skip
        start = text.find(value)
        if start >= 0:
            found[path] = {
                "text": value, "spans": [[start, start + len(value)]],
                "boxes": [{"page": 1, "bbox": [85.0, 70.0 + start % 600, 240.0, 84.0]}],
                "confidence": 0.99, "method": "generated", "raw": None, "candidates": [],
                "from": [],
            }  # fmt: skip
    return found
