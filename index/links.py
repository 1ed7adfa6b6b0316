"""A citation and the documents that could be meant become a link: pure, the same in any order.

The ladder (a wrong link is worse than none): the day and the key identify, unless the subjects are
of two matters, for an office may give a number twice. Without a day, the key
of a national law or decree does, and so do issuer and subject together; anything less proposes
candidates, since a year may hold a number twice. A key in which OCR has confused letters and
figures identifies where day, issuer and subject all agree; where no subject is cited, if it can be
no number as it stands, so that nothing else can be meant. A document never links to a later one.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from index.directory import Agreement, agree, names_province
from index.likeness import is_figure_for_letter, is_misread, is_near, same_words, shared

Status = Literal["resolved", "ambiguous", "date_conflict", "stub"]
Agree = Callable[[str, str], Agreement]
SUBJECT_ALIKE = 0.85
SUBJECT_OTHER = 0.6
"""Two subjects of which the shorter shares fewer of its words are of two matters: what all letters
of an office say (``phê duyệt … tại huyện``) makes up to half of one; OCR spoils a fifth."""
_NATIONAL = re.compile(
    r"\d+/\d{4}/(?:(?:UBTV)?QH\d+|N[ĐQ]-CP|QĐ-TTG|TT-(?:B[A-ZĐ]+|NHNN|TTCP|VPCP)"
    r"|(?:NQ|PL)-UBTVQH\d*)"
)
"""Normative numbers of bodies that there is one of: number and year name them without issuer."""
_NATIONAL_BODY = re.compile(r"(?:bo|chinh phu|thu tuong|van phong chinh phu|quoc hoi)\b")
_KIND = re.compile(r" (?:tinh|thanh pho|quan|huyen|thi xa|thi tran|xa|phuong)$")
MAX_CANDIDATES = 20
BY_LOOK = ("ocr+subject", "ocr+figure")
"""The methods of a link to a document whose number only looks like the cited one."""


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
    """A document that could be meant; ``first_day`` and ``last_day`` bound an unknown day; ``key``
    is read of what only looks alike."""

    row: int
    document_id: str
    first_day: str
    last_day: str
    issuer: str
    subject: str
    key: str = ""


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
    citation: Citation,
    same_key: Sequence[Target],
    look_alikes: Sequence[Target] = (),
    *,
    agreement: Agree = agree,
    key: str = "",
) -> Resolution:
    """Resolve ``citation`` among documents of its ``key``; ``look_alikes`` propose, unless all else
    that is cited is theirs.

    Both come in the order of their document ids, and candidates leave in it; ``agreement``
    compares bodies.
    """
    ranked = _Ranked(citation, _in_time(citation, same_key), agreement)
    if citation.date:
        found = _by_day(ranked)
    elif citation.year:
        found = _by_year(ranked, is_national=_NATIONAL.fullmatch(key) is not None)
    else:
        found = _named(ranked) or _propose(ranked.possible, "number")
    if found is STUB and look_alikes:
        return _by_look(_Ranked(citation, _in_time(citation, look_alikes), agreement), key)
    return found


class _Ranked:
    """The documents that could be meant, with what speaks for each by its issuer."""

    def __init__(self, citation: Citation, targets: list[Target], agreement: Agree) -> None:
        self.citation = citation
        self.targets = targets
        # One number is given by hundreds of offices, in many years: each is compared once.
        self._ranks = {
            issuer: agreement(citation.issuer, issuer) for issuer in {one.issuer for one in targets}
        }

    @property
    def possible(self) -> list[Target]:
        """All whose issuer does not speak against them; a successor's paper is worth a look."""
        return self.within(self.targets, "same", "related", "unknown", "succeeded")

    def within(self, targets: Sequence[Target], *ranks: Agreement) -> list[Target]:
        """Return those of ``targets`` whose issuer agrees with the cited one as ``ranks`` say."""
        found = self._ranks
        return [one for one in targets if found[one.issuer] in ranks]


def _in_time(citation: Citation, targets: Sequence[Target]) -> list[Target]:
    """Leave out the citing document itself and all that are later than it."""
    return [
        one
        for one in targets
        if one.row != citation.source
        and not (citation.not_after and one.first_day > citation.not_after)
    ]


