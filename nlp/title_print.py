"""Number and day within the title, where the head has neither: QUYẾT ĐỊNH / CỦA HỘI ĐỒNG BỘ TRƯỞNG
SỐ 179-HĐBT NGÀY 21 THÁNG 10 NĂM 1982 / VỀ VIỆC …, as law portals keep papers of the eighties."""

import re
from dataclasses import dataclass

from dispatch.letters import LOWER, UPPER
from nlp.findings import Span
from nlp.passage import join
from nlp.roles import Role
from nlp.zone_phrases import CAPITAL_DAY
from nlp.zone_words import type_of_title
from nlp.zones import Zones

_LINES = 3  # of type, number and day

# What is carried out has a number of its own: … VỀ VIỆC THI HÀNH NGHỊ QUYẾT SỐ ….
_ANOTHER = (
    r"VỀ\b|THI HÀNH|THỰC HIỆN|HƯỚNG DẪN|BAN HÀNH|SỬA ĐỔI|BỔ SUNG|NGHỊ QUYẾT|NGHỊ ĐỊNH|QUYẾT ĐỊNH"
    r"|THÔNG TƯ|CHỈ THỊ|LUẬT|PHÁP LỆNH"
)
_SAID = re.compile(
    rf"\s*(?:CỦA\s(?:(?!{_ANOTHER})[^{LOWER}]){{4,90}}?\s)?SỐ\s?:?\s"
    rf"(?P<number>\d{{1,5}}(?:/\d{{4}})?(?:[-/]|\s(?=[{UPPER}]{{2,4}}/))"
    rf"(?P<notation>[^\s,\d{LOWER}][^\s,{LOWER}]{{1,28}})),?"
    rf"\sNGÀY\s(?P<day>{CAPITAL_DAY})\b"
)


@dataclass(frozen=True, slots=True)
class TitlePrint:
    """The paper's own number and day as its title prints them, each with its spans."""

    number: str
    number_spans: tuple[Span, ...]
    notation: str
    notation_spans: tuple[Span, ...]
    day: str
    day_spans: tuple[Span, ...]


def said_in_title(zones: Zones) -> TitlePrint | None:
    """Return number and day of the title, None where the head has its own or the title none."""
    titles = zones.of(Role.TITLE)
    if not titles or zones.of(Role.NUMBER, Role.PLACE_DATE):
        return None
    under = [piece for piece in zones.of(Role.SUBJECT) if piece.start > titles[0].start]
    passage = join([titles[0], *under[: _LINES - 1]])
    named = type_of_title(titles[0].text)
    found = _SAID.match(passage.text, named[1]) if named else None
    if found is None:
        return None
    return TitlePrint(
        found["number"], passage.spans(*found.span("number")),
        found["notation"], passage.spans(*found.span("notation")),
        found["day"], passage.spans(*found.span("day")),
    )  # fmt: skip
