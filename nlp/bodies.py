"""Cơ quan ban hành: the lines of the letterhead become the issuing body and the one above it."""

import re
from collections.abc import Sequence
from functools import cache

from dispatch.document import ParsedDocument
from dispatch.text import contradicts, fold, fold_same_length, unify
from dispatch.vocabulary import rows
from nlp import reading
from nlp.case import sentence_case
from nlp.findings import Finding, Findings, Span
from nlp.mending import mend, mend_committee
from nlp.passage import Passage, join
from nlp.roles import Piece, Role
from nlp.tones import is_marked_syllable
from nlp.zones import Zones

# Words that begin a body of its own; a line that begins otherwise goes on with the line above.
_BEGINS = re.compile(
    r"[\W_]*(?:uy ban|ubnd|ub|hoi dong|hdnd|so|bo|ban|bql|phong(?!,? chong)|cuc|chi cuc|tong|"
    r"trung tam|truong|vien|cong ty|tap doan|van phong|thanh tra|dang uy|dang bo|dang doan|"
    r"tinh uy|huyen uy|thanh uy|thi uy|quan uy|lien doan|cong doan|doan|tinh doan|"
    r"huyen doan|thanh doan|(?:tinh|thanh|huyen|thi) hoi|"
    r"hoi|lien doi|chi doan|mat tran|toa an|tand|vien kiem sat|vksnd|cong an|kho bac|to|quoc hoi|"
    r"chinh phu|thu tuong|chu tich|benh vien|hiep hoi|lien hiep|lien minh|nha|dai|bao|"
    r"ngan hang|quy|hat|doi(?! (?:so|moi)\b)|tram|hoc vien|vu|chi bo|chi nhanh|cum|khoi|"
    r"tieu ban|hop tac xa|"
    r"vnpt|viettel|evn|mobifone|agribank|bidv|vietinbank|vietcombank|pc|xi nghiep|"
    r"quan khu|quan doan|quan chung|binh doan|su doan|lu doan|trung doan|tieu doan|"
    r"kiem toan nha nuoc|bao hiem xa hoi|buu dien|dien luc|thue (?:tinh|thanh pho|co so)|"
    r"cd (?:truong|phong|nganh|so|cong ty|cac)|thi hanh an dan su|thuong truc|"
    r"cang|trai (?:tam )?giam|nha may|bao tang|thu vien|"
    r"phan hieu|vuon|"
    r"khoa(?!,? hoc)|bch|btv|bcd|bql|bhxh|ldld|cdcs|hnd|hlhpn|mttq|cty)\b"
)
_OPEN_END = re.compile(
    r"(?:,|-|&|\bva|\bcac|\bve|\bcua|\bcho|\bthuoc|(?<!mien )\btrung|(?<!van )\btai|\bcong"
    r"|\bnhan|\bkhu|\btap|\blien|\bcac truong)\s*$"
)
_STRAY = re.compile(r"(?:[\W\d_]|[^\W\d_](?![^\W\d_]))*")
_HALF = re.compile(
    r"^\W*(?:van phong|trung tam|ban quan ly|hoi dong|ban chi dao|cong ty|ban chap hanh|truong|"
    r"ban can su dang|chu tich|bo truong|(?:tong )?giam doc|(?:tong )?cuc truong|"
    r"vien truong|chanh an|hieu truong|(?:tong )?cuc|tong cong ty|tap doan|uy ban trung uong|"
    r"thanh tra|chi cuc|benh vien|vien|to giup viec|"
    r"ban to chuc|hoi dong tham dinh|ban thuong vu|uy ban thuong vu|phong|ban chi huy|"
    r"doan dai bieu|thuong truc|(?:hoi dong|uy ban) tham phan|cong doan(?: co so| bo phan)?)\W*$"
)


