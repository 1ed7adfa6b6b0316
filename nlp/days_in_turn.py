"""Days that follow several numbers and are theirs one by one: "số 12/UBND-VX và số 15/UBND-VX ngày
3/4/2023 và ngày 7/4/2023", "lần lượt ngày 3/4 và 7/4/2023", "tương ứng các ngày …"."""

import re
from dataclasses import dataclass

from dispatch.dates import PrintedDate

_IN_TURN = r"(?:(?:lan luot|tuong ung|theo thu tu)(?:\s(?:la|vao|tu|voi))?,?\s)"
_LEAD = re.compile(
    rf"[\s,(]{{1,3}}(?P<told>{_IN_TURN})?(?:(?:ky|ban hanh|de)\s)?(?:cac\s)?(?=ngay\s|\d)"
)
_DAY = re.compile(
    r"(?:ngay\s)?(?P<day>\d{1,2})(?:\s?[/.\-]\s?|\sthang\s)(?P<month>\d{1,2})(?!\d)"
    r"(?:(?:\s?[/.\-]\s?|\snam\s)(?P<year>(?:19|20)\d\d)(?!\d))?"
)
# "ngày 25 và 28/11/2013": the month stands with the last.
_BARE_DAY = re.compile(
    r"(?:ngay\s)?(?P<day>\d{1,2})(?P<month>)(?P<year>)(?=(?:\s?[,;]\s(?:va\s)?|\sva\s)(?:ngay\s)?\d{1,2}\b)"
)
_BEFORE = re.compile(r"\bcac ngay\s(?=\d)")
_JOINT = re.compile(r"\s?[,;]\s(?:va\s)?|\sva\s")
_TOLD_BEHIND = re.compile(r"[\s,(]{1,3}(?:lan luot|tuong ung|theo thu tu)\b\)?")
# The days are of something else that comes behind them: "… và ngày 7/4/2023 là hạn cuối".
_GOES_ON = re.compile(r"\s?[,)]?\s(?:la|se|den|toi|phai|hop|to chuc|lam viec)\b")


@dataclass(frozen=True, slots=True)
class DaysInTurn:
    """The days in print order, each with its span, and where the list ends."""

    days: tuple[PrintedDate, ...]
    end: int


def days_in_turn(folded: str, at: int) -> DaysInTurn | None:
    """Return the days listed from ``at`` on, right behind the last of several numbers; None where
    fewer than two are, or where nothing says that the list is closed.

    A day without its month or year has that of the next one.
    """
    lead = _LEAD.match(folded, at)
    if lead is None:
        return None
    found, closed = _listed(folded, lead.end())
    closed = closed or lead["told"] is not None
    if len(found) < 2 or not found[-1]["year"]:
        return None
    behind = _TOLD_BEHIND.match(folded, found[-1].end())
    end = behind.end() if behind else found[-1].end()
    if not (closed or behind) or _GOES_ON.match(folded, end):
        return None
    return DaysInTurn(_printed(found), end)


def days_before(folded: str, low: int, at: int) -> DaysInTurn | None:
    """Return the days listed before ``at``, not before ``low``: "Các ngày 20/5, 03/6 và 17/6/2024,
    Ban lần lượt ban hành các Văn bản số …"; None where no list stands in the sentence."""
    for lead in reversed(list(_BEFORE.finditer(folded, low, at))):
        found, _ = _listed(folded, lead.end())
        if len(found) < 2 or not found[-1]["year"]:
            return None
        between = folded[found[-1].end() : at]
        told = ". " not in between and ";" not in between
        return DaysInTurn(_printed(found), found[-1].end()) if told else None
    return None


def _listed(folded: str, at: int) -> tuple[list[re.Match[str]], bool]:
    """Return the days from ``at`` on, and whether an "và" closes their list."""
    found: list[re.Match[str]] = []
    closed = False
    while day := _day(folded, at):
        found.append(day)
        joint = _JOINT.match(folded, day.end())
        if joint is None or _day(folded, joint.end()) is None:
            break
        closed = closed or "va" in joint[0]
        at = joint.end()
    return found, closed


def _day(folded: str, at: int) -> re.Match[str] | None:
    return _DAY.match(folded, at) or _BARE_DAY.match(folded, at)


def _printed(found: list[re.Match[str]]) -> tuple[PrintedDate, ...]:
    days: list[PrintedDate] = []
    month, year = 0, 0
    for match in reversed(found):
        month, year = int(match["month"] or month), int(match["year"] or year)
        days.append(PrintedDate(int(match["day"]), month, year, match.span()))
    return tuple(reversed(days))
