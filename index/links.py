"""A citation and the documents that could be meant become a link: pure, the same in any order.

The ladder (a wrong link is worse than none): the day and the key identify; a year and the issuer
identify where only one document fits; anything less proposes candidates. A document never links
to a later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.directory import Agreement, agree, alike

Status = Literal["resolved", "ambiguous", "date_conflict", "stub"]
SUBJECT_ALIKE = 0.85
MAX_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reference says; ``year`` also where it stands in the number; keys are folded bodies.

    ``not_after`` is the citing document's day, '' where it has none or is a draft.
    """

    source: int
    date: str
    year: str
    issuer: str
    subject: str
    not_after: str


@dataclass(frozen=True, slots=True)
class Target:
    """A document that could be meant; ``first_day`` and ``last_day`` bound an unknown day."""

    row: int
    document_id: str
    first_day: str
    last_day: str
    issuer: str
    subject: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the archive answers to one citation."""

    status: Status
    target: Target | None = None
    candidates: tuple[Target, ...] = ()
    confidence: float = 0.0
    method: str = "none"


STUB = Resolution("stub")


def resolve(
    citation: Citation, same_key: Sequence[Target], look_alikes: Sequence[Target] = ()
) -> Resolution:
    """Resolve ``citation`` among documents of its key; ``look_alikes`` only propose.

    Both come in the order of their document ids, and candidates leave in it.
    """
    possible = _in_time(citation, same_key)
    if citation.date:
        found = _by_day(citation, possible)
    elif citation.year:
        found = _by_year(citation, possible)
    else:
        found = _propose(_not_in_conflict(citation, possible), "number")
    if found is STUB and look_alikes:
        alike_ones = _not_in_conflict(citation, _in_time(citation, look_alikes))
        if citation.date:
            alike_ones = [one for one in alike_ones if _covers(one, citation.date)]
        return _propose(alike_ones, "ocr")
    return found


def _in_time(citation: Citation, targets: Sequence[Target]) -> list[Target]:
    """Leave out the citing document itself and all that are later than it."""
    return [
        one
        for one in targets
        if one.row != citation.source
        and not (citation.not_after and one.first_day > citation.not_after)
    ]


def _by_day(citation: Citation, targets: list[Target]) -> Resolution:
    on_day = [one for one in targets if _covers(one, citation.date)]
    if on_day:
        return _choose(citation, on_day, method="day", confidence=0.999)
    same_year = [
        one
        for one in _not_in_conflict(citation, targets)
        if one.first_day[:4] == citation.date[:4] and one.first_day == one.last_day
    ]
    if same_year:
        return Resolution("date_conflict", None, _capped(same_year), 0.0, "day")
    return STUB


def _by_year(citation: Citation, targets: list[Target]) -> Resolution:
    in_year = [one for one in targets if one.first_day[:4] == citation.year]
    sure = [one for one in in_year if _agreement(citation, one) in ("same", "related")]
    if len(sure) == 1 and len(_not_in_conflict(citation, in_year)) == 1:
        return Resolution("resolved", sure[0], (), 0.97, "year")
    return _propose(_not_in_conflict(citation, in_year), "year")


def _choose(
    citation: Citation, targets: list[Target], *, method: str, confidence: float
) -> Resolution:
    """Choose among documents of the cited key and day by issuer, then by subject."""
    ranked: dict[Agreement, list[Target]] = {}
    for one in targets:
        ranked.setdefault(_agreement(citation, one), []).append(one)
    for agreement in ("same", "related", "unknown"):
        group = ranked.get(agreement, [])
        if len(group) > 1 and citation.subject:
            named = [one for one in group if alike(one.subject, citation.subject, SUBJECT_ALIKE)]
            group = named if len(named) == 1 else group
        if len(group) == 1:
            weaker = confidence if agreement == "same" else confidence - 0.02
            return Resolution("resolved", group[0], (), weaker, f"{method}+{agreement}")
        if group:
            return _propose(group, method)
    return _propose(targets, f"{method}+issuer-conflict")


def _propose(targets: Sequence[Target], method: str) -> Resolution:
    if not targets:
        return STUB
    return Resolution("ambiguous", None, _capped(targets), 0.0, method)


def _capped(targets: Sequence[Target]) -> tuple[Target, ...]:
    return tuple(targets[:MAX_CANDIDATES])


def _not_in_conflict(citation: Citation, targets: Sequence[Target]) -> list[Target]:
    return [one for one in targets if _agreement(citation, one) != "conflict"]


def _agreement(citation: Citation, target: Target) -> Agreement:
    return agree(citation.issuer, target.issuer)


def _covers(target: Target, day: str) -> bool:
    return bool(target.first_day) and target.first_day <= day <= target.last_day