def _by_day(ranked: _Ranked) -> Resolution:
    day = ranked.citation.date
    on_day = [one for one in ranked.targets if _covers(one, day)]
    if on_day:
        return _choose(ranked, on_day)
    same_year = [
        one
        for one in ranked.within(ranked.targets, "same", "related", "unknown")
        if one.first_day[:4] == day[:4] and one.first_day == one.last_day
    ]
    if same_year:
        return Resolution("date_conflict", None, _capped(same_year), 0.0, "day")
    return STUB


def _by_year(ranked: _Ranked, *, is_national: bool) -> Resolution:
    in_year = [one for one in ranked.possible if one.first_day[:4] == ranked.citation.year]
    if is_national and len(in_year) == 1:
        return Resolution("resolved", in_year[0], (), 0.97, "year")
    return _named(ranked) or _propose(in_year, "year")


def _named(ranked: _Ranked) -> Resolution | None:
    """Return the one document of the cited issuer with the cited subject, figures included."""
    if _lacks_name(ranked.citation):
        return None
    year = ranked.citation.year
    named = [
        one
        for one in ranked.within(ranked.targets, "same", "related")
        if _has_subject(ranked.citation, one) and (not year or one.first_day[:4] == year)
    ]
    return Resolution("resolved", named[0], (), 0.96, "subject") if len(named) == 1 else None


def _by_look(ranked: _Ranked, key: str) -> Resolution:
    citation, alike_ones = ranked.citation, ranked.possible
    if not citation.date:
        return _propose(alike_ones, "ocr")
    alike_ones = [one for one in alike_ones if _covers(one, citation.date)]
    sure = [
        one
        for one in ranked.within(alike_ones, "same", "related")
        if one.first_day == citation.date and _has_subject(citation, one)
    ]
    if len(sure) == 1 and not _lacks_name(citation):
        return Resolution("resolved", sure[0], (), 0.96, BY_LOOK[0])
    if len(alike_ones) == 1 and not citation.subject and not _lacks_name(citation):
        (only,) = alike_ones
        is_its = only.first_day == citation.date and ranked.within([only], "same")
        if is_its and is_figure_for_letter(key, only.key):
            return Resolution("resolved", only, (), 0.96, BY_LOOK[1])
    return _propose(alike_ones, "ocr")


def _choose(ranked: _Ranked, on_day: list[Target]) -> Resolution:
    """Choose among documents of the cited key and day by issuer, then by subject."""
    citation = ranked.citation
    ranks: tuple[Agreement, ...] = ("same", "related", "unknown")
    for rank in ranks:
        group = ranked.within(on_day, rank)
        if len(group) > 1 and citation.subject:
            named = [one for one in group if _has_subject(citation, one)]
            group = named if len(named) == 1 else group
        if len(group) == 1:
            if _is_other_matter(citation, group[0]):
                return _propose(group, "day+other-subject")
            if rank == "related" and _lacks_name(citation) and not _has_subject(citation, group[0]):
                return _propose(group, "day+any-province")
            confidence = 0.999 if rank == "same" else 0.979
            return Resolution("resolved", group[0], (), confidence, f"day+{rank}")
        if group:
            return _propose(group, "day")
    near = [one for one in on_day if is_near(citation.issuer, one.issuer)]
    sure = [one for one in near if _has_subject(citation, one) or _NATIONAL_BODY.match(one.issuer)]
    if len(sure) == 1 and len(near) == 1:
        return Resolution("resolved", sure[0], (), 0.97, "day+misread-issuer")
    return _propose(on_day, "day+issuer-conflict")


def _lacks_name(citation: Citation) -> bool:
    """Tell whether the issuer is ``UBND tỉnh`` where nobody knows of which province."""
    return _KIND.search(citation.issuer) is not None and not names_province(citation.issuer)


def _has_subject(citation: Citation, target: Target) -> bool:
    has_both = bool(citation.subject and target.subject)
    return (
        has_both
        and same_words(target.subject, citation.subject, SUBJECT_ALIKE)
        and is_misread(target.subject, citation.subject)
    )


def _is_other_matter(citation: Citation, target: Target) -> bool:
    has_both = bool(citation.subject and target.subject)
    return has_both and shared(target.subject, citation.subject) < SUBJECT_OTHER


def _propose(targets: Sequence[Target], method: str) -> Resolution:
    if not targets:
        return STUB
    return Resolution("ambiguous", None, _capped(targets), 0.0, method)


def _capped(targets: Sequence[Target]) -> tuple[Target, ...]:
    return tuple(targets[:MAX_CANDIDATES])


def _covers(target: Target, day: str) -> bool:
    return bool(target.first_day) and target.first_day <= day <= target.last_day
