"""Renditions become documents: which of the records of one day and notation are the same dispatch.

A Word draft with a blank number, the signed scan and the PDF are one document when issuer, subject
and signer agree and the numbers are equal or one is blank. The result is a function of the set of
records, never of their order: a draft that fits two different numbers stays alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.analysis import resemblance, skeleton
from index.directory import agree
from index.likeness import alike, same_words

SUBJECT_ALIKE = 0.85
SIGNER_ALIKE = 0.8
TEXT_ALIKE = 0.6
"""Below what two readings with an error in every tenth word have in common (0.66), above what two
letters of one office share in phrases."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """What is compared of one record; texts are folded, ``number`` is the match key or ''.

    ``order`` is its founder's place in the order of first sight.
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


def partition(renditions: Sequence[Rendition]) -> list[list[Rendition]]:
    """Return the documents among ``renditions`` (of one bucket), each in order of first sight."""
    if len(renditions) == 1:  # most buckets
        return [list(renditions)]
    ordered = sorted(renditions, key=lambda one: (one.order, one.record_id))
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
    return [sorted(cluster, key=lambda one: (one.order, one.record_id)) for cluster in numbered]


def is_same(one: Rendition, other: Rendition) -> bool:
    """Tell whether two records of one bucket are renditions of one document.

    Nothing may disagree. A blank number or an unread signer says nothing, so then the texts must
    be alike.
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
