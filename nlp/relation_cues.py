"""Which relation a citation stands in: the nearest cue phrase before it in its own sentence.

The phrases are the table in ``dispatch/relations.py``. An item of a list keeps the relation of the
item before it; a citation inside another's subject is only mentioned.
"""

import re
from functools import cache

from dispatch.relations import RELATIONS, Relation
from dispatch.text import fold
from nlp.citation_grammar import Citation

_SENTENCE = re.compile(r"[.!?:]\s|[“”]")
_LIST_JOINT = re.compile(r"[\s,;.)]*(?:(?:va|cung|cung voi|hoac)\s)?(?:cac\s)?(?:so\s?:?\s?)?")
_OPENING = re.compile(
    r"[\s\-+*(\"“]*(?:\d{1,2}[.)]\s|[a-zđ][.)]\s|[ivx]{1,5}[.)]\s)*"
    r"(?:(?:de|nham|tiep tuc|v/v|ve viec|viec|cong tac|ket qua|bao cao|tinh hinh|qua)\s){0,3}"
)
_NARRATED = re.compile(
    r"(?:thanh lap|phe duyet|cong nhan|ban hanh|ban hanh kem|sua doi|bo sung|sua doi bo sung"
    r"|quy dinh|cho phep|giao|duoc)\s(?=theo\b|kem theo\b)"
)
_EXPIRES = re.compile(r"[^.;]{0,400}?\bhet hieu luc\b")
REACH = 220
"""How far a cue reaches, in characters: past it the sentence has turned to something else."""


def relations(folded: str, found: list[Citation], *, basis: bool = False) -> list[Relation]:
    """Return the relation of each citation of one paragraph (of the basis block if ``basis``)."""
    result: list[Relation] = []
    last_end, last = 0, None
    for item in found:
        if item.parent is not None:
            result.append(Relation.MENTIONS)
            continue
        start = item.scope[0] if item.scope else item.start
        window_start = max(last_end, start - REACH)
        window = folded[window_start:start] if start > window_start else ""
        relation = _cue(window, at_start=last is None and window_start == 0)
        if relation is None and last is not None and _LIST_JOINT.fullmatch(window[-40:]):
            relation = last
        if relation is None and basis:
            relation = last or Relation.BASIS
        if relation is None:
            relation = Relation.MENTIONS
        if relation is Relation.MENTIONS and _EXPIRES.match(folded, item.end, item.end + 420):
            relation = Relation.REPEALS
        result.append(relation)
        last_end, last = item.end, relation
    return result


def _cue(window: str, *, at_start: bool) -> Relation | None:
    """Return the relation of the last cue in ``window``'s last sentence, None without a cue."""
    sentence_start = 0
    for mark in _SENTENCE.finditer(window):
        sentence_start = mark.end()
    sentence = window[sentence_start:]
    begins = sentence_start > 0 or at_start
    best: tuple[int, int, Relation] | None = None
    for cue, rank, relation, opening in _cues():
        position = _last(sentence, cue)
        if position < 0:
            continue
        if opening and not (begins and _OPENING.fullmatch(sentence[:position])):
            continue
        if _NARRATED.search(sentence[max(0, position - 20) : position + len(cue)]):
            relation = Relation.MENTIONS
        key = (position + len(cue), -rank)
        if best is None or key > (best[0], best[1]):
            best = (*key, relation)
    return best[2] if best else None


def _last(sentence: str, cue: str) -> int:
    position = sentence.rfind(cue)
    while position >= 0:
        before = sentence[position - 1 : position]
        after = sentence[position + len(cue) : position + len(cue) + 1]
        if not before.isalnum() and not after.isalnum():
            return position
        position = sentence.rfind(cue, 0, position)
    return -1


@cache
def _cues() -> tuple[tuple[str, int, Relation, bool], ...]:
    return tuple(
        (fold(cue), row.rank, row.relation, row.opening) for row in RELATIONS for cue in row.cues
    )
