"""Papers are gathered into campaigns, one for each issuer, plan, round and year, as they come.

Launches found the campaigns of a bucket (plan, round, year), each issuer its own; guides,
amendments and reports belong to the launch that they cite, else to the campaign of their bucket
that can be their issuer's. Only the buckets that a transaction touches are gathered anew.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.analysis import folded
from index.directory import agree
from index.records import marks, select_in

_PAPERS = (
    "SELECT p.*, d.document_id, d.day, d.issuer, r.target AS plan_row, r.key AS plan_key, "
    # Few documents are papers of a campaign: their own table is asked first.
    "r.date AS plan_date, t.document_id AS plan_document_id FROM campaign_parts p "
    "CROSS JOIN documents d ON d.row = p.document "
    "LEFT JOIN refs r ON r.document = p.document AND r.position = p.plan "
    "LEFT JOIN documents t ON t.row = r.target WHERE {}"
)
_TELLING = (
    "SELECT p.campaign, p.role, p.first_day, p.last_day, d.day, d.document_id "
    "FROM campaign_parts p JOIN documents d ON d.row = p.document "
    "WHERE p.role IN ('launch', 'amendment') AND p.campaign IN ({})"
)
_REPORTED = (
    "SELECT DISTINCT campaign FROM campaign_parts WHERE campaign IN ({}) AND role = 'report'"
)
_FOUNDED = "id, bucket, issuer, plan, plan_key, year"
_MOST_YEARS = 50
"""Years of one campaign, counted from its first: a misread year makes no century."""


@dataclass(frozen=True, slots=True)
class _Founded:
    """What founding anew has changed: ``campaigns`` are those that are others than before or whose
    launches are, ``buckets`` hold other campaigns than before, ``launches`` changed theirs."""

    campaigns: set[str]
    buckets: set[str]
    launches: list[int]


def gather(connection: sqlite3.Connection, documents: Iterable[int], left: Iterable[str]) -> None:
    """Gather the campaigns anew that ``documents`` belong to now or did before; ``left`` are those
    whose papers are gone or were written anew.

    What none of them has changed is not read again: the papers that name no plan, and the campaigns
    of one plan, grow with the archive.
    """
    papers = _papers(connection, "p.document IN ({})", sorted(documents))
    gone = set(left) - {""}
    launches = [row for row in papers if row["role"] == "launch"]
    buckets = {_bucket(row) for row in launches} | {row["bucket"] for row in launches} - {""}
    emptied = {
        row["bucket"]
        for row in select_in(
            connection, "SELECT bucket FROM campaigns WHERE id IN ({})", sorted(gone)
        )
    }
    _place(connection, [(_bucket(row), row["document"]) for row in papers])
    founded = _found(connection, sorted(buckets | emptied))
    others = {row["document"]: row for row in papers if row["role"] != "launch"}
    for row in _others(connection, founded, emptied, gone, others if gone else ()):
        others[row["document"]] = row
    touched = gone | founded.campaigns | _joined(connection, launches)
    _write(connection, touched | _join(connection, list(others.values())))


def gather_all(connection: sqlite3.Connection) -> int:
    """Gather every campaign anew; return how many papers or campaigns were others than before."""
    before = _state(connection)
    connection.execute("DELETE FROM campaigns")
    connection.execute("UPDATE campaign_parts SET bucket = '', campaign = ''")
    rows = connection.execute("SELECT document FROM campaign_parts").fetchall()
    gather(connection, [row["document"] for row in rows], ())
    return len(before ^ _state(connection))


def period_of(papers: Sequence[sqlite3.Row]) -> tuple[str, str]:
    """Return the first and the last day of a campaign, as last amended, '' where none is told."""
    launches = [row for row in papers if row["role"] == "launch"]
    start = next((row["first_day"] for row in launches if row["first_day"]), "")
    end = next((row["last_day"] for row in launches if row["last_day"]), "")
    dated = [row for row in papers if row["role"] == "amendment" and row["last_day"]]
    return (dated[-1]["first_day"] or start, dated[-1]["last_day"]) if dated else (start, end)


def _papers(
    connection: sqlite3.Connection, condition: str, values: Sequence[object]
) -> list[sqlite3.Row]:
    return sorted(select_in(connection, _PAPERS.format(condition), values), key=_place_of)


def _state(connection: sqlite3.Connection) -> set[tuple[object, ...]]:
    parts = connection.execute("SELECT document, campaign FROM campaign_parts")
    kept = connection.execute("SELECT * FROM campaigns")
    return {tuple(row) for rows in (parts, kept) for row in rows}


def _bucket(row: sqlite3.Row) -> str:
    return f"{_plan_of(row)}\x1f{row['round'] or ''}\x1f{row['year'] or ''}"


def _plan_of(row: sqlite3.Row) -> str:
    if row["plan_row"] is not None:
        return f"#{row['plan_row']}"
    if row["plan_key"]:
        return f"{row['plan_key']} {row['plan_date'] or ''}"
    return f"~{folded(row['name'])}" if row["name"] else ""


def _place(connection: sqlite3.Connection, buckets: Iterable[tuple[str, int]]) -> None:
    connection.executemany("UPDATE campaign_parts SET bucket = ? WHERE document = ?", buckets)


def _found(connection: sqlite3.Connection, buckets: Sequence[str]) -> _Founded:
    """Give every launch of ``buckets`` its campaign; write what is another than before."""
    launches = _papers(connection, "p.role = 'launch' AND p.bucket IN ({})", buckets)
    held = {
        tuple(row)
        for row in select_in(
            connection, f"SELECT {_FOUNDED} FROM campaigns WHERE bucket IN ({{}})", buckets
        )
    }
    known, found = _founding(launches)
    homes = [(known[row["bucket"], row["issuer"]], row) for row in launches]
    moved = [(name, row) for name, row in homes if name != row["campaign"]]
    connection.executemany(
        "UPDATE campaign_parts SET campaign = ? WHERE document = ?",
        [(name, row["document"]) for name, row in moved],
    )
    connection.executemany(
        "DELETE FROM campaigns WHERE id = ?", [(one[0],) for one in held - found]
    )
    connection.executemany(
        f"INSERT OR REPLACE INTO campaigns ({_FOUNDED}) VALUES ({marks(6)})", found - held
    )
    names = {str(one[0]) for one in held ^ found}
    names |= {name for home, row in moved for name in (home, row["campaign"])}
    return _Founded(
        names - {""},
        {str(one[1]) for one in held ^ found},
        [row["document"] for _, row in moved],
    )


def _founding(
    launches: Sequence[sqlite3.Row],
) -> tuple[dict[tuple[str, str], str], set[tuple[object, ...]]]:
    """Return the campaign of each (bucket, issuer) among ``launches``, the fullest name of an
    issuer being the key, and the rows of all these campaigns."""
    homes: dict[str, dict[str, str]] = {}  # of a bucket: the issuers that found its campaigns
    known: dict[tuple[str, str], str] = {}
    found: set[tuple[object, ...]] = set()
    for row in sorted(launches, key=lambda row: -len(row["issuer"])):
        bucket, issuer = place = (row["bucket"], row["issuer"])
        if place not in known:
            alike = _homes(issuer, homes.setdefault(bucket, {}))
            known[place] = name = alike[0] if alike else _identity(row)
            if not alike:
                homes[bucket][issuer] = name
                plan = (row["plan_row"], row["plan_key"] or "", row["year"])
                found.add((name, bucket, issuer, *plan))
    return known, found


def _joined(connection: sqlite3.Connection, launches: Sequence[sqlite3.Row]) -> set[str]:
    """Return the campaigns that launches belonged to and belong to now."""
    now = select_in(
        connection,
        "SELECT campaign FROM campaign_parts WHERE document IN ({})",
        [row["document"] for row in launches],
    )
    return {row["campaign"] for row in (*launches, *now)} - {""}


def _homes(issuer: str, founders: dict[str, str]) -> list[str]:
    """Return the campaigns whose founder can be ``issuer``."""
    return [
        name
        for founder, name in founders.items()
        if agree(founder, issuer) in ("same", "related", "unknown")
    ]


def _identity(row: sqlite3.Row) -> str:
    plan = row["plan_document_id"] or _plan_of(row)
    identity = (row["issuer"], plan, row["round"], row["year"])
    return hashlib.sha256(repr(identity).encode()).hexdigest()[:16]


def _others(
    connection: sqlite3.Connection,
    founded: _Founded,
    emptied: set[str],
    gone: set[str],
    changed: Iterable[int],
) -> list[sqlite3.Row]:
    """Return the papers, no launches, that may belong to another campaign now that these are
    ``founded`` and papers of the campaigns ``gone`` in the buckets ``emptied`` are others. Of
    ``changed``, no launches now, some may have been: who cites one of them cites a launch less."""
    citing = select_in(
        connection,
        "SELECT DISTINCT p.document FROM refs r JOIN campaign_parts p ON p.document = r.document "
        "WHERE r.target IN ({}) AND p.role <> 'launch'",
        [*founded.launches, *changed],
    )
    other = "p.role <> 'launch' AND "
    campaigns = sorted(gone | founded.campaigns)
    return [
        *_papers(connection, other + "p.bucket IN ({})", sorted(emptied | founded.buckets)),
        *_papers(connection, other + "p.campaign IN ({})", campaigns),
        *_papers(connection, "p.document IN ({})", [row["document"] for row in citing]),
    ]


def _join(connection: sqlite3.Connection, others: Sequence[sqlite3.Row]) -> set[str]:
    """Give each paper the campaign whose launch it cites, else that of its bucket, where there is
    one; return the campaigns that it had or has."""
    cited: dict[int, set[str]] = {}
    for row in select_in(
        connection,
        "SELECT r.document, p.campaign FROM refs r JOIN campaign_parts p ON p.document = r.target "
        "WHERE p.role = 'launch' AND r.document IN ({})",
        [row["document"] for row in others],
    ):
        cited.setdefault(row["document"], set()).add(row["campaign"])
    founders: dict[str, dict[str, str]] = {}
    for row in select_in(
        connection,
        "SELECT bucket, issuer, id FROM campaigns WHERE bucket IN ({})",
        sorted({_bucket(row) for row in others}),
    ):
        founders.setdefault(row["bucket"], {})[row["issuer"]] = row["id"]
    found = []
    for row in others:
        homes = cited.get(row["document"]) or set(
            _homes(row["issuer"], founders.get(_bucket(row), {}))
        )
        found.append((homes.pop() if len(homes) == 1 else "", row["document"]))
    connection.executemany("UPDATE campaign_parts SET campaign = ? WHERE document = ?", found)
    return {name for name, _ in found} | {row["campaign"] for row in others} - {""}


def _write(connection: sqlite3.Connection, touched: Iterable[str]) -> None:
    """Write what campaigns are chosen and ordered by, from their papers."""
    names = sorted(touched)
    papers: dict[str, list[sqlite3.Row]] = {}
    # Most papers are reports, and of these only one counts: none of them is looked up.
    for row in sorted(select_in(connection, _TELLING, names), key=_place_of):
        papers.setdefault(row["campaign"], []).append(row)
    reported = {row["campaign"] for row in select_in(connection, _REPORTED, names)}
    values = []
    for name, rows in papers.items():
        start, end = period_of(rows)
        first = next((row["day"] for row in rows if row["role"] == "launch"), "")
        years = sorted(int(day[:4]) for day in (start, end) if day) or [0]
        last_year = min(years[-1], years[0] + _MOST_YEARS)
        place = f"{start or first}.{name}"
        values.append((name, place, start, end, years[0], last_year, name in reported))
    connection.executemany(
        "UPDATE campaigns SET place = ?2, first_day = ?3, last_day = ?4, first_year = ?5, "
        "last_year = ?6, is_reported = ?7 WHERE id = ?1 AND (place, first_day, last_day, "
        "first_year, last_year, is_reported) IS NOT (?2, ?3, ?4, ?5, ?6, ?7)",
        values,
    )


def _place_of(row: sqlite3.Row) -> tuple[str, str]:
    return row["day"], row["document_id"]
