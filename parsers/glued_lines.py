"""A web page's text whose line breaks were dropped: ``KT. BỘ TRƯỞNGTHỨ TRƯỞNGNguyễn Văn An``.

Who takes the tags off a page and puts nothing in the place of ``<br>`` glues the last word of a
line of the form to the first of the next. Two lines glued in capitals and small letters cannot be
a word; once a text has such a place, the other kinds of seam are looked for in it too.
"""

import re

from dispatch.letters import LOWER, UPPER
from dispatch.text import compose
from parsers.form_anchors import MOTTO, NATIONAL_NAME, kind, office
from parsers.language_check import is_syllable

_GLUED = re.compile(rf"(?<![\w/-])[{UPPER}{LOWER}]{{1,7}}[{UPPER}][{UPPER}{LOWER}]{{0,6}}(?!\w)")
_CAPITALS_BEFORE = re.compile(rf"(?:^|[^\w/-])[{UPPER}]{{2,}}\W{{1,3}}$")
_TITLE_CASE = re.compile(rf"[{UPPER}][{LOWER}]+")
# The line below an office's name, and what stands in its place: "BỘ Y TẾ-------", "…ƯƠNG***Số".
_RULE = re.compile(
    rf"(?<=[^\W_])[ \t]*(?:-{{4,}}|_{{4,}}|\*{{3,}})(?!\w*\*)[ \t]*(?=$|[\n{UPPER}])"
)
_ENTRY = re.compile(rf"(?<=[;:])(?=[-–+] ?[{UPPER}])")
# What is printed alike on every paper, behind a number: "Số: 12/QĐ-UBNDHà Nội, ngày 5 …".
_PLACE = rf"[{UPPER}][{LOWER}]{{1,7}}(?: [{UPPER}][{LOWER}]{{0,7}}){{0,3}}, ngày"
_PRINTED = re.compile(
    rf"(?<=[{UPPER}{LOWER}\d])(?=(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT|ĐOÀN TNCS HỒ)\b)"
    rf"|(?<=[{UPPER}]{{2}})(?={_PLACE})"
)
# … and what only lines of their own hold: a type behind the day, (đã ký) between office and name.
_BEHIND_DAY = re.compile(r"(?<=năm \d{4})\s(?=[A-ZĐ])")
_BEHIND_TITLE = re.compile(r"\s*(?:\n|V[/ề])")
_SIGNED = re.compile(rf"(?<=[{UPPER}])\s(?=\([Đđ]ã ký\))|(?<=ã ký\))\s(?=[{UPPER}])")
_REASON = re.compile(rf"(?<=[{UPPER}])(?=[-–] ?Căn cứ )")
_GLUED_DAY = re.compile(
    r"(?<=\d[/.-](?:19|20)\d\d)(?=(?:của|về|và) )"
    rf"|(?<=[{LOWER}]{{2}})(?=ngày \d{{1,2}}(?: tháng |/))"
)
_JOINTS = 2  # words; one alone may be a name
_MOTTO_END = re.compile(r"[Hh]ạnh ?[Pp]húc$")
_BEFORE, _LONGEST = 12, 60  # characters
# The unit behind an office: TRƯỞNG PHÒNG TỔ CHỨC, GIÁM ĐỐC SỞ NỘI VỤ.
_UNIT = re.compile(rf"(?:TRƯỞNG|GIÁM ĐỐC|CHỦ TỊCH|CHÁNH) [{UPPER} -]{{3,50}}$")


def part_glued_lines(text: str) -> str:
    """Return ``text`` with its line ends back where two lines of the form were glued; any other
    text as it is.

    >>> part_glued_lines("TRƯỞNG PHÒNGLê Thị Hoa")
    'TRƯỞNG PHÒNG\\nLê Thị Hoa'
    >>> part_glued_lines("Sở VHTTDL và iPhone")
    'Sở VHTTDL và iPhone'
    """
    composed = compose(text)
    parted = _part(composed)
    if parted.count("\n") == composed.count("\n"):
        # Web pages' source lines joined without a blank: "tổ chứcHội đồng", "06/9/2005của".
        is_joined = len(parted) - len(composed) >= _JOINTS
        return _GLUED_DAY.sub(" ", parted if is_joined else text)
    # TRƯỞNGTHỨ TRƯỞNGNguyễn: an office is known by its last word too.
    parted = _part(parted)
    for seam in (_PRINTED, _RULE, _ENTRY, _SIGNED, _REASON):
        parted = seam.sub("\n", parted)
    parted = _GLUED_DAY.sub(" ", parted)
    return _BEHIND_DAY.sub(lambda blank: _before_type(parted, blank), parted)


def _before_type(text: str, blank: re.Match[str]) -> str:
    title = kind().match(text, blank.end())
    alone = title and (title.end() == len(text) or _BEHIND_TITLE.match(text, title.end()))
    return "\n" if alone else blank.group()


def _part(text: str) -> str:
    parts: list[str] = []
    last = 0
    for match in _GLUED.finditer(text):
        if seam := _seam(text, match):
            at, is_line = seam
            parts += [text[last:at], "\n" if is_line else " "]
            last = at
    return "".join([*parts, text[last:]])


def _seam(text: str, match: re.Match[str]) -> tuple[int, bool] | None:
    """Return where two words are glued, and whether a line ended there; None where it is one."""
    word = match.group()
    if is_syllable(word):
        return None
    for at in range(1, len(word)):
        left, right = word[:at], word[at:]
        if not right[0].isupper() or not (is_syllable(left) and is_syllable(right)):
            continue
        place = match.start() + at
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if left.isupper() and len(left) > 1 and _TITLE_CASE.fullmatch(right):
            # BỘ TRƯỞNGNguyễn; what the form prints there tells a seam from a name (NAMLong).
            if _CAPITALS_BEFORE.search(before) and _ends_line(text, place):
                return place, True
        elif left.isupper() and right.isupper():
            if _opens_line(text, place) and _CAPITALS_BEFORE.search(before):
                return place, True
        elif left[1:].islower() and (
            _MOTTO_END.search(text[max(0, place - _BEFORE) : place])
            or (right.isupper() and _opens_line(text, place))
        ):
            return place, True
        elif left.islower():
            return place, False  # "tổ chứcHội đồng"; AnPhát is a name
    return None


def _ends_line(text: str, at: int) -> bool:
    """True where an office, a type of document, the State's name or a body of it ends at ``at``, or
    its motto begins there."""
    if MOTTO.match(text, at):
        return True
    low = max(0, at - _LONGEST)
    return any(
        match.end() == at - low
        for pattern in (NATIONAL_NAME, office(), kind(), _UNIT)
        for match in pattern.finditer(text[low:at])
    )


def _opens_line(text: str, at: int) -> bool:
    """True where an office or a type of document, in capitals, begins at ``at``."""
    rest = text[at : at + 60]
    return office().match(rest) is not None or kind().match(rest) is not None
