"""Laws cited by name: "Luật Thi đua, khen thưởng ngày 15/6/2022" becomes a title and its place.

A law is cited by type and name alone (Nghị định 30/2020, Phụ lục I, Mục II), so its name must be
cut without a number's help. Names that hold a comma are rows in ``dispatch/data/laws.tsv``; any
other name ends at the first mark, day, number or verb.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from dispatch.text import fold
from dispatch.vocabulary import rows

# The look behind stands after the first letter: a pattern that opens with letters is found faster.
_HEAD = re.compile(
    r"(?P<kind>b(?<!\wb)o luat|l(?<!\wl)(?<!phap l)uat|p(?<!\wp)hap lenh|h(?<!\wh)ien phap"
    r"|d(?<!\wd)ieu le|q(?<!\wq)uy che)(?=\s)"
    r"(?!\s(?:nay|tren|sau|do|la|va|co|cua(?!\snuoc\scong\shoa\b)|quy dinh|hien hanh"
    r"|su\b(?!\sdung)|phap|ve(?!\snhiem vu, quyen han)|tu (?:ngay|khi|nam|thang))\b)"
)
_MARKED = {"gia": "giá", "duoc": "dược"}  # Luật Giá and a luật gia, Luật Dược and "luật được"
_AMENDING = re.compile(r"\s(?:sua doi|bo sung|sua doi,? bo sung)\b.{0,60}?\bcua\s", re.DOTALL)
_STOP = re.compile(
    r"[;:.()\"“”\n]|,|\s(?:ngay|so?|nam)\s?\d|\s(?:19|20)\d\d\b|\s(?:so|ngay)\s"
    r"|\s(?:quy dinh|co hieu luc|va (?:cac )?(?:luat|bo luat|phap lenh|nghi|thong tu|quyet"
    r"|cac|van ban|huong dan|chi thi|nhung|xem xet|cho y kien|de xuat|trien khai)"
    r"|cong bo theo|doi voi|hien hanh|cho phep|bao gom|dam bao"
    r"|(?P<word>duoc|ve|da|tai|thi|theo|de|trong|nham|neu|tren|nay|khi|do|khong|moi|vua))\b"
)
# With other marks they are words of a name: giống cây trồng, bảo vệ môi trường, khí tượng, đê điều.
_STOP_WORDS = frozenset(
    ("được", "về", "đã", "tại", "thì", "theo", "để", "trong", "nhằm", "nếu", "nêu", "trên", "này",
     "nay", "khi", "do", "không", "mới", "vừa")
)  # fmt: skip
# "Luật TNBTCNN quy định": the initials are all of the name, unless all is set in capitals.
_SHORT = re.compile(r"(?:Bộ luật|Luật|Pháp lệnh) [A-ZĐ]{3,12}(?![\w/\-])(?! [A-ZĐ]{2})")
# OCR that broke the first word of a name ("Luật Tì 2) chức chính quyền …"): it ends at its day.
_GARBLED = re.compile(
    r"\s(?!so\s?:?\s?\d)[^\s;,.]{0,4}[^\S\n]?[\d:)(|\]][^;,.]{8,70}?(?=\sngay\s\d)"
)
# "Căn cứ Luật tổ chức HĐND và UBND": old texts write the name in small letters.
_BASED = re.compile(
    r"\bcan cu (?:vao )?(?:(?:khoan \d{1,2},? )?dieu \d{1,3},? (?:cua )?)?(?:cac )?$"
    r"|\bdieu \d{1,3}(?:,? va \d{1,3})? (?:cua )?$"
)
_DATED = re.compile(r"\s(?:ngay|so)\s\d")
_YEAR = re.compile(r"\s(?P<word>nam\s)?(?P<year>(?:19|20)\d\d)(?![\d/\-])")

# "Pháp lệnh Cán bộ, công chức ngày 29/4/2003": the name goes on to its day or number.
_NAME_GOES_ON = re.compile(
    r",\s(?!can cu|va\s|cac\s|theo|xet|de\s|ngay|so\s|bao cao|gui\s|trinh|hoan thanh|yeu cau|giao)"
    r"(?:(?!\s(?:nghi dinh|nghi quyet|quyet dinh|thong tu|luat|bo luat|phap lenh|chi thi|cong van"
    r"|ke hoach|cua|quy dinh|tai|theo|can cu)\s)[^;:.()]){3,70}?"
    r"(?=(?<!truoc)(?<!den)(?<!\btu)\sngay\s\d|\sso\s\d|\snam\s\d{4})"
)

# "Luật Thi hành tạm giữ, tạm giam và cấm đi khỏi nơi cư trú số 128/2025/QH15": a newer name.
_TO_NUMBER = re.compile(
    r"\sva\s(?:(?!\b(?:luat|bo luat|phap lenh|nghi (?:dinh|quyet)|thong tu|quyet dinh|quy dinh|dieu"
    r"|van ban|huong dan|chi thi|ke hoach|cong van|cac)\b)[^,;:.()\d]){3,70}?"
    r"(?=\sso\s?:?\s?\d{1,3}/\d{4}/qh\d)"
)

TITLE_LIMIT = 160
"""No law's own name is longer; the bound keeps the search for its end short."""


