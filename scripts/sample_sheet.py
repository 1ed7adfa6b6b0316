"""A source in TOML becomes a sheet: the blocks of a document in the form of Nghị định 30/2020.

Sizes and cells follow Phụ lục I, Phần I, Mục IV (ô 1–13): a borderless two-column head and foot,
the title and the body between them. A sheet knows nothing of a file format.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph; ``**`` in the text switches bold, a line feed is a forced line break."""

    text: str
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    size: float = 13
    indent: float = 0  # first line, in centimetres
    margin: float = 0  # whole paragraph from the left, in centimetres
    after: float = 0  # points
    rule: bool = False  # only a short line
    boxed: bool = False  # a frame round the words, as stamps have


@dataclass(frozen=True, slots=True)
class Columns:
    """A borderless table of one row and two cells; ``split`` is the left one's share."""

    left: tuple[Para, ...]
    right: tuple[Para, ...]
    split: float = 0.42


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a page."""


Block = Para | Columns | PageBreak


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document ready to be written; ``signer`` is where a seal goes, None where none is due."""

    name: str
    blocks: tuple[Block, ...]
    signer: str | None = None


RULE = Para("", size=2, after=3, rule=True)
RIGHT_HEADS: dict[str, tuple[str, ...]] = {
    "state": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    "union": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    "party": ("ĐẢNG CỘNG SẢN VIỆT NAM",),
    "youth": ("ĐOÀN TNCS HỒ CHÍ MINH",),
    "none": (),
}
BODY_MARKS: dict[str, dict[str, Any]] = {
    "=": {"bold": True, "align": "center"},
    "*": {"bold": True, "indent": 1.0, "align": "justify"},
    "~": {"italic": True, "indent": 1.0, "align": "justify"},
    ">": {"margin": 3.5, "align": "left"},
    "^": {"align": "center"},
}


def read_source(path: Path) -> dict[str, Any]:
    """Read one source file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def sheet(name: str, source: dict[str, Any], *, size: float = 13, after: float = 4) -> Sheet:
    """Lay out a source; ``size`` and ``after`` are the body's font size and paragraph space."""
    blocks: list[Block] = [*_head(source["head"])]
    blocks += _title(source.get("title", {}))
    blocks += _body(source["body"], size=size, after=after)
    foot = source["foot"]
    blocks += _foot(foot)
    for attachment in source.get("attachment", []):
        blocks.append(PageBreak())
        if "head" in attachment:
            blocks += _head(attachment["head"])
        blocks += _title(attachment.get("title", {}))
        blocks += _body(attachment["body"], size=size, after=after)
    return Sheet(name, tuple(blocks), foot.get("name"))


def plain(sheet: Sheet) -> str:
    """Return the sheet as text, cell after cell, an empty line between blocks of different kind."""
    parts: list[str] = []
    for block in sheet.blocks:
        if isinstance(block, Columns):
            for cell in (block.left, block.right):
                parts.append("\n".join(para.text for para in cell if para.text.strip()))
        elif isinstance(block, Para) and block.text.strip():
            parts.append(block.text.replace("**", ""))
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(head: dict[str, Any]) -> Iterable[Block]:
    system = head.get("system", "state")
    left = [Para(line, align="center", size=12) for line in head.get("parent", [])]
    left += [Para(line, bold=True, align="center", size=12) for line in head.get("issuer", [])]
    if head.get("mark"):
        left.append(Para(head["mark"], align="center", size=12))
    elif head.get("issuer"):
        left.append(RULE)
    if "number" in head:
        left.append(Para(head["number"], align="center", size=13))
    about = [Para(line, align="center", size=12) for line in head.get("about", [])]
    across = about if head.get("about_across") else []
    left += [] if across else about
    left += [Para(line, bold=True, align="center", boxed=True) for line in head.get("stamps", [])]
    names = tuple(head.get("names", RIGHT_HEADS[system]))
    right = [
        Para(line, bold=True, align="center", size=12 + index) for index, line in enumerate(names)
    ]
    right += [RULE] if names else []
    # Place and date stand level with the number (ô 3 and ô 4).
    above = (
        left.index(RULE) if RULE in left else len(head.get("parent", []) + head.get("issuer", []))
    )
    right += [Para("", size=12)] * max(0, above - len(names)) if names else []
    if "place_date" in head:
        right.append(Para(head["place_date"], italic=True, align="center", size=13))
    yield Columns(tuple(left), tuple(right), head.get("split", 0.41))
    yield from across
    yield Para("", size=8)


def _title(title: dict[str, Any]) -> list[Block]:
    lines: list[Block] = [
        Para(line, bold=True, align="center", size=14) for line in title.get("kind", [])
    ]
    lines += [Para(line, bold=True, align="center") for line in title.get("subject", [])]
    lines += [Para(line, italic=True, align="center") for line in title.get("under", [])]
    if lines:
        lines.append(Para("", size=8))
    return lines


def _body(body: str, *, size: float, after: float) -> list[Block]:
    blocks: list[Block] = []
    for line in body.strip("\n").split("\n"):
        if not line.strip():
            continue
        mark, _, rest = line.partition(" ")
        style = BODY_MARKS.get(mark)
        if style is None:
            blocks.append(Para(line, size=size, after=after, indent=1.0, align="justify"))
        else:
            blocks.append(Para(rest, **{"size": size, "after": after, **style}))
    return blocks


def _foot(foot: dict[str, Any]) -> list[Block]:
    """Set the recipients beside the signature, or ``below`` it; ``beside`` is a second signer's
    lines, the name last, where two sign and the recipients follow below."""
    left = [Para("Nơi nhận:", bold=True, italic=True, size=12)]
    left += [Para(line, size=11) for line in foot["recipients"]]
    right = _signature([*foot["signing"]], foot.get("name"), foot.get("office"))
    if "beside" in foot:
        *lines, name = foot["beside"]
        return [Columns(tuple(_signature(lines, name)), tuple(right), 0.5), *left]
    if foot.get("below"):
        return [Columns((), tuple(right), 0.5), *left]
    return [Columns(tuple(left), tuple(right), 0.5)]


def _signature(lines: list[str], name: str | None, office: str | None = None) -> list[Para]:
    paras = [Para(line, bold=True, align="center", size=13) for line in lines]
    paras += [Para("", size=13)] * 4
    last = (line for line in (name, office) if line)
    return [*paras, *(Para(line, bold=True, align="center", size=13) for line in last)]
