"""A watcher that kills itself at a named point: looks at an inbox until nothing is left in it.

The points are put round the product's own functions from here; the product knows of none.
``python -m tests.flows.inbox_driver POINT INBOX DATA INDEX``
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flows.filing
import flows.watch
from dispatch.errors import DispatchError
from flows.batch import Job
from flows.filing import Filed, Folders
from flows.inbox import Inbox
from flows.watch import Post, Rounds

# Where the kill falls: the function, and whether before or after its work.
POINTS: dict[str, tuple[Any, str, bool]] = {
    "inbox claim: folder made, file not yet taken": (flows.inbox.Path, "rename", True),
    "inbox claim: file taken, nothing done": (flows.watch, "ingest", True),
    "ingested, before filing": (flows.watch, "ingest", False),
    "filing: record beside, before the move": (flows.filing, "_rename", True),
    "after the move and before the ledger": (flows.filing, "relocate", True),
    "after the ledger, claim still there": (flows.filing, "relocate", False),
}


class Quiet:
    """Prints what could not be done."""

    def ready(self, number: int) -> None: ...
    def filed(self, filed: Filed) -> None: ...

    def trouble(self, error: DispatchError) -> None:
        say(error.message)


def say(text: str) -> None:
    """Write a line that a kill in the next moment does not lose."""
    os.write(1, f"{text}\n".encode())


def arm(point: str, *, calls: int) -> None:
    """Kill this process at the named point, when it is passed for the ``calls``-th time."""
    place, name, is_before = POINTS[point]
    real: Callable[..., Any] = getattr(place, name)
    passed = 0

    def deadly(*arguments: Any, **options: Any) -> Any:
        nonlocal passed
        passed += 1
        result = None if is_before and passed == calls else real(*arguments, **options)
        if passed == calls:
            say(f"killed: {point}")
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(place, name, deadly)


def main(point: str, inbox: Path, data: Path, index: str) -> None:
    """Look until the inbox is empty."""
    if point:
        arm(point, calls=1 if POINTS[point][1] == "ingest" else 2)
    folders = Folders(inbox.parent / "archive", inbox.parent / "quarantine")
    post = Post(inbox, folders, Job((), index, jobs=1), settle=0.05)
    with Inbox(inbox, settle=0.05) as opened, Rounds(post, Quiet(), data_folder=data) as rounds:
        while any(path.is_file() for path in inbox.rglob("*") if path.suffix != ".lock"):
            time.sleep(min(rounds.go(opened), 1.0))
            if rounds.error:
                sys.exit(rounds.error)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
