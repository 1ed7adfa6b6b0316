"""What most needs a person's eyes, kept beside the documents as a queue.

The queue follows the documents by sequence number, like a search view: whatever changes of a
document (a correction, a link, another reading) brings its doubts up to date. Its table is made
when it is first needed.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from index.archive import Archive
from index.base import Record
from index.corrections import PATHS
from index.lists import LISTS
from index.proposals import is_kept
from index.reading import read
from index.traits import key_of, title_key

Kind = Literal["pen", "unsure", "warning", "link"]
Wanted = Kind | Literal["proposed"]
"""What a queue may be narrowed to; of any kind is what another source proposes a value for."""
KINDS: tuple[Kind, ...] = ("pen", "unsure", "warning", "link")
"""Figures written by hand first, then what is unsure, what is warned of, what cannot be linked."""
UNSURE = 0.8
"""A stated probability below this is worth a look."""
FOLLOW = 400
_TABLE = (
    "CREATE TABLE IF NOT EXISTS doubts (document INTEGER NOT NULL, path TEXT NOT NULL, "
    "kind INTEGER NOT NULL, confidence REAL NOT NULL, code TEXT NOT NULL, pointer TEXT NOT NULL, "
    "PRIMARY KEY (document, path)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS doubts_order ON doubts (kind, confidence, document, path)",
)

_PROPOSED = (
    "EXISTS (SELECT 1 FROM proposals p WHERE p.document_id = d.document_id AND p.path = q.path)"
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One value to look at: ``path`` is where a correction goes, ``pointer`` where its evidence
    is; ``code`` is the warning's, '' for a value that is only unsure."""

    document_id: str
    path: str
    kind: Kind
    confidence: float
    code: str
    pointer: str

    @property
    def place(self) -> str:
        """Return the mark that opens the queue after this one."""
        return f"{self.document_id} {self.path}"


def follow(archive: Archive, *, limit: int = FOLLOW) -> int:
    """Look at up to ``limit`` documents that changed; return how many are still to be looked at."""
    connection = archive.connection
    position = _position(connection)
    rows = connection.execute(
        "SELECT row, document_id, state, seq FROM documents WHERE seq > ? ORDER BY seq LIMIT ?",
        (position, limit),
    ).fetchall()
    if not rows:
        return 0
    with archive.transaction():
        for statement in _TABLE:
            connection.execute(statement)
        for row in rows:
            connection.execute("DELETE FROM doubts WHERE document = ?", (row["row"],))
            record = read(connection, row["document_id"]) if row["state"] == "live" else None
            if record is not None:
                connection.executemany(
                    "INSERT OR IGNORE INTO doubts VALUES (?, ?, ?, ?, ?, ?)",
                    [(row["row"], *one) for one in _doubts_of(record)],
                )
        connection.execute(
            "INSERT INTO meta VALUES ('doubts', ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (str(rows[-1]["seq"]),),
        )
    left = connection.execute(
        "SELECT count(*) FROM documents WHERE seq > ?", (rows[-1]["seq"],)
    ).fetchone()
    return int(left[0])


