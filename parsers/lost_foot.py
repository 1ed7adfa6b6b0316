"""Where the lines of a foot began that stands in one line: Nơi nhận, its entries, who signs.

The two columns may follow each other or be mixed row by row: an entry opens with its dash, an
office is in capitals, a name stands behind an office.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from dispatch.letters import UPPER
from parsers.form_anchors import (
    APPENDIX,
    ITEM,
    RECIPIENTS,
    SIGNED,
    any_name,
    full_name,
    is_capital,
    office,
)

_LONGEST = 20_000  # characters that a foot may stand before the end
_BEFORE = 500  # characters in which a signature may stand before Nơi nhận
_CAPITALS = re.compile(rf"[{UPPER}]{{2,}} [{UPPER}]{{2,}}|[{UPPER}]/[{UPPER}]")
_ENDS = ';.,:/)”"'
_FEW = 40  # characters behind the last name that are still the foot's
# What an office within a run of capitals goes on with: BAN BÍ THƯ and ĐOÀN CHỦ TỊCH are bodies.
_JOINS = frozenset(("KIÊM", "VÀ", "DIỆN", "-", "–", "CỦA", "THUỘC"))
_BODIES = re.compile(r"BAN BÍ THƯ|ĐOÀN (?:CHỦ TỊCH|ĐẠI BIỂU)|ĐỒNG THÀNH VIÊN")
_MARKED = re.compile(r"[;.,:/)”\"] ")
_NEXT_ENTRY = re.compile(r" ?[-–+] ?\S| Lưu")
_UNMARKED = re.compile(rf"\s(?=[-–+] ?[{UPPER}])")  # entries of typists who end none with a mark


@dataclass(frozen=True, slots=True)
class Foot:
    """Offsets where the lines of a foot begin, those among them of the signer's column, and where
    the foot itself begins and ends."""

    cuts: frozenset[int]
    signing: frozenset[int]
    start: int
    end: int


def cut_foot(text: str, start: int, breaks: Collection[int]) -> Foot | None:
    """Return where the lines of the foot behind ``start`` begin, None where there is none."""
    start = max(start, len(text) - _LONGEST)
    heads = list(RECIPIENTS.finditer(text, start))
    head = next((one for one in heads if "Lưu" in text[one.end() : one.end() + 3000]),
                heads[-1] if heads else None)  # fmt: skip
    if head is None and not _CAPITALS.search(text, max(start, len(text) - _BEFORE)):
        return None
    first = _signature_start(text, start, head.start() if head else None)
    if head is None and first is None:
        return None
    begin = min(at for at in (first, head.start() if head else None) if at is not None)
    foot = _lines(text, begin, breaks)
    if head and not any(head.end() + 2 < at < foot.end for at in foot.cuts - foot.signing):
        unmarked = {match.end() for match in _UNMARKED.finditer(text, head.end(), foot.end)}
        foot = replace(foot, cuts=foot.cuts | unmarked)
    return replace(foot, cuts=foot.cuts | {head.start(), head.end()}) if head else foot


def _signature_start(text: str, start: int, head: int | None) -> int | None:
    """Return where a signature begins that stands before Nơi nhận, or that ends the text."""
    low = max(start, (len(text) if head is None else head) - _BEFORE)
    for match in office().finditer(text, low, len(text) if head is None else head):
        if not _stands_alone(text, match.start()):
            continue
        end = _run_end(text, match.start())
        behind = _skip(text, end)
        if head is not None and behind >= head:
            return match.start()
        named = full_name().match(text, _behind_mark(text, behind))
        if named and (head is not None or _skip(text, named.end()) >= len(text) - 1):
            return match.start()
    return None


def _behind_mark(text: str, at: int) -> int:
    signed = SIGNED.match(text, at)
    return _skip(text, signed.end()) if signed else at


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _stands_alone(text: str, at: int) -> bool:
    """True where an office may begin a line: behind a mark, or with a signing form of its own."""
    before = text[:at].rstrip()[-1:] if at < 2 else text[at - 2 : at].rstrip()[-1:]
    if before == "," and text[at : at + 2] in ("PT", "Q."):
        return False  # units of the archive line
    return not before or before in _ENDS or "." in text[at : at + 4] or text[at + 1 : at + 2] == "/"


def _run_end(text: str, at: int) -> int:
    """Return where the words in capitals from ``at`` on end."""
    end = at
    while end < len(text):
        stop = text.find(" ", end)
        stop = len(text) if stop < 0 else stop
        word = text[end:stop]
        # TỔ CHỨC - HÀNH CHÍNH is one office; "- UBND các huyện" is an entry of the other column.
        joins = word in ("-", "–", "&") and all(map(is_capital, text[stop : stop + 40].split()[:2]))
        if not (is_capital(word) or joins) or SIGNED.match(text, end):
            break
        if end > at and full_name().match(text, end):
            break  # PGS.TS. and Y are capitals too
        end = stop + 1
    return min(end, len(text))


def _lines(text: str, begin: int, breaks: Collection[int]) -> Foot:
    """Return where the lines from ``begin`` on start, and where the foot is over."""
    stop = appendix.start() if (appendix := APPENDIX.search(text, begin)) else len(text)
    items = {match.end() for match in ITEM.finditer(text, begin, stop)}
    cuts = items | {at for at in breaks if begin < at < stop}
    signing: set[int] = set()
    end, named = begin, True
    for match in office().finditer(text, begin, stop):
        low = match.start()
        follows = low == _skip(text, end) and low > begin
        if low < end or not (follows or low in cuts or _stands_alone(text, low)):
            continue
        found, end, named = _signature(text, low)
        signing |= found
        cuts.add(end)
    if not named and (late := _late_name(text, end, stop)):
        signing.add(late[0])
        cuts.add(late[1])
        end = max(end, late[1])
    last = max(items, default=begin)
    over = stop if last >= end or stop - end < _FEW else end
    return Foot(frozenset(cuts | signing | {begin, end, over}), frozenset(signing), begin, over)


def _signature(text: str, low: int) -> tuple[set[int], int, bool]:
    """Return where the lines of the signature from ``low`` on begin, its end, and whether it has a
    name."""
    end = _run_end(text, low)
    signing = {low, *_offices_within(text, low, end)}
    behind = _skip(text, end)
    if signed := SIGNED.match(text, behind):
        signing.add(behind)
        end, behind = signed.end(), _skip(text, signed.end())
    name = full_name().match(text, behind) or any_name().match(text, behind)
    if name:
        signing.add(behind)
        end = name.end()
    return signing, end, name is not None


def _late_name(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """Return the name that entries of the other column part from its office: behind an entry's
    mark, before the next entry or the end."""
    for mark in _MARKED.finditer(text, start, stop):
        at = mark.end()
        name = full_name().match(text, at) or any_name().match(text, at)
        if name and (name.end() >= stop - 1 or _NEXT_ENTRY.match(text, name.end())):
            return name.span()
    return None


def _offices_within(text: str, low: int, high: int) -> set[int]:
    """Return where further offices begin in a run of capitals: TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH."""
    cuts: set[int] = set()
    form_end = low
    for match in office().finditer(text, low, high):
        at = match.start()
        before = text[max(low, at - 20) : at].split()[-1:] or [""]
        joined = before[0] in _JOINS or before[0].endswith(",")
        if at > form_end and not joined and not _BODIES.match(f"{before[0]} {match[0]}"):
            cuts.add(at)
        is_form = match[0].rstrip()[-1:] in "./" or "/" in match[0] or len(match[0].strip()) < 4
        form_end = _skip(text, match.end()) if is_form else at
    return cuts
