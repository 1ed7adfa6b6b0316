"""The small words of the form: what an office, a name, a signing form or a type looks like."""

import re
from functools import cache

from dispatch.text import fold, fold_same_length, unify
from dispatch.vocabulary import rows, types_by_folded_name
from nlp.line_memory import remembered

_ROUND_A_NAME = " .,;:*_“”‘’\"'|—–-=<>~^/\\«»•¬"
"""What OCR and typists leave round a name."""
_SYLLABLE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
NAME = re.compile(
    r"[^\W\d_][^\W\d_'’]*(?:['’][^\W\d_]*)?(?:[ -]{1,3}[^\W\d_]+(?:['’][^\W\d_]+)?){1,6}"
)
_OF_THE_HIGHLANDS = re.compile(r"[KH]['’] ?[^\W\d_]{2,}(?: [^\W\d_]{2,}){0,2}")
"""K' Brèm, K'Mák, H'Vi Êban: one syllable may be all of the name."""
_FORM = re.compile(
    r"^\W{0,5}(?P<form>tm|kt|tl|tuq|q|t[./]m|k[./]t|t[./]l|t[./]uq|pt|tim(?=\s(?:ban|dang|chi)\s))"
    r"(?P<dot>\s?[.,/:]\s?|\s)(?=[^\W\d_])"
)
# "KT. Chủ tịch", "TM. UBND tỉnh …", as law portals type them: an office of the table or a body.
_TYPED_FORM = re.compile(r"(?:(?:TM|KT|TL|TUQ)\.\s?|(?:T/M|K/T|T/L|T/UQ)\.?\s)")
_TYPED_BODY = re.compile(
    r"(?:UBND|HĐND|(?:Ủy|Uỷ) ban|Hội đồng|Chính phủ|Ban|Đoàn|Thường trực)\b[^.;]{0,60}$"
)


@cache
def _offices() -> tuple[str, ...]:
    return tuple(sorted((fold(row["words"]) for row in rows("position_words")), key=len)[::-1])


@cache
def _office_pattern() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,2}}(?:quyen |p\. ?)?(?:{'|'.join(map(re.escape, _offices()))})\b")


@cache
def _surnames() -> frozenset[str]:
    return frozenset(fold(row["surname"]) for row in rows("surnames"))


@cache
def _surnames_as_written() -> frozenset[str]:
    return frozenset(unify(row["surname"]) for row in rows("surnames"))


@cache
def _office_words() -> frozenset[str]:
    return frozenset(unify(row["words"]) for row in rows("position_words"))


@cache
def _office_ends() -> frozenset[str]:
    """What may be left of an office of several words: "văn phòng" of "chánh văn phòng"."""
    return frozenset(
        words[blank.end() :] for words in _office_words() for blank in re.finditer(" ", words)
    )


@cache
def _rank_pattern() -> re.Pattern[str]:
    ranks = sorted({re.escape(row["rank"].rstrip(".")) for row in rows("ranks")}, key=len)[::-1]
    return re.compile(
        rf"\W{{0,2}}(?P<rank>(?:(?:{'|'.join(ranks)})(?:\.\s?|,\s?|\s))+)(?=\S)", re.IGNORECASE
    )


_QUARTER = re.compile(r"\s*(?:[IVX]{1,3}\b|\d)")


@remembered
def is_capitals(text: str) -> bool:
    """True where nearly all letters are capitals (OCR and typing slips leave a few small)."""
    letters = list(filter(str.isalpha, text))
    return len(letters) >= 2 and sum(map(str.isupper, letters)) >= 0.8 * len(letters)