def queue(
    connection: sqlite3.Connection, *, kind: Wanted | None = None, after: str = "", limit: int = 20
) -> list[Doubt]:
    """Return the next doubts, the worst first; ``after`` is a doubt's ``place``."""
    if not _has_table(connection):
        return []
    conditions, values = ["d.state = 'live'"], list[object]()
    if kind == "proposed":
        conditions.append(_PROPOSED if is_kept(connection) else "0")
    elif kind is not None:
        conditions.append("q.kind = ?")
        values.append(KINDS.index(kind))
    last = _at(connection, after) if after else None
    if last is not None:
        conditions.append("(q.kind, q.confidence, q.document, q.path) > (?, ?, ?, ?)")
        values.extend(last)
    rows = connection.execute(
        "SELECT q.*, d.document_id FROM doubts q JOIN documents d ON d.row = q.document "
        f"WHERE {' AND '.join(conditions)} "
        "ORDER BY q.kind, q.confidence, q.document, q.path LIMIT ?",
        [*values, limit],
    )
    return [_doubt(row) for row in rows]


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many doubts there are of each kind."""
    if not _has_table(connection):
        return dict.fromkeys(KINDS, 0)
    rows = connection.execute("SELECT kind, count(*) FROM doubts GROUP BY kind").fetchall()
    found = {KINDS[row[0]]: int(row[1]) for row in rows}
    return {kind: found.get(kind, 0) for kind in KINDS}


def count_proposed(connection: sqlite3.Connection) -> int:
    """Return how many doubts another source proposes a value for."""
    if not (_has_table(connection) and is_kept(connection)):
        return 0
    row = connection.execute(
        "SELECT count(*) FROM doubts q JOIN documents d ON d.row = q.document "
        f"WHERE d.state = 'live' AND {_PROPOSED}"
    ).fetchone()
    return int(row[0])


def doubt_at(connection: sqlite3.Connection, document_id: str, path: str) -> Doubt | None:
    """Return the doubt about one value of a document; None where there is none (any more)."""
    if not _has_table(connection):
        return None
    row = connection.execute(
        "SELECT q.*, d.document_id FROM doubts q JOIN documents d ON d.row = q.document "
        "WHERE d.document_id = ? AND q.path = ?",
        (document_id, path),
    ).fetchone()
    return _doubt(row) if row else None


def _at(connection: sqlite3.Connection, place: str) -> tuple[object, ...] | None:
    document_id, _, path = place.partition(" ")
    row = connection.execute(
        "SELECT q.kind, q.confidence, q.document, q.path FROM doubts q "
        "JOIN documents d ON d.row = q.document WHERE d.document_id = ? AND q.path = ?",
        (document_id, path),
    ).fetchone()
    return tuple(row) if row else None


def _doubt(row: sqlite3.Row) -> Doubt:
    return Doubt(
        row["document_id"],
        row["path"],
        KINDS[row["kind"]],
        row["confidence"],
        row["code"],
        row["pointer"],
    )


def _doubts_of(record: Record) -> Iterator[tuple[str, int, float, str, str]]:
    """Yield (path, kind, confidence, code, pointer), the strongest reason for each path first."""
    found = [*_of_evidence(record), *_of_warnings(record), *_of_links(record)]
    yield from sorted(found, key=lambda one: (one[1], one[2]))


def _of_evidence(record: Record) -> Iterator[tuple[str, int, float, str, str]]:
    evidence: Mapping[str, Mapping[str, Any]] = record["evidence"]
    for pointer, known in evidence.items():
        path = _path_of(record, pointer)
        if path is None or _is_confirmed(record, pointer):
            continue
        if known["method"] == "handwriting" and path in ("/number", "/date"):
            yield path, 0, known["confidence"], "", path
        elif known["confidence"] < UNSURE:
            yield path, 1, known["confidence"], "", pointer


def _of_warnings(record: Record) -> Iterator[tuple[str, int, float, str, str]]:
    for item in record["warnings"]:
        path = _path_of(record, item["path"] or "")
        if path is not None and not _is_confirmed(record, item["path"]):
            is_unread = item["code"] in ("number-unreadable", "date-unreadable")
            yield path, 0 if is_unread else 2, 0.0, item["code"], item["path"]


def _of_links(record: Record) -> Iterator[tuple[str, int, float, str, str]]:
    for index, item in enumerate(record["references"]):
        pointer = f"/references/{index}"
        path = _path_of(record, pointer)
        is_open = item["status"] in ("ambiguous", "date_conflict")
        if path and is_open and not _is_confirmed(record, pointer):
            yield path, 3, 0.5, f"link-{item['status']}", pointer


def _is_confirmed(record: Record, pointer: str) -> bool:
    """Tell whether a person has answered for what ``pointer`` shows."""
    evidence = record["evidence"]
    if pointer.startswith("/references/"):
        whole = "/".join(pointer.split("/")[:3]) + "/"
        parts = [known for key, known in evidence.items() if key.startswith(whole)]
        return any(known["method"] == "person" for known in parts)
    path = _path_of(record, pointer)
    return path in evidence and evidence[path]["method"] == "person"


def _path_of(record: Record, pointer: str) -> str | None:
    """Return the path that a correction of what ``pointer`` shows goes to."""
    if pointer in PATHS:
        return pointer
    name, _, rest = pointer.strip("/").partition("/")
    if name in LISTS:
        return f"/{name}"
    if name in ("number_state", "date_state", "date_partial", "notation"):
        return f"/{name.partition('_')[0]}" if name != "notation" else "/number"
    if name == "signer":
        return "/signer/name"
    if name != "references" or not rest:
        return None
    position = int(rest.partition("/")[0])
    if position >= len(record["references"]):
        return None
    item = record["references"][position]
    if not (key_of(item["number"]) or title_key(item["title"])):
        return None
    return (
        f"references[{item['number'] or item['title']}]/{'number' if item['number'] else 'title'}"
    )


def _position(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = 'doubts'").fetchone()
    return int(row[0]) if row else 0


def _has_table(connection: sqlite3.Connection) -> bool:
    sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'doubts'"
    return connection.execute(sql).fetchone() is not None
