"""What a record is to an emulation campaign: its launch, a guide, an amendment, a report.

A launch founds a campaign of its issuer, plan, round and year (Luật 06/2022/QH15, Điều 16–18).
"""

import re
from typing import Literal

from index.base import Record
from index.traits import subject_key

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


def part_of(record: Record) -> Part | None:
    """Return what a record is to a campaign; None where it belongs to none."""
    campaign, subject = record["campaign"], subject_key(record["subject"])
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