@dataclass(frozen=True, slots=True)
class LawToken:
    """A law's name where it stands. ``end`` is after a year in words ("năm 2022"), ``title_end``
    before it; ``known`` says that the name is in the table; ``amending`` that it names others."""

    start: int
    end: int
    title_end: int
    kind: str
    year: str | None
    known: bool
    amending: bool


def find_laws(text: str, folded: str) -> list[LawToken]:
    """Return the laws named in ``text``, in order."""
    found: list[LawToken] = []
    for match in _HEAD.finditer(folded):
        if token := _law(text, folded, match):
            found.append(token)
    return found


_OF_THE_STATE = re.compile(
    r"\s(?:cua )?nuoc (?:cong hoa xa hoi chu nghia viet nam|viet nam dan chu cong hoa)\b"
)


def _law(text: str, folded: str, head: re.Match[str]) -> LawToken | None:
    kind = {
        "luat": "Luật", "bo luat": "Bộ luật", "phap lenh": "Pháp lệnh", "hien phap": "Hiến pháp",
        "dieu le": "Điều lệ", "quy che": "Quy chế",
    }[head["kind"]]  # fmt: skip
    start = head.start()
    if kind == "Điều lệ":
        return _statutes(text, folded, head)
    if kind == "Quy chế":
        return _regulations(text, folded, head)
    first = next(iter(folded[head.end() : head.end() + 9].split()), "")
    at = head.end() + 1
    if first in _MARKED and text[at : at + len(first)].lower() != _MARKED[first]:
        return None
    amending = _AMENDING.match(folded, head.end(), head.end() + 100)
    known = None if amending else _known().match(folded, start)
    nearly = None if amending or known else _nearly_known(folded, start)
    if amending:
        end = _amended_end(text, folded, amending.end())
    elif known:
        longer = _TO_NUMBER.match(folded, known.end())
        end = longer.end() if longer else known.end()
    elif nearly:
        end = nearly
    elif kind == "Hiến pháp" and (state := _OF_THE_STATE.match(folded, head.end())):
        end = state.end()
    elif short := _SHORT.match(text, start):
        end = short.end()
    elif text[start].isupper() and (garbled := _GARBLED.match(folded, head.end())):
        end = garbled.end()
    else:
        end = _plain_end(text, folded, head.end())
        name = text[head.end() : end].strip()
        if not name and kind == "Hiến pháp" and _YEAR.match(folded, head.end()):
            name = kind
        based = _BASED.search(folded, max(0, start - 40), start) or _DATED.match(folded, end)
        if not name or not (name[0].isupper() or based) or not text[start].isupper():
            return None
    year = None if amending else _YEAR.match(folded, end)
    title_end = end if year is None or year["word"] else year.end()
    return LawToken(
        start=start,
        end=year.end() if year else end,
        title_end=title_end,
        kind=kind,
        year=year["year"] if year else None,
        known=known is not None,
        amending=amending is not None,
    )


def _plain_end(text: str, folded: str, start: int) -> int:
    stops = _STOP.finditer(folded, start, start + TITLE_LIMIT)
    stop = next((found for found in stops if _stops(text, found)), None)
    end = stop.start() if stop else min(len(folded), start + TITLE_LIMIT)
    if stop and stop[0] == "," and (rest := _NAME_GOES_ON.match(folded, end, start + TITLE_LIMIT)):
        end = rest.end()
    return start + len(folded[start:end].rstrip())


def _stops(text: str, found: re.Match[str]) -> bool:
    """True for a mark, a day, or a word that is one of the stops by its marks, or bears none."""
    word = found["word"] and text[slice(*found.span("word"))].lower()
    return not word or word in _STOP_WORDS or word.isascii()


