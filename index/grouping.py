"""Renditions become documents: which of the records of one day and notation are the same dispatch.

A Word draft with a blank number, the signed scan and the PDF are one document when issuer, subject
and signer agree and the numbers are equal or one is blank. The result is a function of the set of
records, never of their order: a draft that fits two different numbers stays alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.analysis import skeleton
from index.directory import agree, alike

SUBJECT_ALIKE = 0.85
SIGNER_ALIKE = 0.8


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


def partition(renditions: Sequence[Rendition]) -> list[list[Rendition]]:
    """Return the documents among ``renditions`` (of one bucket), each in order of first sight."""
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
    """Tell whether two records of one day and notation are renditions of one document."""
    if one.founder == other.founder:
        return True
    if one.number and other.number and skeleton(one.number) != skeleton(other.number):
        return False
    if agree(one.issuer, other.issuer) == "conflict":
        return False
    has_signers = bool(one.signer and other.signer)
    if has_signers and not alike(one.signer, other.signer, SIGNER_ALIKE):
        return False
    if one.subject and other.subject:
        # A blank number leaves subject and signer to carry the identity: both must be there.
        return alike(one.subject, other.subject, SUBJECT_ALIKE) and (
            has_signers or bool(one.number and other.number)
        )
    return has_signers and bool(one.number and one.number == other.number)


def _clusters(renditions: Sequence[Rendition]) -> list[list[Rendition]]:
    """Join records that are pairwise the same, through one another."""
    clusters: list[list[Rendition]] = []
    for one in renditions:
        joined = [one]
        apart = []
        for cluster in clusters:
            if any(is_same(one, other) for other in cluster):
                joined = cluster + joined
            else:
                apart.append(cluster)
        clusters = [*apart, joined]
    return clusters
