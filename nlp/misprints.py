"""Signs that OCR gets wrong in one way again and again: ``[âm Đồng`` is Lâm Đồng, UHND UBND.

Each misprint is one row: what it looks like, in words that mean nothing else, and what was printed.
"""

import re
from collections.abc import Callable
from functools import cache

from dispatch.letters import LOWER, UPPER
from dispatch.notation import single_d
from dispatch.vocabulary import rows
from nlp.tones import is_marked_syllable, parted, rejoined
from nlp.zone_words import is_syllable

# Nông nghiệp và Môi trường, whose letters OCR goes on with as if they were the Front's (MTTQ).
ENVIRONMENT = re.compile(r"(?<=NN)(&?MT)T\b")

# An L of which OCR made two signs, within a notation (KH-I.ĐLĐ): no group of it is a numeral.
L_IN_TWO = re.compile(r"(?<=[A-ZĐ])I\.(?=[A-ZĐ])|(?<=[-/])I\.(?=Đ)")

_CODE = re.compile(r"(?<![\w'’])(?:1(?=['T]))?[A-ZĐ'](?:[A-ZĐ'’&]{1,8})[A-ZĐg](?![\w'’])")
_ROMAN = re.compile(r"[IVX]+")
_T_READ = re.compile(r"1?[TI'’][TIF'’]*")
_OFFICES = ("TTĐT", "TTĐTCP", "TTCP", "BTCN", "PTTg", "PTTH", "TTGDTX", "TB&XH")


def stem_of(code: str) -> str:
    """Return ``code`` with one sign for each run of a T and what OCR makes of it, as it does of
    them alike: IFT and TT, IIr and TTr."""
    return _T_READ.sub("I", code)


@cache
def _codes() -> dict[str, str]:
    """Codes with a T by their stems; none that two share."""
    known = {*_OFFICES, *(row["# short"] for row in rows("abbreviations"))}
    found: dict[str, set[str]] = {}
    for code in known:
        if "T" in code and re.fullmatch(r"[A-ZĐ&]{3,}g?", code):
            found.setdefault(stem_of(code.upper()), set()).add(code)
    told = {key: codes for key, codes in found.items() if len(codes) == 1 and len(key) > 1}
    return {key: codes.pop() for key, codes in told.items()}


def _as_l(match: re.Match[str]) -> str:
    return "L" if is_syllable(f"l{match['rest']}") else match[0]


def _as_code(match: re.Match[str]) -> str:
    code = match[0]
    if not set("I1'’") & set(code) or code in _codes().values():
        return code
    if is_marked_syllable(code) or _ROMAN.fullmatch(code):
        return code
    return _codes().get(stem_of(code.upper()), code)


def _unit_apart(match: re.Match[str]) -> str:
    return f"{match[1]} {match[2]}" if is_marked_syllable(match[1]) else match[0]


