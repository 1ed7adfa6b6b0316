"""Emulation campaigns as nodes: one for each issuer, plan, round and year, with its papers.

A launch founds a campaign; guides, amendments and reports belong to the launch that they cite, else
to the campaign of their issuer, plan, round and year (Luật 06/2022/QH15, Điều 16–18).
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from index.analysis import folded
from index.base import Record
from index.directory import agree
from index.reading import find
from index.records import select_in
from index.traits import keys_cited

Role = Literal["launch", "guide", "amendment", "report"]
_AMENDS = ("amends", "corrects")
_CHANGING = re.compile(r"(?:v v )?(?:dieu chinh|sua doi|bo sung|gia han|keo dai|dinh chinh)\b")
_REPORTING = re.compile(r"\b(?:bao cao|so ket|tong ket|ket qua)\b")
_GUIDING = re.compile(r"^huong dan\b")
_OF_CAMPAIGN = re.compile(r"\b(?:thi dua|phong trao|dot cao diem)\b")
_ROUND = re.compile(r"\bdot (?P<round>\d{1,2}|[ivxl]{1,4})\b")
_YEAR = re.compile(r"\bnam (?P<year>(?:19|20)\d\d)\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "l": 1, "ll": 2, "lll": 3}
Part = tuple[Role, int | None, int | None, int | None, str | None, str, str]
"""Role, place of the plan among the references, round, year, name, first and last day ('')."""


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


def part_of(record: Record) -> Part | None:
    """Return what a record is to a campaign; None where it belongs to none."""
    campaign, subject = record["campaign"], folded(record["subject"] or "")
    role = _role(record, subject, is_launch=campaign is not None)
    if role is None or (campaign is None and not _OF_CAMPAIGN.search(subject)):
        return None
    known = campaign or {"name": None, "round": None, "year": None, "plan": None}
    days = [one for one in record["period"] if one["kind"] == "campaign"]
    return (
        role,
        _plan(record, known["plan"]),
        known["round"] or _round(subject),
        known["year"] or _year(record, subject),
        known["name"],
        min((one["start"] for one in days if one["start"]), default=""),
        max((one["end"] for one in days if one["end"]), default=""),
    )


def campaigns(
    connection: sqlite3.Connection,
    *,
    plan: str | None = None,
    running: str | None = None,
    is_reported: bool | None = None,
    after: str | None = None,
) -> list[CampaignNode]:
    """Return the campaigns, newest first: those of ``plan`` (number or id), those that run on the
    ISO day ``running``, those with (or without) a report; behind the place ``after``."""
    rows = _rows(connection, plan)
    founded = _founded([row for row in rows if row["role"] == "launch"])
    _join_others(connection, founded, [row for row in rows if row["role"] != "launch"])
    nodes = [_node(key, papers) for key, papers in founded.items()]
    chosen = [
        node
        for node in nodes
        if (running is None or _runs(node, running))
        and (is_reported is None or bool(node.reports) is is_reported)
        and (after is None or place_of(node) < after)
    ]
    return sorted(chosen, key=place_of, reverse=True)


def place_of(node: CampaignNode) -> str:
    """Return a campaign's place among all: sorts by its first day, tells where a page ended."""
    return f"{node.start or node.launches[0].date or ''}.{node.id}"


def as_json(nodes: Iterable[CampaignNode]) -> list[dict[str, Any]]:
    """Return the campaigns as plain data."""
    return [asdict(node) for node in nodes]


_Key = tuple[str, str, int | None, int | None]  # issuer, plan, round, year
_Alike = dict[tuple[str, int | None, int | None], list[_Key]]  # by plan, round, year


def _rows(connection: sqlite3.Connection, plan: str | None) -> list[sqlite3.Row]:
    sql = (
        "SELECT p.*, d.document_id, d.number, d.day, d.document_type, d.subject, d.issuer, "
        "d.issuing_body, r.target AS plan_row, r.key AS plan_key, r.date AS plan_date, "
        "r.label AS plan_label, t.document_id AS plan_document_id, t.number AS plan_number, "
        "t.day AS plan_day, t.document_type AS plan_document_type, t.subject AS plan_subject "
        "FROM campaign_parts p JOIN documents d ON d.row = p.document AND d.state = 'live' "
        "LEFT JOIN refs r ON r.document = p.document AND r.position = p.plan "
        "LEFT JOIN documents t ON t.row = r.target "
    )
    order = "ORDER BY d.day, d.document_id"
    if plan is None:
        return connection.execute(sql + order).fetchall()
    targets = [
        row["row"]
        for row in select_in(
            connection,
            "SELECT row FROM documents WHERE document_id IN ({})",
            find(connection, plan),
        )
    ]
    own = select_in(
        connection,
        "SELECT document FROM refs WHERE target IN ({})",
        targets,
    ) or select_in(connection, "SELECT document FROM refs WHERE key IN ({})", keys_cited(plan))
    rests = {row["document"] for row in own}
    # A report may cite only the launch.
    further = select_in(connection, "SELECT document FROM refs WHERE target IN ({})", sorted(rests))
    wanted = sorted(rests | {row["document"] for row in further})
    found = select_in(connection, sql + "WHERE p.document IN ({})", wanted)
    of_plan = [
        row
        for row in found
        if row["role"] != "launch"
        or (row["plan_row"] in targets if targets else row["plan_key"] in keys_cited(plan))
    ]
    return sorted(of_plan, key=lambda row: (row["day"], row["document_id"]))


