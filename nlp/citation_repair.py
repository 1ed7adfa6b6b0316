"""OCR's damage to citations, undone where a grammar demands it; the print goes to ``raw``.

A law's name is one of a table, a type's code follows from the noun before the number, a notation's
groups are known abbreviations: only then is a reading changed, never a digit.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from unicodedata import normalize

from dispatch.notation import single_d
from dispatch.text import fold, unify
from dispatch.vocabulary import rows, types_by_code, types_by_name
from nlp.known_acts import is_slip
from nlp.laws import law_titles
from nlp.misprints import ENVIRONMENT, L_IN_TWO, stem_of

_AMENDING = "Luật sửa đổi{} một số điều của "
_AMENDED = re.compile(r"^luat su\w? doi(?P<adds>,? \w+ su\w+)? mot so \w+ cua ")
_AMENDS = re.compile(r"(?<=Pháp lệnh )s[ửưữứ]a đ[ổốô]i(, b[ổốô] sung)?", re.IGNORECASE)
_INNER = re.compile(r"(?:^|(?<=\W))(?:Bộ luật|Luật|Pháp lệnh)\s")
_ASSEMBLY = re.compile(r"(?<=\d/)QH[Il](?=\d\b)")  # 27/2023/QHI5
_GLUED = re.compile(r"(?P<head>(?:\d{1,6}|\d{1,5}/(?:19|20)\d\d))7?(?P<tail>[A-ZĐ][A-ZĐa-z]+-\S+)")
_SHORT = frozenset(("CP", "VP", "UB", "TU", "HU", "TW", "BT"))
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_YEAR_AFTER = re.compile(r"\s(?:19|20)\d\d$")
_I_OF_ONE = re.compile(r"(?<=-[A-ZĐ]{2})I(?=1$)")  # UBND-VXI1
_SPECK_OF_L = re.compile(r"(?<=[A-ZĐ]L)\.(?=[A-ZĐ])")
# TTg, the only notation in small letters.
_PRIME_MINISTER = re.compile(r"\AT[T1Il](?:[gq9s]|gq|qg|g9)\Z")
SMALL_R = re.compile(r"(?<=-GDT)[TIl1](?=H\Z)")
"""GDTrH, an office of secondary education; none is called GDTTH."""
_STROKE = re.compile(r"(?<=\d)[lo](?=[-/])")  # no series has come to a letter l or o

# The Party's numbers end in a body's letters: no other host than TW has what OCR makes of a W.
_PARTY = re.compile(r"(?P<digits>\d{1,6}-)(?P<code>[A-ZĐ][\w]{1,3})/(?P<host>\S+)")
_CENTRAL = re.compile(
    r"(?P<organ>|BTC|BTG|BTGDV|BDV|BNC|BKT|UBKT|VP|BCSĐ)(?:T(?:H|V|VV|HM|HV|HW|W\W)|[I1l]W)"
)
_GOVERNMENT = re.compile(r"(?<=/NĐ-)C\Z")  # all decrees are the Government's

_SESSION = re.compile(r"((?:^|[/-])(?:UBTV|ĐĐ)?)[O0Q]H(?:[Il](?=[\dI]\d$))?([1I][\dI]|\d)$")


# Legislatures of the National Assembly by their years; of those that two share either may be.
_LEGISLATURES = {
    8: (1987, 1992), 9: (1992, 1997), 10: (1997, 2002), 11: (2002, 2007), 12: (2007, 2011),
    13: (2011, 2016), 14: (2016, 2021), 15: (2021, 2026), 16: (2026, 2031),
}  # fmt: skip
_NO_SLASH = re.compile(r"(?<=\d/(?:19|20)\d\d)(?=(?:UBTV)?QH)")  # 83/2025QH15
_OF_YEAR = re.compile(
    r"/(?P<year>(?:19|20)\d\d)/(?P<kind>(?:[A-ZĐ]{2}-)?(?:UBTV)?QH)(?P<number>\d{1,2})$"
)


def _of_legislature(match: re.Match[str]) -> str:
    """Return the number's end with the legislature of its year, where only one sat in it."""
    year, number = int(match["year"]), int(match["number"])
    sat = [one for one, (first, last) in _LEGISLATURES.items() if first <= year <= last]
    if number in sat or len(sat) != 1:
        return match[0]
    return f"/{year}/{match['kind']}{sat[0]}"


def mend_session(number: str) -> str:
    """Return a number or notation with the figures of its legislature: NQ-UBTVQHII is QH11's."""
    return _SESSION.sub(_session, number)


def _session(match: re.Match[str]) -> str:
    return f"{match[1]}QH{match[2].replace('I', '1')}"


