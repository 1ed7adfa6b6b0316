"""The store's own tables brought to this version of the program, while others read and write.

Missing tables, columns and indexes are added; where another version wrote the store, everything
derived from the records is derived again; the words are indexed in a second table that takes the
first one's name in one transaction. The first stays as ``words_before`` until it is dropped.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dispatch.errors import IndexUnavailableError
from index.analysis import ANALYSIS_VERSION
from index.corrections import corrected
from index.deriving import derive
from index.documents import Changes, put_renditions
from index.entries import compounds_of, words_of
from index.prepared import prepare
from index.records import load, load_many, marks
from index.schema import SCHEMA, TABLES, WORD_COLUMNS, connect, unavailable

_BATCH = 200
_NEXT, _BEFORE = "words_next", "words_before"
_INSERT = (
    f"INSERT INTO {_NEXT} (rowid, {', '.join(WORD_COLUMNS)}) VALUES (?, {marks(len(WORD_COLUMNS))})"
)
_EMPTY = {"TEXT": "''", "INTEGER": "0", "REAL": "0", "BLOB": "x''"}


def renew(store: Path) -> int:
    """Bring the store at ``store`` to this version and index its words anew; return its documents.

    Raises:
        IndexUnavailableError: The new words are not all there; the old ones stay in use.
    """
    connection = connect(store, create=False, is_checked=False)
    try:
        return _renewed(connection, store)
    except sqlite3.Error as error:
        raise unavailable(store, error) from error
    finally:
        connection.close()


def is_current(store: Path) -> bool:
    """Tell whether this version of the program wrote the store at ``store``."""
    connection = connect(store, create=False, is_checked=False)
    try:
        return _versions(connection) == (SCHEMA, ANALYSIS_VERSION)
    finally:
        connection.close()


def drop_before(connection: sqlite3.Connection) -> list[str]:
    """Drop the words that were replaced; return their table's name where there was one."""
    held = [_BEFORE] if _BEFORE in _tables(connection) else []
    connection.execute(f"DROP TABLE IF EXISTS {_BEFORE}")
    return held


def drop_copies(connection: sqlite3.Connection) -> None:
    """Drop every table of words beside the one in use: those replaced, and those of a build that
    was broken off."""
    drop_before(connection)
    connection.execute(f"DROP TABLE IF EXISTS {_NEXT}")


def _renewed(connection: sqlite3.Connection, store: Path) -> int:
    is_old = _versions(connection) != (SCHEMA, ANALYSIS_VERSION)
    with _transaction(connection):
        _complete(connection)
        connection.execute(f"DROP TABLE IF EXISTS {_NEXT}")
        connection.execute(_words_table().replace("words", _NEXT, 1))
    last = _derive(connection, -1) if is_old else 0
    position, tokens = _copy_words(connection, 0)
    with _transaction(connection):
        # Nobody writes now: what came meanwhile follows, then both are compared and change places.
        if is_old:
            _derive(connection, last, is_within=True)
        tokens += _copy_words(connection, position, is_within=True)[1]
        documents = _check(connection, store, tokens)
        connection.execute(f"DROP TABLE IF EXISTS {_BEFORE}")
        connection.execute(f"ALTER TABLE words RENAME TO {_BEFORE}")
        connection.execute(f"ALTER TABLE {_NEXT} RENAME TO words")
        connection.executemany(
            "INSERT OR REPLACE INTO meta SELECT ?, ?",
            [("schema", SCHEMA), ("analysis", ANALYSIS_VERSION)],
        )
        connection.execute(
            "INSERT OR REPLACE INTO meta SELECT 'words', value FROM meta WHERE key = 'seq'"
        )
    return documents


def _complete(connection: sqlite3.Connection) -> None:
    """Add the tables, columns and indexes of this version that the store lacks."""
    wanted = sqlite3.connect(":memory:")
    try:
        wanted.executescript(TABLES)
        have = _tables(connection)
        for name, sql in wanted.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'words%'"
        ).fetchall():
            if name not in have:
                connection.execute(sql)
            else:
                _add_columns(connection, name, wanted)
        for name, sql in wanted.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall():
            row = connection.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?", (name,)
            ).fetchone()
            if row is None or row["sql"] != sql:
                connection.execute(f"DROP INDEX IF EXISTS {name}")
                connection.execute(sql)
    finally:
        wanted.close()


