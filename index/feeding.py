"""A view that lies elsewhere is fed from the store, and what it has not got is always said."""

import contextlib
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
    position: int | None = None
    try:
        position = view.position()
        _check_order(connection, position)
        return view.feed_all(feed_after(connection, position))
    except (IndexUnavailableError, IndexSchemaError) as error:
        count = _waiting(connection, view, position)
        raise type(error)(
            f"{error.message} Nothing is lost: {count or 'the'} documents are in the archive and "
            "wait for the index.",
            vi=f"{error.vi} Không mất gì: {count or 'các'} văn bản đã vào kho và đang chờ vào "
            "chỉ mục.",
            code=error.code,
        ) from error


def _check_order(connection: sqlite3.Connection, position: int) -> None:
    row = connection.execute("SELECT value FROM meta WHERE key = 'seq'").fetchone()
    if position > int(row["value"]):
        raise IndexSchemaError(
            "The search index is ahead of its archive, as after restoring an older backup; run: "
            "congvan reindex.",
            vi="Chỉ mục tìm kiếm mới hơn kho (ví dụ sau khi phục hồi bản sao lưu cũ); hãy chạy: "
            "congvan reindex.",
        )


def _waiting(connection: sqlite3.Connection, view: Elsewhere, known: int | None) -> str:
    """Return how many documents the view has not got, '' where nobody can tell."""
    if known is None:
        return ""
    with contextlib.suppress(IndexUnavailableError, IndexSchemaError):
        known = view.position()
    count = connection.execute("SELECT count(*) FROM documents WHERE seq > ?", (known,))
    return str(count.fetchone()[0])
