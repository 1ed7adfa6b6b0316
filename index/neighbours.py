"""Which documents must be grouped anew when records come, change or go: those of their buckets, and
by the matter the drafts without a day with the documents that these may be forms of.

What stands beside them in a bucket stays as it is: a day's letters of one notation are many.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.grouping import DAY, Rendition, homes_of, in_order, partition, with_drafts
from index.records import select_in

_COMPARED = (
    "record_id, founder, founded, number, issuer, subject, signer, sketch, is_copy, day, notation, "
    "matter"
)
"""The fields of a ``Rendition`` in their order."""
_FIELDS, _IS_COPY = len(_COMPARED.split(", ")), _COMPARED.split(", ").index("is_copy")
_ROWS = f"SELECT {_COMPARED}, document, is_live, bucket FROM renditions WHERE "
_IN_MATTER = "matter <> 0 AND matter IN ({}) AND is_live AND length(day)"


@dataclass(slots=True)
class Touched:
    """What a transaction has touched of the renditions: the ``records`` written, the buckets and
    matters of all that came, changed or went, and the documents that drafts among them were in."""

    records: set[str] = field(default_factory=set)
    buckets: set[str] = field(default_factory=set)
    matters: set[int] = field(default_factory=set)
    drafted: set[int] = field(default_factory=set)

    def add(self, row: sqlite3.Row) -> None:
        """Note a rendition as it was before: its bucket, matter, day and document."""
        self.buckets.add(row["bucket"])
        self.matters.add(row["matter"])
        if row["document"] is not None and len(row["day"]) < DAY:
            self.drafted.add(row["document"])


@dataclass(frozen=True, slots=True)
class Grouped:
    """Documents to be written, each in order of first sight; ``homes`` are the rows of the
    documents that their records belonged to."""

    clusters: list[list[Rendition]]
    homes: dict[str, int | None]

    @property
    def open_drafts(self) -> list[list[Rendition]]:
        """The drafts without number and day that found no document, or several."""
        return [
            one for one in self.clusters if all(each.is_undated and not each.number for each in one)
        ]


def group_anew(connection: sqlite3.Connection, touched: Touched) -> Grouped:
    """Return the documents that may be others than they were."""
    held = _Held(connection)
    held.read_buckets(touched.buckets)
    changed = held.changed(touched.records)
    held.read_drafts(touched.matters | _matters(changed), touched.drafted)
    known = {id(one) for one in changed}
    others = [one for one in held.near() if id(one) not in known]
    return Grouped(with_drafts([*changed, *others, *held.undated]), held.homes)


def rivals(connection: sqlite3.Connection, document: int) -> list[str]:
    """Return the documents, by id, that a document without number and day may be a form of, where
    these are several: nobody can tell, so it stands alone."""
    own = [
        _rendition(row)
        for row in connection.execute(_ROWS + "document = ? AND is_live", (document,)).fetchall()
    ]
    if any(one.number or not one.is_undated for one in own):
        return []
    others: dict[int, list[Rendition]] = {}
    for row in select_in(
        connection,
        _ROWS + f"matter <> 0 AND matter IN ({{}}) AND is_live AND document <> {document} "
        f"AND (number <> '' OR length(day) = {DAY})",
        sorted(_matters([own])),
    ):
        others.setdefault(row["document"], []).append(_rendition(row))
    homes = homes_of(own, others)
    rows = select_in(
        connection,
        "SELECT document_id FROM documents WHERE row IN ({})",
        homes if len(homes) > 1 else [],
    )
    return sorted(row["document_id"] for row in rows)


class _Held:
    """What has been read so far: whole buckets, and by their rows the dated records of documents
    of other buckets."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._buckets: set[str] = set()
        self._dated: list[list[Rendition]] = []
        self.undated: list[list[Rendition]] = []
        self._beside: dict[int, list[Rendition]] = {}
        self._left: set[int | None] = {None}  # documents that a record is not in any more
        self.homes: dict[str, int | None] = {}

    def read_buckets(self, buckets: Iterable[str]) -> None:
        """Read the buckets that were not read yet, each divided into its documents."""
        found: dict[str, list[Rendition]] = {
            bucket: [] for bucket in sorted(buckets) if bucket not in self._buckets
        }
        for row in select_in(self._connection, _ROWS + "bucket IN ({})", sorted(found)):
            self.homes[row["record_id"]] = row["document"]
            if row["is_live"]:
                found[row["bucket"]].append(_rendition(row))
            else:
                self._left.add(row["document"])
        self._buckets |= found.keys()
        for members in found.values():
            if members:
                to = self.undated if members[0].is_undated else self._dated
                to += partition(members)

    def changed(self, written: set[str]) -> list[list[Rendition]]:
        """Return the dated documents that are not the same as before: with a record that was
        written, one that came from elsewhere, or without one that they had."""
        homes = [{self.homes[each.record_id] for each in one} for one in self._dated]
        shared = Counter(home for found in homes for home in found)
        return [
            one
            for one, found in zip(self._dated, homes, strict=True)
            if len(found) > 1
            or not found.isdisjoint(self._left)
            or any(shared[home] > 1 for home in found)
            or not written.isdisjoint(each.record_id for each in one)
        ]

    def read_drafts(self, matters: set[int], drafted: set[int]) -> None:
        """Read the drafts without a day of ``matters``, all documents that they are or may be forms
        of (``drafted`` are some of them), and what else these may have as drafts."""
        seen: set[int] = {0}
        while True:
            sql = f"SELECT DISTINCT bucket FROM renditions WHERE {_IN_MATTER} < {DAY}"
            found = select_in(self._connection, sql, sorted(matters - seen))
            self.read_buckets([row["bucket"] for row in found])
            seen |= matters
            drafted = drafted | {
                home for one in self.undated for each in one if (home := self.homes[each.record_id])
            }
            self._read_documents(drafted, _matters(self.undated))
            matters = _matters([*self.undated, *self.near()])
            if matters <= seen:
                return

    def _read_documents(self, rows: set[int], matters: set[int]) -> None:
        """Read the dated records of documents in other buckets: of ``rows``, and all of
        ``matters``. Their buckets were not touched, so they are what they were."""
        sql = f"SELECT DISTINCT document FROM renditions WHERE {_IN_MATTER} = {DAY}"
        found = select_in(self._connection, sql, sorted(matters))
        wanted = (rows | {row["document"] for row in found}) - self._beside.keys() - {None}
        new: dict[int, list[Rendition]] = {}
        for row in select_in(
            self._connection,
            f"{_ROWS}document IN ({{}}) AND is_live AND length(day) = {DAY}",
            sorted(wanted),
        ):
            if row["record_id"] not in self.homes:
                self.homes[row["record_id"]] = row["document"]
                new.setdefault(row["document"], []).append(_rendition(row))
        self._beside |= {row: in_order(members) for row, members in new.items()}

    def near(self) -> list[list[Rendition]]:
        """Return the documents with a day that may have, or had, any of the drafts."""
        matters = _matters(self.undated)
        return [
            *(one for one in self._dated if any(each.matter in matters for each in one)),
            *self._beside.values(),
        ]


def _matters(clusters: Iterable[Iterable[Rendition]]) -> set[int]:
    return {one.matter for cluster in clusters for one in cluster}


def _rendition(row: sqlite3.Row) -> Rendition:
    values = list(row[:_FIELDS])
    values[_IS_COPY] = bool(values[_IS_COPY])
    return Rendition(*values)
