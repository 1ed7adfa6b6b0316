"""Composes citations in the shapes of domain practice, each with the reference it must become."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from layout_offices import WORDS, Office, office, subject_words


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as printed, without its cue, and the references in order of first mention."""

    text: str
    references: tuple[dict[str, Any], ...]


def print_day(rng: random.Random, day: date, *, long: float = 0.25) -> str:
    """Print a day as offices do: padded or not, with figures or in words."""
    if rng.random() < long:
        return f"{day.day:02d} tháng {_month(day)} năm {day.year}"
    if rng.random() < 0.75:
        return f"{day.day:02d}/{_month(day)}/{day.year}"
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def random_day(rng: random.Random, before: date, *, within: int = 700) -> date:
    """Return a day before ``before``."""
    return before - timedelta(days=rng.randint(2, within))


def basis(rng: random.Random, before: date, home: Office) -> Cited:
    """Cite what stands after Căn cứ: a law by its name, a decree, a decision of the seniors."""
    draw = rng.random()
    if draw < 0.4:
        return _law(rng)
    if draw < 0.75:
        return _normative(rng, before)
    return ordinary(rng, before, home, kinds=("Quyết định", "Nghị quyết"))


def ordinary(
    rng: random.Random, before: date, home: Office, *, kinds: tuple[str, ...] = ()
) -> Cited:
    """Cite one document of an office nearby, in one of the common shapes."""
    kind = rng.choice(kinds or ("Kế hoạch", "Quyết định", "Công văn", "Thông báo", "Công văn"))
    issuer = office(rng, home.region, systems=("state",))
    day = random_day(rng, before)
    number, notation = own_number(rng, kind, issuer)
    noun = kind
    if kind == "Công văn" and rng.random() < 0.25:
        noun = "Văn bản"
    if rng.random() < 0.15:
        noun = noun.lower()
    return _compose(
        rng, noun, _reference(kind, number, notation), day=day, body=_short(rng, issuer.name)
    )


def seniors(rng: random.Random, before: date, *, party: bool = False) -> Cited:
    """Cite the Government, a ministry, or (``party``) a Party body."""
    if not party:
        return _normative(rng, before)
    kind, shape, body = rng.choice(WORDS["party_cited"])
    number = shape.format(n=f"{rng.randint(1, 190):02d}")
    day = random_day(rng, before, within=1500)
    reference = _reference(kind, number, number.split("-", 1)[1])
    comma = ", " if rng.random() < 0.5 else " "
    return _compose(rng, kind, reference, day=day, body=body, joint=comma, always=True)


def bare(rng: random.Random, before: date, home: Office) -> Cited:
    """Cite a plan with date and issuer, so that a subject can follow."""
    issuer = office(rng, home.region, systems=("state",))
    day = random_day(rng, before)
    number, notation = own_number(rng, "Kế hoạch", issuer)
    reference = _reference("Kế hoạch", number, notation)
    reference |= {"date": day.isoformat(), "issuing_body": issuer.name}
    shown = print_day(rng, day)
    return Cited(f"Kế hoạch số {number} ngày {shown} của {issuer.name}", (reference,))


def chain(rng: random.Random, before: date, home: Office) -> Cited:
    """Cite two documents of one office whose date and issuer stand once, at the end."""
    issuer = office(rng, home.region, systems=("state",))
    day = random_day(rng, before)
    kind = rng.choice(("Quyết định", "Công văn", "Kế hoạch"))
    pair = []
    first, _ = own_number(rng, kind, issuer)
    start = int(first.split("/")[0])
    _, notation = own_number(rng, kind, issuer)
    for value in (start, start + rng.randint(1, 30)):
        reference = _reference(kind, f"{value:02d}/{notation}", notation)
        pair.append({**reference, "date": day.isoformat(), "issuing_body": issuer.name})
    one, two = pair[0]["number"], pair[1]["number"]
    tail = f"ngày {print_day(rng, day)} của {issuer.name}"
    if rng.random() < 0.5:
        return Cited(f"{kind} số {one} và {kind} số {two} {tail}", tuple(pair))
    return Cited(f"các {kind} số {one}, {two} {tail}", tuple(pair))


def date_first(rng: random.Random, before: date, home: Office) -> Cited:
    """``Ngày …, X có Công văn số … về việc …``: the sentence up to the subject's end."""
    issuer = office(rng, home.region, systems=("state",))
    day = random_day(rng, before, within=90)
    number, notation = own_number(rng, "Công văn", issuer)
    noun = rng.choice(("Công văn", "văn bản"))
    subject = subject_words(rng, day.year)
    reference = _reference("Công văn", number, notation)
    reference |= {"date": day.isoformat(), "issuing_body": issuer.name, "subject": subject}
    shown = print_day(rng, day, long=0.1)
    return Cited(
        f"Ngày {shown}, {issuer.name} có {noun} số {number} về việc {subject}", (reference,)
    )


