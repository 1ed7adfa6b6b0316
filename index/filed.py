"""The ledger's rows of one file on disk: what it gave, and its move to another place with all that
lies in it."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from index import ledger
from index.archive import Archive
from index.base import FileEntry, FileState
from index.reading import read


def entries_at(archive: Archive, path: Path) -> list[FileEntry]:
    """Return the rows of the file at ``path`` and of every file inside it, without those that
    newer bytes have superseded."""
    here = ledger.entry_at(archive.connection, str(path))
    parts = ledger.parts_of(archive.connection, str(path))
    return [*([here] if here else []), *parts]


def records_in(archive: Archive, file_id: str) -> list[dict[str, Any]]:
    """Return the records of a file's bytes with their overlays, in the file's order."""
    rows = archive.connection.execute(
        "SELECT record_id FROM renditions WHERE is_live AND (record_id = ? OR record_id "
        "BETWEEN ? AND ?)",
        (file_id, f"{file_id}#", f"{file_id}#~"),
    ).fetchall()
    names = sorted((row["record_id"] for row in rows), key=_position)
    found = [read(archive.connection, name) for name in names]
    return [record for record in found if record is not None]


def relocate(archive: Archive, entries: Sequence[FileEntry], new: Path) -> None:
    """Give the rows of a file (as they were before its move) the place ``new``, where it lies.

    Failures' messages and runs' outcomes name the new place too. Repeated, it changes nothing. A
    row that a run has given to a copy meanwhile, since the file was gone from its old place, is
    made anew.
    """
    status = new.stat()
    with archive.transaction():
        for entry in entries:
            sighting = replace(
                entry.sighting, path=str(new), mtime_ns=status.st_mtime_ns, inode=status.st_ino
            )
            _relocate(archive.connection, entry, replace(entry, sighting=sighting))


def _relocate(connection: sqlite3.Connection, old: FileEntry, new: FileEntry) -> None:
    here = ledger.entry_at(connection, new.sighting.path, new.sighting.container)
    places = (new.sighting.path, old.sighting.path, old.sighting.container)
    gone = connection.execute(
        "DELETE FROM sightings WHERE path = ? AND container = ? AND file_id = ?",
        (*places[1:], old.file_id),
    )
    connection.execute(
        "UPDATE OR REPLACE outcomes SET path = ? WHERE path = ? AND container = ?", places
    )
    if here is not None and here.file_id == old.file_id:
        return
    state: FileState = new.state
    if not gone.rowcount and state == "indexed" and _is_indexed(connection, new.file_id):
        state = "duplicate"
    message = new.message and new.message.replace(old.sighting.path, new.sighting.path)
    ledger.put(connection, replace(new, state=state, message=message))


def _is_indexed(connection: sqlite3.Connection, file_id: str) -> bool:
    held = ledger.entries_of(connection, file_id)
    return any(entry.state == "indexed" for entry in held)


def _position(record_id: str) -> int:
    return int(record_id.partition("#")[2] or 1)