# "Căn cứ Điều lệ Công đoàn Việt Nam khóa XII": what an organisation rests on as the State's offices
# on a law. Of a company, a school or a sport they are the annex of a paper that is cited itself.
_ORGANISATION = re.compile(
    r"\s(?:(?:dang|doan|doi|cong doan|mat tran)\b"
    r"|(?:tong lien doan|lien doan|lien minh|lien hiep hoi|hiep hoi"
    r"|hoi)\s\w)"
)
# Contests, fairs and boards; Hội Đông y, Hội Điện ảnh and Hội Đồng hương are organisations.
_NO_ORGANISATION = re.compile(
    r"\sh(?:ội|oi)\s(?:kho[ẻẽ]|khỏe|thi|chợ|nghị|thảo|thao|diễn|đồng(?! hương))\b"
)
_STATUTES_END = re.compile(
    r"\s(?P<word>khoa|nhiem ky|lan thu|da|duoc|ban hanh|quy dinh)\b|\s?[(,;.:\n]"
    r"|\sva (?=(?:cac )?(?:dieu le|quy che|quy dinh|quyet dinh|nghi quyet|luat|bo luat|huong dan"
    r"|ke hoach|chuong trinh|thong tri|chi thi|ket luan|cong van|cong dien|nghi dinh|thong tu"
    r"|phap lenh|bao cao|to trinh|thong bao|de nghi|tinh hinh|chuc nang|nhiem vu|yeu cau)\b)"
    r"|\s(?:so|ngay|nam)\s?\d|$"
)
_STATUTES_WORDS = frozenset(
    ("khóa", "khoá", "nhiệm kỳ", "lần thứ", "đã", "được", "ban hành", "quy định")
)
_ISSUED_BY = re.compile(r"(?:(?!\sva\s)[^;,\n]){0,80}?\b(?:ban hanh|phe duyet|thong qua|so)\s")
_JOINT = re.compile(r"\s?(?:va\b|[,;])")
_RESTS_ON = re.compile(
    r"\bcan cu (?:vao )?(?:(?:khoan \d{1,2},? )?dieu \d{1,3},? "
    r"(?:va (?:dieu )?\d{1,3} )?(?:cua )?)?$"
)
_NEXT_BASE = re.compile(r"(?:^|\n)\W{0,3}can cu [^\n]{2,160}(?:[;,]|\bva)\s(?:va\s)?$")


def _statutes(text: str, folded: str, head: re.Match[str]) -> LawToken | None:
    """Return the statutes of a political or social organisation that a paper rests on."""
    start = head.start()
    if not text[start].isupper() or not _ORGANISATION.match(folded, head.end()):
        return None
    if _NO_ORGANISATION.match(text.lower(), head.end()):
        return None
    before = folded[max(0, start - TITLE_LIMIT) : start]
    if not _RESTS_ON.search(before) and not _NEXT_BASE.search(before):
        return None
    stops = _STATUTES_END.finditer(folded, head.end() + 1, head.end() + TITLE_LIMIT)
    # Hội Khoa học, Hội Dược học, chất độc da cam: with other marks the words are of the name.
    end = next((stop for stop in stops if _ends_statutes(text, stop)), None)
    if end is None or (not _JOINT.match(end[0]) and _ISSUED_BY.match(folded, end.start())):
        return None
    return LawToken(start, end.start(), end.start(), "Điều lệ", None, known=False, amending=False)


# "Căn cứ Quy chế làm việc của Ban Chấp hành Trung ương, Bộ Chính trị và Ban Bí thư khóa XIII;".
_REGULATIONS = re.compile(
    r"\s(?:[^\s;.:()\"“”]++[ \n]?+){2,32}?(?=;|$|nhiem ky\b|\W{0,3}can cu\b"
    r"|va (?:de nghi|y kien|yeu cau|tinh hinh|to trinh|chuc nang|theo)\b)"
)
_CARRIED = re.compile(r"\s(?:so|ngay)\s?:?\s?\d|\sban hanh (?:kem )?theo\b|\skem theo\b|\d/")


def _regulations(text: str, folded: str, head: re.Match[str]) -> LawToken | None:
    """Return regulations that a paper rests on by their name alone; what a decision carries, or
    bears a number or a day, is cited by those."""
    start = head.start()
    if not text[start].isupper() or not _RESTS_ON.search(folded, max(0, start - 40), start):
        return None
    found = _REGULATIONS.match(folded, head.end(), head.end() + TITLE_LIMIT)
    line = folded[head.end() : head.end() + TITLE_LIMIT].partition(";")[0]
    if found is None or _CARRIED.search(line):
        return None
    end = head.end() + len(found[0].rstrip(" ,\n"))
    return LawToken(start, end, end, "Quy chế", None, known=False, amending=False)


def _ends_statutes(text: str, stop: re.Match[str]) -> bool:
    word = stop["word"] and text[slice(*stop.span("word"))].lower()
    return not word or word in _STATUTES_WORDS