def proposal(rng: random.Random, before: date, home: Office, proposer: str) -> Cited:
    """Cite a Tờ trình whose issuer is the proposer named before it."""
    number, notation = own_number(rng, "Tờ trình", home)
    day = random_day(rng, before, within=40)
    reference = _reference("Tờ trình", number, notation)
    reference |= {"date": day.isoformat(), "issuing_body": proposer}
    return Cited(f"Tờ trình số {number} ngày {print_day(rng, day)}", (reference,))


def own_number(rng: random.Random, kind: str, issuer: Office) -> tuple[str, str]:
    """Return number and notation that the office would give a paper of this kind."""
    codes = {row[0]: row[1] for row in WORDS["types"]}
    value = f"{rng.choice((rng.randint(1, 99), rng.randint(100, 4900))):02d}"
    unit = rng.choice(issuer.units)
    if issuer.system in ("party", "youth"):
        notation = f"{codes[kind] or 'CV'}/{issuer.code}"
        if issuer.system == "youth" and rng.random() < 0.6:
            notation += f"-{unit}"
        return f"{value}-{notation}", notation
    groups = (issuer.code, unit) if kind == "Công văn" else (codes[kind], issuer.code)
    notation = "-".join(groups)
    return f"{value}/{notation}", notation


def part(rng: random.Random) -> tuple[str, str]:
    """Return a part as printed before the document, and as the record's scope has it."""
    clause, article = rng.randint(1, 6), rng.randint(1, 30)
    if rng.random() < 0.5:
        return f"khoản {clause} Điều {article}", f"Điều {article} khoản {clause}"
    return f"Điều {article}", f"Điều {article}"


def _law(rng: random.Random) -> Cited:
    if rng.random() < 0.25:
        title, number, day = rng.choice(WORDS["numbered_laws"])
        reference = _reference("Luật", number, number.rsplit("/", 1)[1]) | {"title": title}
        if rng.random() < 0.5:
            return Cited(f"{title} số {number}", (reference,))
        shown = print_day(rng, date.fromisoformat(day), long=0.8)
        return Cited(f"{title} số {number} ngày {shown}", (reference | {"date": day},))
    title, day = rng.choice(WORDS["laws"])
    reference = _reference("Luật", None, None) | {"title": title}
    draw = rng.random()
    if draw < 0.7:
        shown = print_day(rng, date.fromisoformat(day), long=0.8)
        return Cited(f"{title} ngày {shown}", (reference | {"date": day},))
    if draw < 0.85:
        return Cited(f"{title} năm {day[:4]}", (reference | {"date_partial": day[:4]},))
    return Cited(title, (reference,))


def _normative(rng: random.Random, before: date) -> Cited:
    kind, shape, body = rng.choice(WORDS["normative"])
    day = random_day(rng, before, within=2500)
    number = shape.format(n=f"{rng.randint(1, 180):02d}", y=day.year)
    reference = _reference(kind, number, number.rsplit("/", 1)[1])
    return _compose(rng, kind, reference, day=day, body=body)


def _compose(
    rng: random.Random,
    noun: str,
    reference: dict[str, Any],
    *,
    day: date,
    body: str,
    joint: str = " ",
    always: bool = False,
) -> Cited:
    text = f"{noun} {'số ' if rng.random() < 0.9 else ''}{reference['number']}"
    if always or rng.random() < 0.92:
        text += f"{joint}ngày {print_day(rng, day)}"
        reference = reference | {"date": day.isoformat()}
        if rng.random() < 0.85:
            text += f" của {body}"
            reference = reference | {"issuing_body": body}
            if rng.random() < 0.6:
                subject = subject_words(rng, day.year)
                text += rng.choice((" về ", " về việc ")) + subject
                reference = reference | {"subject": subject}
    return Cited(text, (reference,))


def _reference(kind: str, number: str | None, notation: str | None) -> dict[str, Any]:
    state = "missing" if number is None else "present"
    return {"document_type": kind, "number": number, "number_state": state, "notation": notation}


def _short(rng: random.Random, name: str) -> str:
    if name.startswith("Ủy ban nhân dân") and rng.random() < 0.5:
        return name.replace("Ủy ban nhân dân", "UBND")
    return name


def _month(day: date) -> str:
    # Only months 1 and 2 are padded by the decree.
    return f"{day.month:02d}" if day.month < 3 else str(day.month)
