"""Words of the form whose marks Tesseract loses, whatever size they are read at.

In bold capitals the hook over Ủ is read as an acute and marks set close to the letters are lost:
CHÚ TỊCH, ÚY BAN, TÍNH QUẢNG NAM. Offices, positions, types and stamps are closed lists, so such a
phrase is known by its letters; no mark is changed into one that is never taken for it. ``VT`` of
the Lưu line and the blank before ``ngày`` stand where the decree wants them (Nghị định 30/2020,
Phụ lục I, Mục II.3 and II.8). ``Nơi`` of ``Nơi nhận:``, in bold italics, loses its N or more: the
heading is known by its other word and by the list below.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from dispatch.text import fold
from dispatch.vocabulary import rows as table
from parsers.language_check import is_syllable
from parsers.pixel_words import PixelWord
from parsers.second_look import stretches_of
from parsers.signing_offices import names_office
from parsers.word_votes import ALIKE

_LONGEST = 12  # syllables of a phrase
_SURELY_BARE = 0.955  # confidence from which letters without a mark are printed so: CÔNG HÒA
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_ARCHIVE = re.compile(r"V[TIĨŨDL1]([.,;:]?)")
_LIST_MARKS = ("-", "–", "+", "•")
_PLACE_LETTERS = 5  # at most that Nơi was read as
_UNREAD = 0.5  # confidence of a word that another one stands for
_NEXT_ROWS = 3.0  # heights of nhận: down to the first entries
_FORM = re.compile(r"(?P<k>K)?[1Il|!](?P<l>(?(k)|[LM]))\.")
_GLUED_DAY = re.compile(r"(.*\w,)(ngày)")


def in_set_forms(words: list[PixelWord]) -> list[PixelWord]:
    """Return the words of a page with those of set phrases as the lists spell them."""
    mended: list[PixelWord] = []
    for stretch in stretches_of(words):
        mended.extend(_day_apart(_archive_mended(_forms_mended(_capitals_mended(stretch)))))
    return _recipients_headed(mended)


def _capitals_mended(stretch: Sequence[PixelWord]) -> list[PixelWord]:
    words = list(stretch)
    at = 0
    while at < len(words):
        phrase = _phrase_at(words, at)
        for index, syllable in enumerate(phrase, start=at):
            before, core, behind = _parts(words[index])
            bare = _marks(core) < _marks(syllable) and words[index].confidence >= _SURELY_BARE
            if core != syllable and not bare:
                words[index] = replace(words[index], text=f"{before}{syllable}{behind}")
        at += max(len(phrase), 1)
    return words


def _phrase_at(words: Sequence[PixelWord], at: int) -> tuple[str, ...]:
    """Return the longest phrase in capitals that the words from ``at`` on spell, marks aside."""
    cores: list[str] = []
    for word in words[at : at + _LONGEST]:
        core = _parts(word)[1]
        if not core or core != core.upper():
            break
        cores.append(core)
    for length in range(len(cores), 1, -1):
        phrase = _phrases().get(tuple(map(fold, cores[:length])), ())
        if phrase and all(map(_is_near, cores, phrase)):
            return phrase
    return ()


def _parts(word: PixelWord) -> tuple[str, str, str]:
    parts = _EDGES.match(word.text)
    return (parts[1], parts[2], parts[3]) if parts else ("", "", "")


def _is_near(read: str, meant: str) -> bool:
    return read == meant or _may_be(read, meant)


def _may_be(read: str, meant: str) -> bool:
    """Tell whether ``read`` is ``meant`` with marks lost, or with a tone mark taken for another."""
    lettered = [_marks_by_letter(text) for text in (read, meant)]
    if len(lettered[0]) != len(lettered[1]):
        return False
    return all(
        marks <= wanted or (marks - wanted <= ALIKE and wanted & ALIKE != set())
        for marks, wanted in zip(*lettered, strict=True)
    )


def _marks(text: str) -> int:
    return sum(map(len, _marks_by_letter(text)))


def _marks_by_letter(text: str) -> list[set[str]]:
    letters: list[set[str]] = []
    for char in unicodedata.normalize("NFD", text.replace("Đ", "D\u0335")):
        if unicodedata.combining(char) and letters:
            letters[-1].add(char)
        else:
            letters.append(set())
    return letters


@cache
def _phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the phrases of two syllables and more by their letters; two spelt with the same
    letters are neither."""
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for phrase in _listed():
        spelt = tuple(re.findall(r"[^\W_]+", phrase.upper()))
        if len(spelt) > 1:
            found.setdefault(tuple(map(fold, spelt)), set()).add(spelt)
    return {letters: next(iter(spelt)) for letters, spelt in found.items() if len(spelt) == 1}