@remembered
def signing_form(text: str) -> re.Match[str] | None:
    """Return the match of a signing form (TM., KT., T/M …) before an office in capitals, or one
    that was typed in small letters (KT. Chủ tịch)."""
    if len(text) > 160:
        return None
    if not is_capitals(text):
        return _FORM.match(fold_same_length(text)) if _is_typed(text) else None
    match = _FORM.match(fold_same_length(text))
    if match and match["form"] in ("q", "pt") and not match["dot"].strip():
        return None
    if match and not text[match.end() :].split()[0].strip(".,;:()").isalpha():
        return None  # "TM. N12": a unit of the archive line and its serial
    if match and match["form"] == "q" and _QUARTER.match(text, match.end()):
        return None  # "Q.III/2023"
    if match and match["dot"].strip() == "," and not starts_office(text[match.end() :]):
        return None  # "KT, THĐT, NCKS": units of the archive line
    return match


def _is_typed(text: str) -> bool:
    form = _TYPED_FORM.match(text)
    rest = text[form.end() :] if form else ""
    if not rest[:1].isupper() or rest.endswith((".", ";", ":")):
        return False
    return starts_office(rest) or _TYPED_BODY.match(rest) is not None


@remembered
def starts_office(text: str) -> bool:
    """True where ``text`` begins with the name of an office (Phó Chủ tịch, Giám đốc …)."""
    return _office_pattern().match(fold(text)) is not None


def starts_parted_office(text: str) -> bool:
    """True where OCR has put a blank within the first words of an office: GIÁ M ĐỐC."""
    letters = re.sub(r"[\W_]", "", fold(text))
    return any(letters.startswith(office) for office in _offices_unparted())


@cache
def _offices_unparted() -> tuple[str, ...]:
    unparted = {office.replace(" ", "") for office in _offices()}
    return tuple(office for office in unparted if len(office) >= _UNMISTAKEN)


_UNMISTAKEN = 7  # letters of an office that no other words begin with


@cache
def _office_spellings() -> dict[str, str]:
    return {fold(row["words"]): row["words"].upper() for row in rows("position_words")} | {
        fold(row["name"]): row["name"].upper() for row in rows("body_words")
    }


@cache
def _spellings_unparted() -> dict[str, str]:
    return {known.replace(" ", ""): spelt for known, spelt in _office_spellings().items()}


@cache
def _unified_spellings() -> tuple[tuple[str, str], ...]:
    return tuple((unify(spelt), spelt) for spelt in _office_spellings().values())


def repair_office(text: str) -> str:
    """Give an office read by OCR (with its signing form) the spelling of the tables.

    >>> repair_office("KT. CHU TỊCH"), repair_office("PHÓ CHỦ TIC")
    ('KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH')
    """
    match = signing_form(text)
    head, office = (text[: match.end()], text[match.end() :]) if match else ("", text)
    if match and match["form"] == "tim":  # the slash of T/M, read as a letter
        head = "T/M "
    folded = fold(office).strip(" .,;:'\"")
    spellings = _office_spellings()
    if folded in spellings:
        return head + spellings[folded]
    unparted = folded.replace(" ", "")
    if len(unparted) >= _UNMISTAKEN and unparted in _spellings_unparted():
        return head + _spellings_unparted()[unparted]  # PH Ó C HÁNH V ĂN PHÒNG
    if whole := "CHỦ TỊCH" if _CHAIR.fullmatch(fold(office)) else whole_office(office):
        return head + whole
    near = {
        spelt for known, spelt in spellings.items() if len(known) > 6 and is_near(known, folded)
    }
    return head + (near.pop() if len(near) == 1 else office)


def is_table_office(text: str) -> bool:
    """True where ``text``, its marks aside, is an office of the tables and nothing else."""
    return fold(text).strip(" .,;:'\"") in _office_spellings()


def whole_office(text: str) -> str | None:
    """Return the office whose first letters a seal or a crop swallowed, None where none fits.

    >>> whole_office("Ứ TRƯỞNG"), whole_office("HÓ GIÁM ĐỐC"), whole_office("GIÁM ĐỐC")
    ('THỨ TRƯỞNG', 'PHÓ GIÁM ĐỐC', None)
    """
    rest = unify(text).strip(" .,;:'\"")
    if len(rest) < 7 or fold(rest) in _office_spellings():
        return None
    ends = {
        spelt
        for unified, spelt in _unified_spellings()
        if unified.endswith(rest) and 0 < len(spelt) - len(rest) <= 3
    }
    return ends.pop() if len(ends) == 1 else None


