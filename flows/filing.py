"""Where a file from the inbox ends up: ``archive/YYYY/MM`` with its record beside it, or quarantine
with the reason.

The order makes a crash at any point harmless: journal → what stands beside the file → the file →
the ledger; then the claim is given up. Each step can be repeated, and the journal, which lies in
the claim's folder, says where to go on.
"""

import contextlib
import filecmp
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from filelock import FileLock

from dispatch.errors import DispatchError, ExitCode, in_language
from flows.inbox import JOURNAL, Claim
from index.archive import Archive
from index.base import FileEntry, Sighting
from index.filed import entries_at, records_in, relocate
from index.ledger import CONTAINER

SECRET = "secret"
_LOCK = ".congvan.lock"
_NAME_BYTES = 255  # the longest name of common file systems; a Vietnamese letter takes up to three


class FilingError(DispatchError):
    """A file that was read cannot be put where it belongs."""

    code = "filing"
    exit_code = ExitCode.SOME_FAILED


@dataclass(frozen=True, slots=True)
class Folders:
    """Where files go."""

    archive: Path
    quarantine: Path


@dataclass(frozen=True, slots=True)
class Filed:
    """A file that has reached its place; ``code`` is the reason of quarantine."""

    origin: str
    path: Path
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The folder for a file, what is to stand beside it (records or reasons), its ledger rows."""

    folder: Path
    beside: list[dict[str, Any]]
    rows: list[FileEntry]
    code: str | None = None


def file_away(claim: Claim, archive: Archive, folders: Folders) -> Filed | None:
    """Move a claimed file to its place and tell the ledger; None where the ledger does not know of
    it yet.

    Raises:
        FilingError: the place cannot be written to.
    """
    try:
        journal = _journal(claim)
        if claim.origin:
            place = place_of(claim, archive, folders)
            if place is None:
                return None
            with lock_of(folders):
                journal = _move(claim, place, journal)
        if journal is None:
            raise FileNotFoundError(claim.folder)
        target = Path(journal["target"])
        relocate(archive, [_entry(row) for row in journal["rows"]], target)
    except OSError as error:
        raise cannot_file(claim, error) from error
    return Filed(journal["origin"], target, journal["code"])


def place_of(claim: Claim, archive: Archive, folders: Folders) -> Place | None:
    """Decide by the ledger; a container is filed if anything in it was, unless a part is secret."""
    rows = entries_at(archive, claim.path)
    files = [row for row in rows if row.code != CONTAINER] or rows
    bad = [row for row in files if row.state not in ("indexed", "duplicate")]
    if not rows or any(row.state == "pending" for row in rows):
        return None
    reasons = [_reason(row, claim) for row in bad]
    if any(row.code == SECRET for row in bad):
        return Place(folders.quarantine / SECRET, reasons, rows, SECRET)
    if len(bad) == len(files):
        return Place(folders.quarantine, reasons, rows, bad[0].code or bad[0].state)
    good = [row for row in files if row not in bad]
    records = [record for row in good for record in records_in(archive, row.file_id)]
    year, month = _month(records, claim)
    return Place(folders.archive / year / month, [*records, *reasons], rows)


def _reason(row: FileEntry, claim: Claim) -> dict[str, Any]:
    told = (row.message or row.state).replace(str(claim.path), claim.origin)
    return {
        "code": row.code or row.state,
        "message": in_language(told, "en"),
        "vi": in_language(told, "vi"),
        "origin": claim.origin,
        "part": row.sighting.container or None,
        "attempts": row.attempts,
        "version": row.version,
        "time": datetime.now().astimezone().isoformat(timespec="seconds"),
    }


def _month(records: list[dict[str, Any]], claim: Claim) -> tuple[str, str]:
    """Return year and month of the document, else of the file's arrival."""
    for record in records:
        day = record["date"] or record["date_partial"] or ""
        if len(day) >= len("2023-07"):
            return day[:4], day[5:7]
    arrived = datetime.fromtimestamp(int(claim.folder.name.partition("-")[0]) / 1e9).astimezone()
    return f"{arrived:%Y}", f"{arrived:%m}"


