"""A view that lies elsewhere is fed from the store, and what it has not got is always said."""

import sqlite3

from dispatch.errors import IndexSchemaError, IndexUnavailableError
from index.base import Elsewhere
from index.entries import feed_after


def feed_elsewhere(connection: sqlite3.Connection, view: Elsewhere) -> int:
    """Feed ``view`` with everything behind its position; return how many documents that were.

    Raises:
        IndexUnavailableError: The view did not take all; the message says how many wait.
        IndexSchemaError: The view does not fit, or belongs to a later state of the store.
    """
    position = view.position()
    last = int(connection.execute("SELECT value FROM meta WHERE key = 'seq'").fetchone()["value"])
    if position > last:
        raise IndexSchemaError(
            "The search index is ahead of its archive, as after restoring an older backup; run: "
            "congvan reindex.",
            vi="Chỉ mục tìm kiếm mới hơn kho (ví dụ sau khi phục hồi bản sao lưu cũ); hãy chạy: "
            "congvan reindex.",
        )
    try:
        return view.feed_all(feed_after(connection, position))
    except (IndexUnavailableError, IndexSchemaError) as error:
        count = connection.execute(
            "SELECT count(*) FROM documents WHERE seq > ?", (view_position(view, position),)
        ).fetchone()[0]
        raise type(error)(
            f"{error.message} Nothing is lost: {count} documents are in the archive and wait for "
            "the index.",
            vi=f"{error.vi} Không mất gì: {count} văn bản đã vào kho và đang chờ vào chỉ mục.",
            code=error.code,
        ) from error


def view_position(view: Elsewhere, known: int) -> int:
    """Return how far the view has got, or how far it was ``known`` to be while it is away."""
    try:
        return view.position()
    except (IndexUnavailableError, IndexSchemaError):
        return known
