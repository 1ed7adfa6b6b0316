"""Marks that OCR lost in running words come back from their neighbours: ``bô sung`` → ``bổ sung``.

A syllable may become any other of the same letters; which one is told by the syllables beside it
(``train.tones`` counts them), by what else the same document prints, and by what OCR is likely to
do: it drops a tone above a hat far more often than it invents one. Names of people and places are
left to the document itself, since any of their syllables may be meant.
"""

import gzip
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

from dispatch.text import fold, holds_marks_of, unify

TABLE = Path(__file__).resolve().parent / "data" / "tones.tsv.gz"

_SYLLABLE = re.compile(r"[b-dghk-np-tvx]{0,3}[aeiouy]{1,3}(?:[cmnptu]|ch|ng|nh)?")
WORD = re.compile(r"[^\W\d_]+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_HATS = frozenset("\u0302\u0306\u031b")

_SURE = 1.6  # nats by which another reading must be likelier than the printed one
_OF_NAME = 0.7  # … and by how much more where it stands in a name
_OF_PAIRS = 0.85  # weight of pairs against single syllables
_RARE = 4  # sightings in the table below which a syllable is taken for none
_OF_DOCUMENT = 4  # what a pair printed elsewhere in the document weighs in the table's counts
_LOST_TONE, _OTHER_TONE, _LOST_HAT, _OTHER_HAT, _NEW_MARK, _BAR = 2.8, 3.6, 4.0, 4.6, 8.0, 5.0
_DOT = 3.0  # the dot of an i, blurred, is read as the hook of an ỉ: thu chỉ
_ACUTE_FOR_HOOK = 2.4  # over a hat, where few pixels are left of either: tố chức
_OPPOSITE = 6.0  # a grave is not taken for an acute: cấm is no cầm
_ACUTE, _GRAVE, _HOOK = "\u0301", "\u0300", "\u0309"


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters as printed and OCR's confidence in it; ``fixed`` where it must stay,
    ``named`` where only the document itself can tell, ``held`` where no mark of it may go."""

    text: str
    confidence: float
    fixed: bool = False
    named: bool = False
    held: bool = False

    @property
    def own(self) -> str:
        return unify(self.text).lower()


@dataclass(frozen=True, slots=True)
class _Table:
    singles: dict[str, int]
    pairs: dict[tuple[str, str], int]
    alike: dict[str, tuple[str, ...]]
    total: int


def is_marked_syllable(word: str) -> bool:
    """Tell whether ``word`` is built like a Vietnamese syllable, whatever its marks."""
    return _SYLLABLE.fullmatch(fold(word)) is not None


@cache
def _table() -> _Table:
    singles: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    for line in gzip.decompress(TABLE.read_bytes()).decode().splitlines():
        words, count = line.split("\t")
        left, _, right = words.partition(" ")
        if right:
            pairs[left, right] = int(count)
        else:
            singles[left] = int(count)
    alike: dict[str, list[str]] = {}
    for word in singles:
        alike.setdefault(fold(word), []).append(word)
    grouped = {key: tuple(words) for key, words in alike.items()}
    return _Table(singles, pairs, grouped, sum(singles.values()))


@lru_cache(maxsize=2)
def pairs_of(text: str) -> Counter[tuple[str, str]]:
    """Count the syllables that ``text`` prints side by side, and each one as ``("", word)``."""
    words = [unify(word).lower() for word in WORD.findall(text)]
    return Counter(pairwise(words)) + Counter(("", word) for word in words)


def restore_text(
    text: str, confidences: Sequence[float | None], printed: Counter[tuple[str, str]]
) -> str:
    """Return ``text`` with the lost marks of its words restored.

    ``confidences`` gives OCR's confidence for each run of letters in order, None where the run was
    not read by OCR and stays.
    """
    found = list(WORD.finditer(text))
    parts: list[str] = []
    at = 0
    for run in _runs(text, found):
        place = _place_from(found, run)
        tokens = [
            _token(found, confidences[index], index, run, in_place=index >= place) for index in run
        ]
        for index, word in zip(run, restore(tokens, printed), strict=True):
            parts += [text[at : found[index].start()], word]
            at = found[index].end()
    return "".join([*parts, text[at:]])


def _runs(text: str, found: Sequence[re.Match[str]]) -> list[list[int]]:
    """Group the words between which only a blank stands."""
    runs: list[list[int]] = []
    end = -1
    for index, match in enumerate(found):
        if not runs or not text[end : match.start()].isspace():
            runs.append([])
        runs[-1].append(index)
        end = match.end()
    return runs


def is_pair(left: str, right: str) -> bool:
    """Tell whether the two syllables, spelt so, stand side by side more often than by chance.

    >>> is_pair("Thủ", "trưởng"), is_pair("Nội", "vu")
    (True, False)
    """
    return _table().pairs.get((unify(left).lower(), unify(right).lower()), 0) >= _RARE


def parted(text: str) -> str:
    """Return ``text`` with the blank back between two syllables that OCR glued together.

    >>> parted("tỉnh KHÁNHHÒA"), parted("UBMTTQVN tỉnh")
    ('tỉnh KHÁNH HÒA', 'UBMTTQVN tỉnh')
    """
    return WORD.sub(lambda match: _parted(match.group()), text)


def rejoined(text: str) -> str:
    """Return ``text`` without the blank that OCR put into a syllable: before the rest of one that
    is no word alone.

    >>> rejoined("TRUNG ƯƠNG ĐO ÀN"), rejoined("NGÂN S ÁCH"), rejoined("chi ủy"), rejoined("Y An")
    ('TRUNG ƯƠNG ĐOÀN', 'NGÂN SÁCH', 'chi ủy', 'Y An')
    """
    return _SPLIT.sub(_rejoined, text)


def _rejoined(match: re.Match[str]) -> str:
    left, right = match.groups()
    if len(left) == 1 and _NUMBERS.search(fold(match.string[: match.start()])):
        return match[0]
    singles = _table().singles
    whole, rest = unify(left + right).lower(), unify(right).lower()
    one_case = left.isupper() == right.isupper() and (right.isupper() or right.islower())
    # An onset is no word; K and H open names of the Highlands.
    onset = _ONSET.fullmatch(fold(left)) is not None and left not in ("H", "K")
    often = _OFTEN * singles.get(rest, 0) if onset else 0
    alone = singles.get(rest, 0) >= _RARE and not onset
    known = singles.get(whole, 0) >= max(_RARE, often) and not alone
    return left + right if one_case and known and is_marked_syllable(whole) else f"{left} {right}"


_OFTEN = 3  # times as often as its rest must a syllable be met
_NUMBERS = re.compile(r"(?:\b(?:diem|nhom|phu luc|hang|lop|loai|khu|muc|muc do|cap|thi)|\d)\W*$")
"""What a letter numbers: điểm c, nhóm A."""
_ONSET = re.compile(r"[bcdghklmnpqrstvx]|ch|gh|kh|ngh?|nh|ph|th|tr")
_SPLIT = re.compile(
    r"(?<!\w)([^\W\d_]{1,4}) ((?![b-df-hj-np-tv-xzđ])[^\W\d_]{2,4})(?!\w)", re.IGNORECASE
)


def _parted(word: str) -> str:
    if len(word) < 5 or is_marked_syllable(word):
        return word
    cuts: dict[str, int] = {}
    for at in range(2, len(word) - 1):
        left, right = word[:at], word[at:]
        pair = (unify(left).lower(), unify(right).lower())
        if is_marked_syllable(left) and is_marked_syllable(right) and pair in _table().pairs:
            cuts[f"{left} {right}"] = _table().pairs[pair]
    best = max(cuts, key=lambda cut: cuts[cut], default=word)
    return best if cuts.get(best, 0) >= _RARE else word


def _token(
    found: Sequence[re.Match[str]],
    confidence: float | None,
    index: int,
    run: Sequence[int],
    *,
    in_place: bool,
) -> Token:
    """What is no syllable (UBND) stays; a word in a row of capitalised ones may be a name's."""
    word = found[index].group()
    lower = unify(word).lower()
    short = len(word) < 3 and word.isupper() and not _may_be_hook(word)  # TU, TẢ; no TỐ
    if confidence is None or not is_marked_syllable(word) or short:
        return Token(word, confidence or 0.0, fixed=True)
    if _is_of_person(found, index, run):
        return Token(word, confidence, named=True, held=True)
    beside = [found[at].group() for at in (index - 1, index + 1) if at in run]
    exists = _table().singles.get(lower, 0) >= _RARE
    after = found[index + 1].group() if index + 1 in run else ""
    in_name = word.istitle() and any(map(str.istitle, beside)) and not _opens_pair(lower, after)
    in_name = in_name or in_place
    return Token(word, confidence, named=in_name and exists, held=in_name and not exists)


MIDDLE_NAMES = ("Thị", "Văn")
"""Of most names, and surnames too: what stands before one is a surname, a rare one at worst."""


def _is_of_person(found: Sequence[re.Match[str]], index: int, run: Sequence[int]) -> bool:
    """True for a known syllable behind the Thị or Văn of a person's name: Thị Thanh Trà."""
    before = [found[at].group() for at in (index - 1, index - 2) if at in run]
    words = [found[index].group(), *before]
    exists = _table().singles.get(unify(words[0]).lower(), 0) >= _RARE
    middle = next((at for at, word in enumerate(before, 1) if word in MIDDLE_NAMES), 0)
    return exists and middle > 0 and all(map(str.istitle, words[:middle]))


def _opens_pair(word: str, after: str) -> bool:
    """True where ``word`` with the small letters ``after`` it is no pair and only with other marks
    a common one: Ban Chi đạo, and no Hạnh đã."""
    table = _table()
    if not after.islower() or table.pairs.get((word, unify(after)), 0):
        return False
    alike = table.alike.get(fold(word), ())
    return any(table.pairs.get((other, unify(after)), 0) >= _COMMON for other in alike)


_COMMON = 40  # sightings in the table of a pair that is a phrase of offices


def _place_from(found: Sequence[re.Match[str]], run: Sequence[int]) -> int:
    """Return the word from which a run is the name of a commune or a district in capitals, which
    ends it: UBND XÃ GIA KIỆM; the one behind the run where none is. Provinces are of a table."""
    named = _UNIT_IN_CAPITALS.search(" ".join(found[at].group() for at in run))
    return run[-1] + 1 - (len(named["name"].split()) if named else 0)


_UNIT_IN_CAPITALS = re.compile(
    r"\b(?:XÃ(?! HỘI\b)|PHƯỜNG|HUYỆN|QUẬN|THỊ TRẤN|THỊ XÃ|THÀNH PHỐ) "
    r"(?P<name>(?!ỦY |UỶ |TRỰC )[^\W\d_]+(?: [^\W\d_]+){0,3})$"
)


def _may_be_hook(word: str) -> bool:
    marks = set(normalize("NFD", word))
    return _ACUTE in marks and bool(marks & _HATS)


def restore(tokens: Sequence[Token], printed: Counter[tuple[str, str]]) -> list[str]:
    """Return the likeliest words for ``tokens``, a run without punctuation between them.

    ``printed`` counts the pairs of the whole document, the run itself among them.
    """
    before = Token("", 0.0, fixed=True)
    costs: dict[str, float] = {"": 0.0}
    back: list[dict[str, str]] = []
    for left, token in zip([before, *tokens], tokens, strict=False):
        counted = printed if left.named or token.named else Counter[tuple[str, str]]()
        now: dict[str, float] = {}
        came: dict[str, str] = {}
        for word in _candidates(token, counted):
            steps = {last: cost - _pair(last, word, counted) for last, cost in costs.items()}
            came[word] = min(steps, key=lambda last: steps[last])
            now[word] = steps[came[word]] + _misread(token, word)
        costs = now
        back.append(came)
    word = min(costs, key=lambda key: costs[key])
    path: list[str] = []
    for came in reversed(back):
        path.append(word)
        word = came[word]
    words = zip(tokens, reversed(path), strict=True)
    return [_in_case_of(token.text, word) for token, word in words]


def _candidates(token: Token, printed: Counter[tuple[str, str]]) -> tuple[str, ...]:
    if token.fixed:
        return (token.own,)
    alike = _table().alike.get(fold(token.own), ())
    if token.named:
        alike = tuple(word for word in alike if printed["", word])
    if token.held:
        alike = tuple(word for word in alike if holds_marks_of(word, token.own))
    return tuple(dict.fromkeys((token.own, *alike)))


def _misread(token: Token, word: str) -> float:
    """Return how unlikely it is, in nats, that OCR made ``token`` of a printed ``word``."""
    if token.own == word:
        return 0.0
    sure = _SURE + _OF_NAME * (token.named and not token.held)
    return sure + sum(map(_slip, token.own, word)) * (0.4 + 0.6 * token.confidence)


def _slip(read: str, meant: str) -> float:
    if read == meant:
        return 0.0
    if "đ" in (read, meant):
        return _BAR
    seen, lost = set(normalize("NFD", read)[1:]), set(normalize("NFD", meant)[1:])
    if seen < lost:
        return _LOST_TONE if lost - seen <= _TONES and lost & _HATS else _LOST_HAT
    if lost < seen:
        return _DOT if (read, meant) == ("ỉ", "i") else _NEW_MARK
    if seen & _HATS and seen ^ lost == {_ACUTE, _HOOK} and _HOOK in lost:
        return _ACUTE_FOR_HOOK
    if seen ^ lost == {_ACUTE, _GRAVE}:
        return _OPPOSITE
    return _OTHER_TONE if seen & _HATS == lost & _HATS else _OTHER_HAT


def _pair(left: str, right: str, printed: Counter[tuple[str, str]]) -> float:
    table = _table()
    often = table.pairs.get((left, right), 0) + _OF_DOCUMENT * max(
        printed[left, right] - 1, 0
    ) * bool(left)
    share = often / (table.singles.get(left, 0) + 20)
    alone = (table.singles.get(right, 0) + 0.05) / table.total
    return math.log(_OF_PAIRS * share + (1 - _OF_PAIRS) * alone)


def _in_case_of(printed: str, word: str) -> str:
    if unify(printed).lower() == word:
        return printed
    if printed.isupper():
        return word.upper()
    return word.capitalize() if printed[:1].isupper() else word