# A Vietnamese syllable without its marks: onset, vowels, coda; Ksor, Krông and Rmah of the
# Highlands are no such syllables but stand first, where a surname is looked up.
_VIETNAMESE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|qu|r|s|t|th|tr|v|x|kr|br|pl|dr)?"
    r"[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t|k|l|r|o|i|u|y)?"
)


def is_syllable(word: str) -> bool:
    """True where ``word`` can be a syllable of a Vietnamese name."""
    return _VIETNAMESE.fullmatch(fold(word.strip(".,;:"))) is not None


def is_office(text: str) -> bool:
    """True for a line of the signer's column: an office in capitals, with or without a form."""
    return is_capitals(text) and (signing_form(text) is not None or starts_office(text))


def split_rank(text: str) -> tuple[str, str]:
    """Part the academic or military ranks from the name behind them.

    >>> split_rank("Thiếu tướng Lê Văn A"), split_rank("ThS. Phạm D")
    (('Thiếu tướng', 'Lê Văn A'), ('ThS.', 'Phạm D'))
    """
    match = _rank_pattern().match(text)
    if match is None:
        return "", text
    return match["rank"].strip(), text[match.end() :].strip()


_CODE = re.compile(r"[BCDĐGHIKLMNPQRSTVX]{2,}")


def is_name(text: str) -> bool:
    """True where ``text`` is a person's full name, after its rank: 2 to 7 capitalised syllables,
    the first a surname; the office words are no names."""
    name = split_rank(text.strip(_ROUND_A_NAME))[1].strip(" .")
    if _OF_THE_HIGHLANDS.fullmatch(name) and all(part[0].isupper() for part in name.split()):
        return True
    if not NAME.fullmatch(name) or len(name) > 45:
        return False
    syllables = _SYLLABLE.findall(name)
    if len(syllables) < 2 or not _are_of_name(syllables):
        return False
    if fold(name).startswith("danh sach") or _is_of_office(name):  # Danh is a surname too
        return False
    if not name.isupper() and any(map(_CODE.fullmatch, syllables)):
        return False  # "Ban TC-CB" gets a copy
    if name.isupper():  # capitals may be the rest of an office: ĐẦU TƯ is not of the Đậu
        return unify(syllables[0]) in _surnames_as_written()
    return fold(syllables[0]) in _surnames()


def looks_like_name(text: str) -> bool:
    """Like ``is_name`` for any surname: only where the form says that a name stands here."""
    name = split_rank(text.strip(_ROUND_A_NAME))[1].strip(" .")
    if not NAME.fullmatch(name) or len(name) > 45:
        return False
    syllables = _SYLLABLE.findall(name)
    return _are_of_name(syllables) and not _is_of_office(name)


@cache
def _shortened() -> frozenset[str]:
    return frozenset(row["# short"] for row in rows("abbreviations"))


def is_abbreviation(text: str) -> bool:
    """True for a body's name in letters alone: HĐND, UBND."""
    return text.strip(" .,;:") in _shortened()


# CHỦ TỊCH parted by a seal's ring: CHI HỦ TỊCH, CHÚ ỦTỊCH.
_CHAIR = re.compile(r"\W*(?:ch?\w{0,2}|h[uy])[\W_]{0,3}(?:h?u)?\s?tich\W*")


def is_misread_office(text: str) -> bool:
    """True for an office in capitals of which OCR misread a letter: GIÁM ĐẶC SỞ THỦY SẢN."""
    if not text.isupper():
        return False
    words = fold(text).split()
    return _CHAIR.fullmatch(fold(text)) is not None or any(
        is_near(office, " ".join(words[: office.count(" ") + 1]))
        for office in _offices()
        if office.count(" ") and len(office) >= 8
    )