def find_bodies(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report issuing_body and parent_body from the letterhead."""
    passages = group(_without_stars(document, zones))
    if not passages:
        _from_enacting(document, zones, findings)
        return
    enacting = " ".join(piece.text for piece in zones.of(Role.ENACTING))
    names = ["issuing_body", "parent_body"]
    if any(_JOINT.match(piece.folded) for piece in zones.of(Role.TITLE, Role.NUMBER)):
        passages, names = passages[:1], names[:1]  # the lead body's; the others are none above it
    if len(passages) > 1 and _is_stamp_above(document, passages[-2], passages[-1]):
        names = names[:1]
    if len(passages) > 1 and passages[-2].folded.split() == passages[-1].folded.split():
        passages.pop(-2)  # a web site's own head says the body before the paper's does
    for name, passage in zip(names, reversed(passages), strict=False):
        other = _OTHER_BODY.search(passage.folded) if len(names) == 1 else None
        end = other.start() if other else len(passage.text)
        start, end = passage.trimmed(_stray(passage.text), end, "/.,;:*_-–—|'\"`~")
        text = passage.text[start:end]
        if sum(char.isalpha() for char in text) < 3:
            continue
        spans = passage.spans(start, end)
        read = any(reading.is_read(document, *span) for span in spans)
        print_read = _without_specks(document, passage, start, end) if read else text
        print_read = " ".join(print_read.split())
        printed = mend(document, print_read, spans) if read else mend_committee(print_read)
        if name == "issuing_body" and fold(printed) in NAMELESS:
            printed = _with_place(printed, enacting)
        value = sentence_case(printed, document.text, loose=read)
        raw = None if _same_letters(print_read, value) else print_read
        sure = reading.confidence(document, spans, 0.98)
        sure = round(sure * _MENDED, 4) if raw else sure
        findings.add([Finding(name, value, spans, sure, "rule:letterhead", raw=raw)])


def _is_stamp_above(document: ParsedDocument, above: Passage, body: Passage) -> bool:
    """True where a scan's line above a committee of the people names no committee: nothing else
    stands above one, so a stamp was printed there."""
    read = any(reading.is_read(document, *span) for span in above.spans())
    return read and bool(_OF_THE_PEOPLE.match(body.folded)) and not _ABOVE.match(above.folded)


_OF_THE_PEOPLE = re.compile(r"\W*(?:uy ban|hoi dong) nhan dan\b")
_ABOVE = re.compile(r"[\W_]*(?:\w?y ban|u?bnd|hoi dong|hdnd|doan|.{0,12}(?:ubnd|nhan dan))\b")
_COUNTED = re.compile(
    r"\b(?:khu vuc|khu|so|quan|phuong|co so|vung|doi|tram|to|mien|chi nhanh|trung tam|truong"
    r"|benh vien|cum|khoi|lien doan|huyen|tuyen)$"
)
"""What bears a number in a body's name: TÒA ÁN NHÂN DÂN KHU VỰC 4, HẢI QUAN KHU VỰC 12."""
_FIGURES = re.compile(r"\d{1,3}")
_SURE_FIGURE = 0.85  # communes and districts bear numbers too, behind any name: BẢO LÂM 3


def _is_of_stamp(document: ParsedDocument, word: str, rest: str, place: tuple[Span, ...]) -> bool:
    """True for what a stamp left before a name in capitals: hardly read, and in small letters."""
    sure = reading.confidence(document, place, 1.0) >= _SURE_AT_ALL
    letters = [char for char in rest if char.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return not sure and not word.isupper() and capitals > _CAPITALS * max(len(letters), 1)


_SURE_AT_ALL, _CAPITALS = 0.7, 0.8


def _without_specks(document: ParsedDocument, passage: Passage, start: int, end: int) -> str:
    """Return what OCR read of a body's name without the marks and figures that are none of it:
    what a stamp or a rule left. A number stays behind a word that bears one, or read surely; a
    dash stays between two words."""
    kept: list[str] = []
    tokens = list(re.finditer(r"\S+", passage.text[start:end]))
    for at, token in enumerate(tokens):
        word = token.group()
        following = tokens[at + 1].group() if at + 1 < len(tokens) else ""
        if _SCRAP.fullmatch(word):
            continue
        place = passage.spans(start + token.start(), start + token.end())
        rest = passage.text[start + token.end() : end]
        if not kept and _is_of_stamp(document, word, rest, place):
            continue
        if any(map(str.isalpha, word)):
            kept.append(word)
        elif _FIGURES.fullmatch(word) and kept:
            sure = reading.confidence(document, place, 1.0) >= _SURE_FIGURE
            if _COUNTED.search(fold(" ".join(kept))) or sure:
                kept.append(word)
        elif word in "-–—&" and kept and any(map(str.isalpha, following)):
            kept.append(word)
    before = fold(" ".join(kept[: kept.index("UBND")])) if "UBND" in kept else ""
    if before and not (_BEGINS.match(before) or _OF_AN_OFFICE.match(before)):
        kept = kept[kept.index("UBND") :]  # what a stamp left before it
    if kept[:3] == ["BAN", "NHÂN", "DÂN"]:
        kept.insert(0, "ỦY")  # its mark alone was read, or nothing
    name = " ".join(kept)
    return "CHÍNH PHỦ" if _GOVERNMENT.fullmatch(fold(name)) else name


_GOVERNMENT = re.compile(r"(?:[chin]{1,5} )?phu")  # a short word wide apart, half of it read
# A consonant alone, and letters mixed with figures and signs.
_SCRAP = re.compile(r"[DĐFGHJKLMNPQRSTWZŸ]|(?=\S*\d)(?=\S*[()/\\|<>=*_~^])\S{5,}", re.IGNORECASE)
_OF_AN_OFFICE = re.compile(r"(?:vp|tt|co quan|dv)\b")
_JOINT = re.compile(r"\W*(?:thong tu|nghi quyet) lien (?:tich|bo|nganh)\b|.*/(?:ttlt|nqlt)\b")
# BỘ VĂN HÓA - THÔNG TIN-BỘ Y TẾ on one line; BỘ LAO ĐỘNG - THƯƠNG BINH … is one body.
_OTHER_BODY = re.compile(
    r"(?<=\w)\s?[-–—,]\s?(?=(?:bo|toa an|vien kiem sat|uy ban|tong (?:cuc|lien)|thanh tra|ban|hoi"
    r"|mat tran|kiem toan)\s)"
)
_OFFICE = re.compile(
    r"\W*(?:chu tich|(?:tong )?giam doc|bo truong|(?:tong )?cuc truong|chanh an|vien truong"
    r"|hieu truong|truong ban|chu nhiem|thong doc|tong thanh tra|tong kiem toan|chi cuc truong)\s"
)
_SESSION = re.compile(r",?\s(?:khoa|ky hop|nhiem ky|phien hop)\s")


def _from_enacting(document: ParsedDocument, zones: Zones, findings: Findings) -> None:
    """Report the body of the line that names who decides, where the letterhead is lost: CHỦ TỊCH
    ỦY BAN NHÂN DÂN TỈNH X between title and reasons."""
    pieces = zones.of(Role.ENACTING)
    if not pieces:
        return
    passage = join(pieces)
    office = _OFFICE.match(passage.folded)
    start = office.end() if office and _BEGINS.match(passage.folded, office.end()) else 0
    session = _SESSION.search(passage.folded, start)
    start, end = passage.trimmed(start, session.start() if session else len(passage.text), ",.;:*")
    spans = passage.spans(start, end)
    value = sentence_case(mend(document, passage.text[start:end], spans), document.text)
    sure = reading.confidence(document, spans, _ENACTED)
    findings.add([Finding("issuing_body", value, spans, sure, "rule:enacting")])


_ENACTED = 0.93
_MENDED = 0.99
"""What a name mended by the tables is worth: they know nearly all words of a letterhead."""


def _same_letters(printed: str, value: str) -> bool:
    """True where only case, tone places and marks between the words differ."""
    bare = [re.sub(r"[\W_]", "", unify(text)) for text in (printed, value)]
    return bare[1].startswith(bare[0])


NAMELESS = frozenset(("uy ban nhan dan", "hoi dong nhan dan"))
"""What a committee or council of the people is called without its place."""
_PLACE = re.compile(
    r"\W*(?:tinh|thanh pho|tp|huyen|quan(?! (?:khu|doan|chung))|thi xa|thi tran|xa|phuong"
    r"|dac khu|so \d{1,3}|va|thuoc|cac|ve|cho|trong|trung uong\W*$)(?:\b|$)"
    r"(?! (?:uy|doan|hoi)\b)"
)
_COMPANY = re.compile(
    r"\W*cong ty (?:tnhh|co phan|cp|trach nhiem huu han)"
    r"(?:(?: nha nuoc)? (?:mtv|mot thanh vien))?\W*$"
)
_PLACE_NAME = re.compile(
    r"\s(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s.{2,40}$"
)


def _with_place(printed: str, enacting: str) -> str:
    """Complete a letterhead that names no place by the line that names who decides: ỦY BAN NHÂN
    DÂN above CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …."""
    at = fold_same_length(enacting).find(fold(printed))
    place = _PLACE_NAME.match(enacting, at + len(printed)) if at >= 0 else None
    return f"{printed}{place[0]}" if place else printed


_SITE = re.compile(r"\W*(?:cong|trang) thong tin dien tu\b")


def _without_stars(document: ParsedDocument, zones: Zones) -> list[Piece]:
    """The letterhead without the asterisks under the body's name (HD 36-HD/VPTW), which OCR reads
    as a word of a few odd letters, and without the banner of a web site above it."""
    pieces = [
        piece for piece in zones.of(Role.ISSUER, Role.PARENT_BODY)
        if not _SITE.match(piece.folded)
    ]  # fmt: skip
    if len(pieces) > 1 and zones.of(Role.PARTY_NAME):
        last = pieces[-1]
        short = len(last.text) <= 8 and " " not in last.text
        # … TRƯỜNG ĐHBK HÀ / NỘI: the rest of a name is surely read.
        sure = reading.confidence(document, (last.span,), 1.0) >= _SURE_AT_ALL
        named = last.text.isupper() and is_marked_syllable(last.text) and sure
        if short and not named and reading.is_read(document, *last.span):
            return pieces[:-1]
    return pieces


def group(pieces: Sequence[Piece]) -> list[Passage]:
    """Join wrapped lines: one passage a body, the highest first."""
    bodies: list[list[Piece]] = []
    for piece in pieces:
        if not any(char.isalpha() for char in piece.text):
            continue
        above = bodies[-2][0].folded if len(bodies) > 1 else ""
        if bodies and (_repeats(bodies[-1], above) or not _begins(bodies[-1], piece)):
            bodies[-1].append(piece)
        else:
            bodies.append([piece])
    return [join(body) for body in bodies]


_NUMBERED = re.compile(r"\W*S[ốỐ]\s\d")  # and no Sở
# Trường Sơn, Trường Sa are places; a school's name says of what kind it is.
_NO_SCHOOL = re.compile(r"\W*truong (?!mam|mau|tieu|trung|cao|dai|day|pho|chinh|si|th)[a-z]+\W*")


def _repeats(body: Sequence[Piece], above: str) -> bool:
    """True for a line that says again how the body above is called, and so goes on below: NGÂN HÀNG
    NHÀ NƯỚC VIỆT NAM over NGÂN HÀNG NHÀ NƯỚC / CHI NHÁNH KHU VỰC 10."""
    name = body[0].folded.strip()
    return len(body) == 1 and name.count(" ") > 1 and above.strip().startswith(f"{name} ")


def _begins(body: Sequence[Piece], piece: Piece) -> bool:
    before = body[-1]
    if " " not in piece.text.strip():
        return False  # no body's name is one syllable: PHÒNG GIÁO DỤC HUYỆN TUY / PHONG
    # One body over two lines, in whatever type each is set.
    if _PLACE.match(piece.folded) or _COMPANY.match(before.folded) or _is_cut(before, piece):
        return False
    if before.is_bold != piece.is_bold:
        return True
    if _OPEN_END.search(before.folded):
        return False
    if _HALF.match(before.folded) and (len(body) == 1 or " " in before.text.strip()):
        return False
    if _NO_SCHOOL.fullmatch(piece.folded) or _NUMBERED.match(piece.text):
        return False
    found = _BEGINS.match(piece.folded, _stray(piece.text))
    return found is not None and not _is_another_word(piece, found)


def _stray(text: str) -> int:
    """Return where a line's words begin behind what OCR made of a stamp ĐẾN that lies over it: its
    figures, dots and single letters."""
    match = _STRAY.match(text)
    end = match.end() if match else 0
    return end if any(map(str.isdigit, text[:end])) else 0


def _is_another_word(piece: Piece, found: re.Match[str]) -> bool:
    """True where the marks say that the word is no body's: VÂN PHONG is a place, VĂN PHÒNG not."""
    printed = piece.text[found.start() : found.end()].strip(" \t*_-–—|'\"`~.,;:")
    known = _by_folded_name().get(fold(printed), ())
    return bool(known) and all(contradicts(printed, name) for name in known)


@cache
def _by_folded_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("body_words"):
        found[fold(row["name"])] = (*found.get(fold(row["name"]), ()), row["name"])
    return found


def _is_cut(before: Piece, piece: Piece) -> bool:
    """True where the line's end parts a known name: … NÔNG NGHIỆP VÀ MÔI / TRƯỜNG."""
    head, rest = tuple(unify(before.text).split()), tuple(unify(piece.text).split())
    parted = _parted_names()
    return any(
        rest[: len(end)] == end
        for count in range(1, len(head) + 1)
        for end in parted.get(head[-count:], ())
    )


@cache
def _parted_names() -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """What may stand before a line's end, and what then stands behind it."""
    parted: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for name in _names():
        for count in range(1, len(name)):
            parted.setdefault(name[:count], []).append(name[count:])
    return parted


def _names() -> frozenset[tuple[str, ...]]:
    """The names of the tables, those of ministries, departments and divisions also without the
    word for their kind."""
    names = {unify(row["name"]) for table in ("body_words", "provinces") for row in rows(table)}
    names |= {re.sub(r"^(?:sở|bộ|phòng) ", "", name) for name in names}
    return frozenset(tuple(name.split()) for name in names if " " in name)