def _founded(launches: Sequence[sqlite3.Row]) -> dict[_Key, list[sqlite3.Row]]:
    """Return the launches by campaign; the fullest name of the issuer is its key."""
    found: dict[_Key, list[sqlite3.Row]] = {}
    alike: _Alike = {}
    for row in sorted(launches, key=lambda row: -len(row["issuer"])):
        own = _key(row)
        homes = _homes(own, alike)
        if not homes:
            alike.setdefault(own[1:], []).append(own)
        found.setdefault(homes[0] if homes else own, []).append(row)
    return {
        key: sorted(rows, key=lambda row: (row["day"], row["document_id"]))
        for key, rows in found.items()
    }


def _homes(own: _Key, alike: _Alike) -> list[_Key]:
    """Return the campaigns of a paper's plan, round and year whose issuer can be its own."""
    beside = alike.get(own[1:], ())
    return [key for key in beside if agree(key[0], own[0]) in ("same", "related", "unknown")]


def _key(row: sqlite3.Row) -> _Key:
    plan = ""
    if row["plan_row"] is not None:
        plan = f"#{row['plan_row']}"
    elif row["plan_key"]:
        plan = f"{row['plan_key']} {row['plan_date'] or ''}"
    if not plan and row["name"]:
        plan = f"~{folded(row['name'])}"
    return row["issuer"], plan, row["round"], row["year"]


def _join_others(
    connection: sqlite3.Connection,
    founded: dict[_Key, list[sqlite3.Row]],
    others: Sequence[sqlite3.Row],
) -> None:
    """Add each further paper to the campaign whose launch it cites, else to that of its key."""
    home = {row["document"]: key for key, rows in founded.items() for row in rows}
    cited: dict[int, list[int]] = {}
    for link in select_in(
        connection,
        "SELECT document, target FROM refs WHERE target IS NOT NULL AND document IN ({})",
        [row["document"] for row in others],
    ):
        cited.setdefault(link["document"], []).append(link["target"])
    alike: _Alike = {}
    for key in founded:
        alike.setdefault(key[1:], []).append(key)
    for row in others:
        keys = {home[target] for target in cited.get(row["document"], ()) if target in home}
        keys = keys or set(_homes(_key(row), alike))
        if len(keys) == 1:
            founded[keys.pop()].append(row)


def _node(key: _Key, papers: list[sqlite3.Row]) -> CampaignNode:
    launches = [row for row in papers if row["role"] == "launch"]
    dated = [row for row in papers if row["role"] == "amendment" and row["last_day"]]
    first = launches[0]
    plan = _plan_of(first)
    start = next((row["first_day"] for row in launches if row["first_day"]), None)
    end = next((row["last_day"] for row in launches if row["last_day"]), None)
    if dated:
        start, end = dated[-1]["first_day"] or start, dated[-1]["last_day"]
    identity = (key[0], (plan.document_id if plan else None) or key[1], key[2], key[3])
    return CampaignNode(
        hashlib.sha256(repr(identity).encode()).hexdigest()[:16],
        next((row["name"] for row in launches if row["name"]), first["subject"] or None),
        key[2],
        key[3],
        first["issuing_body"] or None,
        plan,
        start,
        end,
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


def _runs(node: CampaignNode, day: str) -> bool:
    return bool(node.start or node.end) and (node.start or "") <= day <= (node.end or "9999")


def _role(record: Record, subject: str, *, is_launch: bool) -> Role | None:
    relations = {reference["relation"] for reference in record["references"]}
    if record["document_type"] == "Báo cáo" or _REPORTING.search(subject):
        return "report"
    if _CHANGING.match(subject) or relations.intersection(_AMENDS):
        return "amendment"
    if record["document_type"] == "Hướng dẫn" or _GUIDING.match(subject) or "guides" in relations:
        return "guide"
    return "launch" if is_launch else None


def _plan(record: Record, pointer: str | None) -> int | None:
    """Return the place of the plan among the references: as the record says, else the first plan
    that is implemented or rested on."""
    if pointer:
        return int(pointer.rpartition("/")[2])
    rested = [
        (position, reference)
        for position, reference in enumerate(record["references"])
        if reference["relation"] in ("implements", "basis")
    ]
    plans = [position for position, one in rested if one["document_type"] == "Kế hoạch"]
    carried = [position for position, one in rested if one["relation"] == "implements"]
    return next(iter(plans + carried), None)


def _round(subject: str) -> int | None:
    match = _ROUND.search(subject)
    if match is None:
        return None
    return int(match["round"]) if match["round"].isdecimal() else _ROMAN.get(match["round"])


def _year(record: Record, subject: str) -> int | None:
    if match := _YEAR.search(subject):
        return int(match["year"])
    return int(record["date"][:4]) if record["date"] else None