def _listed() -> Iterator[str]:
    for name, column in (
        ("body_words", "name"),
        ("position_words", "words"),
        ("document_types", "name"),
        ("stamps", "words"),
    ):
        yield from (row[column] for row in table(name))
    for row in table("provinces"):
        yield f"{row['kind']} {row['name']}"
    yield from ("Cộng hòa xã hội chủ nghĩa", "Việt Nam", "Dự thảo", "Nơi nhận", "Kính gửi")


def _forms_mended(words: list[PixelWord]) -> list[PixelWord]:
    """Return the words with the T of KT., TL. and TM. before an office, read as a stroke."""
    for index in range(1, len(words)):
        form = _FORM.fullmatch(words[index - 1].text)
        if form and names_office(" ".join(word.text for word in words[index:])):
            text = f"{form['k'] or ''}T{form['l']}."
            words[index - 1] = replace(words[index - 1], text=text)
    return words


def _archive_mended(words: list[PixelWord]) -> list[PixelWord]:
    """Return the words with VT behind Lưu, which Tesseract joins with its comma."""
    for index in range(1, len(words)):
        if fold(words[index - 1].text) == "luu:" and _ARCHIVE.fullmatch(words[index].text):
            is_last = index == len(words) - 1
            sign = words[index].text[2:] if is_last else ","
            words[index] = replace(words[index], text=f"VT{sign}")
    return words


def _recipients_headed(words: list[PixelWord]) -> list[PixelWord]:
    """Return the words with Nơi before ``nhận:`` where a list of dashes stands right below."""
    headed = list(words)
    for second in words:
        if fold(second.text) != "nhan:":
            continue
        left = [word for word in words if word.x1 <= second.x0 and _is_in_row(word, second)]
        if len(left) == 1 and _may_be_place(left[0]) and _heads_list(left[0], second, words):
            headed.remove(left[0])
            at = headed.index(second)
            headed.insert(at, replace(left[0], text="Nơi", line=second.line))
    return headed


def _is_in_row(word: PixelWord, other: PixelWord) -> bool:
    return word.top < (other.top + other.bottom) / 2 < word.bottom


def _may_be_place(word: PixelWord) -> bool:
    """Tell what is left of Nơi from another word before nhận: (Người nhận:, Bên nhận:)."""
    if word.text == "Nơi" or len(word.text) > _PLACE_LETTERS:
        return False
    is_rest = re.fullmatch(r"\w{0,2}oi", fold(word.text)) is not None
    letters = "".join(filter(str.isalpha, word.text))
    return is_rest or not is_syllable(letters) or word.confidence < _UNREAD


def _heads_list(first: PixelWord, second: PixelWord, words: Sequence[PixelWord]) -> bool:
    height = second.bottom - second.top
    return any(
        word.text.startswith(_LIST_MARKS)
        and abs(word.x0 - first.x0) < height
        and 0 < word.top - second.top < _NEXT_ROWS * height
        for word in words
    )


def _day_apart(words: list[PixelWord]) -> list[PixelWord]:
    """Return the words with ``ngày`` parted from the place before it."""
    parted: list[PixelWord] = []
    for word in words:
        glued = _GLUED_DAY.fullmatch(word.text)
        if glued is None:
            parted.append(word)
            continue
        edge = word.x0 + (word.x1 - word.x0) * len(glued[1]) / len(word.text)
        parted += [replace(word, text=glued[1], x1=edge), replace(word, text=glued[2], x0=edge)]
    return parted