_MISPRINTS: tuple[tuple[str | re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # A lone speck, a stroke between words.
    (
        rf"(?<=[{LOWER}])\s\+(?=\s[{LOWER}])|(?<=[;,])\s\.(?=[A-ZĐ])|\s[`'~^|*“”_]\s|(?<=\w)\|(?=\w)",
        " ",
    ),
    (rf"\b([{UPPER}{LOWER}]{{2,6}})(TỈNH|tỉnh)\b", _unit_apart),  # CƠ QUANTỈNH
    (
        r"(?<=\bT[ỈÌÍĨ]NH)(?=[A-ZĐ]{2})|(?<=\b[Tt][Ỉỉ][Nn][Hh])(?=[A-ZĐ])|(?<=\b[Tt]ỉnh)(?=[A-ZĐ])",
        " ",
    ),  # tỉnhGia Lai
    (r"\b([Đđ])i[êe]u(?=\s[\dlI|])", r"\1iều"),
    (r"\b[UÚỦ][HR8]ND\b", "UBND"),  # of no other body's letters
    (r"(?<=\b[UH][BĐ]ND )(?:t[íiìỉ]n|t?[ỉí]nh?|t[ỉìíĩ]nh?)$", "tỉnh"),  # UBND tỉn, cut off
    (r"^Ph[ôốồõóo]ng(?=\s[A-ZĐ]{2})", "Phòng"),
    (r"(?<=\([Đđ])[íÍiIl1!|](?=[cC]\s)|(?<=\b[Đđ])[íÍ](?=c\s)", "/"),  # (Đ/c Tuấn)
    # I.uật sư, [âm Đồng, L.ong Hồ: what OCR makes of an L.
    (rf"(?<!\w)(?:t?[IlL]\.|\[)(?=(?P<rest>[{LOWER}]{{2,}})(?!\]))", _as_l),
    (r"(?<=ĐOÀN )I\.(?=AO ĐỘNG)", "L"),
    (r"(?<!\w)(?:INHH|TN[NÑñ]{1,2}HH)(?!\w)", "TNHH"),
    (r"\bT{1,2}H[ĐD]ND(?=xã|tỉnh|huyện|phường)", "TT HĐND"),
    (r"\b((?:UB|HĐ)ND)(?=xã|huyện|phường|thị|thành)", r"\1 "),
    (r"(?:^|(?<=[,;:] ))Đức(?= (?:Bí thư|Chủ tịch|Phó|Ủy viên|UV|Chánh)\b)", "Đ/c"),
    (r"(?<!\w)(VP)?IW(?!\w)", r"\1TW"),
    (r"^([^()]*\b(?:UBND|HĐND))\)", r"\1"),  # a D and its bow again
    (r"(?<=MTT)T+(?=Q)", ""),
    (r"\b(C[ơƠ] [Ss][ởỞ]|[Qq]uận|QUẬN|[Kk]hu vực|KHU VỰC)(?=\d)", r"\1 "),
    (r"(?<=\bUBMTT)\(Q\b|(?<=\bMTT)\(Q\b", "Q"),
    # Over a hat a hook is read as an acute: Tống TTCP, các tố CĐ.
    (r"\b([Tt])ống(?=\s(?:TTCP|LĐLĐ|GĐ|KTNN|CT)\w*\b)", r"\1ổng"),
    (
        r"(?<!truy )(?<!khởi )(?<!yếu )(?<!hân )(?<!ông )(?<!uyên )"
        r"\b([Tt])ố(?=\s(?:CĐ|CM|ĐT|[A-ZĐ]{2,5}(?:, |$)))",
        r"\1ổ",
    ),
    (r"\b([Đđ]iều|[Kk]hoản)\s[lI|](?=\W|$)", r"\1 1"),  # no article bears a letter
    (r"\b(B?T)[Il1](?=\.(?:HĐND|UBND|UBMTTQ|MTTQ|TU|HU|ĐU)\b)", r"\1T"),  # Thường trực
    # An L within a code (QI.NS, LĐL.Đ), where no Roman numeral ends; TI.HĐND is its TT.
    (
        r"(?<=[A-HJ-UWYZĐ])I\.(?=[A-ZĐ]{1,4}\b)|(?<=\bLĐ)[LI]\.(?=Đ)|(?<=[A-HJ-UWYZĐ]{3})I\.(?=\))",
        "L",
    ),
    (r"(?<=[A-HJ-UWYZĐ]{3})I,(?=\s?\()", "L"),  # QPPI, (Bộ Tư pháp)
    (r"\bHĐN(?:I\)|ID)(?=\W|$)", "HĐND"),
    (
        r"^(?:T[YI1l]?|FT)(?=[ .]{1,2}(?:HĐND|UBND|UBMTTQ|Tỉnh ủy|Huyện ủy|TU|HU)\b)",
        "TT",
    ),  # Thường trực
    (r"\bành phố\b", "thành phố"),
    (r"(?<=\b[Tt]rợ lý )[T1]\W?[lILTt1]g\b", "TTg"),
    (r"(?<=\w )[-–—]{2} ?(?=\w)", "– "),
    (r"(?<=\bV\.)(?:IH|HI)\b", "III"),  # Vụ III of Văn phòng Chính phủ
    # Codes of which OCR read a T as I, TI or a quote with I: Cổng TIĐT, VPCP: BICN, PI'TG.
    (_CODE, _as_code),
    (r"(?<=\btrình )M[TI1l]{1,2} ?Q[GC6O0]\b", "MTQG"),  # mục tiêu quốc gia
    # The indices of competitiveness and of governance, each behind its name: (PCT), (PC]).
    (
        r"(lực cạnh tranh[^()]{0,30}\((?:PC|DDC)|hành chính công[^()]{0,30}\(PAP)[TIl1\]](?=\))",
        r"\1I",
    ),
    (r"(?<=[A-ZĐ]{4})\. (?=[A-ZĐ]{3,}\b)", ", "),  # XDCQ. TCBC; no TT. HĐND
    (r"\bđ[ểếê] b(?:[íiì]/?|/)c\b", "để b/c"),
    (ENVIRONMENT, r"\1"),
)
_COMPILED = [(re.compile(pattern), printed) for pattern, printed in _MISPRINTS]
_SPECK = re.compile(rf"(?<=[{LOWER}][{LOWER}])[.:] (?=[{LOWER}]{{2}})")  # ends no sentence


def without_misprints(text: str) -> str:
    """Return ``text``, which OCR read, with what was printed in place of each misprint.

    >>> without_misprints("UHND tỉnhGia Lai"), without_misprints("[âm Đồng (Đíc Tuấn)")
    ('UBND tỉnh Gia Lai', 'Lâm Đồng (Đ/c Tuấn)')
    """
    mended = single_d(parted(rejoined(_SPECK.sub(" ", text))))
    for pattern, printed in _COMPILED:
        mended = pattern.sub(printed, mended)
    return mended
