"""The words are underthesea's own: its features, made here, are the same in the same order."""

import json
from pathlib import Path

import pytest
from underthesea.pipeline import word_tokenize as library

from nlp.segmenter import Segmenter

SAMPLES = Path(__file__).parents[2] / "samples"
HOSTILE = (
    "",
    "a",
    "a b",
    "Thi",
    "PHÁT ĐỘNG Thi đua",
    "v/v thực hiện Kế hoạch số 16/KH-BQL ngày 02/05/2014, T.Ư; v.v...",
    "ﬁ ß ẞ İ ΑΣ ǅ Ⅳ ² ½ ٣ 𝐀 🙂 H'Mông BOS EOS",
    "một\u200bhai \u0301 \ufeff =>>> http://a.vn/b (c) a@b.vn",
    "2024 2 % - – _ . ,",
)


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter()


def headings() -> list[str]:
    """Return subjects and campaign names of all samples, and their beginnings as shorter texts."""
    found: list[str] = []
    for path in sorted(SAMPLES.glob("*.json")):
        read = json.loads(path.read_bytes())
        for record in read if isinstance(read, list) else [read]:
            names = (record["subject"], (record["campaign"] or {}).get("name"))
            found += [" ".join(name.split()) for name in names if name]
    return [part for text in found for part in (text, text.title(), text[: len(text) // 3])]


def test_words_are_those_of_the_library(segmenter: Segmenter) -> None:
    texts = [*headings(), *HOSTILE]
    assert len(texts) > 50
    assert [segmenter.words(text) for text in texts] == [
        library.word_tokenize(text) for text in texts
    ]


@pytest.mark.parametrize("text", HOSTILE[1:])
def test_features_are_those_of_the_library(segmenter: Segmenter, text: str) -> None:
    library.word_tokenize("nạp")
    tokens = library.tokenize(text)
    model = library.word_tokenize_model
    assert segmenter.features(tokens) == model.featurizer.process([[[one] for one in tokens]])[0]
