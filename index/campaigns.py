"""Emulation campaigns as nodes: one for each issuer, plan, round and year, with its papers.

They are gathered when papers come (``index.campaign_founding``); here they are read, a page at a
time.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from index.campaign_founding import period_of
from index.reading import find
from index.records import marks, select_in
from index.traits import keys_cited


@dataclass(frozen=True, slots=True)
class Named:
    """A paper of a campaign, or its plan, which may be cited only (``document_id`` None)."""

    document_id: str | None
    number: str | None
    date: str | None
    document_type: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class CampaignNode:
    """One campaign; ``start`` and ``end`` as last amended, None where no paper says them."""

    id: str
    name: str | None
    round: int | None
    year: int | None
    issuing_body: str | None
    plan: Named | None
    start: str | None
    end: str | None
    launches: tuple[Named, ...]
    guides: tuple[Named, ...] = ()
    amendments: tuple[Named, ...] = ()
    reports: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which campaigns are meant: those of ``plan`` (number or id), those that run on the ISO day
    ``running``, those with (or without) a report, those of a ``year``; behind the place
    ``after``."""

    plan: str | None = None
    running: str | None = None
    is_reported: bool | None = None
    year: int | None = None
    after: str | None = None


EVERY = Asked()
_PAPERS = (
    "SELECT p.*, d.document_id, d.number, d.day, d.document_type, d.subject, d.issuing_body, "
    "r.target AS plan_row, r.date AS plan_date, r.label AS plan_label, "
    "t.document_id AS plan_document_id, t.number AS plan_number, t.day AS plan_day, "
    "t.document_type AS plan_document_type, t.subject AS plan_subject "
    "FROM campaign_parts p JOIN documents d ON d.row = p.document "
    "LEFT JOIN refs r ON r.document = p.document AND r.position = p.plan "
    "LEFT JOIN documents t ON t.row = r.target WHERE p.campaign IN ({})"
)


def campaigns(
    connection: sqlite3.Connection, asked: Asked = EVERY, *, limit: int = -1
) -> list[CampaignNode]:
    """Return the campaigns that are ``asked`` for, newest first, at most ``limit`` of them."""
    where, values = _conditions(connection, asked)
    rows = connection.execute(
        f"SELECT id FROM campaigns WHERE {where} ORDER BY place DESC LIMIT ?", [*values, limit]
    ).fetchall()
    papers: dict[str, list[sqlite3.Row]] = {row["id"]: [] for row in rows}
    for paper in select_in(connection, _PAPERS, papers):
        papers[paper["campaign"]].append(paper)
    return [
        _node(name, sorted(found, key=lambda row: (row["day"], row["document_id"])))
        for name, found in papers.items()
    ]


def count(connection: sqlite3.Connection, asked: Asked = EVERY) -> int:
    """Return how many campaigns are ``asked`` for."""
    where, values = _conditions(connection, asked)
    sql = f"SELECT count(*) FROM campaigns WHERE {where}"
    return int(connection.execute(sql, values).fetchone()[0])


def years(connection: sqlite3.Connection, asked: Asked = EVERY) -> list[int]:
    """Return the years in which the campaigns that are ``asked`` for run, the latest first."""
    where, values = _conditions(connection, asked)
    sql = f"SELECT DISTINCT first_year, last_year, year FROM campaigns WHERE {where}"
    found: set[int] = set()
    for first, last, own in connection.execute(sql, values):
        found.update(range(first, last + 1), (own or 0,))
    return sorted(found - {0}, reverse=True)


def place_of(node: CampaignNode) -> str:
    """Return a campaign's place among all: sorts by its first day, tells where a page ended."""
    return f"{node.start or node.launches[0].date or ''}.{node.id}"


def as_json(nodes: Iterable[CampaignNode]) -> list[dict[str, Any]]:
    """Return the campaigns as plain data."""
    return [asdict(node) for node in nodes]


def _conditions(connection: sqlite3.Connection, asked: Asked) -> tuple[str, list[object]]:
    """Return the SQL that is true of the campaigns that are ``asked`` for."""
    parts: list[tuple[str, list[object]]] = [("place <> ''", [])]
    if asked.plan is not None:
        named = find(connection, asked.plan)
        rows = select_in(connection, "SELECT row FROM documents WHERE document_id IN ({})", named)
        # A plan in the archive is meant itself, one that is only cited by its number.
        column = "plan" if rows else "plan_key"
        wanted = [row["row"] for row in rows] or keys_cited(asked.plan)
        parts.append((f"{column} IN ({marks(len(wanted))})", list(wanted)))
    if asked.running is not None:
        day = asked.running
        runs = "first_day <= ? AND (last_day >= ? OR last_day = '' AND first_day <> '')"
        parts.append((runs, [day, day]))
    if asked.is_reported is not None:
        parts.append(("is_reported = ?", [asked.is_reported]))
    if asked.year is not None:
        runs = "(? BETWEEN first_year AND last_year OR year = ?)"
        parts.append((runs, [asked.year, asked.year]))
    if asked.after is not None:
        parts.append(("place < ?", [asked.after]))
    return " AND ".join(sql for sql, _ in parts), [one for _, few in parts for one in few]


def _node(name: str, papers: list[sqlite3.Row]) -> CampaignNode:
    launches = [row for row in papers if row["role"] == "launch"]
    first = launches[0]
    start, end = period_of(papers)
    return CampaignNode(
        name,
        next((row["name"] for row in launches if row["name"]), first["subject"] or None),
        first["round"],
        first["year"],
        first["issuing_body"] or None,
        _plan_of(first),
        start or None,
        end or None,
        *(
            tuple(_named(row) for row in papers if row["role"] == role)
            for role in ("launch", "guide", "amendment", "report")
        ),
    )


def _plan_of(row: sqlite3.Row) -> Named | None:
    if row["plan_row"] is not None:
        return _named(row, "plan_")
    if row["plan_label"]:
        return Named(None, row["plan_label"], row["plan_date"], None, None)
    return None


def _named(row: sqlite3.Row, of: str = "") -> Named:
    """Return a row's paper, or with ``plan_`` its plan."""
    return Named(
        row[f"{of}document_id"],
        row[f"{of}number"],
        row[f"{of}day"] or None,
        row[f"{of}document_type"],
        row[f"{of}subject"] or None,
    )
