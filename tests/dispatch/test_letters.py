"""The letters of character classes: every Vietnamese letter in one of two cases, and no range
that holds both."""

import re
import unicodedata
from pathlib import Path

import pytest

from dispatch.letters import LOWER, UPPER

ROOT = Path(__file__).resolve().parents[2]
MARKS = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
SMALL = [
    unicodedata.normalize("NFC", vowel + mark) for vowel in "aăâeêioôơuưy" for mark in MARKS
] + list("bcdđghklmnpqrstvx")


@pytest.mark.parametrize("letter", SMALL)
def test_a_class_holds_the_letters_of_its_case(letter: str) -> None:
    assert re.fullmatch(f"[{LOWER}]", letter)
    assert re.fullmatch(f"[{UPPER}]", letter.upper())
    assert not re.search(f"[{UPPER}]", letter)
    assert not re.search(f"[{LOWER}]", letter.upper())


def test_no_pattern_spans_vietnamese_letters_by_a_range() -> None:
    paths = [path for name in ("dispatch", "parsers", "nlp", "index") for path in
             (ROOT / name).glob("*.py")]  # fmt: skip
    assert len(paths) > 100
    spanning = re.compile(r"[^\W\d_A-Za-z]-[^\W\d_]|[^\W\d_]-[^\W\d_A-Za-z]")
    classes = re.compile(r"\[[^\[\]\n]*\]")
    found = [
        (path.name, part[0])
        for path in paths
        for part in classes.finditer(path.read_text(encoding="utf-8"))
        if spanning.search(part[0].replace("a-z", "").replace("A-Z", "")) and '"' not in part[0]
    ]
    assert found == []
