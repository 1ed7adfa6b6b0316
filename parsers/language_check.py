"""Whether a text is Vietnamese as people write it: the share of its words that are syllables.

A Vietnamese syllable is an onset, a rhyme and a tone from short closed lists, so a broken font
map, a legacy encoding read as Latin-1 or a poor OCR layer shows at once.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from operator import itemgetter

_ONSETS = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|q|r|s|th|tr|t|v|x|"
_RHYMES = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây|"
    "e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|ênh|êp|êt|êu|"
    "i|ia|ich|iêc|iêm|iên|iêng|iêp|iêt|iêu|im|in|inh|ip|it|iu|"
    "o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oc|oe|oen|oeo|oet|"
    "oi|om|on|ong|ooc|oong|op|ot|ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt|"
    "u|ua|uân|uâng|uât|uây|uc|uê|uêch|uênh|ui|um|un|ung|uơ|uôc|uôi|uôm|uôn|uông|uôt|up|ut|uy|"
    "uya|uych|uyên|uyêt|uynh|uyt|uyu|ư|ưa|ưc|ưi|ưng|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|ưt|ưu|"
    "y|yêm|yên|yêng|yêt|yêu|ych|ynh"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})(?:{_RHYMES})")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NOT_VIETNAMESE = re.compile(r"[a-zđ]*[fjwz]", re.IGNORECASE)
_FIRST, _SECOND = itemgetter(0), itemgetter(1)
_MARKED = re.compile("[^\x00-\x7f]")


@lru_cache(maxsize=8192)  # a language has few syllables, and a page repeats them
def is_syllable(word: str) -> bool:
    """Tell whether ``word`` (letters only) could be a Vietnamese syllable."""
    bare = _TONES.sub("", unicodedata.normalize("NFD", word.casefold()))
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def vietnamese_share(words: Iterable[str]) -> tuple[float, int]:
    """Return the share of syllables among the words of letters, and how many words were judged.

    Abbreviations (``UBND``) and words of mixed case are left out: they prove nothing.
    """
    found = list(map(_judge, words))
    good, judged = sum(map(_FIRST, found)), sum(map(_SECOND, found))
    return (good / judged if judged else 1.0), judged


@lru_cache(maxsize=8192)
def _judge(word: str) -> tuple[int, int]:
    good = judged = 0
    for letters in _LETTERS.findall(unicodedata.normalize("NFC", word)):
        is_good = is_syllable(letters)
        if not is_good and letters.isupper() and not _MARKED.search(letters):
            continue
        judged += 1
        good += is_good
    return good, judged
