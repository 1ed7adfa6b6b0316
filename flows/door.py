"""Where a scheduled run asks the living watcher for a look at the inbox, and hears how it went.

Prefect runs what it has scheduled in a process of its own, which would have to load every model;
the watcher has its workers loaded already. They speak over 127.0.0.1, with a key that only this
user can read.
"""

import contextlib
import json
import queue
import secrets
import socket
import threading
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

_HOST = "127.0.0.1"
_QUESTION = b"look"


def ask(door: Path) -> dict[str, str]:
    """Ask the watcher behind ``door`` for a look and return its answer: ``told`` and ``error``."""
    try:
        found = json.loads(door.read_text(encoding="ascii"))
        with Client((_HOST, found["port"]), authkey=bytes.fromhex(found["key"])) as line:
            line.send_bytes(_QUESTION)
            answer: dict[str, str] = json.loads(line.recv_bytes())
            return answer
    except (OSError, EOFError, AuthenticationError) as error:
        return {"told": "", "error": f"no watcher answers at {door} ({type(error).__name__})"}


class Door:
    """The watcher's side; a context manager. ``wake`` is called when somebody waits."""

    def __init__(self, path: Path, wake: Callable[[], None]) -> None:
        self.path = path
        self._wake = wake
        self._waiting: queue.SimpleQueue[Connection] = queue.SimpleQueue()
        self._is_closed = threading.Event()
        key = secrets.token_bytes(32)
        self._listener = Listener((_HOST, 0), authkey=key)
        self._port = int(self._listener.address[1])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps({"port": self._port, "key": key.hex()}), encoding="ascii")
        self._thread = threading.Thread(target=self._listen, name="door", daemon=True)

    def __enter__(self) -> "Door":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closed.set()
        self.path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            # Who waits for a call does not notice that the door is taken away.
            socket.create_connection((_HOST, self._port), timeout=1).close()
        self._thread.join(timeout=5)
        self._listener.close()

    def answer(self, *, told: str, error: str) -> None:
        """Tell all who have asked how the look ended."""
        with contextlib.suppress(queue.Empty):
            while True:
                line = self._waiting.get_nowait()
                with contextlib.suppress(OSError), line:
                    line.send_bytes(json.dumps({"told": told, "error": error}).encode())

    def _listen(self) -> None:
        while not self._is_closed.is_set():
            # Whoever has no key, or goes before it has asked, is no concern of ours.
            with contextlib.suppress(OSError, EOFError, AuthenticationError):
                line = self._listener.accept()
                line.recv_bytes()
                self._waiting.put(line)
                self._wake()
