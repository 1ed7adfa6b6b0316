"""Composed dispatches as pages of lines with their true roles, damaged as scanners and typists do.

The pages are drawn from ``bench/layout_documents.py`` without printing: the model sees what readers
yield, so thousands of pages cost seconds. Every kind of damage is drawn anew for each page.
"""

import random
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from layout_documents import Truth, compose

from dispatch.document import Column, Origin, ParsedDocument, SourceFile
from dispatch.text import fold
from nlp.roles import Role
from parsers.assemble import RawLine, RawPage, RawWord, assemble

ROLES = {
    "parent": Role.ISSUER, "issuer": Role.ISSUER, "number": Role.NUMBER, "about": Role.SUBJECT,
    "place_date": Role.PLACE_DATE, "type": Role.TITLE, "subject": Role.SUBJECT,
    "decider": Role.ENACTING, "basis": Role.BASIS, "addressee": Role.ADDRESSEE,
    "recipients_head": Role.RECIPIENTS, "recipient": Role.RECIPIENTS, "archive": Role.ARCHIVE,
    "authority": Role.AUTHORITY, "position": Role.POSITION, "name": Role.SIGNER,
}  # fmt: skip
"""The composer's words for a line → its role; all other lines are running text."""
_HEAD = frozenset({"parent", "issuer", "mark", "number", "about", "place_date", "stamp", "nation"})
_FOOT = frozenset({"recipients_head", "recipient", "archive", "authority", "position", "name"})
_SOURCE = SourceFile("a" * 64, "trang.pdf", "application/pdf", 1)
_WIDTH = {"left": 40, "right": 46, "full": 92}


@dataclass(frozen=True, slots=True)
class Wear:
    """What happens to one page; shares are of words or of lines."""

    is_plain: bool  # one column, no bold: a .txt, a careless converter
    garbled: float
    toneless: float
    scrawl: float
    lost: float  # of the lines that name a box: letterhead, Nơi nhận, the motto


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A drawn page and the true role of each of its lines."""

    document: ParsedDocument
    roles: tuple[Role, ...]
    wear: Wear


def draw(seed: int, index: int) -> LabelledPage:
    """Return the ``index``-th labelled page of a seed."""
    rng = random.Random(f"{seed}/{index}/page")
    wear = _wear(rng)
    rows = _kept(rng, _rows(compose(seed, index), rng), wear)
    lines: list[RawLine] = []
    roles: list[Role] = []
    for name, column, text in rows:
        role = ROLES.get(name, Role.BODY)
        for number, printed in enumerate(_wrap(text, _WIDTH["full" if wear.is_plain else column])):
            if rng.random() < wear.scrawl:
                lines.append(_line(rng, _ink(rng), column, wear, starts=True))
                roles.append(Role.BODY)
            lines.append(_line(rng, printed, column, wear, starts=number == 0, name=name))
            roles.append(role)
    document = assemble(_SOURCE, [RawPage(lines, read_by_ocr=wear.garbled > 0)])
    kept = [role for line, role in zip(lines, roles, strict=True) if line.words]
    return LabelledPage(document, tuple(kept), wear)


def _wear(rng: random.Random) -> Wear:
    scanned = rng.random() < 0.6
    return Wear(
        is_plain=rng.random() < 0.4,
        garbled=rng.choice((0.01, 0.04, 0.12)) if scanned else 0.0,
        toneless=rng.choice((0.02, 0.1, 0.5)) if scanned else 0.0,
        scrawl=rng.choice((0.0, 0.02, 0.06)) if scanned else 0.0,
        lost=rng.choice((0.0, 0.0, 0.15)),
    )


def _rows(truth: Truth, rng: random.Random) -> list[tuple[str, str, str]]:
    """Return (name, column, text) with Quốc hiệu put in; in one order or another of the columns."""
    nation = [
        ("nation", "right", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("nation", "right", "Độc lập - Tự do - Hạnh phúc"),
    ]
    if truth.record["system"] == "party":
        nation = [("nation", "right", "ĐẢNG CỘNG SẢN VIỆT NAM")]
    head = [row for row in truth.lines if row[0] in _HEAD]
    foot = [row for row in truth.lines if row[0] in _FOOT]
    rest = [row for row in truth.lines if row not in head and row not in foot]
    at = next((n for n, row in enumerate(head) if row[0] == "number"), len(head))

    head = [*head[:at], *nation, *head[at:]] if rng.random() < 0.5 else [*nation, *head]
    if rng.random() < 0.35:
        signing = [row for row in foot if row[1] == "right"]
        foot = signing + [row for row in foot if row[1] != "right"]
    return [*head, *rest, *foot]


def _kept(
    rng: random.Random, rows: list[tuple[str, str, str]], wear: Wear
) -> list[tuple[str, str, str]]:
    """Lose lines, dashes and colons as careless typing and poor scans do."""
    bare = rng.random() < 0.15
    kept = []
    for name, column, text in rows:
        if name in ("parent", "nation", "recipients_head", "number", "position") and (
            rng.random() < wear.lost
        ):
            continue
        if bare and name == "recipient":
            text = text.lstrip("- ")
        if bare and name == "recipients_head":
            text = text.rstrip(":")
        kept.append((name, column, text))
    return kept


def _wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.replace("**", "").split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _line(
    rng: random.Random, text: str, column: str, wear: Wear, *, starts: bool, name: str = ""
) -> RawLine:
    bold = not wear.is_plain and name in ("issuer", "type", "authority", "position", "name")
    read = wear.garbled > 0
    words = [
        RawWord(
            _damaged(rng, word, wear),
            bold=bold and not read,
            origin=Origin.OCR if read else Origin.TEXT,
            confidence=rng.uniform(0.5, 0.96) if read else 1.0,
        )
        for word in text.split()
    ]
    return RawLine(
        words,
        column=Column.FULL if wear.is_plain else Column(column),
        starts_paragraph=starts or wear.is_plain,
        centered=not wear.is_plain and column == "full" and name in ("type", "subject"),
        blank_before=starts and name in ("recipients_head", "type") and rng.random() < 0.5,
    )


def _damaged(rng: random.Random, word: str, wear: Wear) -> str:
    if rng.random() < wear.toneless:
        bare = fold(word)
        word = bare.upper() if word.isupper() else bare.capitalize() if word[0].isupper() else bare
    if rng.random() < wear.garbled:
        at = rng.randrange(len(word))
        word = word[:at] + rng.choice("ilo0e5c,.'~-rn") + word[at + rng.randint(0, 1) :]
    return word or "."


def _ink(rng: random.Random) -> str:
    """Return what OCR makes of a seal or a signature."""
    letters = "aeioucnrtl.,'~^_|SHTPMĐ "
    return "".join(rng.choice(letters) for _ in range(rng.randint(3, 16))).strip() or "~"
