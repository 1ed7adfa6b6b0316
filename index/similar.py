"""Documents that are like one another: by their text, their subject and what they cite.

A search view proposes candidates that share a pair of words of the subject or a cited document;
what is likest among them is then measured here, the same for every view.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from index.analysis import resemblance
from index.records import select_in
from index.words import name_match

CANDIDATES = 200
LEAST = 0.1
"""Below this two documents have nothing in common but their form."""
_PAIRS = 12
_NEWEST = 500
"""Documents looked at for one pair of words: of a phrase that all use, the newest."""


@dataclass(frozen=True, slots=True)
class Likened:
    """What is compared of one document: fingerprint, folded subject, match keys cited."""

    sketch: bytes
    subject: str
    cites: frozenset[str]


def subject_pairs(subject: str) -> list[str]:
    """Return the pairs of neighbouring words in a folded subject, as phrases to look for."""
    words = subject.split()
    pairs = [f"{one} {other}" for one, other in pairwise(words)] or words
    return list(dict.fromkeys(pairs))[:_PAIRS]


def likeness(one: Likened, other: Likened) -> float:
    """Return how much two documents have in common, 0 to 1; what one of them lacks says nothing."""
    subjects = [subject_pairs(subject) for subject in (one.subject, other.subject)]
    parts: list[tuple[float, float | None]] = [
        (2.0, resemblance(one.sketch, other.sketch)),
        (1.0, _common(*subjects) if all(subjects) else None),
        (1.0, _common(one.cites, other.cites) if one.cites or other.cites else None),
    ]
    known = [(weight, value) for weight, value in parts if value is not None]
    if not known:
        return 0.0
    return round(sum(w * value for w, value in known) / sum(w for w, _ in known), 4)


def likest(own: Likened, others: Mapping[str, Likened], *, limit: int) -> list[tuple[str, float]]:
    """Return (document id, likeness) of the documents most like ``own``, the likest first."""
    scored = [(name, likeness(own, other)) for name, other in others.items()]
    close = [one for one in scored if one[1] >= LEAST]
    return sorted(close, key=lambda one: (-one[1], one[0]))[:limit]


def similar(
    connection: sqlite3.Connection, document_id: str, *, limit: int
) -> list[tuple[sqlite3.Row, float]]:
    """Return (document row, likeness) of the documents most like one, from the store."""
    row = connection.execute(
        "SELECT * FROM documents WHERE document_id = ? AND state = 'live'", (document_id,)
    ).fetchone()
    if row is None:
        return []
    own = _likened(connection, [row])[document_id]
    rows = _candidates(connection, row, own)
    by_id = {one["document_id"]: one for one in rows}
    found = likest(own, _likened(connection, rows), limit=limit)
    return [(by_id[name], score) for name, score in found]


def _common(one: Collection[str], other: Collection[str]) -> float:
    return len({*one} & {*other}) / len({*one, *other})


def _candidates(
    connection: sqlite3.Connection, row: sqlite3.Row, own: Likened
) -> list[sqlite3.Row]:
    votes: Counter[int] = Counter()
    for pair in subject_pairs(own.subject):
        found = connection.execute(
            "SELECT d.row FROM words JOIN documents d ON d.text_row = words.rowid "
            "WHERE words MATCH ? AND d.state = 'live' ORDER BY words.rowid DESC LIMIT ?",
            (name_match("subject_folded", pair), _NEWEST),
        )
        votes.update(one["row"] for one in found)
    for key in own.cites:
        found = connection.execute(
            "SELECT DISTINCT r.document AS row FROM refs r JOIN documents d ON d.row = r.document "
            "WHERE r.key = ? AND d.state = 'live' ORDER BY r.document DESC LIMIT ?",
            (key, _NEWEST),
        )
        votes.update(one["row"] for one in found)
    votes.pop(row["row"], None)
    best = sorted(votes, key=lambda one: (-votes[one], -one))[:CANDIDATES]
    return select_in(connection, "SELECT * FROM documents WHERE row IN ({})", best)


def _likened(connection: sqlite3.Connection, rows: Iterable[sqlite3.Row]) -> dict[str, Likened]:
    listed = list(rows)
    sketches = {
        one["record_id"]: one["sketch"]
        for one in select_in(
            connection,
            "SELECT record_id, sketch FROM renditions WHERE record_id IN ({})",
            [row["record_id"] for row in listed],
        )
    }
    cited: dict[int, set[str]] = {}
    for one in select_in(
        connection,
        "SELECT document, key FROM refs WHERE key <> '' AND document IN ({})",
        [row["row"] for row in listed],
    ):
        cited.setdefault(one["document"], set()).add(one["key"])
    return {
        row["document_id"]: Likened(
            sketches[row["record_id"]], row["subject_key"], frozenset(cited.get(row["row"], ()))
        )
        for row in listed
    }