def repair_title(title: str) -> str | None:
    """Return the law's name as the table spells it, None where ``title`` is no damaged name."""
    if ordinance := _AMENDS.search(title):
        opening = "sửa đổi" + (", bổ sung" if ordinance[1] else "")
        whole = title.replace(ordinance[0], opening, 1)
        return whole if _differs(whole, title) else None
    folded = fold(title)
    amending = _AMENDED.match(folded)
    if amending is None:
        year = _YEAR_AFTER.search(title)
        name = title[: year.start()] if year else title
        known = _closest(fold(name))
        if known is None or not _differs(known, name):
            return None
        return known + (year[0] if year else "")
    if title[amending.end() :].startswith("các "):  # … của các luật liên quan đến …
        return None
    parts = [part for part in _INNER.split(title[amending.end() - 1 :]) if part.strip()]
    repaired = [_ASSEMBLY.sub("QH1", _repair_inner(part)) for part in parts]
    opening = _AMENDING.format(", bổ sung" if amending["adds"] else "")
    whole = opening + "".join(repaired).rstrip(" ,")
    return whole if _differs(whole, title) else None


def _differs(repaired: str, printed: str) -> bool:
    """True where letters differ: a missing comma is the writer's, no damage."""
    return re.sub(r"[\W_]", "", unify(repaired)) != re.sub(r"[\W_]", "", unify(printed))


def _repair_inner(part: str) -> str:
    """Repair one name of an amending law's list, keeping its number and the joint after it."""
    match = re.match(r"(?P<name>.*?)(?P<rest>(?:\ssố\s\S+?)?[,;]?(?:\s(?:và|vả|va))?\s*)$", part)
    name, rest = (match["name"], match["rest"]) if match else (part, "")
    known = _closest(fold(f"Luật {name}"))
    return f"{known or f'Luật {name}'}{rest.replace('vả', 'và')}"


def _closest(folded: str) -> str | None:
    names = _names()
    key = _squeeze(folded)
    if key in names:
        return names[key]
    near = get_close_matches(key, names, n=2, cutoff=0.85)
    return names[near[0]] if near else None


def _squeeze(folded: str) -> str:
    return re.sub(r"[\W_]", "", folded)


@cache
def _names() -> dict[str, str]:
    return {_squeeze(fold(title)): title for title in law_titles()}


@dataclass(frozen=True, slots=True)
class Repaired:
    """A number as it must have been printed, and its notation."""

    number: str
    notation: str


def repair_number(number: str, kind: str | None) -> Repaired | None:
    """Return ``number`` with its code and groups restored, None where nothing is wrong.

    >>> repair_number("424/QĐ-TTq", "Quyết định")
    Repaired(number='424/QĐ-TTg', notation='QĐ-TTg')
    >>> repair_number("84/QĐĐ-UBND", "Quyết định")
    Repaired(number='84/QĐ-UBND', notation='QĐ-UBND')
    >>> repair_number("79/TTr-SNỹ", "Tờ trình")
    Repaired(number='79/TTr-SNV', notation='TTr-SNV')
    >>> repair_number("1105/QĐĐ-SGD&DT", "Quyết định")
    Repaired(number='1105/QĐ-SGD&ĐT', notation='QĐ-SGD&ĐT')
    >>> repair_number("178-KL/TH", "Kết luận")
    Repaired(number='178-KL/TW', notation='KL/TW')
    """
    value = _OF_YEAR.sub(_of_legislature, mend_session(_NO_SLASH.sub("/", number)))
    value = L_IN_TWO.sub("L", value)
    value = _SPECK_OF_L.sub("", value).replace("-.", ".")  # TTr .UBND.VX
    value = _GOVERNMENT.sub("CP", SMALL_R.sub("r", value))
    value = ENVIRONMENT.sub(r"\1", _I_OF_ONE.sub("", value))
    value = _STROKE.sub(lambda match: "1" if match[0] == "l" else "0", value)
    if glued := _GLUED.fullmatch(value):
        value = f"{glued['head']}/{glued['tail']}"
    code = _expected_code(kind)
    if party := _PARTY.fullmatch(value):
        return _repair_party(party, "CV" if kind == "Công văn" else code, number)
    head, slash, notation = value.rpartition("/")
    if not slash:
        return None
    groups = notation.split("-")
    if code and len(groups) > 1 and _is_misread(groups[0], code):
        groups[0] = code
    is_contract = kind == "Hợp đồng"  # its parties number as they like: 88/2023/HĐDVĐG
    if (
        code
        and len(groups) == 1
        and not is_contract
        and groups[0].startswith(code)
        and len(groups[0]) > len(code) + 1
    ):
        groups = [code, groups[0][len(code) :]]
    groups = [_without_tones(single_d(group)) for group in groups]
    groups = [_PRIME_MINISTER.sub("TTg", group) for group in groups]
    groups = list(map(_as_known, groups))
    restored = "-".join(groups)
    whole = f"{head}/{restored}"
    return Repaired(whole, restored) if whole != number else None


