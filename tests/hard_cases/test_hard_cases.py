"""The hard cases of the domain notes: each in three variants, and a near-miss that is none."""

import re
from collections import Counter
from pathlib import Path

import pytest

from dispatch.document import ParsedDocument
from nlp import extract
from parsers import parse
from tests.hard_cases.archive_view import Answers
from tests.hard_cases.cases import NEAR_MISS, Variant, load, show
from tests.hard_cases.files import as_file
from tests.nlp.builder import draw

VARIANTS = list(load())


def named(variant: Variant) -> str:
    return f"{variant.case}-{variant.name}"


@pytest.mark.parametrize("variant", [one for one in VARIANTS if not one.is_archive], ids=named)
def test_letter(variant: Variant) -> None:
    (letter,) = variant.letters
    is_file = letter.startswith("@file ")
    check(variant, parse(*as_file(letter, "letter")) if is_file else draw(letter))


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_what_is_drawn_as_print_is_read_the_same_from_files(kind: str) -> None:
    printed = [one for one in VARIANTS if not one.is_archive and is_print(one.letters[0])]
    for variant in printed:
        check(variant, parse(*as_file(f"@file {kind}\n{variant.letters[0]}", "letter")))
    assert len(printed) > 150


def is_print(letter: str) -> bool:
    """True for a drawn letter without a line read by OCR."""
    return not letter.startswith("@file ") and re.search(r"(?m)^\s*~|\|\|\s*~", letter) is None


def check(variant: Variant, document: ParsedDocument) -> None:
    (record,) = [one.to_json() for one in extract(document)]
    for key, value in variant.expected:
        if key == "warns":
            assert value in show(record, "warnings").split(), named(variant)
        elif key == "warns not":
            assert value not in show(record, "warnings").split(), named(variant)
        else:
            assert (key, show(record, key)) == (key, value), named(variant)


@pytest.mark.parametrize("variant", [one for one in VARIANTS if one.is_archive], ids=named)
def test_archive(variant: Variant, tmp_path: Path) -> None:
    answers = Answers(variant.letters, tmp_path)
    said = [(key, answers.say(key)) for key, _ in variant.expected]
    answers.archive.close()
    assert said == list(variant.expected)


def test_every_case_here_has_three_variants_and_a_near_miss() -> None:
    variants = Counter(one.case for one in VARIANTS if NEAR_MISS not in one.name)
    misses = Counter(one.case for one in VARIANTS if NEAR_MISS in one.name)
    assert len(variants) >= 67
    for case in variants:
        assert variants[case] >= 3, case
        assert misses[case] >= 1, case
    assert all(one.expected for one in VARIANTS)
