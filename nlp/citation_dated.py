"""Papers that are cited by their kind and their day alone: a citizen's "Đơn khiếu nại ngày …",
"Biên bản làm việc ngày …", "Công văn không số ngày … của Công ty …".

A day behind such a word is often the day of doing something ("gửi báo cáo ngày 15/6"), so what
stands around must tell that a paper is named.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from dispatch.letters import UPPER
from nlp.citation import Citation
from nlp.citation_parts import NounToken, find_dates
from nlp.citation_tail import BODY

# What a petition asks for and what was met about belongs to its name: "Đơn xin xác nhận …".
_PLAIN = (
    r"(?:\s(?!(?:truoc|tu|den|sau|nay|do|ke|vao|trong|cho|duoc|bi|het|co|tai|ve|cua|va|la|lap|ky"
    r"|ngay|gui|nop|so|khong|chua|de|viet|ghi)\b)[a-z]+){0,7}"
    r"(?:\scua\s(?:ong|ba|co|anh|chi|ho)(?:\s(?!(?:de|viet|ghi|lap|gui|ngay)\b)[a-z]+){1,5})?"
)
_QUALIFIED = (
    r"(?:\s(?:tham dinh|tham tra|giai trinh|gop y|tra loi|phuc dap|de nghi|kien nghi|bo sung"
    r"|xin y kien|ket luan|bo nhiem|lao dong|mua ban|thue dat))?"
)
_TO_DAY = (
    r"(?:\s\(?(?:khong (?:co )?|chua (?:co |ghi )?)so\)?)?\s(?:(?:de|ky|lap|viet|ghi)\s)?"
    r"(?=ngay\s?\d)"
)
_NAMED = re.compile(_PLAIN + _TO_DAY)
_BARE = re.compile(_QUALIFIED + _TO_DAY)
_FREELY_NAMED = re.compile(r"don|bien ban")
# The word alone is part of too many others (đơn vị, đơn giá) to be a noun of the table.
_PETITION = re.compile(
    rf"\bdon(?=(?:\scua\s(?:ong|ba|co|anh|chi|ho)(?:\s(?!(?:de|ngay)\b)[a-z]+){{1,5}})?{_TO_DAY})"
)
_ON_A_DAY = re.compile(r"chuong trinh|van thu|du an|de an")
"""A programme of a day, the clerk on a day: with a number alone these are papers."""
_CUE = re.compile(
    r"(?:^|[\s(])(?:can cu(?: vao)?|theo|tai|xet|thuc hien|tra loi|phuc dap|nhan duoc|kem theo"
    r"|thay the|bai bo|tiep theo|xem xet|giai quyet|lien quan (?:den|toi)|dinh kem)"
    r"\s(?:noi dung\s)?(?:cac\s)?$"
)
_LISTED = re.compile(r"(?:[,;]|\sva)\s(?:cac\s)?$|\($")
"""What only joins a capital's paper to the one before it."""
_OF_PERSON = re.compile(r"[,\s]{1,2}(?:cua|do)\s(?:cac )?(?:ong|ba|co|anh|chi|ho|cong dan)\b")
_OF_BODY = re.compile(rf"[,\s]{{1,2}}(?:của|do)\s(?:{BODY}|[{UPPER}]{{2}})")


def dated_citations(
    text: str, folded: str, nouns: Sequence[NounToken], taken: Sequence[Citation]
) -> list[Citation]:
    """Return the papers of a paragraph that are cited by kind and day, beside those in ``taken``,
    which bear a number or a law's name. Both texts are the paragraph, ``folded`` in place."""
    found = list(_before_days(folded, nouns))
    if not found:
        return []
    days = {day.start: day for day in find_dates(folded)}
    starts = [item.start for item in taken]
    result = []
    for noun, start in found:
        day = days.get(start)
        if day is None or day.date.iso is None or not _names_paper(text, folded, noun, day.end):
            continue
        after = bisect_left(starts, day.end)  # of these the last one is the only near one
        if not after or taken[after - 1].end <= noun.start:
            span, whole = (noun.start, noun.end), (day.start, day.end)
            result.append(
                Citation(noun.start, day.end, noun.kind, span, date=day.date, date_span=whole)
            )
    return result


def _before_days(folded: str, nouns: Sequence[NounToken]) -> Iterator[tuple[NounToken, int]]:
    """Yield each noun that leads to a day with nothing but its name between, and where that day
    begins."""
    petitions = [NounToken(*match.span(), "Đơn") for match in _PETITION.finditer(folded)]
    for noun in (*nouns, *petitions):
        if _ON_A_DAY.match(folded, noun.start):
            continue
        freely = _FREELY_NAMED.match(folded, noun.start)
        between = (_NAMED if freely else _BARE).match(folded, noun.end)
        if between:
            yield noun, between.end()


def _names_paper(text: str, folded: str, noun: NounToken, end: int) -> bool:
    """True where two of three tell that a paper is named: its capital, which a petition needs not,
    a cue before it, whose it is."""
    is_capital = text[noun.start].isupper() or folded.startswith("don", noun.start)
    whose = _OF_PERSON.match(folded, end) or _OF_BODY.match(text, end)
    within = _OF_PERSON.search(folded, noun.end, end)
    low = max(0, noun.start - 40)
    is_cued = _CUE.search(folded, low, noun.start) is not None
    is_listed = is_capital and _LISTED.search(folded, low, noun.start) is not None
    return is_capital + bool(whose or within) + (is_cued or is_listed) >= 2
