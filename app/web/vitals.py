"""How the archive is doing, for the status page, for /health and for /metrics: asked once, also
where the search index does not answer."""

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.web.site import Site
from dispatch.errors import IndexUnavailableError
from index.archive import Archive
from index.doubts import counts as doubt_counts
from index.ledger import causes

LITTLE = 2_000_000_000
"""Free bytes below which the disk is called nearly full."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """Sizes are bytes; ``documents`` and ``behind`` (documents that the index was not fed yet) are
    None where the index does not answer, which ``trouble`` tells."""

    documents: int | None
    behind: int | None
    files: dict[str, int]
    causes: dict[str, int]
    uploads: dict[str, int]
    doubts: int
    store: int
    free: int
    trouble: IndexUnavailableError | None = None

    @property
    def is_full(self) -> bool:
        return self.free < LITTLE

    @property
    def status(self) -> Literal["ok", "degraded"]:
        return "degraded" if self.trouble or self.is_full else "ok"


def vitals_of(site: Site) -> Vitals:
    """Ask the archive, the disk and the queue of uploads."""
    documents = behind = trouble = None
    with site.archive() as archive:
        try:
            documents, behind = _of_index(archive)
        except IndexUnavailableError as error:
            trouble = error
        files = archive.counts()
        why = causes(archive.connection)
        doubts = sum(doubt_counts(archive.connection).values())
        stored = sum(
            path.stat().st_size for path in archive.path.parent.glob(f"{archive.path.name}*")
        )
    return Vitals(
        documents,
        behind,
        files,
        why,
        dict(Counter(job.state for job in site.uploads.jobs)),
        doubts,
        stored,
        _free(site.place.data_folder),
        trouble,
    )


def _free(folder: Path) -> int:
    """Return the free bytes of the disk where ``folder`` is, or will be made by what needs it."""
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    return shutil.disk_usage(there).free


def as_metrics(vitals: Vitals, *, started: float) -> str:
    """Return the gauges in Prometheus' text format (version 0.0.4)."""
    states = {name: count for name, count in vitals.files.items() if name != "seen"}
    lines = [
        *_gauge("documents", "Documents in the search index.", vitals.documents),
        *_gauge("index_up", "Whether the search index answers.", int(vitals.trouble is None)),
        *_gauge("index_behind", "Documents the index was not fed yet.", vitals.behind),
        *_gauges("files", "Files of the ledger by state.", "state", states),
        *_gauges("quarantined", "Unreadable files by cause.", "code", vitals.causes),
        *_gauges("uploads", "Files sent to this server by state.", "state", vitals.uploads),
        *_gauge("doubts", "Values that wait for a person.", vitals.doubts),
        *_gauge("store_bytes", "Size of the store.", vitals.store),
        *_gauge("free_bytes", "Free space where the data folder is.", vitals.free),
        *_gauge("start_time_seconds", "When the server was started.", int(started)),
    ]
    return "\n".join(lines) + "\n"


def _of_index(archive: Archive) -> tuple[int, int]:
    return archive.view.count(), archive.behind()


def _gauge(name: str, told: str, value: int | None) -> list[str]:
    if value is None:
        return []
    return [
        f"# HELP congvan_{name} {told}",
        f"# TYPE congvan_{name} gauge",
        f"congvan_{name} {value}",
    ]


def _gauges(name: str, told: str, label: str, values: dict[str, int]) -> list[str]:
    head = [f"# HELP congvan_{name} {told}", f"# TYPE congvan_{name} gauge"]
    return head + [f'congvan_{name}{{{label}="{one}"}} {count}' for one, count in values.items()]
