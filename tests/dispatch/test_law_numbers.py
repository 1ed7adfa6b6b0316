"""Laws have plausible numbers: assembly, session and the order of numbers fit the day."""

import datetime
import re
from itertools import combinations, pairwise

import pytest

from dispatch.notation import match_key
from dispatch.vocabulary import rows

LAWS = rows("law_numbers")
BEGAN = {10: "1997-07", 11: "2002-07", 12: "2007-07", 13: "2011-07", 14: "2016-07", 15: "2021-07"}
"""The month in which each National Assembly first met."""
SESSION = datetime.timedelta(days=45)
"""Laws of one session are numbered when they are certified, in any order."""


def parts(number: str) -> tuple[int, int, int]:
    found = re.fullmatch(r"(\d{2,3})/(\d{4})/QH(\d{2})", number)
    assert found is not None, number
    at, year, assembly = map(int, found.groups())
    return at, year, assembly


@pytest.mark.parametrize("row", LAWS, ids=lambda row: row["number"])
def test_number_and_day_agree(row: dict[str, str]) -> None:
    day = datetime.date.fromisoformat(row["date"])
    _, year, assembly = parts(row["number"])
    assert year == day.year
    assert BEGAN[assembly] <= row["date"] < BEGAN.get(assembly + 1, "2026-07")
    assert day.month in (1, 2, 4, 5, 6, 10, 11, 12), "the National Assembly sat"
    assert row["title"].startswith(("Luật ", "Bộ luật "))


def test_numbers_rise_with_the_sessions() -> None:
    for one, other in combinations(LAWS, 2):
        (first, _, assembly), (second, _, of) = parts(one["number"]), parts(other["number"])
        days = [datetime.date.fromisoformat(row["date"]) for row in (one, other)]
        if assembly == of and abs(days[0] - days[1]) > SESSION:
            assert (first < second) == (days[0] < days[1]), (one["number"], other["number"])


def test_no_number_and_no_title_of_a_day_stands_twice() -> None:
    keys = sorted(match_key(row["number"]) for row in LAWS)
    assert all(one != other for one, other in pairwise(keys))
    places = sorted((row["title"], row["date"]) for row in LAWS)
    assert all(one != other for one, other in pairwise(places))
