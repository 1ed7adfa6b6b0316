"""A file of the inbox that a later run could read leaves quarantine for ``archive/YYYY/MM``.

Runs know files by their paths only; which archive a quarantine folder belongs to is what the
watchers have noted in the data folder. (A note beside the file would let whoever drops files name
a place of their own.) The ledger names a file that exists at every moment: the file is copied, the
ledger told, and only then the old one goes.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from filelock import FileLock

from flows.filing import (
    SECRET,
    Filed,
    FilingError,
    Folders,
    Place,
    beside,
    cannot_file,
    copy_whole,
    free_name,
    lock_of,
    place_of,
    shown,
    write_json,
)
from flows.inbox import Claim
from index.archive import Archive
from index.filed import relocate

logger = logging.getLogger(__name__)


def note_folders(folders: Folders, data_folder: Path) -> None:
    """Remember which archive takes what leaves this quarantine."""
    path = _notes(data_folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock"), mode=0o600):
        known = _known(data_folder)
        known[str(folders.quarantine.absolute())] = str(folders.archive.absolute())
        write_json(path, known, part=path.with_suffix(".part"))


@dataclass(frozen=True, slots=True)
class Held:
    """A file in a quarantine folder, and where it goes from there."""

    path: Path
    folders: Folders


def held_among(paths: Iterable[Path], data_folder: Path) -> list[Held]:
    """Return what lies in a watcher's quarantine with its reason beside it.

    Args:
        paths: What a run was given: files, or folders that hold a quarantine or lie in one.
    """
    given = [path.absolute() for path in paths]
    return [
        Held(path, Folders(Path(archive), Path(quarantine)))
        for quarantine, archive in _known(data_folder).items()
        for path in _held(given, Path(quarantine))
    ]


def refile(held: Iterable[Held], archive: Archive) -> list[Filed]:
    """Put what the ledger has let go where it belongs, and bring the reasons beside the rest up to
    date.

    A place that cannot be written to is told; the file stays in quarantine, read and findable, and
    the next run over it tries again.
    """
    filed = []
    for one in held:
        try:
            done = _refile(one, archive)
        except FilingError as error:
            logger.warning("%s", error.in_both)
        else:
            filed += [done] if done is not None else []
    return filed


def _held(given: list[Path], quarantine: Path) -> Iterator[Path]:
    for folder in (quarantine, quarantine / SECRET):
        if any(folder.is_relative_to(path) for path in given):
            found = sorted(folder.iterdir()) if folder.is_dir() else []
        else:
            found = [path for path in dict.fromkeys(given) if path.parent == folder]
        yield from (path for path in found if path.is_file() and beside(path).is_file())


def _refile(held: Held, archive: Archive) -> Filed | None:
    reason = _reason(beside(held.path))
    if reason is None:
        return None
    # Nothing is claimed here: the folder's name tells the time of arrival and names the part file.
    arrived = datetime.fromisoformat(reason["time"])
    folder = held.path.parent / f"{int(arrived.timestamp()) * 10**9}-{held.path.name[:32]}"
    claim = Claim(folder, held.path, reason["origin"])
    place = place_of(claim, archive, held.folders)
    if place is None:
        return None
    try:
        with lock_of(held.folders):
            return _put(claim, place, archive)
    except OSError as error:
        raise cannot_file(claim, error) from error


def _put(claim: Claim, place: Place, archive: Archive) -> Filed | None:
    if place.code is not None:
        part = claim.path.with_name(f".{claim.folder.name}.part")
        write_json(beside(claim.path), shown(place.beside, claim, claim.path), part=part)
        return None
    place.folder.mkdir(parents=True, exist_ok=True)
    part = place.folder / f".{claim.folder.name}.part"
    target = free_name(claim, place, None)
    assert target is not None, "only a journal tells of a file that has gone"
    write_json(beside(target), shown(place.beside, claim, target), part=part)
    copy_whole(claim.path, target, part=part)
    relocate(archive, place.rows, target)
    claim.path.unlink()
    beside(claim.path).unlink()
    return Filed(claim.origin, target)


def _reason(path: Path) -> dict[str, Any] | None:
    """Return the reason that stands in a file, the first of a container's; None for what the
    watcher has not written."""
    try:
        loaded = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        return None
    reason = loaded[0] if isinstance(loaded, list) and loaded else loaded
    is_ours = isinstance(reason, dict) and {"time", "origin"} <= reason.keys()
    return reason if is_ours else None


def _known(data_folder: Path) -> dict[str, str]:
    """Return the archive folder of each quarantine folder."""
    try:
        known: dict[str, str] = orjson.loads(_notes(data_folder).read_bytes())
    except FileNotFoundError:
        return {}
    return known


def _notes(data_folder: Path) -> Path:
    return data_folder / "watch" / "folders.json"
