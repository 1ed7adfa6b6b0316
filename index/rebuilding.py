"""The rows of documents: written from each document's best record, a batch at a time.

A document is one row in ``documents`` and what hangs on it: its citations (linked afterwards), its
periods, its part in a campaign.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from index.base import OwnRows, Record
from index.corrections import are_any, corrected
from index.directory import body_key
from index.documents import Changes, bodies_of, next_seq, text_of
from index.known_bodies import KnownBodies
from index.own_rows import own_rows
from index.records import load_many, marks, select_in
from index.standing import acted_upon
from index.traits import document_id_of, issuer_of, not_after, words_of_name

NAMED = {"signer": "signer", "issuer": "issuing_body"}
"""The columns of ``documents`` whose distinct values are in the table ``names``, by kind."""
_PARTS = ("refs", "periods", "campaign_parts")
_WRITTEN = (
    "record_id", "version", "number", "key", "skeleton", "day", "first_day", "last_day", "year",
    "document_type", "issuing_body", "issuer", "subject", "subject_key", "signer", "title",
    "confidence",
)  # fmt: skip
_COLUMNS = ("row", "document_id", "founder", "seq", "text_row", "text_of", *_WRITTEN)
_INSERT = (
    f"INSERT INTO documents ({', '.join(_COLUMNS)}, state) VALUES ({marks(len(_COLUMNS))}, 'live')"
)
# By their places: SQLite looks up names for every row anew.
_in_columns = itemgetter(*_COLUMNS)
_UPDATE = (
    "UPDATE documents SET seq = :seq, state = 'live', merged_into = NULL, "
    f"{', '.join(f'{name} = :{name}' for name in _WRITTEN)} WHERE row = :row"
)
_OLD = (
    "SELECT row, document_id, key, skeleton, title, year, first_day, last_day, issuer, state "
    "FROM documents WHERE row IN ({})"
)


def rebuild(connection: sqlite3.Connection, changes: Changes) -> None:
    """Write the rows of all documents in ``changes`` from their best live renditions, and take out
    those that have none."""
    documents = sorted(changes.documents)
    there = [row for row in documents if row not in changes.created]
    olds = {row["row"]: row for row in select_in(connection, _OLD, there)}
    for old in olds.values():
        if old["state"] == "live":
            _note_key(changes, old)
    changes.acted |= acted_upon(connection, sorted(olds))
    changes.campaigns |= {
        row["campaign"]
        for row in select_in(
            connection, "SELECT campaign FROM campaign_parts WHERE document IN ({})", sorted(olds)
        )
    }
    for table in _PARTS:
        connection.executemany(
            f"DELETE FROM {table} WHERE document = ?", [(row,) for row in sorted(olds)]
        )
    best = _best(connection, documents, changes)
    _write(connection, _shown(connection, best, olds, changes), olds, changes)
    lost = [row for row in documents if row not in best]
    for row in lost:
        _take_out(connection, row)


def _best(
    connection: sqlite3.Connection, documents: Iterable[int], changes: Changes
) -> dict[int, tuple[str, str]]:
    """Return the best live record of each document: (id, version)."""
    found = {
        row: (name, changes.records[name]["extractor"]["version"])
        for row, name in changes.alone.items()
        if name in changes.records
    }
    rows = select_in(
        connection,
        "SELECT document, record_id, version, quality FROM renditions "
        "WHERE is_live AND document IN ({})",
        [row for row in documents if row not in found],
    )
    for row in sorted(rows, key=lambda row: (-row["quality"], row["record_id"])):
        found.setdefault(row["document"], (row["record_id"], row["version"]))
    return found


def _shown(
    connection: sqlite3.Connection,
    best: Mapping[int, tuple[str, str]],
    olds: Mapping[int, sqlite3.Row],
    changes: Changes,
) -> dict[int, tuple[Record, OwnRows]]:
    """Return each document's best record, a person's corrections laid over it, with its rows: as
    they came prepared where the record is at hand and nobody corrected it."""
    at_hand = {row for row, (name, version) in best.items() if changes.has(name, version)}
    loaded = load_many(connection, [best[row] for row in best.keys() - at_hand])
    has_corrections = are_any(connection)
    found = {}
    for row, (name, version) in best.items():
        read = changes.records[name] if row in at_hand else loaded[name, version]
        known = (
            corrected(connection, _document_id(row, olds, changes), read)
            if has_corrections
            else read
        )
        is_prepared = row in at_hand and known is read
        found[row] = known, changes.prepared[name].rows if is_prepared else own_rows(known)
    return found


def _document_id(row: int, olds: Mapping[int, sqlite3.Row], changes: Changes) -> str:
    return str(olds[row]["document_id"]) if row in olds else document_id_of(changes.created[row])


def _write(
    connection: sqlite3.Connection,
    shown: Mapping[int, tuple[Record, OwnRows]],
    olds: Mapping[int, sqlite3.Row],
    changes: Changes,
) -> None:
    bodies = bodies_of(connection, changes)
    seq = next_seq(connection, len(shown)) if shown else 0
    new, old = [], []
    for row, (record, made) in sorted(shown.items()):
        issuer = issuer_of(record, bodies)
        values = {**made.document, "issuer": issuer, "row": row, "seq": seq}
        seq += 1
        _note_key(changes, values)
        if row in olds:
            old.append(values)
        else:
            founder = changes.created[row]
            values |= {"founder": founder, "document_id": document_id_of(founder)}
            text = text_of(values) if changes.is_worded else ""
            new.append({**values, "text_row": values["seq"], "text_of": text})
    connection.executemany(_INSERT, map(_in_columns, new))
    connection.executemany(_UPDATE, old)
    _put_names(connection, [*new, *old])
    issuers = {values["row"]: values["issuer"] for values in (*new, *old)}
    _put_parts(connection, shown, issuers, bodies)


def _put_names(connection: sqlite3.Connection, written: Iterable[Mapping[str, Any]]) -> None:
    """Keep every signer and issuer once, with its words: names are looked up among these."""
    pairs = {(kind, row[column]) for row in written for kind, column in NAMED.items()}
    known = {
        (row["kind"], row["name"])
        for row in select_in(
            connection,
            "SELECT kind, name FROM names WHERE name IN ({}) AND kind IN ('signer', 'issuer')",
            sorted({name for _, name in pairs}),
        )
    }
    connection.executemany(
        "INSERT OR IGNORE INTO names VALUES (?, ?, ?, ?)",
        [(kind, name, *words_of_name(kind, name)) for kind, name in sorted(pairs - known) if name],
    )


def drop_unused_names(connection: sqlite3.Connection) -> None:
    """Take out the names that no live document carries any more."""
    for kind, column in NAMED.items():
        connection.execute(
            "DELETE FROM names WHERE kind = ? AND NOT EXISTS (SELECT 1 FROM documents d "
            f"WHERE d.state = 'live' AND d.{column} = names.name)",
            (kind,),
        )


def _put_parts(
    connection: sqlite3.Connection,
    shown: Mapping[int, tuple[Record, OwnRows]],
    issuers: Mapping[int, str],
    bodies: KnownBodies,
) -> None:
    periods, refs, parts = [], [], []
    for document, (record, made) in sorted(shown.items()):
        periods += [(document, *period) for period in made.periods]
        refs += _refs(document, record, made, issuers[document], bodies)
        if made.part:
            parts.append((document, *made.part))
    connection.executemany("INSERT INTO periods VALUES (?, ?, ?, ?)", periods)
    connection.executemany(
        f"INSERT INTO refs VALUES ({marks(11)}, 'stub', NULL, '[]', 0, 'none', ?, ?)", refs
    )
    connection.executemany(f"INSERT INTO campaign_parts VALUES ({marks(8)}, '', '')", parts)


def _refs(
    document: int, record: Record, made: OwnRows, issuer: str, bodies: KnownBodies
) -> list[tuple[object, ...]]:
    if not made.citations:
        return []
    parent = bodies.canonical(body_key(record["parent_body"]), day=record["date"] or "")
    own = tuple(key for key in (issuer, parent) if key)
    latest, day = not_after(record), made.document["day"]
    return [
        (
            document,
            position,
            row.relation,
            row.label,
            row.key,
            row.skeleton,
            row.date,
            row.year,
            bodies.canonical(row.issuer, day=row.day, own=own),
            row.subject,
            latest,
            row.scope,
            day,
        )
        for position, row in enumerate(made.citations)
    ]


def _note_key(changes: Changes, row: Mapping[str, Any] | sqlite3.Row) -> None:
    beside = (row["year"], row["first_day"], row["last_day"], row["issuer"])
    if row["key"]:
        changes.keys.add((row["key"], row["skeleton"], *beside))
    if row["title"]:
        changes.keys.add((row["title"], "", *beside))


def _take_out(connection: sqlite3.Connection, document: int) -> None:
    """Mark a document that has no live rendition: merged where its founder lives on elsewhere."""
    heir = connection.execute(
        "SELECT home.document_id FROM documents d JOIN renditions r ON r.founder = d.founder "
        "JOIN documents home ON home.row = r.document WHERE d.row = ? AND r.is_live",
        (document,),
    ).fetchone()
    home = heir["document_id"] if heir else None
    connection.execute(
        "UPDATE documents SET seq = ?, state = ?, merged_into = ? WHERE row = ?",
        (next_seq(connection), "merged" if home else "gone", home, document),
    )
