"""Who signs after KT. is the deputy of the office named there (NĐ 30/2020, Phụ lục I, Mục II.7).

A scan's seal covers the office more often than the form above it: what OCR left of "PHÓ GIÁM ĐỐC"
under "KT. GIÁM ĐỐC" is known from the form.
"""

import re
from difflib import SequenceMatcher

from dispatch.text import fold
from nlp.zone_words import is_table_office

_FORM = re.compile(r"\W*k\W{0,2}t\W{1,3}", re.IGNORECASE)
_ALIKE = 0.5  # share of letters that a reading and the office have in common, in their order
_MORE = 4  # letters that a seal's scraps add to an office
_MINISTER = "bo truong"  # whose deputy is no PHÓ BỘ TRƯỞNG


def deputy_of(authority: str) -> str | None:
    """Return the office of who signs for another: "KT. GIÁM ĐỐC" gives "PHÓ GIÁM ĐỐC".

    None where ``authority`` is no such form, or names no office.
    """
    form = _FORM.match(authority)
    office = " ".join(authority[form.end() :].split()) if form else ""
    if not office:
        return None
    if fold(office).startswith(_MINISTER):
        return "THỨ TRƯỞNG"
    return f"PHÓ {office}"


def repair_deputy(position: str, authority: str) -> str:
    """Return the whole office where ``position`` is what OCR left of the deputy's.

    >>> repair_deputy("PHÓ GIÁM F4 ĐỐC", "KT. GIÁM ĐỐC"), repair_deputy("GIÁM ĐỐC", "KT.GIÁM ĐỐC")
    ('PHÓ GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC')
    >>> repair_deputy("PHÓ", "KT. GIÁM ĐỐC"), repair_deputy("ỦY VIÊN", "KT. TRƯỞNG BAN")
    ('PHÓ GIÁM ĐỐC', 'ỦY VIÊN')
    """
    whole = deputy_of(authority)
    if whole is None or not position.split():
        return position
    wanted = fold(whole).split()
    found = [word for word in fold(position).split() if re.search("[a-z0-9]", word)]
    if found == wanted[:1]:
        return whole  # PHÓ, the rest under the seal
    if found[: len(wanted)] == wanted:
        # PHÓ CHỦ TỊCH TỊC: its end, which a second reading gave again
        behind = found[len(wanted) :]
        again = len(behind) == 1 and len(behind[0]) > 1 and behind[0] in wanted[-1]
        return " ".join(position.split()[:-1]) if again else position
    if not found or len(found) > len(wanted) + 2:
        return position
    if wanted[0] in found and is_table_office(position):
        return position  # PHÓ TRƯỞNG PHÒNG for TRƯỞNG PHÒNG TỔ CHỨC, CHI CỤC PHÓ
    if 2 * _in_order(found, wanted) >= len(wanted) or is_left_of_deputy(position, authority):
        return whole
    return position


def is_left_of_deputy(text: str, authority: str) -> bool:
    """True where ``text`` is what OCR left of the deputy's office under ``authority``.

    >>> is_left_of_deputy("B GIAM", "KT. GIÁM ĐỐC"), is_left_of_deputy("SỞ NỘI VỤ", "KT. GIÁM ĐỐC")
    (True, False)
    """
    whole = deputy_of(authority)
    if whole is None:
        return False
    left, wanted = (re.sub(r"\W", "", fold(part)) for part in (text, whole))
    if len(left) > len(wanted) + _MORE:
        return False  # VỤ THỊ TRƯỜNG TRONG NƯỚC, whose head another signs for
    return SequenceMatcher(None, left, wanted, autojunk=False).ratio() >= _ALIKE


def _in_order(found: list[str], wanted: list[str]) -> int:
    """How many of the wanted words stand in ``found``, in their order."""
    at = count = 0
    for word in found:
        if word in wanted[at:]:
            at = wanted.index(word, at) + 1
            count += 1
    return count