def _are_of_name(syllables: list[str]) -> bool:
    """True for capitalised syllables, not for letters alone: Y is a surname of the Highlands, and
    ``Ý X`` is what OCR makes of a signature's strokes."""
    if any(sum(map(str.isupper, part)) > 2 and not part.isupper() for part in syllables):
        return False  # Vụ GDTrH: a unit of Lưu
    return all(part[0].isupper() for part in syllables) and max(map(len, syllables)) > 1


def _is_of_office(name: str) -> bool:
    """True where ``name`` begins an office; Trương is a surname and Trưởng is none, Phó is both
    (in capitals it is the office)."""
    match = _office_pattern().match(fold(name))
    if match is None:
        return name.isupper() and (ends_office(name) or is_body_in_full(name))
    first = unify(name.split()[0])
    if " " in match.group().strip() or first not in _surnames_as_written():
        return True
    return name.isupper() and first in _office_words()


@cache
def _titles() -> dict[str, str]:
    """The types by their folded names, also by those that offices use for them (Thư mời)."""
    titles = {name: kind.name for name, kind in types_by_folded_name().items()}
    return titles | {fold(row["title"]): row["document_type"] for row in rows("title_words")}


def ends_office(text: str) -> bool:
    """True for the end of an office that a seal left: VĂN PHÒNG of CHÁNH VĂN PHÒNG, and Văn is a
    surname."""
    return unify(text).strip(_ROUND_A_NAME) in _office_ends()


def is_body_in_full(text: str) -> bool:
    """True for a body's name without more, neither an office nor a person: CÔNG ĐOÀN below TM. BAN
    CHẤP HÀNH, and Công is a surname."""
    return unify(text).strip(_ROUND_A_NAME) in _bodies_in_full()


@cache
def _bodies_in_full() -> frozenset[str]:
    return frozenset(unify(row["name"]) for row in rows("body_words"))


@cache
def _title_pattern() -> re.Pattern[str]:
    """The longest type that a folded title begins with."""
    names = sorted(_titles(), key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, names))}) ")


@cache
def _types_without_blanks() -> dict[str, str]:
    return {name.replace(" ", ""): kind for name, kind in _titles().items()}


@cache
def _types_of_length(length: int) -> tuple[tuple[str, str], ...]:
    """The types that a misread title of so many letters may be."""
    return tuple(
        (name, kind)
        for name, kind in _types_without_blanks().items()
        if len(name) >= 6 and abs(len(name) - length) <= 1
    )


_MARK = re.compile(r"[^\w ]|_")


@remembered
def type_of_title(text: str) -> tuple[str, int] | None:
    """Return (type, characters it takes) where a title line begins with a type of document.

    ``Q U Y Ế T  Đ Ị N H`` and one wrong letter in a long name (KE ROACH) are still read.
    """
    folded = fold(_MARK.sub(" ", text))
    squeezed = folded.replace(" ", "")
    types = _types_without_blanks()
    if squeezed in types:
        return types[squeezed], len(text)
    match = _title_pattern().match(folded)
    if match and is_capitals(text):
        kind = _titles()[match[1]]
        said = len("thu") if kind == "Thư công" else len(match[1])  # THƯ KHEN: what it says
        return kind, said
    if squeezed in _NO_MISREAD_TYPES:
        return None
    for name, found in _types_of_length(len(squeezed)):
        if is_near(name, squeezed):
            return found, len(text)
    return None


_NO_MISREAD_TYPES = {"hoidong"}  # HỘI ĐỒNG alone over THI ĐUA - KHEN THƯỞNG is no HỢP ĐỒNG


def is_near(left: str, right: str) -> bool:
    """True where at most one letter (two of a long word) was read wrong, none lost."""
    if len(left) != len(right):
        shorter, longer = sorted((left, right), key=len)
        if len(longer) - len(shorter) > 1:
            return False
        same = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
        return longer[same + 1 :] == shorter[same:]
    wrong = sum(map(str.__ne__, left, right))
    return wrong <= (2 if len(left) >= 8 else 1)
