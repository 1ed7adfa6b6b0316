"""The last runs over files, as the store remembers them."""

import sqlite3
from dataclasses import dataclass

from index.ledger import outcomes_of


@dataclass(frozen=True, slots=True)
class PastRun:
    """One run; ``ended`` is None while it goes on, or where it was broken off."""

    id: int
    started: str
    ended: str | None
    arguments: str
    outcomes: dict[str, int]


def last_runs(
    connection: sqlite3.Connection, limit: int, *, before: int | None = None
) -> list[PastRun]:
    """Return the newest ``limit`` runs (of those before the run ``before``) with their files by
    outcome, newest first."""
    rows = connection.execute(
        "SELECT id, started, ended, arguments FROM runs WHERE (? IS NULL OR id < ?) "
        "ORDER BY id DESC LIMIT ?",
        (before, before, limit),
    ).fetchall()
    return [
        PastRun(
            row["id"],
            row["started"],
            row["ended"],
            row["arguments"],
            outcomes_of(connection, row["id"]),
        )
        for row in rows
    ]
