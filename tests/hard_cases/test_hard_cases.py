"""The hard cases of the domain notes: each in three variants, and a near-miss that is none."""

from collections import Counter

import pytest

from nlp import extract
from tests.hard_cases.cases import NEAR_MISS, Variant, load, show
from tests.nlp.builder import draw

VARIANTS = list(load())


@pytest.mark.parametrize(
    "variant",
    [one for one in VARIANTS if len(one.letters) == 1],
    ids=lambda one: f"{one.case}-{one.name}",
)
def test_letter(variant: Variant) -> None:
    records = [one.to_json() for one in extract(draw(variant.letters[0]))]
    (record,) = records
    for key, value in variant.expected:
        if key == "warns":
            assert value in show(record, "warnings").split()
        elif key == "warns not":
            assert value not in show(record, "warnings").split()
        else:
            assert (key, show(record, key)) == (key, value)


def test_every_case_here_has_three_variants_and_a_near_miss() -> None:
    variants = Counter(one.case for one in VARIANTS if NEAR_MISS not in one.name)
    misses = Counter(one.case for one in VARIANTS if NEAR_MISS in one.name)
    assert len(variants) >= 47
    for case in variants:
        assert variants[case] >= 3, case
        assert misses[case] >= 1, case
    assert all(one.expected for one in VARIANTS)
