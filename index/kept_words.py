"""The analysed words of a document, kept where the store feeds a view that lies elsewhere.

Analysing a text again costs more than all else of feeding it. A store that is searched itself keeps
none: its words are in its own full-text table, and nothing else asks for them.
"""

import sqlite3
from collections.abc import Mapping, Sequence

import orjson

from index.analysis import ANALYSIS_VERSION
from index.records import packed, select_in, unpacked

_TABLE = (
    "CREATE TABLE IF NOT EXISTS kept_words (document INTEGER PRIMARY KEY, "
    "record_id TEXT NOT NULL, version TEXT NOT NULL, analysis TEXT NOT NULL, words BLOB NOT NULL)"
)
Place = tuple[int, str, str]
"""A document's row, the id and the version of the record that it shows."""


def keep(connection: sqlite3.Connection, words: Mapping[Place, Mapping[str, str]]) -> None:
    """Keep the words of documents by column of the view, instead of those kept before."""
    connection.execute(_TABLE)
    connection.executemany(
        "INSERT OR REPLACE INTO kept_words VALUES (?, ?, ?, ?, ?)",
        [(*place, ANALYSIS_VERSION, packed(orjson.dumps(of))) for place, of in words.items()],
    )


def forget(connection: sqlite3.Connection, documents: Sequence[int]) -> None:
    """Drop what was kept of documents whose record was written anew."""
    select_in(connection, "DELETE FROM kept_words WHERE document IN ({})", documents)


def kept(connection: sqlite3.Connection, documents: Sequence[int]) -> dict[Place, bytes]:
    """Return the words of those documents of which they are kept, as a JSON object each."""
    if not are_any_kept(connection):
        return {}
    rows = select_in(
        connection,
        "SELECT document, record_id, version, words FROM kept_words "
        f"WHERE analysis = '{ANALYSIS_VERSION}' AND document IN ({{}})",
        documents,
    )
    return {(row, name, version): unpacked(words) for row, name, version, words in rows}


def are_any_kept(connection: sqlite3.Connection) -> bool:
    """Tell whether this store has ever kept words."""
    row = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'kept_words'").fetchone()
    return row is not None
