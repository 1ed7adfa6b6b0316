"""What the web application holds while it runs: archives to ask, workers that draw pages."""

import hashlib
import queue
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Request

from app.web.access import Access
from app.web.place import Place
from dispatch.document import ParsedDocument, SourceFile
from dispatch.errors import MissingFileError
from index import open_archive
from index.archive import Archive
from index.base import Record

if TYPE_CHECKING:
    from app.web.uploads import Uploads
    from parsers.sandbox import Workers

_KEPT_PICTURES = 96
_PICTURE_SECONDS = 30.0


class Site:
    """The running application's resources; ``close`` gives them back."""

    def __init__(self, place: Place, access: Access) -> None:
        self.place = place
        self.access = access
        self._uploads: Uploads | None = None
        self._idle: queue.LifoQueue[Archive] = queue.LifoQueue()
        self._pictures: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._workers: Workers | None = None
        self._give_back(self._open())
        if any((place.data_folder / "uploads" / "waiting").glob("*")):
            self.uploads.resume()

    @contextmanager
    def archive(self) -> Iterator[Archive]:
        """Lend an open archive to one request; opening one costs more than most questions."""
        try:
            archive = self._idle.get_nowait()
        except queue.Empty:
            archive = self._open()
        try:
            yield archive
        finally:
            self._give_back(archive)

    def picture(self, source: SourceFile, number: int, *, width: int) -> bytes:
        """Return a page's picture, drawn in a worker that a bad file can only take with it."""
        from parsers.page_picture import page_picture

        key = (source.id, number, width)
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
            workers = self._drawing()
        drawn = workers.submit(
            _draw, page_picture, source, number, width, name=source.path, timeout=_PICTURE_SECONDS
        ).result()
        with self._lock:
            self._pictures[key] = drawn
            while len(self._pictures) > _KEPT_PICTURES:
                self._pictures.popitem(last=False)
        return drawn

    @property
    def uploads(self) -> "Uploads":
        """The queue of files that people send."""
        from app.web.uploads import Uploads

        with self._lock:
            if self._uploads is None:
                self._uploads = Uploads(self.place)
            return self._uploads

    def close(self) -> None:
        """End the workers and close every archive."""
        if self._uploads is not None:
            self._uploads.close()
        if self._workers is not None:
            self._workers.close(finish=False)
        while not self._idle.empty():
            self._idle.get_nowait().close()

    def _open(self) -> Archive:
        return open_archive(self.place.index, archive=self.place.archive)

    def _give_back(self, archive: Archive) -> None:
        self._idle.put(archive)

    def _drawing(self) -> "Workers":
        if self._workers is None:
            from parsers.sandbox import Workers

            self._workers = Workers(1)
        return self._workers


def _draw(call: object, source: SourceFile, number: int, width: int) -> bytes:
    assert callable(call)
    picture: bytes = call(source, number, width=width)
    return picture


def site_of(request: Request) -> Site:
    """Return the site that the application was made with."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


def parsed_of(archive: Archive, record_id: str) -> ParsedDocument | None:
    """Return the stored parsed document of a record; None where none, or an older form, is kept."""
    from dispatch.serial import deserialize

    data = archive.parsed(record_id)
    if data is None:
        return None
    try:
        return deserialize(data)
    except ValueError:
        # Another version wrote it: the page shows the text without its pages until a reprocess.
        return None


def source_of(archive: Archive, record: Record) -> SourceFile:
    """Return the file of a record at a place where its bytes still are.

    Raises:
        MissingFileError: it is at none of the places where it was seen.
    """
    file_id = str(record["id"]).partition("#")[0]
    media_type = str(record["source"]["media_type"])
    for entry in archive.has_file(file_id):
        seen = entry.sighting
        if Path(seen.path).is_file():
            if not seen.container:
                return SourceFile(file_id, seen.path, media_type, seen.size)
            path = f"{seen.path}!{seen.container}"
            return SourceFile(file_id, path, media_type, seen.size, path.rpartition("!")[0])
    raise MissingFileError(
        f"{record['source']['path']} is no longer where it was seen: put it back and ingest again.",
        vi=f"{record['source']['path']} không còn ở nơi đã nạp: hãy đặt lại tệp rồi nạp lại.",
    )


def digest(data: bytes) -> str:
    """Return a short digest for an ETag."""
    return hashlib.sha256(data).hexdigest()[:24]
