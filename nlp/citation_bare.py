"""Numbers without a notation, which the word for a document before them makes numbers."""

import re
from collections.abc import Sequence

from dispatch.letters import UPPER
from nlp.citation_parts import NounToken, NumberToken

_BARE = re.compile(
    r"\s(?P<so>[Ss]ố\s)?(?P<digits>\d{1,6}[a-zđ]?)(?:/(?P<year>(?:19|20)\d\d))?(?![\w/\-.])"
)
# Before 1998 a dash stood between number and notation: "Nghị định số 130-CP ngày …".
_OLD = re.compile(
    rf"\s(?:[Ss]ố\s?:?\s?)?(?P<digits>\d{{1,4}})-(?P<notation>[{UPPER}]{{2,6}})(?![\w/\-])"
)
# What companies write: "công văn số TDV/01-2020 đề ngày …"; its day proves it a number.
_ODD = re.compile(
    rf"\s[Ss]ố\s?:?\s?(?P<number>(?=[^\s,;]{{0,24}}\d)[{UPPER}][\w&./\-]{{2,24}}|\d{{4,12}}[{UPPER}]{{1,4}})"
    r"(?=,?\s(?:đề\s)?ngày\s\d)"
)
# Contracts of companies bear figures alone: "Hợp đồng số 18/000412 ngày 02/4/2018".
_CONTRACT = re.compile(
    r"\s[Ss]ố\s?:?\s?(?P<number>\d{1,6}(?:[/\-.]\d{1,8}){1,3})(?=,?\s(?:ký\s|lập\s)?ngày\s\d)"
)
_DAY_NEXT = re.compile(r",?\s(?:ngay|de ngay)\s\d{1,2}")


def bare_numbers(text: str, folded: str, nouns: Sequence[NounToken]) -> list[NumberToken]:
    """Return the figures that follow a noun but bear no notation.

    "Nghị định 98/2023" is completed, for there is but one series of decrees; "Quyết định số 1456
    ngày …" is kept as printed because of its day.
    """
    found: list[NumberToken] = []
    for noun in nouns:
        if old := _OLD.match(text, noun.end):
            value = f"{old['digits']}-{old['notation']}"
            found.append(NumberToken(old.start("digits"), old.end(), value, old["notation"]))
        contract = noun.kind == "Hợp đồng" and _CONTRACT.match(text, noun.end)
        if odd := contract or _ODD.match(text, noun.end):
            number = odd["number"]
            found.append(NumberToken(*odd.span("number"), number, None, regular=False))
        match = _BARE.match(text, noun.end)
        if match is None:
            continue
        start, end = match.start("digits"), match.end()
        if match["year"] and noun.kind == "Nghị định":
            value = f"{match['digits']}/{match['year']}/NĐ-CP"
            found.append(NumberToken(start, end, value, "NĐ-CP"))
        elif match["so"] and not match["year"] and _DAY_NEXT.match(folded, end):
            found.append(NumberToken(start, end, match["digits"], None, regular=False))
    return found
