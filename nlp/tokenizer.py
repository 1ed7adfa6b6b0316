"""Text becomes a spaCy Doc: one token a syllable, number or mark; underthesea's words on demand.

Offsets rule here, tokens are a convenience: underthesea's own words would cut ``16/KH-BQL`` in
three and join syllables over line breaks, so they are laid over the text as a span group instead.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

if TYPE_CHECKING:
    from nlp.segmenter import Segmenter

_TOKEN = re.compile(r"([^\W_]+|\s+|[\W_])( ?)")
"""A token and the blank that spaCy keeps with it; a blank that follows blanks is one of them."""


class SyllableTokenizer:
    """Cuts at blanks and marks; ``doc.text`` is always the text that went in."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        tokens = _TOKEN.findall(text)
        words = [word for word, _ in tokens]
        return Doc(self.vocab, words=words, spaces=[bool(blank) for _, blank in tokens])

    # spaCy asks every tokenizer for these when a pipeline is saved; there is no state to keep.
    def to_bytes(self, **kwargs: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> "SyllableTokenizer":
        return self


def create_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    """Return the factory that spaCy's config names."""
    return lambda language: SyllableTokenizer(language.vocab)


TOKENIZER = "congvan.syllables.v1"
registry.tokenizers.register(TOKENIZER, func=create_tokenizer)


@lru_cache(maxsize=4096)  # a draft and its PDF, and the letters of one campaign, share headings
def compounds(text: str) -> tuple[str, ...]:
    """Return underthesea's words of two and more syllables in ``text``, in order.

    They go into one more search field for subjects and headings. The line breaks are turned to
    blanks first, since a compound may be broken over two lines.
    """
    words = _segmenter().words(" ".join(text.split()))
    return tuple(word for word in words if " " in word)


@cache
def _segmenter() -> "Segmenter":
    # Imported here: it costs 0.9 s, and only the workers of an ingest run need it.
    from nlp.segmenter import Segmenter

    return Segmenter()
