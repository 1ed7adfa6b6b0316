"""The issuing body without a letterhead: the one the text names and the notation spells.

``/BQL-VP`` and a text that speaks of ``Ban Quản lý các khu công nghiệp`` name one body.
"""

import re
from functools import cache

from dispatch.document import ParsedDocument
from dispatch.letters import UPPER
from dispatch.text import fold
from dispatch.vocabulary import rows, types_by_code
from nlp.case import sentence_case
from nlp.findings import Finding, Findings, Span

_WORDS = r"(?:[ \n]+[^\W\d_]+){0,11}"
_STOP = frozenset(
    ("về", "và", "phát", "đề", "tổ", "kêu", "yêu", "thông", "báo", "triển", "trân", "kính", "đã",
     "sẽ", "có", "ban", "xây", "thực", "giao", "nhận", "tại", "để", "trong", "là", "do", "được",
     "ra", "mời", "xin", "gửi", "hướng", "chỉ", "căn", "trình")
)  # fmt: skip

_COMPOUNDS = frozenset(
    (("tư", "xây"), ("Giao", "thông"), ("giao", "thông"), ("Truyền", "thông"), ("truyền", "thông"),
     ("viễn", "thông"), ("sinh", "thực"))
)  # fmt: skip
# "BÊN A (Bên giao thầu): TRUNG TÂM …": who gives a contract its number is its first party.
_FIRST_PARTY = re.compile(
    r"^[^\w\n]*(?:[IVX1]{1,3}[.)] ?)?(?:BÊN|Bên) (?:A|GIAO|CHO THUÊ|BÁN)\b ?"
    r"(?:\([^()\n]{2,60}\))? ?[:.-] ?"
    r"(?P<name>(?:[A-ZĐ][^\W\d_]*|&|-)"
    rf"(?:(?: |\n(?=[{UPPER}]{{2}}))(?!(?:Do|do|DO|Đại diện|Địa chỉ)\b)[^\s,;:.()]+){{2,16}})"
    r"[,;.:)]?$",
    re.MULTILINE,
)
_UNSPELLED = frozenset(("và", "các", "của"))


@cache
def _long_forms() -> dict[str, tuple[str, ...]]:
    forms: dict[str, list[str]] = {}
    for row in rows("abbreviations"):
        forms.setdefault(row["# short"], []).append(row["long"])
    for row in rows("body_words"):
        if row["name"][0].isupper():
            initials = "".join(word[0] for word in row["name"].split() if word[0].isalpha())
            forms.setdefault(initials.upper(), []).append(row["name"])
    return {short: tuple(found) for short, found in forms.items()}


def find_own_issuer(document: ParsedDocument, notation: str | None, findings: Findings) -> None:
    """Report issuing_body from the running text: a contract's first party, else the body that the
    notation spells."""
    if party := _FIRST_PARTY.search(document.text):
        printed = sentence_case(" ".join(party["name"].split()), document.text)
        findings.add(
            [Finding("issuing_body", printed, (party.span("name"),), 0.85, "rule:first_party")]
        )
        return
    for code in organisations(notation):
        if named := body_of_code(document, code):
            value, span = named
            findings.add([Finding("issuing_body", value, (span,), 0.9, "rule:own_text")])
            return


def body_of_code(document: ParsedDocument, code: str) -> tuple[str, Span] | None:
    """Return the body that the text names and ``code`` of a notation spells, with its place."""
    for name in (*_long_forms().get(code, ()), *_spelled(document.text, code)):
        if found := _longest(document.text, name):
            value, start = found
            clean = " ".join(value.split())
            return clean[0].upper() + clean[1:], (start, start + len(value))
    return None


def _spelled(text: str, code: str) -> list[str]:
    """Return the names in ``text`` whose initials are ``code``: TTXTTM, Trung tâm Xúc tiến …."""
    found: dict[str, None] = {}
    for short, names in _long_forms().items():
        if len(short) < 2 or not code.startswith(short) or code == short:
            continue
        for name in names:
            for match in _pattern(name).finditer(text):
                words = match.group().split()
                for length in range(len(name.split()) + 1, len(words) + 1):
                    if _initials(words[:length]) == code:
                        found.setdefault(" ".join(words[:length]))
                        break
    return list(found)


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words if word not in _UNSPELLED).upper()


def organisations(notation: str | None) -> list[str]:
    """Return the groups of a notation that are no type's code: SCT and QLTM of SCT-QLTM."""
    groups = [group for group in re.split("[-/]", notation or "") if group]
    return [group for at, group in enumerate(groups) if at or group not in types_by_code()]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + re.escape(name).replace("\\ ", r"[ \n]+") + _WORDS)


def _longest(text: str, name: str) -> tuple[str, int] | None:
    """Return the longest form of ``name`` that the text writes at least twice (or else once, cut
    before a verb), with its first place."""
    pattern = _pattern(name)
    folded = re.compile(pattern.pattern, re.IGNORECASE)
    found = [(match.group().split(), match.start()) for match in pattern.finditer(text)]
    found = found or [(match.group().split(), match.start()) for match in folded.finditer(text)]
    if not found:
        return None
    least = len(name.split())
    for length in range(max(len(words) for words, _ in found), least - 1, -1):
        counts: dict[str, list[int]] = {}
        for words, start in found:
            if len(words) >= length and not _stops(words[:length], least):
                counts.setdefault(fold(" ".join(words[:length])), []).append(start)
        for starts in counts.values():
            if len(starts) > 1 or (len(found) == 1 and length >= least):
                return _printed(text, min(starts), length), min(starts)
    return _printed(text, found[0][1], least), found[0][1]


def _stops(words: list[str], least: int) -> bool:
    """Tell whether a word behind the first ``least`` ends the name: a verb, but not within a
    compound of names (đầu tư xây dựng)."""
    return any(
        words[at] in _STOP and (words[at - 1], words[at]) not in _COMPOUNDS
        for at in range(least, len(words))
    )


def _printed(text: str, start: int, words: int) -> str:
    match = re.compile(rf"\S+(?:\s+\S+){{{words - 1}}}").match(text, start)
    return match.group().rstrip(".,;:") if match else ""
