"""A watched inbox as a served Prefect deployment: its schedule makes runs, which ask for a look."""

import asyncio
import hashlib
import logging
import os
import signal
import sys
import threading
from concurrent.futures import TimeoutError as FutureTimeout
from multiprocessing import resource_tracker
from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound
from prefect.runner import Runner
from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings
from prefect.types.entrypoint import EntrypointType

from flows.rescan import rescan

logger = logging.getLogger(__name__)

_AGAIN_SECONDS = 30.0
_LEAVE_SECONDS = 10.0
"""How long leaving waits for a deployment that is just being made, which must be paused too, and
for each answer of the server."""

_LEAVE_RETRIES = 2
"""How often Prefect's client asks again, after 2 and 4 seconds, when a server under load answers
late or that its database is busy. One that is gone refuses the connection and is asked once: who
has pressed Ctrl-C does not wait for it."""


class Served:
    """Serves until left, as ``Flow.serve`` does in a thread of its own; a context manager."""

    def __init__(self, name: str, inbox: Path, door: Path, *, interval: float) -> None:
        self.name = name
        self._full_name = f"{rescan.name}/{name}"
        self._parameters = {"inbox": str(inbox), "door": str(door)}
        self._interval = interval
        self._runner: Runner | None = None
        self._deployment: UUID | None = None
        self._stop = threading.Event()
        self._settled = threading.Event()  # no deployment is just being made, or about to be
        self._thread = threading.Thread(target=self._serve, name="served", daemon=True)

    def __enter__(self) -> "Served":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Pause the schedule and end: what nobody would run must not pile up as late."""
        self._stop.set()
        self._settled.wait(_LEAVE_SECONDS)
        self._pause()
        if self._runner is not None and self._runner.started:
            try:
                self._runner.execute_in_background(self._runner.astop).result(timeout=5)
            except (RuntimeError, FutureTimeout) as error:
                logger.warning("the deployment %s did not end: %r", self.name, error)
        self._thread.join(timeout=5)

    def _pause(self) -> None:
        """Pause the schedule. The runner would do so itself, but only once it has ended its runs,
        which may take longer than leaving does."""
        if self._deployment is None and self._settled.is_set():
            return
        try:
            with (
                temporary_settings({PREFECT_CLIENT_MAX_RETRIES: _LEAVE_RETRIES}),
                get_client(sync_client=True, httpx_settings={"timeout": _LEAVE_SECONDS}) as client,
            ):
                # The server may have made one whose answer is still awaited.
                known = self._deployment or client.read_deployment_by_name(self._full_name).id
                client.pause_deployment(known)
        except ObjectNotFound:
            return
        except Exception as error:
            # As in _serve, Prefect raises what it likes. A server that is away makes no runs; one
            # that is only slow goes on, and the log says so.
            logger.warning("the deployment %s is not paused: %r", self.name, error)

    def _serve(self) -> None:
        if sys.platform != "win32":
            # Ctrl-C reaches every process of the terminal, and a run that is just loading would
            # tell of it with a trace. It ends with the watcher; what it starts inherits the mask,
            # which the tracker of multiprocessing would take off again if it were started later.
            resource_tracker.ensure_running()
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while not self._stop.is_set():
            try:
                asyncio.run(self._run())
            except Exception:
                # Prefect and what it stands on raise what they like while its server is away. The
                # watcher goes on by itself, and serves again when the server is back.
                logger.warning("the deployment %s is not served now", self.name, exc_info=True)
            self._stop.wait(_AGAIN_SECONDS)
        self._settled.set()

    async def _run(self) -> None:
        # One run at a time; a runner cannot be started twice.
        self._runner = Runner(name=self.name, limit=1, pause_on_shutdown=False)
        self._settled.clear()
        try:
            self._deployment = await self._runner.aadd_flow(
                rescan,
                name=self.name,
                interval=self._interval,
                parameters=self._parameters,
                entrypoint_type=EntrypointType.MODULE_PATH,
            )
        finally:
            self._settled.set()
        if not self._stop.is_set():
            await self._runner.start()


def deployment_name(inbox: Path, number: int) -> str:
    """Return the deployment's name: one a watcher, so that one that ends pauses only its own
    schedule."""
    mark = hashlib.sha256(os.fsencode(inbox)).hexdigest()[:8]
    name = "".join(char if char.isalnum() else "-" for char in inbox.name)
    return f"{name}-{mark}-{number}"
