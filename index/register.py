"""An office's register is held against the archive: what is there, what is not, what differs."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dispatch.notation import parse_number
from dispatch.office_register import Entry
from index.archive import Archive
from index.directory import body_key
from index.likeness import shared
from index.proposals import Proposal, put
from index.traits import key_of, subject_key

State = Literal["found", "different", "missing", "proposed", "ambiguous"]
_ALIKE = 0.6
"""Share of the shorter subject's words from which two are one: registers shorten and misspell."""
_FIELDS = "SELECT document_id, number, key, day, issuing_body, issuer, subject, signer "


@dataclass(frozen=True, slots=True)
class Match:
    """One line of the register and what the archive has for it; ``differences`` are (field, the
    register's value, the archive's)."""

    entry: Entry
    state: State
    document_id: str | None = None
    differences: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class Compared:
    """A whole register against the archive."""

    matches: list[Match] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        return Counter(match.state for match in self.matches)


def compare(archive: Archive, entries: Iterable[Entry]) -> Compared:
    """Look every entry up; the number of a document that shows none becomes a proposal."""
    found = Compared([_match(archive.connection, entry) for entry in entries])
    claimed = Counter(one.document_id for one in found.matches if one.state == "proposed")
    proposals = []
    for place, one in enumerate(found.matches):
        if one.state != "proposed" or one.document_id is None:
            continue
        if claimed[one.document_id] > 1:
            # Two lines for one paper: neither may speak for it.
            found.matches[place] = Match(one.entry, "ambiguous")
        else:
            source = one.entry.where
            proposals.append(Proposal(one.document_id, "/number", one.entry.number, source))
    with archive.transaction():
        put(archive.connection, proposals)
    return found


def _match(connection: sqlite3.Connection, entry: Entry) -> Match:
    rows = connection.execute(
        _FIELDS + "FROM documents WHERE key = ? AND state = 'live'", (key_of(entry.number) or "-",)
    ).fetchall()
    if entry.date:
        # Numbers begin anew each year: another year's paper is another paper.
        year = entry.date[:4]
        rows = [row for row in rows if not row["day"] or row["day"].startswith(year)]
    if len(rows) > 1:
        rows = _nearest(rows, entry)
    if not rows:
        return _numberless(connection, entry)
    if len(rows) > 1:
        return Match(entry, "ambiguous")
    differences = tuple(_differences(entry, rows[0]))
    state: State = "different" if differences else "found"
    return Match(entry, state, rows[0]["document_id"], differences)


def _nearest(rows: Sequence[sqlite3.Row], entry: Entry) -> list[sqlite3.Row]:
    """Return the rows that agree with the entry in most of what it tells."""
    scores = [-len(list(_differences(entry, row))) for row in rows]
    return [row for row, score in zip(rows, scores, strict=True) if score == max(scores)]


def _numberless(connection: sqlite3.Connection, entry: Entry) -> Match:
    """Look for the one document of that day that shows no number and could be the entry's."""
    rows = connection.execute(
        _FIELDS + "FROM documents WHERE day = ? AND number IS NULL AND state = 'live'",
        (entry.date or "-",),
    ).fetchall()
    parsed = parse_number(entry.number)
    notation = parsed.notation if parsed else ""
    fitting = [
        row
        for row in rows
        if _is_alike(entry.subject, row["subject"])
        and _has_notation(connection, row["document_id"], notation)
        and not any(name == "issuing_body" for name, _, _ in _differences(entry, row))
    ]
    if len(fitting) == 1:
        return Match(entry, "proposed", fitting[0]["document_id"])
    return Match(entry, "ambiguous" if fitting else "missing")


def _has_notation(connection: sqlite3.Connection, document_id: str, notation: str) -> bool:
    """Tell whether what the paper prints of its notation, if anything, is the entry's."""
    from index.reading import read

    record = read(connection, document_id)
    if record is None or record["number_state"] not in ("blank", "unreadable"):
        return False
    printed = record["notation"]
    return not printed or not notation or key_of(f"1/{printed}") == key_of(f"1/{notation}")


def _differences(entry: Entry, row: sqlite3.Row) -> Iterable[tuple[str, str, str]]:
    """Yield what both tell, and tell differently."""
    if entry.date and row["day"] and entry.date != row["day"]:
        yield "date", entry.date, row["day"]
    if entry.issuing_body and row["issuer"]:
        told = body_key(entry.issuing_body)
        if not (_within(told, row["issuer"]) or _within(row["issuer"], told)):
            yield "issuing_body", entry.issuing_body, row["issuing_body"]
    if entry.subject and row["subject"] and not _is_alike(entry.subject, row["subject"]):
        yield "subject", entry.subject, row["subject"]
    if entry.signer and row["signer"]:
        ours, theirs = subject_key(row["signer"]), subject_key(entry.signer)
        if not (_within(ours, theirs) or _within(theirs, ours)):
            yield "signer", entry.signer, row["signer"]


def _within(words: str, others: str) -> bool:
    return set(words.split()) <= set(others.split())


def _is_alike(one: str, other: str) -> bool:
    return not one or not other or shared(subject_key(one), subject_key(other)) >= _ALIKE
