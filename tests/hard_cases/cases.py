"""Reads the tables of hard cases and runs them: each a letter (or several), and what must be read.

A table is plain text. ``## 9 short name`` opens case 9 of the domain notes, ``--- what differs``
one variant of it (``--- near-miss``: what only looks like the case), then the page as
``tests.nlp.builder`` draws it, then what the record must say, ``=> key: value`` a line. ``-`` is
null. A first line ``@file …`` has the letter written as a real file (see ``files``), a line
``@body``, ``@foot`` or ``@launch`` puts the text into the frame of that name below. A line ``+++``
begins another letter, ``+++`` before the first only asks for an archive: all are taken into one, in
this order, and the answers are those of ``archive_view``.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
NEAR_MISS = "near-miss"

HEAD = """UBND TỈNH ĐỒNG THÁP || **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
**SỞ CÔNG THƯƠNG || **Độc lập - Tự do - Hạnh phúc
Số: 731/SCT-VP || Cao Lãnh, ngày 14 tháng 8 năm 2023
V/v {subject} ||

Kính gửi: Các phòng, đơn vị thuộc Sở.

"""
FOOT = """
Nơi nhận: || **KT. GIÁM ĐỐC
- Như trên; || **PHÓ GIÁM ĐỐC
- Lưu: VT. ||
 || **Ngô Quốc Hưng
"""
FRAMES = {
    "@body": HEAD.format(subject="một số nội dung công tác") + "{text}\n" + FOOT,
    "@launch": HEAD.format(subject="phát động thi đua đợt I") + "{text}\n" + FOOT,
    "@foot": HEAD.format(subject="một số nội dung công tác")
    + "Đề nghị các phòng, đơn vị nghiêm túc thực hiện./.\n\n{text}",
}

Record = dict[str, Any]


@dataclass(frozen=True)
class Variant:
    """One letter or archive of a case with the values that must be read from it, by key."""

    case: int
    name: str
    letters: tuple[str, ...]
    expected: tuple[tuple[str, str], ...]
    is_archive: bool


def load() -> Iterator[Variant]:
    """Yield every variant of every table, in order of the files."""
    for path in sorted(FOLDER.glob("*.txt")):
        for case in re.split(r"(?m)^## ", path.read_text())[1:]:
            title, _, rest = case.partition("\n")
            for part in re.split(r"(?m)^--- ", rest)[1:]:
                name, _, text = part.partition("\n")
                yield _variant(int(title.split()[0]), name, text)


def _variant(case: int, name: str, text: str) -> Variant:
    rows = text.rstrip().split("\n")
    said = [row.removeprefix("=> ") for row in rows if row.startswith("=> ")]
    drawn = "\n".join(row for row in rows if not row.startswith("=> "))
    parts = re.split(r"(?m)^\+\+\+\n", drawn)
    letters = tuple(_framed(letter) for letter in parts if letter.strip())
    pairs = [row.partition(": ") for row in said]
    expected = tuple((key, value) for key, _, value in pairs)
    return Variant(case, name, letters, expected, is_archive=len(parts) > 1)


def _framed(letter: str) -> str:
    letter = letter.lstrip("\n")
    asked = ""
    if letter.startswith("@file "):
        asked, _, letter = letter.partition("\n")
        asked += "\n"
    first, _, rest = letter.partition("\n")
    return asked + (FRAMES[first].format(text=rest) if first in FRAMES else letter)


def show(record: Record, key: str) -> str:
    """Return what ``record`` says under ``key`` as the tables write it."""
    view = VIEWS.get(key)
    if view is None:
        return _plain(record[key])
    return view(record)


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "-"
    if isinstance(value, bool):
        return "yes" if value else "-"
    return "-" if value is None else str(value)


def _each(name: str, *keys: str) -> Callable[[Record], str]:
    """Return the view of a list: the entries' ``keys``, bare of nulls, one entry after another."""
    return lambda record: "; ".join(_parts(item, keys) for item in record[name]) or "-"


def _one(name: str, *keys: str) -> Callable[[Record], str]:
    return lambda record: _parts(record[name], keys) if record[name] else "-"


def _parts(item: Record, keys: tuple[str, ...]) -> str:
    """Return the values of ``keys``; of ``a|b`` the first that is there, a list joined by +."""
    found: list[str] = []
    for key in keys:
        value = next((item[name] for name in key.split("|") if item[name]), None)
        text = " + ".join(value) if isinstance(value, list) else value
        found.append("-" if text is None or text == "" else str(text))
    return " ".join(found)


VIEWS: dict[str, Callable[[Record], str]] = {
    "refs": _each("references", "relation", "number|title", "date|date_partial"),
    "cited": _each("references", "number|title"),
    "cited bodies": _each("references", "issuing_body"),
    "cited subjects": _each("references", "subject"),
    "cited types": _each("references", "document_type"),
    "scopes": _each("references", "scope"),
    "status": _each("references", "status"),
    "period": _each("period", "kind", "start", "end"),
    "sources": _each("period", "source"),
    "bounds": _each("period", "bound"),
    "recipients": _each("recipients", "name"),
    "roles": _each("recipients", "role"),
    "delivery": _each("recipients", "delivery"),
    "units": _one("archive", "units"),
    "drafter": _one("archive", "drafter"),
    "copies": _one("archive", "copies"),
    "signer": _one("signer", "name"),
    "rank": _one("signer", "rank"),
    "position": _one("signer", "position"),
    "authority": _one("signer", "authority"),
    "campaign": _one("campaign", "name"),
    "round": _one("campaign", "round"),
    "year": _one("campaign", "year"),
    "plan": _one("campaign", "plan"),
    "arrival": _one("arrival", "number", "date", "to"),
    "copy": _one("copy", "form", "number", "date", "signer"),
    "esign": _each("esign", "name", "time"),
    "appendices": _each("appendices", "label"),
    "path": lambda record: str(record["source"]["path"]),
    "warnings": lambda record: " ".join(sorted({item["code"] for item in record["warnings"]})),
}