def _add_columns(connection: sqlite3.Connection, table: str, wanted: sqlite3.Connection) -> None:
    have = {row["name"] for row in connection.execute(f"PRAGMA table_info({table})")}
    for _, name, kind, is_needed, default, _ in wanted.execute(f"PRAGMA table_info({table})"):
        if name not in have:
            given = default if default is not None else _EMPTY[kind] if is_needed else "NULL"
            needed = " NOT NULL" if is_needed else ""
            connection.execute(
                f"ALTER TABLE {table} ADD COLUMN {name} {kind}{needed} DEFAULT {given}"
            )


def _derive(connection: sqlite3.Connection, last: int, *, is_within: bool = False) -> int:
    """Derive every live rendition behind ``last`` again, with its documents and links, as when it
    came; return the last one."""
    while True:
        rows = connection.execute(
            "SELECT seen, record_id, version FROM renditions WHERE seen > ? AND is_live "
            "ORDER BY seen LIMIT ?",
            (last, _BATCH),
        ).fetchall()
        if not rows:
            return last
        last = rows[-1]["seen"]
        with _transaction(connection, is_within=is_within):
            changes = Changes()
            records = load_many(connection, [(row["record_id"], row["version"]) for row in rows])
            derived = [(record, prepare(record)) for record in records.values()]
            put_renditions(connection, derived, changes)
            derive(connection, changes)


def _copy_words(
    connection: sqlite3.Connection, position: int, *, is_within: bool = False
) -> tuple[int, int]:
    """Index the words of every document that changed behind ``position``; return the new position
    and the number of words."""
    tokens = 0
    while True:
        rows = connection.execute(
            "SELECT * FROM documents WHERE seq > ? ORDER BY seq LIMIT ?", (position, _BATCH)
        ).fetchall()
        if not rows:
            return position, tokens
        position = rows[-1]["seq"]
        analysed = [(row, _words(connection, row)) for row in rows if row["state"] == "live"]
        with _transaction(connection, is_within=is_within):
            tokens += _put_words(connection, analysed)


def _words(connection: sqlite3.Connection, row: sqlite3.Row) -> list[str]:
    read = load(connection, row["record_id"], row["version"])
    known = corrected(connection, row["document_id"], read)
    words = words_of(known, compounds_of(connection, row))
    return [words[column] for column in WORD_COLUMNS]


def _put_words(
    connection: sqlite3.Connection, analysed: list[tuple[sqlite3.Row, list[str]]]
) -> int:
    """Index documents' words under the rows that they name, unless they are there; return how many
    words that were."""
    wanted = []
    for row, words in analysed:
        at, of = row["text_row"], f"{row['record_id']} {row['version']}"
        if row["text_of"] != of:
            at = row["seq"]
            connection.execute(
                "UPDATE documents SET text_row = seq, text_of = ? WHERE row = ? AND seq = ?",
                (of, row["row"], row["seq"]),
            )
        if not connection.execute(f"SELECT 1 FROM {_NEXT} WHERE rowid = ?", (at,)).fetchone():
            wanted.append((at, *words))
    connection.executemany(_INSERT, wanted)
    return sum(len(column.split()) for _, *words in wanted for column in words)


def _check(connection: sqlite3.Connection, store: Path, tokens: int) -> int:
    """Return the number of documents; all must have words, and all words must be in the index."""
    documents, indexed = connection.execute(
        f"SELECT count(*), count(w.id) FROM documents d LEFT JOIN {_NEXT}_docsize w "
        "ON w.id = d.text_row WHERE d.state = 'live'"
    ).fetchone()
    connection.execute(
        f"CREATE VIRTUAL TABLE temp.counted USING fts5vocab('main', '{_NEXT}', 'row')"
    )
    held = connection.execute("SELECT coalesce(sum(cnt), 0) FROM temp.counted").fetchone()[0]
    connection.execute("DROP TABLE temp.counted")
    if (documents, tokens) != (indexed, held):
        raise IndexUnavailableError(
            f"The new index of {store} holds {indexed} of {documents} documents and {held} of "
            f"{tokens} words; the old one stays in use. Run: congvan check --repair.",
            vi=f"Chỉ mục mới của {store} có {indexed} trong {documents} văn bản và {held} trong "
            f"{tokens} từ; chỉ mục cũ vẫn được dùng. Hãy chạy: congvan check --repair.",
            code="index-differs",
        )
    return int(documents)


def _words_table() -> str:
    return next(one.strip() for one in TABLES.split(";") if "VIRTUAL TABLE words" in one)


def _tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {row["name"] for row in rows}


def _versions(connection: sqlite3.Connection) -> tuple[str | None, str | None]:
    found = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    return found.get("schema"), found.get("analysis")


@contextmanager
def _transaction(connection: sqlite3.Connection, *, is_within: bool = False) -> Iterator[None]:
    """Commit what is done within, or nothing of it; within another transaction, that decides."""
    if is_within:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
