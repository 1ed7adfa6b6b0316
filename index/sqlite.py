"""The store's own search view: FTS5 for words, the document tables for everything else.

The words come analysed and blank-separated, and FTS5 only looks them up: the same documents are
found as with any other backend.
"""

import base64
import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from dispatch.errors import QueryError
from index.analysis import has_marks, snippet
from index.base import SUGGESTED, Entry, Hit, Results, Suggestion, SuggestionKind
from index.conditions import condition, negated
from index.corrections import are_any, corrected
from index.documents import Changes
from index.entries import compounds_of, renditions_of, warnings_of, words_of
from index.fields import type_asked
from index.language import Node, divided, phrases
from index.query import Query, check_facets, lifted, sort_of
from index.records import load, load_many, marks, select_in
from index.schema import WORD_COLUMNS
from index.similar import similar
from index.suggest import suggest
from index.traits import key_of, keys_cited, name_words
from index.words import exact_match, folded_match, name_match

RANKED = 20_000
"""Of more matches of a text than this, only the newest are looked at, and the answer says so."""
_WEIGHTS = "1.0, 1.0, 3.0, 3.0, 1.5, 1.0, 1.0, 1.0, 1.0, 1.0"  # one for each of WORD_COLUMNS
_INSERT = (
    f"INSERT INTO words (rowid, {', '.join(WORD_COLUMNS)}) VALUES (?, {marks(len(WORD_COLUMNS))})"
)


@dataclass(slots=True)
class _Plan:
    """A query in SQL: the full-text part, the conditions, and what makes a hit exact."""

    node: Node | None
    text: Node | None  # the part of it that is ranked
    match: str = ""
    exact: str = ""
    where: list[str] = field(default_factory=lambda: ["d.state = 'live'"])
    values: list[object] = field(default_factory=list)

    def add(self, condition: str, *values: object) -> None:
        self.where.append(condition)
        self.values.extend(values)


