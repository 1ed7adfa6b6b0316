"""File events from the inbox, and polling where a file system sends none."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from watchfiles import watch

from flows.inbox import CONTROL

logger = logging.getLogger(__name__)

_POLL_SECONDS = 5.0
_AGAIN_SECONDS = 30.0
# inotify(7) does not tell of changes that another machine makes; FUSE carries shares too.
_SILENT = ("nfs", "cifs", "smb", "9p", "fuse", "vboxsf", "drvfs", "afs", "ceph", "davfs")


class Ears:
    """Calls ``heard`` after changes in the folder; a context manager.

    Args:
        is_polled: Look every few seconds instead of waiting for events; None decides by the file
            system.
    """

    def __init__(
        self, folder: Path, heard: Callable[[], None], *, is_polled: bool | None = None
    ) -> None:
        self._folder = folder
        self._heard = heard
        self._is_polled = sends_no_events(folder) if is_polled is None else is_polled
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="ears", daemon=True)

    def __enter__(self) -> "Ears":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                self._watch()
            except (OSError, RuntimeError) as error:
                # No more watches to be had, or the folder is gone (a share that was unmounted).
                logger.warning("no events from %s (%s): it is polled", self._folder, error)
                self._is_polled = True
                self._stop.wait(_AGAIN_SECONDS)

    def _watch(self) -> None:
        for changes in watch(
            self._folder,
            watch_filter=None,
            stop_event=self._stop,
            step=200,
            rust_timeout=1000,
            raise_interrupt=False,
            force_polling=self._is_polled,
            poll_delay_ms=int(_POLL_SECONDS * 1000),
            ignore_permission_denied=True,
        ):
            if any(CONTROL not in Path(path).parts for _, path in changes):
                self._heard()


def sends_no_events(folder: Path) -> bool:
    """Tell whether the folder lies on a file system that others change unheard."""
    place, kind = "", ""
    for line in Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines():
        point, fs = line.split()[1:3]
        point = point.replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= len(place):
            place, kind = point, fs
    return kind.startswith(_SILENT)
