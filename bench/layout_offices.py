"""Draws offices, people and subjects from layout_words.toml."""

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORDS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "layout_words.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class Region:
    """Where an office sits."""

    p: str
    h: str
    x: str

    def fill(self, text: str) -> str:
        return text.format(p=self.p, h=self.h, x=self.x)


@dataclass(frozen=True, slots=True)
class Office:
    """A body that issues papers; the printed lines are in capitals, the names as the record has
    them (sentence case, proper names kept)."""

    system: str
    region: Region
    issuer_lines: tuple[str, ...]
    name: str
    parent_lines: tuple[str, ...]
    parent: str | None
    code: str
    units: tuple[str, ...]
    head: str
    deputy: str
    collective: str | None
    place: str
    ranked: bool
    titled: bool


def region(rng: random.Random) -> Region:
    """Draw a province, a district and a commune."""
    return Region(
        rng.choice(WORDS["provinces"]),
        rng.choice(WORDS["districts"]),
        rng.choice(WORDS["communes"]),
    )


def office(rng: random.Random, where: Region, *, systems: tuple[str, ...] | None = None) -> Office:
    """Draw an office of that region."""
    rows = [row for row in WORDS["bodies"] if systems is None or row["system"] in systems]
    row = rng.choices(rows, [row["weight"] for row in rows])[0]
    printed, _, code = rng.choice(row["issuer"]).partition("=")
    lines = tuple(where.fill(printed).split("|"))
    above = where.fill(rng.choice(row.get("parent", [""])))
    head = row["head"]
    if code == "HĐTĐKT":
        head = "CHỦ TỊCH"
    elif code == "TTr":
        head = "CHÁNH THANH TRA"
    elif code == "UBKTTU":
        head = "CHỦ NHIỆM"
    elif code in ("VPTU", "ĐUK"):
        head = "CHÁNH VĂN PHÒNG" if code == "VPTU" else "BÍ THƯ"
    return Office(
        system=row["system"],
        region=where,
        issuer_lines=lines,
        name=" ".join(lines),
        parent_lines=tuple(above.split("|")) if above else (),
        parent=above.replace("|", " ") or None,
        code=code or row["code"],
        units=tuple(row["units"]),
        head=head,
        deputy=row.get("deputy", f"PHÓ {head}"),
        collective=row.get("collective"),
        place=where.fill(row.get("place", "{p}")),
        ranked=row.get("ranked", False),
        titled=row.get("titled", False),
    )


def person(rng: random.Random) -> str:
    """Invent a name."""
    parts = (rng.choice(WORDS["family"]), rng.choice(WORDS["middle"]), rng.choice(WORDS["given"]))
    return " ".join(part for part in parts if part)


def subject_words(rng: random.Random, year: int) -> str:
    """Invent what a paper is about, in lower case."""
    tail = rng.choice(WORDS["tails"]).format(y=year)
    return f"{rng.choice(WORDS['actions'])} {rng.choice(WORDS['matters'])}{tail}"