class SqliteView:
    """The view inside the store's file; fed in the store's own transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def position(self) -> int:
        row = self.connection.execute("SELECT value FROM meta WHERE key = 'words'").fetchone()
        return int(row[0]) if row else 0

    def feed(self, entries: Sequence[Entry], gone: Sequence[str], *, position: int) -> None:
        """Add word rows for new texts; documents that left are told by their own state."""
        self._move_to(position)
        words = {entry.row: entry.words for entry in entries}
        rows = select_in(self.connection, "SELECT * FROM documents WHERE row IN ({})", words)
        self._put_words(
            [(row, words[row["row"]]) for row in rows if row["text_of"] != _text_of(row)]
        )

    def follow(self, rows: Sequence[sqlite3.Row], changes: Changes, *, position: int) -> None:
        """Do what ``feed`` does for document rows in the store's own transaction: nothing but
        their words is needed, and the records at hand are not read again."""
        self._move_to(position)
        stale = [row for row in rows if row["text_of"] != _text_of(row)]
        missing = [
            (row["record_id"], row["version"])
            for row in stale
            if not _is_at_hand(changes, row["record_id"], row["version"])
        ]
        loaded = load_many(self.connection, missing)
        has_corrections = are_any(self.connection)
        words = []
        for row in stale:
            read = loaded.get((row["record_id"], row["version"]))
            record = read or changes.records[row["record_id"]]
            known = (
                corrected(self.connection, row["document_id"], record)
                if has_corrections
                else record
            )
            is_as_prepared = read is None and known is record
            made = changes.prepared[row["record_id"]] if is_as_prepared else None
            compounds = (
                changes.compounds[row["record_id"]]
                if read is None
                else compounds_of(self.connection, row)
            )
            words.append((row, words_of(known, compounds, made)))
        self._put_words(words)

    def _put_words(self, words: Sequence[tuple[sqlite3.Row, Mapping[str, str]]]) -> None:
        """Give documents another row of words each: the row of their sequence number.

        The words come last and all at once: any other statement between them makes FTS5 write out
        what it has gathered.
        """
        self.connection.executemany(
            "UPDATE documents SET text_row = seq WHERE row = ? AND text_row <> seq",
            [(row["row"],) for row, _ in words if row["text_row"] != row["seq"]],
        )
        self.connection.executemany(
            "UPDATE documents SET text_of = ? WHERE row = ?",
            [(_text_of(row), row["row"]) for row, _ in words],
        )
        self.connection.executemany(
            _INSERT, [(row["seq"], *map(of.get, WORD_COLUMNS)) for row, of in words]
        )

    def _move_to(self, position: int) -> None:
        self.connection.execute(
            "INSERT INTO meta VALUES ('words', ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (str(position),),
        )

    def count(self) -> int:
        row = self.connection.execute("SELECT count(*) FROM documents WHERE state = 'live'")
        return int(row.fetchone()[0])

    def suggest(
        self, prefix: str, *, kinds: Sequence[SuggestionKind] = SUGGESTED, limit: int = 8
    ) -> list[Suggestion]:
        return suggest(self.connection, prefix, kinds=kinds, limit=limit)

    def similar(self, document_id: str, *, limit: int = 10) -> tuple[Hit, ...]:
        found = similar(self.connection, document_id, limit=limit)
        return tuple(self._hit(row, None, score=score) for row, score in found)

    def refresh(self) -> None:
        """A commit is visible at once."""

    def purge(self) -> None:
        """The words stand in the store's file, which is written anew as a whole."""

    def close(self) -> None:
        """The connection is the store's."""

    def search(self, query: Query) -> Results:
        began = time.perf_counter()
        check_facets(query)
        query, node = lifted(query)
        plan = _plan(query, node)
        newest_only = self._bound(plan) if plan.text is not None else None
        rows = self._page(query, plan)
        has_more = len(rows) > query.limit
        return Results(
            hits=tuple(
                self._hit(row, plan.node, score=row["score"]) for row in rows[: query.limit]
            ),
            total=self._total(plan),
            after=_cursor(rows[query.limit - 1]) if has_more and query.limit else None,
            facets=self._facets(query, plan),
            newest_only=newest_only,
            milliseconds=(time.perf_counter() - began) * 1000,
        )

    def _bound(self, plan: _Plan) -> int | None:
        """Keep the plan to the newest matches where there are more than can be ranked."""
        oldest = self.connection.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?",
            (plan.match, RANKED),
        ).fetchone()
        if oldest is None:
            return None
        plan.add("words.rowid > ?", oldest[0])
        return RANKED

    def _total(self, plan: _Plan) -> int:
        source, values = _source(plan)
        row = self.connection.execute(f"SELECT count(*) {source}", values).fetchone()
        return int(row[0])

    def _page(self, query: Query, plan: _Plan) -> list[sqlite3.Row]:
        source, values = _source(plan)
        is_ranked = bool(plan.text) and sort_of(query) == "relevance"
        score = f"-bm25(words, {_WEIGHTS})" if is_ranked else "0.0"
        exact, exact_values = _exactness(plan)
        order = {
            "relevance": "exact DESC, score DESC, day DESC, document_id",
            "newest": "day DESC, document_id",
            "oldest": "day = '', day, document_id",
        }[sort_of(query)]
        after, after_values = _after(query)
        # Only the keys are sorted; the shown columns are fetched for one page.
        sql = (
            f"WITH found AS (SELECT d.row, d.day, d.document_id, {score} AS score, "
            f"{exact} AS exact {source}), page AS "
            f"(SELECT * FROM found {after} ORDER BY {order} LIMIT ?) "
            "SELECT d.*, page.score, page.exact FROM page JOIN documents d USING (row) "
            f"ORDER BY {order.replace('day', 'd.day').replace('document_id', 'd.document_id')}"
        )
        return self.connection.execute(
            sql, [*exact_values, *values, *after_values, query.limit + 1]
        ).fetchall()

    def _hit(self, row: sqlite3.Row, node: Node | None, *, score: float) -> Hit:
        wanted = phrases(node)
        shown = None
        if wanted:
            text = load(self.connection, row["record_id"], row["version"])["text"]
            shown = snippet(text, wanted)
        return Hit(
            id=row["record_id"],
            document_id=row["document_id"],
            number=row["number"],
            date=row["day"] or None,
            document_type=row["document_type"],
            issuing_body=row["issuing_body"] or None,
            subject=row["subject"] or None,
            signer=row["signer"] or None,
            snippet=shown,
            score=score,
            renditions=tuple(renditions_of(self.connection, row["row"])),
            standing=row["standing"],
            warnings=warnings_of(self.connection, row),
        )

    def _facets(self, query: Query, plan: _Plan) -> dict[str, tuple[tuple[str, int], ...]]:
        found = {}
        for facet in query.facets:
            source, values = _source(plan)
            if facet in ("relation", "status"):
                sql = (
                    f"SELECT f.{facet} AS value, count(DISTINCT f.document) AS number FROM refs f "
                    f"WHERE f.document IN (SELECT d.row {source}) GROUP BY value"
                )
            else:
                sql = f"SELECT d.{facet} AS value, count(*) AS number {source} GROUP BY value"
            rows = self.connection.execute(
                f"SELECT * FROM ({sql}) WHERE value <> '' ORDER BY number DESC, value LIMIT 50",
                values,
            )
            found[facet] = tuple((row["value"], row["number"]) for row in rows)
        return found


