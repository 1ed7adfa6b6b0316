"""Composes one dispatch: its page as a source for scripts/sample_sheet.py, and its true record.

The record is composed together with the page, so nothing is read back. Where print cannot tell the
spelling (a name set in capitals), the record has the proper one; compare bodies folded.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from layout_body import Draft, compose_body
from layout_citations import own_number
from layout_offices import WORDS, Office, office, person, region, subject_words

NUMBER_GAP = "        "
DAY_GAP = "      "


@dataclass(frozen=True, slots=True)
class Truth:
    """A composed dispatch; ``overlay`` says what signature fields lay over the printed gaps, and
    ``lines`` are (role, column, text) in reading order."""

    source: dict[str, Any]
    record: dict[str, Any]
    overlay: list[dict[str, str]] = field(default_factory=list)
    lines: list[tuple[str, str, str]] = field(default_factory=list)


def compose(seed: int, index: int) -> Truth:
    """Compose the ``index``-th dispatch of a seed, whatever was composed before it."""
    rng = random.Random(f"{seed}/{index}")
    issuer = office(rng, region(rng))
    kind = _kind(rng, issuer)
    day = date(2020, 4, 1) + timedelta(days=rng.randint(0, 2000))
    draft = Draft(rng, issuer, kind, day, campaign=kind == "Công văn" and rng.random() < 0.08)
    head, overlay = _head(draft)
    title = _title(draft)
    compose_body(draft)
    foot = _foot(draft)
    source: dict[str, Any] = {
        "head": head,
        "title": title,
        "body": "\n".join(text for _, text in draft.body),
        "foot": foot,
    }
    if rng.random() < 0.08:
        source["attachment"] = [_appendix(draft)]
    return Truth(source, draft.record, overlay, _lines(draft, source))


def _kind(rng: random.Random, issuer: Office) -> str:
    rows = WORDS["types"]
    if issuer.system == "party":
        wanted = ("Công văn", "Kế hoạch", "Báo cáo", "Thông báo", "Hướng dẫn", "Tờ trình",
                  "Chỉ thị", "Nghị quyết", "Quyết định", "Chương trình")  # fmt: skip
        rows = [row for row in rows if row[0] in wanted]
    return str(rng.choices([row[0] for row in rows], [row[2] for row in rows])[0])


def _head(draft: Draft) -> tuple[dict[str, Any], list[dict[str, str]]]:
    rng, issuer, record = draft.rng, draft.issuer, draft.record
    number, notation = own_number(rng, draft.kind, issuer)
    party = issuer.system in ("party", "youth")
    joint = "-" if party else "/"
    way = rng.choices(("printed", "blank", "overlay"), (78, 14, 8))[0]
    label = "Số " if issuer.system == "party" else "Số: "
    shown = number if rng.random() < 0.93 else number.replace(joint, f" {joint} ", 1)
    # A document system leaves room for what it lays over; a typist leaves any gap.
    gap = NUMBER_GAP * 2 if way == "overlay" else NUMBER_GAP[: rng.randint(4, 8)]
    record |= {"system": issuer.system, "document_type": draft.kind, "notation": notation}
    record |= {"number": None if way == "blank" else number}
    record |= {"number_state": "blank" if way == "blank" else "present"}
    head = {
        "system": issuer.system if issuer.system in ("party", "youth", "union") else "state",
        "parent": [line.upper() for line in issuer.parent_lines],
        "issuer": [line.upper() for line in issuer.issuer_lines],
        "number": f"{label}{shown if way == 'printed' else gap + joint + notation}",
        "split": rng.choice((0.38, 0.4, 0.42)),
    }
    if party:
        head["mark"] = "*" if issuer.system == "party" else "***"
    record |= {"issuing_body": issuer.name, "parent_body": issuer.parent}
    overlay = []
    if way == "overlay":
        overlay.append({"after": label.strip(), "text": number.split(joint, 1)[0]})
    head["place_date"] = _place_date(draft, way, overlay)
    _stamps(draft, head)
    return head, overlay


def _place_date(draft: Draft, way: str, overlay: list[dict[str, str]]) -> str:
    day, place, record = draft.day, draft.issuer.place, draft.record
    month = f"{day.month:02d}" if day.month < 3 or draft.rng.random() < 0.3 else str(day.month)
    record |= {"place": place, "date": day.isoformat(), "date_state": "present"}
    if way == "printed" or (way == "overlay" and draft.rng.random() < 0.15):
        return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"
    if way == "overlay":
        overlay.append({"after": f"{place}, ngày", "text": f"{day.day:02d}"})
        return f"{place}, ngày{DAY_GAP}tháng {month} năm {day.year}"
    record |= {"date": None, "date_state": "blank"}
    if draft.rng.random() < 0.35:
        record["date_partial"] = str(day.year)
        return f"{place}, ngày{DAY_GAP}tháng{DAY_GAP}năm {day.year}"
    record["date_partial"] = f"{day.year}-{day.month:02d}"
    return f"{place}, ngày{DAY_GAP}tháng {month} năm {day.year}"


def _stamps(draft: Draft, head: dict[str, Any]) -> None:
    draw, record = draft.rng.random(), draft.record
    if draw < 0.05:
        record["urgency"] = draft.rng.choice(("KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"))
        head["stamps"] = [record["urgency"]]
    elif draw < 0.06:
        record["secrecy"] = "MẬT"
        head["stamps"] = ["MẬT"]
    elif draw < 0.075:
        record["circulation"] = "LƯU HÀNH NỘI BỘ"
        head["stamps"] = ["LƯU HÀNH NỘI BỘ"]
    elif record["number_state"] == "blank" and draw < 0.35:
        record["draft"] = True
        head["stamps"] = ["DỰ THẢO"]


def _title(draft: Draft) -> dict[str, Any]:
    rng, record = draft.rng, draft.record
    if draft.campaign:
        return _campaign_title(draft)
    subject = subject_words(rng, draft.day.year)
    if rng.random() < 0.06 and draft.kind in ("Công văn", "Kế hoạch"):
        cited = draft.cite_in_subject()
        subject = f"triển khai {cited}"
    if draft.kind == "Công văn":
        record["subject"] = subject
        label = rng.choices(("V/v ", "V/v: ", "Về việc "), (88, 6, 6))[0]
        draft.about = [label + subject]
        return {}
    if draft.kind == "Giấy mời" and rng.random() < 0.5:
        return {"kind": ["GIẤY MỜI"]}
    if rng.random() < 0.5:
        record["subject"] = subject
        shown = f"{rng.choice(('Về việc', 'Về'))} {subject}"
    else:
        record["subject"] = shown = subject[0].upper() + subject[1:]
    return {"kind": [draft.kind.upper()], "subject": _broken(rng, shown)}


def _campaign_title(draft: Draft) -> dict[str, Any]:
    turn = draft.rng.randint(1, 4)
    shown = draft.rng.choice((("I", "II", "III", "IV")[turn - 1], str(turn)))
    name = draft.rng.choice(
        (
            "Thi đua lập thành tích chào mừng các ngày lễ lớn",
            "Thi đua hoàn thành thắng lợi nhiệm vụ chính trị của cơ quan, đơn vị",
            "Thi đua đẩy mạnh cải cách hành chính, nâng cao đạo đức công vụ",
        )
    )
    draft.record["subject"] = f"phát động thi đua đợt {shown}"
    draft.about = [f"V/v phát động thi đua đợt {shown}"]
    draft.record["campaign"] = {"name": name, "round": turn, "year": draft.day.year, "plan": None}
    return {"kind": [f"PHÁT ĐỘNG THI ĐUA ĐỢT {shown}"], "subject": _broken(draft.rng, name)}


def _broken(rng: random.Random, text: str) -> list[str]:
    """Break a title by hand where it is long, as typists do."""
    words = text.split()
    if len(words) < 9 or rng.random() < 0.4:
        return [text]
    middle = len(words) // 2 + rng.randint(-1, 1)
    return [" ".join(words[:middle]), " ".join(words[middle:])]


def _foot(draft: Draft) -> dict[str, Any]:
    rng, record = draft.rng, draft.record
    names = rng.sample(WORDS["recipients"][1:], rng.randint(1, 8))
    if record["addressees"]:
        names.insert(0, rng.choice(("Như trên", "Như trên", "Như kính gửi")))
    elif draft.kind == "Quyết định":
        names.insert(0, f"Như Điều {draft.articles}")
    party = draft.issuer.system == "party"
    closing = "," if party else ";"
    rows, lines = [], []
    for position, name in enumerate(names):
        role = rng.choice(WORDS["roles"]) if position and rng.random() < 0.3 else None
        rows.append({"name": name, "role": role, "delivery": None})
        lines.append(f"- {name}{f' ({role})' if role else ''}{closing}")
    record["recipients"] = rows
    if rng.random() < 0.06:
        for row in rows:
            row["delivery"] = "electronic"
        lines.insert(0, "Gửi bản điện tử:")
    lines.append(_archive(draft, party=party))
    signing, name = _signer(draft)
    return {"recipients": lines, "signing": signing, "name": name}


def _archive(draft: Draft, *, party: bool) -> str:
    rng, unit = draft.rng, draft.rng.choice(draft.issuer.units)
    drafter, copies = rng.choice(WORDS["drafters"]), rng.randint(2, 60)
    archive: dict[str, Any] = {"units": ["VT", unit], "copies": None, "drafter": None}
    if party:
        archive["units"] = [unit]
        text = f"- Lưu {unit}."
    elif (draw := rng.random()) < 0.5:
        text = f"- Lưu: VT, {unit}."
    elif draw < 0.62:
        archive["drafter"] = drafter
        text = f"- Lưu: VT, {unit}.{drafter}."
    elif draw < 0.74:
        archive["drafter"] = drafter
        text = f"- Lưu: VT, {unit} ({drafter})."
    elif draw < 0.84:
        archive["copies"] = copies
        text = f"- Lưu: VT, {unit} ({copies:02d}b)."
    elif draw < 0.92:
        archive["units"] = ["VT"]
        text = "- Lưu: VT."
    else:
        text = f"- Lưu VT, {unit}."
    draft.record["archive"] = archive
    return text


def _signer(draft: Draft) -> tuple[list[str], str]:
    rng, issuer, record = draft.rng, draft.issuer, draft.record
    party = issuer.system == "party"
    forms = {"TM": "T/M " if party else "TM. ", "KT": "K/T " if party else "KT. ",
             "TL": "T/L " if party else "TL. "}  # fmt: skip
    if rng.random() < 0.08 and not party:
        forms = {key: value.strip() for key, value in forms.items()}
    authority: list[str] = []
    position = issuer.head
    if issuer.collective and rng.random() < 0.7:
        authority.append(forms["TM"] + issuer.collective)
    draw = rng.random()
    if draw < 0.45:
        position = issuer.deputy
        if not (party and authority):
            authority.append(forms["KT"] + issuer.head)
    elif draw < 0.6 and not authority:
        authority.append(forms["TL"] + issuer.head)
        position = rng.choice(("CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH"))
        if rng.random() < 0.4:
            authority.append(forms["KT"] + position)
            position = f"PHÓ {position}"
    elif draw < 0.65 and not (authority or party):
        authority.append("TUQ. " + issuer.head)
        position = "TRƯỞNG PHÒNG KẾ HOẠCH - TÀI CHÍNH"
    name = person(rng)
    rank = None
    if issuer.ranked or (issuer.titled and rng.random() < 0.5):
        rank = rng.choice(WORDS["army"] if issuer.ranked else WORDS["ranks"])
    record["signer"] = {"name": name, "rank": rank, "position": position, "authority": authority}
    lines = [*authority, *_position_lines(rng, position)]
    if rng.random() < 0.05:
        lines.append("(Đã ký)")
    return lines, f"{rank} {name}" if rank else name


def _position_lines(rng: random.Random, position: str) -> list[str]:
    words = position.split()
    if len(words) < 5 or rng.random() < 0.5:
        return [position]
    cut = words.index("PHÒNG") + 1
    return [" ".join(words[:cut]), " ".join(words[cut:])]


def _appendix(draft: Draft) -> dict[str, Any]:
    subject = subject_words(draft.rng, draft.day.year)
    title = subject[0].upper() + subject[1:]
    label = draft.rng.choice(("PHỤ LỤC", "PHỤ LỤC I", "Phụ lục 01"))
    number = draft.record["number"]
    under = []
    if number:
        noun = "Văn bản" if draft.kind == "Công văn" else draft.kind
        day = draft.day.strftime("%d/%m/%Y")
        under = [f"(Kèm theo {noun} số {number} ngày {day} của {draft.issuer.name})"]
    draft.record["appendices"] = [{"label": label, "title": title, "document_id": None}]
    rows = [f"{row}. {draft.rng.choice(WORDS['sentences'])}" for row in range(1, 5)]
    return {
        "title": {"kind": [label], "subject": [title], "under": under},
        "body": "\n".join(rows),
    }


def _lines(draft: Draft, source: dict[str, Any]) -> list[tuple[str, str, str]]:
    head, title, foot = source["head"], source["title"], source["foot"]
    head["about"] = draft.about
    lines = [("parent", "left", text) for text in head["parent"]]
    lines += [("issuer", "left", text) for text in head["issuer"]]
    lines += [("mark", "left", head["mark"])] if "mark" in head else []
    lines.append(("number", "left", head["number"]))
    lines += [("about", "left", text) for text in head["about"]]
    lines += [("stamp", "left", text) for text in head.get("stamps", [])]
    lines.append(("place_date", "right", head["place_date"]))
    lines += [("type", "full", text) for text in title.get("kind", [])]
    lines += [("subject", "full", text) for text in title.get("subject", [])]
    for role, text in draft.body:
        mark, _, rest = text.partition(" ")
        lines.append((role, "full", (rest if mark in ("=", "*", "~", ">", "^") else text)))
    lines.append(("recipients_head", "left", "Nơi nhận:"))
    lines += [
        ("archive" if "Lưu" in text else "recipient", "left", text) for text in foot["recipients"]
    ]
    authority = draft.record["signer"]["authority"]
    lines += [
        ("authority" if text in authority else "position", "right", text)
        for text in foot["signing"]
    ]
    lines.append(("name", "right", foot["name"]))
    for attachment in source.get("attachment", []):
        for texts in attachment["title"].values():
            lines += [("appendix", "full", text) for text in texts]
        lines += [("appendix", "full", text) for text in attachment["body"].split("\n")]
    return lines
