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


def last_runs(connection: sqlite3.Connection, limit: int) -> list[PastRun]:
    """Return the newest ``limit`` runs with their files by outcome."""
    rows = connection.execute(
        "SELECT id, started, ended, arguments FROM runs ORDER BY id DESC LIMIT ?", (limit,)
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