_AMENDED_ITEM = re.compile(r"\s?(?:,|va|;)\s(?=(?:cac )?(?:bo luat|luat|phap lenh)\s)")
# "Luật sửa đổi, bổ sung một số điều của 15 Luật trong lĩnh vực nông nghiệp và môi trường".
_COUNTED_LAWS = re.compile(
    r"\s?\d{1,2} luat (?:trong|thuoc|ve|lien quan)\b[^,;:.()\"“”]{3,90}?"
    r"(?=\s(?:va\s(?:dieu|khoan|diem|cac|nghi|thong|quyet|luat)|so\s?\d|ngay\s|nam\s\d|duoc|da|thi)\b"
    r"|[,;:.()\"“”]|$)"
)
_AMENDED_NUMBER = re.compile(r"\s(?:luat )?so\s\d{1,4}/\d{4}/[a-z0-9]{2,12}(?:-[a-z0-9]{2,12})?")


def _amended_end(text: str, folded: str, start: int) -> int:
    """Return the end of the list of laws that an amending law names."""
    end = start
    numbered = False
    if counted := _COUNTED_LAWS.match(folded, start):
        return counted.end()
    for _ in range(12):
        if folded[end : end + 1] == " ":
            end += 1
        known = _known().match(folded, end)
        end = known.end() if known else _plain_end(text, folded, end)
        number = _AMENDED_NUMBER.match(folded, end)
        item = _AMENDED_ITEM.match(folded, number.end() if number else end)
        if item is None:  # a number that only the last one bears is the amending law's own
            return number.end() if number and numbered else end
        numbered = numbered or number is not None
        end = item.end()
    return end


@cache
def _known() -> re.Pattern[str]:
    titles = sorted(map(fold, law_titles()), key=len, reverse=True)
    names = "|".join(re.escape(title).replace(r"\ ", r"\s").replace(",", ",?") for title in titles)
    return re.compile(rf"(?:{names})(?!\w)")


@cache
def law_titles() -> tuple[str, ...]:
    """Return the laws of the table, those of councils by their initials too, as offices write."""
    full = [row["title"] for row in rows("laws")]
    return tuple(dict.fromkeys([*full, *map(_shortened, full)]))


def _shortened(title: str) -> str:
    for name, initials in _COUNCILS.items():
        title = title.replace(name, initials)
    return title


_COUNCILS = {"Hội đồng nhân dân": "HĐND", "Ủy ban nhân dân": "UBND"}


def _nearly_known(folded: str, start: int) -> int | None:
    """Return the end of a long name of the table that is printed with a slip ("… đầu tư và sản
    xuất, kinh doanh …"): such names hold commas, and would be cut at the first."""
    opening = folded[start : start + _OPENING]
    for name in _long_names().get(opening, ()):
        end = start + len(name)
        while end < len(folded) and folded[end - 1 : end + 1].isalnum():
            end -= 1
        printed = folded[start:end].rstrip(" ,;.")
        if SequenceMatcher(None, printed, name, autojunk=False).ratio() > _SLIP:
            return start + len(printed)
    return None


_OPENING = 18  # letters by which a long name is told from others
_SLIP = 0.96  # a letter or two of sixty


@cache
def _long_names() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows("laws"):
        if "," in row["title"] and len(row["title"]) > 2 * _OPENING:
            found.setdefault(fold(row["title"])[:_OPENING], []).append(fold(row["title"]))
    return found


def law_key(title: str) -> str:
    """Return the key under which two mentions of one law meet: no year, no case.

    >>> law_key("Luật Công chứng 2024") == law_key("Luật công chứng")
    True
    """
    return re.sub(r"\W+", " ", re.sub(r"\s(?:nam\s)?(?:19|20)\d\d$", "", fold(title))).strip()


def is_initialled(short: str, title: str) -> bool:
    """True where ``short`` names the law of ``title`` by its initials; "của" and "và" may be left
    out.

    >>> is_initialled("Luật TNBTCNN", "Luật Trách nhiệm bồi thường của Nhà nước")
    True
    """
    return printed_initials(short) in initials_of(title)


def printed_initials(title: str) -> str | None:
    """Return the initials that are all of a law's name in ``title``, folded; None where it is a
    whole name."""
    letters = _INITIALLED.fullmatch(title)
    return fold(letters["initials"]) if letters else None


def initials_of(title: str) -> tuple[str, str]:
    """Return the initials of a law's name, of all its words and without "của" and "và"."""
    words = fold(re.sub(r"^(?:Bộ luật|Luật|Pháp lệnh)\s|\s(?:năm\s)?\d{4}$", "", title)).split()
    full = "".join(word[0] for word in words)
    return full, "".join(word[0] for word in words if word not in ("va", "cua"))


_INITIALLED = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh) (?P<initials>[A-ZĐ]{2,12})(?:\s(?:năm\s)?\d{4})?"
)
