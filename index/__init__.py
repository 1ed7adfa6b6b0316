"""Records become findable and linked: ``open_index(url)`` opens the archive's store and its view.

``sqlite:PATH`` is the store with its own full-text view; ``http(s)://host:port/name`` is an
Elasticsearch view, fed from the store at ``archive`` (without one it can only be read).
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.archive import Archive
    from index.elastic import ElasticReader

__all__ = ["open_archive", "open_index"]


def open_archive(url: str, *, archive: Path | None = None, create: bool = True) -> "Archive":
    """Open the archive behind ``url`` for reading and writing; the caller closes it.

    Args:
        url: ``sqlite:PATH`` or ``http(s)://[user:password@]host:port/name``.
        archive: The store that feeds an Elasticsearch view; needed for such a URL.
        create: Make the store where there is none; else that is an IndexUnavailableError.
    """
    from index.archive import open_archive as opened

    return opened(url, archive=archive, create=create)


def open_index(url: str, *, archive: Path | None = None) -> "Archive | ElasticReader":
    """Open ``url`` as ``open_archive`` does, but to ask only: an Elasticsearch view must be there;
    one without a store can be searched and read, nothing else."""
    if url.startswith(("http://", "https://")):
        from index.elastic import open_reader

        reader = open_reader(url)
        if archive is None:
            return reader
        reader.close()
    return open_archive(url, archive=archive)
