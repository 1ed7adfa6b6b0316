"""Queries drawn from an archive's own records: every field of the language, words and phrases,
alone and combined by brackets, OR and NOT."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from index.fields import CODED, FACTS, NAMES
from index.query import Query

Record = dict[str, Any]


def asked(records: Sequence[Record], *, seed: int, combined: int) -> Iterator[Query]:
    """Yield a query for each field under each of its names, and ``combined`` ones of several."""
    draw = random.Random(seed)
    for name, names in NAMES.items():
        for typed in names:
            if text := _field(draw, records, name, typed):
                yield Query(text=text)
    for _ in range(combined):
        text = _both(draw, records, depth=2)
        yield Query(text=text, sort=draw.choice((None, "newest", "oldest")))
    for _ in range(combined // 4):
        record = draw.choice(records)
        yield Query(
            text=draw.choice(("", _words(draw, record))),
            document_type=draw.choice((None, record["document_type"])),
            signer=draw.choice((None, record["signer"]["name"])),
            date_from=draw.choice((None, record["date"])),
            sort=draw.choice(("newest", "oldest")),
        )


def _both(draw: random.Random, records: Sequence[Record], *, depth: int) -> str:
    parts = [_one(draw, records, depth=depth) for _ in range(draw.randint(1, 3))]
    excluded = [f"NOT {_one(draw, records, depth=0)}" for _ in range(draw.choice((0, 0, 1)))]
    return " ".join([*parts, *excluded])


def _one(draw: random.Random, records: Sequence[Record], *, depth: int) -> str:
    if depth and draw.random() < 0.4:
        sides = [_both(draw, records, depth=depth - 1) for _ in range(2)]
        return f"({' OR '.join(sides)})"
    if draw.random() < 0.5:
        return _words(draw, draw.choice(records))
    name = draw.choice([*NAMES])
    return _field(draw, records, name, draw.choice(NAMES[name])) or "đua"


def _words(draw: random.Random, record: Record) -> str:
    words = str(record["subject"]).split()
    start = draw.randrange(len(words))
    found = words[start : start + draw.randint(1, 3)]
    return draw.choice((" ".join(found), f'"{" ".join(found)}"', "_".join(found)))


def _field(draw: random.Random, records: Sequence[Record], name: str, typed: str) -> str:
    """Return a condition on a field as some record has it; '' where none does."""
    if name in CODED:
        return f'{typed}:"{draw.choice([*CODED[name], *CODED[name].values()])}"'
    for record in draw.sample(records, 40):
        if value := _value(draw, record, name):
            return f'{typed}:"{value}"'
    return ""


def _value(draw: random.Random, record: Record, name: str) -> str:
    cited = [one["number"] for one in record["references"] if one["number"]]
    known = {
        "number": record["number"],
        "signer": record["signer"]["name"],
        "issuer": record["issuing_body"],
        "references": draw.choice(cited) if cited else None,
        "type": record["document_type"],
        "subject": " ".join(record["subject"].split()[:2]),
        "date": (record["date"] or "")[: draw.choice((4, 7, 10))],
        "period": (record["period"] or [{"start": None}])[0]["start"],
        "year": (record["date"] or "")[:4],
    }
    if name in known:
        return known[name] or ""
    values: list[Any] = [record]
    for step in FACTS[name][1].split("/"):
        held = [one for one in values if one is not None]
        values = (
            [each for one in held for each in one] if step == "*" else [one[step] for one in held]
        )
    found = [one for one in values if one is not None and one != ""]
    value = draw.choice(found) if found else ""
    return {True: "có", False: "không"}.get(value, str(value)) if found else ""