def _text_of(row: sqlite3.Row) -> str:
    """Return what a document's row of words is to be made from: one version of one record."""
    return f"{row['record_id']} {row['version']}"


def _is_at_hand(changes: Changes, record_id: str, version: str) -> bool:
    record = changes.records.get(record_id)
    return record is not None and record["extractor"]["version"] == version


def _plan(query: Query, node: Node | None) -> _Plan:
    text, asked, excluded = divided(node)
    plan = _Plan(node, text)
    matches, exacts = [], []
    if text is not None:
        matches.append(folded_match(text))
        if has_marks(word for phrase in phrases(text) for word in phrase.words):
            exacts.append(exact_match(text))
    for column, words, marked in name_words(query):
        matches.append(name_match(f"{column}_folded", words))
        if marked != words:
            exacts.append(name_match(column, marked))
    plan.match = " AND ".join(f"({part})" for part in matches)
    plan.exact = " AND ".join(f"({part})" for part in exacts)
    for sql, values in (*map(condition, asked), *map(negated, excluded)):
        plan.add(sql, *values)
    _filter(query, plan)
    return plan


def _filter(query: Query, plan: _Plan) -> None:
    if query.number:
        plan.add("d.key = ?", key_of(query.number))
    if query.references:
        keys = keys_cited(query.references)
        relation = " AND relation = ?" if query.relation else ""
        plan.add(
            f"d.row IN (SELECT document FROM refs WHERE key IN ({marks(len(keys))}){relation})",
            *keys,
            *([query.relation] if query.relation else []),
        )
    elif query.relation:
        plan.add("d.row IN (SELECT document FROM refs WHERE relation = ?)", query.relation)
    if query.changed_after is not None:
        plan.add("d.seq > ?", query.changed_after)
    if query.document_type:
        plan.add("d.document_type = ?", type_asked(query.document_type))
    if query.date_from:
        plan.add("d.last_day >= ?", query.date_from)
    if query.date_to:
        plan.add("d.first_day <= ? AND d.first_day <> ''", query.date_to)
    if query.period:
        plan.add(
            "d.row IN (SELECT document FROM periods WHERE first_day <= ? AND last_day >= ?)",
            query.period,
            query.period,
        )


def _source(plan: _Plan) -> tuple[str, list[object]]:
    """Return the FROM and WHERE of a plan with its values."""
    conditions = " AND ".join(plan.where)
    if not plan.match:
        return f"FROM documents d WHERE {conditions}", list(plan.values)
    return (
        "FROM words JOIN documents d ON d.text_row = words.rowid "
        f"WHERE words MATCH ? AND {conditions}",
        [plan.match, *plan.values],
    )


def _exactness(plan: _Plan) -> tuple[str, list[object]]:
    """Return the column that is 1 for hits with the query's own diacritics."""
    if not plan.exact:
        return "0", []
    return "(d.text_row IN (SELECT rowid FROM words WHERE words MATCH ?))", [plan.exact]


def _cursor(row: sqlite3.Row) -> str:
    place = [row["exact"], row["score"], row["day"], row["document_id"]]
    return base64.urlsafe_b64encode(orjson.dumps(place)).decode()


def _after(query: Query) -> tuple[str, list[object]]:
    """Return the condition that leaves out everything up to the last hit of the page before."""
    if not query.after:
        return "", []
    try:
        exact_one, score, day, document_id = orjson.loads(base64.urlsafe_b64decode(query.after))
        exact_one, score = float(exact_one), float(score)
        day, document_id = str(day), str(document_id)
    except (ValueError, TypeError) as error:
        raise QueryError(
            "The page mark is not one that a search gave; start again from the first page.",
            vi="Dấu trang không hợp lệ; hãy tìm lại từ trang đầu.",
        ) from error
    if sort_of(query) == "relevance":
        return (
            "WHERE (-exact, -score) > (?, ?) OR ((-exact, -score) = (?, ?) "
            "AND (day < ? OR (day = ? AND document_id > ?)))",
            [-exact_one, -score, -exact_one, -score, day, day, document_id],
        )
    if sort_of(query) == "newest":
        return "WHERE day < ? OR (day = ? AND document_id > ?)", [day, day, document_id]
    return (
        "WHERE (day = '', day) > (?, ?) OR (day = ? AND document_id > ?)",
        [day == "", day, day, document_id],
    )
