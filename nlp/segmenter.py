"""A text becomes underthesea's words: its own tokens, model and features, the features made here.

The library makes each of the 43 features of each token anew, which is most of what a heading costs;
here those of a syllable and of two neighbours are made once. They are the same in the same order,
so the words are the same (``tests/nlp/test_segmenter.py``).
"""

import pickle
import re
from collections.abc import Sequence
from pathlib import Path

from underthesea.pipeline import word_tokenize as library
from underthesea_core import CRFTagger

_TEMPLATE = re.compile(r"T\[(-?\d)(?:,(-?\d))?\](?:\.(\w+))?")
_FIRST, _LAST = "BOS", "EOS"  # what stands beyond a text's ends
_REACH = 2
"""Tokens to either side of one that its features look at."""
_MOST = 2000
"""Runs of tokens of which the features are kept: the syllables and pairs of headings are few, and
each worker has its own."""


class Segmenter:
    """The model with its features; it takes half a second to load."""

    def __init__(self) -> None:
        (folder,) = (Path(library.__file__).parent / "models").glob("ws_crf_*")
        self._tagger = CRFTagger()
        self._tagger.load(str(folder / "models.bin"))
        # Plain lists and sets, written by joblib, which writes those as pickle does.
        templates: list[str] = pickle.loads((folder / "features.bin").read_bytes())
        known: set[str] = pickle.loads((folder / "dictionary.bin").read_bytes())
        parsed = [_parsed(template) for template in templates]
        self._runs = {
            size: _Runs([(name, of) for name, _, long, of in parsed if long == size], known)
            for size in sorted({size for _, _, size, _ in parsed})
        }
        places = dict.fromkeys(self._runs, 0)
        self._plan: list[tuple[int, int, int]] = []  # size, first token, place among that size's
        for _, first, size, _ in parsed:
            self._plan.append((size, first + _REACH, places[size]))
            places[size] += 1

    def words(self, text: str) -> list[str]:
        """Return the words of ``text``, their syllables with a blank between."""
        tokens: list[str] = library.tokenize(text)
        words: list[str] = []
        for tag, token in zip(self._tagger.tag(self.features(tokens)), tokens, strict=True):
            if tag == "I-W" and words:
                words[-1] = f"{words[-1]} {token}"
            else:
                words.append(token)
        return words

    def features(self, tokens: Sequence[str]) -> list[list[str]]:
        """Return the features of each token in the model's order."""
        count = len(tokens)
        around = {size: runs.of(tokens, size) for size, runs in self._runs.items()}
        columns = [
            [made[place] for made in around[size][first : first + count]]
            for size, first, place in self._plan
        ]
        return list(map(list, zip(*columns, strict=True)))


class _Runs(dict[str, tuple[str, ...]]):
    """Neighbouring tokens, with blanks between → the features that look at as many."""

    def __init__(self, templates: Sequence[tuple[str, str]], known: set[str]) -> None:
        super().__init__()
        self._templates = templates
        self._known = known
        self._first, self._last = (
            tuple(f"{name}={edge}" for name, _ in templates) for edge in (_FIRST, _LAST)
        )

    def __missing__(self, run: str) -> tuple[str, ...]:
        if len(self) >= _MOST:
            self.clear()
        lower = run.lower()
        values = {
            "": run,
            "lower": lower,
            "isdigit": run.isascii() and run.isdigit(),
            "istitle": all(part[0].upper() == part[0] for part in run.split(" ")),
            "is_in_dict": lower in self._known,
        }
        self[run] = made = tuple([f"{name}={values[of]}" for name, of in self._templates])
        return made

    def of(self, tokens: Sequence[str], size: int) -> list[tuple[str, ...]]:
        """Return the features of all runs of ``size`` tokens, by the first one, those that begin
        before the text or end after it among them."""
        shifted = [tokens[start:] for start in range(size)]
        found = map(self.__getitem__, map(" ".join, zip(*shifted, strict=False)))
        after = [self._last] * (size - 1 + _REACH)
        return [*[self._first] * _REACH, *found, *after]


def _parsed(template: str) -> tuple[str, int, int, str]:
    """Return a template's name, its first token, how many it looks at, and what it asks of them.

    >>> _parsed("T[-1,0].lower")
    ('T[-1,0].lower', -1, 2, 'lower')
    """
    match = _TEMPLATE.fullmatch(template)
    assert match is not None, template
    first, last = int(match[1]), int(match[2] or match[1])
    return template, first, last - first + 1, match[3] or ""
