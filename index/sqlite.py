"""The store's own search view: FTS5 for words, the document tables for everything else.

The words come analysed and blank-separated, and FTS5 only looks them up: the same documents are
found as with any other backend.
"""

import sqlite3
import time
from collections.abc import Mapping, Sequence

import orjson

from index.analysis import snippet
from index.base import SUGGESTED, Entry, Hit, Results, Suggestion, SuggestionKind
from index.corrections import are_any, corrected
from index.documents import Changes, text_of
from index.entries import compounds_of, renditions_of, warnings_of, words_of
from index.language import Node, phrases
from index.query import Query, check_facets, lifted
from index.records import load, load_many, marks, select_in
from index.schema import WORD_COLUMNS
from index.similar import similar
from index.sqlite_plan import plan_of
from index.sqlite_search import matches
from index.suggest import suggest

_INSERT = (
    f"INSERT INTO words (rowid, {', '.join(WORD_COLUMNS)}) VALUES (?, {marks(len(WORD_COLUMNS))})"
)

WORDED = "SELECT row, seq, document_id, record_id, version, text_row, text_of FROM documents"
"""What the words of documents are made and kept by."""


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
        words = {entry.row: orjson.loads(entry.words) for entry in entries}
        rows = select_in(self.connection, f"{WORDED} WHERE row IN ({{}})", words)
        self._put_words(
            [(row, words[row["row"]]) for row in rows if row["text_of"] != text_of(row)]
        )

    def follow(self, rows: Sequence[sqlite3.Row], changes: Changes, *, position: int) -> None:
        """Do what ``feed`` does for document rows in the store's own transaction: nothing but
        their words is needed, and the records at hand are not read again."""
        self._move_to(position)
        stale = [
            row for row in rows if row["row"] in changes.created or row["text_of"] != text_of(row)
        ]
        missing = [
            (row["record_id"], row["version"])
            for row in stale
            if not changes.has(row["record_id"], row["version"])
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
            [(text, row["row"]) for row, _ in words if row["text_of"] != (text := text_of(row))],
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
        found = matches(self.connection, query, plan_of(self.connection, query, node))
        return Results(
            hits=tuple(self._hit(row, node, score=score) for row, score in found.page),
            total=found.total,
            after=found.after,
            facets=found.facets,
            newest_only=found.newest_only,
            is_estimated=found.is_estimated,
            milliseconds=(time.perf_counter() - began) * 1000,
        )

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
