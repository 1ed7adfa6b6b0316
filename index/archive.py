"""The archive: the store of everything and the search view that is fed from it.

All writing goes through one Archive, one transaction for each call, with the links of whatever it
changes; the view follows by sequence number, at once in the store's own file, after the commit
elsewhere.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from dispatch.errors import ConfigError
from index import corrections, ledger, reading
from index.base import (
    SUGGESTED,
    AddReport,
    Elsewhere,
    FileEntry,
    FileState,
    Hit,
    Outcome,
    Results,
    Sighting,
    Suggestion,
    SuggestionKind,
    View,
    Written,
)
from index.bodies import widened
from index.campaign_founding import gather_all
from index.corrections import Made
from index.deriving import derive
from index.documents import Changes, next_seq, retire
from index.entries import feed_after, keep_words
from index.feeding import feed_elsewhere
from index.graph import Node, tree
from index.linking import relink_all
from index.prepared import ready
from index.query import Query
from index.records import load, select_in
from index.schema import connect, unavailable
from index.sqlite import WORDED, SqliteView
from index.writing import put_failure, put_files, withdraw


def open_archive(url: str, *, archive: Path | None = None, create: bool = True) -> "Archive":
    """Open ``url``; see ``index.open_archive``."""
    if url.startswith("sqlite:") and len(url) > len("sqlite:"):
        path = Path(url.removeprefix("sqlite:")).expanduser()
        connection = connect(path, create=create)
        return Archive(connection, SqliteView(connection), path=path)
    if url.startswith(("http://", "https://")):
        if archive is None:
            raise ConfigError(
                f"{url} is only a view; name the store that feeds it with --archive PATH.",
                vi=f"{url} chỉ là chỉ mục tìm kiếm; hãy chỉ kho gốc bằng --archive ĐƯỜNG_DẪN.",
            )
        from index.elastic import open_view  # keeps the client out of searches in SQLite

        connection = connect(archive, create=create)
        try:
            view = open_view(url)
        except BaseException:
            connection.close()
            raise
        return Archive(connection, view, path=archive)
    raise ConfigError(
        f"The index URL {url!r} is not known; use sqlite:PATH or http(s)://host:port/name.",
        vi=f"Địa chỉ chỉ mục {url!r} không hợp lệ; hãy dùng sqlite:ĐƯỜNG_DẪN hoặc "
        "http(s)://máy:cổng/tên.",
    )


class Archive:
    """An open store with its view; close it, or use it in a with statement."""

    def __init__(self, connection: sqlite3.Connection, view: View, *, path: Path) -> None:
        self.connection = connection
        self.view = view
        self.path = path

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.view.close()
        self.connection.close()

    # Writing

    def add(self, items: Sequence[Written], *, run: int | None = None) -> AddReport:
        """Take files with their records: all in one transaction, grouped and linked.

        Bytes that are there already only leave a sighting; the same file with another extractor
        version replaces what is shown of it.
        """
        outcomes = [(item.sighting, item.outcome) for item in items]
        report = self.record(ledger.Deeds(files=items, outcomes=outcomes), run=run)
        self.catch_up()
        return report

    def record(self, deeds: ledger.Deeds, *, run: int | None = None) -> AddReport:
        """Write what a batch of a run did, files and ledger, all in one transaction; a second time
        it changes nothing. ``catch_up`` then feeds a view that is elsewhere."""
        changes = Changes()
        files = list(map(ready, deeds.files))
        with self.transaction():
            for move in deeds.moves:
                ledger.move(self.connection, move)
            taken = put_files(self.connection, files, changes)
            for entry, _ in deeds.entries:
                put_failure(self.connection, entry, changes)
            if run is not None:
                told = [(entry.sighting, outcome) for entry, outcome in deeds.entries]
                ledger.record_outcomes(self.connection, run, [*deeds.outcomes, *told])
                ledger.count_outcome(self.connection, run, "unchanged", deeds.unchanged)
            self.follow(changes)
        return AddReport(
            files=taken,
            documents=len(changes.created),
            records=len(changes.records),
            known=len(deeds.files) - taken,
            links=changes.relinked,
        )

    def fail(self, entry: FileEntry, *, run: int | None = None, outcome: Outcome = "new") -> None:
        """Write a file that gives no record: quarantined, skipped or pending, with its cause.

        ``file_id`` is '' where the bytes could not be read.
        """
        self.record(ledger.Deeds(entries=[(entry, outcome)]), run=run)
        self.catch_up()

    def quarantine(
        self,
        sighting: Sighting,
        *,
        file_id: str = "",
        code: str,
        message: str,
        version: str,
        run: int | None = None,
        outcome: Outcome = "new",
    ) -> None:
        """Put a file that could not be read into quarantine, counting the attempt."""
        old = ledger.entry_at(self.connection, sighting.path, sighting.container)
        attempts = (old.attempts if old and old.file_id == file_id else 0) + 1
        entry = FileEntry(sighting, file_id, "quarantined", code, message, version, attempts)
        self.fail(entry, run=run, outcome=outcome)

    def skip(
        self, sighting: Sighting, *, reason: str, file_id: str = "", run: int | None = None
    ) -> None:
        """Note a file that is not to be read, with the reason."""
        self.fail(FileEntry(sighting, file_id, "skipped", "skipped", reason), run=run)

    def moved(self, old: Sighting, new: Sighting, *, file_id: str, run: int | None = None) -> None:
        """Note that the bytes seen at ``old`` are now at ``new``: the same document."""
        moves = [ledger.Move(old, new, file_id)]
        self.record(ledger.Deeds(moves=moves, outcomes=[(new, "moved")]), run=run)

    def note_outcomes(self, run: int, outcomes: Sequence[tuple[Sighting, Outcome]]) -> None:
        """Give files their outcome in a run without touching anything else of them."""
        with self.transaction():
            ledger.record_outcomes(self.connection, run, outcomes)

    def correct(
        self, document_id: str, path: str, value: str, *, seen: str | None, author: str
    ) -> None:
        """Lay a person's value over a document's field; search and links follow at once.

        Raises:
            QueryError: the field or the value cannot be used, or (``conflict``) the field no
                longer holds ``seen``: somebody else was faster.
        """
        wanted = corrections.checked(path, value)
        self._correct(document_id, Made(path, wanted, seen, author))

    def uncorrect(self, document_id: str, path: str, *, seen: str | None, author: str) -> None:
        """Give a field back to what was read; the history keeps who did it. Refuses as
        ``correct`` does."""
        self._correct(document_id, Made(path, None, seen, author, is_undo=True))

    def corrections(self, document_id: str) -> list[corrections.Correction]:
        """Return a document's corrections, oldest first."""
        return corrections.of_document(self.connection, document_id)

    def withdraw(self, name: str, *, reason: str) -> list[str]:
        """Take the document ``name`` out of search, links and exports, and return its files; what
        cites it has a stub again, and the same bytes are not taken in anew.

        Raises:
            QueryError: ``name`` means no document, or several.
        """
        with self.transaction():
            found = reading.find(self.connection, name)
            if len(found) != 1:
                raise reading.not_one(name, len(found))
            document = reading.document(self.connection, found[0])
            files = withdraw(self.connection, document.renditions if document else (), reason)
            changes = Changes()
            for file_id in files:
                retire(self.connection, file_id, changes)
            self.follow(changes)
        self.catch_up()
        return files

    def relink(self) -> int:
        """Resolve every citation and gather every campaign anew; return how many changed (none, if
        nothing was wrong)."""
        with self.transaction():
            changed = relink_all(self.connection) + gather_all(self.connection)
        self.catch_up()
        return changed

    def feed_words(self) -> int:
        """Index the words of documents that have none; return how many, after feeding the view."""
        with self.transaction():
            rows = self.connection.execute(
                "SELECT row FROM documents WHERE state = 'live' AND text_of = ''"
            ).fetchall()
            for row in rows:
                self.connection.execute(
                    "UPDATE documents SET seq = ? WHERE row = ?",
                    (next_seq(self.connection), row["row"]),
                )
        return self.catch_up()

    def catch_up(self) -> int:
        """Feed the view with everything it does not have yet; return how many documents."""
        if isinstance(self.view, Elsewhere):
            return feed_elsewhere(self.connection, self.view)
        fed = 0
        for entries, gone, last in feed_after(self.connection, self.view.position()):
            with self.transaction():
                self.view.feed(entries, gone, position=last)
            fed += len(entries) + len(gone)
        return fed

    # The ledger

    def seen_before(self, sighting: Sighting) -> FileEntry | None:
        """Return the ledger's entry where path, size, time and inode are all as they were."""
        return ledger.seen_before(self.connection, sighting)

    def entry_at(self, path: str, container: str = "") -> FileEntry | None:
        """Return what the ledger holds now of a path."""
        return ledger.entry_at(self.connection, path, container)

    def parts_of(self, path: str, container: str = "") -> list[FileEntry]:
        """Return what the ledger holds now of a container's parts."""
        return ledger.parts_of(self.connection, path, container)

    def has_file(self, file_id: str) -> list[FileEntry]:
        """Return every sighting of the bytes; empty where they were never seen."""
        return ledger.entries_of(self.connection, file_id)

    def files(self, *, state: FileState | None = None, code: str | None = None) -> list[FileEntry]:
        """Return the ledger's rows, of one state or with one error code."""
        return ledger.entries(self.connection, state=state, code=code)

    def counts(self) -> dict[str, int]:
        """Return files by state; ``seen`` is their sum."""
        return ledger.counts(self.connection)

    def begin_run(self, arguments: str = "") -> int:
        """Open a run and return its id."""
        with self.transaction():
            return ledger.begin_run(self.connection, arguments)

    def end_run(self, run: int) -> dict[str, int]:
        """Close a run, make everything searchable, and return files by outcome."""
        with self.transaction():
            outcomes = ledger.end_run(self.connection, run)
        self.catch_up()
        self.view.refresh()
        return outcomes

    # Asking

    def search(self, query: Query) -> Results:
        """Return the page of documents that ``query`` asks for."""
        try:
            return self.view.search(widened(self.connection, query))
        except sqlite3.DatabaseError as error:
            raise unavailable(self.path, error) from error

    def suggest(
        self, prefix: str, *, kinds: Sequence[SuggestionKind] = SUGGESTED, limit: int = 8
    ) -> list[Suggestion]:
        """Return what somebody who typed ``prefix`` may be about to type; see ``View.suggest``."""
        return self.view.suggest(prefix, kinds=kinds, limit=limit)

    def similar(self, document_id: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """Return the documents most like one, the likest first; ``score`` is 0 to 1."""
        return self.view.similar(document_id, limit=limit)

    def behind(self) -> int:
        """Return how many changed documents the view has not been fed yet."""
        row = self.connection.execute(
            "SELECT count(*) FROM documents WHERE seq > ?", (self.view.position(),)
        ).fetchone()
        return int(row[0])

    def find(self, name: str) -> list[str]:
        """Return the documents that an id or a number means, newest first."""
        return reading.find(self.connection, name)

    def read(self, name: str) -> dict[str, Any] | None:
        """Return the record of an id or a number with its overlay; None for none or several."""
        return reading.read(self.connection, name)

    def document(self, document_id: str) -> reading.Document | None:
        """Return a document with its renditions, sightings and warnings."""
        return reading.document(self.connection, document_id)

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield every document's best record with its overlay, in a fixed order."""
        return reading.records(self.connection)

    def parsed(self, record_id: str) -> bytes | None:
        """Return the newest stored ParsedDocument of a record, as the parser wrote it."""
        row = self.connection.execute(
            "SELECT data FROM parsed WHERE record_id = ? ORDER BY rowid DESC LIMIT 1", (record_id,)
        ).fetchone()
        return row["data"] if row else None

    def links(
        self, name: str, *, depth: int = 3, relations: Iterable[str] | None = None
    ) -> list[Node]:
        """Return the link trees of the documents that ``name`` means, or of the stub with that
        number; ``relations`` None is what documents rest on (basis, implements)."""
        return tree(self.connection, name, depth=depth, relations=relations)

    # Within: what the modules beside this one build their writing from

    def _correct(self, name: str, made: Made) -> None:
        with self.transaction():
            # Read inside the transaction: of two people at once, the second sees the first.
            shown = reading.read(self.connection, name)
            if shown is None:
                raise reading.not_one(name, len(reading.find(self.connection, name)))
            read = load(self.connection, shown["id"], shown["extractor"]["version"])
            now = corrections.value_at(shown, made.path, read=read)
            past = corrections.of_document(self.connection, shown["document_id"])
            is_vain = made.is_undo and made.path not in [
                one.path for one in corrections.standing(past)
            ]
            if (now or "") != (made.replaced or "") or is_vain:
                raise corrections.conflict(made.path, past, now)
            corrections.put(self.connection, shown["document_id"], replace(made, replaced=now))
            row = self.connection.execute(
                # The words are indexed anew, since they hold subject and signer.
                "UPDATE documents SET text_of = '' WHERE document_id = ? RETURNING row",
                (shown["document_id"],),
            ).fetchall()[0]
            self.follow(Changes(documents={row["row"]}))
        self.catch_up()

    def follow(self, changes: Changes) -> None:
        """Group, link and (in the store's own view) index what a transaction has touched; for a
        view elsewhere keep its words."""
        changes.is_worded = isinstance(self.view, SqliteView)
        derive(self.connection, changes)
        keep_words(self.connection, changes, is_fed=isinstance(self.view, Elsewhere))
        if isinstance(self.view, SqliteView):
            rows = select_in(
                self.connection,
                f"{WORDED} WHERE state = 'live' AND row IN ({{}})",
                sorted(changes.documents),
            )
            last = self.connection.execute("SELECT value FROM meta WHERE key = 'seq'").fetchone()
            self.view.follow(rows, changes, position=int(last["value"]))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what is done within, or nothing of it.

        Raises:
            IndexUnavailableError: the store is locked, full, damaged or gone.
        """
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield
            self.connection.execute("COMMIT")
        except BaseException as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            # A full disk, a lock, a damaged file: the store's trouble. Anything else is a defect.
            if isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError:
                raise unavailable(self.path, error) from error
            raise
