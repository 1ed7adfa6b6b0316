"""The archive looked over and kept: faults found and mended, backups, other search views."""

import sqlite3
from pathlib import Path

from dispatch.errors import ConfigError, IndexUnavailableError
from index.archive import Archive, open_archive
from index.base import Elsewhere
from index.entries import BATCH, entries_of
from index.records import select_in
from index.schema import connect, unavailable

_WORDLESS = (
    "(text_of = '' OR NOT EXISTS (SELECT 1 FROM words_docsize w WHERE w.id = documents.text_row))"
)
FAULTS: tuple[tuple[str, str], ...] = (
    (
        "dangling-links",
        "SELECT count(*) FROM refs r LEFT JOIN documents d ON d.row = r.target "
        "WHERE r.target IS NOT NULL AND (d.row IS NULL OR d.state <> 'live')",
    ),
    (
        "links-of-no-document",
        "SELECT count(*) FROM refs r LEFT JOIN documents d ON d.row = r.document "
        "WHERE d.row IS NULL OR d.state <> 'live'",
    ),
    (
        "documents-without-record",
        "SELECT count(*) FROM documents d LEFT JOIN records r "
        "ON r.id = d.record_id AND r.version = d.version WHERE d.state = 'live' AND r.id IS NULL",
    ),
    (
        "documents-without-words",
        "SELECT count(*) FROM documents WHERE state = 'live' AND " + _WORDLESS,
    ),
    (
        "launches-without-campaign",
        "SELECT count(*) FROM campaign_parts p WHERE p.role = 'launch' AND NOT EXISTS "
        "(SELECT 1 FROM campaigns c WHERE c.id = p.campaign AND c.bucket = p.bucket)",
    ),
    (
        "campaigns-without-launch",
        "SELECT count(*) FROM campaigns c WHERE NOT EXISTS (SELECT 1 FROM campaign_parts p "
        "WHERE p.campaign = c.id AND p.role = 'launch')",
    ),
    (
        # A document's record id begins with its file's.
        "indexed-without-document",
        "SELECT count(DISTINCT s.file_id) FROM sightings s WHERE s.state = 'indexed' AND NOT "
        "EXISTS (SELECT 1 FROM renditions r WHERE r.is_live AND (r.record_id = s.file_id OR "
        "(r.record_id > s.file_id || '#' AND r.record_id < s.file_id || '$')))",
    ),
    (
        "documents-without-file",
        "SELECT count(*) FROM renditions r WHERE r.is_live AND NOT EXISTS (SELECT 1 FROM "
        "sightings s WHERE s.file_id = substr(r.record_id, 1, 64) "
        "AND s.state IN ('indexed', 'duplicate'))",
    ),
)
"""Name and count of everything that must be nought; SQL over the store's tables."""


def check(archive: Archive, *, is_repaired: bool = False) -> dict[str, int]:
    """Return the faults by name, mended first where asked; empty where the archive is whole.

    Links, words and documents that a view lacks, holds in an older state or should not hold are
    made anew from the records; a record or file that is not there is only told, since nothing but
    its file can bring it back.
    """
    is_elsewhere = isinstance(archive.view, Elsewhere)
    if is_repaired:
        _repair(archive)
    found = {name: _count(archive.connection, sql) for name, sql in FAULTS}
    if is_elsewhere:
        # The words in the store's file are another view's.
        del found["documents-without-words"]
    damage = archive.connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    found["damaged-file"] = int(damage != "ok")
    found["view-behind"] = archive.behind()
    archive.view.refresh()
    found["view-count"] = abs(archive.view.count() - live(archive.connection))
    if isinstance(archive.view, Elsewhere):
        found["view-differs"] = len(_differing(archive.connection, archive.view))
    return {name: count for name, count in found.items() if count}


def _repair(archive: Archive) -> None:
    archive.relink()
    if not isinstance(archive.view, Elsewhere):
        with archive.transaction():
            archive.connection.execute(
                f"UPDATE documents SET text_of = '' WHERE state = 'live' AND {_WORDLESS}"
            )
        archive.feed_words()
        return
    archive.catch_up()
    archive.view.refresh()
    differing = _differing(archive.connection, archive.view)
    rows = select_in(
        archive.connection, "SELECT * FROM documents WHERE document_id IN ({})", differing
    )
    live_rows = [row for row in rows if row["state"] == "live"]
    for start in range(0, len(live_rows), BATCH):
        batch = live_rows[start : start + BATCH]
        archive.view.mend(entries_of(archive.connection, batch), [])
    kept = {row["document_id"] for row in live_rows}
    archive.view.mend([], [one for one in differing if one not in kept])


def _differing(connection: sqlite3.Connection, view: Elsewhere) -> list[str]:
    """Return the documents whose state in the view is not that of the store: missing, of another
    sequence number, or gone from the store."""
    held = {
        row["document_id"]: row["seq"]
        for row in connection.execute(
            "SELECT document_id, seq FROM documents WHERE state = 'live' AND seq <= ?",
            (view.position(),),
        )
    }
    seen = dict(view.states())
    return sorted(one for one in held.keys() | seen.keys() if held.get(one) != seen.get(one))


def live(connection: sqlite3.Connection) -> int:
    """Return the number of documents that a search can find."""
    return _count(connection, "SELECT count(*) FROM documents WHERE state = 'live'")


def backup(store: Path, target: Path) -> int:
    """Copy the store into the new file ``target`` while others read and write it; return its
    documents.

    Raises:
        ConfigError: ``target`` is there already.
    """
    if target.exists():
        raise ConfigError(
            f"{target} is there already; name a new file.",
            vi=f"Đã có {target}; hãy đặt tên tệp mới.",
        )
    return _copied(store, target)


def restore(source: Path, store: Path) -> int:
    """Put the backup ``source`` where the store is to be; return its documents.

    Raises:
        ConfigError: There is an archive already; it is never overwritten.
    """
    if store.exists():
        raise ConfigError(
            f"There is an archive at {store}; move it away first.",
            vi=f"Đã có kho tại {store}; hãy chuyển kho cũ đi trước.",
        )
    return _copied(source, store)


def copy(store: Path, url: str) -> int:
    """Feed a search view at ``url`` with everything of the store; return its documents.

    Raises:
        IndexUnavailableError: Not all documents arrived.
    """
    if not url.startswith(("http://", "https://")):
        raise ConfigError(
            f"{url} is no search view; for a second store use: congvan backup FILE.",
            vi=f"{url} không phải chỉ mục tìm kiếm; muốn có kho thứ hai hãy dùng: congvan backup "
            "TỆP.",
        )
    with open_archive(url, archive=store, create=False) as archive:
        archive.catch_up()
        archive.view.refresh()
        wanted, arrived = live(archive.connection), archive.view.count()
    if wanted != arrived:
        raise IndexUnavailableError(
            f"{url} holds {arrived} of {wanted} documents; run the command again.",
            vi=f"{url} mới có {arrived} trong {wanted} văn bản; hãy chạy lại lệnh.",
        )
    return arrived


def _copied(source: Path, target: Path) -> int:
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    origin = connect(source, create=False)
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        copied = sqlite3.connect(part)
        try:
            origin.backup(copied)
            found = _count(copied, "SELECT count(*) FROM documents WHERE state = 'live'")
        finally:
            copied.close()
        # Whoever sees the name sees a whole copy.
        part.replace(target)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise unavailable(target, error) from error
    finally:
        origin.close()
    return found


def _count(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])