def _as_known(group: str) -> str:
    """Return ``group`` as the table spells it, with the sign for "and" where it was printed."""
    known = _abbreviations().get(_squeeze(fold(group)))
    if known is None and group[-2:-1] == group[-1:]:  # the engine sees a last letter twice: BYTT
        known = _abbreviations().get(_squeeze(fold(group[:-1])))
    if known is None or "&" not in group:
        return known or group
    letters = iter(known)
    return "".join(char if char == "&" else next(letters, "") for char in group)


def _repair_party(printed: re.Match[str], code: str | None, number: str) -> Repaired | None:
    """Return a Party number with its code and the W of Trung ương, None where nothing is wrong."""
    letters, host = printed["code"], printed["host"]
    if code and _is_misread(letters, code):
        letters = code
    if central := _CENTRAL.fullmatch(host):
        host = f"{central['organ']}TW"
    whole = f"{printed['digits']}{letters}/{host}"
    return Repaired(whole, f"{letters}/{host}") if whole != number else None


def _without_tones(group: str) -> str:
    """Return the only known abbreviation that has any letter where ``group`` has one with a tone
    mark, which no notation has: SNỹ is SNV."""
    if not any(set(normalize("NFD", char)[1:]) & _TONES for char in group):
        return group
    pattern = "".join(
        "." if set(normalize("NFD", char)[1:]) & _TONES else re.escape(char) for char in group
    )
    known = [short for short in _all_abbreviations() if re.fullmatch(pattern, short)]
    return known[0] if len(known) == 1 else group


def part_glued(number: str, kind: str | None) -> Repaired | None:
    """Return ``number`` with the dash that its notation lost at the end of a line, or None.

    >>> part_glued("194/KHUBND", "Kế hoạch")
    Repaired(number='194/KH-UBND', notation='KH-UBND')
    >>> part_glued("61/2018/NĐCP", "Nghị định")
    Repaired(number='61/2018/NĐ-CP', notation='NĐ-CP')
    """
    if kind == "Hợp đồng":
        return None
    head, slash, notation = number.rpartition("/")
    if not slash or "-" in number or notation in _all_abbreviations() or notation[-1:].isdigit():
        return None
    code = _expected_code(kind)
    firsts = [code] if code else sorted(_all_abbreviations(), key=len, reverse=True)
    for first in firsts:
        rest = notation[len(first) :]
        if notation.startswith(first) and _is_body(rest, told=code is not None):
            parted = f"{first}-{rest}"
            return Repaired(f"{head}/{parted}", parted)
    return None


def _is_body(rest: str, *, told: bool) -> bool:
    """True where ``rest`` can be an issuer's letters; two are enough behind a code that the noun
    tells (CP, TU, VP)."""
    return rest[:1].isupper() and (len(rest) >= 3 or (told and rest in _SHORT))


@cache
def _all_abbreviations() -> frozenset[str]:
    return frozenset(row["# short"] for row in rows("abbreviations") if len(row["# short"]) > 2)


def _expected_code(kind: str | None) -> str | None:
    known = types_by_name().get(unify(kind)) if kind else None
    return known.code if known and known.code and known.name != "Công văn" else None


def _is_misread(printed: str, code: str) -> bool:
    """True where ``printed`` is ``code`` with its Đ doubled, bare, or read as a nought, or is no
    type's and no body's letters and has one other letter (Q1-TTg, HI/BTCTW)."""
    reading = re.sub(r"Đ+", "Đ", printed)
    confusable = fold(reading).replace("0", "d").replace("o", "q", 1)
    if printed == code or printed in _SHORT or printed in _all_abbreviations():
        return False  # Công điện số 648/CP-NN: the body's letters come first
    if code in (reading, reading.replace("I", "", 1)):  # HID of Hướng dẫn: a stroke too many
        return True
    if confusable in (fold(code), fold(code) + "d"):
        return True
    if "T" in code and printed not in types_by_code() and stem_of(printed) == stem_of(code):
        return True  # IFT of Thông tư, IIr of Tờ trình
    unknown = printed not in types_by_code()
    one_for_one = len(printed) == len(code) or not re.fullmatch(r"[A-ZĐ]+", printed)
    return unknown and one_for_one and is_slip(printed, code) and printed[0] == code[0]


@cache
def _abbreviations() -> dict[str, str]:
    """Return the table's abbreviations by folded form, those alone that fold to one spelling."""
    found: dict[str, set[str]] = {}
    for row in rows("abbreviations"):
        if re.fullmatch(r"[A-ZĐ]{3,}", row["# short"]):
            found.setdefault(_squeeze(fold(row["# short"])), set()).add(row["# short"])
    return {key: next(iter(forms)) for key, forms in found.items() if len(forms) == 1}
