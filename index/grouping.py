"""Renditions become documents: which of the records of one day and notation are the same dispatch.

A Word draft with a blank number, the signed scan and the PDF are one document when issuer, subject
and signer agree and the numbers are equal or one is blank. A draft whose day is blank as well is
looked for among what its office issued on the same matter. The result is a function of the set of
records, never of their order: a draft that fits two documents stays alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.analysis import resemblance, skeleton
from index.directory import agree
from index.likeness import alike, same_words

SUBJECT_ALIKE = 0.85
SIGNER_ALIKE = 0.8
TEXT_ALIKE = 0.6
"""Below what two readings with an error in every tenth word have in common (0.66), above what two
letters of one office share in phrases."""
DRAFT_ALIKE = 0.8
"""What a draft without a day has in common with the document it became, and with another copy of
itself: a fair scan of one letter keeps 0.95 of it; the invitation to the next meeting shares less.
"""


DAY = len("2023-07-20")


@dataclass(frozen=True, slots=True)
class Rendition:
    """What is compared of one record; texts are folded, ``number`` is the match key or ''.

    ``order`` is its founder's place in the order of first sight; ``day`` is a day, a month, a year
    or '', as printed; ``matter`` is a hash of issuer and subject, 0 where one of them is missing.
    """

    record_id: str
    founder: str
    order: int
    number: str
    issuer: str
    subject: str
    signer: str
    sketch: bytes = b""
    is_copy: bool = False
    day: str = ""
    notation: str = ""
    matter: int = 0

    @property
    def is_undated(self) -> bool:
        """Whether the day is not wholly known, so that other buckets may hold the same dispatch."""
        return len(self.day) < DAY


def partition(renditions: Sequence[Rendition]) -> list[list[Rendition]]:
    """Return the documents among ``renditions`` (of one bucket), each in order of first sight."""
    if len(renditions) == 1:  # most buckets
        return [list(renditions)]
    ordered = in_order(renditions)
    numbered = _clusters([one for one in ordered if one.number])
    for blank in _clusters([one for one in ordered if not one.number]):
        homes = [
            cluster
            for cluster in numbered
            if any(is_same(one, other) for one in blank for other in cluster)
        ]
        if len(homes) == 1 and homes[0][0].number:
            homes[0].extend(blank)
        else:
            numbered.append(blank)
    return [in_order(cluster) for cluster in numbered]


def with_drafts(clusters: Sequence[Sequence[Rendition]]) -> list[list[Rendition]]:
    """Join each document without a day to the one document that it is a form of; what fits none or
    several stays as it is.

    ``clusters`` are documents as ``partition`` gives them, with all that share a matter with the
    undated ones. Returns them each in order of first sight.
    """
    joined = [list(one) for one in clusters if not one[0].is_undated]
    undated = [one for one in clusters if one[0].is_undated]
    # A number says which document it is, so drafts without one may find it there.
    for is_numbered in (True, False) if undated else ():
        drafts = [one for one in undated if bool(one[0].number) == is_numbered]
        matters = {one.matter for draft in drafts for one in draft}
        by_matter: dict[int, dict[int, list[Rendition]]] = {}
        for place, cluster in enumerate(joined):
            for one in cluster:
                if one.matter in matters:
                    by_matter.setdefault(one.matter, {})[place] = cluster
        found = [
            homes_of(
                draft,
                {
                    at: cluster
                    for one in draft
                    for at, cluster in by_matter.get(one.matter, {}).items()
                },
            )
            for draft in drafts
        ]
        for draft, homes in zip(drafts, found, strict=True):
            if len(homes) == 1:
                joined[homes[0]] = in_order([*joined[homes[0]], *draft])
            else:
                joined.append(list(draft))
    return joined


def in_order(renditions: Iterable[Rendition]) -> list[Rendition]:
    """Return records in the order of first sight."""
    return sorted(renditions, key=lambda one: (one.order, one.record_id))


def homes_of(draft: Sequence[Rendition], clusters: Mapping[int, Sequence[Rendition]]) -> list[int]:
    """Return the names of those documents among ``clusters`` that the records ``draft`` may be
    forms of."""
    return [
        name
        for name, cluster in clusters.items()
        if any(is_draft_of(one, other) for one in draft for other in cluster)
    ]


def is_draft_of(one: Rendition, other: Rendition) -> bool:
    """Tell whether ``one``, whose day is not wholly known, is a form of ``other``: of the same
    office, subject and time, with the same number, or the same signer and nearly the same text."""
    is_near = one.matter and one.matter == other.matter and _may_be_of(one.day, other.day)
    if not is_near or (one.notation and other.notation and one.notation != other.notation):
        return False
    if not is_same(one, other):
        return False
    if one.number and other.number:
        return True
    return bool(one.signer and other.signer) and _is_alike(one, other)


def _may_be_of(one: str, other: str) -> bool:
    """Tell whether two days, months or years may be one day."""
    return one.startswith(other) or other.startswith(one)


def _is_alike(one: Rendition, other: Rendition) -> bool:
    common = resemblance(one.sketch, other.sketch)
    return common is not None and common >= DRAFT_ALIKE


def is_same(one: Rendition, other: Rendition) -> bool:
    """Tell whether two records of one bucket are renditions of one document.

    Nothing may disagree. A blank number or an unread signer says nothing, so then the texts must
    be alike; nearly the same, where the day is blank too.
    """
    if one.founder == other.founder:
        return True
    if one.number and other.number and skeleton(one.number) != skeleton(other.number):
        return False
    if agree(one.issuer, other.issuer) in ("conflict", "succeeded"):
        return False
    has_signers = bool(one.signer and other.signer)
    if has_signers and not alike(one.signer, other.signer, SIGNER_ALIKE):
        return False
    if one.subject and other.subject and not same_words(one.subject, other.subject, SUBJECT_ALIKE):
        return False
    if (one.is_copy or other.is_copy) and one.number and other.number:
        return True  # sao y, sao lục, trích sao: the original's number, day and signer say it all
    has_subjects = bool(one.subject and other.subject)
    has_numbers = bool(one.number and other.number)
    if one.is_undated and other.is_undated and not has_numbers:
        return _is_alike(one, other)
    common = resemblance(one.sketch, other.sketch)
    if common is None:
        # Too short to compare: of number, subject and signer two must be there and agree.
        return has_subjects + has_numbers + has_signers >= 2
    if common < TEXT_ALIKE:
        return has_numbers and has_subjects
    return has_subjects or has_numbers or has_signers


def _clusters(renditions: Sequence[Rendition]) -> list[list[Rendition]]:
    """Join records that are pairwise the same, through one another."""
    clusters: list[list[Rendition]] = []
    for comparable in _comparable(renditions):
        within: list[list[Rendition]] = []
        for one in comparable:
            joined = [one]
            apart = []
            for cluster in within:
                if any(is_same(one, other) for other in cluster):
                    joined = cluster + joined
                else:
                    apart.append(cluster)
            within = [*apart, joined]
        clusters += within
    return clusters


def _comparable(renditions: Sequence[Rendition]) -> list[list[Rendition]]:
    """Divide records by number and founder: of a day's many letters only those of one can be the
    same."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.get(name, name) != name:
            name = above[name]
        return name

    for one in renditions:
        number = skeleton(one.number) if one.number else ""
        above[top(f"founder {one.founder}")] = top(f"number {number}")
    groups: dict[str, list[Rendition]] = {}
    for one in renditions:
        groups.setdefault(top(f"founder {one.founder}"), []).append(one)
    return list(groups.values())