def _move(claim: Claim, place: Place, journal: dict[str, Any] | None) -> dict[str, Any]:
    """Put the file and what stands beside it into the place's folder; return the journal."""
    place.folder.mkdir(parents=True, exist_ok=True)
    if place.code == SECRET:
        place.folder.chmod(0o700)
    target = free_name(claim, place, journal)
    if target is None:
        assert journal is not None
        claim.path.unlink()  # copied already, to another file system
        return journal
    journal = {
        "origin": claim.origin,
        "target": str(target),
        "code": place.code,
        "rows": [asdict(row) for row in place.rows],
    }
    write_json(claim.folder / JOURNAL, journal, part=claim.folder / f"{JOURNAL}.part")
    part = place.folder / f".{claim.folder.name}.part"
    write_json(beside(target), shown(place.beside, claim, target), part=part)
    _rename(claim.path, target, part=part)
    return journal


def beside(path: Path) -> Path:
    """Return where the record or the reason of a filed file stands."""
    return path.with_name(_cut(path.name, ".json") + ".json")


def free_name(claim: Claim, place: Place, journal: dict[str, Any] | None) -> Path | None:
    """Return a free name in the place's folder; that of the journal where it is free still, and
    None where the file lies there already."""
    if journal is not None:
        noted = Path(journal["target"])
        if noted.exists() and filecmp.cmp(noted, claim.path, shallow=False):
            return None
        if noted.parent == place.folder and not noted.exists():
            return noted
    name = Path(claim.origin).name
    number = 1
    while True:
        path = place.folder / (name if number == 1 else _numbered(name, number))
        if not path.exists() and not beside(path).exists():
            return path
        number += 1


def _numbered(name: str, number: int) -> str:
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a Path would need a folder
    mark = f" ({number}){suffix}"
    return _cut(stem, mark + ".json") + mark


def _cut(text: str, ending: str) -> str:
    """Return as much of a name as leaves room for the ending."""
    room = _NAME_BYTES - len(ending.encode())
    return text.encode()[:room].decode(errors="ignore")


def shown(things: list[dict[str, Any]], claim: Claim, target: Path) -> Any:
    """Return one thing as itself and several as a list, with the path that they now have."""
    for one in things:
        if source := one.get("source"):
            source["path"] = source["path"].replace(str(claim.path), str(target), 1)
    return things[0] if len(things) == 1 else things


def lock_of(folders: Folders) -> FileLock:
    """Return the lock under which names are chosen and taken, by all watchers of one archive."""
    folders.archive.mkdir(parents=True, exist_ok=True)
    return FileLock(folders.archive / _LOCK, mode=0o600)


def _entry(row: dict[str, Any]) -> FileEntry:
    return FileEntry(**(row | {"sighting": Sighting(**row["sighting"])}))


def _journal(claim: Claim) -> dict[str, Any] | None:
    with contextlib.suppress(FileNotFoundError):
        loaded: dict[str, Any] = orjson.loads((claim.folder / JOURNAL).read_bytes())
        return loaded
    return None


def write_json(path: Path, value: Any, *, part: Path) -> None:
    """Write JSON so that after a crash there is all of it or nothing."""
    with part.open("wb") as file:
        file.write(orjson.dumps(value, option=orjson.OPT_INDENT_2))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync(path.parent)


def copy_whole(source: Path, target: Path, *, part: Path) -> None:
    """Copy the file, also to another file system; after a crash there is all of it or nothing."""
    shutil.copy2(source, part)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.rename(target)
    sync(target.parent)


def _rename(source: Path, target: Path, *, part: Path) -> None:
    """Move the file; to another file system by a copy that is safe before the source goes."""
    if source.stat().st_dev == target.parent.stat().st_dev:
        source.rename(target)
    else:
        copy_whole(source, target, part=part)
        source.unlink()
    sync(target.parent)
    sync(source.parent)


def sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def cannot_file(claim: Claim, error: OSError) -> FilingError:
    return FilingError(
        f"{claim.origin} is read but cannot be filed ({error}): make room or give the right to "
        "write; it is tried again.",
        vi=f"Đã đọc {claim.origin} nhưng chưa cất được ({error}): hãy giải phóng chỗ trống hoặc "
        "cấp quyền ghi; chương trình sẽ thử lại.",
    )
