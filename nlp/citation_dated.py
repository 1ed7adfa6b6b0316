"""Papers that are cited by their kind and their day alone: a citizen's "Đơn khiếu nại ngày …",
"Biên bản làm việc ngày …", "Công văn không số ngày … của Công ty …".

A day behind such a word is often the day of doing something ("gửi báo cáo ngày 15/6"), so what
stands around must tell that a paper is named.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from nlp.citation import Citation
from nlp.citation_parts import NounToken, find_dates

# What a petition asks for and what was met about belongs to its name: "Đơn xin xác nhận …".
_PLAIN = (
    r"(?:\s(?!(?:truoc|tu|den|sau|nay|do|ke|vao|trong|cho|duoc|bi|het|co|tai|ve|cua|va|la|lap|ky"
    r"|ngay|gui|nop|so|khong|chua)\b)[a-z]+){0,7}"
)
_QUALIFIED = (
    r"(?:\s(?:tham dinh|tham tra|giai trinh|gop y|tra loi|phuc dap|de nghi|kien nghi|bo sung"
    r"|xin y kien|ket luan))?"
)
_TO_DAY = (
    r"(?:\s\(?(?:khong (?:co )?|chua (?:co |ghi )?)so\)?)?,?\s(?:(?:de|ky|lap|viet|ghi)\s)?"
    r"(?=ngay\s?\d)"
)
_NAMED = re.compile(_PLAIN + _TO_DAY)
_BARE = re.compile(_QUALIFIED + _TO_DAY)
_FREELY_NAMED = re.compile(r"don|bien ban")
# The word alone is part of too many others (đơn vị, đơn giá) to be a noun of the table.
_PETITION = re.compile(rf"\bdon(?={_TO_DAY})")
_CUE = re.compile(
    r"(?:^|[\s(]|(?=[,;]))(?:can cu(?: vao)?|theo|tai|xet|thuc hien|tra loi|phuc dap|nhan duoc"
    r"|kem theo|thay the|bai bo|tiep theo|xem xet|giai quyet|va|noi dung|lien quan (?:den|toi)"
    r"|dinh kem|[,;])\s(?:noi dung\s)?(?:cac\s)?$"
)
_OF = re.compile(r"[,\s]{1,2}(?:cua|do)\s\w")


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
        freely = _FREELY_NAMED.match(folded, noun.start)
        between = (_NAMED if freely else _BARE).match(folded, noun.end)
        if between:
            yield noun, between.end()


def _names_paper(text: str, folded: str, noun: NounToken, end: int) -> bool:
    """True where two of three tell that a paper is named: its capital, a cue before it, whose it is
    behind its day."""
    is_capital = text[noun.start].isupper()
    is_whose = _OF.match(folded, end) is not None
    is_cued = _CUE.search(folded, max(0, noun.start - 40), noun.start) is not None
    return is_capital + is_whose + is_cued >= 2
