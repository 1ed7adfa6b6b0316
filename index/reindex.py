"""A search view is built anew beside the one in use, compared with the store, and takes its place.

Whoever searches meanwhile sees the old one to the end; what is written meanwhile follows by
sequence number before the change, during which alone nobody can write.
"""

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.errors import ConfigError, IndexUnavailableError
from index.archive import Archive, open_archive
from index.base import Entry
from index.entries import feed_after
from index.renewal import drop_before, is_current, renew

if TYPE_CHECKING:
    from index.elastic import Batch, ElasticView

_FEW = 1000
"""Documents that may still follow while nobody else can write."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a reindex did: the view's new name, its documents, what is kept of before."""

    name: str
    documents: int
    kept: tuple[str, ...]


def reindex(url: str, *, store: Path) -> Rebuilt:
    """Build the view at ``url`` anew from the store, which is itself brought up where needed.

    Raises:
        IndexUnavailableError: The server is away, or the new view differs from the store; the old
            one stays in use.
        ConfigError: Somebody else is doing the same.
    """
    with _alone(store):
        if url.startswith("sqlite:"):
            return Rebuilt(f"sqlite:{store}", renew(store), ("words_before",))
        if not is_current(store):
            renew(store)
        with open_archive(f"sqlite:{store}", create=False) as archive:
            return _renewed_server(archive, url)


def drop_old(url: str, *, store: Path) -> list[str]:
    """Drop what earlier builds of the view at ``url`` were kept; return their names."""
    with open_archive(f"sqlite:{store}", create=False) as archive:
        if url.startswith("sqlite:"):
            with archive.transaction():
                return drop_before(archive.connection)
    from index.elastic_client import connect, parse_url, translated
    from index.elastic_index import drop_old as dropped

    address = parse_url(url)
    with connect(address) as client, translated(address):
        return dropped(client, address)


def _renewed_server(archive: Archive, url: str) -> Rebuilt:
    from index.elastic import ElasticView
    from index.elastic_client import connect, parse_url, translated
    from index.elastic_index import create_next, in_use, swap, versions

    address = parse_url(url)
    with connect(address) as client, translated(address):
        old = in_use(client, address)
        index = create_next(client, address)
        view = ElasticView(client, replace(address, name=index), is_alias=False)
        try:
            noted: dict[str, tuple[int, int]] = {}
            while _follow(archive, view, noted) > _FEW:
                pass
            with archive.transaction():
                _follow(archive, view, noted)
                _compare(view, noted, url)
                swap(client, address, index)
        except BaseException:
            if index not in in_use(client, address):
                client.indices.delete(index=index, ignore_unavailable=True)
            raise
        kept = [*dict.fromkeys([*old, *versions(client, address)])]
        kept.remove(index)
    return Rebuilt(index, len(noted), tuple(kept))


def _follow(archive: Archive, view: "ElasticView", noted: dict[str, tuple[int, int]]) -> int:
    batches = feed_after(archive.connection, view.position())
    return view.feed_all(_noting(batches, noted))


def _noting(batches: "Iterable[Batch]", noted: dict[str, tuple[int, int]]) -> "Iterator[Batch]":
    """Pass batches on, keeping the sequence number and checksum of every document told."""
    for entries, gone, position in batches:
        noted.update((entry.document_id, (entry.seq, _checksum(entry))) for entry in entries)
        for document_id in gone:
            noted.pop(document_id, None)
        yield entries, gone, position


def _checksum(entry: Entry) -> int:
    from index.elastic_source import checksum

    return checksum(entry)


def _compare(view: "ElasticView", noted: dict[str, tuple[int, int]], url: str) -> None:
    view.refresh()
    wanted = (
        len(noted),
        sum(seq for seq, _ in noted.values()),
        sum(checksum for _, checksum in noted.values()),
    )
    held = view.sums()
    if held != wanted:
        raise IndexUnavailableError(
            f"The new index for {url} differs from the store (documents, sequence, checksum: "
            f"{held} and not {wanted}); the old one stays in use. Run the command again.",
            vi=f"Chỉ mục mới cho {url} khác kho (số văn bản, thứ tự, tổng kiểm: {held}, lẽ ra "
            f"{wanted}); chỉ mục cũ vẫn được dùng. Hãy chạy lại lệnh.",
            code="index-differs",
        )


@contextmanager
def _alone(store: Path) -> Iterator[None]:
    """Hold the store's lock against a second reindex."""
    with store.with_name(f"{store.name}.reindex").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(
                f"{store} is being reindexed already; wait for that to end.",
                vi=f"{store} đang được lập lại chỉ mục; hãy chờ lệnh kia xong.",
            ) from error
        yield
