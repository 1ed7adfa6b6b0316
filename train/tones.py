"""Count which Vietnamese syllables follow each other: what ``nlp.tones`` restores lost marks by.

    python -m train.tones

Sources, all offline: the word list and the tagged sentences that underthesea installs (Apache-2.0),
the syllable pairs its word segmenter keeps as features, and the project's own tables.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pycrfsuite
import underthesea

from dispatch.text import unify
from dispatch.vocabulary import rows
from nlp.tones import TABLE, is_marked_syllable

_HOME = Path(underthesea.__file__).parent
_WORDS = _HOME / "corpus" / "data" / "Viet74K.txt"
_SENTENCES = _HOME / "pipeline" / "pos_tag" / "models" / "pos_crf_vlsp2013_20230303"
_SEGMENTER = _HOME / "pipeline" / "word_tokenize" / "models" / "ws_crf_vlsp2013_20230727"
_TABLES = {
    "body_words": "name", "position_words": "words", "provinces": "name", "laws": "title",
    "document_types": "name", "abbreviations": "long",
}  # fmt: skip

_PHRASES = Path(__file__).resolve().parent / "data" / "phrases.txt"
# What one sighting of each source weighs.
_OF_A_WORD, _OF_A_FEATURE, _OF_A_TABLE, _OF_A_PHRASE = 2, 4, 6, 25
# Words of which running text is full and dictionaries hold one each.
_FUNCTION_WORDS = Path(__file__).resolve().parent / "data" / "function_words.txt"
_OF_A_FUNCTION_WORD = 1500
_FEATURE = re.compile(r"T\[[^\]]*\](?:\.lower)?=(.+)")


def main() -> None:
    """Write the table of pairs and of single syllables with their counts."""
    pairs: Counter[tuple[str, str]] = Counter()
    singles: Counter[str] = Counter()
    words_alone = _FUNCTION_WORDS.read_text(encoding="utf-8").split()
    singles.update(dict.fromkeys(words_alone, _OF_A_FUNCTION_WORD))
    for words, weight in _phrases():
        known = [unify(word).lower() if is_marked_syllable(word) else "" for word in words]
        singles.update({word: weight for word in known if word})
        for left, right in pairwise(known):
            if left and right:
                pairs[left, right] += weight
    lines = [f"{word}\t{count}" for word, count in sorted(singles.items())]
    lines += [f"{left} {right}\t{count}" for (left, right), count in sorted(pairs.items())]
    with gzip.GzipFile(TABLE, "wb", mtime=0) as file:
        file.write("\n".join(lines).encode())
    print(json.dumps({"syllables": len(singles), "pairs": len(pairs)}))


def _phrases() -> Iterator[tuple[list[str], int]]:
    """Yield runs of words that stand together, and what a sighting weighs."""
    for line in _WORDS.read_text(encoding="utf-8").splitlines():
        yield re.split(r"[\s-]+", line.strip()), _OF_A_WORD
    tagger = pycrfsuite.Tagger()
    tagger.open(str(_SEGMENTER / "models.bin"))
    for feature in tagger.info().attributes:
        if (found := _FEATURE.fullmatch(feature)) and " " in found[1]:
            yield found[1].split(" "), _OF_A_FEATURE
    for sentence in (_SENTENCES / "test_output.txt").read_text(encoding="utf-8").split("\n\n"):
        words = [line.split("\t")[0] for line in sentence.split("\n") if line]
        yield " ".join(words).split(), 1
    for line in _PHRASES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield from ((phrase.split(), _OF_A_PHRASE) for phrase in line.split(","))
    for table, column in _TABLES.items():
        yield from _cells(row[column] for row in rows(table))


def _cells(texts: Iterable[str]) -> Iterator[tuple[list[str], int]]:
    for text in texts:
        for part in re.split(r"[,;()]", text):
            yield part.split(), _OF_A_TABLE


if __name__ == "__main__":
    main()
