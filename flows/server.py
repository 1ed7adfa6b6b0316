"""The one Prefect server of this machine: started when a flow first needs it, reused, stopped by
``congvan stop``. Prefect itself is not imported here."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from dispatch.errors import DispatchError, ExitCode

logger = logging.getLogger(__name__)

START_SECONDS = 120.0
"""A cold start takes about ten seconds; a machine under load has been seen to need sixty."""


_UNUSED_SERVICES = (
    *("CANCELLATION_CLEANUP", "CLEANUP_RECONCILER", "FOREMAN", "PAUSE_EXPIRATIONS"),
    *("REPOSSESSOR", "TRIGGERS"),
)
"""What the server looks after every few seconds for work pools, automations, paused or cancelled
runs and leases, none of which are used here; the scheduler and the mark of late runs stay."""


class ServerError(DispatchError):
    """Prefect's server does not come up."""

    code = "prefect-server"
    exit_code = ExitCode.MISSING_TOOL


def ensure_server(data_folder: Path) -> str:
    """Return the API's address, once it answers; see ``starting``."""
    with starting(data_folder) as url:
        return url


@contextmanager
def starting(data_folder: Path) -> Iterator[str]:
    """Yield the API's address: ``PREFECT_API_URL``, else that of the local server, which is started
    if it does not answer. It answers when the with statement is left; what is done meanwhile (the
    start takes seconds) costs nothing.

    Raises:
        ServerError: it does not come up; the message names its log.
    """
    home = data_folder / "prefect"
    given = os.environ.get("PREFECT_API_URL")
    # Our own address stands there too, once a run was made: its server may have died since.
    if given and given != _url(_last_port(home)):
        yield given
        return
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / "start.lock", timeout=START_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise _no_server(home) from error
    try:
        if running := _running(home):
            yield running
            return
        process, url = _start(home)
        yield url
        _wait(process, url, home)
    finally:
        lock.release()


def environment(data_folder: Path, api_url: str) -> dict[str, str]:
    """Return the variables that Prefect must find before it is first imported: where it lives, no
    analytics, no blocks (written at each start, and used by nothing here), no services that nothing
    here needs, and a log that stays off the console."""
    return {
        "PREFECT_HOME": str(data_folder / "prefect"),
        "PREFECT_API_URL": api_url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        **{f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in _UNUSED_SERVICES},
    }


def stop_server(data_folder: Path) -> bool:
    """Stop the local server; tell whether there was one."""
    home = data_folder / "prefect"
    state = _state(home)
    (home / "server.json").unlink(missing_ok=True)
    if state is None or not _is_ours(state[0]):
        return False
    pid = state[0]
    # It leads a process group of its own, so its children end with it.
    os.killpg(pid, signal.SIGTERM)
    for _ in range(100):
        if not _is_ours(pid):
            return True
        time.sleep(0.1)
    os.killpg(pid, signal.SIGKILL)
    return True


def _start(home: Path) -> "tuple[subprocess.Popen[bytes], str]":
    """Start the server; return its process and the address at which it is going to answer."""
    port = _free_port(_last_port(home))
    url = _url(port)
    command = [sys.executable, "-m", "prefect", "server", "start", "--no-ui"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home,
            env=os.environ | environment(home.parent, url),
            start_new_session=True,
        )
    (home / "port").write_text(str(port), encoding="ascii")
    (home / "server.json").write_text(
        json.dumps({"pid": process.pid, "url": url}), encoding="utf-8"
    )
    return process, url


def _wait(process: "subprocess.Popen[bytes]", url: str, home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(url):
            logger.info("Prefect server started at %s", url)
            # It outlives this process on purpose; nobody here waits for it.
            process.returncode = 0
            return
        time.sleep(0.1)
    stop_server(home.parent)
    raise _no_server(home)


def _running(home: Path) -> str | None:
    state = _state(home)
    if state is None or not _is_ours(state[0]):
        return None
    url = state[1]
    if _answers(url):
        return url
    # Alive but deaf: the lock is ours, so nobody is just starting it.
    stop_server(home.parent)
    return None


def _state(home: Path) -> tuple[int, str] | None:
    """Return the process and the address of the server that was started last."""
    try:
        loaded = json.loads((home / "server.json").read_text(encoding="utf-8"))
        return int(loaded["pid"]), str(loaded["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_ours(pid: int) -> bool:
    """Tell whether the process is a Prefect server still: numbers of dead ones are given again."""
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return b"prefect" in line and state != "Z"


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=3) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port(last: int, *, seconds: float = 10) -> int:
    """Return ``last`` if nobody listens there, else any: Prefect reads its address only once, so a
    watcher finds a server that was started anew only where the old one was."""
    # A killed process holds its port until its last thread is gone, a moment after it is no more.
    deadline = time.monotonic() + seconds
    while last:
        if _is_free(last):
            return last
        if time.monotonic() > deadline:
            break
        time.sleep(0.1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the server does: connections of a killed one linger for a minute.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _last_port(home: Path) -> int:
    """Return the port that the local server had last, which a stop leaves noted; 0 if none."""
    try:
        port = int((home / "port").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
    return port if 0 < port < 65_536 else 0


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}/api"


def _no_server(home: Path) -> ServerError:
    log = home / "server.log"
    return ServerError(
        f"The local Prefect server does not come up: see {log}, or run congvan stop and try again.",
        vi=f"Máy chủ Prefect trên máy này không khởi động được: xem {log}, hoặc chạy congvan stop "
        "rồi thử lại.",
    )
