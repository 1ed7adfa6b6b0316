"""What everyone knows of the acts that letters cite most: their number tells the day, and the day
with what was read of the number tells the number.

Only acts whose number bears the year (laws, decrees, circulars): other series begin anew each year.
Rows: ``dispatch/data/act_dates.tsv`` and, for laws, ``law_numbers.tsv``.
"""

import re
from functools import cache

from dispatch.notation import match_key
from dispatch.vocabulary import rows

_HEAD = re.compile(r"(?P<digits>\d+)/(?P<rest>(?:19|20)\d\d/.+)")

_NEAR = 20


def day_of(number: str) -> str | None:
    """Return the day (YYYY-MM-DD) on which the act of this number was issued, None if unknown.

    >>> day_of("30/2020/NĐ-CP")
    '2020-03-05'
    """
    return _days().get(match_key(number))


def number_of(misread: str, day: str) -> str | None:
    """Return the only known act of ``day`` whose number is ``misread`` but for one figure.

    What was numbered next to it is another act of that day.

    >>> number_of("301/2020/NĐ-CP", "2020-03-05"), number_of("31/2020/QĐ-TTg", "2020-03-05")
    ('30/2020/NĐ-CP', None)
    """
    printed = _HEAD.fullmatch(misread)
    if printed is None or day_of(misread) is not None:
        return None
    near = [
        number
        for number, digits, rest in _by_day().get(day, ())
        if match_key(f"1/{rest}") == match_key(f"1/{printed['rest']}")
        and is_slip(digits.lstrip("0"), printed["digits"].lstrip("0"))
        and abs(int(digits) - int(printed["digits"])) > _NEAR
    ]
    return near[0] if len(near) == 1 else None


def is_slip(one: str, other: str) -> bool:
    """True where one sign was read wrong, doubled or lost."""
    if len(one) == len(other):
        return sum(left != right for left, right in zip(one, other, strict=True)) == 1
    shorter, longer = sorted((one, other), key=len)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


@cache
def _days() -> dict[str, str]:
    return {
        match_key(row["number"]): row["date"]
        for table in ("law_numbers", "act_dates")
        for row in rows(table)
    }


@cache
def _by_day() -> dict[str, tuple[tuple[str, str, str], ...]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for table in ("law_numbers", "act_dates"):
        for row in rows(table):
            parts = _HEAD.fullmatch(row["number"])
            if parts is not None:
                found.setdefault(row["date"], []).append((row["number"], parts[1], parts[2]))
    return {day: tuple(acts) for day, acts in found.items()}
